"""Working days, counted by whole weeks and a sorted list of holidays: no step depends on how long a plan is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

_LAST = date.max.toordinal()


class Calendar:
    """
    Number the working days from a start on: 0 is the first one at or after it.

    Parameters
    ----------
    start
        The first date that counts.
    weekmask
        Seven characters from Monday on, "1" for the days that are worked; at least one.
    holidays
        Dates that are not worked, in any order.

    Notes
    -----
    Days are first numbered as if there were no holidays (*raw* numbers: whole weeks by arithmetic, the rest from a
    table). The k-th holiday on a weekday that is worked has ``raw - k`` true working days before it; these counts
    never fall, so a bisection finds how many holidays lie before working day n.

    Examples
    --------
    >>> calendar = Calendar(date(2027, 1, 1), "1111100", [date(2027, 1, 1)])
    >>> calendar.date_of(0), calendar.day_of(date(2027, 1, 10))
    (datetime.date(2027, 1, 4), 5)
    """

    __slots__ = ("_before", "_days_ahead", "_free", "_holidays", "_mask", "_start", "_working_before")

    def __init__(self, start: date, weekmask: str, holidays: Iterable[date] = ()) -> None:
        self._start = start.toordinal()
        self._mask = tuple(mark == "1" for mark in weekmask)
        week = [self._mask[(start.weekday() + ahead) % 7] for ahead in range(7)]
        self._days_ahead = [ahead for ahead in range(7) if week[ahead]]
        self._before = [sum(week[:ahead]) for ahead in range(7)]
        self._free = frozenset(holidays)
        self._holidays = sorted(
            day.toordinal() for day in self._free if day.toordinal() >= self._start and self._mask[day.weekday()]
        )
        self._working_before = [self._raw(day) - k for k, day in enumerate(self._holidays)]

    def is_working(self, day: date) -> bool:
        """Return whether the date is a working day, be it before the start or after."""
        return self._mask[day.weekday()] and day not in self._free

    def day_of(self, day: date) -> int:
        """Return the number of the first working day at or after the date; 0 for dates before the start."""
        ordinal = max(day.toordinal(), self._start)
        return self._raw(ordinal) - bisect_left(self._holidays, ordinal)

    def days_through(self, day: date) -> int:
        """Return how many working days there are from the start up to and including the date."""
        return self.day_of(day) + (day.toordinal() >= self._start and self.is_working(day))

    def date_of(self, number: int) -> date:
        """Return the date of a working day, counted from 0."""
        if number < 0:
            raise ValueError(f"day must be a working day >= 0, got {number}")
        weeks, ahead = divmod(number + bisect_right(self._working_before, number), len(self._days_ahead))
        ordinal = self._start + 7 * weeks + self._days_ahead[ahead]
        if ordinal > _LAST:
            start = date.fromordinal(self._start)
            raise OverflowError(f"working day {number} from {start} on is later than the last date, {date.max}")
        return date.fromordinal(ordinal)

    def _raw(self, ordinal: int) -> int:
        weeks, ahead = divmod(ordinal - self._start, 7)
        return weeks * len(self._days_ahead) + self._before[ahead]
