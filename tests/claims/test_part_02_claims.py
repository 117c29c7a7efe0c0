"""What Part 2 claims in general, tried on as many seeds as the page names."""

import numpy as np

import partFive
from partSix import trainer
from partTwo import Neural_Network, X, y


def estimates(inputs, seeds=1000):
    """What untrained networks say, one for each seed: (seeds, numExamples)."""
    return np.array([Neural_Network(rng=seed).forward(inputs).ravel() for seed in range(seeds)])


def test_untrained_networks_order_the_tests_by_luck():
    steps = np.diff(estimates(X))
    assert (np.sum((steps > 0).all(axis=1)), np.sum((steps < 0).all(axis=1))) == (263, 242)


def test_flipped_signs_of_W2_turn_every_order_around():
    for seed in range(1000):
        network = Neural_Network(rng=seed)
        before = network.forward(X)
        network.W2 = -network.W2
        np.testing.assert_allclose(network.forward(X), 1 - before)


def test_few_untrained_networks_come_within_ten_points():
    assert np.sum((abs(estimates(X) - y.ravel()) < 0.1).all(axis=1)) == 22


def test_without_an_activation_function_two_layers_are_one():
    for seed in range(1000):
        network = Neural_Network(rng=seed)
        two_layers = np.dot(np.dot(X, network.W1), network.W2)
        np.testing.assert_allclose(two_layers, np.dot(X, np.dot(network.W1, network.W2)), atol=1e-14)
        np.testing.assert_allclose(two_layers[2], 2 * two_layers[1], atol=1e-14)  # test 3 is twice test 2
        network.forward(X)
        assert abs(network.z3[2] - 2 * network.z3[1]) > 1e-6


def test_a_network_can_learn_that_too_much_sleep_does_harm():
    nights, scores = np.array([[0.2, 0.6], [0.6, 0.6], [1, 0.6]]), np.array([[0.7], [0.9], [0.7]])
    network = partFive.Neural_Network(rng=0)
    trainer(network).train(nights, scores)
    np.testing.assert_allclose(network.forward(nights), scores, atol=0.001)


def test_seed_5_stays_below_50_percent_wherever_the_sliders_stand():
    sleep, study = np.meshgrid(np.arange(0, 10.1, 0.5), np.arange(0, 5.1, 0.25))
    nights = np.column_stack([sleep.ravel(), study.ravel()]) / [10, 5]
    assert len(nights) == 21 * 21 and Neural_Network(rng=5).forward(nights).max() < 0.5
