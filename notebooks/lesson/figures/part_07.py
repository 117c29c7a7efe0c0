"""The drawings of Part 7: overfitting, testing and regularization."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import collections

from ..guess import problem_with
from .shared import BLUE, COLORS, GRAY, INK, MARKERS, VERMILION, head


def projections(X, y):
    """The scores of the nights over the hours slept, and over the hours studied; an arrow from night 2 to night 4."""
    fig, axes = plt.subplots(1, 2, figsize=(8, 2.5), sharey=True)
    for ax, hours, what in zip(axes, X.T, ("sleep", "study")):
        for k, (hour, score, marker, color) in enumerate(zip(hours, y.ravel(), MARKERS, COLORS), 1):
            ax.plot(hour, score, marker, color=color, markersize=9)
            place, side = ((-9, -4), "right") if k == 1 else ((9, -4), "left")  # not under the arrow
            ax.annotate(f"night {k}", (hour, score), place, textcoords="offset points", ha=side, color=INK)
        ax.annotate("", (hours[3], y[3, 0] + 1), (hours[1], y[1, 0] - 1),
                    arrowprops={"arrowstyle": "->", "color": GRAY, "linestyle": "dashed"})
        ax.set(xlabel=f"{what} (hours)", xlim=(0, 1.25 * max(hours)), ylim=(65, 98), title=f"By hours of {what}")
    axes[0].set_ylabel("score (%)")
    head(fig, "From night 2 to night 4: more sleep, more study, a lower score")
    return axes


def plane_of_hours(predict, most):
    """Hours slept and studied on a grid from 0 to the most, and the scores in % that predict gives there."""
    sleep, study = np.meshgrid(np.linspace(0, most[0], 41), np.linspace(0, most[1], 41))
    return sleep, study, 100 * predict(np.column_stack([sleep.ravel(), study.ravel()]) / most).reshape(sleep.shape)


def deepest_fall(network):
    """By how many points more study lowers the predicted score at most, at one length of sleep."""
    _, _, plane = plane_of_hours(network.forward, (10, 5))
    best_so_far = np.maximum.accumulate(plane, axis=0)  # as the hours of study grow
    return np.max(best_so_far - plane)


def planes(most, *panels, title):
    """The plane of hours from above, hatched where more study lowers the score: each panel is (name, predict, nights).

    `predict` gives estimates for scaled hours; `nights` are those to mark (unscaled), or None.
    """
    width = 5.6 if len(panels) == 1 else 1.2 + 3.2 * len(panels)
    fig, [axes] = plt.subplots(1, len(panels), figsize=(width, 2.5), sharey=True, squeeze=False)
    for ax, (name, predict, nights) in zip(axes, panels):
        sleep, study, scores = plane_of_hours(predict, most)
        surface = ax.contourf(sleep, study, scores, levels=range(0, 101, 5))
        falls = np.gradient(scores, axis=0) < 0
        if falls.any():
            hatch = ax.contourf(sleep, study, falls, levels=[0.5, 1.5], colors="none", hatches=["///"])
            hatch.set_edgecolor("white")
            hatch.set_linewidth(0)
        if nights is not None:
            ax.plot(*np.transpose(nights), "o", color="white", markeredgecolor=INK, clip_on=False, label="nights",
                    markersize=9 if len(nights) < 10 else 5 if len(nights) < 100 else 2.5)
        ax.set(xlabel="sleep (hours)", xlim=(0, most[0]), ylim=(0, most[1]))
        ax.set_title(name, fontsize=11)
    axes[0].set_ylabel("study (hours)")
    fig.colorbar(surface, ax=axes, label="predicted score (%)")
    head(fig, title)
    return axes


def score_by_study(predict, most, ax=None):
    """The score predicted by hours of study, after 4, 6 and 8 hours of sleep; `most` is what scaled the hours.

    Of several panels the first has the legend.
    """
    ax = ax or plt.subplots()[1]
    study = np.linspace(0, most[1], 101)
    for sleep, style in ((4, "-"), (6, "--"), (8, ":")):
        hours = np.column_stack([np.full(101, sleep), study])
        ax.plot(study, 100 * predict(hours / most), style, label=f"{sleep} hours of sleep")
    ax.set(xlabel="study (hours)", ylabel="predicted score (%)", ylim=(0, 103))
    if ax is ax.figure.axes[0]:
        ax.legend(loc="lower right", fontsize=9)
    return ax


def cost_by_iteration(trainJ, testJ):
    """Cost per night after each iteration, of the training and of the testing nights, whose lowest point is marked."""
    fig, ax = plt.subplots(figsize=(6.4, 2.3))
    iterations, lowest = np.arange(1, len(trainJ) + 1), int(np.argmin(testJ))
    ax.plot(iterations, trainJ, label="training nights")
    ax.plot(iterations, testJ, "--", label="testing nights")
    ax.plot(lowest + 1, testJ[lowest], "s", color=VERMILION)
    ax.annotate(f"lowest:\n{testJ[lowest]:.4f}", (lowest + 1, testJ[lowest]), (lowest - 1, 0.0052), color=INK,
                arrowprops={"arrowstyle": "-", "color": GRAY})
    ax.set(xlabel="iteration", ylabel="cost per night", ylim=(0, 0.0085))
    ax.legend(loc="upper center")
    return ax


def fan_and_thread(fan, thread, sleep, guess=None):
    """What networks predict by hours of study after the given sleep, without the penalty and with it.

    The reader's guess for 3 hours of study is marked if it is a score.
    """
    fig, axes = plt.subplots(1, 2, figsize=(8.4, 2.5), sharey=True)
    study = np.linspace(0, 5, 51)
    nights = np.column_stack([np.full(51, sleep / 10), study / 5])
    for ax, name, networks, color in zip(axes, ("without penalty: a fan", "with penalty: a thread"), (fan, thread),
                                         (VERMILION, BLUE)):
        slices = [np.column_stack([study, 100 * network.forward(nights).ravel()]) for network in networks]
        ax.add_collection(collections.LineCollection(slices, colors=color, linewidths=1.2, alpha=0.9))
        if not problem_with(guess):
            ax.plot(3, guess, "*", color=INK, markersize=12, label="your guess")
        ax.set(xlabel="study (hours)", xlim=(0, 5), ylim=(0, 102))
        ax.set_title(name, fontsize=11)
    axes[0].set_ylabel("predicted score (%)")
    head(fig, f"{sleep} hours of sleep: without the penalty twenty starts disagree, with it they agree")
    return axes


def estimates_by_lambda(lambdas, estimates, scores):
    """Estimates for the training nights by lambda, a column for each; on the left their scores, as empty marks."""
    fig, ax = plt.subplots(figsize=(7, 2.5))
    place = lambdas[0] / 4
    rows = 100 * np.hstack(estimates)
    for k, (row, score, marker, color) in enumerate(zip(rows, scores.ravel(), MARKERS, COLORS), 1):
        ax.plot([place, lambdas[0]], [score, row[0]], ":", color=GRAY, linewidth=1)
        ax.plot(lambdas, row, marker + "-", color=color, markersize=4)
        ax.plot(place, score, marker, color=color, markerfacecolor="white", markersize=8)
        ax.text(place / 1.5, score, f"night {k}: {score} %", ha="right", va="center", color=INK, fontsize=9)
    ax.axhline(50, color=GRAY, linewidth=1, linestyle=":")
    ax.set(xlabel="lambda", ylabel="estimate (%)", xscale="log", xlim=(lambdas[0] / 60, 1.5 * lambdas[-1]),
           ylim=(45, 98))
    ax.set_xticks([0.0001, 0.001, 0.01, 0.1, 1, 10], ["0.0001", "0.001", "0.01", "0.1", "1", "10"])
    ax.minorticks_off()
    return ax


def error_by_nights(typical, least):
    """How far off the typical network is by the number of training nights: {number: (without penalty, with it)}.

    `least` is how far off the rule itself is.
    """
    fig, ax = plt.subplots(figsize=(7, 2.5))
    numbers = list(typical)
    without, penalized = np.transpose(list(typical.values()))
    ax.semilogx(numbers, without, "o-", color=VERMILION, label="without penalty")
    ax.semilogx(numbers, penalized, "s--", color=BLUE, label="λ = 0.0001")
    ax.axhline(least, color=INK, linewidth=1, linestyle=":", label="the rule itself")
    ax.set(xlabel="training nights", ylabel="off by (points)", ylim=(0, 1.1 * without.max()))
    ax.set_xticks([2, 3, 5, 10, 20, 40], ["2", "3", "5", "10", "20", "40"])
    ax.minorticks_off()
    ax.legend(loc="upper right")
    return ax
