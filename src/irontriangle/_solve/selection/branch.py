"""Branch and bound over linear programs that start from each other's basis."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, Floats, fixed_by
from irontriangle._solve.selection.choice import Choice, Sides
from irontriangle._solve.selection.found import Tree
from irontriangle._solve.selection.greedy import rounded
from irontriangle._solve.selection.near.reach import can_list
from irontriangle._solve.selection.nodes import Nodes, Relaxed, Solved
from irontriangle._solve.selection.reductions.reduce import entangled
from irontriangle._solve.selection.reductions.smaller import without_fixed
from irontriangle._solve.selection.sweep import sweep

ROUND_EVERY, ROUND_SELDOM = 10, 160
"""Nodes from one rounding to the next, at first and at most: twice as many each time that it gave nothing better."""

RESTART = 0.7
"""Share of the columns below which one begins anew, if so few are left free."""

PLUNGE = 0.3
"""Share of the gap that a child may stay below the best open node and still be searched at once."""

FEWEST_SWEPT, MOST_SWEPT = 20, 250
"""Free columns of a node that is gone through column by column before it is branched."""

WIDTH = 3_000
"""Choices that are kept there."""

AGAIN, LIKELIER = 0.8, 1.5
"""
How much nearer to what is sought the next node has to be that is gone through, where one was in vain, and how much
farther off it may be, where one was settled.
"""

KEPT = 10_000_000
"""Numbers up to which the solutions of open nodes are kept, so that they need not be found again."""


@attrs.frozen(eq=False)
class Node:
    """
    Hold the bounds of what is still to be searched.

    Parameters
    ----------
    above
        No solution here scores higher.
    column, side, way
        The step that led here: which column was moved to which side, and how far it had to go; inf if what that cost
        has been learned.
    solved
        What its linear program came to, if that is known.
    swept
        How far above what is sought the bound was where a sweep gave up last on the way here.
    """

    above: float
    lower: NDArray[np.int8]
    upper: NDArray[np.int8]
    column: int = 0
    side: int = 0
    way: float = np.inf
    solved: Solved | None = None
    swept: float = np.inf


class Branching:
    """
    Search a program for scores above what is known; a later call goes on from there.

    Every cut-off rests on a bound by weak duality (`Relaxation.duals`), or on a ray that refutes the node in the same
    arithmetic, and every solution on the exact rows. Only where there is no such ray is infeasibility taken from the
    solver, if its arithmetic is trusted at all.

    Notes
    -----
    The column to branch on is the one whose two sides cost the bound most, by what they have cost so far; where too
    little is known of a column, both its sides are tried. The node with the best bound is searched first, and from
    there downwards as long as the bounds stay close.

    References
    ----------
    T. Achterberg, T. Koch, A. Martin, Branching rules revisited, Operations Research Letters 33 (2005) 42-54,
    https://doi.org/10.1016/j.orl.2004.04.002.
    """

    def __init__(self, program: Program, level: Level, on_found: Callable[[NDArray[np.int64]], None]) -> None:
        self._whole, self._whole_level, self._on_found = program, level, on_found
        self._best: int | None = None  # without what the fixed columns score: doubles cannot tell large sums apart
        self._exact = True
        self._n_nodes, self._count = 0, itertools.count()
        self._round_at, self._round_every = ROUND_EVERY, ROUND_EVERY
        self._against = np.zeros(len(program.rows), dtype=bool)
        self._likely = np.inf
        self._can_sweep = entangled(program) and can_list(program, level)
        self._begin(program)

    def _begin(self, program: Program) -> None:
        """Begin a tree over the columns that are free."""
        self._smaller = without_fixed(program.with_levels(self._whole_level))
        self._program, self._level = self._smaller.program, self._smaller.program.levels[0]
        self._offset = self._smaller.offsets[0]
        self._nodes = Nodes(self._program, self._level)
        self._choice = Choice(self._nodes)
        self._root: Duals | None = None
        self._open: list[tuple[float, int, Node]] = []
        self._next: Node | None = Node(np.inf, self._program.lower, self._program.upper)

    @property
    def size(self) -> int:
        """Return rows plus columns plus entries of what is searched."""
        return len(self._program.rows) + len(self._program) + len(self._program.rows.coefs)

    def run(self, best: int | None, nodes: int, clock: Clock) -> Tree:
        """Search so many nodes more for scores above `best`."""
        self._best = None if best is None else best - self._offset
        last = self._n_nodes + nodes
        while (node := self._take()) is not None:
            if self._n_nodes >= last or clock.expired:
                self._push(node)
                break
            self._n_nodes += 1
            known = self._best
            self._explore(node, clock)
            if self._best != known:
                self._restart()
        above = max((node.above for _, _, node in self._open), default=-math.inf)
        bound = self._offset + math.floor(above) if math.isfinite(above) else above
        score = None if self._best is None else self._best + self._offset
        return Tree(score, bound if score is None else max(bound, score), not self._open, self._exact, self._against)

    def _take(self) -> Node | None:
        """Return the next node that can hold something better."""
        node, self._next = self._next, None
        while node is None or node.above < self._target:
            if not self._open:
                return None
            node = heapq.heappop(self._open)[2]
        return node

    def _restart(self) -> None:
        """Begin anew where a better incumbent leaves few columns free at the root."""
        assert self._root is not None
        assert self._best is not None
        smaller = self._smaller
        fixed = fixed_by(self._root, self._best + 1, self._program.lower, self._program.upper)
        if np.count_nonzero(fixed[0] < fixed[1]) < RESTART * len(self._program):
            lower, upper = (smaller.back(bounds.astype(np.int64)).astype(np.int8) for bounds in fixed)
            score = self._best + self._offset
            self._begin(self._whole.with_bounds(lower, upper))
            self._best = score - self._offset

    def _push(self, node: Node) -> None:
        heapq.heappush(self._open, (-node.above, -next(self._count), node))

    @property
    def _target(self) -> float:
        """The score that is sought; -inf: any."""
        return -math.inf if self._best is None else self._best + 1

    def _explore(self, node: Node, clock: Clock) -> None:
        """Solve the linear program of a node unless that is done, and branch."""
        solved = self._relaxed(node, clock) if node.solved is None else node.solved
        if solved is None:
            return
        swept = self._sweep(node, solved, clock)
        if swept is None:
            return
        free = np.flatnonzero(solved.lower < solved.upper)
        if not len(free):  # x was the only solution here, if no row breaks it
            self._against[:] = True
            return
        fractional = free[abs(solved.x[free] - np.rint(solved.x[free])) > 1e-6]
        column, sides = int(free[0]), Sides()
        if len(fractional):
            column, sides = self._choice.column(solved, fractional, self._target, clock)
        above = min(solved.bound, node.above)
        nearer = int(solved.x[column] > 0.5)
        for side in (1 - nearer, nearer):
            child = self._child(solved, column, side, sides.get(side), above, clock)
            if child is not None:
                self._keep(attrs.evolve(child, swept=swept), at_once=side == nearer)

    def _sweep(self, node: Node, solved: Solved, clock: Clock) -> float | None:
        """
        Go through the columns of a node if that is likely to settle it; None if it has.

        Else how far above what is sought its bound, or that of an earlier node, was in vain.
        """
        above = solved.bound - self._target
        fits = FEWEST_SWEPT <= np.count_nonzero(solved.lower < solved.upper) <= MOST_SWEPT
        if self._best is None or not (self._can_sweep and fits and above <= min(self._likely, AGAIN * node.swept)):
            return node.swept
        within = self._program.with_bounds(solved.lower, solved.upper)
        swept = sweep(within, (self._level,), solved.duals, self._target, clock, width=WIDTH, narrow=False)
        if not swept.complete:
            self._likely = min(self._likely, above) * AGAIN
            return above
        self._likely = max(self._likely, LIKELIER * above)
        self._hear(swept.x)
        return None

    def _relaxed(self, node: Node, clock: Clock) -> Solved | None:
        """Solve the linear program of a node; None if it holds nothing."""
        target = -math.inf if self._root is None else self._target  # of the root all is to be known
        outcome, duals = relaxed = self._nodes.solve((node.lower, node.upper), target, clock)
        if self._root is None:
            self._root = duals
        if node.way < np.inf and outcome.status != "infeasible":
            self._choice.costs.learn(node.column, node.side, node.way, max(0.0, node.above - duals.bound))
        return self._solved(relaxed, node.lower, node.upper, clock)

    def _child(
        self, solved: Solved, column: int, side: int, relaxed: Relaxed | None, above: float, clock: Clock
    ) -> Node | None:
        """Return the node of one side of a column; None if it is known to hold nothing."""
        lower, upper = solved.moved(column, side)
        if relaxed is None:
            return Node(above, lower, upper, column, side, solved.way(column, side))
        child = self._solved(relaxed, lower, upper, clock)
        return None if child is None else Node(min(above, child.bound), child.lower, child.upper, solved=child)

    def _keep(self, child: Node, *, at_once: bool) -> None:
        """Search a node next, if that is wished and its bound is close to the best, or later."""
        top = max(child.above, -self._open[0][0] if self._open else -np.inf)
        if at_once and (self._best is None or child.above >= top - PLUNGE * (top - self._best)):
            self._next = child
        else:
            forget = len(self._open) * len(child.lower) >= KEPT
            self._push(attrs.evolve(child, solved=None) if forget else child)

    def _solved(
        self, relaxed: Relaxed, lower: NDArray[np.int8], upper: NDArray[np.int8], clock: Clock
    ) -> Solved | None:
        """Fix and round by what a linear program came to; None if it proves that there is nothing to look for."""
        if self._is_closed(relaxed, lower, upper):
            return None
        outcome, duals = relaxed
        lower, upper = fixed_by(duals, self._target, lower, upper)
        x = lower.astype(float) if outcome.x is None else np.clip(outcome.x, lower, upper)
        self._round(x, duals, lower, upper, clock)
        if duals.bound < self._target:
            return None
        return Solved(x, *fixed_by(duals, self._target, lower, upper), duals)

    def _is_closed(self, relaxed: Relaxed, lower: NDArray[np.int8], upper: NDArray[np.int8]) -> bool:
        """Tell whether it is proven that there is nothing between these bounds that is looked for."""
        outcome, duals = relaxed
        if outcome.status != "infeasible":
            return duals.bound < self._target
        relaxation = self._nodes.relaxation
        rows = relaxation.against(outcome.ray, lower, upper)
        self._exact &= rows is not None or not relaxation.trusted
        self._against[self._smaller.steps[0].rows if rows is None else self._smaller.steps[0].rows[rows]] = True
        return rows is not None or relaxation.trusted

    def _round(self, x: Floats, duals: Duals, lower: NDArray[np.int8], upper: NDArray[np.int8], clock: Clock) -> None:
        """Hear of the solution next to x, and now and then of one that is put together from it."""
        nearest = np.rint(x).astype(np.int64)
        if self._program.rows.hold(nearest):
            self._hear(nearest)
        elif self._n_nodes >= self._round_at:
            within, known = self._program.with_bounds(lower, upper), self._best
            self._hear(rounded(within, self._nodes.relaxation, x, duals.reduced, clock))
            self._round_every = ROUND_EVERY if self._best != known else min(2 * self._round_every, ROUND_SELDOM)
            self._round_at = self._n_nodes + self._round_every

    def _hear(self, x: NDArray[np.int64] | None) -> None:
        if x is not None and (self._best is None or self._level.score(x) > self._best):
            self._best = self._level.score(x)
            self._on_found(self._smaller.back(x))
