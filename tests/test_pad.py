"""The way from a stroke to the 8 x 8 counts of the data set, and what the pad answers (test_browser.py draws on it)."""
import re
import subprocess
import sys

import numpy as np
import pytest
from sklearn.datasets import load_digits

import lesson
from lesson import pad
from partEight import Classifier, learn
from refresh import NOTEBOOKS
from support import drawings

DIGITS, LABELS = load_digits(return_X_y=True)
DIGITS = DIGITS.reshape(-1, 8, 8)


@pytest.fixture(scope="module")
def network():
    network = Classifier(rng=0)
    learn(network, DIGITS.reshape(-1, 64) / 16, np.eye(10)[LABELS], rate=0.05, epochs=20, rng=0)
    return network


def rectangle(top, left, height, width):
    cells = np.zeros((32, 32), dtype=bool)
    cells[top:top + height, left:left + width] = True
    return cells


def extent(cells):
    """Top, left, height and width of the ink."""
    rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
    return rows[0], columns[0], rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1


def test_the_pen_inks_the_cells_around_its_path():
    assert extent(pad.draw([(10, 5), (10, 25)])) == (3, 8, 24, 4)
    dot = pad.draw([(16, 16), (16, 16)])
    assert dot.sum() == 12 and extent(dot) == (14, 14, 4, 4)


def test_none_lifts_the_pen():
    assert extent(pad.draw([(4, 4), (4, 5), None, (28, 4), (28, 5)]))[3] > 20
    assert not pad.draw([(4, 4), (4, 5), None, (28, 4), (28, 5)])[:, 10:22].any()


@pytest.mark.parametrize("box", [(10, 8, 16, 8), (0, 0, 8, 2), (4, 2, 8, 28), (5, 31, 1, 1)])
def test_scaling_stretches_to_the_full_height_and_20_cells(box):
    assert extent(pad.scale(rectangle(*box))) == (0, 6, 32, 20)


@pytest.mark.parametrize("box", [(0, 15, 32, 2), (0, 6, 32, 20), (0, 11, 32, 10), (10, 10, 1, 1), (0, 0, 32, 32)])
def test_every_pen_leaves_320_cells_of_ink(box):
    drawing = rectangle(*box)
    even = pad.ink(drawing)
    assert even.sum() == 320
    assert (even | drawing).sum() == max(320, drawing.sum()), "a thin stroke keeps its cells, a broad one gets no other"


def test_straightening_puts_the_foot_below_the_head():
    leaning = np.zeros((32, 32), dtype=bool)
    for row in range(32):
        leaning[row, 22 - row // 3:24 - row // 3] = True
    assert extent(leaning)[3] == 12 and extent(pad.straighten(leaning))[3] <= 3
    assert (pad.straighten(rectangle(2, 3, 20, 9)) == rectangle(2, 3, 20, 9)).all()


def test_centering_moves_the_mean_of_the_ink_to_the_middle():
    cells = pad.center(rectangle(1, 2, 10, 6))
    assert extent(cells) == (1, 13, 10, 6) and cells.sum() == 60
    wide = rectangle(0, 0, 2, 31) | rectangle(0, 0, 32, 4)
    assert extent(pad.center(wide)) == (0, 1, 32, 31), "the paper's edge stops it"


def test_counting_by_hand():
    cells = rectangle(0, 0, 4, 6)
    assert pad.count(cells)[0].tolist() == [16, 8, 0, 0, 0, 0, 0, 0] and pad.count(cells).sum() == 24


def test_the_data_sets_digits_enlarged_have_their_counts():
    for counts in DIGITS[:300]:
        assert (pad.count(pad.enlarge(counts)) == counts).all()


def test_the_data_sets_digits_come_back_from_the_pad(network):
    """Enlarged and sent through all the steps, nearly all are read as before; drawn smaller elsewhere, most."""
    digits = DIGITS[::6]
    before = network.predict(digits.reshape(-1, 64) / 16)
    shrunk = np.arange(20) * 32 // 20
    for move in (lambda cells: cells, lambda cells: np.pad(cells[np.ix_(shrunk, shrunk)], ((1, 11), (9, 3)))):
        returned = [pad.count(pad.prepare(move(pad.enlarge(counts)))).ravel() / 16 for counts in digits]
        assert np.mean(network.predict(returned) == before) > 0.93


def test_drawings_in_nine_ways_are_read(network):
    """74 of the 90 before each digit was stretched, evened out and straightened."""
    right = [[np.argmax(answer(network, pad.as_text(pad.draw(*drawings.stroke(way, digit))))["answer"]) == digit
              for digit in range(10)] for way in drawings.WAYS]
    assert np.sum(right) >= 85, dict(zip(drawings.WAYS, np.sum(right, axis=1)))


@pytest.mark.parametrize("name", pad.READY)
def test_ready_made_strokes_are_read(name, network):
    assert np.argmax(answer(network, pad.as_text(pad.draw(pad.READY[name])))["answer"]) == int(name)


def answer(network, drawing, **options):
    return pad.answer(network.forward, drawing, **options)


def test_practice_draws_each_digit_in_two_forms_with_an_unsteady_hand():
    counts, labels = pad.practice(times=20, rng=1)
    assert labels.tolist() == np.repeat(np.arange(10), 20).tolist() and counts.shape == (200, 64)
    assert len({tuple(row) for row in counts.tolist()}) == 200, "no two alike"
    np.testing.assert_array_equal(counts, pad.practice(times=20, rng=1)[0])
    steady = [[pad.count(pad.prepare(pad.draw(form[str(digit)]))).ravel() for form in (pad.READY, pad.OTHERS)]
              for digit in range(10)]
    means = counts.reshape(10, 10, 2, 64).mean(axis=1)  # of each digit, in the one form and in the other
    distances = np.linalg.norm(means[:, :, None] - np.array(steady)[:, None], axis=3)
    assert (distances.argmin(axis=2)[1:] == [0, 1]).all(), "the two zeros are alike"


def test_the_stages_are_those_of_the_steps():
    drawing = pad.draw(pad.READY["3"], pen=1.1)
    stages = dict(pad.stages(drawing))
    np.testing.assert_array_equal(stages["straight, centered"], pad.prepare(drawing))
    np.testing.assert_array_equal(stages["ink counted"], pad.count(pad.prepare(drawing)))


def test_each_step_can_be_switched_off(network):
    drawing = pad.draw(pad.READY["3"])
    for steps in np.ndindex(2, 2, 2, 2):
        expected = drawing
        for step, on in zip(pad.STEPS, steps):
            expected = step(expected) if on else expected
        given = answer(network, pad.as_text(drawing), **{step.__name__: bool(on) for step, on in zip(pad.STEPS, steps)})
        assert given["counts"] == pad.count(expected).ravel().tolist()
        np.testing.assert_allclose(given["answer"], network.forward(pad.count(expected).reshape(1, 64) / 16)[0])


def test_an_empty_pad_has_no_answer(network):
    assert answer(network, "0" * 1024) == {"counts": [0] * 64, "answer": []}


def test_a_question_from_the_front_end_is_answered_once(network, monkeypatch):
    widget, sent = pad.widget_class()(network.forward), []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: sent.append(content))
    widget._handle_msg({"content": {"data": {"method": "custom", "content": {
        "cells": widget.ready["7"]}}}, "buffers": []})
    assert [np.argmax(each["answer"]) for each in sent] == [7]


def test_the_front_end_draws_with_the_same_pen():
    script = pad.Path(pad.__file__).with_suffix(".js").read_text(encoding="utf-8")
    assert float(re.search(r"const PEN = ([\d.]+)", script)[1]) == pad.PEN
    assert int(re.search(r"const SIDE = (\d+)", script)[1]) == pad.SIDE


def test_a_sentence_stands_where_nobody_can_draw(capsys, monkeypatch, network):
    monkeypatch.setattr(lesson, "reader_is_there", lambda: False)
    pad.drawing_pad(network.forward)
    assert capsys.readouterr().out == "Run this cell in Jupyter to draw a digit here.\n"


@pytest.mark.parametrize("package", ["anywidget", "ipywidgets"])
def test_a_kernel_without_the_pads_packages_is_told_what_to_do_and_does_the_rest(package):
    code = f"""import sys
sys.modules[{package!r}] = None
import lesson
from lesson import pad, photo
lesson.reader_is_there = lambda: True
assert photo.cells(photo.pretend(pad.READY["5"])).any() and pad.kept("nowhere")[0].shape == (0, 64)
pad.drawing_pad(None)"""
    done = subprocess.run([sys.executable, "-c", code], cwd=NOTEBOOKS, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (
        f"This kernel has no {package}, which the pad needs: run %pip install -r ../requirements.txt in a cell and "
        "restart the kernel.\n", "")


def test_kept_drawings_come_back_prepared_with_their_labels(tmp_path, network, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert [part.shape for part in pad.kept()] == [(0, 64), (0,)]
    for number, digit in enumerate("273", 1):
        assert answer(network, pad.as_text(pad.draw(pad.READY[digit])), keep=int(digit)) == {
            "kept": f"{number} kept in my-digits.txt"}
    assert answer(network, "0" * 1024, keep=1) == {"kept": "nothing is drawn yet"}
    counts, labels = pad.kept()
    assert labels.tolist() == [2, 7, 3]
    np.testing.assert_array_equal(counts[1], pad.count(pad.prepare(pad.draw(pad.READY["7"]))).ravel())


SOME, OTHER = "01" * 512, "0011" * 256


@pytest.mark.parametrize("text", [
    f"3 {SOME}", f"3 {SOME}\n\n  \n", f"\ufeff3 {SOME}\n", f" 3   {SOME} \r\n"],
    ids=["no end of line", "empty lines", "byte order mark", "spaces, Windows"])
def test_what_an_editor_does_to_the_file_loses_nothing(text, tmp_path):
    mine = tmp_path / "mine.txt"
    mine.write_bytes(text.encode())
    assert pad.keep_drawing(OTHER, 7, mine) == f"2 kept in {mine}"
    assert pad.read_lines(mine) == [["3", SOME], ["7", OTHER]]


@pytest.mark.parametrize("line", ["7", f"x {SOME}", f"7 {SOME[:700]}", f"12 {SOME}", "7 " + "2" * 1024,
                                  "7 " + "0" * 1024, f"7 {SOME} {SOME}"])
def test_a_line_that_is_no_drawing_is_named_and_nothing_is_added(line, tmp_path):
    mine = tmp_path / "mine.txt"
    mine.write_text(f"3 {SOME}\n\n{line}\n")
    before = mine.read_bytes()
    with pytest.raises(ValueError, match="line 3 of .*mine.txt .*delete that line"):
        pad.kept(mine)
    assert re.match("not kept: line 3 of .*mine.txt", pad.keep_drawing(OTHER, 7, mine))
    assert mine.read_bytes() == before


def test_a_file_in_another_encoding_is_told(tmp_path):
    mine = tmp_path / "mine.txt"
    mine.write_text(f"3 {SOME}\n", encoding="utf-16")
    with pytest.raises(ValueError, match="mine.txt isn't plain text: save it as UTF-8"):
        pad.kept(mine)


def test_git_ignores_the_readers_drawings_and_no_handout_takes_them():
    from handout import FILES, LESSON
    root = pad.Path(__file__).parents[1]
    assert pad.MINE in (root / ".gitignore").read_text(encoding="utf-8").split()
    assert not any(pad.MINE in name for name in (*FILES, *LESSON))
