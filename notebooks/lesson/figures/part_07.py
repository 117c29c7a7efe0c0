"""The drawings of Part 7: overfitting, testing and regularization."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import collections

from .shared import BLUE, COLORS, GRAY, INK, MARKERS, VERMILION


def projections(X, y, title):
    """The scores of the tests over the hours slept, and over the hours studied (unscaled)."""
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.6), sharey=True)
    for ax, hours, what in zip(axes, X.T, ("sleep", "study")):
        for k, (hour, score, marker, color) in enumerate(zip(hours, y.ravel(), MARKERS, COLORS), 1):
            ax.plot(hour, score, marker, color=color, markersize=9)
            ax.annotate(f"test {k}", (hour, score), (9, -4), textcoords="offset points", color=INK)
        ax.set(xlabel=f"{what} (hours)", xlim=(0, 1.25 * max(hours)), ylim=(65, 98), title=f"By hours of {what}")
    axes[0].set_ylabel("score (%)")
    head(fig, title)
    return axes


def head(fig, title):
    """One title over all the panels of a figure."""
    fig.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")


def plane_of_hours(predict, most):
    """Hours slept and studied on a grid from 0 to the most, and the scores in % that predict gives there."""
    sleep, study = np.meshgrid(np.linspace(0, most[0], 41), np.linspace(0, most[1], 41))
    return sleep, study, 100 * predict(np.column_stack([sleep.ravel(), study.ravel()]) / most).reshape(sleep.shape)


def planes(most, *panels, title):
    """The plane of hours from above, hatched where more study lowers the score: each panel is (name, predict, tests).

    `predict` gives estimates for scaled hours; `tests` are the hours of tests to mark (unscaled), or None.
    """
    width = 5.6 if len(panels) == 1 else 1.2 + 3.2 * len(panels)
    fig, [axes] = plt.subplots(1, len(panels), figsize=(width, 4), sharey=True, squeeze=False)
    for ax, (name, predict, tests) in zip(axes, panels):
        sleep, study, scores = plane_of_hours(predict, most)
        surface = ax.contourf(sleep, study, scores, levels=range(0, 101, 5))
        falls = np.gradient(scores, axis=0) < 0
        if falls.any():
            hatch = ax.contourf(sleep, study, falls, levels=[0.5, 1.5], colors="none", hatches=["///"])
            hatch.set_edgecolor("white")
            hatch.set_linewidth(0)
        if tests is not None:
            ax.plot(*np.transpose(tests), "o", color="white", markeredgecolor=INK, clip_on=False, label="tests",
                    markersize=9 if len(tests) < 10 else 5 if len(tests) < 100 else 2.5)
        ax.set(xlabel="sleep (hours)", xlim=(0, most[0]), ylim=(0, most[1]))
        ax.set_title(name, fontsize=11)
    axes[0].set_ylabel("study (hours)")
    fig.colorbar(surface, ax=axes, label="predicted score (%)")
    head(fig, title)
    return axes


def score_by_study(predict, most, ax=None):
    """The score predicted by hours of study, after 4, 6 and 8 hours of sleep; `most` is what scaled the hours."""
    ax = ax or plt.subplots()[1]
    study = np.linspace(0, most[1], 101)
    for sleep, style in ((4, "-"), (6, "--"), (8, ":")):
        hours = np.column_stack([np.full(101, sleep), study])
        ax.plot(study, 100 * predict(hours / most), style, label=f"{sleep} hours of sleep")
    ax.set(xlabel="study (hours)", ylabel="predicted score (%)", ylim=(0, 103))
    ax.legend(loc="lower right")
    return ax


def cost_by_iteration(*panels, title, last=None):
    """Training and test cost per example after each iteration: each panel is (name, training costs, test costs).

    The lowest test cost is marked; at most the first `last` iterations are drawn.
    """
    width = 6.4 if len(panels) == 1 else 4.6 * len(panels)
    fig, [axes] = plt.subplots(1, len(panels), figsize=(width, 3.8), sharex=True, sharey=True, squeeze=False)
    for ax, (name, trainJ, testJ) in zip(axes, panels):
        trainJ, testJ = trainJ[:last], testJ[:last]
        ax.plot(np.arange(1, len(trainJ) + 1), trainJ, label="training")
        ax.plot(np.arange(1, len(testJ) + 1), testJ, "--", label="testing")
        lowest = int(np.argmin(testJ))
        ax.plot(lowest + 1, testJ[lowest], "s", color=VERMILION)
        ax.annotate(f"lowest:\n{testJ[lowest]:.4f}", (lowest + 1, testJ[lowest]), (lowest - 1, 0.0055), color=INK,
                    arrowprops={"arrowstyle": "-", "color": GRAY})
        ax.set(xlabel="iteration", ylim=(0, 0.0085))
        ax.set_title(name, fontsize=11)
    axes[0].set_ylabel("cost per example")
    axes[-1].legend(loc="upper center" if len(panels) == 1 else "upper right")
    head(fig, title)
    return axes


def many_costs(*groups, mean):
    """Test cost by iteration of many starts: each group is (label, a list of costs for each start).

    `mean` is the cost of always answering the mean score.
    """
    fig, ax = plt.subplots(figsize=(7.4, 4))
    for (label, costs), color, style in zip(groups, (VERMILION, BLUE), ("solid", "dashed")):
        paths = [np.column_stack([np.arange(1, len(each) + 1), each]) for each in costs]
        ax.add_collection(collections.LineCollection(paths, colors=color, linestyles=style, linewidths=1, alpha=0.85,
                                                     label=label))
    ax.axhline(mean, color=INK, linewidth=2, linestyle=":", label="always the mean score")
    longest = max(len(each) for _, costs in groups for each in costs)
    ax.set(xlabel="iteration", ylabel="test cost per example", xlim=(1, longest), ylim=(0, 0.0085))
    ax.legend(loc="upper right", frameon=True, framealpha=0.9, edgecolor="none")
    return ax


def costs_by_lambda(lambdas, **costs):
    """Costs per example by lambda, one line with its lowest point ringed for each name; both axes are logarithmic."""
    fig, ax = plt.subplots(figsize=(7.4, 4))
    for (name, values), look in zip(costs.items(), ("o-", "s--", "D:")):
        ax.loglog(lambdas, values, look, markersize=5, label=name.replace("_", " "))
        lowest = np.argmin(values)
        ax.plot(lambdas[lowest], values[lowest], "o", color="none", markeredgecolor=INK, markeredgewidth=1.5,
                markersize=13)
    ax.set(xlabel="lambda", ylabel="cost per example")
    for axis, places in ((ax.xaxis, (0.0001, 0.001, 0.01, 0.1, 1)), (ax.yaxis, (0.002, 0.005, 0.01, 0.02, 0.05))):
        axis.set_ticks(places, [f"{place:g}" for place in places])
    ax.minorticks_off()
    ax.legend(loc="upper center")
    return ax
