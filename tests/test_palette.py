"""Figures can be read on paper and with the common color-vision deficiencies, and are stored as they are drawn.

On request (pytest -m slow), with colorspacious from PyPI.
"""
import base64
import functools
import itertools
import sys
from typing import NamedTuple

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
from matplotlib.testing.compare import compare_images
from matplotlib.text import Text

import lesson
from lesson import figures, set_up
from lesson.descriptions import PALETTE, picture
from refresh import EXCUSED, NOTEBOOKS

circuits = sys.modules["lesson.circuit"]  # lesson.circuit is its function
colorspacious = pytest.importorskip("colorspacious")
pytestmark = pytest.mark.slow
SEEN = (None, "protanomaly", "deuteranomaly", "tritanomaly")  # at full severity, where one kind of cone is missing


def seen(rgb, deficiency):
    """Colors (RGB, 0 to 1) as someone with this color-vision deficiency sees them."""
    space = {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}
    return rgb if deficiency is None else np.clip(colorspacious.cspace_convert(rgb, space, "sRGB1"), 0, 1)


def contrast(color, ground):
    """WCAG 2's contrast, 1 to 21, of a color and the grounds (the last axis is RGB) that it may let shine through."""
    *rgb, alpha = to_rgba(color)
    mixed = alpha * np.array(rgb) + (1 - alpha) * np.asarray(ground)
    light, dark = (colorspacious.cspace_convert(each, "sRGB1", "XYZ1")[..., 1] + 0.05 for each in (mixed, ground))
    return np.maximum(light / dark, dark / light)


def is_stroked(artist):
    return isinstance(artist, (LineCollection, ContourSet))


class Drawn(NamedTuple):
    """A figure, its description, its picture in base64, and its pixels (RGB, lowest row first) but text and lines."""
    figure: plt.Figure
    words: str
    png: str
    ground: np.ndarray


def draw(figure):
    png, about = picture(figure)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # lays out the axes, which then stay
    figure.set_layout_engine("none")
    hidden = [artist for artist in figure.findobj(lambda each: is_stroked(each) or isinstance(each, (Text, Line2D)))
              if artist.get_visible()]
    plt.setp(hidden, visible=False)
    canvas.draw()
    plt.setp(hidden, visible=True)
    plt.close(figure)
    return Drawn(figure, about["alt"], png, np.asarray(canvas.buffer_rgba())[::-1, :, :3] / 255)


@functools.cache
def drawn(name):
    """What the notebook draws: of each cell the figures that it shows, and its sliders' at their starts."""
    cells, names = [], {}
    with pytest.MonkeyPatch.context() as patch, plt.rc_context(), np.printoptions():
        patch.chdir(NOTEBOOKS)
        patch.setattr(sys, "path", sys.path[:])
        patch.setattr(plt, "show", lambda: cells[-1][1].extend(draw(plt.figure(each)) for each in plt.get_fignums()))
        patch.setattr(lesson, "slider", lambda show, **ranges: cells[-1][2].append(
            draw(show(**{key: start for key, (_, _, _, start, _) in ranges.items()}).figure)))
        patch.setattr(lesson, "reader_is_there", lambda: False)
        patch.setattr(circuits, "show", lambda graph: cells[-1][1].append(draw(circuits.still(graph))))
        for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
            if cell.cell_type == "code":
                cells.append((cell, [], []))
                exec(cell.source, names)
    return cells


def all_of(name):
    return [each for _, shown, sliders in drawn(name) for each in (*shown, *sliders)]


def text_contrast(text, pixels):
    """The contrast of a text and the middle one of the pixels behind it, or of its own box."""
    left, low, right, high = np.clip(text.get_window_extent().extents.astype(int), 0, None)
    behind = pixels[low:high + 1, left:right + 1].reshape(-1, 3)
    if text.get_bbox_patch():
        behind = np.array([to_rgb(text.get_bbox_patch().get_facecolor())])
    return contrast(text.get_color(), np.median(behind, axis=0)) if len(behind) else np.inf  # out of the picture


def strokes(ax):
    """(label, places in pixels, colors) of each line or set of markers, and of each line in a collection."""
    for line in ax.lines:
        only_markers = line.get_linestyle() == "None"
        colors = [line.get_markerfacecolor(), line.get_markeredgecolor()] if only_markers else [line.get_color()]
        places = line.get_transform().transform(line.get_xydata())
        shown = np.isfinite(places).all(axis=1)
        if line.get_clip_on():
            (left, low), (right, high) = ax.bbox.get_points()
            shown &= np.all((places > [left - 1, low - 1]) & (places < [right + 1, high + 1]), axis=1)
        edges = [effect._gc["foreground"] for effect in line.get_path_effects()]  # of a stroke around the line
        yield line.get_label(), places[shown], [to_rgba(each, line.get_alpha()) for each in colors + edges]
    for each in filter(is_stroked, ax.collections):
        for path, color in zip(each.get_paths(), itertools.cycle(each.get_edgecolor())):
            if len(path.vertices) and np.any(each.get_linewidth()):  # a hatched area has no line
                yield each.get_label(), each.get_transform().transform(path.interpolated(9).vertices), [color]


def stroke_contrast(places, colors, pixels):
    """The middle contrast of a line, or of the face or the edge of markers, and the pixels at its points."""
    x, y = np.clip(places.round().astype(int), 0, np.array(pixels.shape[1::-1]) - 1).T
    return max(np.median(contrast(color, pixels[y, x])) for color in colors)


def looks(ax):
    """(label, look, color) of each line, set of markers and group of bars: dashes and marker, or the hatch."""
    for line in ax.lines:
        look = line.get_linestyle(), line._unscaled_dash_pattern, line.get_marker()
        yield line.get_label(), str(look), line.get_color()
    for bars in ax.containers:
        if isinstance(bars, BarContainer):
            yield bars.get_label(), f"bars {bars[0].get_hatch()}", bars[0].get_facecolor()


@pytest.mark.parametrize("deficiency", SEEN)
def test_colors_of_the_palette_differ_for_everyone(deficiency):
    for one, other in itertools.combinations(PALETTE, 2):
        pair = [seen(np.array(to_rgb(PALETTE[name])), deficiency) for name in (one, other)]
        assert colorspacious.deltaE(*pair, input_space="sRGB1") > 10, (one, other)  # 1 is just noticed


def test_the_style_cycles_through_the_palette():
    with plt.rc_context():
        set_up()
        assert [to_rgb(each["color"]) for each in plt.rcParams["axes.prop_cycle"]] == list(map(to_rgb, figures.COLORS))


@pytest.mark.filterwarnings("ignore")  # nbval hears what a notebook warns of
@pytest.mark.parametrize("name", sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
class TestFiguresOf:
    def test_stored_picture_is_the_figure_that_is_drawn(self, name, tmp_path):
        for cell, shown, _ in drawn(name):
            stored = [output.data for output in cell.outputs if "image/png" in output.get("data", {})]
            for data, now in zip(stored, shown, strict=True) if EXCUSED not in cell.metadata.get("tags", []) else ():
                paths = [tmp_path / f"{which}.png" for which in ("stored", "drawn")]
                for path, png in zip(paths, (data["image/png"], now.png)):
                    path.write_bytes(base64.b64decode(png))
                difference = compare_images(*map(str, paths), tol=2)
                assert difference is None, f"{difference}\nrun: python tools/refresh.py notebooks/{name}.ipynb"

    def test_text_has_contrast(self, name):
        for figure, words, _, ground in all_of(name):
            texts = [text for text in figure.findobj(Text) if text.get_text().strip()]
            assert [text.get_text() for text in texts if text_contrast(text, ground) < 4.5] == [], words

    def test_lines_points_and_bars_have_contrast(self, name):
        for figure, words, _, ground in all_of(name):
            ratios = [(label, stroke_contrast(places, colors, ground)) for ax in figure.axes if ax.name != "3d"
                      for label, places, colors in strokes(ax) if len(places)]
            ratios += [(bars.get_label(), contrast(bars[0].get_facecolor(), np.ones(3)))
                       for ax in figure.axes for bars in ax.containers if isinstance(bars, BarContainer)]
            assert [(label, ratio) for label, ratio in ratios if ratio < 3] == [], words

    def test_lines_points_and_bars_differ_by_more_than_color(self, name):
        for ax, words in [(ax, each.words) for each in all_of(name) for ax in each.figure.axes if ax.axison]:
            labeled = [(label, look) for label, look, _ in looks(ax) if not label.startswith("_")]
            assert len({look for _, look in labeled}) == len({label for label, _ in labeled}), words
            colors = {}
            for _, look, color in looks(ax):
                assert colors.setdefault(look, to_rgba(color)) == to_rgba(color), words

    def test_lightness_tells_values_on_maps_and_surfaces(self, name):
        """It rises or falls with the values all along the scale, or from its middle where that is 0."""
        for figure in (each.figure for each in all_of(name)):
            for artist in figure.findobj(lambda each: hasattr(each, "cmap") and not is_stroked(each)):
                shades = artist.cmap(np.linspace(0, 1, 17))[:, :3]
                for deficiency in SEEN if artist.get_array() is not None else ():
                    steps = np.diff(colorspacious.cspace_convert(seen(shades, deficiency), "sRGB1", "CAM02-UCS")[:, 0])
                    if artist.norm.vmin == -artist.norm.vmax:
                        steps[8:] *= -1
                    assert (steps > 1).all() or (steps < -1).all(), artist.cmap.name

    def test_nothing_is_cut_off_and_the_ground_is_white(self, name):
        for figure, words, _, ground in all_of(name):
            (width, height), box = figure.get_size_inches(), figure.get_tightbbox()
            margins = [box.x0, box.y0, width - box.x1, height - box.y1]
            assert 0.04 < min(margins) and max(margins) < 0.6, (words, margins)
            assert (ground[0, 0] == 1).all()  # in a dark theme too
