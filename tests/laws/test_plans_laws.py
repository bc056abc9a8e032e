"""What must hold between the plans of projects that are akin."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import strategies as its
from irontriangle.testing import assert_optimal, assert_valid
from tests.engines.families import DATED, TOTALS, questions, small

from .rewriting import exact, mapped, renamed, reordered, scaled

PROJECTS = TOTALS | DATED
slow_to_draw = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def levels(plan):
    """Return what a plan reaches in value, cost and finish."""
    return (plan.value, plan.cost, plan.finish) if plan.found else None


def assert_no_worse(better, worse):
    """Assert that the first plan is worth as much as the second; both are proven."""
    assert it.Status.UNKNOWN not in (better.status, worse.status)
    if worse.found:
        assert better.found
        if better.status is it.Status.OPTIMAL:
            assert better.value >= worse.value


def assert_same_levels(plan, other, *, factor=1):
    """Assert that two plans agree in every level that both prove."""
    assert plan.found == other.found
    if not plan.found:
        return
    for level in plan.proven[: len(other.proven)]:
        if level == "value":
            assert other.value == plan.value
        elif level == "cost":
            assert exact(other.cost) == pytest.approx(float(exact(plan.cost) * factor), rel=1e-12)
        else:
            assert other.finish == plan.finish


@slow_to_draw
@given(its.feasible_projects(PROJECTS), its.numbers(max_value=30, places=1))
def test_more_budget_never_lowers_value(project, more):
    assume(project.budget.limit is not None)
    funds = project.budget.funds if len(project.budget.funds) > 1 else [None]
    richer = project.apply(*(it.ChangeBudget(more, fund) for fund in funds))
    assert_no_worse(it.optimize(richer), it.optimize(project))


@slow_to_draw
@given(small(dated=True, max_absences=0), st.integers(1, 8))
def test_later_deadline_never_lowers_value(project, days):
    assume(project.timeline.deadline is not None)
    assert_no_worse(it.optimize(project.apply(it.MoveDeadline(days))), it.optimize(project))


@slow_to_draw
@given(st.data(), small(dated=False))
def test_more_capacity_never_lowers_value(data, project):
    assume(isinstance(project.timeline, it.Capacity))
    role = data.draw(st.sampled_from(list(project.timeline)))
    more = data.draw(st.integers(0, 8))
    assert_no_worse(it.optimize(project.apply(it.ChangeCapacity(role, more))), it.optimize(project))


@slow_to_draw
@given(st.data(), PROJECTS)
def test_dropping_a_demand_never_lowers_value(data, project):
    demands = [rule for rule in project.scope.rules if not isinstance(rule, it.Bundle)]
    assume(demands)
    rule = data.draw(st.sampled_from(demands))
    assert_no_worse(it.optimize(project.apply(it.DropRule(rule))), it.optimize(project))


@slow_to_draw
@given(st.data(), PROJECTS)
def test_forced_choice_never_gains(data, project):
    feature = data.draw(st.sampled_from(project.scope.features))
    variant = data.draw(st.none() | st.sampled_from([variant.name for variant in feature]))
    forced = project.apply(it.AddRule(it.Decided(feature.name, variant)))
    assert_no_worse(it.optimize(project), it.optimize(forced))


@slow_to_draw
@given(st.data(), PROJECTS)
def test_renaming_features_changes_no_level(data, project):
    old = [feature.name for feature in project.scope]
    new = data.draw(st.lists(its.names(), min_size=len(old), max_size=len(old), unique=True))
    other = renamed(project, dict(zip(old, new, strict=True)))
    assert_same_levels(it.optimize(project), it.optimize(other))


@slow_to_draw
@given(st.data(), PROJECTS)
def test_reordering_features_and_rules_changes_no_level(data, project):
    features = data.draw(st.permutations(project.scope.features))
    rules = data.draw(st.permutations(project.scope.rules))
    assert_same_levels(it.optimize(project), it.optimize(reordered(project, features, rules)))


@slow_to_draw
@given(PROJECTS, st.sampled_from([2, 3, 100, 1000]))
def test_scaling_money_changes_no_level(project, factor):
    assert_same_levels(it.optimize(project), it.optimize(scaled(project, factor)), factor=factor)


@slow_to_draw
@given(PROJECTS, st.sampled_from([2, 3, 100]))
def test_scaling_value_scales_value(project, factor):
    def times(amount):
        return mapped(amount, lambda number: exact(number) * factor)

    scope = project.scope
    features = [
        attrs.evolve(feature, variants=[attrs.evolve(variant, value=times(variant.value)) for variant in feature])
        for feature in scope
    ]
    rules = [
        attrs.evolve(rule, value=times(rule.value)) if isinstance(rule, it.Bundle) else rule for rule in scope.rules
    ]
    goals = scope.goals and it.Goals(scope.goals.weights, times(scope.goals.floors))
    other = attrs.evolve(project, scope=it.Scope(features, rules=rules, goals=goals))
    plan, larger = it.optimize(project), it.optimize(other)
    assert plan.found == larger.found
    if plan.found:
        assert float(larger.value) == pytest.approx(float(plan.value * factor), rel=1e-12)


@slow_to_draw
@given(st.data(), PROJECTS)
def test_plan_is_valid_and_within_its_bound(data, project):
    plan = it.optimize(project, **data.draw(questions(project)))
    assert_valid(plan)
    if plan.found and plan.bound is not None and plan.question.objective == "value":
        assert plan.value <= plan.bound


@slow_to_draw
@given(its.feasible_projects(PROJECTS))
def test_feasible_project_has_a_plan_that_is_best(project):
    plan = it.optimize(project)
    assert plan.found
    assert_optimal(plan)


@slow_to_draw
@given(PROJECTS)
def test_same_question_gives_the_same_plan(project):
    assert it.optimize(project) == it.optimize(project)


@slow_to_draw
@given(PROJECTS)
def test_insisting_on_the_plan_keeps_its_value(project):
    plan = it.optimize(project)
    assume(plan.found)
    decided = project.apply(*(it.AddRule(it.Decided(*built)) for built in plan.selection.items()))
    assert it.optimize(decided).value == plan.value
