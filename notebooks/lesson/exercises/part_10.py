"""The exercises of Part 10: every example gets a vote."""

import numpy as np

from ..grading import Exercise, NewFile
from .shared import f, floats, random_cases

EXERCISES = {}

EXERCISES["10.1"] = Exercise(
    gives=("bytes_at_once", "bytes_in_blocks"),
    right=(60_000 * 100 * 8, 4096 * 100 * 8),
    wrong={
        "that is how many numbers a2 has: each of them takes 8 bytes": (60_000 * 100, 4096 * 100),
        "a2 has one column per hidden unit, and you gave it as many columns as X has": (60_000 * 64 * 8, 4096 * 64 * 8),
        "a2 has one column per hidden unit, and you gave it as many columns as yHat has":
            (60_000 * 10 * 8, 4096 * 10 * 8),
        "those are bits: a number takes 64 bits, which are 8 bytes": (60_000 * 100 * 64, 4096 * 100 * 64),
        "bytes_in_blocks is what all the blocks would take together, but each one reuses the same memory":
            (60_000 * 100 * 8, 60_000 * 100 * 8),
        "those are megabytes: give the bytes": (48, 3.2768),
    },
    rtol=0,
    way="rows times columns times 8 bytes: 60,000 rows at once, 4,096 in a block",
    praise="48 megabytes against 3.3, and with ten times the examples it is 480 against 3.3.")


def largest_of_columns(blocks):
    largest = np.amax(blocks[0], axis=0)
    for block in blocks:
        largest = np.maximum(largest, np.amax(block, axis=0))
    return largest


EXERCISES["10.2"] = Exercise(
    example=([floats([1, -5], [2, -3]), floats([4, -2], [0, -4])],),
    cases=[([*blocks, last[:-1]],) for *blocks, last in random_cases("Ni", "Ni", "Ni")] + [
        ([block - 9 for block in blocks],) for blocks in random_cases("Ni", "Ni", "Ni")],
    right=largest_of_columns,
    wrong={
        "that is the last block's alone: of what you have so far and what the block brings, keep the larger":
            ("np.maximum(largest, np.amax(block, axis=0))", "np.amax(block, axis=0)"),
        "that is the first block's alone: keep what np.maximum returns, as in largest = ..., and return after the loop":
            ("    return", "        return"),
        "that is the largest number of all columns together: axis=0 takes each column by itself":
            (("[0], axis=0", "[0]"), ("block, axis=0", "block")),
        "that adds up the blocks' largest numbers: sums are added, but of two maxima the larger one counts":
            (("np.amax(blocks[0], axis=0)", "0"), ("np.maximum(largest, np.amax(block, axis=0))",
                                                   "largest + np.amax(block, axis=0)")),
        "you start from 0, and a column may hold only negative numbers: start from the first block's largest numbers":
            ("np.amax(blocks[0], axis=0)", "0"),
        "that is the largest number of each row: axis=0 goes down the columns":
            (("[0], axis=0", "[0], axis=1"), ("block, axis=0", "block, axis=1")),
        "that is a list with the largest numbers of each block: return the largest over all of them":
            ("return largest", "return [np.amax(block, axis=0) for block in blocks]"),
        "that compares the blocks element by element: of each block, take the largest number of each column first":
            (("np.amax(blocks[0], axis=0)", "blocks[0]"), ("np.amax(block, axis=0)", "block")),
    },
    praise="a maximum is put together from blocks as a sum is, so the file may be as long as it likes.")

EXERCISES["10.3"] = Exercise(
    right=2,
    wrong={
        "the other way around: the last block is shorter, so each of its rows has a larger share of its mean": 0.5,
        "that would be so if all the blocks were the same size, or if their sums were added up": 1,
        "that is the share of row 9: divide it by the share of row 0": 1 / 6,
        "that is the share of row 0: divide the share of row 9 by it": 1 / 12,
        "the last block has two rows: 10 = 4 + 4 + 2": 4,
    },
    way="each block has a third of the say, and shares it evenly among its rows",
    praise="1/3 times 1/2 against 1/3 times 1/4. Sums are safe: add them up, and divide once, at the end.")


def all_together(numbers, means, variances):
    mean = np.sum(numbers * means) / np.sum(numbers)
    squares = variances + (means - mean)**2
    return mean, np.sum(numbers * squares) / np.sum(numbers)


EXERCISES["10.4"] = Exercise(
    gives=("mean", "variance"),
    example=(floats(1, 3), floats(10, 20), floats(0, 4)),
    cases=[(1 + np.ceil(np.exp(numbers)), means, np.abs(variances))
           for numbers, means, variances in random_cases("N", "N", "N")],
    right=all_together,
    wrong={
        "a worker with more scores counts more: take each mean times its number, and divide by all numbers together":
            {("np.sum(numbers * means) / np.sum(numbers)", "np.mean(means)"),
             (("np.sum(numbers * means) / np.sum(numbers)", "np.mean(means)"),
              ("np.sum(numbers * squares) / np.sum(numbers)", "np.mean(squares)"))},
        "workers with more scores count more: take each mean and each variance times its number":
            ("mean, np.sum(numbers * squares) / np.sum(numbers)", "np.mean(means), np.mean(variances)"),
        "the mean is right, but in the variance, too, a worker with more scores counts more":
            {("np.sum(numbers * squares) / np.sum(numbers)", "np.mean(squares)"),
             ("np.sum(numbers * squares) / np.sum(numbers)",
              "np.sum(numbers * variances) / np.sum(numbers) + np.var(means)")},
        "the mean is right; for the variance the workers' means differ too: add each one's squared distance from the "
        "mean of all":
            (" + (means - mean)**2", ""),
        "the mean is right; in the variance the spread inside each share is missing": ("variances + ", ""),
        "that is the root of the variance":
            ("return mean, np.sum(numbers * squares) / np.sum(numbers)",
             "return mean, (np.sum(numbers * squares) / np.sum(numbers))**0.5"),
        "the order: mean first, then variance":
            ("mean, np.sum(numbers * squares) / np.sum(numbers)", "np.sum(numbers * squares) / np.sum(numbers), mean"),
        "those are sums: divide each by all numbers together":
            (("means) / np.sum(numbers)", "means)"), ("squares) / np.sum(numbers)", "squares)")),
    },
    praise="three numbers from each worker are enough, wherever it is: find the sums, and the rest follows.")

HOURS = floats(*[(sleep, study) for sleep in range(2, 11, 2) for study in range(6)])

SCORES = 30 + 4 * HOURS[:, [0]] + 3 * HOURS[:, [1]]

# Others, from the network behind Part 10's country; from hours that were never scaled, every second start gets stuck
OTHER_HOURS = floats(*[(sleep, study) for sleep in range(0, 11, 2) for study in (0, 0.5, 1, 2, 5)])

OTHER_SCORES = 100 * f(f(OTHER_HOURS / [10, 5] @ floats([-1, -1, -6], [8, 2, -3])) @ floats([4], [-3], [-3]))


def train_on_file(path, hours, scores):
    np.save(path, np.hstack([hours / [10, 5], scores / 100]))
    return scores  # what a network says that has learned them; no part is imported here, so nothing trains


def column(answer):
    """The estimates, also where they come in one row of numbers."""
    return np.reshape(answer, (-1, 1)) if np.ndim(answer) == 1 else answer


EXERCISES["10.5"] = Exercise(
    cases=[(NewFile("my_tests.npy"), HOURS, SCORES), (NewFile("my_tests.npy"), OTHER_HOURS, OTHER_SCORES)],
    right=train_on_file,
    wrong={
        "every estimate is as large as a sigmoid can make it, and it can't output 85: divide the scores by 100 before "
        "you save them": {("return scores", "return 0 * scores + 100"), ("return scores", "return 0 * scores + 1")},
        "those are the network's outputs: in percent they are 100 times as large":
            ("return scores", "return scores / 100"),
    },
    rtol=0.05,
    form=column,
    way="if hours and scores are scaled, in the file and for forward, this start may be stuck: try another rng",
    praise="the estimates are within 5 % of the scores. Now give it a file with numbers of your own.")
