"""What there is to build with: money, time and people, and what is held back or away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from irontriangle._model.amounts import Amount, exact, plain
from irontriangle._model.budget import Budget
from irontriangle._model.project import Project
from irontriangle._model.sprints import PerSprint
from irontriangle._model.timeline import Capacity, Gate, Sprints, Timeline
from irontriangle._show.names import work_unit
from irontriangle._show.words import day, days, label, listed, money, number, plural

MOST_AWAY = 5
"""Spans of days that are named; more are counted."""
MOST_ROLES = 8


def resources(project: Project) -> Iterator[str]:
    """Yield sentences of money, time and people, and of the quality that is asked for."""
    timeline = project.timeline
    yield from _money(project.budget)
    if isinstance(timeline, Timeline):
        yield from _dated(timeline)
    if isinstance(timeline, Sprints):
        number_of = f"{plural(timeline.count, 'sprint')} of {plural(timeline.length, 'working day')}"
        roles = [_per_sprint(project, role, amount) for role, amount in timeline.capacity.items()]
        until = f"{day(timeline.start)} to {day(timeline.deadline)}"
        yield f"Time: {number_of}, {until}. Each: {listed(roles, most=MOST_ROLES)}."
    if isinstance(timeline, Capacity):
        roles = [f"{number(amount)} {label(role)} days" for role, amount in timeline.items()]
        yield f"Capacity: {listed(roles, most=MOST_ROLES)}."
    if project.quality:
        yield f"Quality: at least {number(project.quality)}."


def _money(budget: Budget) -> Iterator[str]:
    def in_all(amount: Amount) -> Fraction:
        return sum(budget.by_fund(amount).values(), Fraction(0))

    if budget.limit is not None:
        funds = budget.by_fund(budget.limit)
        parts = [
            money(plain(limit), budget.currency) + (f" of {label(fund)}" if len(funds) > 1 else "")
            for fund, limit in funds.items()
        ]
        reserve = in_all(budget.reserve)
        held = f", {money(plain(reserve), budget.currency)} of it held back" if reserve else ""
        yield f"Budget: {listed(parts)}{held}."
    burn = in_all(budget.burn_per_day)
    if burn:
        yield f"Each working day until the finish costs {money(plain(burn), budget.currency)}."


def _dated(timeline: Timeline) -> Iterator[str]:
    until = f" to {day(timeline.deadline)}" if timeline.deadline else ", no deadline"
    held = f", {plural(timeline.buffer, 'working day')} of them held back" if timeline.buffer else ""
    people = [f"{count:,} {label(role)}{_share(timeline, role)}" for role, count in timeline.team.items()]
    yield f"Time: {day(timeline.start)}{until}{held}. Team: {listed(people, most=MOST_ROLES)}."
    if timeline.workflow:
        steps = [_gate(step) if isinstance(step, Gate) else label(step) for step in timeline.workflow]
        yield f"Order: {', '.join(steps)}."
    away = [*_away(timeline)]
    if away:
        yield f"Away: {listed(away, most=MOST_AWAY)}."


def _gate(gate: Gate) -> str:
    return f"{label(gate.name)} ({number(gate.working_days)} working day{'' if gate.working_days == 1 else 's'})"


def _share(timeline: Timeline, role: str) -> str:
    share = timeline.availability.get(role, 1)
    return "" if share == 1 else f" at {number(plain(exact(share) * 100))} %"


def _away(timeline: Timeline) -> Iterator[str]:
    """Yield holidays on days that are else worked, of all and of a role, then absences."""
    year = timeline.deadline is None or timeline.start.year != timeline.deadline.year
    for role, dates in (("all", timeline.holidays), *timeline.role_holidays.items()):
        for first, last in _spans(timeline, dates):
            yield f"{label(role)} on {days(first, last, year=year)}"
    for absence in timeline.absences:
        paid = " (paid)" if absence.paid else ""
        yield f"{absence.people:,} {label(absence.role)} on {days(absence.first, absence.last, year=year)}{paid}"


def _spans(timeline: Timeline, dates: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield the spans of days that follow each other, of those that are worked and lie in the project's time."""
    worked = [
        one
        for one in dates
        if timeline.weekmask[one.weekday()] == "1"
        and timeline.start <= one
        and (timeline.deadline is None or one <= timeline.deadline)
    ]
    for _, run in groupby(enumerate(worked), key=lambda pair: pair[1] - timedelta(days=pair[0])):
        days_off = [one for _, one in run]
        yield days_off[0], days_off[-1]


def _per_sprint(project: Project, role: str, amount: PerSprint) -> str:
    each = amount if isinstance(amount, tuple) else (amount,)
    low, high = (number(plain(one)) for one in (min(map(exact, each)), max(map(exact, each))))
    return f"{low if low == high else f'{low} to {high}'} {label(role)} {work_unit(project)}"
