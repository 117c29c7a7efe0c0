"""What Part 10 claims in general, tried on as many seeds as the page names."""
import os
import subprocess
import sys

import numpy as np
import pytest

import partTen
from partSix import trainer
from support.notebooks import cells


def known_network():
    """The network that makes Part 10's scores, from the cell that sets its weights."""
    [code] = [cell.source for cell in cells("10-every-example-gets-a-vote", "code")
              if cell.source.startswith("known = ")]
    names = {"np": np, "Neural_Network": partTen.Neural_Network}
    exec(code, names)
    return names["known"]


def made_up_tests(known, number, seed):
    """Part 10's tests: hours, and the known network's scores with luck of 0.02."""
    rng = np.random.default_rng(seed)
    hours = rng.random((number, 2))
    return hours, known.forward(hours) + 0.02 * rng.standard_normal((number, 1))


def test_the_five_lines_add_up_what_the_module_adds_up():
    """The page's sum over blocks, for blocks that fit and others, beside add_votes."""
    network = partTen.Neural_Network(rng=0)
    hours, scores = made_up_tests(known_network(), 1000, seed=0)
    names = {"np": np}
    for cell in cells("10-every-example-gets-a-vote", "code"):
        if cell.source.startswith(("def costAndGradient", "def votes_of_blocks")):
            exec(cell.source, names)
    for size in (1, 7, 100, 999, 1000, 4096):
        starts = range(0, 1000, size)
        blocks = [(hours[start:start + size], scores[start:start + size]) for start in starts]
        votes = partTen.add_votes(network.W1, network.W2, blocks)
        for one, other in zip(names["votes_of_blocks"](network, hours, scores, size), votes, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-11)


def test_memory_grows_with_the_rows_at_once_and_stays_as_it_is_in_blocks():
    """The page's two functions: Part 4's own methods, on ten and a hundred times the rows, beside the module's."""
    names = {"np": np, "X": partTen.X, "y": partTen.y, "Neural_Network": partTen.Neural_Network}
    for cell in cells("10-every-example-gets-a-vote", "code"):
        if cell.source.startswith(("def costAndGradient", "import partFour", "import tracemalloc")):
            exec(cell.source, names)
        if cell.source.startswith("def part_four"):
            exec(cell.source[:cell.source.index("for number")], names)
    rows = np.random.default_rng(0).random((100_000, 3))
    at_once, in_blocks = ([names["extra_memory"](function, rows[:number, :2], rows[:number, 2:])
                           for number in (1000, 10_000, 100_000)]
                          for function in (names["part_four"], names["NN"].costAndGradient))
    assert 9 < at_once[1] / at_once[0] < 11 and 9 < at_once[2] / at_once[1] < 11
    assert in_blocks[2] < 1.2 * in_blocks[1] and at_once[2] < 20, "less than 200 bytes per row at once"


def test_in_the_made_up_country_first_hours_help_most_and_study_beyond_three_helps_no_one_much():
    known, hours = known_network(), np.linspace(0, 1, 101)
    scores = np.array([[known.forward(np.array([[sleep, study]]))[0, 0] for study in hours] for sleep in hours])
    by_sleep, by_study = scores[::20].mean(axis=1), scores[:, ::20].mean(axis=0)
    for score in (by_sleep, by_study):
        assert np.argmax(np.diff(score)) == 0, "the first hours help most"
    assert (scores.argmax(axis=1) <= 73).all(), "of 5 hours: the best is at most a little over three and a half"
    fall = scores[:, 60] - scores[:, -1]
    assert np.mean(fall > 0.01) > 0.9 and 0.02 < np.median(fall) < 0.06, "a few points for most"


def test_training_leaves_about_the_root_of_weights_by_examples_of_the_luck():
    """Over 30 files of 2,000 rows, started at the truth; the mean of squares differs by less than a third."""
    known = known_network()
    shares = []
    for seed in range(30):
        hours, scores = made_up_tests(known, 2000, seed)
        network = known_network()
        trainer(network).train(hours, scores)
        differences = network.forward(hours) - known.forward(hours)
        shares.append(np.mean(differences**2) / (0.02**2 * 9 / 2000))
    assert 2 / 3 < np.mean(shares) < 4 / 3
    assert 0.5 < np.sqrt(min(shares)) and np.sqrt(max(shares)) < 1.7, "a single run may miss it by half"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:BFGS stopped")
def test_most_random_starts_get_stuck_on_the_pages_sample():
    rows, costs = [each[:10_000] for each in made_up_tests(known_network(), 100_000, 8)], []
    for seed in range(100):
        network = partTen.Neural_Network(rng=seed)
        trainer(network).train(*rows)
        costs.append(network.costFunction(*rows))
    assert 0.58 < np.mean(np.array(costs) > 1.001 * min(costs)) < 0.66  # 0.62, and BFGS is chaotic


def test_a_start_from_a_sample_saves_readings_of_the_whole_file():
    """For three files of 20,000 rows: fewer than half as many readings as from the same random start."""
    known = known_network()
    for seed in range(3):
        hours, scores = made_up_tests(known, 20_000, seed)
        direct, sampled = partTen.Neural_Network(rng=1), partTen.Neural_Network(rng=1)
        trainer(sampled).train(hours[:2000], scores[:2000])
        readings = []
        for network in (direct, sampled):
            T = trainer(network)
            T.train(hours, scores)
            readings.append(T.optimizationResults.nfev)
        assert readings[1] < readings[0] / 2


@pytest.mark.skipif(sys.platform != "linux", reason="counts page faults as Linux does")
def test_large_arrays_cost_page_faults_unless_they_are_kept_or_the_allocator_keeps_the_memory():
    """Part 4's methods on 100,000 rows, the same with an allocator told to keep memory, and add_votes."""
    code = f"""if True:
        import resource, sys
        sys.path[:] = {sys.path}
        import numpy as np, partFour, partTen
        N, X, y = partFour.Neural_Network(), np.ones((100_000, 2)), np.ones((100_000, 1))
        calls = [lambda: (N.costFunction(X, y), N.costFunctionPrime(X, y)),
                 lambda: partTen.add_votes(N.W1, N.W2, 20 * [(X, y)])]
        for call in calls:
            call(), call()
            before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
            call()
            print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)"""

    def faults(**variables):
        answer = subprocess.run([sys.executable, "-c", code], env=os.environ | variables, check=True,
                                stdout=subprocess.PIPE, text=True)
        return [int(number) for number in answer.stdout.split()]

    usual, kept_arrays = faults()
    kept_memory, _ = faults(MALLOC_MMAP_THRESHOLD_=str(2**30), MALLOC_TRIM_THRESHOLD_=str(2**30))
    assert usual > 1000
    assert kept_arrays / 20 < usual / 10
    assert kept_memory < usual / 5  # a tenth with NumPy 1.26, less with later ones


def test_a_file_that_was_only_begun_votes_with_rows_of_zeros(tmp_path):
    """Why the page writes under another name: open_memmap makes the whole file at once."""
    rows = np.lib.format.open_memmap(tmp_path / "begun.npy", mode="w+", dtype=float, shape=(1000, 3))
    rows[:10] = 0.5
    rows.flush()
    network, whole = partTen.Neural_Network(rng=0), np.zeros((1000, 3))
    whole[:10] = 0.5
    np.testing.assert_allclose(partTen.every_example_votes(network, str(tmp_path / "begun.npy"))[0],
                               network.costAndGradient(whole[:, :2], whole[:, 2:])[0])


@pytest.mark.slow
def test_dask_runs_equal_calls_once():
    distributed = pytest.importorskip("distributed")
    with distributed.Client(processes=False, n_workers=1, dashboard_address="127.0.0.1:0") as client:
        calls = client.gather([client.submit(lambda seed: np.random.default_rng().random(), 0) for _ in range(3)])
        seeded = client.gather([client.submit(lambda seed: np.random.default_rng().random(), k) for k in range(3)])
    assert len(set(calls)) == 1 and len(set(seeded)) == 3
