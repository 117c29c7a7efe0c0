#!/usr/bin/env bash
# Pillow 13.0.0: convert("L") of a 16-bit gray picture (mode I;16, as scanners write PNG) cuts every value off at 255
# instead of dividing by 257: ink at 5,000 and paper at 40,000 both become 255, a white page.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet pillow==13.0.0 numpy==2.4.6
cd "$folder"
cat > try.py <<'PYTHON'
import io

import numpy as np
import PIL
from PIL import Image

page = np.full((4, 4), 40_000, dtype=np.uint16)
page[1, 1] = 5_000  # ink
file = io.BytesIO()
Image.fromarray(page).save(file, "png")
scan = Image.open(io.BytesIO(file.getvalue()))
gray = np.asarray(scan.convert("L"))
print("Pillow", PIL.__version__, "- mode", scan.mode, "- gray levels after convert:", np.unique(gray))
assert scan.mode == "I;16" and (gray == 255).all(), "the behavior has changed"
PYTHON
env/bin/python try.py
