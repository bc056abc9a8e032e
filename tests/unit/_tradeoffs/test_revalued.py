"""A changed value, and whether it decides of what is allowed."""

from __future__ import annotations

from fractions import Fraction

import pytest

import irontriangle as it
from irontriangle._tradeoffs.revalued import Revalued, decide_more, without_floors


def project(value, *, weights=None, floors=(), quality=None, built=1):
    goals = None if weights is None else it.Goals(weights, floors=dict(floors))
    feature = it.Feature("chat", it.Variant(value=value, quality=built))
    return it.Project(it.Scope([feature], goals=goals), quality=quality)


def to(one, now, after):
    return Revalued.to(one, "chat", "full", Fraction(now), Fraction(after))


@pytest.mark.parametrize(
    ("one", "now", "after", "written"),
    [
        (project(4), 4, 6, 6),
        (project({"sales": 1, "fun": 2}, weights={"sales": 2, "fun": 1}), 4, 6, {"sales": 1.5, "fun": 3}),
        (project({"fun": 3}, weights={"fun": 0, "sales": 2}), 0, 6, {"fun": 3, "sales": 3}),
    ],
)
def test_scores_change_in_proportion(one, now, after, written):
    found = to(one, now, after)
    assert found.change.variant.value == written
    assert (found.one_way, found.entangled) == (True, False)


def test_no_value_is_reached_where_the_goals_weigh_nothing():
    assert to(project({"fun": 3}, weights={"fun": 0}), 0, 6) is None


@pytest.mark.parametrize(("quality", "built", "one_way"), [(None, 1, True), (0.5, 0.5, True), (0.5, 0.4, False)])
def test_value_below_the_floor_of_quality_helps_a_goal_and_hurts(quality, built, one_way):
    one = project({"fun": 3}, weights={"fun": 1}, floors={"fun": 1}, quality=quality, built=built)
    found = to(one, 3, 6)
    assert (found.one_way, found.entangled) == (one_way, True)
    assert decide_more(one)
    assert not decide_more(one.apply(*without_floors(one)))
