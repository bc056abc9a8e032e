"""A smaller program, and the way from its solutions to those of the whole."""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.program import Ints, Level, Program, Rows, segment_sums

Whole = NDArray[np.int64]


@attrs.frozen(eq=False)
class Mapped:
    """
    Leave out columns that are fixed or equal to another one.

    Parameters
    ----------
    position
        ndarray of shape (n_columns,): the column of the smaller program that each one equals; -1: fixed.
    fixed
        ndarray of shape (n_columns,): the values of the fixed columns, 0 elsewhere.
    kept
        The columns that are left.
    rows
        The rows that are left.
    """

    position: Whole
    fixed: Whole
    kept: Whole
    rows: Whole

    def back(self, x: Whole) -> Whole:
        """Return the solution of the larger program."""
        whole = self.fixed.copy()
        there = self.position >= 0
        whole[there] = x[self.position[there]]
        return whole

    def there(self, x: Whole) -> Whole:
        """Return what is left of a solution of the larger program; it may break a row."""
        return x[self.kept]


@attrs.frozen(eq=False)
class Smaller:
    """
    Hold what is left of a program.

    Parameters
    ----------
    program
        What is left, with all levels.
    offsets
        What each level of the whole scores beyond that of what is left.
    steps
        How it came about, the first first.
    """

    program: Program
    offsets: tuple[int, ...]
    steps: tuple[Mapped, ...] = ()

    @classmethod
    def nothing_less(cls, program: Program) -> Smaller:
        """Return the program itself."""
        return cls(program, (0,) * len(program.levels))

    def back(self, x: Whole) -> Whole:
        """Return the solution of the whole program."""
        for step in reversed(self.steps):
            x = step.back(x)
        return x

    def there(self, x: Whole) -> Whole:
        """Return what is left of a solution of the whole program; a start only, which may break a row."""
        for step in self.steps:
            x = step.there(x)
        return x

    def then(self, further: Smaller) -> Smaller:
        """Return both reductions as one."""
        offsets = tuple(ours + theirs for ours, theirs in zip(self.offsets, further.offsets, strict=True))
        return Smaller(further.program, offsets, self.steps + further.steps)

    def tightened(self, program: Program) -> Smaller:
        """Return the same with other bounds or rows: solutions of `program` are solutions of what was left."""
        return attrs.evolve(self, program=program)


def without_fixed(program: Program) -> Smaller:
    """Leave out the columns whose bounds meet, and the rows that can then no longer be broken."""
    return merged(program, np.arange(len(program)))


def merged(program: Program, first: Whole) -> Smaller:
    """
    Make one column of those that are equal, leave out the fixed ones, and the rows that can no longer be broken.

    Parameters
    ----------
    first
        ndarray of shape (n_columns,): the first of the columns that each one equals, itself where there is none.
    """
    lower, upper = program.lower, program.upper
    alone = bool((first == np.arange(len(first))).all())
    if not alone:
        lower, upper = lower.copy(), upper.copy()
        np.maximum.at(lower, first, program.lower)
        np.minimum.at(upper, first, program.upper)
        lower, upper = lower[first], upper[first]
    free = lower < upper
    fixed = np.where(free, 0, lower).astype(np.int64)
    kept = np.flatnonzero(free if alone else free & (first == np.arange(len(first))))
    place = np.full(len(program), -1)
    place[kept] = np.arange(len(kept))
    position = np.where(free, place[first], -1)
    rows, breakable = _restricted(program.rows, position, fixed, alone=alone)
    levels = tuple(_level(level, position, free, len(kept), alone=alone) for level in program.levels)
    offsets = tuple(level.score(fixed) for level in program.levels)
    n_variants = int(np.searchsorted(kept, program.n_variants))
    smaller = Program(program.lower[kept], program.upper[kept], rows, levels, n_variants)
    return Smaller(smaller, offsets, (Mapped(position, fixed, kept, breakable),))


def _restricted(rows: Rows, position: Whole, fixed: Whole, *, alone: bool) -> tuple[Rows, Whole]:
    """Return the rows of the free columns that can still be broken, and which they are."""
    limits = rows.limits - rows.activity(fixed)
    columns, coefs = position[rows.indices], rows.coefs
    entries = columns >= 0
    owners = rows.owners[entries]
    columns, coefs = columns[entries], coefs[entries]
    if not alone:
        owners, columns, coefs = added_up(owners, columns, coefs)
    counts = np.bincount(owners, minlength=len(rows))
    starts = np.concatenate([[0], np.cumsum(counts)])
    breakable = np.asarray(segment_sums(np.where(coefs > 0, coefs, 0), starts) > limits, dtype=bool)
    if not breakable.all():
        entries = breakable[owners]
        columns, coefs, counts, limits = columns[entries], coefs[entries], counts[breakable], limits[breakable]
        starts = np.concatenate([[0], np.cumsum(counts)])
    return Rows(starts.astype(np.int64), columns, coefs, limits), np.flatnonzero(breakable)


def added_up(owners: Whole, columns: Whole, coefs: Ints) -> tuple[Whole, Whole, Ints]:
    """Add up the entries of each row and column, and leave out the zeros."""
    if not len(owners):
        return owners, columns, coefs
    order = np.lexsort((columns, owners))
    owners, columns, coefs = owners[order], columns[order], coefs[order]
    starts = np.flatnonzero(np.concatenate([[True], (np.diff(owners) != 0) | (np.diff(columns) != 0)]))
    sums = np.add.reduceat(coefs, starts)
    some = np.asarray(sums != 0, dtype=bool)
    return owners[starts][some], columns[starts][some], sums[some]


def _level(level: Level, position: Whole, free: NDArray[np.bool_], n: int, *, alone: bool) -> Level:
    if alone:
        return attrs.evolve(level, coefs=level.coefs[free])
    coefs = np.zeros(n, dtype=level.coefs.dtype)
    np.add.at(coefs, position[free], level.coefs[free])
    return attrs.evolve(level, coefs=coefs)
