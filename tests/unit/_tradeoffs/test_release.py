"""What is left of a project when a plan has been carried out."""

from __future__ import annotations

import pytest

import irontriangle as it
from irontriangle._tradeoffs.release import next_release

# Built: "a" in full. Open: b, c. "a" in its other variant can never come.
FULL_A, SMALL_A = ("a", "full"), ("a", "small")


def left(*rules, requires=(), goals=None, value=1):
    def feature(name, **fields):
        return it.Feature(name, [it.Variant(value=value), it.Variant("small", value=value)], **fields)

    features = [feature("a", priority="MUST"), feature("b", requires=requires), feature("c")]
    project = it.Project(it.Scope(features, rules=rules, goals=goals))
    only_a = [it.SetPriority("b", "WONT"), it.SetPriority("c", "WONT"), it.AddRule(it.Decided("a", "full"))]
    free = it.Project(
        it.Scope([feature("a", priority="MUST"), feature("b"), feature("c")], goals=goals and it.Goals(goals.weights))
    )
    return next_release(project, it.optimize(free.apply(*only_a)))


@pytest.mark.parametrize(
    ("rule", "rest"),
    [
        (it.Requires("b", "a"), ()),
        (it.Requires("b", FULL_A), ()),
        (it.Requires("b", "c"), (it.Requires("b", "c"),)),
        (it.Requires("a", "b", ordered=False), ()),
        (it.Requires(("b", "small"), SMALL_A), (it.AtMost([("b", "small")], 0),)),
        (it.RequiresAny("b", ["a", "c"]), ()),
        (it.RequiresAny("b", [SMALL_A, "c"]), (it.RequiresAny("b", ["c"]),)),
        (it.Excludes(["a", "b"]), (it.AtMost(["b"], 0),)),
        (it.Excludes(["b", "c"]), (it.AtMost(["b", "c"], 1),)),
        (it.AtMost(["a", "b", "c"], 2), (it.AtMost(["b", "c"], 1),)),
        (it.AtMost(["a"], 1), ()),
        (it.After("b", "c"), (it.After("b", "c"),)),
        (it.After("b"), (it.After("b"),)),
        (it.After("b", "a"), ()),
        (it.After("b", SMALL_A), ()),
        (it.After(SMALL_A, "b"), ()),
        (it.After("a"), ()),
        (it.After("a", ("b", "small")), (it.AtMost([("b", "small")], 0),)),
        (it.AtLeast(["a", "b", "c"], 2), (it.AtLeast(["b", "c"], 1),)),
        (it.AtLeast(["a", "b"], 1), ()),
        (it.AllOrNone([FULL_A, "a"]), ()),
        (it.AllOrNone(["b", "c"]), (it.AllOrNone(["b", "c"]),)),
        (it.AllOrNone([SMALL_A, ("b", "small")]), (it.AtMost([("b", "small")], 0),)),
        (it.Decided("a"), ()),
        (it.Decided("b"), (it.Decided("b"),)),
        (it.Bundle(["a", "b"], value=3, cost=2), (it.Bundle(["b"], value=3, cost=2),)),
        (it.Bundle([SMALL_A, "b"], value=3), ()),
        (it.Bundle(["a"], value=3), ()),
    ],
)
def test_rules_speak_of_what_is_left(rule, rest):
    assert left(rule).scope.rules == rest


def test_requirements_that_are_met_go_and_those_that_never_can_be_ban():
    assert left(requires=["a", "c"]).scope["b"].requires == ("c",)
    assert left(requires=[SMALL_A]).scope["b"].priority == it.Priority.WONT
    assert left(it.Requires("b", SMALL_A)).scope["b"].priority == it.Priority.WONT
    assert left().scope["b"].priority == it.Priority.SHOULD


def test_what_must_come_before_what_is_done_cannot_come_any_more():
    assert left(it.After("a", "b")).scope["b"].priority == it.Priority.WONT
    assert left(it.After(SMALL_A, "b")).scope["b"].priority == it.Priority.SHOULD


def test_floors_are_lowered_by_what_has_been_reached():
    goals = it.Goals({"sales": 1}, floors={"sales": 5})
    assert left(goals=goals, value={"sales": 3}).scope.goals.floors == {"sales": 2}
    assert left(goals=goals, value={"sales": 7}).scope.goals.floors == {"sales": 0}


def test_nothing_is_left_when_everything_is_built():
    project = it.Project(it.Scope([it.Feature("a", it.Variant(value=1))]))
    assert next_release(project, it.optimize(project)) is None


@pytest.mark.parametrize(
    "timeline",
    [
        it.Timeline("9999-12-06", "9999-12-31", team={"dev": 1}),
        it.Timeline("9999-11-22", "9999-12-17", team={"dev": 1}),
        it.Sprints("9999-12-06", 2, capacity={"dev": 5}),
    ],
)
def test_there_is_no_release_after_the_last_date(timeline):
    scope = it.Scope([it.Feature(name, it.Variant(value=1, effort={"dev": 9})) for name in "abcd"])
    project = it.Project(scope, timeline=timeline)
    assert next_release(project, it.optimize(project)) is None
