"""The rows of a Gantt chart: which tasks share one, and which lie beside each other in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import attrs

from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._plan.schedule import ScheduledTask
from irontriangle.plots._style import day_number, name

LONGEST = 34
"""Letters of the title of a row."""

Dated: TypeAlias = Timeline | Sprints


@attrs.frozen
class Part:
    """One role's part of a task, or all of a task that asks for nobody."""

    task: ScheduledTask
    role: str | None
    lane: int = 0


@attrs.frozen
class Row:
    """One row: its title, what is in it, and how many lanes it takes to lay that out."""

    title: str
    parts: tuple[Part, ...]
    lanes: int = 1


def rows_by_feature(plan: Plan, tasks: Iterable[ScheduledTask]) -> list[Row]:
    """Return a row for each feature; what is at work at the same time lies in lanes of its own."""
    of: dict[str, list[ScheduledTask]] = {}
    for task in tasks:
        of.setdefault(task.feature, []).append(task)
    several = {feature.name for feature in plan.project.scope if len(feature) > 1}
    return [
        _laned(_titled(feature, found[0].variant if feature in several else ""), found) for feature, found in of.items()
    ]


def _titled(feature: str, variant: str) -> str:
    """Name a row; where the name is too long it is the feature's that is cut, not the variant's."""
    said = f" ({name(variant, LONGEST // 2)})" if variant else ""
    return name(feature, LONGEST - len(said)) + said


def _laned(title: str, tasks: Iterable[ScheduledTask]) -> Row:
    ends: list[int] = []
    parts = []
    for task in tasks:
        roles: list[str | None] = [*roles_of(task)] or [None]
        for role in roles:
            lane = next((place for place, end in enumerate(ends) if end <= task.start), len(ends))
            ends[lane : lane + 1] = [max(task.end, task.start + 1)]
            parts.append(Part(task, role, lane))
    return Row(title, tuple(parts), len(ends))


def rows_by_role(timeline: Dated, tasks: Iterable[ScheduledTask]) -> list[Row]:
    """Give every task as many rows of its role as it takes people, in sprints one: those that are free first."""
    rows: dict[str, list[list[ScheduledTask]]] = {role: [] for role in roles_there(timeline)}
    for task in tasks:
        for role in roles_of(task):
            free = [lane for lane in rows[role] if lane[-1].end <= task.start]
            for _ in range(task.demand.get(role, 1)):
                if free:
                    free.pop(0).append(task)
                else:
                    rows[role].append([task])
    return [
        Row(_numbered(timeline, role, place, len(lanes)), tuple(Part(task, role) for task in lane))
        for role, lanes in rows.items()
        for place, lane in enumerate(lanes, 1)
    ]


def _numbered(timeline: Dated, role: str, place: int, of: int) -> str:
    """Number people; in sprints a row is nobody's, so that the first says the role for all."""
    if isinstance(timeline, Sprints):
        return name(role) if place == 1 else ""
    return name(role) if of == 1 else f"{name(role)} {place}"


def roles_of(task: ScheduledTask) -> list[str]:
    """Return who is at work on a task; in sprints it has the name of its role, and a gate asks for nobody."""
    if task.amounts:
        return [task.name]
    return [role for role, people in task.demand.items() if people]


def roles_there(timeline: Dated) -> Sequence[str]:
    """Return the roles of a project, in their order."""
    return list(timeline.capacity if isinstance(timeline, Sprints) else timeline.team)


def span(timeline: Dated, start: int, end: int) -> tuple[float, float]:
    """Return a span of ticks, or of sprints, in days of the calendar."""
    if isinstance(timeline, Sprints):
        return day_number(timeline.dates_of(start)[0]), day_number(timeline.dates_of(end - 1)[1]) + 1
    ticks = timeline.ticks_per_day
    first, last = divmod(start, ticks), divmod(max(start, end - 1), ticks)
    begin = day_number(timeline.date_of(first[0])) + first[1] / ticks
    return begin, begin if start == end else day_number(timeline.date_of(last[0])) + (last[1] + 1) / ticks
