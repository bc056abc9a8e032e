"""Columns that bring more along than there is room for."""

from __future__ import annotations

import attrs
import numpy as np

from irontriangle._solve.program import Program
from irontriangle._solve.selection.reductions.propagate import propagated, runs
from irontriangle._solve.selection.reductions.smaller import Whole

MOST_TOTALS = 8
"""Rows, the longest first, of which it is added up what comes along."""

NEVER = 2**60
"""What a column takes that cannot come."""


def within_reach(program: Program) -> Program:
    r"""
    Leave out the columns that, with all they need one after the other, take more of a total than there is.

    Notes
    -----
    A row with :math:`a_{ij} > b_i` asks, if column j comes, for one of its columns with a negative entry, :math:`N_i`.
    So with all that comes along j takes of a total t at least

    .. math:: w_{tj} = a_{tj} + \max_{i:\, a_{ij} > b_i} \min_{k \in N_i} w_{tk}

    which is the length of a longest way through an AND-OR graph, worked out from its ends on. Columns that need each
    other in a circle, and those that need them, are counted by themselves.
    """
    needs = _Needs.of(program)
    totals = _totals(program)
    if needs is None or not len(totals):
        return program
    rows = program.rows
    own = np.zeros((len(program), len(totals)), dtype=np.int64)
    for place, total in enumerate(totals.tolist()):
        entries = slice(rows.indptr[total], rows.indptr[total + 1])
        own[rows.indices[entries], place] = rows.coefs[entries]
    own[program.upper == 0] = NEVER
    out = (needs.along(own) > rows.limits[totals]).any(axis=1) & (program.upper > 0)
    if not out.any():
        return program
    return propagated(program.with_bounds(program.lower, np.where(out, 0, program.upper).astype(np.int8)))


def _totals(program: Program) -> Whole:
    """Return the longest rows without negative entries."""
    rows = program.rows
    spans = np.diff(rows.indptr)
    negative = np.bincount(rows.owners, np.asarray(rows.coefs < 0), len(rows)) > 0
    totals = np.flatnonzero(~negative & (spans > 1))
    longest: Whole = totals[np.argsort(-spans[totals], kind="stable")][:MOST_TOTALS]
    return longest


@attrs.frozen(eq=False)
class _Needs:
    """
    Hold which columns need one of which others.

    Parameters
    ----------
    row, column
        ndarrays of shape (n_needs,), sorted by row: in this row this column needs another one.
    of_row
        ndarray of shape (n_rows + 1,): where each row begins among them.
    helped_row, helper
        ndarrays of shape (n_helps,), sorted by helper: in this row this column is such another one.
    of_helper
        ndarray of shape (n_columns + 1,): where each column begins among them.
    """

    row: Whole
    column: Whole
    of_row: Whole
    helped_row: Whole
    helper: Whole
    of_helper: Whole

    @classmethod
    def of(cls, program: Program) -> _Needs | None:
        """Read the rows of a program; None if no column needs another one, or numbers are too large."""
        rows = program.rows
        if rows.coefs.dtype != np.int64 or rows.limits.dtype != np.int64:
            return None
        owners, negative = rows.owners, rows.coefs < 0
        can_help = np.bincount(owners, negative, len(rows)) > 0
        needs = ~negative & can_help[owners] & (rows.coefs > rows.limits[owners])
        if not needs.any():
            return None
        asked = np.bincount(owners, needs, len(rows)) > 0
        helps = np.flatnonzero(negative & asked[owners])
        helps = helps[np.argsort(rows.indices[helps], kind="stable")]
        row, helper = owners[needs], rows.indices[helps]
        return cls(
            row,
            rows.indices[needs],
            np.searchsorted(row, np.arange(len(rows) + 1)),
            owners[helps],
            helper,
            np.searchsorted(helper, np.arange(len(program) + 1)),
        )

    def along(self, own: Whole) -> Whole:
        """Return what each column takes of each total with what comes along, ndarray of shape (n_columns, n_totals)."""
        n_rows, n_columns = len(self.of_row) - 1, len(own)
        unseen_helpers = np.bincount(self.helped_row, minlength=n_rows)
        unseen_rows = np.bincount(self.column, minlength=n_columns)
        least = np.full((n_rows, own.shape[1]), NEVER, dtype=np.int64)
        beside, taken = np.zeros_like(own), own.copy()
        columns = np.flatnonzero(unseen_rows == 0)
        while len(columns):
            helps = runs(self.of_helper[columns], self.of_helper[columns + 1])
            rows = self.helped_row[helps]
            np.minimum.at(least, rows, taken[self.helper[helps]])
            np.subtract.at(unseen_helpers, rows, 1)
            rows = np.unique(rows[unseen_helpers[rows] == 0])
            needs = runs(self.of_row[rows], self.of_row[rows + 1])
            columns = self.column[needs]
            np.maximum.at(beside, columns, least[self.row[needs]])
            np.subtract.at(unseen_rows, columns, 1)
            columns = np.unique(columns[unseen_rows[columns] == 0])
            taken[columns] = np.minimum(own[columns] + beside[columns], NEVER)
        return taken
