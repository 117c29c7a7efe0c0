"""nbval runs the notebooks and compares their outputs; here its messages count as Jupyter does and show a diff."""
import difflib
import os
import sys

sys.modules["rfc3987_syntax"] = None  # jsonschema can do without; each process would take 1.5 s to import it

from nbval import kernel
from nbval.plugin import IPyNbCell

pytest_plugins = ["nbval.plugin"]
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # here; a notebook's kernel starts as a reader's, without
READERS = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}

WIDGET = "application/vnd.jupyter.widget-view+json"
nbval_cell, nbval_compare = IPyNbCell.from_parent.__func__, IPyNbCell.compare_outputs
nbval_run, nbval_start = IPyNbCell.runtest, kernel.start_new_kernel


@classmethod
def from_parent(cls, parent, *, cell_num, name, **others):
    """A cell named as the reader sees it: nbval's Cell 0 is In [1]."""
    return nbval_cell(cls, parent, cell_num=cell_num + 1, name=f"Cell {cell_num + 1}", **others)


def runtest(self):
    """nbval's test, which lets a cell pass that was never run before it was stored."""
    if self.cell.execution_count is None:
        self.raise_cell_error("The cell has no count: run python tools/refresh.py")
    nbval_run(self)


def compare_outputs(self, new, stored, skip_compare=None):
    """nbval's comparison; where it fails, a diff with the text that is new too, such as a warning's."""
    def lines(outputs):
        for output in outputs:
            for kind, text in output.get("data", {output.get("name"): output.get("text")}).items():
                if kind not in self.parent.skip_compare:
                    yield from [f"{kind}:", *str(text).splitlines()]

    # A reader who ran and saved the notebook has sliders and circuits where a program is told of them
    if any(WIDGET in output.get("data", {}) for output in stored):
        stored = [output for output in stored if WIDGET not in output.get("data", {})]
        new = [output for output in new if "circuit" not in output.get("metadata", {})
               and not output.get("text", "").startswith("Run this cell in Jupyter to ")]
    same = nbval_compare(self, new, stored, skip_compare)
    if not same:
        diff = difflib.unified_diff([*lines(stored)], [*lines(new)], "stored", "what comes now", lineterm="")
        self.comparison_traceback = [*diff] or self.comparison_traceback
    return same


def start_new_kernel(**options):
    """A kernel, at the second try if need be: a port that was free may be taken by the process next door."""
    try:
        return nbval_start(env=READERS, **options)
    except RuntimeError:
        return nbval_start(env=READERS, **options)


IPyNbCell.from_parent, IPyNbCell.runtest, IPyNbCell.compare_outputs = from_parent, runtest, compare_outputs
kernel.start_new_kernel = start_new_kernel
