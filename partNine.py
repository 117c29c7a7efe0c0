"""Part 9: values that remember how they were computed, so that slopes find their own way back. It has no video.

    Value       an array of numbers, and what it was computed from
    data        the numbers, to read and to set; an operation holds on to the array that it was computed from
    parents     pairs: a value that this one was computed from, and the rule that takes a slope back to it
    operation   what computed it: + − × / neg power @ T [ ] sum mean max exp log tanh f relu; "" for what came in
    slope       of the result with respect to a value: an array of that value's shape
    grad        where a value keeps its slope after backward()

The other symbols are in partTwo.py and partFour.py.
"""
import itertools
import operator

import numpy as np

from partFive import Neural_Network, computeNumericalGradient
from partOne import X, y
from validation import (
    check_divisor,
    check_matrices,
    check_numbers,
    check_power,
    check_shapes,
    check_size,
    check_slopes,
    check_start,
    to_floats,
)

__all__ = ["X", "y", "Neural_Network", "Value", "computeNumericalGradient"]

serials = itertools.count()


def reflected(name):
    """The method for a plain number or array on the left."""
    return lambda self, other: getattr(operator, name)(as_value(other), self)


def refuse_to_forget(self, *_, **__):
    """What NumPy calls to make an array, and Python a plain number."""
    raise TypeError("a plain number or array forgets how a Value was computed: for the numbers alone, take its data; "
                    "math.exp(v) is v.exp(); a masked array can't stand beside a Value: fill it in; and write X for a "
                    "DataFrame, X = np.array(df)")


def of_array(function):
    """The method that asks the plain array."""
    return lambda self: function(self.array)


COMPARISONS = ("lt", "le", "eq", "ne", "ge", "gt"), ("<", "<=", "==", "!=", ">=", ">")


def comparison(name, sign):
    """The method that compares the numbers: plain True and False, without a slope."""
    def compare(self, other):
        if sign in ("==", "!=") and (other is None or isinstance(other, (Value, str))):
            return (self is other) == (sign == "==")  # the same one? `value in values` asks that
        b = other.array if isinstance(other, Value) else to_floats("data", other, "an array needs as many in each row")
        check_shapes(sign, self.array, b)
        return getattr(operator, name)(self.array, b)
    return compare


class Value:
    """A number or an array that remembers what it was computed from: Value(3, "x"), Value(W1).

    It holds a copy of its numbers. Plain numbers and arrays may stand beside a Value; they are constants, and get no
    slope. Comparisons such as u > 0 compare the numbers; of two Values, u == v asks whether they are the same.
    NumPy's functions do what these methods do, or say what to write. Numbers that aren't real or finite raise a
    TypeError or a ValueError; so do shapes that don't fit.
    """

    def __init__(self, data, name="", parents=()):
        self.array = data if parents else check_numbers(name or "data", data)
        self.name = name
        self.operation = name if parents else ""
        self.parents = parents
        self.serial = next(serials)
        self.grad = None
        if parents:
            freeze(data, parents)

    @property
    def data(self):
        if not self.parents and not self.array.flags.writeable:
            self.array = self.array.copy()  # to be written into: what was computed keeps the array that it had
        return self.array

    @data.setter
    def data(self, data):
        self.array = check_numbers(f"data of {self.name or 'this Value'}", data, like=self)

    shape = property(lambda self: self.array.shape)

    def __repr__(self):
        name = f"{self.name} = " if self.name != self.operation else ""
        slope = "" if self.grad is None else f", slope {in_words(self.grad)}"
        return f"Value({name}{in_words(self.array)}{slope})"

    # Each operation: its result, and for each parent the rule that takes a slope back

    def __add__(self, other):
        other, a, b = operands("+", self, other)
        return Value(a + b, "+", ((self, lambda slope: +slope), (other, lambda slope: +slope)))  # copies

    def __sub__(self, other):
        other, a, b = operands("-", self, other)
        return Value(a - b, "−", ((self, lambda slope: +slope), (other, lambda slope: -slope)))

    def __neg__(self):
        return Value(-self.array, "neg", ((self, lambda slope: -slope),))

    def __mul__(self, other):
        other, a, b = operands("*", self, other)
        return Value(a * b, "×", ((self, lambda slope: slope * b), (other, lambda slope: slope * a)))

    def __truediv__(self, other):
        other, a, b = operands("/", self, other)
        return Value(a / b, "/", ((self, lambda slope: slope / b), (other, lambda slope: -slope * (a / b) / b)))

    def __pow__(self, other):
        other, a, b = operands("**", self, other)
        power = a**b
        return Value(power, "power", ((self, lambda slope: slope * b * a**(b - (b != 0))),  # and 0 where b is 0
                                      (other, lambda slope: slope * power * np.log(np.where(a == 0, 1, a)))))

    def __matmul__(self, other):
        other, a, b = operands("@", self, other)
        return Value(a @ b, "@", ((self, lambda slope: slope @ b.T), (other, lambda slope: a.T @ slope)))

    T = property(lambda self: Value(self.array.T, "T", ((self, lambda slope: +slope.T),)))

    def __getitem__(self, index):
        """Some of the elements; one that is taken twice gets both slopes."""
        shape, size = self.shape, self.array.size
        places = np.ravel(np.arange(size).reshape(shape)[index])
        return Value(self.array[index], "[ ]", (
            (self, lambda slope: np.bincount(places, np.ravel(slope), size).reshape(shape)),))

    def __iter__(self):
        return (self[row] for row in range(len(self)))

    def sum(self, axis=None, keepdims=False):
        """All elements added up, or those along an axis."""
        return reduced(self, "sum", axis, keepdims)

    def mean(self, axis=None, keepdims=False):
        """The mean of all elements, or of those along an axis."""
        return reduced(self, "mean", axis, keepdims)

    def max(self, axis=None, keepdims=False):
        """The largest element, or those along an axis; elements that tie share its slope evenly."""
        return reduced(self, "max", axis, keepdims)

    def exp(self):
        e = np.exp(self.array)
        return Value(e, "exp", ((self, lambda slope: slope * e),))

    def log(self):
        a = self.array
        return Value(np.log(a), "log", ((self, lambda slope: slope / a),))

    def tanh(self):
        t = np.tanh(self.array)
        return Value(t, "tanh", ((self, lambda slope: slope * (1 - t * t)),))

    @np.errstate(over="ignore")  # as in Part 2
    def sigmoid(self):
        f = 1 / (1 + np.exp(-self.array))
        return Value(f, "f", ((self, lambda slope: slope * f * (1 - f)),))

    def relu(self):
        a = self.array
        return Value(np.maximum(a, 0), "relu", ((self, lambda slope: slope * (a > 0)),))

    # With a plain number or array on the left, from NumPy's functions, and in comparisons

    __radd__ = __add__
    __rmul__ = __mul__
    __rsub__, __rtruediv__, __rpow__, __rmatmul__ = map(reflected, ("sub", "truediv", "pow", "matmul"))
    __lt__, __le__, __eq__, __ne__, __ge__, __gt__ = map(comparison, *COMPARISONS)
    __bool__, __len__, __hash__, __array__ = of_array(bool), of_array(len), object.__hash__, refuse_to_forget

    def __array_ufunc__(self, function, method, *arguments, **options):
        return from_numpy(function if method == "__call__" else getattr(function, method), arguments, options)

    def __array_function__(self, function, types, arguments, options):
        return from_numpy(function, arguments, options)

    # The way back

    def topological_order(self):
        """This value and all that it was computed from, in the order of computation."""
        found, to_visit = {self}, [self]
        while to_visit:
            for parent, _ in to_visit.pop().parents:
                if parent not in found:
                    found.add(parent)
                    to_visit.append(parent)
        return sorted(found, key=operator.attrgetter("serial"))

    def backward(self):
        """Give every value that this number was computed from its slope, as grad; constants get none."""
        order = check_start(self)
        for value in order:
            value.grad = None
        self.grad = np.ones(())
        for value in reversed(order):
            for parent, rule in value.parents:
                if not isinstance(parent, Constant):
                    slope = unbroadcast(rule(value.grad), parent.array.shape)
                    parent.grad = slope if parent.grad is None else parent.grad + slope
        check_slopes(order)


Value.history = Value.topological_order  # its name in earlier editions


class Constant(Value):
    """A plain number or array that stood beside a Value. It gets no slope."""


def as_value(data):
    return data if isinstance(data, Value) else Constant(data)


def operands(sign, a, b):
    """The second Value, and the arrays of both, which fit."""
    b = as_value(b)
    if sign == "@":
        check_matrices(a.array, b.array)
    else:
        check_shapes(sign, a.array, b.array)
    if sign == "/":
        check_divisor(b.array)
    elif sign == "**":
        check_power(a.array, b.array, isinstance(b, Constant))
    return b, a.array, b.array


def freeze(result, parents):
    """No one may write into the arrays that the rules hold on to; those of computed parents are frozen already."""
    result.setflags(write=False)
    for parent, _ in parents:
        if not parent.parents:
            parent.array.setflags(write=False)


def unbroadcast(slope, shape):
    """Undo broadcasting: where an element of this shape was used many times, its slopes are added up."""
    if slope.shape == shape:
        return slope
    slope = slope.sum(axis=tuple(range(slope.ndim - len(shape))))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return slope.sum(axis=stretched, keepdims=True)


add_up = unbroadcast  # its name in earlier editions


def reduced(value, name, axis, keepdims):
    """The sum, the mean or the max of an array, of all of it or along an axis."""
    a = value.array
    check_size(name, a)
    result = getattr(a, name)(axis, keepdims=keepdims)
    if name == "max":
        ties = a == a.max(axis, keepdims=True)
        shares = ties / ties.sum(axis, keepdims=True)
    else:
        shares = 1.0 if name == "sum" else result.size / a.size

    def rule(slope):
        if axis is not None and not keepdims:
            slope = np.expand_dims(slope, axis)
        return np.zeros(a.shape) + slope * shares

    return Value(result, name, ((value, rule),))


def in_words(data):
    """A number, a short array in full, or the shape of a longer one."""
    if data.size > 6:
        return f"array of shape {data.shape}"
    return " ".join(np.array2string(data, separator=", ", formatter={"float": "{:.4g}".format}).split())


# --- NumPy's functions ---

def maximum(a, b):
    """The larger one, place by place; where they tie, each gets half of the slope, as in PyTorch."""
    b, _, _ = operands("max", a, b)
    share = (a.array > b.array) + (a.array == b.array) / 2
    return Value(np.maximum(a.array, b.array), "max", ((a, lambda slope: slope * share),
                                                       (b, lambda slope: slope * (1 - share))))


def transpose(a, axes=None):
    if axes is not None and list(axes) != list(range(len(a.shape)))[::-1]:
        raise TypeError(f"np.transpose of a Value reverses its axes, as .T does; it can't put them in order {axes}")
    return a.T


def dot(a, b):
    return a @ b if len(a.shape) and np.ndim(b) else a * b


FUNCTIONS = {  # of Values
    np.add: operator.add, np.subtract: operator.sub, np.multiply: operator.mul, np.divide: operator.truediv,
    np.power: operator.pow, np.matmul: operator.matmul, np.dot: dot, np.negative: operator.neg,
    np.square: lambda a: a**2, np.sqrt: lambda a: a**0.5, np.absolute: lambda a: maximum(a, -a), np.exp: Value.exp,
    np.log: Value.log, np.tanh: Value.tanh, np.maximum: maximum, np.minimum: lambda a, b: -maximum(-a, -as_value(b)),
    np.transpose: transpose, np.sum: Value.sum, np.mean: Value.mean, np.max: Value.max, np.amax: Value.max}
OF_NUMBERS = {  # what has no slope: the answer is a plain one
    np.less, np.less_equal, np.equal, np.not_equal, np.greater_equal, np.greater, np.isfinite, np.isnan, np.isinf,
    np.shape, np.ndim, np.size, np.argmax, np.argmin, np.allclose, np.isclose, np.array_equal}


def from_numpy(function, arguments, options):
    """What a function of NumPy gives for Values: a Value, or a TypeError that says what to write."""
    if function in FUNCTIONS and not (options and {"out", "where", "dtype"} & options.keys()):
        return FUNCTIONS[function](as_value(arguments[0]), *arguments[1:], **options)
    if function in OF_NUMBERS:
        return function(*(each.array if isinstance(each, Value) else each for each in arguments), **options)
    into = " into an array: write a = a + b, not a += b" if "out" in options else ""
    name = getattr(function, "__name__", function)
    raise TypeError(f"np.{name} can't take a Value{into}; a Value knows + - * / ** @, indexing, and its methods .T, "
                    "sum, mean, max, exp, log, tanh, sigmoid and relu; its plain numbers are in its data")


# --- What pandas, print and Python's own functions ask of it ---

Value.__float__ = Value.__int__ = Value.__round__ = refuse_to_forget
Value.__abs__ = lambda self: maximum(self, -self)
Value.__format__ = lambda self, form: format(self.array, form) if form else repr(self)
Value.__pandas_priority__ = 5000  # above a DataFrame's 4000: in y - yHat it lets the Value do the work
