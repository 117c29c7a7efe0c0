"""Part 6: a trainer that finds good weights with BFGS.

    J        cost on the training data after each iteration    (list of floats)
    testJ    cost on the test data after each iteration        (list of floats)

The other symbols are in partTwo.py, partFour.py and partFive.py.
"""
import warnings

from scipy import optimize

from partFive import Neural_Network, X, computeNumericalGradient, y

__all__ = ["X", "y", "Neural_Network", "computeNumericalGradient", "optimize", "trainer"]


class trainer:
    """Trains the network N, which is Part 5's or has its methods (else a TypeError)."""

    def __init__(self, N):
        missing = [
            name for name in ("getParams", "setParams", "costFunction", "computeGradients", "W1")
            if not hasattr(N, name)]
        if missing:
            raise TypeError(f"trainer got {type(N).__name__!r} "
                            f"without {', '.join(missing)}: "
                            "give it a network such as partFive.Neural_Network()")
        self.N = N
        self.bestCost = float("inf")

    def costFunctionWrapper(self, params, X, y):
        """Cost and gradient, as minimize asks for them, of the network with these weights."""
        self.N.setParams(params)
        cost = self.N.costFunction(X, y)
        if cost < self.bestCost:
            self.bestCost, self.bestParams = cost, self.N.getParams()
        return cost, self.N.computeGradients(X, y)

    def callbackF(self, params):
        """Record the cost after an iteration, on the test data too if there are any."""
        self.N.setParams(params)
        self.J.append(self.N.costFunction(self.X, self.y))
        if self.testX is not None:
            self.testJ.append(self.N.costFunction(self.testX, self.testY))
        if self.progress:
            print(f"iteration {len(self.J)}: cost {self.J[-1]:.3g}")

    def train(self, trainX, trainY, testX=None, testY=None, maxiter=200, progress=False):
        """Train on trainX, trainY; the test data are only watched. Fills J, testJ and optimizationResults.

        Interrupted, the network keeps the best weights found so far. Data that don't fit raise an
        error and change nothing. Stopping before BFGS has converged is a RuntimeWarning.
        """
        if (testX is None) != (testY is None):
            raise ValueError("of testX and testY only one was given: give both or neither")
        if testX is not None:
            self.N.costFunction(testX, testY)  # data that don't fit are found now
        self.bestParams = self.N.getParams()
        self.bestCost = self.N.costFunction(trainX, trainY)

        self.X, self.y, self.testX, self.testY = trainX, trainY, testX, testY
        self.J, self.testJ, self.progress = [], [], progress
        try:
            self.optimizationResults = optimize.minimize(
                self.costFunctionWrapper, self.bestParams, args=(trainX, trainY),
                method="BFGS", jac=True, callback=self.callbackF,
                options={"maxiter": maxiter})
        finally:
            self.N.setParams(self.bestParams)

        if not self.optimizationResults.success:
            warnings.warn(f"BFGS stopped after {len(self.J)} iterations "
                          f"before the slope was flat (cost {self.bestCost:.3g}): "
                          "train again to go on from here, or allow more with maxiter",
                          RuntimeWarning, stacklevel=2)
