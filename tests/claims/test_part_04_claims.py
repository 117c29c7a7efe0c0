"""What Part 4 claims in general, tried on as many seeds as the page names."""

import numpy as np
import pytest

import partFour
from partTwo import X, y


def test_a_small_step_changes_the_cost_as_the_gradient_predicts():
    for seed in range(1000):
        network = partFour.Neural_Network(rng=seed)
        cost = network.costFunction(X, y)
        dJdW1, dJdW2 = network.costFunctionPrime(X, y)
        network.W1, network.W2 = network.W1 + 0.01 * dJdW1, network.W2 + 0.01 * dJdW2
        predicted = 0.01 * (np.sum(dJdW1**2) + np.sum(dJdW2**2))
        assert network.costFunction(X, y) - cost == pytest.approx(predicted, rel=0.002)


def test_too_long_a_step_makes_the_right_gradient_fail_the_walk_too():
    passed = 0
    for seed in range(1000):
        network, costs = partFour.Neural_Network(rng=seed), []
        for step in (0, 30, -30):
            dJdW1, dJdW2 = network.costFunctionPrime(X, y)
            network.W1, network.W2 = network.W1 + step * dJdW1, network.W2 + step * dJdW2
            costs.append(network.costFunction(X, y))
        passed += costs[0] < costs[1] > costs[2]
    assert 980 < passed < 1000


def test_a_few_steps_with_the_planted_bug_of_exercise_4_3_lower_the_cost():
    for seed in range(1000):
        network, costs = partFour.Neural_Network(rng=seed), []
        for _ in range(5):
            costs.append(network.costFunction(X, y))
            delta3 = -(y - network.yHat) * network.sigmoidPrime(network.z3)
            delta2 = np.dot(delta3, network.W2.T) * network.sigmoidPrime(network.a2)
            network.W1, network.W2 = network.W1 - np.dot(X.T, delta2), network.W2 - np.dot(network.a2.T, delta3)
        assert costs == sorted(costs, reverse=True)
