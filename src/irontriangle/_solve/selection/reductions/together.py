"""Columns that are equal in every solution, or in some best one."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse import csgraph

from irontriangle._solve.program import Program
from irontriangle._solve.selection.reductions.arcs import Arcs
from irontriangle._solve.selection.reductions.smaller import Whole


def gains(program: Program) -> Whole:
    """Return the sign of what each column scores in the first level in which it scores anything."""
    signs = np.zeros(len(program), dtype=np.int64)
    for level in reversed(program.levels):
        signs = np.where(level.coefs != 0, np.where(level.coefs > 0, 1, -1), signs)
    return signs


def settled(program: Program) -> Program:
    """
    Fix the columns that nothing speaks against, at 1, or for, at 0.

    Notes
    -----
    A column that scores, level by level, no less than nothing and takes nothing of any row is in some best solution:
    put into any other, it breaks no row. A column that scores no more than nothing and that no row needs is out of
    some best solution.
    """
    rows = program.rows
    gain = gains(program)
    takes, gives = np.asarray(rows.coefs > 0, dtype=bool), np.asarray(rows.coefs < 0, dtype=bool)
    taking = np.bincount(rows.indices[takes], minlength=len(program)) > 0
    needed = np.bincount(rows.indices[gives], minlength=len(program)) > 0
    out = (gain <= 0) & ~needed
    into = (gain >= 0) & ~taking & ~out
    if not out.any() and not into.any():
        return program
    return program.with_bounds(
        np.where(into, 1, program.lower).astype(np.int8), np.where(out, 0, program.upper).astype(np.int8)
    )


def equals(program: Program, arcs: Arcs) -> Whole:
    """
    Return the first of the columns that each one equals, itself where there is none.

    Notes
    -----
    Columns that require each other in a circle are equal. Besides, take a column that scores no more than nothing and
    that rows ask for only as a requirement of others. Some best solution has it just where one of these others is in:
    to take it out elsewhere breaks nothing. So it equals the only one that needs it, and all that the same ones need
    are equal. In the same way a column that scores no less than nothing, and of which rows say nothing but what it
    requires, is in just where all that is in: it equals the only one that it requires, and all that require the same
    are equal. A bundle is such a column; requirements of the same customers, in the next release problem, are of the
    first kind.
    """
    rows = program.rows
    gain = gains(program)
    owners = rows.owners
    gives = np.asarray(rows.coefs < 0, dtype=bool)
    loose = ~arcs.pure[owners] & gives
    follows = (gain <= 0) & (np.bincount(rows.indices[loose], minlength=arcs.n) == 0)
    loose = ~arcs.pairs[owners] & ~gives
    leads = (gain >= 0) & (np.bincount(rows.indices[loose], minlength=arcs.n) == 0) & ~follows
    tails, heads = [arcs.tail], [arcs.head]
    for chosen, own, other in ((follows, arcs.head, arcs.tail), (leads, arcs.tail, arcs.head)):
        first, second = _same(own, other, chosen)
        tails += [first, second]
        heads += [second, first]
    # SciPy 1.13 never comes back where an arc stands twice.
    tail, head = np.divmod(np.unique(np.concatenate(tails) * arcs.n + np.concatenate(heads)), arcs.n)
    graph = sp.csr_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(arcs.n, arcs.n))
    _, label = csgraph.connected_components(graph, connection="strong")
    _, firsts, labels = np.unique(label, return_index=True, return_inverse=True)
    equal: Whole = firsts[labels]
    return equal


def _same(own: Whole, other: Whole, chosen: NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """Return pairs of chosen columns that have the same others, or of one and its only other."""
    used = chosen[own]
    own, other = own[used], other[used]
    if not len(own):
        return own, other
    order = np.lexsort((other, own))
    own, other = own[order], other[order]
    new = np.concatenate([[True], (np.diff(own) != 0) | (np.diff(other) != 0)])
    own, other = own[new], other[new]
    starts = np.flatnonzero(np.concatenate([[True], np.diff(own) != 0]))
    counts = np.diff(np.append(starts, len(own)))
    only = counts == 1
    alike, leader = _alike(other, starts, counts)
    columns = own[starts]
    return np.concatenate([columns[only], columns[alike]]), np.concatenate([other[starts[only]], columns[leader]])


def _alike(others: Whole, starts: Whole, counts: Whole) -> tuple[Whole, Whole]:
    """Return the runs of numbers that are the same as an earlier run, and that run."""
    marks = np.add.reduceat(_mixed(others), starts)
    order = np.lexsort((marks, counts))
    same = (np.diff(marks[order]) == 0) & (np.diff(counts[order]) == 0)
    first = np.flatnonzero(np.concatenate([[True], ~same]))
    leader = np.empty(len(order), dtype=np.int64)
    leader[order] = np.repeat(order[first], np.diff(np.append(first, len(order))))
    run = np.flatnonzero(leader != np.arange(len(order)))
    # A mark is a hint only: every number is compared.
    at = np.repeat(np.arange(len(run)), counts[run])
    within = np.arange(len(at)) - np.repeat(np.cumsum(counts[run]) - counts[run], counts[run])
    differs = others[starts[run][at] + within] != others[starts[leader[run]][at] + within]
    run = run[np.bincount(at, differs, len(run)) == 0]
    return run, leader[run]


def _mixed(numbers: Whole) -> NDArray[np.uint64]:
    """
    Return 64 bits for each number that look like chance (splitmix64).

    References
    ----------
    G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014, 453-472,
    https://doi.org/10.1145/2660193.2660195.
    """
    bits = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
