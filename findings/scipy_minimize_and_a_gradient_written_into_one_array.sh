#!/usr/bin/env bash
# SciPy 1.17.1: a gradient function that saves memory by writing into one array and returning it each time is fine with
# minimize's L-BFGS-B, TNC, SLSQP, trust-ncg, trust-exact and trust-constr, which copy what they get. BFGS, CG,
# Newton-CG and trust-krylov keep it, so that the old gradient changes into the new one: on Rosenbrock's function in
# four dimensions Newton-CG ends where it began, after one step, and calls that success; BFGS and CG run through all 800
# iterations; trust-krylov gives up. The documentation of jac doesn't say whose the array is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet scipy==1.17.1 numpy==2.4.6
"$folder/env/bin/python" - <<'PYTHON'
import numpy as np
from scipy.optimize import minimize, rosen, rosen_der, rosen_hess

start, memory = np.array([-1.2, 1.0, 0.5, 2.0]), np.empty(4)


def into_memory(x):
    memory[:] = rosen_der(x)
    return memory


spoiled = {}
for method in ("L-BFGS-B", "TNC", "SLSQP", "trust-ncg", "trust-exact", "trust-constr", "BFGS", "CG", "Newton-CG",
               "trust-krylov"):
    options = {"hess": rosen_hess} if method.startswith("trust") else {}
    own = minimize(rosen, start, jac=rosen_der, method=method, **options)
    shared = minimize(rosen, start, jac=into_memory, method=method, **options)
    spoiled[method] = shared.fun > own.fun * 1.001
    print(f"{method:12} new arrays: {own.fun:.4f} in {own.nit:2} iterations; one array: {shared.fun:8.4f} in "
          f"{shared.nit:3}, success {shared.success}")
    if method == "Newton-CG":
        assert shared.success and shared.fun == rosen(start), "it has changed"
assert [name for name, bad in spoiled.items() if bad] == ["BFGS", "CG", "Newton-CG", "trust-krylov"], "it has changed"
PYTHON
