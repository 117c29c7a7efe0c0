"""Make nbval number a notebook's cells as the reader counts them: In [1] is the first."""
from nbval.plugin import IPyNbCell


def pytest_collection_modifyitems(items):
    for item in items:
        if isinstance(item, IPyNbCell):
            item.cell_num += 1
            item.name = f"In [{item.cell_num}]"
            item._nodeid = f"{item.parent.nodeid}::{item.name}"
