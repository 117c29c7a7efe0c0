"""Part 5: all the weights as one vector, and a check of the gradient. Video: https://www.youtube.com/watch?v=pHMzNW8Agq4

    params     all the weights in one vector: W1 row by row, then W2     (number of weights,)
    numgrad    numerical estimate of the gradient of J                   (number of weights,)

The other symbols are in partTwo.py and partFour.py.
"""
import numpy as np

import partFour
from partOne import X, y
from validation import check_has_params, check_params, check_single, check_step

__all__ = ["X", "y", "Neural_Network", "computeNumericalGradient"]


class Neural_Network(partFour.Neural_Network):
    """Part 4's network, with its weights and its gradient as vectors too."""

    def getParams(self):
        """All weights as one new vector: W1 row by row, then W2."""
        return np.concatenate((self.W1.ravel(), self.W2.ravel()))

    def setParams(self, params):
        """Set all weights from a vector like getParams'; one that doesn't fit or isn't finite raises a ValueError."""
        params = check_params(params, self.W1.size + self.W2.size)
        self.W1 = params[:self.W1.size].reshape(self.W1.shape)
        self.W2 = params[self.W1.size:].reshape(self.W2.shape)

    def computeGradients(self, X, y):
        """Gradient of J with respect to all the weights as one vector, in the order of getParams."""
        dJdW1, dJdW2 = self.costFunctionPrime(X, y)
        return np.concatenate((dJdW1.ravel(), dJdW2.ravel()))


def computeNumericalGradient(N, X, y, e=1e-4):
    """Estimate the gradient of N's cost: for each weight w the slope (J(w + e) - J(w - e)) / 2e.

    Takes two cost evaluations per weight, and leaves the weights exactly as they were, even when interrupted.
    """
    e = check_step(e)
    check_has_params(N)
    start = N.getParams()

    def cost_at(params):
        N.setParams(params)
        J = N.costFunction(X, y)
        check_single(J)
        return J

    try:
        slopes = [(cost_at(start + nudge) - cost_at(start - nudge)) / (2 * e) for nudge in e * np.eye(len(start))]
    finally:
        N.setParams(start)
    return np.array(slopes)
