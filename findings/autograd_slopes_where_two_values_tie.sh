#!/usr/bin/env bash
# autograd 1.9.1: where two values tie, the slope depends on how "the larger one" is written. For max(w, 0) at w = 0 it is
# 1, 0.5 or 0, and the largest of (2, 2, 1) passes its slope to both, to the first or to the second of the twos.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet autograd==1.9.1 numpy==2.4.6
cd "$folder"
cat > try.py <<'PYTHON'
from importlib.metadata import version

import autograd.numpy as np
from autograd import grad

relu = {"max(w, 0)": lambda w: max(w, 0.0), "np.maximum": lambda w: np.maximum(w, 0.0),
        "np.clip": lambda w: np.clip(w, 0.0, 9.0), "np.where": lambda w: np.where(w > 0, w, 0.0)}
at_0 = {name: float(grad(f)(0.0)) for name, f in relu.items()}
largest = {"np.max": np.max, "a[np.argmax(a)]": lambda a: a[np.argmax(a)], "np.sort(a)[-1]": lambda a: np.sort(a)[-1]}
twos = {name: grad(f)(np.array([2.0, 2.0, 1.0])).tolist() for name, f in largest.items()}
print("autograd", version("autograd"), at_0, twos, sep="\n")
assert at_0 == {"max(w, 0)": 1, "np.maximum": 0.5, "np.clip": 0, "np.where": 0}, "the behavior has changed"
assert list(twos.values()) == [[0.5, 0.5, 0], [1, 0, 0], [0, 1, 0]], "the behavior has changed"
PYTHON
env/bin/python try.py
