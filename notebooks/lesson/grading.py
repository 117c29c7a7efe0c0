"""What you hear when you try an exercise: one line, never a traceback.

`check("4.2", answer)` prints "not yet: ...", "right: ..." or "not quite: ..." with a hint. An answer is either the
values that an exercise asks for, or a function. A function is tried on arguments you haven't seen, and its results are
compared with those of the right function and of the usual mistakes. What it prints meanwhile is not shown.

An exercise in the table of its part, exercises/part_NN.py:

    def neuron(x, w):
        z = np.sum(x * w)
        return 1 / (1 + np.exp(-z))

    EXERCISES["1.4"] = Exercise(
        example=(floats(1, 2), floats(3, -1)),
        cases=random_cases("i", "i"),
        right=neuron,
        wrong={
            "the sum is missing: add up what the synapses bring": ("np.sum(x * w)", "x * w"),
            "the sign in the exponent: it is e to the minus z": {("-z", "z"), ("np.exp(-z)", "1 / np.exp(-z)")},
        },
        praise="that is all a neuron does.")

right       a function, its arguments named as in the stub; or a value: a number, an array, a choice such as "B"
wrong       {hint: mistake}. Of a function: the piece of its source that the mistake replaces, which must occur there
            just once, and what stands in its place; ((piece, other), (piece, other)) replaces several; a function of
            its own says what no replacement can. Of a value: what the mistake gives. A set of several shares a hint
praise      what follows "right: "
example     for a function: arguments in small, round numbers. They are tried first, and where no mistake of the table
            explains a result, the hint shows them in full
cases       for a function: further tuples of arguments to try it on
gives       the names of the values, where several are asked for or returned, so that `right` is or returns a tuple; or
            a function that finds them from the arguments, where these decide how many there are
rtol        how far off a number may be, relative to the right one; 0 for exact, as in counting
way         the first step towards a value, or where to look in a function, which is said where no mistake of the table
            explains an answer
form        turns an answer into the form of `right`, where the question leaves several open: np.ravel, for instance

Among the arguments, shown_as("J(w) = w**2", lambda w: w**2) is shown in these words, where a number or an array would
show itself. NewFile("rows.npy") becomes the path of a file in a new folder, which goes when the function is done.
"""
import ast
import contextlib
import copy
import functools
import inspect
import os
import re
import signal
import tempfile
import textwrap
import threading
import traceback
import warnings
from typing import NamedTuple

import numpy as np

SECONDS = 5  # a function that runs longer is stopped
MANY = 20    # an array with more numbers is not shown in full
NOT_FINITE = "look for a division by 0, a power that is too large, or a root or log of a number that is too small"


class Hint(Exception):
    """The words for the reader, when there is nothing more to find out."""


class TooLong(BaseException):
    """Out of time; not an Exception, so that it gets past the reader's own `except Exception`."""


class Failure(NamedTuple):
    """What comes of a function that stops with an error or returns no answer: the words for it, or the whole line."""
    words: str
    error: str


class Shown(NamedTuple):
    """An argument, and the words in which a hint shows it."""
    words: str
    value: object


class NewFile(str):
    """Among the arguments, the name of a file: the function gets its path, in a folder of its own."""


class Exercise(NamedTuple):
    """What is asked, the usual mistakes and what to say; see above."""
    right: object
    wrong: dict
    praise: str
    cases: list | tuple = ((),)
    gives: tuple = ()
    rtol: float = 1e-6
    example: tuple | None = None
    way: str = ""
    form: object = None


def verdict(exercise, answers):
    """The line that `check` prints, returned or raised as a Hint."""
    asks_for_function = callable(exercise.right)
    names = () if asks_for_function else exercise.gives
    if len(answers) != (len(names) or 1):
        raise Hint(f"not quite: check takes the number of the exercise, then {listed(names) or 'one answer'}")
    if any(answer is None or answer is ... for answer in answers):
        raise Hint("not yet: put your answer in the place of None")
    answer = answers if names else answers[0]
    if asks_for_function and not callable(answer):
        raise Hint("not quite: hand check the function itself: its name, without parentheses")

    expected = list(results(exercise.right, exercise))
    came = list(results(answer, exercise))
    if all(agree(one, other, exercise) for one, other in zip(came, expected)):
        return f"right: {exercise.praise}"
    lines = [one.words for one in came if isinstance(one, Failure) and one.words.startswith("not ")]
    if lines and lines[0].startswith("not yet"):
        return lines[0]
    if asks_for_function and has_dots(answer):
        return f"not yet: {name_of(answer)} still has ... in it: put your code in its place"
    for hint, mistake in mistakes(exercise):
        if is_known_by(mistake, came, exercise):
            return f"not quite: {hint}"
    if lines:
        return lines[0]
    explain = explain_results if asks_for_function else explain_values
    return f"not quite: {explain(exercise, came, expected)}"


def mistakes(exercise):
    """Each mistake of the table with its hint, also where a set of them shares one: a function, or values."""
    for hint, mistake in exercise.wrong.items():
        for one in mistake if isinstance(mistake, set) else [mistake]:
            if callable(exercise.right) and not callable(one):
                one = with_pieces_replaced(exercise.right, one)
            yield hint, one


@functools.cache
def with_pieces_replaced(function, pieces):
    """The function that its source becomes: pieces is (piece, other), or a tuple of such pairs."""
    original = inspect.getsource(function)
    others = dict([pieces] if isinstance(pieces[0], str) else pieces)
    source, replaced = re.subn("|".join(map(re.escape, others)), lambda match: others[match[0]], original)
    if replaced != len(others) or any(original.count(piece) != 1 for piece in others):
        raise ValueError(f"each of {list(others)} must occur just once in {function.__name__}, apart from the others")
    names = dict(function.__globals__)
    exec(source, names)
    return names[function.__name__]


def is_known_by(mistake, came, exercise):
    """Whether a mistake gives what came and fails where that did: with the same error, if it never gives anything."""
    never = all(isinstance(one, Failure) for one in came)
    try:
        return all(one.error == other.error or not never if isinstance(one, Failure) and isinstance(other, Failure)
                   else agree(one, other, exercise) for one, other in zip(came, results(mistake, exercise)))
    except Hint:
        return False


# --- Run the answer ---

def tries(exercise):
    """All arguments that a function is tried on, the example first."""
    return [exercise.example, *filter(None, exercise.cases)] if exercise.example else exercise.cases


def names_of_values(exercise, case):
    return exercise.gives(*case) if callable(exercise.gives) else exercise.gives


def argument_names(exercise):
    return list(inspect.signature(exercise.right).parameters)


def results(answer, exercise):
    """What an answer gives, for each try a list of values or a Failure; a value gives itself, once."""
    if callable(exercise.right):
        for case in tries(exercise):
            yield run(answer, case, exercise)
    else:
        yield values(answer, exercise, exercise.gives)


def run(function, case, exercise):
    """Call the function with a copy of the arguments: a list of values, or a Failure."""
    gives = names_of_values(exercise, case)
    needs_folder = any(isinstance(part, NewFile) for part in case)
    with (tempfile.TemporaryDirectory(ignore_cleanup_errors=True) if needs_folder
          else contextlib.nullcontext()) as folder:
        case = [os.path.join(folder, part) if isinstance(part, NewFile) else part.value if isinstance(part, Shown)
                else part for part in case]
        arguments = copy.deepcopy(case)
        try:
            with time_limit():
                result = function(*arguments)
            missing = [name for name, part in zip(argument_names(exercise), case)
                       if needs_folder and isinstance(part, str) and not os.path.exists(part)]
        except TooLong:
            raise Hint(f"not quite: your code was stopped after {SECONDS} s: look for a loop that never ends") from None
        except (Exception, SystemExit) as error:
            return Failure(explain_error(error, argument_names(exercise)[:len(case)]), f"{type(error)}: {error}")
    if result is None or result is ...:
        return Failure(explain_none(function), "no result")
    if missing:
        raise Hint(f"not quite: there is no file at {listed(missing)} when your function is done: save the rows there")
    for name, before, after in zip(argument_names(exercise), case, arguments):
        if isinstance(before, list) and len(before) == len(after) and np.ndarray in map(type, before):
            before, after = tuple(before), tuple(after)  # an array in it was changed, if anything
        if not unchanged(before, after):
            raise Hint(f"not quite: your function changes its argument {name}: " + (
                f"sort, reverse, pop, append and {name}[0] = b change the list itself: work on a copy, list({name})"
                if isinstance(before, list) else
                "a -= b and a[0] = b change a itself, and after c = a so does c -= b: compute a new array, as in "
                "a = a - b, or take a.copy() first"))
    if not gives or hasattr(result, "__next__"):
        return values(result, exercise)
    one_array = isinstance(result, np.ndarray) and result.ndim
    if not one_array and not isinstance(result, (tuple, list)) or len(result) != len(gives):
        many = (f"your function returns {show_shape(result)}: " if one_array else
                f"the number of values is {len(result)}: " if isinstance(result, (tuple, list)) else "")
        return Failure(f"not quite: {many}return {listed(gives)}, in this order", many)
    return values(result, exercise, gives)


def unchanged(before, after):
    """Whether an argument is what it was, as far as it is made of numbers, arrays and lists, and up to rounding."""
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(unchanged, before, after))
    return not isinstance(before, (int, float, np.ndarray)) or np.shape(before) == np.shape(after) and np.allclose(
        before, after, rtol=1e-12, atol=0, equal_nan=True)


def values(answer, exercise, gives=()):
    """An answer as a list of values, each an array of floats or, for a choice, a str."""
    said = "your function returns" if callable(exercise.right) else "your answer is"
    if gives:
        return [value_of(part, f"{name} is", exercise) for part, name in zip(answer, gives)]
    return [value_of(answer, said, exercise)]


def value_of(answer, said, exercise):
    if exercise.form:
        with contextlib.suppress(Exception):
            answer = exercise.form(answer)
    if isinstance(answer, str):
        return answer
    if np.ma.is_masked(answer):
        raise Hint(f"not quite: {said} an array with masked places; a number is asked for at each")
    what = "None" if answer is None else f"a {type(answer).__name__}"
    asked = "a single word, in quotes," if isinstance(exercise.right, str) else "a number or an array of numbers"
    advice = ": make a list of it, list(...)" if hasattr(answer, "__next__") else ""
    try:
        array = np.array(answer)
        if array.dtype.kind in "biufO" and answer is not None:
            return array.astype(float)
        if array.dtype.kind == "U":
            what, advice = "a list or an array with text in it", "" if "word" in asked else ", so leave out the quotes"
    except OverflowError:
        return np.array(np.inf)
    except Exception as error:
        if "inhomogeneous" in str(error):
            what = ("several values, separated by commas: return only the one that is asked for"
                    if isinstance(answer, tuple) and callable(exercise.right) else
                    "a list whose rows have different lengths")
            raise Hint(f"not quite: {said} {what}") from None
    raise Hint(f"not quite: {said} {what}; {asked} is asked for{advice}")


@contextlib.contextmanager
def quiet():
    """No printing and no warnings in this block, and NumPy's and Python's settings as before after it."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere), \
            warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def time_limit():
    """Raise TooLong in this block after SECONDS; not on Windows nor outside the main thread, which have no alarm."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number, frame):
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# --- Compare ---

def agree(one, other, exercise):
    """Whether two results are the same values, none of them a Failure."""
    return not isinstance(one, Failure) and not isinstance(other, Failure) and all(
        equal(got, wanted, exercise) for got, wanted in zip(one, other))


def equal(got, wanted, exercise):
    """Whether a value is the wanted one: the same text, or the same numbers within rtol, in the same shape.

    Where a number is wanted, an array with one number will do.
    """
    if isinstance(got, str) or isinstance(wanted, str):
        return isinstance(got, str) and isinstance(wanted, str) and plain(got) == plain(wanted)
    if wanted.ndim == 0 and got.size == 1:
        got = got.reshape(())
    return got.shape == wanted.shape and bool(np.all(close(got, wanted, exercise)))


def plain(text):
    return text.strip(" .()'\"").lower()


def close(got, wanted, exercise):
    """For each number whether it is within rtol, rounding errors near 0 apart; if rtol is 0, whether it is the same."""
    rounding = 1e-9 if callable(exercise.right) else 1e-12
    return np.isclose(got, wanted, rtol=exercise.rtol, atol=rounding if exercise.rtol else 0)


# --- Explain ---

def own_statements(function):
    """The syntax nodes of a function's body, less those of functions in it; none where the source can't be had."""
    try:
        definition = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError):
        return []
    nodes, found = list(getattr(definition, "body", [])), []
    while nodes:
        node = nodes.pop()
        found.append(node)
        if not isinstance(node, (ast.FunctionDef, ast.Lambda)):
            nodes.extend(ast.iter_child_nodes(node))
    return found


def has_dots(function):
    """Whether the stub's ... still stands in the function, as a line of its own or after return."""
    return any(isinstance(node, (ast.Expr, ast.Return)) and isinstance(node.value, ast.Constant)
               and node.value.value is ... for node in own_statements(function))


def explain_none(function):
    """Why a function returns None: its stub is untouched, it prints, or its return is missing."""
    name = name_of(function)
    nodes = own_statements(function)
    empty = all(isinstance(node, (ast.Pass, ast.Expr, ast.Constant)) for node in nodes)
    if has_dots(function) or nodes and empty:
        return f"not yet: write the body of {name}; so far it returns None"
    if any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print" for node in nodes):
        return f"not quite: {name} prints its answer: return it instead"
    if any(isinstance(node, ast.Return) and node.value for node in nodes):
        return (f"not quite: {name} returned None: either some way through it has no return, "
                "or it returns something that has no value, such as the result of append or reverse")
    computes = "computes something but " if nodes else ""
    return f"not quite: {name} {computes}returns nothing: end it with return, followed by your result"


def name_of(function):
    name = getattr(function, "__name__", "<lambda>")
    return "your function" if name == "<lambda>" else name


def explain_error(error, names):
    """An exception in words: the line in the reader's code, the exception's name and its message."""
    message = str(error).strip().split("\n")[0][:200]
    words = f"your code stopped with {type(error).__name__}" + (f": {message}" if message else "")
    if isinstance(error, RecursionError):
        words = "your function calls itself without end (RecursionError)"
    places = [place for place in traceback.extract_tb(error.__traceback__, 20) if place.filename != __file__]
    if not places:  # it failed before its first line
        return words + (f". It is called with {listed(names)}, as in the stub" if isinstance(error, TypeError) else "")
    line = places[0].line or ""
    if "matmul" in message and "@" in line or "not aligned" in message and "dot" in line:
        words = f"your code stopped with {type(error).__name__}: a matrix product of shapes that don't fit"
        words += ". (a, b) @ (b, c) needs the same b: a transpose may be missing, or @ stands where * belongs"
    elif "converted to a scalar index" in message and re.search(r"(sum|max|min|mean)\(", line):
        words += ". It takes one array, and then the axis; np.maximum(a, b) takes the larger of two, and + adds them"
    elif "broadcast" in message and any(sign in line for sign in "*+-/"):
        words += ". * + - need the same shapes: a transpose may be missing, or * stands where @ belongs"
    elif "truth value of an array" in message and re.search(r"\b(if|while|and|or|not|max|min)\b", line):
        words = ("if, and, max and the like take single numbers, and this is a whole array: z > 0, np.where and "
                 "np.maximum work element by element")
    elif "integer" in message and isinstance(error, IndexError):
        words = "an index is a whole number: for a in x gives the numbers or rows of x, and range(len(x)) their places"
    elif "NoneType" in message:
        words += (". None comes from a function without return, or from append, insert, sort or reverse: "
                  "write a.append(b), not a = a.append(b)")
    elif "math." in line and "converted to Python scalar" in message:
        words = "the functions of math take single numbers: those of np take arrays too"
    elif "^" in line and ("bitwise_xor" in message or "for ^" in message):
        words = "^ isn't a power in Python: write **, as in z**2"
    return f"in line {places[0].lineno} of your cell{f' ({line})' if line else ''}, {words}"


def explain_results(exercise, came, expected):
    """What a function returns where it is wrong and what was expected, when it is none of the usual mistakes."""
    place = next(k for k in range(len(came)) if not agree(came[k], expected[k], exercise))
    case, failed = tries(exercise)[place], isinstance(came[place], Failure)
    if failed and not place:
        return came[place].words
    before = f"right with {show_arguments(exercise, exercise.example)}, but " if place and exercise.example else ""
    with_arguments = f"{before}with {show_arguments(exercise, case, many=0 if failed else MANY)}, "
    if failed:
        return with_arguments + came[place].words
    part = max(k for k, pair in enumerate(zip(came[place], expected[place])) if not equal(*pair, exercise))
    got, wanted = came[place][part], expected[place][part]
    returns = "your function returns " + (f"{names_of_values(exercise, case)[part]} = " if exercise.gives else "")
    way = f": {exercise.way}" if exercise.way and np.shape(got) == np.shape(wanted) else ""
    one, other = show_pair(got, wanted)
    pairs = [(result[part], right[part]) for result, right in zip(came, expected)
             if not isinstance(result, Failure) and part < len(right)]
    return f"{with_arguments}{returns}{one}; expected {other}{reason(got, wanted, pairs, exercise) or way}"


def reason(got, wanted, pairs, exercise):
    """What the numbers have in common: swapped, 1-D, not finite, or, in all pairs, the sign or a factor; or ''."""
    if isinstance(got, str) or isinstance(wanted, str):
        return ""
    if got.ndim == 2 and equal(got.T, wanted, exercise):
        return ": rows and columns are swapped, so transpose it"
    if got.shape != wanted.shape:
        if got.ndim == 1 and wanted.shape == (len(got), 1):
            return ": it is 1-D, and reshape(-1, 1) makes a column of it"
        return ""
    if not np.isfinite(got).all():
        return f": {NOT_FINITE}"
    if any(isinstance(one, str) or one.shape != other.shape for one, other in pairs):
        return ""
    got, wanted = (np.concatenate([value.ravel() for value in side]) for side in zip(*pairs))
    if equal(-got, wanted, exercise):
        return ": the sign is wrong"
    factor = np.vdot(got, wanted) / np.vdot(wanted, wanted)
    if len(got) > 1 and np.isfinite(factor) and factor and equal(got, factor * wanted, exercise):
        return f": it is {show_pair(factor, 1.0)[0]} times what it should be"
    if got.all() and any(np.allclose(got, wanted.round(digits), rtol=1e-9, atol=0) for digits in range(1, 9)):
        return ": don't round it"
    return ""


def explain_values(exercise, came, expected):
    """What is wrong with a value that was asked for, without giving the right one away."""
    part = next(k for k, pair in enumerate(zip(came[0], expected[0])) if not equal(*pair, exercise))
    got, wanted = came[0][part], expected[0][part]
    name = exercise.gives[part] if exercise.gives else "your answer"
    way = f": {exercise.way}" if exercise.way else ", and that is not it"
    if isinstance(wanted, str):
        answers = [exercise.right, *(mistake for _, mistake in mistakes(exercise))]
        choices = sorted({one for answer in answers for one in values(answer, exercise) if isinstance(one, str)})
        if any(equal(got, choice, exercise) for choice in choices):
            return f"{name} is {show(got)}{way}"
        what = f"the text {got!r}" if isinstance(got, str) else "a number" if got.ndim == 0 else "an array"
        asked = f"one of {', '.join(map(repr, choices))}" if len(choices) > 1 else "a word"
        return f"{name} is {what}; answer with {asked}, in quotes"
    if isinstance(got, str):
        return f"{name} is the text {got!r}; answer with {'numbers' if wanted.ndim else 'a number'}, without quotes"
    if got.shape != wanted.shape and not got.size == wanted.size == 1:
        return f"{name} is {show_shape(got)}; expected {show_shape(wanted)}" + reason(got, wanted, [], exercise)
    if not np.isfinite(got).all():
        return f"{name} holds nan or inf; {NOT_FINITE}"
    if equal(-got, wanted, exercise):
        return f"the sign of {name} is wrong"
    if got.ndim == 0 and any(got == np.round(wanted, digits) for digits in range(1, 9)):
        return f"{name} is rounded too far: give more digits"
    if got.ndim == 0:
        return f"{name} is {show(got, 15)}{way}"
    place = np.argwhere(~close(got, wanted, exercise))[0]
    return f"element [{', '.join(map(str, place))}] of {name} is {show(got[tuple(place)])}{way}"


# --- Show ---

def listed(names):
    """Names as in a sentence: a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def show_arguments(exercise, case, many=MANY):
    return listed([show_argument(name, value, many) for name, value in zip(argument_names(exercise), case)])


def show_argument(name, value, many):
    """An argument with its value, or with its shape where an array has more numbers than many."""
    if isinstance(value, Shown):
        return value.words
    if callable(value):
        return f"{name} = np.{value.__name__}" if isinstance(value, np.ufunc) else f"a function {name}"
    if isinstance(value, np.ndarray) and value.size > many:
        return f"{name} of shape {value.shape}"
    if isinstance(value, list) and sum(np.size(part) for part in value) > MANY:
        return f"{name}, a list of {len(value)} arrays"
    return f"{name} = {show(value)}"


def show_pair(got, wanted):
    """Two values in as many digits as tell them apart, four at least; large arrays by the first place that differs."""
    if isinstance(got, str) or isinstance(wanted, str):
        return show(got), show(wanted)
    if np.shape(got) != np.shape(wanted):
        return tuple(f"{show(value)} ({show_shape(value)})" if value.size <= MANY else show_shape(value)
                     for value in (got, wanted))
    where = ""
    if np.size(got) > MANY:
        place = tuple(map(int, np.argwhere(~np.isclose(got, wanted, rtol=1e-9))[0]))
        got, wanted, where = got[place], wanted[place], f" at index {place[0] if len(place) == 1 else place}"
    for digits in range(4, 18):
        one, other = show(got, digits), show(wanted, digits)
        if one != other:
            break
    return one + where, other


def show_shape(array):
    return f"an array of shape {array.shape}" if array.ndim else "a single number"


def show(value, digits=4):
    """Numbers, lists and arrays on one line: whole numbers as such, others rounded."""
    if isinstance(value, (list, tuple)) or isinstance(value, np.ndarray) and value.ndim:
        return f"[{', '.join(show(part, digits) for part in value)}]"
    if not isinstance(value, (int, float, np.number, np.ndarray)):
        return repr(value)
    whole = np.isfinite(value) and value == np.rint(value) and abs(value) < 1e15
    return str(int(value)) if whole else f"{float(value):.{digits}g}"
