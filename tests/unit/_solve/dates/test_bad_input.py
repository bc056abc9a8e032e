"""What cannot be met is INFEASIBLE or out with its reason; what is wrong as such is a problem of the model."""

from __future__ import annotations

import pytest

import irontriangle as it
from irontriangle.testing import assert_valid


def project(timeline, *, effort=4, priority="MUST", rules=(), **variant):
    feature = it.Feature("A", it.Variant(value=1, effort={"dev": effort}, **variant), priority=priority)
    return it.Project(it.Scope([feature, it.Feature("B", it.Variant(value=1))], rules=rules), timeline=timeline)


def timeline(**fields):
    return it.Timeline(**{"start": "2027-01-04", "deadline": "2027-01-08", "team": {"dev": 1}, **fields})


NOBODY = [it.Absence("dev", "2027-01-01", "2027-12-31")]
CANNOT = [
    pytest.param(project(timeline(deadline="2027-01-04")), id="a deadline before any work can end"),
    pytest.param(project(timeline(), effort=6), id="a task longer than the horizon"),
    pytest.param(project(timeline(absences=NOBODY)), id="absences that leave nobody"),
    pytest.param(project(timeline(team={"dev": 0})), id="a team of nobody"),
    pytest.param(project(timeline(), due="2026-12-31"), id="due before the start"),
    pytest.param(project(timeline(), earliest="2027-01-06"), id="too late to begin"),
    pytest.param(project(timeline(), earliest="2027-01-09", due="2027-01-10"), id="a weekend to work on"),
    pytest.param(project(timeline(workflow=["dev", it.Gate("approval", 9)])), id="a gate longer than the horizon"),
    pytest.param(
        project(timeline(role_holidays={"dev": [f"2027-01-0{day}" for day in range(4, 9)]})), id="holidays only"
    ),
]


@pytest.mark.parametrize("asked", CANNOT)
def test_what_cannot_be_met_is_infeasible_and_says_why(asked):
    plan = it.optimize(asked)
    assert plan.status is it.Status.INFEASIBLE
    found = it.conflict(asked, time_limit=10)
    assert "A" in str(found)


@pytest.mark.parametrize("asked", CANNOT)
def test_what_cannot_be_met_and_need_not_be_is_out_with_its_reason(asked):
    free = asked.apply(it.SetPriority("A", 1))
    plan = it.optimize(free)
    assert_valid(plan)
    assert set(plan.selection) == {"B"}
    assert plan.backlog["A"].kind is it.ReasonKind.CANNOT_FINISH


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: it.Variant(staffing={"dev": 0}), r"staffing\['dev'\] must be a whole number from 1"),
        (lambda: it.Variant(staffing={"dev": 0.5}), r"staffing\['dev'\] must be a whole number from 1"),
        (lambda: timeline(staffing={"dev": 0}), r"staffing\['dev'\] must be a whole number from 1"),
        (lambda: timeline(staffing={"dev": 0.5}), r"staffing\['dev'\] must be a whole number from 1"),
        (lambda: timeline(team={"dev": 0.5}), r"team\['dev'\] must be a whole number from 0"),
        (lambda: it.Variant(earliest="2027-01-05", due="2027-01-04"), "due must not be before earliest"),
        (
            lambda: it.Variant(tasks=[it.Task("a", 1, after=["b"]), it.Task("b", 1, after=["a"])]),
            "tasks wait for each other in a circle: 'a' after 'b' after 'a'",
        ),
        (lambda: it.Variant(tasks=[it.Task("a", 1, after=["c"])]), "task 'a' is after unknown task 'c'"),
        (
            lambda: project(timeline(), rules=[it.After("A", "B"), it.Requires("B", "A")]),
            "the order of work runs in a circle: 'A' comes after 'B' requires 'A'",
        ),
        (lambda: project(timeline(), rules=[it.After("A", "C")]), "After names unknown feature 'C'"),
        (lambda: timeline(role_holidays={"qa": ["2027-01-04"]}), "role_holidays names unknown role 'qa'"),
    ],
)
def test_what_is_wrong_as_such_is_a_problem_of_the_model(make, message):
    with pytest.raises(it.ModelError, match=message):
        make()


@pytest.mark.parametrize("objective", ["value", "finish"])
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            project(timeline(deadline=None, ticks_per_day=1440), effort=5_000),
            "the work may last 7,200,000 ticks, and plans by date span at most 1,000,000; use fewer ticks_per_day",
        ),
        (
            project(timeline(deadline=None), effort=50_000),
            "the work may last 50,000 working days, and plans by date span at most 10,000",
        ),
        (
            project(timeline(deadline=None), earliest="2227-01-04"),
            "working days, and plans by date span at most 10,000",
        ),
    ],
)
def test_a_horizon_too_fine_to_be_held_is_a_problem_and_not_a_lack_of_memory(asked, message, objective):
    with pytest.raises(it.ModelError, match=message):
        it.optimize(asked, objective)


def test_a_fine_horizon_that_can_be_held_is_planned():
    fine = project(timeline(ticks_per_day=1440), effort=4)
    plan = it.optimize(fine, time_limit=20)
    assert plan.found
    assert plan.schedule["A"][0].length == 4 * 1440
