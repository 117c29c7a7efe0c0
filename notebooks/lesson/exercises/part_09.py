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
    praise="two paths end at u, so its slope is 8 + 20.")

EXERCISES["9.2"] = Exercise(
    gives=("the slope with respect to A", "the slope with respect to B"),
    example=(floats([1, 2]), floats([3, 4, 5]), floats([1, 0], [0, 2], [1, 1])),
    cases=random_cases("No", "Ni", "io"),
    right=lambda slope, A, B: (slope @ B.T, A.T @ slope),
    wrong={
        "B and A have to be transposed: slope @ B doesn't have the shape of A":
            lambda slope, A, B: (slope @ B, A @ slope),
        "the order of the factors: slope comes first in the one, and last in the other":
            lambda slope, A, B: (B.T @ slope, slope @ A.T),
        "the two are swapped: the slope with respect to A comes first": lambda slope, A, B: (A.T @ slope, slope @ B.T),
        "A is not transposed: its columns have to meet the columns of B": lambda slope, A, B: (slope @ B.T, A @ slope),
        "B is not transposed: slope has a column for each column of B": lambda slope, A, B: (slope @ B, A.T @ slope),
        "* works element by element; here a matrix product is asked for":
            lambda slope, A, B: (slope * B.T, A.T * slope),
    },
    praise="with a2, W2 and delta3 in their places, the second is equation (6).")

EXERCISES["9.3"] = Exercise(
    example=(floats([1, 2], [3, 4], [10, 20]),),
    cases=random_cases("Nh"),
    right=lambda slope: slope.sum(axis=0),
    wrong={
        "that adds over the units; b has a number for each unit, and is used once for each example: axis=0 goes down":
            lambda slope: slope.sum(axis=1),
        "that adds up everything: each number of b gets the slopes of its own column": lambda slope: slope.sum(),
        "that is the mean: slopes along different paths are added, not averaged": lambda slope: slope.mean(axis=0),
        "b is a vector, without an axis for the examples: leave keepdims out":
            lambda slope: slope.sum(axis=0, keepdims=True),
        "those are the slopes of the first example alone: every example used b": lambda slope: slope[0],
        "that still has a row for each example; b has one row for all of them": lambda slope: slope,
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
    praise="J is part of its own history, so its 1 was overwritten.")

EXERCISES["9.5"] = Exercise(
    gives=("what goes back to a", "what goes back to b"),
    example=(floats(10, 20), floats(1, 2), floats(0, 5)),
    cases=random_cases("Ni", "Ni", "Ni"),
    right=lambda slope, a, b: (slope * (a > b), slope * (b > a)),
    wrong={
        "the two are swapped: where a is larger, the result is a, and the slope goes to a":
            lambda slope, a, b: (slope * (b > a), slope * (a > b)),
        "the slope that arrives is missing: each rule multiplies it":
            lambda slope, a, b: (1.0 * (a > b), 1.0 * (b > a)),
        "that is how + does it; here only the larger of the two acts on the result": lambda slope, a, b: (slope, slope),
        "those are values; the slope with respect to the larger one is 1, and to the other one 0":
            {lambda slope, a, b: (slope * a * (a > b), slope * b * (b > a)),
             lambda slope, a, b: (a * (a > b), b * (b > a))},
        "compare a with b, not each of them with 0": lambda slope, a, b: (slope * (a > 0), slope * (b > 0)),
        "that compares the slope: compare a with b": lambda slope, a, b: (np.maximum(slope, a), np.maximum(slope, b)),
    },
    praise="the winner takes the whole slope; with b = 0 this is ReLU.")
