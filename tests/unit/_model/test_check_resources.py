from __future__ import annotations

import pytest

from irontriangle._model.budget import Budget
from irontriangle._model.feature import Feature, Task, Variant
from irontriangle._model.project import Project
from irontriangle._model.rules import Bundle, Decided
from irontriangle._model.scope import Goals, Scope
from irontriangle._model.timeline import Capacity, Timeline

from .parts import MONDAY
from .values import refused

TIMELINE = Timeline(MONDAY, team={"dev": 2, "design": 1})
ABC = Feature("ABC", [Variant("full", effort={"dev": 3}), Variant("simple", effort={"design": 0})])


def scope(*variants, **fields):
    return Scope([ABC, Feature("XYZ", variants)], **fields)


@pytest.mark.parametrize("timeline", [TIMELINE, Capacity({"dev": 9, "design": 9})], ids=["dates", "totals"])
def test_roles_must_be_there(timeline):
    wrong = scope(
        Variant(effort={"dev": 1, "dve": 0}, staffing={"desing": 1}),
        Variant("tasks", tasks=[Task("t", 1, demand={"dev": 1}), Task("u", 1, demand={"ops": 2})]),
    )
    assert refused(Project, wrong, timeline=timeline) == [
        "features[1].variants[0].effort: variant 'full' of 'XYZ' has effort of unknown role 'dve'; did you mean 'dev'?",
        "features[1].variants[0].staffing: variant 'full' of 'XYZ' has staffing for unknown role 'desing'; "
        "did you mean 'design'?",
        "features[1].variants[1].tasks[1].demand: variant 'tasks' of 'XYZ' has a task 'u' that demands unknown role "
        "'ops'",
    ]
    assert Project(wrong)


def test_what_the_team_is_too_small_for_is_no_problem():
    big = Variant(tasks=[Task("t", 1, demand={"dev": 99})], staffing={"design": 50})
    assert Project(scope(big), timeline=TIMELINE)
    assert Project(scope(Variant(effort={"ops": 5})), timeline=Timeline(MONDAY, team={"dev": 1, "design": 1, "ops": 0}))


def test_roles_at_work_need_a_rate_where_rates_are_given():
    work = scope(
        Variant(effort={"dev": 1, "ops": 2}),
        Variant("tasks", tasks=[Task("t", 2, demand={"desing": 1, "qa": 0}), Task("m", 0, demand={"qa": 3})]),
    )
    assert refused(Project, work, Budget(rates={"design": 2})) == [
        "budget.rates: rates must name every role that has work: 'dev' has work in variant 'full' of 'ABC'",
        "budget.rates: rates must name every role that has work: 'ops' has work in variant 'full' of 'XYZ'",
        "budget.rates: rates must name every role that has work: 'desing' has work in variant 'tasks' of 'XYZ'; "
        "did you mean 'design'?",
    ]
    assert Project(work)
    assert Project(work, Budget(rates={"dev": 1, "ops": 0, "desing": 1, "boss": 5}))


@pytest.mark.parametrize(
    ("limit", "cost", "fault"),
    [
        (None, {"run": 1}, "names unknown fund 'run'; the budget's limit names no funds"),
        (9, {"bugdet": 1}, "names unknown fund 'bugdet'; did you mean 'budget'?"),
        ({"build": 9}, {"biuld": 1}, "names unknown fund 'biuld'; did you mean 'build'?"),
        ({"a": 9, "b": 1}, 5, "must say its fund, {fund: amount}, with one of 'a', 'b', got 5"),
    ],
)
def test_money_must_name_its_fund(limit, cost, fault):
    wrong = scope(Variant(), Variant("dear", cost=cost), rules=[Decided("ABC"), Bundle(["ABC"], cost=cost)])
    assert refused(Project, wrong, Budget(limit)) == [
        f"features[1].variants[1].cost: variant 'dear' of 'XYZ': cost {fault}",
        f"rules[1].cost: Bundle: cost {fault}",
    ]


@pytest.mark.parametrize(
    ("limit", "cost"),
    [(None, 5), (9, {"budget": 5}), (9, {}), ({"a": 9}, 5), ({"a": 9}, {"a": 5}), ({"a": 9, "b": 1}, {"b": 5}),
     ({"a": 9, "b": 1}, 0)],
)  # fmt: skip
def test_sound_money(limit, cost):
    assert Project(scope(Variant(cost=cost), rules=[Bundle(["ABC"], cost=cost)]), Budget(limit))


@pytest.mark.parametrize("burn", [5, {"budget": 0.5}])
def test_what_burns_by_the_day_needs_days(burn):
    budget = Budget(burn_per_day=burn)
    for timeline in (None, Capacity({"dev": 1, "design": 1})):
        (message,) = refused(Project, scope(Variant()), budget, timeline)
        rule = "burn_per_day must be 0 in a project without dates; give it a Timeline or Sprints"
        assert message == f"budget.burn_per_day: {rule}, got {burn}"
    assert Project(scope(Variant()), budget, TIMELINE)
    assert Project(scope(Variant()), Budget(burn_per_day={"budget": 0}))


def test_goals_must_have_a_weight():
    wrong = scope(
        Variant(value={"sales": 1, "slaes": 2}),
        Variant("number", value=5),
        goals=Goals({"sales": 3}, {"sale": 1, "x": 2}),
    )
    assert refused(Project, wrong) == [
        "goals.floors: floors names unknown goal 'sale', which has no weight; did you mean 'sales'?",
        "goals.floors: floors names unknown goal 'x', which has no weight",
        "features[1].variants[0].value: variant 'full' of 'XYZ' scores unknown goal 'slaes'; did you mean 'sales'?",
    ]


@pytest.mark.parametrize("goals", [None, Goals({})], ids=["none", "empty"])
def test_scores_need_goals(goals):
    assert refused(Project, scope(Variant(value={"sales": 1}), goals=goals)) == [
        "features[1].variants[0].value: variant 'full' of 'XYZ' scores unknown goal 'sales'; the scope has no goals"
    ]
