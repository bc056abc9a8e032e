"""What differs between two plans."""

from __future__ import annotations

import pickle
from datetime import date

import attrs
import pytest
from hypothesis import given

import irontriangle as it
from irontriangle.examples import feature_abc
from tests.engines.families import DATED, TOTALS


@pytest.fixture(scope="module")
def plans():
    project = feature_abc()
    return it.optimize(project, "tiers"), it.optimize(project)


def test_story_by_hand(plans):
    comparison = it.compare(*plans)
    abc, xyz = comparison.features
    assert (abc.feature, abc.kind, abc.before, abc.after) == ("ABC", "changes", "full", "simplified")
    assert (xyz.feature, xyz.kind, xyz.before, xyz.after) == ("XYZ", "comes", None, "full")
    # 30 days from 4 January on; 15 days; then 20 more, the design of XYZ from the fifth day on.
    assert abc.dates_before == (date(2027, 1, 4), date(2027, 2, 12))
    assert abc.dates_after == (date(2027, 1, 4), date(2027, 1, 22))
    assert xyz.dates_before is None
    assert xyz.dates_after == (date(2027, 1, 8), date(2027, 2, 19))
    assert comparison.value == it.Difference(90, 110)
    assert comparison.cost == comparison.costs["budget"] == it.Difference(35_000, 39_500)
    assert comparison.finish == it.DateDifference(date(2027, 2, 12), date(2027, 2, 19), 5)
    assert comparison.work == {"dev": it.Difference(30, 35), "design": it.Difference(10, 10)}
    assert comparison.affected == ("dev", "design")


def test_what_comes_goes_the_other_way_round(plans):
    there, back = it.compare(*plans), it.compare(*reversed(plans))
    assert [one.kind for one in back.features] == ["changes", "goes"]
    assert back.value.by == -there.value.by == -20
    assert back.finish.working_days == -5


def test_plan_differs_in_nothing_from_itself(plans):
    comparison = it.compare(plans[0], plans[0])
    assert comparison.features == comparison.affected == ()
    assert str(comparison).startswith("Both plans build the same, at the same time.")


def test_plans_without_dates_are_not_said_to_keep_them():
    plan = it.optimize(it.Project(it.Scope([it.Feature("login", it.Variant(value=5, cost=2))]), it.Budget(3)))
    assert str(it.compare(plan, plan)).startswith("Both plans build the same.\n")


def test_values_pickle_and_compare(plans):
    comparison = it.compare(*plans)
    assert pickle.loads(pickle.dumps(comparison)) == comparison == it.compare(*plans)
    assert repr(comparison.features[0]).startswith("FeatureDifference(feature='ABC', before='full', after='simplified'")


def test_text_of_the_story(plans):
    assert str(it.compare(*plans)) == (
        "XYZ comes in; ABC becomes simplified.\n"
        "\n"
        "                   before         after            change\n"
        "Value                  90           110               +20\n"
        "Cost           35,000 USD    39,500 USD        +4,500 USD\n"
        "Finish        12 Feb 2027   19 Feb 2027   +5 working days\n"
        "dev days               30            35                +5\n"
        "design days            10            10              same\n"
        "\n"
        "Scope   before    after        dates before     dates after\n"
        "1 ABC   full      simplified   4 Jan - 12 Feb   4 - 22 Jan\n"
        "2 XYZ   backlog   full         -                8 Jan - 19 Feb\n"
        "\n"
        "Affected: dev and design."
    )


def test_feature_that_only_moves():
    project = it.Project(
        it.Scope([it.Feature("login", it.Variant(value=5, effort={"dev": 2}))]),
        timeline=it.Timeline("2027-01-04", team={"dev": 1}),
    )
    later = it.Project(project.scope, timeline=it.Timeline("2027-01-06", team={"dev": 1}))
    comparison = it.compare(it.optimize(project), it.optimize(later))
    (login,) = comparison.features
    assert (login.kind, login.roles, comparison.affected) == ("moves", ("dev",), ("dev",))
    # From Tuesday to Thursday; the second calendar begins on Wednesday, so the first finish is its first day.
    assert (comparison.finish.before, comparison.finish.after) == (date(2027, 1, 5), date(2027, 1, 7))
    assert "login only moves." in str(comparison)
    assert "Only moved" in str(comparison)


def test_feature_whose_work_changes_without_dates():
    def project(days):
        scope = it.Scope([it.Feature("login", it.Variant(value=5, effort={"dev": days}))])
        return it.Project(scope, timeline=it.Capacity({"dev": 9}))

    comparison = it.compare(it.optimize(project(2)), it.optimize(project(3)))
    assert [(one.feature, one.kind) for one in comparison.features] == [("login", "changes")]
    assert comparison.finish == it.DateDifference(None, None, None)
    assert comparison.work["dev"].by == 1


def test_funds_and_features_that_only_one_project_has():
    def project(name):
        scope = it.Scope([it.Feature(name, it.Variant(value=5, cost={"build": 7, "run": 2}))])
        return it.Project(scope, it.Budget({"build": 9, "run": 9}))

    comparison = it.compare(it.optimize(project("old")), it.optimize(project("new")))
    assert [(one.feature, one.kind) for one in comparison.features] == [("old", "goes"), ("new", "comes")]
    assert comparison.costs == {"build": it.Difference(7, 7), "run": it.Difference(2, 2)}
    text = str(comparison)
    assert "Cost, run" in text
    assert "not there" in text


def test_finish_without_a_counterpart_counts_no_days():
    project = feature_abc()
    nothing = it.optimize(project.apply(*(it.SetPriority(name, "WONT") for name in ("ABC", "XYZ"))))
    comparison = it.compare(nothing, it.optimize(project))
    assert comparison.finish == it.DateDifference(None, date(2027, 2, 19), None)
    assert "-   19 Feb 2027" in str(comparison)


def test_long_comparison_is_counted():
    features = [it.Feature(f"feature number {number}", it.Variant(value=1, cost=1)) for number in range(20)]
    all_in = it.Project(it.Scope(features))
    none = it.Project(it.Scope(features), it.Budget(0))
    text = str(it.compare(it.optimize(none), it.optimize(all_in)))
    assert text.startswith("Of 20 features that differ, 20 come in.")
    assert text.splitlines()[-1] == "and 5 features more"


@pytest.mark.parametrize("wrong", [("plan", None), (None, "plan")])
def test_what_is_no_plan_is_refused(plans, wrong):
    with pytest.raises(TypeError, match="must be a Plan, got NoneType"):
        it.compare(*(plans[0] if given else None for given in wrong))


def test_plan_that_was_not_found_is_refused(plans):
    never = it.optimize(feature_abc(), value_at_least=1_000)
    with pytest.raises(it.NoPlanError, match=r"^no plan, so no comparison with 'other': no plan meets all limits"):
        it.compare(plans[0], never)
    with pytest.raises(it.NoPlanError, match=r"^no plan, so no comparison with 'plan': "):
        it.compare(never, plans[0])


@given(TOTALS | DATED)
def test_differences_add_up(project):
    by_value, by_tier = it.optimize(project), it.optimize(project, "tiers")
    if not by_value.found:
        return
    comparison = it.compare(by_value, by_tier)
    assert comparison.value.by <= 0
    named = {one.feature for one in comparison.features if one.kind != "moves"}
    assert named == {
        feature.name
        for feature in project.scope
        if by_value.selection.get(feature.name) != by_tier.selection.get(feature.name)
    }
    assert comparison.plan is by_value
    assert str(comparison)


def test_days_are_those_of_the_plans():
    """People who have time for four days in five are at work for five days on four of effort, in whole days."""
    project = it.examples.feature_abc().apply(it.MoveDeadline(10))
    project = attrs.evolve(project, timeline=attrs.evolve(project.timeline, availability={"dev": 0.8}))
    plans = it.optimize(project, "tiers"), it.optimize(project)
    assert [plan.usage["role:dev"].used for plan in plans] == [38, 44]  # 30 / 0.8, and 15 / 0.8 and 20 / 0.8
    assert it.compare(*plans).work["dev"] == it.Difference(38, 44)
    rough = attrs.evolve(project, timeline=it.Capacity({"dev": 35, "design": 35}))
    assert it.compare(plans[0], it.optimize(rough)).work["dev"] == it.Difference(30, 35)
