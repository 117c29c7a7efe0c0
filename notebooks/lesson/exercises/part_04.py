"""The exercises of Part 4: backpropagation."""

import numpy as np

from ..grading import Exercise
from .shared import f, f_prime, floats, random_cases

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
        "that is a share of test 1, as in the figure: take the numbers of test 2": {-0.0437, -0.0467, -0.0581},
        "those are added: the chain rule multiplies": -0.3664 + 0.2478 + 0.4745,
        "that is all three activations together: the third weight has the third one alone":
            -0.3664 * 0.2478 * (0.4214 + 0.3929 + 0.4745),
    },
    praise="an error, a slope, an activation: nothing else goes into it.")

EXERCISES["4.2"] = Exercise(
    example=(np.array([0.0, 1.0, -2.0]),),
    cases=random_cases("Nh") + [(0.5,)],
    right=lambda z: 1 - np.tanh(z)**2,
    wrong={
        "the square is missing: 1 minus tanh(z) squared": lambda z: 1 - np.tanh(z),
        "the sign before the square: 1 minus, not plus": lambda z: 1 + np.tanh(z)**2,
        "the sign: tanh rises everywhere, so its slope is never below 0": lambda z: np.tanh(z)**2 - 1,
        "that squares z itself: take tanh(z) first": lambda z: 1 - z**2,
        "that squares z inside tanh: take tanh first, then square": lambda z: 1 - np.tanh(z**2),
        "that is the slope of the sigmoid": f_prime,
        "that is tanh itself: its slope is asked for": np.tanh,
        "@ where * belongs: a slope is taken element by element": lambda z: 1 - np.tanh(z) @ np.tanh(z),
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
    praise="f' is taken at z2, not at a2. No error message and no rising cost would have told you.")


def one_layer(X, y, W, sign=-1, slope=lambda yHat: yHat * (1 - yHat)):
    """The votes of every example; the last arguments can be set wrong."""
    yHat = f(X @ W)
    return sign * (y - yHat) * slope(yHat)


EXERCISES["4.4"] = Exercise(
    example=(np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]), np.array([[1.0], [0.0], [1.0]]), np.array([[0.0], [1.0]])),
    cases=random_cases("Ni", "No", "io"),
    right=lambda X, y, W: X.T @ one_layer(X, y, W),
    wrong={
        "the sign of delta: the derivative of y - yHat with respect to yHat is minus 1":
            lambda X, y, W: X.T @ one_layer(X, y, W, sign=1),
        "@ where * belongs: the error and the slope are multiplied element by element":
            lambda X, y, W: X.T @ (-(y - f(X @ W)) @ f_prime(X @ W)),
        "@ where * belongs: with .T it fits, but the error and the slope are multiplied element by element":
            lambda X, y, W: X.T @ (-(y - f(X @ W)) @ f_prime(X @ W).T),
        "* where @ belongs: those are the votes of the single examples, and X.T @ delta adds them up":
            lambda X, y, W: X * one_layer(X, y, W),
        "those are the deltas: X.T @ delta turns them into the slopes for W": one_layer,
        "the transpose is missing: X.T @ delta has the shape of W": lambda X, y, W: X @ one_layer(X, y, W),
        "the slope f'(z) is missing from delta": lambda X, y, W: X.T @ one_layer(X, y, W, slope=lambda yHat: 1),
        "that is f' of yHat: it is taken at z, or written yHat * (1 - yHat)":
            lambda X, y, W: X.T @ one_layer(X, y, W, slope=f_prime),
        "that divides by the number of examples: the votes are added up":
            lambda X, y, W: X.T @ one_layer(X, y, W) / len(X),
        "y is 1-D in your code, and a 1-D y minus a column is N by N numbers: leave y a column":
            lambda X, y, W: X.T @ (-(y.ravel() - f(X @ W)) * f_prime(X @ W)),
    },
    praise="you have backpropagated through a whole layer: sign, slope and votes.")


def backpropagate(X, y, weights, sign=-1, slope=lambda a: a * (1 - a), last=lambda a: a * (1 - a), turn=np.transpose,
                  skip=(), to=0):
    """Gradients of a network of sigmoid layers, first layer first; what follows weights can be set wrong."""
    activations = [X]
    for W in weights:
        activations.append(f(activations[-1] @ W))
    delta, gradients = sign * (y - activations[-1]) * last(activations[-1]), []
    for k in reversed(range(len(weights))):
        a = activations[k]
        gradients.insert(0, a.T @ delta)
        if k >= to:
            delta = delta @ turn(weights[k]) * (1 if k in skip else slope(a))
    return tuple(gradients)


def two_layers(X, y, W1, W2, **wrong):
    return backpropagate(X, y, [W1, W2], to=1, **wrong)


EXERCISES["4.5"] = Exercise(
    gives=("dJdW1", "dJdW2"),
    example=(floats([1, 0], [0, 2]), floats([1], [0]), floats([1], [-1]), floats([2])),
    cases=random_cases("Ni", "No", "ih", "ho"),
    right=two_layers,
    wrong={
        "the sign of delta3: it starts with -(y - yHat)":
            lambda *case: two_layers(*case, sign=1),
        "delta3 lacks the slope of the sigmoid: times yHat * (1 - yHat)":
            lambda *case: two_layers(*case, last=lambda a: 1),
        "delta2 lacks the slope of the sigmoid: times a2 * (1 - a2)":
            lambda *case: two_layers(*case, skip=[1]),
        "both slopes of the sigmoid are missing: yHat * (1 - yHat) in delta3, a2 * (1 - a2) in delta2":
            lambda *case: two_layers(*case, last=lambda a: 1, skip=[1]),
        "f' is taken at z; from an activation a it is a * (1 - a), without another sigmoid":
            lambda *case: two_layers(*case, slope=f_prime, last=f_prime),
        "the f' of the hidden layer is taken at z2; from the activation it is a2 * (1 - a2)":
            lambda *case: two_layers(*case, slope=f_prime),
        "the f' of the output is taken at z3; from the estimate it is yHat * (1 - yHat)":
            lambda *case: two_layers(*case, last=f_prime),
        "that divides by the number of examples: the votes are added up":
            lambda X, y, W1, W2: tuple(g / len(X) for g in two_layers(X, y, W1, W2)),
        "the transpose is missing: the error crosses back by W2.T":
            lambda *case: two_layers(*case, turn=lambda W: W),
        "the order: dJdW1 first, then dJdW2": lambda *case: two_layers(*case)[::-1],
    },
    praise="from blank. You could now write this class on a desert island.")

EXERCISES["4.6"] = Exercise(
    gives=("dJdW1", "dJdW2", "dJdW3"),
    example=(np.array([[1.0, 0.0]]), np.array([[1.0]]),
             [np.array([[1.0], [2.0]]), np.array([[2.0]]), np.array([[-1.0]])]),
    cases=[(X, y, list(weights)) for X, y, *weights in random_cases("Ni", "No", "ih", "hg", "go")],
    right=backpropagate,
    wrong={
        "the sign of the first delta: it starts with -(y - yHat)":
            lambda *case: backpropagate(*case, sign=1),
        "the hidden layers lack their slopes: multiply each delta by a * (1 - a) on the way back":
            lambda *case: backpropagate(*case, skip=[1, 2]),
        "the slope of the first hidden layer is missing: every delta that goes back is multiplied by a * (1 - a)":
            lambda *case: backpropagate(*case, skip=[1]),
        "the slope of the last hidden layer is missing: every delta that goes back is multiplied by a * (1 - a)":
            lambda *case: backpropagate(*case, skip=[2]),
        "the slope at the output is missing: the first delta has the factor yHat * (1 - yHat)":
            lambda *case: backpropagate(*case, last=lambda a: 1),
        "f' is taken at z; from an activation a it is a * (1 - a), without another sigmoid":
            lambda *case: backpropagate(*case, slope=f_prime),
        "the transpose is missing: the error crosses back by W.T":
            lambda *case: backpropagate(*case, turn=lambda W: W),
        "that divides by the number of examples: the votes are added up":
            lambda X, y, weights: tuple(g / len(X) for g in backpropagate(X, y, weights)),
        "the order: the gradient of the first layer comes first":
            lambda *case: backpropagate(*case)[::-1],
    },
    praise="the same step over and over: with a loop, any depth you like.")
