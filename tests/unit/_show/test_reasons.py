import attrs
import pytest

import irontriangle as it
from irontriangle import Reason, ReasonKind, Shortfall
from irontriangle._show.names import limit_text, rule_text
from irontriangle._show.reasons import reason_text
from tests.unit._plan.plans import story_project, totals_project

CLOUD = Shortfall("cost:cloud", 30, 10.5, 19.5)
MONEY = Shortfall("cost", 22_800, 10_000, 12_800)
DEV = Shortfall("role:dev", 20, 5, 15)
DAY = Shortfall("finish", 36, 35, 1)


def sentence(kind, project=None, **fields):
    return reason_text(project or story_project(), Reason(kind, "XYZ", variant="full", value=50, **fields))


@pytest.mark.parametrize(
    ("kind", "fields", "text"),
    [
        (ReasonKind.DECIDED, {}, "decided: not this time"),
        (ReasonKind.DECIDED, {"others": [("ABC", "simplified")]}, "decided: simplified ABC instead"),
        (ReasonKind.NEEDS, {}, "needs something that is out"),
        (ReasonKind.NEEDS, {"others": [("login", "full")]}, "needs login, which is out"),
        (ReasonKind.NEEDS, {"others": [("a", "x"), ("b", "x")]}, "needs a and b, which are out"),
        (
            ReasonKind.NEEDS,
            {"others": [("a", "x"), ("b", "x")], "rule": it.RequiresAny("XYZ", ["a", "b"]), "shortfalls": [DEV]},
            "needs a or b, all of which are out; together short of 15 dev days (5 left)",
        ),
        (ReasonKind.EXCLUDED, {}, "excluded by what is in"),
        (ReasonKind.EXCLUDED, {"others": [("import", "full")]}, "excluded by import, which is in"),
        (ReasonKind.EXCLUDED, {"others": [("a", "x"), ("b", "x")]}, "excluded by a and b, which are in"),
        (ReasonKind.RULE, {}, "kept out by a rule"),
        (ReasonKind.RULE, {"others": [("ABC", "full")]}, "kept out by a rule with ABC"),
        (ReasonKind.RULE, {"rule": it.AtMost(["a", "b"], 1)}, "kept out by a rule: at most 1 of a and b"),
        (
            ReasonKind.RULE,
            {"rule": it.Bundle(["XYZ", ("ABC", "full")], value=-5)},
            "loses value by a bundle of XYZ and full ABC",
        ),
        (
            ReasonKind.RULE,
            {"rule": it.AllOrNone(["XYZ", "b"]), "shortfalls": [DEV]},
            "kept out by a rule: all of XYZ and b, or none; together short of 15 dev days (5 left)",
        ),
        (ReasonKind.CANNOT_FINISH, {}, "cannot finish by 19 Feb even alone"),
        (
            ReasonKind.CANNOT_FINISH,
            {"shortfalls": [Shortfall("role:dev", 40, 35, 5)]},
            "cannot finish by 19 Feb even alone (needs 40 dev days, 35 there)",
        ),
        (
            ReasonKind.CANNOT_FINISH,
            {"shortfalls": [Shortfall("people:dev", 3, 1, 2)]},
            "cannot finish by 19 Feb even alone (needs 3 dev at once, 1 there)",
        ),
        (ReasonKind.SHORT, {}, "short of what it needs"),
        (ReasonKind.SHORT, {"shortfalls": [DAY]}, "short of 1 working day (35 left)"),
        (
            ReasonKind.SHORT,
            {"shortfalls": [MONEY, DEV], "beside": [("ABC", "simplified")]},
            "short of 12,800 USD (10,000 left) and 15 dev days (5 left); fits beside simplified ABC",
        ),
        (
            ReasonKind.SHORT,
            {"shortfalls": [DEV], "beside": [("ABC", "simplified")], "rule": it.Decided("ABC", "full")},
            "short of 15 dev days (5 left); fits beside simplified ABC, if that decision is undone",
        ),
        (ReasonKind.DISPLACES, {}, "fits only in place of others"),
        (
            ReasonKind.DISPLACES,
            {"others": [("ABC", "full")], "gain": 20, "loss": 60},
            "fits only in place of full ABC: 20 value in, 60 out",
        ),
        (ReasonKind.NO_ROOM, {}, "fits every total, but not the calendar by 19 Feb"),
        (ReasonKind.QUALITY, {}, "would bring quality below its floor"),
        (ReasonKind.NO_GAIN, {}, "adds no value"),
        (ReasonKind.NO_GAIN, {"beside": []}, "fits, but adds no value"),
        (
            ReasonKind.NO_GAIN,
            {"gain": -5, "rule": it.Bundle(["a", "b"], value=-9)},
            "loses 5 value by a bundle of a and b",
        ),
        (ReasonKind.UNPROVEN, {}, "may fit: the search stopped before it could tell"),
    ],
)
def test_reasons_are_told_in_half_a_sentence(kind, fields, text):
    assert sentence(kind, **fields) == text


def staging(*needs, rules=()):
    """C is worth most but needs what money is not enough for beside the light variant of S."""
    site = it.Feature("S", [it.Variant("light", value=5, cost=1), it.Variant("live", value=6, cost=9)], priority="MUST")
    out = it.Feature("T", it.Variant(value=1, cost=9))
    wanted = it.Feature("C", it.Variant(value=9, cost=1), requires=needs)
    return it.Project(it.Scope([site, out, wanted], rules=rules), it.Budget(3))


@pytest.mark.parametrize(
    ("needs", "rules", "text"),
    [
        ([("S", "live")], (), "needs live S"),
        ([("S", "live")], [it.AtMost(["T"], 1)], "needs live S"),
        (["T"], (), "needs T, which is out; together short of 8 of money (2 left)"),
        ([("S", "live"), "T"], (), "needs live S and T"),
        ([], [it.Requires("C", ("S", "live"))], "needs live S"),
        ([], [it.RequiresAny("C", [("S", "live"), "T"])], "needs live S or T"),
    ],
)
def test_a_needed_variant_is_named_and_its_feature_is_not_called_out(needs, rules, text):
    plan = it.optimize(staging(*needs, rules=rules))
    assert plan.selection == {"S": "light"}
    assert reason_text(plan.project, plan.backlog["C"]) == text
    assert text[:14] in str(plan)


def test_every_kind_of_reason_has_its_words():
    assert all(sentence(kind) for kind in ReasonKind)


def test_a_reason_without_dates_names_none():
    assert sentence(ReasonKind.NO_ROOM, totals_project()) == "fits every total, but not the calendar"


def test_days_that_cost_money_may_be_too_many():
    project = attrs.evolve(story_project(), budget=it.Budget(45_000, rates={"dev": 1, "design": 1}, burn_per_day=9))
    text = "fits every total, but not the calendar by 19 Feb, each day of which costs money"
    assert sentence(ReasonKind.NO_ROOM, project) == text
    assert sentence(ReasonKind.QUALITY, totals_project()) == "would bring quality below its floor of 0.9"
    assert (
        sentence(ReasonKind.SHORT, totals_project(), shortfalls=[CLOUD]) == "short of 19.50 EUR of cloud (10.50 left)"
    )


def test_a_year_is_named_where_it_is_another_one():
    project = story_project()
    later = attrs.evolve(project, timeline=attrs.evolve(project.timeline, deadline="2028-02-18"))
    assert sentence(ReasonKind.NO_ROOM, later).endswith("by 18 Feb 2028")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (it.Requires("a", ("b", "full")), "a needs full b"),
        (it.Requires("a", "b", lag=2), "a needs b with a lag of 2"),
        (it.After("a", "b"), "a after b"),
        (it.After("a", lag=1), "a after everything else with a lag of 1"),
        (it.RequiresAny("a", ["b", "c"]), "a needs b or c"),
        (it.Excludes(["a", "b"]), "at most one of a and b"),
        (it.AllOrNone(["a", "b"]), "all of a and b, or none"),
        (it.AtLeast(list("abcdefgh"), 2), "at least 2 of a, b, c, d, e and 3 more"),
        (it.AtMost(["a", "b"], 1), "at most 1 of a and b"),
        (it.Decided("a"), "a is decided"),
        (it.Decided("a", "lite"), "lite a is decided"),
        (it.Bundle(["a", "b"], value=1), "a bundle of a and b"),
    ],
)
def test_rules_are_told_by_what_they_demand(rule, text):
    assert rule_text(rule) == text


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ("cost", "money"),
        ("cost:cloud", "cloud money"),
        ("role:dev", "dev days"),
        ("finish", "working days"),
        ("goal:trust", "trust"),
        ("quality", "quality"),
    ],
)
def test_limits_have_names(limit, text):
    assert limit_text(totals_project(), limit) == text


def test_a_goal_has_an_amount():
    reason = {"shortfalls": [Shortfall("goal:trust", 5, 3, 2), Shortfall("quality", 0.9, 0.5, 0.4)]}
    assert sentence(ReasonKind.SHORT, **reason) == "short of 2 of trust (3 left) and 0.4 of quality (0.5 left)"
