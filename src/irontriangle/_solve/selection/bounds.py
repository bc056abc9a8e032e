"""Bounds that hold whatever a solver says: any dual vector proves one by weak duality."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from irontriangle._solve.linear import TRUSTED, Linear
from irontriangle._solve.program import Level, Program

Floats = NDArray[np.float64]

SCALED_TO = 1e6
"""Size of a row, or of the objective's largest coefficient, where HiGHS could not be given them as they are."""


TINY = 1e-100
"""Prices below are none: what is divided by them would overflow."""


@attrs.frozen(eq=False)
class Duals:
    """
    Say what one dual vector proves of a program between its bounds.

    Parameters
    ----------
    bound
        No solution scores higher, rounding errors included.
    prices
        ndarray of shape (n_rows,), >= 0: what a unit left over in each row costs the score.
    reduced
        ndarray of shape (n_columns,): what each column adds to the score beyond what it uses at these prices.
    error
        Rounding error of any sum of reduced values and priced leftovers, at most.
    """

    bound: float
    prices: Floats
    reduced: Floats
    error: float


class Relaxation:
    r"""
    Hold one level of a program in floats, for the solver, and turn the solver's duals into safe bounds.

    Parameters
    ----------
    program
        What must hold.
    level
        What is maximised.

    Notes
    -----
    For any :math:`y \ge 0` and any x within its bounds that meets the rows,

    .. math:: c^T x \le y^T b + \sum_j \max(r_j l_j, r_j u_j), \qquad r = c - A^T y.

    The right side is computed in doubles and raised by a bound on its own rounding error, so a careless dual
    costs strength and never correctness. The same inequality bounds the best solution with column j moved away
    from the bound that the maximum takes: it is worse by :math:`|r_j|`.

    References
    ----------
    A. Neumaier and O. Shcherbina, Safe bounds in linear and mixed-integer linear programming, Mathematical
    Programming 99 (2004) 283-296, https://doi.org/10.1007/s10107-003-0433-3.
    """

    def __init__(self, program: Program, level: Level) -> None:
        rows = program.rows
        self.coefs = level.coefs.astype(float)
        self.matrix = sp.csr_array(
            (rows.coefs.astype(float), rows.indices, rows.indptr), shape=(len(rows), len(program)), copy=True
        )
        self.limits = rows.limits.astype(float)
        self._by_column = self.matrix.T.tocsr()
        self._sizes = abs(self.matrix).sum(axis=1)
        activity = max(self._sizes.max(initial=0.0), abs(self.limits).max(initial=0.0))
        self.trusted = bool(activity < TRUSTED and abs(self.coefs).sum() < TRUSTED)
        """Whether all sizes are such that HiGHS's own search tree counts as a proof."""
        self._row_scale, self.scale = np.ones(len(rows)), 1.0
        """What HiGHS is given is the score divided by this."""
        if not self.trusted:
            largest = np.maximum(self._sizes, abs(self.limits))
            self._row_scale = np.maximum(1.0, largest / SCALED_TO)
            self.scale = max(1.0, abs(self.coefs).max(initial=0.0) / SCALED_TO)
        self._rounding = (sum(self.matrix.shape) + 10) * float(np.finfo(float).eps)

    def linear(self, lower: NDArray[Any], upper: NDArray[Any], *, whole: bool = False) -> Linear:
        """Return what HiGHS is given, a minimisation; `whole`: its columns are whole numbers."""
        scaled = self.matrix.copy()
        scaled.data /= np.repeat(self._row_scale, np.diff(scaled.indptr))
        return Linear(
            cost=-self.coefs / self.scale,
            matrix=scaled,
            row_lower=np.full(len(self.limits), -np.inf),
            row_upper=self.limits / self._row_scale,
            lower=lower.astype(float),
            upper=upper.astype(float),
            integer=np.ones(len(self.coefs), dtype=bool) if whole else None,
        )

    def objective_below(self, target: float) -> float:
        """Return an objective of what HiGHS is given that is safely worse than that of the score `target`."""
        return (1e-6 * max(1.0, abs(target)) - target) / self.scale

    def duals(self, row_dual: Floats | None, lower: NDArray[Any], upper: NDArray[Any]) -> Duals:
        """
        Return what the solver's duals prove of the level between `lower` and `upper`.

        Parameters
        ----------
        row_dual
            The solver's duals of the minimisation; None: zeros, which prove the weakest bound.
        """
        if row_dual is None:
            row_dual = np.zeros(len(self.limits))
        y = np.maximum(0.0, -row_dual) * (self.scale / self._row_scale)
        y[y < TINY] = 0.0
        reduced = self.coefs - self._by_column @ y
        total = y @ self.limits + np.maximum(reduced * lower, reduced * upper).sum()
        sizes = y @ (abs(self.limits) + self._sizes) + abs(self.coefs).sum()
        error = self._rounding * float(sizes)
        return Duals(float(total + error), y, reduced, error)

    def refuted(self, ray: Floats | None, lower: NDArray[Any], upper: NDArray[Any]) -> bool:
        """Tell whether a ray of the duals proves that nothing between `lower` and `upper` meets the rows."""
        if ray is None:
            return False
        y = np.maximum(0.0, -ray) / self._row_scale
        pull = -(self._by_column @ y)
        total = y @ self.limits + np.maximum(pull * lower, pull * upper).sum()
        return bool(total + self._rounding * (y @ (abs(self.limits) + self._sizes)) < 0)

    def against(self, ray: Floats | None, lower: NDArray[Any], upper: NDArray[Any]) -> NDArray[np.bool_] | None:
        """Return which rows cannot hold together: single ones, or those of a ray; None if that is not proven."""
        broken = self.broken(lower, upper)
        if broken.any():
            return broken
        return None if ray is None or not self.refuted(ray, lower, upper) else np.asarray(ray < 0, dtype=bool)

    def broken(self, lower: NDArray[Any], upper: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell of every row whether it cannot hold even by itself; True is exact."""
        least = self.matrix.maximum(0) @ lower.astype(float) + self.matrix.minimum(0) @ upper.astype(float)
        error = self._rounding * (self._sizes + abs(self.limits))
        return np.asarray(least - error > self.limits, dtype=bool)


def fixed_by(
    duals: Duals, target: float, lower: NDArray[np.int8], upper: NDArray[np.int8]
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return tighter bounds on the columns that every solution of at least `target` respects."""
    reduced = duals.reduced
    short = duals.bound - abs(reduced) < np.nextafter(float(target), -np.inf)  # a whole target may not be a double
    free = lower < upper
    new_lower, new_upper = lower.copy(), upper.copy()
    new_upper[free & short & (reduced < 0)] = 0
    new_lower[free & short & (reduced > 0)] = 1
    return new_lower, new_upper
