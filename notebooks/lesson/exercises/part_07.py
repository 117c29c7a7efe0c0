"""The exercises of Part 7: overfitting, testing and regularization."""

import numpy as np

from ..grading import Exercise
from .shared import RATES, floats, random_cases, shown_as

EXERCISES = {}

EXERCISES["7.1"] = Exercise(
    right=0.5,
    wrong={
        "the weights are nearly 0, and so is z3; but the estimate is f(z3), and f(0) isn't 0": 0.0,
        "that is the mean score: a network with a bias unit could get there; ours can't, with weights near 0": 0.8,
        "that is in percent: the network's estimates lie between 0 and 1": 50.0,
    },
    rtol=0.02,
    praise="f(0): with its weights near 0 the network knows nothing of the hours, nor of the mean score.")


def squares(y, yHat, W1, W2, Lambda):
    return 0.5 * np.sum((y - yHat)**2) / len(y)


def sizes(y, yHat, W1, W2, Lambda):
    return Lambda * (np.sum(np.abs(W1)) + np.sum(np.abs(W2)))


EXERCISES["7.2"] = Exercise(
    example=(floats([1], [3]), floats([1], [1]), floats([1], [-2]), floats([3]), 0.5),
    cases=[(*arrays, Lambda) for arrays, Lambda in zip(random_cases("No", "No", "ih", "ho"), RATES)],
    right=lambda y, yHat, W1, W2, Lambda: 0.5 * np.sum((y - yHat)**2) / len(y) + sizes(y, yHat, W1, W2, Lambda),
    wrong={
        "/N is missing: the errors are divided by the number of examples":
            lambda y, *rest: squares(y, *rest) * len(y) + sizes(y, *rest),
        "np.mean divides by how many numbers y has, with two outputs twice the number of examples: divide np.sum by "
        "len(y)": lambda y, *rest: squares(y, *rest) / np.shape(y)[1] + sizes(y, *rest),
        "that divides the penalty by N too: only the errors are":
            lambda y, *rest: squares(y, *rest) + sizes(y, *rest) / len(y),
        "those are the squares of the weights, as in the lesson: here it is their sizes, np.abs(W1)":
            lambda y, yHat, W1, W2, Lambda: squares(y, yHat, W1, W2, Lambda) + sizes(y, yHat, W1**2, W2**2, Lambda),
        "those are half the squares of the weights, as in the lesson: here it is their sizes, np.abs(W1)":
            lambda y, yHat, W1, W2, Lambda: squares(y, yHat, W1, W2, Lambda) + sizes(y, yHat, W1**2, W2**2, Lambda) / 2,
        "here lambda isn't halved: the half belonged to the squares": lambda *case: squares(*case) + sizes(*case) / 2,
        "weights above and below 0 cancel: take their sizes, np.abs(W1), before you add up":
            lambda y, yHat, W1, W2, Lambda: squares(y, yHat, W1, W2, Lambda) + Lambda * (np.sum(W1) + np.sum(W2)),
        "the sign: a penalty is added": lambda *case: squares(*case) - sizes(*case),
        "W2 is missing from the penalty":
            lambda y, yHat, W1, W2, Lambda: squares(y, yHat, W1, W2, Lambda) + sizes(y, yHat, W1, 0, Lambda),
        "mind the parentheses: Lambda multiplies both sums": lambda y, yHat, W1, W2, Lambda: (
            squares(y, yHat, W1, W2, Lambda) + sizes(y, yHat, W1, 0, Lambda) + np.sum(np.abs(W2))),
        "the half of the squared errors is missing": lambda *case: 2 * squares(*case) + sizes(*case),
        "Python's own sum adds up the rows and leaves an array: np.sum adds up everything, to one number":
            lambda y, yHat, *rest: 0.5 * sum((y - yHat)**2) / len(y) + sizes(y, yHat, *rest),
        "y or yHat is 1-D in your code, and that and a column make N by N errors: leave both columns":
            lambda y, yHat, *rest: squares(y.ravel(), yHat, *rest) * len(y.ravel()) / len(y) + sizes(y, yHat, *rest),
    },
    praise="unlike the square, this penalty drives weights to exactly 0: synapses that the network can do without.")


def early_stop(testJ, patience):
    best = 0
    for k in range(len(testJ)):
        if testJ[k] < testJ[best]:
            best = k
        if k - best == patience:
            break
    return best + 1


def stopping_iteration(testJ, patience):
    """Where the reading ends, instead of where the best was."""
    return min(early_stop(testJ, patience) + patience, len(testJ))


def rises_in_a_row(testJ, patience):
    """Count rises against the iteration before, instead of against the best."""
    rises = 0
    for k in range(1, len(testJ)):
        rises = rises + 1 if testJ[k] >= testJ[k - 1] else 0
        if rises == patience:
            break
    return int(np.argmin(testJ[:k + 1])) + 1


EXERCISES["7.3"] = Exercise(
    example=([4.0, 3.0, 5.0, 6.0, 1.0], 2),
    cases=[([5.0, 4.0, 4.5, 4.2, 3.0, 3.5, 3.6, 3.6, 2.0, 6.0], patience) for patience in range(2, 5)],
    right=early_stop,
    wrong={
        "that is the best of all iterations: you would have stopped before reaching some of them":
            lambda testJ, patience: int(np.argmin(testJ)) + 1,
        "that is where you stop: go back to the iteration with the lowest cost until then": stopping_iteration,
        "that is the lowest cost: return the number of its iteration":
            lambda testJ, patience: testJ[early_stop(testJ, patience) - 1],
        "that is its place in the list, counted from 0: place 0 belongs to iteration 1":
            lambda testJ, patience: early_stop(testJ, patience) - 1,
        "that is one iteration too far: place 0 of the list belongs to iteration 1":
            lambda testJ, patience: early_stop(testJ, patience) + 1,
        "one too patient: stop when `patience` iterations have brought nothing better":
            lambda testJ, patience: early_stop(testJ, patience + 1),
        "one too impatient: wait for `patience` iterations that bring nothing better":
            lambda testJ, patience: early_stop(testJ, patience - 1),
        "compare with the lowest cost so far, not with the iteration before": rises_in_a_row,
        "that goes back to the highest cost": lambda testJ, patience: int(np.argmax(testJ)) + 1,
    },
    praise="the weights of that iteration are the ones to keep; but now the test data has had a say in them.")


def fit_with_penalty(X, y, Lambda):
    """A linear model with a penalty on its weights; its matrices must be matrices."""
    if np.ndim(X) != 2 or np.ndim(y) != 2:
        raise ValueError(f"fit needs matrices, and X has shape {np.shape(X)}, y has shape {np.shape(y)}: "
                         "np.delete needs axis=0 to leave out a row")
    W = np.linalg.solve(X.T @ X / len(X) + Lambda * np.eye(X.shape[1]), X.T @ y / len(X))

    def predict(X):
        if np.ndim(X) != 2:
            raise ValueError(f"predict needs a matrix, and X has shape {np.shape(X)}: X[[i]] is row i as a matrix, "
                             "and X[i] is 1-D")
        return X @ W

    return predict


def constant_model(X, y, Lambda):
    """The mean of y, shrunk by the penalty."""
    level = np.sum(y) / (len(y) + Lambda)
    return lambda X: np.full((len(X), 1), level)


def left_out(X, y, fit, Lambda):
    """The squared error on each example when the others were fitted."""
    return np.array([np.mean((y[[i]] - fit(np.delete(X, i, axis=0), np.delete(y, i, axis=0), Lambda)(X[[i]]))**2)
                     for i in range(len(X))])


def choose(cost, best=np.argmin):
    """A function that chooses the lambda with the lowest cost(X, y, fit, Lambda)."""
    return lambda X, y, fit, lambdas: lambdas[int(best([cost(X, y, fit, Lambda) for Lambda in lambdas]))]


def noisy_line(seed, examples=6, noise=0.5, last=0):
    """Tests with a weak signal, of which the last may be far from the rule."""
    rng = np.random.default_rng(seed)
    X = rng.uniform(0.2, 1, (examples, 3))
    y = X @ [[1.0], [0.0], [0.0]] + noise * rng.standard_normal((examples, 1))
    y[-1] += last
    return X.round(2), y.round(2)


EXERCISES["7.4"] = Exercise(
    example=(floats([1], [1], [1]), floats([2], [-2], [1]),
             shown_as("fit(X, y, Lambda) = a model that always says np.sum(y) / (len(y) + Lambda)", constant_model),
             [0.0, 2.0]),
    cases=[(*noisy_line(seed, last=last), fit_with_penalty, [10.0, 0.001, 0.1, 0.01, 1.0])
           for seed, last in ((262, -2), (287, 0), (27, 2))],
    right=choose(lambda *case: np.mean(left_out(*case))),
    wrong={
        "that is the smallest lambda each time: on examples that it has fitted, a model does best with the least "
        "penalty; test it on the one that was left out":
            choose(lambda X, y, fit, Lambda: np.mean((y - fit(X, y, Lambda)(X))**2)),
        "you test on all the examples: test on the one that was left out":
            choose(lambda X, y, fit, Lambda: np.mean([
                np.mean((y - fit(np.delete(X, i, axis=0), np.delete(y, i, axis=0), Lambda)(X))**2)
                for i in range(len(X))])),
        "that is the lambda with the largest error": choose(lambda *case: np.mean(left_out(*case)), np.argmax),
        "only the last example counts: start a new list of errors for each lambda, not for each example":
            choose(lambda *case: left_out(*case)[-1]),
        "only the first example counts: a return or a break may be indented too far, inside the loop":
            choose(lambda *case: left_out(*case)[0]),
        "that is its place in the list: return lambdas[place]": lambda X, y, fit, lambdas: int(
            np.argmin([np.mean(left_out(X, y, fit, Lambda)) for Lambda in lambdas])),
        "that is the smallest error: return the lambda that led to it": lambda X, y, fit, lambdas: min(
            np.mean(left_out(X, y, fit, Lambda)) for Lambda in lambdas),
        "those are the errors of all lambdas: return the lambda with the smallest": lambda X, y, fit, lambdas: [
            np.mean(left_out(X, y, fit, Lambda)) for Lambda in lambdas],
        "that is always the first lambda: return after the loop over all of them":
            lambda X, y, fit, lambdas: lambdas[0],
        "that is always the last lambda: keep one only if its error is the smallest so far":
            lambda X, y, fit, lambdas: lambdas[-1],
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
    praise="twenty tries and the best one shown: that is luck, and the next tests will regress to the mean.")
