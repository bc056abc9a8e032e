"""What a selection takes, exactly, from the fields of the project."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

import irontriangle as it
from irontriangle.strategies._atoms import LARGEST, exact

Selection = Mapping[str, str]


def written(amount: Fraction, *, up: bool = True) -> Fraction | int:
    """Return the amount as it may be written, rounded to a whole number where it has too many digits."""
    if amount.denominator <= LARGEST and abs(amount) <= LARGEST:
        return amount
    return max(-LARGEST, min(LARGEST, math.ceil(amount) if up else math.floor(amount)))


def limited(budget: it.Budget, limit: Mapping[str, Fraction]) -> it.Budget:
    """Return the budget with these limits on its funds."""
    amounts: Any = {fund: written(amount) for fund, amount in limit.items()}
    return attrs.evolve(budget, limit=amounts if isinstance(budget.limit, Mapping) else amounts[budget.funds[0]])


def variants(project: it.Project, selection: Selection) -> list[it.Variant]:
    """Return the variants that are selected."""
    return [project.scope[feature][variant] for feature, variant in selection.items()]


def is_in(member: str | tuple[str, str], selection: Selection) -> bool:
    """Return whether a member is selected."""
    return member in selection if isinstance(member, str) else selection.get(member[0]) == member[1]


def work(project: it.Project, selection: Selection) -> dict[str, Fraction]:
    """Return the person-days of each role."""
    total: dict[str, Fraction] = {}
    for variant in variants(project, selection):
        for role, days in person_days(variant).items():
            total[role] = total.get(role, Fraction(0)) + days
    return total


def person_days(variant: it.Variant) -> dict[str, Fraction]:
    """Return the person-days of each role that a variant takes."""
    total = {role: exact(effort) for role, effort in variant.effort.items()}
    for task in variant.tasks:
        for role, people in task.demand.items():
            total[role] = total.get(role, Fraction(0)) + exact(task.duration) * people
    return total


def scores(project: it.Project, selection: Selection) -> dict[str, Fraction]:
    """Return the total score for each goal."""
    total: dict[str, Fraction] = {}
    for variant in variants(project, selection):
        if isinstance(variant.value, Mapping):
            for goal, score in variant.value.items():
                total[goal] = total.get(goal, Fraction(0)) + exact(score)
    return total


def costs(project: it.Project, selection: Selection) -> dict[str, Fraction]:
    """Return what each fund pays for the selection, apart from what the calendar adds."""
    budget = project.budget
    total = dict.fromkeys(budget.funds, Fraction(0))
    rates = {role: budget.by_fund(rate) for role, rate in budget.rates.items()}
    parts = [budget.by_fund(variant.cost) for variant in variants(project, selection)]
    for rule in project.scope.rules:
        if isinstance(rule, it.Bundle) and all(is_in(member, selection) for member in rule.names):
            parts.append(budget.by_fund(rule.cost))
    for part in parts:
        for fund, amount in part.items():
            total[fund] += amount
    for role, days in work(project, selection).items():
        for fund, rate in rates.get(role, {}).items():
            total[fund] += days * rate
    return total


def holds(rule: Any, selection: Selection) -> bool:
    """Return whether a selection keeps a rule."""
    match rule:
        case it.Requires():
            return not is_in(rule.feature, selection) or is_in(rule.needs, selection)
        case it.RequiresAny():
            return not is_in(rule.feature, selection) or any(is_in(member, selection) for member in rule.needs)
        case it.Decided(variant=None):
            return rule.feature in selection
        case it.Decided():
            return selection.get(rule.feature) == rule.variant
        case it.After() | it.Bundle():
            return True
    built = sum(is_in(member, selection) for member in rule.names)
    match rule:
        case it.Excludes():
            return built <= 1
        case it.AllOrNone():
            return built in (0, len(rule.names))
        case it.AtLeast():
            return built >= rule.k
    return bool(built <= rule.k)


def longest_days(timeline: it.Timeline, variant: it.Variant) -> int:
    """Return working days that surely do for a variant alone when nobody is away and each role is there."""
    if variant.tasks:
        ticks = sum(math.ceil(exact(task.duration) * timeline.ticks_per_day) for task in variant.tasks)
    else:
        ticks = sum(
            math.ceil(exact(effort) * timeline.ticks_per_day / exact(timeline.availability.get(role, 1)))
            for role, effort in variant.effort.items()
        )
        gates = [step for step in timeline.workflow if isinstance(step, it.Gate)]
        ticks += sum(math.ceil(exact(gate.working_days) * timeline.ticks_per_day) for gate in gates)
    return -(-ticks // timeline.ticks_per_day)


def paid_absences(project: it.Project) -> dict[str, Fraction]:
    """Return what each fund pays, at most, for people who are away."""
    budget, timeline = project.budget, project.timeline
    total = dict.fromkeys(budget.funds, Fraction(0))
    if isinstance(timeline, it.Timeline):
        for absence in timeline.absences:
            if absence.paid and absence.role in budget.rates:
                last = absence.last if timeline.deadline is None else min(absence.last, timeline.deadline)
                days = max(0, timeline.day_of(last) + 1 - timeline.day_of(absence.first))
                for fund, rate in budget.by_fund(budget.rates[absence.role]).items():
                    total[fund] += absence.people * days * rate
    return total


def first_full_day(timeline: it.Timeline) -> int | None:
    """Return the first working day from which on nobody is away; None if there is no such day."""
    ends = [a.last for a in timeline.absences] + [day for days in timeline.role_holidays.values() for day in days]
    after = [timeline.day_of(last) + 1 for last in ends if last < date.max]
    return max(after, default=0) if len(after) == len(ends) else None
