"""The same project written otherwise: other names, another order, another unit of money."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import attrs

import irontriangle as it


def renamed(project: it.Project, name_of: Mapping[str, str]) -> it.Project:
    """Return the project with its features called otherwise."""

    def member(old):
        return name_of[old] if isinstance(old, str) else (name_of[old[0]], old[1])

    def rule(old):
        changed = {}
        for field in attrs.fields(type(old)):
            value = getattr(old, field.name)
            if value is it.ALL:
                continue
            if field.name in ("feature", "needs", "earlier") and not isinstance(old, it.RequiresAny):
                changed[field.name] = member(value)
            elif field.name == "feature":
                changed["feature"] = member(value)
            elif field.name in ("names", "needs"):
                changed[field.name] = [member(part) for part in value]
        return attrs.evolve(old, **changed)

    scope = project.scope
    features = [
        attrs.evolve(feature, name=name_of[feature.name], requires=[member(part) for part in feature.requires])
        for feature in scope
    ]
    rules = [rule(old) for old in scope.rules]
    return attrs.evolve(project, scope=it.Scope(features, rules=rules, goals=scope.goals))


def reordered(project: it.Project, features: list[it.Feature], rules: list[Any]) -> it.Project:
    """Return the project with its features and rules in another order."""
    return attrs.evolve(project, scope=it.Scope(features, rules=rules, goals=project.scope.goals))


def scaled(project: it.Project, factor: int) -> it.Project:
    """Return the project with all money in a smaller unit."""

    def times(amount):
        return exact(amount) * factor

    def money(amount):
        return mapped(amount, times)

    scope, budget = project.scope, project.budget
    features = [
        attrs.evolve(feature, variants=[attrs.evolve(variant, cost=money(variant.cost)) for variant in feature])
        for feature in scope
    ]
    rules = [attrs.evolve(rule, cost=money(rule.cost)) if isinstance(rule, it.Bundle) else rule for rule in scope.rules]
    return attrs.evolve(
        project,
        scope=it.Scope(features, rules=rules, goals=scope.goals),
        budget=it.Budget(
            None if budget.limit is None else money(budget.limit),
            currency=budget.currency,
            rates={role: money(rate) for role, rate in budget.rates.items()},
            reserve=money(budget.reserve),
            burn_per_day=money(budget.burn_per_day),
        ),
    )


def mapped(amount: Any, change: Callable[[Any], Any]) -> Any:
    """Apply a function to a number, or to each of a map."""
    if isinstance(amount, Mapping):
        return {name: change(number) for name, number in amount.items()}
    return change(amount)


def exact(number: Any) -> Fraction:
    """Return what a stored number means."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)
