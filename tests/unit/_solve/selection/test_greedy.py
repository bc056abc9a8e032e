"""Rounding the linear program: sound, and the same whether hopeless columns are dropped or tried."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from irontriangle import strategies
from irontriangle._plan.plan import Question
from irontriangle._solve.clock import Clock
from irontriangle._solve.compile import compile_program
from irontriangle._solve.highs import solve
from irontriangle._solve.selection import greedy
from irontriangle._solve.selection.bounds import Relaxation


def rounded(project, together):
    program, _ = compile_program(project, Question("optimize", "value", None))
    relaxation = Relaxation(program, program.levels[0])
    outcome = solve(relaxation.linear(program.lower, program.upper), clock=Clock(None))
    if outcome.x is None:
        return None
    reduced = relaxation.duals(outcome.row_dual, program.lower, program.upper).reduced
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(greedy, "TRIED_TOGETHER", together)
        x = greedy.rounded(program, relaxation, outcome.x, reduced, Clock(None))
    assert x is None or program.holds(x)
    return x


@given(strategies.projects(dated=False))
def test_columns_that_no_longer_fit_are_dropped_and_no_others(project):
    x, every = rounded(project, together=1), rounded(project, together=10**6)
    assert (x is None) == (every is None)
    assert x is None or np.array_equal(x, every)
