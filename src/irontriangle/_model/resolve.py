"""
What each variant comes to, exactly: goals weighed, rates applied, tasks added up.

Other floors compute with these; `Project.value_of` and its kin show them. All are pure. A budget that
names no funds has one, ``"budget"``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from irontriangle._model.amounts import Amount, FrozenMap, Number, exact
from irontriangle._model.members import is_in
from irontriangle._model.rules import Bundle, Requires

if TYPE_CHECKING:
    from irontriangle._model.feature import Variant
    from irontriangle._model.project import Project


def value(project: Project, variant: Variant) -> Fraction:
    """Return what a variant is worth: its number, or its scores times the goals' weights."""
    stated = variant.value
    if not isinstance(stated, FrozenMap):
        return exact(stated)
    goals = project.scope.goals
    weights = goals.weights if goals is not None else {}
    return Fraction(sum(_times(weights[goal], score) for goal, score in stated.items()))


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
            total[role] = total.get(role, Fraction(0)) + _times(task.duration, people)
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
                for fund, rate in _by_fund(rates[role], funds):
                    costs[fund] += _times(rate, effort)
    return costs


def other_cost(project: Project, variant: Variant) -> dict[str, Fraction | int]:
    """Return what a variant costs each fund beyond labour."""
    funds = project.budget.funds
    costs: dict[str, Fraction | int] = dict.fromkeys(funds, 0)
    for fund, amount in _by_fund(variant.cost, funds):
        costs[fund] = amount if type(amount) is int else exact(amount)
    return costs


def requirements(project: Project) -> tuple[Requires, ...]:
    """Return all single requirements: those of the features, then those among the rules."""
    scope = project.scope
    own = [Requires(feature.name, member) for feature in scope for member in feature.requires]
    return (*own, *(rule for rule in scope.rules if isinstance(rule, Requires)))


def earned(project: Project, selection: Mapping[str, str]) -> list[Bundle]:
    """Return the bundles whose members are all in a selection, feature -> variant."""
    bundles = (rule for rule in project.scope.rules if isinstance(rule, Bundle))
    return [bundle for bundle in bundles if all(is_in(name, selection) for name in bundle.names)]


def _by_fund(amount: Amount, funds: tuple[str, ...]) -> Iterable[tuple[str, Number]]:
    """Return an amount of money by fund. A project lets a bare number meet several funds only where it is 0."""
    return amount.items() if isinstance(amount, FrozenMap) else ((funds[0], amount),)


def _times(a: Number, b: Number) -> Fraction | int:
    """Multiply exactly, integers without the detour over fractions."""
    if type(a) is int and type(b) is int:
        return a * b
    return exact(a) * exact(b)
