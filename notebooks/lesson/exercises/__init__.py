"""The exercises of every part: what is right, what the usual mistakes give, and the hint for each; one file per part.

`check("4.2", answer)` prints "not yet: ...", "right: ..." or "not quite: ..." with a hint. What the fields of an
Exercise mean is said in grading.py.
"""
import os
import re

from ..grading import Hint, quiet, verdict
from . import part_01, part_02, part_03, part_04, part_05, part_06, part_07, part_08, part_09, part_10

PARTS = (part_01, part_02, part_03, part_04, part_05, part_06, part_07, part_08, part_09, part_10)
EXERCISES = {number: exercise for part in PARTS for number, exercise in part.EXERCISES.items()}


def check(number, *answers, strict=False):
    """Print one line on the answer to exercise `number`: not yet, right, or a hint.

    With strict=True, and while nbgrader grades (NBGRADER_EXECUTION is set), all but "right" is an AssertionError.
    """
    with quiet():
        try:
            if not isinstance(number, str) or number not in EXERCISES:
                raise Hint(no_exercise(number))
            line = verdict(EXERCISES[number], answers)
        except Hint as hint:
            line = str(hint)
    if not line.startswith("right: ") and (strict or "NBGRADER_EXECUTION" in os.environ):
        raise AssertionError(line)
    print(line)


def no_exercise(number):
    """What is said to a number that is not in the table: another is meant, or its entry has yet to be written."""
    of_part = re.fullmatch(r"(\d+)\.\d+", number) if isinstance(number, str) else None
    own = [other for other in EXERCISES if of_part and other.startswith(f"{of_part[1]}.")]
    if own:
        return (f"there is no exercise {number}: Part {of_part[1]} has {len(own)} of them, from {own[0]} on. "
                f"If this is a new one, add it to lesson/exercises/part_{int(of_part[1]):02}.py")
    return 'there is no such exercise: check takes the number of the heading first, in quotes, such as "1.1"'
