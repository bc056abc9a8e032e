"""Bounds by prices, held against what searches find."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._solve import pricing as module
from irontriangle._solve.clock import Clock
from irontriangle._solve.feasible import Demands
from irontriangle._solve.pricing import Box

AMOUNTS = st.integers(-3, 9)
LISTS = st.integers(1, 6).flatmap(lambda n: st.tuples(*(st.lists(AMOUNTS, min_size=n, max_size=n) for _ in range(3))))
FREE = Clock(None)


def free(n, *rules):
    """Return a project in which everything can be chosen."""
    return it.Project(it.Scope([it.Feature(str(place), it.Variant()) for place in range(n)], rules=rules))


def every(n, box):
    """Return all 0/1 vectors within the bounds of a box."""
    vectors = (np.array([place >> bit & 1 for bit in range(n)]) for place in range(2**n))
    return [x for x in vectors if (box.lower <= x).all() and (x <= box.upper).all()]


def boxes(n):
    """Draw bounds of columns."""
    return st.lists(st.sampled_from([(0, 1), (0, 1), (1, 1), (0, 0)]), min_size=n, max_size=n).map(
        lambda bounds: Box(*(np.array(side, dtype=np.int8) for side in zip(*bounds, strict=True)))
    )


@given(LISTS, st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=4), st.data())
def test_bounds_hold_at_all_levels_and_within_all_boxes(lists, levels, data):
    values, *uses = lists
    pricing = Demands(free(len(values))).pricing(values, uses)
    for level in levels:
        box = data.draw(boxes(len(values)))
        inside = [
            x for x in every(len(values), box) if all(use @ x <= most for use, most in zip(uses, level, strict=True))
        ]
        best = max((values @ x for x in inside), default=-math.inf)
        assert pricing.most(level, box, FREE) >= best
        enough = data.draw(AMOUNTS)
        assert pricing.most(level, box, FREE, enough) >= best
        found = pricing.good(level, box, FREE)
        assert found is None or any((found == x).all() for x in inside)


@given(LISTS, AMOUNTS, AMOUNTS, AMOUNTS, st.data())
def test_least_level_is_no_less_than_its_bound(lists, low, other, amount, data):
    values, *uses = lists
    box = data.draw(boxes(len(values)))
    pricing = Demands(free(len(values))).pricing(values, uses)
    bound = pricing.least(0, amount, [low, other], box, FREE)
    inside = [x for x in every(len(values), box) if uses[1] @ x <= other and values @ x >= amount]
    least = min((max(low, uses[0] @ x) for x in inside), default=None)
    assert least is None or (bound is not None and bound <= least)


def test_bound_is_that_of_the_linear_program():
    pricing = Demands(free(2)).pricing([3, 4], [[2, 3]])
    box = Box(np.zeros(2, dtype=np.int8), np.ones(2, dtype=np.int8))
    assert pricing.most([4], box, FREE) == 5
    assert pricing.most([None], box, FREE) == 7
    assert pricing.most([-1], box, FREE) == -math.inf
    assert pricing.least(0, 6, [0], box, FREE) == Fraction(5)
    assert pricing.least(0, 8, [0], box, FREE) is None


def test_nothing_is_possible_where_something_has_to_be_in_that_must_not():
    pricing = Demands(free(1)).pricing([1], [[1]])
    box = Box(np.ones(1, dtype=np.int8), np.zeros(1, dtype=np.int8))
    assert pricing.most([1], box, FREE) == -math.inf
    assert pricing.least(0, 1, [1], box, FREE) is None
    assert pricing.good([1], box, FREE) is None


def test_known_prices_answer_without_another_linear_program(monkeypatch):
    pricing = Demands(free(2)).pricing([3, 4], [[2, 3]])
    box = Box(np.zeros(2, dtype=np.int8), np.ones(2, dtype=np.int8))
    assert pricing.most([4], box, FREE) == 5
    monkeypatch.setattr(pricing, "_asked", None)
    assert pricing.most([4], box, FREE) == 5
    assert pricing.most([3], box, FREE, 4) == 4


def test_nothing_is_known_when_the_time_is_over():
    pricing = Demands(free(2)).pricing([3, 4], [[2, 3]])
    box = Box(np.zeros(2, dtype=np.int8), np.ones(2, dtype=np.int8))
    assert pricing.most([4], box, Clock(0)) == math.inf
    assert pricing.least(0, 6, [1], box, Clock(0)) == 1
    assert pricing.good([4], box, Clock(0)) is None


def test_oldest_prices_are_forgotten(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 1)
    pricing = Demands(free(2)).pricing([3, 4], [[2, 3]])
    box = Box(np.zeros(2, dtype=np.int8), np.ones(2, dtype=np.int8))
    assert [pricing.most([level], box, FREE) for level in (1, 2, 3, 4)] == [1, 3, 4, 5]


@pytest.mark.parametrize(
    ("rule", "lower", "upper"),
    [
        (it.Decided("chat"), [[1, 0, 0], [0, 1, 0]], [[1, 0, 1], [0, 1, 1]]),
        (it.Decided("chat", "lean"), [[0, 1, 0]], [[0, 1, 1]]),
        (it.AtMost(["chat"], 0), [[0, 0, 0]], [[0, 0, 1]]),
        (it.AtMost(["chat", "news"], 1), [[0, 0, 0]], [[1, 1, 1]]),
    ],
)
def test_rules_are_bounds_of_columns(rule, lower, upper):
    chat = it.Feature("chat", [it.Variant(), it.Variant("lean")])
    project = it.Project(it.Scope([chat, it.Feature("news", it.Variant())]))
    found = Demands(project).boxes([rule])
    assert [box.lower.tolist() for box in found] == lower
    assert [box.upper.tolist() for box in found] == upper


def test_amounts_too_large_for_the_solver_are_scaled():
    huge = 10**15
    pricing = Demands(free(2)).pricing([3 * huge, 4 * huge + 1], [[2 * huge, 3 * huge + 1]])
    box = Box(np.zeros(2, dtype=np.int8), np.ones(2, dtype=np.int8))
    assert pricing.most([5 * huge + 1], box, FREE) >= 7 * huge + 1
    assert pricing.least(0, 7 * huge + 1, [0], box, FREE) <= 5 * huge + 1
