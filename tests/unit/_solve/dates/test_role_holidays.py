"""Dates on which one role does not work and others do."""

from __future__ import annotations

import pytest

import irontriangle as it
from irontriangle.testing import assert_valid

INDIA = {"dev": ["2027-01-05", "2027-01-06", "2027-01-09"]}


def test_the_others_work_while_a_role_is_off():
    timeline = it.Timeline("2027-01-04", team={"dev": 2, "qa": 1}, role_holidays=INDIA, workflow=["qa", "dev"])
    scope = it.Scope([it.Feature("A", it.Variant(value=1, effort={"qa": 3, "dev": 2}), priority="MUST")])
    plan = it.optimize(it.Project(scope, timeline=timeline))
    assert_valid(plan)
    assert [(task.name, str(task.first), str(task.last)) for task in plan.schedule] == [
        ("qa", "2027-01-04", "2027-01-06"),
        ("dev", "2027-01-07", "2027-01-08"),
    ]


def test_work_waits_over_the_holidays_of_its_role():
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1}, role_holidays=INDIA)
    scope = it.Scope([it.Feature("A", it.Variant(value=1, effort={"dev": 3})), it.Feature("B", it.Variant(value=1))])
    plan = it.optimize(it.Project(scope, timeline=timeline))
    assert_valid(plan)
    assert plan.usage["role:dev"].limit == 3
    assert {(task.start, task.end) for task in plan.schedule["A"]} == {(0, 5)}


@pytest.mark.parametrize(("role", "cost"), [("dev", 300), ("qa", 500)])
def test_nobody_is_paid_for_being_away_on_a_holiday(role, cost):
    away = it.Absence(role, "2027-01-04", "2027-01-08", paid=True)
    team = {"dev": 1, "qa": 1}
    timeline = it.Timeline("2027-01-04", "2027-01-15", team=team, absences=[away], role_holidays=INDIA)
    scope = it.Scope([it.Feature("A", it.Variant(value=1, effort={"dev": 1}))])
    project = it.Project(scope, it.Budget(rates={"dev": 100, "qa": 100}), timeline)
    for engine in ("highs", "enumerate"):
        plan = it.optimize(project, engine=engine)
        assert_valid(plan)
        assert plan.costs["budget"].other == cost
