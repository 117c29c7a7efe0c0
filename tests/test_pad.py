"""The way from a stroke to the 8 x 8 counts of the data set, and what the pad answers (test_browser.py draws on it)."""
import re

import numpy as np
import pytest
from sklearn.datasets import load_digits

import lesson
from lesson import pad
from partEight import Classifier, learn

DIGITS, LABELS = load_digits(return_X_y=True)
DIGITS = DIGITS.reshape(-1, 8, 8)


@pytest.fixture(scope="module")
def network():
    network = Classifier(rng=0)
    learn(network, DIGITS.reshape(-1, 64) / 16, np.eye(10)[LABELS], rate=0.05, rng=0)
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


@pytest.mark.parametrize("box, scaled", [
    ((10, 8, 16, 8), (0, 4, 32, 16)),     # twice as large, around its middle
    ((0, 0, 8, 2), (0, 0, 32, 8)),        # as near to its middle as the paper allows
    ((4, 2, 8, 28), (0, 4, 32, 24)),      # no wider than 24
    ((0, 12, 32, 8), (0, 12, 32, 8))])    # as it was
def test_scaling_fills_the_height_and_keeps_the_proportions(box, scaled):
    assert extent(pad.scale(rectangle(*box))) == scaled


def test_centering_moves_to_the_middle_and_changes_nothing_else():
    cells = pad.center(rectangle(1, 2, 10, 6))
    assert extent(cells) == (11, 13, 10, 6) and cells.sum() == 60


def test_thickening_adds_the_nearest_cells_up_to_260():
    thin = rectangle(0, 15, 32, 2)
    thick = pad.thicken(thin)
    assert thick.sum() == 260 and (thick & thin).sum() == 64
    assert extent(thick)[3] <= 10
    broad = rectangle(0, 8, 32, 12)
    assert (pad.thicken(broad) == broad).all()


def test_counting_by_hand():
    cells = rectangle(0, 0, 4, 6)
    assert pad.count(cells)[0].tolist() == [16, 8, 0, 0, 0, 0, 0, 0] and pad.count(cells).sum() == 24


def test_the_data_sets_digits_enlarged_have_their_counts():
    for counts in DIGITS[:300]:
        assert (pad.count(pad.enlarge(counts)) == counts).all()


def test_the_data_sets_digits_come_back_from_the_pad(network):
    """Enlarged and sent through all the steps, nearly all are read as before; drawn smaller elsewhere, most."""
    digits = DIGITS[::3]
    before = network.predict(digits.reshape(-1, 64) / 16)
    shrunk = np.arange(20) * 32 // 20
    for move, least in ((lambda cells: cells, 0.95),
                        (lambda cells: np.pad(cells[np.ix_(shrunk, shrunk)], ((1, 11), (9, 3))), 0.93)):
        drawings = [move(pad.enlarge(counts)) for counts in digits]
        returned = [pad.count(pad.thicken(pad.center(pad.scale(cells)))).ravel() / 16 for cells in drawings]
        assert np.mean(network.predict(returned) == before) > least


@pytest.mark.parametrize("name", pad.READY)
def test_ready_made_strokes_are_read(name, network):
    answer = some_pad(network).answer(text(pad.draw(pad.READY[name])), scale=True, center=True, thicken=True)
    assert np.argmax(answer["answer"]) == int(name)


def some_pad(network):
    return pad.Pad(network.forward)


def text(cells):
    return "".join("01"[ink] for ink in cells.astype(int).flat)


def test_each_step_can_be_switched_off(network):
    drawing = pad.draw(pad.READY["3"])
    for steps in np.ndindex(2, 2, 2):
        expected = drawing
        for step, on in zip((pad.scale, pad.center, pad.thicken), steps):
            expected = step(expected) if on else expected
        answer = some_pad(network).answer(text(drawing), **dict(zip(("scale", "center", "thicken"), map(bool, steps))))
        assert answer["counts"] == pad.count(expected).ravel().tolist()
        np.testing.assert_allclose(answer["answer"], network.forward(pad.count(expected).reshape(1, 64) / 16)[0])


def test_an_empty_pad_has_no_answer(network):
    assert some_pad(network).answer("0" * 1024, scale=True, center=True, thicken=True) == {
        "counts": [0] * 64, "answer": []}


def test_a_question_from_the_front_end_is_answered_once(network, monkeypatch):
    widget, sent = some_pad(network), []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: sent.append(content))
    widget._handle_msg({"content": {"data": {"method": "custom", "content": {
        "cells": widget.ready["7"], "scale": True, "center": True, "thicken": True}}}, "buffers": []})
    assert [np.argmax(each["answer"]) for each in sent] == [7]


def test_the_front_end_draws_with_the_same_pen():
    script = pad.Path(pad.__file__).with_suffix(".js").read_text(encoding="utf-8")
    assert float(re.search(r"const PEN = ([\d.]+)", script)[1]) == pad.PEN
    assert int(re.search(r"const SIDE = (\d+)", script)[1]) == pad.SIDE


def test_a_sentence_stands_where_nobody_can_draw(capsys, monkeypatch, network):
    monkeypatch.setattr(lesson, "reader_is_there", lambda: False)
    pad.drawing_pad(network.forward)
    assert capsys.readouterr().out == "Run this cell in Jupyter to draw a digit here.\n"
