"""Part 10: the votes of any number of examples, in memory or in a file, wherever they are added up."""
import io
import itertools
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

import lesson
import partEight
import partFour
import partTwo
from partSix import trainer
from partTen import BLOCK, File_Network, Neural_Network, every_example_votes, make_workspace
from test_network import some_network_and_data

SHAPES = [(2, 3, 1), (1, 1, 1), (3, 2, 4), (8, 6, 5), (2, 30, 1)]  # inputs, hidden units, outputs
EXAMPLES = [1, 3, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 77]
MANY = 20 * BLOCK + 77  # enough rows for shares of several blocks


def votes_of_part_4(network, X, y):
    """J, dJdW1, dJdW2, which test_network.py compares with an oracle."""
    part_4 = partFour.Neural_Network
    return part_4.costFunction(network, X, y), *part_4.costFunctionPrime(network, X, y)


def assert_close(votes, expected, examples=1):
    """Equal but for the rounding of each example's vote; J is a plain float."""
    assert type(votes[0]) is float
    assert [np.shape(each) for each in votes] == [np.shape(each) for each in expected]
    for each, other in zip(votes, expected):
        np.testing.assert_allclose(each, np.asarray(other, float), rtol=1e-12, atol=1e-15 * examples)


def assert_same_bits(votes, expected):
    assert all(np.array_equal(each, other) for each, other in zip(votes, expected, strict=True))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A function that writes rows to a new file and returns its path."""
    def write(*columns):
        path = tmp_path_factory.mktemp("file") / "rows.npy"
        np.save(path, np.hstack(columns))
        return path
    return write


def sparse_file(path, examples):
    """A file of so many rows of three zeros, which take no room on a disk."""
    with open(path, "wb") as rows:
        np.lib.format.write_array_header_1_0(rows, {"descr": "<f8", "fortran_order": False, "shape": (examples, 3)})
        rows.truncate(rows.tell() + 24 * examples)
    return path


@pytest.fixture(scope="module")
def many(file):
    """A network, the path of a file of MANY rows, and what the rows vote, added up by the builtin map."""
    network, X, y = some_network_and_data(2, 3, 1, MANY, kind=Neural_Network)
    path = file(X, y)
    return network, path, every_example_votes(network, path)


# --- Blocks: data in memory ---

@pytest.mark.parametrize("examples", EXAMPLES)
@pytest.mark.parametrize("shape", SHAPES)
def test_votes_are_those_of_part_4(shape, examples):
    network, X, y = some_network_and_data(*shape, examples, kind=Neural_Network)
    assert_close(network.costAndGradient(X, y), votes_of_part_4(network, X, y), examples)


@pytest.mark.parametrize("spread", [
    np.asfortranarray, np.ndarray.tolist, lambda data: np.hstack((data, data))[:, :data.shape[1]],
    lambda data: np.repeat(data, 2, axis=0)[::2], lambda data: data.astype(">f8")])
def test_layout_of_the_data_in_memory_makes_no_difference(spread):
    network, X, y = some_network_and_data(2, 3, 1, BLOCK + 1, kind=Neural_Network)
    assert_same_bits(network.costAndGradient(spread(X), spread(y)), network.costAndGradient(X, y))


@pytest.mark.parametrize("kind", [int, np.float32])
def test_data_and_weights_may_be_numbers_of_any_kind(kind):
    network, X, y = some_network_and_data(2, 3, 1, 100, kind=Neural_Network)
    X, y, network.W1, network.W2 = ((2 * each).astype(kind) for each in (X, y, network.W1, network.W2))
    assert_close(network.costAndGradient(X, y), votes_of_part_4(network, X, y), 100)


@pytest.mark.parametrize("size", [1e2, 1e4, 1e8, 1e150, 1e300])
def test_extreme_weights_give_no_warning_and_no_nan(size):
    network, X, y = some_network_and_data(2, 3, 2, BLOCK + 1, kind=Neural_Network)
    network.W1, network.W2 = size * network.W1, size * network.W2
    J, *gradient = network.costAndGradient(X, y)
    np.testing.assert_allclose(J, network.costFunction(X, y), rtol=1e-12)
    for each, expected in zip(gradient, network.costFunctionPrime(X, y)):
        np.testing.assert_allclose(each, expected, rtol=1e-12, atol=2e-16 * len(X) * np.max(abs(network.W2)))


def test_the_arrays_of_a_block_are_apart_and_begin_where_a_cache_line_does():
    several = [make_workspace(BLOCK, np.zeros((2, 3)), np.zeros((3, 1))) for _ in range(8)]  # wherever memory is
    for arrays in several:
        assert [each.shape for each in arrays] == [(BLOCK, units) for units in (2, 3, 1, 1, 3)]
        assert all(each.ctypes.data % 64 == 0 and each.flags.f_contiguous for each in arrays)
        for number, each in enumerate(arrays):
            each[:] = number
        assert all((each == number).all() for number, each in enumerate(arrays))


def test_data_and_weights_are_only_read():
    network, X, y = some_network_and_data(2, 3, 1, BLOCK + 1, kind=Neural_Network)
    for each in (X, y, network.W1, network.W2):
        each.setflags(write=False)
    before = dict(vars(network))
    network.costAndGradient(X, y)
    assert vars(network).keys() == before.keys() and all(vars(network)[name] is before[name] for name in before)


@pytest.mark.parametrize("X, y", [
    (np.zeros((4, 3)), np.zeros((4, 1))), (np.zeros((4, 2)), np.zeros(4)), (np.zeros((4, 2)), np.zeros((5, 1))),
    (np.zeros((2, 2)), [[0.0], [np.nan]]), ([[np.inf, 0.0]], [[1.0]])])
def test_data_that_does_not_fit_is_rejected_in_the_words_of_part_4(X, y):
    network = Neural_Network(rng=0)
    with pytest.raises((TypeError, ValueError)) as expected:
        network.costFunctionPrime(X, y)
    with pytest.raises(expected.type, match=f"^{re.escape(str(expected.value))}$"):
        network.costAndGradient(X, y)


# --- A file: the same votes, from any map ---

@pytest.mark.parametrize("examples", EXAMPLES + [MANY])
def test_rows_of_a_file_vote_as_in_memory(file, examples):
    network, X, y = some_network_and_data(2, 3, 1, examples, kind=Neural_Network)
    assert_close(every_example_votes(network, file(X, y)), votes_of_part_4(network, X, y), examples)


@pytest.mark.filterwarnings("ignore:Stored array in format:UserWarning")
@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_the_format_is_read_up_to_its_last_row(file, version):
    network, X, y = some_network_and_data(2, 3, 1, BLOCK + 1, kind=Neural_Network)
    path = file(X, y)
    votes = every_example_votes(network, path)
    with open(path, "wb") as rows:
        np.lib.format.write_array(rows, np.hstack((X, y)), version)
    assert_same_bits(every_example_votes(network, path), votes)


def test_path_may_be_a_string_relative_to_here_wherever_the_shares_are_counted(many, monkeypatch):
    network, path, votes = many

    def elsewhere(function, shares):
        monkeypatch.chdir(path.parent.parent)
        return map(function, shares)

    monkeypatch.chdir(path.parent)
    assert_same_bits(every_example_votes(network, path.name, map=elsewhere), votes)


@pytest.mark.parametrize("rows, size", [(8 * BLOCK, BLOCK), (8 * BLOCK + 1, 2 * BLOCK), (10**8, 2**20)])
def test_shares_are_whole_blocks_an_eighth_of_the_file_or_more_and_2_to_the_20_rows_at_most(tmp_path, rows, size):
    handed_out = []

    def note(function, shares):
        handed_out.extend(shares)
        return [(0, 0, 0)] * len(shares)

    every_example_votes(Neural_Network(), sparse_file(tmp_path / "rows.npy", rows), map=note)
    assert handed_out == [(start, min(start + size, rows)) for start in range(0, rows, size)]


def test_sums_have_the_same_bits_from_a_map_that_works_backwards_from_threads_and_from_processes(many):
    network, path, votes = many
    backwards = every_example_votes(network, path, map=lambda function, shares: [*map(function, shares[::-1])][::-1])
    assert_same_bits(backwards, votes)
    for pool in (ThreadPoolExecutor(4), ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))):
        with pool:
            assert_same_bits(every_example_votes(network, path, map=pool.map), votes)


def test_a_process_of_a_pool_that_dies_is_an_error_and_no_half_sum(many):
    network, path, _ = many

    def die_after_two_shares(function, shares):
        yield from pool.map(function, shares[:2])
        pool.submit(os._exit, 1)  # the pool's one process gets the other shares after this
        yield from pool.map(function, shares[2:])

    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        with pytest.raises(RuntimeError, match=f"^a worker process was lost while the rows of {re.escape(path.name)} "
                                               "voted .* __name__ == '__main__'.*: nothing was added up; .*ask again$"):
            every_example_votes(network, path, map=die_after_two_shares)


@pytest.mark.parametrize("number, asked", [(6, range(1, 7)), (8, [*range(7), 6])])
def test_a_map_that_loses_a_share_or_asks_twice_is_an_error_and_no_wrong_sum(many, number, asked):
    network, path, _ = many
    with pytest.raises(RuntimeError, match=f"^the map returned {number} of 7 shares of {re.escape(path.name)}: nothing "
                                           "was added up; give a map that returns every result, in order$"):
        every_example_votes(network, path, map=lambda function, shares: [function(shares[k]) for k in asked])


# --- A cluster ---

@pytest.mark.slow
def test_a_worker_of_a_cluster_that_is_killed_leaves_the_sum_right(many):
    """Dask with two local worker processes."""
    distributed, (network, path, votes) = pytest.importorskip("distributed"), many

    def kill_after_one_share(function, shares):
        results = client.get_executor().map(function, shares)
        yield next(results)
        os.kill(killed, getattr(signal, "SIGKILL", signal.SIGTERM))
        yield from results

    with (distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
          distributed.Client(cluster) as client):
        killed = min(client.run(os.getpid).values())
        for each, expected in zip(every_example_votes(network, path, mapper=kill_after_one_share), votes):
            np.testing.assert_allclose(each, expected, rtol=1e-12)
        client.wait_for_workers(2)
        assert killed not in client.run(os.getpid).values()


# --- Memory ---

@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="asks Linux for the memory it uses")
@pytest.mark.parametrize("call", ["every_example_votes(network, sys.argv[1])", "network.costAndGradient(X, y)"])
def test_memory_grows_by_less_than_2_mib_for_48_mb_in_a_file_or_24_mb_in_memory(tmp_path, call):
    """In a fresh process, in which the network has voted before. (The pages of a mapped file would count.)"""
    code = f"""if True:
        import sys
        sys.path[:] = {sys.path}
        import numpy as np
        from partTen import Neural_Network, every_example_votes

        def most_used():
            return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

        network, X, y = Neural_Network(rng=0), np.ones((10**6, 2)), np.ones((10**6, 1))
        network.costAndGradient(X[:5000], y[:5000])
        with open("/proc/self/clear_refs", "w") as reset:
            reset.write("5")
        before = most_used()
        {call}
        print(most_used() - before)"""
    path = sparse_file(tmp_path / "rows.npy", 2 * 10**6)
    answer = subprocess.run([sys.executable, "-c", code, path], check=True, stdout=subprocess.PIPE, text=True)
    assert int(answer.stdout) < 2 * 1024


# --- Files that can't vote, or look as if they shouldn't ---

def assert_rejected(path, error, message, **keywords):
    """Asking the rows of this file is that error, which names the file; the weights stay as they were."""
    network = Neural_Network(rng=0)
    before = network.getParams()
    with pytest.raises(error) as caught:
        every_example_votes(network, path, **keywords)
    assert str(caught.value) == message
    assert np.array_equal(network.getParams(), before)


def npy(rows):
    """The bytes of a file as np.save writes it."""
    np.save(stream := io.BytesIO(), rows)
    return stream.getvalue()


SHAPE = ("holds an array of shape {}; this network needs (numExamples, 3), at least one row: the inputs and then the "
         "outputs as columns")
KIND = "holds {}; it must hold float64 row by row: save np.ascontiguousarray(rows, dtype=float)"


@pytest.mark.parametrize("content, message", [
    *((npy(np.zeros(shape)), SHAPE.format(shape))
      for shape in [(5, 4), (5, 2), (3,), (), (0, 3), (2, 5, 3), (2, 3, 5)]),
    (npy(np.zeros((5, 3))).replace(b"(5, 3)", b"(-1,3)"), SHAPE.format((-1, 3))),
    (npy(np.zeros((5, 3), "float32")), KIND.format("float32 row by row")),
    (npy(np.zeros((5, 3), ">f8")), KIND.format(">f8 row by row")),
    (npy(np.zeros((5, 3), "U1")), KIND.format("<U1 row by row")),
    (npy(np.zeros((5, 3), order="F")), KIND.format("float64 column by column")),
    *((content, "is not an .npy file of version 1.0, 2.0 or 3.0: write the rows with np.save")
      for content in [b"", b"3,5,75\n", npy([1])[:20], npy([1]).replace(b"Y\x01", b"Y\x04")])])
def test_file_that_does_not_fit_is_rejected(tmp_path, content, message):
    path = tmp_path / "rows.npy"
    path.write_bytes(content)
    assert_rejected(path, ValueError, f"rows.npy {message}")


def test_a_missing_file_and_data_in_the_place_of_a_path_are_named(tmp_path):
    path = tmp_path / "no.npy"
    assert_rejected(path, FileNotFoundError, f"[Errno 2] No such file or directory: {str(path)!r}")
    assert_rejected(np.zeros((5, 3)), TypeError, "path is a ndarray; give the path of an .npy file, such as "
                    "'rows.npy': for arrays there is partTen.Neural_Network")


@pytest.mark.parametrize("row, column, value", [
    (0, 0, np.nan), (1, 0, np.inf), (70_000, 1, np.inf), (MANY - 1, 2, -np.inf), (MANY - 1, 0, np.nan)])
def test_the_first_value_that_is_not_finite_is_named_with_its_row(file, row, column, value):
    rows = np.random.default_rng(0).uniform(0, 1, (MANY, 3))
    rows[row, column] = rows[-1, 2] = value
    assert_rejected(file(rows), ValueError, f"rows.npy: row {row:,}, column {column} is {value}; every value must be a "
                    "finite number: correct that example or leave it out")


@pytest.mark.parametrize("left, words", [
    (0, "0 are"), (1.9, "1 is"), (2_496, "2,496 are"), (MANY - 0.5, "81,996 are")])
@pytest.mark.parametrize("when", ["before", "while"])
def test_file_cut_short_before_or_while_it_is_read_is_an_error_and_no_half_sum(file, left, words, when):
    path = file(np.zeros((MANY, 3)))

    def cut_first(function, shares):
        os.truncate(path, 128 + int(24 * left))
        return map(function, shares)

    if when == "before":
        cut_first(None, [])
    assert_rejected(path, ValueError, "rows.npy is cut short: of the 81,997 rows that its header promises, "
                    f"{words} whole; write the file again", map=cut_first)


@pytest.mark.parametrize("column, factor", [(0, 10), (1, -5), (2, 100)])
def test_an_unscaled_column_is_a_warning_that_names_it_and_a_scaled_one_is_none(file, column, factor):
    rows = np.random.default_rng(0).uniform(0, 1, (5000, 3))
    every_example_votes(Neural_Network(rng=0), file(rows))
    every_example_votes(Neural_Network(rng=0), file(np.array(5 * [[2.0, -2, 1]])))  # as large as scaled numbers may be
    rows[:, column] *= factor
    path = file(rows)
    with pytest.warns(UserWarning) as caught:
        every_example_votes(Neural_Network(rng=0), path)
    size = np.mean(abs(rows[:1000, column]))
    [warning] = caught
    assert str(warning.message) == (f"rows.npy: column {column} looks unscaled, its numbers are {size:.3g} on average; "
                                    "divide each column by its own largest size, as Part 1 does")
    assert warning.filename == __file__


@pytest.mark.parametrize("factor, words", [
    (0.009, "rows.npy: the inputs look unscaled, the largest is 0.009; divide each column"), (0.011, None), (0, None)])
def test_inputs_that_are_all_tiny_are_a_warning(file, factor, words):
    rows = np.array(5 * [[factor, -factor / 2, 0.5]])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        every_example_votes(Neural_Network(rng=0), file(rows))
    assert [str(each.message)[:len(words)] for each in caught] == [words] if words else caught == []
    assert all(each.filename == __file__ for each in caught)


@pytest.mark.parametrize("value", [1.5, -0.5])
def test_an_output_that_a_sigmoid_cannot_reach_is_a_warning_and_one_that_rounding_puts_there_is_none(file, value):
    rows = np.full((5, 3), 0.5)
    rows[:2, 2] = -0.005, 1.005
    every_example_votes(Neural_Network(rng=0), file(rows))
    rows[:2, 2] = 0.25, value
    with pytest.warns(UserWarning, match=f"^rows.npy: column 2 goes from {rows[:, 2].min():g} to {rows[:, 2].max():g}, "
                                         "and .* divide it by the largest possible value") as caught:
        every_example_votes(Neural_Network(rng=0), file(rows))
    assert [each.filename for each in caught] == [__file__]


# --- Training on a file ---

@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_network_has_the_cost_and_the_gradient_of_the_same_rows_in_memory(file, shape):
    network, X, y = some_network_and_data(*shape, 100, kind=File_Network)
    path = file(X, y)
    expected = votes_of_part_4(network, X, y)
    assert_close(network.costAndGradient(path), expected, 100)
    assert_close((network.costFunction(path, None), *network.costFunctionPrime(path, None)), expected, 100)


def test_each_cost_is_a_reading_whatever_the_files_time_says(file):
    """Rows changed through a memory map or by another file with the same time, and after a row that was refused."""
    network, X, y = some_network_and_data(2, 3, 1, 3, kind=File_Network)
    path = file(X, y)
    rows = np.lib.format.open_memmap(path, mode="r+")
    for value in (0.5, np.nan, 0.25):
        rows[1, 2] = value
        os.utime(path, (0, 0))
        if np.isnan(value):
            for call in (network.costFunction, network.costFunctionPrime):
                with pytest.raises(ValueError, match="row 1, column 2 is nan"):
                    call(path)
        else:
            expected = votes_of_part_4(network, X, np.array(rows[:, 2:]))
            assert_close((network.costFunction(path), *network.costFunctionPrime(path)), expected, 3)
    assert network.readings == 4


def test_an_evaluation_of_the_trainer_is_one_reading(file):
    network, X, y = some_network_and_data(2, 3, 1, 30, kind=File_Network)
    T = trainer(network)
    with pytest.warns(RuntimeWarning, match="after 20 iterations"):
        T.train(file(X, y / 2), None, maxiter=20)
    assert network.readings == T.optimizationResults.nfev


@pytest.mark.filterwarnings("ignore:BFGS stopped:RuntimeWarning")
@pytest.mark.parametrize("kind", [str, os.fsencode])
def test_a_path_may_be_text_or_bytes(file, kind):
    network, X, y = some_network_and_data(2, 3, 1, 30, kind=File_Network)
    path, T = kind(file(X, y)), trainer(network)
    T.train(path, None, path, maxiter=3)
    assert T.J == T.testJ and every_example_votes(network, path)[0] == T.J[-1]


def test_the_trainer_takes_a_test_file(file):
    network, X, y = some_network_and_data(2, 3, 1, 40, kind=File_Network)
    in_memory, _, _ = some_network_and_data(2, 3, 1, 40, kind=Neural_Network)
    T, other = trainer(network), trainer(in_memory)
    with pytest.warns(RuntimeWarning, match="after 5 iterations"):
        T.train(file(X[:30], y[:30]), None, file(X[30:], y[30:]), maxiter=5)
    with pytest.warns(RuntimeWarning, match="after 5 iterations"):
        other.train(X[:30], y[:30], X[30:], y[30:], maxiter=5)
    np.testing.assert_allclose(T.testJ, other.testJ, rtol=1e-6)


# --- Networks that a file's rows don't compute, and files that change ---

class Tanh(Neural_Network):
    def sigmoid(self, z):
        return np.tanh(z)

    def sigmoidPrime(self, z):
        return 1 - np.tanh(z)**2


class Penalized(Neural_Network):
    def costAndGradient(self, X, y):
        J, dJdW1, dJdW2 = super().costAndGradient(X, y)
        return J + np.sum(self.getParams()**2), dJdW1 + 2 * self.W1, dJdW2 + 2 * self.W2


class Tanh_File(File_Network):
    sigmoid, sigmoidPrime = Tanh.sigmoid, Tanh.sigmoidPrime


class Penalized_File(File_Network):
    def costAndGradient(self, path, y=None):
        J, dJdW1, dJdW2 = super().costAndGradient(path, y)
        return J + np.sum(self.getParams()**2), dJdW1 + 2 * self.W1, dJdW2 + 2 * self.W2


class Off_By_A_Millionth(Neural_Network):
    def costAndGradient(self, X, y):
        J, dJdW1, dJdW2 = super().costAndGradient(X, y)
        return J * 1.000001, dJdW1, dJdW2


@pytest.mark.parametrize("kind", [
    Tanh, Penalized, Tanh_File, Penalized_File, partEight.Classifier, Off_By_A_Millionth])
def test_a_network_that_the_rows_do_not_compute_is_refused(file, kind):
    path = file(np.random.default_rng(0).uniform(0, 1, (5, 3)))
    with pytest.raises(TypeError, match=r"doesn't compute \(1\) to \(7\)"):
        every_example_votes(kind(2, 3, 1, rng=0), path)


@pytest.mark.parametrize("kind", [
    partTwo.Neural_Network, partFour.Neural_Network, partEight.Neural_Network, File_Network])
def test_the_network_of_any_part_may_vote(file, kind):
    X, y = np.array([[0.5, 1], [1, 0.25]]), np.array([[0.5], [1]])
    network = kind(2, 3, 1, rng=0)
    assert_close(every_example_votes(network, file(X, y)), votes_of_part_4(partFour.Neural_Network(rng=0), X, y))


def test_a_file_network_with_a_penalty_trains_as_in_memory_and_with_another_activation_says_no(file):
    _, X, y = some_network_and_data(2, 3, 1, 30)
    networks = [kind(2, 3, 1, rng=0) for kind in (Penalized, Penalized_File)]
    trainer(networks[0]).train(X, y)
    trainer(networks[1]).train(file(X, y), None)
    np.testing.assert_allclose(networks[0].getParams(), networks[1].getParams(), rtol=1e-3, atol=1e-4)
    with pytest.raises(TypeError, match="overrides the steps"):
        Tanh_File(2, 3, 1).costFunction(file(X, y))


def test_what_is_no_map_no_network_or_no_layer_is_told(many):
    network, path, _ = many
    with ThreadPoolExecutor(1) as pool, pytest.raises(TypeError, match=r"mapper is a ThreadPoolExecutor; .*pool\.map"):
        every_example_votes(network, path, pool)
    with pytest.raises(TypeError, match="PosixPath is no network; give every_example_votes a network and a path"):
        every_example_votes(path, network)
    flat = File_Network(rng=0)
    flat.W2 = np.ones(3)
    for call in (flat.costAndGradient, lambda path: every_example_votes(flat, path)):
        with pytest.raises(ValueError, match=r"^W1 has shape \(2, 3\) and W2 \(3,\)"):
            call(path)


def test_y_beside_a_path_is_an_error(file):
    path, network = file(np.full((3, 3), 0.5)), File_Network(rng=0)
    for call in (network.costFunction, network.costFunctionPrime, network.costAndGradient, trainer(network).train):
        with pytest.raises(ValueError, match="y is in the file too"):
            call(path, np.ones((3, 1)))


def test_rows_behind_the_end_are_an_error(file):
    path = file(np.zeros((4, 3)))
    with open(path, "ab") as rows:
        rows.write(np.ones(3).tobytes())
    assert_rejected(path, ValueError, "rows.npy goes on for 24 bytes past the 4 rows that its header promises; write "
                    "the file again, with all its rows")


@pytest.mark.parametrize("how", ["replaced", "written into"])
def test_a_file_that_changes_while_it_is_read_is_an_error(file, how):
    path, other = file(np.zeros((MANY, 3))), file(np.ones((MANY, 3)))

    def change_after_one_share(function, shares):
        yield function(shares[0])
        status = os.stat(path)
        if how == "replaced":
            os.replace(other, path)
        else:
            with open(path, "r+b") as rows:
                rows.seek(-8, 2)
                rows.write(np.ones(1).tobytes())
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        yield from map(function, shares[1:])

    assert_rejected(path, ValueError, "rows.npy changed while its rows voted: nothing was added up; ask again",
                    mapper=change_after_one_share)


def test_a_header_with_numpys_numbers_is_told(tmp_path):
    path = tmp_path / "rows.npy"
    path.write_bytes(npy(np.zeros((5, 3))).replace(b"(5, 3), }" + 11 * b" ", b"(np.int64(5), 3), }"))
    assert_rejected(path, ValueError, "rows.npy has NumPy's numbers in its header, such as np.int64(3), "
                    "which nobody can read: write the rows with np.save, or a header of plain ints")


@pytest.mark.parametrize("reading", [0, 1, 2, 10, 20])
def test_training_interrupted_in_the_middle_of_a_reading_keeps_the_best_weights(many, reading):
    """And the interrupted question is asked anew."""
    def ask(function, shares):
        yield function(shares[0])
        if next(readings) == reading:
            raise KeyboardInterrupt
        yield from map(function, shares[1:])

    readings, path, start = itertools.count(), many[1], File_Network(rng=1).costFunction(many[1])
    T = trainer(File_Network(rng=1, map=ask))
    with pytest.raises(KeyboardInterrupt):
        T.train(path, None)
    assert T.N.costFunction(path) == min(start, T.bestCost)


# --- Exercise 10.5 ---

def test_hours_that_were_never_scaled_are_not_right_from_every_start_and_scaled_ones_are(capsys):
    def is_right(seed, scale):
        def train_on_file(path, hours, scores):
            np.save(path, np.hstack([hours / scale, scores / 100]))
            network = File_Network(rng=seed)
            trainer(network).train(path, None)
            return 100 * network.forward(hours / scale)

        lesson.check("10.5", train_on_file)
        return capsys.readouterr().out.startswith("right")

    assert all(is_right(seed, [10, 5]) for seed in range(6))
    assert not all(is_right(seed, 1) for seed in range(6))
