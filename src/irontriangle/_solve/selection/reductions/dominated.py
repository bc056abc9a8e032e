"""Variants beside which another one is never worse."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.program import Ints, Program
from irontriangle._solve.selection.reductions.propagate import runs
from irontriangle._solve.selection.reductions.smaller import Whole, added_up

LONGEST = 32
"""Entries of an at-most-one row up to which each pair is compared."""


def without_dominated(program: Program) -> Program:
    """
    Fix at 0 each column beside which another one of an at-most-one row takes no more of any row and scores no less.

    Notes
    -----
    In a solution with the worse column, the better one can take its place: it is out, since both never come together.
    No row is used more, and level by level the score is no less. Of equals the first stays. All rules are rows, so a
    column that another one needs, or that fills a floor, takes less than nothing there and stays.

    References
    ----------
    P. Sinha and A. A. Zoltners, The multiple-choice knapsack problem, Operations Research 27 (1979) 503-515,
    https://doi.org/10.1287/opre.27.3.503.
    """
    better, worse = _pairs(program)
    if not len(better):
        return program
    rank = np.zeros(len(better), dtype=np.int64)
    for level in reversed(program.levels):
        ahead = np.asarray(level.coefs[better] > level.coefs[worse], dtype=np.int64)
        behind = np.asarray(level.coefs[better] < level.coefs[worse], dtype=np.int64)
        rank = np.where(ahead + behind > 0, ahead - behind, rank)
    turned = rank < 0
    better, worse = np.where(turned, worse, better), np.where(turned, better, worse)
    uses = _Uses(program)
    no_worse = uses.no_more(better, worse)
    out = worse[no_worse]
    tied = np.flatnonzero((rank == 0) & ~no_worse)
    if len(tied):
        out = np.concatenate([out, better[tied[uses.no_more(worse[tied], better[tied])]]])
    if not len(out):
        return program
    upper = program.upper.copy()
    upper[out] = 0
    return program.with_bounds(program.lower, upper)


def _pairs(program: Program) -> tuple[Whole, Whole]:
    """Return all pairs of free columns of which at most one can come, the first before the second."""
    rows = program.rows
    spans = np.diff(rows.indptr)
    owners = rows.owners
    others = np.bincount(owners, rows.coefs != 1, len(rows))
    choice = np.flatnonzero((others == 0) & np.asarray(rows.limits == 1, dtype=bool) & (spans <= LONGEST) & (spans > 1))
    firsts, seconds = [], []
    for span in sorted(set(spans[choice].tolist())):
        starts = rows.indptr[choice[spans[choice] == span]]
        columns = np.sort(rows.indices[starts[:, None] + np.arange(span)], axis=1)
        left, right = np.nonzero(np.arange(span)[:, None] < np.arange(span))
        firsts.append(columns[:, left].ravel())
        seconds.append(columns[:, right].ravel())
    first, second = (np.concatenate([np.zeros(0, dtype=np.int64), *parts]) for parts in (firsts, seconds))
    free = program.lower < program.upper
    both = free[first] & free[second]
    return first[both], second[both]


class _Uses:
    """What each column takes of the rows."""

    def __init__(self, program: Program) -> None:
        rows = program.rows
        self.owners, self.coefs = rows.owners, rows.coefs
        self.by_column = np.argsort(rows.indices, kind="stable")
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(rows.indices, minlength=len(program)))])
        self.total = np.bincount(rows.indices, rows.coefs.astype(float), len(program))
        self.size = np.bincount(rows.indices, abs(rows.coefs).astype(float), len(program))

    def no_more(self, left: Whole, right: Whole) -> NDArray[np.bool_]:
        """Tell of each pair whether the left column takes no more of any row than the right one."""
        answer = self.total[left] <= self.total[right] + 1e-9 * (self.size[left] + self.size[right])
        likely = np.flatnonzero(answer)  # the others take more in all, so more somewhere
        if not len(likely):
            return answer
        pairs, rows, coefs = (
            np.concatenate(parts)
            for parts in zip(self._entries(left[likely], 1), self._entries(right[likely], -1), strict=True)
        )
        pairs, _, more = added_up(pairs, rows, coefs)
        answer[likely[pairs[np.asarray(more > 0, dtype=bool)]]] = False
        return answer

    def _entries(self, columns: Whole, sign: int) -> tuple[Whole, Whole, Ints]:
        """Return the entries of some columns: the place of the column, the row, and the coefficient."""
        starts, stops = self.starts[columns], self.starts[columns + 1]
        entries = self.by_column[runs(starts, stops)]
        return np.repeat(np.arange(len(columns)), stops - starts), self.owners[entries], sign * self.coefs[entries]
