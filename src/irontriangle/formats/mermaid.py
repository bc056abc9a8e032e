"""Gantt charts as Mermaid text, which GitHub, GitLab and many wikis draw."""

from __future__ import annotations

import re

from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._plan.schedule import ScheduledTask
from irontriangle._plan.slack import latest_starts
from irontriangle._show.words import label

LONGEST = 60
_MARKS = re.compile(r"[:;#,%\"<>{}]+")
"""What Mermaid takes for its own."""


def mermaid_gantt(plan: Plan) -> str:
    """
    Return a plan's Gantt chart for Mermaid, with explicit dates.

    Parameters
    ----------
    plan
        A plan with dates, or in sprints. What cannot start later without the plan ending later is marked critical.

    Raises
    ------
    NoPlanError
        If the plan was not found.

    Examples
    --------
    >>> import irontriangle as it
    >>> print(mermaid_gantt(it.optimize(it.examples.feature_abc())))
    gantt
        title Feature ABC
        dateFormat YYYY-MM-DD
        inclusiveEndDates
        section ABC simplified
        design :2027-01-04, 2027-01-07
        dev :crit, 2027-01-04, 2027-01-22
        section XYZ
        design :2027-01-08, 2027-01-15
        dev :crit, 2027-01-25, 2027-02-19
        section Limits
        deadline :milestone, 2027-02-19, 0d
    <BLANKLINE>
    """
    project = plan.project
    lines = [
        "gantt",
        f"title {_name(project.name)}" if project.name else "",
        "dateFormat YYYY-MM-DD",
        "inclusiveEndDates",
    ]
    latest = latest_starts(plan)
    tasks: dict[str, list[ScheduledTask]] = {}
    for task in sorted(plan.schedule, key=lambda task: (task.start, task.end)):
        tasks.setdefault(task.feature, []).append(task)
    for feature, of_feature in tasks.items():
        variant = f" {of_feature[0].variant}" if len(project.scope[feature]) > 1 else ""
        lines.append(f"section {_name(feature + variant)}")
        lines += [_line(task, critical=latest.get(task) == task.start) for task in of_feature]
    deadline = project.timeline.deadline if isinstance(project.timeline, (Timeline, Sprints)) else None
    if deadline is not None:
        lines += ["section Limits", f"deadline :milestone, {deadline}, 0d"]
    head, *rest = filter(None, lines)
    return "\n    ".join([head, *rest]) + "\n"


def _line(task: ScheduledTask, *, critical: bool) -> str:
    name = _name(task.name)
    if task.start == task.end:
        return f"{name} :milestone, {task.first}, 0d"
    return f"{name} :{'crit, ' if critical else ''}{task.first}, {task.last}"


def _name(text: str) -> str:
    return label(_MARKS.sub(" ", text), LONGEST)
