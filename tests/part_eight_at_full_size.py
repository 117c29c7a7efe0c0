"""Part 8 on a file of a hundred million rows (2.4 GB on disk): python tests/part_eight_at_full_size.py [rows]

Prints the time a row and the growth of the process's memory, under a limit on its address space below the file's
size; the time of two processes and of two Dask workers beside one process; and what a nan near the end gives.
It takes some minutes, needs Linux, and is no part of the tests.
"""
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np  # noqa: E402

from partEight import SHARE, Neural_Network, everyExampleVotes  # noqa: E402


def memory(what):
    """The process's VmRSS (now), VmHWM (peak) or VmSize (address space) in KiB."""
    return int(Path("/proc/self/status").read_text().split(what + ":")[1].split()[0])


def timed(function):
    start = time.perf_counter()
    answer = function()
    return time.perf_counter() - start, answer


def in_small_memory(path):
    """Run in a process of its own: seconds and votes with an address space of 8 MiB more than there was before."""
    network = Neural_Network(rng=0)
    network.costAndGradient(np.zeros((9, 2)), np.zeros((9, 1)))  # what is loaded at the first call is no growth
    before = memory("VmRSS")
    resource.setrlimit(resource.RLIMIT_AS, (1024 * memory("VmSize") + 2**23,) * 2)
    seconds, votes = timed(lambda: everyExampleVotes(network, path))
    return seconds, votes, memory("VmHWM") - before


def same(votes, expected):
    return max(np.abs(np.subtract(a, b) / np.abs(b).max()).max() for a, b in zip(votes, expected))


def main(rows, folder):
    path, network = os.path.join(folder, "rows.npy"), Neural_Network(rng=0)
    file = np.lib.format.open_memmap(path, mode="w+", dtype=float, shape=(rows, 3))
    rng = np.random.default_rng(0)
    for start in range(0, rows, SHARE):
        file[start:start + SHARE] = rng.random((min(SHARE, rows - start), 3))
    file.flush()
    del file
    print(f"{rows:,} rows, {os.path.getsize(path):,} bytes")

    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as pool:
        seconds, votes, growth = pool.submit(in_small_memory, path).result()
    print(f"one process, limited: {seconds / rows * 1e9:.1f} ns a row, memory grew by {growth} KiB at its peak")

    maps = {"one": ProcessPoolExecutor(1, spawn).map, "two": ProcessPoolExecutor(2, spawn).map}
    try:
        from distributed import Client, LocalCluster
        client = Client(LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None))
        maps["Dask, two"] = client.get_executor().map
    except ImportError:
        print("Dask is not installed")
    for map in maps.values():
        everyExampleVotes(network, path, map)  # starts the workers
    seconds = {name: [] for name in maps}
    for _ in range(5):
        for name, map in maps.items():
            taken, answer = timed(lambda: everyExampleVotes(network, path, map))
            seconds[name].append(taken)
            assert same(answer, votes) < 1e-12
    for name, taken in seconds.items():
        median = statistics.median(taken)
        print(f"{name:>10}: {median:.2f} s, {statistics.median(seconds['one']) / median:.2f} times as fast as one")

    bad = int(0.77777777 * rows)
    np.load(path, mmap_mode="r+")[bad, 1] = np.nan
    try:
        everyExampleVotes(network, path)
    except ValueError as error:
        print(error)
    if "Dask, two" in maps:
        client.shutdown()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(int(float(sys.argv[1])) if sys.argv[1:] else 10**8, folder)
