"""Part 6: a trainer that finds good weights with BFGS. Video: https://www.youtube.com/watch?v=9KM9Td6RVgQ

    J        cost on the training data after each iteration    (list of floats)
    testJ    cost on the test data after each iteration        (list of floats)

The other symbols are in partTwo.py, partFour.py and partFive.py. `optimize` is SciPy's: video 7 uses it unimported.
"""
import warnings

from scipy import optimize

from partFive import Neural_Network, X, computeNumericalGradient, y

__all__ = ["X", "y", "Neural_Network", "computeNumericalGradient", "optimize", "trainer"]


class trainer:
    """Trains the network N: Part 5's, or one with the same methods; anything else raises a TypeError."""

    def __init__(self, N):
        if isinstance(N, type):
            raise TypeError(f"{N.__name__} is a class; give trainer a network: trainer({N.__name__}())")
        if not hasattr(N, "computeGradients"):
            raise TypeError(f"{type(N).__name__} has no computeGradients; "
                            "give trainer a network such as partFive.Neural_Network()")
        self.N = N
        self.X, self.y, self.testX, self.testY = None, None, None, None
        self.J, self.testJ = [], []
        self.bestCost, self.bestParams = float("inf"), None
        self.progress = False
        self.optimizationResults = None

    def costFunctionWrapper(self, params, X, y):
        """The cost of the network with these weights, and its gradient: what minimize asks for."""
        self.N.setParams(params)
        J = self.N.costFunction(X, y)
        if J < self.bestCost:
            self.bestCost, self.bestParams = J, self.N.getParams()
        return J, self.N.computeGradients(X, y)

    def callbackF(self, params):
        """Record the cost after an iteration, on the test data too if there is any."""
        self.N.setParams(params)
        self.J.append(float(self.N.costFunction(self.X, self.y)))
        if self.testX is not None:
            self.testJ.append(float(self.N.costFunction(self.testX, self.testY)))
        if self.progress:
            print(f"iteration {len(self.J)}: cost {self.J[-1]:.3g}")

    def train(self, X, y, testX=None, testY=None, maxiter=200, progress=False):
        """Train N on X, y and watch the cost on testX, testY. Fills J, testJ and optimizationResults.

        Data that doesn't fit raises an error and changes nothing. Interrupted, N keeps the best weights found so
        far. Stopping before BFGS has converged is a RuntimeWarning.
        """
        if (testX is None) != (testY is None):
            raise ValueError("of testX and testY only one was given: give both or neither")
        if testX is not None:
            self.N.costFunction(testX, testY)  # raises the error of test data that doesn't fit
        self.bestCost = self.N.costFunction(X, y)
        self.bestParams = self.N.getParams()

        self.X, self.y, self.testX, self.testY = X, y, testX, testY
        self.J, self.testJ, self.progress = [], [], progress
        try:
            self.optimizationResults = optimize.minimize(
                self.costFunctionWrapper, self.bestParams, args=(X, y), jac=True, method="BFGS",
                callback=self.callbackF, options={"maxiter": maxiter})
        finally:
            self.N.setParams(self.bestParams)  # the best so far, even when training is interrupted

        if not self.optimizationResults.success:
            warnings.warn(f"BFGS stopped after {len(self.J)} iterations before the slope was flat "
                          f"(cost {self.bestCost:.3g}): train again to go on from here, or allow more with maxiter",
                          RuntimeWarning, stacklevel=2)
