"""The drawings of Part 6: training."""
import math

import matplotlib.pyplot as plt
import numpy as np

from .part_03 import on_map
from .shared import BLUE, GRAY, GREEN, INK, LIGHT_GRAY, MARKERS, VERMILION


def descents(*panels):
    """Plain descent on cost curves of one weight: each panel is (title, cost, path, least and greatest weight)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(2.9 * len(panels), 2.9))
    for ax, (title, cost, path, least, greatest) in zip(axes, panels):
        w = np.linspace(least, greatest, 200)
        ax.plot(w, cost(w), color=BLUE)
        ax.plot(path, cost(path), "o-", color=VERMILION, linewidth=1, markersize=4)
        ax.plot(path[0], cost(path[0]), "o", color=VERMILION, markerfacecolor="white", markersize=9)
        ax.set(xlabel="weight w", title=title, yticks=range(4), ylim=(0, 1.05 * cost(w).max()))
    axes[0].set_ylabel("cost J")
    return axes


def parabolas(cost, slope, curvature, *starts):
    """Steps of slope over curvature on a cost curve of one weight, each with the parabola that leads it."""
    fig, ax = plt.subplots()
    w = np.linspace(-2.2, 2.2, 200)
    ax.plot(w, cost(w), color=BLUE, label="cost")
    for start, color, marker, style in zip(starts, (VERMILION, GREEN), "os", ("--", ":")):
        end = start - slope(start) / curvature(start)
        ahead = np.linspace(-1.1, 1.1, 100) + end - start
        ax.plot(start + ahead, cost(start) + slope(start) * ahead + curvature(start) / 2 * ahead**2, style,
                color=color, label=f"parabola at {start:g}")
        ax.plot(start, cost(start), marker, color=color, markersize=9)
        ax.plot(end, cost(end), marker, color=color, markerfacecolor="white", markeredgewidth=2, markersize=9)
        ax.annotate(f"from {start:g}", (start, cost(start)), (9, -3), textcoords="offset points")
        ax.annotate(f"to {end:.2f}", (end, cost(end)), (0, -18 if curvature(start) > 0 else 10),
                    textcoords="offset points", ha="center")
    ax.set(xlabel="weight w", ylabel="cost J", xlim=(-2.2, 2.6), ylim=(-0.1, 3))
    ax.legend(loc="upper center")
    return ax


def score_lines(ax, sleep, study, scores, X, y, surface=None):
    """Lines of equal predicted score in %, over hours of sleep and study, and the tests; X, y: unscaled."""
    levels = range(10 * math.ceil(scores.min() / 10), math.ceil(scores.max()), 10)
    ax.contour(sleep, study, scores, levels=levels, colors=on_map(surface, levels) if surface else INK, linewidths=1)
    for k, level in enumerate(levels, 1):  # each number on its line, and higher up than the one before
        row = k * (len(study) - 1) // (len(levels) + 1)
        for left in np.flatnonzero(np.diff(scores[row] > level)):
            share = (level - scores[row, left]) / (scores[row, left + 1] - scores[row, left])
            ax.text(sleep[left] + share * (sleep[left + 1] - sleep[left]), study[row], f"{level}",
                    ha="center", va="center", fontsize=9, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
    for (slept, studied), [score], marker in zip(X, y, MARKERS):
        ax.plot(slept, studied, marker, color=INK, markerfacecolor="white", markersize=9, clip_on=False)
        side, place = ("right", -8) if slept > 8 else ("left", 8)
        ax.annotate(f"{score:.0f} %", (slept, studied), (place, -5), textcoords="offset points", ha=side, va="top",
                    fontweight="bold", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
    ax.set(xlabel="sleep (hours)", ylabel="study (hours)")


def score_maps(sleep, study, X, y, *panels):
    """Predicted scores from above, with lines of equal score and the tests (unscaled): a panel is (title, scores)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(4.6 * len(panels), 3.9), sharey=True)
    for ax, (title, scores) in zip(axes, panels):
        surface = ax.pcolormesh(sleep, study, scores, shading="nearest", vmin=0, vmax=100)
        score_lines(ax, sleep, study, scores, X, y, surface)
        ax.set_title(title)
        ax.label_outer()
    fig.colorbar(surface, ax=axes, label="predicted score (%)")
    return axes


def falling_map(sleep, study, scores, X, y):
    """The part of the plane where the predicted score falls as study grows, with lines of equal score and the tests."""
    fig, ax = plt.subplots(figsize=(6.2, 3.9))
    change, between = np.diff(scores, axis=0), (study[1:] + study[:-1]) / 2
    hatched = ax.contourf(sleep, between, change, levels=[change.min(), 0], colors="none", hatches=["///"])
    hatched.set(edgecolor=VERMILION, linewidth=0, label="more study, lower score")
    score_lines(ax, sleep, study, scores, X, y)
    return ax


def slices(before, after, sleep, study):
    """What two networks predict by hours of sleep at the given study, and by hours of study at the given sleep."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True)
    share = np.linspace(0, 1, 101)
    nights = [np.column_stack([share, np.full(101, study / 5)]), np.column_stack([np.full(101, sleep / 10), share])]
    scores = [100 * N.forward([[sleep / 10, study / 5]])[0, 0] for N in (before, after)]
    for ax, night, place, most in zip(axes, nights, (sleep, study), (10, 5)):
        for N, score, word, style, marker in zip((before, after), scores, ("before", "after"), ("--", "-"), "so"):
            line, = ax.plot(most * share, 100 * N.forward(night), style, label=f"{word} training")
            ax.plot(place, score, marker, color=line.get_color(), markersize=9)
            ax.annotate(f"{score:.0f} %", (place, score), (0, -18), textcoords="offset points", ha="center")
    axes[0].set(xlabel="sleep (hours)", ylabel="predicted score (%)", ylim=(-10, 105),
                title=f"With {study:g} hours of study")
    axes[1].set(xlabel="study (hours)", title=f"With {sleep:g} hours of sleep")
    axes[0].legend(loc="lower right")
    return axes[0]


def many_starts(starts, ends, least):
    """Cost before and after training from each start; what ends below the least is drawn there, and labeled so."""
    fig, ax = plt.subplots(figsize=(7.6, 3.8))
    seeds, poor = np.arange(len(ends)), ends > least
    ax.semilogy(seeds, starts, ".", color=GRAY, markersize=5)
    ax.plot(seeds[poor], ends[poor], "^", color=VERMILION, markersize=6)
    ax.plot(seeds[~poor], np.maximum(ends, least)[~poor], "o", color=BLUE, markersize=4)
    rows = ((np.median(starts), "before training"), (np.median(ends[poor]), "after: stuck"),
            (least, f"after: \N{LESS-THAN OR EQUAL TO} {least:.0e}".replace("e-0", "e-")))
    for height, words in rows:
        ax.text(1.02 * len(ends), height, words, va="center", fontweight="bold")
    ax.set(xlabel="start (seed of the random weights)", ylabel="cost J", xlim=(-2, 1.3 * len(ends)),
           ylim=(least / 3, 3))
    ax.set_xticks(range(0, len(ends) + 1, 20))
    return ax


def night_scores(scores, guess=None):
    """How many networks predict which score in % for one night, where nine in ten lie, and the reader's guess."""
    fig, ax = plt.subplots(figsize=(6.8, 3.4))
    counts, _, _ = ax.hist(scores, bins=range(0, 101, 2), color=BLUE, edgecolor="white", label="networks")
    low, high = np.quantile(scores, [0.05, 0.95])
    ax.add_patch(plt.Rectangle((low, 0), high - low, 1.2 * counts.max(), color=LIGHT_GRAY, alpha=0.5, zorder=0,
                               label=f"nine in ten: {low:.0f} to {high:.0f} %"))
    if guess is not None:
        ax.axvline(guess, color=VERMILION, linestyle="--", label=f"your guess: {guess:g} %")
    ax.set(xlabel="predicted score (%)", ylabel="networks", xlim=(0, 100), ylim=(0, 1.2 * counts.max()))
    ax.legend(loc="upper left", frameon=True, edgecolor="white", framealpha=1)
    return ax
