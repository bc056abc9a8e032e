"""
What each variant comes to, exactly: goals weighed, rates applied, tasks added up.

Other floors compute with these; `Project.value_of` and its kin show them. All are pure. A budget that
names no funds has one, ``"budget"``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from irontriangle._model.absence import Absence
from irontriangle._model.amounts import Amount, FrozenMap, Number, exact
from irontriangle._model.members import Member, feature_of, is_in
from irontriangle._model.priority import MUST
from irontriangle._model.rules import ALL, After, Bundle, Requires

if TYPE_CHECKING:
    from irontriangle._model.feature import Feature, Variant
    from irontriangle._model.project import Project
    from irontriangle._model.timeline import Timeline


def value(project: Project, variant: Variant) -> Fraction:
    """Return what a variant is worth: its number, or its scores times the goals' weights."""
    stated = variant.value
    if not isinstance(stated, FrozenMap):
        return exact(stated)
    goals = project.scope.goals
    weights = goals.weights if goals is not None else {}
    return Fraction(sum(times(weights[goal], score) for goal, score in stated.items()))


def goal_scores(project: Project, variant: Variant) -> dict[str, Fraction]:
    """Return what a variant scores for every goal there is; a value that is one number scores 0."""
    goals = project.scope.goals
    scores = variant.value if isinstance(variant.value, FrozenMap) else {}
    return {goal: exact(scores.get(goal, 0)) for goal in goals.weights} if goals is not None else {}


def work(variant: Variant) -> dict[str, Fraction | int]:
    """Return the person-days of each role: the effort, or duration x people over the tasks."""
    if not variant.tasks:
        return {role: effort if type(effort) is int else exact(effort) for role, effort in variant.effort.items()}
    total: dict[str, Fraction | int] = {}
    for task in variant.tasks:
        for role, people in task.demand.items():
            total[role] = total.get(role, Fraction(0)) + times(task.duration, people)
    return total


def labour(project: Project, variant: Variant) -> dict[str, Fraction | int]:
    """Return what a variant's work costs each fund: person-days x rate. A role without rate costs nothing."""
    funds = project.budget.funds
    rates = project.budget.rates
    costs: dict[str, Fraction | int] = dict.fromkeys(funds, 0)
    if rates:
        days: Mapping[str, Number] = work(variant) if variant.tasks else variant.effort
        for role, effort in days.items():
            if effort and role in rates:
                for fund, rate in by_fund(rates[role], funds):
                    costs[fund] += times(rate, effort)
    return costs


def other_cost(project: Project, variant: Variant) -> dict[str, Fraction | int]:
    """Return what a variant costs each fund beyond labour."""
    funds = project.budget.funds
    costs: dict[str, Fraction | int] = dict.fromkeys(funds, 0)
    for fund, amount in by_fund(variant.cost, funds):
        costs[fund] = amount if type(amount) is int else exact(amount)
    return costs


def requirements(project: Project) -> tuple[Requires, ...]:
    """Return all single requirements: those of the features, then those among the rules."""
    scope = project.scope
    own = [Requires(feature.name, member) for feature in scope for member in feature.requires]
    return (*own, *(rule for rule in scope.rules if isinstance(rule, Requires)))


@attrs.frozen
class Order:
    """
    Say that work on one member starts only when another is finished, where both are built.

    `needed` says that the one is not built without the other either, be it because that must be built anyway.
    """

    earlier: Member
    later: Member
    lag: int
    needed: bool


def orders(project: Project) -> tuple[Order, ...]:
    """Return what orders work in time: the ordered requirements, then what else comes after what."""
    rules = [rule for rule in project.scope.rules if isinstance(rule, After)]
    last = {rule.feature for rule in rules if rule.earlier is ALL}
    others = [member for feature in project.scope for member in _but(feature, last)] if last else []
    must = {feature.name for feature in project.scope if feature.priority == MUST}
    found = [Order(rule.needs, rule.feature, rule.lag, True) for rule in requirements(project) if rule.ordered]
    for rule in rules:
        apart = (member for member in others if feature_of(member) != feature_of(rule.feature))
        earlier = apart if rule.earlier is ALL else (rule.earlier,)
        found += [Order(member, rule.feature, rule.lag, member in must) for member in earlier]
    return tuple(found)


def _but(feature: Feature, last: Collection[Member]) -> list[Member]:
    """Return the members that make up a feature, less those that come last themselves."""
    if feature.name in last:
        return []
    variants = [(feature.name, variant.name) for variant in feature]
    some = [member for member in variants if member not in last]
    return [feature.name] if len(some) == len(variants) else [*some]


@lru_cache(64)  # asked once for each piece of work
def away(timeline: Timeline) -> tuple[Absence, ...]:
    """Return all that takes people away: the absences, and of the roles with holidays everybody on these."""
    everybody = ((role, max(1, timeline.team[role]), days) for role, days in timeline.role_holidays.items())
    return (*timeline.absences, *(Absence(role, day, day, people) for role, people, days in everybody for day in days))


def earned(project: Project, selection: Mapping[str, str]) -> list[Bundle]:
    """Return the bundles whose members are all in a selection, feature -> variant."""
    bundles = (rule for rule in project.scope.rules if isinstance(rule, Bundle))
    return [bundle for bundle in bundles if all(is_in(name, selection) for name in bundle.names)]


def by_fund(amount: Amount, funds: tuple[str, ...]) -> Iterable[tuple[str, Number]]:
    """Return an amount of money by fund. A project lets a bare number meet several funds only where it is 0."""
    if type(amount) is int or not isinstance(amount, FrozenMap):  # whether it is a map takes ten times as long to ask
        return ((funds[0], amount),)
    return amount.items()


def times(a: Number, b: Number) -> Fraction | int:
    """Multiply exactly, integers without the detour over fractions."""
    if type(a) is int and type(b) is int:
        return a * b
    return exact(a) * exact(b)
