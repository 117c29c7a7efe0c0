"""The frame that every notebook keeps. That it runs to the outputs it stores is nbval's business."""
import re
import sys
from decimal import Decimal

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

import partTen
from refresh import EXCUSED, NOTEBOOKS, normalized

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

QUESTIONS = "Questions people ask here"
DIFFERENCES = "Where the notebook differs from the video"

# Numbers in the prose that no code of their notebook makes, and what they are
CONSTANTS = {("02", "2.718"): "Euler's number",
             ("03", "13.8"): "billion years, the age of the universe",
             ("03", "2.8"): "a cost that the video shows",
             ("03", "0.04"): "seconds that the video measured",
             ("03", "1e15"): "years that the video speaks of",
             ("04", "-0.0431"): "what exercise 4.1 asks for",
             ("06", "1e27"): "evaluations that Part 3 counts"}

# A memory address, or a file's or folder's place on a machine
PLACE = r"0x[0-9a-f]{6}|(?<![\w.:/)}<])/\w[\w.-]*/\w|[A-Z]:\\"

each_notebook = pytest.mark.parametrize("name", PARTS)
each_notebook_with_video = pytest.mark.parametrize("name", [name for name in PARTS if PARTS[name][1]])


# --- Reading a notebook ---

def cells(name, kind=None):
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if kind in (None, cell.cell_type)]


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


# --- The frame ---

def test_every_part_has_its_notebook_and_there_is_no_other():
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")) == sorted(PARTS)


@each_notebook
def test_sections_are_in_order(name):
    title, video = PARTS[name]
    found = headings(prose(name))
    assert found[0] == (1, f"Part {int(name[:2])}: {title}")
    levels = [level for level, _ in found]
    assert levels.count(1) == 1, "one # heading, the title"
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:])), "no level of heading is skipped"
    first = ["In this part", "Symbols", "Set up"] if name.startswith("04") else ["In this part", "Set up"]
    last = ["Your turn", *[DIFFERENCES] * bool(video), QUESTIONS, "What we have now"]
    sections = [words for level, words in found if level == 2]
    if "Look closer" in sections:
        last = ["Look closer", *last]
    assert sections[:len(first)] == first, "the ## headings that a notebook begins with"
    assert sections[-len(last):] == last, "the ## headings that a notebook ends with"


@each_notebook
def test_first_and_last_lines_lead_to_the_neighbors_and_to_all_parts(name):
    files = [f"{other}.ipynb" for other in PARTS]
    place = files.index(f"{name}.ipynb")
    before, after = files[max(place - 1, 0):place], files[place + 1:place + 2]
    line = cells(name)[0].source.splitlines()[2]
    assert re.findall(r"\]\(([^)]+)\)", line) == [*before, "../README.md", *after], line
    assert f"]({[*after, '../README.md'][0]}" in section(name, "What we have now")


@pytest.mark.parametrize("name", [*PARTS, "README"])
def test_links_to_files_and_headings_resolve(name):
    here = ROOT / "README.md" if name == "README" else NOTEBOOKS / f"{name}.ipynb"
    text = here.read_text(encoding="utf-8") if name == "README" else prose(name)
    for link in re.findall(r'(?m)(?:\]\(|^\[[^\]]+\]: +|(?:href|src)=")([^)\s"]+)', without_code(text)):
        if not link.startswith("https://"):
            target, _, heading = link.partition("#")
            path = here.parent / target if target else here
            assert path.exists(), link
            if heading:
                assert heading in anchors(path), link


@each_notebook
def test_video_is_linked_and_embedded(name):
    _, video = PARTS[name]
    linking, embedding = cells(name)[1:3]
    if not video:
        assert "no video" in linking.source and "\n" not in linking.source
        return
    assert f"https://www.youtube.com/watch?v={video}&list={PLAYLIST}" in linking.source
    assert re.search(r"about \d minutes", linking.source)
    assert embedding.source.endswith(f'YouTubeVideo("{video}")')
    page = embedding.outputs[0].data["text/html"]
    assert f"youtube-nocookie.com/embed/{video}" in page and 'title="' in page


def set_up_cell(name):
    [code] = [cell.source for cell in cells(name, "code") if cell.source.endswith("set_up()")]
    return code


@each_notebook
def test_set_up_cell_is_the_same_but_for_the_imported_names(name):
    """Part 1 imports no module."""
    code, other = (re.sub(r"(?m)^(from (?:lesson|part)) *\w* import .+$", r"\1", set_up_cell(each))
                   for each in (name, "04-backpropagation"))
    assert code in (other, other.replace("from part\n", "")) and "\nset_up()" in code


def symbols(name):
    """The lines of a notebook's table of symbols, which is in a fold, right after the cell "In this part"."""
    all_cells = cells(name)
    [place] = [k for k, cell in enumerate(all_cells) if cell.source.startswith("## In this part")]
    [(summary, table)] = folds(all_cells[place + 1].source)
    assert summary == "Symbols"
    return [line for line in table.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("name", [name for name in PARTS if not name.startswith("04")])
def test_symbols_are_worded_as_in_the_one_legend(name):
    """Part 4 shows all symbols; another part the rows that it needs, in the same order, and then its own."""
    legend = re.findall(r"(?m)^\|.+", section("04-backpropagation", "Symbols"))
    rows = [row for row in symbols(name) if PARTS[name][1] or not row.startswith(("| `X`", "| `y`"))]  # other data
    known = [row for row in rows if row.split("|")[1] in [each.split("|")[1] for each in legend]]
    assert known == [row for row in legend if row in known], "words and order as in Part 4"
    assert rows[:len(known)] == known, "a part's own rows come last"


@each_notebook_with_video
def test_differences_from_the_video_are_one_folded_list(name):
    [(_, body)] = folds(section(name, DIFFERENCES))
    assert body.startswith("- "), "a list of what differs"


@each_notebook
def test_each_question_is_a_fold(name):
    found = folds(section(name, QUESTIONS))
    assert found and all(question.endswith("?") for question, _ in found)


@each_notebook
def test_code_in_an_answer_runs_and_prints_what_it_shows(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(plt, "show", lambda: plt.close("all"))
    for question, answer in folds(section(name, QUESTIONS)):
        names, codes = {}, re.findall(r"(?s)```python\n(.*?)```(?:\n+```text\n(.*?)```)?", answer)
        with np.printoptions(), plt.rc_context({"backend": "agg"}):
            for code, shown in [(set_up_cell(name), ""), *codes]:
                capsys.readouterr()
                exec(compile(code, question, "exec"), names)
                assert not shown or capsys.readouterr().out == shown, question
    plt.close("all")


# --- Each cell ---

@each_notebook
def test_cells_were_run_once_from_the_top_and_stored_by_the_refresh_command(name):
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    counts = [cell.execution_count for cell in cells(name, "code")]
    assert counts == list(range(1, len(counts) + 1)), "run: python tools/refresh.py"
    assert text == normalized(nbformat.reads(text, as_version=4)), "run: python tools/refresh.py"


@each_notebook
def test_no_output_is_an_error_or_a_warning(name):
    assert not [each for each in outputs(name) if each.output_type == "error" or each.get("name") == "stderr"]


@each_notebook
def test_cells_are_short(name):
    lengths = sorted(len(cell.source.splitlines()) for cell in cells(name, "code"))
    assert lengths[len(lengths) // 2] <= 5, "half of the code cells have at most five lines"
    for cell in cells(name, "code"):
        assert len(cell.source.splitlines()) <= 30 or "class " in cell.source, cell.source


@each_notebook
def test_only_timings_are_excused_from_comparison(name):
    for cell in cells(name, "code"):
        tags = cell.metadata.get("tags", [])
        assert tags in ([], [EXCUSED])
        assert not tags or re.search("time|second", cell.source), f"compare this one:\n{cell.source}"


@each_notebook
def test_no_cell_speaks_of_how_it_is_tested(name):
    for cell in cells(name):
        assert not re.search(r"(?i)nbval|pytest|the tests (run|compare)|compare its output", cell.source), cell.source


@each_notebook
def test_every_figure_comes_with_its_description(name):
    for output in outputs(name):
        if "image/png" in output.get("data", {}):
            words = output.data["text/plain"]
            assert not words.startswith("A figure without a title"), words
            assert output.metadata["image/png"]["alt"] == words


@each_notebook
def test_a_figure_is_followed_by_what_it_shows(name):
    all_cells = cells(name)
    for k, cell in enumerate(all_cells):
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            following = next(other.source for other in all_cells[k + 1:] if other.cell_type == "markdown")
            assert not following.startswith(("#", "<details>")), f"say what this figure shows:\n{cell.source}"
            assert not following.startswith("What to see:"), "say it in words that fit the place"


@each_notebook
def test_no_cell_names_a_place_on_a_machine(name):
    texts = [cell.source for cell in cells(name)]
    for output in outputs(name):
        data = output.get("data", {})
        texts += [str(output.get("text", "")), *(str(data[kind]) for kind in data if not kind.startswith("image/"))]
    for text in texts:
        assert not re.search(PLACE, text), text


# --- Numbers in the prose ---

def numbers_said(name):
    """The numbers with a decimal point or an exponent in a notebook's prose, as written; a power of ten as 1e27."""
    text = without_code(prose(name).replace("−", "-"))
    text = re.sub(r"(?m)https?://\S+|^#+ \d+\.\d |(?i:exercise|solution to) \d+\.\d", "", text)
    text = re.sub(r"(?:([\d.]+) *\\cdot *)?10\^\{?(-?\d+)\}?", lambda power: f"{power[1] or 1}e{power[2]}", text)
    return re.findall(r"(?<![\w.])-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)(?!\.?\d)", text)


def numbers_made(name):
    """The numbers in a notebook's code, in outputs, figures' titles and labels; negative ones without the sign too."""
    made = [re.sub(r"(?m)# .*", "", cell.source) for cell in cells(name, "code")]
    made += re.findall(r"(?s)```(?:python|text)\n(.*?)```", prose(name))
    made += [str(output.get("text", "")) + output.get("data", {}).get("text/plain", "") for output in outputs(name)]
    made = re.sub(r"(?m)^.*: \d+ points, from .*$", "", "\n".join(made))  # but not what sums up a curve
    made = re.sub(r"(?<=\d),(?=\d{3}\b)", "", made)  # 1,000
    made = [Decimal(number) for number in re.findall(r"-?\d+(?:\.\d*)?(?:e[+-]?\d+)?", made)]
    return made + [abs(number) for number in made]


@each_notebook
def test_every_number_in_the_prose_is_made_by_the_code(name):
    made = numbers_made(name)
    for said in {said for said in numbers_said(name) if (name[:2], said) not in CONSTANTS}:
        last_place = Decimal((0, (1,), Decimal(said).as_tuple().exponent))
        assert any(abs(number - Decimal(said)) <= last_place / 2 for number in made), \
            f"the prose says {said}, and no cell makes it: print it, or name its source in CONSTANTS"


# --- What the notebooks' own run leaves out ---

def test_the_cell_with_dask_gives_the_same_votes_to_a_reader(tmp_path, capsys):
    pytest.importorskip("distributed")
    path, NN = tmp_path / "tests.npy", partTen.Neural_Network(rng=2)
    np.save(path, np.random.default_rng(2).random((50_000, 3)))
    votes = partTen.every_example_votes(NN, path)
    [cell] = [cell for cell in cells("10-every-example-gets-a-vote", "code") if "get_executor" in cell.source]
    names = vars(partTen) | {"reader_is_there": lambda: True, "NN": NN, "path": path, "votes": votes}
    exec(cell.source, names)
    for from_dask, vote in zip(names["from_dask"], votes, strict=True):
        np.testing.assert_allclose(from_dask, vote, rtol=1e-12)


def test_ci_runs_the_test_command_of_the_readme():
    command = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/pytest"
    for file in ("README.md", ".ci/run"):
        assert command in (ROOT / file).read_text(encoding="utf-8"), f"{file} has another test command"
