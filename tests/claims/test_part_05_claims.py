"""What Part 5 claims in general, tried on as many seeds as the page names."""

import numpy as np
import pytest

import partFive
from partTwo import X, y
from support.notebooks import definitions

PAGE_5 = definitions("05")  # the page's own classes and functions


def median_cost(kind, steps, rate=1, stop_W1=None):
    """Median over the starts 0 to 9 of plain descent; from step `stop_W1` on, W1 stays as it is."""
    networks = [kind(rng=seed) for seed in range(10)]
    for step in range(steps):
        for N in networks:
            dJdW1, dJdW2 = N.costFunctionPrime(X, y)
            N.W2 = N.W2 - rate * dJdW2
            if stop_W1 is None or step < stop_W1:
                N.W1 = N.W1 - rate * dJdW1
    return np.median([N.costFunction(X, y) for N in networks])


def test_the_slip_of_A_works_like_steps_of_up_to_twice_the_length():
    A, right, z = PAGE_5["A"], partFive.Neural_Network, np.linspace(-9, 9, 1001)
    factor = A().sigmoidPrime(z) / right().sigmoidPrime(z)
    assert 1 < factor.min() and factor.max() == pytest.approx(2)
    assert median_cost(right, 1000) > median_cost(A, 1000) > median_cost(right, 1000, rate=2)


def test_the_wrong_half_of_B_helps_at_first_and_does_harm_later():
    B = PAGE_5["B"]
    assert median_cost(B, 200) < 0.5 * median_cost(B, 200, stop_W1=0)
    assert median_cost(B, 3000) > 1.1 * median_cost(B, 3000, stop_W1=1500)


def test_trained_networks_are_too_flat_to_check(hundred):
    for T in hundred:
        grad, numgrad = T.N.computeGradients(X, y), partFive.computeNumericalGradient(T.N, X, y)
        assert PAGE_5["relative_error"](grad, numgrad) > 1e-6
        assert PAGE_5["verdict"](grad, numgrad).startswith("too flat to tell")
