"""Dates as written: a date, a datetime or ISO text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeAlias, cast

from irontriangle._model.amounts import show
from irontriangle.errors import Problem

DateLike: TypeAlias = date | str
"""What may be written for a date: a date, a datetime (its date counts), or "YYYY-MM-DD"."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def to_date(written: DateLike) -> date:
    """Return the date that is meant; anything that is none comes back as it is, for the check to name."""
    try:
        if isinstance(written, date):  # a datetime is one; so is what pandas puts for "no time", which has no year
            return date(written.year, written.month, written.day)
        if isinstance(written, str) and _ISO.fullmatch(written):
            return date.fromisoformat(written)
    except (ValueError, TypeError):
        pass
    return cast(date, written)


def to_date_or_none(written: DateLike | None) -> date | None:
    """Return the date that is meant, or None for None."""
    return None if written is None else to_date(written)


def given_date(day: DateLike) -> date:
    """Return the date that is meant, or raise what is wrong with it."""
    read = to_date(day)
    if type(read) is not date:
        raise ValueError(f'day must be a date or "YYYY-MM-DD", got {show(day)}')
    return read


def date_problem(field: str, value: Any) -> list[Problem]:
    """Check one stored date."""
    if type(value) is date:
        return []
    rule = 'must be a date or "YYYY-MM-DD"'
    return [Problem("", f"{field} {rule}, got {show(value)}", field=field)]
