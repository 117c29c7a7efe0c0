"""From Part 8 on one function is the cost: whoever overrides a part gets the same numbers everywhere, or an error."""
import numpy as np
import pytest

import partEight
import partTen
from partFive import computeNumericalGradient
from partSix import trainer

KINDS = {"Part 8": partEight.Neural_Network, "Part 10": partTen.Neural_Network, "Classifier": partEight.Classifier}
ACTIVATIONS = {
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z)**2),
    "leaky ReLU": (lambda z: np.where(z > 0, z, 0.1 * z), lambda z: np.where(z > 0, 1.0, 0.1)),
    "softsign": (lambda z: z / (1 + np.abs(z)), lambda z: 1 / (1 + np.abs(z))**2)}
RNG = np.random.default_rng(3)
X, Y = RNG.uniform(-1, 1, (6, 4)), np.eye(3)[RNG.integers(3, size=6)]


def agrees(N, expected=None):
    """All methods of N give the same cost and gradients, which pass Part 5's check; learn and trainer use them."""
    J, dJdW1, dJdW2 = N.costAndGradient(X, Y)
    assert N.costFunction(X, Y) == J and expected in (None, pytest.approx(J))
    for one, other in zip(N.costFunctionPrime(X, Y), (dJdW1, dJdW2), strict=True):
        np.testing.assert_array_equal(one, other)
    gradient = np.concatenate((dJdW1.ravel(), dJdW2.ravel()))
    np.testing.assert_array_equal(N.computeGradients(X, Y), gradient)
    np.testing.assert_allclose(computeNumericalGradient(N, X, Y), gradient, rtol=1e-5, atol=1e-6)
    start = N.getParams()
    np.testing.assert_allclose(partEight.learn(N, X, Y, 1e-3, batch=6, epochs=1), [J])
    np.testing.assert_allclose(N.getParams(), start - 1e-3 * gradient)
    N.setParams(start)
    wrapped, vector = trainer(N).costFunctionWrapper(start, X, Y)
    assert wrapped == J and np.array_equal(vector, gradient)


def refuses(N, words):
    for use in (N.costAndGradient, lambda X, Y: partEight.learn(N, X, Y, 0.1), trainer(N).train):
        before = N.getParams()
        with pytest.raises(TypeError, match=words):
            use(X, Y)
        assert np.array_equal(N.getParams(), before)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_another_activation_counts_everywhere(kind, name):
    """Overridden in a class, or on a network."""
    f, slope = ACTIVATIONS[name]
    Own = type("Own", (KINDS[kind],), {"sigmoid": lambda self, z: f(z), "sigmoidPrime": lambda self, z: slope(z)})
    agrees(Own(4, 5, 3, rng=1))
    network = KINDS[kind](4, 5, 3, rng=1)
    network.sigmoid, network.sigmoidPrime = f, slope
    agrees(network)
    assert network.costFunction(X, Y) == Own(4, 5, 3, rng=1).costFunction(X, Y)


@pytest.mark.parametrize("kind", KINDS)
def test_an_activation_without_its_slope_is_refused(kind):
    refuses(type("Own", (KINDS[kind],), {"sigmoid": lambda self, z: np.tanh(z)})(4, 5, 3), "override sigmoidPrime too")
    network = KINDS[kind](4, 5, 3)
    network.sigmoid = np.tanh
    refuses(network, "override sigmoidPrime too")


@pytest.mark.parametrize("kind", KINDS)
def test_a_slope_without_its_activation_is_refused_unless_it_is_the_right_one(kind):
    refuses(type("Own", (KINDS[kind],), {"sigmoidPrime": lambda self, z: 1 - np.tanh(z)**2})(4, 5, 3),
            "has a sigmoidPrime that isn't the slope of its sigmoid: override both")
    agrees(type("Own", (KINDS[kind],), {"sigmoidPrime": lambda self, z: self.sigmoid(z) * self.sigmoid(-z)})(4, 5, 3))
    network = type("Own", (KINDS[kind],), {"sigmoid": lambda self, z: np.maximum(z, 0),
                                           "sigmoidPrime": lambda self, z: np.where(z > 0, 1.0, 0.0)})(4, 5, 3, rng=1)
    network.sigmoidPrime = lambda z: (z >= 0) * 1.0
    agrees(network)


def test_on_part_fives_network_an_activation_without_its_slope_is_refused_before_training():
    N = partEight.partFive.Neural_Network(4, 5, 3, rng=1)
    N.sigmoid = np.tanh
    with pytest.raises(TypeError, match="isn't the slope of its sigmoid: override sigmoidPrime too"):
        trainer(N).train(X, Y)


@pytest.mark.parametrize("kind", [partEight.partFive.Neural_Network, *KINDS.values()])
@pytest.mark.parametrize("slope", [lambda a: 1 - a**2, lambda z: np.exp(-z) / (1 + np.exp(-z))**2])
def test_a_slope_of_another_activation_or_of_a_is_refused_before_training(kind, slope):
    N = kind(4, 5, 3, rng=1)
    N.sigmoid, N.sigmoidPrime = np.tanh, slope
    uses = [trainer(N).train, lambda X, Y: partEight.learn(N, X, Y, 0.1)]
    for use in uses[:1 + hasattr(N, "costAndGradient")]:
        with pytest.raises(TypeError, match="isn't the slope of its sigmoid: override both, each as"):
            use(X, Y)


def test_an_activation_whose_slope_is_in_the_cost_itself_needs_no_other():
    class Own(partEight.Neural_Network):
        def sigmoid(self, z):
            return np.tanh(z)

        def costAndGradient(self, X, y):
            e = self.forward(X) - y
            delta3 = e * (1 - np.tanh(self.z3)**2)
            return np.sum(e**2) / 2, X.T @ (delta3 @ self.W2.T * (1 - self.a2**2)), self.a2.T @ delta3

    agrees(Own(4, 5, 3, rng=1))


def test_a_cross_entropy_of_its_own_is_refused_unless_it_is_the_same():
    network = KINDS["Classifier"](4, 5, 3, rng=1)
    network.cross_entropy = lambda y: -np.sum(y * np.log(network.yHat))
    agrees(network)
    network.cross_entropy = lambda y: -np.mean(y * np.log(network.yHat))
    refuses(network, "overrides cross_entropy, and yHat - y is no longer its slope: override costAndGradient")


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_may_be_named(kind):
    class Own(KINDS[kind]):
        def forward(self, X):
            return super().forward(X)

    N = Own(4, 5, 3, rng=1)
    assert N.costAndGradient(y=Y, X=X)[0] == N.costAndGradient(X, y=Y)[0] == N.costAndGradient(X, Y)[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("names", [["costFunction"], ["costFunctionPrime"], ["costFunction", "costFunctionPrime"]])
def test_a_half_without_return_is_refused(kind, names):
    Own = type("Own", (KINDS[kind],), {name: lambda self, X, y: None for name in names})
    refuses(Own(4, 5, 3), "the cost of Own comes as NoneType" if len(names) == 2 else f"overrides {names[0]}, and")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change, words", [
    (lambda votes: None, "comes as NoneType; it must be J, dJdW1 and dJdW2"), (lambda votes: votes[:2], "comes as"),
    (lambda votes: (votes[0], votes[2], votes[1]), r"comes as \[\(\), \(5, 3\), \(4, 5\)\]"),
    (lambda votes: (votes[0], 1.0, 1.0), r"comes as \[\(\), \(\), \(\)\]")])
def test_a_cost_that_gives_something_else_is_refused_by_learn_and_trainer(kind, change, words):
    N = KINDS[kind](4, 5, 3, rng=1)
    N.costAndGradient = lambda X, y: change(KINDS[kind].costAndGradient(N, X, y))
    before = N.getParams()
    for use in (lambda X, Y: partEight.learn(N, X, Y, 0.1), trainer(N).train):
        with pytest.raises(TypeError, match=words):
            use(X, Y)
        assert np.array_equal(N.getParams(), before)


def penalized(kind, *names):
    """A class with a penalty of Lambda / 2 times the sum of all squared weights, in these methods."""
    class Penalized(kind):
        Lambda = 0

    def costFunction(self, X, y):
        return super(Penalized, self).costFunction(X, y) + self.Lambda / 2 * np.sum(self.getParams()**2)

    def costFunctionPrime(self, X, y):
        dJdW1, dJdW2 = super(Penalized, self).costFunctionPrime(X, y)
        return dJdW1 + self.Lambda * self.W1, dJdW2 + self.Lambda * self.W2

    def costAndGradient(self, X, y):
        J, dJdW1, dJdW2 = super(Penalized, self).costAndGradient(X, y)
        return (J + self.Lambda / 2 * np.sum(self.getParams()**2),
                dJdW1 + self.Lambda * self.W1, dJdW2 + self.Lambda * self.W2)

    def computeGradients(self, X, y):
        return super(Penalized, self).computeGradients(X, y) + self.Lambda * self.getParams()

    for name in names:
        setattr(Penalized, name, locals()[name])
    return Penalized


@pytest.mark.parametrize("names", [("costAndGradient",), ("costFunction", "costFunctionPrime")])
@pytest.mark.parametrize("kind", KINDS)
def test_a_penalty_on_the_cost_or_on_both_halves_counts_everywhere(kind, names):
    N = penalized(KINDS[kind], *names)(4, 5, 3, rng=1)
    plain = N.costAndGradient(X, Y)[0]
    agrees(N)
    N.Lambda = 0.5  # set later
    agrees(N, plain + 0.25 * np.sum(N.getParams()**2))


@pytest.mark.parametrize("name", ["costFunction", "costFunctionPrime", "computeGradients"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_penalty_on_one_half_is_refused_as_soon_as_it_counts(kind, name):
    N = penalized(KINDS[kind], name)(4, 5, 3, rng=1)
    agrees(N)
    N.Lambda = 0.5
    refuses(N, f"overrides {name}, .* override costAndGradient")


@pytest.mark.parametrize("kind", KINDS)
def test_costs_overridden_in_several_places_are_refused(kind):
    both = penalized(KINDS[kind], "costFunction", "costFunctionPrime")
    refuses(penalized(both, "costFunction")(4, 5, 3), "in several places")
    refuses(penalized(both, "costAndGradient")(4, 5, 3), "in several places")
    network = both(4, 5, 3)
    network.costFunction = lambda X, y: 0.0
    refuses(network, "in several places")


@pytest.mark.parametrize("kind", KINDS)
def test_a_forward_that_only_looks_on_is_fine_and_one_that_answers_otherwise_is_refused(kind):
    class Counts(KINDS[kind]):
        calls, factor = 0, 1

        def forward(self, X):
            self.calls += 1
            return self.factor * super().forward(X)

    N = Counts(4, 5, 3, rng=1)
    agrees(N)
    assert N.calls
    N.factor = 2
    refuses(N, "overrides forward")


def test_a_class_of_its_own_with_one_half_of_another_cost_is_refused():
    """Such as the one that Part 8's page shows, typed by hand."""
    class Own(partEight.partFive.Neural_Network):
        def costAndGradient(self, X, y):
            return (super().costFunction(X, y), *super().costFunctionPrime(X, y))

    class Penalized(Own):
        def costFunction(self, X, y):
            return 2 * super().costFunction(X, y)

    with pytest.raises(TypeError, match="override costAndGradient"):
        partEight.learn(Penalized(4, 5, 3), X, Y, 0.1)
    with pytest.raises(TypeError, match="override costAndGradient"):
        trainer(Penalized(4, 5, 3))
