"""Projects whose dates are all moved by as much."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

import irontriangle as it


def moved(project, shift):
    """Return a project by date or in sprints with all its dates moved; None where one of them would be none."""
    try:
        features = [
            attrs.evolve(
                feature,
                variants=[
                    attrs.evolve(one, earliest=later(one.earliest, shift), due=later(one.due, shift)) for one in feature
                ],
            )
            for feature in project.scope
        ]
        scope = it.Scope(features, rules=project.scope.rules, goals=project.scope.goals)
        return attrs.evolve(project, scope=scope, timeline=_timeline(project.timeline, shift))
    except OverflowError:
        return None


def moved_back(project):
    """Return a project moved by whole weeks so that it starts before the year 9000; None as `moved`."""
    weeks = (project.timeline.start - date(9000, 1, 1)).days // 7 + 1
    return moved(project, timedelta(-7 * max(0, weeks)))


def later(day, shift):
    """Return a date moved, if it is one."""
    return None if day is None else day + shift


def _timeline(timeline, shift):
    start = timeline.start + shift
    if isinstance(timeline, it.Sprints):
        return attrs.evolve(timeline, start=start)
    return attrs.evolve(
        timeline,
        start=start,
        deadline=later(timeline.deadline, shift),
        holidays=[day + shift for day in timeline.holidays],
        role_holidays={role: [day + shift for day in days] for role, days in timeline.role_holidays.items()},
        absences=[
            attrs.evolve(away, first=away.first + shift, last=_end(away.last, shift)) for away in timeline.absences
        ],
    )


def _end(day, shift):
    """Who never comes back still does not."""
    return day if day == date.max else day + shift
