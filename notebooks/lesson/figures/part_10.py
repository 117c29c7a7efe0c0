"""The drawings of Part 10: every example gets a vote."""

import matplotlib.pyplot as plt
import numpy as np

from .shared import BLUE, VERMILION


def many_tests(rows):
    """Tests in the plane of hours slept and hours studied, colored by score; rows: sleep, study and score, scaled."""
    fig, ax = plt.subplots(figsize=(5.4, 3.3))
    sleep, study, score = np.transpose(rows) * [[10], [5], [100]]
    points = ax.scatter(sleep, study, s=14, c=score, label="tests")
    ax.set(xlabel="sleep (hours)", ylabel="study (hours)", xlim=(0, 10), ylim=(0, 5))
    fig.colorbar(points, ax=ax, label="score (%)")
    return ax


def time_by_size(sizes, new, kept):
    """Time per row in nanoseconds by the number of rows that go through the network at once, in two ways."""
    fig, ax = plt.subplots(figsize=(5.6, 3.2))
    ax.loglog(sizes, new, "s--", color=VERMILION, label="costAndGradient: new arrays")
    ax.loglog(sizes, kept, "o-", color=BLUE, label="add_votes: arrays kept")
    lowest, highest = 0.7 * min(*new, *kept), 1.5 * max(*new, *kept)
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ticks = [time for time in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if time > lowest][:5]  # whatever came
    ax.set_yticks(ticks, [f"{time:,}" for time in ticks])
    ax.minorticks_off()
    ax.set(xlabel="rows at once", ylabel="time per row (nanoseconds)")
    ax.set_ylim(lowest, max(highest, ticks[-1]))
    ax.legend()
    return ax
