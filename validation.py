"""What bad input is told: the checks that the modules share. They know nothing of any part."""
import math
import numbers
import operator
import warnings

import numpy as np


def check_layer_size(name, size):
    """Return size as an int; TypeError if it is not a whole number, ValueError if it is below 1."""
    try:
        whole = operator.index(size)
    except TypeError:
        raise TypeError(f"{name} is {size!r}; give a whole number of units, an int such as 3") from None
    if whole < 1:
        raise ValueError(f"{name} is {whole}; a layer has at least 1 unit: give 1 or more")
    return whole


def check_matrix(name, data, columns, unit, rows=None, finite=True):
    """Return data as a matrix of floats with the given number of columns; if finite, no element is nan or infinite.

    `unit` is what a column stands for, "input" or "output"; `rows`, if given, is the number of examples in X. Data
    that doesn't fit raises a TypeError or a ValueError that says what came, what was expected and what to do.
    """
    array = to_floats(name, data, f"give one example per row, {spell(columns, 'number')} each")
    if array.ndim != 2 or array.shape[1] != columns:
        if array.ndim == 2 and array.shape[0] == columns:
            hint = "swap its rows and columns with np.transpose"
        elif array.shape == (columns,):
            hint = "if it is one example, write it as one row: [[...]]"
        elif array.ndim != 2 and array.size and array.size % columns == 0:
            hint = f"try np.reshape({name}, (-1, {columns}))"
        else:
            hint = f"give one example per row and one {unit} per column"
        raise ValueError(f"{name} has shape {array.shape}; this network has {spell(columns, unit)}, "
                         f"so {name} must be ({rows or 'numExamples'}, {columns}): {hint}")
    if len(array) == 0:
        raise ValueError(f"{name} has shape {array.shape}, no examples; give at least one row")
    if rows and len(array) != rows:
        raise ValueError(f"X has {spell(rows, 'row')} and {name} has {len(array)}; each example is a row of X and "
                         f"a row of {name}: give as many of one as of the other")
    # np.vdot is quick and tells most data to be finite, but its sum may overflow
    if finite and not math.isfinite(np.vdot(array, array)) and not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name}[{row}, {column}] is {array[row, column]}; every value must be a finite number: "
                         "correct that example or leave it out")
    return array


def check_params(params, weights):
    """Return a copy of params as a vector of finite floats, one for each of the network's weights."""
    vector = np.array(to_floats("params", params, f"give a vector of {spell(weights, 'number')} like getParams()"))
    if vector.shape != (weights,):
        raise ValueError(f"params has shape {vector.shape}; this network has {spell(weights, 'weight')}, "
                         f"so params must be ({weights},): give a vector like getParams()")
    if not np.isfinite(vector).all():
        place = np.argmin(np.isfinite(vector))
        raise ValueError(f"params[{place}] is {vector[place]}; every weight must be "
                         "a finite number: a smaller step may help")
    return vector


def to_floats(name, data, rows):
    """Return data as an array of floats, itself if it is one; `rows` says what to do about rows of different lengths.

    A TypeError says that it holds anything but real numbers; a ValueError that numbers are masked, or too large.
    """
    if type(data) is np.ndarray and data.dtype == float:
        return data
    if hasattr(data, "toarray"):
        raise TypeError(f"{name} is a sparse matrix; give its numbers as an array: {name}.toarray()")
    try:
        array = np.asarray(data)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths; {rows}") from None
    check_masks(name, data)
    if array.dtype.kind not in "biuf":  # NumPy's booleans, whole numbers and floats; it may hold others as objects
        wrong = [value for value in np.asarray(data, dtype=object).flat if not isinstance(value, numbers.Real)]
        if wrong:
            raise TypeError(f"{name} holds {wrong[0]!r}; every value must be a real number: "
                            "look for text or empty places")
    try:
        return array.astype(float)
    except OverflowError:
        raise ValueError(f"{name} holds a number that is too large for a float, 1.8e308 at most: scale it") from None


def check_masks(name, data):
    """Raise a ValueError that names the first masked place in data, a masked array or a list that holds some."""
    if isinstance(data, (np.ma.MaskedArray, list, tuple)):
        masked = np.ma.getmaskarray(data if isinstance(data, np.ma.MaskedArray) else np.ma.array(data, dtype=object))
        if masked.any():
            place = ", ".join(map(str, np.argwhere(masked)[0]))
            raise ValueError(f"{name}[{place}] is masked; every value must be a number: correct that example or leave "
                             f"it out, as with np.ma.compress_rows({name})")


def spell(number, noun):
    """The number with its noun: 1 row, 3 rows."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def check_one_hot(name, y, columns, rows=None):
    """Return y as a matrix whose rows each hold a single 1 among zeros; data that doesn't fit raises a ValueError."""
    if columns > 1 and np.ndim(y) == 1:
        raise ValueError(f"{name} has shape {np.shape(y)}, as labels have; this network has {columns} outputs and "
                         f"needs one-hot rows, a 1 in the column of the right class: np.eye({columns})[labels]")
    y = check_matrix(name, y, columns, "output", rows)
    if np.count_nonzero(y) != len(y) or (y.max(axis=1) != 1).any():
        row = np.argmax((np.count_nonzero(y, axis=1) != 1) | (y.max(axis=1) != 1))
        raise ValueError(f"row {row} of {name} is {y[row].tolist()}; in a one-hot row a single number is 1 and the "
                         f"others are 0: np.eye({columns})[labels]")
    return y


def check_batches(N, X, y, batch, epochs):
    """Return X and y as matrices; raise an error if N can't learn from them, and warn of gray levels never scaled."""
    for name, number in (("batch", batch), ("epochs", epochs)):
        try:
            operator.index(number)
        except TypeError:
            raise TypeError(f"{name} is {number!r}; give a whole number, an int such as 32") from None
        if number < 1:
            raise ValueError(f"{name} is {number}; give 1 or more")
    X = check_matrix("X", X, N.inputLayerSize, "input")
    if np.ndim(y) == 1:  # labels, or a flat column
        check_one_hot("y", y, N.outputLayerSize)
    y = check_matrix("y", y, N.outputLayerSize, "output", rows=len(X))
    N.costAndGradient(X, y)  # each kind of network has its own demands
    if X.min() >= 0 and X.max() > 2:
        warnings.warn(f"X goes up to {X.max():g}: the hidden units start saturated and hardly learn; "
                      f"scale it to 0...1 first, as X / {X.max():g}", RuntimeWarning, stacklevel=3)
    return X, y


def check_numbers(name, data, like=None):
    """Return a copy of data, a number or an array of any shape, as an array of finite floats; `like` is a Value.

    New numbers for a Value have the shape of the old ones; only what wasn't computed takes any.
    """
    array = to_floats(name, data, "an array needs the same number in each row")
    if array is data:
        array = array.copy()
    if not math.isfinite(np.vdot(array, array)) and not np.isfinite(array).all():
        raise ValueError(f"{name} holds {array[~np.isfinite(array)][0]}; every value must be a finite number: "
                         "a smaller step may help")
    if like is not None and like.parents:
        raise ValueError(f"this Value was computed ({like.operation}); set the data of what it was computed from")
    if like is not None and array.shape != like.array.shape:
        raise ValueError(f"{name} has shape {array.shape} and had {like.array.shape}: give as many numbers as before, "
                         "or make a new Value")
    return array


def check_operands(sign, a, b, constant):
    """Raise a ValueError if a and b can't be combined; `constant` says whether b is one."""
    if sign == "@":
        check_matrices(a, b)
    else:
        check_shapes(sign, a, b)
    if sign == "**" and (a < 0).any() and not constant:
        raise ValueError(f"{np.min(a):g} to the power of a Value has no slope; only a base above 0 has one")
    if sign == "**" and ((a < 0) & (b != np.floor(b))).any():
        raise ValueError(f"{np.min(a):g} to a power that is no whole number isn't a real number")
    if sign == "**" and ((a == 0) & (b < 0)).any():
        raise ValueError("0 to a power below 0 is infinite")
    if sign == "/" and not b.all():
        raise ValueError("a / b divides by 0; every value must be a finite number")


def check_shapes(sign, a, b):
    """Raise a ValueError if a and b can't be combined element by element, or if that would hide a mistake."""
    if a.shape == b.shape or not a.shape or not b.shape:
        return
    try:
        shape = np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        raise ValueError(f"shapes {a.shape} and {b.shape} don't fit in a {sign} b; element by element, both must be "
                         "alike, or one is stretched along an axis where it has a single element") from None
    if a.ndim != b.ndim and shape not in (a.shape, b.shape):
        raise ValueError(f"shapes {a.shape} and {b.shape} in a {sign} b would make {shape}, every element with every "
                         "other; a column has two axes: try np.reshape(..., (-1, 1)) on the flat one")


def check_matrices(a, b):
    """Raise a ValueError if a @ b isn't a product of two matrices."""
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError(f"shapes {a.shape} and {b.shape} don't fit in a @ b; both must be matrices, and the first "
                         "must have as many columns as the second has rows")


def check_start(J):
    """Raise a ValueError if the Value J isn't a single finite number."""
    if J.shape != ():
        raise ValueError(f"this value has shape {J.shape}; backward starts from a single number, such as a cost: "
                         "add it up first with sum()")
    if not math.isfinite(J.array):
        first = next(value for value in J.topological_order() if not np.isfinite(value.array).all())
        raise ValueError(f"this value is {J.array}, and has no slopes: {first.operation or 'a number'} was the first "
                         "to give a number that isn't finite")
