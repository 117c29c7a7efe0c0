"""The drawings of Part 2: forward propagation."""

import matplotlib.pyplot as plt
import numpy as np

from .shared import COLORS, GRAY, INK, MARKERS, PURPLE


def estimates_by_sleep(N, X, y, title):
    """What the network N estimates by hours of sleep, for three amounts of study, beside the scores; X, y: scaled."""
    fig, ax = plt.subplots()
    sleep = np.linspace(0, 1, 41)
    for study, style, color in zip((0, 0.5, 1), ("-", "--", ":"), (GRAY, PURPLE, INK)):
        inputs = np.column_stack([sleep, np.full(41, study)])
        ax.plot(10 * sleep, 100 * N.forward(inputs)[:, 0], style, color=color, label=f"{5 * study:g} h of study")
    for k, ((slept, _), [score], marker, color) in enumerate(zip(X, y, MARKERS, COLORS), 1):
        ax.plot(10 * slept, 100 * score, marker, color=color, markersize=9)
        ax.annotate(f"test {k}", (10 * slept, 100 * score), (9, -4), textcoords="offset points")
    ax.set(xlabel="sleep (hours)", ylabel="score, estimate (%)", xlim=(0, 11), ylim=(0, 100), title=title)
    ax.legend(loc="lower right")
    return ax
