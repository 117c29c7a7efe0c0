"""Part 10 on a hundred million rows, on request (Linux): python tools/part_ten_at_full_size.py [examples]

Writes files of 10,000 rows and more, the last of 2.4 GB, to a temporary folder that is removed afterwards (TMPDIR
says where), and measures on them what Part 10 promises. Times are the best of ROUNDS, of the clock on the wall, for
processes that run side by side can't be told by processor time: so leave the machine alone meanwhile. Numbers that
differ, a file that isn't read to its end or a nan that isn't named end the run with an error.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from partTen import Neural_Network, every_example_votes

ROUNDS = 5
WRONG_ROW = 77_777_777


def write(path, examples):
    """Rows of two inputs drawn at random and the score that a known network gives them, with noise."""
    rng, truth = np.random.default_rng(0), Neural_Network(rng=8)
    with open(path, "wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (examples, 3)})
        for start in range(0, examples, 10**6):
            X = rng.uniform(0, 1, (min(10**6, examples - start), 2))
            np.hstack((X, truth.forward(X) + rng.normal(0, 0.02, (len(X), 1)))).tofile(file)
    return path


def best(calls, rounds=ROUNDS):
    """The least time of each call in seconds; the calls take turns."""
    times = []
    for _ in range(rounds):
        for call in calls:
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
    return [min(times[place::len(calls)]) for place in range(len(calls))]


def in_a_fresh_process(code, path):
    """The numbers that the code prints; it has a network, which has voted before, and the path."""
    start = f"""
import resource, sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from partTen import *
network, path = Neural_Network(rng=0), {str(path)!r}
network.costAndGradient([[0, 0]] * 5000, [[0]] * 5000)

def kibibytes(name):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(name))
"""
    answer = subprocess.run([sys.executable, "-c", start + code], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [float(number) for number in answer.split()]


@contextmanager
def nan_in_row(path, row):
    rows = np.load(path, mmap_mode="r+")
    value, rows[row, 1] = rows[row, 1], np.nan
    try:
        yield
    finally:
        rows[row, 1] = value


def say(what, result):
    print(f"{what:45} {result}", flush=True)


def main(examples):
    with tempfile.TemporaryDirectory() as folder:
        if shutil.disk_usage(folder).free < 30 * examples:
            sys.exit(f"{folder} has less than {30 * examples / 1e9:.1f} GB free: set TMPDIR to a larger disk")
        say("load of the last minute, cores", f"{os.getloadavg()[0]:.1f}, {os.cpu_count()}")
        network = Neural_Network(rng=0)

        for size in [10**power for power in range(4, 9) if 10**power < examples] + [examples]:
            path = write(Path(folder) / "rows.npy", size)
            [seconds] = best([partial(every_example_votes, network, path)], rounds=max(ROUNDS, 10**6 // size))
            say(f"{size:,} rows", f"{seconds / size * 1e9:.1f} ns a row")
        votes, file_size = every_example_votes(network, path), os.path.getsize(path)

        _, growth = in_a_fresh_process("""
open("/proc/self/clear_refs", "w").write("5")
before = kibibytes("VmHWM")
print(every_example_votes(network, path)[0], kibibytes("VmHWM") - before)
""", path)
        say("growth of the process's memory", f"{growth:.0f} KiB")
        assert growth < 2048

        J, limit = in_a_fresh_process("""
limit = 1024 * kibibytes("VmSize") + 2**24
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
print(repr(every_example_votes(network, path)[0]), limit)
""", path)
        say("limit of the address space, size of the file", f"{limit / 1e9:.2f} GB, {file_size / 1e9:.2f} GB")
        assert J == votes[0]

        row, message = min(WRONG_ROW, examples - 1), "not found"
        with nan_in_row(path, row):
            try:
                every_example_votes(network, path)
            except ValueError as error:
                message = str(error)
        say("nan", message)
        assert message.startswith(f"{path.name}: row {row:,}, column 1 is nan;")

        start = time.perf_counter()
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            every_example_votes(network, path, map=pool.map)
            first = time.perf_counter() - start
            one, two = best([lambda: every_example_votes(network, path),
                             lambda: every_example_votes(network, path, map=pool.map)])
        say("one process, two",
            f"{one:.2f} s, {two:.2f} s: {one / two:.2f} times as fast ({first:.2f} s the first time)")

        try:
            from distributed import Client
        except ImportError:
            sys.exit("Dask is not installed: pip install distributed")
        start = time.perf_counter()
        with Client(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as client:
            first = time.perf_counter() - start
            asked = client.get_executor()
            different = max(np.max(abs(each / other - 1)) for each, other in
                            zip(every_example_votes(network, path, map=asked.map), votes))
            [dask] = best([lambda: every_example_votes(network, path, map=asked.map)])
        say("Dask's two workers", f"{dask:.2f} s: {dask / two - 1:+.0%} of a pool's two ({first:.2f} s to start)")
        say("its sums differ by", f"{different:.1e}")
        assert different < 1e-12
        say("load of the last minute", f"{os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if sys.argv[1:] else 10**8)
