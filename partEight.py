"""Part 8: the network reads handwriting, and learns from mini-batches. It has no video.

    X         gray levels, one picture per row, 0 (paper) to 1 (ink)     (numExamples, inputLayerSize)
    y         one-hot rows: 1 in the column of the right class, else 0   (numExamples, outputLayerSize)
    yHat      a Classifier's estimate of y: one probability per class    (numExamples, outputLayerSize)
    spread    standard deviation of the random initial weights
    batch     examples in a mini-batch, which vote on one step
    epoch     one reading of all the examples

The other symbols are in partTwo.py and partFour.py.
"""
import numpy as np

import partFive
from partFive import computeNumericalGradient
from validation import (
    check_batches,
    check_learned,
    check_matrix,
    check_once,
    check_one_hot,
    check_rng,
    check_spread,
    check_weights,
    one_cost,
)

__all__ = ["Classifier", "Neural_Network", "computeNumericalGradient", "learn"]


def with_any_activation(N, X, y):
    """Equations (1) to (7) with the sigmoid and the sigmoidPrime that N has, for networks that override them."""
    X = check_matrix("X", X, N.inputLayerSize, "input")
    y = check_matrix("y", y, N.outputLayerSize, "output", rows=len(X))
    N.z2, N.a2, N.z3 = layers(N, X)
    N.yHat = N.sigmoid(N.z3)
    return (0.5 * np.sum((y - N.yHat)**2), *gradients(N, X, -(y - N.yHat) * N.sigmoidPrime(N.z3)))


def classifier_with_any_activation(N, X, y):
    """The same for a Classifier: its outputs stay probabilities."""
    X = check_matrix("X", X, N.inputLayerSize, "input")
    y = check_one_hot("y", y, N.outputLayerSize, rows=len(X))
    N.z2, N.a2, N.z3 = layers(N, X)
    N.yHat = Classifier.softmax(N, N.z3)
    return (N.cross_entropy(y), *gradients(N, X, N.yHat - y))


def no_demands(name, y, columns):
    """Any numbers may be targets of a Neural_Network."""


def layers(N, X):
    check_weights(N)
    z2 = np.dot(X, N.W1)
    a2 = N.sigmoid(z2)
    return z2, a2, np.dot(a2, N.W2)


def gradients(N, X, delta3):
    delta2 = np.dot(delta3, N.W2.T) * N.sigmoidPrime(N.z2)
    return np.dot(X.T, delta2), np.dot(N.a2.T, delta3)


@one_cost(with_any_activation, no_demands)
class Neural_Network(partFive.Neural_Network):
    """Part 5's network, with a spread for its initial weights, and cost and gradients from one forward pass.

    From here on costAndGradient is the cost, and costFunction and costFunctionPrime are its two halves. Override it, or
    sigmoid and sigmoidPrime, or both halves, and all of them agree; anything else that would not is a TypeError.
    """

    def __init__(self, inputLayerSize=2, hiddenLayerSize=3, outputLayerSize=1, rng=None, spread=1):
        spread = check_spread(spread)
        super().__init__(inputLayerSize, hiddenLayerSize, outputLayerSize, rng)
        self.W1 = spread * self.W1
        self.W2 = spread * self.W2

    def costAndGradient(self, X, y):
        """J, dJdW1 and dJdW2, for one forward pass."""
        X = check_matrix("X", X, self.inputLayerSize, "input", finite=False)  # forward looks for a nan
        y = check_matrix("y", y, self.outputLayerSize, "output", rows=len(X))
        self.yHat = self.forward(X)
        J = 0.5 * np.sum((y - self.yHat)**2)                          # (5)

        delta3 = -(y - self.yHat) * self.yHat * (1 - self.yHat)       # f'(z3) = yHat (1 - yHat)
        dJdW2 = np.dot(self.a2.T, delta3)                             # (6)

        delta2 = np.dot(delta3, self.W2.T) * self.a2 * (1 - self.a2)  # f'(z2) = a2 (1 - a2)
        dJdW1 = np.dot(X.T, delta2)                                   # (7)

        return J, dJdW1, dJdW2

    def costFunction(self, X, y):
        """J alone."""
        return self.costAndGradient(X, y)[0]

    def costFunctionPrime(self, X, y):
        """dJdW1 and dJdW2 alone."""
        return self.costAndGradient(X, y)[1:]


@one_cost(classifier_with_any_activation, check_one_hot)
class Classifier(Neural_Network):
    """The same network with a probability for each class: softmax outputs, and cross-entropy as the cost.

    With one output it answers yes or no: yHat is the probability of yes, and y a column of 0 and 1. Unless told
    otherwise, the initial weights of each layer have the spread 1 / sqrt(number of its inputs).
    """

    def __init__(self, inputLayerSize=64, hiddenLayerSize=30, outputLayerSize=10, rng=None, spread=None):
        super().__init__(inputLayerSize, hiddenLayerSize, outputLayerSize, rng, 1 if spread is None else spread)
        if spread is None:
            self.W1 = self.W1 / np.sqrt(inputLayerSize)
            self.W2 = self.W2 / np.sqrt(hiddenLayerSize)

    def forward(self, X):
        """The probability of each class for each example in X: yHat, whose rows add up to 1."""
        X = check_matrix("X", X, self.inputLayerSize, "input")
        check_weights(self)
        self.z2 = np.dot(X, self.W1)        # (1)
        self.a2 = self.sigmoid(self.z2)     # (2)
        self.z3 = np.dot(self.a2, self.W2)  # (3)
        yHat = self.softmax(self.z3)        # in place of (4)
        return yHat

    def softmax(self, z):
        """e^z, divided by the sum of its row; z: one row per example. A single column has only itself to beat: f(z)."""
        if z.shape[1] == 1:
            return np.exp(-np.logaddexp(0, -z))       # ln(e^0 + e^-z), so that none overflows
        e = np.exp(z - z.max(axis=1, keepdims=True))  # the largest is e^0, so none overflows
        return e / e.sum(axis=1, keepdims=True)

    def cross_entropy(self, y):
        """-ln of the probability of the right class, summed over all examples: from z3, for one may round to 0."""
        if self.outputLayerSize == 1:
            return np.sum(np.logaddexp(0, (1 - 2 * y) * self.z3))
        z = self.z3 - self.z3.max(axis=1, keepdims=True)
        return np.sum(np.log(np.sum(np.exp(z), axis=1))) - np.sum(y * z)

    def costAndGradient(self, X, y):
        """J, the cross-entropy summed over all examples, with dJdW1 and dJdW2; y: one-hot rows, or a column."""
        X = check_matrix("X", X, self.inputLayerSize, "input", finite=False)
        y = check_one_hot("y", y, self.outputLayerSize, rows=len(X))
        self.yHat = self.forward(X)
        J = self.cross_entropy(y)                                     # in place of (5)

        delta3 = self.yHat - y
        dJdW2 = np.dot(self.a2.T, delta3)                             # (6)

        delta2 = np.dot(delta3, self.W2.T) * self.a2 * (1 - self.a2)
        dJdW1 = np.dot(X.T, delta2)                                   # (7)

        return J, dJdW1, dJdW2

    def predict(self, X):
        """The likeliest class of each example in X; with one output 1 for yes and 0 for no."""
        yHat = self.forward(X)
        if self.outputLayerSize == 1:
            return (yHat[:, 0] > 0.5).astype(int)
        return np.argmax(yHat, axis=1)


@check_once
def learn(N, X, y, rate, batch=32, epochs=60, rng=None, progress=False):
    """Train N, a network with W1, W2 and costAndGradient, by mini-batches; return the cost summed over each epoch.

    After every `batch` examples a step: each weight moves by rate times its slope, downhill. The slopes are sums over
    the batch, not means. `rng` shuffles: the examples come in a new order in each epoch. Interrupted, N keeps what it
    has learned so far. Data that doesn't fit raises an error and changes nothing; a RuntimeWarning says that inputs or
    targets were never scaled.
    """
    check_rng(rng)
    X, y, rate = check_batches(N, X, y, rate, batch, epochs)
    rng = np.random.default_rng(rng)
    costs = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        cost = 0
        for start in range(0, len(X), batch):
            mini_batch = order[start:start + batch]
            J, dJdW1, dJdW2 = N.costAndGradient(X[mini_batch], y[mini_batch])
            N.W1, N.W2 = N.W1 - rate * dJdW1, N.W2 - rate * dJdW2
            cost += J
        check_learned(cost, epoch, rate)
        costs.append(cost)
        if progress:
            print(f"epoch {epoch + 1}: cost {cost / len(X):.4f} per example")
    return costs
