"""Run notebooks from the top in fresh kernels and store their outputs: python tools/refresh.py [notebook ...]

Without a name it runs them all, and draws the README's pictures. With nothing changed it changes no byte under the same
versions. A cell that is excused from comparison keeps the output it had if only the numbers in it are new, as seconds
always are.
"""
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib
import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
EXCUSED = "nbval-ignore-output"
METADATA = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            # with what `jupyter nbconvert --to script` asks for, or it writes .txt without the text
            "language_info": {"file_extension": ".py", "name": "python", "nbconvert_exporter": "python"}}


def normalized(notebook):
    """The notebook as text, without the metadata that varies between front ends and machines."""
    notebook.metadata = METADATA
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
    return nbformat.writes(notebook) + "\n"


def refresh(path):
    """Run the notebook at path in its own folder and store it, normalized; a cell that fails leaves it as it was."""
    notebook = nbformat.read(path, as_version=4)
    kept = {cell.id: cell.outputs for cell in notebook.cells if EXCUSED in cell.metadata.get("tags", [])}
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}, record_timing=False,
                   coalesce_streams=True).execute()
    for cell in notebook.cells:
        if cell.id in kept and words(kept[cell.id]) == words(cell.outputs):
            cell.outputs = kept[cell.id]
    path.write_text(normalized(notebook), encoding="utf-8", newline="\n")


def words(outputs):
    """What outputs say, whatever the numbers in it."""
    said = " ".join(str(output.get("text", output.get("data", {}).get("text/plain"))) for output in outputs)
    return re.sub(r"\d[\d.,]*(e[+-]?\d+)?", "0", said).split()


def draw_pictures():
    """Draw the README's pictures: a trained network at work, and slopes on their way back through an untrained one."""
    sys.path[:0] = [str(NOTEBOOKS), str(NOTEBOOKS.parent)]
    matplotlib.use("agg")
    import partSix
    from lesson import figures, network_lines, set_up
    from lesson.circuit import from_lines, still

    set_up()
    X, y = partSix.X, partSix.y
    trained, untrained = partSix.Neural_Network(rng=5), partSix.Neural_Network(rng=5)
    partSix.trainer(trained).train(X, y)
    untrained.forward(X)
    last_layer = from_lines(network_lines((3, 1), first=2),
                            {"a2": untrained.a2[1], "y": y[1], "W2": untrained.W2}, ["W2"])
    pictures = {"overview": figures.overview(trained, X[2]).figure, "slopes": still(last_layer)}
    for name, fig in pictures.items():
        fig.savefig(NOTEBOOKS.parent / "docs" / "pictures" / f"{name}.png", dpi=150, metadata={"Software": None})


if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb"))
    with ThreadPoolExecutor(os.cpu_count()) as several:  # each notebook has a process of its own, the kernel
        for path, _ in zip(paths, several.map(refresh, paths)):
            print(path.name, flush=True)
    if not sys.argv[1:]:
        draw_pictures()
