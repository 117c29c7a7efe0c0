#!/usr/bin/env bash
# nbval 0.11.0: a cell tagged raises-exception that raises nothing passes, if it stores no error; the same tag on a cell
# that stores one makes nbval compare its name and its words. So the tag says "may raise", and a cell whose error was
# never stored (cleared outputs, or a first run in which it didn't come) is not watched at all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet nbval==0.11.0 ipykernel==7.4.0 pytest==9.2.0 nbformat==5.10.4
cd "$folder"
cat > try.py <<'PYTHON'
import subprocess
import sys

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

error = new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=[])
outcomes = []
for source, outputs in (("x = 1", []), ("x = 1", [error]), ("x = 1 / 0", [error])):
    cell = new_code_cell(source, execution_count=1, outputs=outputs, metadata={"tags": ["raises-exception"]})
    nbformat.write(new_notebook(cells=[cell]), "try.ipynb")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "try.ipynb"],
                          capture_output=True, text=True)
    outcomes.append(done.returncode)
    print(source, "| stored errors:", len(outputs), "|", done.stdout.splitlines()[-1].split(" in ")[0])
assert outcomes == [0, 1, 0], "it has changed"
PYTHON
env/bin/python try.py
