"""The linear programs of a tree."""

from __future__ import annotations

from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import Outcome, Session
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, Floats, Relaxation

Relaxed: TypeAlias = tuple[Outcome, Duals]
"""What a linear program came to, and what its duals prove."""


@attrs.frozen(eq=False)
class Solved:
    """
    Hold a node whose linear program is solved.

    Parameters
    ----------
    x
        ndarray of shape (n_columns,): the solution of the linear program.
    bound
        No solution here scores higher.
    lower, upper
        Bounds of the columns.
    """

    x: Floats
    bound: float
    lower: NDArray[np.int8]
    upper: NDArray[np.int8]

    def moved(self, column: int, side: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
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
        self._columns = np.arange(len(program), dtype=np.int32)
        self._session: Session | None = None

    def solve(self, lower: NDArray[np.int8], upper: NDArray[np.int8], clock: Clock) -> Relaxed:
        """Solve the linear program between these bounds; return what it came to, and what its duals prove."""
        if not len(self.program):
            outcome = Outcome("optimal", np.zeros(0), row_dual=np.zeros(len(self.program.rows)))
        else:
            if self._session is None:
                self._session = Session(self.relaxation.linear(lower, upper))
            self._session.bounds(self._columns, lower.astype(float), upper.astype(float))
            outcome = self._session.run(clock)
        return outcome, self.relaxation.duals(outcome.row_dual, lower, upper)
