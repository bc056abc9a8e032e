"""Names that must be known, and lists of names in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from irontriangle._model.problems import Spelling, show
from irontriangle.errors import Problem


def unknown_problems(
    field: str, what: str, names: Iterable[Any], known: Collection[Any], spelling: Spelling | None = None
) -> list[Problem]:
    """
    Return a problem of `field` for each name that is not known; `what` is what they name ("role").

    What is no string is for other checks to say. Give a `spelling` of the known names where many lists are checked.
    """
    unknown = dict.fromkeys(name for name in names if isinstance(name, str) and name not in known)
    spelling = spelling or Spelling(known if unknown else ())
    return [
        Problem("", f"{field} names unknown {what} {show(name)}{spelling.hint(name)}", field=field) for name in unknown
    ]


def listed(names: Iterable[Any]) -> str:
    """Return ``"'a', 'b', 'c'"``, cut short when there are many."""
    shown = [show(name) for name in names]
    return ", ".join(shown if len(shown) <= 10 else [*shown[:9], f"... ({len(shown)} in all)"])
