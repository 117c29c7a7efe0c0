"""What Part 2 claims in general, tried on as many seeds as the page names."""
import numpy as np
from scipy.optimize import minimize

import partFive
from partSix import trainer
from partTwo import Neural_Network, X, y

HILL_NIGHTS, HILL_SCORES = np.array([[0.4, 0.6], [0.8, 0.6], [1.2, 0.6]]), np.array([[0.7], [0.9], [0.7]])


def f(z):
    return 1 / (1 + np.exp(-z))


def hill():
    """The page's network of ready weights, with a ridge."""
    network = Neural_Network()
    network.W1, network.W2 = np.array([[20, 20, 0], [-20, -30, 4]]), np.array([[1.6], [-1.6], [0.9]])
    return network


def best_two_weights(inputs, targets):
    """The least cost of two weights and a sigmoid, from twenty starts, and their estimates."""
    def cost(weights):
        return 0.5 * np.sum((targets - f(inputs @ weights[:, np.newaxis]))**2)
    found = min((minimize(cost, 3 * np.random.default_rng(seed).standard_normal(2)) for seed in range(20)),
                key=lambda each: each.fun)
    return found.fun, f(inputs @ found.x)


def test_the_line_where_a_neuron_says_one_half_turns_with_the_ratio_of_its_weights_and_sharpens_with_their_size():
    rng = np.random.default_rng(0)
    for weights in rng.uniform(-20, 20, (1000, 2)):
        along = rng.uniform(0, 1) * np.array([weights[1], -weights[0]])  # a place on the line through the corner
        beside = along + 0.01 * weights / np.linalg.norm(weights)
        assert np.isclose(f(along @ weights), 0.5) and np.isclose(f(along @ (4 * weights)), 0.5)
        assert f(beside @ (4 * weights)) > f(beside @ weights) > 0.5


def test_some_neuron_says_yes_to_the_night_and_no_to_test_3():
    assert f(np.array([0.8, 0.6]) @ [-6, 10]) > 0.7 and f(X[2] @ [-6, 10]) < 0.3


def test_one_neuron_only_rises_or_only_falls_along_a_row_of_nights_and_can_do_no_better_than_the_mean_of_a_hill():
    cost, _ = best_two_weights(HILL_NIGHTS, HILL_SCORES)
    assert cost > 0.99 * 0.5 * np.sum((HILL_SCORES - np.mean(HILL_SCORES))**2)
    rng = np.random.default_rng(0)
    steps = np.diff(f(HILL_NIGHTS @ rng.uniform(-20, 20, (2, 1000))), axis=0)
    assert np.all(steps[0] * steps[1] >= 0)


def test_three_hidden_units_make_a_ridge_between_two_lines_that_none_of_them_has():
    network = hill()
    np.testing.assert_allclose(network.forward(HILL_NIGHTS), HILL_SCORES, atol=0.005)
    assert np.all(np.diff(network.a2, axis=0) >= -1e-12), "along the row, no unit ever falls"
    np.testing.assert_allclose(network.a2[1], [0.98, 0.12, 0.92], atol=0.005)  # the night of Part 1
    assert round(network.z3[1, 0], 1) == 2.2
    for hours_per_hour, k in ((2, 0), (3, 1)):
        sleep = hours_per_hour * np.linspace(0.1, 4, 9)
        network.forward(np.column_stack([sleep / 10, sleep / hours_per_hour / 5]))
        np.testing.assert_allclose(network.a2[:, k], 0.5)


def test_descent_finds_weights_for_the_hill_by_itself_from_most_starts():
    costs = []
    for seed in range(20):
        network = partFive.Neural_Network(rng=seed)
        trainer(network).train(HILL_NIGHTS, HILL_SCORES)
        costs.append(network.costFunction(HILL_NIGHTS, HILL_SCORES))
    assert np.sum(np.array(costs) < 1e-4) >= 10


def test_ready_weights_say_exclusive_or_and_no_single_neuron_does_with_a_bias_or_without():
    pairs, wanted = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
    xor = Neural_Network()
    xor.W1, xor.W2 = np.array([[10, 0, 10], [0, 10, 10]]), np.array([[-60], [-60], [100]])
    np.testing.assert_allclose(xor.forward(pairs), wanted, atol=1e-4)
    np.testing.assert_allclose(xor.z3.ravel(), [-10, 10, 10, -20], atol=0.01)
    for inputs in (pairs, np.hstack((pairs, np.ones((4, 1))))):
        weights = 20 * np.random.default_rng(0).standard_normal((inputs.shape[1], 100_000))
        assert not np.any(np.all((f(inputs @ weights) > 0.5) == wanted, axis=0))


def test_without_an_activation_function_two_layers_are_one():
    for seed in range(1000):
        network = Neural_Network(rng=seed)
        np.testing.assert_allclose((X @ network.W1) @ network.W2, X @ (network.W1 @ network.W2), atol=1e-14)


def test_two_weights_fit_the_three_tests_better_than_part_3_s_goal():
    cost, said = best_two_weights(X, y)
    assert abs(cost - 0.00021) < 1e-5
    np.testing.assert_allclose(said, [0.75, 0.81, 0.95], atol=0.005)
    np.testing.assert_allclose(f(X @ [2.78, 0.26]), y.ravel(), atol=0.02)


def test_the_untrained_network_stays_below_50_percent_for_all_hours_up_to_10_and_5():
    sleep, study = np.meshgrid(np.arange(0, 10.1, 0.5), np.arange(0, 5.1, 0.25))
    nights = np.column_stack([sleep.ravel(), study.ravel()]) / [10, 5]
    assert len(nights) == 21 * 21 and Neural_Network(rng=5).forward(nights).max() < 0.5


def test_softmax_raises_the_share_of_a_raised_output_and_lowers_each_other():
    z = np.random.default_rng(0).standard_normal((1000, 4))
    raised = z + [0.5, 0, 0, 0]
    shares, after = (np.exp(each) / np.sum(np.exp(each), axis=1, keepdims=True) for each in (z, raised))
    assert np.all(after[:, 0] > shares[:, 0]) and np.all(after[:, 1:] < shares[:, 1:])
