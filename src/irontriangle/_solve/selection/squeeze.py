"""What the duals decide once it is said which score is to be reached."""

from __future__ import annotations

import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import solve
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, Relaxation, fixed_by
from irontriangle._solve.selection.reductions.propagate import propagated
from irontriangle._solve.selection.reductions.smaller import without_fixed

MOST_PASSES = 5
"""Linear programs that are solved for one score at most."""

PAYS = 0.9
"""Share of the free columns that may be left after a pass, if there is to be another one."""


class Squeeze:
    """
    Fix the columns of a program that have one value in all solutions of some score.

    Notes
    -----
    Where rows tie columns together, a linear program has many dual solutions, and each decides other columns: what a
    requirement costs may be charged to what is required or to what requires it. The interior point method gives one
    from the middle, which has a reduced value wherever any has one; the simplex method gives a corner, with larger
    values in fewer places. So both are asked in turn, and what they fix is followed through the rows in between.
    """

    def __init__(self, program: Program, level: Level, duals: Duals) -> None:
        self._program, self._level, self._duals = program, level, [duals]

    def to(self, target: int, clock: Clock) -> Program:
        """Return the program with bounds that hold in every solution that scores `target` or more."""
        if len(self._duals) == 1:
            self._duals.append(_duals(self._program, self._level, clock, middle=True))
        program = self._program
        for duals in self._duals:
            program = program.with_bounds(*fixed_by(duals, target, program.lower, program.upper))
        program = propagated(program)
        for turn in range(MOST_PASSES):
            free = program.n_free
            if clock.expired or not free or (program.lower > program.upper).any():
                break
            smaller = without_fixed(program.with_levels(self._level))
            inner, score = smaller.program, target - smaller.offsets[0]
            duals = _duals(inner, inner.levels[0], clock, middle=turn % 2 == 1)
            if duals.bound < score:  # nothing scores as much
                return propagated(program.with_bounds(program.upper, program.lower))
            bounds = fixed_by(duals, score, inner.lower, inner.upper)
            lower, upper = (smaller.back(each.astype(np.int64)).astype(np.int8) for each in bounds)
            program = propagated(program.with_bounds(lower, upper))
            if program.n_free > PAYS * free:
                break
        return program


def _duals(program: Program, level: Level, clock: Clock, *, middle: bool) -> Duals:
    """Return duals of the linear program: of a corner, or from the middle of all."""
    relaxation = Relaxation(program, level)
    linear = relaxation.linear(program.lower, program.upper)
    if middle:
        outcome = solve(linear, clock=clock, method="ipm", crossover=False, presolve=False)
    else:
        outcome = solve(linear, clock=clock)
    return relaxation.duals(outcome.row_dual, program.lower, program.upper)
