"""Fewer people between two dates."""

from __future__ import annotations

from datetime import date

import attrs

from irontriangle._model.amounts import MOST_PEOPLE, number_problem, to_name, to_whole
from irontriangle._model.dates import date_problem, to_date
from irontriangle._model.problems import name_problem, raise_problems, show
from irontriangle.errors import Problem


@attrs.frozen(cache_hash=True)
class Absence:
    """
    Say that fewer people are there between two dates: leave, a late start, ramp-up.

    Parameters
    ----------
    role
        Whose people are away.
    first, last
        The first and the last date of it.
    people
        How many are away.
    paid
        Whether it costs people x working days x rate all the same.

    Raises
    ------
    ModelError
        If a field is not what it must be, or `last` is before `first`.

    Examples
    --------
    >>> Absence("dev", "2027-02-01", "2027-02-12").people
    1
    """

    role: str = attrs.field(converter=to_name)
    first: date = attrs.field(converter=to_date)
    last: date = attrs.field(converter=to_date)
    people: int = attrs.field(default=1, converter=to_whole)
    paid: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = [
            *name_problem("role", self.role, field="role"),
            *date_problem("first", self.first),
            *date_problem("last", self.last),
            *number_problem("people", self.people, low=1, high=MOST_PEOPLE, whole=True),
        ]
        if type(self.first) is date and type(self.last) is date and self.last < self.first:
            problems.append(Problem("", f"last must not be before first ({self.first}), got {self.last}", field="last"))
        if not isinstance(self.paid, bool):
            problems.append(Problem("", f"paid must be True or False, got {show(self.paid)}", field="paid"))
        raise_problems(f"Absence {show(self.role)}", problems)
