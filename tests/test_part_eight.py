"""Part 8: the votes of many rows, whoever adds them up, and what happens when a file or a worker fails."""
import math
import multiprocessing
import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import nbformat
import numpy as np
import pytest
from tqdm import tqdm

import figures
import partEight
import partFive
from partEight import BLOCK, File_Network, Neural_Network, everyExampleVotes
from partSix import trainer

pytestmark = pytest.mark.filterwarnings("error")

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "08-every-example-gets-a-vote.ipynb"


def close(votes, expected, rtol=1e-12):
    """The same J, dJdW1 and dJdW2, each to rtol of its largest value."""
    for value, right in zip(votes, expected, strict=True):
        assert np.shape(value) == np.shape(right)
        np.testing.assert_allclose(value, right, rtol=0, atol=rtol * np.abs(right).max())


def part_four(network, X, y):
    """J, dJdW1 and dJdW2 as Part 4 has them."""
    return network.costFunction(X, y), *network.costFunctionPrime(X, y)


def some_rows(number, columns=3, seed=1):
    return np.random.default_rng(seed).random((number, columns))


def saved(path, rows):
    np.save(path, rows)
    return str(path)


def empty_places(path, number, columns=3):
    """A file of so many rows of zeros that takes no place on the disk."""
    with open(path, "wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (number, columns)})
        file.truncate(file.tell() + 8 * number * columns)
    return str(path)


@pytest.fixture
def file(tmp_path):
    """A file of 20,000 rows."""
    return saved(tmp_path / "rows.npy", some_rows(20_000))


@pytest.fixture
def small_shares(monkeypatch):
    """Shares of two blocks, so that 20,000 rows make three."""
    monkeypatch.setattr(partEight, "SHARE", 2 * BLOCK)


# --- Blocks ---

@pytest.mark.parametrize("inputs, hidden, outputs, examples", [
    (2, 3, 1, 3), (1, 1, 1, 1), (2, 3, 1, BLOCK), (2, 3, 1, BLOCK + 1), (2, 1, 3, BLOCK - 1), (5, 7, 4, 2 * BLOCK + 9)])
def test_cost_and_gradient_in_one_pass_are_part_fours(inputs, hidden, outputs, examples):
    network = Neural_Network(inputs, hidden, outputs, rng=0)
    X, y = some_rows(examples, inputs), some_rows(examples, outputs, seed=2)
    votes = network.costAndGradient(X, y)
    assert type(votes[0]) is float
    close(votes, part_four(network, X, y))


def test_votes_of_blocks_add_up_to_the_votes_of_all():
    network, rows = Neural_Network(rng=0), some_rows(10_000)
    blocks = [network.costAndGradient(block[:, :2], block[:, 2:]) for block in np.array_split(rows, 7)]
    close([np.sum(each, axis=0) for each in zip(*blocks)], part_four(network, rows[:, :2], rows[:, 2:]))


def test_data_are_left_as_they_were():
    network, rows = Neural_Network(rng=0), some_rows(5000)
    X, y = rows[:, :2].copy(), rows[:, 2:].copy()
    network.costAndGradient(X, y)
    assert np.array_equal(np.hstack([X, y]), rows)


@pytest.mark.parametrize("X, y, message", [
    (partFive.X, partFive.y.ravel(), "this network has 1 output, so y must be (3, 1): try y.reshape(-1, 1)"),
    (partFive.X.T, partFive.y, "this network has 2 inputs, so X must be (numExamples, 2): try X.T"),
    (np.full((3, 2), np.nan), partFive.y, "X[0, 0] is nan")])
def test_data_that_do_not_fit_get_the_errors_of_the_other_parts(X, y, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Neural_Network().costAndGradient(X, y)


@pytest.mark.parametrize("size", [20, 40, 300, 1e4])
def test_slope_from_the_activation_is_off_by_no_more_than_one_rounding_of_it(size):
    network = Neural_Network(rng=0)
    network.W1, network.W2 = network.W1 * size, network.W2 * size
    X, y = some_rows(100, 2) * 2 - 1, some_rows(100, 1)
    for slopes, right in zip(network.costAndGradient(X, y)[1:], network.costFunctionPrime(X, y)):
        np.testing.assert_allclose(slopes, right, rtol=1e-12, atol=100 * 1.2e-16 * max(1, np.abs(network.W2).max()))


def test_slope_far_up_the_sigmoid_is_zero_where_part_four_has_digits():
    a = partFive.Neural_Network().sigmoid(40.0)
    assert a * (1 - a) == 0 and math.isclose(partFive.Neural_Network().sigmoidPrime(40.0), math.exp(-40))


# --- A file ---

def test_a_file_has_the_votes_of_its_rows(file, small_shares):
    network, rows = Neural_Network(rng=0), np.load(file)
    close(everyExampleVotes(network, file), part_four(network, rows[:, :2], rows[:, 2:]))


@pytest.mark.parametrize("number", [1, 3, BLOCK, 2 * BLOCK, 2 * BLOCK + 1])
def test_a_file_of_any_length_is_read_to_its_last_row(tmp_path, small_shares, number):
    network, rows = Neural_Network(rng=0), some_rows(number)
    close(everyExampleVotes(network, saved(tmp_path / "rows.npy", rows)), part_four(network, rows[:, :2], rows[:, 2:]))


def test_several_inputs_and_outputs_stand_side_by_side_in_a_row(tmp_path, small_shares):
    network, rows = Neural_Network(4, 5, 3, rng=0), some_rows(9000, columns=7)
    close(everyExampleVotes(network, saved(tmp_path / "rows.npy", rows)), part_four(network, rows[:, :4], rows[:, 4:]))


def test_a_path_is_the_same_file_for_a_worker_in_another_folder(file, tmp_path, monkeypatch):
    def elsewhere(function, shares):
        monkeypatch.chdir(tmp_path.parent)
        return map(function, shares)
    monkeypatch.chdir(tmp_path)
    close(everyExampleVotes(Neural_Network(rng=0), "rows.npy", map=elsewhere), everyExampleVotes(Neural_Network(rng=0), file))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads its own memory from Linux's /proc")
def test_memory_grows_by_less_than_two_megabytes_and_a_limit_below_the_file_is_no_hindrance(tmp_path):
    small, large = (empty_places(tmp_path / f"{number}.npy", number) for number in (10_000, 5_000_000))
    script = f"""
import resource
import numpy as np
from partEight import Neural_Network, everyExampleVotes
def memory(what):
    return int(open("/proc/self/status").read().split(what + ":")[1].split()[0])
network = Neural_Network(rng=0)
everyExampleVotes(network, {small!r})
open("/proc/self/clear_refs", "w").write("5")  # the peak counts from here
before = memory("VmRSS")
limit = 1024 * memory("VmSize") + 2**22
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    np.load({large!r}, mmap_mode="r")
except OSError:
    print("too large to map")
print(everyExampleVotes(network, {large!r})[0])
print(memory("VmHWM") - before)
"""
    lines = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    assert lines[0] == "too large to map"
    np.testing.assert_allclose(float(lines[1]), 5_000_000 * part_four(Neural_Network(rng=0), [[0, 0]], [[0]])[0])
    assert int(lines[2]) < 2048  # KiB


# --- Workers ---

def test_threads_find_the_same_votes(file, small_shares):
    network = Neural_Network(rng=0)
    with ThreadPoolExecutor(3) as pool:
        close(everyExampleVotes(network, file, map=pool.map), everyExampleVotes(network, file), rtol=0)


def test_processes_find_the_same_votes_and_are_sent_no_more_than_the_weights(file, small_shares):
    network = Neural_Network(rng=0)
    network.forward(some_rows(1000, 2))  # leaves z2, a2 and z3 behind
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        close(everyExampleVotes(network, file, map=pool.map), everyExampleVotes(network, file), rtol=0)


def test_a_killed_process_is_a_clear_error_and_no_half_sum(tmp_path):
    path = empty_places(tmp_path / "rows.npy", 48 * partEight.SHARE)
    network = Neural_Network(rng=0)
    weights = network.getParams()
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        def killing(function, shares):
            for votes in pool.map(function, shares):
                for process in multiprocessing.active_children():
                    process.kill()
                yield votes
        with pytest.raises(RuntimeError, match=r"worker process was lost .*rows\.npy.* nothing was added up"):
            everyExampleVotes(network, path, map=killing)
    assert np.array_equal(network.getParams(), weights)


def test_a_map_that_loses_a_share_is_an_error_and_no_half_sum(file, small_shares):
    with pytest.raises(RuntimeError, match="returned 2 of 3 shares .* nothing was added up"):
        everyExampleVotes(Neural_Network(), file, map=lambda function, shares: map(function, shares[1:]))


@pytest.fixture
def dask_client():
    """A Dask client of two local workers, each a process of its own."""
    distributed = pytest.importorskip("distributed")
    with (distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
          distributed.Client(cluster) as client):
        yield client


@pytest.mark.filterwarnings("default")
def test_dask_finds_the_same_votes_also_when_a_worker_is_killed(tmp_path, dask_client):
    path = empty_places(tmp_path / "rows.npy", 48 * partEight.SHARE)
    network = Neural_Network(rng=0)
    expected = everyExampleVotes(network, path)
    close(everyExampleVotes(network, path, map=dask_client.get_executor().map), expected)

    victim = min(dask_client.run(os.getpid).values())

    def killing(function, shares):
        for number, votes in enumerate(dask_client.get_executor().map(function, shares)):
            if number == 0:
                os.kill(victim, 9)
                assert any(dask_client.processing().values())  # the votes of other shares are still being counted
            yield votes
    close(everyExampleVotes(network, path, map=killing), expected)
    assert victim not in dask_client.run(os.getpid).values()


def notebooks_cells(words):
    """The code of the notebook's cells with these words in them."""
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code" and words in cell.source)


@pytest.mark.filterwarnings("default")
def test_the_notebooks_code_for_dask_does_what_it_says(file, small_shares, monkeypatch, capsys):
    pytest.importorskip("distributed")
    monkeypatch.setattr(figures, "reader_is_there", lambda: True)
    network = Neural_Network(rng=0)
    exec(notebooks_cells("LocalCluster"), {"figures": figures, "find_spec": find_spec, "np": np, "NN": network, "path": file,
                                           "everyExampleVotes": everyExampleVotes, "votes": everyExampleVotes(network, file)})
    assert capsys.readouterr().out == "the same numbers: True\n"


# --- Files that fail ---

def cut_short(path):
    os.truncate(path, os.path.getsize(path) - 24 * 5000 - 8)


def spoilt(row, column, value):
    def spoil(path):
        np.load(path, mmap_mode="r+")[row, column] = value
    return spoil


def replaced(rows):
    return lambda path: np.save(path, rows)


def overwritten(text):
    return lambda path: Path(path).write_bytes(text)


@pytest.mark.parametrize("harm, message", [
    (cut_short, "rows.npy is cut short: it should hold 20,000 rows and ends in the block of rows 12,288 to 16,383"),
    (spoilt(7777, 1, np.nan), "rows.npy: row 7,777, column 1 is nan (in the block of rows 4,096 to 8,191)"),
    (spoilt(19_999, 0, -np.inf), "rows.npy: row 19,999, column 0 is -inf (in the block of rows 16,384 to 19,999)"),
    (spoilt(0, 2, np.inf), "rows.npy: row 0, column 2 is inf (in the block of rows 0 to 4,095)"),
    (replaced(some_rows(20, columns=4)), "rows.npy holds an array of shape (20, 4); this network needs (numExamples, 3)"),
    (replaced(np.zeros(30)), "rows.npy holds an array of shape (30,)"),
    (replaced(np.zeros((0, 3))), "at least one row"),
    (replaced(np.zeros((9, 3), dtype="f4")), "rows.npy holds float32"),
    (replaced(np.zeros((9, 3), dtype=int)), "must hold float64"),
    (replaced(np.zeros((9, 3), order="F")), "rows.npy holds float64 column by column; it must hold float64 row by row"),
    (overwritten(b"hours,score\n3,75\n"), "rows.npy is not an .npy file"),
    (overwritten(b""), "rows.npy is not an .npy file")])
def test_a_file_that_fails_is_named_with_its_block_and_weights_stay(file, small_shares, harm, message):
    harm(file)
    network = File_Network(rng=0)
    weights = network.getParams()
    for ask in (lambda: everyExampleVotes(network, file), lambda: trainer(network).train(file, None)):
        with pytest.raises(ValueError, match=re.escape(message)):
            ask()
        assert np.array_equal(network.getParams(), weights)


def test_a_nan_is_named_by_a_worker_process_too(file, small_shares):
    spoilt(15_000, 2, np.nan)(file)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        with pytest.raises(ValueError, match="row 15,000, column 2 is nan"):
            everyExampleVotes(Neural_Network(), file, map=pool.map)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere.npy"):
        everyExampleVotes(Neural_Network(), tmp_path / "nowhere.npy")


def test_a_file_cut_short_while_it_is_read_is_a_clear_error(file, small_shares):
    def cutting(function, shares):
        for share in shares:
            yield function(share)
            os.truncate(file, 128 + 24 * 9000)
    with pytest.raises(ValueError, match=r"rows\.npy was cut short .* ends in the block of rows 8,192 to 12,287"):
        everyExampleVotes(Neural_Network(), file, map=cutting)


def test_values_that_overflow_are_no_fault_of_the_file(tmp_path):
    path = saved(tmp_path / "rows.npy", np.full((5, 3), 1e200))
    assert everyExampleVotes(Neural_Network(rng=0), path)[0] == np.inf


# --- Training ---

@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A network that is the truth, and a file of 20,000 rows: its estimates and some noise."""
    truth, rows = Neural_Network(), some_rows(20_000)
    truth.W1, truth.W2 = np.array([[4.0, -1.0, 1.0], [1.0, -3.0, 5.0]]), np.array([[1.5], [-3.0], [1.0]])
    rows[:, 2:] = truth.forward(rows[:, :2]) + 0.02 * np.random.default_rng(3).standard_normal((20_000, 1))
    return truth, saved(tmp_path_factory.mktemp("known") / "rows.npy", rows)


def test_gradient_per_row_of_a_file_matches_central_differences(known):
    network = File_Network(rng=0)
    gradient = network.computeGradients(known[1], None)
    np.testing.assert_allclose(partFive.computeNumericalGradient(network, known[1], None), gradient, atol=1e-9)


def test_part_sixs_trainer_finds_what_the_known_network_does(known):
    truth, path = known
    network = File_Network(rng=2)
    trainer(network).train(path, None)
    hours = some_rows(1000, 2, seed=4)
    assert np.abs(network.forward(hours) - truth.forward(hours)).max() < 0.005
    assert abs(np.sqrt(2 * network.costFunction(path)) - 2) < 0.02  # the noise, in percent


def test_interrupted_training_keeps_the_best_weights(known):
    costs = []

    class Interrupted(File_Network):
        def costFunction(self, path, y=None):
            if len(costs) == 12:
                raise KeyboardInterrupt
            costs.append(super().costFunction(path))
            return costs[-1]

    network = Interrupted(rng=0)
    with pytest.raises(KeyboardInterrupt):
        trainer(network).train(known[1], None)
    assert File_Network.costFunction(network, known[1]) == min(costs) < costs[0]


@pytest.mark.parametrize("reader", [True, False])
def test_the_notebooks_bar_counts_rows_and_iterations_for_a_reader_only(known, monkeypatch, capsys, reader):
    monkeypatch.setattr(figures, "reader_is_there", lambda: reader)
    exec(notebooks_cells("map_with_bar"), {"figures": figures, "np": np, "path": known[1], "tqdm": tqdm, "trainer": trainer,
                                           "File_Network": File_Network, "SHARE": partEight.SHARE})
    bar = capsys.readouterr().err
    assert bool(re.search(r"\dM rows .*iteration=\d", bar)) if reader else bar == ""


def test_cost_and_gradient_of_the_same_weights_are_read_once(known):
    reads = []

    def counting(function, shares):
        reads.append(len(shares))
        return map(function, shares)
    network = File_Network(rng=0, map=counting)
    network.costFunction(known[1])
    network.computeGradients(known[1], None)
    assert len(reads) == 1
    network.W2 = network.W2 + 1
    network.costFunction(known[1])
    assert len(reads) == 2


def test_a_file_that_was_written_anew_is_read_anew(tmp_path):
    path, network = saved(tmp_path / "rows.npy", some_rows(10)), File_Network(rng=0)
    before = network.costFunction(path)
    saved(path, some_rows(10, seed=2))
    os.utime(path, ns=(1, 1))
    assert network.costFunction(path) != before
