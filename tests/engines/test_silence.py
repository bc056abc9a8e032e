"""Whole processes: nothing is printed, exits are clean, and other users of solvers are not disturbed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PROGRAMS = """
import threading, time
import numpy as np
from irontriangle._solve import worker
from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import Session, solve
from tests.unit._solve.programs import features, knapsack, linear, mixed
from tests.unit._solve.test_highs import relaxed
"""


def process(code, *, expected=0):
    """Run code in a fresh interpreter and return what reached its descriptors 1 and 2."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert done.returncode == expected, done.stderr
    return done.stdout, done.stderr


def test_no_solve_prints():
    code = """
    inf = np.inf
    for program in (*map(mixed, range(12)), knapsack(30), features(20), knapsack(300, 10),
                    linear([-1, -1], [[1, -1]], [0], [inf], [0, 0], [inf, inf], whole=True),
                    linear([1], [[1e18]], [0], [1e18], whole=True), linear([], [], [1], [2])):
        for options in ({}, {"presolve": False}, {"cutoff": -1e6}, {"node_limit": 1},
                        {"start": np.zeros(len(program.cost))}):
            solve(program, clock=Clock(0.5), on_incumbent=lambda *_: None, on_progress=lambda *_: None, **options)
        if len(program.cost):
            for options in ({}, {"method": "ipm"}, {"method": "ipm", "crossover": False}, {"iteration_limit": 1}):
                solve(relaxed(program), **options)
            Session(program).run()
            Session(program).run(Clock(1e-9))
    solve(relaxed(features(1500)))
    solve(relaxed(features(1500)), clock=Clock(0.05))
    """
    assert process(PROGRAMS + textwrap.dedent(code)) == ("", "")


def test_scipy_is_not_asked_to_solve():
    """Its build of HiGHS writes a debug line to standard output, however silent it is told to be."""
    code = """
    import sys
    from irontriangle._solve.highs import solve
    from tests.unit._solve.programs import mixed
    solve(mixed(1))
    assert "scipy.optimize" not in sys.modules
    """
    assert process(code) == ("", "")


def test_highspy_is_loaded_by_the_first_solve():
    code = """
    import sys
    import irontriangle._solve.highs
    assert "highspy" not in sys.modules
    """
    assert process(code) == ("", "")


def test_exit_does_not_wait_for_a_late_worker():
    """The work here never ends, so that this process ends at all only if nobody waits."""
    code = """
    from irontriangle._solve.watch import Watch
    stuck = threading.Event()
    assert worker.run(stuck.wait, Watch(), Clock(0.01), lambda: None) is None
    print("left")
    """
    assert process(PROGRAMS + textwrap.dedent(code)) == ("left\n", "")


@pytest.mark.parametrize("seconds", [0.1, 0.4, 1.0])
def test_exit_is_clean_with_a_late_solver(seconds):
    """Left alone in presolve, at the root or in a heuristic, the solver calls back while the interpreter ends."""
    code = f"""
    outcome = solve(features(3000), clock=Clock({seconds}))
    print(outcome.status)
    """
    assert process(PROGRAMS + textwrap.dedent(code)) == ("stopped\n", "")


DAEMONS = ["solve(knapsack(300, 10))", "solve(mixed(1))", "solve(relaxed(knapsack(10)))", "session()"]


@pytest.mark.parametrize("work", DAEMONS)
def test_exit_is_clean_while_daemon_threads_solve(work):
    code = f"""
    def session():
        one = Session(knapsack(20))
        while True:
            one.run()

    def go():
        while True:
            {work}

    for _ in range(2):
        threading.Thread(target=go, daemon=True).start()
    time.sleep(0.3)
    """
    assert process(PROGRAMS + textwrap.dedent(code)) == ("", "")


def test_ctrl_c_ends_a_long_solve():
    code = """
    import _thread
    found = []
    threading.Timer(1.0, _thread.interrupt_main).start()
    try:
        solve(knapsack(300, 10), on_incumbent=lambda x, value: found.append(value))
    except KeyboardInterrupt:
        print("interrupted", found == sorted(found, reverse=True) and len(found) > 0)
    assert solve(mixed(1)).status in ("optimal", "infeasible")
    """
    assert process(PROGRAMS + textwrap.dedent(code)) == ("interrupted True\n", "")


@pytest.mark.skipif(importlib.util.find_spec("ortools") is None, reason="ortools is not installed")
@pytest.mark.parametrize("first", ["ortools", "highspy"])
def test_ortools_lives_in_the_same_process(first):
    """Two builds of HiGHS in one process; from highspy 1.15 on whichever came second failed to load."""
    ours = "assert solve(mixed(1)).status in ('optimal', 'infeasible')\n"
    theirs = """
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model
model = cp_model.CpModel()
x = model.new_bool_var("x")
model.maximize(x)
solver = cp_model.CpSolver()
assert solver.solve(model) == cp_model.OPTIMAL
"""
    steps = [theirs, ours] if first == "ortools" else [ours, theirs]
    header = PROGRAMS if first == "highspy" else theirs + PROGRAMS
    out, err = process("import warnings\nwarnings.simplefilter('ignore')\n" + header + "".join(steps) + ours)
    assert (out, err) == ("", "")
