"""
What each variant comes to, exactly: goals weighed, rates applied, tasks added up.

Other floors compute with these; `Project.value_of` and its kin show them. All are pure. A budget that
names no funds has one, ``"budget"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from irontriangle._model.amounts import Amount, Number, exact
from irontriangle._model.rules import Requires

if TYPE_CHECKING:
    from irontriangle._model.budget import Budget
    from irontriangle._model.feature import Variant
    from irontriangle._model.project import Project


def value(project: Project, variant: Variant) -> Fraction:
    """Return what a variant is worth: its number, or its scores times the goals' weights."""
    stated = variant.value
    if not isinstance(stated, Mapping):
        return exact(stated)
    goals = project.scope.goals
    weights = goals.weights if goals is not None else {}
    return Fraction(sum(_times(weights[goal], score) for goal, score in stated.items()))


def goal_scores(project: Project, variant: Variant) -> dict[str, Fraction]:
    """Return what a variant scores for every goal there is; a value that is one number scores 0."""
    goals = project.scope.goals
    scores = variant.value if isinstance(variant.value, Mapping) else {}
    return {goal: exact(scores.get(goal, 0)) for goal in goals.weights} if goals is not None else {}


def work(variant: Variant) -> dict[str, Fraction]:
    """Return the person-days of each role: the effort, or duration x people over the tasks."""
    if not variant.tasks:
        return {role: exact(effort) for role, effort in variant.effort.items()}
    total: dict[str, Fraction] = {}
    for task in variant.tasks:
        for role, people in task.demand.items():
            total[role] = total.get(role, Fraction(0)) + _times(task.duration, people)
    return total


def labour(project: Project, variant: Variant) -> dict[str, Fraction]:
    """Return what a variant's work costs each fund: person-days x rate. A role without rate costs nothing."""
    budget = project.budget
    costs = dict.fromkeys(budget.funds, Fraction(0))
    rates = budget.rates
    if not rates:
        return costs
    for role, effort in work(variant).items():
        if effort and role in rates:
            for fund, rate in _by_fund(budget, rates[role]):
                costs[fund] += _times(rate, effort)
    return costs


def other_cost(project: Project, variant: Variant) -> dict[str, Fraction]:
    """Return what a variant costs each fund beyond labour."""
    budget = project.budget
    costs = dict.fromkeys(budget.funds, Fraction(0))
    for fund, amount in _by_fund(budget, variant.cost):
        costs[fund] += exact(amount)
    return costs


def requirements(project: Project) -> tuple[Requires, ...]:
    """Return all single requirements: those of the features, then those among the rules."""
    scope = project.scope
    own = [Requires(feature.name, member) for feature in scope for member in feature.requires]
    return (*own, *(rule for rule in scope.rules if isinstance(rule, Requires)))


def _by_fund(budget: Budget, amount: Amount) -> list[tuple[str, Number]]:
    """Return an amount of money by fund; the usual case, a number and one fund, without a detour."""
    if isinstance(amount, Mapping):
        return list(amount.items())
    funds = budget.funds
    if len(funds) == 1:
        return [(funds[0], amount)]
    return list(budget.by_fund(amount).items())


def _times(a: Number, b: Number) -> Fraction | int:
    """Multiply exactly, integers without the detour over fractions."""
    if type(a) is int and type(b) is int:
        return a * b
    return exact(a) * exact(b)
