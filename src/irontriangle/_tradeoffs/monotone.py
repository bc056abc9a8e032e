"""Whether more of a limit never hurts."""

from __future__ import annotations

from collections.abc import Collection

from irontriangle._model.project import Project
from irontriangle._model.timeline import Timeline
from irontriangle._solve.money import absent_days
from irontriangle._tradeoffs.limits import Days
from irontriangle._tradeoffs.lowering import AnyAxis


def never_hurts(project: Project, axes: Collection[AnyAxis]) -> bool:
    """
    Tell whether more never hurts: those who are paid while absent beyond the deadline cost more with a later one.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> never_hurts(feature_abc(), [Days()])
    True
    """
    timeline = project.timeline
    if not isinstance(timeline, Timeline) or timeline.working_days is None or Days() not in axes:
        return True
    paid = [absence for absence in timeline.absences if absence.paid and absence.role in project.budget.rates]
    return all(absent_days(timeline, absence)[1] <= timeline.working_days for absence in paid)
