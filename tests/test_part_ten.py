"""Part 8: the votes of any number of examples, in memory or in a file, wherever they are added up."""
import inspect
import multiprocessing
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

import partFive
from partTen import BLOCK, File_Network, Neural_Network, everyExampleVotes
from partFive import computeNumericalGradient
from partSix import trainer

SHAPES = [(2, 3, 1), (1, 1, 1), (3, 2, 4), (8, 6, 5), (2, 30, 1)]  # inputs, hidden units, outputs
EXAMPLES = [1, 3, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 77]
MANY = 20 * BLOCK + 77  # rows enough for shares of several blocks


def some_network_and_data(shape, examples, kind=Neural_Network):
    rng = np.random.default_rng(sum(shape))
    return (kind(*shape, rng=rng),
            rng.uniform(-1, 2, (examples, shape[0])), rng.uniform(0, 1, (examples, shape[2])))


def votes_by_hand(network, X, y):
    """J, dJdW1, dJdW2 summed in long double, with f(z) = (1 + tanh(z/2)) / 2 and f'(z) = 1 / (2 cosh(z/2))^2."""
    X, y, W1, W2 = (each.astype(np.longdouble) for each in (X, y, network.W1, network.W2))
    z2 = X @ W1
    a2 = (1 + np.tanh(z2 / 2)) / 2
    z3 = a2 @ W2
    errors = (1 + np.tanh(z3 / 2)) / 2 - y
    delta3 = errors / (2 * np.cosh(z3 / 2))**2
    dJdW1 = np.einsum("ni,no,ho,nh->ih", X, delta3, W2, 1 / (2 * np.cosh(z2 / 2))**2)
    return np.sum(errors**2) / 2, dJdW1, np.einsum("nh,no->ho", a2, delta3)


def close(votes, expected, examples=1):
    """Equal but for the rounding of each example's vote."""
    assert [np.shape(each) for each in votes] == [np.shape(each) for each in expected]
    for each, other in zip(votes, expected):
        np.testing.assert_allclose(each, other.astype(float), rtol=1e-12, atol=1e-15 * examples)


def same_bits(votes, expected):
    return all(np.array_equal(each, other) for each, other in zip(votes, expected, strict=True))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A function that writes rows to a new file and returns its path."""
    def write(rows):
        path = tmp_path_factory.mktemp("file") / "rows.npy"
        np.save(path, rows)
        return path
    return write


def sparse_file(path, examples):
    """A file of so many rows of three zeros, which take no room on a disk."""
    with open(path, "wb") as rows:
        np.lib.format.write_array_header_1_0(rows, {"descr": "<f8", "fortran_order": False, "shape": (examples, 3)})
        rows.truncate(rows.tell() + 24 * max(examples, 0))
    return path


@pytest.fixture(scope="module")
def many(file):
    """A network, the path of a file of MANY rows, and what the rows vote, added up by the builtin map."""
    network, X, y = some_network_and_data((2, 3, 1), MANY)
    path = file(np.hstack((X, y)))
    return network, path, everyExampleVotes(network, path)


# --- Blocks: cost and gradient of data in memory ---

def test_star_import_hands_on_what_the_part_builds():
    handed_on = {}
    exec("from partTen import *", handed_on)
    assert handed_on.keys() - {"__builtins__"} == {
        "X", "y", "Neural_Network", "File_Network", "everyExampleVotes", "BLOCK"}
    assert Neural_Network.__bases__ == (partFive.Neural_Network,)


@pytest.mark.parametrize("examples", EXAMPLES)
@pytest.mark.parametrize("shape", SHAPES)
def test_cost_and_gradient_are_the_sum_of_the_votes_worked_out_in_long_double(shape, examples):
    network, X, y = some_network_and_data(shape, examples)
    close(network.costAndGradient(X, y), votes_by_hand(network, X, y), examples)


@pytest.mark.parametrize("examples", [3, BLOCK + 1])
@pytest.mark.parametrize("shape", SHAPES)
def test_cost_and_gradient_are_those_of_part_4(shape, examples):
    network, X, y = some_network_and_data(shape, examples)
    J, *gradient = network.costAndGradient(X, y)
    assert type(J) is float
    close((J, *gradient), (np.array(network.costFunction(X, y)), *network.costFunctionPrime(X, y)), examples)


@pytest.mark.parametrize("shape", SHAPES)
def test_gradient_passes_the_check_of_part_5(shape):
    network, X, y = some_network_and_data(shape, 50)
    _, dJdW1, dJdW2 = network.costAndGradient(X, y)
    grad, numgrad = np.append(dJdW1, dJdW2), computeNumericalGradient(network, X, y)
    assert np.linalg.norm(grad - numgrad) < 1e-8 * np.linalg.norm(grad + numgrad)


@pytest.mark.parametrize("kind", [
    np.asfortranarray, np.ndarray.tolist, lambda data: np.hstack((data, data))[:, :data.shape[1]],
    lambda data: np.repeat(data, 2, axis=0)[::2], lambda data: data.astype(">f8")])
def test_layout_of_the_data_in_memory_does_not_matter(kind):
    network, X, y = some_network_and_data((2, 3, 1), BLOCK + 1)
    assert same_bits(network.costAndGradient(kind(X), kind(y)), network.costAndGradient(X, y))


@pytest.mark.parametrize("kind", [int, bool, np.float32])
def test_data_and_weights_may_be_numbers_of_any_kind(kind):
    network, X, y = some_network_and_data((2, 3, 1), 100)
    X, y, network.W1, network.W2 = ((2 * each).astype(int).astype(kind) for each in (X, y, network.W1, network.W2))
    if kind is bool:
        network.W1, network.W2 = network.W1.astype(int), network.W2.astype(int)
    close(network.costAndGradient(X, y), votes_by_hand(network, X, y), 100)


@pytest.mark.parametrize("size", [1e2, 1e4, 1e8, 1e150, 1e300])
def test_extreme_weights_give_no_warning_and_no_nan(size):
    network, X, y = some_network_and_data((2, 3, 2), BLOCK + 1)
    network.W1, network.W2 = size * network.W1, size * network.W2
    J, *gradient = network.costAndGradient(X, y)
    np.testing.assert_allclose(J, network.costFunction(X, y), rtol=1e-12)
    for each, expected in zip(gradient, network.costFunctionPrime(X, y)):
        np.testing.assert_allclose(each, expected, rtol=1e-12, atol=2e-16 * len(X) * np.max(abs(network.W2)))


def test_data_and_weights_are_only_read():
    network, X, y = some_network_and_data((2, 3, 1), BLOCK + 1)
    for each in (X, y, network.W1, network.W2):
        each.setflags(write=False)
    before = dict(vars(network))
    network.costAndGradient(X, y)
    assert vars(network).keys() == before.keys() and all(vars(network)[name] is before[name] for name in before)


@pytest.mark.parametrize("X, y", [
    (np.zeros((4, 3)), np.zeros((4, 1))), (np.zeros((4, 2)), np.zeros(4)), (np.zeros((4, 2)), np.zeros((5, 1))),
    (np.zeros((4, 2)), np.zeros((1, 1))), (np.zeros((0, 2)), np.zeros((0, 1))), (np.zeros(2), np.zeros((1, 1))),
    ([["3", "5"]], [[1.0]]), (np.zeros((4, 2)), [[0.0], [0.0], [np.nan], [0.0]]), ([[np.inf, 0.0]], [[1.0]])])
def test_data_that_do_not_fit_are_refused_in_the_words_of_part_4(X, y):
    network = Neural_Network(rng=0)
    with pytest.raises((TypeError, ValueError)) as expected:
        network.costFunctionPrime(X, y)
    with pytest.raises(expected.type, match=f"^{re.escape(str(expected.value))}$"):
        network.costAndGradient(X, y)


def test_the_votes_of_all_mini_batches_are_the_votes_of_all_examples():
    network, X, y = some_network_and_data((2, 3, 1), 10_000)
    batches = np.random.default_rng(0).permutation(10_000).reshape(100, 100)
    votes = zip(*(network.costAndGradient(X[batch], y[batch]) for batch in batches))
    close([sum(each) for each in votes], votes_by_hand(network, X, y), len(X))


def test_steps_along_the_votes_of_mini_batches_find_what_a_known_network_does():
    truth, X, _ = some_network_and_data((2, 3, 1), 10_000)
    y, network, rng = truth.forward(X), Neural_Network(rng=5), np.random.default_rng(0)
    for _ in range(2_000):
        batch = rng.integers(0, len(X), 100)
        _, dJdW1, dJdW2 = network.costAndGradient(X[batch], y[batch])
        network.W1, network.W2 = network.W1 - 0.1 * dJdW1, network.W2 - 0.1 * dJdW2
    np.testing.assert_allclose(network.forward(X), y, atol=0.05)


# --- A file: the same votes, from any map ---

@pytest.mark.parametrize("examples", EXAMPLES + [MANY])
def test_rows_of_a_file_vote_as_in_memory(file, examples):
    network, X, y = some_network_and_data((2, 3, 1), examples)
    votes = everyExampleVotes(network, file(np.hstack((X, y))))
    assert type(votes[0]) is float
    close(votes, votes_by_hand(network, X, y), examples)


def test_bytes_after_the_last_row_do_not_vote(file):
    network, X, y = some_network_and_data((2, 3, 1), BLOCK + 1)
    path = file(np.hstack((X, y)))
    votes = everyExampleVotes(network, path)
    with open(path, "ab") as rows:
        rows.write(np.ones((2, 3)).tobytes())
    assert all(map(np.array_equal, everyExampleVotes(network, path), votes))


@pytest.mark.parametrize("shape", SHAPES)
def test_file_may_hold_any_number_of_inputs_and_outputs(file, shape):
    network, X, y = some_network_and_data(shape, BLOCK + 1)
    close(everyExampleVotes(network, file(np.hstack((X, y)))), votes_by_hand(network, X, y), BLOCK)


def test_path_may_be_a_string_and_relative_to_here_wherever_the_votes_are_worked_out(many, monkeypatch):
    network, path, votes = many

    def elsewhere(function, shares):
        monkeypatch.chdir(path.parent.parent)
        return map(function, shares)

    monkeypatch.chdir(path.parent)
    assert same_bits(everyExampleVotes(network, path.name, map=elsewhere), votes)


def test_every_row_of_a_hundred_million_is_in_one_share_of_no_more_than_2_to_the_20(tmp_path):
    handed_out = []

    def note(function, shares):
        handed_out.extend(shares)
        return [(0, 0, 0)] * len(shares)

    everyExampleVotes(Neural_Network(), sparse_file(tmp_path / "rows.npy", 10**8), map=note)
    starts, stops = zip(*handed_out)
    assert starts == (0, *stops[:-1]) and stops[-1] == 10**8
    assert max(stop - start for start, stop in handed_out) <= 2**20


def backwards(function, shares):
    return [function(share) for share in reversed(shares)][::-1]


def test_sums_have_the_same_bits_from_a_map_that_works_backwards(many):
    network, path, votes = many
    assert same_bits(everyExampleVotes(network, path, map=backwards), votes)


def test_sums_have_the_same_bits_from_threads(many):
    network, path, votes = many
    with ThreadPoolExecutor(4) as pool:
        assert same_bits(everyExampleVotes(network, path, pool.map), votes)


def test_sums_have_the_same_bits_from_processes(many):
    network, path, votes = many
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        assert same_bits(everyExampleVotes(network, path, map=pool.map), votes)


def test_a_process_of_a_pool_that_dies_is_an_error_and_no_half_sum(many):
    network, path, _ = many

    def die_after_two_shares(function, shares):
        yield from pool.map(function, shares[:2])
        pool.submit(os._exit, 1)  # the pool's one process gets the other shares after this
        yield from pool.map(function, shares[2:])

    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        with pytest.raises(RuntimeError, match=f"^a worker process was lost while the rows of {re.escape(str(path))} "
                                               "voted .*: nothing was added up; start a new pool and ask again$"):
            everyExampleVotes(network, path, map=die_after_two_shares)


@pytest.mark.parametrize("number, asked", [(6, range(1, 7)), (8, [*range(7), 6])])
def test_a_map_that_loses_a_share_or_asks_twice_is_an_error_and_no_wrong_sum(many, number, asked):
    network, path, _ = many
    with pytest.raises(RuntimeError, match=f"^the map returned {number} of 7 shares of {re.escape(str(path))}: nothing "
                                           "was added up; give a map that returns every result, in order$"):
        everyExampleVotes(network, path, map=lambda function, shares: [function(shares[k]) for k in asked])


# --- A cluster ---

@pytest.fixture(scope="module")
def client():
    """A Dask client of two local worker processes."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        with distributed.Client(cluster) as client:
            yield client


def test_sums_are_the_same_from_a_cluster(many, client):
    network, path, votes = many
    for each, expected in zip(everyExampleVotes(network, path, map=client.get_executor().map), votes):
        np.testing.assert_allclose(each, expected, rtol=1e-12)


def test_a_worker_of_a_cluster_that_is_killed_leaves_the_sum_right(many, client):
    network, path, votes = many
    workers = client.run(os.getpid)

    def kill_after_one_share(function, shares):
        results = client.get_executor().map(function, shares)
        yield next(results)
        os.kill(min(workers.values()), getattr(signal, "SIGKILL", signal.SIGTERM))
        yield from results

    for each, expected in zip(everyExampleVotes(network, path, map=kill_after_one_share), votes):
        np.testing.assert_allclose(each, expected, rtol=1e-12)
    client.wait_for_workers(2)
    assert min(workers.values()) not in client.run(os.getpid).values()


def test_a_cluster_reads_a_mended_file_again(file, client):
    network, X, y = some_network_and_data((2, 3, 1), 3)
    path = file(np.hstack((X, y * np.nan)))
    os.utime(path, (0, 0))
    with pytest.raises(ValueError, match="row 0, column 2 is nan") as kept:  # as a notebook keeps its last error
        everyExampleVotes(network, path, map=client.get_executor().map)
    np.save(path, np.hstack((X, y)))
    assert same_bits(everyExampleVotes(network, path, map=client.get_executor().map), everyExampleVotes(network, path))
    assert kept


# --- Memory ---

def in_a_fresh_process(code, *arguments):
    """What the code prints."""
    start = f"import sys; sys.path[:] = {sys.path}\n"
    return subprocess.run([sys.executable, "-c", start + inspect.cleandoc(code), *map(str, arguments)],
                          check=True, stdout=subprocess.PIPE, text=True).stdout


linux = pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="asks Linux for the memory it uses")
GROWTH = """
    import numpy as np
    from partTen import Neural_Network, everyExampleVotes

    def peak():
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

    network = Neural_Network(rng=0)
    X, y = np.ones((10**6, 2)), np.ones((10**6, 1))
    network.costAndGradient(X[:5000], y[:5000])  # what NumPy sets up once is there now
    with open("/proc/self/clear_refs", "w") as reset:
        reset.write("5")
    before = peak()
"""


@linux
def test_memory_grows_by_less_than_2_mib_for_a_file_of_48_mb(tmp_path):
    path = sparse_file(tmp_path / "rows.npy", 2 * 10**6)
    assert int(in_a_fresh_process(GROWTH + """
    everyExampleVotes(network, sys.argv[1])
    print(peak() - before)
    """, path)) < 2 * 1024


@linux
def test_memory_grows_by_less_than_2_mib_for_data_of_24_mb_in_memory():
    assert int(in_a_fresh_process(GROWTH + """
    network.costAndGradient(X, y)
    print(peak() - before)
    """)) < 2 * 1024


@linux
def test_a_file_larger_than_the_address_space_left_is_read_to_its_end(tmp_path):
    path = sparse_file(tmp_path / "rows.npy", 2 * 10**6)
    J = in_a_fresh_process("""
    import resource
    import numpy as np
    from partTen import Neural_Network, everyExampleVotes

    network = Neural_Network(rng=0)
    network.costAndGradient(np.ones((5000, 2)), np.ones((5000, 1)))  # what NumPy sets up once is there now
    with open("/proc/self/statm") as statm:
        now = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + 2**24, now + 2**24))
    print(everyExampleVotes(network, sys.argv[1])[0])
    """, path)
    network = Neural_Network(rng=0)
    np.testing.assert_allclose(float(J), 10**6 * network.forward([[0, 0]]).item()**2, rtol=1e-9)


# --- Files that can't vote ---

def refused(path, error, message, **keywords):
    """Asking the rows of this file is that error, which names the file; the weights stay as they were."""
    network = Neural_Network(rng=0)
    before = network.getParams()
    with pytest.raises(error) as caught:
        everyExampleVotes(network, path, **keywords)
    assert str(caught.value) == message.format(path=path)
    assert np.array_equal(network.getParams(), before)


@pytest.mark.parametrize("shape", [(5, 4), (5, 2), (3,), (15,), (), (0, 3), (2, 5, 3), (2, 3, 5)])
def test_file_of_another_shape_is_refused(file, shape):
    refused(file(np.zeros(shape)), ValueError,
            f"{{path}} holds an array of shape {shape}; this network needs (numExamples, 3), at least one row: "
            "the inputs and then the outputs as columns")


def test_file_that_says_it_has_fewer_rows_than_none_is_refused(tmp_path):
    refused(sparse_file(tmp_path / "rows.npy", -1), ValueError,
            "{path} holds an array of shape (-1, 3); this network needs (numExamples, 3), at least one row: "
            "the inputs and then the outputs as columns")


@pytest.mark.parametrize("rows, kind", [
    (np.zeros((5, 3), "float32"), "float32 row by row"), (np.zeros((5, 3), ">f8"), ">f8 row by row"),
    (np.zeros((5, 3), "U1"), "<U1 row by row"), (np.zeros((5, 3), order="F"), "float64 column by column")])
def test_file_of_other_numbers_or_of_columns_is_refused(file, rows, kind):
    refused(file(rows), ValueError, f"{{path}} holds {kind}; it must hold float64 row by row: "
            "save np.ascontiguousarray(rows, dtype=float)")


@pytest.mark.parametrize("content", [
    b"", b"3,5,75\n", b"\x93NUMPY", b"\x93NUMPY\x01\x00\x0b\x00{'descr': (", b"\x93NUMPY\x02\x00\x76\x00"])
def test_file_that_is_no_npy_file_is_refused(tmp_path, content):
    path = tmp_path / "rows.npy"
    path.write_bytes(content)
    refused(path, ValueError, "{path} is not an .npy file: write the rows with np.save")


def test_file_that_is_missing_is_named(tmp_path):
    path = tmp_path / "no.npy"
    refused(path, FileNotFoundError, f"[Errno 2] No such file or directory: {str(path)!r}")


def test_data_in_the_place_of_a_path_are_a_type_error():
    refused(np.zeros((5, 3)), TypeError, "expected str, bytes or os.PathLike object, not ndarray")


@pytest.mark.parametrize("row, block", [(0, "0 to 4,095"), (70_000, "69,632 to 73,727"), (81_996, "81,920 to 81,996")])
@pytest.mark.parametrize("column", [0, 1, 2])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_not_finite_is_named_with_its_row_and_block(file, value, column, row, block):
    rows = np.random.default_rng(0).uniform(0, 1, (MANY, 3))
    rows[row, column] = rows[-1, 2] = value
    refused(file(rows), ValueError, f"{{path}}: row {row:,}, column {column} is {value} (in the block of rows {block});"
            " every value must be a finite number: mend or leave out that example")


def test_nan_in_row_77_777_777_of_a_hundred_million_is_named(tmp_path):
    path, row = sparse_file(tmp_path / "rows.npy", 10**8), 77_777_777
    rows = np.load(path, mmap_mode="r+")
    rows[row, 1] = np.nan
    del rows

    def only_that_share(function, shares):
        return [function((start, stop)) for start, stop in shares if start <= row < stop]

    refused(path, ValueError, "{path}: row 77,777,777, column 1 is nan (in the block of rows 77,774,848 to 77,778,943);"
            " every value must be a finite number: mend or leave out that example", map=only_that_share)


@pytest.mark.parametrize("left, block", [(0, "0 to 4,095"), (4_095.9, "0 to 4,095"), (4_096, "4,096 to 8,191"),
                                         (MANY - 0.5, "81,920 to 81,996")])
def test_file_cut_short_is_refused_before_it_is_read(file, left, block):
    path = file(np.zeros((MANY, 3)))
    os.truncate(path, 128 + int(24 * left))
    refused(path, ValueError, "{path} is cut short: it should hold 81,997 rows and ends in the block of rows "
            f"{block}; write the file again", map=None)


@pytest.mark.parametrize("left, block", [(50_000, "49,152 to 53,247"), (81_990, "81,920 to 81,996")])
def test_file_cut_short_while_it_is_read_is_an_error_and_no_half_sum(file, left, block):
    path = file(np.zeros((MANY, 3)))

    def cut_after_one_share(function, shares):
        yield function(shares[0])
        os.truncate(path, 128 + 24 * left)
        yield from map(function, shares[1:])

    refused(path, ValueError, f"{{path}} was cut short while it was read: it ends in the block of rows {block}; "
            "write the file again", map=cut_after_one_share)


# --- Training on a file ---

@pytest.fixture(scope="module")
def lesson(file):
    """A network that knows the scores, and the path of a file of 20,000 rows: hours, and its scores with noise."""
    rng = np.random.default_rng(0)
    truth, X = Neural_Network(rng=4), rng.uniform(0, 1, (20_000, 2))
    truth.W1, truth.W2 = 3 * truth.W1, 3 * truth.W2
    return truth, file(np.hstack((X, truth.forward(X) + rng.normal(0, 0.02, (20_000, 1)))))


class NotingNetwork(File_Network):
    """Keeps its costs, counts the gradients it asks a file for, and is interrupted in the middle of one of them."""

    def __init__(self, interrupted_at=0):
        super().__init__(rng=1, map=self.ask)
        self.costs, self.gradients, self.interrupted_at = [], 0, interrupted_at

    def ask(self, function, shares):
        self.gradients += 1
        yield function(shares[0])
        if self.gradients == self.interrupted_at:
            raise KeyboardInterrupt
        yield from map(function, shares[1:])

    def costFunction(self, path, y=None):
        self.costs.append(super().costFunction(path, y))
        return self.costs[-1]


def test_cost_of_a_file_is_half_the_mean_squared_error_in_percent(lesson):
    truth, path = lesson
    rows, network = np.load(path), File_Network(rng=1)
    J = np.mean((100 * (rows[:, 2:] - network.forward(rows[:, :2])))**2) / 2
    np.testing.assert_allclose(network.costFunction(path), J, rtol=1e-12)
    assert type(network.costFunction(path, None)) is float


@pytest.mark.parametrize("shape", SHAPES)
def test_gradient_of_a_file_passes_the_check_of_part_5(file, shape):
    network, X, y = some_network_and_data(shape, 100, kind=File_Network)
    path = file(np.hstack((X, y)))
    grad, numgrad = network.computeGradients(path, None), computeNumericalGradient(network, path, None)
    assert np.linalg.norm(grad - numgrad) < 1e-8 * np.linalg.norm(grad + numgrad)


def test_cost_and_gradient_of_the_same_weights_read_the_file_once(lesson):
    network = NotingNetwork()
    network.costFunction(lesson[1]), network.costFunctionPrime(lesson[1]), network.costFunction(lesson[1])
    assert network.gradients == 1


@pytest.mark.parametrize("layer", ["W1", "W2"])
def test_changed_weights_are_asked_anew(lesson, layer):
    network, other = File_Network(rng=1), File_Network(rng=1)
    network.costFunction(lesson[1])
    for each in (network, other):
        getattr(each, layer)[-1] += 0.5
    assert network.costFunction(lesson[1]) == other.costFunction(lesson[1])


def test_a_changed_file_and_another_file_are_asked_anew(file):
    network, X, y = some_network_and_data((2, 3, 1), 3, kind=File_Network)
    first, second = file(np.hstack((X, y))), file(np.hstack((X, y + 1)))
    os.utime(first, (0, 0))  # long ago: a file system's clock may stand still for milliseconds
    costs = network.costFunction(first), network.costFunction(second)
    np.save(first, np.hstack((X, y + 1)))
    assert network.costFunction(first) == costs[1] != costs[0]


def test_a_gradient_that_was_handed_out_may_be_changed(lesson):
    network = File_Network(rng=1)
    gradient = network.costFunctionPrime(lesson[1])
    for each in gradient:
        each *= 0
    assert all(np.all(each != 0) for each in network.costFunctionPrime(lesson[1]))


def test_an_interrupted_question_is_asked_anew(lesson):
    network = NotingNetwork(interrupted_at=1)
    with pytest.raises(KeyboardInterrupt):
        network.costFunction(lesson[1])
    assert network.costFunction(lesson[1]) == File_Network(rng=1).costFunction(lesson[1])


def test_training_on_a_file_finds_what_the_known_network_does(lesson):
    truth, path = lesson
    network, hours = File_Network(rng=1), np.random.default_rng(1).uniform(0, 1, (1_000, 2))
    trainer(network).train(path, None, maxiter=1_000)
    np.testing.assert_allclose(network.forward(hours), truth.forward(hours), atol=0.01)


@pytest.mark.parametrize("gradient", [1, 2, 3, 10, 30])
def test_interrupted_training_keeps_the_best_weights(lesson, gradient):
    network, start = NotingNetwork(interrupted_at=gradient), File_Network(rng=1).costFunction(lesson[1])
    with pytest.raises(KeyboardInterrupt):
        trainer(network).train(lesson[1], None)
    best = min(network.costs, default=start)
    assert network.costFunction(lesson[1]) == best


def test_training_on_a_file_that_cannot_vote_changes_nothing(file):
    rows = np.random.default_rng(0).uniform(0, 1, (MANY, 3))
    rows[-1, 0] = np.nan
    network = File_Network(rng=1)
    with pytest.raises(ValueError, match="row 81,996, column 0 is nan"):
        trainer(network).train(file(rows), None)
    assert np.array_equal(network.getParams(), File_Network(rng=1).getParams())
