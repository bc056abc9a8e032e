"""Totals that are larger than any amount that can be written: nobody is asked for them, and nothing fails."""

from __future__ import annotations

import pytest

import irontriangle as it

LARGE = 9 * 10**23
SPLIT = {"build": LARGE, "run": 1}


def large(cost, timeline=None, priority=1):
    """Return three features of which each takes all there is."""
    variant = it.Variant(value=LARGE, cost=cost, effort={"dev": LARGE})
    scope = it.Scope([it.Feature(name, variant, priority=priority) for name in ("chat", "news", "shop")])
    return it.Project(scope, it.Budget(cost), timeline)


@pytest.mark.parametrize(("cost", "timeline"), [(LARGE, None), (LARGE, it.Capacity({"dev": LARGE})), (SPLIT, None)])
def test_more_than_can_be_written_is_not_asked_for(cost, timeline):
    project = large(cost, timeline)
    plan = it.optimize(project)
    assert it.options(project)[it.OptionKind.EXTEND].reason is it.NoOption.INFEASIBLE
    assert not any(flip.found for flip in it.explain(plan, "shop").flips if flip.kind is it.FlipKind.MONEY)
    assert all(step.next is None for step in it.sensitivity(plan).limits)
    found = it.conflict(large(cost, timeline, priority="MUST"))
    assert found.contradictions
    assert {resolution.plan.value for resolution in found.resolutions} == {LARGE}
