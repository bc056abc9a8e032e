"""The ways out of the story, by hand, and what is refused."""

from __future__ import annotations

import pickle
import re
from datetime import date

import attrs
import pytest

import irontriangle as it
from irontriangle import Loss, NoOption, OptionKind
from irontriangle.examples import feature_abc

# ABC in full takes 30 dev and 10 design days: 27,000 + 8,000 = 35,000. XYZ takes 20 and 6: 18,000 + 4,800 = 22,800.
# Simplified ABC takes 15 and 4: 13,500 + 3,200 = 16,700. There are 35 working days from 4 January to 19 February.


@pytest.fixture(scope="module")
def story():
    return it.options(feature_abc())


def figures(plan):
    return dict(plan.selection), plan.value, plan.cost, plan.finish


def test_keep(story):
    keep = story[OptionKind.KEEP]
    assert figures(keep.plan) == ({"ABC": "full"}, 90, 35_000, date(2027, 2, 12))  # 30 days from 4 January on
    assert keep.changes == (it.AddRule(it.Decided("ABC", "full")),)
    assert keep.asks == ()
    assert keep.gives_up == (it.Concession(Loss.OUT, "XYZ", value=50),)
    assert keep.decided_by == ("product manager",)


def test_extend(story):
    extend = story[OptionKind.EXTEND]
    # 50 dev days: 35 of them end on 19 February, 15 more are three weeks. 35,000 + 22,800 = 45,000 + 12,800.
    both = {"ABC": "full", "XYZ": "full"}
    assert figures(extend.plan) == (both, 140, 57_800, date(2027, 3, 12))
    assert extend.changes == extend.asks == (it.MoveDeadline(15), it.ChangeBudget(12_800))
    assert [one.loss for one in extend.gives_up] == [Loss.DEADLINE, Loss.MONEY]
    assert extend.decided_by == ("client",)


def test_extension_is_least(story):
    wanted = [it.AddRule(it.Decided(name, "full")) for name in ("ABC", "XYZ")]
    extended = feature_abc().apply(*story[OptionKind.EXTEND].changes, *wanted)
    for less in (it.ChangeBudget(-1), it.MoveDeadline(-1)):
        assert it.optimize(extended.apply(less)).status is it.Status.INFEASIBLE


def test_simplify(story):
    simplify = story[OptionKind.SIMPLIFY]
    # 35 dev days fill the calendar; 16,700 + 22,800.
    built = {"ABC": "simplified", "XYZ": "full"}
    assert figures(simplify.plan) == (built, 110, 39_500, date(2027, 2, 19))
    assert simplify.changes == simplify.asks == ()
    assert simplify.gives_up == (it.Concession(Loss.REDUCED, "ABC", value=30),)


def test_staff(story):
    staff = story[OptionKind.STAFF]
    # The second dev begins after 10 days, does XYZ in 20 and ends with the first on day 30; 10 days x 900 = 9,000.
    both = {"ABC": "full", "XYZ": "full"}
    assert figures(staff.plan) == (both, 140, 66_800, date(2027, 2, 12))
    assert staff.asks == (it.ChangeBudget(21_800), it.ChangeTeam("dev", 1, ramp_up=10))
    assert staff.decided_by == ("client", "project manager")


def test_phase(story):
    phase = story[OptionKind.PHASE]
    assert figures(phase.plan) == ({"ABC": "full"}, 90, 35_000, date(2027, 2, 12))
    # The next 35 working days; XYZ takes 20 of them.
    assert phase.asks == (it.Release(date(2027, 2, 22), date(2027, 4, 9)),)
    assert figures(phase.next_plan) == ({"XYZ": "full"}, 50, 22_800, date(2027, 3, 19))
    assert phase.gives_up == (it.Concession(Loss.LATER, "XYZ", until=date(2027, 3, 19)),)
    assert phase.decided_by == ("product manager", "client")


def test_changes_reproduce_every_plan(story):
    for option in story:
        assert figures(it.optimize(feature_abc().apply(*option.changes))) == figures(option.plan)


def test_story_as_a_whole(story):
    assert [option.kind for option in story] == list(OptionKind)
    assert len(story) == 5
    assert story[1:3] == (story[OptionKind.EXTEND], story[OptionKind.SIMPLIFY])
    assert story.best is story[OptionKind.SIMPLIFY]
    assert story.wanted == ("ABC", "XYZ")
    assert story.complete
    assert all(option.proven for option in story)
    assert not story.fits
    assert pickle.loads(pickle.dumps(story)) == story == it.options(feature_abc())
    assert repr(story).startswith("Options(project=Project(")


def test_memo_of_the_story(story):
    assert str(story) == (
        "ABC and XYZ do not both fit in full: together 57,800 USD (limit 45,000), ready 12 Mar (deadline 19 Feb).\n"
        "\n"
        "             KEEP              EXTEND             SIMPLIFY          STAFF                PHASE\n"
        "1 ABC        full              full               simplified        full                 full\n"
        "2 XYZ        backlog           full               full              full                 next release\n"
        "Value        90                140                110               140                  90, then 140\n"
        "Cost USD     35,000            57,800             39,500            66,800               35,000 + 22,800\n"
        "Finish       12 Feb            12 Mar             19 Feb            12 Feb               12 Feb, then 19 Mar\n"
        "Asks for     nothing           +15 working days   nothing           +21,800 USD          a release 22 Feb -\n"
        "                               +12,800 USD                          +1 dev from 4 Jan    9 Apr\n"
        "Gives up     XYZ (-50)         the deadline       30 of ABC         money                XYZ until 19 Mar\n"
        "                               money\n"
        "Decided by   product manager   client             product manager   client and project   product manager and\n"
        "                                                                    manager              client\n"
        "\n"
        "EXTEND: 1 USD or 1 working day less is not enough.\n"
        "STAFF: 1 dev or 1 USD less is not enough. 12,800 USD are for the work, 9,000 for 10 ramp-up days.\n"
        "Best value within today's limits: SIMPLIFY."
    )


def test_what_is_decided_beside_the_wanted_is_counted_and_said_to_be():
    insisting = feature_abc().apply(it.SetPriority("XYZ", "MUST"), it.AddRule(it.Decided("ABC", "full")))
    assert str(it.options(insisting)).startswith(
        "XYZ does not fit in full: together with all else that must be built 57,800 USD (limit 45,000), ready 12 Mar\n"
        "  (deadline 19 Feb).\n"
    )


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"priority": "MUST"}, []),
        ({}, [it.Requires("wish", "base")]),
        ({}, [it.AtLeast(["base"], 1)]),
        ({}, [it.AllOrNone(["base", "wish"])]),
    ],
)
def test_what_must_come_beside_the_wanted_is_said_to_be_counted(fields, rules):
    features = [
        it.Feature("base", it.Variant(value=1, cost=7), **fields),
        it.Feature("wish", it.Variant(value=9, cost=4)),
    ]
    project = it.Project(it.Scope(features, rules=rules), it.Budget(8))
    headline = "wish does not fit in full: together with all else that must be built 11 of money (limit 8)."
    assert str(it.options(project, ["wish"])).startswith(headline)


def test_what_comes_along_freely_is_not_said_to_be_counted():
    features = [it.Feature("free", it.Variant(value=1)), it.Feature("wish", it.Variant(value=9, cost=4))]
    project = it.Project(it.Scope(features, rules=[it.AtMost(["free"], 1)]), it.Budget(3))
    found = it.options(project, ["wish"])
    assert "free" in found[OptionKind.EXTEND].plan.selection
    assert str(found).startswith("wish does not fit in full: it takes 4 of money (limit 3).")


def test_a_variant_that_is_worth_more_gives_nothing_up():
    variants = [it.Variant("full", value=1, cost=5), it.Variant("lite", value=1.5, cost=2)]
    simplify = it.options(it.Project(it.Scope([it.Feature("A", variants)]), it.Budget(3)))
    assert simplify[OptionKind.SIMPLIFY].plan.selection == {"A": "lite"}
    assert "of A" not in str(simplify)


def test_less_than_a_whole_unit_names_no_unit():
    scope = it.Scope([it.Feature("A", it.Variant(value=1, cost=5.0000005))])
    text = str(it.options(it.Project(scope, it.Budget(5))))
    assert "\nEXTEND: less is not enough.\n" in text
    assert "+0.0000005" in text


def test_one_that_lacks_time_only_is_late():
    feature = it.Feature("wish", it.Variant(value=9, effort={"dev": 3}))
    timeline = it.Timeline("2027-01-04", deadline="2027-01-05", team={"dev": 1})
    text = str(it.options(it.Project(it.Scope([feature]), timeline=timeline)))
    assert text.startswith("wish does not fit in full: it is ready 6 Jan (deadline 5 Jan).")


def test_ramp_up_is_paid():
    staff = it.options(feature_abc(), ramp_up=0)[OptionKind.STAFF]
    assert staff.asks == (it.ChangeBudget(12_800), it.ChangeTeam("dev", 1))
    late = it.options(feature_abc(), ramp_up=16)[OptionKind.STAFF]  # 16 + 20 days are one too many, for anybody
    assert (late.plan, late.reason, late.proven) == (None, NoOption.INFEASIBLE, True)


def test_everything_fits():
    project = feature_abc().apply(it.ChangeBudget(12_800), it.MoveDeadline(15))
    found = it.options(project)
    assert found.fits
    assert [option.plan.value for option in found] == [140]
    assert str(found) == (
        "ABC and XYZ fit in full, within today's limits: nothing has to give.\n"
        "The best such plan: value 140, cost 57,800 USD, finish 12 Mar."
    )
    with pytest.raises(KeyError, match="there is no option PHASE: everything fits"):
        found[OptionKind.PHASE]


def test_what_fits_may_be_worth_less_than_other_variants():
    found = it.options(feature_abc(), ["ABC"])
    assert found.fits
    assert found[0].changes == (it.AddRule(it.Decided("ABC", "full")),)
    assert "ABC fits in full" in str(found)
    assert "Other variants are worth more: 110, by optimize(project)." in str(found)


def test_wanted_is_the_shortest_run_of_tiers_that_does_not_fit():
    features = [
        it.Feature("base", it.Variant(value=1, cost=4), priority="MUST"),
        it.Feature("a", it.Variant(value=5, cost=4)),
        it.Feature("b", it.Variant(value=5, cost=4)),
        it.Feature("c", it.Variant(value=5, cost=4), priority=2),
        it.Feature("d", it.Variant(value=5, cost=4), priority="WONT"),
    ]
    for limit, wanted in ((3, ("base",)), (9, ("base", "a", "b")), (12, ("base", "a", "b", "c"))):
        assert it.options(it.Project(it.Scope(features), it.Budget(limit))).wanted == wanted
    assert it.options(it.Project(it.Scope(features), it.Budget(16))).fits


NOTHING_WANTED = it.Scope([it.Feature("a", it.Variant(value=5, cost=4), priority="WONT")])


def test_where_all_is_wont_nothing_has_to_give():
    found = it.options(it.Project(NOTHING_WANTED, it.Budget(9)))
    assert (found.wanted, found.fits, len(found)) == ((), True, 1)
    assert found[0].plan.selection == {}
    assert str(found) == "Nothing is wanted: all features are WONT."


def test_where_all_is_wont_limits_may_be_broken_even_so():
    found = it.options(it.Project(NOTHING_WANTED, it.Budget(5, reserve=9)))
    assert found.fits is False
    assert str(found).startswith("All features are WONT, and even so no plan is within today's limits.")


def test_original_is_what_was_decided():
    found = it.options(feature_abc().apply(it.AddRule(it.Decided("ABC", "simplified"))))
    assert found.fits
    assert found[0].plan.selection == {"ABC": "simplified", "XYZ": "full"}


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ([], "wanted must name at least one feature, got none"),
        ("ABC", r"wanted must be a list of names, got 'ABC'; write \['ABC'\]"),
        ([1], r"wanted must be a list of names, got \[1\]"),
        (7, "wanted must be a list of names, got 7"),
        (["ABCD"], "wanted names unknown feature 'ABCD'; did you mean 'ABC'?"),
        (["XYZ"], "wanted names 'XYZ', which is a WONT; set another priority first"),
    ],
)
def test_wanted_that_makes_no_sense_is_refused(wanted, message):
    with pytest.raises(ValueError, match=message):
        it.options(feature_abc().apply(it.SetPriority("XYZ", "WONT")), wanted)


@pytest.mark.parametrize(
    ("flexible", "message"),
    [
        (["budgt"], r"flexible must name only 'timeline', 'budget', 'scope', got 'budgt'; did you mean 'budget'\?"),
        ("budget", "flexible must be a list of 'timeline', 'budget', 'scope', got 'budget'"),
        ([3], "flexible must name only 'timeline', 'budget', 'scope', got 3"),
    ],
)
def test_unknown_side_is_refused(flexible, message):
    with pytest.raises(ValueError, match=message):
        it.options(feature_abc(), flexible=flexible)


def test_other_arguments_are_checked():
    with pytest.raises(TypeError, match="project must be a Project, got NoneType"):
        it.options(None)
    with pytest.raises(it.ModelError, match="ramp_up must be a whole number"):
        it.options(feature_abc(), ramp_up=1.5)
    with pytest.raises(ValueError, match="engine must be one of"):
        it.options(feature_abc(), engine="higsh")
    with pytest.raises(TypeError, match="time_limit must be a number of seconds"):
        it.options(feature_abc(), time_limit="long")
    with pytest.raises(TypeError, match="progress must be callable"):
        it.options(feature_abc(), progress=3)


def test_sides_that_may_not_give_take_their_options_away():
    def reasons(*flexible):
        return {option.kind.name: option.reason for option in it.options(feature_abc(), flexible=flexible)}

    fixed, free = NoOption.FIXED, None
    # The deadline alone cannot pay, money alone has no time.
    assert reasons("scope") == {"KEEP": free, "EXTEND": fixed, "SIMPLIFY": free, "STAFF": fixed, "PHASE": fixed}
    assert reasons("timeline") == {"KEEP": fixed, "EXTEND": fixed, "SIMPLIFY": fixed, "STAFF": fixed, "PHASE": free}
    assert reasons("budget") == {"KEEP": fixed, "EXTEND": fixed, "SIMPLIFY": fixed, "STAFF": free, "PHASE": fixed}
    text = str(it.options(feature_abc(), flexible=["budget"]))
    for line in (
        "KEEP: the scope may not give.",
        "EXTEND: enough of the limits may not give.",
        "PHASE: the timeline may not give.",
        "None stays within today's limits.",
    ):
        assert line in text


def trading():
    """Return a project in which less money takes more time: the helper is dear and quick, or cheap and slow."""
    helper = it.Feature(
        "helper",
        [
            it.Variant("bought", cost=50, effort={"dev": 1}),
            it.Variant("mixed", cost=20, effort={"dev": 4}),
            it.Variant("made", cost=5, effort={"dev": 9}),
            it.Variant("made badly", cost=6, effort={"dev": 9}),
        ],
    )
    app = it.Feature("app", it.Variant(value=10, cost=10, effort={"dev": 5}), requires=["helper"])
    return it.Scope([app, helper])


@pytest.mark.parametrize("order", [("timeline", "budget"), ("budget", "timeline")])
def test_every_pareto_point_of_money_and_days(order):
    # Days and money in all: 6 and 60, 9 and 30, 14 and 15; the limits are 5 and 12.
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1})
    project = it.Project(trading(), it.Budget(12), timeline)
    found = [option for option in it.options(project, ["app"], flexible=order) if option.kind is OptionKind.EXTEND]
    points = [(option.asks[0].working_days, option.asks[1].by) for option in found]
    by_days = [(1, 48), (4, 18), (9, 3)]
    assert points == (by_days if order[0] == "budget" else by_days[::-1])
    for option in found:
        plan = it.optimize(project.apply(*option.changes))
        assert figures(plan) == figures(option.plan)


def test_every_pareto_point_of_funds_and_capacities():
    helper = it.Feature("helper", [it.Variant("a", cost={"x": 9, "y": 1}), it.Variant("b", cost={"x": 1, "y": 7})])
    app = it.Feature("app", it.Variant(value=10, cost={"x": 4, "y": 4}, effort={"dev": 5.5}), requires=["helper"])
    project = it.Project(it.Scope([app, helper]), it.Budget({"x": 4, "y": 5}), it.Capacity({"dev": 5}))
    found = it.options(project, ["app"])
    asks = [option.asks for option in found if option.kind is OptionKind.EXTEND]
    dev = it.ChangeCapacity("dev", 0.5)
    x9, x1, y6 = it.ChangeBudget(9, "x"), it.ChangeBudget(1, "x"), it.ChangeBudget(6, "y")
    assert asks == [(dev, x1, y6), (dev, x9)] or asks == [(dev, x9), (dev, x1, y6)]
    text = str(found)
    assert "EXTEND 1" in text
    assert "(for example)" in text
    assert "people's time" in text
    assert "+0.5 dev days" in text


def test_extension_with_a_buffer_counts_the_days_before_it():
    timeline = attrs.evolve(feature_abc().timeline, buffer=5)
    found = it.options(attrs.evolve(feature_abc(), timeline=timeline))
    assert found[OptionKind.EXTEND].asks == (it.MoveDeadline(20), it.ChangeBudget(12_800))
    assert "ready 12 Mar (limit 12 Feb, 5 working days before the deadline)" in str(found).replace("\n  ", " ")


def test_as_many_as_fit_are_simplified_tier_by_tier():
    def feature(name, cost, priority):
        return it.Feature(name, it.Variant(value=cost, cost=cost), priority=priority)

    # Of the first tier two of three fit, and beside them one of the second: c, not the d that is worth more.
    scope = it.Scope(
        [feature("a", 4, 1), feature("b", 3, 1), feature("dear", 20, 1), feature("c", 2, 2), feature("d", 9, 2)]
    )
    found = it.options(it.Project(scope, it.Budget(10)), ["a", "b", "dear", "c", "d"])
    simplify = found[OptionKind.SIMPLIFY]
    assert set(simplify.plan.selection) == {"a", "b", "c"}
    assert [(one.loss, one.feature) for one in simplify.gives_up] == [(Loss.OUT, "dear"), (Loss.OUT, "d")]
    assert it.optimize(it.Project(scope, it.Budget(10)).apply(*simplify.changes)).selection == simplify.plan.selection


def test_nothing_of_a_first_tier_fits():
    scope = it.Scope(
        [it.Feature("dear", it.Variant(value=9, cost=20)), it.Feature("c", it.Variant(value=1, cost=2), priority=2)]
    )
    simplify = it.options(it.Project(scope, it.Budget(10)), ["dear", "c"])[OptionKind.SIMPLIFY]
    assert simplify.plan.selection == {"c": "full"}


def test_options_of_a_project_that_has_no_plan():
    project = feature_abc().apply(it.SetPriority("XYZ", "MUST"), it.AddRule(it.Decided("ABC", "full")))
    found = it.options(project)
    reasons = {option.kind.name: option.reason for option in found}
    never = NoOption.INFEASIBLE
    assert reasons == {"KEEP": never, "EXTEND": None, "SIMPLIFY": never, "STAFF": None, "PHASE": never}
    assert found.best is None
    text = str(found)
    assert "KEEP: what must be built does not fit in its originals." in text
    assert "SIMPLIFY: not even what must be built fits; see conflict(project)." in text


def test_options_without_dates_and_limits():
    scope = it.Scope(
        [it.Feature("a", it.Variant(value=2)), it.Feature("b", it.Variant(value=1))], rules=[it.Excludes(["a", "b"])]
    )
    found = it.options(it.Project(scope))
    reasons = {option.kind.name: option.reason for option in found}
    assert reasons["EXTEND"] is reasons["STAFF"] is NoOption.NO_LIMIT
    assert reasons["PHASE"] is NoOption.INFEASIBLE  # one is built, and so the other never
    open_end = it.Project(scope, timeline=it.Timeline("2027-01-04", team={"dev": 1}))
    assert it.options(open_end)[OptionKind.PHASE].reason is NoOption.NO_LIMIT
    limited = it.Project(scope, it.Budget(5), it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1}))
    assert it.options(limited)[OptionKind.EXTEND].reason is NoOption.INFEASIBLE
    assert "no amount of money and time is enough" in str(it.options(limited))


def test_people_are_not_needed_where_only_money_is_short():
    project = feature_abc().apply(it.MoveDeadline(15))
    assert it.options(project)[OptionKind.STAFF].reason is NoOption.NOT_NEEDED


def test_staff_trades_one_role_for_another():
    helper = it.Feature("helper", [it.Variant("d", effort={"dev": 5}), it.Variant("q", effort={"qa": 5})])
    app = it.Feature("app", it.Variant(value=9, effort={"dev": 5, "qa": 5}), requires=["helper"])
    free = it.Scope([app, helper], rules=[])
    timeline = it.Timeline("2027-01-04", "2027-01-15", team={"dev": 1, "qa": 1})
    more = it.Feature("more", it.Variant(value=1, effort={"dev": 5, "qa": 5}))
    project = it.Project(it.Scope([*free, more]), timeline=attrs.evolve(timeline, deadline=date(2027, 1, 15)))
    found = [one for one in it.options(project, ["app", "more"], ramp_up=0) if one.kind is OptionKind.STAFF]
    assert [one.asks for one in found] in (
        [(it.ChangeTeam("dev", 1),), (it.ChangeTeam("qa", 1),)],
        [(it.ChangeTeam("qa", 1),), (it.ChangeTeam("dev", 1),)],
    )


def test_nothing_is_decided_without_time():
    found = it.options(feature_abc(), time_limit=0)
    assert not found.complete
    assert found.fits is None
    assert str(found).startswith("Whether ABC fits in full was not settled in the time given.")
    assert {option.reason for option in found} <= {NoOption.UNDECIDED}
    assert "KEEP: not settled in the time given." in str(found)
    assert "None was found that stays within today's limits." in str(found)
    assert "Give it more time." in str(found)


def test_progress_tells_of_every_step():
    heard = []
    it.options(feature_abc(), progress=heard.append)
    phases = ["today", "KEEP", "SIMPLIFY", "STAFF", "PHASE", "EXTEND"]  # what takes longest last
    assert list(dict.fromkeys(one.phase for one in heard)) == phases
    assert {one.total for one in heard} == {6}
    assert any(one.incumbent is not None for one in heard)


def test_many_features_are_counted_in_the_memo():
    features = [
        it.Feature(f"f{n:02}", [it.Variant(value=9, cost=9), it.Variant("small", value=5, cost=3)]) for n in range(30)
    ]
    text = str(it.options(it.Project(it.Scope(features), it.Budget(120, currency="EUR"))))
    assert text.startswith("The 30 features of priority 1 do not all fit in full: together 270 EUR (limit 120).")
    assert re.search(r"^and \d+ more$", text, re.MULTILINE)
    assert "13 of 30" in text  # KEEP: 13 x 9 <= 120
    assert "17 features (-153)" in text
    some = str(it.options(it.Project(it.Scope(features), it.Budget(20)), [f"f{n:02}" for n in range(6)]))
    assert some.startswith("The 6 wanted features do not all fit in full: together 54 of money (limit 20).")


def test_memo_too_wide_for_one_table_is_split():
    variants = [it.Variant(f"a very long variant {n}", cost=n, effort={"dev": 20 - 3 * n}) for n in range(1, 7)]
    app = it.Feature("app", it.Variant(value=9), requires=["helper"])
    project = it.Project(it.Scope([app, it.Feature("helper", variants)]), it.Budget(0), it.Capacity({"dev": 0}))
    text = str(it.options(project, ["app"]))
    assert "EXTEND: 3 more ways, with less of one thing and more of another." in text
    assert text.count("Asks for") == 2
    assert max(map(len, text.splitlines())) <= 110


@pytest.mark.parametrize(
    ("floors", "together"),
    [({"sales": 5}, "together with all else that must be built "), ({"sales": 0}, "it takes "), ({}, "it takes ")],
)
def test_headline_counts_what_only_the_floor_of_a_goal_insists_on(floors, together):
    wish = it.Feature("wish", it.Variant(value={"fun": 5}, cost=6))
    base = it.Feature("base", it.Variant(value={"sales": 5}, cost=5), priority=2)
    goals = it.Goals({"fun": 1, "sales": 1}, floors=floors)
    found = it.options(it.Project(it.Scope([wish, base], goals=goals), it.Budget(5)), ["wish"])
    needed = "11" if floors.get("sales") else "6"
    assert str(found).splitlines()[0] == f"wish does not fit in full: {together}{needed} of money (limit 5)."
