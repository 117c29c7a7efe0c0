#!/usr/bin/env bash
# IPython 9.18.1: showing a YouTubeVideo makes the kernel ask img.youtube.com for the video's picture, each time the
# cell runs, before anybody plays anything. With a network the answer is stored as image/jpeg, so the same notebook is
# larger on one machine than on another (nbval doesn't compare JPEGs); without one the request fails silently, after as
# long as the name takes to look up. VimeoVideo and IFrame ask for nothing. `_repr_jpeg_ = None` on a subclass stops it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet ipython==9.18.1
cd "$folder"
cat > try.py <<'PYTHON'
import io
import urllib.request

import IPython
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import IFrame, VimeoVideo, YouTubeVideo


class Quiet(YouTubeVideo):
    _repr_jpeg_ = None


def answer(request, *arguments, **keywords):
    """In the place of the network."""
    asked.append(getattr(request, "full_url", request))
    return io.BytesIO(b"a picture")


urllib.request.urlopen = answer
formatter = InteractiveShell.instance().display_formatter
formatter.active_types = formatter.format_types
print("IPython", IPython.__version__)
for shown, requests in ((YouTubeVideo("GlcnxUlrtek"), 1), (Quiet("GlcnxUlrtek"), 0), (VimeoVideo("1"), 0),
                        (IFrame("https://example.org", 640, 360), 0)):
    asked = []
    kinds = sorted(formatter.format(shown)[0])
    print(f"{type(shown).__name__}: {kinds}, asked for {asked}")
    assert len(asked) == requests and ("image/jpeg" in kinds) == bool(requests), "it has changed"
PYTHON
HOME=$folder env/bin/python try.py
