"""What the pages claim in general, tried on as many seeds as the page names; by part."""
import re

import numpy as np
import pytest

import partFour
from partTwo import Neural_Network, X, y
from test_notebooks import cells

HOURS = X * [10, 5]


# --- Part 1 ---

def hidden_activations(inputs, seeds=1000):
    """a2 of networks with random weights, one for each seed: (seeds, numExamples, 3)."""
    activations = []
    for seed in range(seeds):
        network = Neural_Network(rng=seed)
        network.forward(inputs)
        activations.append(network.a2)
    return np.array(activations)


def test_raw_hours_saturate_most_hidden_units_and_scaled_hours_hardly_any():
    shares = [np.mean(abs(hidden_activations(inputs) - 0.5) > 0.45) for inputs in (HOURS, X)]
    assert abs(shares[0] - 0.643) < 0.001 and abs(shares[1] - 0.004) < 0.001


def test_most_saturated_neurons_hardly_answer_to_a_weight():
    """The slope of a hidden activation with respect to the weights that lead to it."""
    raw, scaled = hidden_activations(HOURS), hidden_activations(X)
    slopes = [(a * (1 - a))[:, :, np.newaxis, :] * inputs[:, :, np.newaxis]
              for a, inputs in ((raw, HOURS), (scaled, X))]
    saturated = np.broadcast_to(abs(raw - 0.5)[:, :, np.newaxis, :] > 0.45, slopes[0].shape)
    assert np.median(slopes[0][saturated]) < 0.1 * np.median(slopes[1])
    assert np.mean(slopes[0][saturated] < np.median(slopes[1])) > 0.9



def test_the_refresher_prints_what_it_shows(capsys):
    [refresher] = [cell.source for cell in cells("01-data-and-architecture") if "Rusty in Python" in cell.source]
    [(code, shown)] = re.findall(r"(?s)```python\n(.*?)```\n\n```text\n(.*?)```", refresher)
    exec(code, {})
    assert capsys.readouterr().out == shown


# --- Part 2 ---

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


def test_seed_5_stays_below_50_percent_wherever_the_sliders_stand():
    sleep, study = np.meshgrid(np.arange(0, 10.1, 0.5), np.arange(0, 5.1, 0.25))
    nights = np.column_stack([sleep.ravel(), study.ravel()]) / [10, 5]
    assert len(nights) == 21 * 21 and Neural_Network(rng=5).forward(nights).max() < 0.5



# --- Part 3 ---


# --- Part 4 ---

def test_a_small_step_changes_the_cost_as_the_gradient_predicts():
    for seed in range(1000):
        network = partFour.Neural_Network(rng=seed)
        cost = network.costFunction(X, y)
        dJdW1, dJdW2 = network.costFunctionPrime(X, y)
        network.W1, network.W2 = network.W1 + 0.01 * dJdW1, network.W2 + 0.01 * dJdW2
        predicted = 0.01 * (np.sum(dJdW1**2) + np.sum(dJdW2**2))
        assert network.costFunction(X, y) - cost == pytest.approx(predicted, rel=0.002)


# --- Part 5 ---


# --- Part 6 ---


# --- Part 7 ---


# --- Part 8 ---


# --- Part 9 ---


# --- Part 10 ---
