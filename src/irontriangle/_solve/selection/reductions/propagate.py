"""Columns that cannot be, and columns that must be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.program import LONG, Ints, Program, segment_sums
from irontriangle._solve.selection.reductions.smaller import Whole

MOST_ROUNDS = 10_000
"""Rounds after which the rest is left to the search; a chain takes one for each of its links."""


def propagated(program: Program) -> Program:
    r"""
    Fix the columns whose other value breaks a row, however the others are chosen; again until nothing changes.

    A program found to be impossible gets a column whose lower bound is above its upper one.

    Notes
    -----
    With what the others take at least, row i leaves :math:`s_i = b_i - \sum_j \min(a_{ij} l_j, a_{ij} u_j)`. A free
    column with :math:`|a_{ij}| > s_i` is 0 if :math:`a_{ij} > 0`, 1 otherwise. Each round looks only into the rows of
    what was fixed in the round before, so that a chain of requirements costs what it is long.

    References
    ----------
    M. W. P. Savelsbergh, Preprocessing and probing techniques for mixed integer programming problems, ORSA Journal on
    Computing 6 (1994) 445-454, https://doi.org/10.1287/ijoc.6.4.445.
    """
    rows = program.rows
    owners = rows.owners
    slack = room(program)
    hits = (abs(rows.coefs) > slack[owners]) & (program.lower < program.upper)[rows.indices]
    if not hits.any() and (slack >= 0).all():
        return program
    propagation = _Propagation(program, owners, slack)
    return propagation.run(np.flatnonzero(hits)) if (slack >= 0).all() else propagation.impossible()


def room(program: Program) -> Ints:
    """Return what each row leaves when all columns take the least they can, ndarray of shape (n_rows,)."""
    rows = program.rows
    takes = np.where(rows.coefs > 0, program.lower[rows.indices], program.upper[rows.indices])
    left: Ints = rows.limits - segment_sums(rows.coefs * takes, rows.indptr)
    return left


class _Propagation:
    """The bounds, and what is left in each row."""

    def __init__(self, program: Program, owners: Whole, slack: Ints) -> None:
        self.program, self.rows, self.owners, self.slack = program, program.rows, owners, slack.copy()
        self.lower, self.upper = program.lower.copy(), program.upper.copy()
        by_column = np.argsort(self.rows.indices, kind="stable")
        counts = np.bincount(self.rows.indices, minlength=len(program))
        self.by_column = by_column
        self.starts = np.concatenate([[0], np.cumsum(counts)])
        self.spans = np.diff(self.rows.indptr)
        self.waiting = np.zeros(len(self.rows), dtype=bool)

    def run(self, entries: Whole) -> Program:
        """Fix what some entries of the rows say, and all that follows."""
        for _ in range(MOST_ROUNDS):
            columns = self.fix(entries)
            touched = self.narrow(columns)
            if (self.lower[columns] > self.upper[columns]).any() or (self.slack[touched] < 0).any():
                return self.impossible()
            short = touched[self.spans[touched] < LONG]
            self.waiting[touched[self.spans[touched] >= LONG]] = True
            entries = self.hits(short)
            if not len(entries) and self.waiting.any():
                entries = self.hits(np.flatnonzero(self.waiting))
                self.waiting[:] = False
            if not len(entries):
                break
        return self.program.with_bounds(self.lower, self.upper)

    def fix(self, entries: Whole) -> Whole:
        """Fix the columns of some entries so that these take the least; return the columns."""
        columns, takes = self.rows.indices[entries], np.asarray(self.rows.coefs[entries] > 0, dtype=bool)
        self.upper[columns[takes]] = 0
        self.lower[columns[~takes]] = 1
        return np.unique(columns)

    def narrow(self, columns: Whole) -> Whole:
        """Take what fixed columns use out of what is left in their rows; return the rows in which that is more."""
        entries = self.by_column[runs(self.starts[columns], self.starts[columns + 1])]
        coefs, at = self.rows.coefs[entries], self.lower[self.rows.indices[entries]]
        more = np.where(at > 0, coefs > 0, coefs < 0).astype(bool)
        entries, coefs = entries[more], coefs[more]
        touched = self.owners[entries]
        np.subtract.at(self.slack, touched, abs(coefs))
        return np.unique(touched)

    def hits(self, touched: Whole) -> Whole:
        """Return the entries of some rows whose columns are free and cannot be."""
        entries = runs(self.rows.indptr[touched], self.rows.indptr[touched + 1])
        columns = self.rows.indices[entries]
        entries = entries[self.lower[columns] < self.upper[columns]]
        over = np.asarray(abs(self.rows.coefs[entries]) > self.slack[self.owners[entries]], dtype=bool)
        hit: Whole = entries[over]
        return hit

    def impossible(self) -> Program:
        """Return the program with bounds that nothing meets."""
        self.lower[:1], self.upper[:1] = 1, 0
        return self.program.with_bounds(self.lower, self.upper)


def runs(starts: Whole, stops: Whole) -> Whole:
    """Return the numbers of some ranges, one range after the other."""
    sizes = stops - starts
    offsets = np.cumsum(sizes) - sizes
    numbers: NDArray[np.int64] = np.repeat(starts - offsets, sizes) + np.arange(sizes.sum())
    return numbers
