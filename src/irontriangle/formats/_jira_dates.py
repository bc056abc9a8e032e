"""Dates as Jira exports them: the format is a setting of the site, and the default names the month."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")
_NAMED = re.compile(r"([0-9]{1,2})[-/. ]+([A-Za-z]{3})[a-z]*[-/. ]+([0-9]{4}|[0-9]{2})(?![0-9])")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})(?![0-9])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(cell: str) -> date | None:
    """
    Return the date in a cell, whatever time follows it; None where it is none, or might mean two.

    Examples
    --------
    >>> str(read_date("12/Jan/27 12:00 AM")), str(read_date("2027-01-12 00:00:00.0")), str(read_date("12.01.2027"))
    ('2027-01-12', '2027-01-12', '2027-01-12')
    >>> read_date("01/12/2027")
    """
    if iso := _ISO.match(cell):
        year, month, day = map(int, iso.groups())
    elif named := _NAMED.match(cell):
        name = named[2].lower()
        day, month, year = int(named[1]), _MONTHS.index(name) + 1 if name in _MONTHS else 0, int(named[3])
    elif dotted := _DOTTED.match(cell):
        day, month, year = map(int, dotted.groups())
    else:
        return None
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
