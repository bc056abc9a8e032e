"""Sessions that are kept for programs with other limits: they answer as new ones do, from fewer steps."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._solve import session as module
from irontriangle._solve.clock import Clock
from irontriangle._solve.session import Session, Sessions
from tests.unit._solve.programs import features, knapsack


def moved(linear, shares):
    """Return the program with the limits of its first rows multiplied, and some columns fixed."""
    row_upper = linear.row_upper.copy()
    row_upper[: len(shares)] *= shares
    return attrs.evolve(linear, row_upper=row_upper)


@pytest.mark.parametrize("presolve", [False, True])
@given(shares=st.lists(st.floats(0.0, 1.5), min_size=1, max_size=4), fixed=st.sets(st.integers(0, 19), max_size=6))
def test_one_that_goes_on_finds_the_optimum_of_a_new_one(presolve, shares, fixed):
    program = attrs.evolve(knapsack(20, m=4), integer=None)
    sessions = Sessions()
    first = sessions.of(program, presolve=presolve)
    first.run()
    upper = program.upper.copy()
    upper[sorted(fixed)] = 0
    other = attrs.evolve(moved(program, shares), upper=upper)
    session = sessions.of(other, presolve=presolve)
    assert session is first
    assert session.run().objective == pytest.approx(Session(other).run().objective, abs=1e-6)


def test_rows_that_were_added_are_left_out_again():
    program = attrs.evolve(features(60), integer=None)
    sessions = Sessions()
    session = sessions.of(program, presolve=False)
    best = session.run().objective
    n = program.matrix.shape[1]
    added = sp.csr_matrix(np.ones((1, n)))
    longer = attrs.evolve(
        program,
        matrix=sp.vstack([program.matrix, added]).tocsr(),
        row_lower=np.append(program.row_lower, -np.inf),
        row_upper=np.append(program.row_upper, 10.0),
    )
    session.add(longer, program.matrix.shape[0])
    assert session.run().objective > best
    again = sessions.of(program, presolve=False)
    assert again is session
    outcome = again.run()
    assert outcome.objective == pytest.approx(best)
    assert len(outcome.row_dual) == program.matrix.shape[0]
    steps = session._highs.getInfo().simplex_iteration_count
    assert steps < 10, "it does not begin where it ended"


def test_it_begins_where_it_ended_last_and_not_first():
    program = attrs.evolve(features(60), integer=None)
    longer = attrs.evolve(
        program,
        matrix=sp.vstack([program.matrix, sp.csr_matrix(np.ones((1, program.matrix.shape[1])))]).tocsr(),
        row_lower=np.append(program.row_lower, -np.inf),
        row_upper=np.append(program.row_upper, 50.0),
    )
    sessions = Sessions()
    steps = []
    for share in (1.0, 0.6, 0.6):
        session = sessions.of(moved(program, [share] * 4), presolve=False)
        session.run()
        steps.append(session._highs.getInfo().simplex_iteration_count)
        session.add(longer, program.matrix.shape[0])
        session.run()
    assert steps[2] < steps[1] / 2


def test_small_ones_are_counted(monkeypatch):
    monkeypatch.setattr(module, "MOST_SESSIONS", 2)
    sessions = Sessions()
    programs = [attrs.evolve(knapsack(20 + n), integer=None) for n in range(3)]
    made = [sessions.of(program, presolve=False) for program in programs]
    assert sessions.of(programs[1], presolve=False) is made[1]
    assert sessions.of(programs[0], presolve=False) is not made[0]


def test_a_compiled_project_has_one_session_for_all_its_limits():
    figures = [(f"f{n}", 7 + n * n % 19, 3 + n * n * n % 17) for n in range(60)]
    scope = it.Scope([it.Feature(name, it.Variant(value=value, cost=cost)) for name, value, cost in figures])
    compiled = it.Compiled(it.Project(scope, it.Budget(177)))
    for more in (0, 3, 5):
        compiled.apply(it.ChangeBudget(more)).optimize()
    assert len(compiled._memory.sessions._kept) == 1


def test_others_get_a_session_of_their_own():
    program = attrs.evolve(knapsack(20), integer=None)
    sessions = Sessions()
    first = sessions.of(program, presolve=False)
    dearer = attrs.evolve(program, cost=program.cost - 1)
    heavier = attrs.evolve(program, matrix=program.matrix * 2)
    assert sessions.of(dearer, presolve=False) is not first
    assert sessions.of(heavier, presolve=False) is not first
    assert sessions.of(attrs.evolve(knapsack(21), integer=None), presolve=False) is not first
    assert sessions.of(program, presolve=False) is first


def test_one_that_has_other_columns_now_is_not_used_again():
    program = attrs.evolve(knapsack(20), integer=None)
    sessions = Sessions()
    session = sessions.of(program, presolve=False)
    session.widen([0], [1.0])
    assert sessions.of(program, presolve=False) is not session


def test_one_whose_solver_is_late_is_not_used_again():
    program = attrs.evolve(features(4_000), integer=None)
    sessions = Sessions()
    session = sessions.of(program, presolve=False)
    outcome = session.run(Clock(0.02))
    if outcome.status == "stopped" and session._highs is None:
        assert sessions.of(program, presolve=False) is not session
    session._highs = None
    assert sessions.of(program, presolve=False) is not session


def test_the_oldest_go_first(monkeypatch):
    programs = [attrs.evolve(knapsack(20 + n), integer=None) for n in range(4)]
    monkeypatch.setattr(module, "MOST_KEPT", 3 * programs[3].size)
    sessions = Sessions()
    made = [sessions.of(program, presolve=False) for program in programs]
    assert sessions.of(programs[3], presolve=False) is made[3]
    assert sessions.of(programs[1], presolve=False) is made[1]
    assert sessions.of(programs[0], presolve=False) is not made[0]


def test_one_that_is_large_is_kept_by_itself(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 10)
    sessions = Sessions()
    first, second = (attrs.evolve(knapsack(n), integer=None) for n in (20, 21))
    made = sessions.of(first, presolve=False)
    assert sessions.of(first, presolve=False) is made
    kept = sessions.of(second, presolve=False)
    assert sessions.of(second, presolve=False) is kept
    assert sessions.of(first, presolve=False) is not made
