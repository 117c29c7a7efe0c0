"""The exercises of Part 1: data and architecture."""

import numpy as np

from ..grading import Exercise
from .shared import SIZES, f, random_cases

EXERCISES = {}

EXERCISES["1.1"] = Exercise(
    gives=("X4", "y4"),
    right=([[3, 5], [5, 1], [10, 2], [7, 4]], [[75], [82], [93], [86]]),
    wrong={
        "y4 is 1-D: give each score its own pair of brackets, as in [[75], [82]], and y4 is a column":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], [75, 82, 93, 86]),
        "y4 is a row: a score belongs to a test, and a test is a row, so each score needs its own":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], [[75, 82, 93, 86]]),
        "X4 has one test per column, but a test is a row: hours slept, then hours studied":
            ([[3, 5, 10, 7], [5, 1, 2, 4]], [[75], [82], [93], [86]]),
        "the new row of X4 has its columns mixed up: hours slept come first, hours studied second":
            ([[3, 5], [5, 1], [10, 2], [4, 7]], [[75], [82], [93], [86]]),
        "the columns of X4 are swapped: hours slept come first, hours studied second":
            ([[5, 3], [1, 5], [2, 10], [4, 7]], [[75], [82], [93], [86]]),
        "the new score is scaled and the others are not: enter it in percent":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], [[75], [82], [93], [0.86]]),
        "both arrays are already scaled: enter hours and percent, as they stand in the table":
            ([[0.3, 1], [0.5, 0.2], [1, 0.4], [0.7, 0.8]], [[0.75], [0.82], [0.93], [0.86]]),
        "X4 is already scaled: enter hours, as they stand in the table":
            ([[0.3, 1], [0.5, 0.2], [1, 0.4], [0.7, 0.8]], [[75], [82], [93], [86]]),
        "y4 is already scaled: enter the scores in percent, as they stand in the table":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], [[0.75], [0.82], [0.93], [0.86]]),
        "the new test comes last: put its row at the bottom of X4 and of y4":
            ([[7, 4], [3, 5], [5, 1], [10, 2]], [[86], [75], [82], [93]]),
        "that is the new test alone: the three of the lesson come before it":
            {((7, 4), 86), (((7, 4),), 86), (((7, 4),), ((86,),))},
        "np.append without axis makes one long row of X4: with axis=0, [[7, 4]] becomes a row below the others":
            {((3, 5, 5, 1, 10, 2, 7, 4), y4) for y4 in [(75, 82, 93, 86), ((75,), (82,), (93,), (86,))]},
        "those are the three of the lesson: the new one is missing": ([[3, 5], [5, 1], [10, 2]], [[75], [82], [93]]),
        "y4 holds the new score alone: the three of the lesson come before it":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], 86),
        "the new score is at the top of y4, and its hours at the bottom of X4: the same row is the same test":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], [[86], [75], [82], [93]]),
    },
    way="a row per test, the three of the lesson first: hours slept and studied in X4, a score in y4",
    praise="four examples, two inputs, one output; one more test to learn from is one more row.")


def scale(X):
    return X / np.amax(X, axis=0)


EXERCISES["1.2"] = Exercise(
    example=(np.array([[2.0, 10], [4, 5], [1, 8]]),),
    cases=[(np.abs(X),) for (X,) in random_cases("Ni")],
    right=scale,
    wrong={
        "np.amax(X) is the largest number of all columns together: axis=0 takes each column by itself":
            (", axis=0", ""),
        "that takes the largest number of each row: axis=0 goes down the columns, axis=1 along the rows":
            ("axis=0", "axis=1"),
        "that takes the largest number of each row, a test: axis=0 goes down the columns":
            ("np.amax(X, axis=0)", "np.amax(X, axis=1, keepdims=True)"),
        "100 is the best score, not the largest number of hours: find that with np.amax": ("np.amax(X, axis=0)", "100"),
        "that divides by the sum of each column, not by its largest number": ("np.amax", "np.sum"),
        "those are the largest numbers themselves: divide X by them": ("X / ", ""),
        "10 and 5 are the largest hours of the lesson's table: find those of X": ("np.amax(X, axis=0)", "[10, 5]"),
        "Python's own max can't compare rows: np.amax(X, axis=0) takes each column by itself":
            ("np.amax(X, axis=0)", "max(X)"),
        "the other way up: X is divided by its largest numbers": ("X / np.amax(X, axis=0)", "np.amax(X, axis=0) / X"),
        "divide by the largest numbers; that multiplies by them": ("X / ", "X * "),
        "that subtracts each column's smallest number first: dividing is all that is asked for":
            ("X / np.amax(X, axis=0)", "(X - np.amin(X, axis=0)) / (np.amax(X, axis=0) - np.amin(X, axis=0))"),
        "that divides by the mean of each column, not by its largest number": ("np.amax", "np.mean"),
        "only the first column is scaled: return may come inside the loop, one step too far to the right":
            ("np.amax(X, axis=0)", "([np.amax(X[:, 0])] + [1] * (len(X[0]) - 1))"),
        "only the last column is scaled: take the copy of X before the loop, not inside it":
            ("np.amax(X, axis=0)", "([1] * (len(X[0]) - 1) + [np.amax(X[:, -1])])"),
    },
    praise="every column now has 1 as its largest number, whatever its unit was.")

EXERCISES["1.3"] = Exercise(
    right=0.5,
    wrong={
        "that is the sum that arrives: the neuron applies the sigmoid to it": 0,
        "put the sum into 1/(1 + e to the minus z), where e to the power of 0 is 1, not 0; or did you take raw hours "
        "and lose the minus?": 1,
        "those are the raw hours: scaled, 8 hours of sleep are 8/10, and 3 hours of study are 3/5": {f(12), f(-12)},
        "that is what arrives from sleep alone: study brings -4 times 0.6": {2.4, f(2.4)},
        "that is what arrives from study alone: sleep brings 3 times 0.8": {-2.4, f(-2.4)},
        "the neuron passes on a share of 1, as the sigmoid gives it: no percent": 50,
        "that is the sum of the raw hours: scale them first, and apply the sigmoid last": 12,
        "mind the minus: the weight from study is -4": {f(4.8), 4.8, 36},
        "the weights are swapped: 3 belongs to sleep and -4 to study": {f(-1.4), -1.4, f(-23), -23},
    },
    way="3 times the scaled sleep minus 4 times the scaled study arrives; what is the sigmoid of that?",
    praise="where the sum is 0, a sigmoid neuron passes on exactly one half.")


def neuron(x, w):
    z = np.sum(x * w)
    return 1 / (1 + np.exp(-z))


EXERCISES["1.4"] = Exercise(
    example=(np.array([1.0, 2]), np.array([3.0, -1])),
    cases=random_cases("i", "i") + random_cases("g", "g"),
    right=neuron,
    wrong={
        "that is the weighted sum; now apply the activation function to it": ("1 / (1 + np.exp(-z))", "z"),
        "the sum is missing: the neuron adds up what its synapses bring before it applies the activation function":
            ("np.sum(x * w)", "x * w"),
        "first add up, then apply the activation function, once":
            ("z = np.sum(x * w)\n    return 1 / (1 + np.exp(-z))", "return np.sum(1 / (1 + np.exp(-x * w)))"),
        "the sign in the exponent: it is e to the minus z": ("-z", "z"),
        "mind the parentheses: 1 / 1 + ... divides 1 by 1 alone, where 1 / (1 + ...) divides by the sum":
            ("(1 + np.exp(-z))", "1 + np.exp(-z)"),
        "that is the mean of what the synapses bring: add it up": ("np.sum", "np.mean"),
        "only the first synapse counts: return may come inside the loop, one step too far to the right":
            ("np.sum(x * w)", "x[0] * w[0]"),
        "only the last synapse counts: add each product to those before, as in z = z + x[k] * w[k]":
            ("np.sum(x * w)", "x[-1] * w[-1]"),
        "a synapse multiplies its input by its weight; it doesn't add it": ("x * w", "x + w"),
        "each input meets its own weight: multiply first, then add up": ("np.sum(x * w)", "np.sum(x) * np.sum(w)"),
        "the sign in the denominator: it is 1 plus e to the minus z": ("(1 + ", "(1 - "),
        "2.718 is too rough for e: np.exp(-z) is exact": ("np.exp(-z)", "2.718**-z"),
    },
    praise="that is all a neuron does: add up, then apply the activation function.")


def count_weights(sizes):
    total = 0
    for k in range(len(sizes) - 1):
        total = total + sizes[k] * sizes[k + 1]
    return total


EXERCISES["1.5"] = Exercise(
    example=([2, 3, 1],),
    cases=[([3, 1],)] + [(list(layers.values()),) for layers in SIZES],
    right=count_weights,
    wrong={
        "that counts the neurons; the synapses lie between them, from each unit to each unit of the next layer":
            ("return total", "return sum(sizes)"),
        "that multiplies all the layers: synapses only join a layer and the next, so multiply those two, and add up":
            ("return total", "return np.prod(sizes)"),
        "those are the synapses between the first two layers only: does return come inside the loop?":
            ("len(sizes) - 1", "1"),
        "those are the synapses between the last two layers only: add each product to total, total = total + ...":
            ("total + sizes", "sizes"),
        "total is still 0: give it its new value, total = total + ...": ("total = total + sizes", "total + sizes"),
        "two neighboring layers are multiplied, not added: each unit of the one has a synapse to each of the other":
            ("sizes[k] * sizes", "sizes[k] + sizes"),
        "that adds up sizes: between two layers, multiply the size of the one by that of the other":
            {(" * sizes[k + 1]", ""), ("sizes[k] * ", "")},
        "k + 1 is beyond the end of the list when k is its last place: range(len(sizes) - 1) ends one place before":
            ("len(sizes) - 1", "len(sizes)"),
        "that counts the weights of bias units too, and these networks have none":
            ("sizes[k] * sizes", "(sizes[k] + 1) * sizes"),
        "the synapses into the last layer are missing": ("len(sizes) - 1", "len(sizes) - 2"),
        "the synapses out of the inputs are missing: range begins at 0, or at 1 with sizes[k - 1] * sizes[k]":
            ("range(len", "range(1, len"),
        "total begins at 0: before the first layers meet, there are no synapses": ("total = 0", "total = 1"),
        "that multiplies what each pair of layers has: add it up, total = total + ...":
            (("total = 0", "total = 1"), ("total + sizes", "total * sizes")),
        "sizes[-1] is the last layer: you have joined it to the first":
            (("len(sizes) - 1", "len(sizes)"), ("sizes[k + 1]", "sizes[k - 1]")),
    },
    praise="the network of the videos, [2, 3, 1], has nine: those are the nine weights that training must find.")
