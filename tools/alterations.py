"""Does the suite notice? Alter what notebooks store and what figures show: python tools/alterations.py [notebook ...]

It takes about ten minutes for all notebooks. A cell is compared on its own, so each round alters one thing in every
cell of a copy of the notebooks and counts the cells that turn red. Of the changes of a kind that figures can undergo,
the first is shown to the suite; the others are compared in the kernels, description with description.
"""
import json
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from itertools import count
from pathlib import Path

import nbformat
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from matplotlib.text import Text

from refresh import EXCUSED, NOTEBOOKS

ROOT = NOTEBOOKS.parent
ALTERED = [Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb"))
TEXT_CHANGES = {"first digit": lambda text: re.sub(r"\d", another_digit, text, count=1),
                "last digit": lambda text: re.sub(r"\d(?=\D*$)", another_digit, text, count=1),
                "sign": lambda text: re.sub(r"-(\d)|(?<![\w.])(\d)", lambda m: m[1] or f"-{m[2]}", text, count=1),
                "word": lambda text: re.sub(r"[A-Za-z]{2,}", lambda m: m[0].swapcase(), text, count=1),
                "line missing": lambda text: text.rstrip("\n").rpartition("\n")[0],
                "line more": lambda text: text + "\nmore"}
FIGURE_CHANGES = ["data by 1 %", "a label", "a limit", "a missing series", "swapped axes", "a color"]


def another_digit(match):
    return str((int(match[0]) + 1) % 10)


def texts(cell):
    """Where the cell stores text that a reader sees: (dictionary, key) pairs."""
    for output in cell.get("outputs", []):
        if "text" in output:
            yield output, "text"
        for key in output.get("data", {}):
            if not key.startswith("image/"):
                yield output.data, key


def red_cells(folder):
    """The cells that fail, as 'notebook::Cell k'."""
    run = subprocess.run([sys.executable, "-m", "pytest", *(f"notebooks/{path.name}" for path in ALTERED), "-q", "-rf",
                          "--tb=no"], cwd=folder, capture_output=True, text=True)
    assert run.returncode in (0, 1), run.stdout + run.stderr
    return set(re.findall(r"^FAILED notebooks/(.+?::Cell \d+)", run.stdout, flags=re.MULTILINE))


def report(what, altered, noticed):
    print(f"{what:36} {len(altered):4} altered, {len(altered & noticed):4} noticed", flush=True)
    for missed in sorted(altered - noticed):
        print("    missed:", missed)
    return len(altered), len(altered & noticed)


def alter_outputs(folder):
    """Alter stored outputs: every text of every cell, in each way that applies."""
    totals = []
    originals = {path.name: path.read_text(encoding="utf-8") for path in ALTERED}
    for change, alter in TEXT_CHANGES.items():
        for place in range(20):  # the place-th text of each cell
            altered = set()
            for name, original in originals.items():
                notebook = nbformat.reads(original, as_version=4)
                code = [cell for cell in notebook.cells if cell.cell_type == "code"]
                for k, cell in enumerate(code, 1):
                    excused = EXCUSED in cell.metadata.get("tags", [])
                    for target, key in [] if excused else list(texts(cell))[place:place + 1]:
                        before, target[key] = target[key], alter(target[key])
                        if target[key].strip() != before.strip():
                            altered.add(f"{name}::Cell {k}")
                (folder / "notebooks" / name).write_text(nbformat.writes(notebook), encoding="utf-8")
            if not altered:
                break
            totals.append(report(f"{change}, text {place + 1}", altered, red_cells(folder)))
    for name, original in originals.items():
        (folder / "notebooks" / name).write_text(original, encoding="utf-8")
    return totals


# --- Figures ---

def changes(figure):
    """What can be changed in a figure: (kind, a name, a function that does it, or gives False for nothing to do)."""
    for a, ax in enumerate(figure.axes):
        names = "xyz" if ax.name == "3d" else "xy" if ax.axison else ""
        yield "a label", f"title of axes {a}", partial(ax.set_title, "another")
        for name in names:
            yield "a label", f"{name} label of axes {a}", partial(ax.set, **{f"{name}label": "another"})
            for end in (0, 1):
                yield "a limit", f"end {end} of {name} of axes {a}", partial(move_limit, ax, name, end)
        yield "swapped axes", f"axes {a}", partial(swap, ax)
        for k, text in enumerate(ax.get_legend().get_texts() if ax.get_legend() else []):
            yield "a label", f"text {k} in the legend of axes {a}", partial(text.set_text, "another")
        for k, thing in enumerate(things(ax)):
            name = f"thing {k} of axes {a}, a {type(thing).__name__}"
            if isinstance(thing, Text):
                yield "a label", name, partial(thing.set_text, "another")
            elif not thing.get_label().startswith("_"):
                yield "a label", name, partial(thing.set_label, "another")
            for coordinate in range(3):
                of = f"coordinate {coordinate} of {name}"
                yield "data by 1 %", of, partial(move, thing, partial(scale, coordinate))
            yield "a missing series", name, thing.remove
            yield "a color", name, partial(recolor, thing)


def things(ax):
    """Each thing that is drawn in the axes: the bars of a series together, all else one by one."""
    groups = [container for container in ax.containers if isinstance(container, BarContainer)]
    bars = [bar for group in groups for bar in group]
    artists = [*ax.lines, *ax.collections, *ax.images, *ax.patches, *ax.texts]
    return groups + [artist for artist in artists if artist not in bars and not (
        isinstance(artist, Text) and not artist.get_text() and not getattr(artist, "arrow_patch", None)
        or isinstance(artist, LineCollection) and not artist.get_segments())]


def recolor(thing):
    """Another color, unless the colors stand for values."""
    if getattr(thing, "get_array", lambda: None)() is not None or hasattr(thing, "levels"):
        return False
    for artist in thing if isinstance(thing, BarContainer) else [thing]:
        artist.set_color("tomato")
        if isinstance(artist, Line2D):
            artist.set(markerfacecolor="tomato", markeredgecolor="tomato")


def scale(coordinate, points):
    return points * [1.01 if k == coordinate else 1 for k in range(points.shape[1])]


def swap(ax):
    for thing in things(ax):
        move(thing, lambda points: points[:, ::-1])
    if ax.axison or ax.name == "3d":
        ax.set(xlim=ax.get_ylim(), ylim=ax.get_xlim(), xlabel=ax.get_ylabel(), ylabel=ax.get_xlabel())


def move_limit(ax, name, end):
    limits = list(getattr(ax, f"get_{name}lim")())
    limits[end] += 0.01 * (limits[1] - limits[0])
    getattr(ax, f"set_{name}lim")(limits)


def move(thing, to):
    """Change a thing's data: `to` gives new points for its points, one per row. False if nobody could tell."""
    changed = []

    def new(points, which=True):
        points = np.array(points, dtype=float)
        moved = np.where(which, to(points), points)
        changed.append(np.abs(moved - points).max() > 1e-9)
        return moved

    if isinstance(thing, BarContainer):
        for bar in thing:
            [[x, height]] = new([[bar.get_x(), bar.get_height()]])
            bar.set(x=x, height=height)
    elif hasattr(thing, "get_data_3d"):
        thing.set_data_3d(*new(np.transpose(thing.get_data_3d())).T)
    elif isinstance(thing, Line2D):  # one that goes across all axes has only one coordinate
        which = thing.get_transform().contains_branch_seperately(thing.axes.transData)
        thing.set_data(*new(np.transpose(thing.get_data()), which).T)
    elif isinstance(thing, Text):
        at = thing.xy if hasattr(thing, "xy") else thing.get_position()
        thing.xy = new([at])[0]
        thing.set_position(thing.get_position() if hasattr(thing, "xyann") else thing.xy)
    elif hasattr(thing, "levels"):
        thing.levels = new(np.transpose([thing.levels])).ravel()
    elif thing.get_array() is not None:  # maps and surfaces: their values
        thing.set_array(new(thing.get_array().reshape(-1, 1)).reshape(thing.get_array().shape))
    elif isinstance(thing, LineCollection):
        thing.set_segments([new(segment) for segment in thing.get_segments()])
    elif len(thing.get_offsets()) > 1 or thing.get_offsets().any():
        thing.set_offsets(new(thing.get_offsets()))
    else:
        thing.set_verts([new(path.vertices) for path in thing.get_paths()])
    return any(changed)


def try_changes(figure, describe, kind, log):
    """Make every change of a kind, each in a copy of the figure, and log it; the description with the first of them."""
    before, pickled, first = describe(figure), pickle.dumps(figure), None
    for k in count():
        copy = pickle.loads(pickled)
        try:
            of_kind = [(name, change) for this, name, change in changes(copy) if this == kind]
            if k == len(of_kind):
                return first or before
            name, change = of_kind[k]
            if change() is not False:
                first = first or describe(copy)
                with open(log, "a", encoding="utf-8") as file:
                    print(json.dumps([before, name, describe(copy) != before]), file=file)
        finally:
            plt.close(copy)


def alter_style(folder):
    """Draw every line much thinner."""
    style = folder / "notebooks" / "lesson" / "series.mplstyle"
    original = style.read_text(encoding="utf-8")
    style.write_text(original + "\nlines.linewidth: 0.3\n", encoding="utf-8")
    with_lines = {f"{path.name}::Cell {cell.execution_count}" for path in ALTERED
                  for cell in nbformat.read(path, as_version=4).cells if EXCUSED not in cell.metadata.get("tags", [])
                  for output in cell.get("outputs", [])
                  if "image/png" in output.get("data", {}) and re.search(r"(?m)^Line.*\(", output.data["text/plain"])}
    totals = [report("style: a thin line", with_lines, red_cells(folder))]
    style.write_text(original, encoding="utf-8")
    return totals


def alter_figures(folder):
    """Change every figure just before it is described."""
    descriptions, log = folder / "notebooks" / "lesson" / "descriptions.py", folder / "log"
    original = descriptions.read_text(encoding="utf-8")
    shown = {output.data["text/plain"]: f"{path.name}::Cell {cell.execution_count}" for path in ALTERED
             for cell in nbformat.read(path, as_version=4).cells if EXCUSED not in cell.metadata.get("tags", [])
             for output in cell.get("outputs", []) if "image/png" in output.get("data", {})}
    totals = []
    for kind in FIGURE_CHANGES:
        descriptions.write_text(original + f"""

import sys
sys.path.append("../tools")
from alterations import try_changes

def describe(figure, describe=describe):
    return try_changes(figure, describe, {kind!r}, "../log")
""", encoding="utf-8")
        log.write_text("")
        red = red_cells(folder)
        lines = map(json.loads, log.read_text().splitlines())
        tried = [(shown[before], name, noticed) for before, name, noticed in lines if before in shown]  # no sliders
        totals.append(report(f"figures: {kind}, the first", {cell for cell, name, noticed in tried}, red))
        totals.append(report(f"figures: {kind}, each", {(cell, name) for cell, name, noticed in tried},
                             {(cell, name) for cell, name, noticed in tried if noticed}))
    descriptions.write_text(original, encoding="utf-8")
    return totals


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "copy"
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        assert not red_cells(folder), "the suite must be green before it is altered"
        altered, noticed = map(sum, zip(*alter_outputs(folder), *alter_style(folder), *alter_figures(folder)))
    print(f"{altered} altered, {noticed} noticed")
    sys.exit(altered != noticed)
