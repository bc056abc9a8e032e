"""The earliest finish of one selection, by trying every order of its tasks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeAlias

import attrs

from irontriangle._model.amounts import exact
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.timeline import Gate, Timeline

Interval: TypeAlias = tuple[int, int]
Order: TypeAlias = tuple[int, int, int]
"""Piece before, piece after, ticks between."""


@attrs.frozen
class Piece:
    """One task of a chosen variant, in ticks; a milestone takes none and needs nobody."""

    feature: str
    name: str
    ticks: int
    demand: Mapping[str, int]
    ready: int = 0
    due: int | None = None
    """The tick before which it may not start, and the one by which it must have ended."""


@attrs.frozen
class Span:
    """Ticks `first` to `past` (exclusive) in which the same people are present."""

    first: int
    past: int
    present: Mapping[str, int]


@attrs.frozen
class Calendar:
    """Who is present at which tick, up to the last tick that work may use."""

    ticks_per_day: int
    spans: tuple[Span, ...]

    @property
    def horizon(self) -> int:
        return self.spans[-1].past if self.spans else 0

    def days(self, ticks: int) -> int:
        """Return the working days that so many ticks touch."""
        return -(-ticks // self.ticks_per_day)

    def work(self, piece: Piece, start: int) -> tuple[int, list[Interval]] | None:
        """Return the end of a piece that starts then and the ticks it works at; None if it never ends."""
        last = self.horizon if piece.due is None else min(piece.due, self.horizon)
        if not piece.ticks:
            return (start, []) if start <= last else None
        left, worked = piece.ticks, []
        for span in self.spans:
            if span.past <= start or any(span.present[role] < people for role, people in piece.demand.items()):
                continue
            first = max(start, span.first)
            taken = min(left, span.past - first)
            worked.append((first, first + taken))
            left -= taken
            if not left:
                return (first + taken, worked) if first + taken <= last else None
        return None


def calendar_of(timeline: Timeline, *, deadline: bool) -> Calendar:
    """Return who is present until the deadline less the buffer, or until the end of all dates."""
    days = _last_day(timeline) + 1
    if deadline and timeline.usable_days is not None:
        days = min(days, timeline.usable_days)
    absences = [(a.role, a.people, *_days_of(timeline, a.first, a.last)) for a in timeline.absences]
    for role, holidays in timeline.role_holidays.items():
        absences += [(role, timeline.team[role], *_days_of(timeline, day, day)) for day in holidays]
    cuts = {0, days} | {day for _, _, first, past in absences for day in (first, past) if 0 < day < days}
    spans = []
    marks = sorted(cuts)
    for first, past in itertools.pairwise(marks):
        present = dict(timeline.team)
        for role, people, gone, back in absences:
            if gone <= first < back:
                present[role] = max(0, present[role] - people)
        spans.append(Span(first * timeline.ticks_per_day, past * timeline.ticks_per_day, present))
    return Calendar(timeline.ticks_per_day, tuple(spans))


def absent_days(timeline: Timeline, role: str, first: date, last: date) -> int:
    """Return the working days of a role's absence from the start, up to the deadline where there is one."""
    if timeline.deadline is not None:
        last = min(last, timeline.deadline)
    gone, back = _days_of(timeline, first, last)
    holidays = [day for day in timeline.role_holidays.get(role, ()) if first <= day <= last]
    free = [_days_of(timeline, day, day) for day in holidays]
    return max(0, back - gone - sum(past - day for day, past in free))


def _days_of(timeline: Timeline, first: date, last: date) -> Interval:
    """Return the working days from `first` to `last` as a half-open range of indices."""
    past = timeline.day_of(last + timedelta(1)) if last < _last_date(timeline) else _last_day(timeline) + 1
    return (timeline.day_of(first) if first <= _last_date(timeline) else past), past


def _last_date(timeline: Timeline) -> date:
    """Return the last working day that a date can name."""
    last = date.max
    while last > timeline.start and not timeline.is_working(last):
        last -= timedelta(1)
    return last


def _last_day(timeline: Timeline) -> int:
    return timeline.day_of(_last_date(timeline))


def dated(pieces: Sequence[Piece], variant: Variant, timeline: Timeline) -> list[Piece]:
    """Return the pieces of a variant with the dates between which they must lie."""
    ready = 0 if variant.earliest is None else timeline.day_of(variant.earliest) * timeline.ticks_per_day
    due = None if variant.due is None else _days_of(timeline, variant.due, variant.due)[1] * timeline.ticks_per_day
    due = -1 if due == 0 else due  # before the project
    return [attrs.evolve(piece, ready=ready, due=due) for piece in pieces]


def pieces_of(feature: Feature, variant: Variant, timeline: Timeline) -> tuple[list[Piece], list[Order]] | None:
    """Return the tasks of a variant and their order among themselves; None if no team of this size can do them."""
    tick = timeline.ticks_per_day
    if variant.tasks:
        names = [task.name for task in variant.tasks]
        pieces = [
            Piece(feature.name, t.name, math.ceil(exact(t.duration) * tick), dict(t.demand)) for t in variant.tasks
        ]
        orders = [(names.index(a), names.index(t.name), 0) for t in variant.tasks for a in t.after]
        short = any(people > timeline.team[role] for piece in pieces for role, people in piece.demand.items())
        return None if short else (pieces, orders)
    efforts = {role: exact(effort) for role, effort in variant.effort.items() if effort}
    if not efforts:
        return [Piece(feature.name, "milestone", 0, {})], []
    pieces = []
    for role, effort in efforts.items():
        staffing = variant.staffing.get(role, timeline.staffing.get(role, 1))
        people = int(min(staffing, timeline.team[role], math.ceil(effort)))
        if not people:
            return None
        share = exact(timeline.availability.get(role, 1))
        pieces.append(Piece(feature.name, role, math.ceil(effort * tick / (people * share)), {role: people}))
    at_work = {piece.name for piece in pieces}
    steps = [step for step in timeline.workflow if isinstance(step, Gate) or step in at_work]
    if at_work.isdisjoint(step for step in steps if isinstance(step, str)):
        return pieces, []
    for gate in steps:
        if isinstance(gate, Gate):
            pieces.append(Piece(feature.name, gate.name, math.ceil(exact(gate.working_days) * tick), {}))
    position = {piece.name: index for index, piece in enumerate(pieces)}
    chain = [position[step.name if isinstance(step, Gate) else step] for step in steps]
    return pieces, [(a, b, 0) for a, b in itertools.pairwise(chain)]


def least_ticks(pieces: Sequence[Piece], orders: Sequence[Order], calendar: Calendar) -> int | None:
    """Return a tick before which no schedule ends: the longest chain, and the work of each role alone."""
    ends = _heads(pieces, orders, calendar, {})
    if ends is None:
        return None
    least = max(ends, default=0)
    for role in {role for piece in pieces for role in piece.demand}:
        work = sum(piece.ticks * piece.demand.get(role, 0) for piece in pieces)
        for span in calendar.spans:
            if work <= 0:
                break
            people = span.present[role]
            length = span.past - span.first
            if people * length >= work:
                least = max(least, span.first + -(-work // people))
            work -= people * length
        if work > 0:
            return None
    return least


def earliest(
    pieces: Sequence[Piece], orders: Sequence[Order], calendar: Calendar, tick: Callable[[], None] = lambda: None
) -> tuple[int, list[int]] | None:
    """
    Return the least number of days in which all pieces end, and a start for each; None if the calendar is too short.

    Notes
    -----
    Serial schedule generation over all orders of nondecreasing start. Complete: take a best schedule and move single
    tasks to earlier starts as long as one can be moved (an end is nondecreasing in its start, so what comes
    after still holds). Serial generation in the order of its starts gives it back: a task that could start
    earlier beside those before it uses no tick past its old start that it did not use, hence could have been moved.
    """
    least = least_ticks(pieces, orders, calendar)
    if least is None:
        return None
    search = _Search(pieces, orders, calendar, calendar.days(least), tick)
    search.extend({}, [], 0)
    return None if search.starts is None else (search.days, search.starts)


class _Search:
    def __init__(
        self,
        pieces: Sequence[Piece],
        orders: Sequence[Order],
        calendar: Calendar,
        enough: int,
        tick: Callable[[], None],
    ) -> None:
        self.pieces, self.orders, self.calendar, self.enough, self.tick = pieces, orders, calendar, enough, tick
        self.starts: list[int] | None = None
        self.days = calendar.days(calendar.horizon) + 1
        self.seen: set[frozenset[tuple[int, int]]] = set()
        self.tails = _tails(pieces, orders)

    def extend(self, placed: dict[int, Interval], used: list[tuple[Interval, Mapping[str, int]]], after: int) -> None:
        """Place one more piece, each way that starts no earlier than the last one did."""
        self.tick()
        placed = self._with_those_that_need_nobody(placed)
        if len(placed) == len(self.pieces):
            self._keep(placed)
            return
        key = frozenset((index, start) for index, (start, _) in placed.items())
        ends = _heads(self.pieces, self.orders, self.calendar, placed)
        if key in self.seen or ends is None or self.calendar.days(max(ends)) >= self.days:
            return
        self.seen.add(key)
        ready = [i for i in range(len(self.pieces)) if i not in placed and self._ready(i, placed)]
        for index in sorted(ready, key=lambda i: -self.tails[i]):
            if self.starts is not None and self.days <= self.enough:
                return
            piece = self.pieces[index]
            found = _place(piece, self._from(index, placed), self.calendar, used)
            if found is not None and found[0] >= after:
                start, end, worked = found
                both = used + [(interval, piece.demand) for interval in worked]
                self.extend({**placed, index: (start, end)}, both, start)

    def _keep(self, placed: dict[int, Interval]) -> None:
        days = self.calendar.days(max((end for _, end in placed.values()), default=0))
        if days < self.days:
            self.days, self.starts = days, [placed[index][0] for index in range(len(self.pieces))]

    def _with_those_that_need_nobody(self, placed: dict[int, Interval]) -> dict[int, Interval]:
        """Place at once what takes nobody from others: sooner is never worse."""
        placed = dict(placed)
        again = True
        while again:
            again = False
            for index, piece in enumerate(self.pieces):
                if index in placed or (piece.ticks and any(piece.demand.values())) or not self._ready(index, placed):
                    continue
                start = self._from(index, placed)
                done = self.calendar.work(piece, start)
                if done is not None:
                    placed[index] = (start, done[0])
                    again = True
        return placed

    def _ready(self, index: int, placed: Mapping[int, Interval]) -> bool:
        return all(before in placed for before, then, _ in self.orders if then == index)

    def _from(self, index: int, placed: Mapping[int, Interval]) -> int:
        ready = self.pieces[index].ready
        return max([ready, *(placed[before][1] + lag for before, then, lag in self.orders if then == index)])


def _place(
    piece: Piece, start: int, calendar: Calendar, used: Sequence[tuple[Interval, Mapping[str, int]]]
) -> tuple[int, int, list[Interval]] | None:
    """
    Return the first start at which the people are free, its end and the ticks worked at.

    An overloaded tick stays in use until the start is past it, so the next start to try is past the last of them.
    """
    while True:
        done = calendar.work(piece, start)
        if done is None:  # and sooner or later there is no end in time
            return None
        clash = max((past for interval in done[1] for past in _clashes(piece, interval, calendar, used)), default=None)
        if clash is None:
            return start, done[0], done[1]
        start = clash


def _clashes(
    piece: Piece, interval: Interval, calendar: Calendar, used: Sequence[tuple[Interval, Mapping[str, int]]]
) -> Iterator[int]:
    """Yield the ends of the stretches of the interval in which too few people are free."""
    first, past = interval
    near = [(span, demand) for span, demand in used if span[0] < past and first < span[1]]
    present = next(span.present for span in calendar.spans if span.first <= first < span.past)
    marks = sorted({first, past} | {mark for span, _ in near for mark in span if first < mark < past})
    for left, right in itertools.pairwise(marks):
        for role, people in piece.demand.items():
            busy = sum(demand.get(role, 0) for span, demand in near if span[0] <= left < span[1])
            if busy + people > present[role]:
                yield right


def _heads(
    pieces: Sequence[Piece], orders: Sequence[Order], calendar: Calendar, placed: Mapping[int, Interval]
) -> list[int] | None:
    """Return the earliest end of each piece if people were never busy elsewhere; None if one cannot end in time."""
    ends: dict[int, int] = {index: end for index, (_, end) in placed.items()}
    left = [index for index in range(len(pieces)) if index not in placed]
    while left:
        rest = []
        for index in left:
            before = [(b, lag) for b, then, lag in orders if then == index]
            if any(b not in ends for b, _ in before):
                rest.append(index)
                continue
            done = calendar.work(pieces[index], max([pieces[index].ready, *(ends[b] + lag for b, lag in before)]))
            if done is None:
                return None
            ends[index] = done[0]
        if len(rest) == len(left):  # a circle: nothing of it can come first
            return None
        left = rest
    return [ends[index] for index in range(len(pieces))]


def _tails(pieces: Sequence[Piece], orders: Sequence[Order]) -> list[int]:
    """Return how many ticks at least follow the start of each piece: which to try first, never what to skip."""
    tails = [piece.ticks for piece in pieces]
    for _ in pieces:
        for before, then, lag in orders:
            tails[before] = max(tails[before], pieces[before].ticks + lag + tails[then])
    return tails
