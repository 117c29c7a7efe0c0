"""Notebooks for a class, without solutions, and what they import: python tools/handout.py FOLDER

The folder is new or empty; zip it and hand it out. The stubs and their checks work in it as they do here. (What is
right stands in lesson/exercises.py, where the checks need it.)
"""
import re
import sys
from pathlib import Path

import nbformat

PROJECT = Path(__file__).parent.parent
IMPORTED = ("part*.py", "validation.py", "notebooks/lesson/**/*.*", "requirements.txt", "LICENSE", ".github/*.png")
SOLUTION = re.compile(r"<details>\s*<summary>Solution to .*?</details>\s*", re.DOTALL)
NOT_FOR_CLASS = re.compile(r"^## (Test it|For a class)\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)


def hand_out(folder):
    """Write the handout into a folder that is new or empty; anything else is an error, and nothing is written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} exists and isn't an empty folder. Name a new one: nothing is overwritten.")
    parent = folder.absolute().parent
    if not parent.is_dir():
        raise FileNotFoundError(f"There is no folder {parent} to put {folder.name} in. Make it first.")
    for path, content in collect().items():
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)


def collect(solutions=False):
    """What is handed out: each file's path in the project, and its content."""
    files = {path: path.read_bytes() for pattern in IMPORTED for path in PROJECT.glob(pattern)
             if path.is_file() and "__pycache__" not in path.parts}
    for path in PROJECT.glob("notebooks/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        files[path] = (nbformat.writes(notebook if solutions else without_solutions(notebook)) + "\n").encode()
    readme = PROJECT / "README.md"
    files[readme] = NOT_FOR_CLASS.sub("", readme.read_text(encoding="utf-8")).encode()
    return {path.relative_to(PROJECT): content for path, content in files.items()}


def without_solutions(notebook):
    """The notebook less its folds "Solution to ..."; a cell that holds nothing else goes too."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = SOLUTION.sub("", cell.source).strip()
    notebook.cells = [cell for cell in notebook.cells if cell.source]
    return notebook


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder to write: python tools/handout.py FOLDER")
    try:
        hand_out(Path(sys.argv[1]))
    except OSError as error:
        sys.exit(str(error))
