"""What each notebook must be, besides running to the outputs it stores (which nbval compares)."""
import configparser
import re
from decimal import Decimal
from unittest.mock import Mock

import nbformat
import numpy as np
import pytest

from lesson import figures
import partTen
import conftest as suite
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
         "10-every-example-gets-a-vote": ("Every example gets a vote", None)}  # beyond the videos

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

# Numbers in the prose that no code of their notebook makes, and what they are
CONSTANTS = {("02", "2.718"): "Euler's number", ("03", "13.8"): "billion years, the age of the universe",
             ("03", "2.8"): "a cost that the video shows", ("03", "0.04"): "seconds that the video measured",
             ("03", "1e15"): "years that the video speaks of", ("04", "37.6"): "what exercise 4.1 asks for",
             ("06", "1e27"): "evaluations that Part 3 counts"}

# A memory address, or a file's or folder's place on a machine
PLACE = r"0x[0-9a-f]{6}|(?<![\w.:/)}<])/\w[\w.-]*/\w|[A-Z]:\\"

each_notebook = pytest.mark.parametrize("name", PARTS)


def cells(name, kind=None):
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if kind in (None, cell.cell_type)]


def prose(name):
    return "\n\n".join(cell.source for cell in cells(name, "markdown"))


def headings(text):
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)$", text, flags=re.MULTILINE)]


def anchors(path):
    """What a link to a heading of a notebook or of the README says after #."""
    if path.suffix == ".md":  # as GitHub makes it
        return [re.sub(r"[^\w -]", "", words).lower().replace(" ", "-") for _, words in headings(path.read_text(encoding="utf-8"))]
    return [words.replace(" ", "-") for _, words in headings(prose(path.stem))]  # as JupyterLab and GitHub's viewer make it


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
    assert text == normalised(nbformat.reads(text, as_version=4)), "run: python tools/refresh.py"


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
    here = ROOT / "README.md" if name == "README" else NOTEBOOKS / f"{name}.ipynb"
    folder, text = here.parent, here.read_text(encoding="utf-8") if name == "README" else prose(name)
    for link in re.findall(r'(?m)(?:\]\(|^\[[^\]]+\]: +|(?:href|src)=")([^)\s"]+)', re.sub(r"(?s)```.*?```", "", text)):
        if not link.startswith("https://"):
            target, _, heading = link.partition("#")
            path = folder / target if target else here
            assert path.exists(), link
            if heading:
                assert heading in anchors(path), link


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


@each_notebook
def test_every_figure_comes_with_its_description(name):
    for cell in cells(name, "code"):
        for output in cell.outputs:
            words = output.get("data", {}).get("text/plain", "")
            shows = "image/png" in output.get("data", {})
            assert shows == words.startswith(("Figure: ", "Axes: ")), "a figure without a title, or a title without a figure"
            assert not shows or output.metadata["image/png"]["alt"] == words


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
        assert not re.search(r"nbval|pytest", cell.source, re.IGNORECASE)  # nor in a comment
        if tags:
            assert cell.source.startswith("# The tests run this cell but don't compare its output: ")
            assert "seconds" in cell.source


def numbers_said(name):
    """The numbers with a decimal point or an exponent in a notebook's prose, as they are written; a power of ten as 1e27."""
    text = re.sub(r"(?ms)```.*?```|https?://\S+|^#+ \d\.\d |(?:exercise|Solution to) \d\.\d", "", prose(name).replace("−", "-"))
    text = re.sub(r"(?:([\d.]+) *\\cdot *)?10\^\{?(-?\d+)\}?", lambda power: f"{power[1] or 1}e{power[2]}", text)
    return re.findall(r"(?<![\w.])-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)(?!\.?\d)", text)


def numbers_made(name):
    """The numbers in a notebook's code and outputs, figures' titles and labels included; negative ones without the sign too."""
    made = [re.sub(r"(?m)# .*", "", code(name))]
    for cell in cells(name, "code"):
        for output in cell.outputs:
            made.append(str(output.get("text", "")) + output.get("data", {}).get("text/plain", ""))
    made = re.sub(r"(?m)^\w+[^:\n]*: \d+ points?;.*$", "", "\n".join(made))  # but not what sums up a curve
    made = re.sub(r"(?<=\d),(?=\d{3}\b)", "", made)  # 1,000
    made = [Decimal(number) for number in re.findall(r"-?\d+(?:\.\d*)?(?:e[+-]?\d+)?", made)]
    return made + [abs(number) for number in made]


def code(name):
    """The code of a notebook's cells, and of the solutions under the folds."""
    return "\n".join([*(cell.source for cell in cells(name, "code")), *re.findall(r"(?s)```python\n(.*?)```", prose(name))])


@each_notebook
def test_every_number_in_the_prose_is_made_by_the_code(name):
    made = numbers_made(name)
    for said in {said for said in numbers_said(name) if (name[:2], said) not in CONSTANTS}:
        last_place = Decimal((0, (1,), Decimal(said).as_tuple().exponent))
        assert any(abs(number - Decimal(said)) <= last_place / 2 for number in made), f"{said} is said, and nowhere made"


@each_notebook
def test_cells_are_short(name):
    lengths = sorted(len(cell.source.splitlines()) for cell in cells(name, "code"))
    assert lengths[len(lengths) // 2] <= 5
    assert all(len(cell.source.splitlines()) <= 30 or "class " in cell.source for cell in cells(name, "code"))


@each_notebook
def test_no_cell_names_a_place_on_a_machine(name):
    for cell in cells(name):
        assert not re.search(PLACE, cell.source)
        for output in cell.get("outputs", []):
            text = str(output.get("text", "")) + str({key: value for key, value in output.get("data", {}).items()
                                                      if not key.startswith("image/")})
            assert not re.search(PLACE, text)


def test_the_cell_with_dask_gives_the_same_votes_to_a_reader(tmp_path, monkeypatch, capsys):
    pytest.importorskip("distributed")
    monkeypatch.setattr(figures, "reader_is_there", lambda: True)
    path, NN = tmp_path / "tests.npy", partTen.Neural_Network(rng=2)
    np.save(path, np.random.default_rng(2).random((50_000, 3)))
    votes = partTen.everyExampleVotes(NN, path)
    [cell] = [cell for cell in cells("10-every-example-gets-a-vote", "code") if "get_executor" in cell.source]
    names = {"np": np, "figures": figures, "everyExampleVotes": partTen.everyExampleVotes, "NN": NN, "path": path,
             "votes": votes}
    exec(cell.source, names)
    assert capsys.readouterr().out == "the same numbers: True\n"
    for from_dask, vote in zip(names["from_dask"], votes, strict=True):
        np.testing.assert_allclose(from_dask, vote, rtol=1e-12)


@pytest.mark.parametrize("failures", range(4))
def test_kernel_has_three_tries_to_start(monkeypatch, failures):
    start = Mock(side_effect=failures * [RuntimeError("Kernel died before replying to kernel_info")] + ["started"])
    monkeypatch.setattr(suite, "start_new_kernel", start)
    if failures < 3:
        assert suite.start_with_three_tries(cwd="here") == "started"
        start.assert_called_with(cwd="here")
    else:
        with pytest.raises(RuntimeError, match="Kernel died"):
            suite.start_with_three_tries()


def test_readme_and_ci_use_the_same_test_command():
    command = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/pytest"
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_pytest_runs_every_notebook_and_compares_it_strictly():
    options = configparser.ConfigParser()
    options.read(ROOT / "pytest.ini", encoding="utf-8")
    assert options["pytest"]["testpaths"].split() == ["tests", "notebooks"]
    assert options["pytest"]["filterwarnings"].split()[0] == "error"
    words = options["pytest"]["addopts"].split()
    assert "--nbval" in words and not any(word.startswith(("--nbval-lax", "--nbval-sanitize", "--ignore", "--deselect", "-k")) for word in words)
