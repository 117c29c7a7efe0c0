"""Part 9: values that remember how they were computed, so that slopes find their own way back. It has no video.

    Value       an array of numbers, and what it was computed from
    data        the array itself
    parents     pairs: a value that this one was computed from, and the rule that takes a slope back to it
    slope       of the result with respect to a value: an array of that value's shape
    grad        where a value keeps its slope after backward()

The other symbols are in partTwo.py and partFour.py.
"""
import itertools

import numpy as np

from partFive import Neural_Network, X, computeNumericalGradient, y
from validation import check_is_number, check_matrices, check_numbers, check_shapes

__all__ = ["X", "y", "Neural_Network", "Value", "computeNumericalGradient"]

serials = itertools.count()


class Value:
    """A number or an array that remembers what it was computed from: Value(3, "x"), Value(W1).

    Plain numbers and arrays may stand beside a Value; they are constants, and get no slope. Numbers that aren't real
    or finite raise a TypeError or a ValueError; so do shapes that don't fit.
    """
    __array_ufunc__ = None  # tells NumPy to leave array + Value to the Value

    def __init__(self, data, name="", parents=()):
        if not parents:
            data = check_numbers(name or "data", data)
        self.data = data
        self.name = name
        self.parents = parents
        self.serial = next(serials)
        self.grad = None

    def __repr__(self):
        name = "" if self.parents or not self.name else f"{self.name} = "
        slope = "" if self.grad is None else f", slope {in_words(self.grad)}"
        return f"Value({name}{in_words(self.data)}{slope})"

    # Each operation: its result, and for each parent the rule that takes a slope back

    def __add__(self, other):
        other = as_value(other)
        check_shapes("+", self.data, other.data)
        return Value(self.data + other.data, "+", ((self, lambda slope: slope),
                                                   (other, lambda slope: slope)))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        other = as_value(other)
        check_shapes("-", self.data, other.data)
        return Value(self.data - other.data, "−", ((self, lambda slope: slope),
                                                   (other, lambda slope: -slope)))

    def __mul__(self, other):
        other = as_value(other)
        a, b = self.data, other.data
        check_shapes("*", a, b)
        return Value(a * b, "×", ((self, lambda slope: slope * b),
                                  (other, lambda slope: slope * a)))

    def __truediv__(self, other):
        other = as_value(other)
        a, b = self.data, other.data
        check_shapes("/", a, b)
        return Value(a / b, "/", ((self, lambda slope: slope / b),
                                  (other, lambda slope: -slope * a / b**2)))

    def __matmul__(self, other):
        other = as_value(other)
        a, b = self.data, other.data
        check_matrices(a, b)
        return Value(a @ b, "@", ((self, lambda slope: slope @ b.T),
                                  (other, lambda slope: a.T @ slope)))

    def sum(self):
        """All elements added up: a single number."""
        shape = self.data.shape
        return Value(self.data.sum(), "sum", ((self, lambda slope: np.broadcast_to(slope, shape)),))

    def exp(self):
        e = np.exp(self.data)
        return Value(e, "exp", ((self, lambda slope: slope * e),))

    def log(self):
        a = self.data
        return Value(np.log(a), "log", ((self, lambda slope: slope / a),))

    @np.errstate(over="ignore")  # as in Part 2
    def sigmoid(self):
        f = 1 / (1 + np.exp(-self.data))
        return Value(f, "f", ((self, lambda slope: slope * f * (1 - f)),))

    def relu(self):
        a = self.data
        return Value(np.maximum(a, 0), "relu", ((self, lambda slope: slope * (a > 0)),))

    # With a plain number or array on the left

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return as_value(other) - self

    def __rtruediv__(self, other):
        return as_value(other) / self

    def __rmatmul__(self, other):
        return as_value(other) @ self

    # The way back

    def history(self):
        """This value and all that it was computed from, in the order of computation."""
        found, to_visit = {self}, [self]
        while to_visit:
            for parent, _ in to_visit.pop().parents:
                if parent not in found:
                    found.add(parent)
                    to_visit.append(parent)
        return sorted(found, key=lambda value: value.serial)

    def backward(self):
        """Give every value that this number was computed from its slope, as grad; constants get none."""
        check_is_number(self.data)
        history = [value for value in self.history() if not isinstance(value, Constant)]
        for value in history:
            value.grad = 0.0
        self.grad = np.ones(())
        for value in reversed(history):
            for parent, rule in value.parents:
                if not isinstance(parent, Constant):
                    parent.grad = parent.grad + add_up(rule(value.grad), parent.data.shape)


class Constant(Value):
    """A plain number or array that stood beside a Value. It gets no slope."""


def as_value(data):
    return data if isinstance(data, Value) else Constant(data)


def add_up(slope, shape):
    """Undo broadcasting: where an element of this shape was used many times, its slopes are added up."""
    if slope.shape == shape:
        return slope
    slope = slope.sum(axis=tuple(range(slope.ndim - len(shape))))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return slope.sum(axis=stretched, keepdims=True)


def in_words(data):
    """A number, a short array in full, or the shape of a longer one."""
    if data.size > 6:
        return f"array of shape {data.shape}"
    return " ".join(np.array2string(data, separator=", ", formatter={"float": "{:.4g}".format}).split())
