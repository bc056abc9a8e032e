"""Requirements as arcs of a graph: if the tail comes, the head comes."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from irontriangle._solve.program import Program, Rows
from irontriangle._solve.selection.reductions.propagate import room
from irontriangle._solve.selection.reductions.smaller import Whole

MOST_PATHS = 50
"""Paths of two arcs that are looked at, for each arc."""


@attrs.frozen(eq=False)
class Arcs:
    """
    List the requirements between single columns.

    Parameters
    ----------
    tail, head
        ndarrays of shape (n_arcs,): where the tail is 1, the head is 1.
    row
        ndarray of shape (n_arcs,): the row that says so.
    n
        How many columns there are.
    pure
        ndarray of shape (n_rows,): whether a row has one negative entry and says of it no more than its arcs.
    pairs
        ndarray of shape (n_rows,): whether it is one arc and nothing else.
    """

    tail: Whole
    head: Whole
    row: Whole
    n: int
    pure: NDArray[np.bool_]
    pairs: NDArray[np.bool_]


def arcs_of(program: Program) -> Arcs | None:
    """
    Return the requirements of a program without fixed columns; None if there are none.

    Only rows with one negative entry are read: with the head out and the tail in, the row breaks.
    """
    rows = program.rows
    owners = rows.owners
    negative = np.asarray(rows.coefs < 0, dtype=bool)
    single = np.bincount(owners[negative], minlength=len(rows)) == 1
    spans = np.diff(rows.indptr)
    single &= spans > 1
    if not single.any():
        return None
    head, needed = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=rows.coefs.dtype)
    heads = negative & single[owners]
    head[owners[heads]] = rows.indices[heads]
    needed[owners[heads]] = -rows.coefs[heads]
    slack = room(program)
    arcs = np.asarray(single[owners] & ~negative & (rows.coefs + needed[owners] > slack[owners]), dtype=bool)
    count = np.bincount(owners[arcs], minlength=len(rows))
    pure = single & (count == spans - 1) & np.asarray(needed <= slack, dtype=bool)
    both = np.bincount(owners, ~negative & np.asarray(rows.coefs > slack[owners], dtype=bool), len(rows)) == 0
    row = owners[arcs]
    return Arcs(rows.indices[arcs], head[row], row, len(program), pure, pure & (spans == 2) & both)


def requires_only(program: Program) -> bool:
    """Tell whether most rows are requirements, of which HiGHS makes no cuts."""
    arcs = arcs_of(program)
    return arcs is not None and bool(arcs.pure.mean() > 0.5)


def without_implied(program: Program, arcs: Arcs) -> Program:
    """
    Drop the requirements that follow from others: said twice, or by way of a third column.

    Notes
    -----
    Where no arcs go in a circle, those with a way round are just those outside the transitive reduction, so that
    all can go at once (Aho, Garey and Ullman 1972). Ways of two arcs only are looked for.

    References
    ----------
    A. V. Aho, M. R. Garey, J. D. Ullman, The transitive reduction of a directed graph, SIAM Journal on Computing 1
    (1972) 131-137, https://doi.org/10.1137/0201008.
    """
    order = np.lexsort((arcs.pairs[arcs.row], arcs.head, arcs.tail))
    tail, head, row = arcs.tail[order], arcs.head[order], arcs.row[order]
    again = np.concatenate([[False], (np.diff(tail) == 0) & (np.diff(head) == 0)])
    implied = again | _round_about(tail, head, arcs.n)
    gone = np.zeros(len(program.rows), dtype=bool)
    gone[row[implied & arcs.pairs[row]]] = True
    return without_rows(program, gone) if gone.any() else program


def _round_about(tail: Whole, head: Whole, n: int) -> NDArray[np.bool_]:
    """Tell which arcs have a way of two arcs beside them."""
    into, out = np.bincount(head, minlength=n), np.bincount(tail, minlength=n)
    paths = into * out
    busy = np.argsort(paths, kind="stable")
    over = busy[np.cumsum(paths[busy]) > MOST_PATHS * len(tail)]
    through = paths > 0
    through[over] = False
    if not through.any():
        return np.zeros(len(tail), dtype=bool)
    first, second = through[head], through[tail]
    ways = _graph(tail[first], head[first], n) @ _graph(tail[second], head[second], n)
    ends = np.repeat(np.arange(n), np.diff(ways.indptr)) * n + ways.indices
    return np.isin(tail * n + head, ends)


def _graph(tail: Whole, head: Whole, n: int) -> Any:
    return sp.csr_array((np.ones(len(tail), dtype=np.int64), (tail, head)), shape=(n, n))


def without_rows(program: Program, gone: NDArray[np.bool_]) -> Program:
    """Drop some rows."""
    rows = program.rows
    entries = ~gone[rows.owners]
    starts = np.concatenate([[0], np.cumsum(np.diff(rows.indptr)[~gone])])
    kept = Rows(starts, rows.indices[entries], rows.coefs[entries], rows.limits[~gone])
    return attrs.evolve(program, rows=kept)
