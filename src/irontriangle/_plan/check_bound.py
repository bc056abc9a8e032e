"""Check what a plan states about how good it is: bound and gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from irontriangle._model.priority import WONT
from irontriangle._model.problems import show
from irontriangle._model.rules import Bundle
from irontriangle._plan.check_exact import ZERO, Rational, fraction, same, sure, written
from irontriangle._plan.check_limits import Totals
from irontriangle._plan.check_reading import Reading
from irontriangle._plan.plan import Plan, Status
from irontriangle._plan.violation import Violation


def check_bound(plan: Plan, reading: Reading, total: Totals) -> Iterator[Violation]:
    """Yield what is wrong with bound, gap and the levels proven."""
    objective = plan.question.objective
    best, better = _first_level(reading, total, objective)
    if plan.bound is None or best is None:
        return
    if isinstance(best, date):
        yield from _finish_bound(plan, reading, best)
        return
    bound = fraction(plan.bound)
    if bound is None:
        yield Violation("type", "bound", f"must be a number, is {show(plan.bound)}")
        return
    if (bound - best) * better < 0 and not same(plan.bound, best):
        yield Violation("bound", "bound", f"is {show(plan.bound)}, the plan itself has {written(best)}")
    if plan.status is Status.OPTIMAL and plan.tolerance is None and not same(plan.bound, best):
        message = f"is {show(plan.bound)}, a plan proven optimal has {written(best)}"
        yield Violation("bound", "bound", message)
    gap = abs(bound - best) / max(Fraction(1), abs(Fraction(best)))
    stated = fraction(plan.gap)
    if plan.gap is not None and (stated is None or abs(stated - gap) > max(Fraction(1), gap) / 10**9):
        yield Violation("bound", "gap", f"is {show(plan.gap)}, must be {written(gap)}")


def _first_level(reading: Reading, total: Totals, objective: str) -> tuple[Rational | date | None, int]:
    """Return the first level of the objective, and the sign of what is better."""
    if objective == "finish":
        return reading.finish, -1
    if objective == "cost":
        return sum(map(total.cost, reading.exact.limits), ZERO), -1
    return (_first_tier(reading), 1) if objective == "tiers" else (total.value, 1)


def _first_tier(reading: Reading) -> Rational:
    """The value of the first tier: MUST counts in it, a bundle in the last of its members' tiers."""
    tier = {name: max(1, feature.priority.rank) for name, feature in reading.features.items()}
    first = min((tier[name] for name, feature in reading.features.items() if feature.priority != WONT), default=1)
    value = sum((reading.exact.value(variant) for name, variant in reading.chosen.items() if tier[name] == first), ZERO)
    for rule in reading.project.scope.rules:
        if isinstance(rule, Bundle) and all(map(reading.has, rule.names)):
            names = [member if isinstance(member, str) else member[0] for member in rule.names]
            value += sure(rule.value) if max((tier[name] for name in names), default=first) == first else 0
    return value


def _finish_bound(plan: Plan, reading: Reading, finish: date) -> Iterator[Violation]:
    assert reading.days is not None
    if type(plan.bound) is not date:  # a datetime is one too, and cannot be compared with it
        yield Violation("type", "bound", f"must be a date, is {show(plan.bound)}")
        return
    if plan.bound > finish:
        yield Violation("bound", "bound", f"is {plan.bound}, the plan itself ends on {finish}")
    if plan.status is Status.OPTIMAL and plan.bound != finish:
        yield Violation("bound", "bound", f"is {plan.bound}, a plan proven optimal has {finish}")
    gap = Fraction(reading.finish_days - reading.days.until(plan.bound))
    if plan.gap is not None and not same(plan.gap, gap):
        yield Violation("bound", "gap", f"is {show(plan.gap)}, must be {written(gap)} working days")
