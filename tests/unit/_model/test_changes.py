from __future__ import annotations

import datetime as dt
import typing
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model import changes, draft
from irontriangle._model.budget import Budget
from irontriangle._model.changes import (
    AddFeature,
    AddRule,
    ChangeBudget,
    ChangeCapacity,
    ChangeTeam,
    DropFeature,
    DropRule,
    MoveDeadline,
    SetFloor,
    SetPriority,
    SetQuality,
    SetVariant,
)
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.priority import MUST, Priority
from irontriangle._model.project import Project
from irontriangle._model.rules import Decided, Excludes
from irontriangle._model.scope import Goals, Scope
from irontriangle._model.timeline import Absence, Capacity, Timeline
from irontriangle.errors import ModelError

from .parts import MONDAY, any_dates, anything, projects, roles
from .values import a_rule, assert_value, features, made_or_refused, names, numbers, priorities, variants

KNOWN = st.sampled_from(["f0", "f1", "f2", "f3", "full", "dev", "g", "a", "budget"])
a_name = KNOWN | names
differences = numbers | numbers.map(lambda number: -number)
a_change = st.one_of(
    st.builds(ChangeBudget, differences, st.none() | a_name),
    st.builds(MoveDeadline, st.integers(-60, 60) | st.integers(-(10**7), 10**7)),
    st.builds(ChangeTeam, a_name, st.integers(1, 9), from_date=st.none() | any_dates, ramp_up=st.integers(0, 10**7)),
    st.builds(ChangeTeam, roles, st.integers(-3, 0), from_date=st.none() | any_dates),
    st.builds(ChangeCapacity, a_name, differences),
    st.builds(AddFeature, features),
    st.builds(DropFeature, a_name),
    st.builds(SetVariant, a_name, variants()),
    st.builds(SetPriority, a_name, priorities),
    st.builds(SetQuality, st.none() | st.sampled_from([0, 0.5, 1])),
    st.builds(SetFloor, a_name, st.none() | numbers),
    st.builds(AddRule, a_rule),
    st.builds(DropRule, a_rule | st.just(Decided("f0"))),
)

TIMELINE = Timeline(MONDAY, "2027-02-19", team={"dev": 2, "design": 1}, holidays=["2027-01-13"])
PROJECT = Project(
    Scope(
        [
            Feature("ABC", [Variant("full", value={"sales": 9}), Variant("simple", value=3)]),
            Feature("XYZ", Variant(value=5), requires=["ABC"]),
        ],
        rules=[Decided("ABC"), Excludes(["ABC", "XYZ"]), Decided("ABC")],
        goals=Goals({"sales": 2, "joy": 1}, {"joy": 5}),
    ),
    Budget(100, currency="USD", rates={"dev": 900}),
    TIMELINE,
    quality=0.5,
    name="story",
)
TOTALS = attrs.evolve(PROJECT, timeline=Capacity({"dev": 5, "qa": 1}))


def faults(*made, project=PROJECT):
    with pytest.raises(ModelError) as caught:
        project.apply(*made)
    return [str(problem) for problem in caught.value.problems]


@given(a_change)
def test_changes_are_equal_hashed_and_shown_alike_however_made(change):
    assert_value(change)


@pytest.mark.parametrize("kind", changes.CHANGES)
def test_annotations_resolve_at_run_time(kind):
    assert set(typing.get_type_hints(kind)) == {field.name for field in attrs.fields(kind)}
    assert kind in typing.get_args(changes.Change)


@pytest.mark.parametrize("kind", changes.CHANGES)
@given(data=st.data())
def test_change_is_made_or_refused_by_a_model_error(kind, data):
    needed = {field.name: anything for field in attrs.fields(kind) if field.default is attrs.NOTHING}
    others = {field.name: anything for field in attrs.fields(kind) if field.default is not attrs.NOTHING}
    made_or_refused(kind, data.draw(st.fixed_dictionaries(needed, optional=others)))


@given(projects(), st.lists(a_change, max_size=3))
def test_applying_gives_a_project_or_a_model_error(project, made):
    before = repr(project)
    try:
        result = project.apply(*made)
    except ModelError as error:
        result, problems = None, error.problems
        assert problems
    assert repr(project) == before
    if result is not None:
        assert_value(result)
        assert result.name == project.name


def test_no_change_changes_nothing():
    assert PROJECT.apply() == PROJECT
    for nothing in (
        ChangeBudget(0),
        MoveDeadline(0),
        ChangeTeam("dev", 0),
        ChangeTeam("dev", 0, from_date="2027-02-01"),
    ):
        assert PROJECT.apply(nothing) == PROJECT
    assert TOTALS.apply(ChangeCapacity("dev", 0)) == TOTALS


@pytest.mark.parametrize("broken", [None, "DropFeature", 5, Decided("ABC"), DropFeature])
def test_what_is_no_change_is_named(broken):
    kinds = ", ".join(kind.__name__ for kind in changes.CHANGES)
    (message,) = faults(SetQuality(1), broken)
    assert message.startswith(f"changes[1]: {type(broken).__name__}: must be a change ({kinds}), got ")


def test_problems_of_all_changes_are_named_together():
    assert faults(DropFeature("AB"), SetQuality(0), ChangeBudget(-101), SetPriority("x", 1)) == [
        "changes[0]: DropFeature: unknown feature 'AB'; did you mean 'ABC'?",
        "changes[2]: ChangeBudget: Budget: limit must be a finite number >= 0, got -1",
        "changes[3]: SetPriority: unknown feature 'x'",
    ]


def test_suggestions_stop_when_there_are_many_mistakes(monkeypatch):
    monkeypatch.setattr(draft, "MOST_COMPARISONS", 5)
    messages = faults(*[DropFeature("AB")] * 4)
    assert sum("did you mean" in message for message in messages) == 2


def test_parts_are_checked_against_each_other_at_the_end_only():
    chat, pay = Feature("chat", Variant(), requires=["pay"]), Feature("pay", Variant())
    assert len(PROJECT.apply(AddFeature(chat), AddRule(Decided("pay")), AddFeature(pay)).scope) == 4
    assert faults(AddFeature(chat)) == ["features[2].requires: feature 'chat' requires unknown feature 'pay'"]
    assert faults(DropFeature("ABC")) == [
        "features[0].requires: feature 'XYZ' requires unknown feature 'ABC'",
        "rules[0]: Decided names unknown feature 'ABC'",
        "rules[1]: Excludes names unknown feature 'ABC'",
        "rules[2]: Decided names unknown feature 'ABC'",
    ]
    alone = PROJECT.apply(DropFeature("ABC"), DropFeature("XYZ"), AddFeature(pay), DropRule(PROJECT.scope.rules[1]),
                          DropRule(Decided("ABC")))  # fmt: skip
    assert [feature.name for feature in alone.scope] == ["pay"]
    assert alone.scope.rules == ()


def test_money():
    assert PROJECT.apply(ChangeBudget(0.1), ChangeBudget(Fraction(1, 3))).budget.limit == Fraction(3013, 30)
    assert PROJECT.apply(ChangeBudget(-100, "budget")).budget == attrs.evolve(PROJECT.budget, limit=0)
    funds = attrs.evolve(PROJECT, budget=Budget({"build": 5, "run": 1}))
    assert funds.apply(ChangeBudget(2, "run")).budget == Budget({"build": 5, "run": 3})
    single = attrs.evolve(PROJECT, budget=Budget({"build": 5}))
    assert single.apply(ChangeBudget(2)).budget == Budget({"build": 7})
    assert faults(ChangeBudget(2), project=funds) == [
        "changes[0]: ChangeBudget: fund must be one of 'build', 'run', got None"
    ]
    assert faults(ChangeBudget(2, "biuld"), project=funds) == [
        "changes[0]: ChangeBudget: unknown fund 'biuld'; did you mean 'build'?"
    ]
    assert faults(ChangeBudget(2), project=attrs.evolve(PROJECT, budget=Budget())) == [
        "changes[0]: ChangeBudget: the budget must have a limit, got None"
    ]
    assert faults(ChangeBudget(10**24 - 1)) == [
        f"changes[0]: ChangeBudget: Budget: limit must be a finite number >= 0, got {10**24 + 99} (its size must be "
        "below 10^24)"
    ]


@pytest.mark.parametrize(
    ("days", "deadline"),
    [(15, "2027-03-12"), (1, "2027-02-22"), (-1, "2027-02-18"), (-27, "2027-01-12"), (-28, "2027-01-11"),
     (-33, MONDAY), (0, "2027-02-19")],
)  # fmt: skip
def test_deadlines_move_by_working_days(days, deadline):
    assert PROJECT.apply(MoveDeadline(days)).timeline == attrs.evolve(TIMELINE, deadline=deadline)


def test_a_deadline_on_a_weekend_moves_from_the_friday():
    weekend = attrs.evolve(PROJECT, timeline=attrs.evolve(TIMELINE, deadline="2027-02-21"))
    assert weekend.apply(MoveDeadline(0)) == weekend
    assert weekend.apply(MoveDeadline(1)).timeline.deadline == dt.date(2027, 2, 22)
    assert weekend.apply(MoveDeadline(-1)).timeline.deadline == dt.date(2027, 2, 18)


@pytest.mark.parametrize(
    ("timeline", "days", "fault"),
    [
        (TIMELINE, -34, "working_days must leave one of the 34 working days to the deadline, got -34"),
        (TIMELINE, 10**7, "working day 10000033 from 2027-01-04 on is later than the last date, 9999-12-31"),
        (attrs.evolve(TIMELINE, buffer=9), -25,
         "Timeline: buffer must be less than the 9 working days through 2027-01-15, got 9"),
        (attrs.evolve(TIMELINE, deadline=None), 1, "the timeline must have a deadline, got None"),
        (None, 1, "the project must have a Timeline, got None"),
        (TOTALS.timeline, 1, "the project must have a Timeline, got Capacity(amounts={'dev': 5, 'qa': 1})"),
    ],
)  # fmt: skip
def test_deadlines_that_cannot_be_moved(timeline, days, fault):
    assert faults(MoveDeadline(days), project=attrs.evolve(PROJECT, timeline=timeline)) == [
        f"changes[0]: MoveDeadline: {fault}"
    ]


def present(project, role="dev", days=12):
    return [project.timeline.present(role, day) for day in range(days)]


def test_people_join_and_leave():
    assert PROJECT.apply(ChangeTeam("dev", 1)).timeline == attrs.evolve(TIMELINE, team={"dev": 3, "design": 1})
    assert PROJECT.apply(ChangeTeam("dev", -2)).timeline == attrs.evolve(TIMELINE, team={"dev": 0, "design": 1})
    later = PROJECT.apply(ChangeTeam("dev", 3, from_date="2027-01-06"))
    assert present(later) == [2, 2] + [5] * 10
    assert later.timeline.absences == (Absence("dev", MONDAY, "2027-01-05", 3),)
    gone = PROJECT.apply(ChangeTeam("dev", -2, from_date="2027-01-06"))
    assert present(gone) == [2, 2] + [0] * 10
    assert gone.timeline.team == TIMELINE.team
    assert gone.timeline.absences == (Absence("dev", "2027-01-06", dt.date.max, 2),)


@pytest.mark.parametrize("early", [None, MONDAY, "2000-01-01", dt.date.min])
def test_people_who_are_there_from_the_start_are_not_absent(early):
    assert PROJECT.apply(ChangeTeam("dev", 1, from_date=early)) == PROJECT.apply(ChangeTeam("dev", 1))
    assert PROJECT.apply(ChangeTeam("dev", -1, from_date=early)) == PROJECT.apply(ChangeTeam("dev", -1))


def test_ramp_up_is_paid_and_counts_working_days():
    ramp = PROJECT.apply(ChangeTeam("dev", 1, ramp_up=10))
    assert ramp.timeline.absences == (Absence("dev", MONDAY, "2027-01-18", paid=True),)  # the 13th is a holiday
    assert present(ramp) == [2] * 10 + [3] * 2
    later = PROJECT.apply(ChangeTeam("dev", 2, from_date="2027-01-09", ramp_up=2))
    assert later.timeline.absences == (
        Absence("dev", MONDAY, "2027-01-08", 2),
        Absence("dev", "2027-01-09", "2027-01-12", 2, paid=True),
    )
    assert present(later) == [2] * 7 + [4] * 5


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (ChangeTeam("dve", 1), "unknown role 'dve'; did you mean 'dev'?"),
        (ChangeTeam("dev", -3), "people must be at least -2, all there are of 'dev', got -3"),
        (ChangeTeam("dev", 10**6), "Timeline: team['dev'] must be a whole number from 0 to 1000000, got 1000002"),
        (ChangeTeam("dev", 1, ramp_up=10**7),
         "working day 9999999 from 2027-01-04 on is later than the last date, 9999-12-31"),
        (ChangeTeam("dev", 1, from_date=dt.date.max, ramp_up=2),
         "working day 2080054 from 2027-01-04 on is later than the last date, 9999-12-31"),
    ],
)  # fmt: skip
def test_teams_that_cannot_be_changed(change, fault):
    assert faults(change) == [f"changes[0]: ChangeTeam: {fault}"]
    assert faults(change, project=TOTALS)[0].startswith("changes[0]: ChangeTeam: the project must have a Timeline")


def test_ramp_up_is_for_those_who_join():
    with pytest.raises(ModelError, match=r"^ChangeTeam: ramp_up must be 0 unless people join, got 5$"):
        ChangeTeam("dev", -1, ramp_up=5)


def test_capacity():
    assert TOTALS.apply(ChangeCapacity("dev", -0.5)).timeline == Capacity({"dev": 4.5, "qa": 1})
    assert faults(ChangeCapacity("deev", 1), project=TOTALS) == [
        "changes[0]: ChangeCapacity: unknown role 'deev'; did you mean 'dev'?"
    ]
    assert faults(ChangeCapacity("dev", -6), project=TOTALS) == [
        "changes[0]: ChangeCapacity: Capacity: amounts['dev'] must be a finite number >= 0, got -1"
    ]
    assert faults(ChangeCapacity("dev", 1))[0].startswith(
        "changes[0]: ChangeCapacity: the project must have a Capacity or Sprints, got Timeline("
    )


def test_features():
    chat = Feature("chat", Variant())
    assert PROJECT.apply(AddFeature(chat)).scope.features == (*PROJECT.scope.features, chat)
    assert faults(AddFeature(Feature("XYZ", Variant()))) == ["changes[0]: AddFeature: feature 'XYZ' is there already"]
    assert list(PROJECT.apply(DropFeature("XYZ"), DropRule(PROJECT.scope.rules[1])).scope) == [PROJECT.scope["ABC"]]
    assert faults(DropFeature("x"), DropFeature("XYZ"), DropFeature("XYZ")) == [
        "changes[0]: DropFeature: unknown feature 'x'",
        "changes[2]: DropFeature: unknown feature 'XYZ'",
    ]


def test_variants_are_replaced_in_place_or_added():
    replaced = PROJECT.apply(SetVariant("ABC", Variant("full", value=1))).scope["ABC"]
    assert [(variant.name, variant.value) for variant in replaced] == [("full", 1), ("simple", 3)]
    added = PROJECT.apply(SetVariant("ABC", Variant("big", value=1))).scope["ABC"]
    assert [variant.name for variant in added] == ["full", "simple", "big"]
    assert faults(SetVariant("ACB", Variant())) == [
        "changes[0]: SetVariant: unknown feature 'ACB'; did you mean 'ABC'?"
    ]


def test_priorities():
    assert PROJECT.apply(SetPriority("XYZ", "must")).scope["XYZ"].priority is MUST
    assert PROJECT.apply(SetPriority("XYZ", 3)).scope["XYZ"].priority == Priority(3)


def test_quality():
    assert PROJECT.apply(SetQuality(1)).quality == 1
    assert PROJECT.apply(SetQuality(None)).quality is None


def test_floors():
    assert PROJECT.apply(SetFloor("sales", 3)).scope.goals == Goals({"sales": 2, "joy": 1}, {"joy": 5, "sales": 3})
    assert PROJECT.apply(SetFloor("joy", None), SetFloor("sales", None)).scope.goals.floors == {}
    assert faults(SetFloor("sale", 1)) == ["changes[0]: SetFloor: unknown goal 'sale'; did you mean 'sales'?"]
    project = Project(Scope([Feature("a", Variant())]))
    assert faults(SetFloor("sales", 1), project=project) == [
        "changes[0]: SetFloor: the scope must have goals, got None"
    ]


def test_rules():
    rule = Excludes(["XYZ", "ABC"])
    assert PROJECT.apply(AddRule(rule)).scope.rules == (*PROJECT.scope.rules, rule)
    assert PROJECT.apply(DropRule(Decided("ABC"))).scope.rules == (Excludes(["ABC", "XYZ"]),)  # every equal one
    assert faults(DropRule(Decided("XYZ"))) == [
        "changes[0]: DropRule: the scope has no such rule: Decided(feature='XYZ', variant=None)"
    ]


def test_broken_changes_are_named():
    for make, message in (
        (lambda: AddFeature("chat"), "AddFeature: feature must be a Feature, got 'chat'"),
        (lambda: SetVariant("", 5), "SetVariant: feature must be a non-empty string, got ''\n"
                                    "SetVariant: variant must be a Variant, got 5"),
        (lambda: AddRule("a"), "AddRule: rule must be a rule (Requires, RequiresAny, After, Excludes, AllOrNone, "
                               "AtLeast, AtMost, Decided, Bundle), got 'a'"),
        (lambda: ChangeBudget("5", ""), "ChangeBudget: by must be a finite number, got '5'\n"
                                        "ChangeBudget: fund must be a non-empty string, got ''"),
        (lambda: MoveDeadline(0.5), "MoveDeadline: working_days must be a whole number from -10000000 to 10000000, "
                                    "got 0.5"),
        (lambda: ChangeTeam("dev", 1, from_date="x"),
         "ChangeTeam: from_date must be a date or \"YYYY-MM-DD\", got 'x'"),
        (lambda: SetQuality(2), "SetQuality: floor must be a finite number from 0 to 1, got 2"),
        (lambda: SetFloor("a", -1), "SetFloor: floor must be a finite number >= 0, got -1"),
    ):  # fmt: skip
        with pytest.raises(ModelError) as caught:
            make()
        assert str(caught.value) == message


def test_the_story_can_be_extended():
    from irontriangle.examples import feature_abc

    story = feature_abc().apply(ChangeBudget(12_800), MoveDeadline(15))
    assert (story.budget.limit, story.timeline.deadline) == (57_800, dt.date(2027, 3, 12))
