"""The same plan shown by sprint: when it is, how full, and what is worked on."""

from __future__ import annotations

from fractions import Fraction

from irontriangle._model.amounts import exact, plain
from irontriangle._model.timeline import Sprints
from irontriangle._plan.plan import Plan
from irontriangle._show.blocks import Grid, RunOn, Section
from irontriangle._show.names import work_unit
from irontriangle._show.table import WIDEST, table
from irontriangle._show.words import days, label, listed, number, width

MOST_NAMES = 6
"""Features that are named in one sprint."""


def sprints_section(plan: Plan) -> Section:
    """Lay out one line for each sprint up to the last used; nothing for a plan that has none."""
    sprints = plan.project.timeline
    if not isinstance(sprints, Sprints) or not plan.schedule.end:
        return []
    used = _used(plan)
    roles = [role for role in sprints.capacity if any(role == worked for worked, _ in used)]
    grid = _grid(plan, sprints, used, roles)
    if max(map(width, table(grid))) > WIDEST:
        grid = _grid(plan, sprints, used, [])
    return [grid]


def _used(plan: Plan) -> dict[tuple[str, int], Fraction]:
    """Add up the work of each role in each sprint."""
    used: dict[tuple[str, int], Fraction] = {}
    for task in plan.schedule:
        for sprint, amount in enumerate(task.amounts, task.start):
            used[task.name, sprint] = used.get((task.name, sprint), Fraction(0)) + exact(amount)
    return used


def _grid(plan: Plan, sprints: Sprints, used: dict[tuple[str, int], Fraction], roles: list[str]) -> Grid:
    unit = work_unit(plan.project)
    rows = [["Sprint", "dates", *(f"{label(role)} {unit}" for role in roles), "work on"]]
    years = {day.year for task in plan.schedule for day in (task.first, task.last) if day is not None}
    for sprint in range(plan.schedule.end):
        first, last = sprints.dates_of(sprint)
        row = [str(sprint + 1), days(first, last, year=len(years) > 1)]
        for role in roles:
            there = plain(exact(sprints.amount(role, sprint)))
            row.append(f"{number(plain(used.get((role, sprint), Fraction(0))))} of {number(there)}")
        names = dict.fromkeys(
            task.feature
            for task in plan.schedule
            if task.start <= sprint < task.end and (not task.amounts or task.amounts[sprint - task.start])
        )
        rows.append([*row, RunOn(listed(list(map(label, names)), most=MOST_NAMES) if names else "-")])
    return Grid(rows, "<" * len(rows[0]))


def sprints_text(first: int, end: int) -> str:
    """
    Name the sprints from one up to another, counted from 1.

    Examples
    --------
    >>> sprints_text(0, 1), sprints_text(1, 3)
    ('1', '2 - 3')
    """
    return str(first + 1) if end == first + 1 else f"{first + 1} - {end}"
