"""Drawings and colors that several parts share."""
import itertools
import re

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import collections

from ..descriptions import DARK_VERMILION, PALETTE

BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, INK, GRAY, LIGHT_GRAY = PALETTE.values()
COLORS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
MARKERS = "osD^vP"  # one per test, so that color is never alone


def stills(draw, positions, title, size=(3.3, 3.1)):
    """The same drawing at several positions, side by side: what a reader sees who has no slider. Returns the axes.

    `draw(ax=ax, name=value, ...)` draws one panel, and `positions` has a dictionary of such values for each:
    `figures.stills(draw, [{"w": -4}, {"w": 0}, {"w": 4}], "The slope points away from the valley")`.
    A panel that `draw` leaves without a title is titled with its values. The panels have the same limits.
    With `def draw(w, ax=None): ax = ax or plt.subplots()[1]; ...; return ax` the slider takes the same function.
    """
    width, height = len(positions) * size[0], size[1] + 0.3
    fig, [axes] = plt.subplots(1, len(positions), figsize=(width, height), sharex=True, sharey=True, squeeze=False)
    for ax, values in zip(axes, positions):
        draw(ax=ax, **values)
        own = ax.get_title("left") or ax.get_title()
        ax.set_title(minus(own or ", ".join(f"{name} = {value:g}" for name, value in values.items())), fontsize=10)
        ax.label_outer()
    head(fig, title)
    return axes


def head(fig, title):
    """One title over all the panels of a figure."""
    fig.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")


def product(left, A, right, B, rows, inside, columns, title, lit=(0, 0), slopes=False):
    """The matrix product of A and B, in boxes: a row, a column and the box they fill are lit.

    left and right are their symbols; rows, inside and columns name what the product has and sums up: a list of names,
    or a word such as "unit" for unit 1, unit 2 and so on. Values are blue and upright, and with `slopes`, those of B
    and of the product are vermilion and italic, as in a circuit.
    """
    rows, inside, columns = (words if isinstance(words, list) else [f"{words} {k + 1}" for k in range(number)]
                             for words, number in zip((rows, inside, columns), (*A.shape, B.shape[1])))
    parts = (left, A, rows, inside), (right, B, inside, columns), (f"{left} {right}", A @ B, rows, columns)
    fig, ax = plt.subplots(figsize=(9.4, 0.36 * max(len(A), len(B)) + 1.15))
    x = 0
    for k, ((symbol, matrix, beside, above), sign) in enumerate(zip(parts, ("·", "=", ""))):
        height, width = matrix.shape
        color, style = (DARK_VERMILION, "italic") if slopes and k else (BLUE, "normal")
        for row, column in np.ndindex(height, width):
            shines = (row == lit[0], column == lit[1], (row, column) == lit)[k]
            at = x + 1.25 * column, height / 2 - row - 0.5
            ax.add_patch(plt.Rectangle((at[0] - 0.6, at[1] - 0.45), 1.2, 0.9, edgecolor=color if shines else GRAY,
                                       linewidth=2 if shines else 0.5, facecolor=color if shines else "white",
                                       alpha=0.06 if shines else 1))
            ax.text(*at, minus(f"{matrix[row, column]:.4f}"), ha="center", va="center", fontsize=10, color=color,
                    fontstyle=style, fontweight="bold" if shines else "normal")
        for row, word in enumerate(beside):
            ax.text(x - 0.75, height / 2 - row - 0.5, word, ha="right", va="center", fontsize=9)
        for column, word in enumerate(above):
            ax.text(x + 1.25 * column, height / 2 + 0.12, word, ha="center", va="bottom", fontsize=9)
        middle, right_edge = x + 0.625 * (width - 1), x + 1.25 * (width - 1) + 0.6
        ax.text(middle, -height / 2 - 0.2, f"{symbol}  ({height}, {width})", ha="center", va="top", fontsize=11)
        ax.text(right_edge + 0.35, 0, sign, ha="center", va="center", fontsize=20)
        x = right_edge + 2.05
    tallest = max(len(A), len(B)) / 2
    ax.set(xlim=(-1.9, right_edge + 0.3), ylim=(-tallest - 0.9, tallest + 0.6), title=title)
    ax.axis("off")
    return ax


def network(N, title, example=None, show_z=False, ax=None):
    """The network N, or one of any number of layers of these sizes, such as (2, 3, 4, 1), as neurons and synapses.

    With an example (one row of X), its values appear in the neurons and the weights on the synapses; with `show_z`,
    each neuron's z appears above its activation.
    """
    sizes = N if isinstance(N, (tuple, list)) else (N.inputLayerSize, N.hiddenLayerSize, N.outputLayerSize)
    places = [[(2.4 * layer, (size - 1) / 2 - k) for k in range(size)] for layer, size in enumerate(sizes)]
    top, right = (max(sizes) - 1) / 2, 2.4 * (len(sizes) - 1)
    ax = ax or plt.subplots(figsize=(1.6 + right, 1.5 + 0.95 * max(sizes)))[1]

    for layer, (starts, ends) in enumerate(itertools.pairwise(places), 1):
        weights = None if sizes is N else (N.W1, N.W2)[layer - 1]
        draw_synapses(ax, starts, ends, weights, f"synapses W{layer}", with_numbers=example is not None)
        ax.text(2.4 * layer - 1.2, top + 0.85, f"$W^{{({layer})}}$", ha="center", va="center", fontsize=13)

    values = [[""] * size for size in sizes]
    if example is not None:
        yHat = N.forward([example])
        values = [[f"{value:.2f}" for value in row] for row in (example, *N.a2, *yHat)]
        if show_z:
            for layer, row, symbol in ((1, *N.z2, "a"), (2, *N.z3, "ŷ")):
                values[layer] = [f"z {z:.2f}\n{symbol} {value}" for z, value in zip(row, values[layer])]
    for layer, (column, words) in enumerate(zip(places, values), 1):
        head, foot, color = name_of_layer(layer, sizes)
        ax.scatter(*zip(*column), s=2000 if show_z else 1500, color=color, edgecolors=INK, zorder=3, label=foot)
        for (x, y), word in zip(column, words):
            ax.text(x, y, minus(word), ha="center", va="center", fontsize=9 if "\n" in word else 10, zorder=4)
        ax.text(column[0][0], top + 0.85, head, ha="center", va="center", fontsize=13)
        ax.text(column[0][0], -top - 0.75, foot, ha="center", va="center", color=INK)
    if sizes[0] == 2:
        for (x, y), word in zip(places[0], ("sleep", "study")):
            ax.text(x - 0.5, y, word, ha="right", va="center", color=INK)
    left = -1.3 if sizes[0] == 2 else -0.9
    ax.set(xlim=(left, right + 0.9), ylim=(-top - 1, top + 1.15), aspect="equal", title=title)
    ax.axis("off")
    return ax


def draw_synapses(ax, starts, ends, weights, label, with_numbers):
    """A line from each start to each end: the thicker the stronger its weight, dashed where the weight is negative."""
    pairs = list(np.ndindex(len(starts), len(ends)))
    synapses = [(starts[a], ends[b]) for a, b in pairs]
    look = {"linewidths": 1.2, "colors": GRAY}
    if weights is not None:
        look = {"linewidths": [0.8 + min(abs(weights[pair]), 3) for pair in pairs],
                "linestyles": ["solid" if weights[pair] >= 0 else (0, (3, 1.5)) for pair in pairs],
                "colors": [BLUE if weights[pair] >= 0 else VERMILION for pair in pairs]}
    ax.add_collection(collections.LineCollection(synapses, label=label, zorder=1, **look))
    if with_numbers:
        along = 0.3 if len(starts) > len(ends) else 0.7  # where the synapses are farther apart
        for pair, (start, end) in zip(pairs, np.array(synapses)):
            ax.text(*(start + along * (end - start)), minus(f"{weights[pair]:.2f}"), fontsize=9, zorder=2,
                    ha="center", va="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 2.5})


def name_of_layer(layer, sizes):
    """The symbols of a layer (counted from 1), its name and its color."""
    if layer == 1:
        return "$X$", "inputs", SKY
    if layer == len(sizes):
        return rf"$z^{{({layer})}} \,|\, \hat{{y}}$", "score" if sizes[-1] == 1 else "outputs", ORANGE
    name = "hidden layer" if len(sizes) == 3 else f"hidden layer {layer - 1}"
    return f"$z^{{({layer})}} \\,|\\, a^{{({layer})}}$", name, LIGHT_GRAY


def minus(text):
    """The text with true minus signs before its numbers."""
    return re.sub(r"-(?=[\d.])", "\N{MINUS SIGN}", text)


def overview(N, example):
    """A trained network at work on one example (scaled), beside all the scores that it predicts."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(11.5, 4.4), width_ratios=(1.5, 1))
    [[score]] = 100 * N.forward([example])
    network(N, f"{10 * example[0]:g} hours of sleep, {5 * example[1]:g} of study: {score:.0f} %", example, ax=left)
    sleep, study = np.linspace(0, 10, 100), np.linspace(0, 5, 100)
    inputs = np.column_stack([each.ravel() for each in np.meshgrid(sleep / 10, study / 5)])
    surface = right.pcolormesh(sleep, study, 100 * N.forward(inputs).reshape(100, 100), vmin=0, vmax=100)
    right.plot(10 * example[0], 5 * example[1], "o", color="white", markeredgecolor=INK, markersize=9, clip_on=False)
    right.set(xlabel="sleep (hours)", ylabel="study (hours)", title="What it predicts elsewhere")
    fig.colorbar(surface, ax=right, label="predicted score (%)")
    return left
