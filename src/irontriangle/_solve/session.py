"""A linear program that is solved again and again."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from . import engine, worker
from .clock import Clock
from .linear import Linear, Outcome

SMALL = 20_000
"""Rows, columns and entries up to which a program is solved again on the caller's own thread, in milliseconds."""

MOST_KEPT, MOST_SESSIONS = 300_000, 20
"""Rows, columns and entries of the sessions that are kept, about 80 MB, and how many; the last is kept in any case."""


class Sessions:
    """Keep sessions for programs that differ in their limits alone. Not for several threads at once."""

    def __init__(self) -> None:
        self._kept: list[Session] = []

    def of(self, linear: Linear, *, presolve: bool) -> Session:
        """Return a session that begins where a program with the same costs and matrix ended, or a new one."""
        for session in self._kept:
            if session.again(linear):
                return session
        session = Session(linear, presolve=presolve)
        self._kept.append(session)
        del self._kept[:-MOST_SESSIONS]
        while len(self._kept) > 1 and sum(each.size for each in self._kept) > MOST_KEPT:
            del self._kept[0]
        return session


class Session:
    """
    Keep a linear program alive, so that each solve starts from the basis of the one before.

    By the dual simplex method, not for several threads at once.

    Parameters
    ----------
    linear
        Whole columns are taken as continuous; at least one column.
    presolve
        Whether to simplify the program before it is first solved; there is no ray then, should it be infeasible.

    Examples
    --------
    >>> import numpy as np
    >>> import scipy.sparse as sp
    >>> at_most = sp.csr_matrix([[2.0, 3.0]])
    >>> program = Linear(np.array([-3.0, -4.0]), at_most, np.array([-np.inf]), np.array([4.0]), np.zeros(2), np.ones(2))
    >>> session = Session(program)
    >>> outcome = session.run()
    >>> round(outcome.objective, 9), outcome.row_dual.round(9).tolist()
    (-5.666666667, [-1.333333333])
    >>> session.bounds([1], [1.0], [1.0])
    >>> session.run().x.tolist()
    [0.5, 1.0]
    """

    def __init__(self, linear: Linear, *, presolve: bool = False) -> None:
        self._linear: Linear | None = linear
        self.size = linear.size
        """Rows, columns and entries."""
        self._small = linear.size <= SMALL
        self._rows = linear.matrix.shape[0]
        self._highs: Any = None
        self._basis: Any = None
        options = {"presolve": "on" if presolve else "off", "solver": "simplex"}
        try:
            self._highs = engine.new(attrs.evolve(linear, integer=None), options)
        except engine.RefusedError:
            self._left = Outcome("error")

    def again(self, linear: Linear) -> bool:
        """Take another program in place of the first, rows added since left out, if only limits differ; tell so."""
        first = self._linear
        if first is None or self._highs is None or not _differ_in_limits_only(first, linear):
            return False
        rows, columns = linear.matrix.shape
        added = np.arange(rows, self._highs.getNumRow(), dtype=np.int32)  # an interrupt may have come while some were
        if len(added):
            self._highs.deleteRows(len(added), added)
            self._highs.setBasis(self._basis)
            self._basis = None
        self._rows = rows
        self._highs.changeRowsBounds(rows, engine.indices(range(rows)), linear.row_lower, linear.row_upper)
        self.bounds(range(columns), linear.lower, linear.upper)
        return True

    def bounds(self, columns: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike) -> None:
        """Set the limits of some columns; a lower limit above the upper one makes the program infeasible."""
        if self._highs is not None:
            which = engine.indices(columns)
            self._highs.changeColsBounds(len(which), which, lower, upper)

    def limits(self, rows: npt.ArrayLike, upper: npt.ArrayLike) -> None:
        """Set the upper limits of some rows, which have no lower ones."""
        if self._highs is not None:
            which = engine.indices(rows)
            self._highs.changeRowsBounds(len(which), which, np.full(len(which), -np.inf), upper)

    def add(self, linear: Linear, first: int) -> None:
        """Take over the rows of a program from the row `first` on; its others, and its columns, are as before."""
        if self._highs is not None:
            if self._rows == first and self._basis is None:
                self._basis = self._highs.getBasis()
            self._rows = linear.matrix.shape[0]
            new = linear.matrix[first:]
            limits = linear.row_lower[first:], linear.row_upper[first:]
            self._highs.addRows(len(limits[0]), *limits, new.nnz, new.indptr[:-1], new.indices, new.data)

    def widen(self, rows: npt.ArrayLike, coefs: npt.ArrayLike) -> None:
        """Add a column that costs nothing and is at least 0; `coefs` are its entries in some rows."""
        self._linear = None
        if self._highs is not None:
            which = engine.indices(rows)
            self._highs.addCol(0.0, 0.0, np.inf, len(which), which, np.asarray(coefs, dtype=np.float64))

    def run(self, clock: Clock | None = None, enough: float = np.inf) -> Outcome:
        """
        Solve from the last basis.

        Parameters
        ----------
        clock
            Control comes back within about 0.2 s of its end, with status ``"stopped"`` and nothing else. A session
            whose solver did not come back in time is at its end: it says ``"stopped"`` for good.
        enough
            Once the duals prove an objective above this, they are returned as they are, status ``"bounded"``.

        Returns
        -------
        Outcome
            Iterations are not counted: reading them takes longer than some solves.
        """
        if self._highs is None:
            return self._left
        clock = Clock(None) if clock is None else clock
        if clock.expired:
            return Outcome("stopped")
        self._highs.setOptionValue("objective_bound", enough)
        return worker.here(lambda: self._at_once(clock)) if self._small else self._apart(clock)

    def _at_once(self, clock: Clock) -> Outcome:
        engine.run(self._highs, clock.left(), foreign=True)
        return engine.reread(self._highs, self._rows)

    def _apart(self, clock: Clock) -> Outcome:
        highs, rows, watch = self._highs, self._rows, engine.HighsWatch()
        self._highs, self._left = None, Outcome("stopped")  # a late worker keeps the solver

        def work() -> Outcome:
            engine.listen(highs, watch, mip=False)
            engine.run(highs, clock.left())
            return engine.reread(highs, rows)

        outcome = worker.run(work, watch, clock, lambda: None)
        if outcome is None:
            return self._left
        self._highs = highs
        return outcome


def _differ_in_limits_only(one: Linear, other: Linear) -> bool:
    ours, theirs = one.matrix, other.matrix
    return (
        ours.shape == theirs.shape
        and np.array_equal(one.cost, other.cost)
        and np.array_equal(ours.indptr, theirs.indptr)
        and np.array_equal(ours.indices, theirs.indices)
        and np.array_equal(ours.data, theirs.data)
    )
