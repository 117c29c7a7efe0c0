"""The exercises of Part 9: never stop doing the chain rule."""

from itertools import count

import numpy as np

from ..grading import Exercise, show
from .shared import floats, random_cases, shown_as

EXERCISES = {}

EXERCISES["9.1"] = Exercise(
    gives=("slope_u", "slope_v", "slope_w"),
    right=(28, 8, 10),
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
    example=(floats([10, 20]), floats([1, 2]), floats([0, 5])),
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


serials = count()


class Number:
    """The number of Part 9, with the array that a Value has."""

    def __init__(self, data, name="", parents=()):
        self.data = self.array = np.asarray(data, dtype=float)
        self.name, self.parents, self.grad, self.serial = name, parents, 0, next(serials)

    def __add__(self, other):
        return Number(self.data + other.data, "+", ((self, lambda slope: slope), (other, lambda slope: slope)))

    def __mul__(self, other):
        a, b = self.data, other.data
        return Number(a * b, "×", ((self, lambda slope: slope * b), (other, lambda slope: slope * a)))


def numbers_of_a_sum_times_w():
    u, v, w = Number(3), Number(-1), Number(4)
    total = u + v
    return [u, v, w, total, total * w]


def numbers_of_a_double_squared():
    u = Number(3)
    t = u + u
    return [u, t, t * t]


def numbers_with_old_slopes():
    u, v = Number(2), Number(5)
    s = u * v
    numbers = [u, v, s, s * u, s * s]
    numbers.append(numbers[3] + numbers[4])
    for number in numbers:
        number.grad = 7
    return numbers


def run_back(numbers):
    for number in numbers:
        number.grad = 0
    numbers[-1].grad = 1
    for number in reversed(numbers):
        for parent, rule in number.parents:
            parent.grad = parent.grad + rule(number.grad)
    return [number.grad for number in numbers]


def pass_back(number):
    for parent, rule in number.parents:
        parent.grad = parent.grad + rule(number.grad)
        pass_back(parent)


def hasty_turns(numbers, turns=None):
    for number in numbers:
        number.grad = 0
    numbers[-1].grad = 1
    for number in turns or reversed(numbers):
        pass_back(number)
    return [number.grad for number in numbers]


def hasty_slopes(numbers):
    return hasty_turns(numbers, numbers[-1:])


EXERCISES["9.6"] = Exercise(
    example=(shown_as("numbers = u, v, w, u + v and (u + v) * w at 3, -1, 4", numbers_of_a_sum_times_w()),),
    cases=[(shown_as("numbers u, t = u + u and t * t at u = 3", numbers_of_a_double_squared()),),
           (shown_as("numbers whose grad is 7 from an earlier way back", numbers_with_old_slopes()),)],
    right=run_back,
    wrong={
        "J has no slope to start from: with respect to itself it is 1, set after all are 0": {
            ("numbers[-1].grad = 1", "pass"), ("numbers[-1].grad = 1", "numbers[-1].grad = 0")},
        "what J starts from is its slope with respect to itself, 1, not its data":
            ("numbers[-1].grad = 1", "numbers[-1].grad = numbers[-1].data"),
        "J comes last in the list: it is numbers[-1] that starts from 1": ("numbers[-1].grad", "numbers[0].grad"),
        "only J hands on its slope: go through the numbers backward, the last one first, and return after the loop":
            ("reversed(numbers)", "numbers"),
        "a slope that arrives is added to those that have arrived before: where a number is used twice, one is lost":
            ("parent.grad + rule(number.grad)", "rule(number.grad)"),
        "the slopes of an earlier way back are still in grad: set every grad to 0 first": ("number.grad = 0", "pass"),
        "the rule is given the slope of the number that hands it back, number.grad":
            {("rule(number.grad)", "rule(1)"), ("rule(number.grad)", "rule(number.data)")},
        "nothing comes back from J: it has a turn, too, and to its parent's grad it adds rule(number.grad)":
            {("rule(number.grad)", "rule(parent.grad)"), ("reversed(numbers)", "reversed(numbers[:-1])"),
             ("parent.grad + rule", "parent.grad * rule"),
             ("parent.grad = parent.grad + rule(number.grad)", "number.grad = number.grad + rule(parent.grad)")},
        "the rule is missing: what goes back to the parent is rule(number.grad)":
            ("rule(number.grad)", "number.grad"),
        "those are the data; return each number's grad": ("[number.grad for", "[number.data for"),
        "the slopes are right, in the other order: return them in the order of numbers":
            ("for number in numbers]", "for number in reversed(numbers)]"),
        "that hands slopes back at once, before all have arrived: don't let a parent pass on what it has just got":
            {hasty_slopes, hasty_turns},
    },
    praise="each number waits until all its slopes are in, and then has one turn.")


def power(a, n):
    return Number(a.data**n, "power", ((a, lambda slope: slope * n * a.data**(n - 1)),))


def power_of_itself(a, n):
    return a**n


def power_with_a_comma_too_few(a, n):
    for parent, rule in (a, lambda slope: slope * n * a.data**(n - 1)):
        return parent, rule


def power_with_two_parents(a, n):
    return n.parents


def in_words(answer):
    """Of a Value: its name and data, and for its parent the data and what the rule hands back for slopes of 1 and 3."""
    if not answer.parents:
        return answer.data
    if len(answer.parents) != 1:
        return f"{answer.name} with {len(answer.parents)} parents"
    [(parent, rule)] = answer.parents
    ones = np.ones(parent.data.shape)
    try:
        back = (rule(ones), rule(3 * ones)) if callable(rule) else (rule, rule)
    except Exception as error:
        return f"{answer.name} with a rule that stops with {type(error).__name__}: {error}"
    data, of_parent, once, thrice = (show(np.array(each, dtype=float)) for each in (answer.data, parent.data, *back))
    return f"{answer.name} {data} of {of_parent}, and the rule turns a slope of 1 into {once}, of 3 into {thrice}"


EXERCISES["9.7"] = Exercise(
    example=(shown_as("a = Value([2, 3])", Number([2, 3])), 3),
    cases=[(shown_as("a = Value([0.5, -2])", Number([0.5, -2])), 2),
           (shown_as("a = Value([2, 4])", Number([2, 4])), -1)],
    right=power,
    form=in_words,
    wrong={
        "what you return doesn't remember a: return a Value whose parents are a and a rule, ((a, rule),)":
            ('Number(a.data**n, "power", ((a, lambda slope: slope * n * a.data**(n - 1)),))', "a.data**n"),
        "the slope that arrives is missing in the rule: a rule is a function of it, and multiplies it":
            {("slope * n", "n"), ("lambda slope: slope * n", "n")},
        "take the plain numbers to the power, a.data**n: ** of a Value itself is what you are writing": power_of_itself,
        "parents is a tuple of pairs, and with a single pair that needs two commas: ((a, rule),)":
            power_with_a_comma_too_few,
        "n is a plain number, which gets no slope: the only parent is a": power_with_two_parents,
        "the rule hands back what arrives, as + does: multiply it by the slope of the power":
            ("slope * n * a.data**(n - 1)", "slope"),
        "the factor n is missing in the rule: the slope of a³ is 3a²": ("slope * n * ", "slope * "),
        "in the rule the power is one lower than in the result": ("(n - 1)", "n"),
        "in the rule the power is one lower, not one higher": ("n - 1", "n + 1"),
        "the data is a to the power of n, a.data**n": {("a.data**n,", "a.data * n,"), ("a.data**n,", "n**a.data,")},
        "the name of the result is power, in quotes": ('"power"', '"**"'),
        "mind the parentheses in the rule: a.data**(n - 1), since a.data**n - 1 is (a.data**n) - 1":
            ("a.data**(n - 1)", "a.data**n - 1"),
        "the rule hands back a slope, and that is the result itself": ("slope * n * a.data**(n - 1)", "a.data**n"),
    },
    praise="a result and a rule are all that an operation is.")

EXERCISES["9.8"] = Exercise(
    gives=("right_slope", "hasty_slope"),
    right=(15, 18),
    wrong={
        "the right slope is right; the hasty way comes to s twice: with the first 1 alone, then with all 5": (15, 15),
        "the right slope is right; in the hasty way the first 1 comes along the direct path, which is written first":
            (15, 27),
        "the two are swapped": (18, 15),
        "those are slopes at s: take them through u · v, whose × multiplies by v = 3": (5, 6),
        "s acts along two paths: add what arrives along both before you go on to u": {(3, 18), (12, 18)},
    },
    way="first find what arrives at s: 1 directly, and 1 · w through the product",
    praise="the 1 that came first went to u twice, which is 3 too much.")
