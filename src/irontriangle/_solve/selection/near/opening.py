"""Which columns the duals leave open."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from irontriangle._solve.program import Program, Rows, segment_sums
from irontriangle._solve.selection.bounds import Duals, fixed_by
from irontriangle._solve.selection.near.logic import Whole


def open_columns(
    program: Program, duals: Duals, reach: float, moving: int = 0
) -> tuple[Whole, Whole, sp.csr_array, Whole] | None:
    """
    Return the columns that are open within reach, a vector of the others, and the rows of what is open.

    None if nothing is within reach. A row with one open column decides it where it would break otherwise, or leave
    more than reach pays for; not so the last `moving` rows, whose limits are to move.
    """
    rows = program.rows
    stays = np.arange(len(rows)) < len(rows) - moving
    lower, upper = fixed_by(duals, duals.bound - reach, program.lower, program.upper)
    while True:
        free = np.flatnonzero(lower < upper)
        fixed = np.where(lower == upper, lower, 0).astype(np.int64)
        limits = rows.limits - rows.activity(fixed)
        matrix = _restricted(rows, lower < upper)
        if np.any(stays & (segment_sums(np.minimum(matrix.data, 0), matrix.indptr) > limits)):
            return None
        single = np.flatnonzero(stays & (np.diff(matrix.indptr) == 1))
        column, coef = free[matrix.indices[matrix.indptr[single]]], matrix.data[matrix.indptr[single]]
        left, price = limits[single], duals.prices[single]
        can_be_zero = (left >= 0) & (price * left <= reach)
        can_be_one = (left >= coef) & (price * (left - coef) <= reach)
        if can_be_zero.all() and can_be_one.all():
            return free, fixed, matrix, limits
        lower, upper = lower.copy(), upper.copy()
        lower[column[~can_be_zero]] = 1
        upper[column[~can_be_one]] = 0
        if np.any(lower > upper):
            return None


def _restricted(rows: Rows, wanted: NDArray[np.bool_]) -> sp.csr_array:
    """Return the coefficients of some columns."""
    kept = wanted[rows.indices]
    starts = np.concatenate([[0], np.cumsum(kept)])[rows.indptr]
    place = np.cumsum(wanted) - 1
    return sp.csr_array((rows.coefs[kept], place[rows.indices[kept]], starts), shape=(len(rows), int(wanted.sum())))


def rows_of(matrix: sp.csr_array, wanted: NDArray[np.bool_]) -> sp.csr_array:
    """Return some rows; SciPy's own indexing fails where there are none."""
    spans = np.diff(matrix.indptr)
    kept = np.repeat(wanted, spans)
    starts = np.concatenate([[0], np.cumsum(spans[wanted])])
    return sp.csr_array((matrix.data[kept], matrix.indices[kept], starts), shape=(int(wanted.sum()), matrix.shape[1]))
