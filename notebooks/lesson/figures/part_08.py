"""The drawings of Part 8: read handwriting."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import collections

from ..descriptions import DARK_VERMILION
from .shared import BLUE, COLORS, GRAY, GREEN, INK, MARKERS, VERMILION


def mosaic(pictures, columns, gap=0.2):
    """8 x 8 pictures side by side, row by row, as one picture with empty cells between them; and where each begins."""
    step = 8 + max(1, round(8 * gap))
    places = [(step * (k // columns), step * (k % columns)) for k in range(len(pictures))]
    whole = np.full((places[-1][0] + 8, step * (columns - 1) + 8), np.nan)
    for (top, left), picture in zip(places, pictures):
        whole[top:top + 8, left:left + 8] = np.reshape(picture, (8, 8))
    return whole, places


def digits(pictures, captions, title, columns=10, size=0.62):
    """Pictures of 8 x 8 gray levels in rows, each with a caption below it, of one line or more."""
    lines = 1 + captions[0].count("\n")
    whole, places = mosaic(pictures, columns, gap=0.28 * lines)
    fig, ax = plt.subplots(figsize=(size * columns * (1 + 0.28 * lines), 0.4 + size * whole.shape[0] / 8 + 0.3 * lines))
    ax.imshow(whole, cmap="gray_r", vmin=0, vmax=np.nanmax(whole), interpolation="nearest")
    frames = [np.array([left, top]) + [(-0.5, -0.5), (7.5, -0.5), (7.5, 7.5), (-0.5, 7.5), (-0.5, -0.5)]
              for top, left in places]
    ax.add_collection(collections.LineCollection(frames, colors=GRAY, linewidths=0.4, label="frames"))
    for (top, left), caption in zip(places, captions):
        ax.text(left + 3.5, top + 7.9, caption, ha="center", va="top", fontsize=9)
    ax.set(xlim=(-1, whole.shape[1]), ylim=(whole.shape[0] + 2 * lines, -1), title=title)
    ax.axis("off")
    return ax


def agreement(sizes, *groups, title):
    """How well a mini-batch's slopes agree with those of all: each group is (label, cosines: one row per size)."""
    fig, ax = plt.subplots()
    for k, ((label, cosines), marker, color) in enumerate(zip(groups, MARKERS, COLORS)):
        low, middle, high = np.percentile(cosines, [5, 50, 95], axis=1)
        at = np.array(sizes) * 1.08**k
        ax.vlines(at, low, high, color=color, linewidth=1.5)
        ax.plot(at, middle, marker + "-", color=color, label=label)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set_xscale("log")
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ax.minorticks_off()
    ax.set(xlabel="examples in the mini-batch", ylabel="cosine with the slopes of all", ylim=(-1, 1.05), title=title)
    ax.legend(loc="lower right")
    return ax


def costs_by_reading(*runs, title):
    """Cost per digit after each epoch on a log axis: each run is (label, costs per digit)."""
    fig, ax = plt.subplots()
    for (label, costs), color, style in zip(runs, (BLUE, VERMILION, GREEN), ("-", "--", ":")):
        ax.plot(np.arange(1, len(costs) + 1), costs, style, color=color, label=label)
    ax.set(yscale="log", xlabel="epochs: readings of the training digits", ylabel="cost per digit", title=title)
    ax.legend(loc="lower left")
    return ax


def in_pairs(names, percents, title):
    """Percent read by several methods (columns) on the same forms (rows): a line per form, and the means."""
    fig, ax = plt.subplots(figsize=(7.2, 2.9))
    percents, places = np.asarray(percents), np.arange(len(names))
    lines = [np.column_stack([places, row]) for row in percents]
    ax.add_collection(collections.LineCollection(lines, colors=GRAY, linewidths=0.8, label="one form each"))
    for place, column, marker, color in zip(places, percents.T, MARKERS, COLORS):
        ax.plot(np.full(len(column), place), column, marker, color=color, markersize=5)
        ax.hlines(np.mean(column), place - 0.2, place + 0.2, color=INK, linewidth=2.5)
        ax.text(place, 101.3, f"mean {np.mean(column):.1f}", ha="center", fontsize=9)
    ax.set_xticks(places, names)
    ax.set(xlim=(-0.5, len(names) - 0.5), ylim=(percents.min() - 1.5, 103.5), ylabel="digits of the form read (%)",
           title=title)
    return ax


def reliability(*groups, title, edges=(0, 0.5, 0.7, 0.9, 0.99, 1)):
    """How often answers are right, by the probability that was given to them: each group is (label, given, right)."""
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.plot([0, 100], [0, 100], ":", color=INK, label="as often as claimed")
    for (label, given, right), marker, color, below in zip(groups, MARKERS, (BLUE, VERMILION), (False, True)):
        which = np.digitize(given, edges[1:-1])
        points = np.array([(100 * np.mean(given[which == k]), 100 * np.mean(right[which == k]))
                           for k in range(len(edges) - 1)])
        ax.plot(*points.T, marker + "-", color=color, label=label)
        for k, (x, y) in enumerate(points[:-1]):  # the last lie on each other
            ax.annotate(f"{y:.0f} % of {np.sum(which == k)}", (x, y), xytext=(6, -12) if below else (-6, 8),
                        textcoords="offset points", fontsize=8, color=DARK_VERMILION if below else BLUE,
                        ha="left" if below else "right")
    ax.set(xlim=(30, 108), ylim=(30, 104), xticks=range(30, 101, 10), xlabel="probability given to the answer (%)",
           ylabel="answers that are right (%)", title=title)
    ax.legend(loc="upper left")
    return ax


def weights_of_hidden_units(W1, title, columns=10):
    """The weights from the 64 pixels to each hidden unit, as pictures: blue speaks for the unit, red against it."""
    whole, _ = mosaic(W1.T, columns)
    fig, ax = plt.subplots(figsize=(7.4, 0.6 + 0.075 * whole.shape[0]))
    reach = np.abs(W1).max()
    surface = ax.imshow(whole, cmap="RdBu", vmin=-reach, vmax=reach, interpolation="nearest")
    fig.colorbar(surface, ax=ax, label="weight", shrink=0.9)
    ax.set(title=title)
    ax.axis("off")
    if W1.shape[1] == 10:  # a unit for each digit
        for digit in range(10):
            ax.text(3.5 + 10 * digit, 9, str(digit), ha="center", va="top")
    return ax


def from_stroke_to_counts(steps, read, title):
    """A drawing on its way to the network, each step (name, picture), and what `read` answers to the last, the counts.

    `read` takes gray levels, one picture per row, and gives ten probabilities per row.
    """
    answer = read(np.reshape(steps[-1][1], (1, 64)) / 16)[0]
    fig, axes = plt.subplots(1, len(steps) + 1, figsize=(2.1 * len(steps) + 2.6, 2.5),
                             width_ratios=[*[1] * len(steps), 1.2])
    for ax, (name, picture) in zip(axes, steps):
        ax.imshow(picture, cmap="gray_r", vmin=0, vmax=np.max(picture), interpolation="nearest")
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines[:].set_visible(True)
        ax.set_title(name, fontsize=10)
    best = np.argmax(answer)
    bars = axes[-1].barh(range(10), 100 * np.asarray(answer), color=BLUE)
    bars[best].set(color=VERMILION, hatch="//", edgecolor="white")
    axes[-1].set_yticks(range(10))
    axes[-1].tick_params(axis="y", labelsize=6)
    axes[-1].invert_yaxis()
    axes[-1].set(xlim=(0, 100), xlabel="probability (%)")
    axes[-1].set_title(f"read as {best}", fontsize=10)
    fig.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")
    return axes
