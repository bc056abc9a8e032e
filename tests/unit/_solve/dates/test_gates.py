"""Steps of a workflow that take days and nobody."""

from __future__ import annotations

from datetime import date

import irontriangle as it
from irontriangle.testing import assert_valid


def planned(*workflow, effort, **fields):
    timeline = it.Timeline(
        "2027-01-04", "2027-01-15", team={"design": 1, "dev": 1, "qa": 1}, workflow=workflow, **fields
    )
    plan = it.optimize(it.Project(it.Scope([it.Feature("F", it.Variant(value=1, effort=effort))]), timeline=timeline))
    assert_valid(plan)
    return {task.name: (task.start, task.end) for task in plan.schedule}


APPROVAL = it.Gate("approval", 5)


def test_a_gate_takes_its_days_and_nobody():
    found = planned("design", APPROVAL, "dev", effort={"design": 2, "dev": 3})
    assert found == {"design": (0, 2), "approval": (2, 7), "dev": (7, 10)}


def test_roles_without_work_are_skipped_and_gates_are_not():
    found = planned("design", APPROVAL, "dev", "qa", it.Gate("store", 1), effort={"dev": 3})
    assert found == {"approval": (0, 5), "dev": (5, 8), "store": (8, 9)}


def test_what_no_role_of_the_workflow_works_on_passes_no_gate():
    assert planned("design", APPROVAL, effort={"dev": 3}) == {"dev": (0, 3)}
    assert planned("design", APPROVAL, effort={}) == {"milestone": (0, 0)}


def test_parts_of_a_day_round_up_to_ticks_and_add_no_days_of_people():
    found = planned("dev", it.Gate("review", 0.3), "qa", effort={"dev": 1, "qa": 1}, ticks_per_day=2)
    assert found == {"dev": (0, 2), "review": (2, 3), "qa": (3, 5)}


def test_two_features_wait_at_the_same_time():
    scope = it.Scope([it.Feature(name, it.Variant(value=1, effort={"design": 1, "dev": 1})) for name in "AB"])
    timeline = it.Timeline("2027-01-04", team={"design": 1, "dev": 1}, workflow=["design", APPROVAL, "dev"])
    plan = it.optimize(it.Project(scope, timeline=timeline))
    assert plan.finish == date(2027, 1, 13)
    assert not any(plan.rounding.values())


def test_a_gate_past_the_deadline_keeps_a_feature_out():
    assert planned("dev", it.Gate("approval", 11), effort={"dev": 1}) == {}
