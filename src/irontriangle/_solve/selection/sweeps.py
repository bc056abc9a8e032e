"""Sweeps, farther down and wider from one to the next."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, fixed_by
from irontriangle._solve.selection.reductions.smaller import Whole
from irontriangle._solve.selection.sweep import sweep

AT_ONCE = 30
"""Open columns up to which the first sweep looks as far down as need be."""

SHARE, FARTHER = 6, 2.5
"""Elsewhere it looks down one of so many parts of the way, the next ones so many times farther."""

FIRST_WIDTH, LAST_WIDTH, WIDER = 1_000, 20_000, 4
"""Choices that are kept in the first sweep, in the last one, and how many times more in each that is wider."""


def sweeps(
    program: Program,
    levels: Sequence[Level],
    duals: Duals,
    best: int | None,
    clock: Clock,
    *,
    on_found: Callable[[Whole], None],
    on_bound: Callable[[float], None],
) -> bool:
    """
    Go through the columns of a program again and again; tell whether the best by all levels is known in the end.

    Parameters
    ----------
    best
        The score of a known solution; None: none is known.
    on_found, on_bound
        Told of every better solution and bound.

    Notes
    -----
    One begins near the bound, where little is open. Where more choices are left than are kept, the next sweep keeps
    more of them, but is held against what the most promising ones have led to. The last sweep gives up instead.
    """
    width, reach = FIRST_WIDTH, _first_reach(program, duals, best)
    while not clock.expired:
        target: float = -math.inf if best is None else best
        if reach < duals.bound - target:
            target = max(target, math.floor(duals.bound - reach))
        last = width * WIDER > LAST_WIDTH
        swept = sweep(program, levels, duals, target, clock, width=LAST_WIDTH if last else width, narrow=not last)
        all_of_it = best is None or target == best
        if swept.x is not None:
            score = levels[0].score(swept.x)
            if swept.complete or best is None or score > best:  # an equal one may be worse in the later levels
                on_found(swept.x)
            best = score
        if swept.complete and (all_of_it or swept.x is not None):
            return True
        if swept.complete:
            on_bound(target - 1)
        elif last:
            return False
        if all_of_it or swept.x is not None:
            width, reach = width * WIDER, math.inf
        else:
            reach *= FARTHER
    return False


def _first_reach(program: Program, duals: Duals, best: int | None) -> float:
    """Return how far below the bound the first sweep looks."""
    if best is None:
        return math.inf
    lower, upper = fixed_by(duals, best, program.lower, program.upper)
    return math.inf if np.count_nonzero(lower < upper) <= AT_ONCE else (duals.bound - best) / SHARE
