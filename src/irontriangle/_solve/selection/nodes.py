"""The linear programs of a tree."""

from __future__ import annotations

from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve import worker
from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import Outcome, Session
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, Floats, Relaxation
from irontriangle._solve.session import SMALL

Relaxed: TypeAlias = tuple[Outcome, Duals]
"""What a linear program came to, and what its duals prove."""

Bounds: TypeAlias = tuple[NDArray[np.int8], NDArray[np.int8]]
"""Lower and upper bounds of all columns."""

LEAST_PAIRED = 3_000
"""Rows, columns and entries from which on two programs are solved at the same time: a thread costs 0.1 ms."""


@attrs.frozen(eq=False)
class Solved:
    """
    Hold a node whose linear program is solved.

    Parameters
    ----------
    x
        ndarray of shape (n_columns,): the solution of the linear program.
    lower, upper
        Bounds of the columns.
    duals
        What proves the bound.
    """

    x: Floats
    lower: NDArray[np.int8]
    upper: NDArray[np.int8]
    duals: Duals

    @property
    def bound(self) -> float:
        """No solution here scores higher."""
        return self.duals.bound

    def moved(self, column: int, side: int) -> Bounds:
        """Return the bounds with a column moved to a side."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[column] = upper[column] = side
        return lower, upper

    def way(self, column: int, side: int) -> float:
        """Return how far the column has to go."""
        return max(1e-6, abs(side - float(self.x[column])))


class Nodes:
    """Solve one program between ever other bounds, each time from the basis of the time before."""

    def __init__(self, program: Program, level: Level) -> None:
        self.program, self.relaxation = program, Relaxation(program, level)
        self._sessions: dict[int, Session] = {}

    @property
    def in_pairs(self) -> bool:
        """Tell whether two linear programs at a time are worth a second thread."""
        rows = self.program.rows
        return LEAST_PAIRED <= len(rows) + len(self.program) + len(rows.coefs) <= SMALL

    def solve(self, bounds: Bounds, target: float, clock: Clock) -> Relaxed:
        """
        Solve the linear program between some bounds; return what it came to, and what its duals prove.

        It is not solved to the end if nothing there scores `target` or more.
        """
        return self._solved(0, bounds, target, clock)

    def pair(self, one: Bounds, other: Bounds, target: float, clock: Clock) -> tuple[Relaxed, Relaxed]:
        """Solve the linear program between these bounds and those, at the same time."""
        return worker.both(lambda: self._solved(0, one, target, clock), lambda: self._solved(1, other, target, clock))

    def _solved(self, which: int, bounds: Bounds, target: float, clock: Clock) -> Relaxed:
        relaxation, columns = self.relaxation, len(self.program)
        if not columns:
            outcome = Outcome("optimal", np.zeros(0), row_dual=np.zeros(len(self.program.rows)))
            return outcome, relaxation.duals(outcome.row_dual, *bounds)
        session = self._sessions.get(which)
        if session is None:
            session = self._sessions[which] = Session(relaxation.linear(*bounds))
        session.bounds(np.arange(columns), *(each.astype(float) for each in bounds))
        outcome = session.run(clock, enough=relaxation.objective_below(target))
        duals = relaxation.duals(outcome.row_dual, *bounds)
        if outcome.status == "bounded" and duals.bound >= target:  # not in our own, safe arithmetic
            outcome = session.run(clock)
            duals = relaxation.duals(outcome.row_dual, *bounds)
        return outcome, duals
