"""How fast are cost, gradient and training, beside other ways to compute them? python tools/bench_network.py

Every contender computes the cost and both gradients of the same 2-3-1 network, in float64 and with one thread. They
take turns; a time is the median of processor time, so that other programs count little. PyTorch, JAX and HIPS autograd
take part where they are installed. In the second table each contender feeds the same BFGS from the same start; equal
work shows in the number of evaluations and in the final cost. The third is an epoch of learn, with and without checks.
"""
import os
import statistics
import sys
import time
import warnings
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1",  # before they are loaded
                  XLA_FLAGS="--xla_cpu_multi_thread_eigen=false", JAX_ENABLE_X64="1")
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
from scipy.optimize import minimize

import partEight
import partFour
import partTen
from partNine import Value
from partSix import trainer

SIZES = {3: 300, 1_000: 100, 100_000: 3, 1_000_000: 1}  # examples: calls that are timed together
ROUNDS, TRAININGS, MAXITER = 9, 5, 40


# Each contender takes data and weights, and returns a function of no arguments that gives J, dJdW1, dJdW2; the caller
# writes other weights into W1 and W2

def part_four(X, y, W1, W2):
    network = partFour.Neural_Network()
    network.W1, network.W2 = W1, W2
    return lambda: (network.costFunction(X, y), *network.costFunctionPrime(X, y))


def part_eight(X, y, W1, W2):
    network = partEight.Neural_Network()
    network.W1, network.W2 = W1, W2
    return lambda: network.costAndGradient(X, y)


def part_nine(X, y, W1, W2):
    """The gradient found by Values."""
    def call():
        weights = Value(W1), Value(W2)
        error = y - ((X @ weights[0]).sigmoid() @ weights[1]).sigmoid()
        J = 0.5 * (error * error).sum()
        J.backward()
        return J.data, *(each.grad for each in weights)
    return call


def part_ten(X, y, W1, W2):
    network = partTen.Neural_Network()
    network.W1, network.W2 = W1, W2
    return lambda: network.costAndGradient(X, y)


def torch(X, y, W1, W2):
    """PyTorch in eager mode: autograd finds the gradient."""
    import torch
    X, y, W1, W2 = map(torch.from_numpy, (X, y, W1, W2))
    W1.requires_grad_(), W2.requires_grad_()

    def call():
        J = 0.5 * ((y - torch.sigmoid(torch.sigmoid(X @ W1) @ W2))**2).sum()
        return J.item(), *torch.autograd.grad(J, (W1, W2))
    return call


def jax(X, y, W1, W2):
    """JAX, compiled by jit."""
    import jax
    X, y = map(jax.numpy.asarray, (X, y))

    def cost(W1, W2, X, y):
        return 0.5 * ((y - jax.nn.sigmoid(jax.nn.sigmoid(X @ W1) @ W2))**2).sum()

    compiled = jax.jit(jax.value_and_grad(cost, (0, 1)))

    def call():
        J, gradient = jax.block_until_ready(compiled(W1, W2, X, y))
        return J, *gradient
    return call


def autograd(X, y, W1, W2):
    """HIPS autograd."""
    import autograd
    import autograd.numpy as anp

    def sigmoid(z):
        return 1 / (1 + anp.exp(-z))

    cost = autograd.value_and_grad(lambda W: 0.5 * anp.sum((y - sigmoid(sigmoid(X @ W[0]) @ W[1]))**2))

    def call():
        J, gradient = cost((W1, W2))
        return J, *gradient
    return call


CONTENDERS = {"Part 4": part_four, "Part 8": part_eight, "Part 9": part_nine, "Part 10": part_ten}
CONTENDERS |= {each.__name__: each for each in (torch, jax, autograd) if find_spec(each.__name__)}


def seconds(function, calls=1):
    start = time.process_time()
    for _ in range(calls):
        result = function()
    return (time.process_time() - start) / calls, result


def medians(functions, rounds, calls=1):
    """The median time of each function, and what it gave last."""
    times = [{name: seconds(function, calls) for name, function in functions.items()} for _ in range(rounds)]
    return {name: (statistics.median(each[name][0] for each in times), times[-1][name][1]) for name in functions}


def print_times(title, results, unit, words=lambda result: ""):
    print(title)
    first = next(iter(results.values()))[0]
    for name, (median, result) in results.items():
        print(f"  {name:22}{median / unit:12,.1f} ({median / first:6.2f})  {words(result)}", flush=True)


def bench_cost_and_gradient(W1, W2, rng):
    for examples, calls in SIZES.items():
        X, y = rng.uniform(0, 1, (examples, 2)), rng.uniform(0, 1, (examples, 1))
        functions = {name: start(X, y, W1, W2) for name, start in CONTENDERS.items()}
        for function in functions.values():  # they agree, and are warm
            for one, other in zip(function(), functions["Part 4"](), strict=True):
                np.testing.assert_allclose(one, other, rtol=1e-9)
        print_times(f"{examples:,} examples, microseconds (times Part 4's)", medians(functions, ROUNDS, calls), 1e-6)


def trained_by_bfgs(start, X, y, W1, W2):
    """A function that trains with SciPy alone, fed by a contender."""
    call = start(X, y, W1, W2)
    first = np.concatenate((W1.ravel(), W2.ravel()))

    def cost(params):
        W1.flat, W2.flat = params[:W1.size], params[W1.size:]
        J, *gradient = call()
        return float(J), np.concatenate([np.ravel(each) for each in gradient])

    def train():
        result = minimize(cost, first, jac=True, method="BFGS", options={"maxiter": MAXITER})
        return result.nfev, result.fun
    return train


def trained_by_trainer(N, X, y, W1, W2, trainer=trainer):
    """A function that trains N with Part 6's trainer."""
    first = np.concatenate((W1.ravel(), W2.ravel()))

    def train():
        N.setParams(first)
        T = trainer(N)
        with warnings.catch_warnings(action="ignore"):
            T.train(X, y, maxiter=MAXITER)
        return T.optimizationResults.nfev, T.optimizationResults.fun
    return train


def training_data(rng, examples=100_000):
    """Answers of a network with other weights, and noise."""
    X, known = rng.uniform(0, 1, (examples, 2)), partTen.Neural_Network(rng=1)
    return X, known.forward(X) + rng.normal(0, 0.05, (examples, 1))


def bench_training(W1, W2, rng, **others):
    X, y = training_data(rng)
    functions = {"trainer, Part 10": trained_by_trainer(partTen.Neural_Network(), X, y, W1, W2)} | {
        name: start(X, y) for name, start in others.items()}
    for name in ("torch", "jax"):
        if name in CONTENDERS:
            functions[f"BFGS fed by {name}"] = trained_by_bfgs(CONTENDERS[name], X, y, W1.copy(), W2.copy())
    for train in functions.values():
        train()  # warm
    print_times(f"training with {len(X):,} rows, {MAXITER} iterations, milliseconds (times the first)",
                medians(functions, TRAININGS), 1e-3,
                lambda result: f"{result[0]} evaluations, cost {result[1]:.6f}")


def bench_learn(rng):
    """An epoch of learn over 1,200 pictures, and the same steps without a check."""
    X, y = rng.uniform(0, 1, (1200, 64)), np.eye(10)[rng.integers(10, size=1200)]
    W1, W2 = rng.standard_normal((64, 30)) / 8, rng.standard_normal((30, 10)) / 5

    def learned():
        N = partEight.Classifier(rng=0)
        N.W1, N.W2 = W1, W2
        return partEight.learn(N, X, y, 0.01, epochs=5, rng=0)[-1]

    def bare():
        N, order_of = partEight.Classifier(rng=0), np.random.default_rng(0)
        N.W1, N.W2 = W1, W2
        for _ in range(5):
            order, cost = order_of.permutation(len(X)), 0
            for start in range(0, len(X), 32):
                X_batch, y_batch = X[order[start:start + 32]], y[order[start:start + 32]]
                a2 = N.sigmoid(np.dot(X_batch, N.W1))
                N.z3 = np.dot(a2, N.W2)
                delta3 = N.softmax(N.z3) - y_batch
                cost += N.cross_entropy(y_batch)
                delta2 = np.dot(delta3, N.W2.T) * a2 * (1 - a2)
                N.W1, N.W2 = N.W1 - 0.01 * np.dot(X_batch.T, delta2), N.W2 - 0.01 * np.dot(a2.T, delta3)
        return cost

    results = medians({"without checks": bare, "learn": learned}, 3 * ROUNDS)
    print_times("five epochs of mini-batches, milliseconds (times the first)", results, 1e-3,
                lambda cost: f"cost {cost:.6f}")


if __name__ == "__main__":
    print(", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "torch", "jax", "autograd")
                    if find_spec(name)))
    rng = np.random.default_rng(0)
    W1, W2 = rng.standard_normal((2, 3)), rng.standard_normal((3, 1))
    bench_cost_and_gradient(W1, W2, rng)
    bench_training(W1, W2, rng)
    bench_learn(rng)
