"""The drawings of Part 4: backpropagation."""

import matplotlib.pyplot as plt
import numpy as np

from ..descriptions import DARK_VERMILION
from .shared import BLUE, GRAY, GREEN, INK, PURPLE, SKY


def for_label(value, digits=4):
    """A number for a label, with a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")


def circuit(nodes, edges, title, unit=(1.45, 0.58)):
    """A computation as a graph: values run forward over its edges, slopes of the result run back.

    nodes maps a key to (x, y, label), and "in" after it for a number that comes in; edges are (start, end, value,
    slope), and after it how far the edge bends, where two join the same nodes. Without a slope, nothing runs back.
    """
    xs, ys = zip(*((x, y) for x, y, *_ in nodes.values()))
    bent = [nodes[start][1] + sum(bend) for start, _, _, _, *bend in edges]
    low, high = min(*ys, *bent), max(*ys, *bent)
    fig, ax = plt.subplots(figsize=(unit[0] * np.ptp(xs) + 1.2, unit[1] * (high - low) + 1.5))
    for start, end, value, slope, *bend in edges:
        (x1, y1, *_), (x2, y2, *_) = nodes[start], nodes[end]
        arc = {"connectionstyle": f"arc3,rad={-bend[0]}"} if bend else {}
        ax.annotate("", (x2, y2), (x1, y1),
                    arrowprops={"arrowstyle": "-|>", "color": GRAY, "shrinkA": 15, "shrinkB": 16, **arc})
        middle = (0.55 * x1 + 0.45 * x2, 0.55 * y1 + 0.45 * y2 + sum(bend))
        for word, color, offset, style in ((value, BLUE, 8, "normal"), (slope, DARK_VERMILION, -8, "italic")):
            if not word:
                continue
            above = offset * (1 + 0.75 * word.count("\n"))
            ax.annotate(word, middle, (0, above), textcoords="offset points", ha="center", va="center",
                        color=color, fontsize=10, fontstyle=style, fontweight="bold",
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85})
    for x, y, label, *given in nodes.values():
        ax.plot(x, y, "o", markersize=27, color=SKY if given else "white", markeredgecolor=INK, zorder=3)
        ax.text(x, y, label, ha="center", va="center", fontsize=11, zorder=4)
    ax.text(np.mean(xs), low - 0.8, "value, forward   ", ha="right", va="top", color=BLUE, fontweight="bold")
    ax.text(np.mean(xs), low - 0.8, "slope, backward", va="top", color=DARK_VERMILION, fontweight="bold",
            fontstyle="italic")
    ax.set(xlim=(min(xs) - 0.5, max(xs) + 0.5), ylim=(low - 1.3, high + 0.6), title=title)
    ax.axis("off")
    return ax


def votes(*panels):
    """The votes of each example on each weight and their sum: a panel is (title, one gradient per example).

    Each weight has its own scale, on which its loudest vote is 1, since the slopes of layer 1 are much smaller.
    """
    names = ["W1[0,0]", "W1[0,1]", "W1[0,2]", "W1[1,0]", "W1[1,1]", "W1[1,2]", "W2[0,0]", "W2[1,0]", "W2[2,0]"]
    fig, axes = plt.subplots(len(panels), figsize=(8, 2.2 * len(panels)), sharex=True, sharey=True)
    for ax, (title, gradients) in zip(axes, panels):
        shares = np.asarray(gradients) / np.max(np.abs(gradients), axis=0)
        at, width = np.arange(shares.shape[1]), 0.8 / len(shares)
        for k, (share, color, hatch) in enumerate(zip(shares, (SKY, GREEN, PURPLE), ("", "//", ".."))):
            ax.bar(at + (k - (len(shares) - 1) / 2) * width, share, 0.9 * width, color=color, hatch=hatch,
                   edgecolor="white", label=f"test {k + 1}")
        ax.plot(at, shares.sum(axis=0), "_", color=INK, markersize=30, markeredgewidth=2.5, label="all together")
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.set(ylabel="vote / loudest vote", title=title)
    axes[0].legend(ncols=4, fontsize=9)
    axes[-1].set_xticks(at, names, fontsize=9)
    axes[-1].set(xlabel="weight")
    return axes


def product(left, A, right, B, rows, inside, columns, title):
    """The matrix product of values A and slopes B, in boxes: first row, first column and what they make are lit.

    left and right are their symbols; rows, inside and columns name what the product has and sums up. Values are blue
    and upright, slopes vermilion and italic, as in a circuit.
    """
    parts = (left, A, rows, inside), (right, B, inside, columns), (f"{left} {right}", A @ B, rows, columns)
    fig, ax = plt.subplots(figsize=(9.4, 0.4 * max(len(A), len(B)) + 1.3))
    x = 0
    for k, ((symbol, matrix, beside, above), sign) in enumerate(zip(parts, ("·", "=", ""))):
        height, width = matrix.shape
        color, style = (DARK_VERMILION, "italic") if k else (BLUE, "normal")
        for row, column in np.ndindex(height, width):
            shines = (row == 0, column == 0, row == column == 0)[k]
            at = x + 1.25 * column, height / 2 - row - 0.5
            ax.add_patch(plt.Rectangle((at[0] - 0.6, at[1] - 0.45), 1.2, 0.9, edgecolor=color if shines else GRAY,
                                       linewidth=2 if shines else 0.5, facecolor=color if shines else "white",
                                       alpha=0.25 if shines else 1))
            ax.text(*at, for_label(matrix[row, column]), ha="center", va="center", fontsize=10, color=color,
                    fontstyle=style, fontweight="bold" if shines else "normal")
        for row, word in enumerate(beside):
            ax.text(x - 0.75, height / 2 - row - 0.5, word, ha="right", va="center", fontsize=9)
        for column, word in enumerate(above):
            ax.text(x + 1.25 * column, height / 2 + 0.12, word, ha="center", va="bottom", fontsize=9)
        middle, right_edge = x + 0.625 * (width - 1), x + 1.25 * (width - 1) + 0.6
        ax.text(middle, -height / 2 - 0.2, f"{symbol}  ({height}, {width})", ha="center", va="top", fontsize=11)
        if sign:
            ax.text(right_edge + 0.35, 0, sign, ha="center", va="center", fontsize=20)
        x = right_edge + 2.05
    tallest = max(len(A), len(B)) / 2
    ax.set(xlim=(-1.9, right_edge + 0.3), ylim=(-tallest - 0.9, tallest + 0.6), title=title)
    ax.axis("off")
    return ax
