"""How fast are cost and gradient? A table of times beside other ways to compute them: python tests/bench_network.py

Every contender computes the cost and both gradients of the same 2-3-1 network in float64, in a fresh process of
its own with one thread, on one core where the system can pin one; the contenders take turns for ROUNDS rounds.
A time is the median over the rounds of each round's median. PyTorch and JAX take part where they are installed.
"""
import os
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROUNDS = 5
SIZES = {3: 20_000, 1_000: 2_000, 100_000: 30, 1_000_000: 5}  # examples: calls a round
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
              "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1", "JAX_PLATFORMS": "cpu"}

sys.path.insert(0, str(Path(__file__).parent.parent))


# --- The contenders: each takes data and weights, and returns a function of no arguments that gives J, dJdW1, dJdW2 ---

def part_four(X, y, W1, W2):
    from partFour import Neural_Network
    network = Neural_Network()
    network.W1, network.W2 = W1, W2
    return lambda: (network.costFunction(X, y), *network.costFunctionPrime(X, y))


def part_four_unchecked(X, y, W1, W2):
    import numpy as np
    import partFour
    import partTwo
    partTwo.matrix = partFour.matrix = lambda name, data, columns, rows=None: np.asarray(data)
    return part_four(X, y, W1, W2)


def videos(X, y, W1, W2):
    """The videos' formulas to the letter."""
    import numpy as np

    class Neural_Network:
        def sigmoid(self, z):
            return 1 / (1 + np.exp(-z))

        def sigmoidPrime(self, z):
            return np.exp(-z) / ((1 + np.exp(-z))**2)

        def forward(self, X):
            self.z2 = np.dot(X, self.W1)
            self.a2 = self.sigmoid(self.z2)
            self.z3 = np.dot(self.a2, self.W2)
            return self.sigmoid(self.z3)

        def costFunction(self, X, y):
            self.yHat = self.forward(X)
            return 0.5 * sum((y - self.yHat)**2)

        def costFunctionPrime(self, X, y):
            self.yHat = self.forward(X)
            delta3 = np.multiply(-(y - self.yHat), self.sigmoidPrime(self.z3))
            dJdW2 = np.dot(self.a2.T, delta3)
            delta2 = np.dot(delta3, self.W2.T) * self.sigmoidPrime(self.z2)
            dJdW1 = np.dot(X.T, delta2)
            return dJdW1, dJdW2

    network = Neural_Network()
    network.W1, network.W2 = W1, W2
    return lambda: (network.costFunction(X, y), *network.costFunctionPrime(X, y))


def torch(X, y, W1, W2):
    """PyTorch in eager mode: the cost, and autograd for the gradient."""
    import torch
    torch.set_num_threads(1)
    X, y = torch.from_numpy(X), torch.from_numpy(y)
    W1, W2 = (torch.from_numpy(W).requires_grad_() for W in (W1, W2))

    def call():
        J = 0.5 * ((y - torch.sigmoid(torch.sigmoid(X @ W1) @ W2))**2).sum()
        return J.item(), *torch.autograd.grad(J, (W1, W2))
    return call


def jax(X, y, W1, W2):
    """JAX, compiled: value_and_grad under jit."""
    import jax
    jax.config.update("jax_enable_x64", True)
    X, y, W1, W2 = (jax.numpy.asarray(array) for array in (X, y, W1, W2))

    def J(weights, X, y):
        W1, W2 = weights
        return 0.5 * ((y - jax.nn.sigmoid(jax.nn.sigmoid(X @ W1) @ W2))**2).sum()

    cost_and_gradient = jax.jit(jax.value_and_grad(J))

    def call():
        cost, gradient = jax.block_until_ready(cost_and_gradient((W1, W2), X, y))
        return float(cost), *gradient
    return call


CONTENDERS = {"Part 4": part_four, "Part 4 without checks": part_four_unchecked, "videos' code": videos,
              "PyTorch eager": torch, "JAX jit": jax}
NEEDS = {"PyTorch eager": "torch", "JAX jit": "jax"}


# --- One contender in one process ---

def measure(name, examples, calls):
    """Print the median time of a call in microseconds, then J and the gradients."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    import numpy as np
    rng = np.random.default_rng(0)
    X, y = rng.uniform(0, 1, (examples, 2)), rng.uniform(0, 1, (examples, 1))
    call = CONTENDERS[name](X, y, rng.standard_normal((2, 3)), rng.standard_normal((3, 1)))

    numbers = np.concatenate([np.ravel(np.asarray(part.detach() if name == "PyTorch eager" and hasattr(part, "detach") else part))
                              for part in call()])
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    print(statistics.median(times) * 1e6, *numbers.tolist())


# --- All of them, in turns ---

def main():
    names = [name for name in CONTENDERS if name not in NEEDS or find_spec(NEEDS[name])]
    times = {}
    for examples, calls in SIZES.items():
        rounds = [{name: run(name, examples, calls) for name in names} for _ in range(ROUNDS)]
        for name in names:
            times[name, examples] = statistics.median(each[name][0] for each in rounds)
            for number, expected in zip(rounds[0][name][1:], rounds[0]["videos' code"][1:], strict=True):
                assert abs(number - expected) <= 1e-9 * max(1, abs(expected)), f"{name} gives {number}, not {expected}"

    print(f"{'microseconds (times as long as Part 4)':>40}", *(f"{f'N = {examples:,}':>20}" for examples in SIZES))
    for name in names:
        print(f"{name:>40}", *(f"{times[name, examples]:12,.1f} ({times[name, examples] / times['Part 4', examples]:5.2f})"
                               for examples in SIZES))
    print(f"\nThe checks of the input at N = 3: {1 - times['Part 4 without checks', 3] / times['Part 4', 3]:.1%} of a call")


def run(name, examples, calls):
    """The time and the numbers of one contender, from a fresh process."""
    command = [sys.executable, __file__, name, str(examples), str(calls)]
    answer = subprocess.run(command, env=os.environ | ONE_THREAD, check=True, capture_output=True, text=True)
    return [float(number) for number in answer.stdout.split()]


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
