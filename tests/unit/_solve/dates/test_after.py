"""What comes after what, where both are built."""

from __future__ import annotations

import attrs
import pytest

import irontriangle as it
from irontriangle.testing import assert_valid


def feature(name, days, value=1, **fields):
    return it.Feature(name, it.Variant(value=value, effort={"dev": days}), **fields)


def spans(scope, timeline, **question):
    plan = it.optimize(it.Project(scope, timeline=timeline), **question)
    assert_valid(plan)
    assert plan.status is not it.Status.UNKNOWN
    return {task.feature: (task.start, task.end) for task in plan.schedule} if plan.found else None


TWO = it.Timeline("2027-01-04", "2027-01-15", team={"dev": 2})


def test_both_are_built_in_order_and_each_without_the_other():
    both = it.Scope([feature("A", 4), feature("B", 3)], rules=[it.After("A", "B", lag=1)])
    assert spans(both, TWO) == {"A": (4, 8), "B": (0, 3)}
    alone = it.Scope([feature("A", 4), feature("B", 3, priority="WONT")], rules=[it.After("A", "B", lag=1)])
    assert spans(alone, TWO) == {"A": (0, 4)}


def test_what_comes_last_comes_after_all_that_is_built():
    scope = it.Scope(
        [feature("UAT", 2, priority="MUST"), feature("A", 4), feature("B", 9, 2), feature("launch", 0)],
        rules=[it.After("UAT"), it.After("launch", lag=1), it.After("launch", "UAT")],
    )
    found = spans(scope, TWO)
    assert found == {"A": (0, 4), "UAT": (4, 6), "launch": (6, 6)}  # B leaves no time to test


def test_work_that_must_come_later_takes_its_time_from_what_comes_before():
    tested = it.Scope([feature("UAT", 3, priority="MUST"), feature("A", 8, 9)], rules=[it.After("UAT")])
    assert spans(tested, TWO) == {"UAT": (0, 3)}
    tight = it.Scope([feature("UAT", 3, priority="MUST"), feature("A", 8, priority="MUST")], rules=[it.After("UAT")])
    assert spans(tight, TWO) is None


def test_two_lags_between_the_same_features_both_hold():
    rules = [it.Requires("A", "B"), it.Requires("A", "B", lag=3), it.After("A", ("B", "full"), lag=5)]
    scope = it.Scope([feature("A", 1), feature("B", 1)], rules=rules)
    assert spans(scope, TWO) == {"A": (6, 7), "B": (0, 1)}


def test_sprints_keep_the_order_where_both_are_built():
    sprints = it.Sprints("2027-01-04", 3, capacity={"dev": 10})
    scope = it.Scope([feature("A", 4), feature("B", 12)], rules=[it.After("A", "B", lag=1)])
    assert spans(scope, sprints) == {"A": (2, 3), "B": (0, 2)}
    last = it.Scope([feature("A", 4), feature("UAT", 5, priority="MUST"), feature("B", 22)], rules=[it.After("UAT")])
    assert spans(last, sprints) == {"A": (0, 1), "UAT": (0, 1)}


def test_totals_know_no_order():
    scope = it.Scope([feature("A", 4), feature("B", 12)], rules=[it.After("A", "B", lag=9)])
    plan = it.optimize(it.Project(scope, timeline=it.Capacity({"dev": 16})))
    assert plan.value == 2


@pytest.mark.parametrize(
    "timeline", [it.Timeline("2027-01-04", team={"dev": 2}), it.Sprints("2027-01-04", 3, capacity={"dev": 10})]
)
def test_the_checker_sees_what_comes_too_early(timeline):
    plan = it.optimize(it.Project(it.Scope([feature("A", 4), feature("B", 12)]), timeline=timeline))
    scope = it.Scope(plan.project.scope.features, rules=[it.After("A")])
    found = it.violations(attrs.evolve(plan, project=attrs.evolve(plan.project, scope=scope)))
    assert [(each.kind, each.message.partition("(")[2]) for each in found] == [("order", "rules[0])")]
