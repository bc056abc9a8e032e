"""Conflicts of projects with dates, where plans decide, and of those where contradictions abound."""

from __future__ import annotations

import attrs
import pytest

import irontriangle as it
from irontriangle._tradeoffs import contradictions, resolving
from irontriangle._tradeoffs.checking import ByRows
from irontriangle._tradeoffs.least import LeastLevels
from irontriangle._tradeoffs.limits import Money
from irontriangle._tradeoffs.solves import Solves
from irontriangle.testing import assert_valid

WEEK = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1})


def scored(days, *, timeline=WEEK, quality=None, floors=None, **budget):
    goals = it.Goals({"sales": 1, "trust": 1}, floors=floors or {})
    features = [
        it.Feature(
            f"f{place}",
            [
                it.Variant("full", value={"sales": 4, "trust": 2}, effort={"dev": need}),
                it.Variant("rough", value={"sales": 3, "trust": 1}, effort={"dev": need - 1}, quality=0.5),
            ],
        )
        for place, need in enumerate(days)
    ]
    return it.Project(it.Scope(features, goals=goals), it.Budget(**budget), timeline, quality=quality)


@pytest.mark.parametrize("timeline", [WEEK, it.Capacity({"dev": 5})])
def test_floor_comes_down_to_what_can_be_reached(timeline):
    found = it.conflict(scored([3, 3], timeline=timeline, floors={"trust": 4}))
    floors = [one.changes for one in found.resolutions if isinstance(one.changes[0], it.SetFloor)]
    assert floors == [(it.SetFloor("trust", 3),)]
    assert {short.limit for short in found.contradictions[0].shortfalls} >= {"goal:trust"}
    assert "only a score of 3 for trust" in str(found)


@pytest.mark.parametrize("timeline", [WEEK, it.Capacity({"dev": 5})])
def test_quality_comes_down_to_what_can_be_reached(timeline):
    project = scored([3, 3], timeline=timeline, quality=0.9)
    must = project.apply(it.SetPriority("f0", it.MUST), it.SetPriority("f1", it.MUST))
    found = it.conflict(must)
    (lower,) = [one for one in found.resolutions if isinstance(one.changes[0], it.SetQuality)]
    # one in full, 6 of 6, and one rough, 2 of 4; both rough deliver less
    assert lower.changes == (it.SetQuality(0.8),)
    assert_valid(lower.plan)
    assert not it.optimize(must.apply(it.SetQuality(0.81))).found


@pytest.mark.parametrize("timeline", [WEEK, it.Capacity({"dev": 5})])
def test_quality_without_any_is_dropped(timeline):
    bare = it.Feature("f", it.Variant(value=3, effort={"dev": 1}, quality=0), priority=it.MUST)
    found = it.conflict(it.Project(it.Scope([bare]), timeline=timeline, quality=0.5))
    assert (it.SetQuality(None),) in [one.changes for one in found.resolutions]


def test_demanded_value_says_how_much_is_possible():
    found = it.conflict(scored([3, 3]), value_at_least=13)
    (value,) = [one for one in found.resolutions if one.value_at_least is not None]
    assert value.value_at_least == value.plan.value == 10


def test_least_money_of_each_of_two_funds():
    burning = {"limit": {"build": 5, "run": 1}, "burn_per_day": {"build": 1, "run": 1}}
    project = scored([3, 4], **burning).apply(it.SetPriority("f1", it.MUST))
    found = it.conflict(project)
    by_changes = {one.changes: one.plan for one in found.resolutions}
    assert (it.ChangeBudget(2, "run"),) in by_changes  # the rough one takes three days
    assert {short.limit for one in found.contradictions for short in one.shortfalls} == {"cost:run"}


def test_more_points_than_wished_are_not_complete():
    features = [
        it.Feature(
            "f", [it.Variant("a", cost={"x": 3, "y": 1}), it.Variant("b", cost={"x": 1, "y": 3})], priority="MUST"
        )
    ]
    project = it.Project(it.Scope(features), it.Budget({"x": 0, "y": 0}))
    axes = [Money("x"), Money("y")]
    every, first = (LeastLevels(project, axes, Solves("options")) for _ in range(2))
    assert sorted(every.points()) == [(1, 3), (3, 1)]
    assert every.complete
    assert every.exact
    assert len(first.points(1)) == 1
    assert not first.complete


def abounding(n=4):
    features = [it.Feature(f"f{place}", it.Variant(cost=1, effort={"dev": 1}), priority="MUST") for place in range(n)]
    return it.Project(it.Scope(features), it.Budget(1), it.Capacity({"dev": 1}))


def test_where_contradictions_abound_there_are_ways_out_all_the_same(monkeypatch):
    monkeypatch.setattr(ByRows, "most_checks", 3)
    monkeypatch.setattr(contradictions, "FEW_WISHES", 3)
    monkeypatch.setattr(resolving, "SMALL_WISHES", 3)
    found = it.conflict(abounding())
    assert not found.complete
    kinds = [{type(change) for change in one.changes} for one in found.resolutions]
    assert kinds == [{it.ChangeBudget, it.ChangeCapacity}, {it.SetPriority}]
    for one in found.resolutions:
        assert_valid(one.plan)
    assert "there may be more" in str(found)


def test_ways_out_end_where_nobody_would_read_on(monkeypatch):
    monkeypatch.setattr(resolving, "MOST_WAYS", 2)
    monkeypatch.setattr(resolving, "SMALL_WISHES", 3)
    found = it.conflict(abounding())
    assert not found.complete
    assert len(found.resolutions) >= 2


def test_interrupted_question_is_not_answered():
    def stop(_clock):
        raise KeyboardInterrupt

    solves = Solves("conflict")
    assert solves.ask(lambda clock: clock.left()) == float("inf")
    assert solves.ask(stop) is None
    assert solves.interrupted
    assert solves.ask(lambda _: 1) is None


def test_conflict_says_when_time_was_over(monkeypatch):
    real = Solves.ask

    def late(self, question):
        self.interrupted = self.interrupted or len(self._any) > 0
        return real(self, question)

    monkeypatch.setattr(Solves, "ask", late)
    found = it.conflict(abounding())
    assert not found.complete
    assert all(not one.minimal for one in found.contradictions)
    assert attrs.evolve(found) == found


def test_days_needed_are_those_at_work():
    """A share of the time makes effort longer, and not tasks; both are counted in whole days, as plans count them."""
    tasks = it.Variant(tasks=[it.Task("build", 3, demand={"dev": 1})])
    features = [
        it.Feature("a", it.Variant(effort={"dev": 2}), priority=it.MUST),
        it.Feature("b", tasks, priority=it.MUST),
    ]
    half = attrs.evolve(WEEK, availability={"dev": 0.8})
    (one,) = it.conflict(it.Project(it.Scope(features), timeline=half)).contradictions
    (short,) = [short for short in one.shortfalls if short.limit == "role:dev"]
    assert (short.needed, short.left) == (6, 5)  # 2 / 0.8 is more than 2 days, and 3 more
