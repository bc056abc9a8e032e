"""All levels of programs of every kind, against trying all 0/1 vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from irontriangle._solve.clock import Clock
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.levels import solve_levels
from irontriangle._solve.selection import search
from tests.unit._solve.selection.reductions.small import best_by_trying, made, programs, scores
from tests.unit._solve.selection.test_closure import closures


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("largest", [9, 10**20])
def test_every_level_is_the_best_there_is(monkeypatch, largest, together):
    if not together:  # the levels are searched one after the other
        monkeypatch.setattr(search, "can_list", lambda program, *levels: False)

    @settings(deadline=None, max_examples=60)
    @given(programs(largest=largest))
    def law(program):
        def hold(_):
            assert so_far.x is None or program.holds(so_far.x)

        so_far = Incumbent(Clock(None), tell=hold)
        solve_levels(program, so_far)
        truth = best_by_trying(program)
        assert so_far.infeasible == (truth is None)
        if truth is None:
            assert so_far.bound == -np.inf
            return
        assert so_far.proven == len(program.levels)
        assert so_far.bound == truth[0]
        assert program.holds(so_far.x)
        assert scores(program, so_far.x) == truth

    law()


@settings(deadline=None)
@given(closures(n_levels=3))
def test_requirements_alone_are_a_minimum_cut(program):
    so_far = Incumbent(Clock(None))
    solve_levels(program, so_far)
    assert so_far.proven == 3
    assert so_far.exact
    assert scores(program, so_far.x) == best_by_trying(program)


def test_requirements_with_scores_too_large_for_a_cut_are_searched():
    so_far = Incumbent(Clock(None))
    rows = [({0: 1, 1: -1}, 0), ({0: 1, 2: -1}, 0), ({3: 1, 2: -1}, 0), ({3: 1, 4: -1}, 0)]
    solve_levels(made(5, rows, [2**40, 1 - 2**40, -2, 2**40, -(2**40)]), so_far)
    assert so_far.proven == 1
    assert so_far.bound == 0


def test_a_program_that_reductions_decide_is_told_of():
    told = []
    so_far = Incumbent(Clock(None), tell=told.append)
    solve_levels(made(2, [({0: 1}, 0)], [3, 10**20], [-1, -1]), so_far)
    assert so_far.x.tolist() == [0, 1]
    assert so_far.proven == 2
    assert [(progress.incumbent, progress.bound) for progress in told] == [(10**20, 10**20)]
