"""What the pages claim in general, tried on as many seeds as the page names; by part."""
import numpy as np

from partTwo import Neural_Network, X

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



# --- Part 2 ---


# --- Part 3 ---


# --- Part 4 ---


# --- Part 5 ---


# --- Part 6 ---


# --- Part 7 ---


# --- Part 8 ---


# --- Part 9 ---


# --- Part 10 ---
