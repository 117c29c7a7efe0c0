"""The exercises of Part 8: read handwriting."""

import numpy as np

from ..grading import Exercise
from .shared import RATES, floats, random_cases, shown_as

EXERCISES = {}


def one_hot(labels, classes):
    rows = np.zeros((len(labels), classes))
    for row, label in enumerate(labels):
        rows[row, label] = 1
    return rows


EXERCISES["8.1"] = Exercise(
    example=(np.array([2, 0]), 3),
    cases=[(np.array([1, 0, 2, 2]), 3), (np.array([3, 1]), 5), (np.array([0, 4, 2, 1, 3]), 5)],
    right=one_hot,
    wrong={
        "the rows are still all zeros: put a 1 in each, in the column of its label":
            ("        rows[row, label] = 1", "        pass"),
        "each example has a column, where it should have a row: rows come first, as in rows[row, label]":
            ("    return rows", "    return rows.T"),
        "the 1 is one column too far to the right: columns count from 0, and so do the digits":
            {("rows[row, label]", "rows[row, (label + 1) % classes]"), ("rows[row, label]", "rows[row, label + 1]")},
        "the 1 is one column too far to the left: columns count from 0, and so do the digits":
            ("rows[row, label]", "rows[row, label - 1]"),
        "row and label are swapped: rows come first, as in rows[row, label]": ("[row, label]", "[label, row]"),
        "the label stands in its column, where a 1 belongs": ("= 1", "= label"),
        "every row has a 1 in the column of every label: set one element per row, rows[row, label]":
            ("rows[row, label]", "rows[:, label]"),
        "the label chooses a whole row there: the row comes first, then the label, as in rows[row, label]":
            ("[row, label]", "[label]"),
        "the number of columns is classes, which isn't always ten": ("return rows", "return np.eye(10)[labels]"),
        "only the first row has its 1: return comes inside the loop, one step too far to the right":
            ("    return", "        return"),
        "only the last row has its 1: np.zeros comes before the loop, or each turn begins anew":
            ("        rows[row", "        rows = np.zeros((len(labels), classes))\n        rows[row"),
    },
    praise="ten outputs, ten questions of yes or no, and exactly one yes.")

def flat(answer):
    """A row or a column of numbers as their list; a single number or a text stays what it is."""
    return np.ravel(answer) if np.ndim(answer) else answer


EXERCISES["8.2"] = Exercise(
    right=[0.25, -0.875, 0.625],
    wrong={
        "those are the probabilities; the error is the estimate minus the one-hot row": [0.25, 0.125, 0.625],
        "the sign: it is the estimate minus the target": [-0.25, 0.875, -0.625],
        "the slope has canceled: no yHat (1 - yHat) is left in this error":
            [0.25 * 0.25 * 0.75, -0.875 * 0.125 * 0.875, 0.625 * 0.625 * 0.375],
        "the right class is the second one, so the 1 is subtracted there":
            {(0.25, 0.125, -0.375), (-0.75, 0.125, 0.625)},
        "that is a sigmoid for each, minus the one-hot row: softmax divides each e to the z3 by the sum of all three":
            [2 / 3, -1 / 2, 5 / 6],
        "those are the z3 minus the one-hot row: softmax makes probabilities of them first": list(
            np.log([2, 1, 5]) - [0, 1, 0]),
        "the z3 are logarithms: e to the ln 2 is 2": list(
            np.log([2, 1, 5]) / np.sum(np.log([2, 1, 5])) - [0, 1, 0]),
        "2, 1 and 5 aren't probabilities yet: divide them by their sum": [2, 0, 5],
    },
    rtol=0.01,
    form=flat,
    way="divide 2, 1 and 5 by their sum, and subtract the one-hot row of the right class",
    praise="estimate minus target; the three add up to 0.")


def half_square_votes(w, rows):
    """The sum of the rows' votes: the gradient of half the sum of squares of what a linear model gives for them."""
    return rows.T @ (rows @ w)


VOTES = shown_as("votes(w, rows) = rows.T @ (rows @ w)", half_square_votes)


def one_epoch(votes, w, rows, batch, rate):
    for start in range(0, len(rows), batch):
        few = rows[start:start + batch]
        w = w - rate * votes(w, few)
    return w


EXERCISES["8.3"] = Exercise(
    example=(VOTES, floats(1), floats([1], [2], [1]), 2, 0.1),
    cases=[(VOTES, w, rows, batch, rate)
           for (w, rows), batch, rate in zip(random_cases("i", "Ni"), (3, 2, 2), RATES)],
    right=one_epoch,
    wrong={
        "the sign: votes are slopes and point uphill": ("w - rate", "w + rate"),
        "the rate multiplies the sum of the votes here: don't divide by the size of the batch":
            ("votes(w, few)", "votes(w, few) / len(few)"),
        "the rate multiplies the sum of the votes here: don't divide by batch":
            ("votes(w, few)", "votes(w, few) / batch"),
        "each step asks all the rows: ask those from start to start + batch": ("votes(w, few)", "votes(w, rows)"),
        "each step asks all the rows that are left: end the slice at start + batch": ("start:start + batch", "start:"),
        "each step asks the first mini-batch: the slice begins at start": ("start:start + batch", ":batch"),
        "the rate is missing": ("rate * votes", "votes"),
        "votes gives a number for each weight: leave them apart, without np.sum or np.mean":
            {("votes(w, few)", "np.sum(votes(w, few))"), ("votes(w, few)", "np.mean(votes(w, few))")},
        "w never changes: give it its new value, w = w - ...": ("w = w - rate", "w - rate"),
        "every mini-batch is asked at the weights of the start: ask it at those that you have reached":
            (("    for", "    first = w\n    for"), ("votes(w, few)", "votes(first, few)")),
        "only the last step is left: go on from the weights that you have reached, w = w - ...":
            (("    for", "    first = w\n    for"), ("w - rate * votes(w, few)", "first - rate * votes(first, few)")),
        "the mini-batches overlap: the third number of range is batch, from one start to the next":
            ("len(rows), batch", "len(rows)"),
        "a step after each row is too early: ask the whole mini-batch, then take one step":
            (("len(rows), batch", "len(rows)"), ("start:start + batch", "start:start + 1")),
        "the last rows are left out: the last mini-batch may be smaller, but it votes too":
            ("len(rows), batch", "len(rows) - batch + 1, batch"),
        "that is the first step alone: either return comes inside the loop, one step too far to the right, or each "
        "slice ends at batch, where it should end at start + batch":
            {("    return", "        return"), ("start:start + batch", "start:batch")},
        "a slice ends before its second number: from start to start + batch it has the whole mini-batch":
            {("start + batch]", "start + batch - 1]"), ("start + batch]", "start + batch + 1]")},
        "votes gets a single row there: a slice from start to start + batch has the whole mini-batch":
            {("start:start + batch", "start:start + 1"), ("start:start + batch", "start")},
    },
    praise="one reading of the data, and as many steps as there are mini-batches.")


def drawings():
    """Three drawings of 32 x 32 cells at random, more or less dark."""
    rng = np.random.default_rng(8)
    return [((rng.random((32, 32)) < share).astype(int),) for share in (0.2, 0.5, 0.8)]


def count_ink(cells):
    counts = np.zeros((8, 8))
    for row in range(8):
        for column in range(8):
            counts[row, column] = np.sum(cells[4 * row:4 * row + 4, 4 * column:4 * column + 4])
    return counts


THREE_DOTS = np.zeros((32, 32))
THREE_DOTS[[0, 5, 5], [0, 10, 11]] = 1

EXERCISES["8.4"] = Exercise(
    example=(shown_as("cells = np.zeros((32, 32)) with ones at [0, 0], [5, 10] and [5, 11]", THREE_DOTS),),
    cases=drawings(),
    right=count_ink,
    wrong={
        "those are means: the number of inked cells is asked for, 0 to 16": ("np.sum(", "np.mean("),
        "rows and columns are mixed up: that is the picture on its side": ("    return counts", "    return counts.T"),
        "those are only the upper left cells of the blocks: add up all sixteen":
            ("np.sum(cells[4 * row:4 * row + 4, 4 * column:4 * column + 4])", "cells[4 * row, 4 * column]"),
        "those blocks don't lie side by side: block number row begins at cell 4 * row":
            ("cells[4 * row:4 * row + 4, 4 * column:4 * column + 4]", "cells[row:row + 4, column:column + 4]"),
        "those blocks are 3 cells wide: a slice ends before its second number, so 4 * row + 4":
            ("4 * row + 4, 4 * column:4 * column + 4", "4 * row + 3, 4 * column:4 * column + 3"),
        "those blocks are 5 cells wide and overlap: a slice ends before its second number, so 4 * row + 4":
            ("4 * row + 4, 4 * column:4 * column + 4", "4 * row + 5, 4 * column:4 * column + 5"),
        "those are blocks of 8 by 8 cells: eight blocks of 4 cells are asked for, each way":
            {("    return counts", "    return cells.reshape(4, 8, 4, 8).sum(axis=(1, 3))"),
             ("cells[4 * row:4 * row + 4, 4 * column:4 * column + 4]",
              "cells[8 * row:8 * row + 8, 8 * column:8 * column + 8]")},
        "each of those counts 16 cells of one row: a block has 4 rows of 4":
            ("    return counts", "    return cells.reshape(64, 16).sum(axis=1).reshape(8, 8)"),
        "[rows][columns] cuts the rows twice: both slices belong in one pair of brackets, [rows, columns]":
            ("4 * row + 4, 4 * column", "4 * row + 4][4 * column"),
        "each of those is the last cell of its block alone: add up all sixteen, with += where = overwrites":
            ("    return counts", "    return cells[3::4, 3::4]"),
        "those are 64 in a row: np.reshape(counts, (8, 8)) puts them in 8 rows of 8":
            ("return counts", "return counts.ravel()"),
        "only the first counts are there: either return comes inside a loop, too far to the right, or a slice ends "
        "at 4, where it should end at 4 * row + 4":
            {("    return", "        return"), ("    return", "            return"),
             ("4 * row:4 * row + 4", "4 * row:4"),
             ("4 * row:4 * row + 4, 4 * column:4 * column + 4", "4 * row:4, 4 * column:4")},
    },
    praise="1,024 cells have become 64 numbers, and a stroke that moves by one cell changes them only a little.")

EXERCISES["8.5"] = Exercise(
    right=97,
    wrong={
        "try it: does the network know which pixels are neighbors?": 50,
        "try it: what would you have to do to W1 so that every z2 stays what it was?": 10,
        "the share is asked for in percent": 0.97,
        "shuffling takes nothing away, but it adds nothing either: how many did the network read before?": 100,
    },
    rtol=0.025,
    way="choose one of 10, 50 and 97",
    praise="the network never knew which pixels are neighbors, so it misses nothing.")


def confusion(labels, answers):
    table = np.zeros((10, 10), dtype=int)
    for label, answer in zip(labels, answers):
        table[label, answer] += 1
    return table


EXERCISES["8.6"] = Exercise(
    example=(np.array([3, 8, 8]), np.array([3, 1, 1])),
    cases=[(np.array([3, 8, 8, 1, 3, 9]), np.array([3, 1, 1, 8, 8, 9])), (np.array([0, 0, 5]), np.array([0, 9, 5]))],
    right=confusion,
    wrong={
        "rows and columns are swapped: what was written is the row, what was read the column":
            ("[label, answer]", "[answer, label]"),
        "a pair that comes twice counts twice: go through the pairs one by one and add 1, += 1, to the element of each":
            ("+= 1", "= 1"),
        "every label meets every answer there: zip(labels, answers) takes them in pairs":
            ("        table[label, answer] += 1", "        np.add.at(table, (label, answers), 1)"),
        "that is what was read right, the diagonal alone: mistakes count too":
            ("        table[label, answer] += 1", "        table[label, answer] += label == answer"),
        "those are the mistakes alone: what was read right counts too, on the diagonal":
            ("        table[label, answer] += 1", "        table[label, answer] += label != answer"),
        "the table is still all zeros: add 1 to an element for each pair":
            ("        table[label, answer] += 1", "        pass"),
        "only the first pair is counted: return comes inside the loop, one step too far to the right":
            ("    return", "        return"),
        "those are shares: count the digits, without dividing":
            {("return table", "return table / len(labels)"), ("return table", "return 100 * table / len(labels)")},
    },
    praise="its rows add up to how often each digit was written, its columns to how often each was read.")
