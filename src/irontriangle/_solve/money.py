"""What the funds hold, what they pay whatever is built, and how many days they pay for."""

from __future__ import annotations

from fractions import Fraction

from irontriangle._model.amounts import exact
from irontriangle._model.project import Project
from irontriangle._model.timeline import Absence, Capacity, Sprints, Timeline
from irontriangle._plan.schedule import Schedule


def spendable(project: Project) -> dict[str, Fraction]:
    """Return what each limited fund may spend: its limit less its reserve."""
    budget = project.budget
    if budget.limit is None:
        return {}
    reserve = budget.by_fund(budget.reserve)
    return {fund: limit - reserve[fund] for fund, limit in budget.by_fund(budget.limit).items()}


def paid_absences(project: Project) -> dict[str, Fraction]:
    """Return what each fund pays for paid absences: people x working days x rate, up to the deadline."""
    paid = dict.fromkeys(project.budget.funds, Fraction(0))
    timeline = project.timeline
    if isinstance(timeline, Timeline):
        for absence in timeline.absences:
            rate = project.budget.rates.get(absence.role)
            if absence.paid and rate is not None:
                first, end = absent_days(timeline, absence)
                days = max(0, min(end, timeline.working_days or end) - first)
                for fund, amount in project.budget.by_fund(rate).items():
                    paid[fund] += amount * days * exact(absence.people)
    return paid


def days_of(timeline: Timeline | Sprints | Capacity | None, schedule: Schedule) -> int:
    """Return the working days until everything of a schedule is finished."""
    if isinstance(timeline, Sprints):
        return schedule.end * timeline.length
    return -(-schedule.end // timeline.ticks_per_day) if isinstance(timeline, Timeline) else 0


def absent_days(timeline: Timeline, absence: Absence) -> tuple[int, int]:
    """Return the working days of an absence as a half-open range of indices."""
    first = timeline.day_of(absence.first)
    last = timeline.day_of(absence.last)
    return first, last + 1 if absence.last >= timeline.start and timeline.is_working(absence.last) else last
