"""The levels of the objective, one after the other, for projects without dates."""

from __future__ import annotations

import math

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.highs import Sessions
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.closure import best_closure, requirements_of
from irontriangle._solve.selection.found import Found
from irontriangle._solve.selection.reductions.apart import alone, parts_of
from irontriangle._solve.selection.reductions.reduce import impossible, reduced
from irontriangle._solve.selection.reductions.smaller import Smaller, without_fixed
from irontriangle._solve.selection.search import maximize

LATER_NODES = 20_000
"""Nodes for each level after the first: a limit that does not depend on the machine."""


def solve_levels(program: Program, so_far: Incumbent, sessions: Sessions | None = None) -> None:
    """
    Maximise the levels of a program in their order; what is found and proven is left in `so_far`.

    A level is proven only where all before it are. One that is not proven is kept at what was reached. Solved is what
    the reductions leave of the program; what is told is about the whole. A solution that is in `so_far` already is
    where the search begins; `sessions` holds what is left of linear programs that may differ in their limits alone.
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
    _Search(program, smaller, so_far, sessions).run()


@attrs.define(eq=False)
class _Part:
    """A part of the program that no row ties to the others, what the levels so far left of it, and what is known."""

    columns: NDArray[np.int64]
    smaller: Smaller
    bound: float | int
    x: NDArray[np.int64] | None
    settled: bool = False


class _Search:
    """The search through what the reductions left, part by part in each level."""

    def __init__(self, program: Program, smaller: Smaller, so_far: Incumbent, sessions: Sessions | None) -> None:
        self.program, self.smaller, self.so_far, self.sessions = program, smaller, so_far, sessions
        start = None if so_far.x is None else smaller.there(so_far.x)
        if start is not None and not program.holds(start):  # what it builds may have been dominated
            start = None
        self.parts = [self._part(columns, start) for columns in parts_of(program)]

    def _part(self, columns: NDArray[np.int64], start: NDArray[np.int64] | None) -> _Part:
        program = self.program if len(columns) == len(self.program) else alone(self.program, columns)
        most = int(np.maximum(program.levels[0].coefs, 0).sum())
        smaller = Smaller.nothing_less(program)
        return _Part(columns, smaller, most, None if start is None else start[columns])

    def run(self) -> None:
        """Search level by level."""
        so_far = self.so_far
        for position in range(len(so_far.levels)):
            results = self._first() if position == 0 else [self._maximize(part, position) for part in self._left()]
            complete = all(found.complete for found in results)
            if any(found.x is None for found in results):
                so_far.infeasible = any(found.complete and found.x is None for found in results)
                if so_far.infeasible:
                    so_far.bound = -math.inf
                return
            if complete and so_far.proven == position:
                so_far.proven += 1
                so_far.exact &= all(found.exact for found in results)
            self._report(position)
            if all(part.settled for part in self.parts) and so_far.proven == position + 1:
                so_far.proven = len(so_far.levels)
                return
            if so_far.clock.expired:
                return

    def _left(self) -> list[_Part]:
        return [part for part in self.parts if not part.settled]

    def _first(self) -> list[Found]:
        """Maximise the first level: each part briefly, for a plan, then those still open for equal times."""
        if len(self.parts) == 1:
            return [self._maximize(self.parts[0], 0)]
        results = [self._maximize(part, 0, brief=True) for part in self.parts]
        if any(found.complete and found.x is None for found in results):
            return results
        clock = self.so_far.clock
        waiting = [place for place, found in enumerate(results) if not found.complete]
        while waiting and not clock.expired:  # once more, where a part leaves some of its time to the others
            turns, waiting = waiting, []
            for n_done, place in enumerate(turns):
                with clock.share(len(turns) - n_done):
                    results[place] = self._maximize(self.parts[place], 0)
                    if clock.expired and not results[place].complete:
                        waiting.append(place)
        return results

    def _maximize(self, part: _Part, position: int, *, brief: bool = False) -> Found:
        """Maximise one level of one part, and keep what was reached."""
        if position:  # the level before decided most columns
            part.smaller = part.smaller.then(without_fixed(part.smaller.program))
        smaller, program = part.smaller, part.smaller.program

        def hear(x: NDArray[np.int64]) -> None:
            part.x = smaller.back(x)
            if (whole := self._whole()) is not None:
                self._hear(self.smaller.back(whole))
                self._report(position)

        def limit(bound: float) -> None:
            if position == 0:
                part.bound = min(part.bound, bound)
                self._bound()

        level = program.levels[position]
        found = maximize(
            program,
            level,
            later=program.levels[position + 1 :],
            clock=self.so_far.clock,
            start=None if part.x is None else smaller.there(part.x),
            node_limit=None if position == 0 else LATER_NODES,
            brief=brief,
            sessions=None if position else self.sessions,  # later ones have other columns each time
            on_found=hear,
            on_bound=limit,
        )
        limit(found.bound)
        if found.x is not None:
            part.settled = found.settled and found.complete
            if found.complete or not brief:
                part.smaller = smaller.tightened(narrowed(program, level, found))
        return found

    def _hear(self, x: NDArray[np.int64]) -> None:
        """Take a solution of the whole, unless the one that the search began with is better."""
        so_far = self.so_far
        known = [] if so_far.x is None else [level.score(so_far.x) for level in so_far.levels]
        if [level.score(x) for level in so_far.levels] >= known:
            so_far.x = x

    def _whole(self) -> NDArray[np.int64] | None:
        """Put the parts together, once all have something."""
        x = np.zeros(len(self.program), dtype=np.int64)
        for part in self.parts:
            if part.x is None:
                return None
            x[part.columns] = part.x
        return x

    def _bound(self) -> None:
        """Add up the bounds of the parts; scores are whole numbers, and no sum of them is rounded."""
        bounds = [part.bound for part in self.parts]
        if all(map(math.isfinite, bounds)):
            self.so_far.bound = self.smaller.offsets[0] + sum(map(math.floor, bounds))

    def _report(self, position: int) -> None:
        so_far = self.so_far
        assert so_far.x is not None
        so_far.report(position, so_far.levels[position].score(so_far.x), so_far.bound if position == 0 else None)


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
