"""A good selection in a moment: what the linear program is sure of, then whatever else still fits."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Program, segment_sums
from irontriangle._solve.selection.bounds import Relaxation

MOST_TRIED = 3_000
"""Columns that are tried one by one; those that the linear program likes least are left out."""

TRIED_TOGETHER = 50
"""Columns that are tried before those are dropped that no longer fit."""

MOST_NEEDED = 50
"""Columns that one column may bring along."""

MOST_STEPS = 5
"""Columns that come and go, for each that is tried."""


def rounded(
    program: Program,
    relaxation: Relaxation,
    x: NDArray[Any],
    reduced: NDArray[Any],
    clock: Clock,
    most_tried: int = MOST_TRIED,
) -> NDArray[np.int64] | None:
    """
    Round a solution of the linear program to a 0/1 vector that meets every row, or return None.

    Columns come in by their share in `x`, then by reduced value, each with what it cannot do without: the best
    column of a row that its coming would break for want of another (a requirement), again and again. One that
    scores nothing comes only while some row does not hold yet.
    """
    columns = _Columns(program, relaxation)
    order = np.lexsort((-reduced, -np.round(x, 6)))
    order = order[program.upper[order] > 0][:most_tried]
    columns.put_together(np.flatnonzero((x > 1 - 1e-6) | (program.lower > 0)))
    most_steps = MOST_STEPS * len(order)
    while len(order) and columns.steps <= most_steps and not clock.expired:
        for column in order[:TRIED_TOGETHER].tolist():
            if not columns.chosen[column] and (relaxation.coefs[column] > 0 or not columns.hold()):
                columns.try_in(column, order_of=x)
        order = columns.that_may_fit(order[TRIED_TOGETHER:])
    if columns.refused:  # long chains come in link by link, as declared
        for column in np.flatnonzero(program.upper):
            if not columns.chosen[column] and not clock.expired:
                columns.try_in(int(column), order_of=x, most_needed=0)
    return columns.chosen if program.holds(columns.chosen) else None


class _Columns:
    """A 0/1 vector with the activity of each row."""

    def __init__(self, program: Program, relaxation: Relaxation) -> None:
        self._by_column = by_column = sp.csc_array(relaxation.matrix)
        self._starts, self._rows, self._coefs = by_column.indptr, by_column.indices, by_column.data
        self._by_row = relaxation.matrix
        self._final = np.bincount(self._rows[self._coefs < 0], minlength=len(relaxation.limits)) == 0
        self._limits = relaxation.limits
        self._upper = program.upper
        self.activity = np.zeros(len(self._limits))
        self.chosen = np.zeros(len(program), dtype=np.int64)
        self.steps = 0
        self.refused = False

    def that_may_fit(self, columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return those of some columns that break no row which others could not mend."""
        some = self._by_column[:, columns]
        left = (self._limits - self.activity + 1e-6)[some.indices]
        hopeless = self._final[some.indices] & (some.data > left)
        fitting: NDArray[np.int64] = columns[segment_sums(hopeless.astype(np.int64), some.indptr) == 0]
        return fitting

    def hold(self) -> bool:
        """Tell whether every row holds."""
        return bool((self.activity <= self._limits + 1e-6).all())

    def put(self, column: int, sign: int = 1) -> None:
        """Bring a column in (sign 1) or take it out (sign -1)."""
        entries = slice(self._starts[column], self._starts[column + 1])
        self.activity[self._rows[entries]] += sign * self._coefs[entries]
        self.chosen[column] += sign
        self.steps += 1

    def put_together(self, columns: NDArray[np.int64]) -> None:
        """Bring columns in, but none that breaks a row: what is whole may need what the program has in parts."""
        self.chosen[columns] = 1
        self.activity = self._by_row @ self.chosen.astype(float)
        open_rows = np.flatnonzero(self.activity > self._limits + 1e-6).tolist()
        while open_rows:
            row = open_rows.pop()
            if self.activity[row] <= self._limits[row] + 1e-6:
                continue
            entries = slice(self._by_row.indptr[row], self._by_row.indptr[row + 1])
            breaking = self._by_row.indices[entries][self._by_row.data[entries] > 0]
            for column in breaking[self.chosen[breaking] > 0].tolist():
                self.put(column, -1)
                mended = slice(self._starts[column], self._starts[column + 1])
                open_rows.extend(self._rows[mended][self._coefs[mended] < 0].tolist())

    def try_in(self, column: int, order_of: NDArray[Any], most_needed: int = MOST_NEEDED) -> None:
        """Bring a column in with what it needs, unless that breaks a row that held."""
        brought = [column]
        self.put(column)
        unseen = [column]
        while unseen:
            broken = self._broken_by(unseen[-1])
            if broken is None:
                unseen.pop()
                continue
            needed = self._helper(broken, order_of)
            if needed is None or len(brought) > most_needed:
                self.refused |= needed is not None
                for each in brought:
                    self.put(each, -1)
                return
            brought.append(needed)
            unseen.append(needed)
            self.put(needed)

    def _broken_by(self, column: int) -> int | None:
        """Return a row that a column brought in made worse and that does not hold."""
        entries = slice(self._starts[column], self._starts[column + 1])
        rows = self._rows[entries]
        broken = rows[(self._coefs[entries] > 0) & (self.activity[rows] > self._limits[rows] + 1e-6)]
        return int(broken[0]) if len(broken) else None

    def _helper(self, row: int, order_of: NDArray[Any]) -> int | None:
        """Return the column outside that mends a row best by coming in, or None."""
        entries = slice(self._by_row.indptr[row], self._by_row.indptr[row + 1])
        columns, coefs = self._by_row.indices[entries], self._by_row.data[entries]
        able = columns[(coefs < 0) & (self.chosen[columns] == 0) & (self._upper[columns] > 0)]
        return int(able[np.argmax(order_of[able])]) if len(able) else None
