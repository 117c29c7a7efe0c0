"""The network of Parts 2, 4 and 5: its numbers, its gradient, its edges, and what it says to data that don't fit."""
import importlib
import math
import re
import sys
from decimal import Decimal, localcontext

import numpy as np
import pytest

import partFive
import partFour
import partTwo
from partFive import Neural_Network, computeNumericalGradient

X, y = partTwo.X, partTwo.y
SHAPES = [  # inputs, hidden units, outputs, examples
    (2, 3, 1, 3), (2, 3, 1, 4), (2, 3, 1, 1), (1, 1, 1, 1), (1, 3, 1, 2), (2, 1, 1, 3),
    (3, 2, 4, 5), (4, 5, 3, 2), (2, 3, 3, 3), (5, 4, 2, 7), (1, 2, 3, 50), (8, 6, 5, 20)]


def some_network_and_data(inputs, hidden, outputs, examples):
    """A network of that shape, and inputs and targets at random."""
    rng = np.random.default_rng(inputs + hidden)
    return (Neural_Network(inputs, hidden, outputs, rng=rng),
            rng.uniform(-1, 2, (examples, inputs)), rng.uniform(0, 1, (examples, outputs)))


def close(values, expected, rtol=1e-12):
    assert np.shape(values) == np.shape(expected)
    np.testing.assert_allclose(values, expected, rtol=rtol, atol=1e-15)


# --- The data ---

def test_data_are_the_three_tests_scaled():
    close(X, np.array([[0.3, 1], [0.5, 0.2], [1, 0.4]]))
    close(y, np.array([[0.75], [0.82], [0.93]]))


@pytest.mark.parametrize("module, names", [
    ("partTwo", {"X", "y", "Neural_Network"}), ("partFour", {"X", "y", "Neural_Network"}),
    ("partFive", {"X", "y", "Neural_Network", "computeNumericalGradient"}),
    ("partSix", {"X", "y", "Neural_Network", "computeNumericalGradient", "trainer"})])
def test_star_import_hands_on_what_the_next_part_needs(module, names):
    handed_on = {}
    exec(f"from {module} import *", handed_on)
    assert handed_on.keys() - {"__builtins__"} == names
    assert handed_on["X"] is X and handed_on["y"] is y
    assert handed_on["Neural_Network"] is importlib.import_module(module).Neural_Network


def test_each_network_builds_on_the_one_before():
    assert partFour.Neural_Network.__bases__ == (partTwo.Neural_Network,)
    assert partFive.Neural_Network.__bases__ == (partFour.Neural_Network,)


# --- Seeded weights ---

def test_network_without_arguments_has_two_inputs_three_hidden_units_one_output():
    network = partTwo.Neural_Network()
    assert (network.inputLayerSize, network.hiddenLayerSize, network.outputLayerSize) == (2, 3, 1)
    assert network.W1.shape == (2, 3) and network.W2.shape == (3, 1)


def test_layer_sizes_are_settable_by_keyword():
    network = partTwo.Neural_Network(outputLayerSize=4, hiddenLayerSize=np.int64(5), inputLayerSize=6)
    assert network.W1.shape == (6, 5) and network.W2.shape == (5, 4)


def test_weights_are_the_standard_normal_numbers_of_the_seed():
    numbers = np.random.default_rng(7).standard_normal(9)
    network = Neural_Network(rng=7)
    assert np.array_equal(network.W1, numbers[:6].reshape(2, 3))
    assert np.array_equal(network.W2, numbers[6:].reshape(3, 1))


def test_a_generator_goes_on_where_it_was():
    rng = np.random.default_rng(7)
    first, second = Neural_Network(rng=rng), Neural_Network(rng=rng)
    assert np.array_equal(first.W1, Neural_Network(rng=7).W1)
    assert np.array_equal(second.getParams(), np.random.default_rng(7).standard_normal(18)[9:])


def test_unseeded_networks_differ():
    assert not np.array_equal(Neural_Network().W1, Neural_Network().W1)
    assert not np.array_equal(Neural_Network(rng=None).W1, Neural_Network(rng=None).W1)


@pytest.mark.parametrize("size, error, message", [
    (0, ValueError, "is 0; a layer has at least 1 unit: give 1 or more"),
    (-2, ValueError, "is -2; a layer has at least 1 unit: give 1 or more"),
    (2.5, TypeError, "is 2.5; give a whole number of units, an int such as 3"),
    (3.0, TypeError, "is 3.0; give a whole number of units, an int such as 3"),
    (math.nan, TypeError, "is nan; give a whole number of units, an int such as 3"),
    ("3", TypeError, "is '3'; give a whole number of units, an int such as 3"),
    (None, TypeError, "is None; give a whole number of units, an int such as 3")])
@pytest.mark.parametrize("layer", ["inputLayerSize", "hiddenLayerSize", "outputLayerSize"])
def test_layer_size_that_is_no_whole_number_of_one_or_more_is_refused(layer, size, error, message):
    with pytest.raises(error, match=f"^{re.escape(f'{layer} {message}')}$"):
        Neural_Network(**{layer: size})


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

L = math.log(3)
HAND_X, HAND_Y = [[1, 2], [0, 1]], [[1], [1]]


@pytest.fixture
def hand_network():
    network = Neural_Network(2, 2, 1)
    network.W1, network.W2 = np.array([[L, 2 * L], [0, -L]]), np.array([[-4 * L], [8 * L]])
    return network


def test_forward_matches_the_numbers_worked_by_hand(hand_network):
    close(hand_network.forward(HAND_X), np.array([[3 / 4], [1 / 2]]))
    close(hand_network.z2, np.array([[L, 0], [0, -L]]))
    close(hand_network.a2, np.array([[3 / 4, 1 / 2], [1 / 2, 1 / 4]]))
    close(hand_network.z3, np.array([[L], [0]]))


def test_cost_matches_the_number_worked_by_hand(hand_network):
    close(hand_network.costFunction(HAND_X, HAND_Y), 5 / 32)
    close(hand_network.yHat, np.array([[3 / 4], [1 / 2]]))


def test_gradient_matches_the_numbers_worked_by_hand(hand_network):
    dJdW1, dJdW2 = hand_network.costFunctionPrime(HAND_X, HAND_Y)
    close(dJdW1, np.array([[9, -24], [50, -96]]) * L / 256)
    close(dJdW2, np.array([[-25], [-14]]) / 256)
    close(hand_network.yHat, np.array([[3 / 4], [1 / 2]]))


def test_gradient_as_a_vector_matches_the_numbers_worked_by_hand(hand_network):
    close(hand_network.computeGradients(HAND_X, HAND_Y), np.array([9 * L, -24 * L, 50 * L, -96 * L, -25, -14]) / 256)


# --- Cost and gradient in many shapes ---

def loops(X, y, W1, W2):
    """yHat, J, dJdW1, dJdW2 from lists, one number at a time: the chain rule for each example, output, unit."""
    inputs, hidden, outputs = range(len(W1)), range(len(W2)), range(len(W2[0]))
    yHat, J = [], 0.0
    dJdW1, dJdW2 = [[0.0 for _ in hidden] for _ in inputs], [[0.0 for _ in outputs] for _ in hidden]
    for x, target in zip(X, y, strict=True):
        activity = [1 / (1 + math.exp(-sum(x[i] * W1[i][h] for i in inputs))) for h in hidden]
        estimate = [1 / (1 + math.exp(-sum(activity[h] * W2[h][o] for h in hidden))) for o in outputs]
        yHat.append(estimate)
        for o in outputs:
            J += (target[o] - estimate[o])**2 / 2
            error = (estimate[o] - target[o]) * estimate[o] * (1 - estimate[o])
            for h in hidden:
                dJdW2[h][o] += error * activity[h]
                for i in inputs:
                    dJdW1[i][h] += error * W2[h][o] * activity[h] * (1 - activity[h]) * x[i]
    return [np.array(result) for result in (yHat, J, dJdW1, dJdW2)]


def central_differences(network, X, y, W, e=1e-5):
    """(J(w + e) - J(w - e)) / 2e for each weight w of W, which is one of the network's own matrices."""
    slopes = np.empty(W.shape)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + e
        above = network.costFunction(X, y)
        W[place] = w - e
        slopes[place] = (above - network.costFunction(X, y)) / (2 * e)
        W[place] = w
    return slopes


@pytest.mark.parametrize("shape", SHAPES)
def test_estimate_cost_and_gradient_match_plain_loops(shape):
    network, X, y = some_network_and_data(*shape)
    yHat, J, dJdW1, dJdW2 = loops(X.tolist(), y.tolist(), network.W1.tolist(), network.W2.tolist())
    close(network.forward(X), yHat)
    close(network.costFunction(X, y), J)
    for gradient, expected in zip(network.costFunctionPrime(X, y), (dJdW1, dJdW2), strict=True):
        close(gradient, expected, rtol=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
def test_gradient_matches_central_differences(shape):
    network, X, y = some_network_and_data(*shape)
    dJdW1, dJdW2 = network.costFunctionPrime(X, y)
    np.testing.assert_allclose(dJdW1, central_differences(network, X, y, network.W1), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(dJdW2, central_differences(network, X, y, network.W2), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("outputs", [1, 2, 5])
def test_cost_is_a_float_for_any_number_of_outputs(outputs):
    network, X, y = some_network_and_data(2, 3, outputs, 4)
    assert type(network.costFunction(X, y)) is float


@pytest.mark.parametrize("kind", [
    np.ndarray.tolist, np.asfortranarray,
    *(lambda array, kind=kind: array.astype(kind) for kind in ("int64", "uint8", "bool", "float32"))])
def test_any_kind_of_real_numbers_counts_the_same(kind):
    network = Neural_Network(rng=0)
    X, y = np.array([[1., 0.], [0., 1.], [1., 1.], [0., 0.]]), np.array([[1.], [0.], [1.], [1.]])
    assert network.costFunction(kind(X), kind(y)) == network.costFunction(X, y)
    close(network.computeGradients(kind(X), kind(y)), network.computeGradients(X, y))


@pytest.mark.parametrize("kind", ["bool", "uint8", "int64", "float16", "float32", "longdouble"])
def test_data_count_as_doubles(kind):
    assert partTwo.matrix("X", np.ones((3, 2), kind), 2).dtype == float


def test_data_are_left_as_they_were():
    network, inputs, targets = Neural_Network(rng=0), X.copy(), y.copy()
    network.costFunction(inputs, targets)
    network.costFunctionPrime(inputs, targets)
    computeNumericalGradient(network, inputs, targets)
    assert np.array_equal(inputs, X) and np.array_equal(targets, y)


def test_cost_and_gradient_leave_the_weights_as_they_were():
    network = Neural_Network(rng=0)
    network.costFunction(X, y)
    network.costFunctionPrime(X, y)
    assert np.array_equal(network.getParams(), Neural_Network(rng=0).getParams())


def test_very_large_data_are_still_data():
    network = Neural_Network(rng=0)
    network.W1 = np.ones((2, 3))
    close(network.forward([[1e200, 0]]), network.sigmoid(np.sum(network.W2, axis=0, keepdims=True)))


# --- The sigmoid and its slope ---

sigmoid, sigmoidPrime = Neural_Network().sigmoid, Neural_Network().sigmoidPrime
EXTREMES = [0.0, 5e-324, 1e-300, 1e-8, 1, 36, 37, 354, 356, 700, 708, 709, 710, 720, 745, 746, 800, 1e5,
            sys.float_info.max, math.inf]
BOTH_TAILS = EXTREMES + [-z for z in EXTREMES]


def exactly(z):
    """f(z) and f'(z) with 60 digits."""
    with localcontext() as context:
        context.prec = 60
        e = (-Decimal(z)).exp()
        return 1 / (1 + e), e / (1 + e)**2


@pytest.mark.parametrize("function, which, tails", [(sigmoid, 0, (-708, 745)), (sigmoidPrime, 1, (-708, 708))])
def test_sigmoid_and_its_slope_are_right_to_a_few_units_in_the_last_place(function, which, tails):
    small = np.geomspace(1e-12, 1)
    z = np.concatenate((np.linspace(*tails, 999), np.linspace(-3, 3, 500), small, -small))
    for number, value in zip(z.tolist(), function(z).tolist(), strict=True):
        exact = exactly(number)[which]
        assert abs(Decimal(value) - exact) <= 4 * Decimal(math.ulp(float(exact)))


@pytest.mark.parametrize("z", [-708.5, -709.5, -710, -720, -745, -746, -800])
def test_far_down_the_tail_both_are_off_by_less_than_the_smallest_normal_number(z):
    for value, exact in zip((sigmoid(z), sigmoidPrime(z)), exactly(z), strict=True):
        assert 0 <= value and abs(value - float(exact)) < sys.float_info.min


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("z", [
    0.5, -720, -math.inf, [1, -2], [[]], BOTH_TAILS, np.array(BOTH_TAILS).reshape(8, 5), np.array(3.0)])
def test_sigmoid_and_its_slope_keep_the_shape_and_give_neither_nan_nor_a_warning(z):
    for values, greatest in ((sigmoid(z), 1), (sigmoidPrime(z), 0.25)):
        assert np.shape(values) == np.shape(z)
        assert np.all((0 <= values) & (values <= greatest))  # a nan is neither


@pytest.mark.parametrize("kind", [
    int, np.uint8, np.int64, np.float32, np.array, lambda z: [z], lambda z: np.array([[z]], "uint8"), bool])
def test_sigmoid_and_its_slope_take_any_kind_of_number(kind):
    # f(1) = 1 / (1 + 1/e) = 0.731058578630005, f'(1) = f(1) (1 - f(1)) = 0.196611933241482
    np.testing.assert_allclose(sigmoid(kind(1)), 0.731058578630005, rtol=1e-14)
    np.testing.assert_allclose(sigmoidPrime(kind(1)), 0.196611933241482, rtol=1e-14)


def test_sigmoid_at_its_ends_and_in_the_middle():
    assert sigmoid([-np.inf, 0, np.inf]).tolist() == [0, 0.5, 1]
    assert sigmoidPrime([-np.inf, 0, np.inf]).tolist() == [0, 0.25, 0]


def test_slope_is_the_same_on_both_sides():
    assert np.array_equal(sigmoidPrime(EXTREMES), sigmoidPrime(np.negative(EXTREMES)))


def test_sigmoid_and_its_slope_leave_z_as_it_was():
    z = np.array(BOTH_TAILS)
    sigmoid(z), sigmoidPrime(z)
    assert np.array_equal(z, BOTH_TAILS)


# --- Data that don't fit ---
#
# The network here has 2 inputs and 2 outputs; the data that fit have 3 examples.

GOOD = np.ones((3, 2))
SHAPE = "; this network has 2 {side}s, so {data} must be ({rows}, 2): "
GIVE_ROWS = "give one example a row and one {side} a column"
FINITE = "; every value must be a finite number: mend or leave out that example"
REAL = "; every value must be a real number: look for text or empty places"
BAD = [  # what came, error, message
    (GOOD.ravel(), ValueError, "{data} has shape (6,)" + SHAPE + "try {data}.reshape(-1, 2)"),
    (np.ones((3, 2, 1)), ValueError, "{data} has shape (3, 2, 1)" + SHAPE + "try {data}.reshape(-1, 2)"),
    (np.ones((2, 3, 1)), ValueError, "{data} has shape (2, 3, 1)" + SHAPE + "try {data}.reshape(-1, 2)"),
    (GOOD.T, ValueError, "{data} has shape (2, 3)" + SHAPE + "try {data}.T"),
    (np.ones((3, 3)), ValueError, "{data} has shape (3, 3)" + SHAPE + GIVE_ROWS),
    (np.ones((1, 3)), ValueError, "{data} has shape (1, 3)" + SHAPE + GIVE_ROWS),
    (GOOD[:, 0], ValueError, "{data} has shape (3,)" + SHAPE + GIVE_ROWS),
    (1.5, ValueError, "{data} has shape ()" + SHAPE + GIVE_ROWS),
    ([], ValueError, "{data} has shape (0,)" + SHAPE + GIVE_ROWS),
    (GOOD[:0], ValueError, "{data} has shape (0, 2), no examples; give at least one row"),
    ([[1, 2], [3], [4, 5]], ValueError, "{data} has rows of different lengths; give one example a row, 2 numbers each"),
    ([[1, 2], [3, np.nan], [5, 6]], ValueError, "{data}[1, 1] is nan" + FINITE),
    ([[1, 2], [3, 4], [np.inf, 6]], ValueError, "{data}[2, 0] is inf" + FINITE),
    ([[1, 2], [3, 4], [5, -np.inf]], ValueError, "{data}[2, 1] is -inf" + FINITE),
    ("hours", TypeError, "{data} holds values of type str_" + REAL),
    ([["3", "5"]] * 3, TypeError, "{data} holds values of type str_" + REAL),
    (None, TypeError, "{data} holds values of type object_" + REAL),
    ([[1, None]] * 3, TypeError, "{data} holds values of type object_" + REAL),
    (GOOD * 1j, TypeError, "{data} holds values of type complex128" + REAL),
]


def assert_refused(network, calls, X, y, error, message):
    """Each of these methods raises that error with that message, and the weights stay as they were."""
    weights = network.getParams()
    for call in calls:
        with pytest.raises(error, match=f"^{re.escape(message)}$"):
            getattr(network, call)(*([X] if call == "forward" else [X, y]))
        assert np.array_equal(network.getParams(), weights)


@pytest.mark.parametrize("bad, error, message", BAD)
def test_inputs_that_do_not_fit_are_refused(bad, error, message):
    assert_refused(Neural_Network(2, 3, 2), ["forward", "costFunction", "costFunctionPrime", "computeGradients"],
                   bad, GOOD, error, message.format(data="X", side="input", rows="numExamples"))


@pytest.mark.parametrize("bad, error, message", BAD)
def test_targets_that_do_not_fit_are_refused(bad, error, message):
    assert_refused(Neural_Network(2, 3, 2), ["costFunction", "costFunctionPrime", "computeGradients"],
                   GOOD, bad, error, message.format(data="y", side="output", rows=3))


def test_scores_in_rows_of_different_lengths_are_refused():
    assert_refused(Neural_Network(), ["costFunction", "costFunctionPrime"], X, [[75], [82, 93], [70]], ValueError,
                   "y has rows of different lengths; give one example a row, 1 number each")


@pytest.mark.parametrize("rows", [1, 2, 4])
def test_inputs_and_targets_of_different_lengths_are_refused(rows):
    assert_refused(Neural_Network(2, 3, 2), ["costFunction", "costFunctionPrime"], GOOD, np.ones((rows, 2)), ValueError,
                   f"X has 3 rows and y has {rows}; a row of each is one example: give as many")


@pytest.mark.parametrize("flat, hint", [(y.ravel(), "try y.reshape(-1, 1)"), (y.T, "try y.T")])
def test_scores_that_are_not_a_column_are_refused(flat, hint):
    assert_refused(Neural_Network(), ["costFunction", "costFunctionPrime"], X, flat, ValueError,
                   f"y has shape {flat.shape}; this network has 1 output, so y must be (3, 1): {hint}")


def test_one_number_where_a_column_belongs_is_refused():
    assert_refused(Neural_Network(1, 3, 1), ["forward"], np.float64(1), None, ValueError,
                   "X has shape (); this network has 1 input, so X must be (numExamples, 1): try X.reshape(-1, 1)")


def test_data_of_many_columns_are_refused_and_taken_as_those_of_few_are():
    network = Neural_Network(300, 2, 1)
    network.forward(np.ones((2, 300)))
    assert_refused(network, ["forward"], np.ones((300, 2)), None, ValueError,
                   "X has shape (300, 2); this network has 300 inputs, so X must be (numExamples, 300): try X.T")


# --- The weights as a vector ---

@pytest.fixture
def counted_network():
    """Weights 1 to 9: W1 row by row, then W2."""
    network = Neural_Network()
    network.W1, network.W2 = np.array([[1., 2, 3], [4, 5, 6]]), np.array([[7.], [8], [9]])
    return network


def test_params_are_the_first_weights_row_by_row_then_the_second(counted_network):
    assert counted_network.getParams().tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("shape", SHAPES)
def test_params_set_what_params_got(shape):
    network, other = Neural_Network(*shape[:3], rng=1), Neural_Network(*shape[:3], rng=2)
    other.setParams(network.getParams())
    assert np.array_equal(other.W1, network.W1) and np.array_equal(other.W2, network.W2)


def test_params_may_be_a_list_of_ints(counted_network):
    counted_network.setParams(list(range(9)))
    assert counted_network.getParams().dtype == float
    assert counted_network.W1.tolist() == [[0, 1, 2], [3, 4, 5]] and counted_network.W2.tolist() == [[6], [7], [8]]


def test_params_share_no_memory_with_the_weights(counted_network):
    params = counted_network.getParams()
    params[:] = 0
    assert counted_network.W1[0, 0] == 1
    counted_network.setParams(params)
    params[:] = 1
    assert not counted_network.W1.any() and not counted_network.W2.any()


SHAPE_MESSAGE = "; this network has 9 weights, so params must be (9,): give a vector like getParams()"


@pytest.mark.parametrize("params, message", [
    (np.ones(8), f"params has shape (8,){SHAPE_MESSAGE}"), (np.ones(10), f"params has shape (10,){SHAPE_MESSAGE}"),
    (np.ones((9, 1)), f"params has shape (9, 1){SHAPE_MESSAGE}"), (1.0, f"params has shape (){SHAPE_MESSAGE}"),
    ([1.0] * 8 + [np.nan], "params[8] is nan; every weight must be a finite number: a smaller step may help"),
    ([1.0, -np.inf] + [1.0] * 7, "params[1] is -inf; every weight must be a finite number: a smaller step may help")])
def test_params_that_do_not_fit_are_refused_and_change_nothing(counted_network, params, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        counted_network.setParams(params)
    assert counted_network.getParams().tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9]


# --- The numerical gradient ---

class CountingNetwork(Neural_Network):
    """Counts its costs, and is interrupted at one of them if told to be."""
    costs, interrupted_at = 0, None

    def costFunction(self, X, y):
        self.costs += 1
        if self.costs == self.interrupted_at:
            raise KeyboardInterrupt
        return super().costFunction(X, y)


@pytest.mark.parametrize("shape", SHAPES)
def test_numerical_gradient_agrees_with_the_gradient(shape):
    network, X, y = some_network_and_data(*shape)
    grad, numgrad = network.computeGradients(X, y), computeNumericalGradient(network, X, y)
    assert numgrad.shape == grad.shape
    assert np.linalg.norm(grad - numgrad) < 1e-8 * np.linalg.norm(grad + numgrad)


def test_numerical_gradient_of_one_weight_is_the_centred_difference():
    """The smallest network: J = (y - f(v f(w)))^2 / 2 with x = 1, y = 1, w = 0, v = 2, and e = 1e-4."""
    network = Neural_Network(1, 1, 1)
    network.setParams([0, 2])

    def J(w, v):
        return (1 - 1 / (1 + math.exp(-v / (1 + math.exp(-w)))))**2 / 2

    expected = [(J(1e-4, 2) - J(-1e-4, 2)) / 2e-4, (J(0, 2.0001) - J(0, 1.9999)) / 2e-4]
    np.testing.assert_allclose(computeNumericalGradient(network, [[1]], [[1]]), expected, rtol=1e-11)


def test_numerical_gradient_takes_two_costs_a_weight():
    network = CountingNetwork(rng=0)
    computeNumericalGradient(network, X, y)
    assert network.costs == 18


def test_numerical_gradient_leaves_the_weights_exactly_as_they_were():
    network = Neural_Network(rng=0)
    computeNumericalGradient(network, X, y)
    assert np.array_equal(network.getParams(), Neural_Network(rng=0).getParams())


@pytest.mark.parametrize("cost", range(1, 19))
def test_interrupted_numerical_gradient_leaves_the_weights_exactly_as_they_were(cost):
    network = CountingNetwork(rng=0)
    network.interrupted_at = cost
    with pytest.raises(KeyboardInterrupt):
        computeNumericalGradient(network, X, y)
    assert np.array_equal(network.getParams(), Neural_Network(rng=0).getParams())


def test_numerical_gradient_of_data_that_do_not_fit_leaves_the_weights_exactly_as_they_were():
    network = Neural_Network(rng=0)
    with pytest.raises(ValueError, match="try y.reshape"):
        computeNumericalGradient(network, X, y.ravel())
    assert np.array_equal(network.getParams(), Neural_Network(rng=0).getParams())
