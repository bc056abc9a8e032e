"""Where in a document something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from irontriangle._model.problems import did_you_mean, show
from irontriangle.errors import ModelError, Problem


def inside(step: str, problems: Iterable[Problem]) -> list[Problem]:
    """Return problems of a part as problems of the whole: `step` leads from the whole to the part."""
    return [Problem(join(step, problem.where), problem.message, field=problem.field) for problem in problems]


def join(step: str, rest: str) -> str:
    """
    Return one place from two.

    Examples
    --------
    >>> join("features", "[0].name"), join("[0]", "name"), join("budget", "")
    ('features[0].name', '[0].name', 'budget')
    """
    return step + rest if not rest or not step or rest.startswith("[") else f"{step}.{rest}"


def at_fields(problems: Iterable[Problem]) -> list[Problem]:
    """
    Return what a value says of itself as problems at its fields.

    Examples
    --------
    >>> print(*at_fields([Problem("Variant 'full'", "effort['dev'] must be a number, got None", field="effort")]))
    effort['dev']: must be a number, got None
    """
    placed = []
    for problem in problems:
        where, message = problem.field, problem.message
        found = _field_pattern(where).match(message) if where else None
        if found:
            where, message = where + found[1], found[2]
        placed.append(Problem(where, message, field=problem.field))
    return placed


@cache
def _field_pattern(field: str) -> re.Pattern[str]:
    key = r"""\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[0-9]+)\]"""
    return re.compile(rf"{re.escape(field)}((?:{key})*) (.*)", re.DOTALL)


def wrong(message: str) -> ModelError:
    """Return the error that the part which is being read is not as it must be."""
    return ModelError([Problem("", message)])


def step_to(name: str) -> str:
    """Return the step to a field, or to a name in a map: ``cost``, ``['guest checkout']``."""
    return name if name.isascii() and name.isidentifier() else f"[{show(name)}]"


def unknown_fields(written: Iterable[str], known: tuple[str, ...]) -> list[Problem]:
    """Return a problem for each field that there is not; it says which may be meant."""
    return [Problem(step_to(name), f"unknown field{_hint(name, known)}") for name in written if name not in known]


@lru_cache(maxsize=1000)  # a file tends to repeat its mistakes
def _hint(name: str, known: tuple[str, ...]) -> str:
    return did_you_mean(name, known) or f"; known are {', '.join(known)}"
