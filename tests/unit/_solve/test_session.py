from __future__ import annotations

import threading

import numpy as np
import pytest

from irontriangle._solve import session as module
from irontriangle._solve import worker
from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import Session, solve

from .programs import dual_bound, features, knapsack, linear

NONE = np.inf


def relaxed(program, lower, upper):
    """Return what solving afresh finds."""
    rows = program.matrix.toarray()
    return solve(linear(program.cost, rows, program.row_lower, program.row_upper, lower, upper))


@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("program", [knapsack(30), features(20)], ids=["knapsack", "features"])
def test_session_agrees_with_solving_afresh(monkeypatch, program, small):
    monkeypatch.setattr(module, "SMALL", 10**9 if small else 0)
    session, random, n = Session(program), np.random.default_rng(0), len(program.cost)
    statuses = set()
    for _ in range(40):
        lower, upper = np.zeros(n), np.ones(n)
        fixed = random.choice(n, random.integers(0, 7), replace=False)
        lower[fixed] = upper[fixed] = random.integers(0, 2, len(fixed))
        session.bounds(np.arange(n), lower, upper)
        outcome, fresh = session.run(), relaxed(program, lower, upper)
        statuses.add(outcome.status)
        assert outcome.status == fresh.status
        now = linear(program.cost, program.matrix.toarray(), program.row_lower, program.row_upper, lower, upper)
        if outcome.status == "optimal":
            assert outcome.objective == pytest.approx(fresh.objective)
            assert outcome.objective == outcome.bound == pytest.approx(program.value(outcome.x))
            assert dual_bound(now, outcome.row_dual) == pytest.approx(outcome.objective)
            assert outcome.col_dual == pytest.approx(program.cost - program.matrix.T @ outcome.row_dual, abs=1e-9)
        else:
            assert dual_bound(now, outcome.ray, cost=np.zeros(n)) > 1e-6
    assert "optimal" in statuses


def test_limits_of_rows_move():
    program = linear([-3, -4], [[2, 3]], [-NONE], [4])
    session = Session(program)
    objectives = []
    for limit in (4, 2, 5, 0):
        session.limits([0], [float(limit)])
        objectives.append(session.run().objective)
    assert objectives == pytest.approx([-3 - 8 / 3, -3, -7, 0])


def test_columns_are_added():
    session = Session(linear([-3, 1], [[2, 0], [-1, 1]], [-NONE, 0], [4, NONE]))
    assert session.run().objective == pytest.approx(-2)
    session.widen([0, 1], [1.0, 1.0])
    outcome = session.run()
    assert outcome.objective == pytest.approx(-3)
    assert outcome.x == pytest.approx([1, 0, 1])


def test_ray_proves_that_a_node_is_impossible():
    program = linear([1, 1, 1], [[1, 1, 0], [0, 1, 1]], [1, 1], [NONE, 1])
    session = Session(program)
    assert session.run().status == "optimal"
    session.bounds([0, 1], [0, 0], [0, 0])
    outcome = session.run()
    now = linear([1, 1, 1], [[1, 1, 0], [0, 1, 1]], [1, 1], [NONE, 1], [0, 0, 0], [0, 0, 1])
    assert outcome.status == "infeasible"
    assert (outcome.x, outcome.objective, outcome.row_dual) == (None, None, None)
    assert dual_bound(now, outcome.ray, cost=np.zeros(3)) > 0


def test_limits_that_cross_are_infeasible_until_they_do_not():
    session = Session(knapsack(5))
    session.bounds([2], [1.0], [0.0])
    assert session.run().status == "infeasible"
    session.bounds([2], [0.0], [1.0])
    assert session.run().objective == pytest.approx(Session(knapsack(5)).run().objective)


def test_unbounded_session_says_so():
    session = Session(linear([-1], [[1]], [0], [NONE], [0], [NONE]))
    outcome = session.run()
    assert (outcome.status, outcome.x) == ("unbounded", None)


def test_session_stops_with_its_clock_and_goes_on_with_another():
    session = Session(knapsack(20))
    assert session.run(Clock(0)).status == "stopped"
    assert session.run(Clock(60)).status == "optimal"
    assert session.run().status == "optimal"


def test_session_of_a_late_worker_is_at_its_end(monkeypatch):
    monkeypatch.setattr(module, "SMALL", 0)
    session = Session(knapsack(20))
    with monkeypatch.context() as patch:
        patch.setattr(worker, "run", lambda *_: None)
        assert session.run(Clock(1)).status == "stopped"
    assert session.run().status == "stopped"
    session.bounds([0], [0.0], [0.0])
    assert session.run().status == "stopped"


def test_session_works_on_the_thread_that_asks():
    session = Session(knapsack(20))
    expected = session.run().objective
    found = []
    thread = threading.Thread(target=lambda: found.append(session.run().objective))
    thread.start()
    thread.join()
    assert found == [expected]


@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("program", [knapsack(30), features(20)], ids=["knapsack", "features"])
def test_duals_that_prove_enough_are_enough(monkeypatch, program, small):
    monkeypatch.setattr(module, "SMALL", 10**9 if small else 0)
    session, random, n = Session(program), np.random.default_rng(1), len(program.cost)
    statuses = set()
    for _ in range(40):
        lower, upper = np.zeros(n), np.ones(n)
        fixed = random.choice(n, random.integers(1, 7), replace=False)
        lower[fixed] = upper[fixed] = random.integers(0, 2, len(fixed))
        session.bounds(np.arange(n), lower, upper)
        optimum = relaxed(program, lower, upper).objective
        enough = -NONE if optimum is None else optimum - 1.0
        outcome = session.run(enough=enough)
        statuses.add(outcome.status)
        if outcome.status == "bounded":
            now = linear(program.cost, program.matrix.toarray(), program.row_lower, program.row_upper, lower, upper)
            assert enough - 1e-6 <= dual_bound(now, outcome.row_dual) <= optimum + 1e-6
        again = session.run()  # nothing of it is left
        assert again.objective == (None if optimum is None else pytest.approx(optimum))
    assert "bounded" in statuses
