"""What Part 3 claims in general, tried on as many seeds as the page names."""

import numpy as np

from partTwo import y
from support.stacked import stacked_costs, stacked_forward, stacked_weights, step_down


def test_no_estimate_exceeds_what_the_positive_weights_of_layer_2_allow():
    _, W2 = stacked_weights(range(1000))
    W1 = 20 * np.random.default_rng(1).standard_normal((1000, 2, 3))
    most = 1 / (1 + np.exp(-np.sum(np.maximum(W2, 0), axis=1, keepdims=True)))
    assert np.all(stacked_forward(W1, W2)[1] <= most)
    assert most[5] < np.min(y), "seed 5: too small for even the lowest score"


def test_rates_on_one_weight_creep_overshoot_jump_and_fly_away():
    """W2[0, 0] of seed 5: after the first step, and how many more it is away from the bottom at 3.604."""
    W1, W2 = stacked_weights([5])
    for rate, first, far, last in ((5, 0.068, 40, 3.430), (40, 4.411, 9, 3.604), (100, 11.856, 30, 3.604),
                                   (200, 24.265, 40, 24.204)):
        visited, here = [], W2.copy()
        for _ in range(40):
            here[0, 0, 0] = step_down(W1, here, rate)[1][0, 0, 0]
            visited.append(here[0, 0, 0])
        assert np.allclose([visited[0], visited[-1]], [first, last], atol=1e-3), rate
        assert sum(abs(w - 3.604) > 0.02 for w in visited) == far, rate


def test_each_of_300_steps_of_rate_2_lowers_the_cost_from_each_of_1000_starts_and_nine_nights_in_ten_get_84_to_88():
    W1, W2 = stacked_weights(range(1000))
    before = stacked_costs(W1, W2)
    for _ in range(300):
        W1, W2 = step_down(W1, W2, 2)
        after = stacked_costs(W1, W2)
        assert np.all(after < before)
        before = after
    scores = 100 * stacked_forward(W1, W2, np.array([[0.8, 0.6]]))[1].ravel()
    assert 84 < np.quantile(scores, 0.05) and np.quantile(scores, 0.95) < 88
    always_the_mean = 0.5 * np.sum((y - np.mean(y))**2)
    assert np.sum(after < 0.001) == 219 and np.sum(after > always_the_mean) == 1


def test_steps_of_one_example_alone_raise_the_cost_now_and_then():
    W1, W2 = stacked_weights(range(200))
    raised, before = [], stacked_costs(W1, W2)
    for step in range(300):
        W1, W2 = step_down(W1, W2, 2, examples=[step % 3])
        after = stacked_costs(W1, W2)
        raised.append(np.mean(after > before))
        before = after
    assert 0.2 < np.mean(raised) < 0.4


def moves_until_the_goal(games, values_of_a_move):
    """100 moves from seed 5: a slider at random goes to the best of some values, if that helps. Inf: not won."""
    rng, won = np.random.default_rng(0), np.full(games, np.inf)
    weights = np.concatenate([each.reshape(1, -1) for each in stacked_weights([5])], axis=1).repeat(games, axis=0)
    kept = stacked_costs(weights[:, :6].reshape(-1, 2, 3), weights[:, 6:].reshape(-1, 3, 1))
    for move in range(1, 101):
        slider = rng.integers(9, size=games)
        for values in values_of_a_move(rng):
            trial = weights.copy()
            trial[np.arange(games), slider] = values
            cost = stacked_costs(trial[:, :6].reshape(-1, 2, 3), trial[:, 6:].reshape(-1, 3, 1))
            weights[cost < kept] = trial[cost < kept]
            kept = np.minimum(kept, cost)
        won[kept < 0.001] = np.minimum(won[kept < 0.001], move)
    return won


def test_a_random_move_of_a_slider_wins_one_game_in_six_and_the_best_of_101_values_four_in_five():
    at_random = moves_until_the_goal(5000, lambda rng: [rng.uniform(-5, 5, 5000).round(1)])
    assert 0.15 < np.mean(at_random < np.inf) < 0.18
    dragged = moves_until_the_goal(200, lambda rng: np.linspace(-5, 5, 101))
    assert 0.75 < np.mean(dragged < np.inf) < 0.85
    assert 0.8 < 101 * np.median(dragged) / (232 * 18) < 1.2, "no bargain: it takes about as many as the walk"
