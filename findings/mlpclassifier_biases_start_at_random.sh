#!/usr/bin/env bash
# scikit-learn 1.9.1: an MLPClassifier with activation="logistic" draws its initial biases from the same interval as the
# weights of their layer, and that interval is narrower than Glorot and Bengio's: sqrt(2 / (in + out)) in place of
# sqrt(6 / (in + out)), also for the softmax layer, which has no logistic units.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet scikit-learn==1.9.1 numpy==2.4.6
cd "$folder"
cat > try.py <<'PYTHON'
import warnings

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

warnings.simplefilter("ignore")
X, y = load_digits(return_X_y=True)
start = MLPClassifier((30,), activation="logistic", solver="sgd", learning_rate_init=1e-12, momentum=0, max_iter=1,
                      random_state=0).fit(X / 16, y)
print("scikit-learn", sklearn.__version__)
for W, b in zip(start.coefs_, start.intercepts_):
    glorot, narrow = np.sqrt(6 / sum(W.shape)), np.sqrt(2 / sum(W.shape))
    print(W.shape, f"weights up to {abs(W).max():.4f}, biases up to {abs(b).max():.4f}; {narrow:.4f}, Glorot {glorot:.4f}")
    assert 0.99 * narrow < abs(W).max() < narrow and 0.9 * narrow < abs(b).max() < narrow, "the behavior has changed"
PYTHON
env/bin/python try.py
