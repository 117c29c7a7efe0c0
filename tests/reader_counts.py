"""Make nbval number a notebook's cells as the reader counts them: Cell 1 is In [1]."""
from nbval.plugin import IPyNbCell


def pytest_collection_modifyitems(items):
    for item in items:
        if isinstance(item, IPyNbCell):
            item.cell_num += 1
            item.name = f"Cell {item.cell_num}"
            item._nodeid = f"{item.parent.nodeid}::{item.name}"
            vars(item).pop("location", None)  # pytest may have kept the old number there
