"""Rows on how many variants are built."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Program, RowBuilder, level
from irontriangle._solve.selection import search
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.counting import counted
from irontriangle._solve.selection.root import root_of

from .test_selection import programs, solutions


def rounded_count(program, score):
    """Return what the linear program of the first level comes to, and the same with a row on the number of variants."""
    first = program.levels[0]
    root = root_of(program, first, Relaxation(program, first), Clock(None))
    return root, counted(root, first, score, Clock(None))


def bound(root):
    program = root.program
    return root.relaxation.duals(root.outcome.row_dual, program.lower, program.upper).bound


@settings(deadline=None)
@given(programs(largest=9), st.randoms())
def test_no_solution_that_scores_enough_breaks_the_row(program, random):
    score = random.choice([program.levels[0].score(each) for each in solutions(program)] or [0])
    root, found = rounded_count(program, score)
    if found is not None:
        assert bound(found) <= bound(root) + 1e-6
        row = slice(found.program.rows.indptr[-2], None)
        reached = found.program.rows.coefs[row] @ root.outcome.x[found.program.rows.indices[row]]
        assert reached > found.program.rows.limits[-1]
        good = [each for each in solutions(program) if program.levels[0].score(each) >= score]
        assert all(found.program.holds(each) for each in good)


def correlated(n, seed):
    """Every variant is worth six more than its work; half of all work can be done."""
    work = random.Random(seed).choices(range(20, 200), k=n)
    build = RowBuilder()
    build.add(dict(enumerate(work)), sum(work) // 2)
    worth = level("value", [each + 6 for each in work], 1)
    return Program(np.zeros(n, dtype=np.int8), np.ones(n, dtype=np.int8), build.rows(), (worth,), n)


def test_value_that_goes_with_the_work_is_bounded_by_the_number():
    for seed in range(5):
        program = correlated(40, seed)
        root, found = rounded_count(program, int(program.rows.limits[0]))
        most = int(found.program.rows.limits[-1])
        assert bound(found) < bound(root) - 0.1
        assert np.floor(bound(found) + 1e-6) == program.rows.limits[0] + 6 * most  # all work is done, by whole variants


def test_the_search_counts_where_the_first_look_fails(monkeypatch):
    seen = []

    def hear(*args):
        seen.append(counted(*args))
        return seen[-1]

    monkeypatch.setattr(search, "counted", hear)
    monkeypatch.setattr(search, "SWEPT_COLUMNS", 0)
    monkeypatch.setattr(search, "QUICK", search.Effort(1, 1))
    monkeypatch.setattr(search, "STAGES", ((search.QUICK, 60, 0), *search.STAGES[1:]))
    program = correlated(40, 0)
    found = search.maximize(program, program.levels[0], clock=Clock(None))
    assert found.complete
    assert found.score == program.rows.limits[0] + 6 * int(seen[0].program.rows.limits[-1])
