"""Part 10 on a hundred million rows, on request (Linux): python tools/part_ten_at_full_size.py [examples]

Writes a file of 2.4 GB to a temporary folder that is removed afterwards (TMPDIR says where), and measures on it what
Part 10 promises. Times are of the clock on the wall, so leave the machine alone meanwhile.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from partTen import Neural_Network, every_example_votes

# In a process of its own, whose address space is limited to little more than it has when it begins
LIMITED = """
import resource, sys
sys.path.insert(0, {project!r})
from partTen import *

def kibibytes(name):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(name))

network = Neural_Network(rng=0)
network.costAndGradient([[0, 0]] * 5000, [[0]] * 5000)
limit = 1024 * kibibytes("VmSize") + 2**24
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
open("/proc/self/clear_refs", "w").write("5")
before = kibibytes("VmHWM")
J = every_example_votes(network, {path!r})[0]
print(repr(J), kibibytes("VmHWM") - before, limit / 1e9)
"""


def write(path, examples):
    """Rows of two inputs drawn at random and the score that a known network gives them, with noise."""
    rng, truth = np.random.default_rng(0), Neural_Network(rng=8)
    with open(path, "wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (examples, 3)})
        for start in range(0, examples, 10**6):
            X = rng.uniform(0, 1, (min(10**6, examples - start), 2))
            np.hstack((X, truth.forward(X) + rng.normal(0, 0.02, (len(X), 1)))).tofile(file)


def best(call):
    """The least time of three, in seconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def main(examples):
    with tempfile.TemporaryDirectory() as folder:
        if shutil.disk_usage(folder).free < 30 * examples:
            sys.exit(f"{folder} has less than {30 * examples / 1e9:.1f} GB free: set TMPDIR to a larger disk")
        path, network = Path(folder) / "rows.npy", Neural_Network(rng=0)
        write(path, examples)

        one = best(lambda: every_example_votes(network, path))
        print(f"{examples:,} rows: {one:.2f} s, {one / examples * 1e9:.1f} ns a row", flush=True)
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            two = best(lambda: every_example_votes(network, path, map=pool.map))
        print(f"two processes: {two:.2f} s, {one / two:.2f} times as fast", flush=True)

        code = LIMITED.format(project=str(Path(__file__).parent.parent), path=str(path))
        done = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True)
        J, growth, limit = map(float, done.stdout.split())
        print(f"memory grows by {growth:.0f} KiB, in {limit:.2f} GB for a file of {os.path.getsize(path) / 1e9:.2f} GB")
        assert growth < 2048 and J == every_example_votes(network, path)[0]

        row = examples * 7 // 9
        np.load(path, mmap_mode="r+")[row, 1] = np.nan
        try:
            every_example_votes(network, path)
        except ValueError as error:
            print(error)
            assert str(error).startswith(f"{path.name}: row {row:,}, column 1 is nan;")
        else:
            raise AssertionError("the nan was not found")


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if sys.argv[1:] else 10**8)
