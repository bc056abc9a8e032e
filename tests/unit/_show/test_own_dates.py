"""What is due on a date of its own, or may not start before one: that no limit moves it must be seen in the text."""

from __future__ import annotations

import attrs
import pytest

import irontriangle as it
from irontriangle import MUST, Reason, ReasonKind
from irontriangle._show.names import own_dates
from irontriangle._show.reasons import reason_text

TEAM = it.Timeline("2027-01-04", "2027-01-29", team={"dev": 1})


def variant(name="full", *, days=6, value=9, **dates):
    return it.Variant(name, value=value, effort={"dev": days}, **dates)


def project(*features, rules=(), **changes):
    return it.Project(it.Scope(features, rules=rules), timeline=attrs.evolve(TEAM, **changes))


def texts(value):
    return " ".join(str(value).split())


def test_dates_of_a_feature_are_those_of_all_its_variants():
    two = it.Feature("x", [variant(due="2027-01-08", earliest="2027-01-05"), variant("late", due="2027-01-08")])
    same = it.Feature("y", [variant(due="2027-01-08"), variant("late", due="2027-01-08")])
    free = it.Feature("z", [variant(due="2027-01-08"), variant("late")])
    scope = project(two, same, free)
    assert own_dates(scope, "x") == "full not before 5 Jan, due 8 Jan and late due 8 Jan"
    assert own_dates(scope, "x", "late") == own_dates(scope, "y") == own_dates(scope, "z", "full") == "due 8 Jan"
    assert own_dates(scope, "z") == own_dates(scope, "z", "late") == ""


def test_what_must_be_built_and_is_due_too_early_is_said_to_be():
    asked = project(it.Feature("demo", variant(due="2027-01-08"), priority=MUST))
    assert "Must be built: demo (due 8 Jan)." in texts(it.optimize(asked))
    assert "Demo (due 8 Jan) cannot be met." in texts(it.conflict(asked))


def test_what_is_due_too_early_for_both_is_said_of_each():
    demos = [it.Feature(name, variant(due="2027-01-15"), priority=MUST) for name in "ab"]
    assert "A and b (a due 15 Jan; b due 15 Jan) cannot be met together with 1 dev." in texts(
        it.conflict(project(*demos))
    )


def test_dates_have_no_part_where_rules_contradict_each_other():
    pair = [it.Feature(name, variant(days=1, due="2027-01-15"), priority=MUST) for name in "ab"]
    found = texts(it.conflict(project(*pair, rules=[it.Excludes(["a", "b"])])))
    assert "due" not in found


def test_a_variant_that_is_due_too_early_is_explained_by_it():
    demo = it.Feature("demo", [variant(due="2027-01-08"), variant("late", value=3)])
    asked = project(demo)
    found = texts(it.explain(it.optimize(asked), "demo"))
    assert "demo is built late, not full (due 8 Jan)." in found
    assert "no date: no limit keeps it out (due 8 Jan)" in found
    assert "as rules, people or due dates stand against it" in texts(it.options(asked))


@pytest.mark.parametrize("tasks", [[20_000], [6_000, 6_000]])
def test_what_takes_longer_than_any_plan_is_told_so(tasks):
    chain = [it.Task(str(n), days, demand={"dev": 1}, after=[str(n - 1)] if n else []) for n, days in enumerate(tasks)]
    asked = project(it.Feature("giant", it.Variant(value=9, tasks=chain)), it.Feature("small", variant(days=1)))
    found = texts(it.explain(it.optimize(asked), "giant"))
    assert "no date: it takes longer than the 10,000 working days that a plan may have" in found
    assert "no limit keeps it out" not in found


def test_what_finds_no_place_until_it_is_due_is_told_that_date():
    demos = [it.Feature(name, variant(due="2027-01-15")) for name in "ab"]
    plan = it.optimize(project(*demos))
    (reason,) = plan.backlog.values()
    text = "fits every total, but not the calendar by 15 Jan, when it is due"
    assert reason.kind is ReasonKind.NO_ROOM
    assert reason_text(plan.project, reason) == text
    later = attrs.evolve(plan.project, timeline=attrs.evolve(TEAM, deadline="2027-01-13"))
    assert reason_text(later, reason) == "fits every total, but not the calendar by 13 Jan"
    gone = Reason(ReasonKind.NO_ROOM, "c", variant="full", value=9)
    assert reason_text(plan.project, gone) == "fits every total, but not the calendar by 29 Jan"


def test_what_starts_too_late_is_told_so():
    plan = it.optimize(project(it.Feature("a", variant(earliest="2027-02-08"))))
    assert reason_text(plan.project, plan.backlog["a"]) == (
        "cannot finish by 29 Jan even alone (may not start before 8 Feb)"
    )
    plan = it.optimize(project(it.Feature("a", variant(earliest="2027-01-25"))))
    assert reason_text(plan.project, plan.backlog["a"]) == (
        "cannot finish by 29 Jan even alone (may not start before 25 Jan, so needs 21 working days, 20 there)"
    )
    plan = it.optimize(project(it.Feature("a", variant(earliest="2027-01-05", due="2027-01-11"))))
    assert reason_text(plan.project, plan.backlog["a"]) == (
        "cannot finish by 11 Jan, when it is due, even alone "
        "(may not start before 5 Jan, so needs 7 working days, 6 there)"
    )
