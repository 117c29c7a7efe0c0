"""The exercises of Part 5: numerical gradient checking."""

import numpy as np

from ..grading import Exercise
from .shared import floats, random_cases, shown_as

EXERCISES = {}

EXERCISES["5.1"] = Exercise(
    right=((1.5 + 1e-4)**2 - 1.5**2) / 1e-4,
    wrong={
        "3 is the limit, and nearly what both sides give: look to the right only, from x to x + epsilon": 3.0,
        "that looks to the left: here it is to the right, from x to x + epsilon": (1.5**2 - (1.5 - 1e-4)**2) / 1e-4,
        "from x to x + epsilon is one epsilon: divide by that, not by two": ((1.5 + 1e-4)**2 - 1.5**2) / 2e-4,
        "that is the difference of the values: divide it by epsilon": (1.5 + 1e-4)**2 - 1.5**2,
        "the square of x is still to be subtracted": {(1.5 + 1e-4)**2, (1.5 + 1e-4)**2 / 1e-4},
        "the square of x + epsilon has the terms 2 x epsilon and epsilon squared, and both are divided by epsilon":
            {3.00000001, 3.00000002},
        "that is with an epsilon of 1e-8: here it is 1e-4": ((1.5 + 1e-8)**2 - 1.5**2) / 1e-8,
        "epsilon still has another value, from a cell above: set it to 1e-4": 0.0,
    },
    rtol=1e-10,
    way="square x + epsilon, subtract the square of x, and divide by epsilon",
    praise="off by a whole epsilon, where looking to both sides was right to twelve decimal places.")


def compare(grad, numgrad):
    difference = np.linalg.norm(grad - numgrad)
    return difference / np.linalg.norm(grad + numgrad)


EXERCISES["5.2"] = Exercise(
    example=(floats(1, 2), floats(1, 3)),
    cases=random_cases("g", "g") + random_cases("N", "N"),
    right=compare,
    wrong={
        "upside down: the norm of the difference is divided by the norm of the sum":
            (("grad - numgrad", "grad + numgrad"), ("norm(grad + numgrad)", "norm(grad - numgrad)")),
        "that compares each number by itself: take the norm of the whole difference, and of the whole sum":
            {(("np.linalg.norm(grad - ", "np.abs(grad - "), ("np.linalg.norm(grad + ", "np.abs(grad + ")),
             (("np.linalg.norm(grad - ", "(grad - "), ("np.linalg.norm(grad + ", "(grad + ")),
             (("np.linalg.norm(grad - ", "(grad - "), ("difference / np.linalg.norm(grad + numgrad)",
                                                     "np.linalg.norm(difference / (grad + numgrad))")),
             (("np.linalg.norm(grad - ", "(grad - "), ("difference / np.linalg.norm(grad + numgrad)",
                                                     "np.mean(np.abs(difference / (grad + numgrad)))"))},
        "a norm is the root of the sum of the squares: here the roots are missing":
            (("np.linalg.norm(grad - numgrad)", "np.sum((grad - numgrad)**2)"),
             ("np.linalg.norm(grad + numgrad)", "np.sum((grad + numgrad)**2)")),
        "that adds up sizes: a norm is the root of the sum of the squares":
            (("np.linalg.norm(grad - numgrad)", "np.sum(np.abs(grad - numgrad))"),
             ("np.linalg.norm(grad + numgrad)", "np.sum(np.abs(grad + numgrad))")),
        "that takes the largest numbers: a norm is the root of the sum of all the squares":
            (("np.linalg.norm(grad - numgrad)", "np.max(np.abs(grad - numgrad))"),
             ("np.linalg.norm(grad + numgrad)", "np.max(np.abs(grad + numgrad))")),
        "mind the parentheses: the difference and the sum come first":
            (("np.linalg.norm(grad - numgrad)", "grad"),
             ("difference / np.linalg.norm(grad + numgrad)", "grad - numgrad / grad + numgrad")),
        "return the number itself, not whether it is small":
            ("difference / np.linalg.norm(grad + numgrad)", "difference / np.linalg.norm(grad + numgrad) < 1e-6"),
        "np.sum lets errors up and down cancel: take norms, np.linalg.norm":
            (("np.linalg.norm(grad - ", "np.sum(grad - "), ("np.linalg.norm(grad + ", "np.sum(grad + ")),
        "the difference of the norms is 0 wherever the norms are equal: take the norm of the difference":
            ("np.linalg.norm(grad - numgrad)", "np.linalg.norm(grad) - np.linalg.norm(numgrad)"),
        "the division is missing: a difference is small or large against the gradients themselves":
            (" / np.linalg.norm(grad + numgrad)", ""),
        "divide by the norm of the sum, not of one gradient alone":
            {("(grad + numgrad)", "(grad)"), ("(grad + numgrad)", "(numgrad)")},
        "divide by the norm of one gradient plus the other, not by their norms added up":
            ("/ np.linalg.norm(grad + numgrad)", "/ (np.linalg.norm(grad) + np.linalg.norm(numgrad))"),
    },
    praise="it doesn't depend on how long the gradients are, as long as they aren't nearly 0.")


def numerical_gradient(J, w):
    e = 1e-4
    slope = np.zeros(w.shape)
    for p in range(len(w)):
        shift = np.zeros(w.shape)
        shift[p] = e
        slope[p] = (J(w + shift) - J(w - shift)) / (2 * e)
    return slope


EXERCISES["5.3"] = Exercise(
    example=(shown_as("J(w) = w[0]**2 + 3 * w[1]", lambda w: w[0]**2 + 3 * w[1]), floats(1, 2)),
    cases=[(J, np.exp(w)) for J in (lambda w: np.sum(np.log(w)), np.prod) for w, in random_cases("N")],
    right=numerical_gradient,
    wrong={
        "the sign: it is J to the right minus J to the left":
            ("J(w + shift) - J(w - shift)", "J(w - shift) - J(w + shift)"),
        "from w - e to w + e is twice e: divide by 2 * e": ("(2 * e)", "e"),
        "mind the parentheses: / 2 * e divides by 2 and multiplies by e, / (2 * e) divides by both":
            ("(2 * e)", "2 * e"),
        "that looks to the right only: look to both sides, which is far more exact":
            ("J(w - shift)) / (2 * e)", "J(w)) / e"),
        "that looks to the left only: look to both sides, which is far more exact":
            ("J(w + shift) - J(w - shift)) / (2 * e)", "J(w) - J(w - shift)) / e"),
        "after a step of e up, a step of e down leads back to the start: go down by 2 * e":
            ("J(w - shift)", "J(w)"),
        "the division by 2 * e is missing": (" / (2 * e)", ""),
        "without [p] each slope takes the place of the whole vector: slope[p] = ...": ("slope[p] =", "slope ="),
        "J(w) is a single number, the cost: only w has a place p":
            (("J(w + shift)", "J(w + shift)[p]"), ("J(w - shift)", "J(w - shift)[p]")),
        "that moves all the weights at once: move one, and leave the others where they are": ("shift[p]", "shift[:]"),
        "that is one number for all the weights: move one weight at a time, and keep its own slope in slope[p]":
            ("    return slope", "    return (J(w + e) - J(w - e)) / (2 * e)"),
        "J is asked at the same place both times; right = w makes no copy of w, and w.copy() does":
            ("J(w + shift) - J(w - shift)", "J(w) - J(w)"),
        "J expects all the weights, and w[p] is one of them: move one in a copy of w, and hand J the copy":
            (("J(w + shift)", "J(w[p] + e)"), ("J(w - shift)", "J(w[p] - e)")),
        "mind the parentheses: the whole difference is divided by 2 * e, not the second J alone":
            ("(J(w + shift) - J(w - shift))", "J(w + shift) - J(w - shift)"),
        "the weights before are still moved: only weight p may be, so start each time from zeros":
            ("        shift = np.zeros(w.shape)\n", "        if p == 0:\n            shift = np.zeros(w.shape)\n"),
        "return is inside the loop and ends it after the first weight: indent it like for":
            ("    return slope", "        return slope"),
    },
    rtol=1e-5,
    praise="two evaluations per weight and no calculus: slow, but hard to get wrong.")


def curvature(J, w):
    e = 1e-4
    slope_right = (J(w + e) - J(w)) / e
    slope_left = (J(w) - J(w - e)) / e
    return (slope_right - slope_left) / e


EXERCISES["5.4"] = Exercise(
    example=(shown_as("J(w) = w**2", lambda w: w**2), 3.0),
    cases=[(J, 0.9) for J in (np.exp, np.sin, np.log)],
    right=curvature,
    wrong={
        "that is the slope: its change from the left of w to the right is asked for":
            ("(slope_right - slope_left) / e", "(slope_right + slope_left) / 2"),
        "divide by epsilon once more: the two slopes are taken one epsilon apart": ("slope_left) / e", "slope_left)"),
        "the two slopes are taken half an epsilon to either side of w, so they are one epsilon apart, not two":
            ("slope_left) / e", "slope_left) / (2 * e)"),
        "that divides by (2 epsilon) squared: the slopes are one epsilon apart":
            ("(slope_right - slope_left) / e", "(slope_right - slope_left) / (4 * e)"),
        "the sign: the slope to the right minus the slope to the left":
            ("slope_right - slope_left", "slope_left - slope_right"),
        "those places lie to the right of w: the slopes belong half an epsilon to either side of it":
            {(("(J(w + e) - J(w))", "(J(w + 2 * e) - J(w + e))"), ("(J(w) - J(w - e))", "(J(w + e) - J(w))")),
             (("(J(w + e) - J(w))", "(J(w + 2 * e) - J(w)) / 2"), ("(J(w) - J(w - e))", "(J(w + e) - J(w - e)) / 2"))},
        "J(w) counts twice, once from each slope":
            {("(J(w) - J(w - e))", "-J(w - e)"), ("(J(w) - J(w - e))", "J(w - e)")},
        "mind the parentheses: the whole difference is divided by epsilon, not its last term alone":
            {("(slope_right - slope_left) / e", "slope_right - slope_left / e"),
             ("(slope_right - slope_left) / e", "J(w + e) - 2 * J(w) + J(w - e) / e**2")},
        "that adds the slopes: their difference is asked for": ("slope_right - slope_left", "slope_right + slope_left"),
    },
    rtol=3e-5,  # looking to one side only is off by 1e-4
    praise="that is how fast the slope changes; Part 6 trains with an estimate of it for all the weights.")

EXERCISES["5.5"] = Exercise(
    right="C",
    wrong={
        "a lost minus would flip the signs, and W2 would be off as well": "A",
        "delta3 is part of both gradients, and W2 is right: so delta3 is right": "B",
        "then W1 and W2 would both be too small, by the same factor": "D",
        "the check couldn't see that: the cost has the same wrong order, and all nine would agree": "E",
    },
    form=lambda answer: answer.__name__ if isinstance(answer, type) else answer,  # on the page, C is a class too
    praise="W2 is right and W1 is four times too large or more: a slope of at most a quarter is missing "
           "on the way to it.")
