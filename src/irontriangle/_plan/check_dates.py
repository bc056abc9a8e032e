"""Check the schedule: the right tasks, long enough, in order, with enough people, in time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from irontriangle._model.feature import Variant
from irontriangle._model.problems import show
from irontriangle._model.timeline import Gate, Timeline
from irontriangle._plan.check_calendar import Calendar, Span
from irontriangle._plan.check_exact import Rational, sure
from irontriangle._plan.check_reading import Reading
from irontriangle._plan.schedule import ScheduledTask
from irontriangle._plan.violation import Violation


@attrs.frozen
class Work:
    """One task as the model implies it."""

    name: str
    demand: dict[str, int]
    ticks: int
    after: tuple[str, ...] = ()
    days: Rational = Fraction(0)
    """Its length in working days, before it is rounded up to ticks."""


@attrs.define(eq=False)
class Placed:
    """One task of the plan beside what the model says of it."""

    where: str
    task: ScheduledTask
    work: Work
    spans: list[Span]
    end: int


def implied(variant: Variant, timeline: Timeline) -> list[Work]:
    """Return the tasks of a variant; a task that needs more people than the team has keeps its demand."""
    ticks = int(timeline.ticks_per_day)
    if variant.tasks:
        return [
            Work(
                task.name,
                {role: int(people) for role, people in task.demand.items()},
                math.ceil(sure(task.duration) * ticks),
                tuple(task.after),
                sure(task.duration),
            )
            for task in variant.tasks
        ]
    before: dict[str, tuple[str, ...]] = {}
    last: tuple[str, ...] = ()
    gates: list[Work] = []
    for step in timeline.workflow:
        if isinstance(step, Gate):
            days = Fraction(sure(step.working_days))
            gates.append(Work(step.name, {}, math.ceil(days * ticks), last, days))
            last = (step.name,)
        elif variant.effort.get(step):
            before[step], last = last, (step,)
    tasks = gates if before else []  # what no role of the workflow works on passes none of its gates
    for role, written in variant.effort.items():
        effort = sure(written)
        if not effort:
            continue
        staffing = variant.staffing.get(role, timeline.staffing.get(role, 1))
        people = min(int(staffing), max(1, int(timeline.team.get(role, 0))), math.ceil(effort))
        days = Fraction(effort) / (people * sure(timeline.availability.get(role, 1)))
        tasks.append(Work(role, {role: people}, math.ceil(days * ticks), before.get(role, ()), days))
    return tasks or [Work("milestone", {}, 0)]


def check_dates(reading: Reading) -> Iterator[Violation]:
    """Yield everything that is wrong with the schedule; notes on the reading when each feature is finished."""
    if reading.calendar is None:
        if reading.tasks:
            yield Violation("tasks", "schedule", "the project has no dates, its plan has tasks")
        return
    placed: dict[str, list[Placed]] = {}
    for name, tasks in _by_feature(reading).items():
        if name not in reading.chosen:
            yield Violation("tasks", f"schedule[{name!r}]", "there are tasks of what is not built")
            continue
        placed[name] = []
        yield from _match(name, reading.chosen[name], tasks, reading.calendar, placed[name])
    for name, entries in placed.items():
        reading.ends[name] = max((entry.end for entry in entries), default=0)
        yield from _in_order(entries)
    yield from _orders(reading, placed)
    everything = [entry for entries in placed.values() for entry in entries]
    yield from _people(reading.calendar, everything)
    if reading.question.objective != "finish":
        yield from _deadline(reading.calendar, everything)


def _by_feature(reading: Reading) -> dict[str, list[ScheduledTask]]:
    found: dict[str, list[ScheduledTask]] = {name: [] for name in reading.chosen}
    for task in reading.tasks:
        found.setdefault(task.feature if isinstance(task.feature, str) else show(task.feature), []).append(task)
    return found


def _match(
    name: str, variant: Variant, tasks: list[ScheduledTask], calendar: Calendar, placed: list[Placed]
) -> Iterator[Violation]:
    """Match a feature's tasks with those its variant implies, and place the ones that can be."""
    where = f"schedule[{name!r}]"
    missing = {work.name: work for work in implied(variant, calendar.timeline)}
    for task in tasks:
        work = missing.pop(task.name, None) if isinstance(task.name, str) else None
        if work is None or task.variant != variant.name:
            yield Violation("tasks", where, f"{show(task.variant)} {show(task.name)} is not a task of {variant.name!r}")
            continue
        place = f"{where} {work.name!r}"
        if _demand(task.demand) != _demand(work.demand):
            yield Violation("tasks", place, f"takes {show(dict(task.demand))}, must take {work.demand}")
        if task.amounts != ():  # it may be anything
            yield Violation("tasks", place, f"has amounts, {show(task.amounts)}, which only sprints have")
        if task.start < 0:
            yield Violation("date", place, f"starts before the project, at tick {show(task.start)}")
            continue
        yield from _place(place, task, work, calendar, placed)
    yield from _own_dates(variant, calendar, placed)
    for work in missing.values():
        yield Violation("tasks", where, f"task {work.name!r} is missing")


def _demand(demand: Mapping[str, int]) -> dict[str, int]:
    return {role: people for role, people in demand.items() if people}


def _place(
    where: str, task: ScheduledTask, work: Work, calendar: Calendar, placed: list[Placed]
) -> Iterator[Violation]:
    team = calendar.timeline.team
    for role, people in work.demand.items():
        if people > int(team.get(role, 0)):
            yield Violation("people", where, f"needs {people} {role}, the team has {int(team.get(role, 0))}")
    spans = calendar.spans(task.start, work.ticks, work.demand)
    end = task.end
    if spans is None:
        yield Violation("people", where, f"never has its people from tick {task.start} on")
    else:
        end = spans[-1][1] if spans else task.start
        if end != task.end:
            yield Violation("duration", where, f"ends at tick {show(task.end)}, must end at {end}")
        placed.append(Placed(where, task, work, spans, end))
    ticks = int(calendar.timeline.ticks_per_day)
    first = calendar.on(task.start // ticks)
    last = calendar.on((end - 1) // ticks) if end > task.start else first
    for what, stated, truth in (("first", task.first, first), ("last", task.last, last)):
        if stated != truth:
            yield Violation("date", where, f"{what} is {show(stated)}, must be {show(truth)}")


def _own_dates(variant: Variant, calendar: Calendar, placed: list[Placed]) -> Iterator[Violation]:
    """Check the dates between which a variant must lie, which no question releases."""
    ticks = int(calendar.timeline.ticks_per_day)
    for entry in placed:
        if variant.earliest is not None and entry.task.start < calendar.before(variant.earliest) * ticks:
            yield Violation("date", entry.where, f"starts at tick {entry.task.start}, before {variant.earliest}")
        last = None if variant.due is None else calendar.until(variant.due) * ticks
        if last is not None and (entry.end > last or not last):
            yield Violation("date", entry.where, f"ends at tick {entry.end}, after {variant.due}")


def _in_order(entries: list[Placed]) -> Iterator[Violation]:
    ends = {entry.work.name: entry.end for entry in entries}
    for entry in entries:
        for before in entry.work.after:
            if entry.task.start < ends.get(before, 0):
                yield Violation(
                    "order", entry.where, f"starts at tick {entry.task.start}, {before!r} ends at {ends[before]}"
                )


def _orders(reading: Reading, placed: dict[str, list[Placed]]) -> Iterator[Violation]:
    assert reading.calendar is not None
    ticks = int(reading.calendar.timeline.ticks_per_day)
    for where, later, earlier, lag in reading.orders():
        ready = reading.ends.get(earlier, 0) + lag * ticks if placed.get(earlier) else 0
        for entry in placed.get(later, ()):
            if entry.task.start < ready:
                message = f"starts at tick {entry.task.start}, must wait for {earlier!r} until {ready} ({where})"
                yield Violation("order", entry.where, message)


def _people(calendar: Calendar, entries: list[Placed]) -> Iterator[Violation]:
    """Sweep each role over its changes: people at work never exceed the people there."""
    changes: dict[str, dict[int, int]] = {}
    for entry in entries:
        for role, people in entry.work.demand.items():
            change = changes.setdefault(role, {})
            for begin, end in entry.spans:
                change[begin] = change.get(begin, 0) + people
                change[end] = change.get(end, 0) - people
    for role, change in changes.items():
        for tick, _ in calendar.presence(role):
            change.setdefault(tick, 0)
        at_work = 0
        for tick in sorted(change):
            at_work += change[tick]
            there = calendar.people_at(role, tick)
            if at_work > there:
                day = calendar.on(tick // int(calendar.timeline.ticks_per_day))
                yield Violation("people", f"usage['role:{role}']", f"{at_work} at work, {there} there on {day}")
                break


def _deadline(calendar: Calendar, entries: list[Placed]) -> Iterator[Violation]:
    if calendar.usable is None:
        return
    horizon = calendar.usable * int(calendar.timeline.ticks_per_day)
    for entry in entries:
        if entry.end > horizon:
            day = calendar.on(calendar.usable - 1)
            yield Violation("deadline", entry.where, f"ends at tick {entry.end}, the last is {horizon} ({day})")
