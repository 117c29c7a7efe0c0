"""A video, and a figure that moves with its sliders."""
import gc
import html

import matplotlib.pyplot as plt
from IPython import get_ipython
from IPython.display import display

from .descriptions import describe, png


class YouTubeVideo:
    """A video to play in the notebook, and its link where that can't be shown."""

    def __init__(self, id):
        self.id = id

    def __repr__(self):
        return f"Video: https://www.youtube.com/watch?v={self.id}"

    def _repr_html_(self):
        return (f'<iframe width="640" height="360" src="https://www.youtube.com/embed/{self.id}" '
                'title="The video of this part" referrerpolicy="strict-origin-when-cross-origin" allowfullscreen></iframe>')


def reader_is_there():
    """Whether somebody at a front end runs this cell, and not a program."""
    return bool(get_ipython().kernel.get_parent()["content"].get("allow_stdin"))


def slider(draw, **ranges):
    """Show the figure of the axes that draw(name=value, ...) returns, with a slider for each name.

    A range is (least, greatest, step, start, words); the words name the slider. Where nobody can move a slider,
    because the notebook is run by a program, ipywidgets is missing or the front end has none, a sentence stands
    in its place.
    """
    places = []

    def drawn(**values):
        figure = draw(**values).figure
        if places:  # to lay out each anew takes as long as to draw it, and lets the axes jump
            figure.set_layout_engine("none")
            for ax, place in zip(figure.axes, places):
                ax.set_position(place)
        else:
            figure.set_layout_engine("constrained")
        image = png(figure, 110)
        places[:] = [ax.get_position(original=True) for ax in figure.axes]
        words = describe(figure)
        plt.close(figure)
        return f'<img src="data:image/png;base64,{image}" alt="{html.escape(words)}" style="max-width: 100%">'

    first = drawn(**{name: start for name, (_, _, _, start, _) in ranges.items()})  # an error shows here, not later
    what = " and ".join(f"{words} from {least:g} to {greatest:g}" for least, greatest, _, _, words in ranges.values())
    instead = f"Run this cell in Jupyter to move a slider here: {what}."
    try:
        import ipywidgets
    except ImportError:
        print(f"Install ipywidgets to move a slider here: {what}.")
        return
    if not reader_is_there():
        print(instead)
        return
    sliders = {name: ipywidgets.FloatSlider(start, min=least, max=greatest, step=step, description=words,
                                            style={"description_width": "initial"}, layout={"width": "30em"})
               for name, (least, greatest, step, start, words) in ranges.items()}
    shown = ipywidgets.HTML(first)

    def redraw(change):
        gc.disable()  # now and then it searches all objects, which takes longer than a figure
        try:
            shown.value = drawn(**{name: each.value for name, each in sliders.items()})
        finally:
            gc.enable()
            gc.collect(0)

    for each in sliders.values():
        each.observe(redraw, "value")
    box = ipywidgets.VBox([*sliders.values(), shown])
    view = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
    display({"application/vnd.jupyter.widget-view+json": view, "text/plain": instead}, raw=True)
