"""
Our solver lives beside the one in ortools, in our users' applications too.

From 1.15 on highspy's wheel brings a shared library that collides with the one in ortools' wheel: whichever is imported
second fails. Hence the pin in pyproject.toml; lift it when this passes without.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

OURS = """
import highspy
import irontriangle as it
plan = it.optimize(it.Project(it.Scope([it.Feature("A", it.Variant(value=5, cost=2))]), it.Budget(2)))
assert plan.value == 5
"""
THEIRS = """
from ortools.sat.python import cp_model
from ortools.linear_solver import pywraplp
model = cp_model.CpModel()
chosen = model.new_bool_var("chosen")
model.maximize(chosen)
solver = cp_model.CpSolver()
solver.parameters.num_workers = 1
assert solver.solve(model) == cp_model.OPTIMAL
assert pywraplp.Solver.CreateSolver("SCIP")
"""


@pytest.mark.parametrize("code", [OURS + THEIRS, THEIRS + OURS], ids=["ours first", "theirs first"])
def test_solvers_live_side_by_side(code):
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout == ""
