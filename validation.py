"""What bad input is told: the checks that the modules share. They know nothing of any part."""
import functools
import math
import numbers
import operator
import os
import warnings
from contextvars import ContextVar
from decimal import Decimal

import numpy as np

unchecked = ContextVar("unchecked", default=False)
FLOAT = np.dtype(float)
REAL = numbers.Real, Decimal
PATHS = str, bytes, os.PathLike


def check_once(train):
    """Decorator: train checks all the data itself, so that check_matrix and check_one_hot trust its mini-batches."""
    @functools.wraps(train)
    def checked(*arguments, **options):
        token = unchecked.set(False)
        try:
            return train(*arguments, **options)
        finally:
            unchecked.reset(token)
    return checked


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
    if unchecked.get():
        return data
    array = data
    if type(data) is not np.ndarray or data.dtype is not FLOAT:
        array = to_floats(name, data, f"give one example per row, {spell(columns, 'number')} each")
    shape = array.shape
    if len(shape) != 2 or shape[1] != columns:
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
    if shape[0] == 0:
        raise ValueError(f"{name} has shape {shape}, no examples; give at least one row")
    if rows and shape[0] != rows:
        raise ValueError(f"X has {spell(rows, 'row')} and {name} has {len(array)}; each example is a row of X and "
                         f"a row of {name}: give as many of one as of the other")
    # np.vdot is quick and tells most data to be finite, but its sum may overflow
    if finite and not math.isfinite(np.vdot(array, array)):
        if not np.isfinite(array).all():
            row, column = np.argwhere(~np.isfinite(array))[0]
            raise ValueError(f"{name}[{row}, {column}] is {array[row, column]}; every value must be a finite number: "
                             "correct that example or leave it out")
        if unit == "output":
            largest = array.flat[np.argmax(np.abs(array))]
            raise ValueError(f"{name} holds {largest:g}, too large to be squared: scale it")
    return array


def check_weights(N):
    """Make W1 and W2 arrays of floats; a TypeError or a ValueError if they can't be, or don't fit the layers of N.

    Arrays of complex numbers stay what they are: Part 5's complex step takes them.
    """
    if unchecked.get():
        return
    W1, W2 = N.W1, N.W2
    if type(W1) is not np.ndarray or W1.dtype is not FLOAT or type(W2) is not np.ndarray or W2.dtype is not FLOAT:
        for name, W in (("W1", W1), ("W2", W2)):
            if type(W) is not np.ndarray or W.dtype.kind not in "fc":
                setattr(N, name, to_floats(name, W, "give as many weights in each"))
        W1, W2 = N.W1, N.W2
    if W1.ndim != 2 or W2.ndim != 2 or W1.shape != (N.inputLayerSize, len(W2)) or W2.shape[1] != N.outputLayerSize:
        inputs, hidden, outputs = N.inputLayerSize, N.hiddenLayerSize, N.outputLayerSize
        raise ValueError(f"W1 has shape {W1.shape} and W2 {W2.shape}; this network has {spell(inputs, 'input')}, "
                         f"{spell(hidden, 'hidden unit')} and {spell(outputs, 'output')}, so W1 must be ({inputs}, "
                         f"{hidden}) and W2 ({hidden}, {outputs})")


def check_rng(rng):
    """Raise a TypeError unless rng is something that numpy.random.default_rng takes."""
    try:
        np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise TypeError(f"rng is {rng!r}; give None, a whole number of 0 or more as a seed, or a generator: "
                        "np.random.default_rng(0)") from None


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
        masked = find_masked(data)
        array = np.asarray(data) if masked is None else None
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths; {rows}") from None
    if masked is not None:
        raise ValueError(f"{name}{masked or ''} is masked; every value must be a number: fill it in, "
                         "or leave that example out of X and y")
    if array.dtype == float:
        return array
    if array.dtype.kind not in "biuf":  # NumPy's booleans, whole numbers and floats; it may hold others as objects
        if not array.shape and np.iterable(data) and not isinstance(data, (str, bytes)):
            raise TypeError(f"{name} is a {type(data).__name__}; give an array or a list")
        wrong = [value for value in np.asarray(data, dtype=object).flat if not isinstance(value, REAL)]
        if wrong:
            raise TypeError(f"{name} holds {wrong[0]!r}; every value must be a real number: "
                            "look for text or empty places")
    try:
        return array.astype(float)
    except OverflowError:
        raise ValueError(f"{name} holds a number that is too large for a float, 1.8e308 at most: scale it") from None


def find_masked(data, place=()):
    """The first masked place in a masked array, or in a list that holds some; None if there is none."""
    if isinstance(data, np.ma.MaskedArray):
        masked = np.argwhere(np.ma.getmaskarray(data)).tolist()
        return [*place, *masked[0]] if masked else None
    if isinstance(data, (list, tuple)):
        found = (find_masked(each, (*place, k)) for k, each in enumerate(data))
        return next((each for each in found if each is not None), None)
    return None


def spell(number, noun):
    """The number with its noun: 1 row, 3 rows."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# --- Classes, mini-batches and scales ---

def check_one_hot(name, y, columns, rows=None):
    """Return y as a matrix whose rows each hold a single 1 among zeros, or, with one column, a 1 or a 0.

    Data that doesn't fit raises a ValueError or a TypeError.
    """
    if unchecked.get():
        return y
    check_labels(name, y, columns)
    y = check_matrix(name, y, columns, "output", rows)
    if columns == 1:
        if np.count_nonzero((y == 0) | (y == 1)) != len(y):
            row = np.argmax((y != 0) & (y != 1))
            raise ValueError(f"{name}[{row}, 0] is {y[row, 0]:g}; with one output {name} is a column of 0 (no) and 1 "
                             f"(yes): ({name} == {name}.max()).astype(float) makes one of any two numbers")
    elif np.count_nonzero(y) != len(y) or (y @ np.ones(columns) != 1).any():  # then each row has one that isn't 0, a 1
        row = np.argmax((np.count_nonzero(y, axis=1) != 1) | (y.max(axis=1) != 1))
        raise ValueError(f"row {row} of {name} is {y[row].tolist()}; in a one-hot row a single number is 1 and the "
                         f"others are 0: np.eye({columns})[labels]")
    return y


def check_labels(name, y, columns):
    """Raise an error that says how labels, one per example, become targets for this number of outputs."""
    if type(y) is np.ndarray and y.ndim == 2 and y.shape[1] == columns and y.dtype == float or hasattr(y, "toarray"):
        return
    try:
        labels = np.asarray(y)
    except ValueError:
        return  # rows of different lengths: check_matrix tells
    shape = labels.shape
    is_text = labels.dtype.kind in "USO" and any(isinstance(label, (str, bytes)) for label in labels.flat)
    if len(shape) != 1 and (len(shape) != 2 or shape[1] != 1) or columns == 1 and not is_text:
        return
    for place, label in enumerate(labels.flat if labels.dtype.kind in "Of" else ()):
        if str(label) in ("None", "nan", "<NA>") and not isinstance(label, str):
            raise ValueError(f"label {place} of {name} is {label}; every example needs a label: leave that one out, "
                             "in X too")
    flat = "labels" if len(shape) == 1 else "np.ravel(labels)"
    numbered = labels.dtype.kind in "biuf" and labels.size and (
        labels.min() >= 0 and labels.max() < columns and (labels == labels.astype(int)).all())
    if numbered and labels.dtype.kind in "bf":
        flat = f"np.array({flat}, dtype=int)"
    numbers_of_labels = flat if numbered else f"np.unique({flat}, return_inverse=True)[1]"
    if columns == 1:
        label = str(labels.flat[0])
        raise TypeError(f"{name} holds text, such as {label!r}; with one output it is a column of 0 (no) and "
                        f"1 (yes): np.reshape(labels == {label!r}, (-1, 1)).astype(float)")
    raise (TypeError if is_text else ValueError)(
        f"{name} has shape {shape}, as labels have; this network has {columns} outputs and needs one-hot rows, a 1 in "
        f"the column of the right class: np.eye({columns})[{numbers_of_labels}]")


def check_batches(N, X, y, rate, batch, epochs):
    """Return X and y as matrices and the rate as a float; an error if N can't learn from them, and a warning of what
    was never scaled.
    """
    if isinstance(N, type):
        raise TypeError(f"{N.__name__} is a class; give learn a network: learn({N.__name__}(), ...)")
    if not hasattr(N, "costAndGradient"):
        hint = ("give learn its network: learn(T.N, ...) for a trainer T" if hasattr(N, "N") else
                "give learn a network from Part 8 on, such as partEight.Neural_Network or partEight.Classifier")
        raise TypeError(f"{type(N).__name__} has no costAndGradient; {hint}")
    check_halves(N)
    rate = check_rate(rate)
    check_penalty(N)
    check_activation(N)
    for name, number in (("batch", batch), ("epochs", epochs)):
        check_count(name, number)
    X = check_matrix("X", X, N.inputLayerSize, "input")
    check_labels("y", y, N.outputLayerSize)
    y = check_matrix("y", y, N.outputLayerSize, "output", rows=len(X))
    if hasattr(type(N).costAndGradient, "targets"):
        type(N).costAndGradient.targets("y", y, N.outputLayerSize)
        votes = N.costAndGradient(X[:1], y[:1])
    else:  # whatever it demands of the data
        votes = N.costAndGradient(X, y)
    check_votes(N, votes)
    check_cost(votes[0])
    warn_if_unscaled(N, X, y, stacklevel=5)
    unchecked.set(True)
    return X, y, rate


def check_count(name, number):
    """Raise a TypeError if the number isn't whole, and a ValueError if it is below 1."""
    try:
        operator.index(number)
    except TypeError:
        raise TypeError(f"{name} is {number!r}; give a whole number, an int such as 32") from None
    if number < 1:
        raise ValueError(f"{name} is {number}; give 1 or more")


def check_maxiter(maxiter):
    """Raise an error unless maxiter is a whole number of 1 or more, or None for SciPy's own."""
    if maxiter is not None:
        check_count("maxiter", maxiter)


def check_real(name, number, example):
    """Return the number as a float; an error unless it is a single finite number."""
    try:
        real = float("text" if isinstance(number, (str, bytes)) or number is np.ma.masked else number)
    except OverflowError:
        real = math.inf
    except (TypeError, ValueError):
        raise TypeError(f"{name} is {number!r}; give a number, such as {example}") from None
    if not math.isfinite(real):
        raise ValueError(f"{name} is {real}; give a finite number, such as {example}")
    return real


def check_rate(rate):
    """Return the rate as a float; an error unless it is a number above 0."""
    real = check_real("rate", rate, 0.05)
    if real <= 0:
        raise ValueError(f"rate is {real:g}, and would {'move uphill' if real else 'move nothing'}; give a number "
                         "above 0, such as 0.05")
    return real


def check_step(e):
    """Return the step e of a measured slope as a float; an error unless it is a number above 0."""
    real = check_real("e", e, 1e-4)
    if real <= 0:
        raise ValueError(f"e is {e}; a slope is measured with a step above 0, such as 1e-4")
    return real


def check_spread(spread):
    """Return the spread as a float; an error unless it is a number of 0 or more."""
    real = check_real("spread", spread, 1)
    if real < 0:
        raise ValueError(f"spread is {spread}; a standard deviation is 0 or more, such as 1")
    return real


def check_penalty(N):
    """Raise an error if the network has a Lambda, as Part 7's has, that isn't a number of 0 or more."""
    if hasattr(N, "Lambda") and check_real("Lambda", N.Lambda, 0.0001) < 0:
        raise ValueError(f"Lambda is {N.Lambda}; a penalty below 0 would reward large weights: give 0 or more")


def check_single(J):
    """Raise a ValueError or a TypeError unless the cost is a single real number."""
    if type(J) in (float, np.float64):
        return
    if np.ndim(J):
        raise ValueError(f"the cost has shape {np.shape(J)} and must be a single number: add it up with np.sum; "
                         "Python's sum adds rows only")
    if np.asarray(J).dtype.kind not in "biuf":
        raise TypeError(f"the cost is {J!r} and must be a real number: look for a missing return")


def check_cost(J):
    """Raise a ValueError unless the cost is a single finite number."""
    check_single(J)
    if not math.isfinite(J):
        raise ValueError(f"the cost is {J}: look for weights that aren't finite, or for targets or inputs that were "
                         "never scaled")


def check_votes(N, votes):
    """Raise a TypeError unless votes are J, dJdW1 and dJdW2, each gradient of its weights' shape."""
    expected = [(), np.shape(N.W1), np.shape(N.W2)]
    came = [np.shape(each) for each in votes] if isinstance(votes, (tuple, list)) else type(votes).__name__
    if came[1:] != expected[1:]:  # a J that is no number has its own error
        raise TypeError(f"the cost of {type(N).__name__} comes as {came}; it must be J, dJdW1 and dJdW2, of shapes "
                        f"{expected}: look at what costAndGradient returns, or costFunctionPrime")


def check_gradient(gradient, params):
    """Raise an error unless the gradient is a vector of finite numbers, one for each of the params."""
    try:
        vector = to_floats("the gradient", gradient, "return one vector")
    except ValueError:
        vector = np.empty(0)
    if vector.shape != params.shape:
        raise ValueError(f"computeGradients gives {type(gradient).__name__} of shape {vector.shape}; this network has "
                         f"{spell(len(params), 'weight')}, so it must give one vector of shape {params.shape}")
    if not np.isfinite(vector).all():
        place = np.argmin(np.isfinite(vector))
        raise ValueError(f"the gradient at place {place} is {vector[place]}; every slope must be a finite number: "
                         "compare it with computeNumericalGradient")


def check_has_params(N):
    """Raise a TypeError unless N is a network with getParams and setParams."""
    if isinstance(N, type) or not hasattr(N, "getParams"):
        name = f"{N.__name__} is a class" if isinstance(N, type) else f"{type(N).__name__} has no getParams"
        raise TypeError(f"{name}; give computeNumericalGradient a network such as partFive.Neural_Network()")


def check_learned(cost, epoch, rate):
    """Raise a ValueError if the cost of an epoch isn't finite."""
    if not math.isfinite(cost):
        raise ValueError(f"the cost is {cost} after epoch {epoch + 1}: the rate {rate} is too large; start anew with a "
                         "smaller one")


def warn_if_unscaled(N, X, y, stacklevel):
    """Warn of columns of X with numbers of more than 2 on average, of an X that is hardly more than 0, and of targets
    that N's last layer can't reach.
    """
    largest = max(X.max(), -X.min())
    if 0 < largest < TINY:
        warnings.warn(f"X looks unscaled, its largest number is {largest:.3g}: to the hidden units that is hardly more "
                      f"than 0; {HOW_TO_SCALE}", RuntimeWarning, stacklevel=stacklevel)
    if largest > UNSCALED and (sizes := np.mean(np.abs(X), axis=0)).max() > UNSCALED:
        column = np.argmax(sizes)
        warnings.warn(f"column {column} of X looks unscaled, its numbers are {sizes[column]:.3g} on average: the "
                      f"hidden units start saturated and hardly learn; {HOW_TO_SCALE}", RuntimeWarning,
                      stacklevel=stacklevel)
    try:
        with np.errstate(all="ignore"):
            ends = N.sigmoid(np.repeat([[-1e300], [1e300]], y.shape[1], axis=1))  # a linear one has none
        is_last = np.array_equal(N.forward(X[:1]), N.sigmoid(N.z3))
    except (AttributeError, TypeError, ValueError):
        return  # no network of our kind
    if is_last and (y.min() < ends.min() - 0.01 or y.max() > ends.max() + 0.01):
        warnings.warn(f"y goes from {y.min():g} to {y.max():g}, and the network's answers lie between {ends.min():.3g} "
                      f"and {ends.max():.3g}: divide y by the largest possible value, as Part 1 divides scores by 100",
                      RuntimeWarning, stacklevel=stacklevel)


UNSCALED = 2  # numbers that are larger on average look unscaled
TINY = 0.01   # and so does an X whose largest number is smaller
HOW_TO_SCALE = ("divide each column by its own largest size, as Part 1 does, and new data by the same numbers: "
                "largest = np.abs(X).max(axis=0); X = X / np.where(largest > 0, largest, 1)")


# --- One cost from Part 8 on: costAndGradient, whatever a subclass or a network overrides ---

HALVES = ("costFunction", "costFunctionPrime")
GRADIENTS = ("costFunctionPrime", "computeGradients", "costAndGradient")
STEPS = ("forward", "softmax", "cross_entropy", "sigmoid", "sigmoidPrime")
WATCHED = (*STEPS, "computeGradients", "costAndGradient", *HALVES)
comparing = set()  # networks whose halves are just being compared with the whole


def one_cost(with_any_activation, targets):
    """Class decorator: costAndGradient is the cost of the class, and costFunction and costFunctionPrime its halves.

    A subclass or a network may override costAndGradient, both halves, or sigmoid with sigmoidPrime, in which case
    with_any_activation(N, X, y) takes the place of the class's costAndGradient. Whatever else is overridden must come
    to the same, or is a TypeError. `targets` checks y, as check_one_hot does.
    """
    def decorate(kind):
        formulas = kind.costAndGradient
        names = [name for name in WATCHED if hasattr(kind, name)]
        methods_of = operator.attrgetter(*names)

        def plain(self, changed, *data, **named):
            """J, dJdW1 and dJdW2, as if no cost had been overridden."""
            if level(changed, "sigmoid") < level(changed, "sigmoidPrime"):
                raise TypeError(f"{type(self).__name__} overrides sigmoid: override sigmoidPrime too, its slope")
            if level(changed, "sigmoid") > level(changed, "sigmoidPrime"):
                check_slope(self)
            if changed.keys().isdisjoint(STEPS):
                return formulas(self, *data, **named)
            votes = with_any_activation(self, *data, **named)
            X, y = (*data, *(named[name] for name in ("X", "y")[len(data):]))
            if "cross_entropy" in changed and changed.keys().isdisjoint(("costAndGradient", *HALVES)):
                if not same(votes[0], kind.cross_entropy(self, np.asarray(y))):
                    raise TypeError(f"{type(self).__name__} overrides cross_entropy, and yHat - y is no longer its "
                                    "slope: override costAndGradient too")
            if not changed.keys().isdisjoint(("forward", "softmax")):
                yHat = self.yHat
                if not same(self.forward(X), yHat):
                    raise TypeError(f"{type(self).__name__} overrides forward, and its estimates are others than those "
                                    "of (1) to (4): override costAndGradient too")
            return votes

        @functools.wraps(formulas)
        def costAndGradient(self, *data, **named):
            if methods_of(type(self)) == known and NONE_WATCHED(vars(self)):
                return formulas(self, *data, **named)
            changed = overridden(self, names, known)
            halves = [changed[name] for name in HALVES if name in changed]
            whole = changed.get("costAndGradient")
            if whole is None and len(halves) == 2 and halves[0] == halves[1]:
                J, slopes = self.costFunction(*data, **named), self.costFunctionPrime(*data, **named)
                check_votes(self, (J, *slopes) if isinstance(slopes, (tuple, list)) else slopes)
                return J, *slopes
            if any(each != whole for each in halves) and (whole is not None or len(halves) == 2):
                raise TypeError(f"{type(self).__name__} overrides its cost in several places: {ONE_PLACE}")
            votes = plain(self, changed, *data, **named)
            if whole is None and id(self) not in comparing:
                compare_parts(self, changed, votes, data, named)
            return votes

        costAndGradient.plain = lambda self, *data, **named: plain(self, overridden(self, names, known), *data, **named)
        costAndGradient.targets = targets
        costAndGradient.changed = lambda self: overridden(self, names, known)
        kind.costAndGradient = costAndGradient
        for number, name in enumerate(HALVES):
            if name in vars(kind):
                setattr(kind, name, half(name, slice(1, None) if number else 0, getattr(kind, name)))
        known = methods_of(kind)
        return kind
    return decorate


ONE_PLACE = ("override costAndGradient, which is the cost from Part 8 on; costFunction and costFunctionPrime are its "
             "halves and follow")
NONE_WATCHED = frozenset(WATCHED).isdisjoint


def half(name, part, method):
    """costFunction or costFunctionPrime: a part of costAndGradient, with every override but one of this half."""
    @functools.wraps(method)
    def from_whole(self, *data, **named):
        if name in vars(self) or getattr(type(self), name) is not from_whole:  # called by an override, through super
            return plain_cost(self)(self, *data, **named)[part]
        return self.costAndGradient(*data, **named)[part]
    return from_whole


def plain_cost(N):
    return next(vars(each)["costAndGradient"].plain for each in type(N).__mro__
                if hasattr(vars(each).get("costAndGradient"), "plain"))


def overridden(N, names, known):
    """Which of these methods N or a subclass has overridden, and where: 0 on N itself, 1 in its class, 2 ..."""
    places = {}
    for name, method in zip(names, known):
        if name in vars(N):
            places[name] = 0
        elif getattr(type(N), name) is not method:
            places[name] = next(k for k, each in enumerate(type(N).__mro__, 1) if name in vars(each))
    return places


def level(places, name):
    return places.get(name, math.inf)


def compare_parts(N, changed, votes, data, named):
    """Raise a TypeError if a method that is overridden alone gives something else than costAndGradient."""
    expected = {"costFunction": votes[:1], "costFunctionPrime": votes[1:],
                "computeGradients": [np.concatenate([np.ravel(each) for each in votes[1:]])]}
    comparing.add(id(N))
    try:
        for name in expected.keys() & changed.keys():
            came = getattr(N, name)(*data, **named)
            came = came if name == "costFunctionPrime" and isinstance(came, (tuple, list)) else [came]
            if len(came) != len(expected[name]) or not all(map(same, came, expected[name])):
                raise TypeError(f"{type(N).__name__} overrides {name}, and what it gives isn't that of "
                                f"costAndGradient: {ONE_PLACE}")
    finally:
        comparing.discard(id(N))


def same(one, other):
    return one is not None and np.shape(one) == np.shape(other) and (
        np.linalg.norm(np.subtract(one, other)) <= 1e-9 * np.linalg.norm(other))


def check_activation(N):
    """Raise a TypeError if N inherits its gradient, but overrides sigmoid or sigmoidPrime so that they don't agree."""
    names = [name for name in WATCHED if hasattr(type(N), name)]
    places = overridden(N, names, [None] * len(names))
    f, slope = level(places, "sigmoid"), level(places, "sigmoidPrime")
    if "sigmoidPrime" in places and min(f, slope) < min(level(places, name) for name in GRADIENTS):
        check_slope(N, "override sigmoidPrime too" if f < slope else "override both, each as a function of z")


def check_slope(N, hint="override both, each as a function of z"):
    """Raise a TypeError unless N's sigmoidPrime is the slope of its sigmoid, to the left or to the right of each z."""
    z, e = np.linspace(-2.03, 1.97, 5 * N.hiddenLayerSize).reshape(5, -1), 1e-5
    left, right = (N.sigmoid(z) - N.sigmoid(z - e)) / e, (N.sigmoid(z + e) - N.sigmoid(z)) / e
    slope = N.sigmoidPrime(z)
    if not ((np.minimum(left, right) - 1e-3 < slope) & (slope < np.maximum(left, right) + 1e-3)).all():
        raise TypeError(f"{type(N).__name__} has a sigmoidPrime that isn't the slope of its sigmoid: {hint}")


def check_halves(N):
    """Raise a TypeError if N overrides costFunction or costFunctionPrime in a subclass of one with costAndGradient."""
    if hasattr(N, "costAndGradient") and not any(hasattr(vars(each).get("costAndGradient"), "plain")
                                                 for each in type(N).__mro__):
        places = overridden(N, [*HALVES, "costAndGradient"], [None] * 3)
        for name in HALVES:
            if level(places, name) < level(places, "costAndGradient"):
                raise TypeError(f"{type(N).__name__} overrides {name}: {ONE_PLACE}")


def check_numbers(name, data, like=None):
    """Return a copy of data, a number or an array of any shape, as an array of finite floats; `like` is a Value.

    New numbers for a Value have the shape of the old ones; only what wasn't computed takes any.
    """
    if type(data) is float and math.isfinite(data) and like is None:
        return np.array(data)
    array = np.array(to_floats(name, data, "an array needs the same number in each row"))
    if not math.isfinite(np.vdot(array, array)) and not np.isfinite(array).all():
        raise ValueError(f"{name} holds {array[~np.isfinite(array)][0]}; every value must be a finite number: "
                         "a smaller step may help")
    if like is not None and like.parents:
        raise ValueError(f"this Value was computed ({like.operation}); set the data of what it was computed from")
    if like is not None and array.shape != like.array.shape:
        raise ValueError(f"{name} has shape {array.shape} and had {like.array.shape}: give as many numbers as before, "
                         "or make a new Value")
    return array


def check_divisor(b):
    """Raise a ValueError if an element of b is 0."""
    if not b.all():
        raise ValueError("a / b divides by 0; every value must be a finite number")


def check_power(a, b, constant):
    """Raise a ValueError unless a**b is a real number that has a slope; `constant` says whether b needs none."""
    if (a < 0).any() and not constant:
        raise ValueError(f"{np.min(a):g} to the power of a Value has no slope; only a base above 0 has one")
    if ((a < 0) & (b != np.floor(b))).any():
        raise ValueError(f"{np.min(a):g} to a power that is no whole number isn't a real number")
    if ((a == 0) & (b < 0)).any():
        raise ValueError("0 to a power below 0 is infinite")


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


def check_size(name, a):
    """Raise a ValueError for the mean or the max of an array without elements."""
    if not a.size and name != "sum":
        raise ValueError(f"an array of shape {a.shape} has no elements and no {name}: look for a slice or a mask that "
                         "takes nothing")


def check_start(J):
    """Return all that the Value J was computed from, in order; a ValueError unless it is a single finite number."""
    if J.shape != ():
        raise ValueError(f"this value has shape {J.shape}; backward starts from a single number, such as a cost: "
                         "add it up first with sum()")
    order = J.topological_order()
    if not math.isfinite(J.array):
        raise ValueError(f"this value is {J.array}, and has no slopes: {first_to_fail(order)}")
    return order


def check_slopes(order):
    """Raise a ValueError, and leave no slope, if a slope of what came in isn't finite; `order` is check_start's."""
    for value in order:
        slope = value.grad
        if value.parents or slope is None or math.isfinite(np.vdot(slope, slope)) or np.isfinite(slope).all():
            continue
        for each in order:
            each.grad = None
        raise ValueError(f"the slope of {value.name or 'a number'} is {slope[~np.isfinite(slope)][0]}: "
                         f"{first_to_fail(order)}")


def first_to_fail(order):
    for value in order:
        if not np.isfinite(value.array).all():
            return f"{value.operation or 'a number'} was the first to give a number that isn't finite"
    return "look for a root of 0, or for numbers too large to be multiplied"
