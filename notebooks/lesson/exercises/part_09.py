"""The exercises of Part 9: never stop doing the chain rule."""

import numpy as np

from ..grading import Exercise
from .shared import floats, random_cases

EXERCISES = {}

EXERCISES["9.1"] = Exercise(
    gives=("slope_u", "slope_v", "slope_w"),
    right=(28, 8, 10),
    rtol=0,
    wrong={
        "u acts along two paths, through the sum and through the product: add what arrives along both":
            {(8, 8, 10), (20, 8, 10)},
        "slopes along different paths are added, not multiplied": (160, 8, 10),
        "× passes back to each of its numbers what arrives times the other one: the sum gets 8, the product gets 5":
            {(25, 5, 16), (5 + 4 * 8, 5, 2 * 8)},
        "mind the second ×: it passes what arrives times w to u, and what arrives times u to w": (18, 8, 20),
        "the slope that arrives at the product u · w is 5, the value of the sum; it has to be multiplied in":
            {(12, 8, 2)},
        "those are the values, which run forward; the slopes run back": (2, 3, 4),
    },
    way="× hands 8 to the sum and 5 to the product; go on from there, and add where two paths meet",
    praise="two paths end at u, so its slope is 8 + 20.")


def product_back(slope, A, B):
    return slope @ B.T, A.T @ slope


EXERCISES["9.2"] = Exercise(
    gives=("the slope with respect to A", "the slope with respect to B"),
    example=(floats([1, 2]), floats([3, 4, 5]), floats([1, 0], [0, 2], [1, 1])),
    cases=random_cases("No", "Ni", "io"),
    right=product_back,
    wrong={
        "B and A have to be transposed: slope @ B doesn't have the shape of A":
            ("slope @ B.T, A.T @ slope", "slope @ B, A @ slope"),
        "the order of the factors: slope comes first in the one, and last in the other":
            ("slope @ B.T, A.T @ slope", "B.T @ slope, slope @ A.T"),
        "the two are swapped: the slope with respect to A comes first":
            ("slope @ B.T, A.T @ slope", "A.T @ slope, slope @ B.T"),
        "A is not transposed: its columns have to meet the columns of B": ("A.T @ slope", "A @ slope"),
        "B is not transposed: slope has a column for each column of B": ("slope @ B.T", "slope @ B"),
        "* works element by element; here a matrix product is asked for":
            ("slope @ B.T, A.T @ slope", "slope * B.T, A.T * slope"),
    },
    praise="with a2, W2 and delta3 in their places, the second is equation (6).")


def bias_back(slope):
    return np.sum(slope, axis=0)


EXERCISES["9.3"] = Exercise(
    example=(floats([1, 2], [3, 4], [10, 20]),),
    cases=random_cases("Nh"),
    right=bias_back,
    wrong={
        "that adds over the units; b has a number for each unit, and is used once for each example: axis=0 goes down":
            ("axis=0", "axis=1"),
        "that adds up everything: each number of b gets the slopes of its own column": (", axis=0", ""),
        "that is the mean: slopes along different paths are added, not averaged": ("np.sum", "np.mean"),
        "b is a vector, without an axis for the examples: leave keepdims out": ("axis=0", "axis=0, keepdims=True"),
        "those are the slopes of the first example alone: every example used b": ("np.sum(slope, axis=0)", "slope[0]"),
        "that still has a row for each example; b has one row for all of them": ("np.sum(slope, axis=0)", "slope"),
    },
    praise="what was copied on the way forward is added up on the way back.")

EXERCISES["9.4"] = Exercise(
    right=2,
    rtol=0,
    wrong={
        "the slopes do have to start from 0, all of them; is there one that has to be something else by then?": {3, 4},
        "the order of the loop is right: the latest comes first": 5,
        "those two lines do what they should: look for what they are given": {6, 7},
        "line 1 only gives the function its name": 1,
    },
    way="the lines are 1 to 7: follow J.grad through them",
    praise="J is part of its own history, so its 1 was overwritten.")


def maximum_back(slope, a, b):
    return slope * (a > b), slope * (b > a)


EXERCISES["9.5"] = Exercise(
    gives=("what goes back to a", "what goes back to b"),
    example=(floats(10, 20), floats(1, 2), floats(0, 5)),
    cases=random_cases("Ni", "Ni", "Ni"),
    right=maximum_back,
    wrong={
        "the two are swapped: where a is larger, the result is a, and the slope goes to a":
            ("slope * (a > b), slope * (b > a)", "slope * (b > a), slope * (a > b)"),
        "the slope that arrives is missing: each rule multiplies it":
            ("slope * (a > b), slope * (b > a)", "a > b, b > a"),
        "that is how + does it; here only the larger of the two acts on the result":
            ("slope * (a > b), slope * (b > a)", "slope, slope"),
        "those are values; the slope with respect to the larger one is 1, and to the other one 0":
            ("slope * (a > b), slope * (b > a)", "a * (a > b), b * (b > a)"),
        "compare a with b, not each of them with 0":
            ("slope * (a > b), slope * (b > a)", "slope * (a > 0), slope * (b > 0)"),
        "that compares the slope: compare a with b":
            ("slope * (a > b), slope * (b > a)", "np.maximum(slope, a), np.maximum(slope, b)"),
    },
    praise="the winner takes the whole slope; with b = 0 this is ReLU.")
