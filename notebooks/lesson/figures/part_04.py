"""The drawings of Part 4: backpropagation."""

import matplotlib.pyplot as plt
import numpy as np

from ..descriptions import DARK_VERMILION
from .shared import BLUE, COLORS, GRAY, INK, ORANGE, SKY, VERMILION


def in_digits(value, digits=4):
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


def last_layer(N, y, example):
    """The computation of one example's cost from the hidden activations on, as a circuit; N has just gone forward."""
    yHat = N.sigmoid(N.z3)
    delta3 = (-(y - yHat) * yHat * (1 - yHat))[example, 0]
    nodes, edges = {"+": (2.6, 0, "+"), "f": (3.9, 0, "$f$"), "J": (5.2, 0, f"$J_{example + 1}$")}, []
    for k, (a, W) in enumerate(zip(N.a2[example], N.W2[:, 0])):
        height = 3 * ((len(N.W2) - 1) / 2 - k)
        nodes |= {f"a{k}": (0, height + 0.75, f"$a^{{(2)}}_{k + 1}$", "in"),
                  f"W{k}": (0, height - 0.75, f"$W^{{(2)}}_{k + 1}$", "in"),
                  f"x{k}": (1.3, height, "×")}
        edges += [(f"a{k}", f"x{k}", in_digits(a), in_digits(delta3 * W)),
                  (f"W{k}", f"x{k}", in_digits(W), in_digits(delta3 * a)),
                  (f"x{k}", "+", in_digits(a * W), in_digits(delta3))]
    edges += [("+", "f", "$z^{(3)}$ = " + in_digits(N.z3[example, 0]), in_digits(delta3)),
              ("f", "J", r"$\hat{y}$ = " + in_digits(yHat[example, 0]), in_digits(-(y - yHat)[example, 0]))]
    return circuit(nodes, edges, "Each step multiplies the slope by its own and passes it back")


def two_paths():
    """One activation that feeds two outputs, with whole numbers: slopes along different paths add up."""
    return circuit({"a": (0, 0, "$a$", "in"), "1": (1.3, 0.9, "× 3"), "2": (1.3, -0.9, "× 4"), "J": (2.6, 0, "$J$")},
                   [("a", "1", "5", "6"), ("a", "2", "5", "\N{MINUS SIGN}4"),
                    ("1", "J", "15", "2"), ("2", "J", "20", "\N{MINUS SIGN}1")],
                   "Two paths from a to J: the slope at a is 6 \N{MINUS SIGN} 4 = 2")


def errors_flow_back(x, W2, slopes, delta2, delta3, title):
    """The errors of one example on their way back: across W2 to the hidden units, and to the weights of layer 1."""
    fig, ax = plt.subplots(figsize=(8.2, 4.6))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    inputs = [(0, 1.2 * (len(x) - 1 - 2 * k)) for k in range(len(x))]
    hidden = [(3.4, 1.7 * ((len(delta2) - 1) / 2 - k)) for k in range(len(delta2))]
    output = (6.2, 0)
    for (hx, hy), weight, slope, delta in zip(hidden, W2[:, 0], slopes, delta2):
        ax.annotate("", (hx, hy), output, arrowprops={"arrowstyle": "-|>", "color": BLUE if weight > 0 else VERMILION,
                    "linestyle": "-" if weight > 0 else "--", "linewidth": 0.8 + 2 * abs(weight),
                    "shrinkA": 20, "shrinkB": 20})
        ax.text(0.45 * hx + 0.55 * output[0], 0.45 * hy, f"× {in_digits(weight, 2)} × {in_digits(slope, 3)}",
                ha="center", va="center", bbox=box)
        for (ix, iy), value in zip(inputs, x):
            ax.plot([ix, hx], [iy, hy], color="gray", linewidth=0.6, zorder=0)
            start, end, label = [((1 - part) * hx + part * ix, (1 - part) * hy + part * iy)
                                 for part in (0.09, 0.19, 0.27)]
            ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0})
            ax.text(*label, in_digits(value * delta), ha="center", va="center", fontsize=9, bbox=box)
    for (px, py), word, color in [*((place, f"{value:g}", SKY) for place, value in zip(inputs, x)),
                                  *((place, in_digits(delta), "#BBBBBB") for place, delta in zip(hidden, delta2)),
                                  (output, in_digits(delta3[0]), ORANGE)]:
        ax.plot(px, py, "o", markersize=44, color=color, markeredgecolor=INK, zorder=3)
        ax.text(px, py, word, ha="center", va="center", fontsize=9, zorder=4)
    top = hidden[0][1] + 0.8
    for px, word in ((0, "inputs x"), (2.3, r"slopes $x\,\delta^{(2)}$"), (3.4, r"$\delta^{(2)}$"),
                     (4.9, r"× $W^{(2)}$ × $f'(z^{(2)})$"), (6.2, r"$\delta^{(3)}$")):
        ax.text(px, top, word, ha="center", va="center", fontsize=12)
    ax.set(xlim=(-0.7, 6.9), ylim=(-top + 0.1, top + 0.3), title=title)
    ax.axis("off")
    return ax


def votes(*panels):
    """How each example would move each weight, and the sum: a panel is (title, one gradient per example)."""
    names = ["W1[0,0]", "W1[0,1]", "W1[0,2]", "W1[1,0]", "W1[1,1]", "W1[1,2]", "W2[0,0]", "W2[1,0]", "W2[2,0]"]
    fig, axes = plt.subplots(len(panels), figsize=(8, 3 * len(panels)), sharex=True)
    for ax, (title, gradients) in zip(axes, panels):
        moves = -np.asarray(gradients)
        at, width = np.arange(moves.shape[1]), 0.8 / len(moves)
        for k, (move, color, hatch) in enumerate(zip(moves, COLORS, ("", "//", "..", "xx"))):
            ax.bar(at + (k - (len(moves) - 1) / 2) * width, move, 0.9 * width, color=color, hatch=hatch,
                   edgecolor="white", label=f"test {k + 1}")
        ax.plot(at, moves.sum(axis=0), "_", color=INK, markersize=30, markeredgewidth=2.5, label="all together")
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.set(ylabel="vote (up: larger weight)", title=title)
    axes[0].legend(ncols=2)
    axes[-1].set_xticks(at, names, fontsize=9)
    axes[-1].set(xlabel="weight")
    return axes


def product(left, right, lit, title):
    """A matrix product with its numbers in boxes, one row, one column and the number they make lit.

    left and right are (symbol, matrix, names of its rows, names of its columns); lit is (row, column).
    """
    result = left[1] @ right[1]
    names = f"{left[0]} {right[0]}", result, left[2], right[3]
    fig, ax = plt.subplots(figsize=(8.6, 0.5 * max(len(left[1]), len(right[1])) + 1.7))
    x = 0
    for k, ((symbol, matrix, rows, columns), sign) in enumerate(zip((left, right, names), ("·", "=", ""))):
        height, width = matrix.shape
        for row, column in np.ndindex(height, width):
            shines = (row == lit[0], column == lit[1], (row, column) == lit)[k]
            at = x + 1.25 * column, height / 2 - row - 0.5
            ax.add_patch(plt.Rectangle((at[0] - 0.6, at[1] - 0.45), 1.2, 0.9, edgecolor=INK, linewidth=0.8,
                                       facecolor=ORANGE if shines else "white", alpha=0.6 if shines else 1))
            ax.text(*at, in_digits(matrix[row, column]), ha="center", va="center", fontsize=10)
        for row, word in enumerate(rows if k != 1 else ()):
            ax.text(x - 0.75, height / 2 - row - 0.5, word, ha="right", va="center", fontsize=9)
        for column, word in enumerate(columns):
            ax.text(x + 1.25 * column, height / 2 + 0.12, word, ha="center", va="bottom", fontsize=9)
        middle, right_edge = x + 0.625 * (width - 1), x + 1.25 * (width - 1) + 0.6
        ax.text(middle, -height / 2 - 0.2, f"{symbol}\n({height}, {width})", ha="center", va="top", fontsize=11)
        ax.text(right_edge + 0.35, 0, sign, ha="center", va="center", fontsize=20)
        x = right_edge + (1.35 if k == 0 else 2.0)
    tallest = max(len(left[1]), len(right[1])) / 2
    ax.set(xlim=(-1.9, right_edge + 0.3), ylim=(-tallest - 1.2, tallest + 0.8), title=title)
    ax.axis("off")
    return ax
