"""Explanations of the story, by hand, and what is refused."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import attrs
import pytest

import irontriangle as it
from irontriangle import FlipKind, WishKind
from irontriangle.examples import feature_abc

# ABC in full takes 30 dev and 10 design days: 27,000 + 8,000 = 35,000. XYZ takes 20 and 6: 18,000 + 4,800 = 22,800.
# Simplified ABC takes 15 and 4: 13,500 + 3,200 = 16,700. There are 35 working days from 4 January to 19 February.


@pytest.fixture(scope="module")
def plan():
    return it.optimize(feature_abc())


@pytest.fixture(scope="module")
def story(plan):
    return it.explain(plan, "ABC")


def flips(explanation, kind):
    return [flip for flip in explanation.flips if flip.kind is kind]


def stops(flip):
    return [wish.kind for wish in flip.stopped_by]


def test_what_insisting_costs(story):
    # Full ABC alone is worth 90; simplified ABC with XYZ 60 + 50.
    assert (story.built, story.asked, story.insist) == ("simplified", "full", True)
    assert story.contrary.selection == {"ABC": "full"}
    assert story.best == story.plan
    assert story.regret == 20
    assert story.displaces == (("XYZ", "full", None),)
    assert story.proven


def test_limits_that_bind(story):
    # 45,000 - 35,000 and 35 - 30 are left for XYZ.
    assert story.binds[0].shortfalls == (
        it.Shortfall("cost", 22_800, 10_000, 12_800),
        it.Shortfall("role:dev", 20, 5, 15),
    )


@pytest.mark.parametrize(
    ("kind", "stop"),
    [(FlipKind.MONEY, WishKind.DEADLINE), (FlipKind.TIME, WishKind.BUDGET), (FlipKind.PEOPLE, WishKind.BUDGET)],
)
def test_nothing_alone_is_enough(story, kind, stop):
    flip = flips(story, kind)[0]
    assert (flip.found, flip.changes, stops(flip), flip.proven) == (False, (), [stop], True)


def test_money_and_time(story):
    (flip,) = flips(story, FlipKind.MONEY_AND_TIME)
    # 57,800 - 45,000; 50 dev days are 15 more than 35, three weeks after 19 February.
    assert flip.changes == (it.ChangeBudget(12_800), it.MoveDeadline(15))
    assert (flip.plan.value, flip.plan.cost, flip.plan.finish) == (140, 57_800, date(2027, 3, 12))


def test_money_and_people(story):
    dev, design = flips(story, FlipKind.MONEY_AND_PEOPLE)
    # Ten days of the second dev before they count cost 9,000 beside the 12,800.
    assert dev.names == ("dev",)
    assert dev.changes == (it.ChangeBudget(21_800), it.ChangeTeam("dev", 1, ramp_up=10))
    assert (dev.plan.value, dev.plan.cost, dev.plan.finish) == (140, 66_800, date(2027, 2, 12))
    assert not design.found
    assert stops(design) == [WishKind.DEADLINE]


def test_its_value(story):
    (flip,) = flips(story, FlipKind.VALUE)
    assert (flip.before, flip.after) == (90, 110)  # as much as simplified ABC and XYZ together
    assert (flip.plan.selection, flip.plan.cost) == ({"ABC": "full"}, 35_000)


def test_its_effort(story):
    dev, design = flips(story, FlipKind.EFFORT)
    assert (dev.names, dev.before, dev.after, dev.plan.value) == (("dev",), 30, 15, 140)  # 15 + 20 = 35 days
    # Without design days both would still cost 27,000 + 22,800 and take 50 dev days.
    assert not design.found
    assert set(stops(design)) == {WishKind.BUDGET, WishKind.DEADLINE}


def test_value_of_the_other(story):
    (flip,) = flips(story, FlipKind.OTHER_VALUE)
    assert (flip.names, flip.before, flip.after) == (("XYZ", "full"), 50, 30)  # 60 + 30 = 90
    assert flip.plan.selection == {"ABC": "full"}


def test_changes_lead_to_the_plans(story):
    for flip in story.flips:
        if flip.found:
            changed = feature_abc().apply(*flip.changes)
            assert it.optimize(changed).value == flip.plan.value
            assert flip.plan.selection["ABC"] == "full"


def test_text_of_the_story(story):
    assert str(story) == (
        "ABC is built simplified, not full.\n"
        "Full ABC leaves 10,000 USD and 5 dev days; XYZ needs 22,800 USD and 20.\n"
        "Simplified ABC with XYZ is worth 110, full ABC alone 90: insisting on full costs 20 and puts XYZ out.\n"
        "\n"
        "What would make it full:\n"
        "  money alone        no amount: the deadline still stops it\n"
        "  time alone         no date: the budget still stops it\n"
        "  people alone       no number: the budget still stops it\n"
        "  money and time     +12,800 USD and +15 working days (12 Mar): both in full, 140\n"
        "  money and people   +21,800 USD and +1 dev from 4 Jan: both in full, 140\n"
        "  its value          110 instead of 90: full ABC alone (equal value, cheaper)\n"
        "  its effort         dev 15 days instead of 30: both in full, 140\n"
        "  value of XYZ       30 or less instead of 50: full ABC alone, 90"
    )


def test_explanations_are_values(story, plan):
    assert pickle.loads(pickle.dumps(story)) == story == it.explain(plan, "ABC", "full")
    assert repr(story).startswith("Explanation(plan=Plan(")
    assert repr(FlipKind.MONEY) == "FlipKind.MONEY"


def test_a_feature_that_is_built(plan):
    found = it.explain(plan, "XYZ")
    # Without XYZ full ABC is worth 90: XYZ stays as long as it is worth more than 30.
    assert (found.built, found.insist, found.regret) == ("full", False, 20)
    assert [(flip.before, flip.after) for flip in flips(found, FlipKind.VALUE)] == [(50, 30)]
    others = {flip.names: (flip.before, flip.after) for flip in flips(found, FlipKind.OTHER_VALUE)}
    assert others == {("ABC", "full"): (90, 110), ("ABC", "simplified"): (60, 40)}
    assert "full ABC alone 90: putting it out costs 20 and makes ABC full." in str(found)


def test_a_decision_is_undone():
    project = feature_abc().apply(it.SetPriority("XYZ", "WONT"))
    found = it.explain(it.optimize(project), "XYZ")
    assert found.undo == (it.SetPriority("XYZ", it.SHOULD),)
    assert (found.best.value, found.regret, found.flips) == (110, 0, ())
    assert str(found) == (
        "XYZ is out: decided: not this time.\n"
        "That is settled by its priority, WONT; what follows is told as if it were open.\n"
        "Then the best plan would bring it in: worth 110 (20 more)."
    )


def test_what_is_refused(plan):
    with pytest.raises(TypeError, match="plan must be a Plan, got Project"):
        it.explain(feature_abc(), "ABC")
    with pytest.raises(ValueError, match="feature must be one of the plan's project, got 'ABD'; did you mean 'ABC'"):
        it.explain(plan, "ABD")
    with pytest.raises(ValueError, match="variant of 'ABC' must be one of 'full', 'simplified', got 'ful'; did you"):
        it.explain(plan, "ABC", "ful")
    with pytest.raises(ValueError, match="as explanations count the value that is lost, got one for 'tiers'"):
        it.explain(it.optimize(feature_abc(), "tiers"), "ABC")
    with pytest.raises(it.ModelError, match="ramp_up must be a whole number"):
        it.explain(plan, "ABC", ramp_up=-1)
    impossible = it.optimize(feature_abc().apply(it.SetPriority("XYZ", "MUST"), it.AddRule(it.Decided("ABC", "full"))))
    with pytest.raises(it.NoPlanError, match=r"no explanation: no plan meets all limits and rules \(INFEASIBLE\)"):
        it.explain(impossible, "ABC")


def test_without_time_nothing_is_claimed(plan):
    found = it.explain(plan, "ABC", time_limit=0)
    assert not found.proven
    assert found.flips == ()
    assert "or none was found in the time given." in str(found)
    assert attrs.evolve(found, proven=True) != found


def rough(money=10, **arguments):
    """Return a project without dates: a is worth 8 for 4 dev days, b 5 for 3, with 4 days and some money."""
    features = [
        it.Feature("a", it.Variant(value=8, cost=4, effort={"dev": 4})),
        it.Feature("b", it.Variant(value=5, cost=3, effort={"dev": 3})),
    ]
    return it.Project(it.Scope(features, **arguments), it.Budget(money), it.Capacity({"dev": 4}))


def test_without_dates_person_days_are_asked_for():
    # Both take 7 dev days and 7 of money; 4 days are there.
    found = it.explain(it.optimize(rough()), "b")
    (time,) = flips(found, FlipKind.TIME)
    assert (time.changes, time.plan.value) == ((it.ChangeCapacity("dev", 3),), 13)
    assert "person-days alone   +3 dev days: both in full, 13" in str(found)
    # With money for one of them only, days alone do not help; 3 more days and 2 more of money do.
    poor = it.explain(it.optimize(rough(money=5)), "b")
    assert "person-days alone   no number: the budget still stops it" in str(poor)
    assert "money and days      +2 of money and +3 dev days: both in full, 13" in str(poor)
    assert "money alone         no amount: the dev days still stop it" in str(poor)
    assert "date" not in str(poor)
    assert "b leaves 2 of money and 1 dev day" in str(poor)


def test_what_becomes_of_the_feature_itself():
    # Without full ABC in 57,800 USD and 50 days, simplified ABC stays beside XYZ.
    rich = feature_abc().apply(it.ChangeBudget(12_800), it.MoveDeadline(15))
    text = str(it.explain(it.optimize(rich), "ABC"))
    assert "doing without full costs 30 and makes ABC simplified." in " ".join(text.split())


def test_what_values_cannot_change():
    found = it.explain(it.optimize(rough(rules=[it.Requires("a", "b")])), "a")
    # a needs b, and both do not fit in 4 days: no value brings it in.
    assert found.contrary is None
    assert "its value           no value: the dev days still stop it" in str(found)
    must = it.explain(it.optimize(rough(rules=[it.Decided("b")])), "b")
    assert must.undo == (it.DropRule(it.Decided("b")),)
    tied = it.explain(it.optimize(rough(rules=[it.AtLeast(["b"], 1)])), "b")
    assert tied.contrary is None
    assert "its value   no value: it is not a question of value" in str(tied)


def test_undecided_flips_are_said():
    project = attrs.evolve(rough(), quality=0.5)
    found = it.explain(it.optimize(project), "b")
    # Values also weigh in the quality, but all that is built then meets its floor by far.
    (other,) = flips(found, FlipKind.OTHER_VALUE)
    assert (other.after, other.proven) == (5, True)
    unknown = attrs.evolve(found, flips=[attrs.evolve(other, changes=(), plan=None, after=None)])
    assert "other values   1 not settled" in str(unknown)
    floors = "What is said of values is not proven, as the floors of quality and goals depend on them, too."
    assert str(attrs.evolve(found, flips=[attrs.evolve(other, proven=False)])).endswith(floors)
    (days,) = flips(found, FlipKind.TIME)
    open_one = attrs.evolve(days, names=("qa",), changes=(), plan=None, proven=False)
    assert "person-days alone   qa: not settled" in str(attrs.evolve(found, flips=[days, open_one]))


def test_paid_absences_beyond_the_deadline_prove_nothing():
    # One dev works, another is paid for being away until long after the deadline: each day more costs 1 as well.
    features = [it.Feature(name, it.Variant(value=value, effort={"dev": 2})) for name, value in (("a", 5), ("b", 3))]
    away = it.Absence("dev", "2027-01-04", "2027-03-31", paid=True)
    timeline = it.Timeline("2027-01-04", "2027-01-05", team={"dev": 2}, absences=[away])
    project = it.Project(it.Scope(features), it.Budget(100, rates={"dev": 1}), timeline)
    found = it.explain(it.optimize(project), "b")
    (time,) = flips(found, FlipKind.TIME)
    assert (time.changes, time.proven) == ((it.MoveDeadline(2),), False)
    assert "(perhaps less will do)" in str(found)
    # With less money the whole absence cannot be paid, but two days more of it can: nothing is claimed.
    poor = it.explain(it.optimize(project.apply(it.ChangeBudget(-80))), "b")
    (time,) = flips(poor, FlipKind.TIME)
    assert (time.found, time.proven) == (False, False)


@pytest.mark.parametrize("name", ['search "pro"', "two\nlines", "chat \N{ROCKET}", "it's"])
def test_odd_names(name):
    features = [
        it.Feature(name, it.Variant("a 'b'", value=3, cost=2)),
        it.Feature("other", it.Variant(value=4, cost=3)),
    ]
    plan = it.optimize(it.Project(it.Scope(features), it.Budget(3)))
    text = str(it.explain(plan, name))
    assert "What would bring it in:" in text
    assert "money alone" in text
    with pytest.raises(ValueError, match=r"feature must be one of the plan's project, got .*; did you mean"):
        it.explain(plan, name + "s")


def test_names_of_another_kind_are_refused(plan):
    names: list[tuple[Any, str]] = [
        (None, "NoneType"),
        (3, "int"),
        (("ABC", "full"), "tuple"),
        (["ABC"], "list"),
        ([], "list"),
    ]
    for wrong, kind in names:
        with pytest.raises(TypeError, match=f"feature must be the name of a feature, got {kind}"):
            it.explain(plan, wrong)
    with pytest.raises(ValueError, match="feature must be one of the plan's project, got ''"):
        it.explain(plan, "")
    with pytest.raises(ValueError, match=r"feature must be one of the plan's project, got 'abc'; did you mean 'ABC'\?"):
        it.explain(plan, "abc")
    number: Any = 1
    with pytest.raises(ValueError, match="variant of 'ABC' must be one of 'full', 'simplified', got 1"):
        it.explain(plan, "ABC", number)


@pytest.mark.parametrize(("floor", "proven"), [(0.5, True), (0.85, False)])
def test_no_value_puts_out_what_others_need_whatever_quality_decides(floor, proven):
    scope = it.Scope(
        [
            it.Feature("login", it.Variant(value=4)),
            it.Feature("news", it.Variant(value=9, quality=0.8), requires=["login"]),
        ]
    )
    found = it.explain(it.optimize(it.Project(scope, quality=floor)), "login")
    values = [flip for flip in found.flips if flip.kind is it.FlipKind.VALUE]
    assert [(flip.found, flip.proven) for flip in values] == [(False, proven)]
    assert ("its value   stays even if it is worth nothing" in str(found)) is proven


def test_a_limit_that_is_enough_with_another_one_only_is_told_so():
    features = [
        it.Feature("log in", it.Variant(value=8, effort={"team": 5})),
        it.Feature("search", it.Variant(value=13, effort={"team": 8})),
        it.Feature("export", it.Variant(value=5, effort={"team": 4})),
    ]
    sprints = it.Sprints("2027-01-04", 1, capacity={"team": 8})
    found = it.explain(it.optimize(it.Project(it.Scope(features), it.Budget(13, rates={"team": 1}), sprints)), "export")
    said = [" ".join(line.split()) for line in str(found).splitlines()]
    assert "time alone no date without more money, as other things are always worth more" in said
    assert "money and time +4 of money and +2 sprints (12 Feb): everything in full, 26" in said
