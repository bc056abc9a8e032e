"""Projects that were once answered wrongly, each with what was wrong."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

import irontriangle as it
from irontriangle.examples import feature_abc


def burning(limit):
    """One feature, fast and dear or slow and cheap, while each day burns 1."""
    variants = [it.Variant("fast", cost=10, effort={"dev": 1}), it.Variant("slow", effort={"dev": 3})]
    return it.Project(
        it.Scope([it.Feature("ABC", variants, priority=it.MUST)]),
        it.Budget(limit, burn_per_day=1),
        it.Timeline("2027-01-04", "2027-02-26", team={"dev": 1}),
    )


def test_no_finish_is_early_enough_for_what_the_days_burn():
    # The selection of least work was kept as a plan although the fund does not hold what its days burn.
    assert it.optimize(burning(2), "finish").status is it.Status.INFEASIBLE


def test_slower_variant_is_found_where_the_faster_one_burns_too_much():
    # The horizon was cut at the finish of a selection that cannot be paid.
    plan = it.optimize(burning(10), "finish")
    assert plan.status is it.Status.OPTIMAL
    assert plan.selection == {"ABC": "slow"}


def test_faster_variant_is_found_where_it_can_be_paid():
    plan = it.optimize(burning(11), "finish")
    assert (plan.selection, plan.cost) == ({"ABC": "fast"}, 11)


@pytest.mark.parametrize("engine", ["auto", "enumerate"])
@pytest.mark.parametrize("limits", ["deadline", "no deadline"])
def test_finish_is_planned_though_somebody_leaves_for_good(engine, limits):
    # Everything was thought to begin after the absence, which ends with the calendar.
    project = feature_abc().apply(it.ChangeTeam("dev", 1), it.ChangeTeam("dev", -1, from_date="2027-01-25"))
    if limits == "no deadline":
        project = attrs.evolve(project, timeline=attrs.evolve(project.timeline, deadline=None))
    plan = it.optimize(project, "finish", value_at_least=110, engine=engine)
    assert (plan.status, str(plan.finish)) == (it.Status.OPTIMAL, "2027-01-29")


@pytest.mark.parametrize("engine", ["auto", "enumerate"])
def test_what_needs_those_who_leave_for_good_is_done_before(engine):
    pair = it.Variant(value=5, tasks=[it.Task("pair", 3, demand={"dev": 2})])
    alone = it.Variant(value=3, effort={"dev": 4})
    project = it.Project(
        it.Scope([it.Feature("alone", alone, priority=it.MUST), it.Feature("pair", pair, requires=["alone"])]),
        timeline=it.Timeline("2027-01-04", team={"dev": 2}, absences=[it.Absence("dev", "2027-01-12", "9999-12-31")]),
    )
    assert it.optimize(project, engine=engine).selection == {"alone": "full"}
    earlier = project.apply(it.SetVariant("alone", it.Variant(value=3, effort={"dev": 3})))
    assert it.optimize(earlier, engine=engine).value == 8
    assert it.optimize(project, "finish", value_at_least=8, engine=engine).status is it.Status.INFEASIBLE


@pytest.mark.parametrize("engine", ["auto", "enumerate"])
@pytest.mark.parametrize(("days", "built"), [(5, ["last"]), (6, [])])
def test_the_very_last_date_is_worked(engine, days, built):
    # The calendar ended one day too early.
    feature = it.Feature("last", it.Variant(value=1, effort={"dev": days}))
    project = it.Project(it.Scope([feature]), timeline=it.Timeline("9999-12-27", team={"dev": 1}))
    assert list(it.optimize(project, engine=engine).selection) == built


def test_requirements_in_a_circle_that_adding_up_has_made_are_not_dropped():
    # Each requirement of a bundle followed from the other, as the quality row asked for the way back, and both went.
    scope = it.Scope(
        [
            it.Feature("a", it.Variant(value=3, cost=2, quality=0.5)),
            it.Feature("b", it.Variant(value=4, cost=2)),
            it.Feature("c", it.Variant(value=4, cost=9, quality=0.8), requires=["a"]),
        ],
        rules=[
            it.Bundle(["a", "b", "c"], value=5, cost=-5),
            it.Bundle(["a", "c"], value=8),
            it.AllOrNone(["b", "c"]),
            it.Bundle(["b", "c"], value=1, cost=-4),
        ],
    )
    plan = it.optimize(it.Project(scope, it.Budget(2), quality=Fraction(2, 3)))
    assert plan.selection == {}
    assert plan.value == plan.bound == 0
