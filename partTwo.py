"""Parts 1 and 2: the data, and a network that makes estimates.

    X       input data, one example a row: hours slept, hours studied    (numExamples, inputLayerSize)
    y       target data: the score on the test                           (numExamples, outputLayerSize)
    W1      layer 1 weights                                              (inputLayerSize, hiddenLayerSize)
    W2      layer 2 weights                                              (hiddenLayerSize, outputLayerSize)
    z2, a2  layer 2 pre-activation and activation                        (numExamples, hiddenLayerSize)
    z3      layer 3 pre-activation                                       (numExamples, outputLayerSize)
    yHat    estimate of y                                                (numExamples, outputLayerSize)

Numbers in parentheses beside the code are the equations of the videos, the same in every part.
"""
import math
import operator

import numpy as np

__all__ = ["X", "y", "Neural_Network"]

# Three tests: hours of sleep and of study the night before, and the score in percent.
X = np.array([[3, 5], [5, 1], [10, 2]], dtype=float)
y = np.array([[75], [82], [93]], dtype=float)

# Scaled to lie between 0 and 1: each kind of hours by its largest value, scores by the best there is.
X = X / np.amax(X, axis=0)
y = y / 100


class Neural_Network:
    """A network with one hidden layer of sigmoid units and no bias units.

    `rng` seeds the standard normal weights: None, an int or a NumPy Generator, as
    `numpy.random.default_rng` takes it. A layer size that is no whole number of 1 or more is a
    TypeError or a ValueError.
    """

    def __init__(self, inputLayerSize=2, hiddenLayerSize=3, outputLayerSize=1, rng=None):
        # Hyperparameters: chosen once
        self.inputLayerSize = layer_size("inputLayerSize", inputLayerSize)
        self.hiddenLayerSize = layer_size("hiddenLayerSize", hiddenLayerSize)
        self.outputLayerSize = layer_size("outputLayerSize", outputLayerSize)

        # Weights (parameters): random, until training changes them
        rng = np.random.default_rng(rng)
        self.W1 = rng.standard_normal((self.inputLayerSize, self.hiddenLayerSize))
        self.W2 = rng.standard_normal((self.hiddenLayerSize, self.outputLayerSize))

    def forward(self, X):
        """Estimate y for every example in X, of shape (numExamples, inputLayerSize)."""
        X = matrix("X", X, self.inputLayerSize)
        self.z2 = np.dot(X, self.W1)        # (1)
        self.a2 = self.sigmoid(self.z2)     # (2)
        self.z3 = np.dot(self.a2, self.W2)  # (3)
        yHat = self.sigmoid(self.z3)        # (4)
        return yHat

    @np.errstate(over="ignore")  # e^800 is inf to NumPy, and 1 / (1 + inf) is 0
    def sigmoid(self, z):
        """f(z) = 1 / (1 + e^-z) for each element of z."""
        return (1.0 + np.exp(-np.asarray(z, dtype=float)))**-1


def layer_size(name, size):
    """Return size as an int; TypeError if it is not a whole number, ValueError if it is below 1."""
    try:
        whole = operator.index(size)
    except TypeError:
        raise TypeError(f"{name} is {size!r}; give a whole number of units, an int such as 3") from None
    if whole < 1:
        raise ValueError(f"{name} is {whole}; a layer has at least 1 unit: give 1 or more")
    return whole


def matrix(name, data, columns, rows=None, finite=True):
    """Return data as a matrix of finite floats (or any, if finite is False) with so many columns (and rows, if given).

    `name` is "X" (a column is an input) or "y" (a column is an output). Data that don't fit raise a
    TypeError or a ValueError that says what came, what was expected and what to do.
    """
    try:
        array = np.asarray(data)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths; give one example a row, "
                         f"{columns} number{'s' if columns > 1 else ''} each") from None
    if array.dtype != float:
        if array.dtype.kind not in "biuf":
            raise TypeError(f"{name} holds values of type {array.dtype.type.__name__}; every value must be a real "
                            "number: look for text or empty places")
        array = array.astype(float)
    if array.ndim != 2 or array.shape[1] != columns:
        unit = "input" if name == "X" else "output"
        if array.ndim == 2 and array.shape[0] == columns:
            hint = f"try {name}.T"
        elif array.ndim != 2 and array.size and array.size % columns == 0:
            hint = f"try {name}.reshape(-1, {columns})"
        else:
            hint = f"give one example a row and one {unit} a column"
        raise ValueError(f"{name} has shape {array.shape}; this network has {columns} {unit}{'s' if columns > 1 else ''}, "
                         f"so {name} must be ({rows or 'numExamples'}, {columns}): {hint}")
    if len(array) == 0:
        raise ValueError(f"{name} has shape {array.shape}, no examples; give at least one row")
    if rows and len(array) != rows:
        raise ValueError(f"X has {rows} rows and {name} has {len(array)}; a row of each is one example: give as many")
    # vdot is quick, but may overflow
    if finite and not math.isfinite(np.vdot(array, array)) and not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name}[{row}, {column}] is {array[row, column]}; every value must be a finite number: "
                         "mend or leave out that example")
    return array
