"""Requirements and nothing else: the best selection is a minimum cut."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse import csgraph

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Level, Program, Rows, int_array
from irontriangle._solve.selection.reductions.arcs import Arcs, arcs_of
from irontriangle._solve.selection.reductions.smaller import Whole
from irontriangle._solve.selection.search import maximize

MOST_CAPACITY = 2**31 - 2
"""What SciPy's flows can be: they are counted in 32 bits."""

MOST_SIZE = 50_000
"""Columns and requirements up to which a flow is asked for: it cannot be stopped, and takes about 0.1 s there."""


def requirements_of(program: Program) -> Arcs | None:
    """Return the requirements of a program without fixed columns, if it has no other rows and they are not too many."""
    rows = program.rows
    if not len(rows) or len(program) + len(rows) > MOST_SIZE or (np.diff(rows.indptr) != 2).any():
        return None
    arcs = arcs_of(program)
    return arcs if arcs is not None and arcs.pairs.all() else None


def best_closure(tail: Whole, head: Whole, levels: Sequence[Level]) -> Whole | None:
    r"""
    Return the columns of the highest scores, level by level, of all that bring what they require.

    Parameters
    ----------
    tail, head
        ndarrays of shape (n_arcs,): each column of `tail` requires the one of `head`.

    Returns
    -------
    x
        None where the scores are too large for the flow, see `MOST_CAPACITY`.

    Notes
    -----
    From a source flows what each column with a positive score gains, into a sink what each of the others loses, and
    along each requirement as much as may be. Those still reached from the source are the smallest set of the highest
    score: :math:`\max = \sum_j \max(0, c_j) - \text{flow}`. All sets of that score bring whatever the residual
    arcs lead to (Picard and Queyranne 1980). So they are the sets for the next level, with the residual arcs for
    requirements; columns that the source reaches are in, those that reach the sink are out.

    References
    ----------
    J.-C. Picard, Maximal closure of a graph and applications to combinatorial problems, Management Science 22 (1976)
    1268-1272, https://doi.org/10.1287/mnsc.22.11.1268.

    J.-C. Picard and M. Queyranne, On the structure of all minimum cuts in a network and applications, Mathematical
    Programming Study 13 (1980) 8-16, https://doi.org/10.1007/BFb0120902.
    """
    x = np.zeros(len(levels[0].coefs), dtype=np.int64)
    left = np.arange(len(x))
    for level in levels:
        gain = level.coefs[left]
        if max(np.maximum(gain, 0).sum(), -np.minimum(gain, 0).sum()) > MOST_CAPACITY:
            return None
        cut = _cut(gain.astype(np.int64), tail, head)
        x[left[cut.within]] = 1
        place = np.cumsum(cut.undecided) - 1
        kept = cut.undecided[cut.tail] & cut.undecided[cut.head]
        left, tail, head = left[cut.undecided], place[cut.tail[kept]], place[cut.head[kept]]
    return x


@attrs.frozen(eq=False)
class _Cut:
    """The columns that every best set has, those that only some have, and what these require to stay the best."""

    within: NDArray[np.bool_]
    undecided: NDArray[np.bool_]
    tail: Whole
    head: Whole


def _cut(gain: Whole, tail: Whole, head: Whole) -> _Cut:
    n = len(gain)
    source, sink = n, n + 1
    gains, loses = np.flatnonzero(gain > 0), np.flatnonzero(gain < 0)
    pairs = np.unique(tail * n + head)
    ends = (
        np.concatenate([np.full(len(gains), source), loses, pairs // max(1, n)]),
        np.concatenate([gains, np.full(len(loses), sink), pairs % max(1, n)]),
    )
    without_end = int(gain[gains].sum()) + 1
    room = np.concatenate([gain[gains], -gain[loses], np.full(len(pairs), without_end)])
    network = sp.csr_matrix((room.astype(np.int32), ends), shape=(n + 2, n + 2))
    flow = csgraph.maximum_flow(network, source, sink).flow
    residual = sp.csr_matrix(network - flow)
    residual.eliminate_zeros()
    within, against = _reached(residual, source)[:n], _reached(sp.csr_matrix(residual.T), sink)[:n]
    arcs = residual[:n, :n].tocoo()
    return _Cut(within, ~within & ~against, arcs.row.astype(np.int64), arcs.col.astype(np.int64))


def _reached(graph: Any, start: int) -> NDArray[np.bool_]:
    reached = np.zeros(graph.shape[0], dtype=bool)
    reached[csgraph.breadth_first_order(graph, start, return_predecessors=False)] = True
    return reached


def supported(program: Program, clock: Clock) -> list[Whole] | None:
    r"""
    Return the selections that are best for some weighing of two levels, by rising first level; None if time is up.

    Parameters
    ----------
    program
        Requirements only, two levels; nothing scores above 0 in the second, as with a cost.

    Notes
    -----
    Between two neighbours with scores :math:`(v, -c)` and :math:`(v', -c')` a third one is looked for that is best at
    the weights :math:`c' - c` and :math:`v' - v`, at which the two are equal; where there is none, nothing supported
    lies between (Aneja and Nair 1979). The less a cost weighs, the more comes in and nothing goes (Gallo, Grigoriadis
    and Tarjan 1989), so that each search is about the columns alone in which the two differ. Scores too large for a
    flow go to the linear program, whose corners are whole all the same.

    References
    ----------
    Y. P. Aneja and K. P. K. Nair, Bicriteria transportation problem, Management Science 25 (1979) 73-78,
    https://doi.org/10.1287/mnsc.25.1.73.

    G. Gallo, M. D. Grigoriadis, R. E. Tarjan, A fast parametric maximum flow algorithm and applications, SIAM Journal
    on Computing 18 (1989) 30-55, https://doi.org/10.1137/0218003.
    """
    first, second = program.levels
    assert not np.any(second.coefs > 0), "the second level is a cost"
    arcs = requirements_of(program)
    assert arcs is not None, "nothing but requirements"
    nothing, everything = np.zeros(len(program), dtype=np.int64), np.ones(len(program), dtype=np.int64)
    cheapest = _between(arcs, nothing, everything, (second, first), clock)
    most = _between(arcs, nothing, everything, (first, second), clock)
    if cheapest is None or most is None:
        return None
    found, todo = [cheapest], [(cheapest, most)]
    while todo:
        low, high = todo.pop()
        more, dearer = first.score(high) - first.score(low), second.score(low) - second.score(high)
        if more == 0:
            continue
        middle = _between(arcs, low, high, (first, second), clock, weights=(dearer, more))
        if middle is None:
            return None
        gained, cost = first.score(middle) - first.score(low), second.score(low) - second.score(middle)
        if dearer * gained > more * cost:
            todo += [(middle, high), (low, middle)]
        else:
            found.append(high)
    return found


def _between(
    arcs: Arcs,
    low: Whole,
    high: Whole,
    levels: tuple[Level, Level],
    clock: Clock,
    *,
    weights: tuple[int, int] | None = None,
) -> Whole | None:
    """
    Return the best that has all columns of `low` and none beyond `high`; None if it is not proven in time.

    Parameters
    ----------
    weights
        How the two levels are weighed; None: the first comes before the second.
    """
    columns = np.flatnonzero(high > low)
    inside = (high > low)[arcs.tail] & (high > low)[arcs.head]
    place = np.cumsum(high > low) - 1
    tail, head = place[arcs.tail[inside]], place[arcs.head[inside]]
    first, second = (attrs.evolve(level, coefs=level.coefs[columns]) for level in levels)
    wanted = (first, second) if weights is None else (_weighed(first, weights[0], second, weights[1]),)
    x = best_closure(tail, head, wanted)
    if x is None:
        x = _by_linear_program(tail, head, wanted, clock)
    if x is None:
        return None
    whole = low.copy()
    whole[columns] = x
    return whole


def _by_linear_program(tail: Whole, head: Whole, levels: tuple[Level, ...], clock: Clock) -> Whole | None:
    """Return the best closure for all levels at once, each weighed more than all that follow."""
    level, n = levels[0], len(levels[0].coefs)
    for later in levels[1:]:
        level = _weighed(level, 1 + int(abs(later.coefs).sum()), later, 1)
    rows = Rows(
        2 * np.arange(len(tail) + 1),
        np.stack([tail, head], axis=1).ravel(),
        np.tile(np.array([1, -1]), len(tail)),
        np.zeros(len(tail), dtype=np.int64),
    )
    program = Program(np.zeros(n, dtype=np.int8), np.ones(n, dtype=np.int8), rows, (level,), n)
    found = maximize(program, level, clock=clock)
    return found.x if found.complete else None


def _weighed(first: Level, weight: int, second: Level, other: int) -> Level:
    """Return one level of two."""
    pairs = zip(first.coefs.tolist(), second.coefs.tolist(), strict=True)
    amounts = [weight * one + other * two for one, two in pairs]
    divisor = math.gcd(*amounts) or 1
    return attrs.evolve(first, coefs=int_array(amount // divisor for amount in amounts))
