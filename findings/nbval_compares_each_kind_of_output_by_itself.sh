#!/usr/bin/env bash
# nbval 0.11.0: outputs are compared per type, so that what was printed before a figure may come after it, and an
# execute_result may turn into a display_data, without a failure. Two displays that change places do fail.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet nbval==0.11.0 pytest==9.2.0 ipykernel==7.4.0
cd "$folder"
cat > try.py <<'PYTHON'
import subprocess
import sys
from importlib.metadata import version

import nbformat
from nbformat import v4

SHOW = "from IPython.display import display\n"
printed, a, b = (v4.new_output("stream", name="stdout", text="words\n"),
                 *(v4.new_output("display_data", {"text/plain": repr(name)}) for name in "ab"))
result = v4.new_output("execute_result", {"text/plain": repr("a")}, execution_count=1)
cases = {"print_moved": (SHOW + "display(\"a\")\nprint(\"words\")", [printed, a]),
         "kind_changed": (SHOW + "display(\"a\")", [result]),
         "displays_swapped": (SHOW + "display(\"a\")\ndisplay(\"b\")", [b, a])}
failed = {}
for name, (source, stored) in cases.items():
    cell = v4.new_code_cell(source, execution_count=1, outputs=stored)
    nbformat.write(v4.new_notebook(cells=[cell]), f"{name}.ipynb")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", f"{name}.ipynb"],
                          capture_output=True)
    failed[name] = bool(done.returncode)
print("nbval", version("nbval"), "- failed:", failed)
assert failed == {"print_moved": False, "kind_changed": False, "displays_swapped": True}, "the behavior has changed"
PYTHON
env/bin/python try.py
