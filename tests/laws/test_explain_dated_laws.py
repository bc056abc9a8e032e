"""Explanations of generated projects with dates: the least days, money and people, by enumeration of all of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import FlipKind
from tests.laws.test_explain_laws import Oracle

few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@st.composite
def projects(draw):
    """Two or three features of one role, too much for the days or the money that are there."""
    days = draw(st.lists(st.integers(1, 3), min_size=2, max_size=3))
    worth = draw(st.lists(st.integers(1, 6), min_size=len(days), max_size=len(days)))
    features = [
        it.Feature(name, it.Variant(value=value, effort={"dev": effort}))
        for name, value, effort in zip("abc", worth, days, strict=False)
    ]
    last = draw(st.sampled_from(["2027-01-04", "2027-01-05", "2027-01-06"]))
    timeline = it.Timeline("2027-01-04", last, team={"dev": 1})
    return it.Project(it.Scope(features), it.Budget(draw(st.integers(1, sum(days))), rates={"dev": 1}), timeline)


@few
@given(projects(), st.integers(0, 1))
def test_least_money_days_and_people(project, ramp_up):
    plan = it.optimize(project)
    out = [feature.name for feature in project.scope if feature.name not in plan.selection]
    assume(out)
    found = it.explain(plan, out[0], "full", ramp_up=ramp_up)
    note(str(found))
    assert found.proven
    oracle = Oracle(found)
    assert oracle.today is not None
    changes = {
        FlipKind.MONEY: [it.ChangeBudget(by) for by in range(1, 13)],
        FlipKind.TIME: [it.MoveDeadline(by) for by in range(1, 10)],
        FlipKind.PEOPLE: [it.ChangeTeam("dev", by, ramp_up=ramp_up) for by in range(1, 4)],
    }
    for flip in oracle.flips(*changes):
        first = next((change for change in changes[flip.kind] if oracle.wins(change)), None)
        assert flip.proven
        assert flip.changes == (() if first is None else (first,))
        if flip.found:
            assert Fraction(str(flip.plan.value)) >= oracle.today
