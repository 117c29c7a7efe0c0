#!/usr/bin/env bash
# nbclient 0.11.0 with anywidget 0.11.0: the notebook that comes back holds the whole JavaScript module of a widget class
# once per instance, in metadata.widgets, although all instances share it: three widgets with 10 kB make 30 kB.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet nbclient==0.11.0 anywidget==0.11.0 ipykernel==7.4.0
cd "$folder"
cat > try.py <<'PYTHON'
import json
from importlib.metadata import version

import nbformat
from nbclient import NotebookClient

SOURCE = """
import anywidget
class Widget(anywidget.AnyWidget):
    _esm = "export default { render() {} }; //" + 10_000 * "x"
widgets = [Widget(), Widget(), Widget()]
"""
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SOURCE)])
NotebookClient(notebook, kernel_name="python3").execute()
[stored] = notebook.metadata["widgets"].values()
modules = sum("_esm" in model["state"] for model in stored["state"].values())
size = len(json.dumps(notebook.metadata))
print(f"nbclient {version('nbclient')}, anywidget {version('anywidget')}: {modules} modules stored, {size} bytes of metadata")
assert modules == 3 and size > 30_000, "the behavior has changed"
PYTHON
env/bin/python try.py
