"""The drawings of Part 3: gradient descent."""

import matplotlib.pyplot as plt
import numpy as np

from .shared import COLORS, GRAY, INK, MARKERS, VERMILION, minus


def bars(ax, *groups):
    """Groups of bars in percent, one bar per test: each group is (label, values), and the first is gray."""
    width = 0.8 / len(groups)
    for k, ((label, values), color, hatch) in enumerate(zip(groups, (GRAY, *COLORS), ("", "//", ".."))):
        at = np.arange(len(values)) + (k - (len(groups) - 1) / 2) * width
        ax.bar(at, 100 * np.ravel(values), width * 0.95, color=color, hatch=hatch, edgecolor="white", label=label)
        for x, value in zip(at, 100 * np.ravel(values)):
            ax.text(x, value + 1, f"{value:.0f}", ha="center", fontsize=10)
    ax.set_xticks(range(len(values)), [f"test {k}" for k in range(1, len(values) + 1)])
    ax.set_ylim(0, 118)


def estimates_and_cost(y, *guesses):
    """The scores beside each guess (label, yHat), one panel per guess, with its cost J above."""
    width = 6.4 if len(guesses) == 1 else 3.2 * len(guesses)
    fig, axes = plt.subplots(1, len(guesses), figsize=(width, 3.6), sharey=True, squeeze=False)
    for ax, (label, yHat) in zip(axes[0], guesses):
        bars(ax, ("score y", y), ("estimate", yHat))
        ax.set_title(f"{label}: J = {0.5 * np.sum((y - yHat)**2):.4f}")
    axes[0, 0].set_ylabel("score (%)")
    axes[0, 0].legend(ncols=2, loc="upper left")
    return axes[0, 0]


def tangent(ax, w, cost, slope):
    """Mark a point of a cost curve, and draw the tangent through it with its slope beside it."""
    reach = 0.2 * np.ptp(ax.get_xlim())
    ends = np.array([w - reach, w + reach])
    ax.plot(ends, cost + slope * (ends - w), "--", color=VERMILION)
    ax.plot(w, cost, "o", color=VERMILION)
    ax.annotate(minus(f"slope {slope:.3f}"), (w, cost), (4, 14), textcoords="offset points")
    return ax


def on_map(surface, levels):
    """The colors of lines at these levels of a map: white where it is dark, ink where it is light."""
    return ["white" if each < 0.5 else INK for each in surface.norm(levels)]


def cost_map(first, second, costs, path=None, ax=None):
    """Cost over two weights, seen from above, and the steps of a descent: path has one row (first, second) per step.

    From each contour line to the next the cost doubles. Given axes, they get neither a color bar nor words.
    """
    alone = ax is None
    ax = ax or plt.subplots(figsize=(4.4, 3.3))[1]
    surface = ax.pcolormesh(first, second, costs, shading="nearest", norm="log")
    levels = 0.005 * 2.0**np.arange(8)
    lines = ax.contour(first, second, costs, levels=levels, colors=on_map(surface, levels), linewidths=0.6)
    if alone:
        ax.clabel(lines, fmt="%g", fontsize=8)
        ax.figure.colorbar(surface, ax=ax, label="cost J")
    if path is not None:
        path = np.asarray(path)
        ax.plot(path[:, 0], path[:, 1], ".-", color="white", linewidth=1.2, markersize=5, label="descent")
        for (x, at), marker in ((path[0], "o"), (path[-1], "s")):
            ax.plot(x, at, marker, color="white", markeredgecolor=INK, markersize=8)
    ax.set(xlim=(first[0], first[-1]), ylim=(second[0], second[-1]), aspect="equal")
    return ax


def learning(y, costs, estimates, **lines):
    """A network that learns: its cost by step, with named costs as lines to compare, and its estimates by step."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.9), width_ratios=(1, 1.15))
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
