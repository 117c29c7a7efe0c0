"""What Part 3 claims in general, tried on as many seeds as the page names."""
import numpy as np
import pytest
from sklearn.datasets import load_digits

from partTwo import Neural_Network, X, y
from support.stacked import stacked_costs, stacked_forward, stacked_weights, step_down

SLIDER = np.linspace(-5, 5, 101).round(1)


def costs_of(nine):
    """The costs of networks given as rows of nine weights."""
    return stacked_costs(nine[:, :6].reshape(-1, 2, 3), nine[:, 6:].reshape(-1, 3, 1))


def start():
    """Seed 5 as the sliders show it."""
    network = Neural_Network(rng=5)
    return np.concatenate([network.W1.ravel(), network.W2.ravel()]).round(1)


def dragged(nine, sliders):
    """The best place of any of these sliders: the cost there, and the nine weights."""
    trials = np.repeat(nine[np.newaxis], 101 * len(sliders), axis=0)
    for k, slider in enumerate(sliders):
        trials[101 * k:101 * (k + 1), slider] = SLIDER
    costs = costs_of(trials)
    return costs.min(), trials[costs.argmin()]


def game(sliders_of_move):
    """How many moves reach the goal, at most 100; infinity if none."""
    nine = start()
    for move in range(100):
        cost, nine = dragged(nine, sliders_of_move(move))
        if cost < 0.001:
            return move + 1
    return np.inf


# --- The game ---

def test_one_slider_of_W2_does_more_than_any_of_W1():
    assert dragged(start(), [8])[0] == pytest.approx(0.0062, abs=5e-5) and dragged(start(), [8])[1][8] == 4.5
    assert 0.16 < dragged(start(), range(6))[0] < 0.17


def test_the_best_of_all_nine_sliders_wins_in_six_moves():
    assert game(lambda move: range(9)) == 6


def test_one_slider_after_the_other_usually_wins():
    orders = [np.random.default_rng(seed).permutation(9) for seed in range(200)]
    moves = np.array([game(lambda move, order=order: [order[move % 9]]) for order in orders])
    assert 0.82 < np.mean(moves < np.inf) < 0.9 and 40 <= np.median(moves) <= 46


def test_blind_guessing_wins_half_of_its_games_in_1000_guesses_and_94_in_100_before_the_walk():
    rng = np.random.default_rng(0)
    share = np.mean([np.mean(costs_of(rng.integers(-50, 51, (50_000, 9)) / 10) < 0.001) for _ in range(10)])
    assert 0.0006 < share < 0.00076 and 900 < np.log(2) / share < 1150
    assert 0.92 < 1 - (1 - share)**4176 < 0.96


def test_30_weights_are_guessed_nearly_as_soon_as_9():
    rng, shares = np.random.default_rng(0), []
    for hidden in (3, 10):
        draws = [(rng.integers(-50, 51, (20_000, 2, hidden)) / 10, rng.integers(-50, 51, (20_000, hidden, 1)) / 10)
                 for _ in range(10)]
        shares.append(np.mean([np.mean(stacked_costs(*each) < 0.001) for each in draws]))
    assert 0.0004 < shares[1] < shares[0] < 0.0008


def test_a_walk_at_rate_10_needs_61_steps():
    for rate, steps in ((2, 232), (10, 61)):
        W1, W2 = stacked_weights([5])
        costs = []
        for _ in range(steps):
            W1, W2 = step_down(W1, W2, rate)
            costs.append(stacked_costs(W1, W2)[0])
        assert min(costs[:-1]) > 0.001 > costs[-1]


@pytest.mark.slow
def test_from_1000_starts_the_walk_needs_710_steps_at_rate_2_and_147_at_rate_10_in_the_middle():
    for rate, steps in ((2, 710), (10, 147)):
        (W1, W2), arrived = stacked_weights(range(1000)), np.full(1000, 10**6)
        for number in range(1200):
            arrived[(stacked_costs(W1, W2) < 0.001) & (arrived == 10**6)] = number
            W1, W2 = step_down(W1, W2, rate)
        assert np.median(arrived) == pytest.approx(steps, rel=0.05)


def by_a_rule(number, seed):
    hours = np.random.default_rng(seed).random((number, 2))
    return hours, 0.55 + hours @ [[0.25], [0.15]]  # 2.5 points per hour of sleep, 3 per hour of study


def guesses_in_the_middle(number, classes=24, guesses=200_000):
    """How many guesses half of all games take, where each game has one of some classes of tests."""
    shares = []
    for seed in range(classes):
        (inputs, targets), rng, found = by_a_rule(number, seed), np.random.default_rng(5000 + seed), 0
        for _ in range(guesses // 20_000):
            nine = rng.integers(-50, 51, (20_000, 9)) / 10
            W1, W2 = nine[:, :6].reshape(-1, 2, 3), nine[:, 6:].reshape(-1, 3, 1)
            for some in (3, number):  # whoever misses three tests by too much misses all of them by too much
                missed = targets[:some] - stacked_forward(W1, W2, inputs[:some])[1]
                reach = 0.5 * np.sum(missed**2, axis=(1, 2)) < number * 0.001 / 3
                W1, W2 = W1[reach], W2[reach]
            found += len(W1)
        shares.append(found / guesses)
    many = np.arange(100, 200_000, 100)
    return many[np.argmax([np.mean((1 - np.array(shares))**each) < 0.5 for each in many])]


@pytest.mark.slow
@pytest.mark.parametrize("number, about", [(3, 500), (10, 11_000), (30, 26_000), (100, 41_000)])
def test_more_tests_turn_guesses_away(number, about):
    assert 0.8 * about < guesses_in_the_middle(number) < 1.25 * about


@pytest.mark.slow
def test_ten_tests_or_a_hundred_take_the_walk_about_700_steps_and_three_starts_in_four_arrive():
    for number, about in ((3, 400), (10, 700), (30, 700), (100, 700)):
        steps, shares = [], []
        for seed in range(12):
            inputs, targets = by_a_rule(number, seed)
            W1, W2 = stacked_weights(range(50))
            won = np.full(50, np.inf)
            for step in range(1, 1001):
                a2, said = stacked_forward(W1, W2, inputs)
                won[(0.5 * np.mean((targets - said)**2, axis=(1, 2)) < 0.001 / 3) & (won == np.inf)] = step
                delta3 = -(targets - said) * said * (1 - said) / number
                delta2 = delta3 @ np.swapaxes(W2, 1, 2) * a2 * (1 - a2)
                W1, W2 = W1 - 6 * inputs.T @ delta2, W2 - 6 * np.swapaxes(a2, 1, 2) @ delta3
            steps.extend(won)
            shares.append(np.mean(won < np.inf))
        assert abs(np.median(steps) - about) < 120 and 0.65 < np.mean(shares) < 0.85, number


@pytest.mark.slow
def test_of_3000_random_networks_the_best_reads_a_quarter_of_the_digits():
    data, rng = load_digits(), np.random.default_rng(0)
    read = []
    for _ in range(3000):
        hidden = 1 / (1 + np.exp(-(data.data / 16) @ rng.standard_normal((64, 30))))
        read.append(np.mean(np.argmax(hidden @ rng.standard_normal((30, 10)), axis=1) == data.target))
    assert 0.2 < max(read) < 0.3


# --- The walk ---

def test_two_weights_creep_at_rate_2_overshoot_at_40_zigzag_at_70_and_fly_away_at_200():
    network = Neural_Network(rng=5)
    start1, start2 = network.W1[0, 0], network.W2[0, 0]
    W1, W2 = np.repeat(network.W1[np.newaxis], 4, axis=0), np.repeat(network.W2[np.newaxis], 4, axis=0)
    rates, costs, visited = np.array([2, 40, 70, 200]), [], []
    for _ in range(100):
        after1, after2 = step_down(W1, W2, rates[:, np.newaxis, np.newaxis])
        W1[:, 0, 0], W2[:, 0, 0] = after1[:, 0, 0], after2[:, 0, 0]
        costs.append(stacked_costs(W1, W2))
        visited.append(W2[:, 0, 0].copy())
    ups = np.sum(np.diff(costs, axis=0) > 1e-9, axis=0)
    np.testing.assert_allclose(costs[-1], [0.0041, 0.0026, 0.0067, 0.0499], atol=1e-4)
    assert list(ups[[0, 1]]) == [0, 0] and 38 <= ups[2] <= 42 and not np.any(np.diff(costs, axis=0)[:28, 2] > 1e-9)
    assert visited[0][1] > 4 > 2.5 > visited[-1][1] and abs(visited[0][3] - visited[-1][3]) < 0.2 < 20 < visited[0][3]
    assert costs[1][3] > 0.08 and abs(costs[2][3] - costs[-1][3]) < 1e-8, "flat after three steps, not after one"
    assert start1 < 0 and start2 < 0


def test_each_of_300_steps_of_rate_2_lowers_the_cost_from_each_of_1000_starts_and_nine_nights_in_ten_agree():
    W1, W2 = stacked_weights(range(1000))
    before, misses = stacked_costs(W1, W2), []
    for _ in range(300):
        W1, W2 = step_down(W1, W2, 2)
        after = stacked_costs(W1, W2)
        assert np.all(after < before)
        before = after
        misses.append(abs(y - stacked_forward(W1[5], W2[5])[1]).ravel())
    scores = 100 * stacked_forward(W1, W2, np.array([[0.8, 0.6]]))[1].ravel()
    np.testing.assert_allclose(np.quantile(scores, [0.05, 0.95]), [84.6, 87.6], atol=0.05)
    always_the_mean = 0.5 * np.sum((y - np.mean(y))**2)
    assert np.sum(after < 0.001) == 219 and np.sum(after > always_the_mean) == 1
    nearest = np.argmin(misses, axis=0)[1]
    assert 70 < nearest < 90 and misses[nearest][1] < 0.001 and misses[-1][1] > 0.02, "test 2 moves away again"


def test_steps_of_one_example_alone_raise_the_cost_now_and_then():
    W1, W2 = stacked_weights(range(200))
    raised, before = [], stacked_costs(W1, W2)
    for step in range(300):
        W1, W2 = step_down(W1, W2, 2, examples=[step % 3])
        after = stacked_costs(W1, W2)
        raised.append(np.mean(after > before))
        before = after
    assert 0.2 < np.mean(raised) < 0.4


# --- Look closer ---

def test_a_way_around_the_hill_leads_to_the_twin_and_never_above_its_start():
    """The whole way: fade unit 1, pass the units on, and the first part mirrored."""
    W1, W2 = stacked_weights([5])
    for _ in range(300):
        W1, W2 = step_down(W1, W2, 2)
    learned = W1, W2
    most, way = stacked_costs(W1, W2)[0], [(W1, W2)]
    for share in np.linspace(1, 0, 401):
        W2 = W2.copy()
        W2[0, 0, 0] = share * learned[1][0, 0, 0]
        way.append((W1, W2))
        while stacked_costs(W1, W2)[0] > 0.95 * most:
            W1, stepped = step_down(W1, W2, 2)
            W2 = np.concatenate([W2[:, :1], stepped[:, 1:]], axis=1)
            way.append((W1, W2))
    faded = way.copy()
    for idle, giver in ((0, 1), (1, 2), (2, 0)):  # the idle unit becomes the giver's copy and takes its output weight
        W1 = W1.copy()
        W1[:, :, idle] = W1[:, :, giver]
        for share in np.linspace(0, 1, 11):
            shifted = W2.copy()
            shifted[0, idle, 0], shifted[0, giver, 0] = share * W2[0, giver, 0], (1 - share) * W2[0, giver, 0]
            way.append((W1, shifted))
        W2 = shifted
    twin = [(A[:, :, [0, 2, 1]], B[:, [0, 2, 1]]) for A, B in reversed(faded)]
    np.testing.assert_allclose(W2, twin[0][1], atol=1e-12)
    np.testing.assert_allclose(W1[:, :, 1:], twin[0][0][:, :, 1:], atol=1e-12)  # unit 1 is idle: its weights are free
    way += twin
    assert max(stacked_costs(*each)[0] for each in way) <= most * (1 + 1e-12)
    straight = [(each + swapped) / 2 for each, swapped in zip(learned, way[-1])]
    assert stacked_costs(*straight)[0] > 10 * most


@pytest.mark.slow
@np.errstate(over="ignore")
def test_scaling_pays_for_two_causes_each_switched_off_once():
    """Below 0.001 within 300 steps at the best of some rates: the same starts as functions, the same steps."""
    hours, largest = X * [10, 5], np.array([[10.0], [5]])
    W1, W2 = stacked_weights(range(300))
    best = []
    for inputs, first in ((X, W1), (hours, W1 / largest), (X, W1 * largest), (hours, W1)):
        shares = []
        for rate in (1, 2, 5, 10, 20, 50):
            A, B, won = first, W2, False
            for _ in range(300):
                a2, said = stacked_forward(A, B, inputs)
                delta3 = -(y - said) * said * (1 - said)
                delta2 = delta3 @ np.swapaxes(B, 1, 2) * a2 * (1 - a2)
                A, B = A - rate * inputs.T @ delta2, B - rate * np.swapaxes(a2, 1, 2) @ delta3
                won |= 0.5 * np.sum((y - stacked_forward(A, B, inputs)[1])**2, axis=(1, 2)) < 0.001
            shares.append(np.mean(won))
        best.append(max(shares))
    np.testing.assert_allclose(best, [0.89, 0.53, 0.26, 0.22], atol=0.06)
