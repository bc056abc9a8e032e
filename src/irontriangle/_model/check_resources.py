"""Whether people, money and goals that are named exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from irontriangle._model.budget import Funds
from irontriangle._model.problems import Spelling, show
from irontriangle._model.rules import Bundle
from irontriangle._model.timeline import Sprints, Timeline, roles_of
from irontriangle.errors import Problem

if TYPE_CHECKING:
    from irontriangle._model.feature import Feature, Variant
    from irontriangle._model.project import Project
    from irontriangle._model.scope import Scope


def role_problems(project: Project) -> list[Problem]:
    """Check that the roles which have work are in the team, and have a rate where rates are given."""
    timeline = project.timeline
    problems = []
    if timeline is not None:
        problems = _unknown_roles(project.scope, roles_of(timeline))
    rates = project.budget.rates
    if rates:
        spelling = Spelling(rates)
        for role, whose in _roles_at_work(project.scope).items():
            if role not in rates:
                message = (
                    f"rates must name every role that has work: {show(role)} has work in {whose}{spelling.hint(role)}"
                )
                problems.append(Problem("budget.rates", message))
    return problems


def money_problems(project: Project) -> list[Problem]:
    """Check that amounts of money name the funds there are, and that what burns by the day has days."""
    scope, budget = project.scope, project.budget
    funds = Funds(budget)
    problems = []
    for place, feature, variant in _variants(scope):
        for problem in funds.problems("cost", variant.cost):
            message = f"{_title(feature, variant)}: {problem.message}"
            problems.append(Problem(f"{_place(place)}.cost", message))
    for at, rule in enumerate(scope.rules):
        if isinstance(rule, Bundle):
            for problem in funds.problems("cost", rule.cost):
                problems.append(Problem(f"rules[{at}].cost", f"Bundle: {problem.message}"))
    burn = budget.burn_per_day
    burns = any(burn.values()) if isinstance(burn, Mapping) else bool(burn)
    if burns and not isinstance(project.timeline, (Timeline, Sprints)):
        message = "burn_per_day must be 0 in a project without dates; give it a Timeline or Sprints"
        problems.append(Problem("budget.burn_per_day", f"{message}, got {show(burn)}"))
    return problems


def goals_problems(scope: Scope) -> list[Problem]:
    """Check that goals which are scored, or have a floor, have a weight."""
    weights = scope.goals.weights if scope.goals is not None else {}
    spelling = Spelling(weights)
    problems = []
    if scope.goals is not None:
        for goal in scope.goals.floors:
            if goal not in weights:
                message = f"floors names unknown goal {show(goal)}, which has no weight{spelling.hint(goal)}"
                problems.append(Problem("goals.floors", message))
    for place, feature, variant in _variants(scope):
        if isinstance(variant.value, Mapping):
            for goal in variant.value:
                if goal not in weights:
                    why = spelling.hint(goal) if weights else "; the scope has no goals"
                    message = f"{_title(feature, variant)} scores unknown goal {show(goal)}{why}"
                    problems.append(Problem(f"{_place(place)}.value", message))
    return problems


def _unknown_roles(scope: Scope, roles: Iterable[str]) -> list[Problem]:
    known = frozenset(roles)
    spelling = Spelling(known)
    problems = []
    for place, feature, variant in _variants(scope):
        if not variant.tasks and not variant.staffing and known.issuperset(variant.effort):
            continue  # the usual case, without a sentence being made
        for field, what, role in _named_roles(variant):
            if role not in known:
                message = f"{_title(feature, variant)} {what} unknown role {show(role)}{spelling.hint(role)}"
                problems.append(Problem(f"{_place(place)}.{field}", message))
    return problems


def _named_roles(variant: Variant) -> Iterator[tuple[str, str, str]]:
    for role in variant.effort:
        yield "effort", "has effort of", role
    for at, task in enumerate(variant.tasks):
        for role in task.demand:
            yield f"tasks[{at}].demand", f"has a task {show(task.name)} that demands", role
    for role in variant.staffing:
        yield "staffing", "has staffing for", role


def _roles_at_work(scope: Scope) -> dict[str, str]:
    """Return the roles that have work, each with the first variant in which it has."""
    found: dict[str, str] = {}
    for _, feature, variant in _variants(scope):
        for role, effort in variant.effort.items():
            if effort and role not in found:
                found[role] = _title(feature, variant)
        for task in variant.tasks:
            for role, people in task.demand.items():
                if people and task.duration and role not in found:
                    found[role] = _title(feature, variant)
    return found


def _variants(scope: Scope) -> Iterator[tuple[tuple[int, int], Feature, Variant]]:
    for place, feature in enumerate(scope.features):
        for at, variant in enumerate(feature.variants):
            yield (place, at), feature, variant


def _place(place: tuple[int, int]) -> str:
    return f"features[{place[0]}].variants[{place[1]}]"


def _title(feature: Feature, variant: Variant) -> str:
    return f"variant {show(variant.name)} of {show(feature.name)}"
