"""The drawings of Part 5: numerical gradient checking."""

import matplotlib.pyplot as plt
import numpy as np

from .shared import BLUE, GRAY, GREEN, INK, PURPLE, VERMILION, head


def secants(ax, f, x, slope, *lines):
    """A curve around x, its tangent there, and lines through two of its points: (label, left, right, slope) each."""
    ax = ax or plt.subplots()[1]
    around = np.linspace(x - 0.8, x + 1.2, 101)
    ax.plot(around, [f(each) for each in around], color=BLUE, label="the curve")
    looks = zip((PURPLE, GREEN, INK), ("-.", ":", (0, (6, 1, 1, 1, 1, 1))), "sD^")
    for (label, left, right, steepness), (color, style, marker) in zip(lines, looks):
        ax.plot(around, f(left) + steepness * (around - left), color=color, linestyle=style,
                label=f"{label}, slope {steepness:.4g}")
        ax.plot([left, right], [f(left), f(right)], marker, color=color)
    ax.plot(around, f(x) + slope * (around - x), "--", color=VERMILION, label=f"tangent, slope {slope:.4g}")
    ax.plot(x, f(x), "o", color=VERMILION)
    ends = (f(x) - 0.85 * slope, f(x + 1.2))
    ax.set(xlabel="x", ylabel="height of the curve", xlim=(x - 0.8, x + 1.2), ylim=(min(ends), max(ends)))
    ax.legend(loc="upper left" if slope > 0 else "upper right", fontsize=9)
    return ax


def error_by_epsilon(epsilons, one_side, both_sides):
    """Errors of the one-sided and of the centered difference."""
    fig, ax = plt.subplots(figsize=(7, 2.9))
    ax.loglog(epsilons, one_side, "^--", color=GRAY, linewidth=1, markersize=4, label="one side")
    ax.loglog(epsilons, both_sides, "o-", color=BLUE, linewidth=1, markersize=5, label="both sides")
    ax.set(xlabel="epsilon", ylabel="error of the slope", ylim=(1e-13, 1))
    ax.legend(loc="lower right")
    return ax


def falling_costs(steps, costs):
    """Costs by step, one line each, of networks that go by numbers."""
    fig, ax = plt.subplots(figsize=(7, 2.6))
    for number, (line, style) in enumerate(zip(costs, ("-", "--", "-.", ":")), 1):
        ax.semilogy(steps, line, style, label=f"network {number}")
    ax.set(xlabel="step", ylabel="cost J, median of ten")
    ax.legend(loc="center right")
    return ax


def gradients(*panels, first, title):
    """Each weight's numerical slope over its analytic one, and the line where they agree.

    A panel is (name, grad, numgrad), and the `first` weights are those of layer 1.
    """
    fig, axes = plt.subplots(1, len(panels), figsize=(2.6 * len(panels), 2.9))
    for ax, (name, grad, numgrad) in zip(axes, panels):
        reach = 1.15 * max(np.abs(grad).max(), np.abs(numgrad).max())
        ends = (-reach, reach)
        ax.plot(ends, ends, color=GRAY, linewidth=1, label="equal")
        ax.plot(grad[:first], numgrad[:first], "o", color=BLUE, label="$W^{(1)}$")
        ax.plot(grad[first:], numgrad[first:], "^", color=VERMILION, label="$W^{(2)}$")
        ax.set(xlabel="analytic slope", xlim=ends, ylim=ends, aspect="equal")
        ax.locator_params(nbins=5)
        ax.set_title(name, fontsize=11)
    axes[0].set_ylabel("numerical slope")
    axes[0].legend(loc="upper left", fontsize=9, handlelength=1)
    head(fig, title)
    return axes
