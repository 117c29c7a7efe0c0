"""The exercises of Part 7: overfitting, testing and regularization."""

import numpy as np

from ..grading import Exercise
from .shared import RATES, floats, random_cases, shown_as

EXERCISES = {}

def one_for_all(answer):
    """The estimate, also where all four are given."""
    return np.ravel(answer)[0] if np.size(answer) == 4 and np.ptp(answer) < 0.01 else answer


EXERCISES["7.1"] = Exercise(
    right=0.5,
    wrong={
        "the weights are nearly 0, and so is z3; but the estimate is f(z3), and f(0) isn't 0": 0.0,
        "that is the mean score: even that would need larger weights than this penalty allows":
            {0.8, 80},
        "that is in percent: the network's estimates lie between 0 and 1": 50.0,
    },
    rtol=0.02,
    form=one_for_all,
    way="with weights near 0, what is z3, and what is the sigmoid of that?",
    praise="f(0): with its weights near 0 the network knows nothing of the hours, nor of the mean score.")


def cost_with_sizes(y, yHat, W1, W2, Lambda):
    errors = 0.5 * np.sum((y - yHat)**2) / len(y)
    sizes = np.sum(np.abs(W1)) + np.sum(np.abs(W2))
    return errors + Lambda * sizes


EXERCISES["7.2"] = Exercise(
    example=(floats([1], [3]), floats([1], [1]), floats([1], [-2]), floats([3]), 0.5),
    cases=[(*arrays, Lambda) for arrays, Lambda in zip(random_cases("No", "No", "ih", "ho"), RATES)],
    right=cost_with_sizes,
    wrong={
        "/N is missing: the errors are divided by the number of examples": (" / len(y)", ""),
        "np.mean divides by how many numbers y has, with two outputs twice the number of examples: divide np.sum by "
        "len(y)":
            ("np.sum((y - yHat)**2) / len(y)", "np.mean((y - yHat)**2)"),
        "that divides the penalty by N too: only the errors are":
            ("errors + Lambda * sizes", "errors + Lambda * sizes / len(y)"),
        "those are the squares of the weights, as in the lesson: here it is their sizes, np.abs(W1)":
            (("np.abs(W1)", "W1**2"), ("np.abs(W2)", "W2**2")),
        "those are half the squares of the weights, as in the lesson: here it is their sizes, np.abs(W1)":
            (("np.abs(W1)", "W1**2 / 2"), ("np.abs(W2)", "W2**2 / 2")),
        "here lambda isn't halved: the half belonged to the squares": ("+ Lambda", "+ Lambda / 2"),
        "weights above and below 0 cancel: take their sizes, np.abs(W1), before you add up":
            {(("np.abs(W1)", "W1"), ("np.abs(W2)", "W2")),
             (("np.sum(np.abs(W1))", "np.abs(np.sum(W1))"), ("np.sum(np.abs(W2))", "np.abs(np.sum(W2))"))},
        "add up the sizes, to one number: np.sum":
            ("np.sum(np.abs(W1)) + np.sum(np.abs(W2))", "np.abs(W1) + np.abs(W2)"),
        "add up the sizes, without dividing by how many there are": (
            ("np.sum(np.abs(W1))", "np.mean(np.abs(W1))"), ("np.sum(np.abs(W2))", "np.mean(np.abs(W2))")),
        "a norm squares the weights: here their sizes add up, np.abs(W1)": (
            ("np.sum(np.abs(W1))", "np.linalg.norm(W1)"), ("np.sum(np.abs(W2))", "np.linalg.norm(W2)")),
        "the sign: a penalty is added": ("errors +", "errors -"),
        "W1 is missing from the penalty": ("np.sum(np.abs(W1)) + ", ""),
        "W2 is missing from the penalty": (" + np.sum(np.abs(W2))", ""),
        "Lambda is missing: it multiplies the sizes": ("Lambda * sizes", "sizes"),
        "N divides the errors, not the penalty":
            ((" / len(y)", ""), ("errors + Lambda * sizes", "errors + Lambda * sizes / len(y)")),
        "the errors are still squared; only the weights give their sizes": ("(y - yHat)**2", "np.abs(y - yHat)"),
        "square each error before you add them up": ("np.sum((y - yHat)**2)", "np.sum(y - yHat)**2"),
        "add up the errors, to one number: np.sum": ("0.5 * np.sum((y - yHat)**2)", "0.5 * (y - yHat)**2"),
        "that is the first output alone: y may have several columns, and np.sum adds up the errors of all":
            ("(y - yHat)**2", "(y - yHat)[:, 0]**2"),
        "with several outputs that product of the errors is a matrix: np.sum((y - yHat)**2) is one number":
            ("np.sum((y - yHat)**2)", "(y - yHat).T @ (y - yHat)"),
        "mind the parentheses: Lambda multiplies both sums":
            ("errors + Lambda * sizes", "errors + Lambda * np.sum(np.abs(W1)) + np.sum(np.abs(W2))"),
        "the half of the squared errors is missing": ("0.5 * ", ""),
        "Python's own sum adds up the rows and leaves an array: np.sum adds up everything, to one number":
            ("0.5 * np.sum", "0.5 * sum"),
        "y or yHat is 1-D in your code, and that and a column make N by N errors: leave both columns":
            ("(y - yHat)", "(y.ravel() - yHat)"),
    },
    praise="unlike the square, this penalty drives weights to exactly 0: synapses that the network can do without.")


def early_stop(testJ, patience):
    best = 0  # its place in the list
    for k in range(len(testJ)):
        if testJ[k] < testJ[best]:
            best = k
        if k - best == patience:
            break
    return best + 1


EXERCISES["7.3"] = Exercise(
    example=([4.0, 3.0, 5.0, 6.0, 1.0], 2),
    cases=[([5.0, 4.0, 4.5, 4.2, 3.0, 3.5, 3.6, 3.6, 2.0, 6.0], patience) for patience in range(2, 5)] + [
        (costs, 2) for costs in ([3.0, 2.0, 2.0, 4.0, 1.0], [1.0, 2.0, 0.5], [3.0, 3.0, 4.0, 1.0],
                                 [2.0, 4.0, 2.0, 5.0, 1.0], [6.0, 5.0, 4.0, 3.0, 4.0, 2.0])],
    right=early_stop,
    wrong={
        "that is the best of all iterations: you would have stopped before reaching some of them":
            ("            break", "            pass"),
        "that is the best of all iterations, counted from 0: you would have stopped before reaching some of them":
            (("            break", "            pass"), ("return best + 1", "return best")),
        "that is where you stop: go back to the iteration with the lowest cost until then":
            {("return best + 1", "return k + 1"), ("return best + 1", "return k"),
             ("            break", "            return k + 1"), ("            break", "            return k")},
        "that stops `patience` iterations after the start: count them from the lowest cost so far":
            {("k - best == patience", "k == patience"), ("k - best == patience", "k + 1 == patience")},
        "that is always iteration 1: return belongs after the loop, and testJ[k] is compared with testJ[best], not "
        "with 0 or with a place":
            ("    return best + 1", "        return best + 1"),
        "that stops as soon as one iteration brings nothing better: wait for `patience` of them":
            ("k - best == patience", "k > best"),
        "that keeps the highest cost: compare with <": ("testJ[k] < testJ[best]", "testJ[k] > testJ[best]"),
        "that is the lowest cost: return the number of its iteration": ("return best + 1", "return testJ[best]"),
        "that is its place in the list, counted from 0: place 0 belongs to iteration 1":
            ("return best + 1", "return best"),
        "that is one iteration too far: place 0 of the list belongs to iteration 1":
            ("return best + 1", "return best + 2"),
        "one too patient: stop when `patience` iterations have brought nothing better": ("== patience", "> patience"),
        "one too impatient: wait for `patience` iterations that bring nothing better":
            ("k - best == patience", "k - best >= patience - 1"),
        "compare with the lowest cost so far, not with the iteration before":
            ("if k - best ==", "rises = rises + 1 if k and testJ[k] >= testJ[k - 1] else 0\n        if rises =="),
        "your counter is never set back: when a new lowest cost comes, start to count from 0 again":
            ("if k - best ==", "waited = (waited if k else 0) + (k != best)\n        if waited =="),
        "the first iteration is the best so far, and nothing has been waited for yet: start to count after it":
            ("k - best ==", "k - best + (best == 0) =="),
        "an equal cost isn't lower, so it brings nothing new: compare with <": ("<", "<="),
        "that goes back to the highest cost": ("return best + 1", "return testJ.index(max(testJ)) + 1"),
    },
    praise="the weights of that iteration are the ones to keep; but now the test data has had a say in them.")


def check_rows(X, y):
    """Matrices must be matrices, with as many rows in y as in X."""
    if np.ndim(X) != 2 or np.ndim(y) != 2:
        raise ValueError(f"fit needs matrices, and X has shape {np.shape(X)}, y has shape {np.shape(y)}: "
                         "np.delete needs axis=0 to leave out a row")
    if len(X) != len(y):
        raise ValueError(f"fit needs as many rows in y as in X, and X has {len(X)}, y has {len(y)}")


def fit_with_penalty(X, y, Lambda):
    """A linear model with a penalty on its weights."""
    check_rows(X, y)
    W = np.linalg.solve(X.T @ X / len(X) + Lambda * np.eye(X.shape[1]), X.T @ y / len(X))

    def predict(X):
        if np.ndim(X) != 2:
            raise ValueError(f"predict needs a matrix, and X has shape {np.shape(X)}: X[[i]] is row i as a matrix, "
                             "and X[i] is 1-D")
        return X @ W

    return predict


def constant_model(X, y, Lambda):
    """The mean of y, shrunk by the penalty."""
    check_rows(X, y)
    level = np.sum(y) / (len(y) + Lambda)
    return lambda X: np.full((len(X), 1), level)


def noisy_line(seed, last):
    """Six tests with a weak signal, of which the last may be far from the rule."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(0.2, 1, (6, 3))
    y = X[:, :1] + 0.5 * rng.standard_normal((6, 1))
    y[-1] += last
    return X.round(2), y.round(2)


def choose_lambda(X, y, fit, lambdas):
    costs = []
    for Lambda in lambdas:
        errors = []
        for i in range(len(X)):
            predict = fit(np.delete(X, i, axis=0), np.delete(y, i, axis=0), Lambda)
            errors.append(np.mean((y[[i]] - predict(X[[i]]))**2))
        costs.append(np.mean(errors))
    return lambdas[np.argmin(costs)]


EXERCISES["7.4"] = Exercise(
    example=(floats([1], [1], [1]), floats([2], [-2], [1]),
             shown_as("fit(X, y, Lambda) = a model that always says np.sum(y) / (len(y) + Lambda)", constant_model),
             [0.0, 2.0]),
    cases=[(*noisy_line(*chosen), fit_with_penalty, [10.0, 0.001, 0.1, 0.01, 1.0])  # so that each mistake shows
           for chosen in ((5, 0), (53, -2), (0, 0))],
    right=choose_lambda,
    wrong={
        "that is the smallest lambda each time: on examples that it has fitted, a model does best with the least "
        "penalty; test it on the one that was left out":
            ("np.delete(X, i, axis=0), np.delete(y, i, axis=0)", "X, y"),
        "you test on all the examples: test on the one that was left out":
            ("y[[i]] - predict(X[[i]])", "y - predict(X)"),
        "each estimate is compared with all of y: the one to compare it with is y[[i]]":
            ("y[[i]] - predict(X[[i]])", "y - predict(X[[i]])"),
        "that is the lambda with the largest error": ("np.argmin", "np.argmax"),
        "square the errors: a size counts large ones too little": ("(y[[i]] - predict(X[[i]]))**2",
                                                                   "np.abs(y[[i]] - predict(X[[i]]))"),
        "errors up and down cancel: square them": {
            ("(y[[i]] - predict(X[[i]]))**2", "y[[i]] - predict(X[[i]])"),
            ("(y[[i]] - predict(X[[i]]))**2", "predict(X[[i]]) - y[[i]]"),
            (("predict(X[[i]]))**2", "predict(X[[i]]))"), ("np.mean(errors)", "np.mean(errors)**2")),
            (("predict(X[[i]]))**2", "predict(X[[i]]))"), ("np.mean(errors)", "np.abs(np.mean(errors))"))},
        "leave out the example in y, too": ("np.delete(y, i, axis=0)", "y"),
        "a lambda has one cost, the mean of its errors: average them before you compare":
            (("errors.append(", "costs.append("), ("costs.append(np.mean(errors))", "pass")),
        "the errors of the lambdas before are still in the list: start a new one for each lambda":
            (("    costs = []\n", "    costs, errors = [], []\n"), ("        errors = []\n", "")),
        "that judges by the worst error: take the mean of the errors":
            ("costs.append(np.mean(", "costs.append(np.max("),
        "only the last example counts: collect the errors of all, in a list that is new for each lambda, not for each "
        "example":
            ("errors = []\n        for i in range(len(X)):\n", "for i in range(len(X)):\n            errors = []\n"),
        "only the first example counts: a return or a break may be indented too far, inside the loop":
            ("**2))\n", "**2))\n            break\n"),
        "that is its place in the list: return lambdas[place]": ("lambdas[np.argmin(costs)]", "np.argmin(costs)"),
        "that is the smallest error: return the lambda that led to it": ("lambdas[np.argmin(costs)]", "min(costs)"),
        "those are the errors of all lambdas: return the lambda with the smallest":
            ("lambdas[np.argmin(costs)]", "costs"),
        "that is always the first lambda: return belongs after the loop over all, and each begins with no errors":
            ("    return", "        return"),
        "that is always the last lambda: keep one only if its error is the smallest so far":
            ("lambdas[np.argmin(costs)]", "Lambda"),
    },
    praise="every example was new to the model once, and nobody has asked the test data yet.")

EXERCISES["7.5"] = Exercise(
    right=6,
    wrong={
        "those maxima come from the training data alone, as they should": 1,
        "the testing data is scaled there, but by the training data's maxima: no harm in that": 2,
        "these networks have seen no data yet": 3,
        "a loop by itself is harmless: what happens in it?": 4,
        "train gets the training data only, and here it isn't even shown the test cost": 5,
        "that line only reports a cost: by then the choice has been made": 7,
    },
    rtol=0,
    way="the lines are 1 to 7: where does testX or testY decide something?",
    praise="twenty tries and the best one shown: that is luck, and the next tests will regress to the mean.")


def contradictions(hours, scores):
    pairs = []
    for i in range(len(hours)):
        for j in range(len(hours)):
            if np.all(hours[j] > hours[i]) and scores[j, 0] < scores[i, 0]:
                pairs.append((i, j))
    return pairs


NIGHTS = [(4, 2, 60), (5, 1, 82), (6, 1.5, 70), (6, 3, 82), (3, 5, 75), (8, 2, 50), (7, 1.5, 65), (9, 4, 70),
          (4, 3, 59)]

EXERCISES["7.6"] = Exercise(
    example=(floats([5, 1], [6, 2]), floats([80], [70])),
    cases=[(floats(*(each[:2] for each in nights)), floats(*(each[2:] for each in nights)))
           for nights in (NIGHTS, NIGHTS[::-1], NIGHTS[:4])],
    right=contradictions,
    wrong={
        "those are the pairs that agree with the rule: the night with more of both has the lower score":
            ("scores[j, 0] < scores[i, 0]", "scores[j, 0] > scores[i, 0]"),
        "the pairs are turned around: first the night with fewer hours, then the one with more":
            {("pairs.append((i, j))", "pairs.append((j, i))"),
             ("hours[j] > hours[i]) and scores[j, 0] < scores[i, 0]",
              "hours[i] > hours[j]) and scores[i, 0] < scores[j, 0]")},
        "hours[j] > hours[i] is two answers, one for sleep and one for study: np.all asks for both":
            ("np.all(hours[j] > hours[i])", "hours[j] > hours[i]"),
        "more hours in all isn't enough: night j needs more of each, np.all":
            ("np.all(hours[j] > hours[i])", "np.sum(hours[j]) > np.sum(hours[i])"),
        "that looks for fewer hours: night j has more of both": ("hours[j] > hours[i]", "hours[j] < hours[i]"),
        "both have to hold, more hours and a lower score: and, not or": (" and scores", " or scores"),
        "that is the first pair alone: collect them all, and return the list after the loops":
            {("pairs.append((i, j))", "return i, j"), ("pairs.append((i, j))", "return [(i, j)]")},
        "a pair is one thing to append: in parentheses of its own, pairs.append((i, j))":
            {("pairs.append((i, j))", "pairs.append(i, j)"), ("pairs.append((i, j))", "pairs.extend((i, j))")},
        "each pair comes once: (i, j), without (j, i)": ("pairs.append((i, j))", "pairs.extend([(i, j), (j, i)])"),
        "more of one isn't enough: night j needs more sleep and more study, np.all": ("np.all", "np.any"),
        "the scores are missing: more hours and a lower score make the contradiction":
            (" and scores[j, 0] < scores[i, 0]", ""),
        "the hours are missing: a lower score contradicts nothing unless the night had more of both":
            ("np.all(hours[j] > hours[i]) and ", ""),
        "that looks at sleep alone: study has to be more, too":
            ("np.all(hours[j] > hours[i])", "hours[j, 0] > hours[i, 0]"),
        "that looks at study alone: sleep has to be more, too":
            ("np.all(hours[j] > hours[i])", "hours[j, 1] > hours[i, 1]"),
        "equal hours aren't more, and a night doesn't contradict itself: compare with >":
            {("hours[j] > hours[i]", "hours[j] >= hours[i]"),
             ("np.all(hours[j] > hours[i])", "hours[j, 0] >= hours[i, 0] and hours[j, 1] > hours[i, 1]"),
             ("np.all(hours[j] > hours[i])", "hours[j, 0] > hours[i, 0] and hours[j, 1] >= hours[i, 1]")},
        "an equal score isn't lower: compare with <": ("scores[j, 0] < scores[i, 0]", "scores[j, 0] <= scores[i, 0]"),
        "count from 0, as Python does": ("pairs.append((i, j))", "pairs.append((i + 1, j + 1))"),
        "that is only the last pair: append each one to the list": ("pairs.append((i, j))", "pairs = [(i, j)]"),
        "return is inside the loop: it belongs after both loops": ("    return", "        return"),
        "that is always an empty list: the condition never holds, or return is inside the inner loop":
            ("    return", "            return"),
        "that is how many there are: return the pairs themselves": ("return pairs", "return len(pairs)"),
        "the second night can come before the first in the list: let j run over all nights":
            {("for j in range(len(hours))", "for j in range(i + 1, len(hours))"),
             ("for j in range(len(hours))", "for j in range(i)")},
    },
    rtol=0,
    praise="no network in which sleep and study never do harm can fit such a pair.")
