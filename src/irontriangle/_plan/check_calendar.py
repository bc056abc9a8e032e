"""The calendar day by day, and who is there; slow by intention, so that it cannot share a mistake with a formula."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from irontriangle._model.timeline import Timeline

LAST = date.max.toordinal()
EVERYBODY = 10**9
"""More people than any role has."""
Span = tuple[int, int]


class Days:
    """Count working days one by one, and no further than is asked."""

    def __init__(self, start: date, weekmask: str = "1111100", holidays: Iterable[date] = ()) -> None:
        self._next = start.toordinal()
        self._days = array("l")
        self._off = {day.toordinal() for day in holidays}
        self._works = [mark == "1" for mark in weekmask]

    def _walk_to(self, ordinal: int) -> None:
        works, off, days = self._works, self._off, self._days
        for day in range(self._next, min(ordinal, LAST) + 1):
            if works[(day - 1) % 7] and day not in off:  # ordinal 1 was a Monday
                days.append(day)
        self._next = max(self._next, min(ordinal, LAST) + 1)

    def on(self, day: int) -> date | None:
        """Return the date of a working day; None for one past the last date there is."""
        if day < 0:
            return None
        while len(self._days) <= day and self._next <= LAST:
            if day > LAST:
                return None
            self._walk_to(self._next + 2 * (day - len(self._days)) + 7)
        return date.fromordinal(self._days[day]) if day < len(self._days) else None

    def before(self, day: date) -> int:
        """Return how many working days lie before a date."""
        self._walk_to(day.toordinal())
        return bisect_left(self._days, day.toordinal())

    def until(self, day: date) -> int:
        """Return how many working days there are up to a date, that date included."""
        self._walk_to(day.toordinal())
        return bisect_right(self._days, day.toordinal())


class Calendar(Days):
    """Know the working days of a timeline, and who is there."""

    def __init__(self, timeline: Timeline) -> None:
        super().__init__(timeline.start, timeline.weekmask, timeline.holidays)
        self.timeline = timeline
        self._pieces: dict[str, list[tuple[int, int]]] = {}

    @property
    def usable(self) -> int | None:
        """The working days up to the deadline less the buffer; None where there is no deadline."""
        deadline = self.timeline.deadline
        return None if deadline is None else self.until(deadline) - int(self.timeline.buffer)

    def presence(self, role: str) -> list[tuple[int, int]]:
        """Return from which tick on how many people are there: pieces in order, the last one without an end."""
        if role not in self._pieces:
            changes: dict[int, int] = {0: 0}
            for absence in self.timeline.absences:
                if absence.role != role:
                    continue
                first = self.before(absence.first)
                changes[first] = changes.get(first, 0) - int(absence.people)
                if absence.last.toordinal() < LAST:
                    back = self.until(absence.last)
                    changes[back] = changes.get(back, 0) + int(absence.people)
            for day in sorted(self._free_of(role)):
                changes[day] = changes.get(day, 0) - EVERYBODY
                changes[day + 1] = changes.get(day + 1, 0) + EVERYBODY
            there, ticks, pieces = int(self.timeline.team.get(role, 0)), int(self.timeline.ticks_per_day), []
            for day in sorted(changes):
                there += changes[day]
                pieces.append((day * ticks, max(0, there)))
            self._pieces[role] = pieces
        return self._pieces[role]

    def _free_of(self, role: str) -> set[int]:
        """Return the working days that are holidays of a role."""
        days = self.timeline.role_holidays.get(role, ())
        return {self.before(day) for day in days if self.until(day) > self.before(day)}

    def present_days(self, role: str, days: int) -> int:
        """Return the person-days of a role that are there in the first `days` working days."""
        ticks = int(self.timeline.ticks_per_day)
        pieces = [(start // ticks, people) for start, people in self.presence(role)] + [(days, 0)]
        return sum(people * max(0, min(days, after) - start) for (start, people), (after, _) in pairwise(pieces))

    def paid_days(self, role: str, first: date, last: date) -> int:
        """Return the paid working days of an absence: none before the start, after the deadline, on its holidays."""
        if self.timeline.deadline is not None:
            last = min(last, self.timeline.deadline)
        days = range(self.before(first), self.until(last))
        return len(days) - sum(day in days for day in self._free_of(role))

    def spans(self, start: int, ticks: int, demand: Mapping[str, int]) -> list[Span] | None:
        """Return when a task that starts at a tick is at work; None if there never are enough people."""
        roles = [role for role, people in demand.items() if people]
        stops = sorted({tick for role in roles for tick, _ in self.presence(role)} | {start})
        found: list[Span] = []
        for place in range(bisect_left(stops, start), len(stops)):
            if not ticks:
                break
            begin = stops[place]
            if any(self.people_at(role, begin) < demand[role] for role in roles):
                continue
            end = begin + ticks if place + 1 == len(stops) else min(begin + ticks, stops[place + 1])
            ticks -= end - begin
            found.append((begin, end))
        return None if ticks else found

    def people_at(self, role: str, tick: int) -> int:
        """Return how many people of a role are there at a tick."""
        pieces = self.presence(role)
        return pieces[bisect_right(pieces, tick, key=lambda piece: piece[0]) - 1][1]
