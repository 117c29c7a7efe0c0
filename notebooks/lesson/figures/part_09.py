"""The drawings of Part 9: never stop doing the chain rule."""

import matplotlib.pyplot as plt
import numpy as np

from .part_04 import circuit, for_label
from .shared import COLORS, MARKERS


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
    return "\n".join(" ".join(for_label(number, digits) for number in row) for row in np.atleast_2d(data))


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
