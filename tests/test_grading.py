"""What the engine of the exercises says to whatever a reader writes, whether or not a table foresees it."""
import contextlib
import re
import signal
import sys
import tempfile
import warnings

import numpy as np
import pytest

from lesson import grading
from lesson.exercises import EXERCISES, check
from lesson.exercises.shared import floats, shown_as
from lesson.grading import Exercise, NewFile
from test_exercises import FUNCTIONS, heard, run_cell, said

# --- Exercises of our own ---


def said_of(body, exercise=None, arguments="x"):
    """The line for a function with this body, written in a cell."""
    code = f"def answer({arguments}):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    return said(exercise or SQUARE, run_cell(code, {"np": np})["answer"])


def exercise(right, *example, **others):
    return Exercise(right=right, example=example, wrong={}, praise="good.", **others)


SQUARE = exercise(lambda x: x**2, 3.0, cases=[(-0.5,), (floats([1, 2], [3, 4]),)])
THIRD = exercise(lambda x: x / 3, 2.0, cases=[(-1.0,)])
DOT = exercise(lambda x, w: x @ w, floats(1, 2), floats(3, -1))
COLUMN = exercise(lambda X: 2 * X[:, :1], floats([1, 2], [3, 4], [5, 6]))
SLOPE = exercise(lambda J, w: (J(w + 1) - J(w - 1)) / 2, shown_as("J(w) = w**2", lambda w: w**2), 3.0)
LONG = exercise(lambda x: 2 * x, np.arange(21.0))
TWO = exercise(lambda x: (x / 3, x), 1.0, gives=("share", "rest"))
OF_X = "with X = [[1, 2], [3, 4], [5, 6]], your function returns "


@pytest.mark.parametrize("exercise, answer, line", [
    (DOT, lambda x, w: x[0] * w[0], "with x = [1, 2] and w = [3, -1], your function returns 3; expected 1"),
    (DOT, lambda x, w: x * w, "with x = [1, 2] and w = [3, -1], "
     "your function returns [3, -2] (an array of shape (2,)); expected 1 (a single number)"),
    (SQUARE, lambda x: x * 3, "right with x = 3, but with x = -0.5, your function returns -1.5; expected 0.25"),
    (SQUARE, lambda x: -x**2, "with x = 3, your function returns -9; expected 9: the sign is wrong"),
    (SQUARE, lambda x: 1.00002 * x**2, "with x = 3, your function returns 9.0002; expected 9: "
                                       "it is 1.00002 times what it should be"),
    (SQUARE, lambda x: x + np.inf, "with x = 3, your function returns inf; expected 9: "
                                   "look for a division by 0, a power that is too large, or a root or log of a number "
                                   "that is too small"),
    (SQUARE, lambda x: str(x), "with x = 3, your function returns '3.0'; expected 9"),
    (SQUARE, lambda x: {x}, "your function returns a set; a number or an array of numbers is asked for"),
    (SQUARE, lambda x: [[1, 2], [3]], "your function returns a list whose rows have different lengths"),
    (COLUMN, lambda X: (2 * X[:, :1], X),
     "your function returns several values, separated by commas: return only the one that is asked for"),
    (THIRD, lambda x: round(x / 3, 2), "with x = 2, your function returns 0.67; expected 0.6667: don't round it"),
    (COLUMN, lambda X: 2 * X[:, 0], OF_X + "[2, 6, 10] (an array of shape (3,)); expected [[2], [6], [10]] "
     "(an array of shape (3, 1)): it is 1-D, and reshape(-1, 1) makes a column of it"),
    (SQUARE, lambda x: x**2 if np.ndim(x) == 0 else floats(1, 4),
     "right with x = 3, but with x = [[1, 2], [3, 4]], your function returns [1, 4] (an array of shape (2,)); "
     "expected [[1, 4], [9, 16]] (an array of shape (2, 2))"),
    (COLUMN, lambda X: 2 * X[:, :1].T, OF_X + "[[2, 6, 10]] (an array of shape (1, 3)); expected [[2], [6], [10]] "
     "(an array of shape (3, 1)): rows and columns are swapped, so transpose it"),
    (SLOPE, lambda J, w: J(w), "with J(w) = w**2 and w = 3, your function returns 9; expected 6"),
    (SQUARE._replace(way="is it squared?"), lambda x: x * 2,
     "with x = 3, your function returns 6; expected 9: is it squared?"),
    (LONG, lambda x: 2 * x - (x == 7), "with x of shape (21,), your function returns 13 at index 7; expected 14"),
    (TWO, lambda x: (x / 2, x), "with x = 1, your function returns share = 0.5; expected 0.3333"),
    (TWO, lambda x: (x / 3, None), "rest is None; a number or an array of numbers is asked for"),
    (TWO, lambda x: x / 3, "return share and rest, in this order"),
    (TWO, lambda x: [x / 3], "the number of values is 1: return share and rest, in this order"),
    (TWO, lambda x: np.ones((3, 2)),
     "your function returns an array of shape (3, 2): return share and rest, in this order"),
    (TWO, lambda x: reversed([x, x / 3]), "your function returns a list_reverseiterator; "
     "a number or an array of numbers is asked for: make a list of it, list(...)"),
])
def test_unforeseen_result_is_shown_with_its_arguments(exercise, answer, line):
    assert said(exercise, answer) == line


NOT_YET = "not yet: write the body of answer; so far it returns None"
NO_RETURN = "answer computes something but returns nothing: end it with return, followed by your result"
RETURNED_NONE = ("answer returned None: either some way through it has no return, "
                 "or it returns something that has no value, such as the result of append or reverse")


@pytest.mark.parametrize("body, line", [
    ("...", NOT_YET),
    ("square = 0\nfor _ in range(2):\n    ...", NOT_YET),
    ('"""Square x."""', NOT_YET),
    ("for _ in range(2):\n    ...\nreturn 0", "not yet: answer still has ... in it: put your code in its place"),
    ("...\nreturn x**2", "right: good."),
    ("square = x**2", NO_RETURN),
    ("def square():\n    return x**2", NO_RETURN),
    ("print(x**2)", "answer prints its answer: return it instead"),
    ("if x == 3:\n    return x**2", RETURNED_NONE),
    ("return [].append(x**2)", RETURNED_NONE),
    ("t = x\nreturn s**2", "in line 3 of your cell (return s**2), your code stopped with NameError: "
                           "name 's' is not defined"),
    ("return np.linalg.inv(x)", "in line 2 of your cell (return np.linalg.inv(x)), your code stopped with LinAlgError: "
                                "0-dimensional array given. Array must be at least two-dimensional"),
    ("return x^2", "in line 2 of your cell (return x^2), ^ isn't a power in Python: write **, as in z**2"),
    ("return x**2 if max(x, 0) > 0 else x**2",
     "right with x = 3, but with x of shape (2, 2), in line 2 of your cell (return x**2 if max(x, 0) > 0 else x**2), "
     "if, and, max and the like take single numbers, and this is a whole array: z > 0, np.where and np.maximum work "
     "element by element"),
    ("import math\nreturn math.pow(x, 2)", "right with x = 3, but with x of shape (2, 2), in line 3 of your cell "
     "(return math.pow(x, 2)), the functions of math take single numbers: those of np take arrays too"),
    ("return sum(x[row] for row in x) if np.ndim(x) else x**2", "right with x = 3, but with x of shape (2, 2), "
     "in line 2 of your cell (return sum(x[row] for row in x) if np.ndim(x) else x**2), an index is a whole number: "
     "for a in x gives the numbers or rows of x, and range(len(x)) their places"),
    ("t = [].append(x)\nreturn t.append(x)", "in line 3 of your cell (return t.append(x)), "
     "your code stopped with AttributeError: 'NoneType' object has no attribute 'append'. "
     "None comes from a function without return, or from append, insert, sort or reverse: "
     "write a.append(b), not a = a.append(b)"),
    ("return np.array([x])^2", "in line 2 of your cell (return np.array([x])^2), "
                               "^ isn't a power in Python: write **, as in z**2"),
    ("return answer(x)", "in line 2 of your cell (return answer(x)), "
                         "your function calls itself without end (RecursionError)"),
    ("return x[2]**2 if np.ndim(x) else x**2", "right with x = 3, but with x of shape (2, 2), in line 2 of your cell "
     "(return x[2]**2 if np.ndim(x) else x**2), your code stopped with IndexError: "
     "index 2 is out of bounds for axis 0 with size 2"),
    ("return x**2 if x > 0 else y", "right with x = 3, but with x = -0.5, in line 2 of your cell "
     "(return x**2 if x > 0 else y), your code stopped with NameError: name 'y' is not defined"),
])
def test_function_that_returns_nothing_is_told_why_and_one_that_fails_where(body, line):
    assert said_of(body) == line


@pytest.mark.parametrize("body, words", [
    ("return X @ X", "(a, b) @ (b, c) needs the same b: a transpose may be missing, or @ stands where * belongs"),
    ("return X * X.T", "* + - need the same shapes: a transpose may be missing, or * stands where @ belongs"),
])
def test_shapes_that_do_not_fit_are_told_in_plain_words(body, words):
    assert said_of(body, COLUMN, "X").endswith(words)


@pytest.mark.parametrize("call", ["np.max(x, w)", "np.sum(x, w)"])
def test_second_array_in_the_place_of_the_axis_is_told(call):
    assert said_of(f"return {call}", DOT, "x, w").endswith("takes the larger of two, and + adds them")


def test_function_with_other_arguments_is_told_what_it_is_called_with():
    assert said(DOT, lambda x: x).endswith("were given. It is called with x and w, as in the stub")


def test_a_matrix_product_is_only_spoken_of_where_one_is_written():
    fitted = exercise(lambda X, fit: fit(X.T), floats([1, 2, 3]), lambda X: X @ floats([1]))
    assert "transpose" not in said_of("return fit(X)", fitted, "X, fit")


@pytest.mark.parametrize("right, mistake, answer, line", [
    (0.0118, 1.0, 0.0118000001, "right: "),
    (0.0118, 1.0, 0.012, "your answer is rounded too far: give more digits"),
    (0.0118, 1.0, -0.0118, "the sign of your answer is wrong"),
    (0.0118, 1.0, 0.5, "your answer is 0.5: first take the root"),
    (0.0118, 1.0, [0.0118], "right: "),
    (0.0118, 1.0, [0.0118, 0], "your answer is an array of shape (2,); expected a single number"),
    (0.0118, 1.0, "0.0118", "your answer is the text '0.0118'; answer with a number, without quotes"),
    (0.0118, 1.0, ["0.0118"], "your answer is a list or an array with text in it; "
     "a number or an array of numbers is asked for, so leave out the quotes"),
    (0.0118, 1.0, np.nan, "your answer holds nan or inf; look for a division by 0, a power that is too large, "
     "or a root or log of a number that is too small"),
    (0.0118, 1.0, test_shapes_that_do_not_fit_are_told_in_plain_words,
     "your answer is a function; a number or an array of numbers is asked for"),
    (0, 1.0, 1e-17, "right: "),
    ([[1, 2], [3, 4]], 1.0, [[1, 2], [3, 5]], "element [1, 1] of your answer is 5: first take the root"),
    ([1, 2, 3], 1.0, [1, 4, 3], "element [1] of your answer is 4: first take the root"),
    ([[1], [2]], 1.0, [1, 2], "your answer is an array of shape (2,); expected an array of shape (2, 1): "
                              "it is 1-D, and reshape(-1, 1) makes a column of it"),
    ("W1", "W2", "w1", "right: "),
    ("W1", "W2", "W2", "a hint"),
    ("W1", "W2", ["W1"],
     "your answer is a list or an array with text in it; a single word, in quotes, is asked for"),
    ("W1", "W2", "W3", "your answer is the text 'W3'; answer with one of 'W1', 'W2', in quotes"),
    ("W1", "W2", 2, "your answer is a number; answer with one of 'W1', 'W2', in quotes"),
    ("W1", {"W2", "W3"}, "W3", "a hint"),
    ("W1", 1.0, 2, "your answer is a number; answer with a word, in quotes"),
    ("W1", "W2", np.ones((2, 3)), "your answer is an array; answer with one of 'W1', 'W2', in quotes"),
])
def test_value_hears_what_is_wrong_with_it(right, mistake, answer, line):
    assert said(Exercise(right=right, wrong={"a hint": mistake}, praise="", way="first take the root"), answer) == line


def test_count_is_compared_exactly_where_the_table_says_so():
    assert heard("3.1", 10**12 + 1).startswith("not quite: your answer is 1000000000001")
    assert heard("3.1", 1e12).startswith("right")


def test_what_check_takes_is_told():
    two = Exercise(right=(1, 2), gives=("a", "b"), wrong={}, praise="")
    for answers in [(), (1, 2, 3)]:
        assert said(two, *answers) == "check takes the number of the exercise, then a and b"
        assert said(SQUARE, *answers) == "check takes the number of the exercise, then one answer"
    assert said(SQUARE, 9.0) == "hand check the function itself: its name, without parentheses"
    for number in [4.2, "11.1", "4.2a", None, [1]]:
        assert heard(number, 1).startswith("there is no such exercise")
    assert heard("9.99", 1).endswith("add it to lesson/exercises/part_09.py")


def test_all_but_right_is_an_error_where_a_grader_asks(monkeypatch):
    right, wrong = EXERCISES["6.2"].right, 7.5
    words = heard("6.2", wrong)
    check("6.2", right, strict=True)
    for number, answer in [("6.2", wrong), ("6.2", None), ("4.2", ...), ("99.1", 1)]:
        with pytest.raises(AssertionError):
            check(number, answer, strict=True)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("6.2", right)
    with pytest.raises(AssertionError, match=f"^{re.escape(words)}$"):
        check("6.2", wrong)


def test_file_of_an_exercise_is_in_a_folder_of_its_own_and_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    paths = []

    def save(path):
        paths.append(path)
        np.save(path, np.ones(3))
        return np.load(path)

    assert said(exercise(save, NewFile("rows.npy")), save) == "right: good."
    assert said(exercise(save, NewFile("rows.npy")), lambda path: 0 * save(path)) == (
        "with path = 'rows.npy', your function returns [0, 0, 0]; expected [1, 1, 1]")
    assert said(exercise(save, NewFile("rows.npy")), lambda path: np.ones(3)) == (
        "there is no file at path when your function is done: save the rows there")
    assert len(set(paths)) == 5 and not list(tmp_path.iterdir())


def test_changed_argument_is_named():
    assert "changes its argument x: a -= b" in said_of("x *= x\nreturn x")
    assert "changes its argument w:" in said_of("w[0] = 5\nreturn 1.0", DOT, "x, w")
    total = exercise(sum, [2, 3, 1])
    assert "changes its argument iterable:" in said_of("x[0] = 5\nreturn 6", total)
    assert "changes its argument iterable: sort, reverse, pop" in said_of("x.sort()\nreturn 6", total)
    assert "changes its argument iterable:" in said_of("x.pop()\nreturn 6", total)
    rows = exercise(lambda blocks: blocks[0], [floats(1), floats(2)])
    assert "changes its argument blocks: a -= b" in said_of("x[0][0] = 5\nreturn 6", rows)
    assert "changes its argument blocks: sort" in said_of("x.pop()\nreturn 6", rows)


# --- Whatever a reader writes ---

def calls_itself(*arguments):
    return calls_itself(*arguments)


def prints(*arguments):
    print("here")
    print("there", file=sys.stderr)
    return 0.12345


def prints_and_never_ends(*arguments):
    while True:
        with contextlib.suppress(Exception):
            print("and on and on")


def sets_all_warnings_to_errors(*arguments):
    warnings.simplefilter("error")
    np.seterr(all="raise")
    return 1e300


VALUES = ["0.5", b"0.5", ["a"], {}, {1}, object(), [None, 1], Exercise, [[1, 2], [3]], iter([]), 1j, np.nan, [np.inf],
          10**400, [], np.zeros((2, 2, 2)), (None, None), ..., len, sys.exit, calls_itself, sets_all_warnings_to_errors,
          prints, lambda: 1, lambda *arguments: arguments, lambda *arguments: [print], lambda *arguments: 1 / 0]


def kind(number):
    return type(EXERCISES[number].right), number in FUNCTIONS, EXERCISES[number].gives


ONE_OF_A_KIND = {kind(number): number for number in EXERCISES}.values()  # a number, a word, a function of two results


@pytest.mark.parametrize("number", [number if number in ONE_OF_A_KIND else pytest.param(number, marks=pytest.mark.slow)
                                    for number in EXERCISES])
def test_odd_answers_hear_a_hint_and_nothing_that_they_print(number):
    how_many = 1 if number in FUNCTIONS else len(EXERCISES[number].gives) or 1
    for value in VALUES:
        assert heard(number, *[value] * how_many).startswith(("not quite: ", "not yet: "))
        if number in FUNCTIONS:
            assert heard(number, lambda *arguments, value=value: value).startswith("not quite: ")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm on this system")
def test_endless_loop_is_stopped_and_told(monkeypatch):
    monkeypatch.setattr(grading, "SECONDS", 0.02)
    assert said(SQUARE, prints_and_never_ends).endswith("look for a loop that never ends")


def test_without_an_alarm_the_answer_is_tried_all_the_same(monkeypatch):
    monkeypatch.delattr(signal, "setitimer", raising=False)
    assert said(SQUARE, lambda x: x**2) == "right: good."


def test_keyboard_interrupt_passes():
    with pytest.raises(KeyboardInterrupt):
        said_of("raise KeyboardInterrupt")


def test_settings_are_as_before():
    def settings():
        return np.geterr(), list(warnings.filters), sys.stdout, signal.getsignal(signal.SIGINT), *map(
            signal.getsignal, [signal.SIGALRM] if hasattr(signal, "SIGALRM") else [])
    before = settings()
    for answer in [sets_all_warnings_to_errors, sys.exit, calls_itself]:
        heard(FUNCTIONS[0], answer)
        assert settings() == before
