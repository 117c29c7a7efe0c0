"""What the videos or their notes get wrong: each test shows that the video's version fails and that ours holds.

What a page counts in its outputs, or test_claims.py over more seeds, isn't counted here again.
"""
import warnings

import numpy as np
import pytest

from partFive import Neural_Network, X, computeNumericalGradient, y
from partSix import trainer
from support.notebooks import code_cells
from test_network import relative_error, slopes
from test_training import HELD_OUT, Penalized, TRAIN

both_costs = pytest.mark.parametrize("network_class", [Neural_Network, Penalized])


# --- Part 1 ---

def test_without_bias_units_the_layer_1_weights_have_no_say_at_zero_hours():
    one, other = Neural_Network(rng=1), Neural_Network(rng=2)
    other.W2 = one.W2
    assert one.forward([[0, 0]]) == other.forward([[0, 0]])
    assert one.forward([[1, 1]]) != other.forward([[1, 1]])


def test_an_estimate_is_0_or_1_only_where_the_computer_rounds():
    sigmoid = Neural_Network().sigmoid
    assert 0 < sigmoid(-36) and sigmoid(36) < 1 == sigmoid(37)


# --- Part 3 ---

def test_cost_can_not_pass_half_the_sum_of_the_squared_scores():
    most, network = 0.5 * np.sum(y**2), Neural_Network(rng=0)
    network.W2 -= 5  # pushes the estimates toward 0, the worst there is
    assert most == pytest.approx(1.0499)
    assert 1 < network.costFunction(X, y) < most < 2.8  # the video's J at w = 1.1


def test_cost_is_not_convex():
    """Two hidden units change places: the same cost, and more than twice as much halfway."""
    best = min((Neural_Network(rng=seed) for seed in range(1000)), key=lambda network: network.costFunction(X, y))
    params, network = best.getParams(), Neural_Network()
    twin = params[[0, 2, 1, 3, 5, 4, 6, 8, 7]]
    costs = []
    for each in (params, twin, (params + twin) / 2):
        network.setParams(each)
        costs.append(network.costFunction(X, y))
    assert costs[1] == pytest.approx(costs[0], rel=1e-12) and costs[2] > 2 * costs[0]


# --- Part 4 ---

def test_layer_1_gradient_needs_the_minus_and_the_element_wise_products():
    """As printed, an ordinary product fits only because there are three examples and three hidden units."""
    network = Neural_Network(rng=5)
    truth = slopes(network.getParams(), X, y)
    np.testing.assert_allclose(network.computeGradients(X, y), truth, rtol=1e-9)

    errors, slope2, slope3 = y - network.yHat, network.sigmoidPrime(network.z2), network.sigmoidPrime(network.z3)
    back = np.dot(-errors * slope3, network.W2.T)
    for delta2 in (-back * slope2, np.dot(back, slope2)):
        assert np.linalg.norm(np.dot(X.T, delta2).ravel() - truth[:6]) > 0.1 * np.linalg.norm(truth[:6])
    for one, other in [(errors, slope3), (np.vstack([back, back]), np.vstack([slope2, slope2]))]:
        with pytest.raises(ValueError):
            np.dot(one, other)


def test_gradient_is_in_proportion_to_the_activation_on_the_synapse():
    network = Neural_Network(rng=5)
    ratios = network.costFunctionPrime(X[[0]], y[[0]])[1] / network.a2.T
    assert np.allclose(ratios, ratios[0]) and ratios[0] != 0


def test_slope_of_the_sigmoid_is_a_number_far_from_zero():
    z = np.array([-720., -400])
    with np.errstate(all="ignore"):
        videos = np.exp(-z) / ((1 + np.exp(-z))**2)
    assert np.isnan(videos[0]) and videos[1] == 0
    assert np.all(Neural_Network().sigmoidPrime(z) > 0)


@both_costs
@pytest.mark.parametrize("outputs", [1, 2])
def test_cost_is_a_number_where_the_videos_sum_is_an_array(network_class, outputs):
    network, targets = network_class(outputLayerSize=outputs, rng=5), np.tile(y, outputs)
    videos = 0.5 * sum((targets - network.forward(X))**2)
    with warnings.catch_warnings(), pytest.raises((TypeError, ValueError, DeprecationWarning)):
        warnings.simplefilter("error")  # one output: an error since NumPy 2.4, a warning before
        np.zeros(9)[0] = videos  # as the numerical gradient of the video does
    assert np.ndim(network.costFunction(X, targets)) == 0 and relative_error(network, X, targets) < 1e-8


@both_costs
def test_flat_targets_are_refused(network_class):
    """Unchecked, every score is subtracted from every estimate, and no error comes."""
    network = network_class(rng=46)
    assert (y.ravel() - network.forward(X)).shape == (3, 3)
    for call in (network.costFunction, network.costFunctionPrime, network.computeGradients, trainer(network).train):
        with pytest.raises(ValueError, match=r"^y has shape \(3,\)"):
            call(X, y.ravel())


# --- Part 5 ---

def test_ratio_of_norms_means_nothing_where_the_gradient_is_0_and_an_absolute_floor_does():
    network = Neural_Network(rng=5)
    perfect = network.forward(X)  # every slope is 0
    assert relative_error(network, X, perfect) == pytest.approx(1)
    assert np.linalg.norm(network.computeGradients(X, perfect) - computeNumericalGradient(network, X, perfect)) < 1e-8


# --- Part 6 ---

def test_each_evaluation_also_computes_a_gradient():
    T = trainer(Neural_Network(rng=0))
    T.train(X, y)
    assert T.optimizationResults.njev == T.optimizationResults.nfev


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "05", "06", "07"])
def test_no_notebook_uses_jet_pylab_or_the_axes_call_that_no_longer_works(number):
    code = "\n".join(code_cells(number))
    assert "jet" not in code and "gca(" not in code and "pylab" not in code


# --- Part 7 ---

def per_example(network, X, y):
    return 0.5 * np.sum((y - network.forward(X))**2) / len(X)


def test_maxima_of_scaled_data_are_1_and_leave_the_network_with_hours():
    hours = HELD_OUT[0] * [10, 5]
    videos, network = hours / TRAIN[0].max(axis=0), Neural_Network(rng=46)
    assert np.array_equal(videos, hours)
    trainer(network).train(*TRAIN)
    assert np.ptp(network.forward(videos)) < 0.001 < 0.2 < np.ptp(network.forward(HELD_OUT[0]))
    assert per_example(network, videos, HELD_OUT[1]) > 2 * per_example(network, *HELD_OUT)


def test_costs_before_and_after_are_different_quantities_even_of_equal_networks():
    before, after = Neural_Network(rng=46), Penalized(Lambda=0.0001, rng=46)
    assert before.costFunction(*HELD_OUT) > 3 * after.costFunction(*HELD_OUT)
    assert per_example(before, *HELD_OUT) == per_example(after, *HELD_OUT)


def test_lambda_picked_by_the_test_cost_looks_better_than_it_is():
    """Of the candidates, the one that the test data chooses has a lower cost there than on tests it never saw."""
    candidates = [Penalized(Lambda=10**power, rng=46) for power in np.arange(-5, 0.5, 0.5)]
    for network in candidates:
        trainer(network).train(*TRAIN)
    errors = np.array([(HELD_OUT[1] - network.forward(HELD_OUT[0])).ravel()**2 / 2 for network in candidates])
    chosen_on_all = errors[np.argmin(errors.mean(axis=1))].mean()
    honest = np.mean([errors[np.argmin(np.delete(errors, k, axis=1).mean(axis=1)), k] for k in range(4)])
    assert chosen_on_all < 0.0023 and honest > 1.05 * chosen_on_all
