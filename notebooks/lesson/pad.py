"""Draw your own digit: from a stroke to the 8 x 8 counts of the data set, and a pad to draw on.

    cells     a drawing: 32 x 32, True where there is ink
    counts    inked cells in each block of 4 x 4 cells: 8 x 8 whole numbers, 0 to 16

The steps between them follow what the data set's pictures show: each fills the height, is about 24 cells wide at most,
stands in the middle, and has 260 cells of ink or more, whatever the pen was.
"""
import math
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from IPython.display import display
from scipy import ndimage

import lesson

SIDE = 32
WIDTH = 24   # cells: no digit becomes wider
INK = 260    # cells: none has less
PEN = 1.6    # radius in cells, as in pad.js
INSTEAD = "Run this cell in Jupyter to draw a digit here."

# Strokes of the pen, made by hand: points (x, y) in cells from the upper left corner; None lifts the pen
READY = {
    "1": [(14, 10), (18, 6), (18, 26)],
    "2": [(8, 11), (9, 7), (13, 5), (18, 6), (20, 10), (18, 15), (13, 20), (8, 25), (21, 25)],
    "3": [(9, 7), (13, 5), (18, 6), (19, 10), (17, 13), (12, 15), (18, 17), (20, 21), (17, 25), (12, 26), (8, 24)],
    "4": [(15, 4), (7, 18), (21, 18), None, (17, 11), (17, 27)],
    "5": [(19, 5), (10, 5), (9, 14), (14, 12), (19, 15), (19, 21), (15, 25), (9, 24)],
    "7": [(8, 6), (21, 6), (17, 14), (13, 26), None, (11, 16), (20, 16)],
}


# --- From a stroke to counts ---

def draw(stroke, pen=PEN):
    """The cells inked by a pen of this radius that goes from point to point."""
    cells = np.zeros((SIDE, SIDE), dtype=bool)
    rows, columns = np.indices(cells.shape) + 0.5
    for start, end in zip(stroke, stroke[1:]):
        if start is not None and end is not None:
            for x, y in np.linspace(start, end, math.ceil(4 * math.dist(start, end)) + 1):
                cells |= np.hypot(columns - x, rows - y) <= pen
    return cells


def cut_out(cells):
    """The part of the drawing that has ink, and its upper left corner."""
    rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
    return cells[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1], rows[0], columns[0]


def scale(cells):
    """Enlarge or shrink the drawing to the full height, around the middle of where it was; at most WIDTH wide."""
    box, top, left = cut_out(cells)
    height, width = box.shape
    new_width = max(1, min(WIDTH, round(width * SIDE / height)))
    rows = (np.arange(SIDE) + 0.5) * height / SIDE
    columns = (np.arange(new_width) + 0.5) * width / new_width
    middle = left + width / 2
    return put(box[np.ix_(rows.astype(int), columns.astype(int))], 0, middle - new_width / 2)


def center(cells):
    """Move the drawing to the middle."""
    box, _, _ = cut_out(cells)
    return put(box, (SIDE - box.shape[0]) / 2, (SIDE - box.shape[1]) / 2)


def put(box, top, left):
    """A drawing with the box at this place, or as near to it as the paper allows."""
    height, width = box.shape
    top, left = (int(min(max(at, 0), SIDE - size)) for at, size in ((top, height), (left, width)))
    cells = np.zeros((SIDE, SIDE), dtype=bool)
    cells[top:top + height, left:left + width] = box
    return cells


def thicken(cells):
    """Ink the cells nearest to the stroke too, until there are INK of them; among equally near ones chance decides."""
    if cells.sum() >= INK:
        return cells
    distance = ndimage.distance_transform_edt(~cells).ravel()
    chance = np.random.default_rng(0).permutation(cells.size)  # the same for every drawing
    nearest = np.lexsort((chance, distance))[:INK]
    return np.isin(np.arange(cells.size), nearest).reshape(cells.shape)


def count(cells):
    """Inked cells in each block of 4 x 4."""
    return cells.reshape(8, 4, 8, 4).sum(axis=(1, 3))


def enlarge(counts):
    """A drawing that has these counts: in each block the cells nearest to where its neighbors are darkest."""
    gray = ndimage.zoom(np.asarray(counts, dtype=float), 4, order=1, grid_mode=True, mode="nearest")
    blocks = gray.reshape(8, 4, 8, 4).swapaxes(1, 2).reshape(64, 16)
    darkness = np.argsort(np.argsort(-blocks, axis=1, kind="stable"), axis=1)  # 0 for a block's darkest cell
    inked = darkness < np.reshape(counts, (64, 1))
    return inked.reshape(8, 8, 4, 4).swapaxes(1, 2).reshape(SIDE, SIDE)


# --- The pad ---

class Pad(anywidget.AnyWidget):
    """The pad in the front end; `read` takes gray levels, one picture per row, and gives ten probabilities per row."""
    _esm = Path(__file__).with_name("pad.js")
    _css = Path(__file__).with_name("pad.css")
    ready = traitlets.Dict().tag(sync=True)

    def __init__(self, read):
        super().__init__(ready={name: "".join("01"[ink] for ink in draw(stroke).astype(int).flat)
                                for name, stroke in READY.items()})
        self.read = read
        self.on_msg(lambda pad, question, buffers: self.send(self.reply(**question)))

    def __repr__(self):
        return INSTEAD

    def reply(self, view=None, **question):
        """The answer to the view that asked, or what went wrong."""
        try:
            return {"view": view, **self.answer(**question)}
        except Exception as error:  # of the reader's network, most likely
            return {"view": view, "error": f"{type(error).__name__}: {error}"}

    def answer(self, cells, **steps):
        """Counts and probabilities of a drawing, 1024 characters 0 or 1, after the steps that are switched on."""
        cells = np.array(list(cells)).reshape(SIDE, SIDE) == "1"
        if not cells.any():
            return {"counts": [0] * 64, "answer": []}
        for step in scale, center, thicken:
            if steps[step.__name__]:
                cells = step(cells)
        counts = count(cells)
        return {"counts": counts.ravel().tolist(), "answer": self.read(counts.reshape(1, 64) / 16)[0].tolist()}


def drawing_pad(read):
    """Show the pad; where nobody can draw, because a program runs the notebook, a sentence stands in its place."""
    if not lesson.reader_is_there():
        print(INSTEAD)
        return
    pad = Pad(read)
    view = {"version_major": 2, "version_minor": 0, "model_id": pad.model_id}
    display({"application/vnd.jupyter.widget-view+json": view, "text/plain": INSTEAD}, raw=True)
