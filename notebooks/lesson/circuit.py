"""A computation to step through: its values run forward, and the slopes of its result run back, on one drawing.

    circuit(["u = w * x", "J = half_square(u)"], {"w": 3, "x": 2}, weights=["w"])
    circuit(J)                                      # a Value of Part 9 that was made of numbers

A graph is a dictionary that Python draws as a still and circuit.js moves. Its nodes are in the order of computation:

    op        "input", "number", or an operation of OPERATIONS
    parents   the numbers of the nodes that it is computed from
    name      what it is called, or ""; text: the expression that computes it
    kind      "weight" (gets a slope, and moves), "data", "number" (written in a line), or "step" (computed)
    value     of an input or a number
    x, y, w   its place and its width in the drawing, in pixels

A wire leads from each parent to its node; `wires` holds their node, slot, path, label, and whether its value is shown.
"""
import ast
import base64
import functools
import io
import json
import math
import warnings
from pathlib import Path

import numpy as np
from IPython import display, get_ipython

import lesson

from .descriptions import DARK_VERMILION, PALETTE, sentence

MOST_NODES = 60
MOST_STEPS = 400  # back, in the hasty order

# Each operation: its symbol, what it computes, and its local slopes, one per parent, from its parents and its result
OPERATIONS = {
    "+": ("+", lambda *a: functools.reduce(lambda total, each: total + each, a), lambda a, v: [1.0] * len(a)),
    "-": ("\N{MINUS SIGN}", lambda a, b: a - b, lambda a, v: [1.0, -1.0]),
    "*": ("×", lambda a, b: a * b, lambda a, v: [a[1], a[0]]),
    "/": ("/", lambda a, b: a / b, lambda a, v: [1 / a[1], -v / a[1]]),
    "neg": ("neg", lambda a: -a, lambda a, v: [-1.0]),
    "exp": ("exp", lambda a: np.exp(a), lambda a, v: [v]),
    "log": ("log", lambda a: np.log(a), lambda a, v: [1 / a[0]]),
    "f": ("f", lambda a: 1 / (1 + np.exp(-a)), lambda a, v: [v * (1 - v)]),
    "tanh": ("tanh", lambda a: np.tanh(a), lambda a, v: [1 - v * v]),
    "relu": ("relu", lambda a: max(a, 0.0), lambda a, v: [float(a[0] > 0)]),
    "max": ("max", lambda a, b: max(a, b), lambda a, v: [(1 + sign * np.sign(a[0] - a[1])) / 2 for sign in (1, -1)]),
    "square": ("( )²", lambda a: a * a, lambda a, v: [2 * a[0]]),
    "half_square": ("½( )²", lambda a: a * a / 2, lambda a, v: [a[0]]),
    "**": ("power", lambda a, n: a**n,
           lambda a, v: [a[1] * a[0]**(a[1] - (a[1] != 0)), v * np.log(a[0] if a[0] else 1)]),
}
KNOWN = "+ - * / **, unary -, exp, f, tanh, relu, max, square, half_square and log"
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
# What a Value calls its operations
OPERATIONS_OF_VALUES = {**{name: name for name in OPERATIONS}, "−": "-", "×": "*", "power": "**"}
OF_ONE_NUMBER = ("sum", "mean", "max")  # which leave it as it is


# --- From lines to a graph ---

def from_lines(lines, values, weights, title="", slopes="weights", forward_only=False):
    """The graph of lines such as "u = w * x"; the last one is the cost."""
    nodes, found = [], {}  # found: the number of the node that has this name
    computed = [line.split("=", 1)[0].strip() for line in lines]
    computed = [name_in(target) for target in computed]
    weights = [weights] if isinstance(weights, str) else list(weights)
    used = set()

    def add(op, parents=(), **others):
        nodes.append({"op": op, "parents": list(parents), "name": "", "text": "", "kind": "step", **others})
        if len(nodes) > MOST_NODES:
            raise ValueError(f"this computation has more than {MOST_NODES} nodes, more than a drawing can show: "
                             "take one example, fewer units, or one layer")
        return len(nodes) - 1

    def named(name, line):
        if name in found:
            return found[name]
        if name in computed:
            raise ValueError(f"{line!r} needs {name}, which is computed there or later: put its line first. "
                             "Where two lines need each other, the graph runs in a circle and has no order")
        base = name.split("[")[0]
        value = look_up(name, base, values)
        used.update((name, base))
        kind = "weight" if {name, base} & set(weights) else "data"
        found[name] = add("input", name=name, text=name, kind=kind, value=value)
        return found[name]

    def visit(tree, line):
        text = ast.unparse(tree)
        if isinstance(tree, ast.Name | ast.Subscript):
            return named(name_in(text), line)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
            if isinstance(tree.operand, ast.Constant):
                return add("number", text=text, kind="number", value=-number(text, tree.operand.value))
            return add("neg", [visit(tree.operand, line)], text=text)
        if isinstance(tree, ast.Constant):
            return add("number", text=text, kind="number", value=number(text, tree.value))
        if isinstance(tree, ast.BinOp) and type(tree.op) in SIGNS:
            sign, terms = SIGNS[type(tree.op)], [tree.left, tree.right]
            while sign == "+" and isinstance(terms[0], ast.BinOp) and isinstance(terms[0].op, ast.Add):
                terms[:1] = [terms[0].left, terms[0].right]
            return add(sign, [visit(each, line) for each in terms], text=text)
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and not tree.keywords:
            name, wanted = tree.func.id, 2 if tree.func.id == "max" else 1
            if name in OPERATIONS and name != "neg":
                if len(tree.args) != wanted:
                    raise ValueError(f"{name} takes {wanted} number{'s' * (wanted > 1)}, and gets {len(tree.args)} "
                                     f"in {text!r}")
                return add(name, [visit(each, line) for each in tree.args], text=text)
        raise ValueError(f"{text!r} in the line {line!r} is none of the operations that a circuit knows: {KNOWN}")

    for line, name in zip(lines, computed):
        if name in found:
            raise ValueError(f"{name} is computed by two lines: give each result a name of its own")
        try:
            tree = ast.parse(line.split("=", 1)[1].strip(), mode="eval").body
        except (SyntaxError, IndexError):
            raise ValueError(f"{line!r} is no line of the form name = expression, such as u = w * x") from None
        node = visit(tree, line)
        if nodes[node]["name"] or nodes[node]["op"] == "number":
            raise ValueError(f"{line!r} computes nothing: leave it out, and use {nodes[node]['text']} itself")
        nodes[node]["name"] = name
        found[name] = node
    for name in values:
        if name not in used:
            raise ValueError(f"no line uses {name}, which values has")
    for name in weights:
        if name not in used:
            raise ValueError(f"no line uses the weight {name}")
    return finished(nodes, title, slopes, forward_only)


def name_in(text):
    """A name in one spelling: W1[0,0] as W1[0, 0]."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        tree = None
    if not isinstance(tree, ast.Name | ast.Subscript):
        raise ValueError(f"{text!r} is no name, such as u or z2[0]")
    text = ast.unparse(tree)
    return text.replace("[(", "[").replace(")]", "]")


def look_up(name, base, values):
    """The number that `values` has for a name: under the name itself, or in the array that it is an element of."""
    given = {name_in(each): value for each, value in values.items()}
    if name in given:
        return number(name, given[name])
    if base in given and base != name:
        place = ast.literal_eval("(" + name[len(base) + 1:-1] + ",)")
        try:
            return number(name, np.asarray(given[base])[place])
        except IndexError:
            raise ValueError(f"{base} has the shape {np.shape(given[base])}, so there is no {name}") from None
    raise ValueError(f'{name} has no value: give it one, as in {{"{name}": 2}}')


def number(name, value):
    """A value as a float, or an error with the name."""
    name = name or "an input"
    if np.size(value) != 1 or isinstance(value, str | bytes):
        what = f"an array of shape {np.shape(value)}" if np.size(value) != 1 else repr(value)
        raise ValueError(f"{name} is {what}, and a circuit computes with single numbers: "
                         "take one element, or write the names with places, such as w[0]")
    try:
        value = float(np.asarray(value).item())
    except (TypeError, ValueError):
        raise TypeError(f"{name} is {value!r}, which is no real number") from None
    if not math.isfinite(value):
        raise ValueError(f"{name} is {value}, and a circuit needs a finite number")
    return value


def network_lines(sizes=(2, 3, 1), first=1, cost=True):
    """The lines of a network of these layer sizes, for one example: x, W1, z2, a2, W2, z3, yHat, and y and J.

    With `first=2` they begin at the activations of layer 2, which are then given as a2. Without the cost they end
    at the estimate, and there must be one.
    """
    lines, last = [], first + len(sizes) - 1
    single = sizes[-1] == 1
    if not single:
        raise ValueError("a circuit has one result: the last of the sizes must be 1")
    for layer, (before, after) in enumerate(zip(sizes, sizes[1:]), first):
        inputs = "x" if layer == 1 else f"a{layer}"
        for k in range(after):
            place = "" if layer + 1 == last else f"[{k}]"
            products = [f"{inputs}[{j}] * W{layer}[{j}, {k}]" for j in range(before)]
            lines.append(f"z{layer + 1}{place} = {' + '.join(products)}")
        for k in range(after):
            place = "" if layer + 1 == last else f"[{k}]"
            activation = "yHat" if layer + 1 == last else f"a{layer + 1}{place}"
            lines.append(f"{activation} = f(z{layer + 1}{place})")
    return lines + ["J = half_square(y - yHat)"] * cost


# --- From a Value to a graph ---

def from_value(J, title="", slopes="weights", forward_only=False):
    """The graph of a number that remembers its parents, as Part 9's Value does."""
    order, state, stack = [], {}, [(J, False)]
    while stack:  # depth first, without calling itself
        value, done = stack.pop()
        if done:
            state[id(value)] = len(order)
            order.append(value)
        elif state.get(id(value)) == "open":
            raise ValueError("this graph runs in a circle: a value was computed from itself, and has no order")
        elif id(value) not in state:
            state[id(value)] = "open"
            stack.append((value, True))
            for parent in reversed(parents_of(value)):
                if state.get(id(parent)) == "open":
                    raise ValueError("this graph runs in a circle: a value was computed from itself, and has no order")
                stack.append((parent, False))
    if len(order) > MOST_NODES:
        raise ValueError(f"this graph has {len(order)} nodes, and a drawing shows {MOST_NODES} at most: "
                         "take one example, fewer units, or one layer")
    order.sort(key=lambda value: getattr(value, "serial", state[id(value)]))
    place = {id(value): k for k, value in enumerate(order)}
    nodes = []
    for value in order:
        parents = [place[id(parent)] for parent in parents_of(value)]
        name = getattr(value, "name", "") or ""
        if parents:
            called = getattr(value, "operation", "") or name
            op = "+" if called in OF_ONE_NUMBER and len(parents) == 1 else OPERATIONS_OF_VALUES.get(called)
            if op is None:
                raise ValueError(f"{called or 'one of the operations'!s} is none of the operations that a circuit "
                                 f"knows: {KNOWN}")
            number(f"the result of {called}", value.data)
            nodes.append({"op": op, "parents": parents, "kind": "step",
                          "name": "" if name == called or name in OPERATIONS_OF_VALUES else name})
        else:
            constant = type(value).__name__ == "Constant"
            nodes.append({"op": "input", "parents": [], "name": name, "value": number(name, value.data),
                          "kind": "data" if constant else "weight"})
    for node in nodes:  # what would make a long expression gets a name
        for k in node["parents"]:
            if not nodes[k]["name"] and len(nodes[k].get("text", "")) > 20:
                nodes[k]["name"] = next(name for count in range(1, MOST_NODES + 1)
                                        if (name := f"v{count}") not in [each["name"] for each in nodes])
        node["text"] = expression(nodes, node)
    nodes[-1]["name"] = nodes[-1]["name"] or "J"
    return finished(nodes, title, slopes, forward_only)


def parents_of(value):
    """The parents of a Value: pairs of a parent and its rule, or the parents alone."""
    return [each[0] if isinstance(each, tuple) else each for each in getattr(value, "parents", ())]


def expression(nodes, node):
    """What a node of a Value's graph computes, in terms of its parents."""
    parents = [nodes[k] for k in node["parents"]]
    words = [each["name"] or each.get("text") or digits(each["value"]) for each in parents]
    if not words:
        return node["name"]
    if node["op"] in SIGNS.values():
        return f" {node['op']} ".join(f"({word})" if " " in word and not each["name"] else word
                                       for word, each in zip(words, parents))
    return f"-{words[0]}" if node["op"] == "neg" else f"{node['op']}({', '.join(words)})"


# --- Values and slopes ---

def finished(nodes, title, slopes, forward_only):
    """The graph with its places, after one run that must come to finite numbers."""
    graph = {"title": title, "nodes": nodes, "forward": forward_only, "all": slopes == "all"}
    used = {parent for node in nodes for parent in node["parents"]}
    for k, node in enumerate(nodes[:-1]):
        if k not in used:
            raise ValueError(f"{node['name'] or node['text']} doesn't lead to {nodes[-1]['name']}, the last line's "
                             "result: leave it out, or use it")
    values = run_forward(graph)
    for node, value in zip(nodes, values):
        if not math.isfinite(value):
            raise ValueError(f"{node['name'] or node['text']} comes to {value} for these inputs")
    graph["wires"] = lay_out(graph)
    return graph


def run_forward(graph):
    """The value of each node."""
    values = []
    with np.errstate(all="ignore"):
        for node in graph["nodes"]:
            if "value" in node:
                values.append(node["value"])
            else:
                values.append(float(OPERATIONS[node["op"]][1](*(np.float64(values[k]) for k in node["parents"]))))
    return values


def needed(graph):
    """Whether each node gets a slope: the weights and what is computed from them, or everything."""
    gets = []
    for node in graph["nodes"]:
        gets.append(not graph["forward"] and (
            graph["all"] and node["kind"] != "number" or node["kind"] == "weight"
            or any(gets[k] for k in node["parents"])))
    return gets


def run_back(graph, values):
    """The slope of the last node with respect to each, and what runs back on each wire: {(node, slot): slope}."""
    nodes, gets = graph["nodes"], needed(graph)
    slopes, wires = [0.0] * len(nodes), {}
    slopes[-1] = 1.0
    for k in reversed(range(len(nodes))):
        if gets[k] and nodes[k]["parents"]:
            with np.errstate(all="ignore"):  # a slope that isn't asked for may not exist
                local = OPERATIONS[nodes[k]["op"]][2]([np.float64(values[p]) for p in nodes[k]["parents"]], values[k])
            for slot, parent in enumerate(nodes[k]["parents"]):
                if gets[parent]:
                    wires[k, slot] = slopes[k] * float(local[slot])
                    slopes[parent] += wires[k, slot]
    return slopes, wires


def hasty_steps(graph):
    """How many times a slope is handed on where each is passed on as soon as it comes."""
    gets, calls = needed(graph), [1] * len(graph["nodes"])
    for k, node in enumerate(graph["nodes"]):
        calls[k] = sum(1 + calls[parent] for parent in node["parents"] if gets[parent])
    return calls[-1]


def digits(value, most=4):
    """A number for a label: a whole one in full, others to 4 digits after the point, small and large ones to 3."""
    if not math.isfinite(value):
        return str(value)
    if value == round(value) and abs(value) < 1e6:
        text = f"{value:.0f}"
    elif 0.5 * 10**-most <= abs(value) < 1e6:
        text = f"{value:.{most}f}".rstrip("0").rstrip(".")
    else:
        mantissa, exponent = f"{value:.2e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    return ("0" if text == "-0" else text).replace("-", "\N{MINUS SIGN}")


def in_words(graph):
    """The title, and a table of all that has a name or is a step, with values and slopes."""
    values = run_forward(graph)
    slopes, _ = run_back(graph, values)
    gets = needed(graph)
    rows = []
    for k, node in enumerate(graph["nodes"]):
        if node["kind"] == "number" or node["kind"] == "data" and not node["name"]:
            continue
        words = node["name"] or node["text"]
        if node["parents"] and node["name"]:
            words = f"{node['name']} = {node['text']}"
        what = {"weight": "weight", "data": "data", "step": ""}[node["kind"]]
        if graph["forward"] and what == "weight":
            what = "weight"
        rows.append((words or "(no name)", what, digits(values[k]), digits(slopes[k]) if gets[k] else ""))
    head = ("", "", "value", "" if graph["forward"] else "slope")
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(4)]
    lines = ["  ".join(word.ljust(width) if place < 2 else word.rjust(width)
                       for place, (word, width) in enumerate(zip(row, widths))).rstrip() for row in [head, *rows]]
    return "\n".join([sentence(graph["title"] or f"How {graph['nodes'][-1]['name']} is computed"), *lines])


# --- The drawing's places, in pixels ---

ROW = 44     # from one given number to the next
LETTER = 7.2  # the width of one, about
RADIUS = 15  # of an operation
BOX = 26     # half the height of an input with its name


def symbol(node):
    return OPERATIONS[node["op"]][0] if node["parents"] else ""


def lay_out(graph):
    """Give every node its x, y and w, and return the wires: {node, slot, path, label}."""
    nodes, values = graph["nodes"], run_forward(graph)
    slopes, on_wires = run_back(graph, values)
    uses = [[] for _ in nodes]  # of each node: (child, slot)
    for k, node in enumerate(nodes):
        for slot, parent in enumerate(node["parents"]):
            uses[parent].append((k, slot))

    # Columns, counted from the result to the left: each just before its use; what is used by many, one further
    column = [0] * len(nodes)
    for k in reversed(range(len(nodes) - 1)):
        column[k] = max(column[child] for child, _ in uses[k]) + 1
    for k, node in enumerate(nodes):
        children = {child for child, _ in uses[k]}
        if not node["parents"] and len(children) > 1 and any(
                not nodes[other]["parents"] and other != k and len(uses[other]) == 1
                for child in children for other in nodes[child]["parents"]):
            column[k] += 1
    column = [sorted(set(column)).index(each) for each in column]  # without gaps

    # Rows: what comes in first, and each wire that passes by others, has one of its own; a step stands amid its inputs
    row, entry, late, next_row = {}, {}, [], 0

    def place(k):
        nonlocal next_row
        parents = nodes[k]["parents"]
        for slot, parent in enumerate(parents):
            if parent in row and (k, parents.index(parent)) in entry:  # the same parent twice
                entry[k, slot] = entry[k, parents.index(parent)]
            elif nodes[parent]["parents"] and parent not in row:
                row[parent] = None
                place(parent)
                entry[k, slot] = row[parent]
            elif len(uses[parent]) == parents.count(parent) and any(nodes[other]["parents"] for other in parents):
                late.append((k, slot, parent))
            else:
                entry[k, slot] = next_row
                if len(uses[parent]) == parents.count(parent):
                    row[parent] = next_row
                next_row += 1
        computed = [entry[k, slot] for slot, parent in enumerate(parents)
                    if (k, slot) in entry and nodes[parent]["parents"] and column[parent] == column[k] + 1]
        own = computed or [entry[k, slot] for slot in range(len(parents)) if (k, slot) in entry]
        row[k] = sum(own) / len(own)

    row[len(nodes) - 1] = None
    place(len(nodes) - 1)
    for k in range(len(nodes)):  # what is used by many stands amid its uses
        if row.get(k) is None and all(use in entry for use in uses[k]):
            row[k] = sum(entry[use] for use in uses[k]) / len(uses[k])
    for which in set(column):  # push apart what would touch
        stack = sorted((k for k in row if column[k] == which), key=row.get)
        for one, other in zip(stack, stack[1:]):
            row[other] = max(row[other], row[one] + 1)
    for k, slot, parent in late:  # a given number beside a computed one: near, above or below as it is written
        taken = [row[other] for other in row if column[other] == column[parent]]
        taken += [level for (child, s), level in entry.items()
                  if column[child] < column[parent] < column[nodes[child]["parents"][s]]]
        before = slot < min(s for s, other in enumerate(nodes[k]["parents"]) if nodes[other]["parents"])
        near = [row[k] + (-1.5 if side else 1.1) * (1 + far / 8) for far in range(8 * MOST_NODES)
                for side in (before, not before)]
        row[parent] = next(place for place in near if all(abs(place - other) >= 0.99 for other in taken))
        entry[k, slot] = row[parent]
    lowest, highest = min(*row.values(), *entry.values()), max(*row.values(), *entry.values())

    # Widths: of each node, and of the gap after each column
    for k, node in enumerate(nodes):
        if node["parents"]:
            node["w"] = max(2 * RADIUS, LETTER * len(symbol(node)) + 14)
        else:
            shown = LETTER * max(len(node["name"]), len(digits(values[k])) + 0.5)
            node["w"] = round(max(58 if node["kind"] != "number" else 24, shown + 14))
    x, last = {}, max(column)
    at = 8
    for which in range(last, -1, -1):
        widest = max(node["w"] for k, node in enumerate(nodes) if column[k] == which)
        x[which] = at + widest / 2
        words = [digits(values[k]) for k in range(len(nodes)) if column[k] == which and nodes[k]["parents"]]
        words += [digits(slope) for (k, slot), slope in on_wires.items() if column[k] == which - 1]
        at += widest + max(52, 36 + LETTER * max(map(len, words), default=0))
    twins = any(len(set(node["parents"])) < len(node["parents"]) for node in nodes)
    top = 46 if twins else 34
    for k, node in enumerate(nodes):
        node["x"], node["y"] = round(x[column[k]], 1), round(top + ROW * (row[k] - lowest), 1)
    graph["width"] = round(at + LETTER * len(nodes[-1]["name"]) + 6)
    graph["height"] = round(ROW * (highest - lowest) + top + 46)
    return wires_of(graph, uses, column, x, {use: top + ROW * (level - lowest) for use, level in entry.items()})


def wires_of(graph, uses, column, x, levels):
    """The wires' paths: from a node in an S to a place, and then straight to the node that uses it."""
    nodes, wires = graph["nodes"], []
    for k, node in enumerate(nodes):
        count = len(node["parents"])
        for slot, parent in enumerate(node["parents"]):
            start, twins = nodes[parent], node["parents"].count(parent)
            order = sorted(range(count), key=lambda s: (nodes[node["parents"][s]]["y"] if (
                column[node["parents"][s]] == column[k] + 1) else levels[k, s], s))
            offset = 7 * (order.index(slot) - (count - 1) / 2) if count > 1 else 0
            x0, y0 = start["x"] + start["w"] / 2, start["y"]
            x2, y2 = node["x"] - node["w"] / 2 - 2, node["y"] + offset
            bend = 0.0
            if twins > 1:
                which = [s for s in range(count) if node["parents"][s] == parent].index(slot)
                bend = 44.0 * (which - (twins - 1) / 2)
            far = column[parent] > column[k] + 1
            if far:
                level = levels[k, slot]
                beside = [other for other in nodes if abs(other["x"] - x[column[parent] - 1]) < 1]
                x1 = x[column[parent] - 1] - max(other["w"] for other in beside) / 2 - 4
                behind = [other for other in nodes if abs(other["x"] - x[column[k] + 1]) < 1]
                x3 = x[column[k] + 1] + max(other["w"] for other in behind) / 2
                path = [x0, y0, x1, level, x3, x2, y2]
                label = [x3 + 0.42 * (x2 - x3), level + 0.4 * (y2 - level)]
            else:
                path = [x0, y0 + (bend and 3 * math.copysign(1, bend)), x2, y2, bend]
                t = 0.5 if bend else 0.68 if len(uses[parent]) > 1 else 0.4
                label = on_curve(path, t)
            wires.append({"node": k, "slot": slot, "path": [round(each, 1) for each in path],
                          "label": [round(each, 1) for each in label],
                          "shown": bool(nodes[parent]["parents"]) or far})
    return wires


def curve(path):
    """The four points of the S that a wire begins with."""
    x0, y0, x1, y1, *rest = path
    bend = 4 / 3 * rest[0] if len(rest) == 1 else 0
    middle = (x0 + x1) / 2
    return (x0, y0), (middle, y0 + bend), (middle, y1 + bend), (x1, y1)


def on_curve(path, t):
    weights = (1 - t)**3, 3 * (1 - t)**2 * t, 3 * (1 - t) * t**2, t**3
    return [sum(weight * point[axis] for weight, point in zip(weights, curve(path))) for axis in (0, 1)]


# --- The still ---

def still(graph):
    """The whole computation as a Matplotlib figure: values, and the slopes beneath them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
    from matplotlib.path import Path as Outline

    blue, ink, gray = PALETTE["blue"], PALETTE["dark gray"], PALETTE["gray"]
    nodes, values, point = graph["nodes"], run_forward(graph), 0.72  # points per pixel
    slopes, on_wires = run_back(graph, values)
    gets = needed(graph)
    above, margin = 34 if graph["title"] else 4, 5
    width, height = max(graph["width"], 10.5 * len(graph["title"]) + 16, 330), graph["height"] + above
    fig = Figure(figsize=((width + 2 * margin) / 100, (height + 2 * margin) / 100), layout="none")
    FigureCanvasAgg(fig)
    across, down = margin / (width + 2 * margin), margin / (height + 2 * margin)
    ax = fig.add_axes([across, down, 1 - 2 * across, 1 - 2 * down])
    ax.set(xlim=(0, width), ylim=(height - above, -above))
    ax.axis("off")

    def write(x, y, words, color=ink, size=12, **others):
        ax.text(x, y, words, **{"color": color, "fontsize": size * point, "ha": "center", "va": "center_baseline",
                                "zorder": 5, **others})

    def label(x, y, value, slope):
        paper = {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.85}}
        apart = 9 if value and slope else 0
        if value:
            write(x, y - apart, value, blue, fontweight="bold", **paper)
        if slope:
            write(x, y + apart, slope, DARK_VERMILION, fontweight="bold", fontstyle="italic", **paper)

    if graph["title"]:
        write(8, -above / 2, graph["title"], size=16, ha="left", fontweight="bold")
    for wire in graph["wires"]:
        k, slot = wire["node"], wire["slot"]
        parent = nodes[k]["parents"][slot]
        points, codes = [*curve(wire["path"])], [Outline.MOVETO] + [Outline.CURVE4] * 3
        if len(wire["path"]) == 7:
            x3, x2, y2 = wire["path"][4:]
            middle = (x3 + x2) / 2
            points += [(x3, wire["path"][3]), (middle, wire["path"][3]), (middle, y2), (x2, y2)]
            codes += [Outline.LINETO] + [Outline.CURVE4] * 3
        ax.add_patch(FancyArrowPatch(path=Outline(points, codes), arrowstyle="-|>", mutation_scale=9, color=gray,
                                     linewidth=1, shrinkA=0, shrinkB=0, zorder=1))
        label(*wire["label"], digits(values[parent]) if wire["shown"] else "",
              digits(on_wires[k, slot]) if (k, slot) in on_wires else "")
    for k, node in enumerate(nodes):
        x, y, w = node["x"], node["y"], node["w"]
        several = sum(parent == k for other in nodes for parent in other["parents"]) > 1
        if node["parents"]:
            shape = FancyBboxPatch((x - w / 2, y - RADIUS), w, 2 * RADIUS,
                                   boxstyle=f"round,pad=0,rounding_size={RADIUS - 0.5}")
            shape.set(facecolor="white", edgecolor=ink, linewidth=1.2, zorder=3)
            ax.add_patch(shape)
            write(x, y, symbol(node), size=14 if len(symbol(node)) < 3 else 12)
            if node["name"] and k < len(nodes) - 1:
                write(x, y - RADIUS - 8, node["name"], size=12)
        else:
            weight = node["kind"] == "weight"
            deep = BOX if node["name"] else 13
            ax.add_patch(Rectangle((x - w / 2, y - 0.62 * deep), w, 1.24 * deep, edgecolor=ink,
                                   facecolor="#FFFFFF" if weight else "#F3F3F3", linewidth=1.6 if weight else 0.8,
                                   linestyle="-" if weight else (0, (3, 2)), zorder=3))
            if node["name"]:
                write(x, y - 7, node["name"], size=11)
            write(x, y + (8 if node["name"] else 0), digits(values[k]), blue, fontweight="bold")
        if several and gets[k]:
            write(x, y + (RADIUS if node["parents"] else BOX * 0.62) + 10, f"Σ {digits(slopes[k])}", DARK_VERMILION,
                  fontweight="bold", fontstyle="italic")
    last = nodes[-1]
    x0 = last["x"] + last["w"] / 2
    end = x0 + 34 + LETTER * max(len(digits(values[-1])), 1)
    ax.add_patch(FancyArrowPatch((x0, last["y"]), (end, last["y"]), arrowstyle="-|>", mutation_scale=9, color=gray,
                                 linewidth=1, shrinkA=0, shrinkB=0, zorder=1))
    label((x0 + end - 8) / 2, last["y"], digits(values[-1]), "" if graph["forward"] else digits(slopes[-1]))
    write(end + 4, last["y"], last["name"], size=13, ha="left")
    return fig


# --- What the reader sees ---

@functools.cache
def widget_class():
    """The widget of circuit.js; only a reader's kernel imports anywidget."""
    import anywidget
    import traitlets

    class Circuit(anywidget.AnyWidget):
        """A graph in the front end. `values` are its inputs as the reader has set them, by the node's number."""
        _esm = Path(__file__).with_name("circuit.js")
        graph = traitlets.Dict().tag(sync=True)
        state = traitlets.Dict().tag(sync=True)

        def __repr__(self):
            return in_words(self.graph)

    return Circuit


def circuit(lines, values=None, weights=(), title="", rate=0.1, slopes="weights", forward_only=False, orders=False,
            step=None):
    """Show a computation that the reader steps through: values forward, slopes back, one node at a time.

    `lines` such as ["u = w * x", "J = half_square(u)"] and the `values` of their inputs, {"w": 3, "x": 2}; or a Value
    of Part 9 in place of both. The `weights` get slopes and are moved by "Step downhill" at this `rate`; the other
    inputs are data, without slopes unless `slopes="all"`. An element of an array may be an input: "W1[0, 0]" with
    {"W1": NN.W1}. `forward_only` leaves out the way back; `orders` offers the hasty one beside the right one, in
    which each slope is handed on as soon as it comes. An arrow key changes an input by `step`.
    """
    if isinstance(lines, str):
        lines = [line for line in lines.splitlines() if line.strip()]
    if isinstance(lines, list | tuple):
        if not lines or not all(isinstance(line, str) for line in lines):
            raise TypeError('a circuit is told its lines, such as ["u = w * x", "J = half_square(u)"], or a Value')
        graph = from_lines(lines, values or {}, weights, title, slopes, forward_only)
    elif hasattr(lines, "parents") and hasattr(lines, "data"):
        graph = from_value(lines, title, slopes, forward_only)
    else:
        raise TypeError("a circuit is told lines or a Value that was computed from others, "
                        f"not {type(lines).__name__}")
    whole = all(node["value"] == round(node["value"]) for node in graph["nodes"] if node["op"] == "input")
    graph |= {"rate": float(rate), "orders": bool(orders), "step": step or (1 if whole else 0.1)}
    if orders and hasty_steps(graph) > MOST_STEPS:
        raise ValueError(f"the hasty order hands on {hasty_steps(graph)} slopes here, more than anyone steps through: "
                         "take a smaller graph, or leave orders out")
    show(graph)


def show(graph):
    """The widget where a reader is there, and a still with the same table in its place elsewhere."""
    words = in_words(graph)
    if get_ipython() is None:
        print(words)
        return
    data, about = pictured(graph, words)
    if lesson.reader_is_there():
        try:
            widget = widget_class()(graph=graph)
            data["application/vnd.jupyter.widget-view+json"] = {
                "version_major": 2, "version_minor": 0, "model_id": widget.model_id}
        except ImportError:
            warnings.warn("Install anywidget to step through this circuit.", stacklevel=3)
    display.display(data, metadata=about, raw=True)


def pictured(graph, words):
    """The still and the table as one output, and what goes with it: the picture's alt text, and the graph itself."""
    fig, file = still(graph), io.BytesIO()
    fig.savefig(file, dpi=150, metadata={"Software": None})
    width, height = (round(100 * inches) for inches in fig.get_size_inches())
    return ({"image/png": base64.b64encode(file.getvalue()).decode(), "text/plain": words},
            {"image/png": {"width": width, "height": height, "alt": words}, "circuit": stored(graph)})


def stored(graph):
    """The graph without its places as JSON, which the cell's output keeps for the reading site."""
    nodes = [{name: each for name, each in node.items() if name not in "xyw"} for node in graph["nodes"]]
    return json.dumps({**graph, "nodes": nodes, "wires": None}, ensure_ascii=False, separators=(",", ":"))


def restored(text):
    """The graph that was stored, with its places."""
    graph = json.loads(text)
    graph["wires"] = lay_out(graph)
    return graph
