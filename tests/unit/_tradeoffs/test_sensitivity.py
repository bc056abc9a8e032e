"""The sensitivity of the story and of small projects, by hand, and what is refused."""

from __future__ import annotations

import pickle
from datetime import date

import attrs
import pytest

import irontriangle as it
from irontriangle import WishKind
from irontriangle._tradeoffs.sensitivity import _Place
from irontriangle.examples import feature_abc

# ABC in full takes 30 dev and 10 design days: 35,000, worth 90. Simplified: 15 and 4, 16,700, worth 60. XYZ: 20 and 6,
# 22,800, worth 50. The plan is simplified ABC with XYZ: 110 for 39,500 of 45,000, in 35 dev days of 35.


@pytest.fixture(scope="module")
def story():
    return it.sensitivity(it.optimize(feature_abc()))


def rough(*limits, capacity=None, rules=()):
    features = [
        it.Feature("a", it.Variant(value=8, cost=4, effort={"dev": 2})),
        it.Feature("b", it.Variant(value=5, cost=3)),
    ]
    budget, *_ = (*limits, it.Budget())
    return it.Project(it.Scope(features, rules=rules), budget, capacity and it.Capacity({"dev": capacity}))


def test_limits_of_the_story(story):
    found = [(one.limit.kind, one.level, one.low, one.next, one.changes) for one in story.limits]
    assert found == [
        (WishKind.BUDGET, 45_000, 39_500, None, ()),
        (WishKind.DEADLINE, 35, 35, None, ()),
        (WishKind.TEAM, 1, 1, None, ()),
        (WishKind.TEAM, 1, 1, None, ()),
    ]
    stops = [[wish.kind for wish in one.stopped_by] for one in story.limits]
    assert stops[:3] == [[WishKind.DEADLINE], [WishKind.BUDGET], [WishKind.BUDGET]]
    assert set(stops[3]) == {WishKind.BUDGET, WishKind.DEADLINE}
    assert story.proven


def test_joint_steps_of_the_story(story):
    time, people = story.joint
    assert time.changes == (it.ChangeBudget(12_800), it.MoveDeadline(15))
    assert people.changes == (it.ChangeBudget(21_800), it.ChangeTeam("dev", 1, ramp_up=10))
    assert (time.plan.value, time.plan.finish) == (140, date(2027, 3, 12))
    assert (people.plan.value, people.plan.cost) == (140, 66_800)


def test_features_of_the_story(story):
    # Without ABC 50 are left of 110, without XYZ full ABC is worth 90.
    assert [(one.feature, one.built, one.regret) for one in story.features] == [
        ("ABC", "simplified", 60),
        ("XYZ", "full", 20),
    ]
    assert (story.core, story.contested, story.never) == (("ABC", "XYZ"), (), ())
    ranges = {key: (one.low, one.value, one.high) for key, one in story.ranges.items()}
    assert ranges == {
        ("ABC", "full"): (None, 90, 110),
        ("ABC", "simplified"): (40, 60, None),
        ("XYZ", "full"): (30, 50, None),
    }


def test_plans_within_a_share(story):
    near = it.sensitivity(story.plan, within=0.2)  # 22 of 110, and full ABC alone falls short by 20
    assert (near.core, near.contested) == (("ABC",), ("XYZ",))
    assert "In some plans within 20 % of the best value, not in all: XYZ." in str(near)


def test_next_step_of_one_limit():
    found = it.sensitivity(it.optimize(rough(it.Budget(5, currency="EUR"), capacity=2)))
    money, dev = found.limits  # 4 of 5 buy a, 7 buy both
    assert (money.low, money.level, money.next, money.changes) == (4, 5, 7, (it.ChangeBudget(2),))
    assert money.plan.value == 13
    assert (dev.low, dev.level, dev.next, dev.stopped_by[0].kind) == (2, 2, None, WishKind.BUDGET)
    assert found.joint == ()
    assert (found.core, found.never) == (("a",), ("b",))
    assert "7 EUR (+2 EUR): +5, with b" in str(found)


def test_equal_plans_are_contested():
    twins = [it.Feature(name, it.Variant(value=5, cost=3)) for name in ("a", "b")]
    found = it.sensitivity(it.optimize(it.Project(it.Scope(twins), it.Budget(3))))
    assert found.contested == ("a", "b")
    assert [one.regret for one in found.features] == [0, 0]


def test_a_must_has_no_regret():
    found = it.sensitivity(it.optimize(rough(it.Budget(5)).apply(it.SetPriority("b", "MUST"))))
    assert [(one.feature, one.regret) for one in found.features] == [("a", None), ("b", None)]
    assert (found.core, found.never) == (("b",), ("a",))


def test_nothing_limits():
    found = it.sensitivity(it.optimize(rough()))
    assert found.limits == ()
    assert str(found).startswith("No limit holds this plan back.")


def test_text_of_the_story(story):
    assert str(story) == (
        "The plan is worth 110. How far each limit may move before another plan is the best:\n"
        "  limit              today             the plan needs    more value from\n"
        "  money              45,000 USD        39,500 USD        no amount: the deadline still stops it\n"
        "  time               35 working days   35 working days   no amount: the budget still stops it\n"
        "  number of dev      1                 1                 no amount: the budget still stops it\n"
        "  number of design   1                 1                 no amount: the budget and the deadline still stop "
        "it\n"
        "\n"
        "No limit alone brings more value. Together:\n"
        "  +12,800 USD and +15 working days: +30, with full ABC\n"
        "  +21,800 USD and +1 dev from 4 Jan: +30, with full ABC\n"
        "\n"
        "In every best plan: ABC and XYZ.\n"
        "\n"
        "Values with which the plan stays the best, one at a time, the nearest first:\n"
        "  full ABC         up to 110    now 90, out\n"
        "  simplified ABC   40 or more   now 60, in\n"
        "  XYZ              30 or more   now 50, in"
    )


def test_sensitivities_are_values(story):
    assert pickle.loads(pickle.dumps(story)) == story == it.sensitivity(story.plan)
    assert repr(story).startswith("Sensitivity(plan=Plan(")


def test_progress_is_told(story):
    told = []
    it.sensitivity(story.plan, progress=lambda step: told.append((step.phase, step.done, step.total)))
    assert told[0] == ("limits", 0, 7)
    assert ("features", 5, 7) in told


def test_without_time_nothing_is_claimed(story):
    found = it.sensitivity(story.plan, time_limit=0)
    assert not found.proven
    assert (found.contested, found.undecided) == ((), ("ABC", "XYZ"))
    assert "Not settled: ABC and XYZ." in str(found)
    assert "or more" not in str(found)
    assert str(found).endswith("the search stopped before it could tell. Give it more time.")


def test_what_was_decided_needs_no_search():
    scope = it.Scope(
        [it.Feature("a", it.Variant(value=1), priority="MUST"), it.Feature("b", it.Variant(), priority="WONT")]
    )
    found = it.sensitivity(it.optimize(it.Project(scope)), time_limit=0)
    assert (found.core, found.never, found.undecided) == (("a",), ("b",), ())


def test_what_is_refused(story):
    with pytest.raises(TypeError, match="plan must be a Plan, got Project"):
        it.sensitivity(feature_abc())
    with pytest.raises(it.ModelError, match="within must be a finite number from 0 to 1, got 2"):
        it.sensitivity(story.plan, within=2)
    with pytest.raises(ValueError, match="one for objective 'value', got one for 'tiers'"):
        it.sensitivity(it.optimize(feature_abc(), "tiers"))
    impossible = it.optimize(feature_abc().apply(it.SetPriority("XYZ", "MUST"), it.AddRule(it.Decided("ABC", "full"))))
    with pytest.raises(it.NoPlanError, match="no sensitivity: no plan meets all limits"):
        it.sensitivity(impossible)


def test_ranges_say_that_they_leave_floors_aside():
    project = attrs.evolve(rough(it.Budget(5)), quality=0.5)
    found = it.sensitivity(it.optimize(project))
    assert not found.proven
    assert "are left aside:" in str(found)
    assert "Not all of this is proven" not in str(found)


def test_plan_that_is_not_proven_is_said_to_be_open(story):
    found = attrs.evolve(story, plan=attrs.evolve(story.plan, status=it.Status.FEASIBLE))
    assert str(found).startswith(
        "The plan is worth 110, and is not proven to be the best, which leaves most of this open."
    )


def test_when_the_time_is_over_no_feature_is_asked_about(monkeypatch):
    plan = it.optimize(feature_abc().apply(it.SetPriority("XYZ", "MUST")))
    monkeypatch.setattr(_Place, "standing", lambda _: pytest.fail("the project is changed for it"))
    found = it.sensitivity(plan, time_limit=0)
    assert [(one.feature, one.proven) for one in found.features] == [("ABC", False), ("XYZ", True)]
    assert all((one.low, one.high, one.proven) == (one.value, one.value, False) for one in found.ranges.values())
