"""The linear relaxation of selection and dates over patterns, which are made as they are needed."""

from __future__ import annotations

from typing import Literal

import attrs
import numpy as np
import scipy.sparse as sp

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.patterns import Patterns, Priced
from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.linear import Floats, Linear
from irontriangle._solve.session import Session

CLOSE = 1e-4
"""How near the bound comes to the restricted program's value until no more patterns are sought."""

CHEAPER = 1e-6
"""By how much a new pattern is better than those there are, or it is not taken."""

DEAR = 10.0
"""What a person costs who is not there, as a multiple of everything else: too dear to be worth it."""


@attrs.frozen(eq=False)
class Relaxed:
    """
    Say what the relaxation between some bounds came to.

    Parameters
    ----------
    status
        ``"solved"``, ``"closed"``: nothing here is as good as was asked for, or ``"stopped"``.
    bound
        Nothing here has a smaller objective.
    x
        ndarray of shape (n_columns,): the columns' values.
    weights
        ndarray of shape (n_patterns,): how far each pattern is taken.
    reduced
        ndarray of shape (n_columns,): what a column costs at least that leaves its bound, on top of `bound`.
    """

    status: Literal["solved", "closed", "stopped"]
    bound: float
    x: Floats
    weights: Floats
    reduced: Floats


class Master:
    r"""
    Solve the relaxation between ever other bounds of the columns, each time from where it was.

    Parameters
    ----------
    windows
        The spans of the tasks; nothing ties the tasks of two columns but the people.
    base
        The program: its first columns are those of the work.

    Notes
    -----
    With a pattern p of column c using the people u[p] and taken by a share l[p]:

    .. math::
        \sum_{p \in c} l_p \ge x_c, \qquad \sum_p u_{p,r,t}\, l_p \le \text{present}_{r,t}

    This is Dantzig and Wolfe's decomposition [1]_ of the step program, whose bound it has, with as many rows as there
    are people's ticks. Any prices of people prove a bound (Lagrange): a column then costs what its
    cheapest pattern does. Every column that fits has a pattern from the beginning, and people who are not there can be
    paid for: what cannot be met is then for the program's own rows to say, not for want of a pattern.

    References
    ----------
    .. [1] Dantzig, Wolfe (1960), Decomposition principle for linear programs, https://doi.org/10.1287/opre.8.1.101
    """

    def __init__(self, windows: Windows, base: Linear) -> None:
        work = windows.work
        upper = base.upper.copy()
        upper[: work.n_columns] *= windows.fits
        self.base = attrs.evolve(base, upper=upper)
        self.patterns = Patterns(windows)
        self.made: list[tuple[int, dict[int, int]]] = []
        self.n, self.n_work = base.matrix.shape[1], work.n_columns
        self._present = work.present.astype(float)
        self._n_rows = base.matrix.shape[0]  # those of the program that come first; what is forbidden comes last
        self._all_rows = self._n_rows + self.n_work + self._present.size
        self._columns = np.arange(self.n)
        self._session = Session(self._linear())
        free = self.patterns.price(np.zeros(work.present.shape))
        for column in np.flatnonzero(windows.fits).tolist():
            self.add(column, self.patterns.cheapest(free, column))

    def _linear(self) -> Linear:
        base, people = self.base, self._present.size
        taken = sp.csr_matrix(
            (np.full(self.n_work, -1.0), (np.arange(self.n_work), np.arange(self.n_work))), (self.n_work, self.n)
        )
        rows = sp.vstack([base.matrix, taken, sp.csr_matrix((people, self.n))])
        absent = np.concatenate([np.zeros(self._n_rows + self.n_work), np.full(people, -1.0)])
        return Linear(
            np.append(base.cost, DEAR * (1.0 + np.abs(base.cost).sum())),
            sp.hstack([rows, sp.csr_matrix(absent[:, None])]).tocsr(),
            np.concatenate([base.row_lower, np.zeros(self.n_work), np.full(people, -np.inf)]),
            np.concatenate([base.row_upper, np.full(self.n_work, np.inf), self._present.ravel()]),
            np.append(base.lower, 0.0),
            np.append(base.upper, np.inf),
            offset=base.offset,
        )

    def add(self, column: int, starts: dict[int, int]) -> None:
        """Add a pattern."""
        used = self.patterns.used(starts).ravel()
        at = np.flatnonzero(used)
        rows = np.concatenate([[self._n_rows + column], self._n_rows + self.n_work + at])
        self._session.widen(rows, np.concatenate([[1.0], used[at]]))
        self.made.append((column, starts))

    def forbid(self, columns: list[int]) -> None:
        """Allow all but one of these columns."""
        last, count = self._all_rows, len(columns)
        place = np.zeros(count, dtype=np.int64), np.asarray(columns)
        row = sp.csr_matrix((np.ones(count), place), (1, self.n))
        base, most = self.base, np.array([count - 1.0])
        self.base = attrs.evolve(
            base,
            matrix=sp.vstack([base.matrix, row]).tocsr(),
            row_lower=np.append(base.row_lower, -np.inf),
            row_upper=np.append(base.row_upper, most),
        )
        whole = sp.csr_matrix((np.ones(count), (place[0] + last, place[1])), (last + 1, self.n))
        limits = np.full(last + 1, -np.inf), np.full(last + 1, most[0])
        self._session.add(attrs.evolve(base, matrix=whole, row_lower=limits[0], row_upper=limits[1]), last)
        self._all_rows += 1

    def solve(self, lower: Floats, upper: Floats, cutoff: float, clock: Clock) -> Relaxed:
        """Solve between bounds of the columns, until it is clear that everything costs more than `cutoff`."""
        self._session.bounds(self._columns, lower, upper)
        best = Relaxed("stopped", -np.inf, lower, np.zeros(0), np.zeros(self.n))
        while True:
            outcome = self._session.run(clock)
            if outcome.status == "infeasible":
                return attrs.evolve(best, status="closed", bound=np.inf)
            if outcome.x is None or outcome.row_dual is None or outcome.objective is None:
                return attrs.evolve(best, status="stopped")
            bound, reduced, priced = self._prove(outcome.row_dual, lower, upper)
            if bound > best.bound:
                best = attrs.evolve(best, bound=bound, reduced=reduced)
            if best.bound > cutoff:
                return attrs.evolve(best, status="closed")
            paid = outcome.row_dual[self._n_rows : self._n_rows + self.n_work]
            new = np.flatnonzero((priced.least < paid - CHEAPER) & (upper[: self.n_work] > 0)).tolist()
            if not new or outcome.objective < best.bound + CLOSE:
                return attrs.evolve(best, status="solved", x=outcome.x[: self.n], weights=outcome.x[self.n + 1 :])
            for column in new:
                self.add(column, self.patterns.cheapest(priced, column))

    def _prove(self, row_dual: Floats, lower: Floats, upper: Floats) -> tuple[float, Floats, Priced]:
        """Return the bound that the prices prove, what columns cost besides, and the patterns' prices."""
        base, first = self.base, self._n_rows + self.n_work
        last = first + self._present.size
        people = np.maximum(0.0, -row_dual[first:last]).reshape(self._present.shape)
        dual = np.concatenate([row_dual[: self._n_rows], row_dual[last:]])
        limits = np.where(dual > 0, base.row_lower, base.row_upper)
        dual = np.where(np.isfinite(limits), dual, 0.0)
        parts = dual * np.where(np.isfinite(limits), limits, 0.0)
        priced = self.patterns.price(people)
        reduced = base.cost - base.matrix.T @ dual
        reduced[: self.n_work] += priced.least
        least = np.minimum(reduced * lower, reduced * upper)
        paid = people * self._present
        size = np.abs(parts).sum() + np.abs(least).sum() + paid.sum()
        return float(parts.sum() + least.sum() - paid.sum() + base.offset - 1e-12 * size), reduced, priced
