from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model import resolve
from irontriangle._model.amounts import exact
from irontriangle._model.budget import Budget
from irontriangle._model.feature import Feature, Task, Variant
from irontriangle._model.project import Project
from irontriangle._model.rules import Decided, Requires
from irontriangle._model.scope import Goals, Scope

from .values import numbers

FUNDS = Budget({"build": 1000, "licences": 50}, rates={"dev": {"build": 900}, "qa": {"build": 0.1, "licences": 2}})


def project_of(variant, budget=FUNDS, **scope):
    return Project(Scope([Feature("F", variant)], **scope), budget)


def test_value_is_a_number_or_weighs_scores():
    goals = Goals({"sales": 0.1, "reach": 3, "fun": 0})
    scored = Variant(value={"sales": 20, "reach": 0.5, "fun": 7})
    project = project_of(scored, goals=goals)
    assert resolve.value(project, scored) == Fraction(7, 2)
    assert resolve.value(project, Variant(value=0.1)) == Fraction(1, 10)
    assert type(resolve.value(project, Variant(value=3))) is Fraction


def test_scores_are_given_for_every_goal():
    goals = Goals({"sales": 0.1, "reach": 3})
    project = project_of(Variant(value={"sales": 0.2}), goals=goals)
    assert resolve.goal_scores(project, project.scope["F"].original) == {"sales": Fraction(1, 5), "reach": 0}
    assert resolve.goal_scores(project, Variant(value=7)) == {"sales": 0, "reach": 0}
    assert resolve.goal_scores(project_of(Variant(value=7)), Variant(value=7)) == {}


def test_work_is_effort_or_the_sum_over_tasks():
    assert resolve.work(Variant(effort={"dev": 0.1, "qa": 0})) == {"dev": Fraction(1, 10), "qa": 0}
    tasks = [Task("a", 0.5, demand={"dev": 3}), Task("b", 2, demand={"dev": 1, "qa": 2}), Task("c", 9)]
    assert resolve.work(Variant(tasks=tasks)) == {"dev": Fraction(7, 2), "qa": 4}
    assert resolve.work(Variant()) == {}


def test_labour_is_work_times_rate_by_fund():
    variant = Variant(effort={"dev": 2, "qa": 0.5})
    assert resolve.labour(project_of(variant), variant) == {"build": Fraction(180005, 100), "licences": 1}
    one = Budget(100, rates={"dev": 900, "qa": 800})
    assert resolve.labour(project_of(variant, one), variant) == {"budget": 2200}


def test_labour_without_rates_costs_nothing():
    variant = Variant(effort={"dev": 2})
    assert resolve.labour(project_of(variant, Budget()), variant) == {"budget": 0}
    # A role without work needs no rate.
    idle = Variant(effort={"ops": 0})
    assert resolve.labour(project_of(idle), idle) == {"build": 0, "licences": 0}


def test_other_cost_is_the_variants_own_by_fund():
    assert resolve.other_cost(project_of(Variant()), Variant(cost={"licences": 0.5})) == {
        "build": 0,
        "licences": Fraction(1, 2),
    }
    assert resolve.other_cost(project_of(Variant()), Variant(cost=0)) == {"build": 0, "licences": 0}
    assert resolve.other_cost(project_of(Variant(), Budget()), Variant(cost=7)) == {"budget": 7}


def test_requirements_are_those_of_features_and_of_rules():
    features = [
        Feature("a", Variant()),
        Feature("b", Variant(), requires=["a", ("c", "full")]),
        Feature("c", Variant()),
    ]
    logic = Requires(("c", "full"), "a", ordered=False)
    project = Project(Scope(features, rules=[Decided("a"), logic]))
    assert resolve.requirements(project) == (Requires("b", "a"), Requires("b", ("c", "full")), logic)


@given(effort=st.dictionaries(st.sampled_from(["dev", "qa"]), numbers), rate=numbers, cost=numbers)
def test_figures_are_exact_whatever_the_numbers_are(effort, rate, cost):
    variant = Variant(effort=effort, cost=cost)
    project = project_of(variant, Budget(rates={"dev": rate, "qa": rate}))
    assert resolve.work(variant) == {role: exact(days) for role, days in variant.effort.items()}
    paid = exact(project.budget.rates["dev"])
    assert resolve.labour(project, variant) == {"budget": sum(map(exact, variant.effort.values()), Fraction(0)) * paid}
    assert resolve.other_cost(project, variant) == {"budget": exact(variant.cost)}


@pytest.mark.parametrize("function", [resolve.labour, resolve.other_cost])
def test_figures_of_money_are_exact(function):
    variant = Variant(effort={"dev": 2}, cost={"build": 3})
    assert {type(amount) for amount in function(project_of(variant), variant).values()} <= {int, Fraction}
