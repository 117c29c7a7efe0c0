"""The guess of Part 1: what a reader says about tomorrow's score, kept as `my_guess` and set beside the network's."""
import numbers


def you_said(guess):
    """The guess, in percent, as words for a sentence; if it can't be a score, what to write instead."""
    return problem_with(guess) or f"you said {guess:g} %"


def problem_with(guess):
    """Why this can't be a score in percent, in words; '' if it can."""
    if guess is None or guess is ...:
        return "no guess yet: put your number in place of None"
    if isinstance(guess, str):
        return f"{guess!r} is text: write the number alone, without quotes and without a percent sign"
    if isinstance(guess, bool) or not isinstance(guess, numbers.Real):
        return "a guess is one number, in percent"
    if 0 < guess <= 1:
        return f"{guess:g} % is next to nothing: if you meant {100 * guess:g} %, write {100 * guess:g}"
    if not 0 <= guess <= 100:
        return f"{guess:g} % can't be: a score lies between 0 and 100 %"
    return ""
