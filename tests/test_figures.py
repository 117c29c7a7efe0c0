"""A figure's description says what is drawn, and changes with it."""
import matplotlib.pyplot as plt
import numpy as np
import pytest

import figures
from partFour import Neural_Network, X, y

x = np.linspace(1, 2, 5)
plane = np.add.outer(x, x)


@pytest.fixture
def axes():
    fig, ax = plt.subplots()
    yield ax
    plt.close("all")


@pytest.fixture
def axes3d():
    yield plt.figure().add_subplot(projection="3d")
    plt.close("all")


DRAWN = {"line": lambda ax, by: ax.plot(x, by * x, label="drawn"),
         "points": lambda ax, by: ax.scatter(x, by * x, label="drawn"),
         "markers": lambda ax, by: ax.plot(x, by * x, "o", label="drawn"),
         "coloured points": lambda ax, by: ax.scatter(x, x, c=by * x, label="drawn"),
         "bars": lambda ax, by: ax.bar(x, by * x, label="drawn"),
         "area": lambda ax, by: ax.fill_between(x, by * x, label="drawn"),
         "span": lambda ax, by: ax.axhspan(1, 2 * by, label="drawn"),
         "contours": lambda ax, by: ax.contour(x, x, by * plane),
         "filled contours": lambda ax, by: ax.contourf(x, x, by * plane),
         "map": lambda ax, by: ax.pcolormesh(x, x, by * plane, label="drawn"),
         "image": lambda ax, by: ax.imshow(by * plane, label="drawn"),
         "error bars": lambda ax, by: ax.errorbar(x, by * x, 0.1, label="drawn"),
         "lines": lambda ax, by: ax.vlines(x, 0, by * x, label="drawn"),
         "text": lambda ax, by: ax.text(1, 2 * by, "drawn"),
         "arrow": lambda ax, by: ax.annotate("drawn", (1, 2 * by), (2, 2), arrowprops={}),
         "limits": lambda ax, by: ax.set_ylim(0, by),
         "x limits": lambda ax, by: ax.set_xlim(-by, 1)}
DRAWN_3D = {"line": lambda ax, by: ax.plot(x, x, by * x, label="drawn"),
            "points": lambda ax, by: ax.scatter(x, x, by * x, label="drawn"),
            "surface": lambda ax, by: ax.plot_surface(*np.meshgrid(x, x), by * plane, cmap="viridis", label="drawn")}


def described(ax, draw, by):
    ax.clear()
    draw(ax, by)
    ax.set(xlim=ax.get_xlim() if draw is DRAWN["x limits"] else (0, 3), ylim=ax.get_ylim() if draw is DRAWN["limits"] else (0, 3))
    if ax.name == "3d":
        ax.set_zlim(0, 6)
    return figures.describe(ax.figure)


@pytest.mark.parametrize("kind", DRAWN)
def test_description_notices_a_change_of_one_percent(axes, kind):
    assert described(axes, DRAWN[kind], 1) == described(axes, DRAWN[kind], 1)
    assert described(axes, DRAWN[kind], 1) != described(axes, DRAWN[kind], 1.01)


@pytest.mark.parametrize("kind", DRAWN_3D)
def test_description_notices_a_change_of_one_percent_in_space(axes3d, kind):
    assert described(axes3d, DRAWN_3D[kind], 1) != described(axes3d, DRAWN_3D[kind], 1.01)


@pytest.mark.parametrize("change", [{"title": "other"}, {"xlabel": "other"}, {"ylabel": "other"}, {"xlim": (0, 9)},
                                    {"yscale": "log"}, {"xticks": []}, {"xticklabels": list("abcde")}])
def test_description_notices_a_change_of_the_axes(axes, change):
    axes.plot(x, x)
    axes.set_xticks(x)
    before = figures.describe(axes.figure)
    axes.set(**change)
    assert figures.describe(axes.figure) != before


def test_description_notices_swapped_axes_and_a_missing_series(axes):
    axes.plot(x, x**2, label="one")
    axes.plot(x, x**3, label="two")
    axes.set(xlim=(0, 8), ylim=(0, 8))
    before = figures.describe(axes.figure)
    axes.lines[0].set_data(x**2, x)
    assert figures.describe(axes.figure) != before
    axes.lines[0].set_data(x, x**2)
    assert figures.describe(axes.figure) == before
    axes.lines[1].remove()
    assert figures.describe(axes.figure) != before


def test_description_notices_a_label_and_a_legend(axes):
    [line] = axes.plot(x, x, label="one")
    before = figures.describe(axes.figure)
    line.set_label("two")
    assert figures.describe(axes.figure) != before
    without_legend = figures.describe(axes.figure)
    axes.legend()
    assert figures.describe(axes.figure) != without_legend


def test_description_gives_label_count_and_the_five_numbers(axes):
    axes.plot([1, 2, 3, 6], [4, 1, 0.12345, 2], label="cost")
    assert ('line "cost": 4 points; x first 1, last 6, least 1, greatest 6, mean 3; '
            "y first 4, last 2, least 0.1235, greatest 4, mean 1.781") in figures.describe(axes.figure)


def test_description_rounds_off_what_differs_between_processors(axes):
    axes.plot(x, np.sin(np.pi * np.linspace(-1, 1, 5)))
    before = figures.describe(axes.figure)
    axes.lines[0].set_ydata(axes.lines[0].get_ydata() * (1 + 1e-14) + 1e-16)
    assert figures.describe(axes.figure) == before
    assert "last 0," in before and "mean 0" in before


def test_network_shows_the_values_of_the_example_and_the_weights():
    network = Neural_Network(rng=5)
    words = figures.describe(figures.network(network, "title", example=X[0]).figure)
    plt.close("all")
    for number in (*X[0], *network.a2[0], network.forward(X)[0, 0], *network.W1.ravel(), *network.W2.ravel()):
        assert f"{number:.2f}".replace("-", "\N{MINUS SIGN}") in words


def test_votes_add_up_to_the_gradient():
    network = Neural_Network(rng=5)
    each = [network.costFunctionPrime(X[[k]], y[[k]]) for k in range(3)]
    ax = figures.votes([one[0] for one in each], [one[1] for one in each])
    plt.close("all")
    whole = np.concatenate([part.ravel() for part in network.costFunctionPrime(X, y)])
    marks = next(line for line in ax.lines if line.get_marker() == "_")
    np.testing.assert_allclose(marks.get_ydata(), whole)
    heights = [[bar.get_height() for bar in bars] for bars in ax.containers]
    np.testing.assert_allclose(np.sum(heights, axis=0), whole)


def test_overview_shows_the_example_in_the_network_and_among_all_predictions():
    network = Neural_Network(rng=5)
    ax = figures.overview(network, X[2])
    left, right, _ = ax.figure.axes
    assert ax is left and left.get_title() == f"10 hours of sleep, 2 of study: {100 * network.forward(X)[2, 0]:.0f} %"
    assert right.lines[0].get_xydata().tolist() == [[10, 2]]
    scores = right.collections[0].get_array().reshape(100, 100)
    np.testing.assert_allclose(scores[[0, -1], [-1, 0]], 100 * network.forward([[1, 0], [0, 1]]).ravel())
    plt.close("all")


def test_many_tests_stand_at_their_hours_coloured_by_their_scores():
    ax = figures.many_tests(np.array([[0.3, 1.0, 0.75], [0.5, 0.2, 0.82]]))
    plt.close("all")
    [points] = ax.collections
    np.testing.assert_allclose(points.get_offsets(), [[3, 5], [5, 1]])
    np.testing.assert_allclose(points.get_array(), [75, 82])
    assert [bar.get_ylabel() for bar in ax.figure.axes[1:]] == ["score (%)"]


def test_time_by_block_has_a_point_for_each_size_on_logarithmic_axes():
    ax = figures.time_by_block([64, 128, 4096], [90, 50, 20])
    plt.close("all")
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [[64, 90], [128, 50], [4096, 20]])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert [label.get_text() for label in ax.get_xticklabels()] == ["64", "4,096"]


def test_errors_by_rows_read_are_the_roots_of_twice_the_costs():
    ax = figures.errors_by_rows_read(2, mini_batches=([100, 200], [12.5, 4.5]), BFGS=([1000, 5000, 9000], [50, 8, 2]))
    plt.close("all")
    polls, bfgs, noise = ax.lines
    np.testing.assert_allclose(polls.get_xydata(), [[100, 5], [200, 3]])
    np.testing.assert_allclose(bfgs.get_xydata(), [[1000, 10], [5000, 4], [9000, 2]])
    np.testing.assert_allclose(noise.get_ydata(), 2)
    assert [line.get_label() for line in ax.lines] == ["mini-batches", "BFGS, all votes each time", "noise"]
    assert len({line.get_linestyle() for line in ax.lines}) == 3


def test_growth_draws_every_method_in_the_same_style_on_both_axes():
    time_axes, memory_axes = figures.growth([10, 100], {"one": [9, 8], "two": [4, 3], "floor": [1, 1]},
                                            {"one": [1, 10], "two": [2, 2]})
    plt.close("all")
    np.testing.assert_allclose([line.get_ydata() for line in time_axes.lines], [[9, 8], [4, 3], [1, 1]])
    np.testing.assert_allclose([line.get_ydata() for line in memory_axes.lines], [[1, 10], [2, 2]])
    for one, other in zip(time_axes.lines, memory_axes.lines):
        assert (one.get_label(), one.get_color(), one.get_linestyle(), one.get_marker()) == (
            other.get_label(), other.get_color(), other.get_linestyle(), other.get_marker())
    assert len({line.get_linestyle() for line in time_axes.lines}) == 3
    assert time_axes.get_ylim()[0] == 0 and memory_axes.get_yscale() == "log"
