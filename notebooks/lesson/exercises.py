"""The exercises of every part: what is right, what the usual mistakes give, and the hint for each.

`check("4.2", answer)` prints "not yet: ...", "right: ..." or "not quite: ..." with a hint. What the fields of an
Exercise mean is said in grading.py.
"""
import os
import tempfile
from itertools import count

import numpy as np

from .grading import Exercise, Hint, quiet, verdict


def check(number, *answers):
    """Print one line on the answer to exercise `number`: not yet, right, or a hint."""
    with quiet():
        try:
            if not isinstance(number, str) or number not in EXERCISES:
                raise Hint("there is no such exercise: check takes the number of the heading first, in quotes, "
                           'such as "1.1"')
            line = verdict(EXERCISES[number], answers)
        except Hint as hint:
            line = str(hint)
    print(line)


# Sizes of the data that functions are tried on: N examples, i inputs, h and g hidden units, o outputs. The last are all
# alike, so that there a product of the wrong kind gives numbers too, by which it is known. In the first, o is 1, i is 2
# and so on; in the second, o is 2, h is 3 and so on.
SIZES = [dict(zip("oihNg", count(1))), dict(zip("ohiNg", count(2))), dict.fromkeys("oihNg", 3)]
RATES = [0.1, 0.5, 0.9]  # learning rates and the like, one for each of SIZES


def random_cases(*shapes):
    """For each of SIZES, arrays of these shapes, such as "Ni", with random numbers of two digits, none of them 0."""
    rng = np.random.default_rng(7)
    return [tuple((2 * rng.integers(-100, 100, [sizes[letter] for letter in shape]) + 1) / 100 for shape in shapes)
            for sizes in SIZES]  # odd hundredths, from -1.99 to 1.99


def floats(*rows):
    """An array of floats for an example: floats(1, 2), floats([1, 2], [3, 4])."""
    return np.array(rows, dtype=float)


def shown_as(words, function):
    """The function with words by which a hint shows it, such as "J(w) = w**2"."""
    function.shown_as = words
    return function


def f(z):
    return 1 / (1 + np.exp(-z))


def f_prime(z):
    return f(z) * (1 - f(z))


EXERCISES = {}

# Part 1

EXERCISES["1.1"] = Exercise(
    gives=("X4", "y4"),
    right=([[3, 5], [5, 1], [10, 2], [7, 4]], [[75], [82], [93], [86]]),
    wrong={
        "y4 is 1-D: give each score its own pair of brackets, as in [[75], [82]], and y4 is a column":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], [75, 82, 93, 86]),
        "y4 is a row: a score belongs to a test, and a test is a row, so each score needs its own":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], [[75, 82, 93, 86]]),
        "X4 has one test per column, but a test is a row: hours slept, then hours studied":
            ([[3, 5, 10, 7], [5, 1, 2, 4]], [[75], [82], [93], [86]]),
        "the new row of X4 has its columns mixed up: hours slept come first, hours studied second":
            ([[3, 5], [5, 1], [10, 2], [4, 7]], [[75], [82], [93], [86]]),
        "the new score is scaled and the others are not: enter it in percent":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], [[75], [82], [93], [0.86]]),
        "both arrays are already scaled: enter hours and percent, as they stand in the table":
            ([[0.3, 1], [0.5, 0.2], [1, 0.4], [0.7, 0.8]], [[0.75], [0.82], [0.93], [0.86]]),
        "X4 is already scaled: enter hours, as they stand in the table":
            ([[0.3, 1], [0.5, 0.2], [1, 0.4], [0.7, 0.8]], [[75], [82], [93], [86]]),
        "y4 is already scaled: enter the scores in percent, as they stand in the table":
            ([[3, 5], [5, 1], [10, 2], [7, 4]], [[0.75], [0.82], [0.93], [0.86]]),
        "the new test comes last: put its row at the bottom of X4 and of y4":
            ([[7, 4], [3, 5], [5, 1], [10, 2]], [[86], [75], [82], [93]]),
    },
    praise="four examples, two inputs, one output; one more test to learn from is one more row.")

EXERCISES["1.2"] = Exercise(
    example=(np.array([[2.0, 10], [4, 5]]),),
    cases=[(np.abs(X),) for (X,) in random_cases("Ni")],
    right=lambda X: X / np.amax(X, axis=0),
    wrong={
        "np.amax(X) is the largest number of all columns together: axis=0 takes each column by itself":
            lambda X: X / np.amax(X),
        "that takes the largest number of each row: axis=0 goes down the columns, axis=1 along the rows":
            lambda X: X / np.amax(X, axis=1),
        "that takes the largest number of each row, a test: axis=0 goes down the columns":
            lambda X: X / np.amax(X, axis=1, keepdims=True),
        "100 is the best score, not the largest number of hours: find that with np.amax": lambda X: X / 100,
        "that divides by the sum of each column, not by its largest number": lambda X: X / np.sum(X, axis=0),
    },
    praise="every column now has 1 as its largest number, whatever its unit was.")

EXERCISES["1.3"] = Exercise(
    right=0.5,
    wrong={
        "that is the sum that arrives: the neuron applies the sigmoid to it": 0,
        "e to the power of 0 is 1, not 0: so the sigmoid of 0 is 1 / (1 + 1)": 1,
        "those are the raw hours: scaled, 8 hours of sleep are 8/10, and 3 hours of study are 3/5": f(12),
        "that is the sum of the raw hours: scale them first, and apply the sigmoid last": 12,
        "mind the minus: the weight from study is -4": f(4.8),
        "the weights are swapped: 3 belongs to sleep and -4 to study": f(-1.4),
    },
    praise="where the sum is 0, a sigmoid neuron passes on exactly one half.")

EXERCISES["1.4"] = Exercise(
    example=(np.array([1.0, 2]), np.array([3.0, -1])),
    cases=random_cases("i", "i") + random_cases("g", "g"),
    right=lambda x, w: f(np.sum(x * w)),
    wrong={
        "that is the weighted sum; now apply the activation function to it": lambda x, w: np.sum(x * w),
        "the sum is missing: the neuron adds up what its synapses bring before it applies the activation function":
            lambda x, w: f(x * w),
        "first add up, then apply the activation function, once": lambda x, w: np.sum(f(x * w)),
        "the sign in the exponent: it is e to the minus z": lambda x, w: f(-np.sum(x * w)),
        "a synapse multiplies its input by its weight; it doesn't add it": lambda x, w: f(np.sum(x + w)),
    },
    praise="that is all a neuron does: add up, then apply the activation function.")

EXERCISES["1.5"] = Exercise(
    example=([2, 3, 1],),
    cases=[([3, 1],)] + [(list(layers.values()),) for layers in SIZES],
    right=lambda sizes: sum(before * after for before, after in zip(sizes, sizes[1:])),
    wrong={
        "that counts the neurons; the synapses lie between them, from each unit to each unit of the next layer": sum,
        "that multiplies all the layers: synapses only join a layer and the next, so multiply those two, and add up":
            lambda sizes: np.prod(sizes),
        "those are the synapses between the first two layers only": lambda sizes: sizes[0] * sizes[1],
        "the synapses into the last layer are missing":
            lambda sizes: sum(before * after for before, after in zip(sizes, sizes[1:-1])),
        "sizes[-1] is the last layer: you have joined it to the first":
            lambda sizes: sum(sizes[k] * sizes[k - 1] for k in range(len(sizes))),
    },
    praise="the network of the videos, [2, 3, 1], has nine: those are the nine weights that training must find.")

# Part 2

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
    },
    praise="an example keeps its row through every layer, and the columns are the units of the layer.")

EXERCISES["2.2"] = Exercise(
    right=3,
    rtol=0,
    wrong={
        "line 1 is equation (1), as it should be: follow what it makes into the next lines": 1,
        "line 2 is equation (2), as it should be: is its result ever used?": 2,
        "line 4 is equation (4), as it should be: look at what it gets": 4,
    },
    praise="it should be np.dot(a2, W2). As printed, the hidden layer has no activation function.")

EXERCISES["2.3"] = Exercise(
    example=(np.array([[3.0, 5], [10, 2]]),),
    cases=random_cases("Ni"),
    right=lambda X: np.hstack((X, np.ones((len(X), 1)))),
    wrong={
        "the ones came first: put X before them": lambda X: np.hstack((np.ones((len(X), 1)), X)),
        "that is one more row, an example of ones: the bias is one more column":
            lambda X: np.vstack((X, np.ones((1, X.shape[1])))),
        "those are zeros: a weight times 0 adds nothing, a weight times 1 adds itself":
            lambda X: np.hstack((X, np.zeros((len(X), 1)))),
        "that adds 1 to every input: what is missing is a new column": lambda X: X + 1,
    },
    praise="W1 now needs one more row, and its last row holds the biases of the hidden units.")

EXERCISES["2.4"] = Exercise(
    example=(floats([1, 2]), floats([1, 0], [0, -1]), floats([2, 0], [0, 1]), floats([1], [-1])),
    cases=random_cases("Ni", "ih", "hg", "go"),
    right=lambda X, W1, W2, W3: f(f(f(X @ W1) @ W2) @ W3),
    wrong={
        "the output layer has an activation function too: the last step is f(z4)":
            lambda X, W1, W2, W3: f(f(X @ W1) @ W2) @ W3,
        "the second hidden layer lacks its activation function": lambda X, W1, W2, W3: f(f(X @ W1) @ W2 @ W3),
        "the first hidden layer lacks its activation function": lambda X, W1, W2, W3: f(f(X @ W1 @ W2) @ W3),
        "no hidden layer has its activation function: without it the three layers are no more than one":
            lambda X, W1, W2, W3: f(X @ W1 @ W2 @ W3),
        "the inputs go into the first synapses as they are: the activation function comes after them":
            lambda X, W1, W2, W3: f(f(f(f(X) @ W1) @ W2) @ W3),
        "* multiplies element by element: each layer adds up its inputs, with the matrix product @":
            lambda X, W1, W2, W3: f(f(f(X * W1) * W2) * W3),
        "the weights come first in your products: one example is a row, so write X @ W1":
            lambda X, W1, W2, W3: f(W3 @ f(W2 @ f(W1 @ X))),
    },
    praise="any number of layers is this one step again and again: a matrix product, then the activation function.")

EXERCISES["2.5"] = Exercise(
    example=(np.array([[0.0, 1], [2, 2]]),),
    cases=random_cases("Ng") + random_cases("Nh"),
    right=lambda z: np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True),
    wrong={
        "that divides by the sum over all examples: divide each row by its own, with axis=1 and keepdims=True":
            lambda z: np.exp(z) / np.sum(np.exp(z)),
        "your columns add up to 1, and the rows should: axis=1 sums along the rows":
            lambda z: np.exp(z) / np.sum(np.exp(z), axis=0),
        "the sums are a row where they should be a column: keepdims=True keeps them one":
            lambda z: np.exp(z) / np.sum(np.exp(z), axis=1),
        "the exponential is missing: it makes every share positive": lambda z: z / np.sum(z, axis=1, keepdims=True),
        "the sign in the exponent: here it is e to the plus z":
            lambda z: np.exp(-z) / np.sum(np.exp(-z), axis=1, keepdims=True),
        "that is the sigmoid: it takes each output by itself, so a row need not add up to 1": f,
    },
    praise="every row adds up to 1: shares that can be read as probabilities.")

# Part 3

EXERCISES["3.1"] = Exercise(
    right=100**6,
    rtol=0,
    wrong={
        "^ isn't a power in Python: write **": 100 ^ 6,
        "each value of one weight meets each value of every other: multiply 100 by itself, don't add": 600,
        "base and exponent are swapped: 100 values, once more for each weight": 6**100,
        "that is for nine weights, or for 1,000 values of each: here there are fewer, and 100 values": 100**9,
        "those are the weights of W1 alone: W2 has two more": 100**4,
        "that counts the units that compute: each synapse has a weight, from each unit to each of the next layer":
            100**3,
        "that counts all the units: each synapse has a weight, from each unit to each of the next layer": 100**5,
        "4 weights in W1 and 2 in W2 make 6: add them, don't multiply": 100**8,
        "that is the number of weights: how many combinations do 100 values of each make?": 6,
    },
    praise="a million million, for a network smaller than ours and a grid ten times as coarse.")

EXERCISES["3.2"] = Exercise(
    example=(np.array([[1.0], [2.0]]), np.array([[0.0], [4.0]])),
    cases=random_cases("No", "No"),
    right=lambda y, yHat: 0.5 * np.sum((y - yHat)**2),
    wrong={
        "the half is missing": lambda y, yHat: np.sum((y - yHat)**2),
        "the square is missing: errors up and errors down cancel": lambda y, yHat: 0.5 * np.sum(y - yHat),
        "that takes the size of each error: its square is asked for": lambda y, yHat: 0.5 * np.sum(np.abs(y - yHat)),
        "first square, then add up: you have squared the sum": lambda y, yHat: 0.5 * np.sum(y - yHat)**2,
        "that is a mean: equation (5) adds up and doesn't divide by the number of examples":
            lambda y, yHat: 0.5 * np.mean((y - yHat)**2),
        "that divides by the number of examples: equation (5) only adds up":
            lambda y, yHat: 0.5 * np.sum((y - yHat)**2) / len(y),
        "that adds up the rows only, as Python's own sum does, and leaves an array: np.sum(...) gives one number":
            lambda y, yHat: 0.5 * sum((y - yHat)**2),
        "the sum is missing: those are the costs of the single examples": lambda y, yHat: 0.5 * (y - yHat)**2,
        "y or yHat is 1-D in your code, and together with a column that makes N by N errors: leave both columns":
            lambda y, yHat: 0.5 * np.sum((y.ravel() - yHat)**2),
        "the matrix product gives a matrix, and mixes the outputs if there are several: square with **2, then np.sum":
            lambda y, yHat: 0.5 * (y - yHat).T @ (y - yHat),
    },
    praise="one number for all the errors, however many examples and outputs there are.")

EXERCISES["3.3"] = Exercise(
    right=3.08,
    wrong={
        "the sign: at 2 the slope is negative, so downhill is to the right": 0.68,
        "the slope has changed after the first step: work it out again where you stand": 3.2,
        "that is where one step leads: take one more": 2.6,
        "that is one step too many: two are asked for": 3.464,
        "the learning rate is missing: each step is 0.1 times the slope": 2,
        "the slope is 2(w - 5): the 2 is missing": 2.57,
        "that is how far you have come: add where you began": 1.08,
        "that is how far it still is to the bottom: where do you stand?": 1.92,
        "that is the cost where you stand: where is that?": 1.92**2,
    },
    praise="2, then 2.6, then 3.08: each step is four fifths as long as the one before.")


def descend(slope, w, rate, steps):
    for _ in range(steps):
        w = w - rate * slope(w)
    return w


EXERCISES["3.4"] = Exercise(
    example=(shown_as("slope(w) = 2 * (w - 5)", lambda w: 2 * (w - 5)), 2.0, 0.1, 2),
    cases=[(np.sin, 4.0, 0.1, 5)] + [(np.tanh, w, rate, len(w)) for (w,), rate in zip(random_cases("ih"), RATES)],
    right=descend,
    wrong={
        "the sign: you walk uphill": lambda slope, w, rate, steps: descend(slope, w, -rate, steps),
        "that is a single step: is return inside the loop, too far to the right, or is w never changed there?":
            lambda slope, w, rate, steps: descend(slope, w, rate, 1),
        "you take the slope at the start for every step: ask for slope(w) again inside the loop":
            lambda slope, w, rate, steps: w - steps * rate * slope(w),
        "one step too many: range(steps) counts exactly steps times":
            lambda slope, w, rate, steps: descend(slope, w, rate, steps + 1),
        "one step too few: range(steps) counts exactly steps times":
            lambda slope, w, rate, steps: descend(slope, w, rate, steps - 1),
        "the rate is missing": lambda slope, w, rate, steps: descend(slope, w, 1, steps),
        "that is the last step alone: subtract it from w":
            lambda slope, w, rate, steps: -rate * slope(descend(slope, w, rate, steps - 1)),
    },
    praise="that is gradient descent; from now on only the slope gets cleverer.")

EXERCISES["3.5"] = Exercise(
    right=6,
    rtol=0,
    wrong={
        "line 4 goes one e to the right, as it should: where does line 6 go from there?": 4,
        "lines 5 and 7 ask for the cost where the weight is: ask where lines 4 and 6 put it": {5, 7},
        "dividing by e would double the slopes, but each weight would still be left too large": 8,
        "line 9 puts the weight back if line 6 has taken it one e to the left of where it was: has it?": 9,
        "those lines only count and keep: follow one weight through lines 4 to 9": {2, 3},
    },
    praise="left has to be as far to the left of the weight as right is to the right: - 2 * e.")

# Part 4

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

# Part 5

EXERCISES["5.1"] = Exercise(
    right=((1.5 + 1e-4)**2 - 1.5**2) / 1e-4,
    wrong={
        "that looks to both sides: here it is to the right only, from x to x + epsilon": 3.0,
        "that looks to the left: here it is to the right, from x to x + epsilon": (1.5**2 - (1.5 - 1e-4)**2) / 1e-4,
        "from x to x + epsilon is one epsilon: divide by that, not by two": ((1.5 + 1e-4)**2 - 1.5**2) / 2e-4,
        "that is the difference of the values: divide it by epsilon": (1.5 + 1e-4)**2 - 1.5**2,
        "that is with an epsilon of 1e-8: here it is 1e-4": ((1.5 + 1e-8)**2 - 1.5**2) / 1e-8,
        "epsilon still has another value, from a cell above: set it to 1e-4": 0.0,
    },
    rtol=1e-10,
    praise="off by a whole epsilon, where looking to both sides was right to twelve digits.")

norm = np.linalg.norm

EXERCISES["5.2"] = Exercise(
    example=(floats(1, 2), floats(1, 3)),
    cases=random_cases("g", "g") + random_cases("Ni", "Ni"),
    right=lambda grad, numgrad: norm(grad - numgrad) / norm(grad + numgrad),
    wrong={
        "upside down: the norm of the difference is divided by the norm of the sum":
            lambda grad, numgrad: norm(grad + numgrad) / norm(grad - numgrad),
        "that compares each number by itself: take the norm of the whole difference, and of the whole sum":
            lambda grad, numgrad: np.abs(grad - numgrad) / np.abs(grad + numgrad),
        "np.sum lets errors up and down cancel: take norms, np.linalg.norm":
            lambda grad, numgrad: np.sum(grad - numgrad) / np.sum(grad + numgrad),
        "the difference of the norms is 0 for any two vectors of the same length: take the norm of the difference":
            lambda grad, numgrad: (norm(grad) - norm(numgrad)) / norm(grad + numgrad),
        "the division is missing: a difference is small or large against the gradients themselves":
            lambda grad, numgrad: norm(grad - numgrad),
        "divide by the norm of the sum, not of one gradient alone":
            lambda grad, numgrad: norm(grad - numgrad) / norm(grad),
        "divide by the norm of one gradient plus the other, not by their norms added up":
            lambda grad, numgrad: norm(grad - numgrad) / (norm(grad) + norm(numgrad)),
    },
    praise="it doesn't depend on how long the gradients are, as long as they aren't nearly 0.")


def slopes(J, w, e=1e-4, right=1, left=1, keep=False):
    """Slope of J for each weight, from J(w + right e) and J(w - left e); keep: leave the weights before it moved."""
    slope = np.zeros(w.shape)
    shift = np.zeros(w.shape)
    for p in range(len(w)):
        shift = shift if keep else np.zeros(w.shape)
        shift[p] = e
        slope[p] = (J(w + right * shift) - J(w - left * shift)) / ((right + left) * e)
    return slope


EXERCISES["5.3"] = Exercise(
    example=(shown_as("J(w) = w[0]**2 + 3 * w[1]", lambda w: w[0]**2 + 3 * w[1]), floats(1, 2)),
    cases=[(J, np.exp(w)) for J in (lambda w: np.sum(np.log(w)), np.prod) for w, in random_cases("N")],
    right=slopes,
    wrong={
        "the sign: it is J to the right minus J to the left": lambda J, w: -slopes(J, w),
        "from w - e to w + e is twice e: divide by 2 * e": lambda J, w: 2 * slopes(J, w),
        "mind the brackets: / 2 * e divides by 2 and multiplies by e, / (2 * e) divides by both":
            lambda J, w: slopes(J, w) * 1e-8,
        "that looks to the right only: look to both sides, which is far more exact": lambda J, w: slopes(J, w, left=0),
        "that looks to the left only: look to both sides, which is far more exact": lambda J, w: slopes(J, w, right=0),
        "that moves all the weights at once: move one, and leave the others where they are":
            lambda J, w: (J(w + 1e-4) - J(w - 1e-4)) / 2e-4,
        "the weights before are still moved: only weight p may be, so start each time from zeros":
            lambda J, w: slopes(J, w, keep=True),
        "return is inside the loop and ends it after the first weight: indent it like for":
            lambda J, w: np.append(slopes(J, w)[:1], 0 * w[1:]),
    },
    rtol=1e-5,
    praise="two evaluations per weight and no calculus: slow, but hard to get wrong.")

EXERCISES["5.4"] = Exercise(
    example=(shown_as("J(w) = w**2", lambda w: w**2), 3.0),
    cases=[(J, 0.9) for J in (np.exp, np.sin, np.log)],
    right=lambda J, w: (J(w + 1e-4) - 2 * J(w) + J(w - 1e-4)) / 1e-8,
    wrong={
        "that is the slope: its change from the left of w to the right is asked for":
            lambda J, w: (J(w + 1e-4) - J(w - 1e-4)) / 2e-4,
        "the square is missing: divide by epsilon twice": lambda J, w: (J(w + 1e-4) - 2 * J(w) + J(w - 1e-4)) / 1e-4,
        "the two slopes are taken half an epsilon to either side of w, so they are one epsilon apart, not two":
            lambda J, w: (J(w + 1e-4) - 2 * J(w) + J(w - 1e-4)) / 2e-8,
        "that divides by (2 epsilon) squared: the slopes are one epsilon apart":
            lambda J, w: (J(w + 1e-4) - 2 * J(w) + J(w - 1e-4)) / 4e-8,
        "the sign: the slope to the right minus the slope to the left":
            lambda J, w: -(J(w + 1e-4) - 2 * J(w) + J(w - 1e-4)) / 1e-8,
        "J(w) counts twice, once from each slope": lambda J, w: (J(w + 1e-4) - J(w) + J(w - 1e-4)) / 1e-8,
    },
    rtol=1e-3,
    praise="that is how fast the slope changes; Part 6 trains with an estimate of it for all the weights.")

EXERCISES["5.5"] = Exercise(
    right="C",
    wrong={
        "a lost minus would flip the signs, and W2 would be off as well": "A",
        "delta3 is part of both gradients, and W2 is right: so delta3 is right": "B",
        "then W2 would be too small as well, by the same factor": "D",
        "the check couldn't see that: the cost has the same wrong order, and all nine would agree": "E",
    },
    praise="W2 is right and W1 is four times too large or more: a slope of at most a quarter is missing "
           "on the way to it.")

# Part 6

EXERCISES["6.1"] = Exercise(
    right=[[0.6, 0.8]],
    wrong={
        "the night is 1-D: a matrix with one row has two pairs of brackets": [0.6, 0.8],
        "the night is a column: an example is a row": [[0.6], [0.8]],
        "those are hours: divide them by the largest hours of the training data, since the network knows no others":
            [[6, 4]],
        "that divides by the night's own largest number: take the largest of each column of the training data":
            [[1, 4 / 6]],
        "both are divided by 10: study has a largest value of its own, 5 hours": [[0.6, 0.4]],
        "100 is the best score: hours are divided by the largest hours of their column": [[0.06, 0.04]],
        "the columns are mixed up: sleep comes first": [[0.4, 1.2]],
        "the order is mixed up: sleep comes first": [[0.8, 0.6]],
    },
    praise="now 100 * NN.forward(my_night) is the score that the trained network predicts, in percent.")

EXERCISES["6.2"] = Exercise(
    right=6.5,
    wrong={
        "the sign: the slope at 7 is positive, so level ground is to the left": 7.5,
        "that is how long the step is: subtract it from 7": 0.5,
        "that is the curvature: divide the slope at 7 by it": 6,
        "the curvature is missing: divide the slope by it": 4,
        "upside down: divide the slope by the curvature": 5,
        "12 is the change of the slope: the curvature is the change per unit of w, so divide it by 2": 6.75,
        "that takes the slope where you came from: the slope at 7 is 3": 4.5,
        "that starts from 9: you stand at 7": 8.5,
    },
    praise="two slopes told you how far to go; nobody had to choose a learning rate.")


def bowl(w):
    return (w[0] - 3)**2 + 2 * (w[1] + 1)**2, np.array([2 * (w[0] - 3), 4 * (w[1] + 1)])


EXERCISES["6.3"] = Exercise(
    gives=("J", "gradient"),
    example=(floats(4, 1),),
    cases=[(w[:2],) for w, in random_cases("i")],
    right=bowl,
    wrong={
        "the sign of the gradient: it points uphill": lambda w: (bowl(w)[0], -bowl(w)[1]),
        "the power rule brings the exponent down: the derivative of a square has a factor 2":
            lambda w: (bowl(w)[0], bowl(w)[1] / 2),
        "the factor 2 in front of the second square stays when you differentiate: that makes 4":
            lambda w: (bowl(w)[0], np.array([2 * (w[0] - 3), 2 * (w[1] + 1)])),
        "the order: minimize expects the cost first, then the gradient": lambda w: bowl(w)[::-1],
        "the gradient has one number per weight: don't add them up": lambda w: (bowl(w)[0], np.sum(bowl(w)[1])),
        "the gradient's two numbers are in the wrong order": lambda w: (bowl(w)[0], bowl(w)[1][::-1]),
        "J lacks the factor 2 of its second square": lambda w: ((w[0] - 3)**2 + (w[1] + 1)**2, bowl(w)[1]),
    },
    praise="BFGS needs nothing else of a function, be it a bowl or a network.")


def best_below(bound, train, starts, otherwise):
    """The start with the lowest cost if that is below the bound, as when the best cost so far begins with it."""
    best = min(starts, key=train)
    return best if train(best) < bound else otherwise(starts)


def not_assigned(starts):
    raise UnboundLocalError


EXERCISES["6.4"] = Exercise(
    example=(shown_as("train(start) = 2 + start % 4", lambda start: 2 + start % 4), [5, 1, 9, 8, 6]),
    cases=[(train, [5, 1, 9, 6, 4]) for train in (
        lambda start: (start - 6)**2, lambda start: start % 4, lambda start: 1 / start,
        lambda start: 1e6 * (2 + abs(start - 9)))],
    right=lambda train, starts: min(starts, key=train),
    wrong={
        "that is the start with the highest cost": lambda train, starts: max(starts, key=train),
        "that is the lowest cost: return the start that led to it": lambda train, starts: min(map(train, starts)),
        "that is the place in the list: return the start itself, starts[place]":
            lambda train, starts: int(np.argmin([train(start) for start in starts])),
        "that is the smallest start: it is the cost that train returns which should be small":
            lambda train, starts: min(starts),
        "that is always the last start: keep a start only when its cost is below the best so far":
            lambda train, starts: starts[-1],
        "that is always the first start: try the others too, and return after the loop":
            lambda train, starts: starts[0],
        "your best cost begins at 1, which not every training beats: begin with the first cost, or with infinity":
            lambda train, starts: best_below(1, train, starts, lambda starts: starts[0]),
        "your best cost begins at 1, which not every training beats: begin with infinity, float('inf')":
            lambda train, starts: best_below(1, train, starts, not_assigned),
        "your best cost begins at a number that not every training beats: begin with the first cost, or with infinity":
            lambda train, starts: best_below(1000, train, starts, lambda starts: starts[0]),
        "your best cost begins at a number that not every training beats: begin with infinity, float('inf')":
            lambda train, starts: best_below(1000, train, starts, not_assigned),
    },
    praise="with one start in ten stuck, five starts all get stuck about once in 100,000 times.")

EXERCISES["6.5"] = Exercise(
    gives=("w", "v"),
    example=(floats(2, 3), floats(1, -1), floats(4, 2), 0.1, 0.5),
    cases=[(*arrays, rate, keep) for arrays, rate, keep in zip(random_cases("ih", "ih", "ih"), RATES, reversed(RATES))],
    right=lambda w, v, gradient, rate, keep: (w + keep * v - rate * gradient, keep * v - rate * gradient),
    wrong={
        "the sign: the gradient points uphill, so the velocity changes against it":
            lambda w, v, gradient, rate, keep: (w + keep * v + rate * gradient, keep * v + rate * gradient),
        "w moves by the new velocity: compute v first":
            lambda w, v, gradient, rate, keep: (w + v, keep * v - rate * gradient),
        "w is moved against its velocity: add v": lambda w, v, gradient, rate, keep: (
            w - (keep * v - rate * gradient), keep * v - rate * gradient),
        "keep is missing: without friction the velocity only grows":
            lambda w, v, gradient, rate, keep: (w + v - rate * gradient, v - rate * gradient),
        "keep belongs to the old velocity alone, not to the gradient":
            lambda w, v, gradient, rate, keep: (w + keep * (v - rate * gradient), keep * (v - rate * gradient)),
        "the order: w first, then v":
            lambda w, v, gradient, rate, keep: (keep * v - rate * gradient, w + keep * v - rate * gradient),
        "that is plain descent: the old velocity has no part in it":
            lambda w, v, gradient, rate, keep: (w - rate * gradient, -rate * gradient),
        "that is momentum as PyTorch writes it, v = keep * v + gradient and w = w - rate * v: here the rate is in v":
            lambda w, v, gradient, rate, keep: (w - rate * (keep * v + gradient), keep * v + gradient),
        "1 - keep isn't asked for: the gradient is multiplied by the rate alone":
            lambda w, v, gradient, rate, keep: (w + keep * v - (1 - keep) * rate * gradient,
                                                keep * v - (1 - keep) * rate * gradient),
    },
    praise="steps in one direction add up to speed, and steps to and fro cancel.")

EXERCISES["6.6"] = Exercise(
    right=0.0025,
    wrong={
        "the same inputs give the same estimate, and that can't be both 0.70 and 0.80": 0,
        "is the half missing, or do you guess one of the two scores? there is a better estimate in between": 0.005,
        "that is one friend's share: add the other's": 0.00125,
        "that is in percent: scores and estimates are between 0 and 1, so each error is 0.05": 25,
        "that is the error: square it, add both, and halve the sum": 0.05,
        "that is the best estimate: what does it cost?": 0.75,
    },
    praise="no training can go below it: the rest is noise, and Part 7 is about that.")

# Part 7

EXERCISES["7.1"] = Exercise(
    right=0.5,
    wrong={
        "the weights are nearly 0, and so is z3; but the estimate is f(z3), and f(0) isn't 0": 0.0,
        "that is the mean score: a network with a bias unit could get there; ours can't, with weights near 0": 0.8,
        "that is in percent: the network's estimates lie between 0 and 1": 50.0,
    },
    rtol=0.02,
    praise="f(0): with its weights near 0 the network knows nothing of the hours, nor of the mean score.")


def squares(y, yHat, W1, W2, Lambda):
    return 0.5 * np.sum((y - yHat)**2) / len(y)


def sizes(y, yHat, W1, W2, Lambda):
    return Lambda * (np.sum(np.abs(W1)) + np.sum(np.abs(W2)))


EXERCISES["7.2"] = Exercise(
    example=(floats([1], [3]), floats([1], [1]), floats([1], [-2]), floats([3]), 0.5),
    cases=[(*arrays, Lambda) for arrays, Lambda in zip(random_cases("No", "No", "ih", "ho"), RATES)],
    right=lambda y, yHat, W1, W2, Lambda: 0.5 * np.sum((y - yHat)**2) / len(y) + sizes(y, yHat, W1, W2, Lambda),
    wrong={
        "/N is missing: the errors are divided by the number of examples":
            lambda y, *rest: squares(y, *rest) * len(y) + sizes(y, *rest),
        "np.mean divides by how many numbers y has, with two outputs twice the number of examples: divide np.sum by "
        "len(y)": lambda y, *rest: squares(y, *rest) / np.shape(y)[1] + sizes(y, *rest),
        "that divides the penalty by N too: only the errors are":
            lambda y, *rest: squares(y, *rest) + sizes(y, *rest) / len(y),
        "those are the squares of the weights, as in the lesson: here it is their sizes, np.abs(W1)":
            lambda y, yHat, W1, W2, Lambda: squares(y, yHat, W1, W2, Lambda) + sizes(y, yHat, W1**2, W2**2, Lambda),
        "those are half the squares of the weights, as in the lesson: here it is their sizes, np.abs(W1)":
            lambda y, yHat, W1, W2, Lambda: squares(y, yHat, W1, W2, Lambda) + sizes(y, yHat, W1**2, W2**2, Lambda) / 2,
        "here lambda isn't halved: the half belonged to the squares": lambda *case: squares(*case) + sizes(*case) / 2,
        "weights above and below 0 cancel: take their sizes, np.abs(W1), before you add up":
            lambda y, yHat, W1, W2, Lambda: squares(y, yHat, W1, W2, Lambda) + Lambda * (np.sum(W1) + np.sum(W2)),
        "the sign: a penalty is added": lambda *case: squares(*case) - sizes(*case),
        "W2 is missing from the penalty":
            lambda y, yHat, W1, W2, Lambda: squares(y, yHat, W1, W2, Lambda) + sizes(y, yHat, W1, 0, Lambda),
        "mind the parentheses: Lambda multiplies both sums": lambda y, yHat, W1, W2, Lambda: (
            squares(y, yHat, W1, W2, Lambda) + sizes(y, yHat, W1, 0, Lambda) + np.sum(np.abs(W2))),
        "the half of the squared errors is missing": lambda *case: 2 * squares(*case) + sizes(*case),
        "Python's own sum adds up the rows and leaves an array: np.sum adds up everything, to one number":
            lambda y, yHat, *rest: 0.5 * sum((y - yHat)**2) / len(y) + sizes(y, yHat, *rest),
        "y or yHat is 1-D in your code, and that and a column make N by N errors: leave both columns":
            lambda y, yHat, *rest: squares(y.ravel(), yHat, *rest) * len(y.ravel()) / len(y) + sizes(y, yHat, *rest),
    },
    praise="unlike the square, this penalty drives weights to exactly 0: synapses that the network can do without.")


def early_stop(testJ, patience):
    best = 0
    for k in range(len(testJ)):
        if testJ[k] < testJ[best]:
            best = k
        if k - best == patience:
            break
    return best + 1


def stopping_iteration(testJ, patience):
    """Where the reading ends, instead of where the best was."""
    return min(early_stop(testJ, patience) + patience, len(testJ))


def rises_in_a_row(testJ, patience):
    """Count rises against the iteration before, instead of against the best."""
    rises = 0
    for k in range(1, len(testJ)):
        rises = rises + 1 if testJ[k] >= testJ[k - 1] else 0
        if rises == patience:
            break
    return int(np.argmin(testJ[:k + 1])) + 1


EXERCISES["7.3"] = Exercise(
    example=([4.0, 3.0, 5.0, 6.0, 1.0], 2),
    cases=[([5.0, 4.0, 4.5, 4.2, 3.0, 3.5, 3.6, 3.6, 2.0, 6.0], patience) for patience in range(2, 5)],
    right=early_stop,
    wrong={
        "that is the best of all iterations: you would have stopped before reaching some of them":
            lambda testJ, patience: int(np.argmin(testJ)) + 1,
        "that is where you stop: go back to the iteration with the lowest cost until then": stopping_iteration,
        "that is the lowest cost: return the number of its iteration":
            lambda testJ, patience: testJ[early_stop(testJ, patience) - 1],
        "that is its place in the list, counted from 0: place 0 belongs to iteration 1":
            lambda testJ, patience: early_stop(testJ, patience) - 1,
        "that is one iteration too far: place 0 of the list belongs to iteration 1":
            lambda testJ, patience: early_stop(testJ, patience) + 1,
        "one too patient: stop when `patience` iterations have brought nothing better":
            lambda testJ, patience: early_stop(testJ, patience + 1),
        "one too impatient: wait for `patience` iterations that bring nothing better":
            lambda testJ, patience: early_stop(testJ, patience - 1),
        "compare with the lowest cost so far, not with the iteration before": rises_in_a_row,
        "that goes back to the highest cost": lambda testJ, patience: int(np.argmax(testJ)) + 1,
    },
    praise="the weights of that iteration are the ones to keep; but now the test data has had a say in them.")


def fit_with_penalty(X, y, Lambda):
    """A linear model with a penalty on its weights; its matrices must be matrices."""
    if np.ndim(X) != 2 or np.ndim(y) != 2:
        raise ValueError(f"fit needs matrices, and X has shape {np.shape(X)}, y has shape {np.shape(y)}: "
                         "np.delete needs axis=0 to leave out a row")
    W = np.linalg.solve(X.T @ X / len(X) + Lambda * np.eye(X.shape[1]), X.T @ y / len(X))

    def predict(X):
        if np.ndim(X) != 2:
            raise ValueError(f"predict needs a matrix, and X has shape {np.shape(X)}: X[[i]] is row i as a matrix, "
                             "and X[i] is 1-D")
        return X @ W

    return predict


def constant_model(X, y, Lambda):
    """The mean of y, shrunk by the penalty."""
    level = np.sum(y) / (len(y) + Lambda)
    return lambda X: np.full((len(X), 1), level)


def left_out(X, y, fit, Lambda):
    """The squared error on each example when the others were fitted."""
    return np.array([np.mean((y[[i]] - fit(np.delete(X, i, axis=0), np.delete(y, i, axis=0), Lambda)(X[[i]]))**2)
                     for i in range(len(X))])


def choose(cost, best=np.argmin):
    """A function that chooses the lambda with the lowest cost(X, y, fit, Lambda)."""
    return lambda X, y, fit, lambdas: lambdas[int(best([cost(X, y, fit, Lambda) for Lambda in lambdas]))]


def noisy_line(seed, examples=6, noise=0.5, last=0):
    """Tests with a weak signal, of which the last may be far from the rule."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(0.2, 1, (examples, 3))
    y = X @ [[1.0], [0.0], [0.0]] + noise * rng.standard_normal((examples, 1))
    y[-1] += last
    return X.round(2), y.round(2)


EXERCISES["7.4"] = Exercise(
    example=(floats([1], [1], [1]), floats([2], [-2], [1]),
             shown_as("fit(X, y, Lambda) = a model that always says np.sum(y) / (len(y) + Lambda)", constant_model),
             [0.0, 2.0]),
    cases=[(*noisy_line(seed, last=last), fit_with_penalty, [10.0, 0.001, 0.1, 0.01, 1.0])
           for seed, last in ((262, -2), (287, 0), (27, 2))],
    right=choose(lambda *case: np.mean(left_out(*case))),
    wrong={
        "that is the smallest lambda each time: on examples that it has fitted, a model does best with the least "
        "penalty; test it on the one that was left out":
            choose(lambda X, y, fit, Lambda: np.mean((y - fit(X, y, Lambda)(X))**2)),
        "you test on all the examples: test on the one that was left out":
            choose(lambda X, y, fit, Lambda: np.mean([
                np.mean((y - fit(np.delete(X, i, axis=0), np.delete(y, i, axis=0), Lambda)(X))**2)
                for i in range(len(X))])),
        "that is the lambda with the largest error": choose(lambda *case: np.mean(left_out(*case)), np.argmax),
        "only the last example counts: start a new list of errors for each lambda, not for each example":
            choose(lambda *case: left_out(*case)[-1]),
        "only the first example counts: a return or a break may be indented too far, inside the loop":
            choose(lambda *case: left_out(*case)[0]),
        "that is its place in the list: return lambdas[place]": lambda X, y, fit, lambdas: int(
            np.argmin([np.mean(left_out(X, y, fit, Lambda)) for Lambda in lambdas])),
        "that is the smallest error: return the lambda that led to it": lambda X, y, fit, lambdas: min(
            np.mean(left_out(X, y, fit, Lambda)) for Lambda in lambdas),
        "those are the errors of all lambdas: return the lambda with the smallest": lambda X, y, fit, lambdas: [
            np.mean(left_out(X, y, fit, Lambda)) for Lambda in lambdas],
        "that is always the first lambda: return after the loop over all of them":
            lambda X, y, fit, lambdas: lambdas[0],
        "that is always the last lambda: keep one only if its error is the smallest so far":
            lambda X, y, fit, lambdas: lambdas[-1],
    },
    praise="every example was new to the model once, and nobody has asked the test data yet.")

EXERCISES["7.5"] = Exercise(
    right=6,
    wrong={
        "those maxima come from the training data alone, as they should": 1,
        "the testing data is scaled there, but by the training data's maxima: no harm in that": 2,
        "these networks have seen no data yet": 3,
        "a loop by itself is harmless: what happens in it?": 4,
        "train gets the training data only, and here it isn't even shown the test cost": 5,
        "that line only reports a cost: by then the choice has been made": 7,
    },
    rtol=0,
    praise="twenty tries and the best one shown: that is luck, and the next tests will regress to the mean.")

# Part 8


def one_hot(labels, classes):
    return np.eye(classes)[labels]


EXERCISES["8.1"] = Exercise(
    example=(np.array([2, 0]), 3),
    cases=[(np.array([1, 0, 2, 2]), 3), (np.array([3, 1]), 5), (np.array([0, 4, 2, 1, 3]), 5)],
    right=one_hot,
    wrong={
        "the rows are still all zeros: put a 1 in each, in the column of its label":
            lambda labels, classes: np.zeros((len(labels), classes)),
        "each example has a column, where it should have a row: rows come first, as in rows[row, label]":
            lambda labels, classes: one_hot(labels, classes).T,
        "the 1 is one column too far to the right: columns count from 0, and so do the digits":
            lambda labels, classes: np.roll(one_hot(labels, classes), 1, axis=1),
        "the 1 is one column too far to the left: columns count from 0, and so do the digits":
            lambda labels, classes: np.roll(one_hot(labels, classes), -1, axis=1),
        "the label stands in its column, where a 1 belongs":
            lambda labels, classes: one_hot(labels, classes) * labels[:, np.newaxis],
        "every row has a 1 in the column of every label: set one element per row, rows[row, label]":
            lambda labels, classes: np.tile(one_hot(labels, classes).max(axis=0), (len(labels), 1)),
        "only the first row has its 1: return comes inside the loop, one step too far to the right":
            lambda labels, classes: one_hot(labels, classes) * (np.arange(len(labels)) == 0)[:, np.newaxis],
    },
    praise="ten outputs, ten questions of yes or no, and exactly one yes.")

EXERCISES["8.2"] = Exercise(
    right=[0.25, -0.875, 0.625],
    wrong={
        "those are the probabilities; the error is the estimate minus the one-hot row": [0.25, 0.125, 0.625],
        "the sign: it is the estimate minus the target": [-0.25, 0.875, -0.625],
        "the slope has canceled: no yHat (1 - yHat) is left in this error":
            [0.25 * 0.25 * 0.75, -0.875 * 0.125 * 0.875, 0.625 * 0.625 * 0.375],
        "the right class is the second one, so the 1 is subtracted there": [0.25, 0.125, -0.375],
        "those are the z3 minus the one-hot row: softmax makes probabilities of them first": list(
            np.log([2, 1, 5]) - [0, 1, 0]),
        "the z3 are logarithms: e to the ln 2 is 2": list(
            np.log([2, 1, 5]) / np.sum(np.log([2, 1, 5])) - [0, 1, 0]),
        "2, 1 and 5 aren't probabilities yet: divide them by their sum": [2, 0, 5],
    },
    rtol=0.01,
    praise="estimate minus target; the three add up to 0.")


def half_square_votes(w, rows):
    """The sum of the rows' votes: the gradient of half the sum of squares of what a linear model gives for them."""
    return rows.T @ (rows @ w)


def one_epoch(votes, w, rows, batch, rate):
    for start in range(0, len(rows), batch):
        w = w - rate * votes(w, rows[start:start + batch])
    return w


shown_as("votes(w, rows) = rows.T @ (rows @ w)", half_square_votes)

EXERCISES["8.3"] = Exercise(
    example=(half_square_votes, floats(1), floats([1], [2], [1]), 2, 0.1),
    cases=[(half_square_votes, w, rows, 2, rate) for (w, rows), rate in zip(random_cases("i", "Ni"), RATES)],
    right=one_epoch,
    wrong={
        "the sign: votes are slopes and point uphill": lambda votes, w, rows, batch, rate: one_epoch(
            votes, w, rows, batch, -rate),
        "the rate multiplies the sum of the votes here: don't divide by the size of the batch":
            lambda votes, w, rows, batch, rate: one_epoch(
                lambda w, few: votes(w, few) / len(few), w, rows, batch, rate),
        "the rate multiplies the sum of the votes here: don't divide by batch":
            lambda votes, w, rows, batch, rate: one_epoch(votes, w, rows, batch, rate / batch),
        "each step asks all the rows: ask those from start to start + batch":
            lambda votes, w, rows, batch, rate: one_epoch(lambda w, few: votes(w, rows), w, rows, batch, rate),
        "every mini-batch is asked at the weights of the start: ask it at those that you have reached":
            lambda votes, w, rows, batch, rate: one_epoch(lambda _, few: votes(w, few), w, rows, batch, rate),
        "the last rows are left out: the last mini-batch may be smaller, but it votes too":
            lambda votes, w, rows, batch, rate: one_epoch(votes, w, rows[:len(rows) // batch * batch], batch, rate),
        "that is the first step alone: either return comes inside the loop, one step too far to the right, or each "
        "slice ends at batch, where it should end at start + batch":
            lambda votes, w, rows, batch, rate: one_epoch(votes, w, rows[:batch], batch, rate),
        "each batch has a single row: a slice from start to start + batch has them all":
            lambda votes, w, rows, batch, rate: one_epoch(votes, w, rows[::batch], 1, rate),
    },
    praise="one reading of the data, and as many steps as there are mini-batches.")


def count_ink(cells):
    return cells.reshape(8, 4, 8, 4).sum(axis=(1, 3))


def drawings():
    """Three drawings of 32 x 32 cells at random, more or less dark."""
    rng = np.random.default_rng(8)
    return [((rng.random((32, 32)) < share).astype(int),) for share in (0.2, 0.5, 0.8)]


EXERCISES["8.4"] = Exercise(
    cases=drawings(),
    right=count_ink,
    wrong={
        "those are means: the number of inked cells is asked for, 0 to 16": lambda cells: count_ink(cells) / 16,
        "rows and columns are mixed up: that is the picture on its side": lambda cells: count_ink(cells).T,
        "those are only the upper left cells of the blocks: add up all sixteen": lambda cells: cells[::4, ::4],
        "those blocks don't lie side by side: block number row begins at cell 4 * row": lambda cells: np.array(
            [[cells[row:row + 4, column:column + 4].sum() for column in range(8)] for row in range(8)]),
        "those blocks are 3 cells wide: a slice ends before its second number, so 4 * row + 4": lambda cells: np.array(
            [[cells[4 * row:4 * row + 3, 4 * column:4 * column + 3].sum() for column in range(8)] for row in range(8)]),
        "those are 4 by 4 blocks of 8 by 8 cells: eight blocks of 4 cells are asked for, each way":
            lambda cells: cells.reshape(4, 8, 4, 8).sum(axis=(1, 3)),
        "each of those counts 16 cells of one row: a block has 4 rows of 4":
            lambda cells: cells.reshape(64, 16).sum(axis=1).reshape(8, 8),
    },
    praise="1,024 cells have become 64 numbers, and a stroke that moves by one cell changes them only a little.")

EXERCISES["8.5"] = Exercise(
    right=97,
    wrong={
        "try it: does the network know which pixels are neighbors?": 50,
        "try it: what would you have to do to W1 so that every z2 stays what it was?": 10,
        "the share is asked for in percent": 0.97,
    },
    rtol=0.025,
    praise="the network never knew which pixels are neighbors, so it misses nothing.")

# Part 9

EXERCISES["9.1"] = Exercise(
    gives=("slope_u", "slope_v", "slope_w"),
    right=(28, 8, 10),
    rtol=0,
    wrong={
        "u acts along two paths, through the sum and through the product: add what arrives along both":
            {(8, 8, 10), (20, 8, 10)},
        "slopes along different paths are added, not multiplied": (160, 8, 10),
        "× passes back to each of its numbers what arrives times the other one: the sum gets 8, the product gets 5":
            {(25, 5, 16), (5 + 4 * 8, 5, 2 * 8)},
        "mind the second ×: it passes what arrives times w to u, and what arrives times u to w": (18, 8, 20),
        "the slope that arrives at the product u · w is 5, the value of the sum; it has to be multiplied in":
            {(12, 8, 2)},
        "those are the values, which run forward; the slopes run back": (2, 3, 4),
    },
    praise="two paths end at u, so its slope is 8 + 20.")

EXERCISES["9.2"] = Exercise(
    gives=("the slope with respect to A", "the slope with respect to B"),
    example=(floats([1, 2]), floats([3, 4, 5]), floats([1, 0], [0, 2], [1, 1])),
    cases=random_cases("No", "Ni", "io"),
    right=lambda slope, A, B: (slope @ B.T, A.T @ slope),
    wrong={
        "B and A have to be transposed: slope @ B doesn't have the shape of A":
            lambda slope, A, B: (slope @ B, A @ slope),
        "the order of the factors: slope comes first in the one, and last in the other":
            lambda slope, A, B: (B.T @ slope, slope @ A.T),
        "the two are swapped: the slope with respect to A comes first": lambda slope, A, B: (A.T @ slope, slope @ B.T),
        "A is not transposed: its columns have to meet the columns of B": lambda slope, A, B: (slope @ B.T, A @ slope),
        "B is not transposed: slope has a column for each column of B": lambda slope, A, B: (slope @ B, A.T @ slope),
        "* works element by element; here a matrix product is asked for":
            lambda slope, A, B: (slope * B.T, A.T * slope),
    },
    praise="with a2, W2 and delta3 in their places, the second is equation (6).")

EXERCISES["9.3"] = Exercise(
    example=(floats([1, 2], [3, 4], [10, 20]),),
    cases=random_cases("Nh"),
    right=lambda slope: slope.sum(axis=0),
    wrong={
        "that adds over the units; b has a number for each unit, and is used once for each example: axis=0 goes down":
            lambda slope: slope.sum(axis=1),
        "that adds up everything: each number of b gets the slopes of its own column": lambda slope: slope.sum(),
        "that is the mean: slopes along different paths are added, not averaged": lambda slope: slope.mean(axis=0),
        "b is a vector, without an axis for the examples: leave keepdims out":
            lambda slope: slope.sum(axis=0, keepdims=True),
        "those are the slopes of the first example alone: every example used b": lambda slope: slope[0],
        "that still has a row for each example; b has one row for all of them": lambda slope: slope,
    },
    praise="what was copied on the way forward is added up on the way back.")

EXERCISES["9.4"] = Exercise(
    right=2,
    rtol=0,
    wrong={
        "the slopes do have to start from 0, all of them; is there one that has to be something else by then?": {3, 4},
        "the order of the loop is right: the latest comes first": 5,
        "those two lines do what they should: look for what they are given": {6, 7},
        "line 1 only gives the function its name": 1,
    },
    praise="J is part of its own history, so its 1 was overwritten.")

EXERCISES["9.5"] = Exercise(
    gives=("what goes back to a", "what goes back to b"),
    example=(floats(10, 20), floats(1, 2), floats(0, 5)),
    cases=random_cases("Ni", "Ni", "Ni"),
    right=lambda slope, a, b: (slope * (a > b), slope * (b > a)),
    wrong={
        "the two are swapped: where a is larger, the result is a, and the slope goes to a":
            lambda slope, a, b: (slope * (b > a), slope * (a > b)),
        "the slope that arrives is missing: each rule multiplies it":
            lambda slope, a, b: (1.0 * (a > b), 1.0 * (b > a)),
        "that is how + does it; here only the larger of the two acts on the result": lambda slope, a, b: (slope, slope),
        "those are values; the slope with respect to the larger one is 1, and to the other one 0":
            {lambda slope, a, b: (slope * a * (a > b), slope * b * (b > a)),
             lambda slope, a, b: (a * (a > b), b * (b > a))},
        "compare a with b, not each of them with 0": lambda slope, a, b: (slope * (a > 0), slope * (b > 0)),
        "that compares the slope: compare a with b": lambda slope, a, b: (np.maximum(slope, a), np.maximum(slope, b)),
    },
    praise="the winner takes the whole slope; with b = 0 this is ReLU.")

# Part 10

EXERCISES["10.1"] = Exercise(
    gives=("bytes_at_once", "bytes_in_blocks"),
    right=(60_000 * 100 * 8, 4096 * 100 * 8),
    wrong={
        "that is how many numbers a2 has: each of them takes 8 bytes": (60_000 * 100, 4096 * 100),
        "a2 has one column per hidden unit, and you gave it as many columns as X has": (60_000 * 64 * 8, 4096 * 64 * 8),
        "a2 has one column per hidden unit, and you gave it as many columns as yHat has":
            (60_000 * 10 * 8, 4096 * 10 * 8),
        "those are bits: a number takes 64 bits, which are 8 bytes": (60_000 * 100 * 64, 4096 * 100 * 64),
        "bytes_in_blocks is what all the blocks would take together, but each one reuses the same memory":
            (60_000 * 100 * 8, 60_000 * 100 * 8),
        "those are megabytes: give the bytes": (48, 3.2768),
    },
    rtol=0,
    praise="48 megabytes against 3.3, and with ten times the examples it is 480 against 3.3.")


def largest_of_columns(blocks):
    return np.amax(np.concatenate(blocks), axis=0)


EXERCISES["10.2"] = Exercise(
    example=([floats([1, -5], [2, -3]), floats([4, -2], [0, -4])],),
    cases=[(list(blocks),) for blocks in random_cases("Ni", "Ni", "Ni")] + [
        ([block - 9 for block in blocks],) for blocks in random_cases("Ni", "Ni", "Ni")],
    right=largest_of_columns,
    wrong={
        "that is the last block's alone: of what you have so far and what the block brings, keep the larger":
            lambda blocks: np.amax(blocks[-1], axis=0),
        "that is the first block's alone: go through all the blocks, and return after the loop":
            lambda blocks: np.amax(blocks[0], axis=0),
        "that is the largest number of all columns together: axis=0 takes each column by itself":
            lambda blocks: np.amax(largest_of_columns(blocks)),
        "that adds up the blocks' largest numbers: sums are added, but of two maxima the larger one counts":
            lambda blocks: np.sum(np.amax(blocks, axis=1), axis=0),
        "you start from 0, and a column may hold only negative numbers: start from the first block's largest numbers":
            lambda blocks: np.maximum(0, largest_of_columns(blocks)),
        "that is the largest number of each row: axis=0 goes down the columns":
            lambda blocks: np.amax(blocks, axis=(0, 2)),
        "that is a list with the largest numbers of each block: return the largest over all of them":
            lambda blocks: np.amax(blocks, axis=1),
        "that compares the blocks element by element: of each block, take the largest number of each column first":
            lambda blocks: np.amax(blocks, axis=0),
    },
    praise="a maximum is put together from blocks as a sum is, so the file may be as long as it likes.")


EXERCISES["10.3"] = Exercise(
    right=2,
    wrong={
        "the other way around: the last block is shorter, so each of its rows has a larger share of its mean": 0.5,
        "that would be so if all the blocks were the same size, or if their sums were added up": 1,
        "that is the share of row 9: divide it by the share of row 0": 1 / 6,
        "that is the share of row 0: divide the share of row 9 by it": 1 / 12,
        "the last block has two rows: 10 = 4 + 4 + 2": 4,
    },
    praise="1/3 times 1/2 against 1/3 times 1/4. Sums are safe: add them up, and divide once, at the end.")


def mean_of_all(numbers, means):
    return np.sum(numbers * means) / np.sum(numbers)


def variance_of_all(numbers, means, variances):
    return mean_of_all(numbers, variances + (means - mean_of_all(numbers, means))**2)


EXERCISES["10.4"] = Exercise(
    gives=("mean", "variance"),
    example=(floats(1, 3), floats(10, 20), floats(0, 4)),
    cases=[(np.ceil(np.exp(numbers)), means, np.abs(variances))
           for numbers, means, variances in random_cases("N", "N", "N")],
    right=lambda numbers, means, variances: (mean_of_all(numbers, means), variance_of_all(numbers, means, variances)),
    wrong={
        "a worker with more scores counts more: take each mean times its number, and divide by all numbers together":
            lambda numbers, means, variances: (np.mean(means), np.mean(variances + (means - np.mean(means))**2)),
        "workers with more scores count more: take each mean and each variance times its number":
            lambda numbers, means, variances: (np.mean(means), np.mean(variances)),
        "the mean is right, but in the variance, too, a worker with more scores counts more":
            lambda numbers, means, variances: (mean_of_all(numbers, means), np.mean(
                variances + (means - mean_of_all(numbers, means))**2)),
        "the mean is right; for the variance the workers' means differ too: add each one's squared distance from the "
        "mean of all": lambda numbers, means, variances: (mean_of_all(numbers, means), mean_of_all(numbers, variances)),
        "the mean is right; in the variance the spread inside each share is missing":
            lambda numbers, means, variances: (mean_of_all(numbers, means), variance_of_all(numbers, means, 0)),
        "that is the root of the variance": lambda numbers, means, variances: (
            mean_of_all(numbers, means), variance_of_all(numbers, means, variances)**0.5),
        "the order: mean first, then variance": lambda numbers, means, variances: (
            variance_of_all(numbers, means, variances), mean_of_all(numbers, means)),
        "those are sums: divide each by all numbers together": lambda numbers, means, variances: (
            np.sum(numbers * means), np.sum(numbers * (variances + (means - np.sum(numbers * means))**2))),
    },
    praise="three numbers from each worker are enough, wherever it is: find the sums, and the rest follows.")

HOURS = floats(*[(sleep, study) for sleep in range(2, 11, 2) for study in range(6)])
SCORES = 30 + 4 * HOURS[:, [0]] + 3 * HOURS[:, [1]]

EXERCISES["10.5"] = Exercise(
    cases=[(os.path.join(tempfile.gettempdir(), f"my_tests_{os.getpid()}.npy"), HOURS, SCORES)],
    right=lambda path, hours, scores: scores,
    wrong={
        "every estimate is as large as a sigmoid can make it, and it can't output 85: divide the scores by 100 before "
        "you save them": {lambda path, hours, scores: np.full(scores.shape, 100.0),
                          lambda path, hours, scores: np.ones(scores.shape)},
        "those are the network's outputs: in percent they are 100 times as large":
            lambda path, hours, scores: scores / 100,
    },
    rtol=0.05,
    praise="the estimates are within 5 % of the scores. Now give it a file with numbers of your own.")
