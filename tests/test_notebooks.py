"""What each notebook must be, besides running to the outputs it stores (which nbval compares)."""
import ast
import inspect
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

import figures
import partEight
import partFive
import partFour
import partSix
import partTwo
from refresh import EXCUSED, NOTEBOOKS, normalised

ROOT = NOTEBOOKS.parent
PLAYLIST = "PLiaHhY2iBX9hdHaRr6b7XevZtgZRa1PoU"
PARTS = {"01-data-and-architecture": ("Data and architecture", "bxe2T-V8XRs"),
         "02-forward-propagation": ("Forward propagation", "UJwK6jAStmg"),
         "03-gradient-descent": ("Gradient descent", "5u0jaA3qAGk"),
         "04-backpropagation": ("Backpropagation", "GlcnxUlrtek"),
         "05-numerical-gradient-checking": ("Numerical gradient checking", "pHMzNW8Agq4"),
         "06-training": ("Training", "9KM9Td6RVgQ"),
         "07-overfitting-testing-and-regularization": ("Overfitting, testing and regularization", "S4ZUwgesjS8"),
         "08-every-example-gets-a-vote": ("Every example gets a vote", None)}  # beyond the videos

LEGEND_HEAD = ["| code | math | what | shape |", "| --- | --- | --- | --- |"]
LEGEND = r"""
| `X` | $X$ | input data, one example a row (hours slept, hours studied) | (numExamples, inputLayerSize) |
| `y` | $y$ | target data (test score) | (numExamples, outputLayerSize) |
| `W1` | $W^{(1)}$ | layer 1 weights | (inputLayerSize, hiddenLayerSize) |
| `W2` | $W^{(2)}$ | layer 2 weights | (hiddenLayerSize, outputLayerSize) |
| `z2` | $z^{(2)}$ | layer 2 pre-activation | (numExamples, hiddenLayerSize) |
| `a2` | $a^{(2)}$ | layer 2 activation | (numExamples, hiddenLayerSize) |
| `z3` | $z^{(3)}$ | layer 3 pre-activation | (numExamples, outputLayerSize) |
| `yHat` | $\hat y$ | estimate of y | (numExamples, outputLayerSize) |
| `J` | $J$ | cost | scalar |
| `dJdz3` | $\partial J/\partial z^{(3)} = \delta^{(3)}$ | derivative of the cost by z3 | (numExamples, outputLayerSize) |
| `dJdW2` | $\partial J/\partial W^{(2)}$ | gradient by the layer 2 weights | (hiddenLayerSize, outputLayerSize) |
| `dz3dz2` | $\partial z^{(3)}/\partial z^{(2)}$ | derivative of z3 by z2 | (numExamples, hiddenLayerSize) |
| `dJdW1` | $\partial J/\partial W^{(1)}$ | gradient by the layer 1 weights | (inputLayerSize, hiddenLayerSize) |
| `delta2` | $\delta^{(2)}$ | backpropagating error 2 | (numExamples, hiddenLayerSize) |
| `delta3` | $\delta^{(3)}$ | backpropagating error 1 | (numExamples, outputLayerSize) |
""".strip().splitlines()

# Whole classes that a notebook shows on one page, and the module's class that they are
SHOWN = {"02-forward-propagation": ("Neural_Network", partTwo.Neural_Network),
         "04-backpropagation": ("Neural_Network", partFour.Neural_Network),
         "05-numerical-gradient-checking": ("Neural_Network", partFive.Neural_Network),
         "06-training": ("trainer", partSix.trainer)}

# Numbers in the prose that no code of their notebook makes, and what they are
CONSTANTS = {"2.718": "Euler's number", "13.8": "billion years, the age of the universe", "2.8": "a cost that a video shows",
             "0.04": "seconds that a video measured"}

each_notebook = pytest.mark.parametrize("name", PARTS)


def cells(name, kind=None):
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if kind in (None, cell.cell_type)]


def prose(name):
    return "\n\n".join(cell.source for cell in cells(name, "markdown"))


def headings(text):
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)$", text, flags=re.MULTILINE)]


def anchor(heading):
    return heading.replace(" ", "-")  # as JupyterLab and GitHub's notebook viewer make it


def code_of(function):
    return ast.dump(ast.parse("class Any:\n" + inspect.getsource(inspect.unwrap(function))).body[0].body[0])


def test_every_part_has_its_notebook_and_there_is_no_other():
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")) == sorted(PARTS)


@each_notebook
def test_cells_were_run_once_from_the_top(name):
    counts = [cell.execution_count for cell in cells(name, "code")]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_no_cell_is_empty(name):
    assert all(cell.source.strip() for cell in cells(name))


@each_notebook
def test_no_output_is_an_error_or_a_warning(name):
    for cell in cells(name, "code"):
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr", cell.source


@each_notebook
def test_stored_as_the_refresh_command_stores_it(name):
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    assert text == normalised(nbformat.reads(text, as_version=4)), "run: python tests/refresh.py"


@each_notebook
def test_title_and_headings_are_in_order(name):
    title, video = PARTS[name]
    found = headings(prose(name))
    assert found[0] == (1, f"Part {int(name[:2])}: {title}")
    levels = [level for level, _ in found]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    sections = [words for level, words in found if level == 2]
    assert sections[:3] == ["In this part", "Symbols", "Set up"]
    assert sections[-2:] == ["Your turn", "What we have now"]


@each_notebook
def test_first_lines_lead_to_the_neighbours_and_to_all_parts(name):
    names = list(PARTS)
    place = names.index(name)
    line = cells(name)[0].source.splitlines()[2]
    links = re.findall(r"\]\(([^)]+)\)", line)
    neighbours = [f"{other}.ipynb" for other in (*names[max(place - 1, 0):place], *names[place + 1:place + 2])]
    assert links == neighbours[:place > 0] + ["../README.md"] + neighbours[place > 0:]


@each_notebook
def test_last_lines_lead_to_the_next_part(name):
    following = list(PARTS)[list(PARTS).index(name) + 1:][:1] or ["../README.md"]
    assert f"]({following[0].removesuffix('.md')}" in cells(name)[-1].source


@pytest.mark.parametrize("name", [*PARTS, "README"])
def test_links_to_files_and_headings_resolve(name):
    folder, text = (ROOT, (ROOT / "README.md").read_text(encoding="utf-8")) if name == "README" else (NOTEBOOKS, prose(name))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if not link.startswith("https://"):
            target, _, heading = link.partition("#")
            path = folder / target if target else NOTEBOOKS / f"{name}.ipynb"
            assert path.exists(), link
            if heading and path.suffix == ".ipynb":
                assert heading in [anchor(words) for _, words in headings(prose(path.stem))], link


@pytest.mark.parametrize("name", [name for name, (title, video) in PARTS.items() if video])
def test_video_is_linked_and_embedded(name):
    title, video = PARTS[name]
    linking, embedding = cells(name)[1:3]
    assert f"https://www.youtube.com/watch?v={video}&list={PLAYLIST}" in linking.source
    assert re.search(r"about \d minutes", linking.source)
    assert embedding.source.endswith(f'YouTubeVideo("{video}")')
    assert f"youtube.com/embed/{video}" in embedding.outputs[0].data["text/html"]
    assert 'title="' in embedding.outputs[0].data["text/html"]


@pytest.mark.parametrize("name", [name for name, (title, video) in PARTS.items() if not video])
def test_part_beyond_the_videos_says_so_in_one_line(name):
    line, following = cells(name)[1:3]
    assert "no video" in line.source and "\n" not in line.source
    assert following.source.startswith("## In this part")
    assert "YouTube" not in "".join(cell.source for cell in cells(name))


@each_notebook
def test_set_up_cell_is_the_same_but_for_the_imported_module(name):
    def set_up(name):
        [code] = [cell.source for cell in cells(name, "code") if cell.source.endswith("figures.set_up()")]
        return re.sub(r"^from part\w+ import .*\n", "", code, flags=re.MULTILINE)
    assert set_up(name) == set_up("01-data-and-architecture")
    assert 'sys.path.insert(0, "..")' in set_up(name)


@each_notebook
def test_legend_has_rows_of_the_one_legend_in_its_order(name):
    [table] = re.findall(r"^## Symbols\n[^#]*?((?:^\|[^\n]*\n?)+)", prose(name), flags=re.MULTILINE)
    rows = table.strip().splitlines()
    assert rows[:2] == LEGEND_HEAD
    assert rows[2:] == [row for row in LEGEND if row in rows[2:]]
    if name == "04-backpropagation":
        assert rows[2:] == LEGEND


@pytest.mark.parametrize("name", SHOWN)
def test_the_whole_class_shown_is_the_class_of_the_module(name):
    class_name, module_class = SHOWN[name]
    shown = [node for cell in cells(name, "code") for node in ast.parse(cell.source).body
             if isinstance(node, ast.ClassDef) and node.name == class_name][-1]
    methods = {node.name: ast.dump(node) for node in shown.body if isinstance(node, ast.FunctionDef)}
    module_methods = {key: code_of(getattr(module_class, key)) for key in dir(module_class)
                      if inspect.isfunction(getattr(module_class, key))}
    if shown.bases:  # a class that starts from the one before shows what is new
        module_methods = {key: code for key, code in module_methods.items() if key in vars(module_class)}
    assert methods == module_methods


@each_notebook
def test_every_figure_comes_with_its_description(name):
    for cell in cells(name, "code"):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                words = output.data["text/plain"]
                assert words.startswith(("Figure: ", "Axes: ")), "a figure without a title"
                assert output.metadata["image/png"]["alt"] == words


@each_notebook
def test_a_figure_is_followed_by_what_to_see(name):
    all_cells = cells(name)
    for cell, following in zip(all_cells, all_cells[1:]):
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            assert following.cell_type == "markdown" and following.source.startswith("What to see:"), cell.source


@each_notebook
def test_only_timings_are_excused_from_comparison_and_say_why(name):
    for cell in cells(name, "code"):
        tags = cell.metadata.get("tags", [])
        assert tags in ([], [EXCUSED])
        assert "nbval" not in cell.source.lower()
        if tags:
            assert cell.source.startswith("# The tests run this cell but don't compare its output: ")
            assert "seconds" in cell.source


def numbers_said(name):
    """The numbers with a decimal point or an exponent in a notebook's prose, as they are written."""
    text = re.sub(r"(?s)```.*?```|<details>.*?</details>|https?://\S+|exercise \d\.\d|^#[^\n]*$", "", prose(name), flags=re.MULTILINE)
    return re.findall(r"(?<![\w.])\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)(?![\w]|\.\d)", text.replace("−", "-"))


def numbers_made(name):
    """The numbers in a notebook's code and in its outputs, figures' titles and labels included."""
    made = []
    for cell in cells(name, "code"):
        made.append(cell.source)
        for output in cell.outputs:
            made.append(str(output.get("text", "")) + output.get("data", {}).get("text/plain", ""))
    made = re.sub(r"(?m)^\w+[^:\n]*: \d+ points?;.*$", "", "\n".join(made))  # but not what sums up a curve
    return [float(number) for number in re.findall(r"\d+(?:\.\d*)?(?:e[+-]?\d+)?", made)]


@each_notebook
def test_every_number_in_the_prose_is_made_by_the_code(name):
    made = numbers_made(name)
    for said in set(numbers_said(name)) - set(CONSTANTS):
        digits, _, exponent = said.partition("e")
        unit = 10.0**(int(exponent or 0) - len(digits.partition(".")[2]))
        assert any(abs(number - float(said)) <= 0.5 * unit * (1 + 1e-9) for number in made), said


@each_notebook
def test_cells_are_short(name):
    lengths = sorted(len(cell.source.splitlines()) for cell in cells(name, "code"))
    assert lengths[len(lengths) // 2] <= 5
    assert all(len(cell.source.splitlines()) <= 30 or "class " in cell.source for cell in cells(name, "code"))


@each_notebook
def test_outputs_name_no_place_on_a_machine(name):
    for cell in cells(name, "code"):
        for output in cell.outputs:
            text = str(output.get("text", "")) + str({key: value for key, value in output.get("data", {}).items()
                                                      if not key.startswith("image/")})
            assert not re.search(r"0x[0-9a-f]{6}|/(home|root|tmp|work|Users)/|[A-Z]:\\", text)


def test_the_cell_with_dask_gives_the_same_votes_to_a_reader(tmp_path, monkeypatch, capsys):
    pytest.importorskip("distributed")
    monkeypatch.setattr(figures, "reader_is_there", lambda: True)
    path, NN = tmp_path / "tests.npy", partEight.Neural_Network(rng=2)
    np.save(path, np.random.default_rng(2).random((50_000, 3)))
    votes = partEight.everyExampleVotes(NN, path)
    [cell] = [cell for cell in cells("08-every-example-gets-a-vote", "code") if "get_executor" in cell.source]
    names = {"np": np, "figures": figures, "everyExampleVotes": partEight.everyExampleVotes, "NN": NN, "path": path,
             "votes": votes}
    exec(cell.source, names)
    assert capsys.readouterr().out == "the same numbers: True\n"
    for from_dask, vote in zip(names["from_dask"], votes, strict=True):
        np.testing.assert_allclose(from_dask, vote, rtol=1e-12)


def test_readme_and_ci_use_the_same_test_command():
    command = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/pytest"
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
