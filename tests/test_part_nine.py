"""Part 9: slopes that find their own way back, held against differences, hand-written gradients and PyTorch."""
import inspect
import itertools
import math
from importlib.util import find_spec

import numpy as np
import pytest

import lesson
import partEight
import partNine
from partNine import Constant, Neural_Network, Value, X, y
from support.notebooks import cells, definitions

NOTEBOOK = "09-never-stop-doing-the-chain-rule"
SEEDS = range(40)


class Array_Like:
    """What has numbers, as a DataFrame has."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return self.array


def close(values, expected, rtol=1e-12, atol=1e-15):
    assert np.shape(values) == np.shape(expected)
    np.testing.assert_allclose(values, expected, rtol=rtol, atol=atol)


# --- What each operation gives, and what comes back: worked by hand ---

def test_whole_numbers():
    x, y, z = Value(3, "x"), Value(-1, "y"), Value(4, "z")
    q = (x + y) * z
    q.backward()
    assert (q.data, x.grad, y.grad, z.grad, q.grad) == (8, 4, 4, 2, 1)


@pytest.mark.parametrize("operation, result, slope", [
    (lambda x: x + 5, 7, 1), (lambda x: 5 + x, 7, 1), (lambda x: x - 5, -3, 1), (lambda x: 5 - x, 3, -1),
    (lambda x: x * 5, 10, 5), (lambda x: 5 * x, 10, 5), (lambda x: x / 5, 0.4, 0.2), (lambda x: 5 / x, 2.5, -1.25),
    (lambda x: -x, -2, -1), (lambda x: x + x, 4, 2), (lambda x: x - x, 0, 0), (lambda x: x * x, 4, 4),
    (lambda x: x / x, 1, 0), (lambda x: x.sum(), 2, 1), (lambda x: x.exp(), np.e**2, np.e**2),
    (lambda x: x.log(), np.log(2), 0.5), (lambda x: x.sigmoid(), 0.8807970779778823, 0.10499358540350652),
    (lambda x: x.relu(), 2, 1), (lambda x: (-x).relu(), 0, 0), (lambda x: (x - 2).relu(), 0, 0),
    (lambda x: np.float64(5) * x, 10, 5), (lambda x: np.array(5) - x, 3, -1)])
def test_at_two(operation, result, slope):
    x = Value(2)
    J = operation(x)
    J.backward()
    close(J.data, result)
    close(x.grad, slope)


def test_a_product_of_matrices():
    A, B = Value([[1, 2], [3, 4], [5, 6]]), Value([[1], [10]])
    product = A @ B
    product.sum().backward()
    close(product.data, [[21], [43], [65]])
    close(A.grad, [[1, 10], [1, 10], [1, 10]])
    close(B.grad, [[9], [12]])


@pytest.mark.parametrize("shape", [(), (4,), (1, 4), (3, 1), (1, 1)])
def test_what_broadcasting_copies_is_added_up_again(shape):
    b = Value(np.ones(shape))
    (b + np.zeros((3, 4))).sum().backward()
    close(b.grad, np.full(shape, 12 / b.data.size))


def test_a_column_and_a_row_make_a_table():
    a, b = Value([[1], [2], [3]]), Value([[10, 20]])
    (a * b).sum().backward()
    close(a.grad, [[30], [30], [30]])
    close(b.grad, [[6, 6]])


def test_the_sigmoid_keeps_quiet_far_out():
    z = Value([-800, 800])
    z.sigmoid().sum().backward()
    close(z.grad, [0, 0])


# --- The way back ---

def test_slopes_of_a_shared_result_arrive_before_it_hands_them_on():
    x = Value(1)
    twice = 2 * x
    (twice + twice).backward()
    assert x.grad == 4


def test_a_long_chain_needs_no_recursion():
    x = Value(0)
    J = x
    for _ in range(10_000):
        J = J + x
    J.backward()
    assert x.grad == 10_001


def test_a_value_shared_at_every_step_takes_no_longer():
    """Along its paths, 2^60 of them, this would never end."""
    x = Value(1)
    J = x
    for _ in range(60):
        J = J + J
    J.backward()
    assert x.grad == 2**60


def test_backward_once_more_gives_the_same_slopes():
    W1 = Value(Neural_Network(rng=1).W1)
    J = ((X @ W1).sigmoid() * (X @ W1)).sum()
    J.backward()
    once = W1.grad
    J.backward()
    assert np.array_equal(W1.grad, once)


def test_another_cost_of_the_same_values_starts_from_zero():
    x = Value(3)
    (x * x).backward()
    (5 * x).backward()
    assert x.grad == 5


def test_backward_from_the_middle_leaves_other_slopes_alone():
    x, z = Value(3), Value(4)
    product = x * z
    (product + z).backward()
    product.backward()
    assert (x.grad, z.grad) == (4, 3)


def test_a_step_between_forward_and_backward_changes_nothing():
    x = Value(3)
    J = x * x
    x.data = x.data - 1
    J.backward()
    assert x.grad == 6


def test_slopes_are_no_ones_but_the_values():
    """Writing into one slope changes no other."""
    a, b = Value([1, 2]), Value([3, 4])
    (a + b).sum().backward()
    a.grad[0] = 100
    close(b.grad, [1, 1])


def test_constants_get_no_slope():
    x = Value([1, 2], "x")
    J = (3 * x + np.array([5, 6])).sum()
    J.backward()
    constants = [value for value in J.topological_order() if isinstance(value, Constant)]
    assert len(constants) == 2 and all(value.grad is None for value in constants)


def test_topological_order_is_the_order_of_computation():
    x, z = Value(2), Value(3)
    total = x + z
    J = total * z
    assert J.topological_order() == [x, z, total, J]


# --- Central differences over random graphs ---

ELEMENTWISE = {"+": lambda a, b: a + b, "-": lambda a, b: a - b,
               "*": lambda a, b: a * b, "/": lambda a, b: a / (b * b + 1)}
NUMPY = {"sigmoid": lambda a: 1 / (1 + np.exp(-a)), "relu": lambda a: np.maximum(a - 0.1234, 0),
         "exp": lambda a: np.exp(-a * a), "log": lambda a: np.log(a * a + 1)}
VALUE = {"sigmoid": lambda a: a.sigmoid(), "relu": lambda a: (a - 0.1234).relu(),
         "exp": lambda a: (-a * a).exp(), "log": lambda a: (a * a + 1).log()}
SHAPES = [(), (1, 4), (4,), (3, 1), (3, 4), (4, 3)]
CONSTANTS = [np.random.default_rng(9).standard_normal((3, 4)), np.array(0.5)]


def shape_of(value):
    return tuple(value.data.shape if isinstance(value, Value) else value.shape)


def fit(a, b):
    try:
        shape = np.broadcast_shapes(a, b)
    except ValueError:
        return False
    return len(a) == len(b) or shape in (a, b)


def random_graph(seed, leaves, functions, constant=np.asarray):
    """A number computed from the leaves in some fifteen random steps; each may use again what another one made."""
    rng = np.random.default_rng(seed)
    made, total = [*leaves, *map(constant, CONSTANTS)], 0
    for _ in range(15):
        a = made[rng.integers(len(made))]
        if rng.random() < 0.4:
            result = functions[rng.choice(sorted(functions))](a)
        else:
            sign = rng.choice([*ELEMENTWISE, "@"])
            if sign == "@":
                others = [b for b in made if len(shape_of(a)) == len(shape_of(b)) == 2
                          and shape_of(a)[1] == shape_of(b)[0]]
            else:
                others = [b for b in made if fit(shape_of(a), shape_of(b))]
            if not others:
                continue
            b = others[rng.integers(len(others))]
            result = a @ b / 3 if sign == "@" else ELEMENTWISE[sign](a, b)
        made.append(result)
    for each in made[len(leaves) + len(CONSTANTS):]:
        total = total + each.sum() * rng.uniform(-1, 1)
    return total


@pytest.mark.parametrize("seed", SEEDS)
def test_random_graphs_agree_with_central_differences(seed):
    arrays = [np.random.default_rng(seed).uniform(-1.5, 1.5, shape) for shape in SHAPES]
    leaves = [Value(array) for array in arrays]
    J = random_graph(seed, leaves, VALUE, Constant)
    J.backward()
    close(J.data, random_graph(seed, arrays, NUMPY))
    for k, array in enumerate(arrays):
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            nudge = np.zeros(array.shape)
            nudge[place] = 1e-5
            right, left = (random_graph(seed, [*arrays[:k], array + each, *arrays[k + 1:]], NUMPY)
                           for each in (nudge, -nudge))
            slopes[place] = (right - left) / 2e-5
        grad = leaves[k].grad
        close(np.zeros(array.shape) if grad is None else grad, slopes, rtol=1e-6, atol=1e-6)


# --- Networks ---

def cost_of_values(X, y, W1, W2):
    e = y - ((X @ W1).sigmoid() @ W2).sigmoid()
    return 0.5 * (e * e).sum()


@pytest.mark.parametrize("sizes, examples", [((2, 3, 1), 3), ((2, 3, 1), 4), ((4, 5, 2), 7), ((1, 1, 1), 1)])
@pytest.mark.parametrize("seed", range(5))
def test_equations_six_and_seven_come_out(sizes, examples, seed):
    NN, rng = Neural_Network(*sizes, rng=seed), np.random.default_rng(seed)
    data = rng.random((examples, sizes[0])), rng.random((examples, sizes[2]))
    W1, W2 = Value(NN.W1), Value(NN.W2)
    J = cost_of_values(*data, W1, W2)
    J.backward()
    close(J.data, NN.costFunction(*data))
    for weights, gradient in zip((W1, W2), NN.costFunctionPrime(*data)):
        close(weights.grad, gradient, rtol=0, atol=1e-15)


@pytest.mark.parametrize("seed", range(5))
def test_the_classifiers_gradient_comes_out(seed):
    N, rng = partEight.Classifier(6, 5, 4, rng=seed), np.random.default_rng(seed)
    X, y = rng.random((7, 6)), np.eye(4)[rng.integers(4, size=7)]
    W1, W2 = Value(N.W1), Value(N.W2)
    z = (X @ W1).sigmoid() @ W2
    J = (z.exp() @ np.ones((4, 1))).log().sum() - (y * z).sum()
    J.backward()
    cost, *gradients = N.costAndGradient(X, y)
    close(J.data, cost)
    for weights, gradient in zip((W1, W2), gradients):
        close(weights.grad, gradient, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("seed", range(20))
def test_random_graphs_agree_with_pytorch(seed):
    torch = pytest.importorskip("torch")
    functions = {"sigmoid": torch.sigmoid, "relu": lambda a: torch.relu(a - 0.1234), "exp": lambda a: torch.exp(-a * a),
                 "log": lambda a: torch.log(a * a + 1)}
    arrays = [np.random.default_rng(seed).uniform(-1.5, 1.5, shape) for shape in SHAPES]
    leaves = [Value(array) for array in arrays]
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    random_graph(seed, leaves, VALUE, Constant).backward()
    random_graph(seed, tensors, functions, torch.from_numpy).backward()
    for leaf, tensor in zip(leaves, tensors):
        assert (leaf.grad is None) == (tensor.grad is None)
        if leaf.grad is not None:
            close(leaf.grad, tensor.grad.numpy(), rtol=1e-12, atol=1e-12)


BASES = ["a + b", "a - b", "a * b", "a / b", "a @ c", "a.T @ b", "a ** 2", "b ** -1", "b ** 0.5", "2 ** a", "b ** a",
         "-a", "a[0]", "a[:, 1]", "a[[0, 0, 2]]", "3 - a", "1 / b", "a + 1", "k * a", "k - a", "a / k", "a[1:] * b[:2]"]
AROUND = ["({}).sum()", "({}).mean()", "({}).tanh().sum()", "({}).sigmoid().mean()", "(({}) * ({})).sum()",
          "({}).relu().sum()", "({}).exp().mean()"]
EXPRESSIONS = ["a.sum(0).max()", "a.mean(1).exp().sum()", "a.sum(1, keepdims=True).tanh().sum()", "(b.log() * a).sum()",
               "(a - a.mean(0)).tanh().sum()", "(a * a).sum().log()", "a.max()", "(a.relu() + (-a).relu()).sum()"]
EXPRESSIONS += [AROUND[k % len(AROUND)].replace("{}", base) for k, base in enumerate(3 * BASES, 2)][:56]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expressions_agree_with_pytorch(expression):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(7)
    arrays = {"a": rng.normal(size=(3, 4)), "b": rng.uniform(0.5, 2, (3, 4)), "c": rng.normal(size=(4, 2))}
    k = rng.uniform(1, 2, (3, 4))
    values = {name: Value(array) for name, array in arrays.items()}
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in arrays.items()}
    one = eval(expression, {"k": k} | values)
    other = eval(expression.replace("keepdims", "keepdim"), {"k": torch.from_numpy(k)} | tensors)
    one.backward(), other.backward()
    close(one.data, other.detach().numpy())
    for name in arrays:
        found, expected = values[name].grad, tensors[name].grad
        assert (found is None) == (expected is None)
        if found is not None:
            close(found, expected.numpy(), atol=1e-12)


OF_ALL_SHAPES = [  # broadcast in every direction, taken twice, of size 1, with ties, of none
    "(r * k).sum()", "(o * a).sum()", "(a / o).mean()", "(h * v).sum()", "(k + K).mean()", "(x * z).sum()",
    "(x - v).mean()", "v[[0, 0, 2, -1]].sum()", "(a[:, [1, 1, 0]] ** 2).sum()", "a[K > 0].sum()",
    "(a[::2, ::-1] * 2).sum()", "x[0, ..., 1].sum()", "v[0:0].sum() + o[0, 0]", "(a ** 0).sum()", "(q ** 1).sum()",
    "(p ** a).sum()", "(a ** np.array([0, 1, 2, -1])).sum()", "q.max(0).sum()",
    "(q.max(axis=1, keepdims=True) * q).sum()", "x.max(axis=(1, 2)).sum()", "x.sum(axis=(0, 2)).max()",
    "x.mean(axis=-2, keepdims=True).sum()", "x.T[1].mean()",
    "(r @ c).sum()", "(k @ r @ c).sum()", "(K.T @ a).mean()", "(e * v).sum() + (e.T @ e).sum()"]


@pytest.mark.parametrize("expression", OF_ALL_SHAPES)
def test_expressions_of_all_shapes_agree_with_autograd(expression):
    autograd = pytest.importorskip("autograd")
    rng = np.random.default_rng(3)
    shapes = {"v": 4, "a": (3, 4), "c": (4, 2), "r": (1, 4), "k": (3, 1), "o": (1, 1), "h": 1, "x": (2, 3, 4),
              "z": (2, 1, 4), "e": (0, 4)}
    arrays = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    arrays |= {"p": rng.uniform(0.5, 2, 4), "q": np.array([[2.0, 5, 5], [1, 5, 0], [3, 3, 3]])}
    K = rng.normal(size=(3, 4))
    values = {name: Value(array) for name, array in arrays.items()}
    J = eval(expression, {"np": np, "K": K} | values)
    J.backward()
    close(J.data, eval(expression, {"np": np, "K": K} | arrays))
    slopes = autograd.grad(lambda *boxes: eval(expression, {"np": np, "K": K} | dict(zip(arrays, boxes))),
                           tuple(range(len(arrays))))(*arrays.values())
    for value, slope in zip(values.values(), slopes, strict=True):
        close(np.zeros(value.shape) if value.grad is None else value.grad, slope, atol=1e-12)


# --- As a reader sees it ---

def test_the_cell_with_pytorch_finds_the_same_slopes(capsys):
    torch = pytest.importorskip("torch")
    [cell] = [cell for cell in cells(NOTEBOOK, "code") if "torch" in cell.source]
    NN = Neural_Network(rng=5)
    names = {"reader_is_there": lambda: True, "NN": NN, "W1": Value(NN.W1), "W2": Value(NN.W2), "X": X, "y": y,
             "np": np, "cost": lambda W1, W2, X, y: cost_of_values(X, y, W1, W2), "torch": torch}
    exec(cell.source, names)
    assert capsys.readouterr().out == "largest difference: less than 1e-12\n"


def test_the_cell_with_autograd_finds_the_same_slopes(capsys):
    pytest.importorskip("autograd")
    [cell] = [cell for cell in cells(NOTEBOOK, "code") if 'find_spec("autograd")' in cell.source]
    NN = Neural_Network(rng=5)
    names = {"reader_is_there": lambda: True, "NN": NN, "W1": Value(NN.W1), "W2": Value(NN.W2), "X": X, "y": y,
             "np": np, "cost": lambda W1, W2, X, y: cost_of_values(X, y, W1, W2), "find_spec": find_spec}
    exec(cell.source, names)
    assert capsys.readouterr().out == "largest difference: less than 1e-12\n"


def test_the_notebook_shows_the_whole_class():
    module = inspect.getsource(partNine)
    whole = module[module.index("class Value:"):module.index("def in_words")].rstrip()
    [fold] = [cell.source for cell in cells(NOTEBOOK, "markdown") if "The whole class" in cell.source]
    assert f"```python\n{whole}\n```" in fold, "copy the class from partNine.py into the fold 'The whole class'"


@pytest.mark.parametrize("seed", range(20))
def test_the_small_class_of_the_notebook_agrees_with_the_large_one(seed):
    names = definitions("09")
    names["serials"] = itertools.count()
    results = []
    for kind in (names["Number"], Value):
        rng = np.random.default_rng(seed)
        made = [kind(float(rng.integers(-3, 4))) for _ in range(3)]
        for _ in range(6):
            a, b = (made[k] for k in rng.integers(len(made), size=2))
            made.append(a + b if rng.random() < 0.5 else a * b)
        names["backward"](made[-1]) if kind is not Value else made[-1].backward()
        results.append([made[-1].data, *(float(each.grad or 0) for each in made)])
    assert results[0] == results[1]


@pytest.mark.parametrize("value, words", [
    (Value(3), "Value(3)"), (Value(3, "x"), "Value(x = 3)"),
    (Value([[1, 2], [3, 0.123456]]), "Value([[1, 2], [3, 0.1235]])"),
    (Value([1, 2, 3, 4, 5, 6]), "Value([1, 2, 3, 4, 5, 6])"), (Value(np.ones(7)), "Value(array of shape (7,))"),
    (Value(np.ones((64, 30)), "W1"), "Value(W1 = array of shape (64, 30))"), (Value(3, "x") * 2, "Value(6)")])
def test_a_value_in_words(value, words):
    assert repr(value) == words


def test_a_value_in_words_after_backward():
    x, W = Value(3, "x"), Value(np.ones((4, 5)), "W")
    J = (x * W).sum()
    J.backward()
    assert repr(x) == "Value(x = 3, slope 20)"
    assert repr(W) == "Value(W = array of shape (4, 5), slope array of shape (4, 5))"
    assert repr(J) == "Value(60, slope 1)"


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")
@pytest.mark.parametrize("mistake, error, words", [
    (lambda: Value("three"), TypeError, "data holds 'three'; every value must be a real number"),
    (lambda: Value([1, None], "b"), TypeError, "b holds None"),
    (lambda: Value(1j), TypeError, "real number"),
    (lambda: Value([[1, 2], [3]], "W"), ValueError, "W has rows of different lengths"),
    (lambda: Value([1, np.nan, np.inf], "b"), ValueError, "b holds nan; every value must be a finite number"),
    (lambda: Value(np.inf), ValueError, "data holds inf"),
    (lambda: Value([Value(1), Value(2)]), TypeError, "take its data"),
    (lambda: Value(1) + "two", TypeError, "data holds 'two'"),
    (lambda: None * Value(1), TypeError, "data holds None"),
    (lambda: np.nan * Value(1), ValueError, "data holds nan"),
    (lambda: Value([1, 2]) + Value([1, 2, 3]), ValueError, r"shapes \(2,\) and \(3,\) don't fit in a \+ b"),
    (lambda: Value([1, 2]) - [1, 2, 3], ValueError, r"shapes \(2,\) and \(3,\) don't fit in a - b"),
    (lambda: Value([1, 2]) * [1, 2, 3], ValueError, r"shapes \(2,\) and \(3,\) don't fit in a \* b"),
    (lambda: Value([1, 2]) / [1, 2, 3], ValueError, r"shapes \(2,\) and \(3,\) don't fit in a / b"),
    (lambda: y.ravel() - Value(y), ValueError, r"shapes \(3,\) and \(3, 1\) in a - b would make \(3, 3\)"),
    (lambda: Value(X) @ Value(X), ValueError, r"shapes \(3, 2\) and \(3, 2\) don't fit in a @ b; both must be"),
    (lambda: X @ Value([1, 2]), ValueError, r"shapes \(3, 2\) and \(2,\) don't fit in a @ b"),
    (lambda: Value(2) @ Value(X), ValueError, r"shapes \(\) and \(3, 2\) don't fit in a @ b"),
    (lambda: Value(X).backward(), ValueError, r"this value has shape \(3, 2\); backward starts from a single number"),
    (lambda: (1 * Value([[1]])).backward(), ValueError, r"shape \(1, 1\); backward starts from a single number"),
    (lambda: Value(Value(3)), TypeError, "take its data"),
    (lambda: np.array([Value(3)]), TypeError, "take its data"),
    (lambda: np.where(True, Value(2), 0), TypeError, r"np\.where can't take a Value; a Value knows \+ -"),
    (lambda: np.add(np.ones(2), Value(2), out=np.ones(2)), TypeError, r"write a = a \+ b"),
    (lambda: np.add.reduce(Value([1, 2])), TypeError, "can't take a Value"),
    (lambda: Value(np.ma.masked_equal([1, 2], 2)), ValueError, r"data\[1\] is masked"),
    (lambda: Value(10**400), ValueError, "too large for a float"),
    (lambda: Value(-2)**0.5, ValueError, "isn't a real number"),
    (lambda: Value(0)**-1, ValueError, "0 to a power below 0"),
    (lambda: Value(-2)**Value(2), ValueError, "no slope"),
    (lambda: 1 / Value(0), ValueError, "divides by 0"),
    (lambda: Value([]).mean(), ValueError, r"shape \(0,\) has no elements and no mean: look for a slice"),
    (lambda: Value(X)[:0].mean(axis=1), ValueError, r"shape \(0, 2\) has no elements and no mean"),
    (lambda: Value([1, 2])[2:].max(), ValueError, "no elements and no max"),
    (lambda: np.transpose(Value(X), (0, 1)), TypeError, r"reverses its axes, as \.T does"),
    (lambda: Value([1, 0]).log().sum().backward(), ValueError, "this value is -inf, and has no slopes: log was"),
    (lambda: setattr(Value([1, 2], "w"), "data", 5), ValueError, r"data of w has shape \(\) and had \(2,\)"),
    (lambda: setattr(Value(1, "w"), "data", np.nan), ValueError, "data of w holds nan"),
    (lambda: setattr(2 * Value(1), "data", 3), ValueError, "this Value was computed"),
    (lambda: float(Value(1)), TypeError, "for the numbers alone, take its data"),
    (lambda: math.exp(Value(1)), TypeError, r"math\.exp\(v\) is v\.exp\(\)"),
    (lambda: round(Value(1)), TypeError, "take its data"),
    (lambda: Value(each for each in X), TypeError, "data is a generator; give an array or a list"),
    (lambda: Value([1, 2]) < [1, 2, 3], ValueError, r"shapes \(2,\) and \(3,\) don't fit in a < b")])
def test_mistakes_are_told(mistake, error, words):
    with pytest.raises(error, match=words):
        mistake()


@pytest.mark.filterwarnings("ignore:::partNine")
@pytest.mark.parametrize("start, compute, words", [
    (0, np.sqrt, "the slope of x is inf: look for a root of 0"),
    (1e-300, lambda x: x**-1 * 1e-300, "the slope of x is -inf: look for .* or for numbers too large"),
    (1000, lambda x: 1 / (1 + np.exp(x)), "the slope of x is nan: exp was the first to give a number that isn't")])
def test_a_slope_that_is_no_number_is_told_and_none_is_left(start, compute, words):
    x = Value(start, "x")
    J = compute(x)
    with pytest.raises(ValueError, match=words):
        J.backward()
    assert x.grad is None and J.grad is None


@pytest.mark.parametrize("combine", [lambda m: m + Value([1, 2]), lambda m: Value([1, 2]) * m, lambda m: Value(m)])
def test_masked_numbers_are_refused_beside_a_value(combine):
    with pytest.raises((TypeError, ValueError), match=r"data\[1\] is masked|a masked array can't stand beside a Value"):
        combine(np.ma.masked_equal([1, 2], 2))


def test_a_quotient_of_tiny_numbers_has_its_slope():
    a, b = Value(1e-200), Value(1e-200)
    (a / b).backward()
    close((a.grad, b.grad), (1e200, -1e200))


def test_comparisons_are_of_numbers():
    u = Value(3)
    assert u > 2 and not u < 2 and u == 3 and u != 4 and u == u and u != Value(3)
    assert (Value([1, 5]) >= 2).tolist() == [False, True]
    assert u < np.inf and u > -math.inf and u != np.nan and not u < np.nan and min(math.inf, u) is u
    assert (u == None, u != None, u == "3", [None, u].index(u)) == (False, True, False, 1)  # noqa: E711


def test_truth_and_length_are_those_of_the_numbers():
    assert Value(0.1) and not Value(0) and not 2 * Value(0)
    assert len(Value(X)) == len(X) and [row.data.tolist() for row in Value(X)] == X.tolist()
    with pytest.raises(ValueError, match="ambiguous"):
        bool(Value([1, 2]))


@pytest.mark.parametrize("add_up", [lambda a: a.sum(), lambda a: a.sum(axis=0).sum(), lambda a: a.exp().sum(),
                                    lambda a: (a @ X.T).sum(), lambda a: (a[:, :1] * a).sum()])
def test_no_rows_add_up_to_zero_and_have_empty_slopes(add_up):
    a = Value(np.zeros((0, 2)))
    J = add_up(a)
    J.backward()
    assert J.data == 0 and a.grad.shape == (0, 2)


def test_a_value_keeps_its_numbers_whoever_writes():
    """Into the caller's array, into what data gave before it was used, or into a view of it."""
    W = np.array([[1.0, 2], [3, 4]])
    w = Value(W)
    W[:] = 0
    given, transposed = w.data, w.T
    J = (w * w).sum()
    for array in (given, transposed.data, J.data, (w * 2).data):
        with pytest.raises((ValueError, TypeError)):
            array[...] = 7
    w.data[0, 0] = 9  # a fresh copy: the next cost takes it
    J.backward()
    close(w.grad, [[2, 4], [6, 8]])
    assert (w * 1).data[0, 0] == 9


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("kind", [np.asmatrix, lambda a: a.view(type("Own", (np.ndarray,), {})), Array_Like])
def test_a_value_has_its_own_numbers_whatever_they_came_in(kind):
    W = np.array([[1.0, 2], [3, 4]])
    w = Value(kind(W))
    W[:] = 0
    assert w.data.tolist() == [[1, 2], [3, 4]] and type(w.data) is np.ndarray


def test_pandas_is_told_that_a_value_goes_first():
    """A DataFrame leaves an operation to what has a higher priority than its own."""
    assert Value(1).__pandas_priority__ > 4000


def test_a_value_is_printed_as_its_number_is():
    assert f"{Value(3.14159, 'x'):.3f} {2 * Value(1):g} {Value(3)}" == "3.142 2 Value(3)"


def test_the_absolute_value_is_that_of_numpy():
    a, b = Value([-2, 0, 3]), Value([-2, 0, 3])
    (abs(a) * [1, 2, 3]).sum().backward()
    (np.abs(b) * [1, 2, 3]).sum().backward()
    close(a.grad, [-1, 0, 3])
    close(b.grad, a.grad)


def test_very_large_numbers_are_still_numbers():
    assert Value([1e200, 1]).sum().data == 1e200


def test_a_refused_operation_leaves_the_values_as_they_were():
    x = Value([1, 2])
    with pytest.raises(ValueError):
        (x * [3, 4]).backward()
    assert x.grad is None


# --- Exercise 9.7, answered with the class itself ---

@pytest.mark.parametrize("answer, words", [
    (lambda a, n: Value(a.data**n), "doesn't remember a"),
    (lambda a, n: Value(a.data**n, "power", ((a, lambda slope: slope * n * a.data**(n - 1)))), "needs two commas"),
    (lambda a, n: Value(a.data**n, "power", ((a, n * a.data**(n - 1)),)), "a rule is a function of it"),
    (lambda a, n: Value(a**n, "power", ((a, lambda slope: slope),)), "take the plain numbers to the power"),
    (lambda a, n: Value(a.data**n, "power", ((a, lambda slope: slope),)), "what arrives, as + does"),
    (lambda a, n: Value(a.data**n, "power", ((a, lambda slope: slope * n * a.data**(n - 1)),)), "right: ")])
def test_a_power_with_a_slip_hears_its_own_hint(capsys, answer, words):
    lesson.check("9.7", answer)
    assert words in capsys.readouterr().out
