"""The drawings of Part 3: gradient descent."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke

from .shared import COLORS, GRAY, INK, MARKERS, VERMILION, minus


def estimates_and_cost(y, yHat):
    """The scores beside the estimates, in percent, with the cost J above."""
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for values, side, color, hatch, label in ((y, -0.2, GRAY, "", "score y"), (yHat, 0.2, COLORS[0], "//", "estimate")):
        for test, value in enumerate(100 * np.ravel(values)):
            ax.bar(test + side, value, 0.38, color=color, hatch=hatch, edgecolor="white", label=None if test else label)
            ax.text(test + side, value + 1, f"{value:.0f}", ha="center", fontsize=10)
    ax.set_xticks(range(len(y)), [f"test {test + 1}" for test in range(len(y))])
    ax.set(ylabel="score (%)", ylim=(0, 118), title=f"your network: J = {0.5 * np.sum((y - yHat)**2):.4f}")
    ax.legend(ncols=2, loc="upper left")
    return ax


def tangent(cost, slope, w, name, ax=None):
    """A cost as a function of one weight, and at w its tangent, with its slope beside it."""
    ax = ax or plt.subplots()[1]
    weights, reach = np.linspace(-12, 12, 241), np.array([-4.8, 4.8])
    ax.plot(weights, [cost(each) for each in weights])
    ax.plot(w + reach, cost(w) + slope(cost, w) * reach, "--", color=VERMILION)
    ax.plot(w, cost(w), "o", color=VERMILION)
    ax.annotate(minus(f"slope {slope(cost, w):.3f}"), (w, cost(w)), (4, 14), textcoords="offset points")
    ax.set(xlabel=name, ylabel="cost J", xlim=(-12, 12), ylim=(-0.1, 1.1), title=minus(f"at {w:.1f}"))
    return ax


def on_map(surface, levels):
    """The colors of lines at these levels of a map: white where it is dark, ink where it is light."""
    return ["white" if each < 0.5 else INK for each in surface.norm(levels)]


def cost_map(first, second, costs, title, path=None, ax=None):
    """Cost over W1[0, 0] and W2[0, 0], seen from above, and the steps of a descent, one row of `path` per step.

    From each contour line to the next the cost doubles. Given axes, they get neither a color bar nor words.
    """
    alone = ax is None
    ax = ax or plt.subplots(figsize=(3.2, 3))[1]
    surface = ax.pcolormesh(first, second, costs, shading="nearest", norm="log")
    levels = 0.005 * 2.0**np.arange(8)
    lines = ax.contour(first, second, costs, levels=levels, colors=on_map(surface, levels), linewidths=0.6)
    if alone:
        for text in ax.clabel(lines, fmt="%g", fontsize=8, colors=[INK]):
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8})
        ax.figure.colorbar(surface, ax=ax, label="cost J")
    if path is not None:
        path = np.asarray(path)
        ax.plot(*path.T, color="white", linewidth=1.2, path_effects=[withStroke(linewidth=2.2, foreground=INK)],
                label="descent")
        ax.plot(*path.T, "o", color="white", markeredgecolor=INK, markeredgewidth=0.25, markersize=2.6)
        ax.plot(*path[0], "o", color="white", markeredgecolor=INK, markersize=8)
        ax.plot(*path[-1], "s", markerfacecolor="none", markeredgecolor="white", markeredgewidth=1.5, markersize=10)
    ax.set(xlim=(first[0], first[-1]), ylim=(second[0], second[-1]), aspect="equal", xlabel="W1[0, 0]",
           ylabel="W2[0, 0]", title=title)
    return ax


def learning(y, costs, estimates, **lines):
    """A network that learns: its cost by step, with named costs as lines to compare, and its estimates by step."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3), width_ratios=(1, 1.15))
    last = len(costs) - 1
    left.plot(costs)
    for name, cost in lines.items():
        left.axhline(cost, color=GRAY, linewidth=1, linestyle="--")
        left.text(last, cost, name.replace("_", " "), ha="right", va="bottom")
    left.set(yscale="log", xlabel="step", ylabel="cost J")
    paths = 100 * np.column_stack([yHat.ravel() for yHat in estimates])
    for k, (path, score, color, marker) in enumerate(zip(paths, 100 * y.ravel(), COLORS, MARKERS), 1):
        right.plot(path, color=color, marker=marker, markevery=last // 3, markersize=5, label=f"test {k}")
        right.plot(1.06 * last, score, marker, color=color, markersize=10)
        right.annotate(f"test {k}: {score:.0f}", (1.06 * last, score), (9, -4), textcoords="offset points")
    right.set(xlabel="step", ylabel="estimate (%)", ylim=(35, 100), xlim=(-0.02 * last, 1.38 * last))
    right.set_xticks(left.get_xticks()[1:-1])
    return left, right
