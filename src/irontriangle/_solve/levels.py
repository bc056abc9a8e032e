"""The levels of the objective, one after the other, for projects without dates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.search import Found, maximize

LATER_NODES = 20_000
"""Nodes for each level after the first: a limit that does not depend on the machine."""


def solve_levels(program: Program, so_far: Incumbent) -> None:
    """
    Maximise the levels of a program in their order; what is found and proven is left in `so_far`.

    A level is proven only where all before it are. One that is not proven is kept at what was reached.
    """
    so_far.levels = program.levels
    for position, level in enumerate(program.levels):

        def hear(x: NDArray[np.int64], position: int = position, level: Level = level) -> None:
            so_far.x = x
            so_far.report(position, level.score(x), so_far.bound if position == 0 else None)

        def limit(bound: float, position: int = position) -> None:
            if position == 0:
                so_far.bound = bound

        found = maximize(
            program,
            level,
            later=program.levels[position + 1 :],
            clock=so_far.clock,
            start=so_far.x,
            node_limit=None if position == 0 else LATER_NODES,
            on_found=hear,
            on_bound=limit,
        )
        if position == 0:
            so_far.bound = found.bound
            so_far.infeasible = found.complete and found.x is None
        if found.complete and found.x is not None and so_far.proven == position:
            so_far.proven += 1
            so_far.exact &= found.exact
        so_far.report(position, found.score, found.bound)
        if found.settled and so_far.proven == position + 1:
            so_far.proven = len(program.levels)
            return
        if found.x is None or (position == 0 and not found.complete) or so_far.clock.expired:
            return
        program = narrowed(program, level, found)


def narrowed(program: Program, level: Level, found: Found) -> Program:
    """Return the program whose solutions are as good as the one found in this level."""
    assert found.score is not None
    return program.with_bounds(found.lower, found.upper).with_rows(level.at_least(found.score))
