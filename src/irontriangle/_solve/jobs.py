"""Project -> Work: the tasks behind each variant, in whole ticks, and the people who are there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from graphlib import TopologicalSorter

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model import resolve
from irontriangle._model.amounts import exact
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._model.timeline import Gate, Timeline
from irontriangle._solve.columns import Columns
from irontriangle._solve.money import absent_days
from irontriangle._solve.work import NEVER, Work
from irontriangle.errors import ModelError, Problem

MOST_DAYS = 10_000
"""Working days that a dated plan may span: some 38 years."""

MOST_TICKS = 1_000_000
"""Ticks that it may span."""

PAST = -1
"""The tick by which something must have ended that is due before the project begins."""


@attrs.frozen
class Job:
    """
    One task of a variant in ticks.

    `after` are positions of tasks of the same variant; `rounding` is how many days rounding up to ticks added.
    """

    name: str
    ticks: int
    demand: dict[str, int]
    after: tuple[int, ...] = ()
    rounding: Fraction = Fraction(0)


@attrs.frozen(eq=False)
class Jobs:
    """
    The work of every variant column, with what is needed to name and date it again.

    `needed` says of each order of the work whether the later column is built only with one of the earlier feature's.
    """

    work: Work
    jobs: tuple[Job, ...]
    buildable: NDArray[np.bool_]
    needed: NDArray[np.bool_]


def compile_work(project: Project, columns: Columns, *, release_deadline: bool = False) -> Jobs:
    """
    Turn effort and tasks into jobs, requirements into orders, team and absences into presence.

    The horizon is the deadline less the buffer (released: the longest that a plan may span), or, if that is less, a
    length within which any selection can be scheduled: all work one after the other after the last day on which
    somebody comes back, or leaves for good, or before which something may not begin.
    """
    timeline = project.timeline
    assert isinstance(timeline, Timeline)
    per_day = timeline.ticks_per_day
    last_tick = _days_there(timeline) * per_day  # what would end later is never built
    per_column = [jobs_of(variant, timeline) for _, variant in columns.variants]
    buildable = np.array(
        [jobs is not None and sum(job.ticks for job in jobs) <= last_tick for jobs in per_column], dtype=bool
    )
    kept = [
        jobs if fits and jobs else [Job("milestone", 0, {})] for jobs, fits in zip(per_column, buildable, strict=True)
    ]
    orders, needed = _orders(project, columns, per_day)
    ready, due = _own_dates(columns, timeline)
    horizon = _anything_fits(columns, kept, orders, timeline, max(ready, default=0))
    if timeline.usable_days is not None:
        horizon = min(horizon, (most_days(timeline) if release_deadline else timeline.usable_days) * per_day)
    _check_size(horizon, per_day)
    roles = list(timeline.team)
    jobs = tuple(job for of_column in kept for job in of_column)
    first_task = np.cumsum([0, *map(len, kept)])
    arcs = [
        (start + before, start + position)
        for start, of_column in zip(first_task, kept, strict=False)
        for position, job in enumerate(of_column)
        for before in job.after
    ]
    demand = np.zeros((len(jobs), len(roles)), dtype=np.int32)
    for row, job in enumerate(jobs):
        for role, people in job.demand.items():
            demand[row, roles.index(role)] = people
    work = Work(
        ticks_per_day=per_day,
        horizon=horizon,
        present=_present(timeline, roles, horizon),
        task_column=np.repeat(np.arange(len(kept)), np.diff(first_task)),
        task_ticks=np.array([job.ticks for job in jobs], dtype=np.int64),
        demand=demand,
        arcs=np.array(arcs, dtype=np.int64).reshape(-1, 2),
        orders=orders,
        first_task=first_task,
        rank=_rank(columns),
        ready=np.repeat(ready, np.diff(first_task)),
        due=np.repeat(due, np.diff(first_task)),
    )
    return Jobs(work, jobs, buildable, needed)


def most_days(timeline: Timeline) -> int:
    """Return how many working days a plan may span, of those that dates can name."""
    return min(MOST_DAYS, MOST_TICKS // timeline.ticks_per_day, _days_there(timeline))


def jobs_of(variant: Variant, timeline: Timeline) -> list[Job] | None:
    """Return the jobs of a variant, [] for a milestone, or None where more people are asked than the team has."""
    jobs = jobs_asked(variant, timeline)
    if any(people > timeline.team.get(role, 0) for job in jobs for role, people in job.demand.items()):
        return None
    return jobs


def jobs_asked(variant: Variant, timeline: Timeline) -> list[Job]:
    """Return the jobs of a variant, whether the team has the people that they ask or not."""
    return _from_tasks(variant, timeline) if variant.tasks else _from_effort(variant, timeline)


def longest_chain(jobs: Sequence[Job]) -> int:
    """
    Return how many ticks jobs take that follow each other, whoever does them.

    Examples
    --------
    >>> longest_chain([Job("dev", 5, {"dev": 1}, after=(1,)), Job("design", 2, {}), Job("text", 6, {})])
    7
    """
    ends: dict[int, int] = {}
    for place in TopologicalSorter({place: job.after for place, job in enumerate(jobs)}).static_order():
        ends[place] = jobs[place].ticks + max((ends[before] for before in jobs[place].after), default=0)
    return max(ends.values(), default=0)


def _from_tasks(variant: Variant, timeline: Timeline) -> list[Job]:
    position = {task.name: index for index, task in enumerate(variant.tasks)}
    jobs = []
    for task in variant.tasks:
        asked = exact(task.duration) * timeline.ticks_per_day
        people = {role: int(count) for role, count in task.demand.items() if count}
        added = (math.ceil(asked) - asked) / timeline.ticks_per_day
        jobs.append(Job(task.name, math.ceil(asked), people, tuple(position[name] for name in task.after), added))
    return jobs


def _from_effort(variant: Variant, timeline: Timeline) -> list[Job]:
    """One task for each role with work: by more people it is shorter, by a share of their time it is longer."""
    jobs: list[Job] = []
    for role, written in variant.effort.items():
        effort = exact(written)
        if not effort:
            continue
        staffing = int(variant.staffing.get(role, timeline.staffing.get(role, 1)))
        people = max(1, min(staffing, int(timeline.team.get(role, 0)), math.ceil(effort)))
        asked = effort * timeline.ticks_per_day / (people * exact(timeline.availability.get(role, 1)))
        ticks = math.ceil(asked)
        jobs.append(Job(role, ticks, {role: people}, (), (ticks - asked) / timeline.ticks_per_day))
    return _in_workflow(jobs, timeline)


def _in_workflow(jobs: list[Job], timeline: Timeline) -> list[Job]:
    """Put the jobs of roles that are in the workflow in its order, with its gates between them."""
    place = {job.name: index for index, job in enumerate(jobs)}
    if not any(step in place for step in timeline.workflow):
        return jobs
    before: tuple[int, ...] = ()
    for step in timeline.workflow:
        if isinstance(step, Gate):
            jobs.append(Job(step.name, math.ceil(exact(step.working_days) * timeline.ticks_per_day), {}, before))
            before = (len(jobs) - 1,)
        elif step in place:
            jobs[place[step]] = attrs.evolve(jobs[place[step]], after=before)
            before = (place[step],)
    return jobs


def _orders(project: Project, columns: Columns, per_day: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return (column before, column after, lag in ticks) of all that is ordered, and whether it is needed."""
    lags: dict[tuple[int, int], int] = {}
    needed: dict[tuple[int, int], bool] = {}
    for order in resolve.orders(project):
        for before in columns.of_member(order.earlier):
            for after in columns.of_member(order.later):
                key = before, after
                lags[key] = max(lags.get(key, 0), int(order.lag) * per_day)
                needed[key] = needed.get(key, False) or order.needed
    orders = [(*key, lag) for key, lag in lags.items()]
    return np.array(orders, dtype=np.int64).reshape(-1, 3), np.array([*needed.values()], dtype=bool)


def _own_dates(columns: Columns, timeline: Timeline) -> tuple[list[int], list[int]]:
    """Return the first tick of each column, and the tick by which it must have ended."""
    per_day = timeline.ticks_per_day
    earliest = [variant.earliest for _, variant in columns.variants]
    due = [variant.due for _, variant in columns.variants]
    return (
        [0 if day is None else timeline.day_of(day) * per_day for day in earliest],
        [NEVER if day is None else timeline.days_through(day) * per_day or PAST for day in due],
    )


def _anything_fits(
    columns: Columns, kept: list[list[Job]], orders: NDArray[np.int64], timeline: Timeline, last_ready: int
) -> int:
    """Return a horizon within which whatever can be scheduled at all can be, though never past the calendar's end."""
    longest = sum(
        max(sum(job.ticks for job in kept[column]) for column in of_feature)
        for of_feature in columns.of_feature.values()
    )
    lags: dict[str, int] = {}
    for _, later, lag in orders.tolist():
        name = columns.variants[later][0].name
        lags[name] = max(lags.get(name, 0), lag)
    last_day = _days_there(timeline)
    spans = [absent_days(timeline, absence) for absence in resolve.away(timeline)]
    absent = max((end if end < last_day else first for first, end in spans), default=0)  # some never come back
    end = last_day * timeline.ticks_per_day
    return min(max(absent * timeline.ticks_per_day, last_ready) + longest + sum(lags.values()), end)


def _days_there(timeline: Timeline) -> int:
    """Return how many working days dates can name, the very last date included."""
    return timeline.day_of(date.max) + timeline.is_working(date.max)


def _check_size(horizon: int, per_day: int) -> None:
    """Refuse what could only be planned by arrays that fill the memory."""
    days = -(-horizon // per_day)
    if days > MOST_DAYS:
        message = (
            f"the work may last {days:,} working days, and plans by date span at most {MOST_DAYS:,}; "
            "set an earlier deadline, or plan by a Capacity"
        )
        raise ModelError([Problem("timeline", message, field="deadline")])
    if horizon > MOST_TICKS:
        message = (
            f"the work may last {horizon:,} ticks, and plans by date span at most {MOST_TICKS:,}; "
            "use fewer ticks_per_day or an earlier deadline"
        )
        raise ModelError([Problem("timeline", message, field="ticks_per_day")])


def _present(timeline: Timeline, roles: list[str], horizon: int) -> NDArray[np.int32]:
    """People of each role at each tick, ndarray of shape (n_roles, horizon)."""
    present = np.repeat(np.array([[int(timeline.team[role])] for role in roles], dtype=np.int32), horizon, axis=1)
    for absence in resolve.away(timeline):
        first, end = (day * timeline.ticks_per_day for day in absent_days(timeline, absence))
        present[roles.index(absence.role), first:end] -= int(absence.people)
    return np.maximum(present, 0)


def _rank(columns: Columns) -> NDArray[np.int64]:
    """The canonical order of the columns: MUST, then tier, then declaration."""
    ranks = [feature.priority.rank for feature, _ in columns.variants]
    order = np.argsort(np.array(ranks, dtype=np.int64), kind="stable")
    rank = np.empty(len(ranks), dtype=np.int64)
    rank[order] = np.arange(len(ranks))
    return rank
