"""Names that must be known, and lists of names in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from irontriangle._model.problems import did_you_mean, show
from irontriangle.errors import Problem

MOST_COMPARISONS = 20_000


class Nearest:
    """
    Suggest known names for unknown ones.

    A suggestion compares the name with every known one, so a file full of mistakes could take hours:
    the first few get a suggestion, the rest are named without.

    Examples
    --------
    >>> Nearest(["login", "export"])("logn")
    "; did you mean 'login'?"
    """

    def __init__(self, known: Collection[Any]) -> None:
        self._known = known
        self._left = MOST_COMPARISONS

    def __call__(self, name: object) -> str:
        """Return ``"; did you mean 'login'?"``, or nothing."""
        if self._left <= 0:
            return ""
        self._left -= len(self._known)
        return did_you_mean(name, self._known)


def unknown_problems(field: str, what: str, names: Iterable[Any], known: Collection[Any]) -> list[Problem]:
    """Return a problem of `field` for each name that is not known; `what` is what they name ("role")."""
    nearest = Nearest(known)
    return [
        Problem("", f"{field} names unknown {what} {show(name)}{nearest(name)}", field=field)
        for name in names
        if isinstance(name, str) and name not in known
    ]


def listed(names: Iterable[Any]) -> str:
    """Return ``"'a', 'b', 'c'"``, cut short when there are many."""
    shown = [show(name) for name in names]
    return ", ".join(shown if len(shown) <= 10 else [*shown[:9], f"... ({len(shown)} in all)"])
