"""The exercises of Part 4: backpropagation."""

import itertools

import numpy as np

from ..grading import Exercise
from .shared import floats, random_cases

EXERCISES = {}

EXERCISES["4.1"] = Exercise(
    rtol=0.01,  # test 1's share, -0.0437, is not the answer
    right=-0.3664 * 0.2478 * 0.4745,
    wrong={
        "the sign: the error is -(y - yHat), which is negative here": 0.3664 * 0.2478 * 0.4745,
        "the slope of the sigmoid is missing: multiply by f'(z3) too": -0.3664 * 0.4745,
        "that is the error delta3: multiply it by the activation on the synapse": -0.3664 * 0.2478,
        "that is the share of the first weight: the third weight's synapse has the third activation":
            -0.3664 * 0.2478 * 0.4214,
        "that is the share of the second weight: the third weight's synapse has the third activation":
            -0.3664 * 0.2478 * 0.3929,
        "that is multiplied by the weight: the slope is the activation on its synapse":
            -0.3664 * 0.2478 * 0.7487,
        "that is a share of test 1: take the numbers of test 2": {-0.0437, -0.0467, -0.0581},
        "those are added: the chain rule multiplies": -0.3664 + 0.2478 + 0.4745,
        "the error is missing: the share begins with it": 0.2478 * 0.4745,
        "that is what all three tests contribute together: the share of test 2 alone is asked for": -0.1374,
        "that is all three activations together: the third weight has the third one alone":
            -0.3664 * 0.2478 * (0.4214 + 0.3929 + 0.4745),
    },
    way="multiply three numbers of test 2: -(y - yHat), the slope, the activation on the synapse",
    praise="an error, a slope, an activation: nothing else goes into it.")


def slope_of_tanh(z):
    return 1 - np.tanh(z)**2


EXERCISES["4.2"] = Exercise(
    example=(np.array([0.0, 1.0, -2.0]),),
    cases=random_cases("Nh") + [(0.5,)],
    right=slope_of_tanh,
    wrong={
        "the square is missing: 1 minus tanh(z) squared": ("**2", ""),
        "the sign before the square: 1 minus, not plus": ("1 - ", "1 + "),
        "the sign: tanh rises everywhere, so its slope is never below 0": ("1 - np.tanh(z)**2", "np.tanh(z)**2 - 1"),
        "that squares z itself: take tanh(z) first": ("np.tanh(z)", "z"),
        "that squares z inside tanh: take tanh first, then square": ("np.tanh(z)**2", "np.tanh(z**2)"),
        "that is the slope of the sigmoid": ("1 - np.tanh(z)**2", "np.exp(-z) / (1 + np.exp(-z))**2"),
        "that is the sigmoid's form: the slope of tanh is 1 minus its square":
            ("1 - np.tanh(z)**2", "np.tanh(z) * (1 - np.tanh(z))"),
        "that is tanh itself: its slope is asked for": ("1 - np.tanh(z)**2", "np.tanh(z)"),
        "that is the square alone: subtract it from 1": ("1 - ", ""),
        "first square tanh(z), then subtract: mind the parentheses": ("1 - np.tanh(z)**2", "(1 - np.tanh(z))**2"),
        "* 2 doubles, and ** 2 squares": ("**2", "*2"),
        "a matrix product where * belongs: a slope is taken element by element":
            {("np.tanh(z)**2", "np.tanh(z) @ np.tanh(z)"), ("np.tanh(z)**2", "np.dot(np.tanh(z), np.tanh(z))")},
    },
    praise="at 0 it is 1, four times the sigmoid's: there a slope passes back undiminished.")

EXERCISES["4.3"] = Exercise(
    right=5,
    rtol=0,
    wrong={
        "line 1 is equations (1) and (2)": 1,
        "line 2 is equations (3) and (4)": 2,
        "line 3 is right: yHat * (1 - yHat) is f'(z3), from the value at hand": 3,
        "line 4 is equation (6)": 4,
        "line 6 is equation (7): it is right if what it gets is right": 6,
    },
    way="the lines are 1 to 6, and the wrong one fits none of the equations (1) to (7)",
    praise="f' is taken at z2, not at a2. No error message and no rising cost would have told you.")


def gradient_of_one_layer(X, y, W):
    yHat = 1 / (1 + np.exp(-(X @ W)))
    delta = -(y - yHat) * yHat * (1 - yHat)
    return X.T @ delta


EXERCISES["4.4"] = Exercise(
    example=(np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]), np.array([[1.0], [0.0], [1.0]]), np.array([[0.0], [1.0]])),
    cases=random_cases("Ni", "No", "io"),
    right=gradient_of_one_layer,
    wrong={
        "the sign of delta: the derivative of y - yHat with respect to yHat is minus 1": ("-(y", "(y"),
        "@ where * belongs: the error and the slope are multiplied element by element":
            ("* yHat * (1 - yHat)", "@ (yHat * (1 - yHat))"),
        "@ where * belongs: with .T it fits, but the error and the slope are multiplied element by element":
            ("* yHat * (1 - yHat)", "@ (yHat * (1 - yHat)).T"),
        "* where @ belongs: those are the votes of the single examples, and X.T @ delta adds them up": ("X.T @", "X *"),
        "those are the deltas: X.T @ delta turns them into the slopes for W": ("X.T @ delta", "delta"),
        "the transpose is missing: X.T @ delta has the shape of W": ("X.T @", "X @"),
        "the slope f'(z) is missing from delta": (" * yHat * (1 - yHat)", ""),
        "f'(z) is yHat * (1 - yHat): its second factor is missing": (" * (1 - yHat)", ""),
        "f'(z) is yHat * (1 - yHat): its first factor is missing": (" * yHat * ", " * "),
        "@ and * go from left to right, so X.T meets the error alone: put parentheses around all of delta":
            ("X.T @ delta", "X.T @ -(y - yHat) * yHat * (1 - yHat)"),
        "that is f' of yHat: it is taken at z, or written yHat * (1 - yHat)":
            ("yHat * (1 - yHat)", "np.exp(-yHat) / (1 + np.exp(-yHat))**2"),
        "that divides by the number of examples: the votes are added up": ("X.T @ delta", "X.T @ delta / len(X)"),
        "y is 1-D in your code, and a 1-D y minus a column is N by N numbers: leave y as a column":
            ("(y - yHat)", "(y.ravel() - yHat)"),
        "the error is missing from delta: it begins with -(y - yHat)": ("-(y - yHat) * yHat", "yHat"),
        "mind the parentheses: -y - yHat is not -(y - yHat)": ("-(y - yHat)", "(-y - yHat)"),
        "mind the parentheses around 1 - yHat: without them, only 1 is a factor": ("* (1 - yHat)", "* 1 - yHat"),
        "the half of J cancels the 2 that its square brings": ("-(y - yHat)", "-2 * (y - yHat)"),
        "those are slopes with respect to X: for W, X.T stands on the left": ("X.T @ delta", "delta @ W.T"),
        "that is a step downhill: the slopes alone are asked for": ("X.T @ delta", "W - X.T @ delta"),
    },
    praise="you have backpropagated through a whole layer: sign, slope and votes.")


def both_gradients(X, y, W1, W2):
    a2 = 1 / (1 + np.exp(-(X @ W1)))
    yHat = 1 / (1 + np.exp(-(a2 @ W2)))
    delta3 = -(y - yHat) * yHat * (1 - yHat)
    dJdW2 = a2.T @ delta3
    delta2 = (delta3 @ W2.T) * a2 * (1 - a2)
    dJdW1 = X.T @ delta2
    return dJdW1, dJdW2


EXERCISES["4.5"] = Exercise(
    gives=("dJdW1", "dJdW2"),
    example=(floats([1, 0], [0, 2]), floats([1], [0]), floats([1], [-1]), floats([2])),
    cases=random_cases("Ni", "No", "ih", "ho"),
    right=both_gradients,
    wrong={
        "the sign of delta3: it starts with -(y - yHat)": ("-(y", "(y"),
        "delta3 lacks the slope of the sigmoid: times yHat * (1 - yHat)": (" * yHat * (1 - yHat)", ""),
        "delta2 lacks the slope of the sigmoid: times a2 * (1 - a2)": (" * a2 * (1 - a2)", ""),
        "mind the parentheses: 1 / 1 + ... divides 1 by 1 alone, where 1 / (1 + ...) divides by the sum":
            (("(1 + np.exp(-(X @ W1)))", "1 + np.exp(-(X @ W1))"),
             ("(1 + np.exp(-(a2 @ W2)))", "1 + np.exp(-(a2 @ W2))")),
        "the sign in the exponent: it is e to the minus z": (("-(X @", "(X @"), ("-(a2 @", "(a2 @")),
        "@ and * go from left to right, so X.T meets the error alone: put parentheses around all of delta2":
            ("X.T @ delta2", "X.T @ (delta3 @ W2.T) * a2 * (1 - a2)"),
        "both slopes of the sigmoid are missing: yHat * (1 - yHat) in delta3, a2 * (1 - a2) in delta2":
            ((" * yHat * (1 - yHat)", ""), (" * a2 * (1 - a2)", "")),
        "f' is taken at z; from an activation a it is a * (1 - a), without another sigmoid":
            (("yHat * (1 - yHat)", "np.exp(-yHat) / (1 + np.exp(-yHat))**2"),
             ("* a2 * (1 - a2)", "* np.exp(-a2) / (1 + np.exp(-a2))**2")),
        "the f' of the hidden layer is taken at z2; from the activation it is a2 * (1 - a2)":
            ("* a2 * (1 - a2)", "* np.exp(-a2) / (1 + np.exp(-a2))**2"),
        "the f' of the output is taken at z3; from the estimate it is yHat * (1 - yHat)":
            ("yHat * (1 - yHat)", "np.exp(-yHat) / (1 + np.exp(-yHat))**2"),
        "that divides by the number of examples: the votes are added up":
            ("return dJdW1, dJdW2", "return dJdW1 / len(X), dJdW2 / len(X)"),
        "the transpose is missing: the error crosses back by W2.T": ("W2.T", "W2"),
        "the order: dJdW1 first, then dJdW2": ("return dJdW1, dJdW2", "return dJdW2, dJdW1"),
        "delta3 has the minus already: delta2 needs none of its own": ("(delta3 @ W2.T)", "-(delta3 @ W2.T)"),
        "delta2 takes the slope of the hidden units, a2 * (1 - a2), not that of the output":
            ("* a2 * (1 - a2)", "* yHat * (1 - yHat)"),
        "f' is a2 * (1 - a2), with the activation: z2 doesn't belong in it":
            ("* a2 * (1 - a2)", "* (X @ W1) * (1 - X @ W1)"),
        "f' is a2 * (1 - a2): its second factor is missing from delta2": ("* a2 * (1 - a2)", "* a2"),
        "those are the deltas: a2.T @ delta3 and X.T @ delta2 turn them into slopes":
            ("return dJdW1, dJdW2", "return delta2, delta3"),
        "the layers have lost their sigmoids: a2 and yHat are f of what arrives":
            (("1 / (1 + np.exp(-(X @ W1)))", "X @ W1"), ("1 / (1 + np.exp(-(a2 @ W2)))", "a2 @ W2")),
        "what crosses back is delta3, not dJdW2": ("delta3 @ W2.T", "dJdW2 @ W2.T"),
        "layer 2 gets a2, not X: dJdW2 = a2.T @ delta3": ("a2.T @ delta3", "X.T @ delta3"),
        "layer 1 gets X, not a2: dJdW1 = X.T @ delta2": ("X.T @ delta2", "a2.T @ delta2"),
        "what crosses back is all of delta3, its factor yHat * (1 - yHat) included":
            ("delta3 @ W2.T", "-(y - yHat) @ W2.T"),
    },
    praise="from blank. You could now write this class on a desert island.")


def all_gradients(X, y, weights):
    activations = [X]
    for W in weights:
        activations.append(1 / (1 + np.exp(-(activations[-1] @ W))))
    yHat = activations[-1]
    delta = -(y - yHat) * yHat * (1 - yHat)
    gradients = [activations[-2].T @ delta]
    for k in reversed(range(1, len(weights))):
        a = activations[k]
        delta = (delta @ weights[k].T) * a * (1 - a)
        gradients.insert(0, activations[k - 1].T @ delta)
    return gradients


EXERCISES["4.6"] = Exercise(
    gives=lambda X, y, weights: [f"dJdW{k + 1}" for k in range(len(weights))],
    example=(np.array([[1.0, 0.0]]), np.array([[1.0]]),
             [np.array([[1.0], [2.0]]), np.array([[2.0]]), np.array([[-1.0]])]),
    cases=[(X, y, weights) for X, y, *weights in
           random_cases("Ni", "No", "ih", "hg", "go") + random_cases("Ni", "Ng", "ih", "hg")],
    right=all_gradients,
    wrong={
        "the sign of the first delta: it starts with -(y - yHat)": ("-(y", "(y"),
        "the hidden layers lack their slopes: multiply each delta by a * (1 - a) on the way back":
            (".T) * a * (1 - a)", ".T)"),
        "the slope of the first hidden layer is missing: every delta that goes back is multiplied by a * (1 - a)":
            ("* a * (1 - a)", "* (a * (1 - a) if k > 1 else 1)"),
        "the slope of the last hidden layer is missing: every delta that goes back is multiplied by a * (1 - a)":
            ("* a * (1 - a)", "* (a * (1 - a) if k < len(weights) - 1 else 1)"),
        "the slope at the output is missing: the first delta has the factor yHat * (1 - yHat)":
            (" * yHat * (1 - yHat)", ""),
        "f' is taken at z; from an activation a it is a * (1 - a), without another sigmoid":
            ("* a * (1 - a)", "* np.exp(-a) / (1 + np.exp(-a))**2"),
        "the transpose is missing: the error crosses back by W.T": ("weights[k].T", "weights[k]"),
        "that stops one layer short: the gradient of the first layer, X.T @ delta, is missing":
            ("range(1,", "range(2,"),
        "append puts the last layer first: insert(0, ...) puts each gradient in front of those before, or return "
        "gradients[::-1]": ("insert(0, ", "append("),
        "the gradient of weights[k] takes what comes into that layer, activations[k], not what leaves it":
            (("activations[-2]", "activations[-1]"), ("activations[k - 1]", "activations[k]")),
        "delta crosses a layer too early: first the gradient of weights[k], then delta @ weights[k].T":
            (("[activations[-2].T @ delta]", "[]"), ("range(1, ", "range("), ("activations[k - 1]", "activations[k]")),
        "that divides by the number of examples: the votes are added up":
            ("return gradients", "return [g / len(X) for g in gradients]"),
        "insert changes the list itself and returns None: write gradients.insert(0, ...) alone on its line":
            ("gradients.insert(0, ", "gradients = gradients.insert(0, "),
        "begin at the last layer: reversed(range(...)) counts down": ("reversed(range(1, len(weights)))",
                                                                       "range(1, len(weights))"),
        "delta stays the one of the output: let each turn carry it back across one layer":
            ("delta = (delta @ weights[k].T) * a * (1 - a)", "pass"),
    },
    praise="the same step over and over: with a loop, any depth you like.")

EXERCISES["4.7"] = Exercise(
    gives=("slope_of_w", "slope_of_v"),
    right=(-8, 20),
    wrong={
        "½u² hands back u, which is -4: multiply it in": (2, -5),
        "× multiplies by the other input: w gets what arrives times x, and v what arrives times t":
            {(-12, -8), (-24, 40), (-12, 20), (-8, -8)},
        "that is what arrives at both ×: multiply it by the other input of each": (-4, -4),
        "both weights act on the same u = p + q: + hands each of them the slope at u": {(12, 50), (12, -50)},
        "the walk back starts with 1 at J, not with the value 8": {(-64, 160), (64, -160)},
        "a half too many: ½u² hands back u, not ½u, and + hands all of it to each of its inputs": (-4, 10),
        "that takes the value of J, 8, for the slope at u: the slope of ½u² is u": (16, -40),
        "the slope of ½u² is u, not 2u: the half cancels the 2": (-16, 40),
        "the sign: u is 6 - 10 = -4": (8, -20),
        "those are the values of p and q: the slopes run back from J": (6, -10),
        "w and v are swapped": (20, -8),
    },
    way="½u² hands back u, + hands it on to p and q, and each × multiplies it by its other input",
    praise="one walk back, and the -4 at u served both weights.")


def with_any_others(factor):
    """This answer to (a), with any of the likely ones to (b) and (c)."""
    return {(factor, *others) for others in itertools.product((1000, 1, 1 / 1000, 1_000_000), (1, 2, 3))}


EXERCISES["4.8"] = Exercise(
    gives=("factor_of_mean", "factor_of_thousand", "different_columns"),
    rtol=0.01,
    right=(1 / 3, 1000, 1),
    wrong={
        "(a) the mean divides by the number of tests, not of weights": with_any_others(1 / 9),
        "(a) that is what the rate would have to be multiplied by; the slopes are divided": with_any_others(3),
        "(a) the votes are added up, and then divided": with_any_others(1),
        "(a) the half belongs to J itself, before and after": with_any_others(1 / 2) | with_any_others(1 / 6),
        "(b) a slope is the input times delta, and the deltas are what they were":
            {(1 / 3, factor, columns) for factor in (0, 1, 1 / 1000) for columns in (1, 2, 3)},
        "(b) that is how much farther z moves: a thousand times the step, times the input":
            {(1 / 3, 1_000_000, columns) for columns in (1, 2, 3)},
        "(c) units with equal weights get equal slopes: what could make them different?":
            {(1 / 3, 1000, 3), (1 / 3, 1000, 2)},
        "(c) count the columns that differ: if all three are equal, that is one": (1 / 3, 1000, 0),
    },
    way="one after the other: what becomes of each vote, of each input, and of units that begin equal?",
    praise="that is why rates differ from program to program, why data is scaled, and why weights start at random.")

EXERCISES["4.9"] = Exercise(
    right=0.05,
    rtol=0.001,
    wrong={
        "that is what arrives at the unit: multiply it by the slope of its sigmoid, at z = 0": 0.2,
        "at z = 0 the sigmoid is steepest: its slope there isn't 0": 0,
        "mind the minus of the second delta": {0.25, 1.0},
        "that is one path only: add what comes along the other": {0.15, -0.1, 0.6, -0.4},
        "multiply each delta by the weight on its synapse, and then add, without a mean": 0.025,
        "the slope of the sigmoid at 0 is a quarter; its value there is a half": 0.1,
        "slopes along paths that part are added, not multiplied": {-0.06, -0.24},
        "each delta goes back along its own synapse: 0.2 meets 3, and -0.1 meets 4": {0.125, 0.5},
        "add the products, not the deltas and the weights": {0.175, 0.7},
    },
    way="each delta times the weight on its synapse, added up, times the slope of the sigmoid at z = 0",
    praise="two paths, one sum, one slope: a whole row of the matrix product.")


def delta2_of_relu(delta3, W2, z2):
    return delta3 @ W2.T * (z2 > 0)


EXERCISES["4.10"] = Exercise(
    example=(floats([1, -2]), floats([1, 2], [3, 1], [2, 2]), floats([2, -1, 0])),
    cases=random_cases("No", "ho", "Nh"),
    right=delta2_of_relu,
    wrong={
        "that multiplies by the ReLU's value: its slope is 1 or 0": ("(z2 > 0)", "np.maximum(z2, 0)"),
        "the slope of the ReLU is missing: where z2 is negative, nothing comes back": (" * (z2 > 0)", ""),
        "that is still the sigmoid's slope": ("(z2 > 0)", "(np.exp(-z2) / (1 + np.exp(-z2))**2)"),
        "that passes where z2 is negative: it should be the other way around":
            {("z2 > 0", "z2 < 0"), ("z2 > 0", "z2 <= 0")},
        "at exactly 0, take 0 as the slope": ("z2 > 0", "z2 >= 0"),
        "the ReLU's slope depends on z2, not on what comes back": ("delta3 @ W2.T * (z2 > 0)",
                                                                  "np.maximum(delta3 @ W2.T, 0)"),
        "@ where * belongs: each unit is a gate for itself": ("* (z2 > 0)", "@ (z2 > 0)"),
        "where z2 is negative, the slope is 0, not -1": ("(z2 > 0)", "np.sign(z2)"),
        "the transpose is missing: the deltas cross back by W2.T": ("W2.T", "W2"),
        "that multiplies by z2 itself: the ReLU's slope is 1 or 0": ("(z2 > 0)", "z2"),
        "that is the slope of the ReLU alone: multiply what comes back by it": ("delta3 @ W2.T * (z2 > 0)", "z2 > 0"),
    },
    praise="a gate: open or shut. Where it is open, a slope passes back undiminished.")


def gradients_with_bias(X, y, W, b):
    yHat = 1 / (1 + np.exp(-(X @ W + b)))
    delta = -(y - yHat) * yHat * (1 - yHat)
    return X.T @ delta, np.sum(delta, axis=0)


EXERCISES["4.11"] = Exercise(
    gives=("dJdW", "dJdb"),
    example=(floats([1, 0], [0, 2], [1, 1]), floats([1, 0], [0, 1], [1, 1]), floats([0, 1], [1, 0]), floats(0, 1)),
    cases=random_cases("Ni", "No", "io", "o"),
    right=gradients_with_bias,
    wrong={
        "for the bias, add down each column (axis=0), so that every output keeps a number of its own":
            {(", axis=0", ""), ("axis=0", "axis=1")},
        "the bias's slopes still have to be added over the examples, which all share it":
            ("np.sum(delta, axis=0)", "delta"),
        "all examples share the bias: add their deltas, don't average them": ("np.sum(", "np.mean("),
        "the bias isn't multiplied by anything: its local slope is 1": ("np.sum(delta", "np.sum(delta * b"),
        "the bias belongs in z: yHat = f(X @ W + b)": (" + b", ""),
        "both have the wrong sign: delta starts with -(y - yHat)": ("-(y", "(y"),
        "the slope f'(z) is missing from delta": (" * yHat * (1 - yHat)", ""),
        "dJdb has the shape of b, without a further pair of brackets": ("axis=0", "axis=0, keepdims=True"),
        "all examples share W and b: add up their votes, don't divide":
            ("return X.T @ delta, np.sum(delta, axis=0)", "return X.T @ delta / len(X), np.mean(delta, axis=0)"),
        "b itself isn't part of a slope: the deltas alone are added": {("np.sum(delta, axis=0)",
                                                                      "np.sum(delta, axis=0) + b"),
                                                                     ("X.T @ delta,", "X.T @ delta + b,")},
        "the order: dJdW first, then dJdb":
            ("X.T @ delta, np.sum(delta, axis=0)", "np.sum(delta, axis=0), X.T @ delta"),
    },
    praise="a bias is a weight whose input is always 1.")
