"""A plan as plain rows: its tasks with their slack, the chain that decides the finish, and the load of each role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

import attrs

from irontriangle._model.amounts import FrozenMap, exact, plain
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.check_calendar import Calendar, Days
from irontriangle._plan.check_dates import implied
from irontriangle._plan.check_reading import Reading, read
from irontriangle._plan.plan import Plan
from irontriangle._plan.slack import latest_starts, spans_of


@attrs.frozen
class TaskRow:
    """
    Say of one task when it is done, by whom, and how much it may be late.

    Parameters
    ----------
    feature, variant, task
        What the work is for, and its name: that of a role, a gate or a task, or ``"milestone"``.
    people
        How many of each role are at work at once; empty in sprints.
    first, last
        The dates of its first and its last tick.
    start, end
        The same in ticks, or sprints, from 0; the end is exclusive.
    slack
        The working days by which it could start later without the plan ending later, nor anything missing its own
        date; None in sprints.
    critical
        Whether there is no slack; None in sprints.
    rounding
        The person-days that rounding up to whole ticks added.
    amounts
        In sprints: the work in each sprint from start to end; none of a milestone.

    Examples
    --------
    >>> from irontriangle import examples, optimize
    >>> row = optimize(examples.feature_abc()).tasks[0]
    >>> row.task, row.start, row.end, row.slack
    ('design', 0, 4, 25)
    """

    feature: str
    variant: str
    task: str
    people: FrozenMap[str, int]
    first: date | None
    last: date | None
    start: int
    end: int
    slack: int | float | None
    critical: bool | None
    rounding: int | float
    amounts: tuple[int | float, ...] = ()


@attrs.frozen
class LoadRow:
    """
    Say how much of a role is at work, and how much is there, from one tick, or sprint, to another.

    Parameters
    ----------
    role
        The role.
    start, end
        From which tick, or sprint, to which it is the same; the end is exclusive.
    first, last
        The date of the tick `start`, and that of the tick before `end`; of sprints the first day of the one and the
        last day of the other.
    used, limit
        The people at work and those present; in sprints the amounts of work.

    Examples
    --------
    >>> from irontriangle import examples, optimize
    >>> row = optimize(examples.feature_abc()).load[0]
    >>> row.role, row.used, row.limit
    ('dev', 1, 1)
    """

    role: str
    start: int
    end: int
    first: date | None
    last: date | None
    used: int | float
    limit: int | float


def task_rows(plan: Plan) -> tuple[TaskRow, ...]:
    """Return a row for each task, by start."""
    latest = latest_starts(plan)
    timeline = plan.project.timeline
    per_day = int(timeline.ticks_per_day) if isinstance(timeline, Timeline) else 1
    added = _rounding(plan)
    rows = []
    for task in sorted(plan.schedule, key=lambda task: (task.start, task.end, task.feature, task.name)):
        later = latest[task] - task.start if task in latest else None
        rows.append(
            TaskRow(
                task.feature,
                task.variant,
                task.name,
                task.demand,
                task.first,
                task.last,
                task.start,
                task.end,
                None if later is None else plain(Fraction(later, per_day)),
                None if later is None else not later,
                plain(added.get((task.feature, task.name), Fraction(0))),
                tuple(plain(exact(amount)) for amount in task.amounts),
            )
        )
    return tuple(rows)


def _rounding(plan: Plan) -> dict[tuple[str, str], Fraction]:
    timeline = plan.project.timeline
    if not isinstance(timeline, Timeline):
        return {}
    return {
        (name, work.name): (Fraction(work.ticks, int(timeline.ticks_per_day)) - work.days) * sum(work.demand.values())
        for name, variant in plan.selection.items()
        for work in implied(plan.project.scope[name][variant], timeline)
    }


def load_rows(plan: Plan) -> tuple[LoadRow, ...]:
    """Return for each role its load up to the deadline or the end of the plan, a row as long as nothing changes."""
    timeline = plan.project.timeline
    if isinstance(timeline, Sprints):
        return tuple(_sprint_loads(plan, timeline))
    return tuple(_loads(plan, Calendar(timeline))) if isinstance(timeline, Timeline) else ()


def _loads(plan: Plan, calendar: Calendar) -> Iterator[LoadRow]:
    per_day = int(calendar.timeline.ticks_per_day)
    last = max(plan.schedule.end, per_day * (calendar.usable or 0))
    spans = spans_of(plan)
    for role in calendar.timeline.team:
        changes = {0: 0, last: 0, **{tick: 0 for tick, _ in calendar.presence(role) if tick < last}}
        for task, parts in spans.items():
            for begin, end in parts if task.demand.get(role) else ():
                changes[begin] = changes.get(begin, 0) + task.demand[role]
                changes[end] = changes.get(end, 0) - task.demand[role]
        used, ticks = 0, sorted(changes)
        row: LoadRow | None = None
        for tick, following in pairwise(ticks):
            used += changes[tick]
            limit = calendar.people_at(role, tick)
            end_date = calendar.on((following - 1) // per_day)
            if row is not None and (row.used, row.limit) == (used, limit):
                row = attrs.evolve(row, end=following, last=end_date)
                continue
            if row is not None:
                yield row
            row = LoadRow(role, tick, following, calendar.on(tick // per_day), end_date, used, limit)
        if row is not None:
            yield row


def _sprint_loads(plan: Plan, sprints: Sprints) -> Iterator[LoadRow]:
    used: dict[tuple[str, int], Fraction] = {}
    for task in plan.schedule:
        for sprint, amount in enumerate(task.amounts, task.start):
            used[task.name, sprint] = used.get((task.name, sprint), Fraction(0)) + exact(amount)
    days = Days(sprints.start)
    length = int(sprints.length)
    for role in sprints.capacity:
        for sprint in range(max(sprints.count, plan.schedule.end)):
            first, last = days.on(sprint * length), days.on((sprint + 1) * length - 1)
            limit = plain(exact(sprints.amount(role, sprint)))
            yield LoadRow(role, sprint, sprint + 1, first, last, plain(used.get((role, sprint), Fraction(0))), limit)


def chain(plan: Plan) -> tuple[TaskRow, ...]:
    """
    Return the tasks that decide the finish, all without slack, each held by the one before it: by order or by people.

    Notes
    -----
    From the task that ends last backwards. A task could not start a tick earlier because something it waits for had
    not ended, or because people whom it needs were at work; that task comes before it in the chain. Where nothing
    without slack holds it, it waits for a date of its own or for people who are away, and there the chain begins.
    """
    reading = read(plan)
    if not isinstance(reading, Reading) or reading.calendar is None or not plan.schedule:
        return ()
    rows = task_rows(plan)
    search = _Chain(rows, reading, reading.calendar)
    task: TaskRow | None = max(rows, key=lambda row: (row.end, row.start))
    found: list[TaskRow] = []
    while task is not None:
        found.append(task)
        task = search.before(task)
    return tuple(reversed(found))


class _Chain:
    def __init__(self, rows: Iterable[TaskRow], reading: Reading, calendar: Calendar) -> None:
        self.calendar = calendar
        self.tasks = sorted((row for row in rows if row.critical), key=lambda row: (row.end, row.start))
        per_day = int(calendar.timeline.ticks_per_day)
        self.waits: dict[str, list[tuple[str, int]]] = {}
        for _, later, earlier, lag in reading.orders():
            self.waits.setdefault(later, []).append((earlier, lag * per_day))
        self.after = {
            (name, work.name): work.after
            for name, variant in reading.chosen.items()
            for work in implied(variant, calendar.timeline)
        }

    def before(self, task: TaskRow) -> TaskRow | None:
        """Return what holds a task, what is ordered before it first, the latest end of these."""
        tick = self._one_earlier(task)
        if tick is None:
            return None
        by_order = [(end, other) for other, end in self._ordered(task) if end > tick]
        if by_order:
            return max(by_order, key=lambda pair: (pair[0], pair[1].start))[1]
        roles = {role for role, people in task.people.items() if people}
        busy = [
            other
            for other in self.tasks
            if other.start < other.end  # a task of no length holds nobody
            and tick < other.end <= task.start
            and roles.intersection(r for r, people in other.people.items() if people)
        ]
        return busy[-1] if busy else None

    def _one_earlier(self, task: TaskRow) -> int | None:
        """Return the last tick before its start at which enough people are there for a task."""
        for tick in range(task.start - 1, -1, -1):
            if all(self.calendar.people_at(role, tick) >= people for role, people in task.people.items()):
                return tick
        return None

    def _ordered(self, task: TaskRow) -> Iterator[tuple[TaskRow, int]]:
        """Yield what must end before a task, and from when on it no longer holds it."""
        lags = dict[str, int]()
        for earlier, lag in self.waits.get(task.feature, ()):
            lags[earlier] = max(lag, lags.get(earlier, 0))
        inside = self.after[task.feature, task.task]
        for other in self.tasks:
            if other.feature in lags:
                yield other, other.end + lags[other.feature]
            elif other.feature == task.feature and other.task in inside:
                yield other, other.end
