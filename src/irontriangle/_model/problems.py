"""Checks that return problems, and the words in them."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from irontriangle.errors import ModelError, Problem

LONGEST_SHOWN = 80
MOST_BITS = 4_000
"""Of an integer that is shown; Python refuses to write much longer ones."""


def raise_problems(where: str, problems: Iterable[Problem]) -> None:
    """Raise all problems together, each told where it is; return if there are none."""
    found = [Problem(problem.where or where, problem.message, field=problem.field) for problem in problems]
    if found:
        raise ModelError(found)


def attrs_field(problem: Problem, field: str) -> Problem:
    """Return the problem as one of `field`, whatever finer place its message names."""
    return Problem(problem.where, problem.message, field=field)


def name_problem(what: str, name: Any, *, field: str = "name") -> list[Problem]:
    """Check one name: a string that is not blank and that every file and terminal can hold."""
    if isinstance(name, str) and name and not name.isspace():
        return [] if name.isascii() else text_problem(what, name, field=field)
    return [Problem("", f"{what} must be a non-empty string, got {show(name)}", field=field)]


def text_problem(what: str, text: Any, *, field: str = "") -> list[Problem]:
    """Check a text, which may be empty; half of a surrogate pair is no character and cannot be stored."""
    if not isinstance(text, str):
        return [Problem("", f"{what} must be a string, got {show(text)}", field=field or what)]
    try:
        text.encode()
    except UnicodeEncodeError:
        return [Problem("", f"{what} must be text that UTF-8 can store, got {show(text)}", field=field or what)]
    return []


def items_problem(field: str, items: Any, kind: type) -> list[Problem]:
    """Check a tuple of values of one type."""
    if not isinstance(items, tuple):
        return [Problem("", f"{field} must be a list of {kind.__name__}s, got {show(items)}", field=field)]
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    return [
        Problem("", f"{field}[{position}] must be {article} {kind.__name__}, got {show(item)}", field=field)
        for position, item in enumerate(items)
        if not isinstance(item, kind)
    ]


def duplicates_problem(field: str, items: Iterable[Any]) -> list[Problem]:
    """Check that no two of several named values have the same name."""
    first: dict[str, int] = {}
    problems = []
    for position, item in enumerate(items):
        if first.setdefault(item.name, position) != position:
            message = f"{field}[{position}] repeats the name {show(item.name)} of {field}[{first[item.name]}]"
            problems.append(Problem("", message, field=field))
    return problems


class Spelling:
    """
    Look for the known name that was meant.

    One instance serves one round of checks: comparing names is slow, so after some ten thousand comparisons it
    gives no more hints, or a file with as many wrong names would take hours to refuse.

    Examples
    --------
    >>> Spelling(["login", "export"]).hint("logn")
    "; did you mean 'login'?"
    """

    def __init__(self, known: Iterable[object], otherwise: str = "") -> None:
        self._otherwise = otherwise
        self._known = [name for name in known if isinstance(name, str) and len(name) <= LONGEST_SHOWN]
        self._alike: dict[str, list[str]] = {}
        for name in self._known:
            self._alike.setdefault(name.casefold(), []).append(name)
        self._left = max(20_000, len(self._known))

    def hint(self, name: object) -> str:
        """Return ``"; did you mean 'login'?"`` for the nearest known name, in any case, or what is said otherwise."""
        if not isinstance(name, str) or len(name) > LONGEST_SHOWN or len(self._known) > self._left:
            return self._otherwise
        self._left -= len(self._known)
        near = difflib.get_close_matches(name.casefold(), self._alike, n=1)
        if not near:
            return self._otherwise
        (meant,) = difflib.get_close_matches(name, self._alike[near[0]], n=1, cutoff=0)
        return f"; did you mean {meant!r}?"


def did_you_mean(name: object, known: Iterable[object]) -> str:
    """Return `Spelling`'s hint for one name; where many may be wrong, make one `Spelling` and ask it."""
    return Spelling(known).hint(name)


def show(value: Any) -> str:
    """Return a repr that stays short, whatever the value is."""
    try:
        text = _repr(value)
    except Exception as error:  # noqa: BLE001  a broken repr must not hide the problem itself
        text = f"<{type(value).__name__} whose repr fails: {type(error).__name__}>"
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def _repr(value: Any) -> str:
    if isinstance(value, str):
        return str.__repr__(value[:LONGEST_SHOWN])
    if isinstance(value, Decimal):  # its digits may be fewer than its value's
        return str(value)
    if isinstance(value, float):
        return float.__repr__(value)
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, int) and int.bit_length(value) > MOST_BITS:
        return f"an integer of {int.bit_length(value)} bits"
    if isinstance(value, Fraction) and max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS:
        return f"a fraction of {value.numerator.bit_length()} over {value.denominator.bit_length()} bits"
    return _BRIEF.repr(value) if type(value) in (list, tuple, dict, set, frozenset) else repr(value)


_BRIEF = reprlib.Repr()
_BRIEF.maxlist = _BRIEF.maxtuple = _BRIEF.maxdict = _BRIEF.maxset = _BRIEF.maxfrozenset = 20
_BRIEF.maxstring = _BRIEF.maxother = LONGEST_SHOWN
