"""The least levels of several limits, and what is said of them when the time is over."""

from __future__ import annotations

from fractions import Fraction

import irontriangle as it
from irontriangle._tradeoffs import solves as module
from irontriangle._tradeoffs.deciding import decided
from irontriangle._tradeoffs.least import LeastLevels
from irontriangle._tradeoffs.limits import Days, Money, axes_of
from irontriangle._tradeoffs.solves import Solves
from irontriangle.examples import feature_abc


def unknown_after(monkeypatch, answered, but=()):
    """Answer so many questions only, and those with some objectives."""
    real, asked = module.optimize_with, []

    def optimize_with(memory, project, objective, **fields):
        if len(asked) >= answered and objective not in but:
            return it.Plan(project, it.Question("optimize", objective), it.Status.UNKNOWN)
        asked.append(objective)
        return real(memory, project, objective, **fields)

    monkeypatch.setattr(module, "optimize_with", optimize_with)
    return asked


def both():
    return feature_abc().apply(*decided({"ABC": "full", "XYZ": "full"}))


def test_points_are_proven_least():
    least = LeastLevels(both(), [Days(), Money("budget")], Solves("options"))
    assert least.points() == [(Fraction(50), Fraction(57_800))]
    assert least.complete
    assert least.exact


def test_plan_that_was_found_is_a_point_when_the_rest_is_undecided(monkeypatch):
    unknown_after(monkeypatch, 1)
    least = LeastLevels(both(), [Days(), Money("budget")], Solves("options"))
    assert least.points() == [(Fraction(50), Fraction(57_800))]
    assert not least.complete
    assert not least.exact


def test_no_point_is_known_where_nothing_was_found(monkeypatch):
    unknown_after(monkeypatch, 0)
    least = LeastLevels(both(), [Days(), Money("budget")], Solves("options"))
    assert least.points() == []
    assert not least.complete


def test_plan_within_the_levels_answers_without_a_solve(monkeypatch):
    project = two_funds()
    asked = unknown_after(monkeypatch, 100)
    least = LeastLevels(project, axes_of(project, ["timeline", "budget"]), Solves("options"))
    assert least.points() == [(Fraction(10), Fraction(100), Fraction(100))]
    assert asked == ["finish", "finish"]  # the second one: no plan has fewer days


def two_funds():
    """A project of two funds in which all fits but the deadline."""
    scope = it.Scope(
        [it.Feature("chat", it.Variant(value=1, cost={"one": 5, "two": 5}, effort={"dev": 10}), priority=it.MUST)]
    )
    timeline = it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1})
    return it.Project(scope, it.Budget({"one": 100, "two": 100}), timeline)
