"""Figures read on white paper, in grey, and with the common colour-vision deficiencies; each is stored as it is drawn."""
import base64
import functools
import gc
import io
import itertools
import sys

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.container import BarContainer
from matplotlib.contour import ContourSet
from matplotlib.lines import Line2D
from matplotlib.text import Text

from lesson import figures
from refresh import EXCUSED, NOTEBOOKS

# Colours as seen with full dichromacy, in linear RGB: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes,
# "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), severity 1.0
SEEN = {"normally": np.eye(3),
        "with protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                                     [-0.003882, -0.048116, 1.051998]]),
        "with deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                                       [-0.011820, 0.042940, 0.968881]]),
        "with tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                                     [0.004733, 0.691367, 0.303900]])}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])  # of linear sRGB
WHITE, BLACK = np.ones(3), np.zeros(3)
APART = 15  # in CIELAB (CIE76), where 2 is just noticed and 10 seen at a glance
PALETTE = {name: getattr(figures, name) for name in ("BLUE", "VERMILION", "GREEN", "PURPLE", "ORANGE", "SKY", "INK", "GRAY")}


def linear(rgb):
    rgb = np.asarray(rgb, dtype=float)
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055)**2.4)


def lab(color, seen):
    """CIELAB coordinates of a colour as it is seen: lightness, red minus green, yellow minus blue."""
    t = XYZ @ np.clip(seen @ linear(to_rgb(color)), 0, 1) / XYZ.sum(axis=1)
    x, y, z = np.where(t > (6 / 29)**3, np.cbrt(t), t / (3 * (6 / 29)**2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(color, ground):
    """WCAG 2's contrast, 1 to 21, of a colour that may let its grounds (the last axis is RGB) shine through."""
    *rgb, alpha = to_rgba(color)
    light, dark = (linear(each) @ XYZ[1] + 0.05 for each in (alpha * np.array(rgb) + (1 - alpha) * ground, ground))
    return np.maximum(light / dark, dark / light)


@functools.cache
def drawn(name):
    """Every figure that the notebook draws, with each slider at its start: itself, its picture, and its ground.

    The ground is its pixels without texts and lines, (height, width, RGBA) in 0 to 1, with the lowest row first, as in
    the figure's display coordinates.
    """
    shown = []

    def show():
        shown.extend(plt.figure(number) for number in plt.get_fignums())
        plt.close("all")

    def show_start(draw, **ranges):
        draw(**{key: start for key, (_, _, _, start, _) in ranges.items()})
        show()

    with pytest.MonkeyPatch.context() as patch, plt.rc_context(), np.printoptions():
        patch.chdir(NOTEBOOKS)
        patch.setattr(sys, "path", sys.path[:])
        patch.setattr(plt, "show", show)
        patch.setattr(figures, "slider", show_start)
        patch.setattr(figures, "reader_is_there", lambda: False)
        names = {}
        for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
        names.clear()
        gc.collect()
        return [(figure, figures.png(figure, 150), ground(figure)) for figure in shown]


def ground(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # lays out the axes, which then stay
    figure.set_layout_engine("none")
    visible = [artist for artist in figure.findobj(lambda each: is_stroked(each) or isinstance(each, (Text, Line2D)))
               if artist.get_visible()]
    for artist in visible:
        artist.set_visible(False)
    canvas.draw()
    for artist in visible:
        artist.set_visible(True)
    return np.asarray(canvas.buffer_rgba())[::-1] / 255


def stored(name):
    """The description and the picture of each figure that the notebook stores, but for those that tell times."""
    for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}) and EXCUSED not in cell.metadata.get("tags", []):
                yield output.data["text/plain"], output.data["image/png"]


def difference(*pictures):
    """The mean difference of two pictures' colours, 0 to 1, in squares of 30 pixels: other releases set letters elsewhere."""
    one, other = (plt.imread(io.BytesIO(base64.b64decode(png)))[..., :3] for png in pictures)
    if one.shape != other.shape:
        return np.inf
    for axis in (0, 1):
        one, other = (np.add.reduceat(each, np.arange(0, each.shape[axis], 30), axis=axis) / 30 for each in (one, other))
    return np.mean(np.abs(one - other))


def texts(figure):
    return [text for text in figure.findobj(Text) if text.get_text().strip()]


def text_contrast(text, pixels):
    """The contrast of a text and the middle one of the pixels behind it, or of its own box."""
    left, low, right, high = np.clip(text.get_window_extent().extents.astype(int), 0, None)
    behind = pixels[low:high + 1, left:right + 1, :3].reshape(-1, 3)
    if text.get_bbox_patch():
        behind = np.array([to_rgb(text.get_bbox_patch().get_facecolor())])
    return contrast(text.get_color(), np.median(behind, axis=0)) if len(behind) else np.inf  # out of the picture


def strokes(ax):
    """(label, places in the figure, colours) of each line or set of points, and of each line in a collection."""
    for line in ax.lines:
        only_markers = line.get_linestyle() == "None"
        colors = [line.get_markerfacecolor(), line.get_markeredgecolor()] if only_markers else [line.get_color()]
        places = line.get_transform().transform(line.get_xydata())
        yield line.get_label(), places, [to_rgba(color, line.get_alpha()) for color in colors]
    for each in filter(is_stroked, ax.collections):
        for path, color in zip(each.get_paths(), itertools.cycle(each.get_edgecolor())):
            if len(path.vertices):
                yield each.get_label(), each.get_transform().transform(path.interpolated(9).vertices), [color]


def is_stroked(artist):
    return isinstance(artist, (LineCollection, ContourSet))


def stroke_contrast(places, colors, pixels):
    """The middle contrast of a stroke, or of the face or edge of markers, and the pixels behind its points."""
    x, y = np.clip(places[np.isfinite(places).all(axis=1)].round().astype(int), 0, np.array(pixels.shape[1::-1]) - 1).T
    return max(np.median(contrast(color, pixels[y, x, :3])) for color in colors)


def marks(ax):
    """(label, look, colour) of each line, set of points and group of bars; the look is the dashes, the marker, the hatch."""
    for line in ax.lines:
        yield line.get_label(), (line._unscaled_dash_pattern, line.get_marker()), line.get_color()
    for bars in ax.containers:
        if isinstance(bars, BarContainer):
            yield bars.get_label(), bars[0].get_hatch(), bars[0].get_facecolor()
    for each in ax.collections:
        if isinstance(each, LineCollection):
            for dashes, color in zip(itertools.cycle(each.get_linestyle()), each.get_color()):
                yield f"_{each.get_label()}", (dashes[1] and "dashed", "None"), color


def test_contrast_of_colours_is_as_defined():
    assert contrast("white", BLACK) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("seen", SEEN)
def test_colours_of_the_palette_differ(seen):
    for one, other in itertools.combinations(PALETTE, 2):
        assert np.linalg.norm(lab(PALETTE[one], SEEN[seen]) - lab(PALETTE[other], SEEN[seen])) > APART, (one, other)


@pytest.mark.filterwarnings("ignore")  # nbval hears what a notebook warns of
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
class TestFiguresOf:
    def test_text_has_contrast(self, name):
        for figure, _, pixels in drawn(name):
            ratios = {text.get_text(): round(float(text_contrast(text, pixels)), 2) for text in texts(figure)}
            assert {text: ratio for text, ratio in ratios.items() if ratio < 4.5} == {}, figures.describe(figure)

    def test_lines_points_and_bars_have_contrast(self, name):
        for figure, _, pixels in drawn(name):
            ratios = [(label, stroke_contrast(places, colors, pixels)) for ax in figure.axes if ax.name != "3d"
                      for label, places, colors in strokes(ax)]
            ratios += [(bars.get_label(), contrast(bars[0].get_facecolor(), WHITE))
                       for ax in figure.axes for bars in ax.containers]
            assert [(label, round(float(ratio), 2)) for label, ratio in ratios if ratio < 3] == [], figures.describe(figure)

    def test_lines_points_and_bars_differ_by_more_than_colour(self, name):
        for figure, *_ in drawn(name):
            for ax in figure.axes:
                labelled = [str(look) for label, look, _ in marks(ax) if not label.startswith("_")]
                assert len(set(labelled)) == len(labelled), figures.describe(figure)
                colors = {}
                for _, look, color in marks(ax):
                    assert colors.setdefault(str(look), to_rgba(color)) == to_rgba(color), figures.describe(figure)

    def test_higher_values_are_lighter_on_maps_and_surfaces(self, name):
        colored = [artist for figure, *_ in drawn(name) for artist in figure.findobj(lambda each: hasattr(each, "cmap"))
                   if artist.get_array() is not None and not is_stroked(artist)]
        maps = {artist.cmap.name: artist.cmap(np.linspace(0, 1, 17)) for artist in colored}
        for (cmap, shades), seen in itertools.product(maps.items(), SEEN.values()):
            assert np.min(np.diff([lab(shade, seen)[0] for shade in shades])) > 2, cmap

    def test_ground_is_white_in_a_dark_theme_too(self, name):
        assert all(list(pixels[0, 0]) == [1, 1, 1, 1] for *_, pixels in drawn(name))

    def test_nothing_is_cut_off_and_no_room_is_wasted(self, name):
        for figure, *_ in drawn(name):
            (width, height), box = figure.get_size_inches(), figure.get_tightbbox()
            margins = [box.x0, box.y0, width - box.x1, height - box.y1]
            assert 0.04 < min(margins) and max(margins) < 0.6, (figures.describe(figure), margins)

    def test_stored_picture_is_the_figure_that_is_drawn(self, name):
        now = {figures.describe(figure): picture for figure, picture, _ in drawn(name)}
        for words, picture in stored(name):
            distance = {each: difference(picture, now[each]) for each in now}
            assert words == min(distance, key=distance.get) and distance[words] < 0.02, words
