"""What `set_up()` arranges in a reader's session."""
import os
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import threadpoolctl
from IPython import get_ipython
from matplotlib.figure import Figure

from .descriptions import describe, picture

THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")  # where a reader may have set their number


def set_up():
    """One thread for BLAS, the house style, arrays to 4 digits; in a notebook, figures that describe themselves."""
    use_one_thread()
    plt.style.use(Path(__file__).with_name("series.mplstyle"))
    np.set_printoptions(precision=4, suppress=True)
    shell = get_ipython()
    if shell is not None:
        shell.run_line_magic("matplotlib", "inline")
        let_figures_describe_themselves()
        shell.events.register("pre_run_cell", let_figures_describe_themselves)


def let_figures_describe_themselves(cell=None):
    """Register the formatters of figures, before each cell: a new InlineBackend.figure_format drops them."""
    formatters = get_ipython().display_formatter.formatters
    formatters["text/plain"].for_type(Figure, lambda each, printer, cycle: printer.text(describe(each)))
    formatters["image/png"].for_type(Figure, picture)


def use_one_thread():
    """One thread for matrix products, unless the reader has set a number: ours are too small to be shared.

    On a busy machine, threads that wait for each other take many times as long.
    """
    if not any(name in os.environ for name in THREADS):
        threadpoolctl.threadpool_limits(1, "blas")  # of the libraries that are loaded
        os.environ.update(OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")  # and of those that will be
