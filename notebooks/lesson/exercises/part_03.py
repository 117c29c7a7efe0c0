"""The exercises of Part 3: gradient descent."""

import numpy as np

from ..grading import Exercise
from .shared import RATES, random_cases, shown_as

EXERCISES = {}

EXERCISES["3.1"] = Exercise(
    right=100**6,
    rtol=0,
    wrong={
        "^ isn't a power in Python: write **": 100 ^ 6,
        "each value of one weight meets each value of every other: multiply 100 by itself, don't add": {600, 900},
        "base and exponent are swapped: 100 values, once more for each weight": 6**100,
        "that is for nine weights, or for 1,000 values of each: here there are fewer, and 100 values": 100**9,
        "those are the weights of W1 alone: W2 has two more": 100**4,
        "1,000,000 comes of counting the 3 units that compute, where each of the 6 synapses has a weight, or of 10 "
        "values of each weight, where 100 are asked for": 10**6,
        "that counts all the units: each synapse has a weight, from each unit to each of the next layer": 100**5,
        "4 weights in W1 and 2 in W2 make 6: add them, don't multiply": 100**8,
        "that is the number of weights: how many combinations do 100 values of each make?": 6,
        "commas make several numbers of it: write 1_000 or 1000 for a thousand": (1, 0, 0, 0, 0),
        "that is two weights' worth: count a weight for each synapse": 100**2,
        "that is one weight's worth: count a weight for each synapse": 100,
    },
    way="count the weights, one per synapse; each multiplies the number of combinations by 100",
    praise="a million million, for a network smaller than ours and a grid ten times as coarse.")


def half_squares(y, yHat):
    return 0.5 * np.sum((y - yHat)**2)


EXERCISES["3.2"] = Exercise(
    example=(np.array([[1.0], [2.0], [0.0]]), np.array([[0.0], [4.0], [3.0]])),
    cases=random_cases("No", "No"),
    right=half_squares,
    wrong={
        "the half is missing": ("0.5 * ", ""),
        "the square is missing: errors up and errors down cancel": ("**2", ""),
        "that takes the size of each error: its square is asked for": ("(y - yHat)**2", "np.abs(y - yHat)"),
        "first square, then add up: you have squared the sum": ("np.sum((y - yHat)**2)", "np.sum(y - yHat)**2"),
        "that is a mean: equation (5) adds up and doesn't divide by the number of examples": ("np.sum", "np.mean"),
        "that divides by the number of examples: equation (5) only adds up":
            ("np.sum((y - yHat)**2)", "np.sum((y - yHat)**2) / len(y)"),
        "that leaves a number per output: np.sum without axis adds up everything (Python's own sum adds up the rows)":
            ("np.sum", "sum"),
        "that leaves a number per example: np.sum without axis adds up everything": ("**2)", "**2, axis=1)"),
        "that is the mean of the squares: equation (5) takes half their sum":
            {("0.5 * np.sum", "np.mean"), ("0.5 * np.sum((y - yHat)**2)", "np.sum((y - yHat)**2) / len(y)")},
        "the sum is missing: those are the costs of the single examples": ("np.sum((y - yHat)**2)", "(y - yHat)**2"),
        "the half is squared too: it belongs outside the square":
            ("0.5 * np.sum((y - yHat)", "np.sum((0.5 * (y - yHat))"),
        "* 2 doubles, and **2 squares": ("**2", "*2"),
        "first subtract, then square: the difference of the squares isn't the square of the difference":
            ("(y - yHat)**2", "y**2 - yHat**2"),
        "an error is a difference: y - yHat": ("y - yHat", "y + yHat"),
        "the root isn't asked for: half the sum of the squares": ("np.sum((y - yHat)**2)",
                                                                 "np.sqrt(np.sum((y - yHat)**2))"),
        "1//2 is a whole number, 0: write 0.5": ("0.5", "1//2"),
        "the half divides by 2; that multiplies by 2": ("0.5", "2"),
        "only the first example counts: return may come inside the loop, one step too far to the right":
            {("(y - yHat)", "(y - yHat)[0]"), ("np.sum((y - yHat)**2)", "(y[0] - yHat[0])**2")},
        "only the last example counts: add each to those before, as in total = total + ...":
            ("(y - yHat)", "(y - yHat)[-1]"),
        "only the first output counts: take all the columns": ("(y - yHat)", "(y - yHat)[:, 0]"),
        "y or yHat is 1-D in your code, and together with a column that makes N by N errors: leave both as columns":
            ("(y - yHat)", "(y.ravel() - yHat)"),
        "the matrix product gives a matrix, and mixes the outputs if there are several: square with **2, then np.sum":
            ("np.sum((y - yHat)**2)", "(y - yHat).T @ (y - yHat)"),
    },
    praise="one number for all the errors, however many examples and outputs there are.")

EXERCISES["3.3"] = Exercise(
    right=3.08,
    wrong={
        "the sign: at 2 the slope is negative, so downhill is to the right": 0.68,
        "the slope has changed after the first step: work it out again where you stand": 3.2,
        "that is where one step leads: take one more": 2.6,
        "that is one step too many: two are asked for": 3.464,
        "the learning rate is missing: each step is 0.1 times the slope": 2,
        "the slope is 2(w - 5): the 2 is missing": 2.57,
        "that is how far you have come: add where you began": 1.08,
        "that is how far it still is to the bottom: where do you stand?": 1.92,
        "that is the cost where you stand: where is that?": 1.92**2,
        "that is the bottom: two steps at this rate don't get there": 5,
        "that is where a rate of 1 leads": 8,
        "that takes the cost for the slope: the slope at w is 2(w - 5)": {1.1, -0.421},
        "that is the rate of the last question: where do two steps with the rate 0.1 lead?": 0.5,
        "the sign, and only one step: at 2 the slope is negative, so downhill is to the right": 1.4,
        "the 2 of the slope is missing, and the second step": 2.3,
        "that is a step's length: add it to where you stand": {0.6, 0.48},
    },
    way="a step leads from w to w - 0.1 * 2 * (w - 5), and then the next from there",
    praise="2, then 2.6, then 3.08: each step is four fifths as long as the one before.")


def walk_downhill(slope, w, rate, steps):
    for _ in range(steps):
        w = w - rate * slope(w)
    return w


EXERCISES["3.4"] = Exercise(
    example=(shown_as("slope(w) = 2 * (w - 5)", lambda w: 2 * (w - 5)), 2.0, 0.1, 2),
    cases=[(np.sin, 4.0, 0.1, 5)] + [(np.tanh, w, rate, len(w)) for (w,), rate in zip(random_cases("ih"), RATES)],
    right=walk_downhill,
    wrong={
        "the sign: you walk uphill": ("w - ", "w + "),
        "w never changes: give it its new value, w = w - ...": ("w = w - rate", "w - rate"),
        "that is a single step: return may come inside the loop, too far to the right, or each step starts where the "
        "first did":
            ("    return", "        return"),
        "you take the slope at the start for every step: ask for slope(w) again inside the loop":
            (("    for", "    there = slope(w)\n    for"), ("rate * slope(w)", "rate * there")),
        "one step too many: range(steps) counts exactly steps times": ("range(steps)", "range(steps + 1)"),
        "one step too few: range(steps) counts exactly steps times": ("range(steps)", "range(1, steps)"),
        "the rate is missing": ("rate * ", ""),
        "slope is a function: ask it for the slope where you stand, slope(w)": ("slope(w)", "slope"),
        "that is the step, not the place: subtract it from w": ("w - rate", "rate"),
        "steps is a number: range(steps) counts through it": ("range(steps)", "steps"),
        "w is where you stand: slope(w), not the slope at the number of the step":
            (("for _ in", "for step in"), ("slope(w)", "slope(step)")),
        "multiply by the slope, don't divide: a steep slope makes a long step": ("rate * slope", "rate / slope"),
        "each step is rate times the slope, not rate alone": {("slope(w)", "np.sign(slope(w))"), (" * slope(w)", "")},
        "stop after `steps` steps, wherever you are": ("for _ in range(steps)", "for _ in range(1000)"),
        "that is the last step alone: subtract it from w":
            (("w = w -", "before, w = w, w -"), ("return w", "return w - before")),
    },
    praise="that is gradient descent; from now on only the slope gets cleverer.")

EXERCISES["3.5"] = Exercise(
    right=6,
    rtol=0,
    wrong={
        "line 4 goes one nudge to the right, as it should: where does line 6 go from there?": 4,
        "lines 5 and 7 ask for the cost where the weight is: ask where lines 4 and 6 put it": {5, 7},
        "dividing by one nudge would double the slopes, but each weight would still be left too large": 8,
        "line 9 puts the weight back if line 6 has taken it one nudge to the left of where it was: has it?": 9,
        "those lines only count and keep: follow one weight through lines 4 to 9": {2, 3},
    },
    way="the lines are 1 to 10: follow one weight through lines 4 to 9",
    praise="left has to be as far to the left of the weight as right is to the right: - 2 * nudge.")
