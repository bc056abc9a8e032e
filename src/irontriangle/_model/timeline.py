"""When the work can be done, and by whom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import cast

import attrs

from irontriangle._model import resolve
from irontriangle._model.absence import Absence as Absence
from irontriangle._model.amounts import (
    EMPTY,
    MOST_DAYS,
    MOST_PEOPLE,
    FrozenMap,
    Number,
    number_problem,
    numbers_problem,
    to_name,
    to_numbers,
    to_tuple,
    to_whole,
)
from irontriangle._model.calendar import Calendar
from irontriangle._model.capacity import Capacity as Capacity
from irontriangle._model.check_timeline import (
    deadline_problems,
    gate_problems,
    holiday_problems,
    role_holiday_problems,
    role_problems,
    team_problems,
    weekmask_problems,
    workflow_problems,
)
from irontriangle._model.dates import DateLike, date_problem, given_date, to_date, to_date_or_none
from irontriangle._model.gate import Gate as Gate
from irontriangle._model.gate import Step, to_steps
from irontriangle._model.names import listed
from irontriangle._model.problems import did_you_mean, items_problem, raise_problems, show
from irontriangle._model.sprints import Sprints as Sprints

MOST_TICKS = 1440


def roles_of(timeline: Timeline | Sprints | Capacity) -> Iterable[str]:
    """Return the roles that may have work."""
    if isinstance(timeline, Timeline):
        return timeline.team
    return timeline.capacity if isinstance(timeline, Sprints) else timeline


def _days(written: Iterable[DateLike]) -> tuple[date, ...]:
    """Sort the dates and drop repetitions, so that the same holidays make equal timelines."""
    stored = to_tuple(written)
    if not isinstance(stored, tuple):
        return stored
    days = tuple(to_date(day) for day in stored)
    return tuple(sorted(set(days))) if all(type(day) is date for day in days) else days


def _days_of_roles(written: Mapping[str, Iterable[DateLike]]) -> FrozenMap[str, tuple[date, ...]]:
    """Return the stored form, without roles that have none; what is no map comes back as it is."""
    if not isinstance(written, Mapping):
        return written
    try:
        found = {to_name(role): _days(days) for role, days in written.items()}
    except TypeError:  # unhashable names, in a map of another make
        return cast(FrozenMap[str, tuple[date, ...]], written)
    return FrozenMap({role: days for role, days in found.items() if days != ()})


def _absences(written: Iterable[Absence]) -> tuple[Absence, ...]:
    return to_tuple(written)


@attrs.frozen(cache_hash=True)
class Timeline:
    """
    Plan in working days, with whole people.

    Parameters
    ----------
    start
        The first date; if nobody works on it, the next working day counts.
    deadline
        The last date; None: no deadline.
    team
        Whole people of each role, ``{"dev": 2}``; a role may have nobody.
    availability
        Share of each role's time that is left for the project, 0 < share <= 1; 1 unless said.
    staffing
        How many people of a role work on one feature at once; 1 unless said.
    workflow
        Roles in the order in which they work on a feature, and a `Gate` wherever it has to wait for days; roles that
        are not named are not ordered.
    holidays
        Dates on which nobody works.
    role_holidays
        Dates on which nobody of a role works though others do, ``{"dev": ["2027-01-26"]}``: that of another site.
    weekmask
        Seven characters from Monday on, "1" for the days that are worked.
    absences
        Dates between which fewer people are there.
    buffer
        Working days held back before the deadline.
    ticks_per_day
        How finely work is planned: 1 for whole days, 8 for hours.

    Raises
    ------
    ModelError
        If a field is not what it must be, a role is not in the team, or no working day is left before the deadline.

    Examples
    --------
    >>> timeline = Timeline("2027-01-04", "2027-02-19", team={"dev": 1, "design": 1})
    >>> timeline.working_days
    35
    >>> timeline.date_of(34)
    datetime.date(2027, 2, 19)
    """

    start: date = attrs.field(converter=to_date)
    deadline: date | None = attrs.field(default=None, converter=to_date_or_none)
    team: FrozenMap[str, int] = attrs.field(converter=to_numbers, kw_only=True)
    availability: FrozenMap[str, Number] = attrs.field(default=EMPTY, converter=to_numbers, kw_only=True)
    staffing: FrozenMap[str, int] = attrs.field(default=EMPTY, converter=to_numbers, kw_only=True)
    workflow: tuple[Step, ...] = attrs.field(default=(), converter=to_steps, kw_only=True)
    holidays: tuple[date, ...] = attrs.field(default=(), converter=_days, kw_only=True)
    role_holidays: FrozenMap[str, tuple[date, ...]] = attrs.field(default=EMPTY, converter=_days_of_roles, kw_only=True)
    weekmask: str = attrs.field(default="1111100", converter=to_name, kw_only=True)
    absences: tuple[Absence, ...] = attrs.field(default=(), converter=_absences, kw_only=True)
    buffer: int = attrs.field(default=0, converter=to_whole, kw_only=True)
    ticks_per_day: int = attrs.field(default=1, converter=to_whole, kw_only=True)

    def __attrs_post_init__(self) -> None:
        calendar = [
            *date_problem("start", self.start),
            *([] if self.deadline is None else date_problem("deadline", self.deadline)),
            *holiday_problems(self.holidays),
            *role_holiday_problems(self.role_holidays),
            *weekmask_problems(self.weekmask),
            *number_problem("buffer", self.buffer, high=MOST_DAYS, whole=True),
        ]
        if not calendar:
            calendar = deadline_problems(self)
        raise_problems(
            "Timeline",
            [
                *calendar,
                *team_problems(self.team),
                *numbers_problem("availability", self.availability, high=1, above=True),
                *numbers_problem("staffing", self.staffing, low=1, high=MOST_PEOPLE, whole=True),
                *workflow_problems(self.workflow),
                *gate_problems(self),
                *items_problem("absences", self.absences, Absence),
                *role_problems(self),
                *number_problem("ticks_per_day", self.ticks_per_day, low=1, high=MOST_TICKS, whole=True),
            ],
        )

    @property
    def working_days(self) -> int | None:
        """How many working days there are from the start through the deadline; None without a deadline."""
        return None if self.deadline is None else self._calendar.days_through(self.deadline)

    @property
    def usable_days(self) -> int | None:
        """How many working days may be used: those through the deadline, less the buffer."""
        days = self.working_days
        return None if days is None else days - self.buffer

    def is_working(self, day: DateLike) -> bool:
        """
        Return whether the date is a working day, be it before the start or after the deadline.

        Examples
        --------
        >>> Timeline("2027-01-04", team={"dev": 1}).is_working("2027-01-09")
        False
        """
        return self._calendar.is_working(given_date(day))

    def date_of(self, day: int) -> date:
        """
        Return the date of a working day; 0 is the first one at or after the start.

        Raises
        ------
        OverflowError
            If it is later than 9999-12-31.

        Examples
        --------
        >>> Timeline("2027-01-09", team={"dev": 1}).date_of(0)
        datetime.date(2027, 1, 11)
        """
        return self._calendar.date_of(day)

    def day_of(self, day: DateLike) -> int:
        """
        Return the number of the first working day at or after a date; 0 for dates before the start.

        Examples
        --------
        >>> Timeline("2027-01-04", team={"dev": 1}).day_of("2027-01-09")
        5
        """
        return self._calendar.day_of(given_date(day))

    def days_through(self, day: DateLike) -> int:
        """
        Return how many working days there are from the start up to and including a date.

        Examples
        --------
        >>> Timeline("2027-01-04", team={"dev": 1}).days_through("2027-01-09")
        5
        """
        return self._calendar.days_through(given_date(day))

    def present(self, role: str, day: int) -> int:
        """
        Return how many people of a role are there on a working day.

        Examples
        --------
        >>> absence = Absence("dev", "2027-01-05", "2027-01-06")
        >>> timeline = Timeline("2027-01-04", team={"dev": 2}, absences=[absence])
        >>> [timeline.present("dev", day) for day in range(4)]
        [2, 1, 1, 2]
        """
        if role not in self.team:
            known = f"role must be one of {listed(self.team)}"
            raise ValueError(f"{known}, got {show(role)}{did_you_mean(role, self.team)}")
        days, away = self._away.get(role, ((), ()))
        passed = bisect_right(days, day)
        return max(0, self.team[role] - away[passed - 1]) if passed else self.team[role]

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar(self.start, self.weekmask, self.holidays)

    @cached_property
    def _away(self) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
        """For each role the days on which the number of people away changes, and that number from there on."""
        changes: dict[str, dict[int, int]] = {}
        for absence in resolve.away(self):
            of_role = changes.setdefault(absence.role, {})
            for day, people in (
                (self._calendar.day_of(absence.first), absence.people),
                (self._calendar.days_through(absence.last), -absence.people),
            ):
                of_role[day] = of_role.get(day, 0) + people
        return {
            role: (tuple(sorted(of_role)), tuple(accumulate(of_role[day] for day in sorted(of_role))))
            for role, of_role in changes.items()
        }
