"""Work by sprints: how many there are, and how much each role can do in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias, cast

import attrs

from irontriangle._model.amounts import (
    FrozenMap,
    Number,
    NumberLike,
    number_problem,
    to_name,
    to_number,
    to_tuple,
    to_whole,
)
from irontriangle._model.calendar import Calendar
from irontriangle._model.dates import DateLike, date_problem, given_date, to_date
from irontriangle._model.names import listed
from irontriangle._model.problems import attrs_field, did_you_mean, name_problem, raise_problems, show
from irontriangle.errors import Problem

MOST_SPRINTS = 1_000
LONGEST_SPRINT = 1_000
"""Working days."""

PerSprint: TypeAlias = Number | tuple[Number, ...]
"""An amount for every sprint, or one for each."""


def _capacity(written: Mapping[str, NumberLike | Iterable[NumberLike]]) -> FrozenMap[str, PerSprint]:
    """Return the stored form; what is no map comes back as it is."""
    if not isinstance(written, Mapping):
        return cast(FrozenMap[str, PerSprint], written)
    try:
        return FrozenMap({to_name(role): _per_sprint(amount) for role, amount in written.items()})
    except TypeError:  # unhashable names, in a map of another make
        return cast(FrozenMap[str, PerSprint], written)


def _per_sprint(written: Any) -> PerSprint:
    listed_amounts = to_tuple(written)
    if isinstance(listed_amounts, tuple):
        return tuple(to_number(amount) for amount in listed_amounts)
    return to_number(written)


@attrs.frozen(cache_hash=True)
class Sprints:
    """
    Plan in sprints, with work that can be divided among them.

    Parameters
    ----------
    start
        The first date; if nobody works on it, the next working day counts.
    count
        How many sprints there are.
    capacity
        How much each role can do in a sprint, ``{"dev": 20}``; or an amount for each one, ``{"dev": [20, 10, 20]}``.
    length
        Working days of a sprint, Monday to Friday.
    unit
        In what work is counted, for the texts: ``"person-days"``, ``"points"``.

    Raises
    ------
    ModelError
        If a field is not what it must be, or the last sprint is past the last date there is.

    Notes
    -----
    The work of a role is spread over consecutive sprints in any parts. What needs something else begins in the sprint
    in which that is finished, or later; a lag counts in sprints.

    Examples
    --------
    >>> sprints = Sprints("2027-01-04", 3, capacity={"dev": [20, 10, 20], "design": 5}, unit="points")
    >>> sprints.amount("dev", 1), sprints.dates_of(1)
    (10, (datetime.date(2027, 1, 18), datetime.date(2027, 1, 29)))
    >>> sprints.deadline
    datetime.date(2027, 2, 12)
    """

    start: date = attrs.field(converter=to_date)
    count: int = attrs.field(converter=to_whole)
    capacity: FrozenMap[str, PerSprint] = attrs.field(converter=_capacity, kw_only=True)
    length: int = attrs.field(default=10, converter=to_whole, kw_only=True)
    unit: str = attrs.field(default="person-days", converter=to_name, kw_only=True)

    def __attrs_post_init__(self) -> None:
        time = [
            *date_problem("start", self.start),
            *number_problem("count", self.count, low=1, high=MOST_SPRINTS, whole=True),
            *number_problem("length", self.length, low=1, high=LONGEST_SPRINT, whole=True),
        ]
        problems = [*time, *name_problem("unit", self.unit, field="unit"), *_capacity_problems(self.capacity)]
        if not time:
            problems += _last_problems(self)
        if not number_problem("", self.count, whole=True):
            problems += _count_problems(self.capacity, self.count)
        raise_problems("Sprints", problems)

    @property
    def working_days(self) -> int:
        """How many working days the sprints have in all."""
        return self.count * self.length

    @property
    def deadline(self) -> date:
        """The last working day of the last sprint."""
        return self.date_of(self.working_days - 1)

    def amount(self, role: str, sprint: int) -> Number:
        """
        Return how much a role can do in a sprint; 0 is the first, and what is past the last is as that is.

        Examples
        --------
        >>> sprints = Sprints("2027-01-04", 2, capacity={"dev": [20, 10]})
        >>> [sprints.amount("dev", sprint) for sprint in range(4)]
        [20, 10, 10, 10]
        """
        if role not in self.capacity:
            known = f"role must be one of {listed(self.capacity)}"
            raise ValueError(f"{known}, got {show(role)}{did_you_mean(role, self.capacity)}")
        amount = self.capacity[role]
        return amount[min(sprint, self.count - 1)] if isinstance(amount, tuple) else amount

    def dates_of(self, sprint: int) -> tuple[date, date]:
        """
        Return the first and the last working day of a sprint; 0 is the first one.

        Examples
        --------
        >>> Sprints("2027-01-04", 2, capacity={"dev": 20}).dates_of(0)
        (datetime.date(2027, 1, 4), datetime.date(2027, 1, 15))
        """
        return self.date_of(sprint * self.length), self.date_of((sprint + 1) * self.length - 1)

    def date_of(self, day: int) -> date:
        """
        Return the date of a working day; 0 is the first one at or after the start.

        Raises
        ------
        OverflowError
            If it is later than 9999-12-31.

        Examples
        --------
        >>> Sprints("2027-01-04", 2, capacity={"dev": 20}).date_of(10)
        datetime.date(2027, 1, 18)
        """
        return self._calendar.date_of(day)

    def day_of(self, day: DateLike) -> int:
        """
        Return the number of the first working day at or after a date; 0 for dates before the start.

        Examples
        --------
        >>> Sprints("2027-01-04", 2, capacity={"dev": 20}).day_of("2027-01-09")
        5
        """
        return self._calendar.day_of(given_date(day))

    def days_through(self, day: DateLike) -> int:
        """
        Return how many working days there are from the start up to and including a date.

        Examples
        --------
        >>> Sprints("2027-01-04", 2, capacity={"dev": 20}).days_through("2027-01-09")
        5
        """
        return self._calendar.days_through(given_date(day))

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar(self.start, "1111100")


def _capacity_problems(capacity: Any) -> list[Problem]:
    if not isinstance(capacity, Mapping):
        rule = "capacity must map roles to an amount, or to a list of one for each sprint"
        return [Problem("", f"{rule}, got {show(capacity)}", field="capacity")]
    if not capacity:
        return [Problem("", "capacity must name at least one role, got {}", field="capacity")]
    problems = []
    for role, amount in capacity.items():
        problems += name_problem("a name in capacity", role, field="capacity")
        for at, single in enumerate(amount) if isinstance(amount, tuple) else ((None, amount),):
            where = f"capacity[{show(role)}]" + ("" if at is None else f"[{at}]")
            problems += [attrs_field(problem, "capacity") for problem in number_problem(where, single)]
    return problems


def _count_problems(capacity: Any, count: int) -> list[Problem]:
    """Check that lists have one amount for each sprint."""
    return [
        Problem(
            "",
            f"capacity[{show(role)}] must have one amount for each of the {count} sprints, got {len(amount)}",
            field="capacity",
        )
        for role, amount in (capacity.items() if isinstance(capacity, Mapping) else ())
        if isinstance(amount, tuple) and len(amount) != count
    ]


def _last_problems(sprints: Sprints) -> list[Problem]:
    try:
        sprints.date_of(sprints.working_days - 1)
    except OverflowError:
        rule = f"count must leave the last sprint before the end of all dates ({date.max})"
        return [Problem("", f"{rule}, got {show(sprints.count)} from {sprints.start} on", field="count")]
    return []
