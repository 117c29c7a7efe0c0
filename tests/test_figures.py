"""A figure's description says what is drawn, and changes with it."""
import base64
import contextlib

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba

from lesson import figures
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
         "upright span": lambda ax, by: ax.axvspan(1, 2 * by, label="drawn"),
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
    axes.bar(x, x - x[0] * (1 + 1e-15))
    assert "height first 0," in figures.describe(axes.figure)


def test_description_tells_the_smallest_numbers_on_logarithmic_axes_only(axes):
    tiny = (1e-12, 1e-12)
    axes.axhline(1e-12)
    axes.axvline(1e-12)
    axes.text(*tiny, "here")
    axes.annotate("from here to here", tiny, tiny, arrowprops={})
    axes.plot([1e-12, 1], [1, 1])
    axes.set(xlim=(1e-12, 1), ylim=(1e-12, 1))
    assert figures.describe(axes.figure).count("1e-12") == 0
    axes.set(xscale="log", yscale="log")
    assert figures.describe(axes.figure).count("1e-12") == 12


def test_a_number_is_a_rounding_error_up_to_a_billionth_of_the_size_beside_it():
    assert [figures.number(value) for value in (1.1e-9, 1e-9, -1e-9)] == ["1.1e-09", "0", "0"]
    assert [figures.number(2e-9, size) for size in (1, 2)] == ["2e-09", "0"]


def test_a_picture_comes_with_its_size_on_the_page_and_its_description_and_is_sharper(axes):
    axes.figure.set(size_inches=(4, 3), dpi=100)
    png, about = figures.picture(axes.figure)
    assert about == {"width": 400, "height": 300, "alt": figures.describe(axes.figure)}
    assert int.from_bytes(base64.b64decode(png)[16:20], "big") > 400  # a PNG's width stands there


@pytest.mark.parametrize("title", ["good", r"$\nonsense$"])
def test_a_picture_leaves_the_figure_as_it_was_even_if_it_can_not_be_drawn(axes, title):
    axes.set_title(title)
    before = axes.figure.canvas, axes.figure.dpi
    with contextlib.suppress(ValueError):
        figures.picture(axes.figure)
    assert (axes.figure.canvas, axes.figure.dpi) == before


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
    network.W2 = 3 * np.abs(network.W2)
    ax = figures.overview(network, X[1])
    left, right, bar = ax.figure.axes
    assert ax is left and left.get_title() == f"5 hours of sleep, 1 of study: {100 * network.forward(X)[1, 0]:.0f} %"
    assert right.lines[0].get_xydata().tolist() == [[5, 1]]
    assert bar.get_ylim() == (0, 100)
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
    assert {label.get_text().rstrip("0,") for label in ax.get_yticklabels()} == {"1", "2", "5"}
    low, high = ax.get_ylim()
    assert 20 / 2 < low < 20 and 90 < high < 90 * 2


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


def test_network_draws_a_negative_weight_as_a_broken_line_of_its_own_colour_and_a_stronger_one_thicker():
    network = Neural_Network(rng=5)
    network.W1 = np.array([[0, 0.4, -0.5], [-0.6, 0.7, 0.8]])
    lines = figures.network(network, "title").collections[0]
    plt.close("all")
    broken = [dashes is not None for _, dashes in lines.get_linestyle()]
    assert broken == [color == to_rgba(figures.VERMILION) for color in map(tuple, lines.get_color())] == [0, 0, 1, 1, 0, 0]
    assert (np.diff([0, *lines.get_linewidth()]) > 0).all()


def test_nothing_in_a_diagram_is_cut_off():
    for ax in (figures.network((2, 3, 1), ""), figures.shapes(("A", 3, 2, "three", "two"), ("B", 2, 3, "two", "three"), title="")):
        canvas = FigureCanvasAgg(ax.figure)
        canvas.draw()
        left, low, right, high = ax.get_window_extent().extents.astype(int)
        pixels = np.asarray(canvas.buffer_rgba())[::-1][low:high, left:right]
        for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]):
            assert (edge == 255).all() and (pixels < 255).any()
    plt.close("all")


def test_penalty_names_each_power_of_ten_at_its_place_and_zero_where_its_costs_stand():
    ax = figures.penalty(1e-2, [0, 1e-5, 1e-1], [3, 2, 1], [4, 3, 2], Neural_Network(rng=5), [10, 5])
    plt.close("all")
    [zero] = ax.lines[1].get_xdata()
    assert {label.get_text(): place for label, place in zip(ax.get_xticklabels(), ax.get_xticks(), strict=True)} == {
        "0": zero, "0.0001": -4, "0.01": -2}


def test_many_starts_draws_what_ends_at_the_floor_or_below_it_on_the_floor():
    ax = figures.many_starts([1, 1, 1], np.array([1e-3, 1e-6, 1e-9]), 1e-6)
    plt.close("all")
    _, stuck, fits = ax.lines
    assert stuck.get_xydata().tolist() == [[0, 1e-3]]
    assert fits.get_xydata().tolist() == [[1, 1e-6], [2, 1e-6]]


def test_time_to_try_grows_a_thousandfold_with_each_weight_from_under_a_day_beyond_the_age_of_the_universe():
    ax = figures.time_to_try(2e-5)
    plt.close("all")
    curve, *lengths = ax.lines
    np.testing.assert_allclose(curve.get_xydata(), [[weights, 2e-5 * 1000**weights] for weights in range(1, 10)])
    year = 365.25 * 24 * 60 * 60
    assert {text.get_text(): line.get_ydata()[0] for text, line in zip(ax.texts, lengths, strict=True)} == {
        "a day": 24 * 60 * 60, "a year": year, "age of the universe": pytest.approx(13.8e9 * year, rel=0.01)}
    assert 0 < ax.get_xlim()[0] < ax.texts[0].get_position()[0] < 1 and 9 < ax.get_xlim()[1] < 10


def test_score_maps_number_every_ten_percent_between_the_least_and_the_greatest_score():
    hours = np.linspace(0, 1, 30)
    [ax] = figures.score_maps(hours, hours, 0, 0, ("title", np.tile(np.linspace(61, 95, 30), (30, 1))))
    assert [text.get_text() for text in ax.texts] == ["70", "80", "90"]
    assert "level first 70, last 90" in figures.describe(ax.figure)
    plt.close("all")


def test_set_up_prints_arrays_to_four_digits_without_exponents():
    with plt.rc_context(), np.printoptions():
        figures.set_up()
        assert str(np.array([1e-7, 0.12345])) == "[0.     0.1235]"
