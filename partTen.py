"""Part 10: every example gets a vote, from three examples to a file that is larger than memory.

A file of rows is one .npy file of float64, as np.save writes it: one example per row, the inputs and then the outputs
as its columns, so its shape is (numExamples, inputLayerSize + outputLayerSize).

    votes    J, dJdW1, dJdW2 of some rows: what they add to the cost (5) and to its gradients (6), (7)
    block    the rows that go through the network together, in arrays that the next block reuses
    share    the rows whose votes one worker adds up at a time: several blocks

The other symbols are in partTwo.py and partFour.py.
"""
import math
import os
import warnings
from concurrent.futures import BrokenExecutor
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

import partEight
from partFive import X, y
from validation import check_matrix

__all__ = ["X", "y", "Neural_Network", "File_Network", "every_example_votes", "BLOCK"]

BLOCK = 4096           # rows
SHARE = 256 * BLOCK    # rows at most; a smaller file makes up to 8 shares, so that several workers have something to do
READ_HEADER = {        # by version of the .npy format; 3.0 differs from 2.0 only in columns' names, and rows have none
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
    (3, 0): np.lib.format.read_array_header_2_0}


class Neural_Network(partEight.Neural_Network):
    """Part 8's network, with cost and gradients from one forward pass, block by block."""

    def costAndGradient(self, X, y):
        """J, dJdW1 and dJdW2: what costFunction and costFunctionPrime return, or raise."""
        X = check_matrix("X", X, self.inputLayerSize, "input", finite=False)
        y = check_matrix("y", y, self.outputLayerSize, "output", rows=len(X), finite=False)
        blocks = ((X[start:start + BLOCK], y[start:start + BLOCK]) for start in range(0, len(X), BLOCK))
        votes = add_votes(self.W1, self.W2, blocks)
        if not are_finite(votes):  # then some row is not, and this says which
            check_matrix("X", X, self.inputLayerSize, "input")
            check_matrix("y", y, self.outputLayerSize, "output")
        return votes


class File_Network(Neural_Network):
    """A network whose X is the path of a file of rows. The outputs are in the file too, so y is None.

    It trains with Part 6's trainer: `trainer(N).train(path, None)`. J is a sum, as everywhere; with ten million rows or
    more, it may have no digits left to show the last steps, and the trainer then warns that the slope isn't flat. `map`
    is passed on to every_example_votes. `readings` counts how often the file was read: it is read again only if the
    weights, the path, or the time of the file's last change is different. Raises what every_example_votes raises.
    """

    def __init__(self, *layerSizes, map=map, **keywords):
        super().__init__(*layerSizes, **keywords)
        self.map = map
        self.readings = 0
        self.question = None  # the last question, which file with which weights,
        self.votes = None     # and its answer: J, dJdW1, dJdW2

    def costAndGradient(self, path, y=None):
        """J, dJdW1 and dJdW2, summed over all rows of the file."""
        question = read_header(path, self.inputLayerSize + self.outputLayerSize), self.W1.tobytes(), self.W2.tobytes()
        if question != self.question:
            self.votes = every_example_votes(self, path, self.map)
            self.question = question
            self.readings += 1
        J, dJdW1, dJdW2 = self.votes
        return J, dJdW1.copy(), dJdW2.copy()

    def costFunction(self, path, y=None):
        """J, half the sum of the squared errors over all rows of the file."""
        return self.costAndGradient(path)[0]

    def costFunctionPrime(self, path, y=None):
        """dJdW1, dJdW2: the gradients of this J."""
        return self.costAndGradient(path)[1:]


def every_example_votes(network, path, map=map):
    """J, dJdW1 and dJdW2 of all rows of a file, added up share by share. The network stays as it is.

    `map(function, shares)` may be the builtin, a ProcessPoolExecutor's, or that of a Dask client's get_executor():
    the shares and their order are the same, and so are the sums, to the last bit where NumPy's BLAS is the same and
    has as many threads. All rows vote or none: a file that doesn't fit, is cut short, or holds a value that isn't
    finite raises a ValueError; a pool that loses a process, or a map that loses a result, a RuntimeError. Columns
    that look unscaled give a UserWarning.
    """
    file = read_header(path, network.inputLayerSize + network.outputLayerSize)
    warn_if_unscaled(file)
    size = min(SHARE, BLOCK * math.ceil(file.rows / 8 / BLOCK))
    shares = [(start, min(start + size, file.rows)) for start in range(0, file.rows, size)]
    try:
        votes = list(map(partial(add_votes_of_share, network.W1, network.W2, file), shares))
    except BrokenExecutor as error:
        raise RuntimeError(f"a worker process was lost while the rows of {file.name} voted (killed, or out of memory): "
                           "nothing was added up; start a new pool and ask again") from error
    if len(votes) != len(shares):
        raise RuntimeError(f"the map returned {len(votes)} of {len(shares)} shares of {file.name}: nothing was added "
                           "up; give a map that returns every result, in order")
    J, dJdW1, dJdW2 = (np.sum(each, axis=0) for each in zip(*votes))
    return float(J), dJdW1, dJdW2


# --- Files ---

class File(NamedTuple):
    """A file of rows, and where in it they are."""
    path: str      # absolute, so that a worker finds it from another folder
    rows: int
    columns: int
    offset: int    # bytes before the first row
    changed: int   # time of the last change: a cluster that remembers answers must not give an old file's

    @property
    def name(self):
        return os.path.basename(self.path)


def read_header(path, columns):
    """The File at this path; a ValueError if it isn't a whole file of rows with the given number of columns."""
    path = os.path.abspath(path)
    name = os.path.basename(path)
    with open(path, "rb") as file:
        try:
            version = np.lib.format.read_magic(file)
            shape, by_column, dtype = READ_HEADER[version](file)
        except Exception as error:  # NumPy raises several types here
            raise ValueError(f"{name} is not an .npy file of version 1.0, 2.0 or 3.0: "
                             "write the rows with np.save") from error
        offset, status = file.tell(), os.fstat(file.fileno())
    if dtype != np.dtype(float) or by_column:
        raise ValueError(f"{name} holds {dtype} {'column by column' if by_column else 'row by row'}; it must hold "
                         "float64 row by row: save np.ascontiguousarray(rows, dtype=float)")
    if len(shape) != 2 or shape[1] != columns or shape[0] < 1:
        raise ValueError(f"{name} holds an array of shape {shape}; this network needs (numExamples, {columns}), at "
                         "least one row: the inputs and then the outputs as columns")
    file = File(path, shape[0], columns, offset, status.st_mtime_ns)
    check_length(file, status.st_size)
    return file


def check_length(file, size):
    """Raise a ValueError if a file of this size in bytes lacks some of its rows."""
    whole = (size - file.offset) // (8 * file.columns)
    if whole < file.rows:
        raise ValueError(f"{file.name} is cut short: of the {file.rows:,} rows that its header promises, "
                         f"{whole:,} {'is' if whole == 1 else 'are'} whole; write the file again")


def read_blocks(file, share):
    """Yield each block of the share: the number of its first row, and its rows, which the next block overwrites."""
    start, stop = share
    memory = np.empty((min(BLOCK, stop - start), file.columns))
    with open(file.path, "rb") as stream:
        stream.seek(file.offset + start * memory[0].nbytes)
        for first in range(start, stop, BLOCK):
            block = memory[:stop - first]
            if stream.readinto(block) != block.nbytes:
                check_length(file, os.fstat(stream.fileno()).st_size)
            yield first, block


@lru_cache  # once per file, not at each of the hundred readings that a training takes
def warn_if_unscaled(file):
    """Warn about columns whose numbers are large, judging by the first thousand rows."""
    for _, block in read_blocks(file, (0, min(1000, file.rows))):
        sizes = np.mean(np.abs(block), axis=0)
        for column in np.flatnonzero((2 < sizes) & (sizes < np.inf)):
            warnings.warn(f"{file.name}: column {column} looks unscaled, its numbers are {sizes[column]:.3g} on "
                          "average; divide each column by its largest number, as Part 1 does", stacklevel=3)


def add_votes_of_share(W1, W2, file, share):
    """The votes of the rows from start to stop, a share of the file; a value that isn't finite is a ValueError."""
    inputs = len(W1)
    votes = add_votes(W1, W2, ((rows[:, :inputs], rows[:, inputs:]) for _, rows in read_blocks(file, share)))
    if not are_finite(votes):
        for start, rows in read_blocks(file, share):
            for row, column in np.argwhere(~np.isfinite(rows)):
                raise ValueError(f"{file.name}: row {start + row:,}, column {column} is {rows[row, column]}; every "
                                 "value must be a finite number: correct that example or leave it out")
    return votes


# --- Blocks ---

@np.errstate(over="ignore", invalid="ignore")  # e^-z may be inf, as in Part 2; a nan shows up in the sums
def add_votes(W1, W2, blocks):
    """J, dJdW1 and dJdW2 of all the blocks (X, y) together: equations (1) to (7), block by block.

    Each block's arrays overwrite those of the block before. f'(z) = a(1 - a) is taken from the rounded activation a, so
    it is off by up to 1e-16: nothing in a sum of votes (sigmoidPrime keeps all its digits).
    """
    J, dJdW1, dJdW2 = 0.0, np.zeros(W1.shape), np.zeros(W2.shape)
    minusW1, minusW2 = -W1, -W2
    X = ()
    for X_block, y_block in blocks:
        if len(X) != len(X_block):  # at the first block, and at a shorter last one
            X, a2, yHat, delta3, delta2 = make_workspace(len(X_block), W1, W2)
        X[:] = X_block

        np.matmul(X, minusW1, out=a2)            # (1) -z2
        sigmoid_in_place(a2)                     # (2)
        np.matmul(a2, minusW2, out=yHat)         # (3) -z3
        sigmoid_in_place(yHat)                   # (4)

        np.subtract(yHat, y_block, out=delta3)   # -(y - yHat)
        J += 0.5 * np.vdot(delta3.T, delta3.T)   # (5)
        times_slope(delta3, yHat)
        dJdW2 += np.dot(a2.T, delta3)            # (6)
        np.dot(W2, delta3.T, out=delta2.T)       # delta3 W2^T, transposed: dot wants an out in C order
        times_slope(delta2, a2)
        dJdW1 += np.dot(X.T, delta2)             # (7)
    return float(J), dJdW1, dJdW2


def make_workspace(rows, W1, W2):
    """Empty X, a2, yHat, delta3 and delta2, (rows, units); Fortran-ordered: each unit's column is contiguous."""
    (inputs, hidden), outputs = W1.shape, W2.shape[1]
    return [np.empty((rows, units), order="F") for units in (inputs, hidden, outputs, outputs, hidden)]


def sigmoid_in_place(minus_z):
    """Replace -z by f(z) = 1 / (1 + e^-z)."""
    np.exp(minus_z, out=minus_z)
    np.add(minus_z, 1, out=minus_z)
    np.divide(1, minus_z, out=minus_z)


def times_slope(delta, a):
    """Multiply delta by f'(z) = a(1 - a), element by element and in place; a is used up."""
    np.multiply(delta, a, out=delta)
    np.subtract(1, a, out=a)
    np.multiply(delta, a, out=delta)


def are_finite(votes):
    """Whether all sums are finite; they are not if a row holds a nan or inf."""
    return all(np.isfinite(each).all() for each in votes)
