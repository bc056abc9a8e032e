"""All levels of programs of every kind, against trying all 0/1 vectors."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given, settings

from irontriangle._solve import levels
from irontriangle._solve.clock import Clock
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.levels import solve_levels
from irontriangle._solve.selection import search
from irontriangle._solve.selection.reductions import apart
from irontriangle._solve.selection.reductions.smaller import without_fixed
from tests.unit._solve.selection.reductions.small import best_by_trying, made, programs, scores
from tests.unit._solve.selection.test_closure import closures


@pytest.mark.parametrize("fewest", [100, 1])
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("largest", [9, 10**20])
def test_every_level_is_the_best_there_is(monkeypatch, largest, together, fewest):
    monkeypatch.setattr(apart, "FEWEST", fewest)
    monkeypatch.setattr(levels, "reduced", without_fixed)  # the reductions leave nothing of most of these
    if not together:  # the levels are searched one after the other
        monkeypatch.setattr(search, "can_list", lambda program, *levels: False)

    @settings(deadline=None, max_examples=30)
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


@settings(deadline=None, max_examples=60)
@given(programs())
def test_reductions_and_search_together_find_the_best(program):
    so_far = Incumbent(Clock(None))
    solve_levels(program, so_far)
    assert (None if so_far.x is None else scores(program, so_far.x)) == best_by_trying(program)


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


def test_small_parts_make_one_and_large_ones_stand_alone(monkeypatch):
    monkeypatch.setattr(apart, "FEWEST", 2)
    rows = [({0: 1, 1: 1}, 1), ({2: 1, 3: 1}, 1), ({4: 1, 5: 1, 6: 1}, 2)]
    program = made(8, rows, [1] * 8)
    assert sorted(part.tolist() for part in apart.parts_of(program)) == [[0, 1], [2, 3], [4, 5, 6], [7]]
    monkeypatch.setattr(apart, "FEWEST", 3)
    assert [part.tolist() for part in apart.parts_of(program)] == [[0, 1, 7], [2, 3], [4, 5, 6]]
    monkeypatch.setattr(apart, "FEWEST", 6)
    assert [part.tolist() for part in apart.parts_of(program)] == [[0, 1, 2, 3, 4, 5, 6, 7]]


def two_parts(first, second):
    """Return a program of two parts, of a row each."""
    rows = [({0: first, 1: first, 2: first}, 2 * first), ({3: second, 4: second}, second)]
    return made(5, rows, [3, 4, 5, 6, 7])


def test_every_part_has_a_plan_before_the_first_is_searched_at_length(monkeypatch):
    monkeypatch.setattr(apart, "FEWEST", 1)
    monkeypatch.setattr(levels, "reduced", without_fixed)
    calls = []

    def maximize(program, level, **options):
        found = search.maximize(program, level, **options)
        calls.append((len(program), options["brief"], options["start"] is None))
        return attrs.evolve(found, complete=not options["brief"])

    monkeypatch.setattr(levels, "maximize", maximize)
    so_far = Incumbent(Clock(None))
    solve_levels(two_parts(2, 3), so_far)
    assert calls == [(2, True, True), (3, True, True), (2, False, False), (3, False, False)]
    assert (so_far.proven, so_far.bound) == (1, 16)


def test_parts_that_are_hard_have_equal_time(monkeypatch):
    monkeypatch.setattr(apart, "FEWEST", 1)
    monkeypatch.setattr(levels, "reduced", without_fixed)
    left = []

    def maximize(program, level, **options):
        if not options["brief"]:
            left.append(options["clock"].left())
        return attrs.evolve(search.maximize(program, level, **options), complete=not options["brief"])

    monkeypatch.setattr(levels, "maximize", maximize)
    solve_levels(two_parts(2, 3), Incumbent(Clock(3600.0)))
    assert left[0] <= 1800 < left[1]


def test_a_part_that_is_done_leaves_its_time_to_the_others(monkeypatch):
    monkeypatch.setattr(apart, "FEWEST", 1)
    monkeypatch.setattr(levels, "reduced", without_fixed)
    turns = []

    def maximize(program, level, **options):
        found = search.maximize(program, level, **options)
        if options["brief"]:
            return attrs.evolve(found, complete=False)
        turns.append(len(program))
        if turns == [2]:  # its share is used up, and it is not done
            options["clock"].time_limit = options["clock"].seconds
            return attrs.evolve(found, complete=False)
        return found

    monkeypatch.setattr(levels, "maximize", maximize)
    so_far = Incumbent(Clock(3600.0))
    solve_levels(two_parts(2, 3), so_far)
    assert turns[:3] == [2, 3, 2]
    assert so_far.proven


def test_where_one_part_is_impossible_the_others_are_not_searched_at_length(monkeypatch):
    monkeypatch.setattr(apart, "FEWEST", 1)
    monkeypatch.setattr(levels, "reduced", without_fixed)
    briefly = []

    def maximize(program, level, **options):
        briefly.append(options["brief"])
        found = search.maximize(program, level, **options)
        return attrs.evolve(found, complete=found.x is None)

    monkeypatch.setattr(levels, "maximize", maximize)
    so_far = Incumbent(Clock(None))
    rows = [({0: 3, 1: 5}, 7), ({0: -3, 1: -5}, -6), ({2: 2, 3: 3}, 4)]
    solve_levels(made(4, rows, [1, 2, 3, 4]), so_far)
    assert so_far.infeasible
    assert briefly == [True, True]


@pytest.mark.parametrize("unproven", [0, 1])
def test_a_level_that_is_not_proven_is_not_called_so(monkeypatch, unproven):
    searched = []

    def maximize(program, level, **options):
        searched.append(level.name)
        found = search.maximize(program, level, **options)
        return attrs.evolve(found, complete=level.name != f"level {unproven}", settled=False)

    monkeypatch.setattr(levels, "maximize", maximize)
    so_far = Incumbent(Clock(None))
    rows = [({0: 3, 1: 4, 2: 5, 3: 7}, 9), ({0: 4, 1: 2, 2: 3, 3: 5}, 8)]
    solve_levels(made(4, rows, [3, 4, 5, 6], [-2, -2, -3, -4], [1, 1, 1, 2]), so_far)
    assert so_far.proven == unproven
    assert searched == ["level 0", "level 1", "level 2"]  # the plan is made better in the later ones all the same
    assert so_far.x is not None
    assert not so_far.infeasible


def test_nothing_found_in_time_says_nothing(monkeypatch):
    monkeypatch.setattr(levels, "reduced", without_fixed)
    so_far = Incumbent(Clock(0))
    solve_levels(made(3, [({0: -3, 1: -4, 2: -5}, -5), ({0: 4, 1: 5, 2: 6}, 9)], [3, 4, 5]), so_far)
    assert (so_far.proven, so_far.infeasible) == (0, False)
