"""Part 8: the network reads handwriting, and learns from mini-batches. It has no video.

    X         gray levels, one picture per row, 0 (paper) to 1 (ink)     (numExamples, inputLayerSize)
    y         one-hot rows: 1 in the column of the right class, else 0   (numExamples, outputLayerSize)
    yHat      a Classifier's estimate of y: one probability per class    (numExamples, outputLayerSize)
    spread    standard deviation of the random initial weights
    batch     examples that vote on one step
    epoch     one reading of all the examples

The other symbols are in partTwo.py and partFour.py.
"""
import numpy as np

import partFive
from partFive import computeNumericalGradient
from validation import check_batches, check_matrix, check_one_hot

__all__ = ["Classifier", "Neural_Network", "computeNumericalGradient", "learn"]


class Neural_Network(partFive.Neural_Network):
    """Part 5's network, with a spread for its initial weights, and cost and gradients from one forward pass."""

    def __init__(self, inputLayerSize=2, hiddenLayerSize=3, outputLayerSize=1, rng=None, spread=1):
        super().__init__(inputLayerSize, hiddenLayerSize, outputLayerSize, rng)
        self.W1 = spread * self.W1
        self.W2 = spread * self.W2

    def costAndGradient(self, X, y):
        """J, dJdW1 and dJdW2: what costFunction and costFunctionPrime return, for one forward pass."""
        X = check_matrix("X", X, self.inputLayerSize, "input")
        y = check_matrix("y", y, self.outputLayerSize, "output", rows=len(X))
        self.yHat = self.forward(X)
        J = 0.5 * np.sum((y - self.yHat)**2)                          # (5)

        delta3 = -(y - self.yHat) * self.yHat * (1 - self.yHat)       # f'(z3) = yHat (1 - yHat)
        dJdW2 = np.dot(self.a2.T, delta3)                             # (6)

        delta2 = np.dot(delta3, self.W2.T) * self.a2 * (1 - self.a2)  # f'(z2) = a2 (1 - a2)
        dJdW1 = np.dot(X.T, delta2)                                   # (7)

        return J, dJdW1, dJdW2


class Classifier(Neural_Network):
    """The same network with a probability for each class: softmax outputs, and cross-entropy as the cost.

    Unless told otherwise, its initial weights have the spread 1 / sqrt(inputLayerSize).
    """

    def __init__(self, inputLayerSize=64, hiddenLayerSize=30, outputLayerSize=10, rng=None, spread=None):
        if spread is None:
            spread = 1 / np.sqrt(inputLayerSize)
        super().__init__(inputLayerSize, hiddenLayerSize, outputLayerSize, rng, spread)

    def forward(self, X):
        """The probability of each class for each example in X: yHat, whose rows add up to 1."""
        X = check_matrix("X", X, self.inputLayerSize, "input")
        self.z2 = np.dot(X, self.W1)        # (1)
        self.a2 = self.sigmoid(self.z2)     # (2)
        self.z3 = np.dot(self.a2, self.W2)  # (3)
        yHat = self.softmax(self.z3)        # in place of (4)
        return yHat

    def softmax(self, z):
        """e^z, divided by the sum of its row; z: one row per example."""
        e = np.exp(z - z.max(axis=1, keepdims=True))  # the largest is e^0, so none overflows
        return e / e.sum(axis=1, keepdims=True)

    def costAndGradient(self, X, y):
        """J, the cross-entropy summed over all examples, with dJdW1 and dJdW2; y: one-hot rows."""
        X = check_matrix("X", X, self.inputLayerSize, "input")
        y = check_one_hot("y", y, self.outputLayerSize, rows=len(X))
        self.yHat = self.forward(X)
        J = -np.sum(y * np.log(np.maximum(self.yHat, 1e-300)))        # in place of (5); log(0) is -inf

        delta3 = self.yHat - y
        dJdW2 = np.dot(self.a2.T, delta3)                             # (6)

        delta2 = np.dot(delta3, self.W2.T) * self.a2 * (1 - self.a2)
        dJdW1 = np.dot(X.T, delta2)                                   # (7)

        return J, dJdW1, dJdW2

    def costFunction(self, X, y):
        """J alone."""
        return self.costAndGradient(X, y)[0]

    def costFunctionPrime(self, X, y):
        """dJdW1 and dJdW2 alone."""
        return self.costAndGradient(X, y)[1:]

    def predict(self, X):
        """The likeliest class of each example in X."""
        return np.argmax(self.forward(X), axis=1)


def learn(N, X, y, rate, batch=32, epochs=60, rng=None, progress=False):
    """Train N, a network with W1, W2 and costAndGradient, by mini-batches; return the cost summed over each epoch.

    After every `batch` examples a step: each weight moves by rate times its slope, downhill. The slopes are sums over
    the batch, not means. `rng` shuffles: the examples come in a new order in each epoch. Interrupted, N keeps what it
    has learned so far. Data that doesn't fit raises an error and changes nothing; a warning says that gray levels were
    never scaled.
    """
    X, y = check_batches(N, X, y, batch, epochs)
    rng = np.random.default_rng(rng)
    costs = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        cost = 0
        for start in range(0, len(X), batch):
            few = order[start:start + batch]
            J, dJdW1, dJdW2 = N.costAndGradient(X[few], y[few])
            N.W1, N.W2 = N.W1 - rate * dJdW1, N.W2 - rate * dJdW2
            cost += J
        costs.append(cost)
        if progress:
            print(f"epoch {epoch + 1}: cost {cost / len(X):.4f} per example")
    return costs
