"""The notebooks in the tools that people put them through: as scripts, in another kernel, with other settings."""
import os
import re
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from refresh import EXCUSED, NOTEBOOKS
from support.notebooks import PARTS, cells

AS_SCRIPTS = [name for name in PARTS if not name.startswith("10")]  # Part 10 starts processes of its own


@pytest.mark.slow
@pytest.mark.parametrize("name", AS_SCRIPTS)
def test_as_a_script_a_notebook_prints_what_it_prints_in_jupyter(name, tmp_path):
    """As `jupyter nbconvert --to script` writes it. A script has no kernel, so nobody is there to move a slider."""
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "script", "--output-dir", tmp_path,
                    NOTEBOOKS / f"{name}.ipynb"], check=True, capture_output=True)
    script = tmp_path / f"{name}.py"
    done = subprocess.run([sys.executable, script], cwd=NOTEBOOKS, capture_output=True, text=True,
                          env={**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": str(NOTEBOOKS)})
    assert done.returncode == 0, done.stderr
    place = 0
    for cell in cells(name, "code"):
        if EXCUSED not in cell.metadata.get("tags", []):
            for output in cell.outputs:
                if output.get("name") == "stdout":
                    place = done.stdout.index(output.text, place) + len(output.text)


@pytest.mark.slow
def test_figures_describe_themselves_whatever_the_format_of_their_pictures():
    sources = [f"import sys; sys.path[:0] = [{str(NOTEBOOKS)!r}]",
               "import matplotlib.pyplot as plt; from lesson import set_up; set_up()",
               "%config InlineBackend.figure_format = 'retina'",
               "plt.plot([1, 2]); plt.title('One line'); plt.show()"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook).execute()
    [output] = notebook.cells[-1].outputs
    assert output.data["text/plain"].startswith("One line.\n")
    assert output.metadata["image/png"]["alt"] == output.data["text/plain"]


@pytest.mark.parametrize("package", ["numpy", "scipy", "matplotlib"])
def test_a_kernel_without_a_package_is_told_what_to_do(package):
    code = f"import sys; sys.modules[{package!r}] = None; import lesson"
    done = subprocess.run([sys.executable, "-c", code], cwd=NOTEBOOKS, capture_output=True, text=True)
    assert re.search(rf"ImportError: This kernel has no {package}\..* %pip install -r", done.stderr)
