"""The trainer of Part 6 and the penalty of Part 7: what training reaches, and what it does when something fails."""
import re

import numpy as np
import pytest
from scipy import optimize

import partFour
from partFive import Neural_Network, X, computeNumericalGradient, y
from partSix import trainer

# 0 to 10 hours of sleep, 0 to 5 hours of study, scaled as X is
PLANE = np.array([(sleep / 10, study / 5) for sleep in np.linspace(0, 10, 21) for study in np.linspace(0, 5, 21)])


# --- An oracle: the 2-3-1 network as functions of its nine weights, and other optimisers ---

def estimate(w, X):
    """yHat for the weights w: six of layer 1, row by row, then three of layer 2; a matrix w has a network a row."""
    w = w[..., np.newaxis, :]
    a2 = (1 + np.tanh((X[:, :1] * w[..., 0:3] + X[:, 1:] * w[..., 3:6]) / 2)) / 2  # f(z) = (1 + tanh(z/2)) / 2
    return (1 + np.tanh(np.sum(a2 * w[..., 6:9], axis=-1) / 2)) / 2


def cost(w, X, y, Lambda=None):
    """J of Part 4; of Part 7 if there is a Lambda: with 0 it is the cost per example."""
    J = np.sum((np.ravel(y) - estimate(w, X))**2, axis=-1) / 2
    return J if Lambda is None else J / len(X) + Lambda / 2 * np.sum(w**2, axis=-1)


def cost_and_gradient(w, *data):
    """The cost, and its slope along each weight from a step of 1e-30 i, which has no rounding error."""
    return cost(w, *data), cost(w + 1e-30j * np.eye(9), *data).imag / 1e-30


def minimum(w, method, *data, **options):
    """The weights that scipy's optimiser of that name finds from w on."""
    return optimize.minimize(cost_and_gradient, w, args=data, jac=True, method=method, options=options).x


class Recorder(trainer):
    """A trainer that keeps the weights it had after each iteration."""

    def train(self, *data, **options):
        self.path = []
        super().train(*data, **options)

    def callbackF(self, params):
        self.path.append(params.copy())
        super().callbackF(params)


# --- What training reaches ---

@pytest.fixture(scope="module")
def twenty_starts():
    """For each of 20 seeds the weights before and after training on the three tests."""
    return trained(Neural_Network, 20, X, y)


def trained(network_class, seeds, *data, **keywords):
    """For each seed the weights of a network before and after training."""
    runs = []
    for seed in range(seeds):
        network = network_class(rng=seed, **keywords)
        before = network.getParams()
        trainer(network).train(*data)
        runs.append((before, network.getParams()))
    return runs


def test_no_start_ends_with_worse_weights_than_it_came_with(twenty_starts):
    assert all(cost(after, X, y) <= cost(before, X, y) for before, after in twenty_starts)


def test_training_goes_on_from_where_it_ended_and_gets_no_worse():
    network = Neural_Network(rng=0)
    trainer(network).train(X, y)
    first = network.costFunction(X, y)
    trainer(network).train(X, y)
    assert network.costFunction(X, y) <= first < 1e-6


def test_slope_is_flat_where_training_ends():
    T = trainer(Neural_Network(rng=0))
    T.train(X, y)
    assert T.optimizationResults.success
    assert np.max(np.abs(T.N.computeGradients(X, y))) < 1e-5


def test_training_any_shape_brings_the_cost_down():
    network = Neural_Network(4, 5, 3, rng=0)
    data = np.random.default_rng(0).uniform(0, 1, (6, 4)), np.random.default_rng(1).uniform(0.2, 0.8, (6, 3))
    before = network.costFunction(*data)
    trainer(network).train(*data)
    assert network.costFunction(*data) < before / 100


# --- Against other implementations and optimisers ---
#
# Nine weights and three tests: the cost is 0 on a whole surface of weights. Two optimisers from the same start
# reach different points of it, which agree on the tests and need not agree anywhere else on the plane. So
# predictions over the plane are compared with the same method on another implementation of the network, and
# with another method only for the penalised network, whose best weights are single points.

def test_predictions_over_the_plane_match_an_independent_network_trained_from_the_same_weights(twenty_starts):
    for before, after in twenty_starts:
        independent = minimum(before, "BFGS", X, y)
        np.testing.assert_allclose(estimate(after, PLANE), estimate(independent, PLANE), atol=1e-3)


def test_forward_over_the_plane_matches_an_independent_network(twenty_starts):
    network = Neural_Network()
    for before, after in twenty_starts:
        network.setParams(after)
        np.testing.assert_allclose(network.forward(PLANE).ravel(), estimate(after, PLANE), rtol=1e-9)


def test_another_optimiser_fits_the_tests_from_the_same_weights_as_well(twenty_starts):
    compared = 0
    for before, after in twenty_starts:
        other = minimum(before, "L-BFGS-B", X, y, ftol=1e-15, gtol=1e-8)
        if max(cost(after, X, y), cost(other, X, y)) < 1e-6:
            np.testing.assert_allclose(estimate(after, X), estimate(other, X), atol=3e-3)  # 2 sqrt(2J) at most
            compared += 1
    assert compared >= 10


# --- What the trainer records and says ---

TEST_X, TEST_Y = np.array([[0.4, 1.0], [0.9, 0.5]]), np.array([[0.7], [0.85]])


def test_training_and_test_cost_of_each_iteration_are_recorded():
    T = Recorder(Neural_Network(rng=0))
    T.train(X, y, TEST_X, TEST_Y)
    assert len(T.path) == T.optimizationResults.nit > 5
    np.testing.assert_allclose(T.J, [cost(w, X, y) for w in T.path], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(T.testJ, [cost(w, TEST_X, TEST_Y) for w in T.path], rtol=1e-9)
    assert all(type(J) is float for J in T.J + T.testJ)


def test_cost_falls_with_each_iteration():
    T = trainer(Neural_Network(rng=0))
    T.train(X, y)
    assert T.J == sorted(T.J, reverse=True) and T.testJ == []


def test_test_data_do_not_change_what_training_finds():
    alone, watched = Neural_Network(rng=0), Neural_Network(rng=0)
    trainer(alone).train(X, y)
    trainer(watched).train(trainX=X, trainY=y, testX=TEST_X, testY=TEST_Y)
    assert np.array_equal(alone.getParams(), watched.getParams())


def test_training_again_records_anew():
    T = trainer(Neural_Network(rng=0))
    T.train(X, y, TEST_X, TEST_Y)
    first = T.J
    T.N.setParams(Neural_Network(rng=0).getParams())
    T.train(X, y)
    assert T.J == first and T.testJ == []


def test_callback_records_the_costs_of_the_weights_it_is_handed():
    T, params = trainer(Neural_Network(rng=0)), Neural_Network(rng=1).getParams()
    T.train(X, y, TEST_X, TEST_Y)
    T.callbackF(params)
    np.testing.assert_allclose((T.J[-1], T.testJ[-1]), (cost(params, X, y), cost(params, TEST_X, TEST_Y)), rtol=1e-12)


def test_cost_function_wrapper_gives_cost_and_gradient_of_the_weights_it_is_handed():
    T, params = trainer(Neural_Network(rng=0)), Neural_Network(rng=1).getParams()
    J, grad = T.costFunctionWrapper(params, X, y)
    expected_J, expected_grad = cost_and_gradient(params, X, y)
    np.testing.assert_allclose(J, expected_J, rtol=1e-12)
    np.testing.assert_allclose(grad, expected_grad, rtol=1e-9)


def test_cost_function_wrapper_keeps_the_best_weights_not_the_last():
    T, weights = trainer(Neural_Network()), [Neural_Network(rng=seed).getParams() for seed in range(5)]
    for params in weights:
        T.costFunctionWrapper(params, X, y)
    assert np.array_equal(T.bestParams, min(weights, key=lambda params: cost(params, X, y)))


def test_training_is_quiet(capfd):
    trainer(Neural_Network(rng=0)).train(X, y, TEST_X, TEST_Y)
    assert capfd.readouterr() == ("", "")


def test_training_shows_its_progress_when_asked(capfd):
    T = trainer(Neural_Network(rng=0))
    T.train(X, y, progress=True)
    assert capfd.readouterr().out.splitlines() == [f"iteration {i}: cost {J:.3g}" for i, J in enumerate(T.J, start=1)]


def test_stopping_too_early_is_a_warning_in_plain_words_where_train_was_called():
    T = trainer(Neural_Network(rng=0))
    with pytest.warns(RuntimeWarning) as caught:
        T.train(X, y, maxiter=2)
    assert str(caught[0].message) == (
        f"BFGS stopped after 2 iterations before the slope was flat (cost {T.J[-1]:.3g}): "
        "train again to go on from here, or allow more with maxiter")
    assert len(caught) == 1 and caught[0].filename == __file__


class Valley(Neural_Network):
    """Its cost is Rosenbrock's valley of 60 weights, so long that BFGS needs more than 300 iterations."""

    def costFunction(self, X, y):
        return float(optimize.rosen(self.getParams()))

    def computeGradients(self, X, y):
        return optimize.rosen_der(self.getParams())


def test_training_stops_after_200_iterations_unless_told():
    with pytest.warns(RuntimeWarning, match="^BFGS stopped after 200 iterations"):
        trainer(Valley(hiddenLayerSize=20, rng=0)).train(X, y)


def test_weights_are_the_best_ones_after_stopping_too_early():
    T = trainer(Neural_Network(rng=0))
    with pytest.warns(RuntimeWarning):
        T.train(X, y, maxiter=2)
    assert T.N.costFunction(X, y) <= T.J[-1] < cost(Neural_Network(rng=0).getParams(), X, y)


# --- When something goes wrong ---

class InterruptedNetwork(Neural_Network):
    """Keeps its costs, and is interrupted at one of its calls."""

    def __init__(self, method, call, **sizes):
        super().__init__(**sizes)
        self.interrupted_method, self.calls_left, self.costs = method, call, []

    def count(self, method):
        self.calls_left -= method == self.interrupted_method
        if self.calls_left == 0:
            self.calls_left = np.inf
            raise KeyboardInterrupt

    def costFunction(self, X, y):
        self.count("costFunction")
        self.costs.append(super().costFunction(X, y))
        return self.costs[-1]

    def computeGradients(self, X, y):
        self.count("computeGradients")
        return super().computeGradients(X, y)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("method", ["costFunction", "computeGradients"])
@pytest.mark.parametrize("call", [1, 2, 3, 5, 8, 13, 21])
def test_interrupted_training_keeps_the_best_weights(seed, method, call):
    network = InterruptedNetwork(method, call, rng=seed)
    with pytest.raises(KeyboardInterrupt):
        trainer(network).train(X, y)
    costs, start = network.costs.copy(), cost(Neural_Network(rng=seed).getParams(), X, y)
    np.testing.assert_allclose(network.costFunction(X, y), min(costs, default=start), rtol=1e-12)


GOOD = (X, y, TEST_X, TEST_Y)


@pytest.mark.parametrize("place, bad, error, message", [
    (0, X[:, :1], ValueError, "X has shape (3, 1)"), (0, X[:2], ValueError, "X has 2 rows and y has 3"),
    (0, [["3", "5"]] * 3, TypeError, "X holds values of type str_"),
    (0, X * [[1], [1], [np.nan]], ValueError, "X[2, 0] is nan"),
    (1, y.ravel(), ValueError, "y has shape (3,)"), (1, None, TypeError, "y holds values of type object_"),
    (2, TEST_X.ravel()[:3], ValueError, "X has shape (3,)"), (2, TEST_X * np.inf, ValueError, "X[0, 0] is inf"),
    (3, TEST_Y.ravel(), ValueError, "y has shape (2,)"), (3, y, ValueError, "X has 2 rows and y has 3"),
    (2, None, ValueError, "of testX and testY only one was given: give both or neither"),
    (3, None, ValueError, "of testX and testY only one was given: give both or neither")])
def test_data_that_do_not_fit_change_nothing(place, bad, error, message):
    T = trainer(Neural_Network(rng=0))
    with pytest.warns(RuntimeWarning):
        T.train(*GOOD, maxiter=3)
    before = T.N.getParams(), T.J.copy(), T.testJ.copy(), T.optimizationResults
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        T.train(*GOOD[:place], bad, *GOOD[place + 1:])
    assert np.array_equal(T.N.getParams(), before[0])
    assert (T.J, T.testJ, T.optimizationResults) == before[1:]


@pytest.mark.parametrize("wrong, message", [
    (None, "trainer got 'NoneType' without getParams, setParams, costFunction, computeGradients, W1"),
    (X, "trainer got 'ndarray' without getParams, setParams, costFunction, computeGradients, W1"),
    (Neural_Network, "trainer got 'type' without W1"),
    (partFour.Neural_Network(), "trainer got 'Neural_Network' without getParams, setParams, computeGradients")])
def test_what_is_no_network_of_part_5_is_refused(wrong, message):
    with pytest.raises(TypeError, match=f"^{message}: give it a network such as partFive.Neural_Network\\(\\)$"):
        trainer(wrong)


# --- Part 7: the penalty ---

class PenalisedNetwork(Neural_Network):
    """J = sum (y - yHat)^2 / 2N + Lambda / 2 (sum W1^2 + sum W2^2), and its gradient."""

    def __init__(self, Lambda=0, **sizes):
        super().__init__(**sizes)
        self.Lambda = Lambda

    def costFunction(self, X, y):
        return super().costFunction(X, y) / len(X) + self.Lambda / 2 * (np.sum(self.W1**2) + np.sum(self.W2**2))

    def costFunctionPrime(self, X, y):
        dJdW1, dJdW2 = super().costFunctionPrime(X, y)
        return dJdW1 / len(X) + self.Lambda * self.W1, dJdW2 / len(X) + self.Lambda * self.W2


@pytest.fixture(scope="module")
def penalised():
    """The class of Part 7: penalised(Lambda=0.0001, rng=0) is a network."""
    return PenalisedNetwork


# Four tests to train on, four to test with; the hours of both are scaled by the greatest ones in training.
TRAIN_X, TRAIN_Y = np.array([[3, 5], [5, 1], [10, 2], [6, 1.5]]) / [10, 5], np.array([[75], [82], [93], [70]]) / 100
HELD_OUT_X = np.array([[4, 5.5], [4.5, 1], [9, 2.5], [6, 2]]) / [10, 5]
HELD_OUT_Y = np.array([[70], [89], [85], [75]]) / 100


@pytest.mark.parametrize("Lambda", [0, 1e-8, 1e-6, 1e-4, 0.01, 1, 100])
@pytest.mark.parametrize("examples", [1, 2, 3, 4, 10, 1000])
def test_penalised_gradient_passes_the_check_of_part_5(penalised, Lambda, examples):
    rng = np.random.default_rng(examples)
    X, y = rng.uniform(0, 1, (examples, 2)), rng.uniform(0, 1, (examples, 1))
    network = penalised(Lambda=Lambda, rng=rng)
    grad, numgrad = network.computeGradients(X, y), computeNumericalGradient(network, X, y)
    assert np.linalg.norm(grad - numgrad) < 1e-8 * np.linalg.norm(grad + numgrad)


@pytest.mark.parametrize("Lambda", [0, 1e-8, 1e-6, 1e-4, 0.01, 1, 100])
@pytest.mark.parametrize("examples", [1, 2, 3, 4, 10, 1000])
def test_penalised_cost_and_gradient_match_an_independent_network(penalised, Lambda, examples):
    rng = np.random.default_rng(examples)
    X, y = rng.uniform(0, 1, (examples, 2)), rng.uniform(0, 1, (examples, 1))
    network = penalised(Lambda=Lambda, rng=rng)
    J, grad = cost_and_gradient(network.getParams(), X, y, Lambda)
    np.testing.assert_allclose(network.costFunction(X, y), J, rtol=1e-12)
    np.testing.assert_allclose(network.computeGradients(X, y), grad, rtol=1e-9, atol=1e-15)


@pytest.fixture(scope="module")
def four_tests(penalised):
    """For each of 40 seeds the weights before and after training on the four tests with the penalty."""
    return trained(penalised, 40, TRAIN_X, TRAIN_Y, Lambda=1e-4)


def median_costs(all_weights):
    """The median training and test cost per example, without the penalty."""
    return [np.median([cost(w, *data, 0) for w in all_weights])
            for data in ((TRAIN_X, TRAIN_Y), (HELD_OUT_X, HELD_OUT_Y))]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # without a penalty it may take more than 200 iterations
def test_without_a_penalty_the_training_cost_of_100_starts_is_nearly_0_and_the_test_cost_near_0_01(penalised):
    training, test = median_costs([after for _, after in trained(penalised, 100, TRAIN_X, TRAIN_Y)])
    assert training < 5e-5
    assert 0.007 < test < 0.016  # 0.0104 to 0.0114 by the processor; other hundreds of seeds 0.0071 to 0.0164


@pytest.mark.slow
def test_with_the_penalty_the_training_cost_of_100_starts_is_0_0021_and_the_test_cost_0_0027(penalised):
    training, test = median_costs([after for _, after in trained(penalised, 100, TRAIN_X, TRAIN_Y, Lambda=1e-4)])
    assert (round(training, 4), round(test, 4)) == (0.0021, 0.0027)


def test_with_the_penalty_the_training_cost_is_0_0021_and_the_test_cost_0_0027(four_tests):
    training, test = median_costs([after for _, after in four_tests])
    assert (round(training, 4), round(test, 4)) == (0.0021, 0.0027)


def residuals(w, Lambda):
    """Part 7's J is half the sum of the squares of these."""
    return np.append((estimate(w, TRAIN_X) - TRAIN_Y.ravel()) / len(TRAIN_X)**0.5, Lambda**0.5 * w)


def test_least_squares_finds_the_same_two_costs_with_the_penalty(four_tests):
    found = [optimize.least_squares(residuals, before, args=(1e-4,)).x for before, _ in four_tests[::2]]
    training, test = median_costs(found)
    assert (round(training, 4), round(test, 4)) == (0.0021, 0.0027)


def test_another_optimiser_overfits_without_the_penalty_as_well(penalised):
    """It ends elsewhere on the surface of cost 0, so that its test cost is another one; but as bad."""
    found = [minimum(penalised(rng=seed).getParams(), "L-BFGS-B", TRAIN_X, TRAIN_Y, 0, ftol=1e-15, gtol=1e-8, maxiter=1000)
             for seed in range(0, 100, 10)]
    training, test = median_costs(found)
    assert training < 5e-5
    assert test > 2 * 0.0027


def test_penalised_predictions_over_the_plane_match_another_optimiser_wherever_both_end_at_the_same_cost(four_tests):
    compared = 0
    for before, after in four_tests[::2]:
        other = minimum(before, "L-BFGS-B", TRAIN_X, TRAIN_Y, 1e-4, ftol=1e-15, gtol=1e-8, maxiter=1000)
        if abs(cost(after, TRAIN_X, TRAIN_Y, 1e-4) - cost(other, TRAIN_X, TRAIN_Y, 1e-4)) < 1e-6:
            np.testing.assert_allclose(estimate(after, PLANE), estimate(other, PLANE), atol=0.01)
            compared += 1
    assert compared >= 10
