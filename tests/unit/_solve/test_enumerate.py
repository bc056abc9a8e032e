"""The oracle itself, against numbers done by hand and against every vector of starts."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._solve.enumerate import SearchStopped, enumerate_best, search_space
from irontriangle._solve.enumerate_dates import Calendar, Piece, Span, calendar_of, earliest, least_ticks
from irontriangle.examples import feature_abc


def named(best):
    return dict(best.levels)


class Expired:
    """A clock that runs out after so many looks at it."""

    def __init__(self, looks):
        self.looks = looks

    @property
    def expired(self):
        self.looks -= 1
        return self.looks < 0


# ------------------------------------------------------------------------------------------------- the story


def test_story_simplifies():
    best = enumerate_best(feature_abc())
    assert best.selection == {"ABC": "simplified", "XYZ": "full"}
    assert named(best) == {"value": 110, "cost": 39_500, "finish": 35}
    assert set(best.starts) == {("ABC", "dev"), ("ABC", "design"), ("XYZ", "dev"), ("XYZ", "design")}


@pytest.mark.parametrize(
    ("money", "days", "value"),
    [(57_800, 50, 140), (57_799, 50, 110), (57_800, 49, 110), (45_000, 34, 90), (39_499, 35, 90), (16_699, 35, 0)],
)
def test_story_at_its_limits(money, days, value):
    project = feature_abc().apply(it.ChangeBudget(money - 45_000), it.MoveDeadline(days - 35))
    assert named(enumerate_best(project))["value"] == value


def test_cost_releases_the_funds_and_finish_the_deadline():
    story = feature_abc()
    assert named(enumerate_best(story.apply(it.MoveDeadline(15)), "cost", 140)) == {
        "cost": 57_800,
        "value": 140,
        "finish": 50,
    }
    assert enumerate_best(story, "cost", 140) is None
    rich = story.apply(it.ChangeBudget(12_800))
    assert [name for name, _ in enumerate_best(rich, "finish", 140).levels] == ["finish", "cost", "value"]
    assert named(enumerate_best(rich, "finish", 140))["finish"] == 50
    assert enumerate_best(story, "finish", 140) is None


def test_tiers_put_the_first_first():
    best = enumerate_best(feature_abc(), "tiers")
    assert best.selection == {"ABC": "full"}
    assert best.levels == (("tier 1", 90), ("tier 2", 0), ("cost", 35_000), ("finish", 30))


def test_levels_without_dates_end_with_cost():
    project = it.Project(it.Scope([it.Feature("a", it.Variant(value=5, cost=0.1))]))
    assert enumerate_best(project).levels == (("value", Fraction(5)), ("cost", Fraction(1, 10)))
    assert enumerate_best(project).starts is None


# ------------------------------------------------------------------------------------------------- money, goals


def scope(*features, **more):
    return it.Scope([it.Feature(name, it.Variant(**fields)) for name, fields in features], **more)


def test_bundle_is_earned_only_when_complete():
    features = [("a", {"value": 1, "cost": 2}), ("b", {"value": 1, "cost": 2})]
    project = it.Project(scope(*features, rules=[it.Bundle(["a", "b"], value=-5, cost=-1)]), it.Budget(4))
    assert named(enumerate_best(project)) == {"value": 1, "cost": 2}
    better = it.Project(scope(*features, rules=[it.Bundle(["a", "b"], value=-5, cost=-4)]), it.Budget(4))
    assert enumerate_best(better, "cost", 0).selection == {}
    assert enumerate_best(better, "cost", -3).selection == {}
    assert named(enumerate_best(better, "cost", 1))["cost"] == 2


def test_several_funds_hold_each_by_itself():
    project = it.Project(
        scope(("a", {"value": 1, "cost": {"x": 2}}), ("b", {"value": 1, "cost": {"y": 2}})),
        it.Budget({"x": 2, "y": 3}, reserve={"y": 2}),
    )
    assert enumerate_best(project).selection == {"a": "full"}


def test_burn_and_paid_absences_count():
    timeline = it.Timeline(
        "2027-01-04", team={"dev": 1}, absences=[it.Absence("dev", "2027-01-05", "2027-01-10", paid=True)]
    )
    budget = it.Budget(1_000, rates={"dev": 10}, burn_per_day=100)
    project = it.Project(scope(("a", {"value": 1, "effort": {"dev": 2}})), budget, timeline)
    # Monday and the Monday after: six days burn, four days are paid though nobody is there, two are worked.
    assert named(enumerate_best(project)) == {"value": 1, "cost": 600 + 40 + 20, "finish": 6}
    assert named(enumerate_best(project.apply(it.ChangeBudget(-341)))) == {"value": 0, "cost": 40, "finish": 0}
    assert enumerate_best(project.apply(it.ChangeBudget(-961))) is None


def test_floors_of_goals_and_quality():
    goals = it.Goals({"sales": 2}, {"sales": 3})
    features = [("a", {"value": {"sales": 3}, "quality": 0.5}), ("b", {"value": {"sales": 1}, "quality": 1})]
    assert enumerate_best(it.Project(scope(*features, goals=goals))).selection == {"a": "full", "b": "full"}
    assert enumerate_best(it.Project(scope(*features, goals=goals), quality=0.625)) is not None
    assert enumerate_best(it.Project(scope(*features, goals=goals), quality=0.63)) is None


def test_capacity_holds_exactly():
    project = it.Project(
        scope(("a", {"value": 1, "effort": {"dev": 0.1}}), ("b", {"value": 1, "effort": {"dev": 0.2}})),
        timeline=it.Capacity({"dev": 0.3}),
    )
    assert named(enumerate_best(project))["value"] == 2
    assert named(enumerate_best(project.apply(it.ChangeCapacity("dev", -0.000001))))["value"] == 1


# ------------------------------------------------------------------------------------------------------- rules


def test_every_rule_holds():
    features = [(name, {"value": 1}) for name in "abcd"]
    cases = {
        it.Requires("a", "b"): lambda s: not ("a" in s and "b" not in s),
        it.Requires(("a", "full"), "b", ordered=False): lambda s: not ("a" in s and "b" not in s),
        it.RequiresAny("a", ["b", "c"]): lambda s: "a" not in s or "b" in s or "c" in s,
        it.Excludes(["a", "b", "c"]): lambda s: len(s & set("abc")) <= 1,
        it.AllOrNone(["a", "b"]): lambda s: ("a" in s) == ("b" in s),
        it.AtLeast(["a", "b", "c"], 2): lambda s: len(s & set("abc")) >= 2,
        it.AtMost(["a", "b", "c"], 2): lambda s: len(s & set("abc")) <= 2,
        it.Decided("a"): lambda s: "a" in s,
        it.Decided("a", "full"): lambda s: "a" in s,
    }
    for rule, allowed in cases.items():
        for asked in map(set, itertools.chain.from_iterable(itertools.combinations("abcd", n) for n in range(5))):
            priorities = {name: it.MUST if name in asked else it.WONT for name in "abcd"}
            project = it.Project(
                it.Scope(
                    [it.Feature(name, it.Variant(), priority=priorities[name]) for name, _ in features], rules=[rule]
                )
            )
            assert (enumerate_best(project) is not None) == allowed(asked), (rule, asked)


# ------------------------------------------------------------------------------------------------------- dates


@st.composite
def jobs(draw):
    pieces = [
        Piece(
            str(place), "work", draw(st.integers(0, 3)), {"dev": draw(st.integers(0, 2)), "qa": draw(st.integers(0, 1))}
        )
        for place in range(draw(st.integers(1, 3)))
    ]
    orders = [
        (before, then, draw(st.integers(0, 2)))
        for before, then in itertools.combinations(range(len(pieces)), 2)
        if draw(st.booleans())
    ]
    present = [{"dev": draw(st.integers(0, 2)), "qa": draw(st.integers(0, 1))} for _ in range(draw(st.integers(1, 8)))]
    spans = tuple(Span(tick, tick + 1, there) for tick, there in enumerate(present))
    return pieces, orders, Calendar(draw(st.integers(1, 2)), spans)


def by_all_starts(pieces, orders, calendar):
    """Return the least days over every vector of starts."""
    best = None
    for starts in itertools.product(range(calendar.horizon + 1), repeat=len(pieces)):
        done = [calendar.work(piece, start) for piece, start in zip(pieces, starts, strict=True)]
        if None in done or any(starts[then] < done[before][0] + lag for before, then, lag in orders):
            continue
        used = [
            {
                role: sum(
                    p.demand[role] for p, (_, w) in zip(pieces, done, strict=True) if any(a <= t < b for a, b in w)
                )
                for role in ("dev", "qa")
            }
            for t in range(calendar.horizon)
        ]
        if all(u[role] <= span.present[role] for u, span in zip(used, calendar.spans, strict=True) for role in u):
            days = calendar.days(max(end for end, _ in done))
            best = days if best is None else min(best, days)
    return best


@settings(max_examples=150)
@given(jobs())
def test_earliest_is_the_least_over_all_starts(case):
    pieces, orders, calendar = case
    found = earliest(pieces, orders, calendar)
    best = by_all_starts(pieces, orders, calendar)
    assert (None if found is None else found[0]) == best
    if found is not None:
        assert calendar.days(least_ticks(pieces, orders, calendar)) <= found[0]


def test_circle_never_ends():
    pieces = [Piece("a", "work", 1, {"dev": 1}), Piece("b", "work", 1, {"dev": 1})]
    calendar = Calendar(1, (Span(0, 9, {"dev": 1}),))
    assert earliest(pieces, [(0, 1, 0), (1, 0, 0)], calendar) is None


def test_calendar_reaches_to_the_end_of_dates():
    timeline = it.Timeline("9999-12-27", team={"dev": 1}, absences=[it.Absence("dev", "9999-12-29", "9999-12-31")])
    calendar = calendar_of(timeline, deadline=True)
    assert [(span.first, span.past, span.present["dev"]) for span in calendar.spans] == [(0, 2, 1), (2, 5, 0)]


def test_work_past_the_last_date_is_not_built():
    timeline = it.Timeline("9999-12-27", team={"dev": 1})
    feature = [("a", {"value": 1, "effort": {"dev": 6}})]
    assert enumerate_best(it.Project(scope(*feature), timeline=timeline)).selection == {}


def test_nobody_for_a_role_means_not_built():
    timeline = it.Timeline("2027-01-04", team={"dev": 0, "qa": 1})
    features = [
        ("a", {"value": 1, "effort": {"dev": 1}}),
        ("b", {"value": 1, "tasks": [it.Task("t", 0, demand={"qa": 2})]}),
        ("c", {"value": 1, "tasks": [it.Task("t", 0, demand={"qa": 1})]}),
    ]
    assert enumerate_best(it.Project(scope(*features), timeline=timeline)).selection == {"c": "full"}


# ------------------------------------------------------------------------------------------------------ limits


def test_search_space_counts_selections():
    assert search_space(feature_abc()) == 3 * 2
    must = feature_abc().apply(it.SetPriority("ABC", it.MUST), it.SetPriority("XYZ", it.WONT))
    assert search_space(must) == 2


def test_too_many_selections_are_refused():
    project = it.Project(scope(*((str(n), {}) for n in range(18))))
    with pytest.raises(ValueError, match=r"at most 200,000, and this project has 262,144; use engine='auto'"):
        enumerate_best(project)


def test_too_many_tasks_are_refused():
    timeline = it.Timeline("2027-01-04", team={"dev": 1})
    project = it.Project(scope(*((str(n), {"effort": {"dev": 1}}) for n in range(15))), timeline=timeline)
    with pytest.raises(ValueError, match=r"at most 14, and this project has up to 15 at once"):
        enumerate_best(project)


def test_clock_stops_the_search():
    with pytest.raises(SearchStopped) as stopped:
        enumerate_best(feature_abc(), clock=Expired(0))
    assert stopped.value.best is None
    for looks in range(1, 60):
        try:
            best = enumerate_best(feature_abc(), clock=Expired(looks))
        except SearchStopped as stop:
            best = stop.best
            assert best is None or named(best)["value"] <= 110
    assert named(best)["value"] == 110
