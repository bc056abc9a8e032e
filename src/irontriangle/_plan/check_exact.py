"""The figures of a project in fractions, read from what was written and from nothing that solvers use."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from irontriangle._model.feature import Variant
from irontriangle._model.project import Project

Rational: TypeAlias = int | Fraction
"""Whole numbers stay what they are: they add up ten times as quickly. Divide fractions only."""

ZERO: Rational = 0


def fraction(number: Any) -> Fraction | None:
    """Return what a number means (a float: its shortest repr), or None if it is none."""
    if isinstance(number, bool):
        return None
    if isinstance(number, (int, Fraction)):
        return Fraction(number)
    if isinstance(number, float) and math.isfinite(number):
        return Fraction(repr(float(number)))
    return None


def sure(number: Any) -> Rational:
    """Return what a number of the model means; the model has checked it."""
    if type(number) is int:
        return number
    return Fraction(number) if not isinstance(number, float) else Fraction(repr(number))


def same(stated: Any, truth: Rational | None) -> bool:
    """Compare a stated figure with the truth; a stated float must be the nearest one there is."""
    if truth is None or stated is None:
        return truth is None and stated is None
    if fraction(stated) is None:
        return False
    return bool(stated == (float(truth) if isinstance(stated, float) else truth))


def written(number: Rational) -> str:
    """Return a number for a message."""
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


def add(total: dict[str, Rational], amounts: Mapping[str, Rational], times: Rational = 1) -> None:
    """Add amounts, so many times, to a total per name."""
    for name, amount in amounts.items():
        total[name] = total.get(name, ZERO) + times * amount


class Exact:
    """The figures of one project."""

    def __init__(self, project: Project) -> None:
        budget = project.budget
        self.limits: dict[str, Rational | None] = {"budget": None}
        if isinstance(budget.limit, Mapping):
            self.limits = {fund: sure(amount) for fund, amount in budget.limit.items()}
        elif budget.limit is not None:
            self.limits = {"budget": sure(budget.limit)}
        self.named_funds = isinstance(budget.limit, Mapping)
        for fund, held in self.money(budget.reserve).items():
            limit = self.limits.get(fund)
            self.limits[fund] = None if limit is None else limit - held
        self.rates = {role: self.money(rate) for role, rate in budget.rates.items()}
        self.burn = self.money(budget.burn_per_day)
        goals = project.scope.goals
        self.weights = {} if goals is None else {goal: sure(weight) for goal, weight in goals.weights.items()}
        self.floors = {} if goals is None else {goal: sure(floor) for goal, floor in goals.floors.items()}

    def money(self, amount: Any) -> dict[str, Rational]:
        """Return an amount of money per fund; a bare number belongs to the only one."""
        if isinstance(amount, Mapping):
            return {fund: sure(part) for fund, part in amount.items()}
        if not amount:
            return {}
        return {next(iter(self.limits)): sure(amount)}

    def scores(self, variant: Variant) -> dict[str, Rational]:
        """Return the score per goal, where scores are given."""
        if not isinstance(variant.value, Mapping):
            return {}
        return {goal: sure(score) for goal, score in variant.value.items()}

    def value(self, variant: Variant) -> Rational:
        """Return what a variant is worth."""
        if not isinstance(variant.value, Mapping):
            return sure(variant.value)
        return sum((self.weights.get(goal, ZERO) * score for goal, score in self.scores(variant).items()), ZERO)

    def work(self, variant: Variant) -> dict[str, Rational]:
        """Return the person-days per role."""
        days = {role: sure(effort) for role, effort in variant.effort.items()}
        for task in variant.tasks:
            add(days, {role: sure(people) for role, people in task.demand.items()}, sure(task.duration))
        return days

    def labour(self, work: Mapping[str, Rational]) -> dict[str, Rational]:
        """Return what so many person-days cost, per fund."""
        cost: dict[str, Rational] = {}
        for role, days in work.items():
            add(cost, self.rates.get(role, {}), days)
        return cost

    def quality(self, variants: Iterable[Variant]) -> Rational | None:
        """Return the mean quality, weighted by value; None where nothing is of value."""
        worth: Rational = 0
        weighted: Rational = 0
        for variant in variants:
            value = self.value(variant)
            worth += value
            weighted += value * sure(variant.quality)
        return Fraction(weighted) / worth if worth else None
