"""The exercises of Part 6: training."""

import numpy as np

from ..grading import Exercise
from .shared import RATES, floats, random_cases, shown_as

EXERCISES = {}

EXERCISES["6.1"] = Exercise(
    right=[[0.6, 0.8]],
    wrong={
        "the night is 1-D: a matrix with one row has two pairs of brackets": [0.6, 0.8],
        "the night is a column: an example is a row": [[0.6], [0.8]],
        "those are hours: divide them by the largest hours of the training data, since the network knows no others":
            {((6, 4),), (6, 4), ((4, 6),)},
        "that divides by the night's own largest number: take the largest of each column of the training data":
            {((1, 4 / 6),), ((1, 1),)},
        "both are divided by 10: study has a largest value of its own, 5 hours": [[0.6, 0.4]],
        "both are divided by 5: sleep has a largest value of its own, 10 hours": [[1.2, 0.8]],
        "100 is the best score: hours are divided by the largest hours of their column": [[0.06, 0.04]],
        "the columns are mixed up: sleep comes first": {((0.4, 1.2),), ((0.4, 0.6),)},
        "that is a score: what do you pass to forward to get one?": {0.96, 96},
        "the order is mixed up: sleep comes first": [[0.8, 0.6]],
    },
    way="hours slept divided by 10, hours studied divided by 5, in one row of two numbers",
    praise="now 100 * NN.forward(my_night) is the score that the trained network predicts, in percent.")

EXERCISES["6.2"] = Exercise(
    right=6.5,
    wrong={
        "the sign: the slope at 7 is positive, so level ground is to the left": 7.5,
        "that is how long the step is: subtract it from 7": 0.5,
        "that is the step itself: add it to 7": -0.5,
        "that is the curvature: divide the slope at 7 by it": {6, -6},
        "the curvature is missing: divide the slope by it": 4,
        "upside down: divide the slope by the curvature": 5,
        "12 is the change of the slope: the curvature is the change per unit of w, so divide it by 2": 6.75,
        "that takes the slope where you came from: the slope at 7 is 3": 4.5,
        "that starts from 9: you stand at 7": 8.5,
    },
    way="the curvature is the change of the slope, 15 - 3, per unit of w; the step from 7 is -3 over that",
    praise="two slopes told you how far to go; nobody had to choose a learning rate.")


def cost_and_gradient(w):
    J = (w[0] - 3)**2 + 2 * (w[1] + 1)**2
    gradient = np.array([2 * (w[0] - 3), 4 * (w[1] + 1)])
    return J, gradient


EXERCISES["6.3"] = Exercise(
    gives=("J", "gradient"),
    example=(floats(4, 1),),
    cases=[(w[:2],) for w, in random_cases("i")],
    right=cost_and_gradient,
    wrong={
        "the sign of the gradient: it points uphill": ("return J, gradient", "return J, -gradient"),
        "the power rule brings the exponent down: the derivative of a square has a factor 2":
            {("2 * (w[0] - 3), 4 * (w[1] + 1)", "w[0] - 3, 2 * (w[1] + 1)"),
             ("2 * (w[0] - 3), 4 * (w[1] + 1)", "w[0] - 3, w[1] + 1")},
        "the power rule takes one off the exponent: the derivative of a square isn't a square":
            ("2 * (w[0] - 3), 4 * (w[1] + 1)", "2 * (w[0] - 3)**2, 4 * (w[1] + 1)**2"),
        "mind the parentheses: 2 * (w[0] - 3) isn't 2 * w[0] - 3":
            ("2 * (w[0] - 3), 4 * (w[1] + 1)", "2 * w[0] - 3, 4 * w[1] + 1"),
        "the factor 2 in front of the second square stays when you differentiate: that makes 4": ("4 *", "2 *"),
        "the order: minimize expects the cost first, then the gradient": ("return J, gradient", "return gradient, J"),
        "that is the gradient alone: return J before it": ("return J, gradient", "return gradient"),
        "that is J alone: return the gradient after it": ("return J, gradient", "return J"),
        "the gradient is 1-D, one number per weight in one pair of brackets":
            {("[2 * (w[0] - 3), 4 * (w[1] + 1)]", "[[2 * (w[0] - 3)], [4 * (w[1] + 1)]]"),
             ("[2 * (w[0] - 3), 4 * (w[1] + 1)]", "[[2 * (w[0] - 3), 4 * (w[1] + 1)]]")},
        "the gradient has one number per weight: don't add them up":
            ("np.array([2 * (w[0] - 3), 4 * (w[1] + 1)])", "2 * (w[0] - 3) + 4 * (w[1] + 1)"),
        "the gradient's two numbers are in the wrong order": ("J, gradient\n", "J, gradient[::-1]\n"),
        "J lacks the factor 2 of its second square":
            {("+ 2 * (w[1] + 1)**2", "+ (w[1] + 1)**2"),
             (("+ 2 * (w[1] + 1)**2", "+ (w[1] + 1)**2"), ("4 * (w[1] + 1)", "2 * (w[1] + 1)"))},
        "the factor 2 of the second square isn't squared itself": ("2 * (w[1] + 1)**2", "(2 * (w[1] + 1))**2"),
    },
    praise="BFGS needs nothing else of a function, be it a bowl or a network.")


def best_start(train, starts):
    best, lowest = None, float("inf")
    for start in starts:
        cost = train(start)
        if cost < lowest:
            best, lowest = start, cost
    return best


EXERCISES["6.4"] = Exercise(
    example=(shown_as("train(start) = 2 + start % 4", lambda start: 2 + start % 4), [5, 8, 6, 1, 9]),
    cases=[(train, [5, 1, 9, 6, 4]) for train in (
        lambda start: (start - 6)**2, lambda start: start % 4, lambda start: 1 / start,
        lambda start: 1e6 * (2 + abs(start - 9)), lambda start: 2 + abs(start - 5),
        {5: 3, 1: 1, 9: 5, 6: 4, 4: 7}.get, {5: 4, 1: 3, 9: 5, 6: 1, 4: 2}.get)],
    right=best_start,
    wrong={
        "that is the start with the highest cost": (('float("inf")', "-1"), ("cost <", "cost >")),
        "that is the lowest cost: return the start that led to it": ("return best", "return lowest"),
        "that is the place in the list: return the start itself, starts[place]":
            ("return best", "return starts.index(best)"),
        "that is the smallest start: it is the cost that train returns which should be small":
            ("return best", "return min(starts)"),
        "where no start beats the first, best is never set: begin with best = starts[0]":
            ('best, lowest = None, float("inf")', "lowest = train(starts[0])"),
        "train takes a start itself, not its place: for start in starts":
            {("for start in starts:", "for start in range(len(starts)):"),
             (("for start in starts:", "for start in range(len(starts)):"), ("return best", "return starts[best]"))},
        "that is the lowest cost with its start: return the start alone":
            {("return best", "return lowest, best"), ("return best", "return best, lowest")},
        "that is always the last start: keep a start only when its cost is below the best so far":
            ("cost < lowest", "True"),
        "that is always the first start: return belongs after the loop, and a lowest cost that begins at 0 is never "
        "beaten":
            ("    return best", "        return best"),
        "that returns as soon as a start beats the first: a later one may cost less still":
            ("            best, lowest =", "            if best is not None:\n                return start\n"
             "            best, lowest ="),
        "your best cost begins at 0, which no training beats: begin with the first cost, or with infinity":
            ('None, float("inf")', "0, 0"),
        "your best cost begins at 1, which not every training beats: begin with the first cost, or with infinity":
            {('None, float("inf")', "starts[0], 1"), ('None, float("inf")', "0, 1")},
        "your best cost begins at 1, which not every training beats: begin with infinity, float('inf')":
            {('best, lowest = None, float("inf")', "lowest = 1"), ('float("inf")', "1")},
        "your best cost begins at a number that not every training beats: begin with the first cost, or with infinity":
            {('None, float("inf")', "starts[0], 1000"), ('None, float("inf")', "0, 1000")},
        "your best cost begins at a number that not every training beats: begin with infinity, float('inf')":
            {('best, lowest = None, float("inf")', "lowest = 1000"), ('float("inf")', "1000")},
        "that compares each cost with the one before: compare it with the lowest so far":
            ("best, lowest = start, cost", "best = start\n        lowest = cost"),
    },
    praise="with one start in fourteen stuck, five starts all get stuck about once in half a million times.")


def momentum_step(w, v, gradient, rate, keep):
    v = keep * v - rate * gradient
    w = w + v
    return w, v


EXERCISES["6.5"] = Exercise(
    gives=("w", "v"),
    example=(floats(2, 3), floats(1, -1), floats(4, 2), 0.1, 0.5),
    cases=[(*arrays, rate, keep) for arrays, rate, keep in zip(random_cases("ih", "ih", "ih"), RATES, reversed(RATES))],
    right=momentum_step,
    wrong={
        "with this sign v is subtracted from w: here it is added, so the gradient is subtracted from v":
            (("- rate", "+ rate"), ("w = w + v", "w = w - v")),
        "the sign: the gradient points uphill, so the velocity changes against it": ("- rate", "+ rate"),
        "w moves by the new velocity: compute v first":
            ("v = keep * v - rate * gradient\n    w = w + v", "w = w + v\n    v = keep * v - rate * gradient"),
        "w is moved against its velocity: add v": ("w = w + v", "w = w - v"),
        "keep is missing: without friction the velocity only grows": ("keep * v", "v"),
        "keep is the share of the old velocity that stays: multiply by it, not by 1 - keep":
            ("keep * v", "(1 - keep) * v"),
        "rate and keep have changed places: keep belongs to v, rate to the gradient":
            ("keep * v - rate * gradient", "rate * v - keep * gradient"),
        "the rate is missing: it multiplies the gradient": ("rate * gradient", "gradient"),
        "w moves by the whole of v: the rate is in it already": ("w = w + v", "w = w + rate * v"),
        "w moves by v: add it to the old w": {("w = w + v", "w = v"), ("w = w + v", "w + v")},
        "return both, w and then v": {("return w, v", "return w"), ("return w, v", "return v")},
        "keep belongs to the old velocity alone, not to the gradient":
            ("keep * v - rate * gradient", "keep * (v - rate * gradient)"),
        "the order: w first, then v": ("return w, v", "return v, w"),
        "that is plain descent: the old velocity has no part in it": ("keep * v - rate", "-rate"),
        "that is momentum as PyTorch writes it, v = keep * v + gradient and w = w - rate * v: here the rate is in v":
            {("keep * v - rate * gradient\n    w = w + v", "keep * v + gradient\n    w = w - rate * v"),
             ("keep * v - rate * gradient\n    w = w + v", "keep * v - gradient\n    w = w + rate * v")},
        "1 - keep isn't asked for: the gradient is multiplied by the rate alone": ("- rate", "- (1 - keep) * rate"),
    },
    praise="steps in one direction add up to speed, and steps to and fro cancel.")

EXERCISES["6.6"] = Exercise(
    right=0.0025,
    wrong={
        "the same inputs give the same estimate, and that can't be both 0.70 and 0.80": 0,
        "is the half missing, or do you guess one of the two scores? there is a better estimate in between": 0.005,
        "that is one friend's share: add the other's": 0.00125,
        "that is in percent: scores and estimates are between 0 and 1, so each error is 0.05": 25,
        "that is the error: square it, add both, and halve the sum": 0.05,
        "that is the best estimate: what does it cost?": {0.75, 75},
        "0.1 is the gap between the scores: an estimate in the middle is off by half of it": {0.01, 0.1},
    },
    way="find the one estimate that fits both best, and add up half the squares of its two errors",
    praise="no training can go below it: the rest is noise, and Part 7 is about that.")
