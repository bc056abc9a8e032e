"""Why features are out: each kind on a project made by hand, and all of them checked by trying everything."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import Question, Reason, ReasonKind, Shortfall, Variant
from irontriangle._solve.answer import build_answer
from irontriangle._solve.backlog import places, swaps
from irontriangle._solve.backlog.reasons import reasons
from irontriangle.examples import feature_abc
from tests.engines.families import DATED, TOTALS, questions

from . import tight
from .truth import assert_true


def feature(name, *variants, priority=1, requires=()):
    return it.Feature(name, variants, priority=priority, requires=requires)


def project(*features, limit=None, rules=(), goals=None, timeline=None, quality=None, **budget):
    return it.Project(
        it.Scope(features, rules=rules, goals=goals), it.Budget(limit, **budget), timeline, quality=quality
    )


def why(project, selection, *, complete=True, question=None, starts=None, proven=()):
    """Return the reasons of a plan that builds a selection."""
    question = question or Question()
    answer = build_answer(project, question, selection, starts)
    return reasons(project, question, answer, complete=complete, proven=proven)


def planned(project, **question):
    """Return the reasons of the best plan, each checked by trying everything."""
    plan = it.optimize(project, engine="enumerate", **question)
    for reason in plan.backlog.values():
        assert_true(project, plan.question, plan.answer, reason, complete=True)
    return plan.backlog


def a_week(**people):
    """Monday to Friday."""
    return it.Timeline("2027-01-04", "2027-01-08", team=people)


# ------------------------------------------------------------------------------------------------------- the story


def test_the_story_is_short_of_money_and_days_and_fits_beside_simplified_abc():
    decided = it.Decided("ABC", "full")
    keep = planned(feature_abc().apply(it.AddRule(decided)))
    assert keep == {
        "XYZ": Reason(
            ReasonKind.SHORT,
            "XYZ",
            variant="full",
            value=50,
            shortfalls=[Shortfall("cost", 22_800, 10_000, 12_800), Shortfall("role:dev", 20, 5, 15)],
            gain=50,
            loss=30,
            beside=[("ABC", "simplified")],
            rule=decided,
        )
    }


def test_a_plan_that_is_not_the_best_needs_no_decision_undone():
    starts = {("ABC", "dev"): 0, ("ABC", "design"): 0}
    (reason,) = why(feature_abc(), {"ABC": "full"}, starts=starts, complete=False).values()
    assert (reason.kind, reason.beside, reason.rule) == (ReasonKind.SHORT, (("ABC", "simplified"),), None)


def test_nothing_out_needs_no_reason():
    assert why(project(feature("a", Variant(value=1))), {"a": "full"}) == {}


# ------------------------------------------------------------------------------------------------------ decided


def test_what_will_not_be_is_decided():
    backlog = planned(project(feature("a", Variant(value=5), priority=it.WONT)))
    assert backlog["a"] == Reason(ReasonKind.DECIDED, "a", variant="full", value=5)


def test_what_excludes_a_decision_is_decided():
    rules = [it.Excludes(["a", "b"]), it.Decided("b")]
    reason = planned(project(feature("a", Variant(value=5)), feature("b", Variant(value=1)), rules=rules))["a"]
    assert (reason.kind, reason.others, reason.rule) == (ReasonKind.DECIDED, (("b", "full"),), rules[0])


def test_a_decision_for_a_feature_decides_none_of_its_variants():
    rules = [it.Excludes(["a", ("b", "full")]), it.Decided("b")]
    parts = feature("a", Variant(value=5)), feature("b", Variant(value=9), Variant("cheap", value=1))
    assert planned(project(*parts, rules=rules))["a"].kind is ReasonKind.EXCLUDED


# -------------------------------------------------------------------------------------------------------- needs


def test_what_needs_something_that_is_out_names_it_and_what_both_lack():
    chat = feature("chat", Variant(value=5, cost=4), requires=["login"])
    parts = [feature("login", Variant(cost=3)), chat, feature("search", Variant(value=9, cost=5))]
    backlog = planned(project(*parts, limit=9))
    assert backlog["chat"] == Reason(
        ReasonKind.NEEDS,
        "chat",
        variant="full",
        value=5,
        others=[("login", "full")],
        shortfalls=[Shortfall("cost", 7, 4, 3)],
    )
    assert backlog["login"].kind is ReasonKind.NO_GAIN
    assert backlog["login"].beside == ()


def test_needs_of_needs_are_counted_together():
    rules = [it.AllOrNone(["c", ("d", "small")])]
    parts = [
        feature("a", Variant(value=5, cost=1), requires=["b"]),
        feature("b", Variant(cost=1), requires=["c"]),
        feature("c", Variant(cost=1)),
        feature("d", Variant(cost=100), Variant("small", cost=2)),
    ]
    backlog = planned(project(*parts, limit=4, rules=rules))
    assert backlog["a"].shortfalls == (Shortfall("cost", 5, 4, 1),)
    assert backlog["c"].kind is ReasonKind.RULE
    assert backlog["c"].others == (("d", "small"),)
    assert backlog["c"].shortfalls == ()


def test_a_needed_variant_is_named_though_another_one_is_in():
    need = it.Requires("a", ("b", "full"))
    parts = [feature("a", Variant(value=1)), feature("b", Variant(value=2, cost=9), Variant("small", value=1, cost=1))]
    reason = planned(project(*parts, limit=5, rules=[need]))["a"]
    assert (reason.kind, reason.others, reason.rule) == (ReasonKind.NEEDS, (("b", "full"),), need)
    assert reason.shortfalls == ()


def test_any_of_several_needs_will_do():
    need = it.RequiresAny("a", ["b", "c"])
    parts = [feature("a", Variant(value=1)), feature("b", Variant(cost=9)), feature("c", Variant(cost=9))]
    reason = planned(project(*parts, limit=5, rules=[need]))["a"]
    assert (reason.others, reason.rule, reason.shortfalls) == ((("b", "full"), ("c", "full")), need, ())


def test_needs_that_cannot_be_met_together_lack_nothing():
    rules = [it.AtMost(["a", "b"], 1)]
    parts = [feature("a", Variant(value=5, cost=9), requires=["b"]), feature("b", Variant(cost=9))]
    reason = planned(project(*parts, limit=4, rules=rules))["a"]
    assert (reason.kind, reason.shortfalls) == (ReasonKind.NEEDS, ())


# -------------------------------------------------------------------------------------------------------- rules


def test_what_is_in_excludes():
    parts = [
        feature("import", Variant(value=5)),
        feature("export", Variant(value=4)),
        feature("print", Variant(value=3)),
    ]
    for rule in (it.Excludes(["import", "export", "print"]), it.AtMost(["import", "export", "print"], 1)):
        backlog = planned(project(*parts, rules=[rule]))
        assert {reason.kind for reason in backlog.values()} == {ReasonKind.EXCLUDED}
        assert backlog["print"].others == (("import", "full"),)


@pytest.mark.parametrize(
    ("rule", "others"),
    [
        (it.AtMost(["a", "b", "c"], 2), (("a", "full"), ("b", "full"))),
        (it.AtMost(["c", "d"], 0), ()),
        (it.Excludes(["c", ("c", "full")]), ()),
        (it.AllOrNone(["c", "d"]), (("d", "full"),)),
    ],
)
def test_other_rules_keep_out(rule, others):
    parts = [feature(name, Variant(value=5 - place)) for place, name in enumerate("abc")]
    reason = planned(project(*parts, feature("d", Variant(), priority=it.WONT), rules=[rule]))["c"]
    assert (reason.kind, reason.others, reason.rule) == (ReasonKind.RULE, others, rule)


def test_a_bundle_may_bring_the_value_below_what_was_demanded():
    bundle = it.Bundle(["a", "b"], value=-4)
    whole = project(feature("a", Variant(value=5)), feature("b", Variant(value=1)), rules=[bundle])
    reason = planned(whole, objective="cost", value_at_least=5)["b"]
    assert (reason.kind, reason.rule, reason.gain) == (ReasonKind.RULE, bundle, -3)


def test_with_tiers_a_bundle_may_lose_more_than_any_later_tier_gains():
    bundles = [it.Bundle(["a", "b"], value=-4), it.Bundle(["b", "c"], value=9)]
    parts = [feature("a", Variant(value=5)), feature("b", Variant(value=1)), feature("c", Variant(value=1), priority=2)]
    reason = planned(project(*parts, rules=bundles), objective="tiers")["b"]
    assert (reason.kind, reason.rule, reason.gain) == (ReasonKind.RULE, bundles[0], 6)


# ------------------------------------------------------------------------------------------------- cannot finish


@pytest.mark.parametrize(
    ("variant", "shortfall"),
    [
        (Variant(value=1, effort={"dev": 7}), Shortfall("role:dev", 7, 5, 2)),
        (Variant(value=1, effort={"qa": 7}), Shortfall("finish", 7, 5, 2)),
        (Variant(value=1, effort={"dev": 3, "qa": 3}), Shortfall("finish", 6, 5, 1)),
        (Variant(value=1, effort={"ops": 1}), Shortfall("people:ops", 1, 0, 1)),
        (Variant(value=1, tasks=[it.Task("t", 1, demand={"qa": 3})]), Shortfall("people:qa", 3, 2, 1)),
        (Variant(value=1, effort={"dev": 10**7}), Shortfall("role:dev", 10**7, 5, 10**7 - 5)),
    ],
)
def test_what_cannot_finish_even_alone_says_what_it_would_need(variant, shortfall):
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1, "qa": 2, "ops": 0}, workflow=["dev", "qa"])
    small = Variant("small", value=1, effort={"dev": 9})
    backlog = planned(project(feature("a", variant), feature("b", variant, small), timeline=timeline))
    assert backlog["a"] == Reason(ReasonKind.CANNOT_FINISH, "a", variant="full", value=1, shortfalls=[shortfall])
    assert backlog["b"].kind is ReasonKind.CANNOT_FINISH


def test_what_must_be_done_before_counts():
    login, chat = feature("login", Variant(effort={"qa": 3})), feature("chat", Variant(value=1, effort={"dev": 2}))
    order = it.Requires("chat", "login", lag=1)
    reason = planned(project(login, chat, rules=[order], timeline=a_week(dev=1, qa=1)))["chat"]
    assert (reason.kind, reason.shortfalls) == (ReasonKind.CANNOT_FINISH, (Shortfall("finish", 6, 5, 1),))


def test_what_comes_before_counts_in_a_variant_that_can_be_built():
    many = Variant("many", tasks=[it.Task("t", 1, demand={"qa": 2})])
    login = feature("login", many, Variant(effort={"qa": 4}))
    steps = [it.Task("last", 1, after=["first"]), it.Task("first", 1, demand={"dev": 1})]
    chat = feature("chat", Variant(value=1, tasks=steps), requires=["login"])
    reason = planned(project(login, chat, timeline=a_week(dev=1, qa=1)))["chat"]
    assert (reason.kind, reason.shortfalls) == (ReasonKind.CANNOT_FINISH, (Shortfall("finish", 6, 5, 1),))


def test_people_of_all_that_is_required_count_together():
    rules = [it.Requires("chat", "login", ordered=False), it.Requires("chat", ("mail", "slow"), ordered=False)]
    parts = [
        feature("login", Variant(effort={"dev": 2}), Variant("quick", effort={"dev": 1})),
        feature("mail", Variant(effort={"dev": 1}), Variant("slow", effort={"dev": 3}), requires=["login"]),
        feature("chat", Variant(value=1, effort={"dev": 2})),
    ]
    reason = planned(project(*parts, rules=rules, timeline=a_week(dev=1)))["chat"]
    assert (reason.kind, reason.shortfalls) == (ReasonKind.CANNOT_FINISH, (Shortfall("role:dev", 6, 5, 1),))


def test_what_needs_something_that_cannot_finish_blames_that():
    login = feature("login", Variant(effort={"dev": 6}))
    chat = feature("chat", Variant(value=1, effort={"dev": 1}), requires=["login"])
    backlog = planned(project(login, chat, timeline=a_week(dev=1)))
    assert (backlog["chat"].kind, backlog["chat"].others) == (ReasonKind.NEEDS, (("login", "full"),))
    assert backlog["login"].kind is ReasonKind.CANNOT_FINISH


def test_what_needs_itself_is_not_to_blame_for_itself():
    a = feature("a", Variant(value=1, effort={"dev": 6}))
    reason = planned(project(a, rules=[it.RequiresAny("a", ["a"])], timeline=a_week(dev=1)))["a"]
    assert reason.kind is ReasonKind.CANNOT_FINISH


def test_people_who_are_away_are_waited_for():
    away = it.Absence("dev", "2027-01-05", "2027-01-07", 1)
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 2}, absences=[away], ticks_per_day=2)
    both = Variant(value=1, tasks=[it.Task("t", 2.5, demand={"dev": 2})])
    reason = planned(project(feature("a", both), timeline=timeline))["a"]
    assert reason.shortfalls == (Shortfall("finish", 6, 5, 1),)


def test_no_date_is_named_where_people_are_away_for_good():
    away = it.Absence("dev", "2027-01-05", "9999-12-31")
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 2}, absences=[away])
    both = Variant(value=1, tasks=[it.Task("t", 2, demand={"dev": 2})])
    after = feature("b", Variant(value=1), requires=["a"])
    backlog = planned(project(feature("a", both), after, timeline=timeline))
    assert (backlog["a"].kind, backlog["a"].shortfalls) == (ReasonKind.CANNOT_FINISH, ())
    assert backlog["b"].kind is ReasonKind.NEEDS


def test_no_date_is_named_where_something_before_asks_for_more_people_than_there_are():
    timeline = it.Timeline("2027-01-04", team={"dev": 1})
    many = Variant(value=1, tasks=[it.Task("t", 2, demand={"dev": 2})])
    reason = planned(project(feature("a", many), timeline=timeline))["a"]
    assert (reason.kind, reason.shortfalls) == (ReasonKind.CANNOT_FINISH, (Shortfall("people:dev", 2, 1, 1),))


# ------------------------------------------------------------------------------------------- short, in place of


def test_every_limit_that_is_short_is_told_exactly():
    third = Fraction(1, 3)
    parts = [
        feature("a", Variant(value=9, cost={"x": third}, effort={"dev": 3})),
        feature("b", Variant(value=8, cost={"x": 1, "y": 7}, effort={"dev": 2})),
    ]
    limited = project(*parts, limit={"x": 1, "y": 5}, reserve={"y": 1}, timeline=it.Capacity({"dev": 4}))
    assert planned(limited)["b"].shortfalls == (
        Shortfall("cost:x", 1, Fraction(2, 3), third),
        Shortfall("cost:y", 7, 4, 3),
        Shortfall("role:dev", 2, 1, 1),
    )


def test_bundles_count_in_what_is_short():
    rules = [it.Bundle(["a", "b"], cost=-2), it.Bundle(["b"], cost=1)]
    parts = [feature("a", Variant(value=9, cost=5)), feature("b", Variant(value=8, cost=5))]
    assert planned(project(*parts, limit=7, rules=rules))["b"].shortfalls == (Shortfall("cost", 4, 2, 2),)


def test_the_reason_speaks_of_the_variant_that_comes_nearest():
    a = feature("a", Variant(value=9, cost=6), priority=it.MUST)
    b = feature(
        "b",
        Variant(value=3, cost=9),
        Variant("worthless", cost=1),
        Variant("small", value=2, cost=5),
        Variant("odd", value=1, cost=7),
    )
    reason = planned(project(a, b, limit=10))["b"]
    assert (reason.variant, reason.value, reason.shortfalls) == ("small", 2, (Shortfall("cost", 5, 4, 1),))


def test_the_smallest_change_that_makes_room_is_told():
    a = feature("a", Variant(value=9, cost=5), Variant("less", value=7, cost=4), Variant("least", value=4, cost=1))
    b = feature("b", Variant(value=9, cost=5), Variant("less", value=6, cost=2), priority=2)
    reason = planned(project(a, b, feature("c", Variant(value=2, cost=2)), limit=10))["c"]
    assert (reason.kind, reason.beside, reason.gain, reason.loss) == (ReasonKind.SHORT, (("b", "less"),), 2, 3)


def test_a_change_that_breaks_something_makes_no_room():
    a = feature("a", Variant(value=9, cost=5), Variant("less", value=7, cost=1))
    parts = [a, feature("b", Variant(value=4, cost=1)), feature("c", Variant(value=1, cost=2))]
    for rule in (it.Requires("b", ("a", "full")), it.Excludes(["c", ("a", "less")])):
        assert planned(project(*parts, limit=7, rules=[rule]))["c"].beside is None


def test_a_change_to_what_cannot_be_built_makes_no_room():
    many = Variant("many", tasks=[it.Task("t", 1, demand={"dev": 3})])
    a = feature("a", Variant(value=9, cost=5), many, priority=it.MUST)
    reason = planned(project(a, feature("b", Variant(value=1, cost=2)), limit=6, timeline=a_week(dev=2)))["b"]
    assert (reason.kind, reason.beside) == (ReasonKind.SHORT, None)


def test_a_change_that_misses_a_floor_makes_no_room():
    less = Variant("less", value={"sales": 7}, cost=1)
    parts = [feature("a", Variant(value={"sales": 9}, cost=5), less), feature("b", Variant(value={"fun": 1}, cost=2))]
    for floor, beside in ((8, None), (7, (("a", "less"),))):
        goals = it.Goals({"sales": 1, "fun": 1}, floors={"sales": floor})
        assert planned(project(*parts, limit=6, goals=goals))["b"].beside == beside


def test_the_only_thing_in_place_of_which_it_fits_is_told():
    parts = [
        feature("a", Variant(value=60, cost=6)),
        feature("m", Variant(cost=3), priority=it.MUST),
        feature("b", Variant(value=20, cost=5)),
    ]
    assert planned(project(*parts, limit=10))["b"] == Reason(
        ReasonKind.DISPLACES,
        "b",
        variant="full",
        value=20,
        shortfalls=[Shortfall("cost", 5, 1, 4)],
        others=[("a", "full")],
        gain=20,
        loss=60,
    )


def test_where_something_else_could_go_as_well_nothing_is_displaced():
    parts = [feature(name, Variant(value=9, cost=5)) for name in "ab"]
    assert planned(project(*parts, feature("c", Variant(value=1, cost=5)), limit=10))["c"].kind is ReasonKind.SHORT


def test_two_that_must_both_go_are_not_displaced():
    timeline = it.Capacity({"dev": 5, "qa": 5})
    parts = [feature("a", Variant(value=9, effort={"dev": 5})), feature("b", Variant(value=9, effort={"qa": 5}))]
    reason = planned(project(*parts, feature("c", Variant(value=1, effort={"dev": 1, "qa": 1})), timeline=timeline))[
        "c"
    ]
    assert (reason.kind, [short.limit for short in reason.shortfalls]) == (ReasonKind.SHORT, ["role:dev", "role:qa"])


def test_what_others_depend_on_is_not_displaced():
    a, b = feature("a", Variant(value=1, cost=5)), feature("b", Variant(value=9), requires=["a"])
    assert planned(project(a, b, feature("c", Variant(value=2, cost=5)), limit=5))["c"].kind is ReasonKind.SHORT


def test_what_is_asked_for_is_not_displaced():
    parts = [feature("a", Variant(value=9, cost=5)), feature("b", Variant(value=2, cost=5))]
    reason = planned(project(*parts, limit=5, rules=[it.AtLeast(["a"], 1)]))["b"]
    assert (reason.kind, reason.others) == (ReasonKind.SHORT, ())


def test_what_is_worth_less_is_not_displaced():
    poor = project(feature("a", Variant(value=1, cost=5)), feature("b", Variant(value=9, cost=5)), limit=5)
    (reason,) = why(poor, {"a": "full"}, complete=False).values()
    assert (reason.kind, reason.others) == (ReasonKind.SHORT, ())


def test_with_tiers_an_earlier_one_is_displaced_whatever_it_is_worth():
    parts = [feature("a", Variant(value=1, cost=5)), feature("b", Variant(value=9, cost=5), priority=2)]
    reason = planned(project(*parts, limit=5), objective="tiers")["b"]
    assert (reason.kind, reason.gain, reason.loss) == (ReasonKind.DISPLACES, 9, 1)


def test_days_burn_money():
    timeline = it.Timeline("2027-01-04", "2027-01-15", team={"dev": 1, "qa": 1})
    parts = [
        feature(
            "a", Variant(value=9, effort={"dev": 3}), Variant("quick", value=8, effort={"dev": 1}), priority=it.MUST
        ),
        feature("b", Variant(value=3, effort={"dev": 2})),
        feature("c", Variant(value=2, cost=5, effort={"qa": 1})),
    ]
    backlog = planned(project(*parts, limit=30, burn_per_day=10, timeline=timeline))
    assert backlog["c"].shortfalls == (Shortfall("cost", 5, 0, 5),)
    assert backlog["c"].beside is None


@pytest.mark.parametrize(("limit", "beside"), [(39, None), (40, ())])
def test_a_later_finish_must_be_paid(limit, beside):
    parts = [feature("a", Variant(value=9, effort={"dev": 3})), feature("b", Variant(effort={"dev": 1}))]
    reason = planned(project(*parts, limit=limit, burn_per_day=10, timeline=a_week(dev=1)))["b"]
    assert (reason.kind, reason.beside) == (ReasonKind.NO_GAIN, beside)


# --------------------------------------------------------------------------------------------- what seems to fit


def test_it_would_lower_the_quality_below_the_floor():
    parts = [feature("a", Variant(value=8, quality=0.75)), feature("b", Variant(value=8, quality=0.5))]
    backlog = planned(project(*parts, quality=0.75))
    assert backlog["b"] == Reason(ReasonKind.QUALITY, "b", variant="full", value=8)


def test_a_better_variant_may_make_room_for_less_quality():
    a = feature("a", Variant(value=9, quality=0.75), Variant("fine", value=8), priority=it.MUST)
    reason = planned(project(a, feature("b", Variant(value=1, quality=0.5)), quality=0.75))["b"]
    assert (reason.kind, reason.beside) == (ReasonKind.QUALITY, (("a", "fine"),))


def test_it_gains_nothing():
    backlog = planned(project(feature("a", Variant(cost=1)), feature("b", Variant(value=1))))
    assert backlog["a"] == Reason(ReasonKind.NO_GAIN, "a", variant="full", value=0, gain=0, beside=[])


def test_it_loses_by_a_bundle():
    rules = [it.Bundle(["a", "b"], value=-9), it.Bundle(["a", "b"], value=-1), it.Bundle(["a", "b"], value=1)]
    reason = planned(project(feature("a", Variant(value=8)), feature("b", Variant(value=2)), rules=rules))["b"]
    assert (reason.kind, reason.gain, reason.rule) == (ReasonKind.NO_GAIN, -7, rules[0])


def test_nobody_asked_for_it():
    whole = project(feature("a", Variant(value=5, cost=5)), feature("b", Variant(value=4, cost=9)), limit=1)
    reason = planned(whole, objective="cost", value_at_least=3)["b"]
    assert (reason.kind, reason.shortfalls) == (ReasonKind.NOT_DEMANDED, ())


def test_with_the_finish_asked_for_the_deadline_counts_for_nothing():
    parts = [feature("a", Variant(value=5, effort={"dev": 2})), feature("b", Variant(value=4, effort={"dev": 50}))]
    reason = planned(project(*parts, timeline=a_week(dev=1)), objective="finish", value_at_least=3)["b"]
    assert (reason.kind, reason.shortfalls) == (ReasonKind.NOT_DEMANDED, ())


def test_the_calendar_has_no_room():
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1, "qa": 1}, workflow=["dev", "qa"])
    parts = [
        feature("a", Variant(value=9, effort={"dev": 3, "qa": 2})),
        feature("b", Variant(value=4, effort={"dev": 2, "qa": 2})),
    ]
    backlog = planned(project(*parts, timeline=timeline))
    assert backlog["b"] == Reason(ReasonKind.NO_ROOM, "b", variant="full", value=4)
    lighter = feature("a", *parts[0], Variant("light", value=8, effort={"dev": 2, "qa": 1}))
    reason = planned(project(lighter, feature("b", Variant(value=0.5, effort={"dev": 2, "qa": 2})), timeline=timeline))[
        "b"
    ]
    assert (reason.kind, reason.beside, reason.gain, reason.loss) == (ReasonKind.NO_ROOM, (("a", "light"),), 0.5, 1)


def test_what_is_not_proven_is_not_claimed():
    parts = [feature("a", Variant(value=9, effort={"dev": 3})), feature("b", Variant(value=4, effort={"dev": 2}))]
    starts = {("a", "dev"): 0}
    week = project(*parts, timeline=a_week(dev=1))
    assert why(week, {"a": "full"}, starts=starts, complete=False)["b"] == Reason(
        ReasonKind.UNPROVEN, "b", variant="full", value=4, gain=4, beside=[]
    )
    chain = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1, "qa": 1}, workflow=["dev", "qa"])
    late = [
        feature("a", Variant(value=9, effort={"dev": 3, "qa": 2})),
        feature("b", Variant(value=4, effort={"dev": 2, "qa": 2})),
    ]
    starts = {("a", "dev"): 0, ("a", "qa"): 3}
    reason = why(project(*late, timeline=chain), {"a": "full"}, starts=starts, complete=False)["b"]
    assert (reason.kind, reason.beside) == (ReasonKind.UNPROVEN, None)


def test_with_tiers_a_proof_of_the_first_says_nothing_of_the_others():
    chain = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1, "qa": 1}, workflow=["dev", "qa"])
    parts = [
        feature("a", Variant(value=9, effort={"dev": 3, "qa": 2})),
        feature("b", Variant(value=4, effort={"dev": 2, "qa": 2}), priority=2),
    ]
    starts = {("a", "dev"): 0, ("a", "qa"): 3}
    tiers = Question(objective="tiers")
    whole = project(*parts, timeline=chain)
    first = why(whole, {"a": "full"}, starts=starts, question=tiers)
    both = why(whole, {"a": "full"}, starts=starts, question=tiers, proven=["tier 1", "tier 2"])
    assert (first["b"].kind, both["b"].kind) == (ReasonKind.UNPROVEN, ReasonKind.NO_ROOM)


# ------------------------------------------------------------------------------------------------------- limits


def test_work_on_the_calendar_is_limited(monkeypatch):
    monkeypatch.setattr(places, "MOST_PLACED", 1)
    starts = {("ABC", "dev"): 0, ("ABC", "design"): 0}
    (reason,) = why(feature_abc(), {"ABC": "full"}, starts=starts, complete=False).values()
    assert (reason.kind, reason.beside) == (ReasonKind.SHORT, None)


def test_pairs_are_looked_at_in_parts(monkeypatch):
    monkeypatch.setattr(swaps, "CHUNK", 1)
    parts = [feature(name, Variant(value=9, cost=5), Variant("less", value=8, cost=3)) for name in "ab"]
    more = [feature(name, Variant(value=1, cost=2)) for name in "cde"]
    backlog = planned(project(*parts, *more, limit=10))
    assert [reason.beside for reason in backlog.values()] == [(("a", "less"),)] * 3


def test_a_calendar_too_long_to_be_laid_out_is_left_aside():
    away = it.Absence("dev", "2099-01-04", "2099-01-05")
    timeline = it.Timeline("2027-01-04", team={"dev": 1}, absences=[away])
    backlog = planned(
        project(feature("a", Variant(value=1)), feature("b", Variant(effort={"dev": 1})), timeline=timeline)
    )
    assert (backlog["b"].kind, backlog["b"].beside) == (ReasonKind.NO_GAIN, None)


def test_huge_and_tiny_amounts_stay_exact():
    parts = [feature("a", Variant(value=10**18, cost=10**18)), feature("b", Variant(value=0.000001, cost=0.000002))]
    tiny = planned(project(*parts, limit=10**18 + Fraction(1, 10**6)))["b"]
    assert tiny.shortfalls == (Shortfall("cost", 0.000002, 0.000001, 0.000001),)


# ---------------------------------------------------------------------------------------------------- properties


@st.composite
def plans(draw, projects):
    """Generate the best plan of a project; or a feasible one, the best with something decided or ruled out."""
    project = draw(projects)
    question = draw(questions(project))
    complete = draw(st.booleans())
    changed = project if complete else project.apply(*draw(wishes(project)))
    plan = it.optimize(changed, engine="enumerate", **question)
    return project, plan, complete


@st.composite
def wishes(draw, project):
    changes = []
    for feature in project.scope:
        wish = draw(st.sampled_from(["", "", "in", "out"]))
        if wish == "out" and feature.priority != it.MUST:
            changes.append(it.SetPriority(feature.name, it.WONT))
        if wish == "in" and feature.priority != it.WONT:
            changes.append(it.AddRule(it.Decided(feature.name, draw(st.sampled_from([one.name for one in feature])))))
    return changes


@settings(suppress_health_check=list(HealthCheck))
@given(plans(tight.projects(dated=False) | tight.projects(dated=True) | TOTALS | DATED))
def test_every_reason_is_true(case):
    project, plan, complete = case
    if not plan.found:
        return
    backlog = reasons(project, plan.question, plan.answer, complete=complete, proven=plan.proven if complete else ())
    assert list(backlog) == [feature.name for feature in project.scope if feature.name not in plan.selection]
    for reason in backlog.values():
        note(f"{dict(plan.selection)} {reason}")
        event(reason.kind.name)
        assert_true(project, plan.question, plan.answer, reason, complete=complete)
