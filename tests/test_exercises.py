"""The exercises answer: their stubs with "not yet", their solutions with "right", and all else with a hint.

Stubs and solutions are read from the notebooks, where a heading such as "### 4.2 Write the slope of tanh" is followed
by the cell with the stub and the cell with the solution.
"""
import ast
import contextlib
import inspect
import io
import linecache
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import partFour
from lesson import grading
from lesson.exercises import EXERCISES, check
from lesson.exercises.shared import random_cases
from lesson.grading import Hint, verdict
from support.mutants import mutants
from support.notebooks import PARTS, cells, folds, set_up_cell

# What the lesson of a part has defined before its exercises, beyond what its setup cell imports
LESSON = {"4": {"sigmoidPrime": partFour.Neural_Network().sigmoidPrime}}
f = partFour.Neural_Network().sigmoid


def read():
    """Number, stub and solution of every exercise, in the order of the notebooks."""
    for name in PARTS:
        sources = [cell.source for cell in cells(name)]
        for question, stub, after_stub in zip(sources, sources[1:], sources[2:]):
            if heading := re.match(r"### (\d+\.\d+) ", question):
                [(summary, solution)] = folds(after_stub)
                assert summary == f"Solution to {heading[1]}"
                yield heading[1], stub, re.match(r"(?s)```python\n(.+?)```\n\n.+", solution)[1]


FOUND = list(read())
NUMBERS = {str(int(name[:2])): name for name in PARTS}  # of the parts
STUBS = {number: stub for number, stub, solution in FOUND}
SOLUTIONS = {number: solution for number, stub, solution in FOUND}
FUNCTIONS = [number for number in EXERCISES if callable(EXERCISES[number].right)]


@cache
def imported(part):
    names = {}
    exec("\n".join(re.findall(r"(?m)^(?:import|from) .+", set_up_cell(NUMBERS[part]))), names)
    return names


def line_of(call, *arguments):
    """The one line that a call prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        call(*arguments)
    [line] = out.getvalue().splitlines()
    return line


def heard(number, *answers):
    return line_of(check, number, *answers)


def heard_in_cell(number, code):
    """The line for a cell in the notebook of this exercise."""
    part = number.split(".")[0]
    return line_of(run_cell, code, imported(part) | LESSON.get(part, {}))


def run_cell(code, names):
    """Run code so that its source can be looked up, as in a notebook."""
    linecache.cache["<cell>"] = len(code), None, code.splitlines(keepends=True), "<cell>"
    exec(compile(code, "<cell>", "exec"), names)
    return names


def answered(number):
    """The solution in the place of the stub, and the call that checks it."""
    return SOLUTIONS[number] + "\n" + STUBS[number].splitlines()[-1]


def said(exercise, *answers):
    """The line for an answer, less its "not quite: "."""
    with grading.quiet():
        try:
            line = verdict(exercise, answers)
        except Hint as hint:
            line = str(hint)
    return line.removeprefix("not quite: ")


# --- The notebooks ---

def test_each_part_has_at_least_three_exercises_and_each_has_its_entry():
    """They keep their numbers, whatever their order on the page, since readers have saved work."""
    assert sorted(STUBS) == sorted(EXERCISES)
    for part in NUMBERS:
        own = [number for number in STUBS if number.startswith(f"{part}.")]
        assert sorted(own, key=lambda number: int(number.split(".")[1])) == [
            f"{part}.{k}" for k in range(1, len(own) + 1)]
        assert len(own) >= 3


@pytest.mark.parametrize("number", EXERCISES)
def test_stub_hears_not_yet_and_solution_hears_right(number):
    assert heard_in_cell(number, STUBS[number]).startswith("not yet: ")
    assert heard_in_cell(number, answered(number)) == f"right: {EXERCISES[number].praise}"


# --- The usual mistakes ---

@pytest.mark.parametrize("number", EXERCISES)
def test_every_mistake_hears_its_own_hint(number):
    exercise = EXERCISES[number]
    assert exercise.way or callable(exercise.right) or isinstance(exercise.right, str)
    for hint, mistake in grading.mistakes(exercise):
        assert said(exercise, *mistake if exercise.gives and not callable(mistake) else [mistake]) == hint


# --- One thing changed in a right answer ---

EQUIVALENT = {  # a line by which a mutant is known that is right all the same
    "1.4": ["np.sum(x @ w)"],  # of two vectors, that is the sum of the products already
    "3.2": ["(yHat - y) ** 2"],  # a square has no sign; so in 5.2, 6.3, 7.2, 7.4 and 10.4
    "4.6": ["        yHat = activations[-1]"],  # inside the loop, where the last turn counts
    "5.2": ["norm(numgrad - grad)"],
    "5.3": ["np.ones(w.shape)", "range(len(slope))", "zeros(slope.shape)",  # each place gets its slope
            "e = 0.0002"],  # still exact enough, as in 5.4
    "5.4": ["e = 0.0002"],
    "6.3": ["(3 - w[0]) ** 2", "gradient = [2"],  # a list will do for an array
    "6.4": ["cost <= lowest"],  # no two starts share the lowest cost
    "7.2": ["len(yHat)", "(yHat - y) ** 2"],  # yHat has y's rows
    "7.3": ["            if k - best", "k - best >= patience"],  # k - best is 0 after best = k, and grows by 1
    "7.4": ["append((y[[i]]", "append(np.amax((y", "append(np.prod((y",  # a single error is left out each time
            "(predict(X[[i]]) - y[[i]]) ** 2", "np.sum(", "range(len(y))"],  # sums for means, from as many numbers each
    # time; y has X's rows
    "7.6": ["scores[j, -1]", "scores[i, -1]", "scores[i,]", "scores[j,]", "range(len(scores))"],  # of one column
    "8.4": ["np.ones((8, 8))"],  # each place gets its count
    "8.6": ["np.zeros((10, 10))"],  # whole numbers as floats
    "9.5": ["b >= a", "a >= b"],  # no place has a tie
    "9.6": ["        numbers[-1].grad = 1"],  # inside the loop, where the last turn counts
    "10.2": ["blocks[-1]", "blocks[1]", "amin(", "mean("],  # anything that no largest number is below is a start
    "10.4": ["(mean - means) ** 2", "numbers @ "],
}


def right_functions(number):
    """The solution of the notebook and the right function of the table: the source, and the names it may use."""
    lines = ast.parse(SOLUTIONS[number]).body
    [function] = [node for node in lines if isinstance(node, ast.FunctionDef)]
    names = dict(imported(number.split(".")[0]))
    exec("\n".join(ast.unparse(node) for node in lines if node is not function), names)
    yield ast.unparse(function), names
    yield inspect.getsource(EXERCISES[number].right), EXERCISES[number].right.__globals__


@pytest.mark.parametrize("number", [number for number in FUNCTIONS if number != "10.5"])
# 10.5 asks for a network that has learned the scores, and one from another seed or of unscaled hours has, too
def test_mutant_of_a_right_answer_is_not_right(number, monkeypatch):
    monkeypatch.setattr(grading, "SECONDS", 0.5)
    exercise, found, tried = EXERCISES[number], [], set()
    with grading.quiet():
        expected = list(grading.results(exercise.right, exercise))
        for source, names in right_functions(number):
            for mutant in mutants(source):
                if (body := mutant.partition(":")[2]) in tried:
                    continue
                tried.add(body)
                made = dict(names)
                exec(mutant, made)
                function = made[ast.parse(mutant).body[0].name]
                with contextlib.suppress(Hint):
                    if all(grading.agree(one, other, exercise)
                           for one, other in zip(grading.results(function, exercise), expected)):
                        found.append(mutant)
    assert [mutant for mutant in found if not any(line in mutant for line in EQUIVALENT.get(number, []))] == []


# --- A right answer in another form ---

@pytest.mark.parametrize("number, code", [
    ("7.1", "check('7.1', np.array([[0.5], [0.5], [0.5], [0.50001]]))"),
    ("7.4", """
def choose_lambda(X, y, fit, lambdas):
    def error(Lambda, i):
        others = [k for k in range(len(X)) if k != i]
        return (fit(X[others], y[others], Lambda)(X[[i]])[0, 0] - y[i, 0])**2
    return min(lambdas, key=lambda Lambda: sum(error(Lambda, i) for i in range(len(X))))

check("7.4", choose_lambda)"""),
    ("9.1", "check('9.1', 28.0000000000058, 8, 10)"),
    ("9.5", """
def maximum_back(slope, a, b):
    to_a, to_b = np.zeros(a.shape), np.zeros(b.shape)
    for i in range(len(a)):
        for j in range(a.shape[1]):
            (to_a if a[i, j] > b[i, j] else to_b)[i, j] = slope[i, j]
    return to_a, to_b

check("9.5", maximum_back)"""),
    ("9.6", """
def run_back(numbers):
    slopes = {number: 0 for number in numbers} | {numbers[-1]: 1}
    for number in sorted(numbers, key=lambda each: -each.serial):
        for parent, rule in number.parents:
            slopes[parent] += rule(slopes[number])
    return list(slopes.values())

check("9.6", run_back)"""),
    ("10.4", """
def all_together(numbers, means, variances):
    scores = []
    for number, mean, variance in zip(numbers, means, variances):
        apart = np.arange(number)
        scores.extend(mean + (apart - apart.mean()) * np.sqrt(variance / apart.var()) if number > 1 else [mean])
    return np.mean(scores), np.var(scores)

check("10.4", all_together)"""),
    ("10.5", """
def train_on_file(path, hours, scores):
    np.save(path, np.hstack([hours / [10, 5], scores / 100]))
    return scores.ravel()

check("10.5", train_on_file)"""),
])
def test_right_in_another_form_is_right(number, code):
    assert heard_in_cell(number, code) == f"right: {EXERCISES[number].praise}"


def test_largest_of_blocks_as_if_all_had_as_many_rows_is_not_right():
    assert heard("10.2", lambda blocks: np.amax(np.array(blocks), axis=(0, 1))).startswith("not quite: ")


def test_what_a_rule_hands_back_is_told_in_words():
    code = """
def power(a, n):
    return Value(a.data**n, "power", ((a, lambda slope: slope @ a.data),))

check("9.7", power)"""
    assert "your function returns 'power [8, 27] of [2, 3], and the rule turns a slope of 1 into 5" in heard_in_cell(
        "9.7", code)


@pytest.mark.parametrize("pieces", [("x * w", "x"), ("x", "y"), (("x * w", "x"), ("w)", ")")), ("X @ w", "x")])
def test_piece_that_a_mistake_replaces_must_occur_just_once(pieces):
    neuron = EXERCISES["1.4"].right
    if pieces == ("x * w", "x"):
        assert grading.with_pieces_replaced(neuron, pieces)(0, 1) == neuron(1, 0)
    else:
        with pytest.raises(ValueError, match="must occur just once"):
            grading.with_pieces_replaced(neuron, pieces)


def test_mistakes_are_made_from_a_zipped_folder_too(tmp_path):
    lesson = Path(grading.__file__).parent
    with zipfile.ZipFile(tmp_path / "lesson.zip", "w") as archive:
        archive.writestr("zipped/__init__.py", "")
        for file in [lesson / "grading.py", *lesson.glob("exercises/*.py")]:
            archive.write(file, Path("zipped", file.relative_to(lesson)))
    code = ("import sys; sys.path.insert(0, 'lesson.zip')\nfrom zipped.exercises import check\n"
            "check('3.2', lambda y, yHat: ((y - yHat)**2).sum())")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "not quite: the half is missing\n"


@pytest.mark.parametrize("number", FUNCTIONS)
def test_hints_name_the_arguments_as_the_stub_does(number):
    [stub] = [node for node in ast.parse(STUBS[number]).body if isinstance(node, ast.FunctionDef)]
    names = [argument.arg for argument in stub.args.args]
    assert names == grading.argument_names(EXERCISES[number])[:len(names)]


@pytest.mark.parametrize("number", [number for number in FUNCTIONS if EXERCISES[number].example])
def test_example_is_shown_in_full(number):
    shown = grading.show_arguments(EXERCISES[number], EXERCISES[number].example)
    assert shown.count(" = ") == len(EXERCISES[number].example)


def test_cases_are_the_same_each_time():
    for one, other in zip(random_cases("Ni", "io"), random_cases("Ni", "io")):
        assert all(map(np.array_equal, one, other))
