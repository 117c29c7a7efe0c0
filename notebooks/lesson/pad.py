"""Draw your own digit: from a stroke to the 8 x 8 counts of the data set, and a pad to draw on.

    cells     a drawing: 32 x 32, True where there is ink
    counts    inked cells in each block of 4 x 4 cells: 8 x 8 whole numbers, 0 to 16

The steps between them do what the makers of the data did with the public programs of NIST (M. D. Garris and others,
"NIST Form-Based Handprint Recognition System", 1994): stretch each digit to 20 x 32 cells, whatever its proportions,
even out the pen, and straighten what leans. How much ink there is follows the data; the last step, centering, is ours.
"""
import functools
import math
from pathlib import Path

import numpy as np
from IPython.display import display
from scipy import ndimage

import lesson

SIDE = 32
WIDTH = 20      # cells: each digit is as wide and as high as the paper
INK = 320       # cells: each digit has as many (the median of the data set is 313)
PEN = 1.6       # radius in cells, as in pad.js
CHANCE = np.random.default_rng(0).permutation(SIDE**2)  # decides among equals; the same for every drawing
INSTEAD = "Run this cell in Jupyter to draw a digit here."
MINE = "my-digits.txt"  # drawings that the reader keeps; git ignores them

# Strokes of the pen, made by hand: points (x, y) in cells from the upper left corner; None lifts the pen
READY = {
    "0": [(16, 5), (11, 7), (9, 13), (9, 19), (12, 25), (16, 27), (20, 25), (23, 19), (23, 13), (21, 7), (16, 5)],
    "1": [(14, 10), (18, 6), (18, 26)],
    "2": [(8, 11), (9, 7), (13, 5), (18, 6), (20, 10), (18, 15), (13, 20), (8, 25), (21, 25)],
    "3": [(9, 7), (13, 5), (18, 6), (19, 10), (17, 13), (12, 15), (18, 17), (20, 21), (17, 25), (12, 26), (8, 24)],
    "4": [(15, 4), (7, 18), (21, 18), None, (17, 11), (17, 27)],
    "5": [(19, 5), (10, 5), (9, 14), (14, 12), (19, 15), (19, 21), (15, 25), (9, 24)],
    "6": [(20, 5), (14, 8), (10, 14), (9, 20), (12, 26), (17, 27), (21, 24), (21, 19), (17, 16), (12, 17), (10, 20)],
    "7": [(8, 6), (21, 6), (17, 14), (13, 26), None, (11, 16), (20, 16)],
    "8": [(20, 8), (16, 5), (11, 7), (11, 12), (16, 15), (21, 19), (21, 24), (16, 27), (11, 25), (10, 20), (16, 15),
          (20, 12), (20, 8)],
    "9": [(20, 9), (17, 5), (12, 6), (10, 11), (13, 15), (18, 14), (20, 9), (20, 16), (18, 27)],
}
# The same digits as others draw them: a 1 with a foot, an open 4, a 5 in one stroke, a 7 without its bar
OTHERS = {
    "0": [(20, 6), (14, 5), (10, 10), (9, 17), (11, 24), (16, 27), (21, 23), (22, 14), (19, 7), (15, 6)],
    "1": [(12, 9), (17, 5), (17, 26), None, (10, 26), (24, 26)],
    "2": [(9, 8), (14, 5), (20, 8), (19, 14), (12, 23), (9, 26), (8, 23), (12, 22), (23, 26)],
    "3": [(9, 6), (20, 6), (14, 13), (19, 16), (20, 22), (15, 26), (8, 24)],
    "4": [(10, 5), (9, 16), (20, 16), None, (20, 6), (19, 27)],
    "5": [(20, 7), (15, 5), (11, 8), (12, 13), (18, 17), (20, 22), (15, 26), (9, 24)],
    "6": [(21, 9), (17, 5), (12, 8), (9, 15), (10, 23), (15, 27), (20, 24), (20, 18), (15, 15), (10, 19)],
    "7": [(9, 6), (21, 6), (17, 13), (14, 27)],
    "8": [(16, 5), (11, 9), (16, 14), (21, 9), (16, 5), None, (16, 14), (10, 20), (16, 27), (22, 20), (16, 14)],
    "9": [(20, 9), (15, 5), (11, 9), (15, 14), (20, 10), (20, 27)],
}


# --- From a stroke to counts ---

def draw(stroke, pen=PEN):
    """The cells inked by a pen of this radius that goes from point to point."""
    cells = np.zeros((SIDE, SIDE), dtype=bool)
    rows, columns = np.indices((SIDE, SIDE)) + 0.5
    for start, end in zip(stroke, stroke[1:]):
        if start is not None and end is not None:
            (x, y), (right, down) = start, np.subtract(end, start)
            along = ((columns - x) * right + (rows - y) * down) / (right**2 + down**2 or 1)
            along = np.clip(along, 0, 1)  # where on the way the pen is nearest to a cell
            cells |= np.hypot(columns - x - along * right, rows - y - along * down) <= pen
    return cells


def cut_out(cells):
    """The part of the drawing that has ink, and its upper left corner."""
    rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
    return cells[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1], rows[0], columns[0]


def scale(cells):
    """Stretch the drawing, each way by itself, to the full height and a width of WIDTH cells, in the middle."""
    box, _, _ = cut_out(cells)
    rows, columns = ((np.arange(size) + 0.5) * old / size for size, old in zip((SIDE, WIDTH), box.shape))
    return np.pad(box[np.ix_(rows.astype(int), columns.astype(int))], ((0, 0), ((SIDE - WIDTH) // 2,) * 2))


def ink(cells):
    """Thicken or thin the stroke until INK cells are inked; among equally deep ones chance decides."""
    if cells.sum() == INK:
        return cells
    margin = np.pad(cells, ((0, 0), (1, 1)))  # left and right of the paper there is no ink
    depth = (ndimage.distance_transform_edt(margin)[:, 1:-1] - ndimage.distance_transform_edt(~cells)).ravel()
    even = np.zeros(cells.size, dtype=bool)
    even[np.lexsort((CHANCE, -depth))[:INK]] = True
    return even.reshape(cells.shape)


def straighten(cells):
    """Shift each row sideways, until the first ink of the lowest row is below that of the highest."""
    rows, columns = np.nonzero(cells)
    top, bottom = rows[0], rows[-1]
    lean = (cells[bottom].argmax() - cells[top].argmax()) / max(bottom - top, 1)
    columns = columns + np.floor(lean * ((top + bottom) / 2 - rows) + 0.5).astype(int)
    straight = np.zeros_like(cells)
    straight[rows, np.clip(columns, 0, SIDE - 1)] = True
    return straight


def center(cells):
    """Shift the drawing sideways, until the mean of its ink is in the middle, or as near as the paper allows."""
    columns = np.nonzero(cells)[1]
    shift = math.floor(SIDE / 2 - np.mean(columns + 0.5) + 0.5)
    return np.roll(cells, min(max(shift, -columns.min()), SIDE - 1 - columns.max()), axis=1)


STEPS = scale, ink, straighten, center


def prepare(cells):
    """The drawing after all the steps."""
    for step in STEPS:
        cells = step(cells)
    return cells


def count(cells):
    """Inked cells in each block of 4 x 4."""
    return cells.reshape(8, 4, 8, 4).sum(axis=(1, 3))


def stages(cells):
    """The drawing on its way to the counts, each stage (name, picture)."""
    scaled = scale(cells)
    even = ink(scaled)
    upright = center(straighten(even))
    return [("as drawn", cells), ("stretched", scaled), ("even ink", even), ("straight, centered", upright),
            ("ink counted", count(upright))]


def practice(times=50, rng=0):
    """Each digit, drawn so many times by an unsteady hand, which misses its points by about a cell.

    Every other time it draws the other form. Counts, one picture per row, and labels.
    """
    rng = np.random.default_rng(rng)
    labels = np.repeat(np.arange(10), times)
    strokes = ([point and tuple(rng.normal(point, 1)) for point in (READY, OTHERS)[k % times % 2][str(digit)]]
               for k, digit in enumerate(labels))
    return np.array([count(prepare(draw(stroke))).ravel() for stroke in strokes]), labels


def enlarge(counts):
    """A drawing that has these counts: in each block the cells nearest to where its neighbors are darkest."""
    gray = ndimage.zoom(np.asarray(counts, dtype=float), 4, order=1, grid_mode=True, mode="nearest")
    blocks = gray.reshape(8, 4, 8, 4).swapaxes(1, 2).reshape(64, 16)
    darkness = np.argsort(np.argsort(-blocks, axis=1, kind="stable"), axis=1)  # 0 for a block's darkest cell
    inked = darkness < np.reshape(counts, (64, 1))
    return inked.reshape(8, 8, 4, 4).swapaxes(1, 2).reshape(SIDE, SIDE)


# --- The pad ---

@functools.cache
def widget_class():
    """The widget of pad.js; only a reader's kernel imports anywidget."""
    import anywidget
    import traitlets

    class Pad(anywidget.AnyWidget):
        """The pad; `read` takes gray levels, one picture per row, and gives ten probabilities per row."""
        _esm = Path(__file__).with_name("pad.js")
        _css = Path(__file__).with_name("pad.css")
        ready = traitlets.Dict().tag(sync=True)
        keeps = traitlets.Bool(True).tag(sync=True)

        def __init__(self, read):
            super().__init__(ready=ready_made())
            self.read = read
            self.on_msg(lambda pad, question, buffers: self.send(reply(self.read, **question)))

        def __repr__(self):
            return INSTEAD

    return Pad


def ready_made():
    """The drawings under the pad, by name."""
    return {name: as_text(draw(stroke)) for name, stroke in READY.items()}


def reply(read, view=None, **question):
    """The answer to the view that asked, or what went wrong."""
    try:
        return {"view": view, **answer(read, **question)}
    except Exception as error:  # of the reader's network, most likely
        return {"view": view, "error": f"{type(error).__name__}: {error}"}


def answer(read, cells, keep=None, **steps):
    """Counts and probabilities of a drawing, 1024 characters 0 or 1, after the steps that aren't switched off.

    With `keep`, a digit, the drawing is added to the file of the reader's own, and the answer says so.
    """
    if keep is not None:
        return {"kept": keep_drawing(cells, keep)}  # in words
    cells = from_text(cells)
    if not cells.any():
        return {"counts": [0] * 64, "answer": []}
    for step in STEPS:
        if steps.get(step.__name__, True):
            cells = step(cells)
    counts = count(cells)
    return {"counts": counts.ravel().tolist(), "answer": read(counts.reshape(1, 64) / 16)[0].tolist()}


def drawing_pad(read):
    """Show the pad; where nobody can draw, because a program runs the notebook, a sentence stands in its place."""
    if not lesson.reader_is_there():
        print(INSTEAD)
        return
    try:
        pad = widget_class()(read)
    except ImportError as missing:
        print(f"This kernel has no {missing.name}, which the pad needs: run %pip install -r ../requirements.txt in a "
              "cell and restart the kernel.")
        return
    view = {"version_major": 2, "version_minor": 0, "model_id": pad.model_id}
    display({"application/vnd.jupyter.widget-view+json": view, "text/plain": INSTEAD}, raw=True)


# --- The reader's own drawings ---

def as_text(cells):
    """A drawing as 1024 characters, 0 or 1."""
    return "".join(np.where(cells, "1", "0").flat)


def from_text(text):
    return np.array(list(text)).reshape(SIDE, SIDE) == "1"


def keep_drawing(text, digit, path=MINE):
    """Add a drawing to the file, as a line with its digit; say how many the file has now, or why it was not kept."""
    if "1" not in text:
        return "nothing is drawn yet"
    try:
        number = len(read_lines(path)) + 1
        before = Path(path).read_text(encoding="utf-8") if number > 1 else ""
        with open(path, "a", encoding="utf-8") as file:  # an editor may have left the last line without its end
            file.write("\n" * (before[-1:] not in ("", "\n")) + f"{digit} {text}\n")
    except (OSError, ValueError) as problem:
        return f"not kept: {problem}"
    return f"{number} kept in {path}"


def kept(path=MINE):
    """The drawings in the file, prepared: counts, one picture per row, and labels; none if there is no such file."""
    rows = read_lines(path)
    counts = [count(prepare(from_text(text))).ravel() for _, text in rows]
    return np.reshape(counts, (len(rows), 64)), np.array([int(digit) for digit, _ in rows], dtype=int)


def read_lines(path):
    """The digit and the cells of each line that isn't empty, as text."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines() if Path(path).exists() else []
    except UnicodeDecodeError:
        raise ValueError(f"{path} isn't plain text: save it as UTF-8") from None
    rows = {number: line.split() for number, line in enumerate(lines, 1) if line.strip()}
    for number, row in rows.items():
        if len(row) != 2 or row[0] not in list("0123456789") or len(row[1]) != SIDE**2 or {*row[1]} - {*"01"}:
            raise ValueError(f"line {number} of {path} isn't a digit and its {SIDE**2} cells: mend or delete that line")
        if "1" not in row[1]:
            raise ValueError(f"line {number} of {path} has no ink: delete that line")
    return [*rows.values()]
