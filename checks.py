"""What bad input is told: the checks that the modules share. They know nothing of any part."""
import math
import operator

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
    """Return data as a matrix of finite floats (of any floats, if finite is False) with the given number of columns.

    `unit` is what a column stands for, "input" or "output"; `rows`, if given, is the number of examples. Data that
    doesn't fit raises a TypeError or a ValueError that says what came, what was expected and what to do.
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


def check_params(params, weights):
    """Return a copy of params as a vector of finite floats, one for each of the network's weights."""
    params = np.array(params, dtype=float)
    if params.shape != (weights,):
        raise ValueError(f"params has shape {params.shape}; this network has {weights} weights, "
                         f"so params must be ({weights},): give a vector like getParams()")
    if not np.isfinite(params).all():
        place = np.argmin(np.isfinite(params))
        raise ValueError(f"params[{place}] is {params[place]}; every weight must be "
                         "a finite number: a smaller step may help")
    return params
