"""Smaller programs with the same answer, and the way back."""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.program import Level, Program, Rows, segment_sums


@attrs.frozen(eq=False)
class Smaller:
    """
    Hold a program without its fixed columns.

    Parameters
    ----------
    program, level
        What is left.
    offset
        The score of the fixed columns.
    free
        The columns that are left.
    fixed
        A 0/1 vector of the whole program with the fixed columns as they are and 0 elsewhere.
    """

    program: Program
    level: Level
    offset: int
    free: NDArray[np.int64]
    fixed: NDArray[np.int64]

    def back(self, x: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the solution of the whole program."""
        whole = self.fixed.copy()
        whole[self.free] = x
        return whole

    def there(self, x: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the part of a solution that is left."""
        return x[self.free]


def without_fixed(program: Program, level: Level) -> Smaller:
    """Leave out the columns whose bounds meet, and the rows that can then no longer be broken."""
    free = np.flatnonzero(program.lower < program.upper)
    fixed = np.where(program.lower == program.upper, program.lower, 0).astype(np.int64)
    rows = program.rows
    limits = rows.limits - rows.activity(fixed)
    entry_free = (program.lower < program.upper)[rows.indices]
    most = segment_sums(np.where(entry_free & (rows.coefs > 0), rows.coefs, 0), rows.indptr)
    row_kept = np.asarray(most > limits, dtype=bool)
    kept = entry_free & row_kept[rows.owners]
    position = np.cumsum(program.lower < program.upper) - 1
    counts = np.bincount(rows.owners[kept], minlength=len(rows))[row_kept]
    less = Rows(
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        position[rows.indices[kept]].astype(np.int64),
        rows.coefs[kept],
        limits[row_kept],
    )
    smaller = Program(program.lower[free], program.upper[free], less, (), int(np.sum(free < program.n_variants)))
    inner = attrs.evolve(level, coefs=level.coefs[free])
    return Smaller(smaller, inner, level.score(fixed), free, fixed)
