"""Sweeps find all that scores enough, whatever the duals; narrow ones find solutions and prove nothing wrong."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Program, RowBuilder, level
from irontriangle._solve.selection import root, search
from irontriangle._solve.selection import sweeps as module
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.every import best_of_every
from irontriangle._solve.selection.ordering import ordered
from irontriangle._solve.selection.search import maximize
from irontriangle._solve.selection.sweep import sweep
from irontriangle._solve.selection.sweeps import sweeps

from .test_counting import correlated
from .test_near import best_by_trying, ranked
from .test_selection import solutions


def scores(program, x):
    return [each.score(x) for each in program.levels]


@settings(deadline=None)
@given(ranked(), st.integers(-100, 100) | st.just(-math.inf))
def test_a_sweep_finds_the_best_of_all_that_scores_enough(given_, target):
    program, duals = given_
    swept = sweep(program, program.levels, duals, target, Clock(None), width=10**6, narrow=False)
    truth = best_by_trying(program)
    assert swept.complete
    assert (swept.x is None) == (truth is None or truth[0] < target)
    if swept.x is not None:
        assert program.holds(swept.x)
        assert scores(program, swept.x) == truth


@settings(deadline=None)
@given(ranked(), st.integers(-100, 100), st.integers(1, 5), st.booleans())
def test_a_narrow_sweep_finds_solutions_only_and_says_if_it_has_seen_all(given_, target, width, narrow):
    program, duals = given_
    swept = sweep(program, program.levels, duals, target, Clock(None), width=width, narrow=narrow)
    truth = best_by_trying(program)
    if swept.x is not None:
        assert program.holds(swept.x)
        assert scores(program, swept.x)[0] >= target
    if swept.complete:
        assert (None if swept.x is None else scores(program, swept.x)) == (
            None if truth is None or truth[0] < target else truth
        )
    elif not narrow:
        assert swept.x is None


@pytest.mark.parametrize("narrow", [False, True])
def test_a_sweep_without_time_proves_nothing(narrow):
    program, duals = knapsack()
    swept = sweep(program, program.levels, duals, 0, Clock(0), width=10, narrow=narrow)
    assert swept.x is None
    assert not swept.complete


@pytest.fixture(params=["as it is", "small steps", "few kept", "step by step"])
def way(request, monkeypatch):
    """Force what large programs come upon."""
    if request.param == "small steps":
        monkeypatch.setattr(module, "AT_ONCE", 0)
        monkeypatch.setattr(module, "SHARE", 100)
    elif request.param == "few kept":
        monkeypatch.setattr(module, "FIRST_WIDTH", 1)
        monkeypatch.setattr(module, "LAST_WIDTH", 10**6)
    elif request.param == "step by step":
        monkeypatch.setattr(module, "AT_ONCE", 0)
        monkeypatch.setattr(module, "SHARE", 1)
        monkeypatch.setattr(module, "FIRST_WIDTH", 2)
        monkeypatch.setattr(module, "LAST_WIDTH", 8)
    return request.param


def test_sweeps_end_with_the_best_or_give_up(way):
    @settings(deadline=None)
    @given(ranked(), st.booleans())
    def end(given_, known):
        program, duals = given_
        first = program.levels[0]
        start = min((first.score(x) for x in solutions(program)), default=None) if known else None
        found, bounds = [], []
        done = sweeps(program, program.levels, duals, start, Clock(None), on_found=found.append, on_bound=bounds.append)
        truth = best_by_trying(program)
        assert done or way == "step by step"
        assert all(program.holds(x) for x in found)
        assert [first.score(x) for x in found] == sorted(first.score(x) for x in found)
        if truth is not None:
            assert min(bounds, default=math.inf) >= truth[0]
        if done:
            assert (scores(program, found[-1]) if found else None) == truth

    end()


def test_sweeps_without_time_prove_nothing():
    program, duals = knapsack()
    assert not sweeps(program, program.levels, duals, None, Clock(0), on_found=print, on_bound=print)


def knapsack(n=12, seed=0):
    """Some things, of which each requires the one before, and not all fit."""
    draw = random.Random(seed)
    build = RowBuilder()
    work = [draw.randint(1, 9) for _ in range(n)]
    build.add(dict(enumerate(work)), sum(work) // 2)
    for column in range(1, n):
        build.add_logic([column], [column - 1], 0)
    worth = level("value", [draw.randint(1, 9) for _ in range(n)], 1)
    program = Program(np.zeros(n, dtype=np.int8), np.ones(n, dtype=np.int8), build.rows(), (worth,), n)
    return program, Relaxation(program, worth).duals(None, program.lower, program.upper)


def test_rows_are_completed_one_after_the_other():
    chain = [(row, column) for row in range(9) for column in (row, row + 1)]
    owners, columns = np.array(chain).T
    order = ordered(owners, columns, 9, np.zeros(10)).tolist()
    assert sorted(order) == list(range(10))
    assert all(any(abs(one - other) == 1 for other in order[:place]) for place, one in enumerate(order) if place)


def test_what_can_lose_much_comes_first():
    none = np.zeros(0, dtype=np.int64)
    assert ordered(none, none, 0, np.array([0.1, 0.9, 0.5])).tolist() == [1, 2, 0]


def test_long_rows_have_no_say_in_the_order():
    assert ordered(np.zeros(60, dtype=np.int64), np.arange(60), 1, np.arange(60) / 60).tolist() == [*range(59, -1, -1)]


@pytest.mark.parametrize("tied", [False, True])
def test_what_is_tied_or_cannot_be_listed_is_swept(tied, monkeypatch):
    def blocked(self, known, clock, effort):
        self.blocked = True
        return search.Near(None, math.inf)

    def noted(*arguments, **keywords):
        asked.append(tied)
        return sweeps(*arguments, **keywords)

    asked = []
    monkeypatch.setattr(search.NearBound, "best", blocked)
    monkeypatch.setattr(search, "sweeps", noted)
    monkeypatch.setattr(search, "FEW_SWEPT", 100 if tied else -1)
    program = correlated(14, 0)
    found = maximize(program, program.levels[0], clock=Clock(None))
    assert asked == [tied]
    assert found.complete
    assert found.settled
    assert found.score == program.levels[0].score(best_of_every(program, program.levels[0]))


@pytest.mark.parametrize("narrow", [False, True])
def test_too_many_rows_at_a_time_are_not_held(narrow, monkeypatch):
    program, duals = knapsack()
    monkeypatch.setattr("irontriangle._solve.selection.sweep.MOST_ROOM", 0)
    swept = sweep(program, program.levels, duals, -math.inf, Clock(None), width=10**6, narrow=narrow)
    assert (swept.x, swept.complete) == (None, False)
    assert not sweeps(program, program.levels, duals, None, Clock(None), on_found=print, on_bound=print)


def test_many_equals_are_not_swept(monkeypatch):
    """What scores more may leave nothing open, and what scores as much everything, as in the middle of all optima."""
    rows, n = RowBuilder(), 1_000
    rows.add(dict.fromkeys(range(n), 3), n)
    bounds = np.zeros(n, dtype=np.int8), np.ones(n, dtype=np.int8)
    program = Program(*bounds, rows.rows(), (level("value", [5] * n, 1), level("cost", [3] * n, -1)), n)
    monkeypatch.setattr(root, "INTERIOR_COLUMNS", 100)
    monkeypatch.setattr(search, "sweeps", lambda *_, **__: pytest.fail("a thousand columns are gone through"))
    found = maximize(program, program.levels[0], later=program.levels[1:], clock=Clock(None))
    assert found.complete
    assert found.score == n // 3
