"""The network of Parts 2, 4 and 5: its numbers, its gradient, its edges, and what it says to data that doesn't fit."""
import importlib
import math
import re
import sys
from decimal import Decimal, localcontext
from functools import partial

import numpy as np
import pytest

import partEight
import partFive
import partFour
import partTen
import partTwo
from partFive import Neural_Network, computeNumericalGradient
from validation import check_matrix

X, y = partTwo.X, partTwo.y
SHAPES = [  # inputs, hidden units, outputs, examples
    (2, 3, 1, 3), (2, 3, 1, 4), (1, 1, 1, 1), (2, 1, 1, 3), (3, 2, 4, 5), (2, 3, 3, 3), (1, 2, 3, 50), (8, 6, 5, 20),
    (300, 2, 1, 300)]


# --- The oracle, which shares no code with the modules ---

def estimate(params, X, hidden=3):
    """yHat for the weights params, W1 row by row and then W2; f(z) = (1 + tanh(z / 2)) / 2."""
    W1, W2 = np.split(params, [X.shape[1] * hidden])
    a2 = (1 + np.tanh(X @ W1.reshape(-1, hidden) / 2)) / 2
    return (1 + np.tanh(a2 @ W2.reshape(hidden, -1) / 2)) / 2


def cost(params, X, y, Lambda=None, hidden=3):
    """J of Part 4; of Part 7 if there is a Lambda: with 0 it is the cost per example."""
    J = np.sum((y - estimate(params, X, hidden))**2) / 2
    return J if Lambda is None else J / len(X) + Lambda / 2 * np.sum(params**2)


def slopes(params, *data, **others):
    """The slope of that cost along each weight, from a step of 1e-30 i, which has no rounding error."""
    return np.array([cost(params + 1e-30j * unit, *data, **others).imag / 1e-30 for unit in np.eye(len(params))])


def relative_error(network, X, y):
    """The check of Part 5: norm of the difference of both gradients over the norm of their sum."""
    grad, numgrad = network.computeGradients(X, y), computeNumericalGradient(network, X, y)
    return np.linalg.norm(grad - numgrad) / np.linalg.norm(grad + numgrad)


def some_network_and_data(inputs, hidden, outputs, examples, kind=Neural_Network):
    """A network of that shape, and random inputs and targets."""
    rng = np.random.default_rng(inputs + hidden)
    return (kind(inputs, hidden, outputs, rng=rng),
            rng.uniform(-1, 2, (examples, inputs)), rng.uniform(0, 1, (examples, outputs)))


def close(values, expected, rtol=1e-12):
    assert np.shape(values) == np.shape(expected)
    np.testing.assert_allclose(values, expected, rtol=rtol, atol=1e-15)


# --- The data, and what each part hands on ---

def test_data_is_the_three_tests_scaled():
    close(X, [[0.3, 1], [0.5, 0.2], [1, 0.4]])
    close(y, [[0.75], [0.82], [0.93]])


@pytest.mark.parametrize("module, names", [
    ("partOne", set()), ("partTwo", {"Neural_Network"}), ("partFour", {"Neural_Network"}),
    ("partFive", {"Neural_Network", "computeNumericalGradient"}),
    ("partSix", {"Neural_Network", "computeNumericalGradient", "optimize", "trainer"}),
    ("partTen", {"Neural_Network", "File_Network", "every_example_votes", "BLOCK"})])
def test_star_import_hands_on_what_the_next_part_needs(module, names):
    handed_on = {}
    exec(f"from {module} import *", handed_on)
    assert handed_on.keys() - {"__builtins__"} == {"X", "y"} | names
    assert handed_on["X"] is X and handed_on["y"] is y
    assert not names or handed_on["Neural_Network"] is importlib.import_module(module).Neural_Network


def test_each_network_builds_on_the_one_before():
    assert partFour.Neural_Network.__bases__ == (partTwo.Neural_Network,)
    assert partFive.Neural_Network.__bases__ == (partFour.Neural_Network,)


# --- Layer sizes and seeded weights ---

@pytest.mark.parametrize("sizes, shapes", [
    ({}, [(2, 3), (3, 1)]),
    ({"outputLayerSize": 4, "hiddenLayerSize": np.int64(5), "inputLayerSize": 6}, [(6, 5), (5, 4)])])
def test_layer_sizes_are_2_3_1_unless_set_by_keyword(sizes, shapes):
    network = partTwo.Neural_Network(**sizes)
    assert [network.W1.shape, network.W2.shape] == shapes
    assert (network.inputLayerSize, network.hiddenLayerSize) == shapes[0]
    assert (network.hiddenLayerSize, network.outputLayerSize) == shapes[1]


def test_weights_are_the_standard_normal_numbers_of_the_seed():
    """An int starts the generator anew; a generator goes on from where it was."""
    numbers, rng = np.random.default_rng(7).standard_normal(18), np.random.default_rng(7)
    for network, params in [(Neural_Network(rng=7), numbers[:9]), (Neural_Network(rng=rng), numbers[:9]),
                            (Neural_Network(rng=rng), numbers[9:])]:
        assert np.array_equal(network.W1, params[:6].reshape(2, 3))
        assert np.array_equal(network.W2, params[6:].reshape(3, 1))
    assert not np.array_equal(Neural_Network().W1, Neural_Network().W1)  # no seed, no repetition


@pytest.mark.parametrize("layer", ["inputLayerSize", "hiddenLayerSize", "outputLayerSize"])
@pytest.mark.parametrize("size", [0, -2, 2.5, 3.0, math.nan, "3", None])
def test_layer_size_that_is_no_whole_number_of_one_or_more_is_refused(layer, size):
    error, message = ((ValueError, "; a layer has at least 1 unit: give 1 or more") if size in (0, -2) else
                      (TypeError, "; give a whole number of units, an int such as 3"))
    with pytest.raises(error, match=f"^{re.escape(f'{layer} is {size!r}{message}')}$"):
        Neural_Network(**{layer: size})


@pytest.mark.parametrize("rng", [-1, 1.5, "seed", np.random])
def test_what_is_no_seed_is_refused(rng):
    with pytest.raises(TypeError, match="^rng is .*; give None, a whole number of 0 or more as a seed, or a generator"):
        Neural_Network(rng=rng)


# --- A tiny network worked by hand ---
#
# With L = ln 3 the sigmoids are fractions: f(L) = 3/4, f(0) = 1/2, f(-L) = 1/4, f'(L) = f'(-L) = 3/16, f'(0) = 1/4.
#   z2 = X W1 = [[1, 2], [0, 1]] [[L, 2L], [0, -L]] = [[L, 0], [0, -L]]      a2 = [[3/4, 1/2], [1/2, 1/4]]
#   z3 = a2 W2 = a2 [-4L, 8L] = [-3L + 4L, -2L + 2L] = [L, 0]                yHat = [3/4, 1/2]
#   y - yHat = [1/4, 1/2]                                                    J = (1/16 + 1/4) / 2 = 5/32
#   delta3 = [-1/4 * 3/16, -1/2 * 1/4] = [-3/64, -1/8]
#   dJdW2 = [3/4 * -3/64 + 1/2 * -1/8, 1/2 * -3/64 + 1/4 * -1/8] = [-25/256, -14/256]
#   delta2 = [[12/64 L * 3/16, -24/64 L * 1/4], [4/8 L * 1/4, -8/8 L * 3/16]] = [[9, -24], [32, -48]] L / 256
#   dJdW1 = [[1, 0], [2, 1]] delta2 = [[9, -24], [50, -96]] L / 256

def test_a_tiny_network_gives_the_numbers_worked_by_hand():
    network, L, inputs, targets = Neural_Network(2, 2, 1), math.log(3), [[1, 2], [0, 1]], [[1], [1]]
    network.setParams([L, 2 * L, 0, -L, -4 * L, 8 * L])
    close(network.forward(inputs), [[3 / 4], [1 / 2]])
    close(network.z2, [[L, 0], [0, -L]])
    close(network.a2, [[3 / 4, 1 / 2], [1 / 2, 1 / 4]])
    close(network.z3, [[L], [0]])
    close(network.costFunction(inputs, targets), 5 / 32)
    dJdW1, dJdW2 = network.costFunctionPrime(inputs, targets)
    close(dJdW1, np.array([[9, -24], [50, -96]]) * L / 256)
    close(dJdW2, np.array([[-25], [-14]]) / 256)


# --- Cost and gradient in many shapes ---

@pytest.mark.parametrize("shape", SHAPES)
def test_estimate_cost_and_gradient_are_the_oracles(shape):
    network, X, y = some_network_and_data(*shape)
    params, hidden = network.getParams(), network.hiddenLayerSize
    close(network.forward(X), estimate(params, X, hidden))
    close(network.costFunction(X, y), cost(params, X, y, hidden=hidden))  # a scalar, however many outputs there are
    close(network.yHat, estimate(params, X, hidden))
    close(network.computeGradients(X, y), slopes(params, X, y, hidden=hidden), rtol=1e-9)


LISTS = {"list": np.ndarray.tolist, "Decimal": lambda data: [[Decimal(each) for each in row] for row in data.tolist()]}


@pytest.mark.parametrize("kind", [*LISTS, "bool", "uint8", "int64", "float16", "float32", "longdouble", "object"])
def test_any_kind_of_real_numbers_counts_the_same(kind):
    network = Neural_Network(rng=0)
    data = np.array([[1., 0], [0, 1], [1, 1], [0, 0]]), np.array([[1.], [0], [1], [1]])
    same = [LISTS[kind](array) if kind in LISTS else np.asfortranarray(array, dtype=kind) for array in data]
    assert check_matrix("X", same[0], 2, "input").dtype == float
    assert network.costFunction(*same) == network.costFunction(*data)
    close(network.computeGradients(*same), network.computeGradients(*data))


def test_data_and_weights_are_left_as_they_were():
    network, inputs, targets = Neural_Network(rng=0), X.copy(), y.copy()
    for call in (network.costFunction, network.costFunctionPrime, partial(computeNumericalGradient, network)):
        call(inputs, targets)
        assert np.array_equal(inputs, X) and np.array_equal(targets, y)
        assert np.array_equal(network.getParams(), Neural_Network(rng=0).getParams())


def test_very_large_data_is_still_data():
    network = Neural_Network(rng=0)
    network.W1 = np.ones((2, 3))
    close(network.forward([[1e200, 0]]), network.sigmoid(np.sum(network.W2, axis=0, keepdims=True)))


# --- The sigmoid and its slope ---

sigmoid, sigmoidPrime = Neural_Network().sigmoid, Neural_Network().sigmoidPrime


@pytest.mark.parametrize("function, exact, tails", [
    (sigmoid, lambda e: 1 / (1 + e), (-708, 745)), (sigmoidPrime, lambda e: e / (1 + e)**2, (-708, 708))])
def test_sigmoid_and_its_slope_are_right_to_a_few_units_in_the_last_place(function, exact, tails):
    """Beyond the tails, where no double has all its digits, to the smallest normal number."""
    small, far = np.geomspace(1e-12, 1), np.array([-708.5, -709.5, -710, -720, -745, -746, -800])
    z = np.concatenate((np.linspace(*tails, 999), np.linspace(-3, 3, 500), small, -small, far))
    for number, value in zip(z.tolist(), function(z).tolist(), strict=True):
        with localcontext() as context:
            context.prec = 60
            expected = exact((-Decimal(number)).exp())
            least = math.ulp(float(expected)) * 4 if number >= -708 else sys.float_info.min
            assert abs(Decimal(value) - expected) <= Decimal(least)


def test_sigmoid_and_its_slope_have_these_ends_and_this_middle_and_keep_the_shape():
    z = np.array([[-np.inf, -1e5, -5e-324], [0, 1e5, np.inf]])
    assert sigmoid(z).tolist() == [[0, 0, 0.5], [0.5, 1, 1]]
    assert sigmoidPrime(z).tolist() == [[0, 0, 0.25], [0.25, 0, 0]]
    assert np.shape(sigmoid(0.5)) == np.shape(sigmoidPrime(0.5)) == ()


# --- Data that doesn't fit ---
#
# The network here has 2 inputs and 2 outputs; the data that fits has 3 examples.

GOOD = np.ones((3, 2))
SHAPE = "; this network has 2 {side}s, so {data} must be ({rows}, 2): "
RESHAPE = SHAPE + "try np.reshape({data}, (-1, 2))"
GIVE_ROWS = SHAPE + "give one example per row and one {side} per column"
FINITE = "; every value must be a finite number: correct that example or leave it out"
REAL = "; every value must be a real number: look for text or empty places"
BAD = [  # what came, error, message
    (GOOD.ravel(), ValueError, "{data} has shape (6,)" + RESHAPE),
    (np.ones((3, 2, 1)), ValueError, "{data} has shape (3, 2, 1)" + RESHAPE),
    (np.ones((2, 3, 1)), ValueError, "{data} has shape (2, 3, 1)" + RESHAPE),
    ([8, 3], ValueError, "{data} has shape (2,)" + SHAPE + "if it is one example, write it as one row: [[...]]"),
    (GOOD.T, ValueError, "{data} has shape (2, 3)" + SHAPE + "swap its rows and columns with np.transpose"),
    (np.ones((3, 3)), ValueError, "{data} has shape (3, 3)" + GIVE_ROWS),
    (np.ones((1, 3)), ValueError, "{data} has shape (1, 3)" + GIVE_ROWS),
    (GOOD[:, 0], ValueError, "{data} has shape (3,)" + GIVE_ROWS),
    (1.5, ValueError, "{data} has shape ()" + GIVE_ROWS),
    ([], ValueError, "{data} has shape (0,)" + GIVE_ROWS),
    (GOOD[:0], ValueError, "{data} has shape (0, 2), no examples; give at least one row"),
    ([[1, 2], [3], [4, 5]], ValueError,
     "{data} has rows of different lengths; give one example per row, 2 numbers each"),
    ([[1, 2], [3, np.nan], [5, np.inf]], ValueError, "{data}[1, 1] is nan" + FINITE),
    ([[1, 2], [3, 4], [5, -np.inf]], ValueError, "{data}[2, 1] is -inf" + FINITE),
    ([[3, "5"], ["6", 7], [8, 9]], TypeError, "{data} holds '5'" + REAL),
    ([[1, None]] * 3, TypeError, "{data} holds None" + REAL),
    (GOOD * 1j, TypeError, "{data} holds 1j" + REAL),
    ((row for row in GOOD), TypeError, "{data} is a generator; give an array or a list"),
    ({0: [1, 2]}, TypeError, "{data} is a dict; give an array or a list"),
]


def assert_refused(network, calls, X, y, error, message):
    """Each of these methods raises that error with that message, and the weights stay as they were."""
    weights = network.getParams()
    for call in calls:
        with pytest.raises(error, match=f"^{re.escape(message)}$"):
            getattr(network, call)(*([X] if call == "forward" else [X, y]))
        assert np.array_equal(network.getParams(), weights)


@pytest.mark.parametrize("bad, error, message", BAD)
def test_inputs_and_targets_that_do_not_fit_are_refused(bad, error, message):
    network, calls = Neural_Network(2, 3, 2), ["costFunction", "costFunctionPrime", "computeGradients"]
    assert_refused(network, ["forward", *calls], bad, GOOD, error,
                   message.format(data="X", side="input", rows="numExamples"))
    assert_refused(network, calls, GOOD, bad, error, message.format(data="y", side="output", rows=3))


AS_MANY = "; each example is a row of X and a row of y: give as many of one as of the other"


@pytest.mark.parametrize("inputs, X, y, message", [
    (2, X, 0.75, "y has shape (); this network has 1 output, so y must be (3, 1): try np.reshape(y, (-1, 1))"),
    (2, X, [[75], [82, 93], [70]], "y has rows of different lengths; give one example per row, 1 number each"),
    *((2, X, np.ones((rows, 1)), f"X has 3 rows and y has {rows}{AS_MANY}") for rows in (1, 2, 4)),
    (2, X[:1], y, f"X has 1 row and y has 3{AS_MANY}"),
    (300, np.ones((300, 2)), y, "X has shape (300, 2); this network has 300 inputs, so X must be (numExamples, 300): "
     "swap its rows and columns with np.transpose")])
def test_one_is_told_from_many(inputs, X, y, message):
    assert_refused(Neural_Network(inputs), ["costFunction", "costFunctionPrime"], X, y, ValueError, message)


# --- The weights as a vector ---

def test_params_are_the_first_weights_row_by_row_then_the_second():
    network = Neural_Network()
    network.setParams(range(1, 10))
    assert network.W1.tolist() == [[1, 2, 3], [4, 5, 6]] and network.W2.tolist() == [[7], [8], [9]]
    assert network.getParams().tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9] and network.getParams().dtype == float


def test_params_share_no_memory_with_the_weights():
    network = Neural_Network(rng=0)
    params = network.getParams()
    network.getParams()[:] = 0
    network.setParams(params)
    params[:] = 0
    assert np.array_equal(network.getParams(), Neural_Network(rng=0).getParams())


SHAPE_MESSAGE = "; this network has 9 weights, so params must be (9,): give a vector like getParams()"
NOT_FINITE = "; every weight must be a finite number: a smaller step may help"


@pytest.mark.parametrize("params, error, message", [
    (np.ones(8), ValueError, f"params has shape (8,){SHAPE_MESSAGE}"),
    (np.ones((9, 1)), ValueError, f"params has shape (9, 1){SHAPE_MESSAGE}"),
    (1.0, ValueError, f"params has shape (){SHAPE_MESSAGE}"),
    ([np.ones((2, 3)), np.ones((3, 1))], ValueError,
     "params has rows of different lengths; give a vector of 9 numbers like getParams()"),
    ([1.0] * 8 + [np.nan], ValueError, f"params[8] is nan{NOT_FINITE}"),
    ([1.0, -np.inf] + [1.0] * 7, ValueError, f"params[1] is -inf{NOT_FINITE}"),
    ("abc", TypeError, f"params holds 'abc'{REAL}")])
def test_params_that_do_not_fit_are_refused_and_change_nothing(params, error, message):
    network = Neural_Network(rng=0)
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        network.setParams(params)
    assert np.array_equal(network.getParams(), Neural_Network(rng=0).getParams())


# --- Weights given by hand ---

LAYERS = "; this network has 2 inputs, 3 hidden units and 1 output, so W1 must be (2, 3) and W2 (3, 1)"


@pytest.mark.parametrize("W1, W2, error, message", [
    (np.ones((2, 3)), np.ones(3), ValueError, "W1 has shape (2, 3) and W2 (3,)" + LAYERS),
    (np.ones((2, 3)), np.ones((3, 2)), ValueError, "W1 has shape (2, 3) and W2 (3, 2)" + LAYERS),
    (np.ones((3, 2)), np.ones((3, 1)), ValueError, "W1 has shape (3, 2) and W2 (3, 1)" + LAYERS),
    (1.0, np.ones((3, 1)), ValueError, "W1 has shape () and W2 (3, 1)" + LAYERS),
    (None, np.ones((3, 1)), TypeError, f"W1 holds None{REAL}"),
    (np.ones((2, 3)), [[1], [1j], [1]], TypeError, f"W2 holds 1j{REAL}")])
def test_weights_that_do_not_fit_are_refused_wherever_they_are_used(W1, W2, error, message):
    """Some would give a table of estimates, and a wrong cost."""
    for kind in (Neural_Network, partEight.Neural_Network, partEight.Classifier, partTen.Neural_Network):
        network = kind(2, 3, 1)
        network.W1, network.W2 = W1, W2
        for call in (network.forward, network.costFunction, network.costFunctionPrime):
            with pytest.raises(error, match=f"^{re.escape(message)}$"):
                call(X, *[] if call == network.forward else [[[0], [1], [1]]])


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("form", [np.ndarray.tolist, np.float32, np.asmatrix, partial(np.asarray, dtype=object)])
def test_weights_may_come_in_any_form(form):
    for kind in (Neural_Network, partEight.Neural_Network, partEight.Classifier, partTen.Neural_Network):
        network, other, data = kind(2, 3, 1, rng=0), kind(2, 3, 1, rng=0), (X, [[0], [1], [1]])
        other.W1, other.W2 = form(network.W1), form(network.W2)
        close(other.costFunction(*data), network.costFunction(*data), rtol=1e-6)
        for one, expected in zip(other.costFunctionPrime(*data), network.costFunctionPrime(*data)):
            close(one, expected, rtol=1e-5)


# --- The numerical gradient ---

@pytest.mark.parametrize("shape", SHAPES)
def test_numerical_gradient_agrees_with_the_gradient(shape):
    assert relative_error(*some_network_and_data(*shape)) < 1e-8


def test_numerical_gradient_is_the_centered_difference_with_e_of_1e_4():
    network, e = Neural_Network(rng=0), 1e-4
    w = network.getParams()
    expected = [(cost(w + e * unit, X, y) - cost(w - e * unit, X, y)) / (2 * e) for unit in np.eye(9)]
    np.testing.assert_allclose(computeNumericalGradient(network, X, y), expected, rtol=0, atol=2e-12)


class Sums_Rows(Neural_Network):
    def costFunction(self, X, y):
        return sum((y - self.forward(X))**2) / 2


class Forgets_Return(Neural_Network):
    def costFunction(self, X, y):
        super().costFunction(X, y)


@pytest.mark.parametrize("network, error, words", [
    (Sums_Rows(), ValueError, r"^the cost has shape \(1,\) and must be a single number"),
    (Forgets_Return(), TypeError, "^the cost is None and must be a real number: look for a missing return"),
    (Neural_Network, TypeError, "^Neural_Network is a class; give computeNumericalGradient a network"),
    (partFour.Neural_Network(), TypeError, "^Neural_Network has no getParams; give computeNumericalGradient a")])
def test_what_has_no_numerical_gradient_is_told(network, error, words):
    before = getattr(network, "W1", None)
    with pytest.raises(error, match=words):
        computeNumericalGradient(network, X, y)
    assert np.array_equal(getattr(network, "W1", None), before)


class InterruptedNetwork(Neural_Network):
    """Keeps its costs, and is interrupted at one call of one of its methods, if it is told which."""

    def __init__(self, method=None, call=0, **keywords):
        super().__init__(**keywords)
        self.method, self.calls_left, self.costs = method, call, []

    def count(self, method):
        if method == self.method:
            self.calls_left -= 1
            if self.calls_left == 0:
                raise KeyboardInterrupt

    def costFunction(self, X, y):
        self.count("costFunction")
        self.costs.append(super().costFunction(X, y))
        return self.costs[-1]

    def computeGradients(self, X, y):
        self.count("computeGradients")
        return super().computeGradients(X, y)


def test_numerical_gradient_takes_two_costs_per_weight():
    network = InterruptedNetwork(rng=0)
    computeNumericalGradient(network, X, y)
    assert len(network.costs) == 18


@pytest.mark.parametrize("call", range(1, 19))
def test_interrupted_numerical_gradient_leaves_the_weights_exactly_as_they_were(call):
    network = InterruptedNetwork("costFunction", call, rng=0)
    with pytest.raises(KeyboardInterrupt):
        computeNumericalGradient(network, X, y)
    assert np.array_equal(network.getParams(), Neural_Network(rng=0).getParams())
