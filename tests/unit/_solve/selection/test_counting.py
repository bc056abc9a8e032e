"""Rows on how many variants are built."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import solve
from irontriangle._solve.program import Program, RowBuilder, level
from irontriangle._solve.selection import search
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.counting import counted

from .test_selection import programs, solutions


def relaxed(program):
    relaxation = Relaxation(program, program.levels[0])
    outcome = solve(relaxation.linear(program.lower, program.upper))
    return outcome.x, relaxation.duals(outcome.row_dual, program.lower, program.upper).bound


@settings(deadline=None)
@given(programs(largest=9), st.randoms())
def test_no_solution_that_scores_enough_breaks_them(program, random):
    x, _ = relaxed(program)
    known = [program.levels[0].score(each) for each in solutions(program)]
    score = random.choice([*known, None])
    rows = None if x is None else counted(program, program.levels[0], x, score, Clock(None))
    if rows is not None:
        reached = np.add.reduceat(rows.coefs * x[rows.indices], rows.indptr[:-1])
        assert (reached > rows.limits).all()
        good = [each for each in solutions(program) if score is None or program.levels[0].score(each) >= score]
        assert all(rows.hold(each) for each in good)


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
        x, bound = relaxed(program)
        rows = counted(program, program.levels[0], x, None, Clock(None))
        assert rows is not None
        _, tighter = relaxed(program.with_rows(rows))
        most = int(rows.limits[0])
        assert tighter < bound - 0.1
        assert np.floor(tighter + 1e-6) == program.rows.limits[0] + 6 * most  # all capacity is used, by whole variants


def test_the_search_counts_where_the_first_look_fails(monkeypatch):
    seen = []

    def hear(*args):
        seen.append(counted(*args))
        return seen[-1]

    monkeypatch.setattr(search, "counted", hear)
    monkeypatch.setattr(search, "QUICK", search.Effort(1, 1))
    monkeypatch.setattr(search, "STAGES", ((search.QUICK, 60, 0), *search.STAGES[1:]))
    program = correlated(40, 0)
    found = search.maximize(program, program.levels[0], clock=Clock(None))
    assert found.complete
    assert found.score == program.rows.limits[0] + 6 * int(seen[0].limits[0])
