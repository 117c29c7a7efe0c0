"""The drawings of Part 9: never stop doing the chain rule."""

import matplotlib.pyplot as plt

from .shared import COLORS, MARKERS


def slopes_by_layer(title, *runs, ylabel):
    """The size of something layer by layer, on a log axis; each of runs is (label, sizes)."""
    fig, ax = plt.subplots(figsize=(6.4, 3.1))
    for (label, sizes), color, marker, line in zip(runs, COLORS, MARKERS, ("-", "--", "-.", ":")):
        ax.plot(range(1, len(sizes) + 1), sizes, line, color=color, marker=marker, label=label)
    ax.set(xlabel="layer", xticks=range(1, len(runs[0][1]) + 1), ylabel=ylabel, yscale="log", title=title)
    ax.legend()
    return ax
