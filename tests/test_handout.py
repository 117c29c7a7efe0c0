"""The notebooks for a class: nothing of the solutions, all of the rest, and they run."""
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

import handout
from refresh import NOTEBOOKS

NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
FIRST = "notebooks/01-data-and-architecture.ipynb"
CHECKED = """
import sys
sys.path.insert(0, "..")
from lesson import check, set_up
import partTen
set_up()
check("1.4", None)
def neuron(x, w):
    return 1 / (1 + 2.718281828459045**-sum(x * w))
check("1.4", neuron)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project as a teacher has it: committed, then used."""
    copy = tmp_path_factory.mktemp("teacher") / "project"
    for path in [*handout.FILES, *handout.NOTEBOOKS, "README.md", "tools/handout.py"]:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(NOTEBOOKS.parent / path, copy / path)
    git = ["git", "-c", "user.name=teacher", "-c", "user.email=", "-c", "core.autocrlf=false"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "as it came"]):
        subprocess.run([*git, *command], cwd=copy, check=True)
    for stray in ("notebooks/my exam.ipynb", "notebooks/.ipynb_checkpoints/01-checkpoint.ipynb",
                  "notebooks/lesson/.ipynb_checkpoints/pad-checkpoint.py", "notebooks/lesson/mine.py"):
        (copy / stray).parent.mkdir(exist_ok=True)
        shutil.copy(copy / FIRST, copy / stray)
    return copy


def run(project, *arguments):
    return subprocess.run([sys.executable, "tools/handout.py", *arguments], cwd=project, capture_output=True, text=True)


@pytest.fixture(scope="module")
def editions(project):
    """The students' and the teachers', as folders."""
    done = run(project, "class"), run(project, "teachers.zip", "--solutions")
    assert [each.returncode for each in done] == [0, 0], done
    with zipfile.ZipFile(project / "teachers.zip") as package:
        package.extractall(project)
    return project / "class", project / "teachers"


def cells(path):
    return {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}


def test_every_file_that_a_notebook_may_import_is_listed_and_no_other():
    """One that is missing here: name it in tools/handout.py."""
    listed = subprocess.run(["git", "ls-files", "part*.py", "validation.py", "notebooks"], cwd=NOTEBOOKS.parent,
                            capture_output=True, text=True)
    if listed.returncode or not listed.stdout:
        pytest.skip("this copy is not under Git")
    ours = {*handout.FILES, *handout.NOTEBOOKS} - {"LICENSE", "requirements.txt"}
    assert {name for name in ours if not name.startswith("docs/")} == set(listed.stdout.splitlines())


def test_nothing_else_goes_out(editions):
    for folder in editions:
        assert ({path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
                == {*handout.FILES, *handout.NOTEBOOKS, "README.md"})


@pytest.mark.parametrize("name", NAMES)
def test_only_the_solutions_are_missing(name, editions):
    given, whole = (cells(folder / "notebooks" / name) for folder in editions)
    assert (editions[1] / "notebooks" / name).read_bytes() == (NOTEBOOKS / name).read_bytes()
    missing = [whole[each] for each in whole if each not in given]
    assert {each: source for each, source in whole.items() if source not in missing} == given
    assert all(re.fullmatch(r"(?s)<details><summary>Solution to .+</details>", source) for source in missing)
    assert len(missing) == sum(bool(re.match(r"### \d+\.\d+ ", source)) for source in whole.values())


def test_the_checks_answer_in_a_fresh_folder(editions):
    for path in handout.FILES:
        assert (editions[0] / path).read_bytes() == (editions[1] / path).read_bytes()
    done = subprocess.run([sys.executable, "-c", CHECKED], cwd=editions[0] / "notebooks", capture_output=True,
                          text=True)
    assert re.fullmatch("not yet: .+\nright: .+\n", done.stdout), done


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_in_a_fresh_folder(name, editions):
    """The students' edition; the teachers' has the same code and the same files beside it."""
    from nbclient import NotebookClient
    folder = editions[0] / "notebooks"
    NotebookClient(nbformat.read(folder / name, as_version=4), resources={"metadata": {"path": str(folder)}}).execute()


def test_the_readme_speaks_of_nothing_that_is_missing(editions):
    readme = (editions[0] / "README.md").read_text(encoding="utf-8")
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    files = re.findall(r"`([\w./-]+\.(?:py|md|txt|ipynb)|\w+/[\w./-]+)`", readme)
    assert [file for file in links + files if file and not (editions[0] / file).exists()
            and file not in ("partThree.py", "partSeven.py")] == []
    assert not re.search("pytest|tools/|solution", readme)


# --- A teacher's own work ---

def solve(path):
    """The text of the notebook with exercise 1.4 solved in its stub."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    [stub] = [cell for cell in notebook["cells"] if 'check("1.4"' in "".join(cell["source"])]
    stub["source"] = ["def neuron(x, w):\n", "    return 42\n", 'check("1.4", neuron)']
    return json.dumps(notebook)


@pytest.fixture
def used(project, tmp_path):
    return Path(shutil.copytree(project, tmp_path / "project"))


def test_a_stub_that_was_solved_since_the_commit_goes_out_empty(used):
    committed = cells(used / FIRST)
    (used / FIRST).write_text(solve(used / FIRST), encoding="utf-8")
    done = run(used, "handout")
    assert done.stdout == f"{FIRST}: handed out as it was committed, without your changes since.\n"
    given = cells(used / "handout" / FIRST)
    assert given and given == {name: committed[name] for name in given}


def test_without_git_or_when_committed_a_solved_exercise_is_refused(used):
    (used / FIRST).write_text(solve(used / FIRST), encoding="utf-8")
    shutil.rmtree(used / ".git")
    done = run(used, "handout")
    assert done.returncode == 1 and not (used / "handout").exists()
    assert done.stderr == f"{FIRST}: exercise 1.4 is solved, or half. Put its stub back and run it.\n"


def test_nothing_is_overwritten(project, tmp_path):
    (tmp_path / "mine.zip").write_text("mine")
    for name in tmp_path, tmp_path / "mine.zip":
        done = run(project, name)
        assert done.returncode == 1 and done.stderr.strip() == (
            f"{name} exists and isn't an empty folder. Name a new one: nothing is overwritten.")
    done = run(project, tmp_path / "none" / "class")
    assert done.stderr.strip() == f"There is no folder {tmp_path / 'none'} to put class in. Make it first."
    assert [path.name for path in tmp_path.iterdir()] == ["mine.zip"]


def test_it_needs_python_and_nothing_else(project, tmp_path):
    """-S: without the installed packages, as where somebody forgets the environment."""
    done = subprocess.run([sys.executable, "-S", "tools/handout.py", tmp_path], cwd=project, capture_output=True)
    assert done.returncode == 0 and (tmp_path / FIRST).is_file(), done
