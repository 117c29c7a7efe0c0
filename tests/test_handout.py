"""The notebooks for a class: nothing of the solutions, all of the rest, and they run."""
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from handout import hand_out
from refresh import NOTEBOOKS

NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class") / "handout"
    hand_out(folder)
    return folder


def cells(path):
    return {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}


@pytest.mark.parametrize("name", NAMES)
def test_only_the_solutions_are_missing(name, handout):
    given, ours = cells(handout / "notebooks" / name), cells(NOTEBOOKS / name)
    missing = [ours[each] for each in ours if each not in given]
    assert {each: source for each, source in ours.items() if source not in missing} == given
    assert all(re.fullmatch(r"(?s)<details><summary>Solution to .+</details>", source) for source in missing)
    assert len(missing) == sum(bool(re.match(r"### \d+\.\d+ ", source)) for source in ours.values())


def test_it_runs_and_its_checks_answer(handout):
    """A notebook from the top, its first stub as it is given and then solved."""
    path = handout / "notebooks" / "01-data-and-architecture.ipynb"
    notebook = nbformat.read(path, as_version=4)
    [solution] = [re.search(r"(?s)```python\n(.+?)```", source)[1] for source in cells(NOTEBOOKS / path.name).values()
                  if source.startswith("<details><summary>Solution to 1.1<")]
    stub = next(cell for cell in notebook.cells if 'check("1.1"' in cell.source)
    code = solution + stub.source.splitlines()[-1]
    notebook.cells.insert(notebook.cells.index(stub) + 1, nbformat.v4.new_code_cell(code))
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
    unsolved, solved = ([output.text for output in cell.outputs] for cell in notebook.cells if '"1.1"' in cell.source)
    assert unsolved == [output.text for cell in nbformat.read(NOTEBOOKS / path.name, as_version=4).cells
                        if cell.id == stub.id for output in cell.outputs]
    assert solved != unsolved and solved[0].startswith("right: ")


def test_the_readme_speaks_of_nothing_that_is_missing(handout):
    readme = (handout / "README.md").read_text(encoding="utf-8")
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    assert [link for link in links if link and not (handout / link).exists()] == []


def run(*arguments):
    return subprocess.run([sys.executable, NOTEBOOKS.parent / "tools" / "handout.py", *arguments],
                          capture_output=True, text=True)


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    for folder in tmp_path, tmp_path / "mine.txt":
        done = run(folder)
        assert done.returncode == 1 and done.stderr.strip() == (
            f"{folder} exists and isn't an empty folder. Name a new one: nothing is overwritten.")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_missing_parent_is_named(tmp_path):
    done = run(tmp_path / "none" / "class")
    assert done.returncode == 1
    assert done.stderr.strip() == f"There is no folder {tmp_path / 'none'} to put class in. Make it first."
    assert run().returncode == 1 and list(tmp_path.iterdir()) == []


def test_an_empty_folder_will_do(tmp_path):
    hand_out(tmp_path)
    assert Path(tmp_path, "notebooks", NAMES[0]).is_file()
