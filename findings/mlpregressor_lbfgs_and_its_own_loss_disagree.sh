#!/usr/bin/env bash
# scikit-learn 1.9.1: MLPRegressor's loss is a mean over outputs, its gradient a sum (upstream issue 8349, open since
# 2017). With one output that is the same; with several, a penalty and solver="lbfgs", the line search gives up on a
# slope that isn't the loss's: with 5 copies of one target (and no hidden layer, so that it is ridge regression) after 3
# steps, 14 % above the least loss_; with 50 copies after 2. The warning is "ABNORMAL", with the advice to scale the
# data, which are standard normal; every copy alone converges. A check of the gradient such as Part 5's shows the factor.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
"$folder/env/bin/python" - <<'PYTHON'
import warnings

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.neural_network import MLPRegressor

rng = np.random.default_rng(0)
X = rng.normal(size=(200, 3))
target = X @ rng.normal(size=(3, 1)) + rng.normal(size=(200, 1))
alpha, excess, said = 20, [], []
for copies in (1, 5, 50):
    y = np.repeat(target, copies, axis=1)
    network = MLPRegressor(hidden_layer_sizes=(), activation="identity", solver="lbfgs", alpha=alpha, max_iter=5000,
                           tol=1e-10, random_state=0)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        network.fit(X, y if copies > 1 else y.ravel())
    ridge = Ridge(alpha * copies).fit(X, y)  # where the loss is least, exactly
    error = y - ridge.predict(X).reshape(y.shape)
    least = np.mean(error**2) / 2 + alpha * np.sum(ridge.coef_**2) / 2 / len(X)
    excess.append(network.loss_ / least - 1)
    said.append("".join(str(each.message) for each in caught))
    print(f"{copies:2} outputs: loss_ {network.loss_:.4f}, least {least:.4f}, {network.n_iter_} iterations;",
          *said[-1].splitlines()[:2])
assert abs(excess[0]) < 1e-6 and not said[0], "it has changed"
assert all(each > 0.1 for each in excess[1:]) and all("ABNORMAL" in each for each in said[1:]), "it has changed"
PYTHON
