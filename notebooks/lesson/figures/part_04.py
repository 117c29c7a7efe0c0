"""The drawings of Part 4: backpropagation."""

import matplotlib.pyplot as plt
import numpy as np

from .shared import GRAY, GREEN, INK, PURPLE


def votes(*panels):
    """The votes of each example on each weight and their sum: a panel is (title, one gradient per example).

    Each weight has its own scale, on which its loudest vote is 1, since the slopes of layer 1 are much smaller.
    """
    names = ["W1[0,0]", "W1[0,1]", "W1[0,2]", "W1[1,0]", "W1[1,1]", "W1[1,2]", "W2[0,0]", "W2[1,0]", "W2[2,0]"]
    fig, axes = plt.subplots(len(panels), figsize=(8, 2.2 * len(panels)), sharex=True, sharey=True)
    for ax, (title, gradients) in zip(axes, panels):
        shares = np.asarray(gradients) / np.max(np.abs(gradients), axis=0)
        at, width = np.arange(shares.shape[1]), 0.8 / len(shares)
        for k, (share, color, hatch) in enumerate(zip(shares, (GRAY, GREEN, PURPLE), ("", "//", ".."))):
            ax.bar(at + (k - (len(shares) - 1) / 2) * width, share, 0.9 * width, color=color, hatch=hatch,
                   edgecolor="white", label=f"test {k + 1}")
        ax.plot(at, shares.sum(axis=0), "_", color=INK, markersize=30, markeredgewidth=2.5, label="all together")
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.set(ylabel="vote / loudest vote", title=title)
    axes[0].legend(ncols=4, fontsize=9)
    axes[-1].set_xticks(at, names, fontsize=9)
    axes[-1].set(xlabel="weight")
    return axes
