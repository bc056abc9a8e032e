"""
Assertions about plans, for test suites.

They raise `AssertionError` with everything that is wrong, and need no test framework.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import irontriangle as it

__all__ = ["assert_optimal", "assert_valid"]


def assert_valid(plan: it.Plan) -> None:
    """
    Assert that a plan keeps every rule and limit, and that its figures are right.

    Parameters
    ----------
    plan
        Any plan; one that was not found is valid.

    Raises
    ------
    AssertionError
        With all violations.

    See Also
    --------
    irontriangle.violations : The check behind it.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> assert_valid(it.optimize(feature_abc()))
    """
    wrong = it.violations(plan)
    if wrong:
        raise AssertionError("\n".join(["the plan is not valid:", *(f"  {violation}" for violation in wrong)]))


def assert_optimal(plan: it.Plan) -> None:
    """
    Assert that a plan is proven and that trying everything confirms each level that it calls proven.

    Parameters
    ----------
    plan
        The plan of a small project: every selection is tried, and every order of its tasks.

    Raises
    ------
    AssertionError
        If the plan is not valid, not proven, or not the best.
    ValueError
        If the project is too large to try everything.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> assert_optimal(it.optimize(feature_abc()))
    """
    assert_valid(plan)
    question: Any = plan.question
    if plan.status not in (it.Status.OPTIMAL, it.Status.INFEASIBLE):
        raise AssertionError(f"the plan is not proven: its status is {plan.status.name}")
    oracle = it.optimize(plan.project, question.objective, value_at_least=question.value_at_least, engine="enumerate")
    wrong = list(_differences(plan, oracle))
    if wrong:
        raise AssertionError("\n".join(["trying everything gives another answer:", *(f"  {line}" for line in wrong)]))


def _differences(plan: it.Plan, oracle: it.Plan) -> Iterator[str]:
    """Yield where a plan contradicts one that is known to be the best, level by level as long as both are equal."""
    if it.Status.UNKNOWN in (plan.status, oracle.status):
        return
    if plan.found != oracle.found:
        yield f"status is {plan.status.name}, must be {oracle.status.name}"
    if not (plan.found and oracle.found):
        return
    yield from _bound_differences(plan, oracle)
    for level in oracle.proven:
        stated, best = _amount(plan, level), _amount(oracle, level)
        if level not in plan.proven:
            if _is_better(level, stated, best):
                yield f"{level} is {stated}, better than the best there is, {best}"
            if stated != best:
                return
        elif stated != best:
            yield f"{level} is proven to be {stated}, must be {best}"
            return


def _bound_differences(plan: it.Plan, oracle: it.Plan) -> Iterator[str]:
    level = oracle.proven[0]
    best: Any = _amount(oracle, level)
    if plan.bound is not None and _is_better(level, best, plan.bound):
        yield f"bound of {level} is {plan.bound}, but {best} can be reached"


def _amount(plan: it.Plan, level: str) -> Any:
    """Return what a plan reaches in one level; the start stands for the finish of nothing."""
    if level.startswith("tier "):
        return _plain(_tier_value(plan, int(level.removeprefix("tier "))))
    if level == "finish":
        return plan.finish or date.min
    return plan.value if level == "value" else plan.cost


def _is_better(level: str, amount: Any, other: Any) -> bool:
    better: bool = amount < other if level in ("cost", "finish") else amount > other
    return better


def _tier_value(plan: it.Plan, tier: int) -> Fraction:
    """Return the value of one tier: MUST counts in the first, a bundle in the last of its members' tiers."""
    scope, selection = plan.project.scope, plan.selection
    total = Fraction(0)
    for feature, variant in selection.items():
        if _tier(scope, feature) == tier:
            total += _value(scope, scope[feature][variant])
    for rule in scope.rules:
        if isinstance(rule, it.Bundle) and all(_is_in(member, selection) for member in rule.names):
            members = [member if isinstance(member, str) else member[0] for member in rule.names]
            if max(_tier(scope, name) for name in members) == tier:
                total += _exact(rule.value)
    return total


def _tier(scope: it.Scope, feature: str) -> int:
    return max(1, scope[feature].priority.rank)


def _is_in(member: str | tuple[str, str], selection: Mapping[str, str]) -> bool:
    return member in selection if isinstance(member, str) else selection.get(member[0]) == member[1]


def _value(scope: it.Scope, variant: it.Variant) -> Fraction:
    if not isinstance(variant.value, Mapping):
        return _exact(variant.value)
    weights: Mapping[str, Any] = scope.goals.weights if scope.goals else {}
    return sum((_exact(weights[goal]) * _exact(score) for goal, score in variant.value.items()), Fraction(0))


def _plain(number: Fraction) -> int | float:
    """Return a number as a plan states it."""
    return int(number) if number.denominator == 1 else float(number)


def _exact(number: Any) -> Fraction:
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)
