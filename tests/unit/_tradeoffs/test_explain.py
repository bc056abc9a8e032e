"""Explanations of the story, by hand, and what is refused."""

from __future__ import annotations

import pickle
from datetime import date

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
    assert str(found).startswith("XYZ is built.\nSimplified ABC with XYZ is worth 110, full ABC alone 90: insisting on")


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
    with pytest.raises(ValueError, match="one for objective 'value', got one for 'tiers'"):
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
    assert "It was not found out in time." in str(found)
    assert attrs.evolve(found, proven=True) != found
