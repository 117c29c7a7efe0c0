"""Part 10: every example gets a vote, from three examples to a file that is larger than memory.

A file of rows is one .npy file of float64, as np.save writes it: one example per row, the inputs and then the outputs
as its columns, so its shape is (numExamples, inputLayerSize + outputLayerSize).

    votes    J, dJdW1, dJdW2 of some rows: what they add to the cost (5) and to its gradients (6), (7)
    block    the rows that go through the network together, in arrays that the next block reuses
    share    the rows whose votes one worker adds up at a time: several blocks

The other symbols are in partTwo.py and partFour.py.
"""
import contextlib
import copy
import math
import os
import uuid
import warnings
from concurrent.futures import BrokenExecutor
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

import partEight
from partOne import X, y
from validation import PATHS, TINY, UNSCALED, check_matrix, check_weights, one_cost

__all__ = ["X", "y", "Neural_Network", "File_Network", "every_example_votes", "BLOCK"]

BLOCK = 4096           # rows
SHARE = 256 * BLOCK    # rows at most; a smaller file makes up to 8 shares, so that several workers have something to do
READ_HEADER = {        # by version of the .npy format; 3.0 differs from 2.0 only in columns' names, and rows have none
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
    (3, 0): np.lib.format.read_array_header_2_0}


@one_cost(partEight.with_any_activation, partEight.no_demands)
class Neural_Network(partEight.Neural_Network):
    """Part 8's network, with cost and gradients from one forward pass, block by block."""

    def costAndGradient(self, X, y):
        """J, dJdW1 and dJdW2, as in Part 8."""
        X = check_matrix("X", X, self.inputLayerSize, "input", finite=False)
        y = check_matrix("y", y, self.outputLayerSize, "output", rows=len(X), finite=False)
        check_weights(self)
        blocks = ((X[start:start + BLOCK], y[start:start + BLOCK]) for start in range(0, len(X), BLOCK))
        votes = add_votes(self.W1, self.W2, blocks)
        if not are_finite(*votes):  # then some row is not, and this says which
            check_matrix("X", X, self.inputLayerSize, "input")
            check_matrix("y", y, self.outputLayerSize, "output")
        return votes


def refuse_other_activations(N, path, y=None):
    """What a File_Network does that overrides (1) to (4): its workers know only those of Part 2."""
    raise TypeError(f"{type(N).__name__} overrides the steps (1) to (4), and the rows of a file go through those of "
                    "Part 2: train a partTen.Neural_Network on arrays, or override costAndGradient")


@one_cost(refuse_other_activations, partEight.no_demands)
class File_Network(Neural_Network):
    """A network whose X is the path of a file of rows. The outputs are in the file too, so y is None.

    It trains with Part 6's trainer: `trainer(N).train(path, None)`, or `trainer(N).train(path, None, test_path)`. J is
    a sum, as everywhere; with ten million rows or more, it may have no digits left to show the last steps, and the
    trainer then warns that the slope isn't flat. `mapper` (once `map`) is passed on to every_example_votes. `readings`
    counts how often the file was read: once for each costAndGradient, which is the cost and the gradient together.
    Raises what every_example_votes raises.
    """

    def __init__(self, *layerSizes, mapper=map, **keywords):
        self.map = keywords.pop("map", mapper)
        super().__init__(*layerSizes, **keywords)
        self.readings = 0

    def costAndGradient(self, path, y=None):
        """J, dJdW1 and dJdW2, summed over all rows of the file."""
        if y is not None:
            raise ValueError("y is in the file too, as its last columns; give None for it")
        check_weights(self)
        votes = add_votes_of_file(self.W1, self.W2, path, self.map)
        self.readings += 1
        return votes


def every_example_votes(network, path, mapper=map, **others):
    """J, dJdW1 and dJdW2 of all rows of a file, added up share by share. The network stays as it is.

    `mapper(function, shares)` may be the builtin map, a ProcessPoolExecutor's, or that of a Dask client's
    get_executor(); its old name, `map`, is accepted too. The shares and their order are the same, and so are the sums,
    to the last bit where NumPy's BLAS is the same and has as many threads. All rows vote or none: a file that doesn't
    fit, has fewer or more rows than its header says, is written anew or replaced meanwhile, or holds a value that isn't
    finite raises a ValueError (a change through a memory map may go unnoticed); a pool that loses a process, or a map
    that loses a result, a RuntimeError; a network that doesn't compute (1) to (7), a TypeError. Columns that look
    unscaled give a UserWarning.
    """
    if others.keys() - {"map"}:
        raise TypeError(f"every_example_votes has no argument {min(others.keys() - {'map'})}")
    check_network(network, path)
    return add_votes_of_file(network.W1, network.W2, path, others.get("map", mapper))


def check_network(network, path):
    """Raise a TypeError if the network's estimates, cost or gradients of the file's first rows are not (1) to (7)."""
    if isinstance(network, type):
        raise TypeError(f"{network.__name__} is a class; give every_example_votes a network: {network.__name__}()")
    if not hasattr(network, "W2"):
        raise TypeError(f"{type(network).__name__} is no network; give every_example_votes a network and a path")
    check_weights(network)
    file = read_header(path, network.inputLayerSize + network.outputLayerSize)
    _, rows = next(read_blocks(file, (0, min(8, file.rows))))
    X, y = rows[:, :network.inputLayerSize], rows[:, network.inputLayerSize:]
    if isinstance(network, File_Network):  # whose own cost takes a path
        agrees = not File_Network.costAndGradient.changed(network)
    elif not np.isfinite(rows).all():
        return  # the row will be named
    else:
        agrees = False
        known, network = Neural_Network(*network.W1.shape, network.W2.shape[1]), copy.copy(network)
        known.W1, known.W2 = network.W1, network.W2
        with contextlib.suppress(ValueError):  # a Classifier's, about y
            votes = [network.forward(X)]
            if hasattr(network, "costFunction"):
                votes += [network.costFunction(X, y), *network.costFunctionPrime(X, y)]
            agrees = all(np.shape(vote) == np.shape(each) and np.allclose(vote, each, rtol=1e-9, atol=1e-9)
                         for vote, each in zip(votes, (known.forward(X), *known.costAndGradient(X, y))))
    if not agrees:
        raise TypeError(f"{type(network).__name__} doesn't compute (1) to (7), sigmoids and squared errors, as the "
                        "rows of a file do: for another activation, cost or penalty, train on arrays")


def add_votes_of_file(W1, W2, path, mapper):
    """What every_example_votes returns, or raises, for these weights."""
    if not callable(mapper):
        raise TypeError(f"mapper is a {type(mapper).__name__}; give a function, such as map or pool.map")
    file = read_header(path, len(W1) + W2.shape[1])
    warn_of_columns(file._replace(asked=""), len(W1))
    size = min(SHARE, BLOCK * math.ceil(file.rows / 8 / BLOCK))
    shares = [(start, min(start + size, file.rows)) for start in range(0, file.rows, size)]
    try:
        votes = list(mapper(partial(add_votes_of_share, W1, W2, file), shares))
    except BrokenExecutor as error:
        raise RuntimeError(f"a worker process was lost while the rows of {file.name} voted (killed, or out of memory; "
                           "or a script started the pool outside of if __name__ == '__main__', and each worker ran the "
                           "script again): nothing was added up; start a new pool and ask again") from error
    if len(votes) != len(shares):
        raise RuntimeError(f"the map returned {len(votes)} of {len(shares)} shares of {file.name}: nothing was added "
                           "up; give a map that returns every result, in order")
    check_unchanged(file, os.stat(file.path))
    J, dJdW1, dJdW2 = (np.sum(each, axis=0) for each in zip(*votes))
    return float(J), dJdW1, dJdW2


# --- Files ---

class File(NamedTuple):
    """A file of rows, and where in it they are."""
    path: str      # absolute, so that a worker finds it from another folder
    rows: int
    columns: int
    offset: int    # bytes before the first row
    state: tuple   # size, times of the last changes and number: others, if it is changed or replaced while it is read
    asked: str     # another one for each question: a cluster that remembers answers must not give an old file's

    @property
    def name(self):
        return os.path.basename(self.path)


def read_header(path, columns):
    """The File at this path; a ValueError if it isn't a whole file of rows with the given number of columns."""
    if not isinstance(path, PATHS):
        raise TypeError(f"path is a {type(path).__name__}; give the path of an .npy file, such as 'rows.npy': for "
                        "arrays there is partTen.Neural_Network")
    path = os.path.abspath(os.fsdecode(path))
    name = os.path.basename(path)
    with open(path, "rb") as file:
        try:
            version = np.lib.format.read_magic(file)
            shape, by_column, dtype = READ_HEADER[version](file)
        except Exception as error:  # NumPy raises several types here
            file.seek(0)
            if b"'shape': (np." in file.read(1000):
                raise ValueError(f"{name} has NumPy's numbers in its header, such as np.int64(3), which nobody can "
                                 "read: write the rows with np.save, or a header of plain ints") from error
            raise ValueError(f"{name} is not an .npy file of version 1.0, 2.0 or 3.0: "
                             "write the rows with np.save") from error
        offset, status = file.tell(), os.fstat(file.fileno())
    if dtype != np.dtype(float) or by_column:
        raise ValueError(f"{name} holds {dtype} {'column by column' if by_column else 'row by row'}; it must hold "
                         "float64 row by row: save np.ascontiguousarray(rows, dtype=float)")
    if len(shape) != 2 or shape[1] != columns or shape[0] < 1:
        raise ValueError(f"{name} holds an array of shape {shape}; this network needs (numExamples, {columns}), at "
                         "least one row: the inputs and then the outputs as columns")
    file = File(path, shape[0], columns, offset, state_of(status), uuid.uuid4().hex)
    check_length(file, status.st_size)
    return file


def state_of(status):
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def check_unchanged(file, status):
    """Raise a ValueError if the file has been changed or replaced since its header was read."""
    if state_of(status) != file.state:
        check_length(file, status.st_size)
        raise ValueError(f"{file.name} changed while its rows voted: nothing was added up; ask again")


def check_length(file, size):
    """Raise a ValueError if a file of this size in bytes lacks some of its rows, or goes on past them."""
    whole = (size - file.offset) // (8 * file.columns)
    if whole < file.rows:
        raise ValueError(f"{file.name} is cut short: of the {file.rows:,} rows that its header promises, "
                         f"{whole:,} {'is' if whole == 1 else 'are'} whole; write the file again")
    if (more := size - file.offset - 8 * file.columns * file.rows):
        raise ValueError(f"{file.name} goes on for {more:,} bytes past the {file.rows:,} rows that its header "
                         "promises; write the file again, with all its rows")


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
def warn_of_columns(file, inputs):
    """Warn about inputs that are large or all tiny and outputs outside 0...1, judging by the first thousand rows."""
    for _, block in read_blocks(file, (0, min(1000, file.rows))):
        sizes, largest = np.mean(np.abs(block), axis=0), np.max(np.abs(block[:, :inputs]))
        if 0 < largest < TINY:
            warnings.warn(f"{file.name}: the inputs look unscaled, the largest is {largest:.3g}; divide each column by "
                          "its own largest size, as Part 1 does", stacklevel=4)
        for column in np.flatnonzero((UNSCALED < sizes) & (sizes < np.inf)):
            warnings.warn(f"{file.name}: column {column} looks unscaled, its numbers are {sizes[column]:.3g} on "
                          "average; divide each column by its own largest size, as Part 1 does", stacklevel=4)
        for column in np.flatnonzero((sizes <= UNSCALED) & ((block.min(axis=0) < -0.01) | (block.max(axis=0) > 1.01))):
            if column >= inputs:
                warnings.warn(f"{file.name}: column {column} goes from {block[:, column].min():g} to "
                              f"{block[:, column].max():g}, and a sigmoid's answers lie between 0 and 1; divide it by "
                              "the largest possible value, as Part 1 does", stacklevel=4)


def add_votes_of_share(W1, W2, file, share):
    """The votes of the rows from start to stop, a share of the file; a value that isn't finite is a ValueError."""
    inputs = len(W1)
    votes = add_votes(W1, W2, ((rows[:, :inputs], rows[:, inputs:]) for _, rows in read_blocks(file, share)))
    if not are_finite(*votes):
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
    """Empty X, a2, yHat, delta3 and delta2, (rows, units); Fortran-ordered: each unit's column is contiguous.

    Those of a whole block lie side by side from where a cache line of the processor begins, every 64 bytes.
    """
    (inputs, hidden), outputs = W1.shape, W2.shape[1]
    units = (inputs, hidden, outputs, outputs, hidden)
    if rows < BLOCK:
        return [np.empty((rows, columns), order="F") for columns in units]
    memory = np.empty(rows * sum(units) + 7)
    first = -memory.__array_interface__["data"][0] // 8 % 8
    arrays = []
    for columns in units:
        arrays.append(memory[first:first + rows * columns].reshape((rows, columns), order="F"))
        first += rows * columns
    return arrays


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


def are_finite(J, dJdW1, dJdW2):
    """Whether all sums are finite; they are not if a row holds a nan or inf, and count as infinite above 1e154."""
    return math.isfinite(J + np.vdot(dJdW1, dJdW1) + np.vdot(dJdW2, dJdW2))
