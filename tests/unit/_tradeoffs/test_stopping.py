"""Which limits keep a project from some value, though others are lifted."""

from __future__ import annotations

from fractions import Fraction

import pytest

import irontriangle as it
from irontriangle._tradeoffs.hands import People
from irontriangle._tradeoffs.limits import Days, Effort, Money
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.stopping import stopping, wish_of
from irontriangle.examples import feature_abc

ROUGH = it.Project(
    it.Scope([it.Feature("chat", it.Variant(value=5, cost=9, effort={"dev": 4}))]),
    it.Budget(8),
    it.Capacity({"dev": 3}),
)


@pytest.mark.parametrize(
    ("project", "axis", "kind", "name"),
    [
        (feature_abc(), Days(), it.WishKind.DEADLINE, None),
        (feature_abc(), Money("budget"), it.WishKind.BUDGET, "budget"),
        (feature_abc(), People("dev"), it.WishKind.TEAM, "dev"),
        (ROUGH, Effort("dev"), it.WishKind.CAPACITY, "dev"),
    ],
)
def test_limit_is_found_as_a_wish(project, axis, kind, name):
    wish = wish_of(project, axis)
    assert (wish.kind, wish.name) == (kind, name)


@pytest.mark.parametrize(
    ("project", "given", "wanted", "stops"),
    [
        (ROUGH, Money("budget"), 5, [Effort("dev")]),
        (ROUGH, Effort("dev"), 5, [Money("budget")]),
        (ROUGH, Effort("dev"), 6, []),
        (feature_abc(), Money("budget"), 140, [Days()]),
        (feature_abc(), Days(), 140, [Money("budget")]),
        (feature_abc(), Days(), 141, []),
    ],
)
def test_only_limits_that_are_needed_are_named(project, given, wanted, stops):
    found = stopping(Solves("explain"), project, [wish_of(project, given)], Fraction(wanted))
    assert list(found) == [wish_of(project, axis) for axis in stops]


def test_limit_of_which_more_is_known_to_help_is_named_rather_than_another():
    features = [it.Feature(fund, it.Variant(value=5, cost={fund: 5}, effort={"dev": 1})) for fund in ("build", "run")]
    project = it.Project(it.Scope(features), it.Budget({"build": 0, "run": 0}), it.Capacity({"dev": 2}))
    given, builds, runs = (wish_of(project, axis) for axis in (Effort("dev"), Money("build"), Money("run")))
    solves = Solves("explain")
    assert stopping(solves, project, [given], Fraction(5), [builds]) == (builds,)
    assert stopping(solves, project, [given], Fraction(5), [runs]) == (runs,)


def test_explanation_names_the_limit_that_helps_alone():
    """More of either fund would be worth as much as today's plan, but only more to build is enough to bring it in."""
    features = [
        it.Feature("chat", it.Variant(value=5, cost={"build": 5}, effort={"dev": 1})),
        it.Feature("news", it.Variant(value=4, cost={"build": 4}, effort={"dev": 1})),
    ]
    project = it.Project(it.Scope(features), it.Budget({"build": 5, "run": 0}), it.Capacity({"dev": 2}))
    found = it.explain(it.optimize(project), "news")
    flips = {(flip.kind, flip.names): flip for flip in found.flips}
    assert flips[it.FlipKind.MONEY, ("build",)].changes == (it.ChangeBudget(4, "build"),)
    assert [wish.name for wish in flips[it.FlipKind.TIME, ("dev",)].stopped_by] == ["build"]
