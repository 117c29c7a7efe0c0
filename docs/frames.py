"""The frames of the sliders: every notebook that has one runs once more, and what its sliders would show is stored.

A slider of one variable has at most 41 positions; two have at most 11 and 7; more stay at their start without a kernel.
What was drawn is kept until the notebook or anything it imports changes.
"""
import hashlib
import io
import itertools
import json
import math
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib
import nbformat
import numpy
from PIL import Image
from nbclient import NotebookClient

MOST = {1: (41,), 2: (11, 7)}  # positions of each slider, by how many there are
FRAMES, PAD = "application/x-frames+json", "application/x-pad+json"
RECORD = "import sys; sys.path.append({docs!r}); import frames; frames.record({folder!r})"


# --- While the notebook runs: in its kernel ---

def record(folder):
    """From now on a slider stores its frames in the folder, and the drawing pad its weights."""
    import matplotlib.pyplot as plt
    from IPython.display import display

    import lesson
    from lesson import widgets

    def slider(draw, **ranges):
        most = MOST.get(len(ranges), ())
        values = {name: positions(*each[:4], few) for (name, each), few in zip(ranges.items(), most)}
        starts = {name: each[3] for name, each in ranges.items()}
        places = itertools.product(*values.values())  # one, the start, where nothing moves
        shown = [store(draw(**starts | dict(zip(values, place))), Path(folder)) for place in places]
        variables = [{"words": ranges[name][4], "values": values[name], "start": values[name].index(starts[name])}
                     for name in values]
        display({FRAMES: {"variables": variables, "frames": shown}}, raw=True)

    def drawing_pad(read):
        network = read.__self__  # its method forward, or predict
        weights = {name: getattr(network, name).round(6).tolist() for name in ("W1", "W2")}
        display({PAD: {**weights, "ready": pad.ready_made()}}, raw=True)

    plt.show = lambda: plt.close("all")  # the notebook's other figures are stored already
    lesson.circuit = lambda *graph, **options: None  # and its circuits
    lesson.slider = widgets.slider = slider
    try:
        from lesson import pad
        pad.drawing_pad = drawing_pad
    except ImportError:
        pass


def positions(least, greatest, step, start, most):
    """From the start in both directions, in steps, or so many at once that there are at most so many positions."""
    several = step * math.ceil((greatest - least) / step / (most - 1))
    while True:
        before, after = (math.floor(round(abs(end - start) / several, 6)) for end in (least, greatest))
        inner = [round(start + several * k, 9) for k in range(-before, after + 1)]
        all_values = sorted({least, *inner, greatest})
        if len(all_values) <= most:
            return all_values
        several += step


def store(ax, folder):
    """Store the figure as a PNG of few colors: its name, its width and height on the page, and what it shows."""
    import matplotlib.pyplot as plt
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from lesson.descriptions import describe

    fig, dpi = ax.figure, ax.figure.dpi
    width, height = (round(inches * dpi) for inches in fig.get_size_inches())
    fig.dpi = plt.rcParams["savefig.dpi"]
    canvas = FigureCanvasAgg(fig)  # savefig would draw everything twice
    canvas.draw()
    png = in_few_colors(Image.fromarray(numpy.asarray(canvas.buffer_rgba())))
    name = hashlib.sha256(png).hexdigest()[:12] + ".png"
    (folder / name).write_bytes(png)
    plt.close(fig)
    return {"file": name, "width": width, "height": height, "alt": describe(fig)}


def in_few_colors(picture):
    """The picture as a PNG with a palette of 256 colors, a third of the size and the same to the eye."""
    few = picture.convert("RGB").quantize(method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = numpy.reshape(few.getpalette(), (-1, 3))
    palette[palette.min(axis=1) > 250] = 255  # paper that was white stays white
    few.putpalette(palette.ravel().tolist())
    file = io.BytesIO()
    few.save(file, "png")
    return file.getvalue()


# --- The build ---

def draw_all(notebooks, cache):
    """For each notebook, by name, what its cells show: the sliders' frames and the pad's weights, by the cell's id."""
    cache.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small, and the kernels share the cores
    imported = [*notebooks[0].parents[1].glob("*.py"), *notebooks[0].parent.glob("lesson/**/*.py"),
                *notebooks[0].parent.glob("lesson/*.mplstyle"), Path(__file__)]
    versions = f"{matplotlib.__version__} {numpy.__version__}"
    parts = [versions.encode(), *(path.read_bytes() for path in sorted(imported))]
    common = hashlib.sha256(b"\0".join(parts))
    for folder in cache.iterdir():
        if folder.name not in {path.stem for path in notebooks}:
            shutil.rmtree(folder)
    with ThreadPoolExecutor(len(notebooks)) as several:  # each notebook has a process of its own, the kernel
        return dict(zip((path.stem for path in notebooks),
                        several.map(lambda path: draw(path, cache / path.stem, common.copy()), notebooks)))


def draw(path, folder, key):
    """Run the notebook up to its last slider or pad, unless that was done before."""
    notebook = nbformat.read(path, as_version=4)
    moving = [number for number, cell in enumerate(notebook.cells) if cell.cell_type == "code" and moves(cell)]
    cells = notebook.cells[:max(moving, default=-1) + 1]
    for cell in cells:
        key.update(cell.source.encode() + b"\0")
    found = folder / "frames.json"
    if found.exists():
        kept = json.loads(found.read_text(encoding="utf-8"))
        if kept["key"] == key.hexdigest():
            return kept["cells"]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shown = {}
    if moving:
        first = nbformat.v4.new_code_cell(RECORD.format(docs=str(Path(__file__).parent), folder=str(folder)))
        notebook.cells = [first, *cells]
        NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}, record_timing=False,
                       extra_arguments=["--log-level=ERROR"]).execute()
        for cell in cells:
            for output in cell.get("outputs", []):
                for kind in (FRAMES, PAD):
                    if kind in output.get("data", {}):
                        shown[cell.id] = {"kind": kind, "folder": folder.name, **output.data[kind]}
    found.write_text(json.dumps({"key": key.hexdigest(), "cells": shown}), encoding="utf-8")
    return shown


def moves(cell):
    """Whether the cell calls a slider or the pad."""
    return bool(re.search(r"(?m)^ *(slider|(pad\.)?drawing_pad)\(", cell.source))
