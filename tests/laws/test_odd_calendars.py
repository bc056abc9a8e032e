"""Whatever calendar `optimize` accepts, the other verbs answer for: with a plan, a reason, or that there is none."""

from __future__ import annotations

from fractions import Fraction

import pytest

import irontriangle as it
from irontriangle.testing import assert_valid

SCOPE = it.Scope(
    [
        it.Feature("export", it.Variant(value=5, effort={"dev": 30}), priority="MUST"),
        it.Feature("chat", [it.Variant(value=3, effort={"dev": 20}), it.Variant("lite", value=2, effort={"dev": 5})]),
        it.Feature("news", it.Variant(value=1, effort={"qa": 3})),
    ],
    rules=[it.After("news", "chat", lag=1)],
)
WAITING = it.Scope([it.Feature("late", it.Variant(effort={"dev": 1}, earliest="9000-01-01"))])


def in_sprints(scope=SCOPE, start="2027-01-04", count=3, length=10, **capacity):
    return it.Project(scope, timeline=it.Sprints(start, count, length=length, capacity={"qa": 5, "dev": 20} | capacity))


def by_date(scope=SCOPE, start="2027-01-04", deadline="2027-04-30", **more):
    return it.Project(scope, timeline=it.Timeline(start, deadline, team={"dev": 1, "qa": 1}, **more))


def answer(project):
    """Ask every verb; what is found must hold."""
    plan, soonest = it.optimize(project), it.optimize(project, "finish", value_at_least=0)
    for found in (plan, soonest):
        assert str(found)
        assert_valid(found)
    assert str(it.options(project))
    assert (it.conflict(project) is None) == plan.found
    if plan.found:
        assert soonest.found
        assert str(it.sensitivity(plan))
        assert all(str(it.explain(plan, feature.name)) for feature in project.scope)


@pytest.mark.parametrize(
    "project",
    [
        in_sprints(dev=[20, 20, 0.0001]),
        in_sprints(dev=[5, 5, 0.0001]),
        in_sprints(dev=[40, 20, 0]),
        in_sprints(length=1000, dev=[40, 20, 1]),
        in_sprints(count=1000, length=20, dev=1),
        in_sprints(start="9999-11-22", dev=30),
        in_sprints(count=1, dev=587_597_923),
        in_sprints(count=4, dev=Fraction(327476, 70993943985)),
        in_sprints(WAITING),
        by_date(availability={"dev": 0.0001}),
        by_date(start="9999-11-22", deadline="9999-12-31"),
        by_date(absences=[it.Absence("dev", "2027-01-11", "9999-12-31")]),
        by_date(WAITING),
        by_date(deadline="2167-03-31"),
    ],
    ids=lambda project: str(project.timeline)[:80],
)
def test_a_calendar_however_odd_is_answered_for(project):
    answer(project)
