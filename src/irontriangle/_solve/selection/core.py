"""A small core of undecided columns, solved by HiGHS, grown until it holds all that can matter."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import solve
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, Floats, Relaxation, fixed_by
from irontriangle._solve.selection.found import Tree
from irontriangle._solve.selection.reductions.smaller import Smaller, without_fixed

FIRST_CORE, GROWTH = 200, 3
"""Columns of the first core, and how many times as many the next one has."""


def grow_core(
    program: Program,
    level: Level,
    *,
    duals: Duals,
    x: Floats,
    best: int | None,
    start: NDArray[np.int64] | None,
    on_found: Callable[[NDArray[np.int64], int], None],
    clock: Clock,
    node_limit: int | None,
) -> Tree:
    """
    Solve over the columns with the smallest reduced values, fix by what was found, and grow.

    Parameters
    ----------
    duals, x
        What the linear program proves, and its solution.

    Notes
    -----
    A column whose reduced value exceeds the distance between bound and incumbent is out of every better solution
    (`fixed_by`). Once all that may still move is inside the core, its optimum is that of the whole.

    References
    ----------
    E. Balas and E. Zemel, An algorithm for large zero-one knapsack problems, Operations Research 28 (1980)
    1130-1154, https://doi.org/10.1287/opre.28.5.1130, for the core.
    """
    size = FIRST_CORE
    while True:
        target = -np.inf if best is None else best + 1
        lower, upper = fixed_by(duals, target, program.lower, program.upper)
        free = np.flatnonzero(lower < upper)
        whole = len(free) <= 2 * size
        if not whole:
            lower, upper = _core(x, duals.reduced, free, size, lower, upper)
        smaller = without_fixed(program.with_bounds(lower, upper).with_levels(level))
        inner = Relaxation(smaller.program, smaller.program.levels[0])

        def hear(found: Floats, _: float, smaller: Smaller = smaller) -> None:
            nonlocal best, start
            candidate = smaller.back(np.rint(found).astype(np.int64))
            score = level.score(candidate)
            if (best is None or score > best) and program.holds(candidate):
                best, start = score, candidate
                on_found(candidate, score)

        outcome = solve(
            inner.linear(smaller.program.lower, smaller.program.upper, whole=True),
            clock=clock,
            start=None if start is None else smaller.there(start).astype(float),
            node_limit=node_limit,
            on_incumbent=hear,
        )
        if outcome.x is not None:
            hear(outcome.x, 0.0)
        if whole:
            return _conclude(outcome.status, outcome.bound, smaller.offsets[0], best, duals.bound)
        if clock.expired or outcome.status == "error":
            return Tree(best, duals.bound, False, False)
        size *= GROWTH


def _core(
    x: Floats,
    reduced: Floats,
    free: NDArray[np.int64],
    size: int,
    lower: NDArray[np.int8],
    upper: NDArray[np.int8],
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Fix all but the `size` free columns of smallest reduced value, and all fractional ones, at the LP's value."""
    fractional = np.abs(x[free] - np.rint(x[free])) > 1e-6
    by_size = np.argsort(np.where(fractional, -1.0, np.abs(reduced[free])), kind="stable")
    away = free[by_size[max(size, int(fractional.sum())) :]]
    lower, upper = lower.copy(), upper.copy()
    lower[away] = upper[away] = np.rint(x[away])
    return lower, upper


def _conclude(status: str, bound: float | None, offset: int, best: int | None, root_bound: float) -> Tree:
    """Read what the solver proved over everything that may still move: nothing above `best`, or a bound."""
    if status == "infeasible" or (status == "optimal" and best is not None):
        return Tree(best, -np.inf if best is None else best, True, False)
    above = root_bound if bound is None else min(root_bound, offset - bound + 1e-6)
    if best is not None:
        return Tree(best, max(above, best), False, False)
    return Tree(best, above, False, False)
