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
from irontriangle._solve.selection.near import again, join
from irontriangle._solve.selection.near.reach import Effort

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


@given(LISTS, st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=5), st.data())
def test_what_is_listed_once_is_right_under_all_limits(lists, levels, data):
    values, *uses = lists
    n = len(values)
    needs = [it.Requires(str(place), str(place + 1)) for place in range(n - 1) if data.draw(st.booleans())]
    pricing, box = Demands(free(n, *needs)).pricing(values, uses), data.draw(boxes(n))
    possible = [x for x in every(n, box) if all(x[int(rule.feature)] <= x[int(rule.needs)] for rule in needs)]
    for level in levels:
        inside = [x for x in possible if all(use @ x <= most for use, most in zip(uses, level, strict=True))]
        above, place = data.draw(st.one_of(st.just(-math.inf), AMOUNTS.map(Fraction))), data.draw(st.integers(0, 1))
        better = [x for x in inside if values @ x > above]
        best = pricing.best(level, box, above, FREE)
        assert best is None or (best.x is None) is (not better)
        assert best is None or best.x is None or values @ best.x == max(values @ x for x in better)
        amount = data.draw(AMOUNTS)
        enough = [x for x in inside if values @ x >= amount]
        cheapest = pricing.cheapest(place, Fraction(amount), level, box, FREE)
        assert cheapest is None or (cheapest.x is None) is (not enough)
        assert (
            cheapest is None or cheapest.x is None or uses[place] @ cheapest.x == min(uses[place] @ x for x in enough)
        )


def test_what_cannot_be_listed_is_left_to_a_search(monkeypatch):
    box = Box(np.zeros(2, dtype=np.int8), np.ones(2, dtype=np.int8))
    late = Demands(free(2)).pricing([3, 4], [[2, 3]])
    assert late.best([4], box, Fraction(0), Clock(0)) is None
    assert late.cheapest(0, Fraction(4), [4], box, Clock(0)) is None
    monkeypatch.setattr(again, "EFFORT", Effort(0, 0))
    none = Demands(free(2)).pricing([3, 4], [[2, 3]])
    assert none.best([4], box, Fraction(0), FREE) is None
    assert [none.cheapest(0, Fraction(4), [4], box, FREE) for _ in range(2)] == [None, None]
    huge = Demands(free(2)).pricing([10**20, 10**20 + 1], [[1, 1]])
    assert huge.best([1], box, Fraction(0), FREE) is None


def test_too_many_to_be_joined_are_left_to_a_search(monkeypatch):
    monkeypatch.setattr(join, "MOST_STATES", 0)
    pricing = Demands(free(2)).pricing([3, 4], [[2, 3]])
    box = Box(np.zeros(2, dtype=np.int8), np.ones(2, dtype=np.int8))
    assert pricing.best([4], box, Fraction(0), FREE) is None
    assert pricing.cheapest(0, Fraction(4), [4], box, FREE) is None


def test_oldest_lists_are_forgotten(monkeypatch):
    monkeypatch.setattr(again, "MOST_KEPT", 1)
    pricing = Demands(free(3)).pricing([3, 4, 5], [[2, 3, 3]])
    zeros, ones = np.zeros(3, dtype=np.int8), np.ones(3, dtype=np.int8)
    for box in (Box(zeros, ones), Box(np.array([1, 0, 0], dtype=np.int8), ones)):
        for level in (2, 3, 5, 6, 8):
            best = max(np.dot([3, 4, 5], x) for x in every(3, box) if np.dot([2, 3, 3], x) <= level)
            assert np.dot([3, 4, 5], pricing.best([level], box, -math.inf, FREE).x) == best


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
    monkeypatch.setattr(pricing, "_priced", None)
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
