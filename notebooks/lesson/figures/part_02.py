"""The drawings of Part 2: forward propagation."""
import matplotlib.pyplot as plt
import numpy as np

from .shared import INK, ORANGE, minus


def row_times_column(left, right, lit, title):
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
            ax.text(*at, minus(f"{matrix[row, column]:.4f}"), ha="center", va="center", fontsize=10)
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


def plane(answer, night=None, nights=(), lines=(0.5,), ax=None):
    """The plane of sleep and study, shaded by what `answer` says, from 0 to 1, about nights (scaled, one per row).

    White lines run where it says one of `lines`. `night` (hours) is a star with its answer, and `nights` are circles.
    """
    ax = ax or plt.subplots(figsize=(5, 3.6))[1]
    sleep, study = np.linspace(0, 12.5, 251), np.linspace(0, 5, 101)
    inputs = np.column_stack([each.ravel() for each in np.meshgrid(sleep / 10, study / 5)])
    says = 100 * np.reshape(answer(inputs), (101, 251))
    ax.pcolormesh(sleep, study, says, shading="nearest", vmin=0, vmax=100)
    if says.min() < 100 * max(lines) and says.max() > 100 * min(lines):
        along = ax.contour(sleep, study, says, levels=100 * np.array(lines), colors="white", linewidths=1.5)
        if len(lines) > 1:
            ax.clabel(along, fmt="%g %%", fontsize=9, colors=INK)
    for each in nights:
        ax.plot(*each, "o", color="white", markeredgecolor=INK, markersize=8)
    if night is not None:
        [answered] = 100 * np.ravel(answer(np.array([night]) / [10, 5]))
        ax.plot(*night, "*", color="white", markeredgecolor=INK, markersize=15)
        ax.annotate(f"{answered:.0f} %", night, (0, 12), textcoords="offset points", ha="center", fontweight="bold",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
    ax.set(xlabel="sleep (hours)", ylabel="study (hours)", xlim=(0, 12.5), ylim=(0, 5), xticks=range(0, 13, 4))
    return ax


def hidden_layer(N, night, nights=()):
    """What each hidden unit of N answers over the plane of sleep and study, and N's estimate, which sums them up."""
    units = range(N.hiddenLayerSize)
    fig, axes = plt.subplots(1, len(units) + 1, figsize=(2.85 * len(units) + 3.6, 3.4), sharex=True, sharey=True,
                             width_ratios=[1] * len(units) + [1.22])

    def unit(k):
        return lambda inputs: (N.forward(inputs), N.a2[:, k])[1]

    for k, ax in zip(units, axes):
        plane(unit(k), night, nights, ax=ax)
        ax.set_title(f"unit {k + 1}, times {N.W2[k, 0]:g}".replace("-", "\N{MINUS SIGN}"), fontsize=11)
    plane(N.forward, night, nights, lines=(0.75, 0.85), ax=axes[-1])
    axes[-1].set_title("added up: the estimate", fontsize=11)
    for ax in axes:
        ax.label_outer()
    fig.colorbar(axes[-1].collections[0], ax=axes[-1], label="answer (%)")
    fig.suptitle("Each unit draws a line, and their sum makes a ridge", x=0.02, ha="left", fontsize=12,
                 fontweight="bold")
    return axes
