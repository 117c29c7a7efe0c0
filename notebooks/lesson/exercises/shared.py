"""Arguments to try functions on, and what several parts' exercises share."""
from itertools import count

import numpy as np

from ..grading import Shown

# Sizes of the data that functions are tried on: N examples, i inputs, h and g hidden units, o outputs. The last are all
# alike, so that there a product of the wrong kind gives numbers too, by which it is known. In the first, o is 1, i is 2
# and so on; in the second, o is 2, h is 3 and so on.
SIZES = [dict(zip("oihNg", count(1))), dict(zip("ohiNg", count(2))), dict.fromkeys("oihNg", 3)]
RATES = [0.1, 0.5, 0.9]  # learning rates and the like, one for each of SIZES


def random_cases(*shapes):
    """For each of SIZES, arrays of these shapes, such as "Ni", with random numbers of two digits, none of them 0."""
    rng = np.random.default_rng(7)
    return [tuple((2 * rng.integers(-100, 100, [sizes[letter] for letter in shape]) + 1) / 100 for shape in shapes)
            for sizes in SIZES]  # odd hundredths, from -1.99 to 1.99


def floats(*rows):
    """An array of floats for an example: floats(1, 2), floats([1, 2], [3, 4])."""
    return np.array(rows, dtype=float)


def shown_as(words, value):
    """An argument with the words by which a hint shows it, such as "J(w) = w**2"."""
    return Shown(words, value)


def f(z):
    return 1 / (1 + np.exp(-z))
