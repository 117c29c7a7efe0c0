"""Part 6: a trainer that finds good weights with BFGS. Video: https://www.youtube.com/watch?v=9KM9Td6RVgQ

    J        cost on the training data after each iteration    (list of floats)
    testJ    cost on the test data after each iteration        (list of floats)

The other symbols are in partTwo.py, partFour.py and partFive.py. `optimize` is SciPy's: video 7 uses it unimported.
"""
import warnings

import numpy as np
from scipy import optimize

from partFive import Neural_Network, computeNumericalGradient
from partOne import X, y
from validation import (
    PATHS,
    check_activation,
    check_cost,
    check_gradient,
    check_halves,
    check_maxiter,
    check_penalty,
    check_single,
    check_votes,
    warn_if_unscaled,
)

__all__ = ["X", "y", "Neural_Network", "computeNumericalGradient", "optimize", "trainer"]


class trainer:
    """Trains the network N: Part 5's, or one with the same methods; anything else raises a TypeError."""

    most_weights = 10_000  # BFGS keeps n x n numbers for n weights, and makes several copies of them

    def __init__(self, N):
        if isinstance(N, type):
            raise TypeError(f"{N.__name__} is a class; give trainer a network: trainer({N.__name__}())")
        if not hasattr(N, "computeGradients"):
            raise TypeError(f"{type(N).__name__} has no computeGradients; "
                            "give trainer a network such as partFive.Neural_Network()")
        check_halves(N)
        self.N = N
        self.X, self.y, self.testX, self.testY = None, None, None, None
        self.J, self.testJ = [], []
        self.bestCost, self.bestParams = float("inf"), None
        self.latest = None  # while it trains: the weights that were tried last, with their cost and gradient
        self.progress = False
        self.optimizationResults = None

    def evaluate(self, X, y):
        """The cost of the network and its gradient as a vector, from one pass where the network can do that."""
        if hasattr(self.N, "costAndGradient"):
            votes = self.N.costAndGradient(X, y)
            check_votes(self.N, votes)
            J, dJdW1, dJdW2 = votes
            self.keep(J)
            return J, np.concatenate((np.ravel(dJdW1), np.ravel(dJdW2)))
        J = self.N.costFunction(X, y)
        self.keep(J)
        return J, self.N.computeGradients(X, y)

    def keep(self, J):
        """Keep the network's weights if J is the lowest cost so far."""
        check_single(J)
        if J < self.bestCost:
            self.bestCost, self.bestParams = J, self.N.getParams()

    def costFunctionWrapper(self, params, X, y):
        """The cost of the network with these weights, and its gradient: what minimize asks for."""
        self.N.setParams(params)
        if self.latest is not None and np.array_equal(params, self.latest[0]):
            J, gradient = self.latest[1:]
        else:
            J, gradient = self.evaluate(X, y)
        if self.latest is not None:
            self.latest = params.copy(), J, gradient
        return J, np.array(gradient)  # BFGS keeps the old one, so the network may not write into it

    def callbackF(self, params):
        """Record the cost after an iteration, on the test data too if there is any."""
        self.N.setParams(params)
        is_latest = self.latest is not None and np.array_equal(params, self.latest[0])
        self.J.append(float(self.latest[1] if is_latest else self.N.costFunction(self.X, self.y)))
        if self.testX is not None:
            self.testJ.append(float(self.N.costFunction(self.testX, self.testY)))
        if self.progress:
            print(f"iteration {len(self.J)}: cost {self.J[-1]:.3g}")

    def train(self, X, y, testX=None, testY=None, maxiter=200, progress=False):
        """Train N on X, y and watch the cost on testX, testY. Fills J, testJ and optimizationResults.

        Data that doesn't fit raises an error and changes nothing. Interrupted, N keeps the best weights found so
        far. A RuntimeWarning says that BFGS has stopped before it has converged, or that X or y were never scaled.
        """
        is_file = isinstance(testX, PATHS)  # which has its own y
        if (testX is None) != (testY is None) and not is_file:
            raise ValueError("of testX and testY only one was given: give both or neither")
        check_maxiter(maxiter)
        check_penalty(self.N)
        check_activation(self.N)
        start = self.N.getParams()
        if len(start) > self.most_weights:
            raise MemoryError(f"BFGS keeps {len(start):,} x {len(start):,} numbers, {8 * len(start)**2 / 2**30:.1f} "
                              "GiB, and several copies of them: train a network with so many weights by mini-batches, "
                              "with partEight.learn, or set trainer.most_weights if you have the memory")
        if testX is not None:
            check_cost(self.N.costFunction(testX, testY))  # raises the error of test data that doesn't fit
        J, gradient = self.evaluate(X, y)
        check_cost(J)
        check_gradient(gradient, start)
        if not isinstance(X, PATHS):
            warn_if_unscaled(self.N, np.asarray(X, dtype=float), np.asarray(y, dtype=float), stacklevel=3)

        self.bestCost, self.bestParams, self.latest = J, start, (start, J, gradient)
        self.X, self.y, self.testX, self.testY = X, y, testX, testY
        self.J, self.testJ, self.progress = [], [], progress
        try:
            self.optimizationResults = optimize.minimize(
                self.costFunctionWrapper, self.bestParams, args=(X, y), jac=True, method="BFGS",
                callback=self.callbackF, options={"maxiter": maxiter})
        finally:
            self.latest = None
            self.N.setParams(self.bestParams)  # the best so far, even when training is interrupted

        if not self.optimizationResults.success:
            warnings.warn(f"BFGS stopped after {len(self.J)} iterations before the slope was flat "
                          f"(cost {self.bestCost:.3g}): train again to go on from here, or allow more with maxiter",
                          RuntimeWarning, stacklevel=2)
