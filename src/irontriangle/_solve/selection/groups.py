"""The rules of a program, said of whole features: columns of which at most one comes, taken together."""

from __future__ import annotations

from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.program import LONG, Program, segment_sums
from irontriangle._solve.selection.reductions.smaller import Whole


@attrs.frozen(eq=False)
class Groups:
    """
    Hold rows that groups of columns meet in every solution; a group is 1 if one of its columns is, else 0.

    Parameters
    ----------
    of_column
        ndarray of shape (n_columns,): the group of each column; -1: it cannot come.
    row, group, coef
        ndarrays of shape (n_entries,), sorted by row: what each row says of which group.
    limits
        ndarray of shape (n_rows,).
    lower, upper
        ndarrays of shape (n_groups,): 0 or 1.
    """

    of_column: Whole
    row: Whole
    group: Whole
    coef: Whole
    limits: Whole
    lower: NDArray[np.int8]
    upper: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.lower)

    @property
    def undecided(self) -> bool:
        """Whether all groups may come as far as the rules go, and none need: so neither is ruled out for any."""
        if self.lower.any() or not self.upper.all():
            return False
        together = segment_sums(self.coef, self.starts)
        return bool((self.limits >= 0).all() and (together <= self.limits).all())

    @cached_property
    def slack(self) -> Whole:
        """What each row leaves when all groups take the least they can."""
        least = self.coef * np.where(self.coef > 0, self.lower[self.group], self.upper[self.group])
        left: Whole = self.limits - segment_sums(least, self.starts)
        return left

    @cached_property
    def starts(self) -> Whole:
        """Where each row begins among the entries, ndarray of shape (n_rows + 1,)."""
        return np.searchsorted(self.row, np.arange(len(self.limits) + 1))

    @cached_property
    def by_group(self) -> tuple[Whole, Whole]:
        """The entries group by group, and where each group begins among them."""
        order = np.argsort(self.group, kind="stable")
        return order, np.searchsorted(self.group[order], np.arange(len(self) + 1))

    def columns(self, group: int) -> list[int]:
        """Return the columns of a group."""
        members, starts = self._members
        own: list[int] = members[starts[group] : starts[group + 1]].tolist()
        return own

    @cached_property
    def _members(self) -> tuple[Whole, Whole]:
        order = np.argsort(self.of_column, kind="stable")
        return order, np.searchsorted(self.of_column[order], np.arange(len(self) + 1))


def grouped(program: Program) -> Groups | None:
    """
    Return the rules of a program, said of groups; None where there are none, or numbers are too large.

    Notes
    -----
    A column comes into the group of its first at-most-one row, if other rules mostly name all of that row alike: the
    variants of a feature. What a rule says of a part of a group, that may come by another part, too.
    """
    rows = program.rows
    spans = np.diff(rows.indptr)
    if rows.coefs.dtype != np.int64 or rows.limits.dtype != np.int64 or not (spans < LONG).any():
        return None
    entries = np.repeat(spans < LONG, spans) & (program.upper > 0)[rows.indices]
    row, column, coef = rows.owners[entries], rows.indices[entries], rows.coefs[entries]
    of_column = _groups(program, row, column, coef)
    size = np.bincount(of_column[of_column >= 0])
    key = row * len(size) + of_column[column]
    order = np.argsort(key, kind="stable")
    key, coef = key[order], coef[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    count = np.diff(np.append(first, len(key)))
    row, group = np.divmod(key[first], len(size))
    least = np.minimum.reduceat(coef, first) if len(first) else coef
    least = np.where(count == size[group], least, np.minimum(least, 0))
    several = np.bincount(row, least != 0, len(rows)) > 1
    kept = (least != 0) & several[row]
    numbers, row = np.unique(row[kept], return_inverse=True)
    if not len(numbers):
        return None
    lower = np.bincount(of_column[of_column >= 0], program.lower[of_column >= 0], len(size)) > 0
    return Groups(
        of_column,
        row,
        group[kept],
        least[kept],
        rows.limits[numbers],
        lower.astype(np.int8),
        np.ones(len(size), dtype=np.int8),
    )


def _groups(program: Program, row: Whole, column: Whole, coef: Whole) -> Whole:
    """Return the group of each column, numbered without gaps; -1 for what cannot come."""
    n_rows, n = len(program.rows), len(program)
    spans = np.bincount(row, minlength=n_rows + 1)
    ones = np.bincount(row, coef == 1, n_rows + 1)
    choice = (ones == spans) & (spans > 1) & np.append(program.rows.limits == 1, False)
    first = np.full(n, n_rows)
    np.minimum.at(first, column[choice[row]], row[choice[row]])
    choice &= np.bincount(first, minlength=n_rows + 1) == spans  # no column of it is in an earlier one
    elsewhere = choice[first[column]] & (row != first[column])
    pairs, count = np.unique(row[elsewhere] * (n_rows + 1) + first[column[elsewhere]], return_counts=True)
    named = pairs % (n_rows + 1)
    alike = np.bincount(named, np.where(count == spans[named], 1, -1), n_rows + 1) >= 0
    group = np.where((choice & alike)[first], first, n_rows + np.arange(n))
    of_column = np.full(n, -1)
    comes = program.upper > 0
    of_column[comes] = np.unique(group[comes], return_inverse=True)[1]
    return of_column
