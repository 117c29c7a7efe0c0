"""What Part 4 claims in general, tried on as many seeds as the page names."""
import itertools
import re

import numpy as np
import pytest

import partFive
import partFour
import partSix
from partNine import Value
from partTwo import X, y
from support.notebooks import prose
from support.stacked import stacked_costs, stacked_forward, stacked_weights, step_down

STARTS = stacked_weights(range(1000))


def test_the_way_back_mirrors_the_way_forward_line_by_line():
    """The page's two columns, run down and then up, give the gradient, for any number of outputs."""
    network = partFour.Neural_Network(2, 4, 3, rng=5)
    targets = np.random.default_rng(5).random((3, 3))
    rows = re.findall(r"(?m)^\(\d\)  (\w+ = .+?) {2,}(\w+ = .+?)(?: +\(\d\))?$", prose("04-backpropagation"))
    names = {"X": X, "y": targets, "W1": network.W1, "W2": network.W2, "f": network.sigmoid,
             "slope": network.sigmoidPrime}
    for line in [forward for forward, _ in rows] + [back for _, back in reversed(rows)]:
        exec(line.replace("f'(", "slope("), names)
    assert len(rows) == 4
    for ours, name in zip(network.costFunctionPrime(X, targets), ("dJdW1", "dJdW2")):
        np.testing.assert_allclose(names[name], ours, rtol=1e-12)


def gradient(W1, W2, kind="right"):
    """The gradients of stacked networks: the right one, or one of the page's impostors."""
    a2, yHat = stacked_forward(W1, W2)
    delta3 = -(y - yHat) * yHat * (1 - yHat)
    received, slope = delta3 @ np.swapaxes(W2, 1, 2), a2 * (1 - a2)
    dJdW1, dJdW2 = X.T @ (received * slope), np.swapaxes(a2, 1, 2) @ delta3
    return {"right": (dJdW1, dJdW2), "no layer 1": (0 * dJdW1, dJdW2), "minus lost": (-dJdW1, dJdW2),
            "np.dot for ⊙": (X.T @ (received @ slope), dJdW2), "a guess": (0 * dJdW1, 0 * dJdW2 - 0.05)}[kind]


def go_up_and_down(kind, step=3, layer_2=1):
    """For each start whether its cost rises when step * gradient is added, and falls when it is subtracted there."""
    (W1, W2), costs = STARTS, [stacked_costs(*STARTS)]
    for move in (step, -step):
        dJdW1, dJdW2 = gradient(W1, W2, kind)
        W1, W2 = W1 + move * dJdW1, W2 + layer_2 * move * dJdW2
        costs.append(stacked_costs(W1, W2))
    return (costs[0] < costs[1]) & (costs[1] > costs[2])


@pytest.mark.parametrize("kind, passed, in_layer_1", [
    ("right", 1000, 1000), ("no layer 1", 1000, 0), ("minus lost", 987, 0), ("np.dot for ⊙", 1000, 912),
    ("a guess", 975, 0)])
def test_the_walk_lets_impostors_pass_and_layer_1_alone_fewer(kind, passed, in_layer_1):
    assert (go_up_and_down(kind).sum(), go_up_and_down(kind, layer_2=0).sum()) == (passed, in_layer_1)


def test_too_long_a_step_makes_the_right_gradient_fail_the_walk_too():
    assert 980 < go_up_and_down("right", step=30).sum() < 1000


def test_no_impostor_has_all_nine_slopes_right_on_any_start():
    right = gradient(*STARTS)
    for kind in ("no layer 1", "minus lost", "np.dot for ⊙", "a guess"):
        off = [np.abs(one - other).max(axis=(1, 2)) for one, other in zip(gradient(*STARTS, kind), right)]
        assert np.max(off, axis=0).min() > 0.001


def test_the_walk_follows_layer_2_and_the_guess_follows_estimates_that_are_too_low():
    squares = [np.sum(each**2, axis=(1, 2)) for each in gradient(*STARTS)]
    assert np.mean(squares[1] / sum(squares)) == pytest.approx(0.88, abs=0.005)
    more, passed = squares[1] > squares[0], go_up_and_down("minus lost")
    assert (more.sum(), passed[more].sum(), passed[~more].sum()) == (987, 986, 1)
    too_low = np.mean(y - stacked_forward(*STARTS)[1], axis=(1, 2)) > 0
    assert too_low.sum() == 967 and np.all(go_up_and_down("a guess")[too_low])
    assert go_up_and_down("a guess")[~too_low].sum() == 8


def test_a_small_step_changes_the_cost_as_the_gradient_predicts():
    (W1, W2), (dJdW1, dJdW2) = STARTS, gradient(*STARTS)
    change = stacked_costs(W1 + 0.01 * dJdW1, W2 + 0.01 * dJdW2) - stacked_costs(W1, W2)
    predicted = 0.01 * (np.sum(dJdW1**2, axis=(1, 2)) + np.sum(dJdW2**2, axis=(1, 2)))
    np.testing.assert_allclose(change, predicted, rtol=0.002)


def test_where_the_line_of_the_first_gradient_is_lowest_the_next_one_stands_at_right_angles():
    network = partFive.Neural_Network(rng=5)
    first = network.computeGradients(X, y)
    network.setParams(network.getParams() - 9.6 * first)
    second = network.computeGradients(X, y)
    assert abs(first @ second) < 0.05 * np.linalg.norm(first) * np.linalg.norm(second)
    network.setParams(partFive.Neural_Network(rng=5).getParams() - 30 * first)
    assert np.all(network.forward(X) > 0.98) and network.costFunction(X, y) == pytest.approx(0.047, abs=0.0005)


@pytest.mark.parametrize("sizes, passes, gain", [
    ((2, 3, 1), 2.33, 7.7), ((20, 140, 1), 2.05, 2872), ((100,) * 11, 2.9, 68966)])
def test_price_in_multiplications(sizes, passes, gain):
    """Each matrix product of one example, forward and back, as it is written in the class."""
    products = [(1, a, b) for a, b in zip(sizes, sizes[1:])]                               # a @ W
    back = [(a, 1, b) for a, b in zip(sizes, sizes[1:])]                                   # a.T @ delta
    back += [(1, b, a) for a, b in zip(sizes[1:], sizes[2:])]                              # delta @ W.T
    forward, all_of_it = (sum(map(np.prod, each)) for each in (products, products + back))
    assert all_of_it / forward == pytest.approx(passes, abs=0.005) and 2 < passes < 3
    assert 2 * forward / (all_of_it / forward) == pytest.approx(gain, rel=0.005)  # two passes for each weight


def test_equal_weights_stay_equal_and_the_cost_stays_above_0_0012():
    network = partFour.Neural_Network()
    network.W1[:], network.W2[:] = 0.5, 0.5
    for _ in range(2000):
        dJdW1, dJdW2 = network.costFunctionPrime(X, y)
        network.W1, network.W2 = network.W1 - 2 * dJdW1, network.W2 - 2 * dJdW2
        assert np.ptp(network.W1, axis=1).max() < 1e-12
    assert 0.0012 < network.costFunction(X, y) < 0.0013


@pytest.mark.parametrize("seeds", [range(10), pytest.param(range(10, 1000), marks=pytest.mark.slow)])
def test_no_network_with_a_single_hidden_unit_gets_below_0_0012(seeds):
    for seed in seeds:
        network = partFive.Neural_Network(hiddenLayerSize=1, rng=seed)
        partSix.trainer(network).train(X, y)
        assert network.costFunction(X, y) > 0.0012


def test_an_input_a_thousand_times_larger():
    """With its weights divided, its slopes are a thousand times larger; undivided, every slope is nearly 0."""
    large, one, other, raw = X * [1, 1000], *(partFour.Neural_Network(rng=5) for _ in range(3))
    other.W1[1] /= 1000
    before, after = (network.costFunctionPrime(inputs, y)[0] for network, inputs in ((one, X), (other, large)))
    np.testing.assert_allclose(after, before * [[1], [1000]], rtol=1e-9)
    np.testing.assert_allclose(large[:, 1:] * after[1], 1_000_000 * X[:, 1:] * before[1], rtol=1e-9)
    assert np.abs(raw.costFunctionPrime(large, y)[0]).max() < 1e-6


def test_with_a_mean_the_gradient_of_repeated_examples_is_the_same():
    network = partFour.Neural_Network(rng=5)
    few, many = (network.costFunctionPrime(np.tile(X, (times, 1)), np.tile(y, (times, 1)))[0] / (3 * times)
                 for times in (1, 1000))
    np.testing.assert_allclose(few, many)


def test_tests_that_err_in_the_same_direction_vote_in_the_same_direction():
    for seed in range(300):
        network = partFive.Neural_Network(rng=seed)
        errors = y - network.forward(X)
        votes = [np.sign(network.computeGradients(X[[n]], y[[n]]) * errors[n]) for n in range(3)]
        assert np.array_equal(votes[0], votes[1]) and np.array_equal(votes[1], votes[2])


def test_slopes_with_respect_to_the_inputs_have_no_slope_of_a_sigmoid():
    """As the solution of exercise 4.6 says."""
    network = partFour.Neural_Network(rng=5)
    delta3 = -(y - network.forward(X)) * network.sigmoidPrime(network.z3)
    slopes = delta3 @ network.W2.T * network.sigmoidPrime(network.z2) @ network.W1.T
    for place in np.ndindex(X.shape):
        costs = []
        for nudge in (1e-5, -1e-5):
            moved = X.copy()
            moved[place] += nudge
            costs.append(network.costFunction(moved, y))
        assert slopes[place] == pytest.approx((costs[0] - costs[1]) / 2e-5, abs=1e-8)


def test_a_few_steps_with_the_planted_bug_of_exercise_4_3_lower_the_cost():
    (W1, W2), costs = STARTS, [stacked_costs(*STARTS)]
    for _ in range(5):
        a2, yHat = stacked_forward(W1, W2)
        delta3, twice = -(y - yHat) * yHat * (1 - yHat), 1 / (1 + np.exp(-a2))
        delta2 = delta3 @ np.swapaxes(W2, 1, 2) * twice * (1 - twice)
        W1, W2 = W1 - X.T @ delta2, W2 - np.swapaxes(a2, 1, 2) @ delta3
        costs.append(stacked_costs(W1, W2))
    assert np.all(np.diff(costs, axis=0) < 0)


def test_the_planted_bug_of_exercise_4_3_is_ahead_from_108_of_200_starts():
    right, wrong = (list(stacked_weights(range(200))) for _ in range(2))
    for _ in range(300):
        right = step_down(*right, 2)
        W1, W2 = wrong
        a2, yHat = stacked_forward(W1, W2)
        delta3 = -(y - yHat) * yHat * (1 - yHat)
        e = np.exp(-a2)
        delta2 = delta3 @ np.swapaxes(W2, 1, 2) * e / (1 + e)**2
        wrong = W1 - 2 * X.T @ delta2, W2 - 2 * np.swapaxes(a2, 1, 2) @ delta3
    assert np.sum(stacked_costs(*wrong) < stacked_costs(*right)) == 108


def test_in_a_deeper_network_tests_that_err_alike_can_disagree():
    disagreed = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        weights = [Value(rng.standard_normal(shape)) for shape in ((2, 3), (3, 3), (3, 1))]
        votes, errors = [], []
        for n in range(3):
            a = X[[n]]
            for W in weights:
                a = (a @ W).sigmoid()
            (0.5 * (y[[n]] - a)**2).sum().backward()
            votes.append(np.concatenate([W.grad.ravel() for W in weights]))
            errors.append((y[[n]] - a).data.item())
        for one, other in itertools.combinations(range(3), 2):
            disagreed += errors[one] * errors[other] > 0 and np.any(votes[one] * votes[other] < 0)
    assert disagreed > 0
