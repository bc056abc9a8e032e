"""Contradictions and what resolves them, by hand."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

import irontriangle as it
from irontriangle import WishKind
from irontriangle.examples import feature_abc

FULL_ABC = it.Decided("ABC", "full")


@pytest.fixture(scope="module")
def story():
    """Full ABC is decided, XYZ a MUST."""
    return it.conflict(feature_abc().apply(it.SetPriority("XYZ", "MUST"), it.AddRule(FULL_ABC)))


def named(contradiction):
    return {(wish.kind.name, wish.name or (repr(wish.rule) if wish.rule else None)) for wish in contradiction.wishes}


def test_story_has_two_contradictions(story):
    assert story.complete
    money, time = story.contradictions
    both = {("MUST", "XYZ"), ("RULE", repr(FULL_ABC))}
    assert named(money) == both | {("BUDGET", "budget")}
    assert named(time) == both | {("DEADLINE", None), ("TEAM", "dev")}
    # 35,000 + 22,800 of 45,000; 30 + 20 dev days in 35 working days of one dev.
    assert money.shortfalls == (it.Shortfall("cost", 57_800, 45_000, 12_800),)
    assert time.shortfalls == (it.Shortfall("role:dev", 50, 35, 15), it.Shortfall("finish", 50, 35, 15))
    assert money.minimal
    assert time.minimal


def test_story_has_five_resolutions(story):
    found = [(one.changes, one.plan.value, one.plan.cost, one.plan.finish) for one in story.resolutions]
    drop = it.DropRule(FULL_ABC)
    assert found == [
        ((drop,), 110, 39_500, date(2027, 2, 19)),
        ((it.SetPriority("XYZ", "WONT"),), 90, 35_000, date(2027, 2, 12)),
        ((drop, it.SetPriority("ABC", "WONT")), 50, 22_800, date(2027, 1, 29)),  # 20 days from 4 January on
        ((it.MoveDeadline(15), it.ChangeBudget(12_800)), 140, 57_800, date(2027, 3, 12)),
        ((it.ChangeBudget(21_800), it.ChangeTeam("dev", 1, ramp_up=10)), 140, 66_800, date(2027, 2, 12)),
    ]
    assert all(one.proven for one in story.resolutions)
    for one in story.resolutions:
        assert it.optimize(story.project.apply(*one.changes)).selection == one.plan.selection


def test_text_of_the_story(story):
    assert str(story) == (
        "No plan meets these wishes. Two contradictions, both must go:\n"
        "1. XYZ and full ABC cost 57,800 USD; 45,000 are there.\n"
        "2. XYZ and full ABC need 50 dev days by 19 Feb; 35 are there (1 dev from 4 Jan).\n"
        "\n"
        "Any one of these resolves both (each names only what changes):\n"
        "  allow simplified ABC               110 value   39,500 USD   19 Feb\n"
        "  XYZ to the backlog                  90 value   35,000 USD   12 Feb\n"
        "  ABC to the backlog                  50 value   22,800 USD   29 Jan\n"
        "  deadline 12 Mar and +12,800 USD    140 value   57,800 USD   12 Mar\n"
        "  +21,800 USD and 1 dev from 4 Jan   140 value   66,800 USD   12 Feb"
    )


def test_values_pickle_and_compare(story):
    assert pickle.loads(pickle.dumps(story)) == story
    assert repr(story).startswith("Conflict(project=Project(")


def test_feasible_project_has_no_conflict():
    assert it.conflict(feature_abc()) is None
    assert it.conflict(feature_abc(), value_at_least=110) is None


def test_value_that_is_too_high():
    found = it.conflict(feature_abc(), value_at_least=120)
    assert [one.value_at_least for one in found.resolutions] == [110, None, None]
    assert found.resolutions[0].changes == ()
    assert "only a value of 110, the most within the limits " in str(found)
    assert "1. A value of 120 costs 57,800 USD; 45,000 are there." in str(found)
    (never,) = it.conflict(feature_abc(), value_at_least=150).contradictions
    assert [wish.kind for wish in never.wishes] == [WishKind.VALUE]
    assert never.shortfalls == (it.Shortfall("value", 150, 140, 10),)
    assert "A value of 150 cannot be reached: 140 at most, whatever the limits." in str(
        it.conflict(feature_abc(), value_at_least=150)
    )


def project(*features, rules=(), limit=None, goals=None, **fields):
    return it.Project(it.Scope(features, rules=rules, goals=goals), it.Budget(limit), **fields)


def feature(name, cost=0, **fields):
    return it.Feature(
        name, it.Variant(value=fields.pop("value", 1), cost=cost, effort=fields.pop("effort", {})), **fields
    )


@pytest.mark.parametrize(
    ("rule", "changes", "words"),
    [
        (it.Excludes(["a", "b", "c"]), [it.AddRule(it.AtMost(["a", "b", "c"], 2))], "only 'at most 2 of a, b and c'"),
        (it.AtMost(["a", "b"], 1), [], "without 'at most 1 of a and b'"),
        (it.AtMost(["a", "b", "c"], 0), [it.AddRule(it.AtMost(["a", "b", "c"], 2))], "only 'at most 2 of a, b and c'"),
        (it.Requires("a", "w"), [], "without 'a needs w'"),
        (it.RequiresAny("a", ["w"]), [], "without 'a needs w'"),
        (it.AllOrNone(["a", "w"]), [], "without 'all of a and w, or none'"),
        (it.Decided("w"), None, "w to the backlog"),
    ],
)
def test_rules_against_musts(rule, changes, words):
    found = it.conflict(
        project(
            feature("a", priority="MUST"),
            feature("b", priority="MUST"),
            feature("c"),
            feature("w", priority="WONT"),
            rules=[rule],
        )
    )
    assert found.complete
    assert all(wish.kind in (WishKind.MUST, WishKind.WONT, WishKind.RULE) for wish in found.contradictions[0].wishes)
    ways = [one.changes for one in found.resolutions]
    if changes is not None:
        assert (it.DropRule(rule), *changes) in ways
    assert words in str(found)


def test_what_was_ruled_out_may_be_allowed():
    found = it.conflict(project(feature("a", priority="WONT"), rules=[it.Decided("a")]))
    ways = [one.changes for one in found.resolutions]
    assert ways == [(it.SetPriority("a", 1),), (it.DropRule(it.Decided("a")),)]
    assert "A cannot be met together with a out." in str(found)
    assert "  allow a" in str(found)


def test_at_least_is_lowered_as_little_as_possible():
    rule = it.AtLeast(["a", "b", "c"], 3)
    found = it.conflict(project(feature("a", 2), feature("b", 2), feature("c", 2), rules=[rule], limit=5))
    ways = [one.changes for one in found.resolutions]
    assert ways == [(it.ChangeBudget(1),), (it.DropRule(rule), it.AddRule(it.AtLeast(["a", "b", "c"], 2)))]
    assert "At least 3 of a, b and c costs 6 of money; 5 are there." in str(found)
    impossible = it.AtLeast(["a"], 2)
    (only,) = it.conflict(project(feature("a"), rules=[impossible])).resolutions
    assert only.changes == (it.DropRule(impossible), it.AddRule(it.AtLeast(["a"], 1)))
    nothing = it.conflict(project(feature("a", 2), rules=[it.AtLeast(["a"], 1)], limit=1))
    assert (it.DropRule(it.AtLeast(["a"], 1)),) in [one.changes for one in nothing.resolutions]


def test_floors_of_goals_are_lowered_as_little_as_possible():
    def scored(name, cost, sales):
        return it.Feature(name, it.Variant(value={"sales": sales}, cost=cost))

    goals = it.Goals({"sales": 2}, floors={"sales": 9})
    wish = project(
        scored("a", 3, 4),
        scored("b", 3, 3),
        scored("c", 3, 2),
        it.Feature("d", it.Variant(value=5)),
        goals=goals,
        limit=8,
    )
    found = it.conflict(wish)
    assert found.contradictions[0].shortfalls == (it.Shortfall("cost", 9, 8, 1), it.Shortfall("goal:sales", 9, 7, 2))
    assert [one.changes for one in found.resolutions] == [(it.ChangeBudget(1),), (it.SetFloor("sales", 7),)]
    assert "only a score of 7 for sales" in str(found)
    never = it.conflict(wish.apply(it.SetFloor("sales", 10)))
    assert never.contradictions[0].shortfalls == (it.Shortfall("goal:sales", 10, 9, 1),)
    assert [one.changes for one in never.resolutions] == [
        (it.SetFloor("sales", 7),),  # the money is as it is
        (it.SetFloor("sales", 9), it.ChangeBudget(1)),
    ]
    assert never.all_resolutions
    out = it.conflict(wish.apply(*(it.SetPriority(name, "WONT") for name in "abc")))
    assert (it.SetFloor("sales", None),) in [one.changes for one in out.resolutions]
    assert "no floor of sales" in str(out)


def test_quality_is_lowered_as_little_as_possible():
    poor = it.Feature("poor", it.Variant(value=2, quality=0.5), priority="MUST")
    good = it.Feature("good", it.Variant(value=1, cost=3, quality=1))
    found = it.conflict(project(poor, good, limit=2, quality=0.75))
    # Alone 0.5; with the good one (2 x 0.5 + 1) / 3 = 0.667.
    assert [one.changes for one in found.resolutions] == [(it.SetQuality(0.5),), (it.SetPriority("poor", "WONT"),)]
    assert "a quality of 0.5" in str(found)
    assert "Poor and a quality of 0.75 cannot be met." in str(found)


def test_quality_that_nothing_meets():
    nothing = it.Feature("worthless", it.Variant(quality=0.5), priority="MUST")
    dear = it.Feature("dear", it.Variant(value=3, quality=0.9, cost=9), priority="MUST")
    found = it.conflict(project(nothing, dear, limit=5, quality=0.95))
    assert found is not None
    for one in found.resolutions:
        assert one.plan.found


def test_capacities_and_funds():
    app = it.Feature("app", it.Variant(value=1, cost={"x": 4, "y": 5}, effort={"dev": 6}), priority="MUST")
    found = it.conflict(it.Project(it.Scope([app]), it.Budget({"x": 3, "y": 9}), it.Capacity({"dev": 5.5})))
    assert [one.shortfalls for one in found.contradictions] == [
        (it.Shortfall("cost:x", 4, 3, 1),),
        (it.Shortfall("role:dev", 6, 5.5, 0.5),),
    ]
    assert [one.changes for one in found.resolutions] == [
        (it.SetPriority("app", "WONT"),),
        (it.ChangeCapacity("dev", 0.5), it.ChangeBudget(1, "x")),
    ]
    assert "App needs 6 dev days; 5.5 are there." in str(found)


def test_chain_that_is_too_long():
    timeline = it.Timeline(
        "2027-01-04", "2027-01-08", team={"dev": 2, "qa": 1}, workflow=["dev", "qa"], availability={"qa": 1}
    )
    app = it.Feature("app", it.Variant(value=1, effort={"dev": 4, "qa": 2}), priority="MUST")
    found = it.conflict(it.Project(it.Scope([app]), timeline=timeline))
    assert [wish.kind for wish in found.contradictions[0].wishes] == [WishKind.MUST, WishKind.DEADLINE]
    assert "App cannot be ready by 8 Jan: 11 Jan at the earliest." in str(found)
    assert [one.changes for one in found.resolutions] == [(it.MoveDeadline(1),), (it.SetPriority("app", "WONT"),)]


def test_people_that_are_too_few_at_once():
    timeline = it.Timeline("2027-01-04", team={"dev": 1})
    pair = it.Variant(value=1, tasks=[it.Task("pair", 2, demand={"dev": 3})])
    found = it.conflict(it.Project(it.Scope([it.Feature("app", pair, priority="MUST")]), timeline=timeline))
    assert [one.changes for one in found.resolutions] == [
        (it.ChangeTeam("dev", 2, ramp_up=10),),
        (it.SetPriority("app", "WONT"),),
    ]
    assert "App cannot be met together with 1 dev." in str(found)


def test_mandatory_costs_beyond_the_budget():
    away = it.Absence("dev", "2027-01-04", "2027-01-05", paid=True)
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1}, absences=[away])
    found = it.conflict(it.Project(it.Scope([feature("a")]), it.Budget(5, rates={"dev": 10}), timeline))
    assert [wish.kind for wish in found.contradictions[0].wishes] == [WishKind.BUDGET]
    assert (it.ChangeBudget(15),) in [one.changes for one in found.resolutions]
    assert "The limit of 5 cannot be met" in str(found) or "costs 20" in str(found)


def test_what_is_not_decided_in_time_is_no_conflict():
    assert it.conflict(feature_abc().apply(it.SetPriority("ABC", "MUST")), time_limit=0) is None


def test_arguments_are_checked():
    with pytest.raises(TypeError, match="project must be a Project, got int"):
        it.conflict(3)
    with pytest.raises(it.ModelError, match="ramp_up must be a whole number"):
        it.conflict(feature_abc(), ramp_up=-1)
    for wrong in (float("nan"), "x"):
        with pytest.raises(it.ModelError, match=r"^conflict: value_at_least must be a (finite )?number"):
            it.conflict(feature_abc(), value_at_least=wrong)


def test_progress_tells_of_every_step(story):
    heard = []
    it.conflict(story.project, progress=heard.append)
    assert list(dict.fromkeys(one.phase for one in heard)) == ["feasible", "contradictions", "resolutions"]


def test_many_contradictions_are_not_all_searched_for():
    features = [feature(f"f{number:02}", 1, priority="MUST") for number in range(14)]
    found = it.conflict(project(*features, limit=7))
    assert not found.complete
    assert all(len(one.wishes) == 9 for one in found.contradictions)  # eight features and the money
    text = str(found)
    assert "contradictions found; there may be more:" in text
    assert "Not all of this is proven to be the least, or all there is." in text


def test_figures_that_differ_are_told_apart():
    feature = it.Feature("A", it.Variant(value=1, cost=10**15 + 4), priority="MUST")
    project = it.Project(it.Scope([feature]), it.Budget(10**15))
    assert "A costs 1,000,000,000,000,004 of money; 1,000,000,000,000,000 are there." in str(it.conflict(project))
    needed = "takes at least 1,000,000,000,000,004 of money (1,000,000,000,000,000 there)."
    assert needed in str(it.optimize(project)).replace("\n", " ")
    assert "it takes 1,000,000,000,000,004 of money (limit 1,000,000,000,000,000)." in str(it.options(project)).replace(
        "\n ", ""
    )


def test_either_of_two_limits_is_too_little():
    variants = [it.Variant(cost={"build": 10, "run": 2}), it.Variant("rented", cost={"build": 5, "run": 6})]
    scope = it.Scope([it.Feature("hosting", variants, priority="MUST")])
    found = it.conflict(it.Project(scope, it.Budget({"build": 6, "run": 3})))
    assert len(found.contradictions) == 1
    assert "Hosting costs 10 of build (6 are there), or else costs 6 of run (3 are there)." in str(found)


def test_people_that_are_too_few_are_counted_where_money_is_short_too():
    variants = [it.Variant(effort={"dev": 9}, staffing={"dev": 3}), it.Variant("bought", cost=8)]
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1})
    scope = it.Scope([it.Feature("hosting", variants, priority="MUST")])
    text = str(it.conflict(it.Project(scope, it.Budget(3), timeline)))
    assert "needs 9 dev days by 8 Jan (5 are there, 1 dev from 4 Jan)" in text


def test_what_costs_money_though_nothing_is_built_is_said_to():
    away = it.Absence("dev", "2027-01-05", "2027-01-15", paid=True)
    timeline = it.Timeline("2027-01-04", "2027-03-08", team={"dev": 1}, absences=[away])
    scope = it.Scope([it.Feature("login", it.Variant(value=3, effort={"dev": 1}))])
    found = it.conflict(it.Project(scope, it.Budget(500, rates={"dev": 100}), timeline))
    assert "Building nothing costs 900 of money; 500 are there." in str(found)
    assert [one.changes for one in found.resolutions] == [(it.ChangeBudget(400),)]


def test_that_nothing_is_missing_is_known_where_the_last_boxes_are_empty():
    features = [
        it.Feature("a", it.Variant("a"), requires=("i", ("d", "b"))),
        it.Feature("i", it.Variant("a")),
        it.Feature("d", [it.Variant("a"), it.Variant("b", value=11, cost={"x": 9, "y": 12})]),
    ]
    rules = [it.AtLeast(["a"], 1), it.AtLeast([("d", "a")], 1)]
    found = it.conflict(it.Project(it.Scope(features, rules=rules), it.Budget({"x": 0, "y": 0}), quality=0.8))
    assert found.complete


def test_four_limits_that_give_together_are_all_there_is():
    """For one point in four limits five boxes are looked into."""
    features = [
        it.Feature("portal", it.Variant("full", value=4, effort={"dev": 3}), requires=["login", ("search", "full")]),
        it.Feature("login", it.Variant("full", cost={"web": 6, "app": 5})),
        it.Feature(
            "search",
            [
                it.Variant("simple", value=1, cost={"web": 2}, effort={"qa": 1}),
                it.Variant("full", value=6, cost={"web": 4, "app": 6}, effort={"qa": 1, "dev": 1}, quality=0),
            ],
        ),
    ]
    rules = [it.AtLeast(["portal"], 1), it.Excludes([("search", "full"), "search"])]
    found = it.conflict(
        it.Project(
            it.Scope(features, rules=rules),
            it.Budget({"web": 7, "app": 0}),
            it.Capacity({"dev": 1, "qa": 2}),
            quality=1,
        )
    )
    assert found.complete
    assert [len(one.changes) for one in found.resolutions] == [1, 5]


def test_what_one_rule_less_resolves_is_not_resolved_by_two():
    chat = it.Feature("chat", [it.Variant("plain"), it.Variant("video", cost=1)])
    both = [it.Decided("chat"), it.Decided("chat", "video")]
    found = it.conflict(it.Project(it.Scope([chat], rules=both), it.Budget(0)))
    assert [one.changes for one in found.resolutions] == [(it.DropRule(both[1]),), (it.ChangeBudget(1),)]


def test_a_rule_that_is_only_loosened_is_a_resolution_of_its_own():
    rules = [it.AtLeast(["chat"], 2), it.AtMost(["chat"], 0)]
    found = it.conflict(it.Project(it.Scope([it.Feature("chat", it.Variant())], rules=rules), it.Budget(0)))
    loosened = it.DropRule(rules[0]), it.AddRule(it.AtLeast(["chat"], 1)), it.DropRule(rules[1])
    assert [one.changes for one in found.resolutions] == [(it.DropRule(rules[0]),), loosened]


def test_what_goes_to_the_backlog_goes_there_once():
    chat = it.Feature("chat", it.Variant(cost=1), priority="MUST")
    found = it.conflict(it.Project(it.Scope([chat], rules=[it.Decided("chat")]), it.Budget(0)))
    assert "  chat to the backlog   " in str(found)
    assert "chat to the backlog and" not in str(found)
