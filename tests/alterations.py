"""Does the suite notice? Alter what notebooks store and what figures show, and count: python tests/alterations.py

Not part of the default run (it takes some minutes). A cell is compared on its own, so each round alters one thing in
every cell of a copy of the notebooks and counts the cells that turn red.
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from refresh import EXCUSED, NOTEBOOKS

ROOT = NOTEBOOKS.parent
TEXT_CHANGES = {"first digit": lambda text: re.sub(r"\d", another_digit, text, count=1),
                "last digit": lambda text: re.sub(r"\d(?=\D*$)", another_digit, text, count=1),
                "sign": lambda text: re.sub(r"-(\d)|(?<![\w.])(\d)", lambda m: m[1] or f"-{m[2]}", text, count=1),
                "word": lambda text: re.sub(r"[A-Za-z]{2,}", lambda m: m[0].swapcase(), text, count=1),
                "line missing": lambda text: text.rstrip("\n").rpartition("\n")[0],
                "line more": lambda text: text + "\nmore"}

# Each changes a matplotlib figure, or returns False where there is nothing of that kind to change.
FIGURE_CHANGES = {
    "data by 1 %": """
        for ax in figure.axes:
            for line in ax.lines:
                if line.get_transform() == ax.transData:
                    return line.set_ydata([value * 1.01 for value in line.get_ydata()])
            for collection in ax.collections:
                if collection.get_array() is not None:
                    return collection.set_array(collection.get_array() * 1.01)
                if len(collection.get_offsets()) > 1 or collection.get_offsets().any():
                    return collection.set_offsets(collection.get_offsets() * 1.01 + 0.01)
            for text in ax.texts:
                return text.set_position([1.01 * value + 0.01 for value in text.get_position()])
        return False""",
    "a label": """figure.axes[0].set_title("another")""",
    "a limit": """low, high = figure.axes[0].get_xlim(); figure.axes[0].set_xlim(low, low + 1.01 * (high - low))""",
    "a missing series": """
        for ax in figure.axes:
            for artist in [*ax.lines, *ax.collections, *ax.patches, *ax.texts]:
                return artist.remove()
        return False""",
    "swapped axes": """
        ax = figure.axes[0]
        x, y = ax.get_xlim(), ax.get_ylim()
        if not ax.axison and ax.name != "3d":
            return ax.texts[0].set_position(ax.texts[0].get_position()[::-1])
        ax.set(xlim=y, ylim=x, xlabel=ax.get_ylabel(), ylabel=ax.get_xlabel())"""}


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
    run = subprocess.run([sys.executable, "-m", "pytest", "notebooks", "-q", "-rf", "--tb=no"], cwd=folder,
                         capture_output=True, text=True)
    return set(re.findall(r"^FAILED notebooks/(.+?::Cell \d+)", run.stdout, flags=re.MULTILINE))


def report(what, altered, red):
    print(f"{what:28} {len(altered):4} altered, {len(altered & red):4} noticed", flush=True)
    for missed in sorted(altered - red):
        print("    missed:", missed)
    return len(altered), len(altered & red)


def alter_outputs(folder):
    """Alter stored outputs: every text of every cell, in each way that applies."""
    totals = []
    originals = {path.name: path.read_text(encoding="utf-8") for path in NOTEBOOKS.glob("*.ipynb")}
    for change, alter in TEXT_CHANGES.items():
        for place in range(20):  # the place-th text of each cell
            altered = set()
            for name, original in originals.items():
                notebook = nbformat.reads(original, as_version=4)
                code = [cell for cell in notebook.cells if cell.cell_type == "code"]
                for k, cell in enumerate(code, 1):
                    for target, key in [] if EXCUSED in cell.metadata.get("tags", []) else list(texts(cell))[place:place + 1]:
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


def alter_figures(folder):
    """Change every figure just before it is shown and described."""
    figures = folder / "notebooks" / "figures.py"
    original = figures.read_text(encoding="utf-8")
    drawn = {f"{path.name}::Cell {cell.execution_count}" for path in NOTEBOOKS.glob("*.ipynb")
             for cell in nbformat.read(path, as_version=4).cells
             if EXCUSED not in cell.metadata.get("tags", [])
             and any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))}
    totals = []
    for change, code in FIGURE_CHANGES.items():
        figures.write_text(original + f"""

def change(figure):
    if not hasattr(figure, "changed"):
        figure.changed = True
        {code.strip()}

def describe(figure, describe=describe):
    change(figure)
    return describe(figure)
""", encoding="utf-8")
        totals.append(report(f"figures: {change}", drawn, red_cells(folder)))
    figures.write_text(original, encoding="utf-8")
    return totals


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "copy"
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        assert not red_cells(folder), "the suite must be green before it is altered"
        altered, noticed = map(sum, zip(*alter_outputs(folder), *alter_figures(folder)))
    print(f"{altered} altered, {noticed} noticed")
    sys.exit(altered != noticed)
