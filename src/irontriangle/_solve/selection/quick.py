"""A plan and a bound in hundredths of a second, before the first linear program of a large project is solved."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import LONG, Program
from irontriangle._solve.selection.bounds import Floats, Relaxation
from irontriangle._solve.selection.greedy import rounded

STEPS = np.geomspace(1.0, 0.05, 20)
"""How far the prices move, round by round."""


def quick(program: Program, relaxation: Relaxation) -> tuple[NDArray[np.int64] | None, Floats]:
    r"""
    Return a 0/1 vector that meets every row, or None, and duals of the rows that prove a bound.

    Notes
    -----
    Only the totals are priced and only the rows "at most one of these" are obeyed; all other logic waits. What rows ask
    for comes first, with all that it needs; then what gains most for what it takes, while there is room. At prices
    :math:`\lambda` each of these rows takes its best column, if that gains anything; then the price of each total
    rises or falls by how much is asked of it, a little less each time.

    .. math:: \lambda_i \leftarrow \lambda_i \exp\bigl(s_k (a_i^T x(\lambda) / b_i - 1)\bigr)
    """
    matrix, limits = relaxation.matrix, relaxation.limits
    entries = np.diff(matrix.indptr)
    totals = np.flatnonzero((entries >= LONG) & (limits > 0))
    choices = _Choices(program, relaxation, entries)
    shares = matrix[totals].multiply(1 / limits[totals, None]).tocsr()
    size = shares.maximum(0).sum(axis=0)
    prices = np.full(len(totals), _surrogate(relaxation.coefs, size, len(totals)))
    for step in STEPS:
        taken = choices.best(relaxation.coefs - prices @ shares)
        prices = prices * np.exp(np.clip(step * (shares @ taken - 1), -3.0, 3.0))
    reduced = relaxation.coefs - prices @ shares
    row_dual = choices.row_dual(reduced)
    row_dual[totals] = -prices / limits[totals]
    wished = np.zeros(len(program))
    wished[_needed(relaxation, reduced, (entries < LONG) & (limits < 0))] = 0.5
    least = rounded(program, relaxation, wished, reduced, Clock(None), int(np.count_nonzero(wished)))
    if least is not None:
        wished = least.astype(float)
    columns = np.flatnonzero((choices.best(reduced) > 0) & ~choices.beside(wished >= 1))
    columns = columns[np.argsort(-reduced[columns] / (size[columns] + 1 / max(1, len(program))), kind="stable")]
    wished[_while_there_is_room(shares, columns, 1 - shares @ (wished >= 1))] = 1.0
    more = rounded(program, relaxation, wished, reduced, Clock(None))
    return least if more is None else more, row_dual


def _needed(relaxation: Relaxation, reduced: Floats, demands: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the columns by which rows that ask for some are met best: as many of each as it asks for."""
    matrix = relaxation.matrix
    owners = np.repeat(np.arange(len(demands)), np.diff(matrix.indptr))
    asked = demands[owners] & (matrix.data < 0)
    owners, columns = owners[asked], matrix.indices[asked]
    order = np.lexsort((-reduced[columns], owners))
    owners, columns = owners[order], columns[order]
    rank = np.arange(len(owners)) - np.searchsorted(owners, owners)
    return np.unique(columns[rank < -relaxation.limits[owners]])


def _while_there_is_room(shares: Any, columns: NDArray[np.int64], room: Floats) -> NDArray[np.int64]:
    """Return the first of some columns, as many as there is room for in each total."""
    fits = (np.cumsum(shares[:, columns].toarray(), axis=1) <= room[:, None]).all(axis=0)
    return columns if fits.all() else columns[: int(np.argmin(fits))]


def _surrogate(coefs: Floats, size: Floats, room: int) -> float:
    """Return the price at which the columns that pay fill the totals, all added up to one."""
    gain = coefs / np.maximum(size, 1e-12)
    order = np.argsort(-gain)
    order = order[gain[order] > 0]
    filled = np.cumsum(size[order]) > room
    return float(gain[order[np.argmax(filled)]]) if filled.any() else 0.0


class _Choices:
    """The rows that say "at most one of these"; a column belongs to the first of them that it stands in."""

    def __init__(self, program: Program, relaxation: Relaxation, entries: NDArray[Any]) -> None:
        matrix = relaxation.matrix
        owners = np.repeat(np.arange(len(entries)), entries)
        others = np.bincount(owners, matrix.data != 1, len(entries))
        self.rows = np.flatnonzero((others == 0) & (relaxation.limits == 1) & (entries > 0))
        inside = np.isin(owners, self.rows)
        self.n = len(program)
        self.n_rows = len(entries)
        self.row = np.arange(self.n_rows, self.n_rows + self.n)  # a column of its own where there is none
        self.row[matrix.indices[inside][::-1]] = owners[inside][::-1]
        self.open = program.upper > 0

    def best(self, reduced: Floats) -> Floats:
        """Return 1 for the best column of each row, if it gains anything, 0 for all others."""
        order = np.lexsort((-reduced, self.row))
        first = np.ones(self.n, dtype=bool)
        first[1:] = self.row[order][1:] != self.row[order][:-1]
        taken = np.zeros(self.n)
        taken[order[first]] = 1.0
        return np.where((reduced > 0) & self.open, taken, 0.0)

    def beside(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell which columns are chosen, or share their row with one that is."""
        return np.isin(self.row, self.row[chosen])

    def row_dual(self, reduced: Floats) -> Floats:
        """Return duals under which no column of a row gains anything beyond the best one, whose gain is the dual."""
        most = np.zeros(self.n_rows + self.n)
        np.maximum.at(most, self.row, np.where(self.open, reduced, 0.0))
        return -most[: self.n_rows]
