"""Variants that may not begin before a date, or must be finished by one."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import irontriangle as it
from irontriangle.testing import assert_valid

DAYS = it.Timeline("2027-01-04", "2027-01-29", team={"dev": 1})
SPRINTS = it.Sprints("2027-01-04", 3, capacity={"dev": 10})


def variant(days, value=1, name="full", **dates):
    return it.Variant(name, value=value, effort={"dev": days}, **dates)


def spans(features, timeline, objective="value", **fields):
    plan = it.optimize(it.Project(it.Scope(features, **fields), timeline=timeline), objective)
    assert_valid(plan)
    assert plan.status is it.Status.OPTIMAL or not plan.found
    return {task.feature: (str(task.first), str(task.last)) for task in plan.schedule} if plan.found else None


def test_work_begins_no_earlier_and_ends_no_later():
    late = it.Feature("A", variant(3, earliest="2027-01-13"))
    early = it.Feature("B", variant(2, due="2027-01-05"))
    rest = it.Feature("C", variant(6))
    assert spans([late, rest, early], DAYS) == {
        "B": ("2027-01-04", "2027-01-05"),
        "C": ("2027-01-06", "2027-01-13"),
        "A": ("2027-01-14", "2027-01-18"),
    }


def test_dates_on_days_off_mean_the_working_days_between_them():
    weekend = it.Feature("A", variant(1, earliest="2027-01-09", due="2027-01-17"))
    assert spans([weekend], DAYS) == {"A": ("2027-01-11", "2027-01-11")}
    nothing = it.Feature("A", variant(1, earliest="2027-01-09", due="2027-01-10"))
    assert spans([nothing], DAYS) == {}


def test_value_that_expires_is_two_variants():
    fair = it.Feature("fair", [variant(4, 9, due="2027-01-08"), variant(4, 3, "late")])
    other = it.Feature("other", variant(4, 5, due="2027-01-08"), priority="MUST")
    plan = it.optimize(it.Project(it.Scope([fair, other]), timeline=DAYS))
    assert (plan.selection, plan.value) == ({"fair": "late", "other": "full"}, 8)


def test_no_question_releases_a_due_date():
    demanded = it.Feature("A", variant(4, due="2027-01-06"), priority="MUST")
    assert spans([demanded], DAYS, "finish") is None
    assert spans([demanded], SPRINTS, "finish") is None


@pytest.mark.parametrize(
    ("dates", "sprint"),
    [
        ({"earliest": "2027-01-04"}, ("2027-01-04", "2027-01-15")),
        ({"earliest": "2027-01-05"}, ("2027-01-18", "2027-01-29")),
        ({"due": "2027-01-15"}, ("2027-01-04", "2027-01-15")),
        ({"due": "2027-01-14"}, None),
        ({"earliest": "2027-02-01"}, ("2027-02-01", "2027-02-12")),
        ({"earliest": "2027-02-02"}, None),
    ],
)
def test_sprints_begin_and_end_within_the_dates(dates, sprint):
    assert spans([it.Feature("A", variant(4, **dates))], SPRINTS) == ({} if sprint is None else {"A": sprint})


def test_what_is_due_first_is_done_first_in_sprints():
    features = [
        it.Feature("A", variant(9, 3)),
        it.Feature("B", variant(8, 3, due="2027-01-15")),
        it.Feature("C", variant(11, 3, due="2027-01-30")),
    ]
    found = spans(features, SPRINTS)
    assert found["B"] == ("2027-01-04", "2027-01-15")
    assert found["C"] == ("2027-01-04", "2027-01-29")
    assert "A" in found


def test_first_dates_limit_what_later_sprints_hold():
    features = [it.Feature(name, variant(6, 3, earliest="2027-02-01")) for name in "AB"]
    assert len(spans([*features, it.Feature("C", variant(6, 1))], SPRINTS)) == 2


def reason(timeline, **dates):
    plan = it.optimize(it.Project(it.Scope([it.Feature("A", variant(4, **dates))]), timeline=timeline))
    return plan.backlog["A"], plan


def test_the_reason_names_its_own_date():
    found, plan = reason(DAYS, due="2027-01-06")
    assert (found.kind, found.shortfalls) == (it.ReasonKind.CANNOT_FINISH, (it.Shortfall("due", 4, 3, 1),))
    assert "cannot finish by 6 Jan, when it is due, even alone (needs 4 working days, 3 there)" in str(plan)
    found, _ = reason(attrs.evolve(DAYS, deadline=None), due="2027-01-06")
    assert found.shortfalls == (it.Shortfall("due", 4, 3, 1),)
    found, _ = reason(DAYS, earliest="2027-01-27")
    assert found.shortfalls == (it.Shortfall("finish", 21, 20, 1),)
    found, _ = reason(SPRINTS, due="2027-01-06")
    assert found.shortfalls == (it.Shortfall("due", 10, 3, 7),)


@pytest.mark.parametrize("timeline", [DAYS, SPRINTS])
def test_what_is_due_before_the_project_is_never_built(timeline):
    features = [it.Feature("A", variant(1, due="2026-12-31")), it.Feature("B", it.Variant(value=1, due="2027-01-01"))]
    assert spans(features, timeline) == {}


def test_totals_know_no_dates():
    scope = it.Scope([it.Feature("A", variant(4, due="2000-01-01"))])
    assert it.optimize(it.Project(scope, timeline=it.Capacity({"dev": 4}))).value == 1


@pytest.mark.parametrize("timeline", [DAYS, SPRINTS])
@given(st.sampled_from(["earliest", "due"]))
def test_the_checker_sees_what_is_too_early_or_too_late(timeline, field):
    plan = it.optimize(it.Project(it.Scope([it.Feature("A", variant(6))]), timeline=timeline))
    moved = it.Feature("A", variant(6, **{field: "2027-01-06"}))
    (found,) = it.violations(attrs.evolve(plan, project=attrs.evolve(plan.project, scope=it.Scope([moved]))))
    assert (found.kind, "2027-01-06" in found.message) == ("date", True)
