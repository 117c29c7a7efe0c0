"""A figure in words, its picture and its alt text.

After `set_up()` every figure describes itself: what it shows is stored as text beside its picture, for readers who
can't see it and for the tests, which compare it.
"""
import base64
import io
import itertools
import math
from collections import Counter

import numpy as np
from matplotlib import collections, colors, container, contour, image, lines, patches, ticker

# Okabe and Ito's colors, a light gray and two darker ones, and their names in words
PALETTE = {"blue": "#0072B2", "vermilion": "#D55E00", "green": "#009E73", "purple": "#CC79A7", "orange": "#E69F00",
           "sky blue": "#56B4E9", "dark gray": "#222222", "gray": "#666666", "light gray": "#BBBBBB"}
DARK_VERMILION = "#B85100"  # for text, which needs more contrast than lines
COLOR_NAMES = {colors.to_hex(color): name.replace("grey", "gray") for name, color in
               [*colors.CSS4_COLORS.items(), *PALETTE.items(), ("dark vermilion", DARK_VERMILION)]}
LINE_STYLES = {"-": "solid", "--": "dashed", ":": "dotted", "-.": "dash-dotted"}
MARKERS = {"o": "circles", ".": "dots", "s": "squares", "D": "diamonds", "^": "triangles", "v": "inverted triangles",
           "P": "thick plus signs", "+": "plus signs", "x": "crosses", "X": "thick crosses", "*": "stars", "_": "bars"}
NAMING = (ticker.FixedFormatter, ticker.FuncFormatter)  # what names ticks
LISTED = 12  # so many points or bars are listed one by one, and more are summed up


def picture(fig):
    """The figure as a PNG in base64, and what goes with it: its size on the page, and its description as alt text."""
    if fig.axes:
        file = io.BytesIO()
        fig.savefig(file, metadata={"Software": None})
        width, height = (round(pixels) for pixels in fig.get_size_inches() * fig.dpi)
        return base64.b64encode(file.getvalue()).decode(), {"width": width, "height": height, "alt": describe(fig)}


def describe(fig):
    """Say what a figure shows: first its finding (the title), then panel by panel what is drawn, with its numbers."""
    panels = [ax for ax in fig.axes if ax.get_label() != "<colorbar>"]
    titles = [ax.get_title("left") or ax.get_title() or ax.get_title("right") for ax in panels]
    words = [sentence(fig.get_suptitle() or "; ".join(filter(None, titles)) or "A figure without a title")]
    for number, (ax, title) in enumerate(zip(panels, titles), 1):
        if len(panels) > 1:
            words.append(sentence(f"Panel {number}: {title}" if title else f"Panel {number}"))
        elif title and fig.get_suptitle():
            words.append(sentence(title))
        words += describe_panel(ax)
    return "\n".join(words)


def describe_panel(ax):
    """The axes, each drawn thing, the texts and the legend of one panel, a sentence each."""
    words = []
    if ax.axison:
        words += [describe_axis(ax, name) for name in "xy"]
    bar_groups = [group for group in ax.containers if isinstance(group, container.BarContainer)]
    bars = set(itertools.chain(*bar_groups))
    drawn = [*bar_groups, *ax.lines, *ax.collections, *ax.images, *(patch for patch in ax.patches if patch not in bars)]
    words += [describe_anything(artist) for artist in drawn]
    # Labels of contours, which each release of Matplotlib puts somewhere else
    on_lines = [text for each in ax.collections for text in getattr(each, "labelTexts", ())]
    if on_lines:
        words.append("On the contours: " + ", ".join(f'"{text.get_text()}"' for text in on_lines))
    texts = [describe_text(text) for text in ax.texts
             if text not in on_lines and (text.get_text() or getattr(text, "arrow_patch", None))]
    if texts:
        words.append(f"Text: {'; '.join(texts)}")
    if ax.get_legend():
        words.append("Legend: " + ", ".join(text.get_text() for text in ax.get_legend().get_texts()))
    return [sentence(each) for each in words]


def describe_axis(ax, name):
    """An axis: its label, its limits, its scale unless linear, and the names of its ticks if they have any."""
    axis, limits, scale = (getattr(ax, get.format(name))() for get in ("get_{}axis", "get_{}lim", "get_{}scale"))
    low, high = (in_digits(limit, size_of_axis(ax, name)) for limit in limits)
    words = f"{name} axis: {axis.get_label_text() or 'no label'}, from {low} to {high}"
    if scale != "linear":
        words += f", {scale} scale"
    if isinstance(axis.get_major_locator(), ticker.FixedLocator):
        places, named = list_numbers(axis.get_ticklocs()), isinstance(axis.get_major_formatter(), NAMING)
        ticks = ", ".join(label.get_text() for label in axis.get_ticklabels()) if named else places
        words += f", ticks {ticks or 'none'}" + (f" at {places}" if ticks != places else "")
    return words


def describe_anything(artist):
    """What a drawn thing shows; of what the series never draws, and a reader may, at least what it is called."""
    try:
        return describe_artist(artist)
    except Exception:
        return type(artist).__name__


def describe_artist(artist):
    """A drawn thing: what it is, its label, how it looks, and its points or values."""
    label = str(artist.get_label() or "_")
    label = "" if label.startswith("_") else f' "{label}"'
    if isinstance(artist, container.BarContainer):
        return f"Bars{label} ({look_of_bars(artist)}): {describe_bars(artist)}"
    if isinstance(artist, lines.Line2D):
        kind = "Points" if artist.get_linestyle() == "None" else "Line"
        return f"{kind}{label} ({look_of_line(artist)}): {describe_line(artist)}"
    if isinstance(artist, contour.ContourSet):
        values = f"values from {in_digits(artist.zmin)} to {in_digits(artist.zmax)}"
        shades = "" if artist.colors else f"; {describe_colors(artist)}"
        return f"Contours{label} at {list_numbers(artist.levels)}, of {values}{shades}"
    if isinstance(artist, collections.PathCollection):
        look = describe_values(artist) if artist.get_array() is not None else names_of(artist.get_facecolor())
        return f"Points{label} ({look}): {describe_points(artist.axes, artist.get_offsets())}"
    if isinstance(artist, collections.LineCollection):
        segments = artist.get_segments()
        ends = describe_points(artist.axes, np.concatenate([*segments, np.empty((0, 2))]))
        return f"{len(segments)} lines{label} ({look_of_lines(artist)}): {ends}"
    if isinstance(artist, image.AxesImage):
        return f"Image{label}: {describe_values(artist)}"
    if isinstance(artist, collections.Collection) and artist.get_array() is not None:
        return f"Surface{label}: {describe_values(artist)}"
    if isinstance(artist, patches.Patch):
        outline = artist.get_patch_transform().transform(artist.get_path().vertices)
        faces, edges = [artist.get_facecolor()], [artist.get_edgecolor()]
    else:
        outline = np.concatenate([path.vertices for path in artist.get_paths()])
        faces, edges = artist.get_facecolor(), artist.get_edgecolor()
    look = names_of(faces) if artist.get_fill() else f"{names_of(edges)} outline"
    return f"Area{label} ({look}): {describe_points(artist.axes, outline)}"


def describe_text(text):
    """A text, its color unless dark, and its place; where it has an arrow, the arrow's color and where it points."""
    sizes, color = sizes_of_axes(text.axes), names_of([text.get_color()])
    words = f'"{text.get_text()}"' if text.get_text() else ""
    if color not in ("black", "dark gray"):
        words += f" ({color})"
    if getattr(text, "arrow_patch", None):
        arrow = f"{names_of([text.arrow_patch.get_edgecolor()])} arrow"
        return f"{words} {arrow} from {point(text.get_position(), sizes)} to {point(text.xy, sizes)}".lstrip()
    return f"{words} at {point(getattr(text, 'xy', text.get_position()), sizes)}"


def describe_bars(bars):
    """The place and the height of each bar (or the length, where bars lie)."""
    if bars.orientation == "horizontal":
        ends = [(bar.get_x() + bar.get_width(), bar.get_y() + bar.get_height() / 2) for bar in bars]
    else:
        ends = [(bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height()) for bar in bars]
    return describe_points(bars[0].axes, ends)


def describe_line(line):
    """The points of a line, or the place of a line that crosses the whole panel."""
    across, up = sizes_of_axes(line.axes)
    if line.get_transform() == line.axes.get_yaxis_transform(which="grid"):
        return f"all across at y = {in_digits(line.get_ydata()[0], up)}"
    if line.get_transform() == line.axes.get_xaxis_transform(which="grid"):
        return f"from bottom to top at x = {in_digits(line.get_xdata()[0], across)}"
    return describe_points(line.axes, np.column_stack(line.get_data()))


def describe_points(ax, points):
    """Few points one by one; of many how many, and the first, the last, the lowest, the highest and their mean."""
    points, sizes = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan), sizes_of_axes(ax)
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) <= LISTED:
        return ", ".join(point(each, sizes) for each in points) or "no points"
    first, last, mean = points[0], points[-1], [math.fsum(column) / len(points) for column in points.T]
    lowest, highest = (points[first_of_the_largest(sign * points[:, -1])] for sign in (-1, 1))
    first, last, lowest, highest, mean = (point(each, sizes) for each in (first, last, lowest, highest, mean))
    return f"{len(points)} points, from {first} to {last}, lowest {lowest}, highest {highest}, mean {mean}"


def describe_values(artist):
    """The values that colors stand for: how many, the least, greatest, mean, first and last, and the color scale."""
    values = np.ma.filled(np.ma.asarray(artist.get_array(), dtype=float), np.nan)
    log = isinstance(artist.norm, colors.LogNorm)
    size = 0 if log else np.nanmax(np.abs(values))
    mean = math.fsum(values[np.isfinite(values)]) / np.isfinite(values).sum()  # fsum: the same on every processor
    words = f"{' by '.join(map(str, values.shape))} values, " + ", ".join(
        f"{what} {in_digits(value, size)}" for what, value in [
            ("least", np.nanmin(values)), ("greatest", np.nanmax(values)), ("mean", mean),
            ("first", values.flat[0]), ("last", values.flat[-1])])
    if values.ndim == 2:
        row, column = divmod(first_of_the_largest(values.ravel()), values.shape[1])
        words += f", the greatest in row {row + 1}, column {column + 1}"
    if isinstance(artist, collections.QuadMesh):
        corners = artist.get_coordinates()
        words += f", from {point(corners[0, 0])} to {point(corners[-1, -1])}"
    return f"{words}; {describe_colors(artist)}"


def describe_colors(artist):
    """The color scale of what is drawn, and the label of its color bar."""
    words = f"{artist.get_cmap().name} colors from {in_digits(artist.norm.vmin)} to {in_digits(artist.norm.vmax)}"
    if isinstance(artist.norm, colors.LogNorm):
        words += ", logarithmic"
    if artist.colorbar:
        words += f", color bar: {artist.colorbar.ax.get_ylabel() or 'no label'}"
    return words


def look_of_line(line):
    """Color, style and markers of a line, and whether it is thin."""
    face, edge = names_of([line.get_markerfacecolor()]), names_of([line.get_markeredgecolor()])
    marker = MARKERS.get(line.get_marker(), str(line.get_marker()))
    marker = f"{face} {marker}" + (f" with {edge} edges" if edge != face else "")
    if line.get_linestyle() == "None":
        return marker
    thin = "thin " if line.get_linewidth() < 1.3 else ""
    words = f"{thin}{names_of([line.get_color()])}, {LINE_STYLES[line.get_linestyle()]}"
    return words if line.get_marker() == "None" else f"{words}, {marker}"


def look_of_lines(several):
    """How many lines of a collection have which color and style, and how thick they are."""
    looks = zip(several.get_segments(), itertools.cycle(several.get_color()), itertools.cycle(several.get_linestyle()))
    counts = Counter(f"{names_of([color])}, {'dashed' if dashes else 'solid'}" for _, color, (_, dashes) in looks)
    words = "; ".join(counts if len(counts) == 1 else (f"{count} {look}" for look, count in counts.items()))
    thinnest, thickest = min(several.get_linewidth()), max(several.get_linewidth())
    return words if thinnest == thickest else f"{words}; {in_digits(thinnest)} to {in_digits(thickest)} thick"


def look_of_bars(bars):
    """The colors of bars, and their hatching."""
    hatches = sorted({bar.get_hatch() or "" for bar in bars} - {""})
    return ", ".join([names_of([bar.get_facecolor() for bar in bars]), *(f"hatched {hatch}" for hatch in hatches)])


def names_of(several_colors):
    """The names of colors, each once, or as hexadecimal numbers; what has only invisible ones, or none, is hollow."""
    codes = dict.fromkeys(colors.to_hex(color) for color in several_colors if colors.to_rgba(color)[3])
    return " and ".join(COLOR_NAMES.get(code, code) for code in codes) or "hollow"


def size_of_axis(ax, name):
    """The greatest number on an axis, beside which the smallest are 0; or 0 if it is logarithmic and they are seen."""
    linear = getattr(ax, f"get_{name}scale")() == "linear"
    return max(map(abs, getattr(ax, f"get_{name}lim")())) if linear else 0


def sizes_of_axes(ax):
    """The sizes of both axes."""
    return [size_of_axis(ax, name) for name in "xy"]


def first_of_the_largest(values):
    """The index of the greatest value: the first of those that differ by rounding errors."""
    return int(np.flatnonzero(values >= np.nanmax(values) - 1e-12 * np.nanmax(np.abs(values)))[0])


def point(place, sizes=(0, 0)):
    """A point as (x, y); see in_digits for the sizes."""
    return f"({', '.join(in_digits(value, size) for value, size in zip(place, sizes))})"


def list_numbers(values):
    """Numbers, separated by commas."""
    return ", ".join(in_digits(value) for value in values)


def in_digits(value, size=0):
    """A number to 3 digits, which show any change of 1 %; what can't be seen beside the given size is 0.

    Integers below a million are shown in full.
    """
    if abs(value) <= 1e-6 * size:
        return "0"
    rounded = value if float(value).is_integer() else float(f"{value:.3g}")
    return f"{rounded:,.0f}" if 1000 <= abs(rounded) < 1e6 else f"{rounded:.3g}"


def sentence(words):
    """Words with a full stop, unless they end in a mark already."""
    return words if words.endswith((".", "?")) else f"{words}."
