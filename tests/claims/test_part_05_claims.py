"""What Part 5 claims in general, tried on as many seeds as the page names."""

import numpy as np
import pytest

import partFive
from partTwo import X, y
from support.notebooks import definitions
from support.stacked import stacked_costs, stacked_forward, stacked_weights, step_down

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


@pytest.mark.slow
def test_B_costs_less_at_step_400_and_mended_then_or_later_it_stays_worse():
    """Over 300 starts, stacked."""
    def slopes(W1, W2, ordinary):
        a2, yHat = stacked_forward(W1, W2)
        delta3 = -(y - yHat) * yHat * (1 - yHat)
        back, slope = delta3 @ np.swapaxes(W2, 1, 2), a2 * (1 - a2)
        return X.T @ (back @ slope if ordinary else back * slope), np.swapaxes(a2, 1, 2) @ delta3

    medians = {}
    for mended in (0, 400, 800):
        W1, W2 = stacked_weights(range(300))
        for step in range(6001):
            if step in (400, 6000):
                medians[mended, step] = np.median(stacked_costs(W1, W2))
            dJdW1, dJdW2 = slopes(W1, W2, step < mended)
            W1, W2 = W1 - dJdW1, W2 - dJdW2
    assert medians[400, 400] < 0.95 * medians[0, 400]
    assert medians[400, 6000] > 5 * medians[0, 6000] and medians[800, 6000] > 5 * medians[0, 6000]
    B = PAGE_5["B"](rng=5)
    for ours, pages in zip(slopes(*stacked_weights([5]), True), B.costFunctionPrime(X, y)):
        np.testing.assert_allclose(ours[0], pages)


def error_of(network):
    return PAGE_5["relative_error"](network.computeGradients(X, y), partFive.computeNumericalGradient(network, X, y))


def test_errors_of_loud_and_quiet_slips():
    errors = {name: np.array([error_of(PAGE_5[name](rng=seed)) for seed in range(300)])
              for name in ("A", "B", "C", "Friend", "Typed")}
    assert min(np.min(errors[name]) for name in "ABC") > 1e-2 > np.min(errors["Friend"]) > 2e-4
    assert 8e-6 < np.median(errors["Typed"]) < 2e-5 and np.min(errors["Typed"]) < 1e-6


@pytest.mark.slow
def test_of_50000_right_gradients_all_agree_and_e_as_2_718_passes_seldom():
    passed = 0
    for seed in range(50):
        W1, W2 = stacked_weights(range(1000 * seed, 1000 * seed + 1000))
        numgrad = []
        for place in np.ndindex(3, 3):  # two rows of W1, and W2 as the third
            costs = []
            for nudge in (1e-4, -1e-4):
                weights = np.concatenate([W1, np.swapaxes(W2, 1, 2)], axis=1)
                weights[:, place[0], place[1]] += nudge
                costs.append(stacked_costs(weights[:, :2], np.swapaxes(weights[:, 2:], 1, 2)))
            numgrad.append((costs[0] - costs[1]) / 2e-4)
        numgrad = np.transpose(numgrad)
        for e in (np.e, 2.718):
            a2, yHat = stacked_forward(W1, W2)
            prime2, prime3 = [e**-z / (1 + e**-z)**2 for z in (X @ W1, a2 @ W2)]
            delta3 = -(y - yHat) * prime3
            dJdW1 = X.T @ (delta3 @ np.swapaxes(W2, 1, 2) * prime2)
            grad = np.hstack([dJdW1.reshape(1000, 6), (np.swapaxes(a2, 1, 2) @ delta3).reshape(1000, 3)])
            errors = np.linalg.norm(grad - numgrad, axis=1) / np.linalg.norm(grad + numgrad, axis=1)
            if e == np.e:
                assert errors.max() < 1e-7
            else:
                passed += np.sum(errors < 1e-6)
    assert 500 < passed < 900


def test_the_complex_step_is_as_exact_as_the_machine():
    for seed in range(300):
        network = partFive.Neural_Network(rng=seed)
        before = network.getParams()
        error = PAGE_5["relative_error"](network.computeGradients(X, y), PAGE_5["complex_step"](network, X, y))
        assert error < 5e-15 and np.array_equal(network.getParams(), before)


def test_three_kinds_of_bugs_survive_the_check():
    class Small(partFive.Neural_Network):
        def costFunctionPrime(self, X, y):
            dJdW1, dJdW2 = super().costFunctionPrime(X, y)
            return 1.0000001 * dJdW1, dJdW2

    class Asleep(partFive.Neural_Network):
        def sigmoidPrime(self, z):
            return super().sigmoidPrime(np.minimum(z, 2))

    class Both(partFive.Neural_Network):
        def costFunction(self, X, y):
            return super().costFunction(X, y[::-1])

        def costFunctionPrime(self, X, y):
            return super().costFunctionPrime(X, y[::-1])

    assert max(error_of(kind(rng=5)) for kind in (Small, Asleep, Both)) < 1e-6
    assert max(error_of(Asleep(rng=seed)) for seed in range(40)) > 1e-3


def test_after_2000_steps_two_networks_in_three_are_too_flat_and_no_other_is_past_the_bound():
    W1, W2 = stacked_weights(range(300))
    for _ in range(2000):
        W1, W2 = step_down(W1, W2, 1)
    flat, network = 0, partFive.Neural_Network()
    for network.W1, network.W2 in zip(W1, W2):
        grad, numgrad = network.computeGradients(X, y), partFive.computeNumericalGradient(network, X, y)
        if np.linalg.norm(grad) + np.linalg.norm(numgrad) < 1e-3:
            flat += 1
        else:
            assert PAGE_5["relative_error"](grad, numgrad) < 1e-6
    assert 0.6 < flat / 300 < 0.77


def test_trained_networks_are_too_flat_to_check(hundred):
    for T in hundred:
        grad, numgrad = T.N.computeGradients(X, y), partFive.computeNumericalGradient(T.N, X, y)
        assert PAGE_5["relative_error"](grad, numgrad) > 1e-6
        assert np.linalg.norm(grad) + np.linalg.norm(numgrad) < 1e-3
