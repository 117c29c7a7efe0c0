"""Part 2: a network that makes estimates. Video: https://www.youtube.com/watch?v=UJwK6jAStmg

    X       input data, one example per row                (numExamples, inputLayerSize)
    W1      layer 1 weights                                (inputLayerSize, hiddenLayerSize)
    z2, a2  layer 2 pre-activation and activation          (numExamples, hiddenLayerSize)
    W2      layer 2 weights                                (hiddenLayerSize, outputLayerSize)
    z3      layer 3 pre-activation                         (numExamples, outputLayerSize)
    yHat    estimate of y                                  (numExamples, outputLayerSize)

Numbers in parentheses beside the code are the equations of the videos, the same in every part. The names that
learners type are the videos' (Neural_Network, yHat, W1); all others are snake_case.
"""
import numpy as np

from partOne import X, y
from validation import check_layer_size, check_matrix, check_rng, check_weights

__all__ = ["X", "y", "Neural_Network"]


class Neural_Network:
    """A network with one hidden layer of sigmoid units and no bias units.

    `rng` seeds the standard normal weights: None, an int or a NumPy Generator, as `numpy.random.default_rng` takes it.
    A layer size that isn't a whole number of 1 or more raises a TypeError or a ValueError; so do data that doesn't fit
    the network or isn't finite, and weights that don't fit. A network keeps its layers (z2, a2, z3), so threads that
    use it at the same time need a copy each.
    """

    def __init__(self, inputLayerSize=2, hiddenLayerSize=3, outputLayerSize=1, rng=None):
        inputLayerSize = check_layer_size("inputLayerSize", inputLayerSize)
        hiddenLayerSize = check_layer_size("hiddenLayerSize", hiddenLayerSize)
        outputLayerSize = check_layer_size("outputLayerSize", outputLayerSize)
        check_rng(rng)
        # Hyperparameters: chosen once
        self.inputLayerSize = inputLayerSize
        self.hiddenLayerSize = hiddenLayerSize
        self.outputLayerSize = outputLayerSize

        # Weights (parameters): random, until training changes them
        rng = np.random.default_rng(rng)
        self.W1 = rng.standard_normal((self.inputLayerSize, self.hiddenLayerSize))
        self.W2 = rng.standard_normal((self.hiddenLayerSize, self.outputLayerSize))

    def forward(self, X):
        """Estimate y for each example in X: yHat, of shape (numExamples, outputLayerSize)."""
        X = check_matrix("X", X, self.inputLayerSize, "input")
        check_weights(self)
        self.z2 = np.dot(X, self.W1)        # (1)
        self.a2 = self.sigmoid(self.z2)     # (2)
        self.z3 = np.dot(self.a2, self.W2)  # (3)
        yHat = self.sigmoid(self.z3)        # (4)
        return yHat

    @np.errstate(over="ignore")  # e^800 is inf to NumPy, and 1 / (1 + inf) is 0
    def sigmoid(self, z):
        """f(z) = 1 / (1 + e^-z) for each element of z, a float or an array of floats."""
        return 1 / (1 + np.exp(-z))
