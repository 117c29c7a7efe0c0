"""Reading the notebooks, for tests."""
import ast
import contextlib
import functools
import re

import nbformat

from refresh import NOTEBOOKS

ROOT = NOTEBOOKS.parent
PLAYLIST = "PLiaHhY2iBX9hdHaRr6b7XevZtgZRa1PoU"
PARTS = {"01-data-and-architecture": ("Data and architecture", "bxe2T-V8XRs"),
         "02-forward-propagation": ("Forward propagation", "UJwK6jAStmg"),
         "03-gradient-descent": ("Gradient descent", "5u0jaA3qAGk"),
         "04-backpropagation": ("Backpropagation", "GlcnxUlrtek"),
         "05-numerical-gradient-checking": ("Numerical gradient checking", "pHMzNW8Agq4"),
         "06-training": ("Training", "9KM9Td6RVgQ"),
         "07-overfitting-testing-and-regularization": ("Overfitting, testing and regularization", "S4ZUwgesjS8"),
         "08-read-handwriting": ("Read handwriting", None),  # from here on beyond the videos
         "09-never-stop-doing-the-chain-rule": ("Never stop doing the chain rule", None),
         "10-every-example-gets-a-vote": ("Every example gets a vote", None)}


@functools.cache
def notebook(name):
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def cells(name, kind=None):
    return [cell for cell in notebook(name).cells if kind in (None, cell.cell_type)]


def outputs(name):
    return [output for cell in cells(name, "code") for output in cell.outputs]


def prose(name):
    return "\n\n".join(cell.source for cell in cells(name, "markdown"))


def without_code(text):
    return re.sub(r"(?s)```.*?```", "", text)


def headings(text):
    return [(len(marks), words) for marks, words in re.findall(r"(?m)^(#+) (.+)$", without_code(text))]


def section(name, title):
    """The prose between the heading `title` and the next heading of its level."""
    found = re.search(rf"(?ms)^## {title}$(.*?)(?=^## |\Z)", prose(name))
    assert found, f'there is no section "## {title}"'
    return found[1].strip()


def folds(text):
    """The (summary, body) of each fold; the text may hold nothing else."""
    fold = r"<details><summary>(.+?)</summary>\n\n(.+?)\n\n</details>"
    rest = re.sub(rf"(?s){fold}", "", text).strip()
    assert not rest, f"""outside the folds, or not of the form
<details><summary>...</summary>

...

</details>
with these empty lines, which Markdown needs: {rest[:300]}"""
    return re.findall(rf"(?s){fold}", text)


def anchors(path):
    """What a link to a heading of a notebook or of the README says after #."""
    if path.suffix == ".md":  # as GitHub makes it
        text = path.read_text(encoding="utf-8")
        return [re.sub(r"[^\w -]", "", words).lower().replace(" ", "-") for _, words in headings(text)]
    return [words.replace(" ", "-") for _, words in headings(prose(path.stem))]  # as JupyterLab and GitHub's viewer do


def set_up_cell(name):
    [code] = [cell.source for cell in cells(name, "code") if cell.source.endswith("set_up()")]
    return code


def code_cells(number):
    """The sources of a notebook's code cells, without IPython's commands."""
    [path] = NOTEBOOKS.glob(f"{number}-*.ipynb")
    return [re.sub(r"(?m)^[%!].*$", "", cell.source) for cell in cells(path.stem, "code")]


def definitions(number):
    """What a notebook imports and defines, by name: of its cells only imports, classes and plain functions are run."""
    names = {}
    for source in code_cells(number):
        for node in ast.parse(source).body:
            if isinstance(node, (ast.Import, ast.ImportFrom, ast.ClassDef, ast.FunctionDef)):
                with contextlib.suppress(NameError):  # a decorator or a default that a cell would have computed
                    exec(compile(ast.Module([node], []), f"notebook {number}", "exec"), names)
    return names
