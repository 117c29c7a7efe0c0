"""What the videos or their notes get wrong: each test shows that the video's version fails and ours holds."""
import warnings

import numpy as np
import pytest
from scipy import optimize

import partFive
import partFour
import partSix
from partFive import computeNumericalGradient
from partFour import X, y
from partSix import Neural_Network, trainer
from test_notebooks import PARTS, cells

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


# Part 6

@pytest.fixture(scope="module")
def hundred_trainers():
    trainers = [trainer(Neural_Network(rng=seed)) for seed in range(100)]
    for T in trainers:
        T.train(X, y)
    return trainers


def trained_cost(T):
    return T.N.costFunction(X, y)


def test_training_usually_takes_fewer_than_100_evaluations(hundred_trainers):
    assert sum(T.optimizationResults.nfev < 100 for T in hundred_trainers) >= 90


def test_training_takes_more_than_100_evaluations_from_some_start():
    T = trainer(Neural_Network(rng=107))
    T.train(X, y)
    assert T.optimizationResults.nfev > 100


def test_each_evaluation_also_computes_a_gradient():
    class Counted(Neural_Network):
        gradients = 0

        def computeGradients(self, X, y):
            self.gradients += 1
            return super().computeGradients(X, y)

    T = trainer(Counted(rng=0))
    T.train(X, y)
    assert T.N.gradients == T.optimizationResults.nfev


def test_about_one_start_in_ten_gets_stuck_near_0_00123(hundred_trainers):
    costs = np.array([trained_cost(T) for T in hundred_trainers])
    stuck = costs > 1e-6
    assert 5 <= np.sum(stuck) <= 15
    np.testing.assert_allclose(costs[stuck], 0.001226, atol=2e-6)


def test_stuck_networks_answer_85_and_89_to_tests_2_and_3(hundred_trainers):
    estimates = [T.N.forward(X).ravel() for T in hundred_trainers if trained_cost(T) > 1e-6]
    np.testing.assert_allclose(estimates, [[0.75, 0.8535, 0.8935]] * len(estimates), atol=5e-4)


def test_positive_weights_alone_can_not_tell_tests_2_and_3_apart():
    """Test 3 has twice the hours of test 2, and f(2z) / f(z) is at most (1 + sqrt 2) / 2."""
    assert np.array_equal(X[2], 2 * X[1])
    z, f = np.linspace(-20, 20, 100_001), Neural_Network().sigmoid
    assert abs(np.max(f(2 * z) / f(z)) - (1 + 2**0.5) / 2) < 1e-6
    z3 = np.log(y / (1 - y))
    assert z3[2, 0] / z3[1, 0] > 1.7


def test_stuck_networks_stay_stuck_unless_a_weight_of_layer_2_is_negative_or_nearly_so(hundred_trainers):
    def cost_and_gradient(params):
        N.setParams(params)
        return N.costFunction(X, y), N.computeGradients(X, y)

    N = Neural_Network()
    for T in hundred_trainers:
        if trained_cost(T) > 1e-6:
            onward = optimize.minimize(cost_and_gradient, T.N.getParams(), jac=True, method="BFGS",
                                       options={"gtol": 1e-9})
            assert (onward.fun < 1e-6) == (np.min(T.N.W2) < 0.15)


def change(N):
    """How far the score moves on average with sleep from 0 to 10 h, and with study from 0 to 5 h."""
    sleep, study = np.meshgrid(np.linspace(0, 1, 100), np.linspace(0, 1, 100))
    scores = N.forward(np.column_stack([sleep.ravel(), study.ravel()])).reshape(100, 100)
    return np.mean(np.abs(scores[:, -1] - scores[:, 0])), np.mean(np.abs(scores[-1] - scores[0]))


def test_sleep_matters_more_than_study_from_most_starts_but_not_from_every_one(hundred_trainers):
    more = [np.greater(*change(T.N)) for T in hundred_trainers if trained_cost(T) < 1e-6]
    assert 0.9 * len(more) < sum(more) < len(more)


def test_networks_that_fit_the_three_tests_disagree_about_other_nights(hundred_trainers):
    good = [T.N for T in hundred_trainers if trained_cost(T) < 1e-6]
    tests = np.array([N.forward(X).ravel() for N in good])
    night = np.array([N.forward([[0.8, 0.6]])[0, 0] for N in good])
    assert np.max(np.ptp(tests, axis=0)) < 2 * np.sqrt(2e-6)
    assert np.ptp(night) > 0.5


def test_no_notebook_uses_jet_or_the_axes_call_that_no_longer_works():
    for name in PARTS:
        code = "\n".join(cell.source for cell in cells(name, "code"))
        assert "jet" not in code and "gca(" not in code and "pylab" not in code


# Part 7

HOURS, SCORES = np.array([[3, 5], [5, 1], [10, 2], [6, 1.5]]), np.array([[75], [82], [93], [70]])
TEST_HOURS, TEST_SCORES = np.array([[4, 5.5], [4.5, 1], [9, 2.5], [6, 2]]), np.array([[70], [89], [85], [75]])
MOST = HOURS.max(axis=0)
TRAIN, TEST = (HOURS / MOST, SCORES / 100), (TEST_HOURS / MOST, TEST_SCORES / 100)


@pytest.fixture(scope="module")
def penalised():
    """The class as Part 7's notebook builds it."""
    [code] = [cell.source for cell in cells("07-overfitting-testing-and-regularization", "code")
              if "class Neural_Network(" in cell.source]
    names = {"np": np}
    exec(code, names)
    return names["Neural_Network"]


def per_example(network, X, y):
    return 0.5 * np.sum((y - network.forward(X))**2) / len(X)


def check(network, X, y):
    grad, numgrad = network.computeGradients(X, y), computeNumericalGradient(network, X, y)
    return np.linalg.norm(grad - numgrad) / np.linalg.norm(grad + numgrad)


def test_maxima_of_scaled_data_are_1_and_leave_the_network_with_hours():
    videos = TEST_HOURS / TRAIN[0].max(axis=0)
    assert np.array_equal(videos, TEST_HOURS) and np.allclose(TEST[0], TEST_HOURS / [10, 5])
    network = partSix.Neural_Network(rng=46)
    trainer(network).train(*TRAIN)
    assert np.ptp(network.forward(videos)) < 0.001 < 0.2 < np.ptp(network.forward(TEST[0]))
    assert per_example(network, videos, TEST[1]) > 2 * per_example(network, *TEST)


def test_costs_before_and_after_are_different_quantities_even_of_equal_networks(penalised):
    before, after = partSix.Neural_Network(rng=46), penalised(Lambda=0.0001, rng=46)
    assert before.costFunction(*TEST) > 3 * after.costFunction(*TEST)
    assert per_example(before, *TEST) == per_example(after, *TEST)


@pytest.mark.parametrize("examples", [1, 2, 3, 4])
def test_both_halves_of_the_penalised_gradient_need_the_division_by_n(penalised, examples):
    class Forgetful(penalised):
        def costFunctionPrime(self, X, y):
            dJdW1, dJdW2 = partSix.Neural_Network.costFunctionPrime(self, X, y)
            return dJdW1 + self.Lambda * self.W1, dJdW2 + self.Lambda * self.W2

    class HalfForgetful(penalised):
        def costFunctionPrime(self, X, y):
            dJdW1, dJdW2 = super().costFunctionPrime(X, y)
            return dJdW1, partSix.Neural_Network.costFunctionPrime(self, X, y)[1] + self.Lambda * self.W2

    data = TRAIN[0][:examples], TRAIN[1][:examples]
    assert check(penalised(Lambda=0.0001, rng=46), *data) < 1e-8
    wrong = check(Forgetful(Lambda=0.0001, rng=46), *data)
    assert wrong == pytest.approx((examples - 1) / (examples + 1), abs=0.01)  # 0.6 for four examples
    assert (check(HalfForgetful(Lambda=0.0001, rng=46), *data) > 0.1) == (examples > 1)


def test_lambda_picked_by_the_test_cost_looks_better_than_it_is(penalised):
    """Of the candidates, the one that the test data choose has on them a lower cost than on tests it never saw."""
    candidates = [penalised(Lambda=10**power, rng=46) for power in np.arange(-5, 0.5, 0.5)]
    for network in candidates:
        trainer(network).train(*TRAIN)
    errors = np.array([(TEST[1] - network.forward(TEST[0])).ravel()**2 / 2 for network in candidates])
    chosen_on_all = errors[np.argmin(errors.mean(axis=1))].mean()
    honest = np.mean([errors[np.argmin(np.delete(errors, k, axis=1).mean(axis=1)), k] for k in range(4)])
    assert chosen_on_all < 0.0023 and honest > 1.05 * chosen_on_all


def test_always_the_mean_score_is_nearly_as_good_as_the_penalised_network_on_four_tests(penalised):
    costs = []
    for seed in range(20):
        network = penalised(Lambda=0.0001, rng=seed)
        trainer(network).train(*TRAIN)
        costs.append(per_example(network, *TEST))
    mean = np.sqrt(np.mean((TEST[1] - TRAIN[1].mean())**2))
    assert (round(100 * mean, 2), round(100 * np.sqrt(2 * np.median(costs)), 2)) == (7.60, 7.34)


# Parts 4 to 7

def test_flat_targets_are_refused_by_the_trainer_and_the_penalised_network_too(penalised):
    for network in (partSix.Neural_Network(rng=46), penalised(Lambda=0.0001, rng=46)):
        for call in (network.costFunction, network.computeGradients, trainer(network).train):
            with pytest.raises(ValueError, match=r"try y.reshape\(-1, 1\)"):
                call(TRAIN[0], TRAIN[1].ravel())
        with pytest.raises(ValueError, match=r"try y.reshape\(-1, 1\)"):
            trainer(network).train(*TRAIN, TEST[0], TEST[1].ravel())


@pytest.mark.parametrize("outputs", [1, 2])
def test_penalised_cost_is_a_number_where_the_videos_sum_is_an_array(penalised, outputs):
    network = penalised(Lambda=0.0001, outputLayerSize=outputs, rng=46)
    X, y = TRAIN[0], np.tile(TRAIN[1], outputs)
    videos = 0.5 * sum((y - network.forward(X))**2) / len(X) + 0.0001 / 2 * (sum(network.W1.ravel()**2) + sum(network.W2.ravel()**2))
    assert videos.shape == (outputs,)
    assert isinstance(network.costFunction(X, y), float) and check(network, X, y) < 1e-8
