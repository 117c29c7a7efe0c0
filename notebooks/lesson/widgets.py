"""A video, and a figure that moves with its sliders."""
import html

import matplotlib.pyplot as plt
import numpy as np
from IPython import display, get_ipython

from .descriptions import picture


class YouTubeVideo(display.YouTubeVideo):
    """A video to play in the notebook, without cookies until it plays, and its link where it can't be shown."""

    _repr_jpeg_ = None  # IPython's fetches a picture of the video from the network
    iframe = ('<iframe width="{width}" height="{height}" src="{src}" title="The video of this part" '
              'referrerpolicy="strict-origin-when-cross-origin" allowfullscreen></iframe>')
    without = ('<p>An empty box? The video needs a network connection. It also plays '
               '<a href="https://www.youtube.com/watch?v={id}">on YouTube</a>.</p>')

    def __init__(self, id):
        super().__init__(id, width=640, height=360)
        self.src = f"https://www.youtube-nocookie.com/embed/{id}"

    def _repr_html_(self):
        return super()._repr_html_() + self.without.format(id=self.id)

    def __repr__(self):
        return f"Video: https://www.youtube.com/watch?v={self.id}"


def reader_is_there():
    """Whether somebody at a front end runs this cell, and not a program: a script, nbclient, marimo or Voila."""
    kernel = getattr(get_ipython(), "kernel", None)
    return kernel is not None and bool(kernel.get_parent().get("content", {}).get("allow_stdin"))


def slider(draw, **ranges):
    """Show the figure of the axes that draw(name=value, ...) returns, with a slider for each name.

    A range is (least, greatest, step, start, words); the words name the slider. Where nobody can move a slider,
    because the notebook is run by a program or ipywidgets is missing, a sentence stands in its place.
    """
    names = {}  # of the sliders with the same ends
    for least, greatest, _, _, words in ranges.values():
        names.setdefault(f"from {least:g} to {greatest:g}", []).append(words)
    what = " and ".join(f"{', '.join(several)} {ends}" for ends, several in names.items())
    shown = image_of(draw(**{name: start for name, (_, _, _, start, _) in ranges.items()}))  # an error shows here
    try:
        import ipywidgets
    except ImportError:
        print(f"Install ipywidgets to move a slider here: {what}.")
        return
    if not reader_is_there():
        print(f"Run this cell in Jupyter to move a slider here: {what}.")
        return
    image = ipywidgets.HTML(shown)
    sliders = {name: ipywidgets.FloatSlider(start, min=least, max=greatest, step=step, description=words,
                                            style={"description_width": "initial"}, layout={"width": "30em"})
               for name, (least, greatest, step, start, words) in ranges.items()}

    def redraw(change):
        try:
            image.value = image_of(draw(**{name: each.value for name, each in sliders.items()}))
        except Exception as error:  # the picture of another value would be wrong here
            image.value = f'<p role="alert">{html.escape(f"{type(error).__name__}: {error}")}</p>'

    for each in sliders.values():
        each.observe(redraw, "value")
    display.display(ipywidgets.VBox([*sliders.values(), image]))


def moves(positions):
    """How many moves of one slider led through these positions: a new one begins with another slider."""
    moved = [np.argmax(np.abs(after - before)) for before, after in zip(positions, positions[1:])]
    return np.count_nonzero(np.diff([-1, *moved]))


def image_of(ax):
    """The figure of the axes as an HTML image that describes itself. The figure is closed."""
    png, about = picture(ax.figure)
    plt.close(ax.figure)
    return (f'<img src="data:image/png;base64,{png}" alt="{html.escape(about["alt"])}" width="{about["width"]}" '
            'style="max-width: 100%">')
