"""How fast are cost and gradient? A table of times beside other ways to compute them: python tools/bench_network.py

Every contender computes the cost and both gradients of the same 2-3-1 network, in float64 and with one thread. They
take turns; a time is the median of processor time, so that other programs count little. PyTorch takes part where it is
installed.
"""
import os
import statistics
import sys
import time
from importlib.util import find_spec
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")  # before they are loaded
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

import partEight
import partFour
import partTen
from partNine import Value

SIZES = {3: 500, 1_000: 200, 100_000: 3, 1_000_000: 1}  # examples: calls that are timed together
ROUNDS = 9


# Each contender takes data and weights, and returns a function of no arguments that gives J, dJdW1, dJdW2

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
    X, y, W1, W2 = map(torch.from_numpy, (X, y, W1.copy(), W2.copy()))
    W1.requires_grad_(), W2.requires_grad_()

    def call():
        J = 0.5 * ((y - torch.sigmoid(torch.sigmoid(X @ W1) @ W2))**2).sum()
        return J.item(), *torch.autograd.grad(J, (W1, W2))
    return call


def seconds(function, calls):
    start = time.process_time()
    for _ in range(calls):
        function()
    return (time.process_time() - start) / calls


if __name__ == "__main__":
    contenders = {"Part 4": part_four, "Part 8": part_eight, "Part 9": part_nine, "Part 10": part_ten}
    if find_spec("torch"):
        contenders["PyTorch"] = torch
    rng = np.random.default_rng(0)
    W1, W2 = rng.standard_normal((2, 3)), rng.standard_normal((3, 1))
    print("microseconds (times Part 4's)")
    for examples, calls in SIZES.items():
        X, y = rng.uniform(0, 1, (examples, 2)), rng.uniform(0, 1, (examples, 1))
        functions = {name: start(X, y, W1, W2) for name, start in contenders.items()}
        for function in functions.values():  # they agree, and are warm
            for one, other in zip(function(), functions["Part 4"](), strict=True):
                np.testing.assert_allclose(one, other, rtol=1e-9)
        rounds = [{name: seconds(function, calls) for name, function in functions.items()} for _ in range(ROUNDS)]
        for name in functions:
            median, part_fours = (statistics.median(times[each] for times in rounds) for each in (name, "Part 4"))
            print(f"{examples:>9,} examples  {name:8}{1e6 * median:12,.1f} ({median / part_fours:5.2f})", flush=True)
