"""What Part 6 claims in general, tried on as many seeds as the page names."""

import numpy as np
import pytest
from scipy import optimize

import partSix
from partSix import trainer
from partTwo import X, y
from support.stacked import stacked_costs, stacked_weights, step_down


@pytest.fixture(scope="module")
def fits(hundred):
    """The networks among them that fit all three tests."""
    return [T.N for T in hundred if T.N.costFunction(X, y) < 1e-6]


def curvatures(network, e=1e-4):
    """The matrix of the second derivatives of the cost."""
    params, rows = network.getParams(), []
    for nudge in e * np.eye(len(params)):
        network.setParams(params + nudge)
        right = network.computeGradients(X, y)
        network.setParams(params - nudge)
        rows.append((right - network.computeGradients(X, y)) / (2 * e))
    network.setParams(params)
    return (np.array(rows) + np.transpose(rows)) / 2


def test_slope_over_curvature_starts_uphill_from_more_than_a_quarter_of_1000_random_networks():
    uphill = 0
    for seed in range(1000):
        network = partSix.Neural_Network(rng=seed)
        gradient = network.computeGradients(X, y)
        uphill += gradient @ np.linalg.solve(curvatures(network), gradient) < 0
    assert 250 < uphill < 290


def test_BFGS_keeps_its_estimate_of_the_curvature_positive_and_the_cost_never_rises(hundred):
    for T in hundred:
        assert np.linalg.eigvalsh(T.optimizationResults.hess_inv).min() > 0
        assert T.J == sorted(T.J, reverse=True)


def test_BFGS_stays_on_the_shelf_from_most_starts_and_in_the_wrong_hollow_from_all():
    def ends(slope, cost, starts):
        return np.array([optimize.minimize(lambda w: (cost(w[0]), slope(w[0])), start, jac=True, method="BFGS").x[0]
                         for start in starts])
    shelf = ends(lambda w: w**3 + 1.8 * w**2, lambda w: w**4 / 4 + 0.6 * w**3 + 1, np.arange(0.1, 4, 0.1))
    hollows = ends(lambda w: w**3 - 2 * w + 0.3, lambda w: w**4 / 4 - w**2 + 0.3 * w + 1.5, np.arange(0.2, 4, 0.1))
    assert 0.75 < np.mean(abs(shelf) < 0.05) < 1
    np.testing.assert_allclose(hollows, 1.3322, atol=1e-3)


def test_BFGS_takes_tens_of_evaluations_as_a_rule_and_now_and_then_a_little_more_than_a_hundred(hundred):
    nfev = [T.optimizationResults.nfev for T in hundred]
    T = partSix.trainer(partSix.Neural_Network(rng=113))
    T.train(X, y)
    assert 30 < min(nfev) and 54 <= np.median(nfev) <= 60 and max(nfev) < 100 < T.optimizationResults.nfev < 130


@pytest.mark.slow
def test_plain_descent_arrives_from_98_percent_of_1000_starts_after_a_median_of_about_950_evaluations():
    """At about the best of fifty rates, which start 5 tells."""
    W1, W2 = (each.repeat(50, axis=0) for each in stacked_weights([5]))
    for _ in range(610):
        W1, W2 = step_down(W1, W2, np.arange(1, 51).reshape(-1, 1, 1))
    assert np.argmin(stacked_costs(W1, W2)) in (23, 24, 25)  # rate 25
    (W1, W2), arrived = stacked_weights(range(1000)), np.full(1000, 10**6)
    for evaluations in range(1, 4001):
        arrived[(stacked_costs(W1, W2) < 1e-6) & (arrived == 10**6)] = evaluations
        W1, W2 = step_down(W1, W2, 25)
    assert 900 < np.median(arrived) < 1000 and 0.95 < np.mean(arrived < 10**6) < 0.99
    assert 960 < np.median(arrived[:100]) < 1020


def test_in_the_ravine_momentum_is_faster_than_plain_descent_at_any_rate_and_BFGS_faster_than_both():
    def steps(rate, keep=0):
        w, v, number = np.array([-9.0, 1.0]), 0, 0
        while (w[0]**2 + 25 * w[1]**2) / 2 > 1e-6 and number < 1000:
            v = keep * v - rate * w * [1, 25]
            w, number = w + v, number + 1
        return number
    assert min(steps(rate) for rate in np.arange(0.001, 0.08, 0.001)) in range(100, 114)
    assert (steps(0.075), steps(0.06), steps(0.081), steps(0.04, 0.7)) == (113, 142, 1000, 45)


def test_every_random_start_bends_downward_in_some_direction():
    for seed in range(200):
        assert np.linalg.eigvalsh(curvatures(partSix.Neural_Network(rng=seed))).min() < 0


@pytest.mark.slow
def test_the_score_of_test_3_makes_starts_get_stuck_and_the_doubled_hours_do_not():
    def stuck(hours, score, least=1e-6):
        hours, ends = np.array([[3, 5], [5, 1], hours]), []
        for seed in range(120):
            T = trainer(partSix.Neural_Network(rng=seed))
            T.train(hours / hours.max(axis=0), np.array([[75], [82], [score]]) / 100)
            ends.append(T.optimizationResults.fun)
        return [end for end in ends if end > least]
    as_it_is = len(stuck((10, 2), 93))
    for hours in ((10, 2.2), (10, 1.5), (9, 2), (10, 2.5)):
        assert abs(len(stuck(hours, 93)) - as_it_is) < 7
    assert np.median(stuck((10, 2), 89)) == pytest.approx(0.000206, rel=0.01)
    assert np.median(stuck((10, 2), 87)) == pytest.approx(0.0000173, rel=0.02)
    assert len(stuck((10, 2), 87)) > 12 and len(stuck((10, 2), 86)) < 5


def test_six_networks_that_fit_say_35_to_99_percent(hundred):
    networks = [hundred[seed].N for seed in (36, 16, 95, 9, 5, 65)]
    assert all(network.costFunction(X, y) < 1e-6 for network in networks)
    answers = [100 * network.forward([[0.8, 0.6]]).item() for network in networks]
    np.testing.assert_allclose(answers, [35, 65, 82, 91, 96, 99], atol=0.6)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_band_of_nine_in_ten_starts_seldom_holds_the_truth_of_a_made_up_class():
    rule, held = lambda X: 0.5 + 0.3 * X[:, [0]] + 0.1 * X[:, [1]], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        hours = rng.random((3, 2))
        scores, answers = np.clip(rng.binomial(50, rule(hours)) / 50, 0.02, 0.98), []
        for start in range(15):
            T = trainer(partSix.Neural_Network(rng=1000 * seed + start))
            T.train(hours, scores, maxiter=1000)
            if T.optimizationResults.fun < 1e-6:
                answers.append(T.N.forward([[0.8, 0.6]]).item())
        if len(answers) > 4:
            low, high = np.quantile(answers, [0.05, 0.95])
            held.append(low <= rule(np.array([[0.8, 0.6]])).item() <= high)
    assert 0.1 < np.mean(held) < 0.4


def test_without_a_negative_weight_in_layer_2_no_network_fits_and_0_001226_is_the_least_cost():
    """An optimizer that may not make these weights negative gets there and no lower; set free, it fits the tests."""
    def cost_and_gradient(params):
        network.setParams(params)
        return network.costFunction(X, y), network.computeGradients(X, y)
    held, free, network = [], [], partSix.Neural_Network()
    for seed in range(30):
        start = partSix.Neural_Network(rng=seed).getParams()
        start[6:] = np.abs(start[6:])
        for costs, bounds in ((held, [(None, None)] * 6 + [(0, None)] * 3), (free, None)):
            costs.append(optimize.minimize(cost_and_gradient, start, jac=True, method="L-BFGS-B", bounds=bounds,
                                           options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 5000, "maxfun": 9999}).fun)
    assert min(held) == pytest.approx(0.0012262, abs=1e-7)
    assert np.sum(np.array(free) < 1e-6) > 15


def test_most_networks_that_fit_give_the_night_of_part_1_about_91_percent_and_disagree_far_from_the_tests(fits):
    def answers(sleep, study):
        return np.quantile([100 * N.forward([[sleep / 10, study / 5]])[0, 0] for N in fits], [0.05, 0.5, 0.95])
    np.testing.assert_allclose(answers(8, 3), [88.1, 91.1, 95.8], atol=0.3)
    assert np.ptp(answers(5, 1)) < 0.1 and np.ptp(answers(2, 1)) > 20 and np.ptp(answers(0, 0)) > 60


def test_in_22_percent_of_the_plane_more_study_lowers_the_score_and_a_quarter_of_the_networks_say_something_of_the_kind(
        hundred, fits):
    sleep, study = np.meshgrid(np.linspace(0, 1, 100), np.linspace(0, 1, 100))
    nights = np.column_stack([sleep.ravel(), study.ravel()])
    surfaces = [100 * N.forward(nights).reshape(100, 100) for N in (hundred[5].N, *fits)]
    assert round(100 * np.mean(np.diff(surfaces[0], axis=0) < 0)) == 22
    costly = [np.max(np.maximum.accumulate(surface) - surface) > 5 for surface in surfaces[1:]]
    assert 0.23 < np.mean(costly) < 0.33


def test_two_scores_for_the_same_night_leave_a_cost_of_0_0025():
    night, two_scores, costs = np.array([[0.5, 0.2], [0.5, 0.2]]), np.array([[0.7], [0.8]]), []
    for seed in range(20):
        network = partSix.Neural_Network(rng=seed)
        partSix.trainer(network).train(night, two_scores)
        costs.append(network.costFunction(night, two_scores))
    assert 0.0025 - 1e-12 < min(costs) and max(costs) < 0.0025 + 1e-7


def test_a_stuck_network_comes_free_if_a_weight_in_layer_2_is_negative_and_stays_if_all_are_well_above_0(hundred):
    def go_on(N):
        runner = trainer(partSix.Neural_Network())
        return optimize.minimize(runner.costFunctionWrapper, N.getParams(), args=(X, y), jac=True, method="BFGS",
                                 options={"gtol": 1e-9}).fun
    stuck = [T.N for T in hundred if T.optimizationResults.fun > 1e-6]
    # of the starts 100 to 999, thirteen that get stuck too
    for seed in (111, 150, 154, 270, 323, 352, 399, 445, 446, 613, 760, 859, 874):
        T = trainer(partSix.Neural_Network(rng=seed))
        T.train(X, y)
        stuck.append(T.N)
    free, smallest = np.array([go_on(N) < 1e-6 for N in stuck]), np.array([N.W2.min() for N in stuck])
    assert np.all(free[smallest < 0]) and not np.any(free[smallest > 0.2]) and np.sum(smallest < 0) > 10


@pytest.mark.slow
def test_of_1000_starts_88_get_stuck_and_986_take_fewer_than_100_evaluations():
    """All others end at a millionth or less; the stuck ones at one height, but for one or a few."""
    trainers = [partSix.trainer(partSix.Neural_Network(rng=seed)) for seed in range(1000)]
    for T in trainers:
        T.train(X, y)
    costs = np.array([T.N.costFunction(X, y) for T in trainers])
    assert 80 < np.sum(costs > 1e-6) < 96 and np.sum(abs(costs[costs > 1e-6] - 0.001226) > 1e-5) <= 3
    assert np.sum([T.optimizationResults.nfev < 100 for T in trainers]) >= 975
