"""What you hear when you try an exercise: one line, never a traceback.

`check("4.2", answer)` prints "not yet: ...", "right: ..." or "not quite: ..." with a hint. An answer is either the
values that an exercise asks for, or a function: that is tried on data you haven't seen, and what it gives is compared
with what the right formula gives and with what the usual mistakes give. What it prints meanwhile is not shown.
"""
import contextlib
import copy
import os
import signal
import sys
import threading
import traceback
import warnings
from itertools import count
from typing import NamedTuple

import numpy as np

SECONDS = 5  # a function that runs longer is stopped


class Hint(Exception):
    """The words for the reader, when there is nothing more to find out."""


class TooLong(BaseException):
    """Out of time. No Exception, so that the reader's `except Exception` lets it pass."""


class Exercise(NamedTuple):
    """What is asked: a function, to be tried with the arguments in cases; or a value, or a tuple of values."""
    right: object
    wrong: dict                # hint: what that mistake gives, a function or a value like `right`
    praise: str
    cases: list = [()]
    gives: tuple = ()          # names of the values, if there are several
    rtol: float = 1e-6


# --- Run the answer, compare, recognise the mistake ---

def verdict(exercise, answers):
    """The line that `check` prints, or a Hint with it."""
    names = () if callable(exercise.right) else exercise.gives
    if len(answers) != (len(names) or 1):
        raise Hint(f"not quite: check takes the number of the exercise, then {' and '.join(names) or 'one answer'}")
    if any(answer is None or answer is ... for answer in answers):
        raise Hint("not yet: put your answer in the place of None")
    answer, = [answers] if names else answers
    if callable(exercise.right) and not callable(answer):
        raise Hint("not quite: give check the function itself, its name without parentheses")
    function = answer if callable(exercise.right) else constant(answer)

    expected = [run(calling(exercise.right), case, exercise) for case in exercise.cases]
    if any(isinstance(outcome, str) for outcome in expected):
        raise Hint("the check can't compute the right answer: restart the kernel, since np may have been changed")
    outcomes = [run(function, case, exercise) for case in exercise.cases]
    if all(same(*pair, exercise.rtol) for pair in zip(outcomes, expected)):
        return f"right: {exercise.praise}"
    for hint, mistake in exercise.wrong.items():
        if is_mistake(outcomes, (run(calling(mistake), case, exercise) for case in exercise.cases), exercise.rtol):
            return f"not quite: {hint}"
    for case, outcome, wanted in zip(exercise.cases, outcomes, expected):
        if not same(outcome, wanted, exercise.rtol):
            return f"not quite: {difference(outcome, wanted, case, exercise)}"


def calling(answer):
    """A right or wrong answer of the table as a function."""
    return answer if callable(answer) else constant(answer)


def constant(value):
    return lambda: value


def run(function, case, exercise):
    """Call function with a copy of the case: a list of arrays, or a str that says how it failed.

    Whatever the function raises is caught, but for KeyboardInterrupt; what it set in NumPy or warnings is set back.
    """
    try:
        with quiet(), time_limit():
            arguments = copy.deepcopy(case)
            value = function(*arguments)
            if value is None or value is ...:
                name = getattr(function, "__name__", "your function")
                raise Hint(f"not yet: write the body of {name}; so far it returns None")
            for name, before, after in zip(parameters(exercise), case, arguments):
                if not np.array_equal(before, after):
                    raise Hint(f"not quite: your function changes its argument {name} itself: compute a new array, "
                               "as a = a - b does and a -= b does not")
            if exercise.gives and not (isinstance(value, (tuple, list)) and len(value) == len(exercise.gives)):
                raise Hint(f"not quite: return {' and '.join(exercise.gives)}, in this order")
            return [numbers(part) for part in (value if exercise.gives else [value])]
    except (KeyboardInterrupt, Hint):
        raise
    except TooLong:
        raise Hint(f"not quite: your code was stopped after {SECONDS} s: look for a loop that never ends") from None
    except BaseException as error:
        return explain(error, sys.exc_info()[2])


def parameters(exercise):
    return exercise.right.__code__.co_varnames if callable(exercise.right) else ()


def numbers(value):
    """Value as a plain array of floats."""
    try:
        array = np.array(value)
        if array.dtype.kind not in "biufO":
            raise TypeError
        return array.astype(float)
    except (TypeError, ValueError):
        raise Hint(f"not quite: an answer of type {type(value).__name__} came, where a number or an array of numbers "
                   "is asked for, all its rows of one length") from None


@contextlib.contextmanager
def quiet():
    """No printing and no warnings in this block."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere), \
            warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def time_limit():
    """Raise TooLong in this block after SECONDS; not on Windows, nor outside the main thread: there are no timers."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number, frame):
        raise TooLong

    def stop_again(unraisable):  # raised in a __del__ or the like, from where no error gets out
        if unraisable.exc_type is TooLong:
            signal.setitimer(signal.ITIMER_REAL, 0.001)

    alarm, hook = signal.signal(signal.SIGALRM, stop), sys.unraisablehook
    sys.unraisablehook = stop_again
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = hook
        signal.signal(signal.SIGALRM, alarm)


def explain(error, trace):
    """An exception in words: its name, its message, and the line in the reader's code."""
    try:
        message = str(error).strip().split("\n")[0][:200]
    except BaseException:
        message = ""
    words = f"your code stopped with {type(error).__name__}" + (f": {message}" if message else "")
    if isinstance(error, RecursionError):
        words = "your function calls itself without end (RecursionError)"
    elif "matmul" in message or "not aligned" in message:
        words += ". (a, b) @ (b, c) needs the same b: a transpose may be missing, or @ stands where * belongs"
    elif "broadcast" in message:
        words += ". * + - need the same shapes: a transpose may be missing, or * stands where @ belongs"
    while trace and trace.tb_frame.f_code.co_filename == run.__code__.co_filename:
        trace = trace.tb_next
    for place in traceback.extract_tb(trace, limit=1):
        words = f"in line {place.lineno} of your cell{f' ({place.line})' if place.line else ''}, {words}"
    return words


def same(one, other, rtol):
    """Whether two outcomes are arrays of the same shapes and, within rtol, the same numbers."""
    return not isinstance(one, str) and not isinstance(other, str) and all(
        a.shape == b.shape and np.allclose(a, b, rtol=rtol, atol=1e-9) for a, b in zip(one, other))


def is_mistake(outcomes, mistaken, rtol):
    """Whether the outcomes are this mistake's in every case: the same numbers, or both fail."""
    return all(isinstance(one, str) and isinstance(other, str) or same(one, other, rtol)
               for one, other in zip(outcomes, mistaken))


def difference(outcome, expected, case, exercise):
    """What is wrong with an outcome, in words, when it is none of the usual mistakes."""
    if isinstance(outcome, str):
        return outcome
    names = exercise.gives or (["your result"] if callable(exercise.right) else ["your answer"])
    name, got, wanted = [part for part in zip(names, outcome, expected)
                         if not same([part[1]], [part[2]], exercise.rtol)][-1]  # of several, the last is found first
    if case:
        name = f"with {', '.join(map(describe, parameters(exercise), case))}: {name}"
    if got.shape != wanted.shape:
        if same([got.T], [wanted], exercise.rtol):
            return f"{name} has its rows and columns swapped: transpose it"
        flat = wanted.ndim == 2 and got.shape == wanted.shape[:1]
        return (f"{name} has shape {got.shape} and should have {wanted.shape or '(), a single number'}"
                + (": it is 1-D, and reshape(-1, 1) makes a column of it" if flat else ""))
    if not np.isfinite(got).all():
        return f"{name} holds nan or inf: look for a division by 0 or a power that is too large"
    if same([-got], [wanted], exercise.rtol):
        return f"{name} has the wrong sign"
    if not callable(exercise.right):
        return f"{name} is not the right one; read the question once more"
    factor = np.vdot(got, wanted) / np.vdot(wanted, wanted)
    if got.size > 1 and same([got], [factor * wanted], exercise.rtol):
        return f"{name} is {apart(factor, 1)[0]} times what it should be"
    place = np.argmax(~np.isclose(got, wanted, rtol=exercise.rtol, atol=1e-9))
    one, other = apart(got.flat[place], wanted.flat[place])
    return f"{name} {'has' if got.shape else 'is'} {one} and should be {other}" + (
        f" in place {tuple(map(int, np.unravel_index(place, got.shape)))}" if got.shape else "")


def apart(one, other):
    """Two numbers in as many digits as tell them apart, four at least."""
    pairs = ((f"{one:.{digits}g}", f"{other:.{digits}g}") for digits in count(4))
    return next(pair for pair in pairs if pair[0] != pair[1])


def describe(name, value):
    """An argument in words."""
    if callable(value):
        return f"a function {name}"
    if isinstance(value, list) and all(isinstance(part, np.ndarray) for part in value):
        number, *shape = np.shape(value)
        return f"{name}, a list of {number} arrays of shape {tuple(shape)}"
    return f"{name} of shape {value.shape}" if isinstance(value, np.ndarray) else f"{name} = {value}"


