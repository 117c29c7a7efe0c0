"""Part 1: the data. Video: https://www.youtube.com/watch?v=bxe2T-V8XRs

    X    input data, one example per row: hours slept, hours studied    (numExamples, 2), scaled to 0...1
    y    target data: the score on the test                             (numExamples, 1), scaled to 0...1
"""
import numpy as np

__all__ = ["X", "y"]

# Three tests: hours of sleep and of study the night before, and the score in percent
X = np.array([[3, 5], [5, 1], [10, 2]], dtype=float)
y = np.array([[75], [82], [93]], dtype=float)

# Scaled: each kind of hours by its largest value, the scores by the best possible one
X = X / np.amax(X, axis=0)
y = y / 100
