#!/usr/bin/env bash
# autograd 1.9.1: the gradient of np.prod is nan at an element that is 0, where it is the product of the others.
# The rule divides the product by each element; right is [12, 0, 0] at (0, 3, 4).
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

np.seterr(all="ignore")
slopes = grad(np.prod)(np.array([0.0, 3.0, 4.0]))
print("autograd", version("autograd"), "- gradient of prod at (0, 3, 4):", slopes, "- right: [12, 0, 0]")
assert np.isnan(slopes[0]) and slopes[1] == slopes[2] == 0, "the behavior has changed"
PYTHON
env/bin/python try.py
