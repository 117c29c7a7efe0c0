"""Part 5: all the weights as one vector, and a gradient found without backpropagation to check it by.

    params   all the weights in one vector: W1 row by row, then W2       (number of weights,)
    numgrad  numerical estimate of the gradient of J by params           (number of weights,)

The other symbols are in partTwo.py and partFour.py.
"""
import numpy as np

import partFour
from partFour import X, y

__all__ = ["X", "y", "Neural_Network", "computeNumericalGradient"]


class Neural_Network(partFour.Neural_Network):
    """Part 4's network, with its weights and its gradient as vectors too."""

    def getParams(self):
        """All weights as one new vector: W1 row by row, then W2."""
        return np.concatenate((self.W1.ravel(), self.W2.ravel()))

    def setParams(self, params):
        """Set all weights from a vector like getParams'; if it doesn't fit, a ValueError."""
        params = np.array(params, dtype=float)
        n = self.W1.size + self.W2.size
        if params.shape != (n,):
            raise ValueError(f"params has shape {params.shape}; this network has {n} weights, "
                             f"so params must be ({n},): give a vector like getParams()")
        if not np.isfinite(params).all():
            place = np.argmin(np.isfinite(params))
            raise ValueError(f"params[{place}] is {params[place]}; every weight must be "
                             "a finite number: a smaller step may help")
        self.W1 = params[:self.W1.size].reshape(self.W1.shape)
        self.W2 = params[self.W1.size:].reshape(self.W2.shape)

    def computeGradients(self, X, y):
        """Gradient of J by all weights as one vector, in the order of getParams."""
        dJdW1, dJdW2 = self.costFunctionPrime(X, y)
        return np.concatenate((dJdW1.ravel(), dJdW2.ravel()))


def computeNumericalGradient(N, X, y):
    """Estimate the gradient of N's cost from the slope (J(w + e) - J(w - e)) / 2e of each weight w.

    Takes 2 costs a weight, and leaves the weights exactly as they were, also when it is interrupted.
    """
    paramsInitial = N.getParams()
    numgrad = np.zeros(paramsInitial.shape)
    e = 1e-4
    try:
        for p in range(len(paramsInitial)):
            perturb = np.zeros(paramsInitial.shape)
            perturb[p] = e
            N.setParams(paramsInitial + perturb)
            loss2 = N.costFunction(X, y)
            N.setParams(paramsInitial - perturb)
            loss1 = N.costFunction(X, y)
            numgrad[p] = (loss2 - loss1) / (2 * e)
    finally:
        N.setParams(paramsInitial)
    return numgrad
