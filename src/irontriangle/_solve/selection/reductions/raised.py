"""Bundles that come by themselves as soon as all their members are in."""

from __future__ import annotations

import attrs
import numpy as np

from irontriangle._solve.program import Program, Rows
from irontriangle._solve.selection.reductions.arcs import Arcs, without_rows
from irontriangle._solve.selection.reductions.propagate import runs
from irontriangle._solve.selection.reductions.smaller import Smaller, Whole
from irontriangle._solve.selection.reductions.together import gains


@attrs.frozen(eq=False)
class Raised:
    """
    Leave out rows that put a column in, since it comes by itself.

    Parameters
    ----------
    rows, columns
        The rows, and the column that each of them puts in.
    """

    rows: Rows
    columns: Whole

    def back(self, x: Whole) -> Whole:
        """Return the solution with the columns put in that the rows ask for."""
        broken = np.asarray(self.rows.activity(x) > self.rows.limits, dtype=bool)
        while broken.any():
            x = x.copy()
            x[self.columns[broken]] = 1
            broken = np.asarray(self.rows.activity(x) > self.rows.limits, dtype=bool)
        return x

    def there(self, x: Whole) -> Whole:
        """Return the solution as it is."""
        return x


def without_raising(program: Program, arcs: Arcs) -> Smaller:
    """
    Drop the rows "all of these, then this too" where this scores no less than nothing and requires some of these only.

    Notes
    -----
    Such a row is broken only by a solution with all of these and without this column. There it may be put in: what it
    requires is there, and no other row is used more. So nothing is lost, level by level.
    """
    rows = program.rows
    owners = rows.owners
    same = Smaller.nothing_less(program)
    negative = np.asarray(rows.coefs < 0, dtype=bool)
    spans = np.diff(rows.indptr)
    units = np.bincount(owners, abs(rows.coefs) != 1, len(rows)) == 0
    all_but_one = np.bincount(owners, negative, len(rows)) == 1
    raising = units & all_but_one & (spans > 2) & np.asarray(rows.limits == spans - 2, dtype=bool)
    if not raising.any():
        return same
    heads = np.flatnonzero(negative & raising[owners])
    column, row = rows.indices[heads], owners[heads]
    column, firsts = np.unique(column, return_index=True)
    row = row[firsts]
    wanted = gains(program)[column] >= 0
    column, row = column[wanted], row[wanted]
    takes = np.bincount(rows.indices[~negative], minlength=arcs.n)[column]
    entries = runs(rows.indptr[row], rows.indptr[row + 1])
    inside = np.repeat(column, spans[row]) * arcs.n + rows.indices[entries]
    simple = arcs.pairs[arcs.row]
    required = arcs.tail[simple][np.isin(arcs.tail[simple] * arcs.n + arcs.head[simple], inside)]
    free = np.bincount(required, minlength=arcs.n)[column] == takes
    if not free.any():
        return same
    gone = np.zeros(len(rows), dtype=bool)
    gone[row[free]] = True
    order = np.argsort(row[free])
    step = Raised(without_rows(program, ~gone).rows, column[free][order])
    return Smaller(without_rows(program, gone), same.offsets, (step,))
