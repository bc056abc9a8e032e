"""The levels of the objective, one after the other, for projects without dates."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.closure import best_closure, requirements_of
from irontriangle._solve.selection.reductions.reduce import impossible, reduced
from irontriangle._solve.selection.search import Found, maximize

LATER_NODES = 20_000
"""Nodes for each level after the first: a limit that does not depend on the machine."""


def solve_levels(program: Program, so_far: Incumbent) -> None:
    """
    Maximise the levels of a program in their order; what is found and proven is left in `so_far`.

    A level is proven only where all before it are. One that is not proven is kept at what was reached. Solved is what
    the reductions leave of the program; what is told is about the whole.
    """
    so_far.levels = program.levels
    smaller = reduced(program)
    program = smaller.program
    if impossible(program):
        so_far.bound, so_far.infeasible = -math.inf, True
        return
    if (at_once := _without_search(program)) is not None:
        so_far.x = smaller.back(at_once)
        so_far.bound = so_far.levels[0].score(so_far.x)
        so_far.proven = len(so_far.levels)
        so_far.report(0, so_far.bound, so_far.bound)
        return
    for position, (level, offset) in enumerate(zip(program.levels, smaller.offsets, strict=True)):

        def hear(x: NDArray[np.int64], position: int = position) -> None:
            so_far.x = smaller.back(x)
            score = so_far.levels[position].score(so_far.x)
            so_far.report(position, score, so_far.bound if position == 0 else None)

        def limit(bound: float, position: int = position, offset: int = offset) -> None:
            if position == 0:
                so_far.bound = _of_whole(bound, offset)

        found = maximize(
            program,
            level,
            later=program.levels[position + 1 :],
            clock=so_far.clock,
            start=None if so_far.x is None else smaller.there(so_far.x),
            node_limit=None if position == 0 else LATER_NODES,
            on_found=hear,
            on_bound=limit,
        )
        if position == 0:
            so_far.bound = _of_whole(found.bound, offset)
            so_far.infeasible = found.complete and found.x is None
        if found.complete and found.x is not None and so_far.proven == position:
            so_far.proven += 1
            so_far.exact &= found.exact
        score = None if found.score is None else found.score + offset
        so_far.report(position, score, _of_whole(found.bound, offset))
        if found.settled and so_far.proven == position + 1:
            so_far.proven = len(program.levels)
            return
        if found.x is None or (position == 0 and not found.complete) or so_far.clock.expired:
            return
        program = narrowed(program, level, found)


def _without_search(program: Program) -> NDArray[np.int64] | None:
    """Return the best in all levels where nothing is left, or nothing but requirements; None elsewhere."""
    if not len(program):
        return np.zeros(0, dtype=np.int64)
    arcs = requirements_of(program)
    return None if arcs is None else best_closure(arcs.tail, arcs.head, program.levels)


def narrowed(program: Program, level: Level, found: Found) -> Program:
    """Return the program whose solutions are as good as the one found in this level."""
    assert found.score is not None
    return program.with_bounds(found.lower, found.upper).with_rows(level.at_least(found.score))


def _of_whole(bound: float, offset: int) -> float | int:
    """Return the bound of the whole; scores are whole numbers, and no sum of them is rounded."""
    return bound if math.isinf(bound) else math.floor(bound) + offset
