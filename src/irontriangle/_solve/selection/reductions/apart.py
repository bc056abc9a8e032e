"""Parts of a program that do not touch."""

from __future__ import annotations

import attrs
import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from irontriangle._solve.program import Program, Rows
from irontriangle._solve.selection.reductions.arcs import without_rows
from irontriangle._solve.selection.reductions.smaller import Whole

FEWEST = 100
"""Columns below which a part is not worth a search of its own; several of them make one."""

MOST_PARTS = 16
"""How many parts there are at most, or a few more: smaller ones are put together."""


def parts_of(program: Program) -> list[Whole]:
    """
    Return the columns of each part of a program without fixed columns, the smallest part first.

    No row has columns of two parts, so that the best of the whole is the best of each, level by level.
    """
    n, spans = len(program), np.diff(program.rows.indptr)
    if spans.max(initial=0) > n - FEWEST:
        return [np.arange(n)]
    entries = (np.ones(len(program.rows.indices), dtype=np.int8), (program.rows.owners + n, program.rows.indices))
    graph = sp.csr_matrix(entries, shape=(n + len(program.rows), n + len(program.rows)))
    label = csgraph.connected_components(graph, directed=False)[1][:n]
    sizes = np.bincount(label)
    order = np.argsort(sizes, kind="stable")
    least = max(FEWEST, n // MOST_PARTS)
    begun = np.cumsum(sizes[order]) - sizes[order]
    part = np.empty(len(sizes), dtype=np.int64)
    part[order] = np.where(sizes[order] >= least, n + np.arange(len(order)), begun // least)
    return [np.flatnonzero(part[label] == each) for each in np.unique(part)]


def alone(program: Program, columns: Whole) -> Program:
    """Return one part of a program."""
    inside = np.zeros(len(program), dtype=bool)
    inside[columns] = True
    rows = program.rows
    rows = without_rows(program, ~inside[rows.indices[rows.indptr[:-1]]]).rows
    place = np.cumsum(inside) - 1
    return Program(
        program.lower[columns],
        program.upper[columns],
        Rows(rows.indptr, place[rows.indices], rows.coefs, rows.limits),
        tuple(attrs.evolve(level, coefs=level.coefs[columns]) for level in program.levels),
        int(np.searchsorted(columns, program.n_variants)),
    )
