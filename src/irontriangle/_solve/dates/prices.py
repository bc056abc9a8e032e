"""What leaving a bound costs, by weak duality, and programs without what is dear."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from irontriangle._solve.linear import Floats, Linear


class Prices:
    """What each column and each row costs at least when it leaves its bound, by weak duality."""

    def __init__(self, joined: Linear, row_dual: Floats) -> None:
        finite_lower, finite_upper = np.isfinite(joined.row_lower), np.isfinite(joined.row_upper)
        dual = np.where(row_dual > 0, row_dual * finite_lower, row_dual * finite_upper)
        self.joined = joined
        self.row = dual
        self.column = joined.cost - joined.matrix.T @ dual
        limits = np.where(dual > 0, np.where(finite_lower, joined.row_lower, 0.0), 0.0)
        limits += np.where(dual < 0, np.where(finite_upper, joined.row_upper, 0.0), 0.0)
        least = np.minimum(self.column * joined.lower, self.column * joined.upper)
        size = np.abs(dual * limits).sum() + np.abs(least).sum()
        self.bound = float(dual @ limits + least.sum() + joined.offset - 1e-12 * size)

    def core(self, slacks: npt.NDArray[np.int64], hold: float) -> Linear:
        """Return the program without columns, and without the slack of some rows, that cost more than `hold`."""
        joined = self.joined
        lower, upper = joined.lower.copy(), joined.upper.copy()
        upper[self.column > hold] = lower[self.column > hold]
        lower[self.column < -hold] = upper[self.column < -hold]
        row_lower = joined.row_lower.copy()
        held = slacks[np.abs(self.row[slacks]) > hold]
        row_lower[held] = joined.row_upper[held]
        return attrs.evolve(joined, lower=lower, upper=upper, row_lower=row_lower)
