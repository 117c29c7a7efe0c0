"""A figure's description says what is drawn, and changes with it; sliders draw anew, and describe what they draw."""
import base64
import itertools
import sys
from types import SimpleNamespace

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import Rectangle

from lesson import figures, set_up, widgets, you_said
from lesson.descriptions import describe, in_digits, picture
from partFour import Neural_Network, X

x = np.linspace(1, 2, 5)
many = np.linspace(1, 2, 50)
plane = np.add.outer(x, x)


@pytest.fixture(autouse=True)
def house_style():
    """Each test draws in the house style, on figures of its own."""
    with plt.rc_context(), np.printoptions():
        set_up()
        yield
    plt.close("all")


def described(draw):
    """The description of a panel with fixed limits on which draw(ax) drew."""
    fig, ax = plt.subplots()
    ax.set(xlim=(0, 3), ylim=(0, 3))
    draw(ax)
    plt.close(fig)
    return describe(fig)


# What may be drawn, with data that are multiplied by `by` and a look that may be changed
DRAWN = {"line": lambda ax, by=1, **look: ax.plot(x, by * x, **look),
         "long line": lambda ax, by=1, **look: ax.plot(many, by * many, **look),
         "line along x": lambda ax, by=1, **look: ax.plot(by * many, many, **look),
         "markers": lambda ax, by=1, **look: ax.plot(x, by * x, **{"marker": "o", "linestyle": "none", **look}),
         "line across": lambda ax, by=1, **look: ax.axhline(by, **look),
         "line upright": lambda ax, by=1, **look: ax.axvline(by, **look),
         "scattered": lambda ax, by=1, **look: ax.scatter(x, by * x, **look),
         "scattered colors": lambda ax, by=1, **look: ax.scatter(x, x, c=by * x, **look),
         "bars": lambda ax, by=1, **look: ax.bar(x, by * x, **look),
         "lying bars": lambda ax, by=1, **look: ax.barh(x, by * x, **look),
         "area": lambda ax, by=1, **look: ax.fill_between(x, by * x, **look),
         "band": lambda ax, by=1, **look: ax.axhspan(1, 2 * by, **look),
         "rectangle": lambda ax, by=1, **look: ax.add_patch(Rectangle((1, 1), by, 1, **look)),
         "lines": lambda ax, by=1, **look: ax.vlines(x, 0, by * x, **look),
         "contours": lambda ax, by=1: ax.contour(x, x, by * plane),
         "filled contours": lambda ax, by=1, **look: ax.contourf(x, x, by * plane, levels=[0, 3, 5], **look),
         "map": lambda ax, by=1, **look: ax.pcolormesh(x, x, by * plane, **look),
         "map's place": lambda ax, by=1: ax.pcolormesh(by * x, x, plane),
         "image": lambda ax, by=1, **look: ax.imshow(by * plane, **look),
         "text": lambda ax, by=1, **look: ax.text(1, 2 * by, "here", **look),
         "pointer": lambda ax, by=1, **look: ax.annotate("", (1, 2 * by), (2, 2), arrowprops=look),
         "limit": lambda ax, by=1: ax.set_xlim(-by, 3)}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_description_notices_a_change_of_one_percent(draw):
    assert described(draw) == described(draw)
    assert described(draw) != described(lambda ax: draw(ax, 1.01))


def test_a_contours_labels_are_described_without_their_places():
    def draw(ax, fmt="%g", by=1):
        for text in ax.clabel(ax.contour(x, x, plane, levels=[2.5, 3.5]), fmt=fmt):
            text.set_x(by * text.get_position()[0])
    words = described(draw)
    assert 'On the contours: "2.5", "3.5".' in words and words == described(lambda ax: draw(ax, by=1.1))
    assert words != described(lambda ax: draw(ax, fmt="%.2f"))


@pytest.mark.parametrize(("kind", "look"), [
    *itertools.product(["line", "markers", "line across", "scattered", "bars", "area", "rectangle", "lines", "text",
                        "pointer"], [{"color": "red"}]),
    *itertools.product(["line", "markers", "line across", "scattered", "bars", "area", "lines"], [{"label": "new"}]),
    *itertools.product(["line", "line across", "lines"], [{"linestyle": "--"}]),
    *itertools.product(["line", "line across"], [{"linewidth": 0.3}]),
    *itertools.product(["map", "filled contours", "image"], [{"cmap": "jet"}]),
    ("line", {"marker": "s"}), ("markers", {"marker": "s"}), ("markers", {"markerfacecolor": "red"}),
    ("markers", {"markeredgecolor": "red"}), ("lines", {"linewidths": [1, 2]}), ("bars", {"hatch": "//"}),
    ("map", {"norm": "log"})])
def test_description_notices_a_change_of_look(kind, look):
    assert described(DRAWN[kind]) != described(lambda ax: DRAWN[kind](ax, **look))


@pytest.mark.parametrize("change", [
    {"title": "new"}, {"xlabel": "new"}, {"ylabel": "new"}, {"ylim": (0, 9)}, {"yscale": "log"},
    {"xticks": [1, 2]}, {"xticks": []}, {"xticklabels": list("abcde")}, {"axis": "off"}])
def test_description_notices_a_change_of_the_axes(change):
    def draw(ax, change=()):
        ax.set(xticks=x)
        for name, value in dict(change).items():
            ax.axis(value) if name == "axis" else ax.set(**{name: value})
    assert described(draw) != described(lambda ax: draw(ax, change))


def test_description_notices_a_missing_series_a_legend_and_a_color_bar():
    def both(ax):
        ax.plot(x, x, label="one")
        ax.plot(x, x**2, label="two")
    one, legend = lambda ax: ax.plot(x, x, label="one"), lambda ax: (both(ax), ax.legend())
    assert len({described(draw) for draw in (both, one, legend)}) == 3
    assert "color bar: hours" in described(lambda ax: ax.figure.colorbar(ax.imshow(plane), ax=ax, label="hours"))


def test_description_begins_with_the_finding_and_goes_on_in_sentences():
    fig, (left, right) = plt.subplots(1, 2)
    left.plot([1, 2, 3], [4, 1, 0.12345], "o-", label="cost")
    left.set(title="It falls", xlabel="step", xlim=(0, 4), ylim=(0, 5))
    right.set_title("Does it?")
    assert describe(fig).splitlines()[:5] == ["It falls; Does it?", "Panel 1: It falls.", "x axis: step, from 0 to 4.",
                                              "y axis: no label, from 0 to 5.",
                                              'Line "cost" (blue, solid, blue circles): (1, 4), (2, 1), (3, 0.123).']
    fig.suptitle("Both")
    assert describe(fig).startswith("Both.\nPanel 1")
    right.remove()
    assert describe(fig).startswith("Both.\nIt falls.\nx axis")
    line = described(lambda ax: ax.plot(range(14), [5, *range(13)])).splitlines()[-1]
    assert line == ("Line (blue, solid): 14 points, from (0, 5) to (13, 12), lowest (1, 0), highest (13, 12), "
                    "mean (6.5, 5.93).")


def test_description_shows_three_digits_and_no_rounding_errors():
    numbers = {0.12345: "0.123", 12345.6: "12,300", 1999: "1,999", 1e-9: "1e-09", 1.2e7: "1.2e+07"}
    assert {number: in_digits(number) for number in numbers} == numbers
    assert [in_digits(value, 1) for value in (2e-6, 1e-6, -1e-9)] == ["2e-06", "0", "0"]
    almost = np.sin(np.pi * np.linspace(-1, 1, 50))
    draw = DRAWN["long line"]
    assert described(lambda ax: draw(ax, almost)) == described(lambda ax: draw(ax, almost * (1 + 1e-14) + 1e-16))
    tiny = described(lambda ax: (ax.loglog(1e-9, 1e-9, "o"), ax.set(xlim=(1e-10, 1), ylim=(1e-10, 1))))
    assert "(1e-09, 1e-09)" in tiny


@pytest.mark.parametrize("name, draw", [
    ("Quiver", lambda ax: ax.quiver(x, x, x, x)),
    ("Line2D", lambda ax: ax.plot(np.array(["2026-11-24", "2026-11-25"], dtype="datetime64[D]"), [1, 2])),
    ("Poly3DCollection", lambda ax: ax.figure.add_subplot(projection="3d").plot_surface(plane, plane, plane))])
def test_whatever_else_a_reader_draws_is_shown_and_named(name, draw):
    fig, ax = plt.subplots()
    draw(ax)
    assert f"{name}." in describe(fig) and picture(fig)


def test_picture_is_whole_sharp_and_carries_the_description():
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.plot(x, x)
    png, about = picture(fig)
    assert about == {"width": 400, "height": 300, "alt": describe(fig)}
    assert int.from_bytes(base64.b64decode(png)[16:20], "big") == 600  # a PNG's width in pixels
    assert picture(fig) == (png, about)


@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (2, 3, 4, 1), [1, 1, 2, 5, 3]])
def test_network_joins_each_unit_to_each_of_the_next_layer(sizes):
    ax = figures.network(sizes, "title")
    *synapses, = (len(each.get_segments()) for each in ax.collections if hasattr(each, "get_segments"))
    assert synapses == [before * after for before, after in itertools.pairwise(sizes)]
    assert [len(each.get_offsets()) for each in ax.collections if not hasattr(each, "get_segments")] == list(sizes)


def test_three_tests_keep_any_test_in_view_and_show_the_guess():
    ax = figures.three_tests(np.array([[3, 5], [14, 9]]), np.array([[75], [82]]), guess=85)
    tests = [line.get_xydata()[0] for line in ax.lines]
    np.testing.assert_allclose(tests, [[3, 5], [14, 9], [8, 3]])
    assert ax.get_xlim()[1] > 14 and ax.get_ylim()[1] > 9
    assert "your guess, 85 %" in describe(ax.figure)
    for no_score in ("86%", 0.86, None):
        assert "tonight: ? %" in describe(figures.three_tests(np.ones((1, 2)), [[75]], guess=no_score).figure)


@pytest.mark.parametrize("guess, words", [
    (85, "you said 85 %"), (np.float64(86.5), "you said 86.5 %"), (None, "put your number in place of None"),
    ("86%", "without a percent sign"), (0.86, "if you meant 86 %, write 86"), (860, "between 0 and 100 %"),
    (float("nan"), "between 0 and 100 %"), ([86], "one number, in percent")])
def test_a_guess_is_told_in_percent_and_anything_else_with_what_to_write(guess, words):
    assert words in you_said(guess)


def test_stills_draw_each_position_on_axes_with_the_same_limits():
    def draw(w, ax=None):
        ax.plot([0, 1], [0, w], label="curve")
        if w > 1:
            ax.set_title("steep")
    axes = figures.stills(draw, [{"w": 1}, {"w": 5}], "It gets steeper")
    assert [ax.get_title("left") for ax in axes] == ["w = 1", "steep"] and axes[0].get_ylim() == axes[1].get_ylim()
    assert describe(axes[0].figure).startswith("It gets steeper.\n")


def test_overview_shows_the_example_in_the_network_and_among_all_predictions():
    network = Neural_Network(rng=5)
    left, right, _ = figures.overview(network, X[1]).figure.axes
    assert left.get_title("left") == f"5 hours of sleep, 1 of study: {100 * network.forward(X)[1, 0]:.0f} %"
    assert right.lines[0].get_xydata().tolist() == [[5, 1]]
    scores = right.collections[0].get_array().reshape(100, 100)
    np.testing.assert_allclose(scores[[0, -1], [-1, 0]], 100 * network.forward([[1, 0], [0, 1]]).ravel())


def test_video_says_its_address_and_fetches_nothing():
    video = widgets.YouTubeVideo("abc")
    assert repr(video) == "Video: https://www.youtube.com/watch?v=abc" and video._repr_jpeg_ is None
    assert 'src="https://www.youtube-nocookie.com/embed/abc" title="' in video._repr_html_()


def show_slider(monkeypatch, reader):
    """Show a slider to a reader, or to nobody: the widgets that are displayed."""
    def draw(w):
        ax = plt.subplots()[1]
        ax.set(title=f"w is {w:g}", ylim=(0, 10 * w))
        return ax
    displayed = []
    kernel = SimpleNamespace(get_parent=lambda: {"content": {"allow_stdin": reader}})
    monkeypatch.setattr(widgets, "get_ipython", lambda: SimpleNamespace(kernel=kernel))
    monkeypatch.setattr(widgets.display, "display", displayed.append)
    widgets.slider(draw, w=(0, 1, 0.1, 0.5, "weight"))
    return displayed


def test_a_sentence_stands_in_place_of_a_slider_where_nobody_can_move_it(monkeypatch, capsys):
    assert show_slider(monkeypatch, reader=False) == []
    assert capsys.readouterr().out == "Run this cell in Jupyter to move a slider here: weight from 0 to 1.\n"
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    assert show_slider(monkeypatch, reader=True) == []
    assert capsys.readouterr().out == "Install ipywidgets to move a slider here: weight from 0 to 1.\n"


def test_a_slider_moved_and_moved_back_shows_the_same_and_leaves_no_figure_open(monkeypatch):
    [box] = show_slider(monkeypatch, reader=True)
    slider, image = box.children
    assert isinstance(slider, ipywidgets.FloatSlider) and slider.description == "weight"
    before = image.value
    slider.value = 1
    assert 'alt="w is 1.' in image.value and image.value != before
    slider.value = 0.5
    assert image.value == before and plt.get_fignums() == []


def test_a_move_begins_when_another_slider_is_taken_up():
    first = np.zeros(3)
    assert widgets.moves([first]) == 0
    dragged = [first, first + [1, 0, 0], first + [2, 0, 0], first + [2, 5, 0], first + [3, 5, 0]]
    assert widgets.moves(dragged[:3]) == 1 and widgets.moves(dragged) == 3
