"""The verb itself: the story, its arguments, what it says when it stops."""

from __future__ import annotations

from datetime import date

import attrs
import numpy as np
import pytest

import irontriangle as it
from irontriangle._solve import optimize as wiring
from irontriangle._solve.selection import search


@pytest.fixture
def story():
    return it.examples.feature_abc()


def with_limits(project, limit, deadline):
    return attrs.evolve(
        project,
        budget=attrs.evolve(project.budget, limit=limit),
        timeline=attrs.evolve(project.timeline, deadline=deadline),
    )


FULL = {"ABC": "full", "XYZ": "full"}
SIMPLE = {"ABC": "simplified", "XYZ": "full"}


@pytest.mark.parametrize(
    ("limit", "deadline", "selection", "value", "cost", "finish"),
    [
        (45_000, "2027-02-19", SIMPLE, 110, 39_500, date(2027, 2, 19)),
        (57_800, "2027-03-12", FULL, 140, 57_800, date(2027, 3, 12)),
        (57_799, "2027-03-12", SIMPLE, 110, 39_500, date(2027, 2, 19)),
        (57_800, "2027-03-11", SIMPLE, 110, 39_500, date(2027, 2, 19)),
        (45_000, "2027-02-18", {"ABC": "full"}, 90, 35_000, date(2027, 2, 12)),
        (0, "2027-02-19", {}, 0, 0, None),
    ],
)
@pytest.mark.parametrize("engine", ["auto", "enumerate"])
def test_the_story_has_the_numbers_that_can_be_checked_by_hand(
    story, engine, limit, deadline, selection, value, cost, finish
):
    plan = it.optimize(with_limits(story, limit, deadline), engine=engine)
    assert plan.status == it.Status.OPTIMAL
    assert plan.proven == ("value", "cost", "finish")
    assert plan.selection == selection
    assert (plan.value, plan.cost, plan.finish) == (value, cost, finish)
    assert (plan.bound, plan.gap) == (value, 0)


def test_tiers_put_the_first_priority_first(story):
    plan = it.optimize(story, "tiers")
    assert plan.proven == ("tier 1", "tier 2", "cost", "finish")
    assert plan.selection == {"ABC": "full"}


def test_the_least_budget_for_a_value(story):
    plan = it.optimize(with_limits(story, 0, "2027-03-12"), "cost", value_at_least=140)
    assert (plan.cost, plan.selection) == (57_800, FULL)
    assert plan.usage["cost"].limit is None


def test_the_earliest_date_for_a_value(story):
    plan = it.optimize(with_limits(story, 57_800, "2027-01-05"), "finish", value_at_least=140)
    assert (plan.finish, plan.bound, plan.gap) == (date(2027, 3, 12), date(2027, 3, 12), 0)
    assert plan.usage["finish"].limit is None


def test_what_contradicts_itself_is_infeasible_and_no_exception(story):
    plan = it.optimize(story, value_at_least=111)
    assert plan.status == it.Status.INFEASIBLE
    assert not plan.found
    assert plan.proven == ()
    with pytest.raises(it.NoPlanError, match="no plan meets all limits and rules"):
        _ = plan.value


def test_nothing_to_finish_has_no_date():
    project = it.Project(
        it.Scope([it.Feature("kick-off", it.Variant(value=1), priority="MUST")]),
        timeline=it.Timeline("2027-01-04", team={"dev": 1}),
    )
    for objective in ("value", "finish"):
        plan = it.optimize(project, objective)
        assert plan.finish is None
        assert plan.status == it.Status.OPTIMAL
        assert [task.name for task in plan.schedule] == ["milestone"]


@pytest.mark.parametrize("objective", ["cost", "finish"])
def test_an_objective_that_would_build_nothing_asks_for_a_demand(story, objective):
    with pytest.raises(it.ModelError, match=f"objective '{objective}' needs a demand"):
        it.optimize(story, objective)


def test_the_finish_needs_dates(story):
    with pytest.raises(it.ModelError, match="give the project a Timeline"):
        it.optimize(attrs.evolve(story, timeline=None), "finish", value_at_least=1)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"objective": "vale"}, ValueError, "objective must be one of .*got 'vale'; did you mean 'value'"),
        ({"engine": "higsh"}, ValueError, "engine must be one of .*got 'higsh'; did you mean 'highs'"),
        ({"engine": None}, ValueError, "engine must be one of .*got None"),
        ({"time_limit": -1}, ValueError, "time_limit must be >= 0 seconds, got -1"),
        ({"time_limit": float("nan")}, ValueError, "time_limit must be >= 0 seconds, got nan"),
        ({"time_limit": 10**400}, ValueError, "time_limit must be a number of seconds that a float holds"),
        ({"time_limit": "1"}, TypeError, "time_limit must be a number of seconds or None"),
        ({"time_limit": True}, TypeError, "time_limit must be a number of seconds or None"),
        ({"progress": 3}, TypeError, "progress must be callable or None"),
        ({"value_at_least": float("inf")}, it.ModelError, "value_at_least must be a finite number, got inf"),
        ({"value_at_least": "much"}, it.ModelError, "value_at_least must be a finite number, got 'much'"),
    ],
)
def test_a_wrong_argument_is_told_what_is_allowed(story, arguments, error, message):
    with pytest.raises(error, match=message):
        it.optimize(story, **arguments)


def test_only_a_project_can_be_optimized(story):
    with pytest.raises(TypeError, match="project must be a Project, got Scope"):
        it.optimize(story.scope)


def test_progress_is_told_level_by_level(story):
    told = []
    it.optimize(story, progress=told.append)
    assert {progress.phase for progress in told} == {"value", "cost", "finish"}
    assert all(progress.total == 3 for progress in told)
    last = [progress for progress in told if progress.phase == "cost"][-1]
    assert (last.incumbent, last.bound) == (39_500, 39_500)


def test_no_time_at_all_gives_no_plan_or_an_honest_one(story):
    plan = it.optimize(story, time_limit=0)
    assert plan.status in (it.Status.UNKNOWN, it.Status.FEASIBLE)
    assert plan.run.termination == "time_limit"


def test_an_interrupt_keeps_the_best_plan_so_far(story, monkeypatch):
    def interrupted(*arguments, on_found, **rest):
        found = arguments[0]
        on_found(np.zeros(len(found), dtype=np.int64))
        raise KeyboardInterrupt

    monkeypatch.setattr("irontriangle._solve.levels.maximize", interrupted)
    plan = it.optimize(attrs.evolve(story, timeline=None))
    assert plan.status == it.Status.FEASIBLE
    assert plan.run.termination == "interrupted"
    assert plan.selection == {}
    assert it.violations(plan) == ()


def test_an_interrupt_before_any_plan_goes_through(story, monkeypatch):
    def interrupted(*arguments, **rest):
        raise KeyboardInterrupt

    monkeypatch.setattr("irontriangle._solve.levels.maximize", interrupted)
    with pytest.raises(KeyboardInterrupt):
        it.optimize(attrs.evolve(story, timeline=None))


def test_a_wrong_answer_is_never_returned(story, monkeypatch):
    honest = wiring.build_answer
    monkeypatch.setattr(wiring, "build_answer", lambda *args: attrs.evolve(honest(*args), value=1_000))
    with pytest.raises(it.SolverError, match="fails the independent check"):
        it.optimize(story)


def test_a_limit_on_work_is_no_proof(monkeypatch):
    monkeypatch.setattr(search, "LAST_NODES", 1)
    monkeypatch.setattr(search, "can_list", lambda program, *levels: False)
    weights = [10**15 + 7919 * k * k for k in range(1, 31)]
    scope = it.Scope([it.Feature(f"f{k}", it.Variant(value=w, cost=w)) for k, w in enumerate(weights)])
    plan = it.optimize(it.Project(scope, it.Budget(sum(weights) // 2)))
    assert plan.status == it.Status.FEASIBLE
    assert plan.run.termination == "work_limit"
    assert plan.value <= plan.bound
    assert 0 <= plan.gap < 1
