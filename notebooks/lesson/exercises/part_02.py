"""The exercises of Part 2: forward propagation."""

import re

import numpy as np

from ..grading import Exercise
from .shared import floats, random_cases

EXERCISES = {}

def as_shape(answer):
    """The shape as a pair, also where someone gives an array that has it, or writes "(10, 5)" or "10 x 5"."""
    if isinstance(answer, str):
        return tuple(map(int, re.findall(r"\d+", answer)))
    return np.shape(answer) if np.ndim(answer) == 2 else answer


EXERCISES["2.1"] = Exercise(
    gives=("shape_z2", "shape_yHat"),
    right=((10, 5), (10, 2)),
    wrong={
        "those are the shapes of the weights W1 and W2: they don't depend on the number of examples": ((4, 5), (5, 2)),
        "one example is a row: the rows come first in a shape": ((5, 10), (2, 10)),
        "that is one example's row: there are ten": ((1, 5), (1, 2)),
        "shape_z2 is X's shape: z2 has a column for each hidden unit": ((10, 4), (10, 2)),
        "shape_z2 is right; yHat has a column for each output, and this network has 2": ((10, 5), (10, 1)),
        "shape_z2 is right; yHat is one layer further, with a column for each output": ((10, 5), (10, 5)),
        "those are the shapes of our network's z2 and yHat: this one has 5 hidden units, 2 outputs, and 10 examples":
            ((3, 3), (3, 1)),
        "a shape is a pair, rows and columns: the rows, one for each of the ten examples, are missing":
            {(5, 2), (5, (10, 2)), ((10, 5), 2)},
        "a shape is a pair, rows and columns: the columns, one for each unit of the layer, are missing":
            {(10, 10), (10, (10, 2)), ((10, 5), 10)},
        "a shape is a pair, rows and columns; that is how many numbers there are": {(50, 20), ((10, 5), 20)},
        "you are one layer behind: those are the shapes of X and z2": ((10, 4), (10, 5)),
        "shape_z2 is right; that is the shape of W2, and yHat has a row for each example": ((10, 5), (5, 2)),
        "that is the shape of W1, and z2 has a row for each example": ((4, 5), (10, 2)),
        "shape_z2 and shape_yHat are swapped": ((10, 2), (10, 5)),
        "our network has 3 hidden units: this one has 5": {((10, 3), (10, 2)), ((10, 3), (10, 1))},
        "shape_z2 is right; in yHat, too, the rows come first": ((10, 5), (2, 10)),
        "the inner sizes meet and vanish: (10, 4) times (4, 5) has one row per example and one column per unit":
            {((10, 4, 5), (10, 5, 2)), ((10, 4, 5), (10, 2))},
    },
    form=as_shape,
    way="z2 has a row per example and a column per hidden unit, and yHat a column per output",
    praise="an example keeps its row through every layer, and the columns are the units of the layer.")

EXERCISES["2.2"] = Exercise(
    right=3,
    rtol=0,
    wrong={
        "line 1 is equation (1), as it should be: follow what it makes into the next lines": 1,
        "line 2 is equation (2), as it should be: is its result ever used?": 2,
        "line 4 is equation (4), as it should be: look at what it gets": 4,
    },
    way="the lines are 1 to 4, equations (1) to (4): compare each with its equation",
    praise="it should be np.dot(a2, W2). As printed, the hidden layer has no activation function.")


def add_ones(X):
    ones = np.ones((len(X), 1))
    return np.hstack((X, ones))


EXERCISES["2.3"] = Exercise(
    example=(np.array([[3.0, 5], [10, 2]]),),
    cases=random_cases("Ni"),
    right=add_ones,
    wrong={
        "the ones came first: put X before them": ("(X, ones)", "(ones, X)"),
        "that is one more row, an example of ones: the bias is one more column":
            (("(len(X), 1)", "(1, X.shape[1])"), ("np.hstack", "np.vstack")),
        "np.ones(len(X)) is 1-D and X is a matrix: np.ones((len(X), 1)) is a column": ("((len(X), 1))", "(len(X))"),
        "the ones lie in a row: for a column, one per row of X, write np.ones((len(X), 1))":
            ("(len(X), 1)", "(1, len(X))"),
        "np.ones takes a single shape, with parentheses of its own: np.ones((len(X), 1))":
            ("((len(X), 1))", "(len(X), 1)"),
        "np.hstack takes a single tuple of arrays, with parentheses of its own: np.hstack((X, ones))":
            ("((X, ones))", "(X, ones)"),
        "those are zeros: a weight times 0 adds nothing, a weight times 1 adds itself": ("np.ones(", "np.zeros("),
        "that adds 1 to every input: what is missing is a new column": ("np.hstack((X, ones))", "X + ones"),
        "those are the ones alone: put X to the left of them": ("np.hstack((X, ones))", "ones"),
        "3 rows of ones fit the lesson's tests alone: len(X) is the number of rows": ("(len(X), 1)", "(3, 1)"),
        "X.shape[1] is the number of columns: the ones need a row per example, len(X)": ("len(X)", "X.shape[1]"),
        "one column of ones is enough: np.ones((len(X), 1))": ("(len(X), 1)", "X.shape"),
        "np.append without axis lays everything out in one row: add axis=1, or take np.hstack":
            {("np.hstack((X, ones))", "np.append(X, ones)"), ("np.hstack((X, ones))", "np.append(X, 1)")},
        "that puts the ones below X: np.hstack puts them beside it": ("np.hstack", "np.vstack"),
    },
    praise="W1 now needs one more row, and its last row holds the biases of the hidden units.")


def forward_deep(X, W1, W2, W3):
    def f(z):
        return 1 / (1 + np.exp(-z))
    a2 = f(X @ W1)
    a3 = f(a2 @ W2)
    return f(a3 @ W3)


EXERCISES["2.4"] = Exercise(
    example=(floats([1, 2]), floats([1, 0], [0, -1]), floats([2, 0], [0, 1]), floats([1], [-1])),
    cases=random_cases("Ni", "ih", "hg", "go"),
    right=forward_deep,
    wrong={
        "the output layer has an activation function too: the last step is f(z4)":
            ("return f(a3 @ W3)", "return a3 @ W3"),
        "that stops one layer short: W3 leads on to the output": ("return f(a3 @ W3)", "return a3"),
        "the second hidden layer lacks its activation function": ("f(a2 @ W2)", "a2 @ W2"),
        "the first hidden layer lacks its activation function": ("f(X @ W1)", "X @ W1"),
        "no hidden layer has its activation function: without it the three layers are no more than one":
            (("f(X @ W1)", "X @ W1"), ("f(a2 @ W2)", "a2 @ W2")),
        "the inputs go into the first synapses as they are: the activation function comes after them":
            ("f(X @ W1)", "f(f(X) @ W1)"),
        "* multiplies element by element: each layer adds up its inputs, with the matrix product @":
            (("X @", "X *"), ("a2 @", "a2 *"), ("a3 @", "a3 *")),
        "the weights come first in your products: one example is a row, so write X @ W1":
            (("X @ W1", "W1 @ X"), ("a2 @ W2", "W2 @ a2"), ("a3 @ W3", "W3 @ a3")),
        "the second hidden layer is computed and never used: a3 goes on to W3": ("a3 @ W3", "a2 @ W3"),
        "W1 is used twice: a2 goes on to W2": ("a2 @ W2", "a2 @ W1"),
        "no layer has its activation function":
            (("f(X @ W1)", "X @ W1"), ("f(a2 @ W2)", "a2 @ W2"), ("f(a3 @ W3)", "a3 @ W3")),
        "the last activation function is applied twice": ("return f(a3 @ W3)", "return f(f(a3 @ W3))"),
    },
    praise="any number of layers is this one step again and again: a matrix product, then the activation function.")


def softmax(z):
    e = np.exp(z)
    return e / np.sum(e, axis=1, keepdims=True)


EXERCISES["2.5"] = Exercise(
    example=(np.array([[0.0, 1], [2, 2]]),),
    cases=random_cases("Ng") + random_cases("Nh"),
    right=softmax,
    wrong={
        "that divides by the sum over all examples: divide each row by its own, with axis=1 and keepdims=True":
            (", axis=1, keepdims=True", ""),
        "your columns add up to 1, and the rows should: axis=1 sums along the rows": ("axis=1, ", "axis=0, "),
        "the sums are a row where they should be a column: keepdims=True keeps them one": (", keepdims=True", ""),
        "the exponential is missing: it makes every share positive": ("np.exp(z)", "z"),
        "the sign in the exponent: here it is e to the plus z": ("np.exp(z)", "np.exp(-z)"),
        "that takes the sigmoid of each element: softmax takes e to the power of z":
            ("np.exp(z)", "1 / (1 + np.exp(-z))"),
        "the sum is taken of z: below, too, it is e to the power of z": ("np.sum(e,", "np.sum(z,"),
        "the sum comes after the powers: np.sum(np.exp(z), ...), not np.exp(np.sum(z, ...))":
            ("np.sum(e, axis=1, keepdims=True)", "np.exp(np.sum(z, axis=1, keepdims=True))"),
        "those are the powers of e: divide each row by its sum": (" / np.sum(e, axis=1, keepdims=True)", ""),
        "those are the sums: divide e by them": ("return e / ", "return "),
        "the other way up: each power is divided by the sum of its row":
            ("e / np.sum(e, axis=1, keepdims=True)", "np.sum(e, axis=1, keepdims=True) / e"),
        "that divides by the mean of each row: shares take the sum": ("np.sum", "np.mean"),
        "that divides by the largest of each row: shares take the sum": ("np.sum", "np.max"),
        "first e to the power of z, then divide: your shares come before the powers":
            (("np.exp(z)", "z"), ("return e / np.sum(e, axis=1, keepdims=True)",
                                  "return np.exp(e / np.sum(e, axis=1, keepdims=True))")),
        "that is the first row alone: return may come inside the loop":
            ("e / np.sum(e, axis=1, keepdims=True)", "(e / np.sum(e, axis=1, keepdims=True))[0]"),
        "that is the sigmoid: it takes each output by itself, so a row need not add up to 1":
            ("return e / np.sum(e, axis=1, keepdims=True)", "return e / (1 + e)"),
    },
    praise="every row adds up to 1: shares that can be read as probabilities.")

EXERCISES["2.6"] = Exercise(
    right=-40,
    wrong={
        "the sign: sleep pushes the sum up, so study has to pull it down": 40,
        "that is the line of unit 2 as it was, three times as long": -30,
        "that is the line of unit 1, twice as long": -20,
        "scale both: 4 hours of sleep are 0.4, and 1 hour of study is 0.2": {-80, 80},
        "that is what sleep brings, 20 times 0.4, with a minus: divide it by the scaled study": {-8, 8},
        "that is how many times as long: the weight makes the sum 0 there": {4, -4},
        "the line doesn't move by the hour: solve 20 * 0.4 + weight * 0.2 = 0": {-15, -22.5, -25, -35, -45, -50},
        "sleep counts tenths and study fifths: solve 20 * 0.4 + weight * 0.2 = 0": {-10, -5, -60, -120},
    },
    way="on the line, 20 times the scaled sleep plus the weight times the scaled study is 0",
    praise="the line of unit 2 turns, the ridge between the two lines grows wider.")
