"""The frame that every notebook keeps. That it runs to the outputs it stores is nbval's business."""
import re
import sys

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

import partTen
from refresh import EXCUSED, METADATA, NOTEBOOKS, normalized
from support.notebooks import (
    PARTS,
    PLAYLIST,
    ROOT,
    anchors,
    cells,
    folds,
    headings,
    outputs,
    prose,
    section,
    set_up_cell,
    without_code,
)

QUESTIONS = "Questions people ask here"
DIFFERENCES = "Where the notebook differs from the video"

# A memory address, or a file's or folder's place on a machine
PLACE = r"0x[0-9a-f]{6}|(?<![\w.:/)}<])/\w[\w.-]*/\w|[A-Z]:\\"

each_notebook = pytest.mark.parametrize("name", PARTS)
each_notebook_with_video = pytest.mark.parametrize("name", [name for name in PARTS if PARTS[name][1]])


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
    sections = [words for level, words in found if level == 2]
    assert {"In this part", "Set up"} <= set(sections)
    order = ["Your turn", "Look closer", *[DIFFERENCES] * bool(video), QUESTIONS, "What we have now"]
    last = [words for words in order if words in sections or words not in ("Your turn", "Look closer")]
    assert sections[-len(last):] == last, "the ## headings that a notebook ends with, exercises before Look closer"


@each_notebook
def test_first_and_last_lines_lead_to_the_neighbors_and_to_all_parts(name):
    files = [f"{other}.ipynb" for other in PARTS]
    place = files.index(f"{name}.ipynb")
    before, after = files[max(place - 1, 0):place], files[place + 1:place + 2]
    line = cells(name)[0].source.splitlines()[2]
    assert re.findall(r"\]\(([^)]+)\)", line) == [*before, "../README.md", *after], line
    assert f"]({[*after, '../README.md'][0]}" in section(name, "What we have now")


@pytest.mark.parametrize("name", [*PARTS, "README.md", ".github/CONTRIBUTING.md"])
def test_links_to_files_and_headings_resolve(name):
    """JupyterLab, Notebook, GitHub and the site agree on plain headings only, and on those that occur once."""
    here = ROOT / name if name.endswith(".md") else NOTEBOOKS / f"{name}.ipynb"
    text = here.read_text(encoding="utf-8") if name.endswith(".md") else prose(name)
    for link in re.findall(r'(?m)(?:\]\(|^\[[^\]]+\]: +|(?:href|src)=")([^)\s"]+)', without_code(text)):
        if not link.startswith("https://"):
            target, _, heading = link.partition("#")
            path = here.parent / target if target else here
            assert path.exists(), link
            if heading:
                assert anchors(path).count(heading) == 1 and re.fullmatch("[A-Za-z0-9-]+", heading), link


@each_notebook
def test_no_item_of_a_list_begins_like_another_list(name):
    """A plus sign at its start does: write \\+."""
    assert re.findall(r"(?m)^ *(?:[-*+]|\d+\.) +(?:[-*+]|\d+\.) .*", without_code(prose(name))) == []


def place_of_the_video(all_cells):
    [place] = [k for k, cell in enumerate(all_cells) if "YouTubeVideo(" in cell.source]
    return place


@each_notebook
def test_video_is_linked_and_embedded(name):
    _, video = PARTS[name]
    all_cells = cells(name)
    if not video:
        assert "no video" in all_cells[1].source and "\n" not in all_cells[1].source
        return
    place = place_of_the_video(all_cells)
    linking, embedding = all_cells[place - 1:place + 1]
    assert place == 2 or name.startswith("04"), "right after the title; Part 4 begins before it"
    assert f"https://www.youtube.com/watch?v={video}&list={PLAYLIST}" in linking.source
    assert re.search(r"about \d minutes", linking.source)
    assert embedding.source.endswith(f'YouTubeVideo("{video}")')
    page = embedding.outputs[0].data["text/html"]
    assert f"youtube-nocookie.com/embed/{video}" in page and 'title="' in page


@each_notebook
def test_set_up_cell_is_the_same_but_for_the_imported_names(name):
    """Part 1 imports no module."""
    code, other = (re.sub(r"(?m)^(from (?:lesson|part)) *\w* import .+$", r"\1", set_up_cell(each))
                   for each in (name, "04-backpropagation"))
    assert code in (other, other.replace("from part\n", "")) and "\nset_up()" in code


def symbols(name):
    """The lines of a notebook's table of symbols, which is in a fold, right after the cell "In this part".

    In Part 4 it is right after the video, which opens with it.
    """
    all_cells = cells(name)
    [place] = ([place_of_the_video(all_cells)] if name.startswith("04") else
               [k for k, cell in enumerate(all_cells) if cell.source.startswith("## In this part")])
    [(summary, table)] = folds(all_cells[place + 1].source)
    assert summary == "Symbols"
    return [line for line in table.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("name", [name for name in PARTS if not name.startswith("04")])
def test_symbols_are_worded_as_in_the_one_legend(name):
    """Part 4 shows all symbols; another part the rows that it needs, in the same order, and then its own."""
    legend = symbols("04-backpropagation")
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
    """A front end that opens and saves a notebook writes only its metadata anew, which may be."""
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    notebook.metadata = METADATA
    changed = (f"notebooks/{name}.ipynb was run or changed by hand. To get the original back: git checkout -- "
               f"notebooks/{name}.ipynb. To keep the change: python tools/refresh.py notebooks/{name}.ipynb")
    counts = [cell.execution_count for cell in cells(name, "code")]
    assert counts == list(range(1, len(counts) + 1)), changed
    assert nbformat.writes(notebook) + "\n" == normalized(notebook), changed


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
def test_a_cell_shows_at_most_one_picture(name):
    """The reading site has one alt text per cell."""
    for cell in cells(name, "code"):
        assert sum("image/png" in output.get("data", {}) for output in cell.outputs) < 2, cell.source


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


# --- What the notebooks' own run leaves out ---

@pytest.mark.slow
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
