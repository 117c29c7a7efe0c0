#!/usr/bin/env bash
# SciPy 1.17.1: minimize(method="Powell") on a network of sigmoids reports success where nothing can be learned any
# more. Its line search looks so far out (weights of 255 and more) that the sigmoids are saturated and the cost is flat
# to the last bit. Of 300 random starts about 160 end so, with equal answers to all three examples: their mean, or 1.
# BFGS, Nelder-Mead and L-BFGS-B end there from none. A finer xtol and ftol change nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet scipy==1.17.1 numpy==2.4.6
cd "$folder"
cat > try.py <<'PYTHON'
import numpy as np
import scipy
from scipy.optimize import minimize

X = np.array([[3, 5], [5, 1], [10, 2]]) / [10, 5]
y = np.array([[0.75], [0.82], [0.93]])


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def cost_and_slopes(w):
    """Squared errors of a 2-3-1 network of sigmoids on three examples, and their slopes."""
    W1, W2 = w[:6].reshape(2, 3), w[6:].reshape(3, 1)
    a = sigmoid(X @ W1)
    out = sigmoid(a @ W2)
    d3 = (out - y) * out * (1 - out)
    d2 = d3 @ W2.T * a * (1 - a)
    return 0.5 * np.sum((y - out)**2), np.concatenate([(X.T @ d2).ravel(), (a.T @ d3).ravel()])


flat = {}
for method in ("Powell", "BFGS", "Nelder-Mead", "L-BFGS-B"):
    slopes = method in ("BFGS", "L-BFGS-B")
    flat[method] = 0
    for seed in range(300):
        start = np.random.default_rng(seed).standard_normal(9)
        end = minimize(cost_and_slopes if slopes else lambda w: cost_and_slopes(w)[0], start, method=method, jac=slopes)
        answers = sigmoid(sigmoid(X @ end.x[:6].reshape(2, 3)) @ end.x[6:].reshape(3, 1))
        flat[method] += bool(end.success and np.ptp(answers) < 1e-6)
print("scipy", scipy.__version__, "equal answers and success, of 300 starts:", flat)
assert 130 < flat["Powell"] < 190 and flat["BFGS"] == flat["Nelder-Mead"] == flat["L-BFGS-B"] == 0, "it has changed"
PYTHON
env/bin/python try.py
