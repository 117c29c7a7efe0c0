"""The drawings of the series, by part. Each function takes data or a network and returns the axes."""
import itertools
import math

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import collections

from .descriptions import DARK_VERMILION, PALETTE

BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, INK, GRAY, LIGHT_GRAY = PALETTE.values()
COLORS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
MARKERS = "osD^vP"  # one per test, so that color is never alone


# --- For every part ---

def stills(draw, positions, title, size=(3.3, 3.1)):
    """The same drawing at several positions, side by side: what a reader sees who has no slider. Returns the axes.

    `draw(ax=ax, name=value, ...)` draws one panel, and `positions` has a dictionary of such values for each:
    `figures.stills(draw, [{"w": -4}, {"w": 0}, {"w": 4}], "The slope points away from the valley")`.
    A panel that `draw` leaves without a title is titled with its values. The panels have the same limits.
    With `def draw(w, ax=None): ax = ax or plt.subplots()[1]; ...; return ax` the slider takes the same function.
    """
    width, height = len(positions) * size[0], size[1] + 0.3
    fig, [axes] = plt.subplots(1, len(positions), figsize=(width, height), sharex=True, sharey=True, squeeze=False)
    for ax, values in zip(axes, positions):
        draw(ax=ax, **values)
        own = ax.get_title("left") or ax.get_title()
        ax.set_title(own or ", ".join(f"{name} = {value:g}" for name, value in values.items()), fontsize=10)
        ax.label_outer()
    fig.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")
    return axes


def network(N, title, example=None, show_z=False, ax=None):
    """The network N, or one of any number of layers of these sizes, such as (2, 3, 4, 1), as neurons and synapses.

    With an example (one row of X), its values appear in the neurons and the weights on the synapses; with `show_z`,
    each neuron's z appears above its activation.
    """
    sizes = N if isinstance(N, (tuple, list)) else (N.inputLayerSize, N.hiddenLayerSize, N.outputLayerSize)
    places = [[(2.4 * layer, (size - 1) / 2 - k) for k in range(size)] for layer, size in enumerate(sizes)]
    top, right = (max(sizes) - 1) / 2, 2.4 * (len(sizes) - 1)
    ax = ax or plt.subplots(figsize=(1.6 + right, 1.5 + 0.95 * max(sizes)))[1]

    for layer, (starts, ends) in enumerate(itertools.pairwise(places), 1):
        weights = None if sizes is N else (N.W1, N.W2)[layer - 1]
        draw_synapses(ax, starts, ends, weights, f"synapses W{layer}", with_numbers=example is not None)
        ax.text(2.4 * layer - 1.2, top + 0.85, f"$W^{{({layer})}}$", ha="center", va="center", fontsize=13)

    values = [[""] * size for size in sizes]
    if example is not None:
        yHat = N.forward([example])
        values = [[f"{value:.2f}" for value in row] for row in (example, *N.a2, *yHat)]
        if show_z:
            for layer, row, symbol in ((1, *N.z2, "a"), (2, *N.z3, "ŷ")):
                values[layer] = [f"z {z:.2f}\n{symbol} {value}" for z, value in zip(row, values[layer])]
    for layer, (column, words) in enumerate(zip(places, values), 1):
        head, foot, color = name_of_layer(layer, sizes)
        ax.scatter(*zip(*column), s=2000 if show_z else 1500, color=color, edgecolors=INK, zorder=3, label=foot)
        for (x, y), word in zip(column, words):
            ax.text(x, y, minus(word), ha="center", va="center", fontsize=9 if "\n" in word else 10, zorder=4)
        ax.text(column[0][0], top + 0.85, head, ha="center", va="center", fontsize=13)
        ax.text(column[0][0], -top - 0.75, foot, ha="center", va="center", color=INK)
    ax.set(xlim=(-0.9, right + 0.9), ylim=(-top - 1, top + 1.15), aspect="equal", title=title)
    ax.axis("off")
    return ax


def draw_synapses(ax, starts, ends, weights, label, with_numbers):
    """A line from each start to each end: the thicker the stronger its weight, dashed where the weight is negative."""
    pairs = list(np.ndindex(len(starts), len(ends)))
    synapses = [(starts[a], ends[b]) for a, b in pairs]
    look = {"linewidths": 1.2, "colors": GRAY}
    if weights is not None:
        look = {"linewidths": [0.8 + min(abs(weights[pair]), 3) for pair in pairs],
                "linestyles": ["solid" if weights[pair] >= 0 else (0, (3, 1.5)) for pair in pairs],
                "colors": [BLUE if weights[pair] >= 0 else VERMILION for pair in pairs]}
    ax.add_collection(collections.LineCollection(synapses, label=label, zorder=1, **look))
    if with_numbers:
        along = 0.3 if len(starts) > len(ends) else 0.7  # where the synapses are farther apart
        for pair, (start, end) in zip(pairs, np.array(synapses)):
            ax.text(*(start + along * (end - start)), minus(f"{weights[pair]:.2f}"), fontsize=9, zorder=2,
                    ha="center", va="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 2.5})


def name_of_layer(layer, sizes):
    """The symbols of a layer (counted from 1), its name and its color."""
    if layer == 1:
        return "$X$", "sleep and study" if sizes[0] == 2 else "inputs", SKY
    if layer == len(sizes):
        return rf"$z^{{({layer})}} \,|\, \hat{{y}}$", "score" if sizes[-1] == 1 else "outputs", ORANGE
    name = "hidden layer" if len(sizes) == 3 else f"hidden layer {layer - 1}"
    return f"$z^{{({layer})}} \\,|\\, a^{{({layer})}}$", name, LIGHT_GRAY


def minus(number):
    """A number as text, with a true minus sign."""
    return number.replace("-", "\N{MINUS SIGN}")


def overview(N, example):
    """A trained network at work on one example (scaled), beside all the scores that it predicts."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(11.5, 4.4), width_ratios=(1.5, 1))
    [[score]] = 100 * N.forward([example])
    network(N, f"{10 * example[0]:g} hours of sleep, {5 * example[1]:g} of study: {score:.0f} %", example, ax=left)
    sleep, study = np.linspace(0, 10, 100), np.linspace(0, 5, 100)
    inputs = np.column_stack([each.ravel() for each in np.meshgrid(sleep / 10, study / 5)])
    surface = right.pcolormesh(sleep, study, 100 * N.forward(inputs).reshape(100, 100), vmin=0, vmax=100)
    right.plot(10 * example[0], 5 * example[1], "o", color="white", markeredgecolor=INK, markersize=9, clip_on=False)
    right.set(xlabel="sleep (hours)", ylabel="study (hours)", title="What it predicts elsewhere")
    fig.colorbar(surface, ax=right, label="predicted score (%)")
    return left


# --- Part 1: data and architecture ---

def three_tests(X, y, guess=None, night=(8, 3), title=None):
    """The tests in the plane of hours slept and studied (unscaled), each with its score, and the night to predict."""
    fig, ax = plt.subplots()
    looks = itertools.cycle(zip(MARKERS, COLORS))
    for (slept, studied), score, (marker, color) in zip(X, np.ravel(y), looks):
        ax.plot(slept, studied, marker, color=color, markersize=10, label=f"score {score:g} %")
        ax.annotate(f"{score:g} %", (slept, studied), (9, 7), textcoords="offset points", fontweight="bold")
    ax.plot(*night, "*", color=INK, markersize=15, label="tonight")
    asked = "tonight: ? %" if guess is None or guess is ... else f"tonight: your guess, {guess} %"
    ax.annotate(asked, night, (10, 7), textcoords="offset points", fontweight="bold")
    slept, studied = np.max([*X, night], axis=0)
    ax.set(xlabel="sleep (hours)", ylabel="study (hours)",
           xlim=(0, max(12, 1.2 * slept)), ylim=(0, max(6, 1.2 * studied)),
           title=title or f"{len(X)} tests, and the night to predict")
    return ax


def before_and_after_scaling(X, X_scaled, y, y_scaled):
    """The tests in the plane of their inputs, each with its score: in hours and percent, and scaled."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.8))
    for ax, inputs, scores, unit in zip(axes, (X, X_scaled), (y, y_scaled), (" %", "")):
        for k, (row, [score], marker, color) in enumerate(zip(inputs, scores, MARKERS, COLORS), 1):
            ax.plot(*row, marker, color=color, markersize=10, label=f"test {k}")
            ax.annotate(f"{score:g}{unit}", row, (9, 7), textcoords="offset points", fontweight="bold")
        ax.set(xlim=(0, 1.2 * np.max(inputs[:, 0])), ylim=(0, 1.2 * np.max(inputs[:, 1])))
    axes[0].set(xlabel="sleep (hours)", ylabel="study (hours)", title="In hours and percent")
    axes[1].set(xlabel="sleep", ylabel="study", title="Scaled: the same picture, without units")
    return axes


def saturation(X, X_scaled, W1):
    """Where the sums that reach the hidden units land on the sigmoid: from hours, and from scaled hours."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.8), sharey=True)
    z = np.linspace(-12, 12, 241)
    for ax, inputs, title in zip(axes, (X, X_scaled), ("Raw hours push sums onto the flat parts",
                                                       "Scaled hours keep them on the slope")):
        ax.plot(z, 1 / (1 + np.exp(-z)), color=GRAY, label="sigmoid")
        for k, (sums, marker, color) in enumerate(zip(np.dot(inputs, W1), MARKERS, COLORS), 1):
            ax.plot(sums, 1 / (1 + np.exp(-sums)), marker, color=color, markersize=9, label=f"test {k}")
        ax.set(xlabel="sum that arrives, z", title=title)
    axes[0].set_ylabel("what the neuron passes on")
    axes[0].legend(loc="upper left")
    return axes


# --- Part 2: forward propagation ---

def estimates_by_sleep(N, X, y, title):
    """What the network N estimates by hours of sleep, for three amounts of study, beside the scores; X, y: scaled."""
    fig, ax = plt.subplots()
    sleep = np.linspace(0, 1, 41)
    for study, style, color in zip((0, 0.5, 1), ("-", "--", ":"), (GRAY, PURPLE, INK)):
        inputs = np.column_stack([sleep, np.full(41, study)])
        ax.plot(10 * sleep, 100 * N.forward(inputs)[:, 0], style, color=color, label=f"{5 * study:g} h of study")
    for k, ((slept, _), [score], marker, color) in enumerate(zip(X, y, MARKERS, COLORS), 1):
        ax.plot(10 * slept, 100 * score, marker, color=color, markersize=9)
        ax.annotate(f"test {k}", (10 * slept, 100 * score), (9, -4), textcoords="offset points")
    ax.set(xlabel="sleep (hours)", ylabel="score, estimate (%)", xlim=(0, 11), ylim=(0, 100), title=title)
    ax.legend(loc="lower right")
    return ax


# --- Part 3: gradient descent ---

def estimates(y, *guesses):
    """The scores beside the estimates of them: each guess is (label, yHat)."""
    fig, ax = plt.subplots()
    bars(ax, ("score y", y), *guesses)
    ax.set_ylabel("score (%)")
    ax.legend(ncols=1 + len(guesses), loc="upper left")
    return ax


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
    reach = 0.17 * np.ptp(ax.get_xlim())
    ends = np.array([w - reach, w + reach])
    ax.plot(ends, cost + slope * (ends - w), "--", color=VERMILION)
    ax.plot(w, cost, "o", color=VERMILION)
    ax.annotate(f"slope {slope:.3f}".replace("-", "\N{MINUS SIGN}"), (w, cost), (4, 14), textcoords="offset points")
    return ax


def on_map(surface, levels):
    """The colors of lines at these levels of a map: white where it is dark, ink where it is light."""
    return ["white" if each < 0.5 else INK for each in surface.norm(levels)]


def cost_map(first, second, costs, path=None):
    """Cost over two weights, seen from above, and the steps of a descent: path has one row (first, second) per step.

    From each contour line to the next the cost doubles.
    """
    fig, ax = plt.subplots(figsize=(5.5, 4.6))
    surface = ax.pcolormesh(first, second, costs, shading="nearest", norm="log")
    levels = 0.005 * 2.0**np.arange(8)
    ax.contour(first, second, costs, levels=levels, colors=on_map(surface, levels), linewidths=0.6)
    if path is not None:
        path = np.asarray(path)
        ax.plot(path[:, 0], path[:, 1], ".-", color="white", linewidth=1.5, markersize=5, label="descent")
        for (x, at), marker, word in ((path[0], "o", "start"), (path[-1], "s", "end")):
            ax.plot(x, at, marker, color="white", markeredgecolor=INK, markersize=9)
            ax.annotate(word, (x, at), (9, 9), textcoords="offset points", fontweight="bold",
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2})
    ax.set_aspect("equal")
    fig.colorbar(surface, ax=ax, label="cost J")
    return ax


def time_to_try(seconds, values=1000):
    """Time to try all values of 1 to 9 weights, on a log axis, when one evaluation takes the given seconds."""
    fig, ax = plt.subplots(figsize=(6.8, 4.2))
    weights = np.arange(1, 10)
    ax.plot(weights, seconds * float(values)**weights, "o-", color=BLUE)
    for word, length in (("a day", 86400), ("a year", 365.25 * 86400), ("age of the universe", 4.35e17)):
        ax.axhline(length, color=GRAY, linewidth=1, linestyle="--")
        ax.text(0.8, length, word, va="bottom", color=GRAY)
    ax.set(yscale="log", xlabel="number of weights", ylabel="time to try them all (seconds)", xlim=(0.7, 9.3))
    return ax


def walks(paths, bottom):
    """Where a weight is after each step, for several learning rates: paths is {rate: its values, the start first}."""
    fig, ax = plt.subplots(figsize=(6.8, 4.2))
    ax.axhline(bottom, color=GRAY, linewidth=1, linestyle="--")
    ax.text(44.5, bottom, "bottom", ha="right", va="bottom")
    for (rate, path), color, marker in zip(paths.items(), COLORS, MARKERS):
        ax.plot(path, marker + "-", color=color, markersize=4, linewidth=1, label=f"rate {rate}")
        place, offset = (np.argmax(path), 7) if max(path) > bottom + 0.5 else (4, -18)  # above the curve or below it
        ax.annotate(f"rate {rate}", (place, path[place]), (2, offset), textcoords="offset points", fontweight="bold")
    ax.set(xlabel="step", xlim=(-1, 44.5), ylim=(-2, max(map(max, paths.values())) + 2.5))
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


# --- Part 4: backpropagation ---

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


# --- Part 5: numerical gradient checking ---

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


def error_by_epsilon(epsilons, one_side, both_sides, truncation, rounding_of_points, rounding_of_values):
    """Errors of the one-sided and the centered difference, and what the latter's error is made of."""
    fig, ax = plt.subplots(figsize=(7.6, 4.8))
    ax.plot(epsilons, one_side, "^-", color=GRAY, linewidth=1, markersize=4, label="one side")
    ax.plot(epsilons, both_sides, "o-", color=BLUE, linewidth=1, markersize=5, label="both sides")
    for values, style, color, label in ((truncation, "--", VERMILION, "truncation alone"),
                                        (rounding_of_points, ":", GREEN, "rounding of the points alone"),
                                        (rounding_of_values, "-.", PURPLE, "rounding of the values alone")):
        ax.plot(epsilons, [float(value) for value in values], style, color=color, linewidth=1.4, label=label)
    ax.set(xscale="log", yscale="log", xlabel="epsilon", ylabel="error of the slope", ylim=(1e-13, 30))
    ax.legend(loc="upper center", ncols=2, fontsize=9)
    return ax


def gradients(ax, grad, numgrad, first):
    """Each weight's numerical slope over its analytic one (`first` are of layer 1), and the line where they agree."""
    reach = 1.15 * max(np.abs(grad).max(), np.abs(numgrad).max())
    ends = (-reach, reach)
    ax.plot(ends, ends, color=GRAY, linewidth=1, label="equal")
    ax.plot(grad[:first], numgrad[:first], "o", color=BLUE, label="weights of $W^{(1)}$")
    ax.plot(grad[first:], numgrad[first:], "^", color=VERMILION, label="weights of $W^{(2)}$")
    ax.set(xlabel="analytic slope", ylabel="numerical slope", xlim=ends, ylim=ends, aspect="equal")
    return ax


# --- Part 6: training ---

def descents(*panels):
    """Plain descent on cost curves of one weight: each panel is (title, cost, path, least and greatest weight)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(2.9 * len(panels), 2.9))
    for ax, (title, cost, path, least, greatest) in zip(axes, panels):
        w = np.linspace(least, greatest, 200)
        ax.plot(w, cost(w), color=BLUE)
        ax.plot(path, cost(path), "o-", color=VERMILION, linewidth=1, markersize=4)
        ax.plot(path[0], cost(path[0]), "o", color=VERMILION, markerfacecolor="white", markersize=9)
        ax.set(xlabel="weight w", title=title, yticks=range(4), ylim=(0, 1.05 * cost(w).max()))
    axes[0].set_ylabel("cost J")
    return axes


def parabolas(cost, slope, curvature, *starts):
    """Steps of slope over curvature on a cost curve of one weight, each with the parabola that leads it."""
    fig, ax = plt.subplots()
    w = np.linspace(-2.2, 2.2, 200)
    ax.plot(w, cost(w), color=BLUE, label="cost")
    for start, color, marker, style in zip(starts, (VERMILION, GREEN), "os", ("--", ":")):
        end = start - slope(start) / curvature(start)
        ahead = np.linspace(-1.1, 1.1, 100) + end - start
        ax.plot(start + ahead, cost(start) + slope(start) * ahead + curvature(start) / 2 * ahead**2, style,
                color=color, label=f"parabola at {start:g}")
        ax.plot(start, cost(start), marker, color=color, markersize=9)
        ax.plot(end, cost(end), marker, color=color, markerfacecolor="white", markeredgewidth=2, markersize=9)
        ax.annotate(f"from {start:g}", (start, cost(start)), (9, -3), textcoords="offset points")
        ax.annotate(f"to {end:.2f}", (end, cost(end)), (0, -18 if curvature(start) > 0 else 10),
                    textcoords="offset points", ha="center")
    ax.set(xlabel="weight w", ylabel="cost J", xlim=(-2.2, 2.6), ylim=(-0.1, 3))
    ax.legend(loc="upper center")
    return ax


def score_lines(ax, sleep, study, scores, X, y, surface=None):
    """Lines of equal predicted score in %, over hours of sleep and study, and the tests; X, y: unscaled."""
    levels = range(10 * math.ceil(scores.min() / 10), math.ceil(scores.max()), 10)
    ax.contour(sleep, study, scores, levels=levels, colors=on_map(surface, levels) if surface else INK, linewidths=1)
    for k, level in enumerate(levels, 1):  # each number on its line, and higher up than the one before
        row = k * (len(study) - 1) // (len(levels) + 1)
        for left in np.flatnonzero(np.diff(scores[row] > level)):
            share = (level - scores[row, left]) / (scores[row, left + 1] - scores[row, left])
            ax.text(sleep[left] + share * (sleep[left + 1] - sleep[left]), study[row], f"{level}",
                    ha="center", va="center", fontsize=9, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
    for (slept, studied), [score], marker in zip(X, y, MARKERS):
        ax.plot(slept, studied, marker, color=INK, markerfacecolor="white", markersize=9, clip_on=False)
        side, place = ("right", -8) if slept > 8 else ("left", 8)
        ax.annotate(f"{score:.0f} %", (slept, studied), (place, -5), textcoords="offset points", ha=side, va="top",
                    fontweight="bold", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
    ax.set(xlabel="sleep (hours)", ylabel="study (hours)")


def score_maps(sleep, study, X, y, *panels):
    """Predicted scores from above, with lines of equal score and the tests (unscaled): a panel is (title, scores)."""
    fig, axes = plt.subplots(1, len(panels), figsize=(4.6 * len(panels), 3.9), sharey=True)
    for ax, (title, scores) in zip(axes, panels):
        surface = ax.pcolormesh(sleep, study, scores, shading="nearest", vmin=0, vmax=100)
        score_lines(ax, sleep, study, scores, X, y, surface)
        ax.set_title(title)
        ax.label_outer()
    fig.colorbar(surface, ax=axes, label="predicted score (%)")
    return axes


def falling_map(sleep, study, scores, X, y):
    """The part of the plane where the predicted score falls as study grows, with lines of equal score and the tests."""
    fig, ax = plt.subplots(figsize=(6.2, 3.9))
    change, between = np.diff(scores, axis=0), (study[1:] + study[:-1]) / 2
    hatched = ax.contourf(sleep, between, change, levels=[change.min(), 0], colors="none", hatches=["///"])
    hatched.set(edgecolor=VERMILION, linewidth=0, label="more study, lower score")
    score_lines(ax, sleep, study, scores, X, y)
    return ax


def slices(before, after, sleep, study):
    """What two networks predict by hours of sleep at the given study, and by hours of study at the given sleep."""
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True)
    share = np.linspace(0, 1, 101)
    nights = [np.column_stack([share, np.full(101, study / 5)]), np.column_stack([np.full(101, sleep / 10), share])]
    scores = [100 * N.forward([[sleep / 10, study / 5]])[0, 0] for N in (before, after)]
    for ax, night, place, most in zip(axes, nights, (sleep, study), (10, 5)):
        for N, score, word, style, marker in zip((before, after), scores, ("before", "after"), ("--", "-"), "so"):
            line, = ax.plot(most * share, 100 * N.forward(night), style, label=f"{word} training")
            ax.plot(place, score, marker, color=line.get_color(), markersize=9)
            ax.annotate(f"{score:.0f} %", (place, score), (0, -18), textcoords="offset points", ha="center")
    axes[0].set(xlabel="sleep (hours)", ylabel="predicted score (%)", ylim=(-10, 105),
                title=f"With {study:g} hours of study")
    axes[1].set(xlabel="study (hours)", title=f"With {sleep:g} hours of sleep")
    axes[0].legend(loc="lower right")
    return axes[0]


def many_starts(starts, ends, least):
    """Cost before and after training from each start; what ends below the least is drawn there, and labeled so."""
    fig, ax = plt.subplots(figsize=(7.6, 3.8))
    seeds, poor = np.arange(len(ends)), ends > least
    ax.semilogy(seeds, starts, ".", color=GRAY, markersize=5)
    ax.plot(seeds[poor], ends[poor], "^", color=VERMILION, markersize=6)
    ax.plot(seeds[~poor], np.maximum(ends, least)[~poor], "o", color=BLUE, markersize=4)
    rows = ((np.median(starts), "before training"), (np.median(ends[poor]), "after: stuck"),
            (least, f"after: \N{LESS-THAN OR EQUAL TO} {least:.0e}".replace("e-0", "e-")))
    for height, words in rows:
        ax.text(1.02 * len(ends), height, words, va="center", fontweight="bold")
    ax.set(xlabel="start (seed of the random weights)", ylabel="cost J", xlim=(-2, 1.3 * len(ends)),
           ylim=(least / 3, 3))
    ax.set_xticks(range(0, len(ends) + 1, 20))
    return ax


def night_scores(scores, guess=None):
    """How many networks predict which score in % for one night, where nine in ten lie, and the reader's guess."""
    fig, ax = plt.subplots(figsize=(6.8, 3.4))
    counts, _, _ = ax.hist(scores, bins=range(0, 101, 2), color=BLUE, edgecolor="white", label="networks")
    low, high = np.quantile(scores, [0.05, 0.95])
    ax.add_patch(plt.Rectangle((low, 0), high - low, 1.2 * counts.max(), color=LIGHT_GRAY, alpha=0.5, zorder=0,
                               label=f"nine in ten: {low:.0f} to {high:.0f} %"))
    if guess is not None:
        ax.axvline(guess, color=VERMILION, linestyle="--", label=f"your guess: {guess:g} %")
    ax.set(xlabel="predicted score (%)", ylabel="networks", xlim=(0, 100), ylim=(0, 1.2 * counts.max()))
    ax.legend(loc="upper left", frameon=True, edgecolor="white", framealpha=1)
    return ax


# --- Part 7: overfitting, testing and regularization ---

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


# --- Part 8: read handwriting ---

def mosaic(pictures, columns, gap=0.2):
    """8 x 8 pictures side by side, row by row, as one picture with empty cells between them; and where each begins."""
    step = 8 + max(1, round(8 * gap))
    places = [(step * (k // columns), step * (k % columns)) for k in range(len(pictures))]
    whole = np.full((places[-1][0] + 8, step * (columns - 1) + 8), np.nan)
    for (top, left), picture in zip(places, pictures):
        whole[top:top + 8, left:left + 8] = np.reshape(picture, (8, 8))
    return whole, places


def digits(pictures, captions, title, columns=10, size=0.62):
    """Pictures of 8 x 8 gray levels in rows, each with a caption below it, of one line or more."""
    lines = 1 + captions[0].count("\n")
    whole, places = mosaic(pictures, columns, gap=0.28 * lines)
    fig, ax = plt.subplots(figsize=(size * columns * (1 + 0.28 * lines), 0.4 + size * whole.shape[0] / 8 + 0.3 * lines))
    ax.imshow(whole, cmap="gray_r", vmin=0, vmax=np.nanmax(whole), interpolation="nearest")
    frames = [np.array([left, top]) + [(-0.5, -0.5), (7.5, -0.5), (7.5, 7.5), (-0.5, 7.5), (-0.5, -0.5)]
              for top, left in places]
    ax.add_collection(collections.LineCollection(frames, colors=GRAY, linewidths=0.4, label="frames"))
    for (top, left), caption in zip(places, captions):
        ax.text(left + 3.5, top + 7.9, caption, ha="center", va="top", fontsize=9)
    ax.set(xlim=(-1, whole.shape[1]), ylim=(whole.shape[0] + 2 * lines, -1), title=title)
    ax.axis("off")
    return ax


def sums_of_inputs(*groups, title):
    """How far the hidden units' sums z2 spread, over the slope of the sigmoid: each group is (label, z2)."""
    fig, axes = plt.subplots(len(groups), figsize=(6.8, 1.9 * len(groups) + 0.5), sharex=True)
    edges = np.arange(-14, 14.5, 0.5)
    z = np.linspace(-14, 14, 281)
    e = np.exp(-np.abs(z))
    for ax, (label, z2), color in zip(axes, groups, (VERMILION, BLUE)):
        share, _ = np.histogram(z2, edges)
        ax.stairs(share / z2.size, edges, fill=True, color=color, alpha=0.7, label=label)
        ax.plot(z, e / (1 + e)**2, "--", color=INK, label="slope of the sigmoid")
        ax.set(ylabel="share of all sums", ylim=(0, None))
        ax.legend(loc="upper left")
    axes[0].set_title(title)
    axes[-1].set(xlabel=r"$z^{(2)}$", xlim=(-14, 14))
    return axes


def agreement(sizes, *groups, title):
    """How well a mini-batch's vote agrees with everybody's: each group is (label, cosines: one row per size)."""
    fig, ax = plt.subplots()
    for k, ((label, cosines), marker, color) in enumerate(zip(groups, MARKERS, COLORS)):
        low, middle, high = np.percentile(cosines, [5, 50, 95], axis=1)
        at = np.array(sizes) * 1.08**k
        ax.vlines(at, low, high, color=color, linewidth=1.5)
        ax.plot(at, middle, marker + "-", color=color, label=label)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set_xscale("log")
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ax.minorticks_off()
    ax.set(xlabel="examples in the mini-batch", ylabel="cosine with everybody's vote", ylim=(-1, 1.05), title=title)
    ax.legend(loc="lower right")
    return ax


def costs_by_reading(*runs, title):
    """Cost per digit after each epoch on a log axis: each run is (label, costs per digit)."""
    fig, ax = plt.subplots()
    for (label, costs), color, style in zip(runs, (BLUE, VERMILION, GREEN), ("-", "--", ":")):
        ax.plot(np.arange(1, len(costs) + 1), costs, style, color=color, label=label)
    ax.set(yscale="log", xlabel="epochs: readings of the training digits", ylabel="cost per digit", title=title)
    ax.legend(loc="lower left")
    return ax


def errors_by_pre_activation(z, *errors, title):
    """delta3 of an output that should be 1, over its z3: each of errors is (label, delta3)."""
    fig, ax = plt.subplots()
    for (label, delta3), color, style in zip(errors, (VERMILION, BLUE), ("--", "-")):
        ax.plot(z, delta3, style, color=color, label=label)
    ax.axhline(0, color=INK, linewidth=0.8, linestyle=":")
    ax.set(xlabel=r"$z^{(3)}$ of the right class", ylabel=r"error $\delta^{(3)}$", title=title)
    ax.legend(loc="lower right")
    return ax


def two_questions(random_splits, forms, title):
    """Percent of held-out digits read: at the left one dot per random split, at the right one per form held out."""
    fig, ax = plt.subplots()
    for at, values, marker, color in ((0, random_splits, "o", BLUE), (1, forms, "s", VERMILION)):
        ax.plot(at + np.linspace(-0.25, 0.25, len(values)), values, marker, color=color)
        ax.hlines(np.mean(values), at - 0.35, at + 0.35, color=INK, linewidth=1.5)
        ax.text(at + 0.37, np.mean(values), f"mean {np.mean(values):.1f}", va="center", fontsize=10)
    ax.set_xticks([0, 1], ["held out: a random third", "held out: a whole form"])
    ax.set(xlim=(-0.5, 1.75), ylabel="digits read (%)", title=title)
    return ax


def comparison(names, random_splits, forms, title):
    """Percent of held-out digits read by several methods: medians and ranges over random splits and over forms."""
    fig, axes = plt.subplots(1, 2, figsize=(8.6, 0.7 + 0.65 * len(names)), sharey=True)
    places = np.arange(len(names))[::-1]
    for ax, results, marker, color, name in zip(axes, (random_splits, forms), "os", (BLUE, VERMILION),
                                                ("random splits", "forms held out")):
        for place, values in zip(places, results):
            if len(values):
                ax.hlines(place, np.min(values), np.max(values), color=color, linewidth=2)
                ax.plot(np.median(values), place, marker, color=color)
                ax.text(np.median(values), place + 0.2, f"{np.median(values):.1f}", ha="center", fontsize=9)
        ax.set(xlabel="digits read (%)", xlim=(84.5, 102), xticks=range(85, 101, 5), ylim=(-0.5, len(names) - 0.3),
               title=name)
        ax.title.set_fontsize(11)
    axes[0].set_yticks(places, names)
    fig.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")
    return axes


def confusion(counts, title):
    """Digits as written (rows) against digits as read (columns): the counts of the mistakes, darker for more."""
    fig, ax = plt.subplots(figsize=(5.2, 5.2))
    mistakes = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    ax.imshow(mistakes, cmap="Oranges", vmin=0, vmax=2.5 * mistakes.max())
    for (row, column), number in np.ndenumerate(counts):
        if number:
            ax.text(column, row, number, ha="center", va="center", color=GRAY if row == column else INK,
                    fontsize=9 if row == column else 11)
    ax.set_xticks(range(len(counts)))
    ax.set_yticks(range(len(counts)))
    ax.set(xlabel="read as", ylabel="written", title=title)
    return ax


def weights_of_hidden_units(W1, title, columns=10):
    """The weights from the 64 pixels to each hidden unit, as pictures: blue speaks for the unit, red against it."""
    whole, _ = mosaic(W1.T, columns)
    fig, ax = plt.subplots(figsize=(7.4, 0.6 + 0.075 * whole.shape[0]))
    reach = np.abs(W1).max()
    surface = ax.imshow(whole, cmap="RdBu", vmin=-reach, vmax=reach, interpolation="nearest")
    fig.colorbar(surface, ax=ax, label="weight", shrink=0.9)
    ax.set(title=title)
    ax.axis("off")
    return ax


def from_stroke_to_counts(steps, answer, title):
    """A drawing on its way to the network, each step (name, picture), and the ten probabilities that it answers."""
    fig, axes = plt.subplots(1, len(steps) + 1, figsize=(2.1 * len(steps) + 2.6, 2.9),
                             width_ratios=[*[1] * len(steps), 1.2])
    for ax, (name, picture) in zip(axes, steps):
        ax.imshow(picture, cmap="gray_r", vmin=0, vmax=np.max(picture), interpolation="nearest")
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines[:].set_visible(True)
        ax.set_title(name, fontsize=10)
    best = np.argmax(answer)
    bars = axes[-1].barh(range(10), 100 * np.asarray(answer), color=BLUE)
    bars[best].set(color=VERMILION, hatch="//", edgecolor="white")
    axes[-1].set_yticks(range(10))
    axes[-1].invert_yaxis()
    axes[-1].set(xlim=(0, 100), xlabel="probability (%)")
    axes[-1].set_title(f"read as {best}", fontsize=10)
    fig.suptitle(title, x=0.02, ha="left", fontsize=12, fontweight="bold")
    return axes


# --- Part 9: never stop doing the chain rule ---

def places_in_graph(J):
    """The (column, row) of J and of all that it was computed from: parents on the left, given ones just before use."""
    columns, rows, values = {}, {J: 0}, [J]
    for value in values:  # grows while we walk through it
        values += [parent for parent, _ in value.parents]
    for value in reversed(values):
        columns[value] = max((columns[parent] + 1 for parent, _ in value.parents), default=0)
    for value in sorted(columns, key=columns.get, reverse=True):
        parents = list(dict.fromkeys(parent for parent, _ in value.parents))
        computed = [parent for parent in parents if parent.parents]
        for k, parent in enumerate(parents):
            straight = len(parents) == 1 or parent.parents and len(computed) == 1
            rows.setdefault(parent, rows[value] + (0 if straight else (1, -1)[k]))
            if not parent.parents:
                used = [child for child in columns if parent in (each for each, _ in child.parents)]
                columns[parent] = min(columns[child] for child in used) - 1
    return {value: (columns[value], rows[value]) for value in columns}


def rounded(data, digits):
    """A number, or a matrix row by row, for a label; if all are whole, without decimals."""
    digits = 0 if np.all(data == np.round(data)) else digits
    return "\n".join(" ".join(in_digits(number, digits) for number in row) for row in np.atleast_2d(data))


def graph(J, title, digits=2, constants=()):
    """The graph of a Value, with backward() done: values forward, and slopes back on the same edges.

    `constants` names the values without a name, in the order in which they came in.
    """
    places, edges = places_in_graph(J), []
    unnamed = sorted((value for value in places if not value.name), key=lambda value: value.serial)
    names = dict(zip(unnamed, constants))
    for value in places:
        for k, (parent, rule) in enumerate(value.parents):
            twins = sum(each is parent for each, _ in value.parents) - 1
            slope = rounded(rule(value.grad), digits) if parent.grad is not None else ""
            edges.append((parent, value, rounded(parent.data, digits), slope, *[(0.8, -0.8)[k]] * twins))
    edges.append((J, "J", rounded(J.data, digits), rounded(J.grad, digits)))

    columns = max(column for column, _ in places.values()) + 1
    gaps, lines = np.full(columns, 1.1), 1
    for start, _, *words, in ((start, end, value, slope) for start, end, value, slope, *_ in edges):
        for word in words:
            longest = max(map(len, word.split("\n")))
            gaps[places[start][0]] = max(gaps[places[start][0]], 0.095 * longest + 0.65)
            lines = max(lines, word.count("\n") + 1)
    x = np.concatenate([[0], np.cumsum(gaps)])
    height = 0.9 + 0.6 * lines
    nodes = {value: (x[column], height * row, names.get(value, value.name), *["in"] * (not value.parents))
             for value, (column, row) in places.items()}
    nodes["J"] = (x[columns], height * places[J][1], "$J$")
    return circuit(nodes, edges, title, unit=(1, 0.62))


def slopes_by_layer(title, *runs, ylabel):
    """The size of something layer by layer, on a log axis; each of runs is (label, sizes)."""
    fig, ax = plt.subplots()
    for (label, sizes), color, marker, line in zip(runs, COLORS, MARKERS, ("-", "--", "-.", ":")):
        ax.plot(range(1, len(sizes) + 1), sizes, line, color=color, marker=marker, label=label)
    ax.set(xlabel="layer", xticks=range(1, len(runs[0][1]) + 1), ylabel=ylabel, yscale="log", title=title)
    ax.legend()
    return ax


# --- Part 10: every example gets a vote ---

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
