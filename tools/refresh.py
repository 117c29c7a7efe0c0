"""Run notebooks from the top in fresh kernels and store their outputs: python tools/refresh.py [notebook ...]

Without a name it runs them all, and draws the README's picture. With nothing changed it changes no byte under the same
versions. Cells that are excused from comparison keep the outputs they had, since those change with every run.
"""
import sys
from pathlib import Path

import matplotlib
import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
EXCUSED = "nbval-ignore-output"
METADATA = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"}}


def normalised(notebook):
    """The notebook's text without what varies between front ends and machines."""
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({"tags": cell.metadata.tags} if cell.metadata.get("tags") else {})
        outputs = []
        for output in cell.get("outputs", []):  # what is printed may come in one piece or in several
            if outputs and output.output_type == "stream" and outputs[-1].get("name") == output.name:
                outputs[-1].text += output.text
            else:
                outputs.append(output)
        if cell.cell_type == "code":
            cell.outputs = outputs
    return nbformat.writes(notebook) + "\n"


def refresh(path):
    """Run the notebook at path in its own folder and store it, normalised; a cell that fails leaves it as it was."""
    notebook = nbformat.read(path, as_version=4)
    before = {cell.id: cell.outputs for cell in notebook.cells if EXCUSED in cell.metadata.get("tags", [])}
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}, record_timing=False).execute()
    for cell in notebook.cells:
        if before.get(cell.id):
            cell.outputs = before[cell.id]
    path.write_text(normalised(notebook), encoding="utf-8", newline="\n")


def draw_overview():
    """Draw the README's picture: a trained network at work."""
    sys.path[:0] = [str(NOTEBOOKS), str(NOTEBOOKS.parent)]
    matplotlib.use("agg")
    import partSix
    from lesson import figures, set_up

    set_up()
    network = partSix.Neural_Network(rng=5)
    partSix.trainer(network).train(partSix.X, partSix.y)
    figure = figures.overview(network, partSix.X[2]).figure
    figure.savefig(NOTEBOOKS.parent / ".github" / "overview.png", dpi=150, metadata={"Software": None})


if __name__ == "__main__":
    for path in [Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb")):
        print(path.name, flush=True)
        refresh(path)
    if not sys.argv[1:]:
        draw_overview()
