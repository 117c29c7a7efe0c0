"""Part 8: cost and gradient in one, softmax and cross-entropy, mini-batches, and what bad input is told."""
import re
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import scipy.sparse
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.metrics import log_loss

import partFive
from lesson.exercises import check
from partEight import Classifier, Neural_Network, computeNumericalGradient, learn
from partSix import trainer
from validation import HOW_TO_SCALE

SHAPES = [(2, 3, 1, 3), (1, 1, 1, 1), (3, 2, 4, 5), (8, 6, 5, 20), (64, 30, 10, 4)]  # inputs, hidden, outputs, examples


def one_hot(rng, examples, classes):
    return np.eye(classes)[rng.integers(classes, size=examples)]


def some_data(inputs, hidden, outputs, examples):
    rng = np.random.default_rng(inputs + hidden)
    return rng.uniform(-1, 2, (examples, inputs)), one_hot(rng, examples, outputs)


def close(values, expected, rtol=1e-12, atol=1e-15):
    assert np.shape(values) == np.shape(expected)
    np.testing.assert_allclose(values, expected, rtol=rtol, atol=atol)


@pytest.fixture(scope="module")
def digits():
    """Gray levels and one-hot rows of the first 200 digits, and their labels."""
    data = load_digits()
    return data.data[:200] / 16, np.eye(10)[data.target[:200]], data.target[:200]


# --- The network ---

def test_without_a_spread_the_initial_weights_are_those_of_part_five():
    close(Neural_Network(4, 3, 2, rng=7).getParams(), partFive.Neural_Network(4, 3, 2, rng=7).getParams())


def test_spread_multiplies_all_initial_weights():
    before = partFive.Neural_Network(4, 3, 2, rng=7).getParams()
    close(Neural_Network(4, 3, 2, rng=7, spread=0.5).getParams(), 0.5 * before)


@pytest.mark.parametrize("inputs, hidden", [(64, 30), (16, 100), (4, 3000)])
def test_each_layer_of_a_classifier_starts_with_the_spread_that_suits_its_number_of_inputs(inputs, hidden):
    before, network = partFive.Neural_Network(inputs, hidden, 3, rng=1), Classifier(inputs, hidden, 3, rng=1)
    close(network.W1, before.W1 / np.sqrt(inputs))
    close(network.W2, before.W2 / np.sqrt(hidden))


def test_a_classifier_takes_a_spread_too():
    close(Classifier(9, 5, 3, rng=1, spread=1).getParams(), partFive.Neural_Network(9, 5, 3, rng=1).getParams())


def test_a_classifier_without_arguments_reads_digits():
    network = Classifier()
    assert (network.inputLayerSize, network.hiddenLayerSize, network.outputLayerSize) == (64, 30, 10)


@pytest.mark.parametrize("shape", SHAPES)
def test_cost_and_gradient_in_one_are_part_fours(shape):
    X, y = some_data(*shape)
    network = Neural_Network(*shape[:3], rng=1)
    J, dJdW1, dJdW2 = network.costAndGradient(X, y)
    close(J, network.costFunction(X, y))
    for one, other in zip((dJdW1, dJdW2), network.costFunctionPrime(X, y), strict=True):
        close(one, other)


@pytest.mark.parametrize("kind", [Neural_Network, Classifier])
def test_one_forward_pass_is_enough(kind, monkeypatch):
    calls, forward = [], kind.forward
    monkeypatch.setattr(kind, "forward", lambda self, X: calls.append(X) or forward(self, X))
    kind(2, 3, 2, rng=1).costAndGradient([[1, 2]], [[0, 1]])
    assert len(calls) == 1


# --- Softmax and cross-entropy ---

def test_softmax_by_hand():
    close(Classifier().softmax(np.log([[1, 2, 5], [3, 3, 6]])), np.array([[0.125, 0.25, 0.625], [0.25, 0.25, 0.5]]))


def test_softmax_of_huge_numbers_is_finite():
    close(Classifier().softmax(np.array([[1000.0, 1000, -1000]])), np.array([[0.5, 0.5, 0]]))


def test_probabilities_add_up_to_one():
    network = Classifier(5, 4, 3, rng=2)
    yHat = network.forward(np.random.default_rng(3).normal(size=(9, 5)))
    close(yHat.sum(axis=1), np.ones(9))
    assert (yHat > 0).all()


def test_cross_entropy_by_hand():
    """With W2 = 0 all three classes are equally likely: each example costs log 3."""
    network = Classifier(2, 3, 3, rng=1)
    network.W2 = np.zeros((3, 3))
    close(network.costFunction([[1, 2], [3, 4]], [[1, 0, 0], [0, 0, 1]]), 2 * np.log(3))


def test_with_two_classes_softmax_is_a_sigmoid():
    """Of two outputs, z and 0, the first has the probability f(z), and the cost is -log of it."""
    network = Classifier(2, 3, 2, rng=1)
    network.W2[:, 1] = 0
    X = np.array([[0.3, 1], [1, 0.4]])
    close(network.forward(X)[:, 0], network.sigmoid(network.z3[:, 0]))


def test_cost_stays_finite_where_the_right_class_has_no_chance():
    network = Classifier(1, 1, 2, rng=1)
    network.W2 = np.array([[4000.0, -4000]])
    J, dJdW1, dJdW2 = network.costAndGradient([[1]], [[0, 1]])
    assert np.isfinite(J) and J > 500 and np.isfinite(dJdW1).all() and np.isfinite(dJdW2).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_part_fives_check_passes_for_the_classifier(shape):
    X, y = some_data(*shape)
    network = Classifier(*shape[:3], rng=1)
    grad, numgrad = network.computeGradients(X, y), computeNumericalGradient(network, X, y)
    assert np.linalg.norm(grad - numgrad) <= 1e-7 * np.linalg.norm(grad + numgrad) + 1e-9


def test_gradient_is_that_of_the_cost_summed_over_examples():
    X, y = some_data(3, 2, 4, 5)
    network = Classifier(3, 2, 4, rng=1)
    whole = network.costAndGradient(X, y)
    parts = [network.costAndGradient(X[k:k + 1], y[k:k + 1]) for k in range(5)]
    for total, *each in zip(whole, *parts):
        close(np.sum(each, axis=0), total)


def test_predict_is_the_likeliest_class():
    network = Classifier(2, 2, 3)
    network.W1, network.W2 = np.zeros((2, 2)), np.array([[0, 1, 0], [0, 1, 0.5]])
    assert network.predict([[1, 2], [3, 4]]).tolist() == [1, 1]


def test_cross_entropy_is_scikit_learns_log_loss(digits):
    X, y, labels = digits
    network = Classifier(rng=1)
    close(network.costFunction(X, y), log_loss(labels, network.forward(X), labels=np.arange(10)) * len(X), rtol=1e-10)


# --- Mini-batches ---

def test_learn_takes_these_steps():
    """Two epochs over five examples in batches of two, by hand."""
    X, y = some_data(3, 2, 4, 5)
    network, by_hand = Classifier(3, 2, 4, rng=1), Classifier(3, 2, 4, rng=1)
    costs = learn(network, X, y, 0.3, batch=2, epochs=2, rng=9)
    rng, expected = np.random.default_rng(9), []
    for _ in range(2):
        order = rng.permutation(5)
        expected.append(0)
        for few in (order[:2], order[2:4], order[4:]):
            J, dJdW1, dJdW2 = by_hand.costAndGradient(X[few], y[few])
            by_hand.W1 = by_hand.W1 - 0.3 * dJdW1
            by_hand.W2 = by_hand.W2 - 0.3 * dJdW2
            expected[-1] += J
    close(network.getParams(), by_hand.getParams())
    close(np.array(costs), np.array(expected))


def test_a_batch_of_all_is_gradient_descent():
    X, y = some_data(3, 2, 4, 5)
    network = Neural_Network(3, 2, 4, rng=1)
    start = network.getParams()
    slopes = network.computeGradients(X, y)
    learn(network, X, y, 0.1, batch=100, epochs=1)
    close(network.getParams(), start - 0.1 * slopes)


@pytest.mark.parametrize("network, rate", [
    (Classifier(rng=0), 0.05), (Neural_Network(64, 30, 10, rng=0, spread=1 / 8), 0.1)])
def test_learns_two_hundred_digits(network, rate, digits):
    X, y, labels = digits
    costs = learn(network, X, y, rate, rng=0)
    assert len(costs) == 60 and costs[-1] < 0.1 * costs[0]
    assert np.mean(network.forward(X).argmax(axis=1) == labels) > 0.98


def test_the_same_seed_gives_the_same_network(digits):
    X, y, _ = digits
    networks = [Classifier(rng=0) for _ in range(3)]
    for network, seed in zip(networks, (4, 4, 5)):
        learn(network, X, y, 0.05, epochs=2, rng=seed)
    assert (networks[0].W1 == networks[1].W1).all()
    assert (networks[0].W1 != networks[2].W1).any()


def test_interrupted_it_keeps_what_it_has_learned():
    class Interrupted(Classifier):
        def costAndGradient(self, X, y):
            self.calls = getattr(self, "calls", 0) + 1
            if self.calls == 5:  # one to try the data, then three steps
                raise KeyboardInterrupt
            return super().costAndGradient(X, y)

    X, y = some_data(3, 2, 4, 5)
    network, whole = Interrupted(3, 2, 4, rng=1), Classifier(3, 2, 4, rng=1)
    with pytest.raises(KeyboardInterrupt):
        learn(network, X, y, 0.3, batch=2, rng=9)
    learn(whole, X, y, 0.3, batch=2, epochs=1, rng=9)  # three steps
    close(network.getParams(), whole.getParams())


def test_progress_prints_a_line_for_each_epoch(capsys):
    X, y = some_data(3, 2, 4, 5)
    learn(Classifier(3, 2, 4, rng=1), X, y, 0.3, epochs=2, progress=True)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("epoch 1: cost ") and second.endswith(" per example")


# --- What bad input is told ---

X3, Y3 = np.array([[0.0, 1], [1, 0.5], [0.2, 0.3]]), np.eye(3)


@pytest.mark.parametrize("X, y, options, error, words", [
    (X3, [0, 1, 2], {}, ValueError, r"as labels have.*np\.eye\(3\)\[labels\]"),
    (X3, Y3[:2], {}, ValueError, "X has 3 rows and y has 2"),
    (X3[:, :1], Y3, {}, ValueError, "this network has 2 inputs"),
    (X3, Y3[:, :2], {}, ValueError, "this network has 3 outputs"),
    (X3, 2 * Y3, {}, ValueError, "row 0 of y is .*a single number is 1"),
    (X3, np.array([[1, 0, 0], [0, 1, 1], [0, 0, 1]]), {}, ValueError, "row 1 of y is"),
    (X3, np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0]]), {}, ValueError, "row 2 of y is"),
    (X3, np.array([[1, 0, 0], [0, 2, -1], [0, 0, 0]]), {}, ValueError, "row 1 of y is"),
    (X3, Y3, {"batch": 0}, ValueError, "batch is 0; give 1 or more"),
    (X3, Y3, {"batch": -2}, ValueError, "batch is -2"),
    (X3, Y3, {"batch": 1.5}, TypeError, "batch is 1.5; give a whole number"),
    (X3, Y3, {"epochs": 0}, ValueError, "epochs is 0"),
    (np.where(X3 == 1, np.nan, X3), Y3, {}, ValueError, r"X\[0, 1\] is nan")])
def test_what_does_not_fit_is_told_and_changes_nothing(X, y, options, error, words):
    network = Classifier(2, 3, 3, rng=1)
    before = network.getParams()
    with pytest.raises(error, match=words):
        learn(network, X, y, 0.1, **options)
    close(network.getParams(), before)


@pytest.mark.parametrize("network_class", [Classifier, Neural_Network])
@pytest.mark.parametrize("outputs, words", [(1, r"try np\.reshape"), (2, "as labels have"), (3, "as labels have")])
def test_labels_are_told_where_there_are_several_outputs(network_class, outputs, words):
    with pytest.raises(ValueError, match=words):
        learn(network_class(2, 3, outputs, rng=1), X3, [0, 1, 0], 0.1)


def test_the_last_row_is_looked_at_before_the_first_step():
    y = np.vstack([np.repeat(Y3[:1], 40, axis=0), [[1, 1, 0]]])
    network = Classifier(2, 3, 3, rng=1)
    before = network.getParams()
    with pytest.raises(ValueError, match="row 40 of y"):
        learn(network, np.full((41, 2), 0.5), y, 0.1)
    close(network.getParams(), before)


@pytest.mark.parametrize("least, greatest, warned", [(0, 16, True), (-16, 0, True), (0, 2, False), (-1, 2, False),
                                                    (0, 0.009, True)])
def test_gray_levels_never_scaled_get_a_warning_where_learn_was_called(digits, least, greatest, warned):
    X, y, _ = digits
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        learn(Classifier(rng=0), least + (greatest - least) * X, y, 0.05, epochs=1)
    assert [each.filename for each in caught] == [__file__] * warned
    assert not warned or re.search(r"looks unscaled, .*: largest = np\.abs", str(caught[0].message))


TEXT, ONE_OF_TWO = np.array(["a", "b", "c"]), np.array([[0.0], [1], [1]])


@pytest.mark.parametrize("change, error, words", [
    ({"rate": np.nan}, ValueError, "rate is nan"), ({"rate": 0}, ValueError, "move nothing"),
    ({"rate": -1}, ValueError, "move uphill"), ({"rate": "fast"}, TypeError, "rate is 'fast'"),
    ({"rate": None}, TypeError, "rate is None"), ({"rate": 10**400}, ValueError, "rate is inf"),
    ({"N": Classifier}, TypeError, r"is a class; give learn a network: learn\(Classifier\(\)"),
    ({"N": partFive.Neural_Network(2, 3, 3)}, TypeError, "partEight"),
    ({"y": TEXT}, TypeError, r"np\.eye\(3\)\[np\.unique\(labels, return_inverse=True\)\[1\]\]"),
    ({"y": [[0], [1], [2]]}, ValueError, r"np\.eye\(3\)\[np\.ravel\(labels\)\]"),
    ({"y": scipy.sparse.csr_array(Y3)}, TypeError, r"y\.toarray\(\)"),
    ({"y": np.ma.masked_equal(Y3, 1)}, ValueError, r"y\[0, 0\] is masked"),
    ({"X": np.ma.masked_equal(X3, 0.5)}, ValueError, r"X\[1, 1\] is masked"),
    ({"X": [[0, 1], [1, np.ma.masked], [0.2, 0.3]]}, ValueError, r"X\[1, 1\] is masked"),
    ({"rate": np.inf}, ValueError, "rate is inf"), ({"rate": np.ma.masked}, TypeError, "rate is masked"),
    ({"N": trainer(Neural_Network(2, 3, 3))}, TypeError, r"learn\(T\.N, \.\.\.\) for a trainer T"),
    ({"N": Neural_Network(2, 3, 3), "y": 1e200 * Y3}, ValueError, "y holds 1e.200, too large to be squared: scale it"),
    ({"y": [[10**400, 0, 0]] * 3}, ValueError, "y holds a number that is too large for a float"),
    ({"X": [["a", "b"]] * 3}, TypeError, "X holds 'a'"),
    ({"y": [0, 1, 2]}, ValueError, r"np\.eye\(3\)\[labels\]"), ({"y": [5, 7, 9]}, ValueError, r"np\.unique\(labels"),
    ({"N": Classifier(2, 3, 1), "y": ONE_OF_TWO + 1}, ValueError, "column of 0 .no. and 1 .yes."),
    ({"N": Classifier(2, 3, 1), "y": TEXT[:, None]}, TypeError, "holds text, such as 'a'"),
    ({"y": Y3.astype(str)}, TypeError, "y holds '1.0'; every value must be a real number"),
    ({"y": ["a", None, "c"]}, ValueError, "label 1 of y is None; every example needs a label"),
    ({"y": [0, 1, np.nan]}, ValueError, "label 2 of y is nan; every example needs a label"),
    ({"rng": 0.5}, TypeError, "rng is 0.5; give None")])
def test_habits_are_told(change, error, words):
    with pytest.raises(error, match=words):
        learn(**{"N": Classifier(2, 3, 3), "X": X3, "y": Y3, "rate": 0.1} | change)


@pytest.mark.parametrize("labels", [
    [2, 0, 1], [2.0, 0.0, 1.0], np.array([[1.0], [0], [1]]), [True, True, False], ["b", "a", "c"], [7, 5, 9]])
def test_the_advice_for_labels_gives_their_one_hot_rows(labels):
    with pytest.raises((TypeError, ValueError)) as told:
        learn(Classifier(2, 3, 3), X3, labels, 0.1)
    y = eval("np.eye" + str(told.value).split("np.eye")[1], {"np": np, "labels": labels})
    expected = np.unique(labels, return_inverse=True)[1] if np.ravel(labels)[0] in ("b", 7) else np.ravel(labels)
    assert y.shape == (3, 3) and np.array_equal(y.argmax(axis=1), expected)


@pytest.mark.parametrize("rate", [Fraction(1, 10), Decimal("0.1"), np.array(0.1)])
def test_a_rate_may_be_any_kind_of_number(rate):
    networks = [Classifier(2, 3, 3, rng=0, spread=one) for one in (1, type(rate)(1) if np.ndim(rate) else Decimal(1))]
    costs = [learn(network, X3, Y3, each, epochs=3, rng=0) for network, each in zip(networks, (0.1, rate))]
    assert costs[0] == costs[1] and np.array_equal(networks[0].getParams(), networks[1].getParams())
    assert networks[1].W1.dtype == float


@pytest.mark.parametrize("size, error, words", [
    (0, ValueError, "inputLayerSize is 0; a layer has at least 1 unit"), ("64", TypeError, "inputLayerSize is '64'"),
    (6.5, TypeError, "give a whole number of units"), (None, TypeError, "inputLayerSize is None")])
def test_sizes_that_are_none_are_told(size, error, words):
    with pytest.raises(error, match=words):
        Classifier(size)


def test_one_output_answers_yes_or_no():
    network = Classifier(2, 3, 1, rng=1)
    learn(network, X3, ONE_OF_TWO, 0.5, epochs=2000, rng=0)
    assert network.predict(X3).tolist() == [0, 1, 1]
    close(network.costFunction(X3, ONE_OF_TWO), log_loss(ONE_OF_TWO[:, 0], network.forward(X3)[:, 0]) * 3, rtol=1e-9)
    numgrad = computeNumericalGradient(network, X3, ONE_OF_TWO)
    close(network.computeGradients(X3, ONE_OF_TWO), numgrad, rtol=1e-4, atol=1e-7)


def test_the_cost_goes_on_where_a_probability_rounds_to_zero():
    network = Classifier(1, 1, 2)
    network.W1, network.W2 = np.array([[50.0]]), np.array([[4000.0, -4000]])
    close(network.costFunction([[1]], [[0, 1]]), 8000.0)


# --- The advice of the warning ---

def scaled_as_advised(X):
    names = {"X": X, "np": np}
    exec(HOW_TO_SCALE.split(": ", 1)[1], names)  # the line of code in the warning
    return names["X"]


def test_the_advised_line_runs_on_negative_and_on_constant_columns():
    X = scaled_as_advised(np.array([[0.0, -4, 7, 3], [0, 2, 7, -6]]))
    close(X, np.array([[0, -1, 1, 0.5], [0, 0.5, 1, -1]]))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:column:RuntimeWarning")
@pytest.mark.parametrize("load, gain", [(load_wine, 20), (load_iris, 1), (load_breast_cancer, 3)])
def test_columns_by_themselves_are_read_better_than_all_divided_by_one_maximum(load, gain):
    """Ten hidden units, rate 0.05, 60 epochs, ten random splits: two thirds to learn from. Percent read of the rest."""
    X, labels = load(return_X_y=True)
    y = np.eye(labels.max() + 1)[labels]
    percents = []
    for scaled in (X / np.abs(X).max(), scaled_as_advised(X)):
        percents.append([])
        for seed in range(10):
            order = np.random.default_rng(seed).permutation(len(X))
            some, rest = np.split(order, [2 * len(X) // 3])
            network = Classifier(X.shape[1], 10, y.shape[1], rng=seed)
            learn(network, scaled[some], y[some], rate=0.05, epochs=60, rng=seed)
            percents[-1].append(100 * np.mean(network.predict(scaled[rest]) == labels[rest]))
    by_one, by_columns = np.mean(percents, axis=1)
    assert by_columns > by_one + gain


# --- The exercises, answered in other forms ---

def in_a_matrix_product(cells):
    pairs = np.kron(np.eye(8), np.ones((1, 4)))
    return pairs @ cells @ pairs.T


def one_row_after_the_other(votes, w, rows, batch, rate):
    few = []
    for k, row in enumerate(rows):
        few.append(row)
        if len(few) == batch or k == len(rows) - 1:
            w, few = w - rate * votes(w, np.array(few)), []
    return list(w)


@pytest.mark.parametrize("number, answer", [
    ("8.1", lambda labels, classes: labels[:, None] == np.arange(classes)),
    ("8.1", lambda labels, classes: [[int(column == label) for column in range(classes)] for label in labels]),
    *(("8.2", answer) for answer in ([2 / 8, 1 / 8 - 1, 5 / 8], (0.25, -0.88, 0.63), np.array([[0.25, -0.875, 0.625]]),
                                     [[0.25], [-0.875], [0.625]])),
    ("8.3", one_row_after_the_other),
    ("8.4", in_a_matrix_product),
    ("8.4", lambda cells: [[sum(sum(row[k:k + 4]) for row in cells[i:i + 4]) for k in range(0, 32, 4)]
                           for i in range(0, 32, 4)]),
    *(("8.5", answer) for answer in (97, 97.7, 98, [96.8])),
    ("8.6", lambda labels, answers: np.bincount(10 * labels + answers, minlength=100).reshape(10, 10)),
    ("8.6", lambda labels, answers: np.eye(10)[labels].T @ np.eye(10)[answers])])
def test_right_answers_in_other_forms_are_right(number, answer, capsys):
    check(number, answer)
    assert capsys.readouterr().out.startswith("right: ")


@pytest.mark.parametrize("answer, words", [
    (0.25, "your answer is a single number; expected an array of shape (3,)"),
    ("0.25, -0.875, 0.625", "answer with numbers, without quotes"),
    ({0.25, -0.875, 0.625}, "your answer is a set")])
def test_a_form_that_is_no_list_is_named_as_it_is(answer, words, capsys):
    check("8.2", answer)
    assert words in capsys.readouterr().out
