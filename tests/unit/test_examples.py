"""The projects that come with the library."""

from __future__ import annotations

from importlib.resources import files

import irontriangle as it
from irontriangle import examples


def test_story_is_that_of_the_readme():
    project = examples.feature_abc()
    assert project == it.Project(
        it.Scope(
            [
                it.Feature(
                    "ABC",
                    [
                        it.Variant("full", value=90, effort={"dev": 30, "design": 10}),
                        it.Variant("simplified", value=60, effort={"dev": 15, "design": 4}),
                    ],
                    priority=1,
                    because="will increase engagement and drive sales",
                ),
                it.Feature("XYZ", it.Variant(value=50, effort={"dev": 20, "design": 6}), priority=2),
            ]
        ),
        it.Budget(45_000, currency="USD", rates={"dev": 900, "design": 800}),
        it.Timeline("2027-01-04", "2027-02-19", team={"dev": 1, "design": 1}),
        name="Feature ABC",
    )


def test_story_has_its_plan():
    plan = it.optimize(examples.feature_abc())
    assert plan.selection == {"ABC": "simplified", "XYZ": "full"}
    assert (plan.value, plan.cost, str(plan.finish)) == (110, 39_500, "2027-02-19")
    assert plan.status is it.Status.OPTIMAL


def test_webshop_uses_the_whole_format():
    project = examples.webshop()
    scope, timeline = project.scope, project.timeline
    assert len(scope) == 40
    assert {type(rule) for rule in scope.rules} == {
        it.Requires, it.RequiresAny, it.Excludes, it.AllOrNone, it.AtLeast, it.AtMost, it.Decided, it.Bundle
    }  # fmt: skip
    assert len(timeline.team) == len(timeline.workflow) == 4
    assert timeline.holidays
    assert timeline.absences
    assert timeline.buffer
    assert project.budget.funds == ("build", "run")
    assert project.budget.burn_per_day
    assert scope.goals.floors
    assert project.quality
    assert any(variant.tasks for feature in scope for variant in feature)
    assert all(feature.because for feature in scope)
    assert {feature.priority for feature in scope} == {it.MUST, it.SHOULD, it.COULD, it.Priority(3), it.WONT}


def test_webshop_asks_for_more_than_there_is():
    project = examples.webshop()
    wanted = [feature for feature in project.scope if feature.priority is not it.WONT]
    for fund in project.budget.funds:
        assert sum(project.cost_of(feature.name, fund=fund) for feature in wanted) > project.budget.limit[fund]
    work = sum(project.work_of(feature.name).get("dev", 0) for feature in wanted)
    there = sum(project.timeline.present("dev", day) for day in range(project.timeline.usable_days))
    assert work > there * project.timeline.availability["dev"]


def test_files_explain_themselves():
    for name in ("feature-abc.toml", "webshop.toml"):
        text = (files("irontriangle.examples") / name).read_text("utf-8")
        assert f"python -m irontriangle {name}" in text
        assert text.isascii()
