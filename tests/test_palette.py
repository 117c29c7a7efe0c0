"""Figures read on white paper, in grey, and with the common colour-vision deficiencies."""
import functools
import itertools

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.container import BarContainer
from matplotlib.text import Text

import figures
from refresh import NOTEBOOKS

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


def linear(rgb):
    rgb = np.asarray(rgb, dtype=float)
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055)**2.4)


def lab(color, seen=np.eye(3)):
    """CIELAB coordinates of a colour: a distance of 2 is just noticed, one of 10 seen at a glance."""
    t = XYZ @ np.clip(seen @ linear(to_rgb(color)), 0, 1) / XYZ.sum(axis=1)
    x, y, z = np.where(t > (6 / 29)**3, np.cbrt(t), t / (3 * (6 / 29)**2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(color, ground):
    """The contrast of WCAG 2 between colours (the last axis is RGB): from 1 to 21."""
    light, dark = (linear(each) @ XYZ[1] + 0.05 for each in (color, ground))
    return np.maximum(light / dark, dark / light)


@functools.cache
def drawn(name):
    """Every figure that the notebook draws, with each slider at its start, and its pixels without texts and lines.

    The pixels are (height, width, RGBA) in 0 to 1, with the lowest row first, as in the figure's display coordinates.
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
        patch.setattr(plt, "show", show)
        patch.setattr(figures, "slider", show_start)
        names = {}
        for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
        return [(figure, ground(figure)) for figure in shown]


def ground(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # lays out the axes, which then stay
    figure.set_layout_engine("none")
    visible = [artist for artist in (*texts(figure), *lines(figure)) if artist.get_visible()]
    for artist in visible:
        artist.set_visible(False)
    canvas.draw()
    for artist in visible:
        artist.set_visible(True)
    return np.asarray(canvas.buffer_rgba())[::-1] / 255


def texts(figure):
    return [text for text in figure.findobj(Text) if text.get_text().strip()]


def lines(figure):
    return [line for ax in figure.axes if ax.name != "3d" for line in ax.lines]


def text_contrast(text, pixels):
    """The contrast of a text and the middle one of the pixels behind it, or of its own box."""
    left, low, right, high = np.clip(text.get_window_extent().extents.astype(int), 0, None)
    behind = pixels[low:high + 1, left:right + 1, :3].reshape(-1, 3)
    if text.get_bbox_patch():
        behind = np.array([to_rgb(text.get_bbox_patch().get_facecolor())])
    return contrast(to_rgb(text.get_color()), np.median(behind, axis=0)) if len(behind) else np.inf  # out of the picture


def line_contrast(line, pixels):
    """The middle contrast of a line, or of its markers where it has no stroke, and the pixels behind its points."""
    places = line.get_transform().transform(line.get_xydata()).round()
    x, y = np.clip(places[np.isfinite(places).all(axis=1)].astype(int), 0, np.array(pixels.shape[1::-1]) - 1).T
    colors = [line.get_color()] if line.get_linestyle() != "None" else [line.get_markerfacecolor(), line.get_markeredgecolor()]
    return max(np.median(contrast(to_rgb(color), pixels[y, x, :3])) for color in colors)


def test_contrast_of_colours_is_as_defined():
    assert contrast((1, 1, 1), (0, 0, 0)) == 21
    assert contrast(to_rgb("#767676"), (1, 1, 1)) == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("seen", SEEN)
def test_colours_of_the_palette_differ(seen):
    for one, other in itertools.combinations((*figures.COLORS, figures.INK), 2):
        assert np.linalg.norm(lab(one, SEEN[seen]) - lab(other, SEEN[seen])) > 15, (one, other)


@pytest.mark.parametrize("seen", SEEN)
def test_higher_values_are_lighter_on_maps_and_surfaces(seen):
    lightness = [lab(color, SEEN[seen])[0] for color in matplotlib.colormaps["viridis"](np.linspace(0, 1, 17))[:, :3]]
    assert np.min(np.diff(lightness)) > 2


@pytest.mark.parametrize("name", sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
class TestFiguresOf:
    def test_text_has_contrast(self, name):
        for figure, pixels in drawn(name):
            low = {text.get_text(): round(float(text_contrast(text, pixels)), 2) for text in texts(figure)}
            assert {text: ratio for text, ratio in low.items() if ratio < 4.5} == {}, figures.describe(figure)

    def test_lines_and_markers_have_contrast(self, name):
        for figure, pixels in drawn(name):
            low = {line.get_label(): round(float(line_contrast(line, pixels)), 2) for line in lines(figure)}
            assert {line: ratio for line, ratio in low.items() if ratio < 3} == {}, figures.describe(figure)

    def test_lines_differ_by_more_than_colour(self, name):
        for figure, _ in drawn(name):
            for ax in figure.axes:
                looks = [(line._unscaled_dash_pattern, line.get_marker()) for line in ax.lines if line.get_label()[0] != "_"]
                assert len(set(map(str, looks))) == len(looks), figures.describe(figure)

    def test_bars_differ_by_more_than_colour(self, name):
        for figure, _ in drawn(name):
            for ax in figure.axes:
                hatches = [group[0].get_hatch() for group in ax.containers if isinstance(group, BarContainer)]
                assert len(set(hatches)) == len(hatches), figures.describe(figure)

    def test_ground_is_white_in_a_dark_theme_too(self, name):
        assert all(list(pixels[0, 0]) == [1, 1, 1, 1] for _, pixels in drawn(name))
