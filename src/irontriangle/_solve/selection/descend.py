"""Trees over what is near the bound, farther and farther down."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals
from irontriangle._solve.selection.branch import Branching
from irontriangle._solve.selection.found import Tree
from irontriangle._solve.selection.squeeze import Squeeze

FIRST_OPEN, FARTHER = 100, 3
"""Columns whose reduced values are within the first reach, and how many times farther the next one looks."""

NEARLY_ALL = 0.9
"""Share of the free columns from which on one looks through all of them."""

SHARE = 30
"""The first reach is no smaller than the distance between bound and incumbent divided by this."""


def descend(
    program: Program,
    level: Level,
    duals: Duals,
    *,
    above: float,
    best: int | None,
    clock: Clock,
    nodes: int,
    on_found: Callable[[NDArray[np.int64]], None],
) -> tuple[Tree, Program]:
    """
    Search for solutions that score near the bound; only where there are none, for those farther away.

    Parameters
    ----------
    above
        Nothing scores higher, as is known from elsewhere.
    best
        The score of a known solution; None: none is known.
    nodes
        Nodes after which a tree ends without a proof, and all of this with it.

    Returns
    -------
    Tree
        What was found and what is proven.
    Program
        The program between bounds that hold in all solutions at least as good as the best.

    Notes
    -----
    To look for a score that no solution has is quick, because few columns are left open. So the tree that proves
    the optimum comes last, over as many columns as if the optimum had been known from the start, or a few more.
    """
    squeeze = Squeeze(program, level, duals)
    lowest = level.score(np.where(level.coefs > 0, program.lower, program.upper).astype(np.int64))
    known = lowest - 1 if best is None else best
    reach = max(1.0, _first(duals), (duals.bound - known) / SHARE)
    bound, exact = math.floor(min(above, duals.bound)), True

    def hear(x: NDArray[np.int64]) -> None:
        nonlocal best, known
        best = known = level.score(x)
        on_found(x)

    while bound > known:
        target = min(bound, max(known + 1, math.ceil(duals.bound - reach)))
        within = squeeze.to(target, clock)
        if target > known + 1 and within.n_free > NEARLY_ALL * program.n_free:
            target, within = known + 1, squeeze.to(known + 1, clock)
        branching = Branching(within, level, hear)
        tree = branching.run(target - 1, nodes, clock)
        exact &= tree.exact
        if not tree.complete:
            break
        bound = max(known, target - 1)
        reach *= FARTHER
    if best is None:
        return Tree(None, -math.inf if bound <= known else bound, bound <= known, exact), program
    return Tree(best, bound, bound <= best, exact), squeeze.to(best, clock)


def _first(duals: Duals) -> float:
    sizes = np.sort(abs(duals.reduced))
    return float(sizes[min(FIRST_OPEN, len(sizes) - 1)])
