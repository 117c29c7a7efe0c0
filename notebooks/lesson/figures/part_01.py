"""The drawings of Part 1: data and architecture."""
import itertools

import matplotlib.pyplot as plt
import numpy as np

from ..guess import problem_with
from .shared import COLORS, GRAY, INK, MARKERS


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


def before_and_after_scaling(X, X_scaled, y, y_scaled):
    """The tests in the plane of their inputs, each with its score: in hours and percent, and scaled."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.8))
    for ax, inputs, scores, unit in zip(axes, (X, X_scaled), (y, y_scaled), (" %", "")):
        for k, (row, [score], marker, color) in enumerate(zip(inputs, scores, MARKERS, COLORS), 1):
            ax.plot(*row, marker, color=color, markersize=10, label=f"test {k}")
            ax.annotate(f"{score:g}{unit}", row, (9, 7), textcoords="offset points", fontweight="bold")
        ax.set(xlim=(0, 1.2 * np.max(inputs[:, 0])), ylim=(0, 1.2 * np.max(inputs[:, 1])))
    axes[0].set(xlabel="sleep (hours)", ylabel="study (hours)", title="In hours and percent")
    axes[1].set(xlabel="sleep", ylabel="study", title="Scaled: the same picture, without units")
    return axes


def saturation(X, X_scaled, W1):
    """Where the sums that reach the hidden units land on the sigmoid: from hours, and from scaled hours."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.8), sharey=True)
    z = np.linspace(-12, 12, 241)
    for ax, inputs, title in zip(axes, (X, X_scaled), ("Raw hours push sums onto the flat parts",
                                                       "Scaled hours keep them on the slope")):
        ax.plot(z, 1 / (1 + np.exp(-z)), color=GRAY, label="sigmoid")
        for k, (sums, marker, color) in enumerate(zip(np.dot(inputs, W1), MARKERS, COLORS), 1):
            ax.plot(sums, 1 / (1 + np.exp(-sums)), marker, color=color, markersize=9, label=f"test {k}")
        ax.set(xlabel="sum that arrives, z", title=title)
    axes[0].set_ylabel("what the neuron passes on")
    axes[0].legend(loc="upper left")
    return axes
