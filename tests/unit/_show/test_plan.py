"""Whole texts, read as a manager would."""

import attrs
import pytest

import irontriangle as it
from irontriangle import Reason, ReasonKind, Shortfall
from irontriangle._show.words import width
from tests.unit._plan.plans import dates_plan, january, keep, story, story_project, totals_plan, totals_project


def evolve(plan, **fields):
    return attrs.evolve(plan, answer=attrs.evolve(plan.answer, **fields))


def project_of(names, *, limit=None, **feature):
    variant = it.Variant(value=2, cost=3)
    return it.Project(it.Scope([it.Feature(name, variant, **feature) for name in names]), it.Budget(limit))


def plan_of(project, built, backlog=(), status=it.Status.OPTIMAL, **fields):
    """A plan without dates; its backlog is short of one unit of money each."""
    value, cost = 2 * len(built), 3 * len(built)
    limit = project.budget.limit
    reasons = {
        name: Reason(ReasonKind.SHORT, name, variant="full", value=2, shortfalls=[Shortfall("cost", 3, 2, 1)])
        for name in backlog
    }
    answer = it.Answer(
        selection=dict.fromkeys(built, "full"),
        backlog=reasons,
        value=value,
        cost=cost,
        costs={"budget": it.FundCost(0, cost)},
        usage={"cost": it.Usage(cost, limit, None if limit is None else limit - cost)},
    )
    proven = ("value", "cost") if status is it.Status.OPTIMAL else ()
    return it.Plan(project, fields.pop("question", it.Question()), status, proven=proven, answer=answer, **fields)


def first_line(plan):
    return str(plan).splitlines()[0]


def test_the_story():
    assert str(story()) == (
        """\
ABC (simplified) and XYZ fit. No plan within these limits is worth more (proven).

         planned       limit         left
Value    110           -             30 below everything in full (140)
Cost     39,500 USD    45,000 USD    5,500 USD        labour 39,500, other 0
Finish   19 Feb 2027   19 Feb 2027   0 working days   <- decides
dev      35 days       35 days       0                <- decides
design   10 days       35 days       25

Built              value   cost USD   dev               design
1 ABC simplified      60     16,700   4 - 22 Jan        4 - 7 Jan
2 XYZ full            50     22,800   25 Jan - 19 Feb   8 - 15 Jan
Backlog: nothing

Note: chosen by value. Strict priorities would put ABC first (objective="tiers")."""
    )


def test_a_plan_that_is_not_proven_and_leaves_something_out():
    assert str(keep()) == (
        """\
ABC fits; XYZ stays in the backlog. At most 19 % short of the best possible.

         planned       limit         left
Value    90            -             50 below everything in full (140)
Cost     35,000 USD    45,000 USD    10,000 USD       labour 35,000, other 0   <- decides
Finish   12 Feb 2027   19 Feb 2027   5 working days
dev      30 days       35 days       5                <- decides
design   10 days       35 days       25

Built        value   cost USD   dev              design
1 ABC full      90     35,000   4 Jan - 12 Feb   4 - 15 Jan
Backlog
2 XYZ           50   short of 12,800 USD (10,000 left) and 15 dev days (5 left); fits beside simplified ABC"""
    )


def test_goals_and_funds_without_dates():
    assert str(totals_plan()) == (
        """\
login, search, chat and export fit; games, fax and mail stay in the backlog.
No plan within these limits is worth more (proven).

               planned     limit          left
Value          24          at least 24    103 below everything in full (127; rules forbid it)
Cost, people   4,450 EUR   4,500 EUR      50 EUR    labour 4,450, other 0; 500 held back
Cost, cloud    160 EUR     300 EUR        140 EUR   labour 30, other 130
Cost in all    4,610 EUR
dev            6.5 days    7 days         0.5
qa             3 days      3 days         0         <- decides
goal reach     6           -
goal trust     5           at least 5     0
Quality        0.914       at least 0.9   0.014

Built                        value   cost EUR
MUST login full                  6      1,600
1    search full                 6   1,300.50
1    chat full                   5      1,320
2    export full                 4        410
together: login and search       3     -20.50
Backlog
2    fax                         1   short of 1 qa day (0 left)
2    mail                        2   excluded by export, which is in
     games                       9   decided: not this time

Note: the value is proven, the cost is not: a plan of the same value may cost less."""
    )


def test_what_is_paid_beside_the_features_is_shown():
    assert str(dates_plan()) == (
        """\
A, B and C fit; D stays in the backlog. At most 15 % short of the best possible.

         planned       limit         left
Value    18            -             3 below everything in full (21)
Cost     6,650         7,000         350             labour 4,700, other 1,950   <- decides
Finish   19 Jan 2027   20 Jan 2027   1 working day   2 days held back before 22 Jan 2027   <- decides
dev      6.5 days      22 days       15.5            0.7 of them by rounding up
design   2.5 days      12 days       9.5
qa       1.5 days      10 days       8.5

Built                    value    cost   design      dev           qa
A                           10   3,950   4 - 7 Jan   7 - 13 Jan    4 - 7 Jan
B                            7     800   -           15 - 18 Jan   18 Jan
C                            1       0   -           -             -
11 working days at 100           1,100
paid absences                      800
Backlog
D                            3   cannot finish by 20 Jan even alone"""
    )


def test_a_plan_that_cannot_be_names_what_it_takes():
    project = story_project().apply(it.SetPriority("XYZ", it.MUST), it.AddRule(it.Decided("ABC", "full")))
    assert str(it.Plan(project, it.Question(value_at_least=100), it.Status.INFEASIBLE)) == (
        """\
No plan meets all wishes within these limits (proven).
Must be built: full ABC and XYZ.
Demanded at least: a value of 100.
There are: 45,000 USD, 35 dev days, 35 design days and 35 working days until 19 Feb.
What must be built takes at least 57,800 USD (45,000 there) and 50 dev days (35 there)."""
    )
    released = str(it.Plan(project, it.Question(objective="finish"), it.Status.INFEASIBLE))
    assert "There are: 45,000 USD." in released
    assert "What must be built takes at least 57,800 USD (45,000 there)." in released
    assert "57,800" not in str(it.Plan(project, it.Question(objective="cost"), it.Status.INFEASIBLE))


def test_what_must_be_built_includes_what_it_requires():
    project = project_of(["login"], limit=7)
    project = project.apply(
        it.AddFeature(it.Feature("export", it.Variant(cost=3), requires=["login"])),
        it.AddFeature(it.Feature("import", it.Variant(cost=3))),
        it.AddRule(it.Requires("export", ("import", "full"))),
        it.AddRule(it.Decided("export")),
    )
    text = str(it.Plan(project, it.Question(), it.Status.INFEASIBLE))
    assert (
        "Must be built: export.\nThere are: 7 of money.\nWhat must be built takes at least 9 of money (7 there)."
        in text
    )


def test_goals_quality_and_funds_that_cannot_be_met_are_named():
    project = attrs.evolve(totals_project(), name="Relaunch")
    assert str(it.Plan(project, it.Question(), it.Status.INFEASIBLE)) == (
        """\
Relaunch: no plan meets all wishes within these limits (proven).
Must be built: full login and search.
Demanded at least: 5 of trust and a quality of 0.9.
There are: 4,500 EUR of people, 300 EUR of cloud, 7 dev days and 3 qa days."""
    )


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (None, "the search stopped. Give it more time."),
        (it.Run("highs", 30.04, "time_limit"), "the search stopped after 30 s."),
        (it.Run("highs", 1.5, "interrupted"), "the search was interrupted after 1.5 s."),
    ],
)
def test_a_search_that_stopped_says_so(run, said):
    plan = it.Plan(project_of("a"), it.Question(), it.Status.UNKNOWN, run=run)
    assert str(plan).startswith(f"No plan was found, and none was ruled out: {said}")
    assert "proven" not in str(plan)


def impossible(features, rules=(), goals=None, limit=None, value_at_least=None):
    project = it.Project(it.Scope(features, rules=rules, goals=goals), it.Budget(limit))
    plan = it.optimize(project, value_at_least=value_at_least)
    assert plan.status is it.Status.INFEASIBLE
    return str(plan).splitlines()[1:]


def test_rules_that_what_must_be_built_breaks_are_named():
    a, b, c = (it.Feature(name, [it.Variant(), it.Variant("small")], priority=it.MUST) for name in "abc")
    rules = [it.Excludes(["a", ("b", "small")]), it.Decided("b", "small"), it.AtMost(["a", "b", "d"], 1)]
    rules += [it.AtMost(["a", "b", "c"], 3), it.AtLeast(["a", "b"], 3), it.Excludes(["a", ("c", "small")])]
    assert impossible([a, b, c, it.Feature("d", it.Variant(), priority=it.WONT)], [*rules, it.Requires("c", "d")]) == [
        "Must be built: a, small b and c.",
        "Cannot be kept beside what must be built: d is a WONT; at most one of a and small b; at most 1 of a, b and d;",
        "  at least 3 of a and b.",
    ]


def test_floor_of_quality_that_nothing_reaches_is_named():
    scope = it.Scope([it.Feature("a", it.Variant(value=3, quality=0.6), priority="MUST")])
    text = str(it.optimize(it.Project(scope, quality=0.9)))
    assert "Demanded at least: a quality of 0.9." in text
    assert "Nothing of value has a quality above 0.6." in text
    project = it.Project(scope, quality=0.5).apply(it.AddRule(it.Excludes(["a"])), it.AddRule(it.AtLeast(["a"], 2)))
    assert "quality above" not in str(it.optimize(project))


def test_demands_that_nothing_can_meet_are_named():
    features = [it.Feature("a", [it.Variant(value={"sales": 3}), it.Variant("b", value={"sales": 5})])]
    features += [it.Feature("c", it.Variant(value={"sales": 9, "fun": 2}), priority=it.WONT)]
    goals = it.Goals({"sales": 2, "fun": 1}, floors={"sales": 6})
    rules = [it.Bundle(["a"], value=4), it.Bundle(["a"], value=-3)]
    assert impossible(features, rules, goals, value_at_least=15) == [
        "Demanded at least: a value of 15 and 6 of sales.",
        "All features together bring at most a value of 14 and 5 of sales.",
    ]
    assert impossible(features, rules, goals, value_at_least=14)[1:] == [
        "All features together bring at most 5 of sales.",
    ]


def test_what_must_be_built_takes_less_with_what_bundles_save():
    features = [it.Feature(name, it.Variant(value=1, cost=10), priority=it.MUST) for name in "ab"]
    told = impossible(features, [it.Bundle(["a", "b"], cost=-12)], limit=10, value_at_least=3)
    assert told[2:] == ["There are: 10 of money.", "All features together bring at most a value of 2."]


def test_wishes_that_name_many_features_are_cut():
    names = [f"feature {number}" for number in range(30)]
    text = str(it.Plan(project_of(names, priority=it.MUST), it.Question(), it.Status.INFEASIBLE))
    assert "feature 7 and 22\n  more." in text
    assert max(map(width, text.splitlines())) <= 110


@pytest.mark.parametrize(
    ("objective", "status", "fields", "said"),
    [
        ("value", "OPTIMAL", {}, "a fits; b stays in the backlog. No plan within these limits is worth more (proven)."),
        (
            "tiers",
            "OPTIMAL",
            {},
            "a fits; b stays in the backlog. Tier by tier, no plan within these limits is worth more",
        ),
        ("cost", "OPTIMAL", {}, "a for 3; b stays in the backlog. No plan that meets the wishes costs less (proven)."),
        ("finish", "OPTIMAL", {}, "a; b stays in the backlog. No plan that meets the wishes is done earlier (proven)."),
        ("value", "OPTIMAL", {"tolerance": 0.01}, "worth more (proven to within 0.01)."),
        ("value", "FEASIBLE", {}, "as far as the search went: how much better one may be is not known."),
        ("value", "FEASIBLE", {"bound": 4, "gap": 1}, "At most 50 % short of the best possible."),
        ("value", "FEASIBLE", {"bound": 0.5, "gap": 0.25}, "At most 50 % short of the best possible."),
        ("value", "FEASIBLE", {"bound": 0, "gap": 2}, "At most 2 below the best possible."),
        ("tiers", "FEASIBLE", {"bound": 4, "gap": 1}, "At most 50 % short of the best possible in the first tier."),
        ("cost", "FEASIBLE", {"bound": 2, "gap": 0.5}, "At most 50 % above the least possible cost."),
        (
            "finish",
            "FEASIBLE",
            {"bound": january(4), "gap": 3},
            "At most 3 working days later than the earliest possible.",
        ),
    ],
)
def test_the_first_line_says_what_fits_and_how_sure_that_is(objective, status, fields, said):
    plan = plan_of(
        project_of("ab"), ["a"], ["b"], it.Status[status], question=it.Question(objective=objective), **fields
    )
    assert said in " ".join(str(plan).split("\n\n")[0].splitlines())


def test_a_demand_is_repeated_in_the_first_line():
    question = it.Question(objective="cost", value_at_least=110)
    plan = attrs.evolve(story(), question=question, proven=("cost", "value"), bound=39_500)
    assert str(plan).startswith(
        "ABC (simplified) and XYZ for 39,500 USD. No plan that is worth 110 or more costs less (proven).\n"
    )
    plan = attrs.evolve(plan, question=attrs.evolve(question, objective="finish"), proven=("finish",))
    assert str(plan).startswith("ABC (simplified) and XYZ by 19 Feb. No plan that is worth 110 or more is done earlier")
    assert "decides" not in str(plan), "a limit that is asked for does not decide"


@pytest.mark.parametrize(
    ("built", "out", "said"),
    [
        (0, 2, "Nothing is built."),
        (1, 0, "f0 fits. No plan is worth more (proven)."),
        (2, 0, "f0 and f1 fit in full. No plan is worth more (proven)."),
        (5, 0, "All 5 features fit in full."),
        (1, 1, "f0 fits; f1 stays in the backlog."),
        (2, 4, "f0 and f1 fit; f2, f3, f4 and f5 stay in the backlog."),
        (2, 5, "f0 and f1 fit; 5 features stay in the backlog."),
        (5, 1, "5 of 6 features fit; 1 stays in the backlog."),
        (1_200, 1_300, "1,200 of 2,500 features fit; 1,300 stay in the backlog."),
    ],
)
def test_few_features_are_named_and_many_are_counted(built, out, said):
    names = [f"f{number}" for number in range(built + out)]
    text = str(plan_of(project_of(names), names[:built], names[built:]))
    assert text.startswith(said)
    assert text.count("\nf0 ") == 1, "in the table, too"


def test_a_variant_worth_more_than_the_original_is_left_for_higher_limits():
    feature = it.Feature("a", [it.Variant(value=2), it.Variant("grand", value=9, cost=50)])
    low, high = (it.optimize(it.Project(it.Scope([feature]), it.Budget(limit))) for limit in (10, 60))
    assert first_line(low) == "a fits. No plan within these limits is worth more (proven)."
    assert first_line(high) == "a (grand) fits. No plan is worth more (proven)."


@pytest.mark.parametrize(("built", "out"), [(1, 0), (1, 1), (5, 12), (31, 19), (150, 150)])
def test_every_size_keeps_its_lines_short_and_its_features_countable(built, out):
    names = ["日本語の検索 🚀", "a name\nof two lines", "x" * 200, *(f"feature {n}" for n in range(3, built + out))]
    names = names[: built + out]
    lines = str(plan_of(project_of(names, limit=3 * built), names[:built], names[built:])).splitlines()
    assert max(map(width, lines)) <= 110
    start = next(place for place, line in enumerate(lines) if line.startswith("Built"))
    end = next(place for place, line in enumerate(lines) if line.startswith("Backlog"))
    assert end - start - 1 == built
    assert (len(lines) - end - 1 == out) if out <= 12 else (len(lines) - end <= 5)


def test_a_large_backlog_is_grouped_by_what_keeps_it_out():
    names = [f"f{number}" for number in range(40)]
    plan = plan_of(project_of(names, limit=3), names[:1], names[1:])
    other = {"f1": Reason(ReasonKind.NEEDS, "f1", variant="full", value=7)}
    plan = evolve(plan, backlog={**plan.backlog, **other})
    text = str(plan)
    assert "Backlog: 39 features\n  38 short of money: f2 (2), f3 (2)," in text
    assert "f12 (2), f13 (2) and 26 more; f2 lacks least: 1 of money\n   1 need what is not built: f1 (7)" in text


def test_groups_have_words_for_every_kind():
    names = [f"f{number}" for number in range(40)]
    kinds = list(ReasonKind)
    plan = plan_of(project_of(names), names[:1], names[1:])
    reasons = {
        name: Reason(kinds[place % len(kinds)], name, variant="full", value=place)
        for place, name in enumerate(names[1:])
    }
    lines = str(evolve(plan, backlog=reasons)).splitlines()
    assert len(lines) - lines.index("Backlog: 39 features") - 1 == len(kinds)
    assert any(
        line.endswith(" may fit: the search stopped before it could tell: f36 (35), f24 (23) and f12 (11)")
        for line in lines
    )


def test_a_reason_too_long_for_its_line_goes_on_below():
    shortfalls = [Shortfall(f"role:role number {number}", 3, 2, 1) for number in range(5)]
    reason = Reason(ReasonKind.SHORT, "b", variant="full", value=2, shortfalls=shortfalls)
    lines = str(evolve(plan_of(project_of("ab"), "a", "b"), backlog={"b": reason})).splitlines()
    first = lines.index("Backlog") + 1
    assert lines[first].startswith("b             2   short of 1 role number 0 day")
    assert lines[first + 1].startswith("                  ")
    assert max(map(width, lines)) <= 110


def test_columns_of_many_roles_become_one_of_dates():
    roles = [f"role number {number}" for number in range(8)]
    timeline = it.Timeline("2027-12-27", team=dict.fromkeys(roles, 1))
    scope = it.Scope([it.Feature("a", it.Variant(value=2, effort=dict.fromkeys(roles, 7)))])
    plan = it.optimize(it.Project(scope, timeline=timeline), engine="enumerate")
    assert "Built   value   dates\na           2   27 Dec 2027 - 4 Jan 2028\nBacklog: nothing" in str(plan)


def test_a_project_without_money_shows_none():
    scope = it.Scope([it.Feature("a", it.Variant(value=2, effort={"dev": 3}))])
    plan = it.optimize(it.Project(scope, timeline=it.Capacity({"dev": 3}), name="No\nmoney"), engine="enumerate")
    assert str(plan) == (
        """\
No money: a fits. No plan is worth more (proven).

        planned   limit    left
Value   2         -
dev     3 days    3 days   0

Built   value
a           2
Backlog: nothing"""
    )


@pytest.mark.parametrize(
    ("effort", "team", "tasks", "marked"),
    [
        ({"dev": 6}, {"dev": 1}, [], "Finish"),
        ({"dev": 3}, {"dev": 0}, [], "dev"),
        ({}, {"dev": 1}, [it.Task("pair", 1, demand={"dev": 2})], "dev"),
    ],
)
def test_what_lets_nothing_finish_even_alone_decides(effort, team, tasks, marked):
    scope = it.Scope(
        [it.Feature("a", it.Variant(value=5)), it.Feature("b", it.Variant(value=5, effort=effort, tasks=tasks))]
    )
    plan = it.optimize(it.Project(scope, timeline=it.Timeline("2027-01-04", "2027-01-08", team=team)))
    assert plan.backlog["b"].kind is ReasonKind.CANNOT_FINISH
    assert [line.split()[0] for line in str(plan).splitlines() if line.endswith("<- decides")] == [marked]


def test_what_is_lacked_together_with_others_decides():
    features = [it.Feature("a", it.Variant(value=5, cost=1)), it.Feature("b", it.Variant(value=5, cost=4))]
    scope = it.Scope([*features, it.Feature("c", it.Variant(value=5, cost=4))], rules=[it.AllOrNone(["b", "c"])])
    plan = it.optimize(it.Project(scope, it.Budget(6)))
    assert list(plan.selection) == ["a"]
    assert "Cost    1         6       5      <- decides" in str(plan)


def test_a_limit_that_alone_keeps_something_out_decides():
    plan = plan_of(project_of("ab", limit=5), ["a"], ["b"])
    assert "Cost    3         5       2      <- decides" in str(plan)
    assert "decides" not in str(plan_of(project_of("ab", limit=6), ["a", "b"])), "nothing waits"


def test_the_note_on_priorities_counts_many():
    names = [f"f{number}" for number in range(8)]
    project = project_of(names, limit=3).apply(it.SetPriority("f7", 2))
    text = str(plan_of(project, ["f7"], names[:7]))
    assert 'Note: chosen by value. Strict priorities would put 7 features first (objective="tiers").' in text
    assert "Note" not in str(plan_of(project, ["f0"], names[1:]))
    assert "Note" not in str(plan_of(project, ["f7"], names[:7], question=it.Question(objective="tiers")))


def test_another_variant_that_is_worth_as_much_is_not_reduced():
    variants = [it.Variant("grand", value=2, cost=9), it.Variant("plain", value=2, cost=3)]
    plan = it.optimize(it.Project(it.Scope([it.Feature("a", variants)]), it.Budget(8)), engine="enumerate")
    assert first_line(plan) == "a (plain) fits. No plan is worth more (proven)."
    assert "decides" not in str(plan)


def test_a_fund_is_named_even_where_it_is_called_budget():
    feature = it.Feature("login", it.Variant(value=1, cost=9), priority=it.MUST)
    project = it.Project(it.Scope([feature]), it.Budget({"budget": 5}))
    assert "takes at least 9 of budget (5 there)" in str(it.optimize(project))


def test_gates_stand_between_the_roles_where_there_is_room():
    scope = it.Scope([it.Feature("Login", it.Variant(value=9, effort={"design": 3, "dev": 6}))])

    def shown(*gates):
        steps = ["design", *gates, "dev"]
        timeline = it.Timeline("2027-01-04", team={"design": 1, "dev": 1}, workflow=steps)
        return str(it.optimize(it.Project(scope, timeline=timeline)))

    few, many = (
        shown(it.Gate("approval", 5)),
        shown(*(it.Gate(f"{place} {'x' * 25}", 1) for place in range(4))),
    )
    assert "Built   value   design      approval     dev\nLogin       9   4 - 6 Jan   7 - 13 Jan   14 - 21 Jan" in few
    assert "Built   value   design      dev\nLogin       9   4 - 6 Jan   13 - 20 Jan" in many
