"""What the reader runs is what CI runs: a session after set_up(), and where its packages come from."""
import ast
import importlib.metadata
import os
import re
import subprocess
import sys

import pytest

from refresh import NOTEBOOKS
from support.notebooks import PARTS, ROOT, code_cells

SESSION = """
from lesson import set_up
set_up()
import scipy.linalg, threadpoolctl  # SciPy brings a BLAS of its own
print(*{library["num_threads"] for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"})
"""
# Imported only where it is found, or where somebody asks for it
OPTIONAL = {"autograd", "axe_playwright_python", "dask", "distributed", "jax", "nox", "playwright", "torch"}


@pytest.mark.skipif(os.cpu_count() == 1 or sys.platform == "darwin", reason="there is nothing to limit")
@pytest.mark.parametrize("own, threads", [({}, "1"), ({"OMP_NUM_THREADS": "2"}, "2")])
def test_blas_has_one_thread_unless_the_reader_says_otherwise(own, threads):
    """In libraries that were loaded before set_up() and in those that come after it."""
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", SESSION], env=environment | own, cwd=NOTEBOOKS, check=True,
                          capture_output=True, text=True)
    assert done.stdout.strip() == threads


def imported(code):
    """The packages, by the name of their top folder, that Python code imports."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (each.name.split(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def test_each_import_rests_on_a_package_in_the_requirements():
    """A module of ours, Python's own, an optional one, or one of a package that pip was asked for by name."""
    files = [path for pattern in ("*.py", "notebooks/lesson/**/*.py", "tests/**/*.py", "tools/*.py")
             for path in ROOT.glob(pattern)]
    codes = [path.read_text(encoding="utf-8") for path in files]
    codes += [code for name in PARTS for code in code_cells(name[:2])]
    ours = {path.stem for path in ROOT.glob("**/*.py")} | {"lesson", "support"}
    found = {name for code in codes for name in imported(code)} - ours - sys.stdlib_module_names - OPTIONAL
    named = set(re.findall(r"(?m)^[\w-]+", (ROOT / "requirements.txt").read_text(encoding="utf-8")))
    packages = importlib.metadata.packages_distributions()
    assert {name: packages[name] for name in found if not named & {each.lower() for each in packages[name]}} == {}
