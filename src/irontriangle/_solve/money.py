"""What the funds hold, what they pay whatever is built, and how many days they pay for."""

from __future__ import annotations

from datetime import date
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
                days = _paid_days(timeline, absence)
                for fund, amount in project.budget.by_fund(rate).items():
                    paid[fund] += amount * days * exact(absence.people)
    return paid


def days_of(timeline: Timeline | Sprints | Capacity | None, schedule: Schedule) -> int:
    """Return the working days until everything of a schedule is finished."""
    if isinstance(timeline, Sprints):
        return schedule.end * timeline.length
    return -(-schedule.end // timeline.ticks_per_day) if isinstance(timeline, Timeline) else 0


def _paid_days(timeline: Timeline, absence: Absence) -> int:
    """Return the working days of an absence up to the deadline, less the holidays of its role."""
    first, end = absent_days(timeline, absence)
    end = min(end, timeline.working_days or end)
    free = {timeline.day_of(day) for day in timeline.role_holidays.get(absence.role, ()) if _is_worked(timeline, day)}
    return max(0, end - first) - sum(first <= day < end for day in free)


def _is_worked(timeline: Timeline, day: date) -> bool:
    return day >= timeline.start and timeline.is_working(day)


def absent_days(timeline: Timeline, absence: Absence) -> tuple[int, int]:
    """Return the working days of an absence as a half-open range of indices."""
    return timeline.day_of(absence.first), timeline.days_through(absence.last)
