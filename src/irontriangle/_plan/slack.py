"""
How much later each task could start without anything ending after the plan's last task.

A backward pass over order and people together, from the last task to the first: what cannot move is critical, be it
held by what must follow or by people who are busy. Wiest called it the critical sequence (J. D. Wiest, Operations
Research 12 (1964) 395-418, https://doi.org/10.1287/opre.12.3.395); it is the schedule justified to the right. Every
task keeps at least its own place: what was moved before was at work at that tick in the plan already.
"""

from __future__ import annotations

from itertools import pairwise

from irontriangle._model.timeline import Timeline
from irontriangle._plan.check_calendar import Calendar
from irontriangle._plan.check_dates import Work, implied
from irontriangle._plan.check_reading import Reading, read
from irontriangle._plan.plan import Plan
from irontriangle._plan.schedule import ScheduledTask


def latest_starts(plan: Plan) -> dict[ScheduledTask, int]:
    """
    Return the latest tick at which each task could start.

    Examples
    --------
    >>> from irontriangle import examples, optimize
    >>> {(task.feature, task.name): late - task.start
    ...  for task, late in latest_starts(optimize(examples.feature_abc())).items()}
    {('XYZ', 'dev'): 0, ('ABC', 'dev'): 0, ('XYZ', 'design'): 25, ('ABC', 'design'): 25}
    """
    reading = read(plan)
    if not isinstance(reading, Reading) or reading.calendar is None:
        return {}
    horizon = max((task.end for task in plan.schedule), default=0)
    per_day = int(reading.calendar.timeline.ticks_per_day)
    followers = _followers(reading)
    works = {
        (feature, work.name): work
        for feature, variant in reading.chosen.items()
        for work in implied(variant, reading.calendar.timeline)
    }
    people = _People(reading.calendar, horizon)
    latest: dict[ScheduledTask, int] = {}
    starts: dict[str, dict[str, int]] = {}
    for task in sorted(plan.schedule, key=lambda task: (-task.end, -task.start, task.feature, task.name)):
        due = reading.chosen[task.feature].due
        bound = horizon if due is None else min(horizon, reading.calendar.until(due) * per_day)
        for feature, name, lag in followers.get((task.feature, task.name), ()):
            later = starts.get(feature, {})
            bound = min([bound, *(start - lag for each, start in later.items() if name in (None, each))])
        start = people.latest(task, works[task.feature, task.name], bound)
        latest[task] = starts.setdefault(task.feature, {})[task.name] = start
    return latest


def spans_of(plan: Plan) -> dict[ScheduledTask, list[tuple[int, int]]]:
    """Return from which tick to which each task is at work, where there are dates; between them it waits for people."""
    timeline = plan.project.timeline
    if not isinstance(timeline, Timeline):
        return {}
    calendar = Calendar(timeline)
    return {task: _spans(task, calendar) for task in plan.schedule}


def _spans(task: ScheduledTask, calendar: Calendar) -> list[tuple[int, int]]:
    """Cut a task where fewer people are there than it needs."""
    stops = {tick for role in task.demand for tick, _ in calendar.presence(role) if task.start < tick < task.end}
    edges = [task.start, *sorted(stops), task.end]
    return [
        (begin, end)
        for begin, end in pairwise(edges)
        if begin < end and all(calendar.people_at(role, begin) >= people for role, people in task.demand.items())
    ]


Follower = tuple[str, str | None, int]
"""A feature, the task of it that follows (None: every one), and the ticks that must lie between."""


def _followers(reading: Reading) -> dict[tuple[str, str], list[Follower]]:
    assert reading.calendar is not None
    timeline = reading.calendar.timeline
    found: dict[tuple[str, str], list[Follower]] = {}
    tasks = {feature: implied(variant, timeline) for feature, variant in reading.chosen.items()}
    for feature, works in tasks.items():
        for work in works:
            for before in work.after:
                found.setdefault((feature, before), []).append((feature, work.name, 0))
    for _, later, earlier, lag in reading.orders():
        for work in tasks[earlier]:
            found.setdefault((earlier, work.name), []).append((later, None, lag * int(timeline.ticks_per_day)))
    return found


class _People:
    """Who is free at each tick, once the later tasks have their places."""

    def __init__(self, calendar: Calendar, horizon: int) -> None:
        self._calendar, self._horizon = calendar, horizon
        self._free: dict[str, list[int]] = {}

    def latest(self, task: ScheduledTask, work: Work, bound: int) -> int:
        """Return the latest start, no earlier than the planned one, that ends by the bound; and take the people."""
        demand = {role: people for role, people in work.demand.items() if people}
        start = max(task.start, bound - work.ticks)
        while start > task.start and not self._fits(start, work.ticks, demand, bound):
            start -= 1
        spans = self._calendar.spans(start, work.ticks, demand) or []
        for role, people in demand.items():
            free = self._of(role)
            for begin, end in spans:
                for tick in range(begin, end):
                    free[tick] -= people
        return start

    def _fits(self, start: int, ticks: int, demand: dict[str, int], bound: int) -> bool:
        spans = self._calendar.spans(start, ticks, demand)
        if not spans:
            return spans is not None
        return spans[-1][1] <= bound and all(
            min(self._of(role)[begin:end]) >= people for role, people in demand.items() for begin, end in spans
        )

    def _of(self, role: str) -> list[int]:
        if role not in self._free:
            self._free[role] = [self._calendar.people_at(role, tick) for tick in range(self._horizon)]
        return self._free[role]
