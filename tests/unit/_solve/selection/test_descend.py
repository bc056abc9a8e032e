"""What is left where a score is to be reached, and the trees over it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.selection import descend as module
from irontriangle._solve.selection import search
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.descend import descend
from irontriangle._solve.selection.near.reach import NearBound
from irontriangle._solve.selection.search import maximize
from irontriangle._solve.selection.squeeze import Squeeze

from .test_selection import best_by_trying, programs, solutions


def proven(program):
    """Return what the linear program proves."""
    return search.root_of(program, program.levels[0], Relaxation(program, program.levels[0]), Clock(None))


def duals_of(program):
    found = proven(program)
    return found.relaxation.duals(found.outcome.row_dual, program.lower, program.upper)


@settings(deadline=None)
@given(programs(), st.integers(-150, 150))
def test_no_solution_of_the_score_is_squeezed_out(program, target):
    level = program.levels[0]
    squeeze = Squeeze(program, level, Relaxation(program, level).duals(None, program.lower, program.upper))
    within = squeeze.to(target, Clock(None))
    for x in solutions(program):
        assert level.score(x) < target or within.holds(x)
    assert all(program.holds(x) for x in solutions(within))


def test_a_squeeze_without_time_fixes_what_is_known():
    program = knapsack_chain()
    squeeze = Squeeze(program, program.levels[0], duals_of(program))
    within = squeeze.to(best_by_trying(program), Clock(0))
    assert best_by_trying(within) == best_by_trying(program)


@settings(deadline=None)
@given(programs(), st.booleans(), st.sampled_from([1e-9, 1e-2, 1]), st.sampled_from([0, 3, math.inf]))
def test_trees_near_the_bound_find_the_optimum(program, with_start, first, above):
    level, truth = program.levels[0], best_by_trying(program)
    if not len(program.rows) or (program.lower > program.upper).any():
        return
    start = min((level.score(x) for x in solutions(program)), default=None) if with_start else None
    found = []
    before = module.SHARE
    module.SHARE = 1 / first
    try:
        relaxed = Relaxation(program, level).duals(None, program.lower, program.upper)
        tree, left = descend(
            program,
            level,
            relaxed,
            above=math.inf if truth is None else truth + above,
            best=start,
            clock=Clock(None),
            nodes=10**6,
            on_found=found.append,
        )
    finally:
        module.SHARE = before
    assert tree.complete
    assert tree.score == truth
    assert tree.bound == (-math.inf if truth is None else truth)
    assert [level.score(x) for x in found][-1:] == ([truth] if found else [])
    for x in solutions(program):
        if level.score(x) == truth:
            assert left.holds(x)


def knapsack_chain():
    from .test_branch import knapsack

    return knapsack(14, 3)


def test_trees_that_take_too_long_leave_a_bound():
    program = knapsack_chain()
    truth = best_by_trying(program)
    tree, _ = descend(
        program,
        program.levels[0],
        duals_of(program),
        above=math.inf,
        best=None,
        clock=Clock(None),
        nodes=1,
        on_found=lambda _: None,
    )
    assert not tree.complete
    assert tree.bound >= truth


@pytest.mark.parametrize("nodes", [2_000, 1])
def test_what_cannot_be_listed_is_searched_by_trees(monkeypatch, nodes):
    asked = []

    def blocked(self, known, clock, effort):
        self.blocked = True
        return search.Near(None, math.inf)

    def noted(*arguments, **keywords):
        asked.append(1)
        return descend(*arguments, **keywords)

    monkeypatch.setattr(NearBound, "best", blocked)
    monkeypatch.setattr(search, "SWEPT_COLUMNS", 0)
    monkeypatch.setattr(search, "can_try_every", lambda program, level: False)
    monkeypatch.setattr(search, "descend", noted)
    monkeypatch.setattr(search, "NEAR_NODES", nodes)
    monkeypatch.setattr(search, "FEW_COLUMNS", 0)
    monkeypatch.setattr(search, "SPREAD", 1)
    monkeypatch.setattr(search, "STAGES", ((search.SECOND, 0, 0), (search.FULL, 20_000, 20_000)))
    program = knapsack_chain()
    found = maximize(program, program.levels[0], clock=Clock(None))
    assert found.complete
    assert found.score == best_by_trying(program)
    assert asked
    assert np.all((found.lower <= found.x) & (found.x <= found.upper))
