"""The tests on every supported Python that is installed, with the oldest and the newest dependencies: nox

It needs `nox` and `uv` from PyPI. One session of them: nox -s "tests-3.12(oldest)".

`nox -s mutation` asks whether the tests would notice: in a copy, it changes one operator or number of the code at a
time, and lists the changes that no test noticed. It takes hours; one module: nox -s "mutation(module='partTwo.py')".
"""
import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv"
nox.options.sessions = ["tests"]

NETWORK = "tests/test_network.py tests/test_plain_class.py tests/test_training.py"
MUTATED = {  # and the tests that should notice
    "validation.py": NETWORK + " tests/test_one_cost.py tests/test_part_eight.py tests/test_part_nine.py "
                               "tests/test_part_ten.py",
    "partTwo.py": NETWORK,
    "partFour.py": NETWORK,
    "partFive.py": NETWORK,
    "partSix.py": NETWORK + " tests/test_part_ten.py",  # which counts the evaluations
    "partEight.py": "tests/test_part_eight.py tests/test_plain_class.py tests/test_one_cost.py",
    "partNine.py": "tests/test_part_nine.py",
    "partTen.py": "tests/test_part_ten.py tests/test_one_cost.py",
    "notebooks/lesson/grading.py": "tests/test_exercises.py tests/test_grading.py",
    "notebooks/lesson/exercises/part_04.py": "tests/test_exercises.py",
    "notebooks/lesson/descriptions.py": "tests/test_figures.py notebooks",
    "notebooks/lesson/figures/part_04.py": "tests/test_figures.py notebooks",
    "notebooks/lesson/circuit.py": "tests/test_circuit.py",
    "notebooks/lesson/pad.py": "tests/test_pad.py",
    "notebooks/lesson/photo.py": "tests/test_photo.py",
    "notebooks/lesson/widgets.py": "tests/test_browser.py notebooks",
}
WITHOUT_NOTEBOOKS = "-o addopts= -p no:nbval --noconftest -m 'not (browser or site or slow)'"  # starts in half the time
MUTATION = """
[cosmic-ray]
module-path = "{module}"
test-command = "python -m pytest -x -q {options} {tests}"
timeout = 300
distributor.name = "local"
filters.operators-filter.exclude-operators = {skipped}
"""
# For what the notebooks import, one replacement of each operator instead of eleven
SKIPPED = ["core/ReplaceBinaryOperator_(?!Add_Sub|Sub_Add|Mul_Div|Div_Mul|FloorDiv_Mul|Mod_Mul|Pow_Mul|BitOr_BitAnd)",
           "core/ReplaceComparisonOperator_(?!Eq_NotEq|NotEq_Eq|Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Is_IsNot|IsNot_Is)",
           "core/ReplaceUnaryOperator_(?!Delete)"]


@nox.session(python=["3.11", "3.12", "3.13", "3.14", "3.15"])
@nox.parametrize("resolution", [nox.param("lowest-direct", id="oldest"), nox.param("highest", id="newest")])
def tests(session, resolution):
    session.install("-r", "requirements.txt", f"--resolution={resolution}", "--only-binary=:all:", "--compile-bytecode")
    session.run("pytest")


@nox.session
@nox.parametrize("module", list(MUTATED))
def mutation(session, module):
    session.install("-r", "requirements.txt", "cosmic-ray", "distributed", "--compile-bytecode")
    folder = Path(session.create_tmp()) / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(".", folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    session.chdir(folder)
    tests = MUTATED[module]
    Path("mutation.toml").write_text(MUTATION.format(
        module=module, tests=tests, options="" if tests.endswith("notebooks") else WITHOUT_NOTEBOOKS,
        skipped=SKIPPED if module.startswith("notebooks/") else []))
    session.run("cosmic-ray", "init", "mutation.toml", "mutation.sqlite")
    session.run("cr-filter-operators", "mutation.sqlite", "mutation.toml")
    session.run("cosmic-ray", "baseline", "mutation.toml")
    session.run("cosmic-ray", "exec", "mutation.toml", "mutation.sqlite")
    session.run("cr-report", "--surviving-only", "--show-diff", "mutation.sqlite")
