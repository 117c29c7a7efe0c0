"""Part 4: the network learns which way is downhill, by backpropagation.

    J            cost of all the errors                                  scalar
    delta3       backpropagating error at layer 3: dJ/dz3                (numExamples, outputLayerSize)
    dJdW2        gradient of J by the layer 2 weights                    (hiddenLayerSize, outputLayerSize)
    delta2       backpropagating error at layer 2: dJ/dz2                (numExamples, hiddenLayerSize)
    dJdW1        gradient of J by the layer 1 weights                    (inputLayerSize, hiddenLayerSize)

The other symbols are in partTwo.py.
"""
import numpy as np

import partTwo
from partTwo import X, matrix, y

__all__ = ["X", "y", "Neural_Network"]


class Neural_Network(partTwo.Neural_Network):
    """Part 2's network, with its cost and the gradient of the cost."""

    def sigmoidPrime(self, z):
        """f'(z) = e^-z / (1 + e^-z)^2 for each element of z: the slope of the sigmoid."""
        e = np.exp(-np.abs(np.asarray(z, dtype=float)))  # e^-|z| can't overflow
        e /= (1.0 + e)**2
        return e

    def costFunction(self, X, y):
        """J, a float: half the sum of the squared errors over all examples and outputs."""
        self.yHat = self.forward(X)
        y = matrix("y", y, self.outputLayerSize, rows=len(self.yHat))
        return float(0.5 * ((y - self.yHat)**2).sum())  # (5)

    def costFunctionPrime(self, X, y):
        """Gradients dJdW1, dJdW2 of J by the weights, each of the shape of its weights."""
        self.yHat = self.forward(X)
        X, y = np.asarray(X), matrix("y", y, self.outputLayerSize, rows=len(self.yHat))

        delta3 = np.multiply(-(y - self.yHat), self.sigmoidPrime(self.z3))
        dJdW2 = np.dot(self.a2.T, delta3)                                 # (6)
        delta2 = np.dot(delta3, self.W2.T) * self.sigmoidPrime(self.z2)
        dJdW1 = np.dot(X.T, delta2)                                       # (7)

        return dJdW1, dJdW2
