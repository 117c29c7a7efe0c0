"""What the videos or their notes get wrong: each test shows that the video's version fails and ours holds."""
import warnings

import numpy as np
import pytest

import partFive
import partFour
from partFive import computeNumericalGradient
from partFour import X, y

N = partFour.Neural_Network


def central_differences(network, X, y, e=1e-5):
    """dJdW1 and dJdW2 of the network's cost, one weight at a time."""
    gradients = []
    for weights in (network.W1, network.W2):
        gradient = np.zeros_like(weights)
        for place in np.ndindex(weights.shape):
            middle, costs = weights[place], []
            for weights[place] in (middle + e, middle - e):
                costs.append(network.costFunction(X, y))
            weights[place] = middle
            gradient[place] = (costs[0] - costs[1]) / (2 * e)
        gradients.append(gradient)
    return gradients


def videos_sigmoidPrime(z):
    return np.exp(-z) / ((1 + np.exp(-z))**2)


# Part 1

def test_without_bias_units_the_first_weights_have_no_say_at_zero_hours():
    one, other = N(rng=1), N(rng=2)
    other.W2 = one.W2
    assert one.forward([[0, 0]]) == other.forward([[0, 0]])
    assert one.forward([[1, 1]]) != other.forward([[1, 1]])


def test_no_estimate_is_ever_0_or_1():
    extreme = [N(rng=seed).forward(X * 10) for seed in range(200)]
    assert 0 < np.min(extreme) and np.max(extreme) < 1


# Part 3

def test_cost_can_not_pass_half_the_sum_of_the_squared_scores():
    most = 0.5 * np.sum(y**2)
    assert most == pytest.approx(1.0499)
    costs = []
    for seed in range(200):
        network = N(rng=seed)
        network.W2 -= 5  # push the estimates towards 0, the worst there is
        costs.append(network.costFunction(X, y))
    assert 1 < max(costs) < most < 2.8


def test_cost_is_not_convex():
    best = min((N(rng=seed) for seed in range(1000)), key=lambda network: network.costFunction(X, y))
    swap = [0, 2, 1]  # hidden units two and three change places
    twin, middle = N(), N()
    twin.W1, twin.W2 = best.W1[:, swap], best.W2[swap]
    middle.W1, middle.W2 = (best.W1 + twin.W1) / 2, (best.W2 + twin.W2) / 2
    assert twin.costFunction(X, y) == pytest.approx(best.costFunction(X, y), rel=1e-12)
    assert middle.costFunction(X, y) > 2 * best.costFunction(X, y)


def test_the_videos_times_disagree_with_each_other():
    two_weights, three_weights = 62, 11 * 3600  # seconds; a weight more takes a thousand times as long
    assert abs(three_weights / two_weights / 1000 - 1) > 0.3


# Part 4

def test_gradient_by_the_first_weights_needs_the_minus():
    network = N(rng=5)
    ours = network.costFunctionPrime(X, y)[0]
    truth = central_differences(network, X, y)[0]
    without_minus = np.dot(X.T, np.dot((y - network.yHat) * network.sigmoidPrime(network.z3), network.W2.T)
                           * network.sigmoidPrime(network.z2))
    assert np.allclose(ours, truth, rtol=1e-6) and not np.allclose(without_minus, truth, rtol=0.5)


def test_ordinary_product_hides_behind_three_examples_and_three_hidden_units():
    network = N(rng=5)
    network.costFunctionPrime(X, y)
    back = np.dot(-(y - network.yHat) * network.sigmoidPrime(network.z3), network.W2.T)
    wrong = np.dot(X.T, np.dot(back, network.sigmoidPrime(network.z2)))  # no error, and wrong
    assert not np.allclose(wrong, central_differences(network, X, y)[0], rtol=0.1)

    X4, y4 = np.vstack([X, [[0.6, 0.3]]]), np.vstack([y, [[0.7]]])
    network.costFunctionPrime(X4, y4)
    with pytest.raises(ValueError):
        np.dot(np.dot(y4, network.W2.T), network.sigmoidPrime(network.z2))
    assert np.allclose(network.costFunctionPrime(X4, y4)[0], central_differences(network, X4, y4)[0], rtol=1e-6)


def test_delta3_is_an_element_wise_product():
    network = N(rng=5)
    network.costFunctionPrime(X, y)
    with pytest.raises(ValueError):
        np.dot(y - network.yHat, network.sigmoidPrime(network.z3))
    assert ((y - network.yHat) * network.sigmoidPrime(network.z3)).shape == y.shape


def test_gradient_is_in_proportion_to_the_activation_on_the_synapse():
    network = N(rng=5)
    dJdW2 = network.costFunctionPrime(X[[0]], y[[0]])[1]
    ratios = dJdW2 / network.a2.T
    assert np.allclose(ratios, ratios[0]) and ratios[0] != 0


def test_slope_of_the_sigmoid_is_a_number_far_from_zero():
    with np.errstate(all="ignore"):
        videos = videos_sigmoidPrime(np.array([-720, -400]))
    assert np.isnan(videos[0]) and videos[1] == 0
    assert np.all(N().sigmoidPrime([-720, -400]) > 0)


def test_cost_is_a_number_for_any_number_of_outputs():
    for outputs in (1, 2):
        network = N(outputLayerSize=outputs, rng=5)
        targets = np.tile(y, outputs)
        videos = 0.5 * sum((targets - network.forward(X))**2)
        assert videos.shape == (outputs,)  # an array, and not a number
        assert isinstance(network.costFunction(X, targets), float)
        assert network.costFunction(X, targets) == pytest.approx(np.sum(videos))


def test_flat_targets_are_refused():
    flat = y.ravel()
    assert (flat - N().forward(X)).shape == (3, 3)  # every score minus every estimate, and no error
    with pytest.raises(ValueError, match=r"y has shape \(3,\).*try y.reshape\(-1, 1\)"):
        N().costFunction(X, flat)


# Part 5

def relative_error(network, X, y):
    """The check of Part 5: norm of the two gradients' difference over the norm of their sum; and the difference's norm."""
    grad, numgrad = network.computeGradients(X, y), computeNumericalGradient(network, X, y)
    difference = np.linalg.norm(grad - numgrad)
    return difference / np.linalg.norm(grad + numgrad), difference


class VideosCost(partFive.Neural_Network):
    def costFunction(self, X, y):
        return 0.5 * sum((y - self.forward(X))**2)


class LostMinus(partFive.Neural_Network):
    def costFunctionPrime(self, X, y):
        dJdW1, dJdW2 = super().costFunctionPrime(X, y)
        return -dJdW1, dJdW2


def test_ratio_of_norms_means_nothing_where_the_gradient_is_0_and_an_absolute_floor_does():
    network = partFive.Neural_Network(rng=5)
    ratio, difference = relative_error(network, X, network.forward(X))  # perfect: every slope is 0
    assert ratio == pytest.approx(1) and difference < 1e-8


def test_floor_still_finds_a_wrong_gradient_at_fresh_weights():
    for seed in range(50):
        ratio, difference = relative_error(LostMinus(rng=seed), X, y)
        assert ratio > 1e-8 and difference > 1e-8
        ratio, difference = relative_error(partFive.Neural_Network(rng=seed), X, y)
        assert ratio < 1e-8 and difference < 1e-8


def test_numerical_gradient_needs_a_cost_that_is_a_number():
    network = VideosCost(rng=5)
    with pytest.raises((TypeError, ValueError, DeprecationWarning)):  # refused since NumPy 2.4, a warning before
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            computeNumericalGradient(network, X, y)
    assert np.array_equal(network.getParams(), partFive.Neural_Network(rng=5).getParams())


def test_a_wrong_slope_of_the_sigmoid_trains_as_well_as_the_right_one_and_fails_the_check():
    class Misbracketed(partFive.Neural_Network):
        def sigmoidPrime(self, z):
            return np.exp(-z) / (1 + np.exp(-z)**2)

    costs = {}
    for kind in (partFive.Neural_Network, Misbracketed):
        network = kind(rng=5)
        costs[kind] = [network.costFunction(X, y)]
        passes = relative_error(network, X, y)[0] < 1e-8
        assert passes == (kind is partFive.Neural_Network)
        for step in range(2000):
            network.setParams(network.getParams() - network.computeGradients(X, y))
        costs[kind].append(network.costFunction(X, y))
    assert costs[Misbracketed][1] < costs[partFive.Neural_Network][1] < costs[partFive.Neural_Network][0] / 100
