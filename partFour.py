"""Part 4: backpropagation. Video: https://www.youtube.com/watch?v=GlcnxUlrtek

The class starts from Part 2's, in partTwo.py, which has the rest of it: __init__, forward and sigmoid.

    J         cost, equation (5)                                                     scalar
    delta3    backpropagating error 1, dJ/dz3                                        (numExamples, outputLayerSize)
    dJdW2     gradient of the cost with respect to W2                                (hiddenLayerSize, outputLayerSize)
    delta2    backpropagating error 2, dJ/dz2                                        (numExamples, hiddenLayerSize)
    dJdW1     gradient of the cost with respect to W1                                (inputLayerSize, hiddenLayerSize)

The other symbols are in partTwo.py.
"""
import numpy as np

import partTwo
from partOne import X, y
from validation import check_matrix

__all__ = ["X", "y", "Neural_Network"]


class Neural_Network(partTwo.Neural_Network):
    """Part 2's network, with its cost and the gradient of the cost."""

    def sigmoidPrime(self, z):
        """f'(z) = e^-z / (1 + e^-z)^2 for each element of z: the slope of the sigmoid."""
        e = np.exp(-np.abs(z))  # e^-|z| can't overflow, and f' is the same at z and -z
        return e / (1 + e)**2

    def costFunction(self, X, y):
        """J, half the sum of the squared errors over all examples and outputs; y: (numExamples, outputLayerSize)."""
        X = check_matrix("X", X, self.inputLayerSize, "input")
        y = check_matrix("y", y, self.outputLayerSize, "output", rows=len(X))
        self.yHat = self.forward(X)
        J = 0.5 * np.sum((y - self.yHat)**2)  # (5)
        return J

    def costFunctionPrime(self, X, y):
        """dJdW1, dJdW2: the gradients of J with respect to the weights, each of its weights' shape."""
        X = check_matrix("X", X, self.inputLayerSize, "input")
        y = check_matrix("y", y, self.outputLayerSize, "output", rows=len(X))
        self.yHat = self.forward(X)

        delta3 = np.multiply(-(y - self.yHat), self.sigmoidPrime(self.z3))
        dJdW2 = np.dot(self.a2.T, delta3)  # (6)

        delta2 = np.dot(delta3, self.W2.T) * self.sigmoidPrime(self.z2)
        dJdW1 = np.dot(X.T, delta2)        # (7)

        return dJdW1, dJdW2
