"""The exercises answer: their stubs with "not yet", their solutions with "right", and all else with a hint.

Stubs and solutions are read from the notebooks, where a heading such as "### 4.2 Write the slope of tanh" is followed
by the cell with the stub and the cell with the solution.
"""
import ast
import contextlib
import io
import linecache
import re
import signal
import sys
import warnings
from functools import cache

import numpy as np
import pytest

import partFour
from lesson import grading
from lesson.exercises import EXERCISES, check
from lesson.exercises.shared import floats, random_cases, shown_as
from lesson.grading import Exercise, Failure, Hint, verdict
from support.notebooks import PARTS, cells, folds, set_up_cell

# What the lesson of a part has defined before its exercises, beyond what its setup cell imports
LESSON = {"4": {"sigmoidPrime": partFour.Neural_Network().sigmoidPrime}}
f = partFour.Neural_Network().sigmoid


def read():
    """Number, stub and solution of every exercise, in the order of the notebooks."""
    for name in PARTS:
        sources = [cell.source for cell in cells(name)]
        for question, stub, after_stub in zip(sources, sources[1:], sources[2:]):
            if heading := re.match(r"### (\d+\.\d+) ", question):
                [(summary, solution)] = folds(after_stub)
                assert summary == f"Solution to {heading[1]}"
                yield heading[1], stub, re.match(r"(?s)```python\n(.+?)```\n\n.+", solution)[1]


FOUND = list(read())
NUMBERS = {str(int(name[:2])): name for name in PARTS}  # of the parts
STUBS = {number: stub for number, stub, solution in FOUND}
SOLUTIONS = {number: solution for number, stub, solution in FOUND}
FUNCTIONS = [number for number in EXERCISES if callable(EXERCISES[number].right)]


@cache
def imported(part):
    names = {}
    exec("\n".join(re.findall(r"(?m)^(?:import|from) .+", set_up_cell(NUMBERS[part]))), names)
    return names


def line_of(call, *arguments):
    """The one line that a call prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        call(*arguments)
    [line] = out.getvalue().splitlines()
    return line


def heard(number, *answers):
    return line_of(check, number, *answers)


def heard_in_cell(number, code):
    """The line for a cell in the notebook of this exercise."""
    part = number.split(".")[0]
    return line_of(run_cell, code, imported(part) | LESSON.get(part, {}))


def run_cell(code, names):
    """Run code so that its source can be looked up, as in a notebook."""
    linecache.cache["<cell>"] = len(code), None, code.splitlines(keepends=True), "<cell>"
    exec(compile(code, "<cell>", "exec"), names)
    return names


def answered(number):
    """The solution in the place of the stub, and the call that checks it."""
    return SOLUTIONS[number] + "\n" + STUBS[number].splitlines()[-1]


# --- The notebooks ---

def test_each_part_has_at_least_three_exercises_and_each_has_its_entry():
    """They keep their numbers, whatever their order on the page, since readers have saved work."""
    assert sorted(STUBS) == sorted(EXERCISES)
    for part in NUMBERS:
        own = [number for number in STUBS if number.startswith(f"{part}.")]
        assert sorted(own, key=lambda number: int(number.split(".")[1])) == [
            f"{part}.{k}" for k in range(1, len(own) + 1)]
        assert len(own) >= 3


@pytest.mark.parametrize("number", EXERCISES)
def test_stub_hears_not_yet_and_solution_hears_right(number):
    assert heard_in_cell(number, STUBS[number]).startswith("not yet: ")
    assert heard_in_cell(number, answered(number)) == f"right: {EXERCISES[number].praise}"


# --- The usual mistakes ---

# To an exercise that asks for values: wrong ones, and words of the hint.
ANSWERS = {
    "1.3": [(0, "the sum that arrives"), (1, "is 1, not 0"), (f(12), "those are the raw hours"),
            (12, "sum of the raw hours"), (f(4.8), "mind the minus"), (f(-1.4), "weights are swapped")],
    "2.1": [(((5, 10), (10, 2)), "shape_z2 is not right"), (((10, 4), (10, 2)), "X's shape"),
            (((4, 5), (5, 2)), "shapes of the weights"), (((5, 10), (2, 10)), "rows come first"),
            (((1, 5), (1, 2)), "there are ten"), (((10, 5), (10, 1)), "this network has 2"),
            (((10, 5), (10, 5)), "one layer further"), (((3, 3), (3, 1)), "our network's")],
    "2.2": [(1, "equation (1)"), (2, "ever used"), (4, "what it gets")],
    "3.1": [(98, "^ isn't a power"), (600, "don't add"), (100**4, "W2 has two more"), (6**100, "base and exponent"),
            (100**9, "nine weights"), (100**3, "the units that compute"), (100**5, "all the units"),
            (100**8, "add them, don't multiply"), (6, "the number of weights"), (100**7, "not quite")],
    "3.3": [(0.68, "the sign"), (3.2, "changed after the first step"), (2.6, "take one more"),
            (3.464, "one step too many"), (2, "rate is missing"), (2.57, "the 2 is missing"),
            (1.08, "how far you have come"), (1.92, "how far it still is"), (1.92**2, "the cost where you stand")],
    "3.5": [(2, "follow one weight"), (3, "follow one weight"), (4, "where does line 6 go"),
            (5, "where lines 4 and 6 put it"), (7, "where lines 4 and 6 put it"), (8, "left too large"),
            (9, "one e to the left")],
    "4.1": [(0.3664 * 0.2478 * 0.4745, "the sign"), (-0.3664 * 0.4745, "slope of the sigmoid is missing"),
            (-0.3664 * 0.2478, "that is the error delta3"), (-0.3664 * 0.2478 * 0.4214, "share of the first weight"),
            (-0.3664 * 0.2478 * 0.3929, "share of the second weight"), (-0.3664 + 0.2478 + 0.4745, "multiplies"),
            (-0.3664 * 0.2478 * (0.4214 + 0.3929 + 0.4745), "all three activations"), (-0.0437, "share of test 1")],
    "4.3": [(1, "(1) and (2)"), (2, "(3) and (4)"), (3, "line 3 is right"), (4, "equation (6)"), (6, "equation (7)")],
    "5.5": [("A", "a lost minus"), ("B", "delta3 is part of both"), ("D", "too small as well"),
            ("E", "couldn't see that")],
    "6.2": [(7.5, "the sign"), (0.5, "how long the step is"), (6, "that is the curvature"),
            (4, "the curvature is missing"), (5, "upside down"), (6.75, "divide it by 2"),
            (4.5, "where you came from"), (8.5, "you stand at 7")],
    "6.6": [(0, "can't be both"), (0.005, "the half missing"), (0.00125, "one friend's share"), (25, "in percent"),
            (0.05, "that is the error"), (0.75, "best estimate")],
    "7.1": [(0, "f(0) isn't 0"), (50, "percent"), (0.8, "mean score")],
    "7.5": [(1, "training data alone"), (2, "by the training data's maxima"), (3, "seen no data"),
            (4, "what happens in it"), (5, "training data only"), (7, "only reports")],
    "8.2": [([2/8, 1/8, 5/8], "those are the probabilities"), ([-0.25, 0.875, -0.625], "the sign"),
            ([0.046875, -0.0957, 0.1465], "the slope has canceled"), ([0.25, 0.125, -0.375], "the second one"),
            ([0.301, -1, 0.699], "e to the ln 2"), ([0.693, -1, 1.609], "makes probabilities of them first"),
            ([2, 0, 5], "aren't probabilities yet")],
    "8.5": [(50, "which pixels are neighbors"), (10, "do to W1"), (0.97, "in percent")],
    "9.1": [((8, 8, 10), "along both"), ((20, 8, 10), "along both"), ((160, 8, 10), "added, not multiplied"),
            ((25, 5, 16), "the sum gets 8"), ((18, 8, 20), "the second ×"), ((12, 8, 2), "value of the sum"),
            ((2, 3, 4), "those are the values")],
    "9.4": [(1, "its name"), (4, "start from 0"), (5, "the latest comes first"), (7, "do what they should")],
    "10.1": [((6_000_000, 409_600), "each of them takes 8 bytes"),
             ((30_720_000, 2_097_152), "as many columns as X has"), ((4_800_000, 327_680), "columns as yHat has"),
             ((384_000_000, 26_214_400), "those are bits"), ((48_000_000, 48_000_000), "all the blocks would take"),
             ((48, 3.2768), "give the bytes")],
    "10.3": [(1 / 2, "the other way around"), (1, "all the blocks were the same size"),
             (1 / 6, "divide it by the share of row 0"), (1 / 12, "divide the share of row 9 by it"),
             (4, "10 = 4 + 4 + 2")],
}
# To the others: a piece of the solution, what is written in its place, and words of the hint.
MISTAKES = [
    ("1.1", "[[75], [82], [93], [86]]", "[75, 82, 93, 86]", "y4 is 1-D"),
    ("1.1", "[[75], [82], [93], [86]]", "[[75, 82, 93, 86]]", "y4 is a row"),
    ("1.1", "[[3, 5], [5, 1], [10, 2], [7, 4]]", "[[3, 5, 10, 7], [5, 1, 2, 4]]", "one test per column"),
    ("1.1", "[7, 4]", "[4, 7]", "columns mixed up"),
    ("1.1", "[86]", "[0.86]", "the new score is scaled"),
    ("1.1", "[7, 4]])", "[7, 4]]) / [10, 5]", "X4 is already scaled"),
    ("1.1", "[86]])", "[86]]) / 100", "y4 is already scaled"),
    ("1.1", "[7, 4]])\ny4 = np.array([[75], [82], [93], [86]])",
     "[7, 4]]) / [10, 5]\ny4 = np.array([[75], [82], [93], [86]]) / 100", "both arrays"),
    ("1.1", "[[3, 5], [5, 1], [10, 2], [7, 4]])\ny4 = np.array([[75], [82], [93], [86]])",
     "[[7, 4], [3, 5], [5, 1], [10, 2]])\ny4 = np.array([[86], [75], [82], [93]])", "comes last"),
    ("1.2", ", axis=0", "", "np.amax(X) is the largest"),
    ("1.2", "axis=0", "axis=1", "axis=0 goes down"),
    ("1.2", "np.amax(X, axis=0)", "100", "100 is the best score"),
    ("1.2", "return X / np.amax(X, axis=0)", "X /= np.amax(X, axis=0)\n    return X", "changes its argument X"),
    ("1.2", "np.amax(X, axis=0)", "np.amax(X, axis=1, keepdims=True)", "each row, a test"),
    ("1.2", "np.amax", "np.sum", "the sum of each column"),
    ("1.4", "-z", "z", "sign"),
    ("1.4", "np.sum(x * w)", "x * w", "the sum is missing"),
    ("1.4", "1 / (1 + np.exp(-z))", "z", "weighted sum"),
    ("1.4", "z = np.sum(x * w)\n    return 1 / (1 + np.exp(-z))",
     "return np.sum(1 / (1 + np.exp(-x * w)))", "first add up"),
    ("1.4", "x * w", "x + w", "doesn't add it"),
    ("1.5", " * sizes[k + 1]", "", "returns 5; expected 9"),
    ("1.5", "len(sizes) - 1):\n        total = total + sizes[k] * sizes[k + 1]",
     "len(sizes)):\n        total = total + sizes[k] * sizes[k - 1]", "joined it to the first"),
    ("1.5", "len(sizes) - 1", "len(sizes) - 2", "last layer are missing"),
    ("1.5", "len(sizes) - 1", "1", "first two layers"),
    ("1.5", "return total", "return sum(sizes)", "counts the neurons"),
    ("1.5", "return total", "return np.prod(sizes)", "multiplies all the layers"),
    ("2.3", "(X, ones)", "(ones, X)", "ones came first"),
    ("2.3", "np.ones(", "np.zeros(", "zeros"),
    ("2.3", "(len(X), 1))\n    return np.hstack", "(1, X.shape[1]))\n    return np.vstack", "one more row"),
    ("2.3", "np.hstack((X, ones))", "X + ones", "adds 1 to every input"),
    ("2.4", "return f(a3 @ W3)", "return a3 @ W3", "output layer"),
    ("2.4", "f(a2 @ W2)", "a2 @ W2", "second hidden"),
    ("2.4", "@", "*", "* multiplies element by element"),
    ("2.4", "f(X @ W1)", "X @ W1", "the first hidden layer lacks"),
    ("2.4", "f(a2 @ W2)\n    return f(a3 @ W3)", "a2 @ W2\n    return f((X @ W1) @ W2 @ W3)", "no hidden layer"),
    ("2.4", "f(X @ W1)", "f(f(X) @ W1)", "as they are"),
    ("2.4", "f(X @ W1)\n    a3 = f(a2 @ W2)\n    return f(a3 @ W3)",
     "f(W1 @ X)\n    a3 = f(W2 @ a2)\n    return f(W3 @ a3)", "write X @ W1"),
    ("2.5", "axis=1, ", "axis=0, ", "columns add up to 1"),
    ("2.5", ", keepdims=True", "", "keepdims=True"),
    ("2.5", ", axis=1, keepdims=True", "", "over all examples"),
    ("2.5", "np.exp(z)", "z", "exponential is missing"),
    ("2.5", "np.exp(z)", "np.exp(-z)", "e to the plus z"),
    ("2.5", "return e / np.sum(e, axis=1, keepdims=True)", "return e / (1 + e)", "that is the sigmoid"),
    ("3.2", "0.5 * ", "", "half is missing"),
    ("3.2", "np.sum", "sum", "Python's own sum"),
    ("3.2", "np.sum", "np.mean", "mean"),
    ("3.2", "**2", "", "square is missing"),
    ("3.2", "(y - yHat)", "(y.ravel() - yHat)", "1-D"),
    ("3.2", "(y - yHat)**2", "np.abs(y - yHat)", "the size of each error"),
    ("3.2", "np.sum((y - yHat)**2)", "np.sum(y - yHat)**2", "squared the sum"),
    ("3.2", "np.sum((y - yHat)**2)", "np.sum((y - yHat)**2) / len(y)", "only adds up"),
    ("3.2", "np.sum((y - yHat)**2)", "(y - yHat)**2", "the sum is missing"),
    ("3.2", "np.sum((y - yHat)**2)", "(y - yHat).T @ (y - yHat)", "gives a matrix"),
    ("3.4", "w - ", "w + ", "uphill"),
    ("3.4", "    return", "        return", "return inside the loop"),
    ("3.4", "range(steps)", "range(steps + 1)", "too many"),
    ("3.4", "range(steps)", "range(1, steps)", "too few"),
    ("3.4", "    for", "    here = slope(w)\n    slope = lambda w: here\n    for", "again inside the loop"),
    ("3.4", "w = w - ", "w -= ", "changes its argument w"),
    ("3.4", "rate * ", "", "the rate is missing"),
    ("3.4", "w = w - rate * slope(w)\n    return w", "s = -rate * slope(w)\n        w = w + s\n    return s",
     "the last step alone"),
    ("3.4", "    return w\n", "", "returns nothing"),
    ("4.2", "1 - ", "1 + ", "minus, not plus"),
    ("4.2", "**2", "", "square is missing"),
    ("4.2", "np.tanh(z)**2", "np.tanh(z) @ np.tanh(z)", "@ where * belongs"),
    ("4.2", "np.tanh(z)", "z", "squares z itself"),
    ("4.2", "1 - np.tanh(z)**2", "np.tanh(z)**2 - 1", "never below 0"),
    ("4.2", "np.tanh(z)**2", "np.tanh(z**2)", "squares z inside"),
    ("4.2", "1 - np.tanh(z)**2", "np.exp(-z) / (1 + np.exp(-z))**2", "slope of the sigmoid"),
    ("4.2", "1 - np.tanh(z)**2", "np.tanh(z)", "tanh itself"),
    ("4.4", "-(y", "(y", "sign of delta"),
    ("4.4", "X.T @", "X @", "transpose is missing"),
    ("4.4", "X.T @", "X *", "* where @ belongs"),
    ("4.4", "X.T @ delta", "delta", "those are the deltas"),
    ("4.4", " * yHat * (1 - yHat)", "", "slope f'(z) is missing"),
    ("4.4", "(y - yHat)", "(y.ravel() - yHat)", "1-D"),
    ("4.4", "X.T @ delta", "X.T @ delta / len(X)", "added up"),
    ("4.4", "* yHat * (1 - yHat)", "@ (yHat * (1 - yHat))", "@ where * belongs: the error"),
    ("4.4", "* yHat * (1 - yHat)", "@ (yHat * (1 - yHat)).T", "with .T it fits"),
    ("4.4", "yHat * (1 - yHat)", "np.exp(-yHat) / (1 + np.exp(-yHat))**2", "f' of yHat"),
    ("4.5", "-(y", "(y", "sign of delta3"),
    ("4.5", " * yHat * (1 - yHat)", "", "delta3 lacks"),
    ("4.5", " * a2 * (1 - a2)", "", "delta2 lacks"),
    ("4.5", " * yHat * (1 - yHat)\n    dJdW2 = a2.T @ delta3\n    delta2 = (delta3 @ W2.T) * a2 * (1 - a2)",
     "\n    dJdW2 = a2.T @ delta3\n    delta2 = (delta3 @ W2.T)", "both slopes"),
    ("4.5", " * yHat * (1 - yHat)\n    dJdW2 = a2.T @ delta3\n    delta2 = (delta3 @ W2.T) * a2 * (1 - a2)",
     " / (1 + np.exp(yHat)) / (1 + np.exp(-yHat))\n    dJdW2 = a2.T @ delta3\n"
     "    delta2 = (delta3 @ W2.T) / (1 + np.exp(a2)) / (1 + np.exp(-a2))", "without another sigmoid"),
    ("4.5", "* a2 * (1 - a2)", "/ (1 + np.exp(a2)) / (1 + np.exp(-a2))", "taken at z2"),
    ("4.5", "* yHat * (1 - yHat)", "/ (1 + np.exp(yHat)) / (1 + np.exp(-yHat))", "taken at z3"),
    ("4.5", "return dJdW1, dJdW2", "return dJdW1 / len(X), dJdW2 / len(X)", "added up"),
    ("4.5", "W2.T", "W2", "transpose is missing"),
    ("4.5", "return dJdW1, dJdW2", "return dJdW2, dJdW1", "order"),
    ("4.6", "-(y", "(y", "sign of the first delta"),
    ("4.6", ".T) * a * (1 - a)", ".T)", "the hidden layers lack"),
    ("4.6", "* a * (1 - a)", "* (a * (1 - a) if k > 1 else 1)", "first hidden layer"),
    ("4.6", "* a * (1 - a)", "* (a * (1 - a) if k < len(weights) - 1 else 1)", "last hidden layer"),
    ("4.6", " * yHat * (1 - yHat)", "", "slope at the output"),
    ("4.6", "* a * (1 - a)", "/ (1 + np.exp(a)) / (1 + np.exp(-a))", "without another sigmoid"),
    ("4.6", "weights[k].T", "weights[k]", "transpose is missing"),
    ("4.6", "return gradients", "return [g / len(X) for g in gradients]", "added up"),
    ("4.6", "return gradients", "return gradients[::-1]", "order"),
    ("5.1", "- x**2) / epsilon", "- (x - epsilon)**2) / (2 * epsilon)", "both sides"),
    ("5.1", "/ epsilon", "/ (2 * epsilon)", "not by two"),
    ("5.1", "(x + epsilon)**2 - x**2", "x**2 - (x - epsilon)**2", "to the left"),
    ("5.1", " / epsilon", "", "difference of the values"),
    ("5.1", "1e-4", "1e-8", "epsilon of 1e-8"),
    ("5.1", "1e-4", "1e-16", "another value"),
    ("5.2", "(grad + numgrad)", "(grad - numgrad)", "returns 1; expected"),
    ("5.2", "np.linalg.norm", "np.sum", "np.sum lets"),
    ("5.2", "np.linalg.norm", "np.abs", "each number by itself"),
    ("5.2", "(grad - numgrad) / np.linalg.norm(grad + numgrad)", "(grad + numgrad) / np.linalg.norm(grad - numgrad)",
     "upside down"),
    ("5.2", "np.linalg.norm(grad - numgrad)", "(np.linalg.norm(grad) - np.linalg.norm(numgrad))",
     "difference of the norms"),
    ("5.2", " / np.linalg.norm(grad + numgrad)", "", "the division is missing"),
    ("5.2", "(grad + numgrad)", "(grad)", "not of one gradient alone"),
    ("5.2", "/ np.linalg.norm(grad + numgrad)",
     "/ (np.linalg.norm(grad) + np.linalg.norm(numgrad))", "not by their norms added up"),
    ("5.3", "J(w + shift) - J(w - shift)", "J(w - shift) - J(w + shift)", "sign"),
    ("5.3", "(2 * e)", "e", "twice e"),
    ("5.3", "(2 * e)", "2 * e", "brackets"),
    ("5.3", "J(w - shift)) / (2 * e)", "J(w)) / e", "right only"),
    ("5.3", "shift[p] = e", "shift[:] = e", "expected"),
    ("5.3", "        shift = np.zeros(w.shape)\n", "        if p == 0:\n            shift = np.zeros(w.shape)\n",
     "still moved"),
    ("5.3", "shift = np.zeros(w.shape)", "shift = w", "changes its argument w"),
    ("5.3", "J(w + shift) - J(w - shift)) / (2 * e)", "J(w) - J(w - shift)) / e", "left only"),
    ("5.3", "    return slope", "    return (J(w + e) - J(w - e)) / (2 * e)", "all the weights at once"),
    ("5.3", "    return slope", "        return slope", "inside the loop"),
    ("5.4", "slope_left) / e", "slope_left)", "divide by epsilon twice"),
    ("5.4", "slope_left) / e", "slope_left) / (2 * e)", "not two"),
    ("5.4", "slope_right - slope_left", "slope_left - slope_right", "sign"),
    ("5.4", "(slope_right - slope_left) / e", "(slope_right + slope_left) / 2", "that is the slope"),
    ("5.4", "(slope_right - slope_left) / e", "(slope_right - slope_left) / (4 * e)", "(2 epsilon) squared"),
    ("5.4", "(J(w) - J(w - e))", "-J(w - e)", "counts twice"),
    ("6.1", "[[6, 4]]", "[6, 4]", "1-D"),
    ("6.1", "[[6, 4]]", "[[4, 6]]", "columns are mixed up"),
    ("6.1", " / np.array([10, 5])", "", "those are hours"),
    ("6.1", "np.array([10, 5])", "6", "own largest"),
    ("6.1", "np.array([[6, 4]]) / np.array([10, 5])", "np.array([[0.6], [0.8]])", "the night is a column"),
    ("6.1", "np.array([10, 5])", "10", "both are divided by 10"),
    ("6.1", "np.array([10, 5])", "100", "100 is the best score"),
    ("6.1", "np.array([[6, 4]]) / np.array([10, 5])", "[[0.8, 0.6]]", "the order is mixed up"),
    ("6.3", "return J, gradient", "return gradient, J", "order"),
    ("6.3", "return J, gradient", "return J", "return J and gradient"),
    ("6.3", "return J, gradient", "return J, -gradient", "sign of the gradient"),
    ("6.3", "4 *", "2 *", "that makes 4"),
    ("6.3", "2 * (w[0] - 3), 4 * (w[1] + 1)", "w[0] - 3, 2 * (w[1] + 1)", "power rule"),
    ("6.3", "np.array([2 * (w[0] - 3), 4 * (w[1] + 1)])", "2 * (w[0] - 3) + 4 * (w[1] + 1)", "don't add them up"),
    ("6.3", "J, gradient\n", "J, gradient[::-1]\n", "in the wrong order"),
    ("6.3", "+ 2 * (w[1] + 1)**2", "+ (w[1] + 1)**2", "J lacks the factor"),
    ("6.4", "argmin", "argmax", "highest cost"),
    ("6.4", "starts[np.argmin(costs)]", "np.argmin(costs)", "place in the list"),
    ("6.4", "starts[np.argmin(costs)]", "min(costs)", "lowest cost"),
    ("6.4", "starts[np.argmin(costs)]", "min(starts)", "smallest start"),
    ("6.4", "starts[np.argmin(costs)]", "starts[-1]", "always the last"),
    ("6.4", "starts[np.argmin(costs)]", "starts[0]", "always the first"),
    *(("6.4", "    costs = [train(start) for start in starts]\n    return starts[np.argmin(costs)]",
       f"    best{first} = {begin}\n    for start in starts:\n        if train(start) < best:\n"
       "            best, answer = train(start), start\n    return answer", words)
      for first, begin, words in [
          (", answer", "1, starts[0]", "begins at 1, which not every training beats: begin with the first"),
          ("", "1", "begins at 1, which not every training beats: begin with infinity"),
          (", answer", "1000, starts[0]", "at a number that not every training beats: begin with the first"),
          ("", "1000", "at a number that not every training beats: begin with infinity")]),
    ("6.5", "- rate", "+ rate", "sign"),
    ("6.5", "keep * v", "v", "keep is missing"),
    ("6.5", "return w, v", "return v, w", "order"),
    ("6.5", "w = w + v", "w = w - v", "add v"),
    ("6.5", "w = w + v", "w += v", "changes its argument w"),
    ("6.5", "v = keep * v - rate * gradient\n    w = w + v",
     "w = w + v\n    v = keep * v - rate * gradient", "new velocity"),
    ("6.5", "keep * v - rate * gradient", "keep * (v - rate * gradient)", "not to the gradient"),
    ("6.5", "keep * v - rate", "-rate", "plain descent"),
    ("6.5", "keep * v - rate * gradient\n    w = w + v", "keep * v + gradient\n    w = w - rate * v",
     "as PyTorch writes it"),
    ("6.5", "- rate", "- (1 - keep) * rate", "1 - keep isn't asked for"),
    ("7.2", " / len(y)", "", "/N is missing"),
    ("7.2", "np.sum((y - yHat)**2) / len(y)", "np.mean((y - yHat)**2)", "with two outputs"),
    ("7.2", "errors + Lambda * sizes", "errors + Lambda * sizes / len(y)", "penalty by N too"),
    ("7.2", "np.abs(W1)) + np.sum(np.abs(W2)", "W1**2) + np.sum(W2**2", "squares of the weights"),
    ("7.2", " + np.sum(np.abs(W2))", "", "W2 is missing"),
    ("7.2", "0.5 * np.sum", "0.5 * sum", "Python's own sum"),
    ("7.2", "(y - yHat)", "(y.ravel() - yHat)", "1-D"),
    ("7.2", "np.abs(W1)) + np.sum(np.abs(W2))", "W1**2) / 2 + np.sum(W2**2) / 2", "half the squares"),
    ("7.2", "+ Lambda", "+ Lambda / 2", "isn't halved"),
    ("7.2", "np.abs", "", "cancel"),
    ("7.2", "errors +", "errors -", "a penalty is added"),
    ("7.2", "errors + Lambda * sizes",
     "errors + Lambda * np.sum(np.abs(W1)) + np.sum(np.abs(W2))", "mind the parentheses"),
    ("7.2", "0.5 * ", "", "the half of the squared errors"),
    ("7.3", "return best + 1", "return k + 1", "where you stop"),
    ("7.3", "return best + 1", "return testJ[best]", "lowest cost"),
    ("7.3", "== patience", "> patience", "too patient"),
    ("7.3", "            break", "            pass", "best of all"),
    ("7.3", "return best + 1", "return best", "counted from 0"),
    ("7.3", "return best + 1", "return best + 2", "one iteration too far"),
    ("7.3", "k - best == patience", "k - best >= patience - 1", "too impatient"),
    ("7.3", "            best = k\n        if k - best == patience:\n",
     "            best = k\n        waited = waited + 1 if k and testJ[k] >= testJ[k - 1] else 0\n"
     "        if waited == patience:\n", "not with the iteration before"),
    ("7.3", "return best + 1", "return testJ.index(max(testJ)) + 1", "highest cost"),
    ("7.4", "np.delete(X, i, axis=0), np.delete(y, i, axis=0)", "X, y", "the smallest lambda each time"),
    ("7.4", "y[[i]] - predict(X[[i]])", "y - predict(X)", "on all the examples"),
    ("7.4", "np.argmin", "np.argmax", "largest error"),
    ("7.4", "errors = []\n        for i in range(len(X)):\n", "for i in range(len(X)):\n            errors = []\n",
     "only the last example"),
    ("7.4", "**2))\n", "**2))\n            break\n", "only the first example"),
    ("7.4", "lambdas[np.argmin(costs)]", "np.argmin(costs)", "place in the list"),
    ("7.4", "lambdas[np.argmin(costs)]", "min(costs)", "smallest error"),
    ("7.4", "lambdas[np.argmin(costs)]", "costs", "errors of all lambdas"),
    ("7.4", "    return", "        return", "always the first lambda"),
    ("7.4", "lambdas[np.argmin(costs)]", "Lambda", "always the last lambda"),
    ("7.4", "predict(X[[i]])", "predict(X[i])", "X[[i]] is row i"),
    ("7.4", "X, i, axis=0", "X, i", "np.delete needs axis=0"),
    ("8.1", "        rows[row, label] = 1", "        pass", "still all zeros"),
    ("8.1", "    return rows", "    return rows.T", "each example has a column"),
    ("8.1", "rows[row, label]", "rows[row, (label + 1) % classes]", "too far to the right: columns"),
    ("8.1", "rows[row, label]", "rows[row, label - 1]", "too far to the left"),
    ("8.1", "= 1", "= label", "the label stands in its column"),
    ("8.1", "rows[row, label]", "rows[:, label]", "in the column of every label"),
    ("8.1", "    return", "        return", "only the first row"),
    ("8.3", "w - rate", "w + rate", "the sign"),
    ("8.3", "votes(w, few)", "votes(w, few) / len(few)", "divide by the size"),
    ("8.3", "votes(w, few)", "votes(w, few) / batch", "divide by batch"),
    ("8.3", "votes(w, few)", "votes(w, rows)", "each step asks all the rows"),
    ("8.3", "        w = w - rate * votes(w, few)\n    return w",
     "        first = first if start else w\n        w = w - rate * votes(first, few)\n    return w",
     "at the weights of the start"),
    ("8.3", "len(rows), batch", "len(rows) - batch + 1, batch", "the last rows are left out"),
    ("8.3", "    return", "        return", "inside the loop"),
    ("8.3", "start:start + batch", "start:batch", "should end at start + batch"),
    ("8.3", "start:start + batch", "start:start + 1", "a single row"),
    ("8.4", "np.sum(", "np.mean(", "those are means"),
    ("8.4", "    return counts", "    return counts.T", "on its side"),
    ("8.4", "np.sum(cells[4 * row:4 * row + 4, 4 * column:4 * column + 4])", "cells[4 * row, 4 * column]",
     "upper left"),
    ("8.4", "cells[4 * row:4 * row + 4, 4 * column:4 * column + 4]", "cells[row:row + 4, column:column + 4]",
     "side by side"),
    ("8.4", "4 * row + 4, 4 * column:4 * column + 4", "4 * row + 3, 4 * column:4 * column + 3", "3 cells wide"),
    ("8.4", "    return counts", "    return cells.reshape(4, 8, 4, 8).sum(axis=(1, 3))", "4 by 4 blocks"),
    ("8.4", "    return counts", "    return cells.reshape(64, 16).sum(axis=1).reshape(8, 8)", "16 cells of one row"),
    ("9.2", "slope @ B.T, A.T @ slope", "slope @ B, A @ slope", "have to be transposed"),
    ("9.2", "slope @ B.T, A.T @ slope", "B.T @ slope, slope @ A.T", "the order of the factors"),
    ("9.2", "slope @ B.T, A.T @ slope", "A.T @ slope, slope @ B.T", "the two are swapped"),
    ("9.2", "A.T @ slope", "A @ slope", "A is not transposed"),
    ("9.2", "slope @ B.T", "slope @ B", "B is not transposed"),
    ("9.2", "slope @ B.T, A.T @ slope", "slope * B.T, A.T * slope", "element by element"),
    ("9.3", "axis=0", "axis=1", "adds over the units"),
    ("9.3", ", axis=0", "", "adds up everything"),
    ("9.3", "np.sum", "np.mean", "added, not averaged"),
    ("9.3", "axis=0", "axis=0, keepdims=True", "leave keepdims out"),
    ("9.3", "np.sum(slope, axis=0)", "slope[0]", "the first example alone"),
    ("9.3", "np.sum(slope, axis=0)", "slope", "a row for each example"),
    ("9.5", "slope * (a > b), slope * (b > a)", "slope * (b > a), slope * (a > b)", "the two are swapped"),
    ("9.5", "slope * (a > b), slope * (b > a)", "a > b, b > a", "each rule multiplies it"),
    ("9.5", "slope * (a > b), slope * (b > a)", "slope, slope", "how + does it"),
    ("9.5", "slope * (a > b), slope * (b > a)", "a * (a > b), b * (b > a)", "those are values"),
    ("9.5", "slope * (a > b), slope * (b > a)", "slope * (a > 0), slope * (b > 0)", "with 0"),
    ("9.5", "slope * (a > b), slope * (b > a)", "np.maximum(slope, a), np.maximum(slope, b)", "compares the slope"),
    ("10.2", "np.maximum(largest, np.amax(block, axis=0))", "np.amax(block, axis=0)", "the last block's"),
    ("10.2", "    return", "        return", "the first block's alone"),
    ("10.2", ", axis=0", "", "all columns together"),
    ("10.2", "np.amax(blocks[0], axis=0)\n    for block in blocks:\n"
     "        largest = np.maximum(largest, np.amax(block, axis=0))",
     "0\n    for block in blocks:\n        largest = largest + np.amax(block, axis=0)", "sums are added"),
    ("10.2", "np.amax(blocks[0], axis=0)", "0", "you start from 0"),
    ("10.2", "axis=0", "axis=1", "axis=0 goes down"),
    ("10.2", "np.amax(blocks[0], axis=0)\n    for block in blocks:\n"
             "        largest = np.maximum(largest, np.amax(block, axis=0))",
     "blocks[0]\n    for block in blocks:\n        largest = np.maximum(largest, block)", "element by element"),
    ("10.2", "return largest", "return [np.amax(block, axis=0) for block in blocks]", "a list with the largest"),
    ("10.4", "np.sum(numbers * means) / np.sum(numbers)\n    squares = variances + (means - mean)**2\n"
     "    return mean, np.sum(numbers * squares) / np.sum(numbers)",
     "np.mean(means)\n    return mean, np.mean(variances + (means - mean)**2)", "take each mean times its number"),
    ("10.4", "mean, np.sum(numbers * squares) / np.sum(numbers)", "np.mean(means), np.mean(variances)",
     "each mean and each variance times its number"),
    ("10.4", "np.sum(numbers * squares) / np.sum(numbers)", "np.mean(squares)", "with more scores counts more"),
    ("10.4", " + (means - mean)**2", "", "the workers' means differ too"),
    ("10.4", "variances + ", "", "inside each share"),
    ("10.4", "np.sum(numbers * squares) / np.sum(numbers)", "np.sqrt(np.sum(numbers * squares) / np.sum(numbers))",
     "the root of the variance"),
    ("10.4", "mean, np.sum(numbers * squares) / np.sum(numbers)", "np.sum(numbers * squares) / np.sum(numbers), mean",
     "mean first"),
    ("10.4", " / np.sum(numbers)", "", "those are sums"),
    ("10.5", "scores / 100", "scores", "divide the scores by 100"),
    ("10.5", "scores / 100]))\n    NN = File_Network(rng=1)\n    trainer(NN).train(path, None)\n    return 100 * NN",
     "scores]))\n    NN = File_Network(rng=1)\n    trainer(NN).train(path, None)\n    return NN",
     "divide the scores by 100"),
    ("10.5", "100 * NN", "NN", "100 times as large"),
]


def wrong_answers(number):
    """The line that each wrong answer hears, and words of its hint."""
    for answer, words in ANSWERS.get(number, []):
        yield heard(number, *answer if EXERCISES[number].gives else [answer]), words
    for piece, mistake, words in [row for other, *row in MISTAKES if other == number]:
        assert piece in SOLUTIONS[number]
        yield heard_in_cell(number, answered(number).replace(piece, mistake)), words


@pytest.mark.parametrize("number", EXERCISES)
def test_wrong_answers_hear_their_hints_and_every_hint_has_one(number):
    lines = list(wrong_answers(number))
    for line, words in lines:
        assert line.startswith("not quite: ") and words in line
    assert {f"not quite: {hint}" for hint in EXERCISES[number].wrong} <= {line for line, _ in lines}


@pytest.mark.parametrize("number", EXERCISES)
def test_every_mistake_of_the_table_gives_something_to_be_known_by(number):
    with grading.quiet():
        for _, mistake in grading.mistakes(EXERCISES[number]):
            results = grading.results(mistake, EXERCISES[number])
            assert not all(isinstance(result, Failure) for result in results)


@pytest.mark.parametrize("number", FUNCTIONS)
def test_hints_name_the_arguments_as_the_stub_does(number):
    [stub] = [node for node in ast.parse(STUBS[number]).body if isinstance(node, ast.FunctionDef)]
    names = [argument.arg for argument in stub.args.args]
    assert names == grading.argument_names(EXERCISES[number])[:len(names)]


@pytest.mark.parametrize("number", [number for number in FUNCTIONS if EXERCISES[number].example])
def test_example_is_shown_in_full(number):
    shown = grading.show_arguments(EXERCISES[number], EXERCISES[number].example)
    assert shown.count(" = ") == len(EXERCISES[number].example)


def test_cases_are_the_same_each_time():
    for one, other in zip(random_cases("Ni", "io"), random_cases("Ni", "io")):
        assert all(map(np.array_equal, one, other))


# --- What no table foresees, on exercises of our own ---

def said(exercise, *answers):
    """The line for an answer, less its "not quite: "."""
    with grading.quiet():
        try:
            line = verdict(exercise, answers)
        except Hint as hint:
            line = str(hint)
    return line.removeprefix("not quite: ")


def said_of(body, exercise=None, arguments="x"):
    """The line for a function with this body, written in a cell."""
    code = f"def answer({arguments}):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    return said(exercise or SQUARE, run_cell(code, {"np": np})["answer"])


def exercise(right, *example, **others):
    return Exercise(right=right, example=example, wrong={}, praise="good.", **others)


SQUARE = exercise(lambda x: x**2, 3.0, cases=[(-0.5,), (floats([1, 2], [3, 4]),)])
DOT = exercise(lambda x, w: x @ w, floats(1, 2), floats(3, -1))
COLUMN = exercise(lambda X: 2 * X[:, :1], floats([1, 2], [3, 4], [5, 6]))
SLOPE = exercise(lambda J, w: (J(w + 1) - J(w - 1)) / 2, shown_as("J(w) = w**2", lambda w: w**2), 3.0)
LONG = exercise(lambda x: 2 * x, np.arange(20.0))
TWO = exercise(lambda x: (x / 3, x), 1.0, gives=("share", "rest"))
OF_X = "with X = [[1, 2], [3, 4], [5, 6]], your function returns "


@pytest.mark.parametrize("exercise, answer, line", [
    (DOT, lambda x, w: x[0] * w[0], "with x = [1, 2] and w = [3, -1], your function returns 3; expected 1"),
    (DOT, lambda x, w: x * w, "with x = [1, 2] and w = [3, -1], "
     "your function returns [3, -2] (an array of shape (2,)); expected 1 (a single number)"),
    (SQUARE, lambda x: x * 3, "right with x = 3, but with x = -0.5, your function returns -1.5; expected 0.25"),
    (SQUARE, lambda x: -x**2, "with x = 3, your function returns -9; expected 9: the sign is wrong"),
    (SQUARE, lambda x: 1.00002 * x**2, "with x = 3, your function returns 9.0002; expected 9: "
                                       "it is 1.00002 times what it should be"),
    (SQUARE, lambda x: x + np.inf, "with x = 3, your function returns inf; expected 9: "
                                   "look for a division by 0 or a power that is too large"),
    (SQUARE, lambda x: str(x), "with x = 3, your function returns '3.0'; expected 9"),
    (SQUARE, lambda x: {x}, "your function returns a set; a number or an array of numbers is asked for"),
    (SQUARE, lambda x: [[1, 2], [3]], "your function returns a list whose rows have different lengths"),
    (COLUMN, lambda X: 2 * X[:, 0], OF_X + "[2, 6, 10] (an array of shape (3,)); expected [[2], [6], [10]] "
     "(an array of shape (3, 1)): it is 1-D, and reshape(-1, 1) makes a column of it"),
    (SQUARE, lambda x: x**2 if np.ndim(x) == 0 else floats(1, 4),
     "right with x = 3, but with x = [[1, 2], [3, 4]], your function returns [1, 4] (an array of shape (2,)); "
     "expected [[1, 4], [9, 16]] (an array of shape (2, 2))"),
    (COLUMN, lambda X: 2 * X[:, :1].T, OF_X + "[[2, 6, 10]] (an array of shape (1, 3)); expected [[2], [6], [10]] "
     "(an array of shape (3, 1)): rows and columns are swapped, so transpose it"),
    (SLOPE, lambda J, w: J(w), "with J(w) = w**2 and w = 3, your function returns 9; expected 6"),
    (LONG, lambda x: 2 * x - (x == 7), "with x of shape (20,), your function returns 13 at index 7; expected 14"),
    (TWO, lambda x: (x / 2, x), "with x = 1, your function returns share = 0.5; expected 0.3333"),
    (TWO, lambda x: (x / 3, None), "rest is None; a number or an array of numbers is asked for"),
    (TWO, lambda x: x / 3, "return share and rest, in this order"),
    (TWO, lambda x: [x / 3], "the number of values is 1: return share and rest, in this order"),
])
def test_unforeseen_result_is_shown_with_its_arguments(exercise, answer, line):
    assert said(exercise, answer) == line


NOT_YET = "not yet: write the body of answer; so far it returns None"
NO_RETURN = "answer computes something but returns nothing: end it with return, followed by your result"
RETURNED_NONE = ("answer returned None: either some way through it has no return, "
                 "or it returns something that has no value, such as the result of append")


@pytest.mark.parametrize("body, line", [
    ("...", NOT_YET),
    ("square = 0\nfor _ in range(2):\n    ...", NOT_YET),
    ('"""Square x."""', NOT_YET),
    ("for _ in range(2):\n    ...\nreturn 0", "not yet: answer still has ... in it: put your code in its place"),
    ("...\nreturn x**2", "right: good."),
    ("square = x**2", NO_RETURN),
    ("def square():\n    return x**2", NO_RETURN),
    ("print(x**2)", "answer prints its answer: return it instead"),
    ("if x == 3:\n    return x**2", RETURNED_NONE),
    ("return [].append(x**2)", RETURNED_NONE),
    ("t = x\nreturn s**2", "in line 3 of your cell (return s**2), your code stopped with NameError: "
                           "name 's' is not defined"),
    ("return np.linalg.inv(x)", "in line 2 of your cell (return np.linalg.inv(x)), your code stopped with LinAlgError: "
                                "0-dimensional array given. Array must be at least two-dimensional"),
    ("return x^2", "in line 2 of your cell (return x^2), ^ isn't a power in Python: write **, as in z**2"),
    ("return np.array([x])^2", "in line 2 of your cell (return np.array([x])^2), "
                               "^ isn't a power in Python: write **, as in z**2"),
    ("return answer(x)", "in line 2 of your cell (return answer(x)), "
                         "your function calls itself without end (RecursionError)"),
    ("return x[2]**2 if np.ndim(x) else x**2", "right with x = 3, but with x of shape (2, 2), in line 2 of your cell "
     "(return x[2]**2 if np.ndim(x) else x**2), your code stopped with IndexError: "
     "index 2 is out of bounds for axis 0 with size 2"),
    ("return x**2 if x > 0 else y", "right with x = 3, but with x = -0.5, in line 2 of your cell "
     "(return x**2 if x > 0 else y), your code stopped with NameError: name 'y' is not defined"),
])
def test_function_that_returns_nothing_is_told_why_and_one_that_fails_where(body, line):
    assert said_of(body) == line


@pytest.mark.parametrize("body, words", [
    ("return X @ X", "(a, b) @ (b, c) needs the same b: a transpose may be missing, or @ stands where * belongs"),
    ("return X * X.T", "* + - need the same shapes: a transpose may be missing, or * stands where @ belongs"),
])
def test_shapes_that_do_not_fit_are_told_in_plain_words(body, words):
    assert said_of(body, COLUMN, "X").endswith(words)


def test_function_with_other_arguments_is_told_what_it_is_called_with():
    assert said(DOT, lambda x: x).endswith("were given. It is called with x and w, as in the stub")


def test_a_matrix_product_is_only_spoken_of_where_one_is_written():
    fitted = exercise(lambda X, fit: fit(X.T), floats([1, 2, 3]), lambda X: X @ floats([1]))
    assert "transpose" not in said_of("return fit(X)", fitted, "X, fit")


@pytest.mark.parametrize("right, mistake, answer, line", [
    (0.0118, 1.0, 0.0118000001, "right: "),
    (0.0118, 1.0, 0.012, "your answer is close, but not exact enough"),
    (0.0118, 1.0, -0.0118, "the sign of your answer is wrong"),
    (0.0118, 1.0, 0.5, "your answer is too large; read the question once more"),
    (0.0118, 1.0, [0.0118], "your answer is an array of shape (1,); expected a single number"),
    (0.0118, 1.0, "0.0118", "your answer is the text '0.0118'; a number is asked for, so write it without quotes"),
    (0.0118, 1.0, np.nan, "your answer holds nan or inf; look for a division by 0 or a power that is too large"),
    (0.0118, 1.0, test_shapes_that_do_not_fit_are_told_in_plain_words,
     "your answer is a function; a number or an array of numbers is asked for"),
    (0, 1.0, 1e-17, "right: "),
    ([[1, 2], [3, 4]], 1.0, [[1, 2], [3, 5]], "row 2, column 2 of your answer is not right; "
                                              "read the question once more"),
    ([[1], [2]], 1.0, [1, 2], "your answer is an array of shape (2,); expected an array of shape (2, 1): "
                              "it is 1-D, and reshape(-1, 1) makes a column of it"),
    ("W1", "W2", "w1", "right: "),
    ("W1", "W2", "W2", "a hint"),
    ("W1", "W2", "W3", "your answer is the text 'W3'; answer with one of 'W1', 'W2', in quotes"),
    ("W1", "W2", 2, "your answer is a number; answer with one of 'W1', 'W2', in quotes"),
    ("W1", {"W2", "W3"}, "W3", "a hint"),
    ("W1", 1.0, 2, "your answer is a number; answer with a word, in quotes"),
    ("W1", "W2", np.ones((2, 3)), "your answer is an array; answer with one of 'W1', 'W2', in quotes"),
])
def test_value_hears_what_is_wrong_with_it(right, mistake, answer, line):
    assert said(Exercise(right=right, wrong={"a hint": mistake}, praise=""), answer) == line


def test_count_is_compared_exactly_where_the_table_says_so():
    assert heard("3.1", 10**12 + 1) == "not quite: your answer is close, but the exact number is asked for"
    assert heard("3.1", 1e12).startswith("right")


def test_what_check_takes_is_told():
    two = Exercise(right=(1, 2), gives=("a", "b"), wrong={}, praise="")
    for answers in [(), (1, 2, 3)]:
        assert said(two, *answers) == "check takes the number of the exercise, then a and b"
        assert said(SQUARE, *answers) == "check takes the number of the exercise, then one answer"
    assert said(SQUARE, 9.0) == "hand check the function itself: its name, without parentheses"
    for number in [4.2, "9.99", None]:
        assert heard(number, 1).startswith("there is no such exercise")


def test_changed_argument_is_named():
    assert "changes its argument x:" in said_of("x *= x\nreturn x")
    assert "changes its argument w:" in said_of("w[0] = 5\nreturn 1.0", DOT, "x, w")
    total = exercise(sum, [2, 3, 1])
    assert "changes its argument iterable:" in said_of("x[0] = 5\nreturn 6", total)
    assert "changes its argument iterable:" in said_of("x.sort()\nreturn 6", total)
    assert "changes its argument iterable:" in said_of("x.pop()\nreturn 6", total)


# --- Whatever a reader writes ---

def calls_itself(*arguments):
    return calls_itself(*arguments)


def prints(*arguments):
    print("here")
    print("there", file=sys.stderr)
    return 0.12345


def prints_and_never_ends(*arguments):
    while True:
        with contextlib.suppress(Exception):
            print("and on and on")


def sets_all_warnings_to_errors(*arguments):
    warnings.simplefilter("error")
    np.seterr(all="raise")
    return 1e300


VALUES = ["0.5", b"0.5", ["a"], {}, {1}, object(), [None, 1], Exercise, [[1, 2], [3]], iter([]), 1j, np.nan, [np.inf],
          10**400, [], np.zeros((2, 2, 2)), (None, None), ..., len, sys.exit, calls_itself, sets_all_warnings_to_errors,
          prints, lambda: 1, lambda *arguments: arguments, lambda *arguments: [print], lambda *arguments: 1 / 0]


@pytest.mark.parametrize("number", EXERCISES)
def test_odd_answers_hear_a_hint_and_nothing_that_they_print(number):
    how_many = 1 if number in FUNCTIONS else len(EXERCISES[number].gives) or 1
    for value in VALUES:
        assert heard(number, *[value] * how_many).startswith(("not quite: ", "not yet: "))
        if number in FUNCTIONS:
            assert heard(number, lambda *arguments, value=value: value).startswith("not quite: ")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm on this system")
def test_endless_loop_is_stopped_and_told(monkeypatch):
    monkeypatch.setattr(grading, "SECONDS", 0.02)
    assert said(SQUARE, prints_and_never_ends).endswith("look for a loop that never ends")


def test_without_an_alarm_the_answer_is_tried_all_the_same(monkeypatch):
    monkeypatch.delattr(signal, "setitimer", raising=False)
    assert said(SQUARE, lambda x: x**2) == "right: good."


def test_keyboard_interrupt_passes():
    with pytest.raises(KeyboardInterrupt):
        said_of("raise KeyboardInterrupt")


def test_settings_are_as_before():
    def settings():
        return np.geterr(), list(warnings.filters), sys.stdout, signal.getsignal(signal.SIGINT), *map(
            signal.getsignal, [signal.SIGALRM] if hasattr(signal, "SIGALRM") else [])
    before = settings()
    for answer in [sets_all_warnings_to_errors, sys.exit, calls_itself]:
        heard(FUNCTIONS[0], answer)
        assert settings() == before
