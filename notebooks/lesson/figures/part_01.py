"""The drawings of Part 1: data and architecture."""
import itertools

import matplotlib.pyplot as plt
import numpy as np

from ..guess import problem_with
from .shared import COLORS, INK, MARKERS


def three_tests(X, y, guess=None, night=(8, 3), title=None):
    """The tests in the plane of hours slept and studied (unscaled), each with its score, and the night to predict."""
    fig, ax = plt.subplots()
    looks = itertools.cycle(zip(MARKERS, COLORS))
    for (slept, studied), score, (marker, color) in zip(X, np.ravel(y), looks):
        ax.plot(slept, studied, marker, color=color, markersize=10, label=f"score {score:g} %")
        ax.annotate(f"{score:g} %", (slept, studied), (9, 7), textcoords="offset points", fontweight="bold")
    ax.plot(*night, "*", color=INK, markersize=15, label="tonight")
    asked = "tonight: ? %" if problem_with(guess) else f"tonight: your guess, {guess:g} %"
    ax.annotate(asked, night, (10, 7), textcoords="offset points", fontweight="bold")
    slept, studied = np.max([*X, night], axis=0)
    ax.set(xlabel="sleep (hours)", ylabel="study (hours)",
           xlim=(0, max(12, 1.2 * slept)), ylim=(0, max(6, 1.2 * studied)),
           title=title or f"{len(X)} tests, and the night to predict")
    return ax
