"""What the rows of demands allow, held against plans."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

import irontriangle as it
from irontriangle._solve.feasible import Demands
from irontriangle._solve.selection import search
from irontriangle._tradeoffs.checking import ByRows
from irontriangle._tradeoffs.limits import Effort, Money, values
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import value_demanded, wishes_of, with_only
from tests.engines.families import DAYS, WHOLE, small

TOTALS = small(dated=False, max_features=4, max_variants=2, max_rules=3, values=WHOLE, costs=WHOLE, efforts=DAYS)
slow_to_draw = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@slow_to_draw
@given(TOTALS)
def test_rows_agree_with_plans_on_every_set_of_wishes(project):
    wishes = wishes_of(project)[:5]
    check = ByRows(project, wishes, Solves("conflict"))
    for size in range(len(wishes) + 1):
        for kept in map(frozenset, combinations(wishes, size)):
            plan = it.optimize(with_only(project, kept), value_at_least=value_demanded(kept))
            possible, met = check.together(kept)
            assert possible is plan.found
            assert not possible or kept <= met
            most = check.most(kept, values(project))
            assert most == (plan.value if plan.found else None)


@slow_to_draw
@given(TOTALS)
def test_what_a_contradiction_leans_on_contradicts_itself(project):
    wishes = wishes_of(project, 40)
    check = ByRows(project, wishes, Solves("conflict"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "can_try_every", lambda program, level: False)
        possible, enough = check.together(wishes)
    assert possible or enough <= frozenset(wishes)
    assert possible or check.together(enough)[0] is False


@slow_to_draw
@given(TOTALS)
def test_demands_that_are_met_are_met_together(project):
    wishes = wishes_of(project, 1)
    check = ByRows(project, wishes, Solves("conflict"))
    possible, met = check.together([])
    assert possible is not None
    if possible:
        assert check.together(met)[0]


@slow_to_draw
@given(TOTALS)
def test_limits_hold_and_the_least_use_is_the_least_cost(project):
    plan = it.optimize(project, "cost", value_at_least=1)
    for fund in project.budget.funds if len(project.budget.funds) == 1 else ():
        axis = Money(fund)
        demands = Demands(axis.lifted(project), value_at_least=1)
        saving = [-amount for amount in axis.uses(project)]
        answer = demands.ask(most=saving)
        assert answer.possible is plan.found
        if plan.found:
            assert -answer.most == plan.cost
            assert demands.ask(within=[(axis.uses(project), -answer.most)]).possible
            assert demands.ask(within=[(axis.uses(project), -answer.most - 1)]).possible is False


@slow_to_draw
@given(TOTALS)
def test_selection_uses_what_it_is_said_to_use(project):
    if not isinstance(project.timeline, it.Capacity):
        return
    for role in project.timeline:
        answer = Demands(project).ask(most=Effort(role).uses(project))
        used = sum(project.work_of(name, variant).get(role, 0) for name, variant in answer.selection.items())
        assert not answer.possible or answer.most == used <= project.timeline[role]
