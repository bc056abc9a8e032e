"""Typical uses: read by the type checkers, never run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_type

import irontriangle as it
from irontriangle import Feature, Project, Scope, Variant, optimize


def story() -> Project:
    scope = Scope(
        [
            Feature(
                "ABC",
                [
                    Variant("full", value=90, effort={"dev": 30, "design": 10}),
                    Variant("simplified", value=Decimal(60), effort={"dev": 15.5, "design": Fraction(7, 2)}),
                ],
                priority=1,
                because="will increase engagement and drive sales",
            ),
            Feature("XYZ", Variant(value={"sales": 50}, cost={"build": 10}), priority=it.MUST, requires=["ABC"]),
        ],
        rules=[
            it.Requires("XYZ", ("ABC", "full"), ordered=False),
            it.Excludes(["ABC", ("XYZ", "full")]),
            it.Bundle(["ABC", "XYZ"], value=5, cost=-100),
        ],
        goals=it.Goals({"sales": 2}, floors={"sales": 10}),
    )
    return Project(
        scope,
        it.Budget({"build": 45_000}, currency="USD", rates={"dev": {"build": 900}}),
        it.Timeline(
            "2027-01-04", date(2027, 2, 19), team={"dev": 1}, absences=[it.Absence("dev", "2027-01-11", "2027-01-12")]
        ),
        quality=0.5,
        name="story",
    )


def plans(project: Project) -> None:
    plan = optimize(project, objective="value", time_limit=10)
    assert_type(plan, it.Plan)
    assert_type(plan.status, it.Status)
    assert_type(plan.found, bool)
    assert_type(plan.selection["ABC"], str)
    assert_type(plan.backlog["XYZ"], it.Reason)
    assert_type(plan.value, int | float)
    assert_type(plan.finish, date | None)
    costs: Mapping[str, it.FundCost] = plan.costs
    assert costs
    assert_type(it.violations(plan), tuple[it.Violation, ...])
    for task in plan.schedule:
        assert_type(task, it.ScheduledTask)


def what_if(project: Project) -> Project:
    return project.apply(
        it.ChangeBudget(12_800),
        it.MoveDeadline(15),
        it.ChangeTeam("dev", 1, from_date="2027-01-18", ramp_up=10),
        it.SetPriority("XYZ", 2),
        it.AddRule(it.Decided("ABC", "full")),
        it.DropFeature("XYZ"),
    )


def problems(path: str) -> list[str]:
    try:
        project = it.load(path)
    except it.ModelError as error:
        return [problem.where for problem in error.problems]
    assert_type(project, Project)
    return []


def containers(scope: Scope) -> list[str]:
    assert_type(scope["ABC"], Feature)
    assert_type(scope["ABC"]["full"], Variant)
    return [feature.name for feature in scope if feature.name in scope]
