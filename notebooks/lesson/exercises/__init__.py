"""The exercises of every part: what is right, what the usual mistakes give, and the hint for each; one file per part.

`check("4.2", answer)` prints "not yet: ...", "right: ..." or "not quite: ..." with a hint. What the fields of an
Exercise mean is said in grading.py.
"""
from ..grading import Hint, quiet, verdict
from . import part_01, part_02, part_03, part_04, part_05, part_06, part_07, part_08, part_09, part_10

PARTS = (part_01, part_02, part_03, part_04, part_05, part_06, part_07, part_08, part_09, part_10)
EXERCISES = {number: exercise for part in PARTS for number, exercise in part.EXERCISES.items()}


def check(number, *answers):
    """Print one line on the answer to exercise `number`: not yet, right, or a hint."""
    with quiet():
        try:
            if not isinstance(number, str) or number not in EXERCISES:
                raise Hint("there is no such exercise: check takes the number of the heading first, in quotes, "
                           'such as "1.1"')
            line = verdict(EXERCISES[number], answers)
        except Hint as hint:
            line = str(hint)
    print(line)
