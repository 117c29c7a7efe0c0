"""What Part 1 claims in general, tried on as many seeds as the page names."""
import re

import numpy as np

from partTwo import Neural_Network, X
from support.notebooks import cells

HOURS = X * [10, 5]


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
