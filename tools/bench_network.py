"""How fast are cost and gradient? A table of times beside other ways to compute them: python tools/bench_network.py

Every contender computes the cost and both gradients of the same 2-3-1 network in float64, in a fresh process of
its own with one thread, on one core where the system can pin one; the contenders take turns for ROUNDS rounds.
A time is processor time, so that other programs count little: the median over the rounds of each round's median.
PyTorch and JAX take part where they are installed. A second table is Part 8's: sixty epochs on 1,200 digits.
"""
import os
import statistics
import subprocess
import sys
import time
import timeit
import warnings
from importlib.util import find_spec
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
import partEight
import partFour
import partTen
from partNine import Value
from validation import check_matrix

ROUNDS = 5
SIZES = {3: 500, 1_000: 200, 100_000: 3, 1_000_000: 1, 10_000_000: 1}  # examples: calls that are timed together
REPEATS = 9  # times in a round; three from 10 million examples on
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu",
              "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"}


# --- The contenders: each takes data and weights, and returns a function of no arguments that gives J, dJdW1, dJdW2 ---

def part_four(X, y, W1, W2):
    network = partFour.Neural_Network()
    network.W1, network.W2 = W1, W2
    return lambda: (network.costFunction(X, y), *network.costFunctionPrime(X, y))


def checks(X, y, W1, W2):
    """Only the checks of the input in Part 4's cost and gradient."""
    def call():
        for _ in range(2):
            check_matrix("X", X, 2, "input")
            check_matrix("y", y, 1, "output", rows=len(X))
    return call


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


def exponentials(X, y, W1, W2):
    """Only the exponentials, four a row, in arrays that stay in the cache."""
    blocks, rest = divmod(len(X), partTen.BLOCK)
    z = np.random.default_rng(1).standard_normal((4, partTen.BLOCK))
    e = np.empty_like(z)

    def call():
        for _ in range(blocks):
            np.exp(z, out=e)
        np.exp(z[:, :rest], out=e[:, :rest])
    return call


def videos(X, y, W1, W2):
    """The videos' formulas to the letter."""
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def sigmoidPrime(z):
        return np.exp(-z) / ((1 + np.exp(-z))**2)

    class Neural_Network:
        def forward(self, X):
            self.z2 = np.dot(X, W1)
            self.a2 = sigmoid(self.z2)
            self.z3 = np.dot(self.a2, W2)
            return sigmoid(self.z3)

        def costFunction(self, X, y):
            self.yHat = self.forward(X)
            return 0.5 * sum((y - self.yHat)**2)

        def costFunctionPrime(self, X, y):
            self.yHat = self.forward(X)
            delta3 = np.multiply(-(y - self.yHat), sigmoidPrime(self.z3))
            dJdW2 = np.dot(self.a2.T, delta3)
            delta2 = np.dot(delta3, W2.T) * sigmoidPrime(self.z2)
            dJdW1 = np.dot(X.T, delta2)
            return dJdW1, dJdW2

    network = Neural_Network()
    return lambda: (network.costFunction(X, y), *network.costFunctionPrime(X, y))


def torch(X, y, W1, W2):
    """PyTorch in eager mode: autograd finds the gradient."""
    import torch
    torch.set_num_threads(1)
    X, y, W1, W2 = map(torch.from_numpy, (X, y, W1, W2))
    W1.requires_grad_(), W2.requires_grad_()

    def call():
        J = 0.5 * ((y - torch.sigmoid(torch.sigmoid(X @ W1) @ W2))**2).sum()
        return J.item(), *torch.autograd.grad(J, (W1, W2))
    return call


def jax(X, y, W1, W2):
    """JAX, compiled: value_and_grad under jit."""
    import jax
    jax.config.update("jax_enable_x64", True)
    X, y, W1, W2 = map(jax.numpy.asarray, (X, y, W1, W2))

    def cost(W1, W2, X, y):
        return 0.5 * ((y - jax.nn.sigmoid(jax.nn.sigmoid(X @ W1) @ W2))**2).sum()

    cost_and_gradient = jax.jit(jax.value_and_grad(cost, argnums=(0, 1)))

    def call():
        J, gradient = jax.block_until_ready(cost_and_gradient(W1, W2, X, y))
        return float(J), *gradient
    return call


CONTENDERS = {"Part 4": part_four, "its checks": checks, "Part 8": part_eight, "Part 9": part_nine, "Part 10": part_ten,
              "four exponentials a row": exponentials, "videos' code": videos, "PyTorch eager": torch, "JAX jit": jax}
# Examples at most; ten times as many take them minutes, or teach nothing
MOST = {"its checks": 10**6, "Part 8": 10**6, "Part 9": 10**6, "videos' code": 10**6}
NEEDS = {"PyTorch eager": "torch", "JAX jit": "jax"}


# --- One contender in one process ---

def measure(name, examples, calls):
    """Print the median time of a call in microseconds, then J and the gradients."""
    rng = np.random.default_rng(0)
    data = [rng.uniform(0, 1, (examples, 2)), rng.uniform(0, 1, (examples, 1))]
    call = CONTENDERS[name](*data, rng.standard_normal((2, 3)), rng.standard_normal((3, 1)))
    numbers = np.concatenate([np.ravel(part) for part in call() or ()] or [[]])
    times = timeit.repeat(call, timer=time.process_time, number=calls,
                          repeat=REPEATS if examples < 10**7 else 3)
    print(statistics.median(times) / calls * 1e6, *numbers)


# --- All of them, in turns ---

def run(name, examples, calls):
    """The time and the numbers of one contender, from a fresh process."""
    command = [sys.executable, __file__, name, str(examples), str(calls)]
    answer = subprocess.run(command, env=os.environ | ONE_THREAD, check=True, stdout=subprocess.PIPE, text=True).stdout
    microseconds, *numbers = map(float, answer.split())
    return microseconds, numbers


def main():
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the processes started here stay on it too
    names = [name for name in CONTENDERS if name not in NEEDS or find_spec(NEEDS[name])]
    medians = {}
    for examples, calls in SIZES.items():
        taking_part = [name for name in names if examples <= MOST.get(name, examples)]
        runs = [(name, *run(name, examples, calls)) for name in ROUNDS * taking_part]
        for name, _, numbers in runs:
            assert not numbers or np.allclose(numbers, runs[0][2], rtol=1e-9, atol=1e-12), name
        for name in taking_part:
            medians[name, examples] = statistics.median(each[1] for each in runs if each[0] == name)

    print("microseconds (times Part 4's)", *(f"{f'N = {examples:,}':>20}" for examples in SIZES), sep="")
    for name in names:
        print(f"{name:29}", end="")
        for examples in SIZES:
            if (name, examples) in medians:
                ratio = medians[name, examples] / medians["Part 4", examples]
                print(f"{medians[name, examples]:12,.1f} ({ratio:5.2f})", end="")
        print()
    subprocess.run([sys.executable, __file__, "digits"], env=os.environ | ONE_THREAD, check=True)


# --- Sixty epochs on 1,200 digits, ours beside scikit-learn's network ---

def digits():
    """Print the median seconds of a training, taken in turns, and the median of the held-out digits read."""
    from sklearn.datasets import load_digits
    from sklearn.neural_network import MLPClassifier
    warnings.simplefilter("ignore")  # scikit-learn's network would go on after 60 epochs
    counts, labels = load_digits(return_X_y=True)
    X, y = counts / 16, np.eye(10)[labels]
    settings = {"hidden_layer_sizes": (30,), "activation": "logistic", "solver": "sgd", "batch_size": 32,
                "max_iter": 60, "tol": 0, "n_iter_no_change": 60}

    def ours(rows, seed):
        network = partEight.Classifier(rng=seed)
        partEight.learn(network, X[rows], y[rows], rate=0.05, rng=seed)
        return network

    contenders = {"Part 8": ours,
                  "scikit-learn, momentum 0": lambda rows, seed: MLPClassifier(
                      **settings, alpha=0, momentum=0, learning_rate_init=32 * 0.05, random_state=seed).fit(
                          X[rows], labels[rows]),
                  "scikit-learn, its momentum": lambda rows, seed: MLPClassifier(
                      **settings, learning_rate_init=32 * 0.05 / 10, random_state=seed).fit(X[rows], labels[rows])}
    seconds, read = ({name: [] for name in contenders} for _ in range(2))
    for seed in range(10):
        order = np.random.default_rng(seed).permutation(len(X))
        for name, train in contenders.items():
            start = time.process_time()
            network = train(order[:1200], seed)
            seconds[name].append(time.process_time() - start)
            read[name].append(100 * np.mean(network.predict(X[order[1200:]]) == labels[order[1200:]]))
    print("60 epochs on 1,200 digits       seconds (times Part 8's)   held-out digits read, ten random splits")
    for name in contenders:
        median = statistics.median(seconds[name])
        print(f"{name:29}{median:12.3f} ({median / statistics.median(seconds['Part 8']):5.2f})     "
              f"{statistics.median(read[name]):.1f} % ({min(read[name]):.1f} to {max(read[name]):.1f})")


if __name__ == "__main__":
    if sys.argv[1:] == ["digits"]:
        digits()
    elif sys.argv[1:]:
        measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
