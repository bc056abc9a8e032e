"""What must hold inside a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from irontriangle._model.absence import Absence
from irontriangle._model.amounts import MOST_PEOPLE, numbers_problem
from irontriangle._model.dates import date_problem
from irontriangle._model.gate import Gate
from irontriangle._model.names import unknown_problems
from irontriangle._model.problems import attrs_field, name_problem, show
from irontriangle.errors import Problem

if TYPE_CHECKING:
    from irontriangle._model.timeline import Timeline


def holiday_problems(holidays: Any) -> list[Problem]:
    if not isinstance(holidays, tuple):
        return [Problem("", f"holidays must be a list of dates, got {show(holidays)}", field="holidays")]
    problems = [problem for at, day in enumerate(holidays) for problem in date_problem(f"holidays[{at}]", day)]
    return [attrs_field(problem, "holidays") for problem in problems]


def role_holiday_problems(holidays: Any) -> list[Problem]:
    if not isinstance(holidays, Mapping):
        rule = "role_holidays must map roles to lists of dates"
        return [Problem("", f"{rule}, got {show(holidays)}", field="role_holidays")]
    problems = []
    for role, days in holidays.items():
        problems += name_problem("a name in role_holidays", role, field="role_holidays")
        where = f"role_holidays[{show(role)}]"
        if not isinstance(days, tuple):
            problems.append(Problem("", f"{where} must be a list of dates, got {show(days)}", field="role_holidays"))
            continue
        faults = [problem for at, day in enumerate(days) for problem in date_problem(f"{where}[{at}]", day)]
        problems += [attrs_field(problem, "role_holidays") for problem in faults]
    return problems


def weekmask_problems(weekmask: Any) -> list[Problem]:
    if isinstance(weekmask, str) and len(weekmask) == 7 and set(weekmask) <= {"0", "1"} and "1" in weekmask:
        return []
    rule = 'weekmask must be seven characters from Monday on, "1" for a day that is worked, "0" for others, not all "0"'
    return [Problem("", f"{rule}, got {show(weekmask)}", field="weekmask")]


def deadline_problems(timeline: Timeline) -> list[Problem]:
    """Check that there is a day to work on; what is read here has been found sound before."""
    start, deadline, days = timeline.start, timeline.deadline, timeline.working_days
    if days is None:
        try:
            timeline.date_of(0)
        except OverflowError:
            return [Problem("", f"start must have a working day at or after it, got {start}", field="start")]
        return []
    if deadline is not None and deadline < start:
        return [Problem("", f"deadline must not be before the start ({start}), got {deadline}", field="deadline")]
    if days == 0:
        return [Problem("", f"deadline must leave a working day from {start} on, got {deadline}", field="deadline")]
    if days <= timeline.buffer:
        rule = f"buffer must be less than the {days} working days through {deadline}"
        return [Problem("", f"{rule}, got {show(timeline.buffer)}", field="buffer")]
    return []


def team_problems(team: Any) -> list[Problem]:
    if isinstance(team, Mapping) and not team:
        return [Problem("", "team must name at least one role, got {}", field="team")]
    return numbers_problem("team", team, high=MOST_PEOPLE, whole=True)


def workflow_problems(workflow: Any) -> list[Problem]:
    if not isinstance(workflow, tuple):
        remedy = f"; write [{show(workflow)}]" if isinstance(workflow, str) else ""
        rule = "workflow must be a list of roles and gates"
        return [Problem("", f"{rule}, got {show(workflow)}{remedy}", field="workflow")]
    problems = []
    seen = set()
    for at, step in enumerate(workflow):
        name, kind = (step.name, "gate") if isinstance(step, Gate) else (step, "role")
        fault = name_problem(f"workflow[{at}]", name, field="workflow") if isinstance(name, str) else []
        if not isinstance(name, str):
            fault = [Problem("", f"workflow[{at}] must be a role or a Gate, got {show(step)}", field="workflow")]
        elif not fault and name in seen:
            fault = [Problem("", f"workflow[{at}] names {kind} {show(name)} again", field="workflow")]
        problems += fault
        if isinstance(name, str):
            seen.add(name)
    return problems


def gate_problems(timeline: Timeline) -> list[Problem]:
    """Check that no gate is called as a role is: its tasks could not be told from that role's."""
    team: Any = timeline.team
    workflow: Any = timeline.workflow
    if not isinstance(team, Mapping) or not isinstance(workflow, tuple):
        return []
    return [
        Problem("", f"workflow[{at}] must not call a gate as a role is called, got {show(step)}", field="workflow")
        for at, step in enumerate(workflow)
        if isinstance(step, Gate) and step.name in team
    ]


def role_problems(timeline: Timeline) -> list[Problem]:
    """Check that every role that is named is in the team."""
    team: Any = timeline.team
    if not isinstance(team, Mapping) or not team:
        return []
    absences: Any = timeline.absences
    absent = [absence.role for absence in absences if isinstance(absence, Absence)] if type(absences) is tuple else []
    problems = []
    for field, names in (
        ("availability", timeline.availability),
        ("staffing", timeline.staffing),
        ("workflow", timeline.workflow),
        ("role_holidays", timeline.role_holidays),
        ("absences", absent),
    ):
        if isinstance(names, (Mapping, tuple, list)):
            problems += unknown_problems(field, "role", names, team)
    return problems
