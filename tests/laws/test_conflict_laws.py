"""Conflicts of generated projects: minimal, complete by enumeration, and resolved by what resolves them."""

from __future__ import annotations

from itertools import combinations

from hypothesis import HealthCheck, given, note, settings

import irontriangle as it
from irontriangle._tradeoffs.wishes import meets, value_demanded, wishes_of, with_only
from irontriangle.testing import assert_valid
from tests.engines.families import DAYS, WHOLE, small

SMALL = {"max_features": 3, "max_variants": 2, "max_rules": 3, "values": WHOLE, "costs": WHOLE, "efforts": DAYS}
TOTALS = small(dated=False, **SMALL)
DATED = small(
    dated=True, **{**SMALL, "max_features": 2, "max_roles": 1, "max_absences": 0, "max_tasks": 1, "max_days": 6}
)
slow_to_draw = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def has_plan(project, wishes):
    return it.optimize(with_only(project, wishes), value_at_least=value_demanded(wishes), engine="enumerate").found


@slow_to_draw
@given(TOTALS)
def test_contradictions_are_minimal_and_complete(project):
    found = it.conflict(project)
    assert (found is None) == it.optimize(project, engine="enumerate").found
    if found is None:
        return
    note(str(found))
    sets = [frozenset(one.wishes) for one in found.contradictions]
    for members in sets:
        assert not has_plan(project, members)
        assert all(has_plan(project, members - {wish}) for wish in members)
    wishes = wishes_of(project)
    if found.complete and len(wishes) <= 8:
        expected = []
        for size in range(len(wishes) + 1):
            for some in map(frozenset, combinations(wishes, size)):
                if not any(known <= some for known in expected) and not has_plan(project, some):
                    expected.append(some)
        assert set(sets) == set(expected)


RULES = (it.DropRule, it.AddRule)
"""Two changes that belong together: a milder rule in the place of one that is dropped."""


@slow_to_draw
@given(TOTALS | DATED)
def test_every_resolution_gives_a_plan(project):
    found = it.conflict(project, ramp_up=0)
    if found is None:
        return
    note(str(found))
    for one in found.resolutions:
        assert_valid(one.plan)
        assert one.plan.project == project.apply(*one.changes)
        for change in one.changes:  # none of them can be left out
            fewer = [other for other in one.changes if other != change]
            replaced = isinstance(change, RULES) and any(isinstance(other, RULES) for other in fewer)
            if not replaced:
                again = it.optimize(project.apply(*fewer), engine="enumerate")
                assert not again.found or again.selection != one.plan.selection


@slow_to_draw
@given(TOTALS)
def test_plan_meets_what_it_is_said_to_meet(project):
    plan = it.optimize(project)
    if not plan.found:
        return
    free = it.optimize(with_only(project, []))
    met = frozenset(wish for wish in wishes_of(project) if meets(free, wish))
    assert has_plan(project, met)
    assert all(meets(plan, wish) for wish in wishes_of(project) if wish.kind is not it.WishKind.QUALITY)
