"""Part 10: every example votes, from three examples to a file that is larger than memory.

A file of rows is one .npy file of float64, as np.save writes it: one example a row, the inputs and then the
outputs as its columns, of shape (numExamples, inputLayerSize + outputLayerSize).

    block    the rows that one workspace holds; its arrays fit into a processor's cache
    share    the rows that one call of a map adds up: what one worker gets at a time
    votes    J, dJdW1, dJdW2 of some rows: what they add to the cost and to its gradients

The other symbols are in partTwo.py and partFour.py.
"""
import math
import os
from concurrent.futures import BrokenExecutor
from functools import partial

import numpy as np

import partFive
from partFive import X, y
from checks import check_matrix

__all__ = ["X", "y", "Neural_Network", "File_Network", "everyExampleVotes", "BLOCK"]

BLOCK = 4096
SHARE = 256 * BLOCK  # at most; a smaller file makes 8 shares, so that several workers have something to do
ONE = np.array(1.0)  # of 1 NumPy would make an array in each call, a fortieth of the time of a block


class Neural_Network(partFive.Neural_Network):
    """Part 5's network, with cost and gradients from one forward pass, a block of rows at a time."""

    def costAndGradient(self, X, y):
        """J, dJdW1 and dJdW2: what costFunction and costFunctionPrime return (or raise), in one."""
        X = check_matrix("X", X, self.inputLayerSize, "input", finite=False)
        y = check_matrix("y", y, self.outputLayerSize, "output", rows=len(X), finite=False)
        votes = add_votes(self.W1, self.W2, ((X[k:k + BLOCK], y[k:k + BLOCK]) for k in range(0, len(X), BLOCK)))
        if not are_finite(votes):
            check_matrix("X", X, self.inputLayerSize, "input"), check_matrix("y", y, self.outputLayerSize, "output")  # says what isn't
        return votes


class File_Network(Neural_Network):
    """A network whose X is the path of a file of rows, and whose J is the cost per row of errors in percent.

    So J doesn't grow with the file, as in Part 7, and sqrt(2J) is the typical error in percent; BFGS, which stops
    where every slope is below 1e-5, goes on for long enough. It trains with Part 6's trainer, for y stands in
    the file too: `trainer(N).train(path, None)`. `map` is everyExampleVotes'.
    """

    def __init__(self, *layerSizes, map=map, **keywords):
        super().__init__(*layerSizes, **keywords)
        self.map, self.asked = map, None

    def votes(self, path):
        """J, dJdW1 and dJdW2. The file is read again only when its time of change or the weights are others."""
        rows, file = check_file(path, self.inputLayerSize + self.outputLayerSize)
        asked = file, self.W1.tobytes(), self.W2.tobytes()
        if asked != self.asked:
            self.answer = [100**2 * total / rows for total in everyExampleVotes(self, path, self.map)]
            self.asked = asked
        return self.answer

    def costFunction(self, path, y=None):
        """J, a float: half the mean of (100 (y - yHat))^2."""
        return self.votes(path)[0]

    def costFunctionPrime(self, path, y=None):
        """Gradients dJdW1, dJdW2 of this J."""
        _, dJdW1, dJdW2 = self.votes(path)
        return dJdW1.copy(), dJdW2.copy()


def everyExampleVotes(network, path, map=map):
    """J, dJdW1 and dJdW2 of all rows of a file, added up from shares of its rows.

    `map(function, shares)` may be the builtin, a ProcessPoolExecutor's, or that of a Dask client's
    get_executor(): the shares and their order are the same, and so are the sums, to the last bit where
    NumPy's BLAS has as many threads. A file that doesn't fit, is cut short or holds a value that is not
    finite is a ValueError, a lost process of a pool a RuntimeError. There is no sum of a part of the rows,
    and the weights are only read.
    """
    rows, file = check_file(path, network.inputLayerSize + network.outputLayerSize)
    size = min(SHARE, BLOCK * math.ceil(rows / 8 / BLOCK))
    shares = [(start, min(start + size, rows)) for start in range(0, rows, size)]
    try:
        votes = list(map(partial(share_votes, network.W1, network.W2, file), shares))
    except BrokenExecutor as error:
        raise RuntimeError(f"a worker process was lost while the rows of {file[0]} voted (killed, or out of memory): "
                           "nothing was added up; start a new pool and ask again") from error
    if len(votes) != len(shares):
        raise RuntimeError(f"the map returned {len(votes)} of {len(shares)} shares of {file[0]}: nothing was added up; "
                           "give a map that returns every result, in order")
    J, dJdW1, dJdW2 = (np.sum(each, axis=0) for each in zip(*votes))
    return float(J), dJdW1, dJdW2


def share_votes(W1, W2, file, share):
    """The votes of the rows share = (start, stop) of check_file's file."""
    path, offset, _ = file
    inputs, columns = len(W1), len(W1) + W2.shape[1]
    votes = add_votes(W1, W2, ((rows[:, :inputs], rows[:, inputs:])
                               for _, rows in read_blocks(path, offset, columns, share)))
    if not are_finite(votes):
        for start, rows in read_blocks(path, offset, columns, share):
            wrong = np.argwhere(~np.isfinite(rows))
            if len(wrong):
                row, column = wrong[0]
                raise ValueError(f"{path}: row {start + row:,}, column {column} is {rows[row, column]} (in the block "
                                 f"of rows {start:,} to {start + len(rows) - 1:,}); every value must be a finite "
                                 "number: mend or leave out that example")
    return votes


def are_finite(votes):
    """Whether the rows were finite: a nan or inf among them reaches the sums."""
    return all(np.isfinite(each).all() for each in votes)


def read_blocks(path, offset, columns, share):
    """Each block of the share as its first row's number and its rows, which the next block overwrites."""
    rows = np.empty((BLOCK, columns))
    with open(path, "rb") as file:
        file.seek(offset + share[0] * rows[0].nbytes)
        for start in range(*share, BLOCK):
            block = rows[:share[1] - start]
            if file.readinto(block) != block.nbytes:
                raise ValueError(f"{path} was cut short while it was read: it ends in the block of rows {start:,} to "
                                 f"{start + len(block) - 1:,}; write the file again")
            yield start, block


def check_file(path, columns):
    """The number of rows; and the file: its path, the byte at which the rows begin, the time of its last change.

    With the time in it, a cluster that remembers answers by what was asked doesn't hand out an old file's. A file
    whose rows can't be read is a ValueError.
    """
    path = os.path.abspath(path)
    with open(path, "rb") as file:
        try:
            np.lib.format.read_magic(file)
            shape, by_column, dtype = np.lib.format.read_array_header_1_0(file)
        except Exception as error:  # NumPy raises several types here
            raise ValueError(f"{path} is not an .npy file: write the rows with np.save") from error
        offset, status = file.tell(), os.fstat(file.fileno())
    if dtype != float or by_column:
        raise ValueError(f"{path} holds {dtype} {'column by column' if by_column else 'row by row'}; it must hold "
                         "float64 row by row: save np.ascontiguousarray(rows, dtype=float)")
    if len(shape) != 2 or shape[1] != columns or shape[0] < 1:
        raise ValueError(f"{path} holds an array of shape {shape}; this network needs (numExamples, {columns}), at "
                         "least one row: the inputs and then the outputs as columns")
    whole = (status.st_size - offset) // (8 * columns)
    if whole < shape[0]:
        raise ValueError(f"{path} is cut short: it should hold {shape[0]:,} rows and ends in the block of rows "
                         f"{whole // BLOCK * BLOCK:,} to {min(whole // BLOCK * BLOCK + BLOCK, shape[0]) - 1:,}; "
                         "write the file again")
    return shape[0], (path, offset, status.st_mtime_ns)


@np.errstate(over="ignore", invalid="ignore")  # e^-z may be inf, as in Part 2; a nan is found in the sums
def add_votes(W1, W2, blocks):
    """J, dJdW1 and dJdW2 of all the blocks (X, y) together: equations (1) to (7), block by block.

    The workspace is made once, for the first block; no other may be longer. Each unit's values, a column, lie in
    one piece. f'(z) = a(1 - a) comes from the activation at hand. It is off by less than 2e-16, the rounding of
    a: nothing in a sum of votes, but far up the sigmoid f' is no larger, and sigmoidPrime keeps all its digits.
    """
    J, dJdW1, dJdW2 = 0.0, np.zeros(W1.shape), np.zeros(W2.shape)
    minusW1, minusW2 = -W1, -W2
    units, memory, a2 = (len(W1), len(W2), W2.shape[1], W2.shape[1], len(W2)), [], ()
    for rowsX, y in blocks:
        if len(a2) != len(y):  # at the first block, and at a shorter last one, which uses the same memory
            memory = memory or [np.empty(number * len(y)) for number in units]
            X, a2, yHat, delta3, delta2 = (np.ndarray((len(y), number), buffer=part, order="F")
                                           for number, part in zip(units, memory))
        X[:] = rowsX

        np.matmul(X, minusW1, out=a2)            # (1) -z2
        sigmoid_in_place(a2)                     # (2)
        np.matmul(a2, minusW2, out=yHat)         # (3) -z3
        sigmoid_in_place(yHat)                   # (4)

        np.subtract(yHat, y, out=delta3)         # -(y - yHat)
        J += 0.5 * np.vdot(delta3.T, delta3.T)   # (5)
        times_slope(delta3, yHat)
        dJdW2 += np.dot(a2.T, delta3)            # (6)
        np.dot(W2, delta3.T, out=delta2.T)       # delta3 W2^T, transposed: dot fills whole columns
        times_slope(delta2, a2)
        dJdW1 += np.dot(X.T, delta2)             # (7)
    return float(J), dJdW1, dJdW2


def sigmoid_in_place(minus_z):
    """Put f(z) = 1 / (1 + e^-z) in the place of -z."""
    np.exp(minus_z, out=minus_z)
    minus_z += ONE
    np.divide(ONE, minus_z, out=minus_z)


def times_slope(delta, a):
    """Multiply delta by f'(z) = a(1 - a), element by element and in place; a is used up."""
    delta *= a
    np.subtract(ONE, a, out=a)
    delta *= a
