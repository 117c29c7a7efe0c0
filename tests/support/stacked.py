"""Many networks at once: their weights stacked along a first axis."""
import numpy as np

from partTwo import Neural_Network, X, y


def stacked_weights(seeds):
    """The weights of networks with these seeds, stacked: (seeds, 2, 3) and (seeds, 3, 1)."""
    networks = [Neural_Network(rng=seed) for seed in seeds]
    return np.array([each.W1 for each in networks]), np.array([each.W2 for each in networks])


def stacked_forward(W1, W2, X=X):
    """a2 and yHat of stacked networks."""
    a2 = 1 / (1 + np.exp(-(X @ W1)))
    return a2, 1 / (1 + np.exp(-(a2 @ W2)))


def stacked_costs(W1, W2):
    return 0.5 * np.sum((y - stacked_forward(W1, W2)[1])**2, axis=(1, 2))


def step_down(W1, W2, rate, examples=slice(None)):
    """Stacked networks after one step of gradient descent on these examples."""
    a2, yHat = stacked_forward(W1, W2, X[examples])
    delta3 = -(y[examples] - yHat) * yHat * (1 - yHat)
    delta2 = delta3 @ np.swapaxes(W2, 1, 2) * a2 * (1 - a2)
    return W1 - rate * X[examples].T @ delta2, W2 - rate * np.swapaxes(a2, 1, 2) @ delta3
