"""Closures: minimum cuts and whole trade-offs, against trying all 0/1 vectors."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.selection import closure
from irontriangle._solve.selection.closure import best_closure, requirements_of, supported
from tests.unit._solve.selection.reductions.small import best_by_trying, made, scores


@st.composite
def closures(draw, *, n_levels, largest=9, cost=False):
    """Programs with requirements only."""
    n = draw(st.integers(2, 7))
    column = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(column, column).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=10))
    numbers = st.integers(-largest, largest)
    levels = [draw(st.lists(numbers, min_size=n, max_size=n)) for _ in range(n_levels)]
    if cost:
        levels[1] = [-abs(amount) for amount in levels[1]]
    return made(n, [({tail: 1, head: -1}, 0) for tail, head in pairs], *levels)


@settings(deadline=None)
@given(closures(n_levels=3))
def test_a_minimum_cut_is_the_best_closure_in_every_level(program):
    arcs = requirements_of(program)
    x = best_closure(arcs.tail, arcs.head, program.levels)
    assert program.holds(x)
    assert scores(program, x) == best_by_trying(program)


def test_what_is_more_than_requirements_is_left_alone(monkeypatch):
    assert requirements_of(made(2, [], [1, 1])) is None
    assert requirements_of(made(2, [({0: 1, 1: 1}, 1)], [1, 1])) is None
    assert requirements_of(made(3, [({0: 1, 1: 1, 2: -1}, 1)], [1, 1, 1])) is None
    assert requirements_of(made(3, [({0: 1, 1: -1}, 0), ({1: 1, 2: 1}, 1)], [1, 1, 1])) is None
    only = made(2, [({0: 1, 1: -1}, 0)], [1, 1])
    assert requirements_of(only) is not None
    monkeypatch.setattr(closure, "MOST_SIZE", 2)
    assert requirements_of(only) is None


def test_scores_beyond_32_bits_are_refused():
    large = made(2, [({0: 1, 1: -1}, 0)], [2**31, -1])
    arcs = requirements_of(large)
    assert best_closure(arcs.tail, arcs.head, large.levels) is None


@pytest.mark.parametrize("largest", [9, 10**12])
def test_all_that_some_weights_favour_is_found(largest):
    @settings(deadline=None, max_examples=40)
    @given(closures(n_levels=2, largest=largest, cost=True))
    def law(program):
        found = supported(program, Clock(None))
        vectors = (np.array(x) for x in itertools.product((0, 1), repeat=len(program)))
        points = {tuple(scores(program, x)) for x in vectors if program.holds(x)}
        assert all(program.holds(x) for x in found)
        assert [tuple(scores(program, x)) for x in found] == corners(points)

    law()


def corners(points):
    """The corners of the upper hull of points, from the best of the second level to the best of the first."""
    at = max(points, key=lambda point: point[::-1])
    hull = [at]
    while at[0] < max(point[0] for point in points):
        slope = {p: Fraction(at[1] - p[1], p[0] - at[0]) for p in points if p[0] > at[0]}
        at = min(slope, key=lambda point: (slope[point], -point[0]))
        hull.append(at)
    return hull


@pytest.mark.parametrize("expires_after", [0, 1, 2])
def test_a_trade_off_ends_when_time_is_up(monkeypatch, expires_after):
    left = itertools.count(expires_after, -1)

    def between(*arguments, **weights):
        return original(*arguments, **weights) if next(left) > 0 else None

    original = closure._between
    monkeypatch.setattr(closure, "_between", between)
    program = made(2, [({0: 1, 1: -1}, 0)], [3, 4], [-1, -2])
    assert supported(program, Clock(None)) is None


def test_no_proof_in_time_is_none():
    program = made(2, [({0: 1, 1: -1}, 0)], [3 * 10**12, -(10**12)], [-(10**12), -2])
    assert supported(program, Clock(0)) is None
