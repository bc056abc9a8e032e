"""Which limits keep a project from some value, though others are lifted."""

from __future__ import annotations

from fractions import Fraction

import pytest

import irontriangle as it
from irontriangle._tradeoffs.limits import Days, Effort, Money, People
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
