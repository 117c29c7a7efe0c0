"""Notebooks for a class, and what they import: python tools/handout.py NAME [--solutions]

NAME is a new folder, or a new file that ends in .zip. Students get the notebooks without the folded solutions;
--solutions is the teachers' edition, with them. Notebooks go out as they were committed, so that what you solved or
wrote in yours stays with you; where Git doesn't know them, an exercise that is solved is refused. (What is right stands
in lesson/exercises, where the checks need it.)
"""
import argparse
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

PROJECT = Path(__file__).parent.parent
NOTEBOOKS = [f"notebooks/{name}.ipynb" for name in (
    "01-data-and-architecture", "02-forward-propagation", "03-gradient-descent", "04-backpropagation",
    "05-numerical-gradient-checking", "06-training", "07-overfitting-testing-and-regularization",
    "08-read-handwriting", "09-never-stop-doing-the-chain-rule", "10-every-example-gets-a-vote")]
LESSON = ["__init__.py", "circuit.js", "circuit.py", "descriptions.py", "grading.py", "guess.py", "pad.css", "pad.js",
          "pad.py", "photo.py", "series.mplstyle", "session.py", "widgets.py",
          *(f"{folder}/{name}.py" for folder in ("exercises", "figures")
            for name in ("__init__", "shared", *(f"part_{number:02}" for number in range(1, 11))))]
FILES = ["LICENSE", "requirements.txt", "docs/pictures/overview.png", "docs/pictures/slopes.png", "validation.py",
         *(f"part{number}.py" for number in ("One", "Two", "Four", "Five", "Six", "Eight", "Nine", "Ten")),
         *(f"notebooks/lesson/{name}" for name in LESSON)]
SOLUTION = re.compile(r"<details>\s*<summary>Solution to .*?</details>\s*", re.DOTALL)
STUB = re.compile(r"^\s*\.\.\.$|= None\b", re.MULTILINE)  # what the reader puts something in the place of
NOT_FOR_CLASS = ("Test it", "For a class")  # sections of the README


def collect(solutions=False, committed=False):
    """What is handed out: each file's path in the project, and its content."""
    files = {path: (PROJECT / path).read_bytes() for path in FILES}
    for path in NOTEBOOKS:
        content = committed and as_committed(path) or (PROJECT / path).read_bytes()
        files[path] = content if solutions else without_solutions(path, content)
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    for title in NOT_FOR_CLASS:
        before, _, after = readme.partition(f"\n## {title}\n")
        readme = before + after[after.index("\n## "):]
    return files | {"README.md": readme.encode()}


def as_committed(path):
    """The notebook as Git has it, with a word where this isn't the one in the folder; None if Git doesn't know it."""
    try:
        done = subprocess.run(["git", "show", f"HEAD:./{path}"], cwd=PROJECT, capture_output=True)
    except FileNotFoundError:
        return None
    if done.returncode == 0 and done.stdout.splitlines() != (PROJECT / path).read_bytes().splitlines():
        print(f"{path}: handed out as it was committed, without your changes since.")
    return done.stdout if done.returncode == 0 else None


def without_solutions(path, content):
    """The notebook less its folds "Solution to ..."; a cell that holds nothing else goes too. Its stubs are empty."""
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        source, said = "".join(cell["source"]), str(cell.get("outputs"))
        exercise = re.search(r'\bcheck\("([^"]+)"', source)
        if cell["cell_type"] == "markdown":
            cell["source"] = SOLUTION.sub("", source).strip().splitlines(keepends=True)
        elif exercise and (not STUB.search(source) or "right: " in said or "not quite: " in said):
            raise ValueError(f"{path}: exercise {exercise[1]} is solved, or half. Put its stub back and run it.")
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["source"]]
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def zipped(files, folder):
    """The files as a zip whose content unpacks into this folder."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in files.items():
            package.writestr(str(PurePosixPath(folder, path)), content)
    return file.getvalue()


def hand_out(name, solutions=False):
    """Write the handout to a folder or zip that is new; anything else is an error, and nothing is written."""
    if name.exists() and (not name.is_dir() or any(name.iterdir())):
        raise FileExistsError(f"{name} exists and isn't an empty folder. Name a new one: nothing is overwritten.")
    parent = name.absolute().parent
    if not parent.is_dir():
        raise FileNotFoundError(f"There is no folder {parent} to put {name.name} in. Make it first.")
    files = collect(solutions, committed=True)
    if name.suffix == ".zip":
        name.write_bytes(zipped(files, name.stem))
        return
    for path, content in files.items():
        copy = name / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the notebooks for a class, and what they import.")
    parser.add_argument("name", type=Path, help="a new folder, or a new file that ends in .zip")
    parser.add_argument("--solutions", action="store_true", help="the teachers' edition")
    arguments = parser.parse_args()
    try:
        hand_out(arguments.name, arguments.solutions)
    except (OSError, ValueError) as error:
        sys.exit(str(error))
