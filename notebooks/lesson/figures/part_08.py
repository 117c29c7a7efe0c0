"""The drawings of Part 8: read handwriting."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import collections

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


def sums_of_inputs(*groups, title):
    """How far the hidden units' sums z2 spread, over the slope of the sigmoid: each group is (label, z2)."""
    fig, axes = plt.subplots(len(groups), figsize=(6.8, 1.9 * len(groups) + 0.5), sharex=True)
    edges = np.arange(-14, 14.5, 0.5)
    z = np.linspace(-14, 14, 281)
    e = np.exp(-np.abs(z))
    for ax, (label, z2), color in zip(axes, groups, (VERMILION, BLUE)):
        share, _ = np.histogram(z2, edges)
        ax.stairs(share / z2.size, edges, fill=True, color=color, alpha=0.7, label=label)
        ax.plot(z, e / (1 + e)**2, "--", color=INK, label="slope of the sigmoid")
        ax.set(ylabel="share of all sums", ylim=(0, None))
        ax.legend(loc="upper left")
    axes[0].set_title(title)
    axes[-1].set(xlabel=r"$z^{(2)}$", xlim=(-14, 14))
    return axes


def agreement(sizes, *groups, title):
    """How well a mini-batch's vote agrees with everybody's: each group is (label, cosines: one row per size)."""
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
    ax.set(xlabel="examples in the mini-batch", ylabel="cosine with everybody's vote", ylim=(-1, 1.05), title=title)
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


def errors_by_pre_activation(z, *errors, title):
    """delta3 of an output that should be 1, over its z3: each of errors is (label, delta3)."""
    fig, ax = plt.subplots()
    for (label, delta3), color, style in zip(errors, (VERMILION, BLUE), ("--", "-")):
        ax.plot(z, delta3, style, color=color, label=label)
    ax.axhline(0, color=INK, linewidth=0.8, linestyle=":")
    ax.set(xlabel=r"$z^{(3)}$ of the right class", ylabel=r"error $\delta^{(3)}$", title=title)
    ax.legend(loc="lower right")
    return ax


def two_questions(random_splits, forms, title):
    """Percent of held-out digits read: at the left one dot per random split, at the right one per form held out."""
    fig, ax = plt.subplots()
    for at, values, marker, color in ((0, random_splits, "o", BLUE), (1, forms, "s", VERMILION)):
        ax.plot(at + np.linspace(-0.25, 0.25, len(values)), values, marker, color=color)
        ax.hlines(np.mean(values), at - 0.35, at + 0.35, color=INK, linewidth=1.5)
        ax.text(at + 0.37, np.mean(values), f"mean {np.mean(values):.1f}", va="center", fontsize=10)
    ax.set_xticks([0, 1], ["held out: a random third", "held out: a whole form"])
    ax.set(xlim=(-0.5, 1.75), ylabel="digits read (%)", title=title)
    return ax


def comparison(names, random_splits, forms, title):
    """Percent of held-out digits read by several methods: medians and ranges over random splits and over forms."""
    fig, axes = plt.subplots(1, 2, figsize=(8.6, 0.7 + 0.65 * len(names)), sharey=True)
    places = np.arange(len(names))[::-1]
    for ax, results, marker, color, name in zip(axes, (random_splits, forms), "os", (BLUE, VERMILION),
                                                ("random splits", "forms held out")):
        for place, values in zip(places, results):
            if len(values):
                ax.hlines(place, np.min(values), np.max(values), color=color, linewidth=2)
                ax.plot(np.median(values), place, marker, color=color)
                ax.text(np.median(values), place + 0.2, f"{np.median(values):.1f}", ha="center", fontsize=9)
        ax.set(xlabel="digits read (%)", xlim=(84.5, 102), xticks=range(85, 101, 5), ylim=(-0.5, len(names) - 0.3),
               title=name)
        ax.title.set_fontsize(11)
    axes[0].set_yticks(places, names)
    fig.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")
    return axes


def confusion(counts, title):
    """Digits as written (rows) against digits as read (columns): the counts of the mistakes, darker for more."""
    fig, ax = plt.subplots(figsize=(5.2, 5.2))
    mistakes = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    ax.imshow(mistakes, cmap="Oranges", vmin=0, vmax=2.5 * mistakes.max())
    for (row, column), number in np.ndenumerate(counts):
        if number:
            ax.text(column, row, number, ha="center", va="center", color=GRAY if row == column else INK,
                    fontsize=9 if row == column else 11)
    ax.set_xticks(range(len(counts)))
    ax.set_yticks(range(len(counts)))
    ax.set(xlabel="read as", ylabel="written", title=title)
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
    return ax


def from_stroke_to_counts(steps, answer, title):
    """A drawing on its way to the network, each step (name, picture), and the ten probabilities that it answers."""
    fig, axes = plt.subplots(1, len(steps) + 1, figsize=(2.1 * len(steps) + 2.6, 2.9),
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
    axes[-1].invert_yaxis()
    axes[-1].set(xlim=(0, 100), xlabel="probability (%)")
    axes[-1].set_title(f"read as {best}", fontsize=10)
    fig.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")
    return axes
