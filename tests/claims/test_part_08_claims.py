"""What Part 8 claims in general, tried on as many seeds as the page names."""

import numpy as np
import pytest

import partEight


@pytest.fixture(scope="module")
def digits():
    """Gray levels, one-hot rows and labels of all the digits, and the rows at which the forms begin."""
    from sklearn.datasets import load_digits
    counts, labels = load_digits(return_X_y=True)
    forms = [0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667, 1797]
    return counts / 16, np.eye(10)[labels], labels, forms


def random_split(seed):
    order = np.random.default_rng(seed).permutation(1797)
    return order[:1200], order[1200:]


def form_splits(forms):
    for start, end in zip(forms, forms[1:]):
        rest = np.arange(start, end)
        yield np.delete(np.arange(1797), rest), rest


def classifier_read(digits, splits, first_seed=0, columns=slice(None)):
    """Percent of the held-out digits that a classifier reads, for each split."""
    X, y, labels, _ = digits
    X, percents = X[:, columns], []
    for seed, (some, rest) in enumerate(splits, first_seed):
        network = partEight.Classifier(rng=seed)
        partEight.learn(network, X[some], y[some], rate=0.05, rng=seed)
        percents.append(100 * np.mean(network.predict(X[rest]) == labels[rest]))
    return np.array(percents)


def model_read(digits, model, splits):
    X, _, labels, _ = digits
    return np.array([100 * model.fit(X[some], labels[some]).score(X[rest], labels[rest]) for some, rest in splits])


def squared_network(digits, seed, epochs):
    X, y, _, _ = digits
    train, _ = random_split(0)
    network = partEight.Neural_Network(64, 30, 10, rng=seed, spread=1 / 8)
    if epochs:
        partEight.learn(network, X[train], y[train], rate=0.1, epochs=epochs, rng=seed)
    return network


@pytest.mark.parametrize("seed", range(4))
def test_a_mini_batch_speaks_for_all_at_first_and_hardly_at_the_end(seed, digits):
    """The cosine of the vote of 32 digits with that of all the training digits, the median of 100 mini-batches."""
    X, y, _, _ = digits
    train, _ = random_split(0)
    medians = []
    for epochs in (0, 5, 60):
        network, rng = squared_network(digits, seed, epochs), np.random.default_rng(seed)
        few = [rng.choice(train, 32, replace=False) for _ in range(100)]
        votes = np.array([network.computeGradients(X[k], y[k]) for k in few])
        everybody = network.computeGradients(X[train], y[train])
        cosines = votes @ everybody / np.linalg.norm(votes, axis=1) / np.linalg.norm(everybody)
        medians.append(np.median(cosines))
    assert medians[0] > 0.98 and 0.35 < medians[1] < 0.75 and medians[2] < 0.4


@pytest.mark.parametrize("seed", range(4))
def test_many_late_steps_raise_the_cost_of_all(seed, digits):
    X, y, _, _ = digits
    train, _ = random_split(0)
    network, rng = squared_network(digits, seed, 20), np.random.default_rng(seed)
    order, costs = rng.permutation(train), [network.costFunction(X[train], y[train])]
    for start in range(0, 1200, 32):
        few = order[start:start + 32]
        partEight.learn(network, X[few], y[few], rate=0.1, epochs=1)
        costs.append(network.costFunction(X[train], y[train]))
    assert 0.3 < np.mean(np.diff(costs) > 0) < 0.6


def test_hidden_units_that_start_alike_stay_alike(digits):
    X, y, _, _ = digits
    network = partEight.Classifier(rng=0, spread=0)
    partEight.learn(network, X[:1200], y[:1200], rate=0.05, epochs=5, rng=0)
    np.testing.assert_allclose(network.W1, network.W1[:, :1] * np.ones(30), atol=1e-6)  # but for rounding errors
    assert np.abs(network.W1).max() > 0.01


def test_a_rate_of_one_saturates_the_hidden_units(digits):
    X, y, _, _ = digits
    network = partEight.Classifier(rng=0)
    partEight.learn(network, X[:1200], y[:1200], rate=1, epochs=5, rng=0)
    network.forward(X)
    assert np.mean(network.a2 * (1 - network.a2) < 1e-3) > 0.99


@pytest.mark.slow
def test_small_initial_weights_start_well_from_every_seed(digits):
    """Large ones get stuck from some: the page's split and squared errors, twelve starts each."""
    X, y, labels, _ = digits
    train, test = random_split(0)
    for spread, least in ((1, 70), (1 / 8, 97.5)):
        percents = []
        for seed in range(12):
            network = partEight.Neural_Network(64, 30, 10, rng=seed, spread=spread)
            partEight.learn(network, X[train], y[train], rate=0.1, rng=seed)
            percents.append(100 * np.mean(network.forward(X[test]).argmax(axis=1) == labels[test]))
        assert min(percents) > least and (spread < 1 or min(percents) < 90)


def test_forms_matter(digits):
    """Pictures lie nearest to pictures of the same form 54 times of 100; if the labels of forms are shuffled, 7."""
    X, _, _, forms = digits
    form = np.repeat(np.arange(14), np.diff(forms))
    distances = np.sum(X**2, axis=1)[:, None] + np.sum(X**2, axis=1) - 2 * X @ X.T
    np.fill_diagonal(distances, np.inf)
    nearest = np.argmin(distances, axis=1)
    assert abs(np.mean(form[nearest] == form) - 0.54) < 0.005
    shuffled = np.random.default_rng(0).permutation(form)
    assert abs(np.mean(shuffled[nearest] == shuffled) - 0.07) < 0.02


def test_shuffled_pixels_are_read_as_well(digits):
    splits = [random_split(seed) for seed in range(3)]
    shuffled = classifier_read(digits, splits, columns=np.random.default_rng(3).permutation(64))
    assert np.abs(np.mean(shuffled) - np.mean(classifier_read(digits, splits))) < 1


def test_pixels_without_ink_keep_their_initial_weights(digits):
    X, y, _, _ = digits
    network = partEight.Classifier(rng=0)
    partEight.learn(network, X, y, rate=0.05, epochs=2, rng=0)
    same = (network.W1 == partEight.Classifier(rng=0).W1).all(axis=1)
    assert np.flatnonzero(same).tolist() == [0, 32, 39] == np.flatnonzero(X.max(axis=0) == 0).tolist()


@pytest.mark.slow
def test_the_network_is_surer_of_strangers_digits_than_it_should_be(digits):
    X, y, labels, forms = digits
    sure, right = [], []
    for seed, (some, rest) in enumerate(form_splits(forms)):
        network = partEight.Classifier(rng=seed)
        partEight.learn(network, X[some], y[some], rate=0.05, rng=seed)
        sure.append(network.forward(X[rest]).max(axis=1).mean())
        right.append(np.mean(network.predict(X[rest]) == labels[rest]))
    assert np.mean(sure) > np.mean(right) + 0.01


@pytest.mark.parametrize("epochs", [1, 10])
def test_a_column_of_ones_matters_less_than_the_split(epochs, digits):
    X, y, labels, _ = digits
    percents = []
    for gray in (X, np.hstack([X, np.ones((len(X), 1))])):
        percents.append([])
        for seed in range(10):
            some, rest = random_split(seed)
            network = partEight.Classifier(gray.shape[1], rng=seed, spread=1 / 8)
            partEight.learn(network, gray[some], y[some], rate=0.05, epochs=epochs, rng=seed)
            percents[-1].append(100 * np.mean(network.predict(gray[rest]) == labels[rest]))
    without, with_bias = percents
    assert abs(np.median(with_bias) - np.median(without)) < np.ptp(without) / 2


@pytest.mark.slow
def test_it_is_the_hands_that_are_strange(digits):
    """Parts as large as the forms, but of mixed hands, are read as well as a random third or better."""
    X, y, labels, forms = digits
    mixed, percents = np.random.default_rng(5).permutation(len(X)), []
    for splits in (form_splits(forms), [(mixed[some], mixed[rest]) for some, rest in form_splits(forms)]):
        percents.append(np.mean(classifier_read(digits, splits)))
    assert percents[0] < 95 and percents[1] > 97


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 14, 2))
def test_after_a_few_dozen_epochs_the_cost_for_strangers_only_rises(first, digits):
    X, y, _, forms = digits
    strangers = np.arange(forms[first], forms[first + 2])
    known = np.delete(np.arange(len(X)), strangers)
    network, rng, costs = partEight.Classifier(rng=0), np.random.default_rng(0), []
    for _ in range(150):
        partEight.learn(network, X[known], y[known], rate=0.05, epochs=1, rng=rng)
        costs.append(network.costFunction(X[strangers], y[strangers]))
    assert np.argmin(costs) < 60 and costs[-1] > 1.05 * min(costs)


@pytest.mark.slow
def test_random_splits_flatter_and_nearest_neighbor_reads_best(digits):
    """Three runs over the forms with other seeds, and ten random splits."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    splits, by_form = [random_split(seed) for seed in range(10)], [*form_splits(digits[3])]
    ours = classifier_read(digits, splits)
    nearest, line = KNeighborsClassifier(1), LogisticRegression(max_iter=1000)
    assert (model_read(digits, nearest, splits) > ours).all()
    assert 0 < np.median(ours) - np.median(model_read(digits, line, splits)) < 1
    for run in range(3):
        strangers = classifier_read(digits, by_form, first_seed=14 * run)
        assert 1.8 < np.mean(100 - strangers) / np.mean(100 - ours) < 2.6
        assert np.mean(model_read(digits, nearest, by_form)) > np.mean(strangers) + 1.5
        assert 0.3 < np.mean(strangers) - np.mean(model_read(digits, line, by_form)) < 2


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
def test_scikit_learns_network_reads_no_better_than_ours(digits):
    """The same sizes, batches, epochs and rates; with and without its momentum, which lets a step count ten times."""
    from sklearn.neural_network import MLPClassifier
    settings = {"hidden_layer_sizes": (30,), "activation": "logistic", "solver": "sgd", "batch_size": 32,
                "max_iter": 60, "tol": 0, "n_iter_no_change": 60, "random_state": 0}
    plain = MLPClassifier(**settings, alpha=0, momentum=0, learning_rate_init=32 * 0.05)
    default = MLPClassifier(**settings, learning_rate_init=32 * 0.05 / 10)
    splits, by_form = [random_split(seed) for seed in range(10)], [*form_splits(digits[3])]
    ours, strangers = classifier_read(digits, splits), classifier_read(digits, by_form)
    for model, most in ((plain, 0.5), (default, 0.8)):
        assert abs(np.median(model_read(digits, model, splits)) - np.median(ours)) <= most
        assert abs(np.mean(model_read(digits, model, by_form)) - np.mean(strangers)) <= 1


# --- What the page says of drawings, pairs of forms, and costs ---

def pair_splits(forms):
    """Two whole forms held out, seven times."""
    for start, end in zip(forms[::2], forms[2::2]):
        rest = np.arange(start, end)
        yield np.delete(np.arange(1797), rest), rest


def trained(X, y, seed, epochs=30):
    network = partEight.Classifier(rng=seed)
    partEight.learn(network, X, y, rate=0.05, epochs=epochs, rng=seed)
    return network


def kept_in_proportion(cells):
    """The rival of the page's steps: proportions kept, at most 24 wide; only thickened, to 260 cells; centered."""
    from scipy import ndimage

    from lesson import pad
    box, _, _ = pad.cut_out(cells)
    width = max(1, min(24, round(box.shape[1] * 32 / box.shape[0])))
    rows, columns = ((np.arange(size) + 0.5) * old / size for size, old in zip((32, width), box.shape))
    whole, left = np.zeros((32, 32), dtype=bool), (32 - width) // 2
    whole[:, left:left + width] = box[np.ix_(rows.astype(int), columns.astype(int))]
    if whole.sum() >= 260:
        return whole
    distance = ndimage.distance_transform_edt(~whole).ravel()
    return np.isin(np.arange(1024), np.lexsort((pad.CHANCE, distance))[:260]).reshape(32, 32)


@pytest.mark.slow
def test_the_ninety_drawings_with_and_without_each_step(digits):
    """The medians of five networks that know nothing but the data."""
    from lesson import pad
    from support import drawings
    X, y, _, _ = digits
    networks = [trained(X, y, seed) for seed in range(5)]
    strokes = [pad.draw(*drawings.stroke(way, digit)) for way in drawings.WAYS for digit in range(10)]

    def read(*steps):
        counts = []
        for cells in strokes:
            for step in steps:
                cells = step(cells)
            counts.append(pad.count(cells).ravel())
        return np.median([np.sum(N.predict(np.array(counts) / 16) == np.tile(np.arange(10), 9)) for N in networks])
    without = [read(*[step for step in pad.STEPS if step is not each]) for each in pad.STEPS]
    assert [read(), read(*pad.STEPS), *without, read(kept_in_proportion)] == pytest.approx(
        [46, 87, 39, 82, 81, 83, 72], abs=1)


def test_all_zeros_but_one_reach_from_the_second_column_to_the_seventh(digits):
    X, _, labels, _ = digits
    inked = X[labels == 0].reshape(-1, 8, 8).max(axis=1) > 0
    assert len(inked) == 178 and np.sum((inked == [0, 1, 1, 1, 1, 1, 1, 0]).all(axis=1)) == 177


@pytest.mark.slow
def test_the_small_start_reads_more_of_the_digits_that_choose(digits):
    X, y, labels, _ = digits
    train, _ = random_split(0)
    learning, choosing = train[:900], train[900:]
    percents = {1: [], 1 / 8: []}
    for spread, each in percents.items():
        for seed in range(12):
            network = partEight.Neural_Network(64, 30, 10, rng=seed, spread=spread)
            partEight.learn(network, X[learning], y[learning], rate=0.1, epochs=20, rng=seed)
            each.append(100 * np.mean(network.forward(X[choosing]).argmax(axis=1) == labels[choosing]))
    assert (np.array(percents[1 / 8]) > percents[1]).all() and min(percents[1 / 8]) > 95.4
    assert min(percents[1]) < 78 and max(percents[1]) < 96


class ErrorWithoutSlope(partEight.Neural_Network):
    """Sigmoids whose error is yHat - y."""

    def costAndGradient(self, X, y):
        self.yHat = self.forward(X)
        delta3 = self.yHat - y
        delta2 = delta3 @ self.W2.T * self.a2 * (1 - self.a2)
        return np.sum(np.logaddexp(0, self.z3) - y * self.z3), X.T @ delta2, self.a2.T @ delta3


@pytest.mark.slow
@pytest.mark.parametrize("kind, rate, later, least, most", [
    (partEight.Classifier, 0.05, 0.05, 95, 100), (ErrorWithoutSlope, 0.05, 0.05, 95, 100),
    (partEight.Neural_Network, 0.1, 0.1, 0, 20), (partEight.Neural_Network, 0.1, 0.3, 0, 35),
    (partEight.Neural_Network, 0.1, 1, 0, 35)])
def test_wrong_names_are_unlearned_where_the_slope_has_canceled(kind, rate, later, least, most, digits):
    X, y, labels, _ = digits
    train, test = random_split(0)
    for seed in range(10):
        network = kind(64, 30, 10, rng=seed, spread=1 / 8)
        partEight.learn(network, X[train], y[train][:, np.arange(10) - 1], rate, epochs=30, rng=seed)
        partEight.learn(network, X[train], y[train], later, epochs=10, rng=seed + 1)
        assert least <= 100 * np.mean(network.forward(X[test]).argmax(axis=1) == labels[test]) <= most


@pytest.mark.slow
def test_the_hidden_layer_wins_on_more_forms_than_it_loses_from_each_of_twenty_starts(digits):
    from sklearn.linear_model import LogisticRegression
    X, y, labels, forms = digits
    form = np.repeat(np.arange(14), np.diff(forms))
    splits, gains = [*pair_splits(forms)], []
    line = np.concatenate([LogisticRegression(max_iter=2000).fit(X[some], labels[some]).predict(X[rest])
                           for some, rest in splits]) == labels
    for start in range(20):
        right = np.concatenate([trained(X[some], y[some], 14 * start + k).predict(X[rest])
                                for k, (some, rest) in enumerate(splits)]) == labels
        gain = np.array([right[form == k].mean() - line[form == k].mean() for k in range(14)])
        assert np.sum(gain > 0) > np.sum(gain < 0)
        gains.append(100 * gain.mean())
    assert 0.7 < np.mean(gains) < 1.3


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
def test_squared_errors_and_scikit_learns_network_read_strangers_within_a_point(digits):
    from sklearn.neural_network import MLPClassifier
    X, y, labels, forms = digits
    read = {"ours": [], "squared": [], "scikit-learn": []}
    for seed, (some, rest) in enumerate(pair_splits(forms)):
        squared = partEight.Neural_Network(64, 30, 10, rng=seed, spread=1 / 8)
        partEight.learn(squared, X[some], y[some], rate=0.1, rng=seed)
        theirs = MLPClassifier(30, activation="logistic", solver="sgd", batch_size=32, max_iter=60, tol=0,
                               n_iter_no_change=60, learning_rate_init=0.16, random_state=seed)
        theirs.fit(X[some], labels[some])
        read["ours"] += [*(trained(X[some], y[some], seed).predict(X[rest]) == labels[rest])]
        read["squared"] += [*(squared.forward(X[rest]).argmax(axis=1) == labels[rest])]
        read["scikit-learn"] += [*(theirs.predict(X[rest]) == labels[rest])]
    percents = {name: 100 * np.mean(right) for name, right in read.items()}
    assert all(abs(each - percents["ours"]) < 1 for each in percents.values()), percents


@pytest.mark.slow
def test_practice_reads_strangers_as_well_and_a_few_own_digits_teach_a_crossed_zero(digits):
    from lesson import pad
    X, y, labels, forms = digits
    returned = np.array([pad.count(pad.prepare(pad.enlarge(16 * each))).ravel()
                         for each in X.reshape(-1, 8, 8)]) / 16
    shaky, shaky_labels = pad.practice()
    shaky, shaky_y = shaky / 16, np.eye(10)[shaky_labels]
    right = {"as it is": [], "returned": [], "practiced, as it is": [], "practiced, returned": []}
    for seed, (some, rest) in enumerate(pair_splits(forms)):
        plain = trained(X[some], y[some], seed)
        practiced = trained(np.vstack([X[some], returned[some], shaky]), np.vstack([y[some], y[some], shaky_y]), seed)
        for name, network in ("", plain), ("practiced, ", practiced):
            right[f"{name}as it is"] += [*(network.predict(X[rest]) == labels[rest])]
            right[f"{name}returned"] += [*(network.predict(returned[rest]) == labels[rest])]
    as_it_is, after, practiced, practiced_after = (100 * np.mean(each) for each in right.values())
    assert 0.5 < as_it_is - after < 2.5 and practiced > as_it_is - 0.7 and practiced_after > after + 1

    def crossed_zeros(number, seed):
        rng, stroke = np.random.default_rng(seed), [*pad.READY["0"], None, (23, 6), (9, 26)]
        drawings = [pad.draw([point and tuple(rng.normal(point, 1)) for point in stroke]) for _ in range(number)]
        return np.reshape([pad.count(pad.prepare(cells)).ravel() for cells in drawings], (number, 64)) / 16
    new, zero = crossed_zeros(50, 99), np.eye(10)[[0]]
    everything, targets = np.vstack([X, returned, shaky]), np.vstack([y, y, shaky_y])
    percents = {number: [100 * np.mean(trained(np.vstack([everything, crossed_zeros(number, seed)]), np.vstack(
        [targets, *[zero] * number]), seed).predict(new) == 0) for seed in range(5)] for number in (0, 5, 20)}
    ends = [(min(each), max(each)) for each in percents.values()]
    np.testing.assert_allclose(ends, [(2, 16), (34, 56), (92, 96)], atol=4)
