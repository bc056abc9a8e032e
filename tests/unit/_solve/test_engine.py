"""What passes between a running solver and the thread that waits for it."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from irontriangle._solve import engine

from .programs import knapsack


class Callbacks:
    """A solver that is only listened to."""

    def __init__(self):
        self.heard = None
        self.started = []

    def setCallback(self, hear, _data):  # noqa: N802  highspy's name
        self.heard = hear

    def startCallback(self, kind):  # noqa: N802
        self.started.append(kind.name)


def listening(*, mip):
    solver, watch = Callbacks(), engine.HighsWatch()
    engine.listen(solver, watch, mip=mip)
    return solver, watch


def said(**numbers):
    return SimpleNamespace(**{"mip_dual_bound": -math.inf, "mip_node_count": 0, "mip_solution": None, **numbers})


def test_solver_reports_bounds_and_incumbents():
    solver, watch = listening(mip=True)
    kinds = engine.binding().cb.HighsCallbackType
    interrupt, improving = int(kinds.kCallbackMipInterrupt), int(kinds.kCallbackMipImprovingSolution)
    reply = SimpleNamespace(user_interrupt=False)
    solver.heard(interrupt, "", said(mip_dual_bound=-9.0, mip_node_count=2), reply, None)
    solver.heard(interrupt, "", said(mip_dual_bound=-math.inf, mip_node_count=3), reply, None)
    assert (watch.bound, watch.nodes, watch.incumbent, reply.user_interrupt) == (-9.0, 3, None, False)
    solver.heard(improving, "", said(mip_solution=[1.0, 0.0]), None, None)
    assert watch.incumbent.tolist() == [1.0, 0.0]
    assert solver.started == ["kCallbackMipImprovingSolution", "kCallbackMipLogging", "kCallbackMipInterrupt"]


@pytest.mark.parametrize("mip", [True, False])
def test_solver_is_told_to_stop(mip):
    solver, watch = listening(mip=mip)
    reply = SimpleNamespace(user_interrupt=False)
    watch.cancelled = True
    solver.heard(0, "", said(), reply, None)
    assert reply.user_interrupt
    solver.heard(0, "", said(), None, None)


def test_solver_sleeps_when_the_interpreter_ends(monkeypatch):
    slept = []
    monkeypatch.setattr("irontriangle._solve.watch.time.sleep", slept.append)
    solver, watch = listening(mip=False)
    watch.leaving = True
    solver.heard(0, "", said(), None, None)
    assert watch.parked
    assert slept == [1e6]


def test_stopped_tree_without_a_point_has_its_bound():
    info = SimpleNamespace(mip_node_count=-1, mip_dual_bound=-12.5, primal_solution_status=0)
    status = engine.binding().HighsModelStatus.kTimeLimit
    solver = SimpleNamespace(getModelStatus=lambda: status, getInfo=lambda: info)
    outcome = engine.read(solver, knapsack(3), mip=True)
    assert (outcome.status, outcome.x, outcome.bound, outcome.nodes) == ("stopped", None, -12.5, 0)
    info.mip_dual_bound = -math.inf
    assert engine.read(solver, knapsack(3), mip=True).bound is None


def test_arrays_and_indices_are_as_highs_wants_them():
    assert engine.array([1.0, 2.5]).dtype == np.float64
    assert engine.indices([3, 1]).dtype == np.int32
