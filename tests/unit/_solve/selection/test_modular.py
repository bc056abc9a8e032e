"""Rows made by division with remainder: no solution breaks them, and the linear program does."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.selection import modular, root
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.modular import PRIMES, _Row, divided, violated
from irontriangle._solve.selection.root import root_of
from tests.unit._solve.selection.reductions.small import made, programs


@pytest.fixture(autouse=True)
def few_will_do(monkeypatch):
    monkeypatch.setattr(root, "FEW_OPEN", 0)


def solutions(program):
    vectors = (np.array(x, dtype=np.int64) for x in itertools.product((0, 1), repeat=len(program)))
    return [x for x in vectors if program.rows.hold(x)]


def solved(program):
    return root_of(program, program.levels[0], Relaxation(program, program.levels[0]), Clock(None))


@settings(deadline=None)
@given(programs(), st.data(), st.sampled_from(PRIMES))
def test_no_solution_breaks_a_sum_of_rows_divided_and_rounded_down(program, data, prime):
    n = len(program)
    x = np.array(data.draw(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=n, max_size=n)))
    multiples = data.draw(st.lists(st.integers(0, prime - 1), min_size=len(program.rows), max_size=len(program.rows)))
    parts = [(_Row.of(program.rows, row, x, x != 0.5), times) for row, times in enumerate(multiples)]
    terms, limit = divided(parts, prime)
    for each in solutions(program):
        assert sum(each[column] * coef for column, coef in terms.items()) <= limit


@settings(deadline=None)
@given(programs())
def test_rows_that_are_found_hold_in_every_solution_and_break_the_linear_program(program):
    outcome = solved(program).outcome
    if outcome.x is None:
        return
    found = violated(program, outcome.x)
    event("found" if found else "nothing")
    if found:
        for each in solutions(program):
            assert found.hold(each)
        activity = np.add.reduceat(found.coefs * outcome.x[found.indices], found.indptr[:-1])
        assert (activity > found.limits).all()


@settings(deadline=None)
@given(programs())
def test_the_program_at_the_root_has_the_same_solutions_and_no_higher_bound(program):
    found = solved(program)
    assert [x.tolist() for x in solutions(found.program)] == [x.tolist() for x in solutions(program)]
    proven = found.relaxation.duals(found.outcome.row_dual, program.lower, program.upper).bound
    truth = max((program.levels[0].score(x) for x in solutions(program) if program.holds(x)), default=-np.inf)
    assert proven >= truth


def odd_cycle(n):
    """Return things in a ring, of which no two neighbours can be together."""
    return made(n, [({k: 1, (k + 1) % n: 1}, 1) for k in range(n)], [1] * n)


@pytest.mark.parametrize("small", [True, False])
def test_an_odd_ring_of_exclusions_is_made_whole(monkeypatch, small):
    if not small:
        monkeypatch.setattr(root, "SESSION_SIZE", 0)
    found = solved(odd_cycle(7))
    assert len(found.program.rows) == 8
    assert round(found.outcome.objective, 6) == -3
    assert found.program.rows.limits[-1] == 3


def test_a_remainder_modulo_three_is_seen():
    program = made(
        4, [({0: 1, 1: 1, 2: 1}, 2), ({0: 1, 1: 1, 3: 1}, 2), ({0: 1, 2: 1, 3: 1}, 2), ({1: 1, 2: 1, 3: 1}, 2)], [1] * 4
    )
    assert round(solved(program).outcome.objective, 6) == -2


def test_rows_that_many_others_make_are_not_looked_for(monkeypatch):
    monkeypatch.setattr(modular, "MOST_ROWS", 6)
    assert len(solved(odd_cycle(7)).program.rows) == 7


def test_what_comes_after_the_time_is_up_is_left_out(monkeypatch):
    program = odd_cycle(7)
    clock = Clock(None)
    first = violated

    def late(program, x):
        clock.time_limit = 0
        return first(program, x)

    monkeypatch.setattr(root, "violated", late)
    found = root_of(program, program.levels[0], Relaxation(program, program.levels[0]), clock)
    assert found.program is program
    assert round(found.outcome.objective, 6) == -3.5
