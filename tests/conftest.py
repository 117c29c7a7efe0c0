"""How the suite runs: nbval's messages are the reader's (Cell 1 is In [1], and a difference shows what was stored and
what came), a kernel has three tries to start, each process calculates on one core, since there is one for every core and
their matrices are small, and starts sooner without the grammar of international addresses, which no format here needs.
"""
import contextlib
import difflib
import os
import sys

sys.modules["rfc3987_syntax"] = None  # jsonschema does without it; to build the grammar takes 0.8 s
from nbval import kernel
from nbval.plugin import IPyNbCell

start_new_kernel = kernel.start_new_kernel
from_parent, compare_outputs, repr_failure = IPyNbCell.from_parent.__func__, IPyNbCell.compare_outputs, IPyNbCell.repr_failure


def start_with_three_tries(**options):
    """A port may be free when a kernel is told to take it, and taken by another process when it does."""
    for _ in range(2):
        with contextlib.suppress(RuntimeError):
            return start_new_kernel(**options)
    return start_new_kernel(**options)


@classmethod
def counted_from_one(cls, parent, *, cell_num, name, **others):
    return from_parent(cls, parent, cell_num=cell_num + 1, name=f"Cell {cell_num + 1}", **others)


def compare_and_show(self, came, stored, skip_compare=None):
    def lines(outputs):
        for output in outputs:
            parts = {output.name: output.text} if output.output_type == "stream" else output.get("data", {})
            for kind, text in parts.items():
                if kind not in self.parent.skip_compare:
                    yield from [f"{kind}:", *str(text).splitlines()]

    same = compare_outputs(self, came, stored, skip_compare)
    if not same:
        difference = difflib.unified_diff([*lines(stored)], [*lines(came)], "stored in the notebook", "what came", "", "", 1, "")
        self.comparison_traceback = [*difference] or self.comparison_traceback
    return same


def repr_with_count(self, excinfo):
    """The kernel calls every cell In[1]; the first that a traceback names is this one."""
    words = repr_failure(self, excinfo).split("In[1]")
    return f"In[{self.cell_num}]".join(words[:2]) + "".join(f"In[an earlier one]{rest}" for rest in words[2:])


kernel.start_new_kernel = start_with_three_tries
IPyNbCell.from_parent = counted_from_one
IPyNbCell.compare_outputs = compare_and_show
IPyNbCell.repr_failure = repr_with_count
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
