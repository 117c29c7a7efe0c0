"""What a stored notebook lacks to be read as a page, added while Sphinx reads it. No file is changed.

    pictures   get their stored descriptions as alt texts
    sliders    move: their frames are drawn at build time (see frames.py), and static/site.js shows them
    circuits   move: their module computes in the page, and a still stays for those without JavaScript
    the video  loads on a click, and until then is a picture of ours
    links      find their headings, which JupyterLab spells in another way than Sphinx
"""
import base64
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from urllib.parse import unquote

import nbformat
import numpy as np
from PIL import Image
from myst_nb import sphinx_ext
from myst_parser.slugs import github_slugify

import frames
import handout
from lesson.circuit import restored

HERE = Path(__file__).parent
CACHE = HERE / "_cache"
MATHJAX, MATHJAX_SHA512 = "mathjax@3.2.2", (
    "06df9249553c7811b6ef30a155ec0e89c62ced7b1db78d2a9b8f94a47c97ee4d"
    "3f3bd36588f73ec7bee4d7f144b0fb2328f64626fb5164cd6f3be81e5b43a11b")
MATHJAX_FILES = ("es5/tex-chtml.js", "es5/output/chtml/fonts/woff-v2/")
VIDEO = re.compile(r"youtube-nocookie\.com/embed/([\w-]+)")
ADDITIONS = {  # to the README, where it says so
    "<!-- the site begins here -->":
        '<p class="begin"><a href="notebooks/01-data-and-architecture.html">Begin with Part 1</a></p>\n',
    "<!-- the site offers a download here -->":
        '<p><a href="notebooks.zip" download>Download all notebooks and what they import</a>, and unpack them.</p>\n'}
PARTS = """
```{toctree}
:hidden:
:glob:

notebooks/*
```
"""


def setup(app):
    sphinx_ext.OUTPUT_FOLDER = str(CACHE / "pictures")  # MyST-NB's own place is beside _site, among our files
    for folder in "static", "stills":
        (CACHE / folder).mkdir(parents=True, exist_ok=True)
    app.connect("builder-inited", prepare)
    app.connect("source-read", complete)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def prepare(app):
    """Fetch MathJax and draw the frames of all sliders, unless both are there already."""
    fetch_mathjax(CACHE / "static" / "mathjax")
    notebooks = Path(app.srcdir, "notebooks")
    app.moving = frames.draw_all(sorted(notebooks.glob("*.ipynb")), CACHE / "frames")
    module = (notebooks / "lesson" / "pad.js").read_text(encoding="utf-8")
    script = module.replace("export default { render };", "window.renderPad = render;")  # modules need a server
    (CACHE / "static" / "pad.js").write_text("(() => {\n" + script + "})();\n", encoding="utf-8")
    shutil.copy(notebooks / "lesson" / "pad.css", CACHE / "static")
    module = (notebooks / "lesson" / "circuit.js").read_text(encoding="utf-8")
    module = module.replace("export default ", "window.circuit = ")
    (CACHE / "static" / "circuit.js").write_text("(() => {\n" + module + "})();\n", encoding="utf-8")


def fetch_mathjax(folder):
    """MathJax, as npm's registry has it: the one script and the fonts that the pages need."""
    if folder.exists():
        return
    packed = subprocess.run([shutil.which("npm"), "pack", "--silent", MATHJAX], cwd=CACHE, check=True,
                            stdout=subprocess.PIPE, text=True)
    archive = CACHE / packed.stdout.strip()
    content = archive.read_bytes()
    archive.unlink()
    if hashlib.sha512(content).hexdigest() != MATHJAX_SHA512:
        raise RuntimeError(f"{MATHJAX} is not the package that was pinned")
    partial = folder.with_name("mathjax-partial")
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        for member in package:
            name = member.name.removeprefix("package/")
            if member.isfile() and name.startswith(MATHJAX_FILES):
                path = partial / name.removeprefix("es5/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(package.extractfile(member).read())
    partial.rename(folder)


def complete(app, docname, source):
    """Sphinx's event: a page's source was read, and may be changed before it is parsed."""
    if docname == "README":
        text = re.sub(r"\[[^\]]+\]\((\.github/\w+\.md)\)", r"`\1` in the repository", with_links(source[0]))
        for mark, addition in ADDITIONS.items():
            before, after = text.split(mark)  # an error, unless the README has it once
            text = before + addition + after
        source[0] = text + PARTS
    elif docname.startswith("notebooks/"):
        if "class" in app.tags:
            source[0] = handout.without_solutions(docname, source[0]).decode()
        notebook = nbformat.reads(source[0], as_version=4)
        title = notebook.cells[0].source.splitlines()[0].lstrip("# ")
        moving = app.moving[Path(docname).name]
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = with_links(cell.source)
            else:
                complete_outputs(cell, title, moving.get(cell.id), "../" * docname.count("/"))
        source[0] = nbformat.writes(notebook)


def with_links(text):
    """Anchors as Sphinx has them, not as JupyterLab: #Questions-people-ask-here becomes #questions-people-ask-here."""
    return re.sub(r"(\]\([^)\s]*#)([^)\s]+)(?=\))", lambda match: match[1] + github_slugify(unquote(match[2])), text)


def complete_outputs(cell, title, moving, root):
    """Describe the cell's pictures, and put in the player, the sliders or the pad where a sentence stands."""
    for output in cell.outputs:
        data, about = output.get("data", {}), output.get("metadata", {}).get("image/png", {})
        graph = output.get("metadata", {}).get("circuit")
        if graph:
            output.data = {"text/html": living_circuit(graph, data["image/png"], about, cell.id, root)}
        elif "alt" in about:
            cell.metadata["mystnb"] = {"image": {"alt": about["alt"]}}
            data["image/png"] = base64.b64encode(in_few_colors(data["image/png"])).decode()
        video = VIDEO.search(data.get("text/html", ""))
        if video:
            output.data = {"text/html": player(video[1], title)}
            cell.metadata["tags"] = ["remove-input"]
    if moving:
        said = "".join(output.get("text", "") for output in cell.outputs)
        cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": as_html(cell.id, moving, said, root)})]


def in_few_colors(png):
    return frames.in_few_colors(Image.open(io.BytesIO(base64.b64decode(png))))


def living_circuit(graph, png, about, name, root):
    """A circuit that moves in the page, and its still for those without JavaScript."""
    picture = in_few_colors(png)
    file = hashlib.sha256(picture).hexdigest()[:12] + ".png"
    (CACHE / "stills" / file).write_bytes(picture)
    data = json.dumps(restored(graph), separators=(",", ":")).replace("</", "<\\/")
    return (f'<div class="site-circuit" id="circuit-{name}"><script type="application/json">{data}</script>'
            f'<noscript><img src="{root}_stills/{file}" alt="{html.escape(about["alt"])}" '
            f'width="{about["width"]}" height="{about["height"]}"></noscript></div>'
            f'<script defer src="{root}_static/circuit.js"></script>'
            f'<script defer src="{root}_static/circuit-model.js"></script>')


def as_html(name, moving, said, root):
    """What moves, and what stands in its place for those without JavaScript: a picture and the sentence said."""
    if moving["kind"] == frames.PAD:
        shown, picture = {name: moving[name] for name in ("W1", "W2", "ready")}, ""
        shown["chance"] = np.random.default_rng(0).permutation(32 * 32).tolist()  # as in lesson/pad.py
        scripts = (f'<link rel="stylesheet" href="{root}_static/pad.css">'
                   f'<script defer src="{root}_static/pad.js"></script>'
                   f'<script defer src="{root}_static/pad-model.js"></script>')
    else:
        folder, scripts = f"{root}_frames/{moving['folder']}/", ""
        shown = {"folder": folder, "variables": moving["variables"],
                 "frames": [[frame["file"], frame["alt"]] for frame in moving["frames"]]}
        start = 0  # the last variable's positions follow each other
        for variable in moving["variables"]:
            start = start * len(variable["values"]) + variable["start"]
        frame = moving["frames"][start]
        picture = (f'<img src="{folder}{frame["file"]}" alt="{html.escape(frame["alt"])}" width="{frame["width"]}" '
                   f'height="{frame["height"]}" loading="lazy">')
    data = json.dumps(shown, separators=(",", ":")).replace("</", "<\\/")
    kind = "site-pad" if moving["kind"] == frames.PAD else "moving"
    sentence = f"<p>{html.escape(said)}</p>"
    if shown.get("variables") != []:  # something moves here
        sentence = f"<noscript>{sentence}</noscript>"
    return (f'<div class="{kind}" id="moving-{name}"><script type="application/json">{data}</script>'
            f'{sentence}{picture}</div>{scripts}')


def player(video, title):
    """The way to the video: a link that becomes the video itself when it is clicked."""
    return (f'<a class="video" href="https://www.youtube.com/watch?v={video}" data-video="{video}">'
            f'<span class="video-play" aria-hidden="true"></span>'
            f'<span class="video-words">Play the video of {html.escape(title)}</span>'
            f'<span class="video-note">It comes from YouTube, which learns that you watch it.</span></a>')


def finish(app, exception):
    """Put frames and a download beside the pages, the README at the front door, and leave out what no page needs."""
    if exception is None:
        out = Path(app.outdir)
        shutil.copytree(CACHE / "frames", out / "_frames", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.json"))
        shutil.copytree(CACHE / "stills", out / "_stills", dirs_exist_ok=True)
        (out / "index.html").write_bytes((out / "README.html").read_bytes())
        everything = handout.collect(solutions="class" not in app.tags)
        (out / "notebooks.zip").write_bytes(handout.zipped(everything, "neural-networks-demystified"))
        (out / "_static/scripts/fontawesome.js").write_text("// 540 kB of icons, which the style sheet has as a font\n")
        (out / ".nojekyll").touch()  # GitHub's pages leave out folders that begin with _ otherwise
