"""The drawings of Part 6: training."""
import math

import matplotlib.pyplot as plt
import numpy as np

from .part_03 import on_map
from .shared import BLUE, GRAY, GREEN, INK, MARKERS, VERMILION, head


def descents(*panels):
    """Plain descent on cost curves of one weight: each panel is (title, cost, path, least and greatest weight)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(2.4 * len(panels), 2.4))
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
    fig, ax = plt.subplots(figsize=(6.4, 2.6))
    w = np.linspace(-2.2, 2.2, 200)
    ax.plot(w, cost(w), color=BLUE, label="cost")
    for start, color, marker, style in zip(starts, (VERMILION, GREEN), "os", ("--", ":")):
        bend = curvature(slope, start)
        end = start - slope(start) / bend
        ahead = np.linspace(-1.1, 1.1, 100) + end - start
        ax.plot(start + ahead, cost(start) + slope(start) * ahead + bend / 2 * ahead**2, style,
                color=color, label=f"parabola at {start:g}")
        ax.plot(start, cost(start), marker, color=color, markersize=9)
        ax.plot(end, cost(end), marker, color=color, markerfacecolor="white", markeredgewidth=2, markersize=9)
        ax.annotate(f"from {start:g}", (start, cost(start)), (9, -3), textcoords="offset points")
        ax.annotate(f"to {end:.2f}", (end, cost(end)), (0, -18 if bend > 0 else 10),
                    textcoords="offset points", ha="center")
    ax.set(xlabel="weight w", ylabel="cost J", xlim=(-2.2, 2.6), ylim=(-0.1, 3))
    ax.legend(loc="upper left")
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
        side, place = ("left", 8) if 4 < slept < 8 else ("right", -8)
        ax.annotate(f"{score:.0f} %", (slept, studied), (place, -5), textcoords="offset points", ha=side, va="top",
                    fontweight="bold", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
    ax.set(xlabel="sleep (hours)", ylabel="study (hours)")


def score_maps(sleep, study, X, y, *panels):
    """Predicted scores from above, with lines of equal score and the tests (unscaled): a panel is (title, scores)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(4.6 * len(panels), 2.6), sharey=True)
    for ax, (title, scores) in zip(axes, panels):
        surface = ax.pcolormesh(sleep, study, scores, shading="nearest", vmin=0, vmax=100)
        score_lines(ax, sleep, study, scores, X, y, surface)
        ax.set_title(title)
        ax.label_outer()
    fig.colorbar(surface, ax=axes, label="predicted score (%)")
    return axes


def slices(before, after, sleep, study):
    """What two networks predict by hours of sleep at the given study, and by hours of study at the given sleep."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 2.4), sharey=True)
    share = np.linspace(0, 1, 101)
    nights = [np.column_stack([share, np.full(101, study / 5)]), np.column_stack([np.full(101, sleep / 10), share])]
    scores = [100 * N.forward([[sleep / 10, study / 5]])[0, 0] for N in (before, after)]
    for ax, night, place, most in zip(axes, nights, (sleep, study), (10, 5)):
        for N, score, word, style, marker in zip((before, after), scores, ("before", "after"), ("--", "-"), "so"):
            line, = ax.plot(most * share, 100 * N.forward(night), style, label=f"{word} training")
            ax.annotate(line.get_label() if most == 5 else "", (most, line.get_ydata()[-1]), (6, 0), va="center",
                        textcoords="offset points", annotation_clip=False)
            ax.plot(place, score, marker, color=line.get_color(), markersize=9)
            ax.annotate(f"{score:.0f} %", (place, score), (0, -18), textcoords="offset points", ha="center")
    axes[0].set(xlabel="sleep (hours)", ylabel="predicted score (%)", ylim=(-10, 105),
                title=f"With {study:g} hours of study")
    axes[1].set(xlabel="study (hours)", title=f"With {sleep:g} hours of sleep")
    return axes[0]


def ravine(cost, *panels):
    """Ways down a ravine of two weights, from an empty circle: each panel is (title, path)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(3.2 * len(panels), 2.5), sharex=True, sharey=True)
    a, b = np.meshgrid(np.linspace(-10, 6, 200), np.linspace(-2.2, 2.2, 100))
    for ax, (title, path) in zip(axes, panels):
        ax.contour(a, b, cost(np.array([a, b])), levels=[1, 4, 10, 20, 40, 60], colors=GRAY, linewidths=0.7)
        ax.plot(*np.transpose(path), "o-", color=VERMILION, linewidth=1, markersize=3)
        ax.plot(*path[0], "o", color=VERMILION, markerfacecolor="white", markersize=8)
        ax.plot(0, 0, "*", color=BLUE, markersize=11)
        ax.set(xlabel="weight $w_0$")
        ax.set_title(title, fontsize=11)
    axes[0].set_ylabel("weight $w_1$")
    return axes


def many_starts(starts, ends, least):
    """Cost before and after training, the stuck starts last; what is below the least is drawn there."""
    fig, ax = plt.subplots(figsize=(7.2, 2.2))
    starts, ends = np.array(starts), np.array(ends)
    order = np.lexsort((starts, np.maximum(ends, least)))
    starts, ends, places = starts[order], ends[order], np.arange(1, len(ends) + 1)
    poor = ends > least
    ax.semilogy(places, starts, ".", color=GRAY, markersize=5)
    ax.plot(places[poor], ends[poor], "^", color=VERMILION, markersize=6)
    ax.plot(places[~poor], np.maximum(ends, least)[~poor], "o", color=BLUE, markersize=4)
    rows = ((np.median(starts), "before training"), (np.median(ends[poor]), "after: stuck"),
            (least, f"after: \N{LESS-THAN OR EQUAL TO} {least:.0e}".replace("e-0", "e-")))
    for height, words in rows:
        ax.text(1.03 * len(ends), height, words, va="center", fontweight="bold")
    ax.set(xlabel="starts: those that arrive, then those that get stuck", ylabel="cost J", xlim=(-1, 1.3 * len(ends)),
           ylim=(least / 3, 3))
    ax.set_xticks(range(0, len(ends) + 1, 20))
    return ax


def six_maps(networks, X, night):
    """The maps of networks that fit the same tests (unscaled), each titled with what it says about one night."""
    fig, grid = plt.subplots(2, len(networks) // 2, figsize=(2.9 * len(networks) / 2, 3.5), sharex=True, sharey=True)
    sleep, study = np.linspace(0, 10, 61), np.linspace(0, 5, 61)
    nights = np.column_stack([each.ravel() for each in np.meshgrid(sleep / 10, study / 5)])
    for ax, network in zip(grid.flat, networks):
        surface = ax.pcolormesh(sleep, study, 100 * network.forward(nights).reshape(61, 61), shading="nearest",
                                vmin=0, vmax=100)
        ax.plot(*np.transpose(X), "o", color="white", markeredgecolor=INK, markersize=7, clip_on=False)
        ax.plot(*night, "*", color="white", markeredgecolor=INK, markersize=15)
        score = 100 * network.forward([[night[0] / 10, night[1] / 5]])[0, 0]
        ax.set_title(f"tonight: {score:.0f} %", fontsize=11)
    for ax in grid[-1]:
        ax.set_xlabel("sleep (hours)")
    for ax in grid[:, 0]:
        ax.set_ylabel("study (hours)")
    fig.colorbar(surface, ax=grid, label="predicted score (%)")
    head(fig, "Six networks that agree on three tests and on little else")
    return grid
