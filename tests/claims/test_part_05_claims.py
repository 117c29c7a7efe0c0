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
    """Over 1,000 starts, stacked, each beside its twin that went right all along."""
    def slopes(W1, W2, ordinary):
        a2, yHat = stacked_forward(W1, W2)
        delta3 = -(y - yHat) * yHat * (1 - yHat)
        back, slope = delta3 @ np.swapaxes(W2, 1, 2), a2 * (1 - a2)
        return X.T @ (back @ slope if ordinary else back * slope), np.swapaxes(a2, 1, 2) @ delta3

    costs = {}
    for mended in (0, 400, 800):
        W1, W2 = stacked_weights(range(1000))
        for step in range(3601):
            if step in (400, 3600):
                costs[mended, step] = stacked_costs(W1, W2)
            dJdW1, dJdW2 = slopes(W1, W2, step < mended)
            W1, W2 = W1 - dJdW1, W2 - dJdW2
    assert np.median(costs[400, 400]) < 0.95 * np.median(costs[0, 400])
    assert 2.6 < np.median(costs[400, 3600]) / np.median(costs[0, 3600]) < 3
    assert np.median(costs[400, 3600]) == pytest.approx(0.00118, rel=0.03)
    assert np.median(costs[800, 3600]) > np.median(costs[400, 3600])
    assert 0.84 < np.mean(costs[400, 3600] > costs[0, 3600]) < 0.88
    B = PAGE_5["B"](rng=5)
    for ours, pages in zip(slopes(*stacked_weights([5]), True), B.costFunctionPrime(X, y)):
        np.testing.assert_allclose(ours[0], pages)


def error_of(network):
    return PAGE_5["relative_error"](network.computeGradients(X, y), partFive.computeNumericalGradient(network, X, y))


@pytest.mark.slow
def test_the_bound_lies_between_50000_right_gradients_and_all_slips_but_e_as_2_718():
    def prime(z):
        return np.exp(-z) / (1 + np.exp(-z))**2

    def primes_of_A(z):
        return np.exp(-z) / (1 + np.exp(-z)**2)

    def primes_of_typed(z):
        return 2.718**-z / (1 + 2.718**-z)**2

    errors = {}
    for first in range(0, 50_000, 1000):
        W1, W2 = stacked_weights(range(first, first + 1000))
        a2, yHat = stacked_forward(W1, W2)
        a2_T, W2_T, z2, z3 = np.swapaxes(a2, 1, 2), np.swapaxes(W2, 1, 2), X @ W1, a2 @ W2
        numgrad = []
        for place in np.ndindex(3, 3):  # two rows of W1, and W2 as the third
            costs = []
            for nudge in (1e-4, -1e-4):
                weights = np.concatenate([W1, W2_T], axis=1)
                weights[:, place[0], place[1]] += nudge
                costs.append(stacked_costs(weights[:, :2], np.swapaxes(weights[:, 2:], 1, 2)))
            numgrad.append((costs[0] - costs[1]) / 2e-4)
        numgrad = np.transpose(numgrad)
        for name, prime3, prime2, join in (
                ("right", prime(z3), prime(z2), np.multiply), ("A", primes_of_A(z3), primes_of_A(z2), np.multiply),
                ("B", prime(z3), prime(z2), np.matmul), ("C", prime(z3), -prime(z2), np.multiply),
                ("Friend", prime(z3), prime(a2), np.multiply),
                ("Typed", primes_of_typed(z3), primes_of_typed(z2), np.multiply)):
            delta3 = -(y - yHat) * prime3
            grad = np.hstack([(X.T @ join(delta3 @ W2_T, prime2)).reshape(-1, 6), (a2_T @ delta3).reshape(-1, 3)])
            if name != "right" and not first:
                network = PAGE_5[name](rng=0)
                np.testing.assert_allclose(grad[0], network.computeGradients(X, y))
            error = np.linalg.norm(grad - numgrad, axis=1) / np.linalg.norm(grad + numgrad, axis=1)
            errors.setdefault(name, []).append(error)
    errors = {name: np.concatenate(parts) for name, parts in errors.items()}
    assert errors["right"].max() < 3.1e-8
    least = {"A": 0.059, "B": 0.0035, "C": 0.0069, "Friend": 0.00015}
    for name, value in least.items():
        assert errors[name].min() == pytest.approx(value, rel=0.05)
    assert 9e-6 < np.median(errors["Typed"]) < 1.5e-5 and 650 < np.sum(errors["Typed"] < 1e-6) < 750


@pytest.mark.slow
def test_a_network_shows_the_V_and_none_is_flat_at_its_random_weights():
    networks, below = [partFive.Neural_Network(rng=seed) for seed in range(2000)], []
    gradients = [network.computeGradients(X, y) for network in networks]
    assert min(np.linalg.norm(grad) for grad in gradients) > 1e-3
    for e in (1e-3, 1e-4, 1e-5, 1e-6, 1e-10):
        numgrads = [partFive.computeNumericalGradient(network, X, y, e) for network in networks]
        below.append(sum(PAGE_5["relative_error"](*pair) < 1e-8 for pair in zip(gradients, numgrads)))
        if e == 1e-4:
            assert max(np.linalg.norm(grad - numgrad) for grad, numgrad in zip(gradients, numgrads)) < 4e-10
    assert below == [244, 1991, 2000, 2000, 0]


def test_a_larger_network_passes_with_2e_10():
    rng = np.random.default_rng(5)
    network = partFive.Neural_Network(inputLayerSize=4, hiddenLayerSize=10, outputLayerSize=2, rng=rng)
    data = rng.random((20, 4)), rng.random((20, 2))
    error = PAGE_5["relative_error"](network.computeGradients(*data), partFive.computeNumericalGradient(network, *data))
    assert f"{error:.0e}" == "2e-10"


def test_the_complex_step_is_as_exact_as_the_machine_on_2000_networks():
    for seed in range(2000):
        network = PAGE_5["Neural_Network"](rng=seed)
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
