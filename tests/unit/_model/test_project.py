from __future__ import annotations

import typing

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.amounts import FrozenMap
from irontriangle._model.budget import Budget
from irontriangle._model.feature import Feature, Task, Variant
from irontriangle._model.project import Project
from irontriangle._model.scope import Goals, Scope
from irontriangle._model.timeline import Capacity
from irontriangle.errors import ModelError

from .parts import anything, budgets, capacities, projects, timelines
from .values import assert_value, made_or_refused, refused, scopes

SCOPE = Scope(
    [
        Feature(
            "ABC",
            [
                Variant("full", value={"sales": 3, "joy": 0.5}, cost=0.1, effort={"dev": 30, "design": 10.5}),
                Variant("tasks", value=7, tasks=[Task("a", 2.5, demand={"dev": 2}), Task("b", 1, demand={"dev": 1})]),
            ],
        )
    ],
    goals=Goals({"sales": 10, "joy": 0.2}),
)


@given(projects())
def test_projects_are_equal_hashed_and_shown_alike_however_made(project):
    assert_value(project)


def test_annotations_resolve_at_run_time():
    assert set(typing.get_type_hints(Project)) == {field.name for field in attrs.fields(Project)}


@given(
    st.fixed_dictionaries(
        {"scope": st.just(SCOPE) | anything},
        optional={"budget": anything, "timeline": anything, "quality": anything, "name": anything},
    )
)
def test_project_is_made_or_refused_by_a_model_error(fields):
    made_or_refused(Project, fields)


@given(scopes, budgets, st.none() | timelines() | capacities)
def test_sound_parts_fit_or_are_refused_by_a_model_error(scope, budget, timeline):
    try:
        project = Project(scope, budget, timeline)
    except ModelError as error:
        problems, project = error.problems, None
    if project is None:
        places = ("features", "rules[", "goals.", "budget.")
        assert all(problem.where.startswith(places) for problem in problems)
        assert all(len(str(problem)) < 600 for problem in problems)
        return
    assert_value(project)
    for feature in project.scope:
        for variant in feature:
            assert project.value_of(feature.name, variant.name) >= 0
            by_fund = [project.cost_of(feature.name, variant.name, fund) for fund in project.budget.funds]
            assert project.cost_of(feature.name, variant.name) == pytest.approx(sum(by_fund))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"scope": [1]}, "scope must be a Scope, got [1]"),
        ({"budget": 5}, "budget must be a Budget, got 5"),
        ({"budget": None}, "budget must be a Budget, got None"),
        ({"timeline": "2027"}, "timeline must be a Timeline, Sprints, a Capacity or None, got '2027'"),
        ({"quality": 1.1}, "quality must be a finite number from 0 to 1, got 1.1"),
        ({"quality": True}, "quality must be a finite number from 0 to 1, got True"),
        ({"name": None}, "name must be a string, got None"),
    ],
)
def test_broken_parts_are_named(fields, message):
    assert refused(Project, **{"scope": SCOPE, **fields}) == [f"Project: {message}"]


def test_all_problems_are_named_together():
    assert refused(Project, Scope([]), quality=2, name=5) == [
        "Project: quality must be a finite number from 0 to 1, got 2",
        "Project: name must be a string, got 5",
        "features: a scope needs at least one feature",
    ]
    assert len(refused(Project, 1, 2, 3, quality=4, name=5)) == 5


def test_resolved_figures():
    budget = Budget({"build": 9, "run": 9}, rates={"dev": {"build": 2}, "design": {"build": 1, "run": 0.1}})
    scope = Scope([Feature("ABC", [attrs.evolve(SCOPE["ABC"]["full"], cost={"run": 0.1}), SCOPE["ABC"]["tasks"]])],
                  goals=SCOPE.goals)  # fmt: skip
    project = Project(scope, budget)
    assert project.value_of("ABC") == project.value_of("ABC", "full") == 30.1
    assert project.value_of("ABC", "tasks") == 7
    assert project.cost_of("ABC", fund="build") == 70.5
    assert project.cost_of("ABC", "full", "run") == 1.15
    assert project.cost_of("ABC") == 71.65
    assert project.cost_of("ABC", "tasks") == 12
    assert project.work_of("ABC") == FrozenMap({"dev": 30, "design": 10.5})
    assert project.work_of("ABC", "tasks") == {"dev": 6}
    assert isinstance(project.cost_of("ABC", "tasks"), int)


@pytest.mark.parametrize(
    ("ask", "match"),
    [
        (lambda p: p.value_of("ABD"), r"no feature 'ABD'; did you mean 'ABC'"),
        (lambda p: p.cost_of("ABC", "fall"), r"no variant 'fall'; did you mean 'full'"),
        (lambda p: p.work_of("x"), r"no feature 'x'"),
        (lambda p: p.cost_of("ABC", fund="bugdet"),
         r"fund must be one of 'budget', got 'bugdet'; did you mean 'budget'"),
    ],
)  # fmt: skip
def test_what_is_not_there_cannot_be_asked_for(ask, match):
    with pytest.raises(KeyError, match=match):
        ask(Project(SCOPE))


def test_figures_of_the_story():
    from irontriangle.examples import feature_abc

    story = feature_abc()
    assert [story.value_of("ABC"), story.value_of("ABC", "simplified"), story.value_of("XYZ")] == [90, 60, 50]
    assert [story.cost_of("ABC"), story.cost_of("ABC", "simplified"), story.cost_of("XYZ")] == [35_000, 16_700, 22_800]


def test_a_capacity_is_a_timeline():
    assert Project(SCOPE, timeline=Capacity({"dev": 1, "design": 2})).timeline["dev"] == 1


def test_large_projects_are_checked():
    features = [
        Feature(
            f"f{at}",
            [Variant("full", cost=at, effort={"dev": 1}), Variant("simple", effort={"qa": 2})],
            requires=[f"f{at // 2}"] if at else [],
        )
        for at in range(10_000)
    ]
    project = Project(Scope(features), Budget(9, rates={"dev": 1, "qa": 2}), Capacity({"dev": 1, "qa": 1}))
    assert project.cost_of("f9999") == 10_000
