"""The drawings of Part 10: every example gets a vote."""

import matplotlib.pyplot as plt
import numpy as np

from .shared import BLUE, GRAY, GREEN, VERMILION


def many_tests(rows):
    """Tests in the plane of hours slept and hours studied, colored by score; rows: sleep, study and score, scaled."""
    fig, ax = plt.subplots(figsize=(6.8, 4.2))
    sleep, study, score = np.transpose(rows) * [[10], [5], [100]]
    points = ax.scatter(sleep, study, s=14, c=score, label="tests")
    ax.set(xlabel="sleep (hours)", ylabel="study (hours)", xlim=(0, 10), ylim=(0, 5))
    fig.colorbar(points, ax=ax, label="score (%)")
    return ax


def time_by_size(sizes, new, kept):
    """Time per row in nanoseconds by the number of rows that go through the network at once."""
    fig, ax = plt.subplots(figsize=(6.8, 3.9))
    ax.loglog(sizes, new, "s--", color=VERMILION, label="new arrays")
    ax.loglog(sizes, kept, "o-", color=BLUE, label="kept arrays")
    lowest, highest = 0.7 * min(*new, *kept), 1.5 * max(*new, *kept)
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ticks = [time for time in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if lowest < time < highest]
    ax.set_yticks(ticks, [f"{time:,}" for time in ticks])
    ax.minorticks_off()
    ax.set(xlabel="rows at once", ylabel="time per row (nanoseconds)", ylim=(lowest, highest))
    ax.legend()
    return ax


def found_and_true(known, *panels):
    """Weights found over those of the known network; a panel is (title, network, order of its hidden units)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(4.4 * len(panels), 4.3), sharex=True, sharey=True)
    for ax, (title, found, order) in zip(axes, panels):
        weights = [("W1, sleep", known.W1[0], found.W1[0, order], "o", BLUE),
                   ("W1, study", known.W1[1], found.W1[1, order], "s", VERMILION),
                   ("W2", known.W2[:, 0], found.W2[order, 0], "D", GREEN)]
        ax.axline((0, 0), slope=1, color=GRAY, linewidth=1, label="the same weight")
        for name, true, estimate, marker, color in weights:
            ax.plot(true, estimate, marker, color=color, label=name)
        ax.set(title=title, xlabel="weight of the known network", aspect="equal", xlim=(-8, 10), ylim=(-8, 10),
               xticks=range(-8, 11, 4), yticks=range(-8, 11, 4))
    axes[0].set_ylabel("weight found")
    axes[0].legend()
    return axes
