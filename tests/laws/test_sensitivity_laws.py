"""Sensitivities of generated projects: regrets, ranges just inside and just outside, and every next step."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import attrs
from hypothesis import HealthCheck, assume, given, note, settings

import irontriangle as it
from irontriangle import WishKind
from tests.engines.families import DAYS, WHOLE, small

SMALL = {"max_features": 3, "max_variants": 2, "max_rules": 2, "values": WHOLE, "costs": WHOLE, "efforts": DAYS}
TOTALS = small(dated=False, **SMALL)
slow_to_draw = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
)
NEARLY = Fraction(1, 100)


@cache
def value(project):
    plan = it.optimize(project, engine="enumerate")
    return Fraction(str(plan.value)) if plan.found else None


def sensitive(project):
    plan = it.optimize(project)
    assume(plan.found)
    found = it.sensitivity(plan)
    note(repr(found))
    assert str(found)
    return found


def is_best(plan, project):
    """Tell whether the selection of a plan is still one of the best."""
    rules = [it.Decided(*choice) for choice in plan.selection.items()]
    out = [feature.name for feature in project.scope if feature.name not in plan.selection]
    rules += [it.AtMost(out, 0)] if out else []
    same = value(project.apply(*map(it.AddRule, rules)))
    return same is not None and same == value(project)


@slow_to_draw
@given(TOTALS)
def test_core_and_never_are_in_every_best_plan_and_in_none(project):
    found = sensitive(project)
    best = value(project)
    for feature in project.scope:
        without = value(project.apply(it.AddRule(it.AtMost([feature.name], 0))))
        having = value(project.apply(it.AddRule(it.Decided(feature.name))))
        assert (feature.name in found.core) == (without != best)
        assert (feature.name in found.never) == (having != best)
        assert (feature.name in found.contested) == (without == having == best)


@slow_to_draw
@given(TOTALS)
def test_plan_stays_the_best_inside_its_ranges_and_not_outside(project):
    found = sensitive(project)
    assume(found.proven)
    for (name, variant), one in found.ranges.items():
        stated = project.scope[name][variant]
        if isinstance(stated.value, it.FrozenMap):
            continue

        def at(worth, name=name, stated=stated):
            return project.apply(it.SetVariant(name, attrs.evolve(stated, value=worth)))

        low = Fraction(0) if one.low is None else Fraction(str(one.low))
        high = low + 200 if one.high is None else Fraction(str(one.high))
        assert is_best(found.plan, at(low))
        assert is_best(found.plan, at(high))
        if one.low is not None and low >= NEARLY:
            assert not is_best(found.plan, at(low - NEARLY))
        if one.high is not None:
            assert not is_best(found.plan, at(high + NEARLY))


@slow_to_draw
@given(TOTALS)
def test_next_step_is_the_least_that_brings_more(project):
    found = sensitive(project)
    best = value(project)
    for step in found.limits:
        assert step.proven
        if step.limit.kind is WishKind.BUDGET:
            fund = step.limit.name if isinstance(project.budget.limit, it.FrozenMap) else None
            changes = [it.ChangeBudget(by, fund) for by in range(1, 150)]
        else:
            changes = [it.ChangeCapacity(step.limit.name, by) for by in range(1, 40)]
        first = next((change.by for change in changes if value(project.apply(change)) > best), None)
        assert (first is None) == (step.next is None)
        if first is not None:
            assert first - 1 < step.next - step.level + NEARLY / 2
            assert step.next - step.level <= first + NEARLY / 2
            assert step.plan.value > best
        assert step.low <= step.level
