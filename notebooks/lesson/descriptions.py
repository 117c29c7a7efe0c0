"""A figure in words, its picture and its alt text.

`set_up()` puts the house style on and makes every figure describe itself: what a figure shows is stored as text
beside its picture, for readers who can't see it and for tests that compare it.
"""
import base64
import io
import math
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from IPython import get_ipython
from matplotlib import collections, lines, ticker
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

def set_up():
    """Put on the house style and print arrays to 4 digits; in a notebook, let every figure come with its description."""
    plt.style.use(Path(__file__).with_name("series.mplstyle"))
    np.set_printoptions(precision=4, suppress=True)
    shell = get_ipython()
    if shell is not None:
        shell.run_line_magic("matplotlib", "inline")  # first, since it forgets the formatters set before
        formatters = shell.display_formatter.formatters
        formatters["text/plain"].for_type(Figure, lambda figure, printer, cycle: printer.text(describe(figure)))
        formatters["image/png"].for_type(Figure, picture)


def picture(figure):
    """The figure as a PNG for sharp screens, and its metadata: width, height and the description as alt text."""
    sharpness = 1.5  # pixels of the file per pixel on the page
    if figure.axes:
        width, height = (round(inches * figure.dpi) for inches in figure.get_size_inches())
        return png(figure, sharpness * figure.dpi), {"width": width, "height": height, "alt": describe(figure)}


def png(figure, dpi):
    """The figure in base64, drawn once: savefig draws twice, since it can't know that all fits into the layout."""
    file, dpi_before, canvas = io.BytesIO(), figure.dpi, figure.canvas
    try:
        figure.set_dpi(dpi)
        FigureCanvasAgg(figure).print_png(file, metadata={"Software": None})
    finally:
        figure.set_dpi(dpi_before)
        figure.set_canvas(canvas)
    return base64.b64encode(file.getvalue()).decode()


def describe(figure):
    """Say what a figure shows: titles, labels, limits, and each drawn thing with its label, count and numbers."""
    words = [f"Figure: {figure.get_suptitle()}"] if figure.get_suptitle() else []
    for ax in figure.axes:
        title = ax.get_title("left") or ax.get_title() or ax.get_title("right")
        kind = "Colour bar" if ax.get_label() == "<colorbar>" else "Axes"
        words.append(f"{kind}: {title}" if title else kind)
        if ax.name == "3d" or ax.axison:
            words += [describe_axis(name, axis) for name, axis in zip("xyz", ax._axis_map.values())]
        groups = [container for container in ax.containers if isinstance(container, BarContainer)]
        bars = [bar for group in groups for bar in group]
        patches = [patch for patch in ax.patches if patch not in bars]
        words += filter(None, map(describe_artist, [*groups, *ax.lines, *ax.collections, *ax.images, *patches, *ax.texts]))
        if ax.get_legend():
            words.append("legend: " + ", ".join(text.get_text() for text in ax.get_legend().get_texts()))
    return "\n".join(words)


def describe_axis(name, axis):
    """An axis in words: label, limits, scale if it is not linear, and the names of its ticks if they have any."""
    low, high = getattr(axis.axes, f"get_{name}lim")()
    linear = axis.get_scale() == "linear"
    words = f"{name} axis: {axis.get_label_text() or 'no label'}, from {number(low, linear)} to {number(high, linear)}"
    if not linear:
        words += f", {axis.get_scale()} scale"
    if isinstance(axis.get_major_locator(), ticker.FixedLocator):
        named = isinstance(axis.get_major_formatter(), (ticker.FuncFormatter, ticker.FixedFormatter))
        ticks = [label.get_text() for label in axis.get_ticklabels()] if named else map(number, axis.get_ticklocs())
        words += ", ticks " + (", ".join(ticks) or "none")
    return words


def describe_artist(artist):
    """A drawn thing in words: what it is, its label, how many points, and the numbers they span. Empty if it is."""
    label = str(artist.get_label())
    name = "" if not label or label.startswith("_") else f' "{label}"'
    ax = getattr(artist, "axes", None)
    log = ax is not None and "log" in (ax.get_xscale(), ax.get_yscale())  # there no number is too small to tell
    if isinstance(artist, BarContainer):
        centres, heights = zip(*((bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in artist))
        return f"bars{name}: {span(x=centres, height=heights)}"
    if hasattr(artist, "get_data_3d"):
        return f"line{name}: {span(**dict(zip('xyz', artist.get_data_3d())))}"
    if isinstance(artist, lines.Line2D):
        if artist.get_transform() == ax.get_yaxis_transform(which="grid"):
            return f"horizontal line{name} at y {number(min(artist.get_ydata()), not log)}"
        if artist.get_transform() == ax.get_xaxis_transform(which="grid"):
            return f"vertical line{name} at x {number(min(artist.get_xdata()), not log)}"
        kind = "points" if artist.get_linestyle() == "None" else "line"
        return f"{kind}{name}: {span(log, x=artist.get_xdata(), y=artist.get_ydata())}"
    if hasattr(artist, "_offsets3d"):
        return f"points{name}: {span(**dict(zip('xyz', artist._offsets3d)))}"
    if hasattr(artist, "levels"):
        return f"contours{name}: {span(level=artist.levels)}, of a surface from {number(artist.zmin)} to {number(artist.zmax)}"
    if isinstance(artist, collections.PathCollection):
        colours = {} if artist.get_array() is None else {"value": artist.get_array()}
        return f"points{name}: {span(log, x=artist.get_offsets()[:, 0], y=artist.get_offsets()[:, 1], **colours)}"
    if isinstance(artist, collections.LineCollection):
        if not artist.get_segments():
            return ""
        ends = np.concatenate(artist.get_segments())
        return f"{len(artist.get_segments())} lines{name}: {span(log, x=ends[:, 0], y=ends[:, 1])}"
    if getattr(artist, "get_array", lambda: None)() is not None:  # surfaces and images
        return f"surface{name}: {span(value=artist.get_array())}"
    if hasattr(artist, "get_text"):
        start = "({}, {})".format(*(number(place, not log) for place in artist.get_position()))
        end = "({}, {})".format(*(number(place, not log) for place in getattr(artist, "xy", artist.get_position())))
        if getattr(artist, "arrow_patch", None):
            return f"arrow from {start} to {end} {artist.get_text()}".rstrip()
        return f"text at {end}: {artist.get_text()}" if artist.get_text() else ""
    outline = np.concatenate([path.vertices for path in artist.get_paths()]) if hasattr(artist, "get_paths") \
        else artist.get_patch_transform().transform(artist.get_path().vertices)
    return f"area{name}: {span(log, x=outline[:, 0], y=outline[:, 1])}"


def span(log=False, **values):
    """Count, and first, last, least, greatest and mean of each named list of numbers."""
    words = []
    for name, several in values.items():
        several = np.ma.filled(np.ma.asarray(several, dtype=float), np.nan).ravel()
        finite = several[np.isfinite(several)]
        if len(several) == 1:
            words.append(f"{name} {number(*several, not log)}")
        else:
            size = np.abs(finite).max() * (not log)
            mean = math.fsum(finite) / len(finite)  # fsum: the same on every processor
            words.append(f"{name} " + ", ".join(f"{what} {number(value, size)}" for what, value in [
                ("first", several[0]), ("last", several[-1]), ("least", finite.min()), ("greatest", finite.max()),
                ("mean", mean)]))
    return f"{len(several)} point{'s' if len(several) > 1 else ''}; " + "; ".join(words)


def number(value, size=1):
    """Four significant digits; rounding errors beside numbers of the given size are 0."""
    return f"{value if abs(value) > 1e-9 * size else 0:.4g}"
