"""The circuit: what it computes, what it says and draws, and what it refuses (test_browser.py steps through it)."""
import sys

import numpy as np
import pytest

import lesson
from lesson import network_lines
from partFour import Neural_Network, X, y
from partNine import Value

module = sys.modules["lesson.circuit"]  # lesson.circuit is its function
LINES = ["u = w * x", "J = half_square(u)"]


def graph_of(lines, values, weights=(), **others):
    return module.from_lines(lines, values, weights, **others)


def slopes_of(graph):
    """The slope of each node that gets one, by its name or its text."""
    slopes, _ = module.run_back(graph, module.run_forward(graph))
    return {node["name"] or node["text"]: slope
            for node, slope, gets in zip(graph["nodes"], slopes, module.needed(graph)) if gets}


def test_whole_numbers():
    graph = graph_of(LINES, {"w": 3, "x": 2}, ["w"])
    assert module.run_forward(graph) == [3, 2, 6, 18]
    assert slopes_of(graph) == {"w": 12, "u": 6, "J": 1}
    assert slopes_of(graph_of(LINES, {"w": 3, "x": 2}, ["w"], slopes="all"))["x"] == 18
    assert slopes_of(graph_of(LINES, {"w": 3, "x": 2}, ["w"], forward_only=True)) == {}


def test_the_table_says_values_and_slopes():
    assert module.in_words(graph_of(LINES, {"w": 3, "x": 2}, "w", title="Walk back")) == (
        "Walk back.\n"
        "                            value  slope\n"
        "w                   weight      3     12\n"
        "x                   data        2\n"
        "u = w * x                       6      6\n"
        "J = half_square(u)             18      1")


@pytest.mark.parametrize("example", range(3))
def test_the_network_of_one_test_has_part_fours_slopes(example):
    NN = Neural_Network(rng=example)
    graph = graph_of(network_lines(), {"x": X[example], "y": y[example], "W1": NN.W1, "W2": NN.W2}, ["W1", "W2"])
    found = slopes_of(graph)
    for name, gradient in zip(("W1", "W2"), NN.costFunctionPrime(X[[example]], y[[example]])):
        for place, slope in np.ndenumerate(gradient):
            np.testing.assert_allclose(found[f"{name}[{place[0]}, {place[1]}]"], slope, rtol=1e-12)


def test_a_value_of_part_nine_is_drawn_with_its_slopes():
    w, x = Value(3, "w"), Value(-2, "x")
    J = (w * x + x).relu() + (w * w).log() - 2 / x
    J.backward()
    graph = module.from_value(J)
    assert slopes_of(graph)["w"] == w.grad and slopes_of(graph)["x"] == x.grad
    assert module.run_forward(graph)[-1] == J.data


def test_long_expressions_of_a_value_are_cut_by_names():
    w = Value(2, "weight")
    t = (w * 2 + 1) * (w * 3 + 1)
    assert module.in_words(module.from_value(t * t)).splitlines()[-2:] == [
        "v1 = ((weight * 2) + 1) * ((weight * 3) + 1)             35     70",
        "J = v1 * v1                                            1225      1"]


@pytest.mark.parametrize("lines, values, weights, words", [
    (["u = v + 1", "v = u * 2"], {}, (), "circle"),
    (["u = sin(x)"], {"x": 1}, (), "none of the operations"),
    (["u = w * x"], {"w": [1, 2], "x": 1}, (), "single numbers"),
    (["u = w * x"], {"w": 1}, (), "x has no value"),
    (["u = w * 2"], {"w": 1, "v": 2}, (), "no line uses v"),
    (["u = w * 2"], {"w": 1}, "v", "no line uses the weight v"),
    (["u = w *"], {"w": 1}, (), "name = expression"),
    (["u = w[3] * 2"], {"w": [1, 2]}, (), "there is no w"),
    (["u = log(w)"], {"w": -1}, (), "comes to nan"),
    (["u = w * 2"], {"w": np.inf}, (), "finite"),
    (["u = w * 2", "v = w + 1"], {"w": 1}, (), "doesn't lead to v"),
    (["u = w * 2", "u = w + 1"], {"w": 1}, (), "two lines"),
    ([f"u{k} = {f'u{k - 1}' if k else 'w'} * 2" for k in range(40)], {"w": 1}, (), "more than 60 nodes")])
def test_bad_lines_are_refused_with_a_sentence(lines, values, weights, words):
    with pytest.raises(ValueError, match=words):
        lesson.circuit(lines, values, weights)


def test_bad_values_are_refused_with_a_sentence():
    w = Value(2)
    circle = w * w
    circle.parents = ((circle, None),)
    with pytest.raises(ValueError, match="circle"):
        lesson.circuit(circle)
    strange = w * w
    strange.name = strange.operation = "sine"
    with pytest.raises(ValueError, match="none of the operations"):
        lesson.circuit(strange)
    with pytest.raises(ValueError, match="single numbers"):
        lesson.circuit(Value([[1, 2]]) @ Value([[1], [2]]))
    with pytest.raises(ValueError, match="single numbers"):
        lesson.circuit(Value([1, 2]) * 2)
    with pytest.raises(TypeError, match="lines or a Value"):
        lesson.circuit(3)
    long = w
    for _ in range(60):
        long = long * w
    with pytest.raises(ValueError, match="61 nodes"):
        lesson.circuit(long)
    doubled = w
    for _ in range(9):
        doubled = doubled + doubled
    with pytest.raises(ValueError, match="hasty"):
        lesson.circuit(doubled, orders=True)
    lesson.circuit(doubled)


def test_the_module_is_small():
    assert module.Path(module.__file__).with_suffix(".js").stat().st_size < 30_000
