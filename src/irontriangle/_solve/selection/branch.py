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
from irontriangle._solve.highs import Outcome, Session
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, Floats, Relaxation, fixed_by
from irontriangle._solve.selection.greedy import rounded
from irontriangle._solve.selection.pseudocosts import PseudoCosts, product
from irontriangle._solve.selection.reductions.smaller import without_fixed

RELIABLE = 2
"""Times that both sides of a column have been tried before what they cost is believed."""

LOOK_AHEAD = 4
"""Columns that are tried in vain before the best so far is taken."""

MOST_TRIED = 16
"""Columns that are looked at in one node."""

ROUND_EVERY = 10
"""Nodes from one rounding to the next."""

RESTART = 0.7
"""Share of the columns below which one begins anew, if so few are left free."""

PLUNGE = 0.3
"""Share of the gap that a child may stay below the best open node and still be searched at once."""


@attrs.frozen(eq=False)
class Tree:
    """What a search came to: the best score found, what none can exceed, and whether it was searched to the end."""

    score: int | None
    bound: float | int
    complete: bool
    exact: bool


@attrs.frozen(eq=False)
class Node:
    """
    Hold the bounds of what is still to be searched.

    Parameters
    ----------
    above
        No solution here scores higher.
    column, side, way
        The step that led here: which column was moved to which side, and how far it had to go.
    """

    above: float
    lower: NDArray[np.int8]
    upper: NDArray[np.int8]
    column: int = 0
    side: int = 0
    way: float = np.inf


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
        self._begin(program)

    def _begin(self, program: Program) -> None:
        """Begin a tree over the columns that are free."""
        self._smaller = without_fixed(program.with_levels(self._whole_level))
        self._program, self._level = self._smaller.program, self._smaller.program.levels[0]
        self._offset = self._smaller.offsets[0]
        self._relaxation = Relaxation(self._program, self._level)
        self._columns = np.arange(len(self._program), dtype=np.int32)
        uses = np.bincount(self._program.rows.indices, minlength=len(self._program))
        self._costs = PseudoCosts(1.0 + uses.astype(np.float64))
        self._session: Session | None = None
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
        return Tree(score, bound if score is None else max(bound, score), not self._open, self._exact)

    def _take(self) -> Node | None:
        """Return the next node that can hold something better."""
        node, self._next = self._next, None
        while node is None or not self._may_hold(node.above):
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

    def _may_hold(self, bound: float) -> bool:
        return self._best is None or bound >= self._best + 1

    def _explore(self, node: Node, clock: Clock) -> None:
        """Solve the linear program of a node; fix, round, and branch."""
        outcome = self._solve(node.lower, node.upper, clock)
        if outcome.status == "infeasible" and self._is_closed(outcome, node.lower, node.upper):
            return
        duals = self._relaxation.duals(outcome.row_dual, node.lower, node.upper)
        if self._root is None:
            self._root = duals
        if node.way < np.inf:
            self._costs.learn(node.column, node.side, node.way, max(0.0, node.above - duals.bound))
        if not self._may_hold(duals.bound):
            return
        lower, upper = self._fixed(duals, node.lower, node.upper)
        x = (lower + upper) / 2 if outcome.x is None else np.clip(outcome.x, lower, upper)
        self._round(x, duals, lower, upper, clock)
        if not self._may_hold(duals.bound):
            return
        lower, upper = self._fixed(duals, lower, upper)
        free = np.flatnonzero(lower < upper)
        if not len(free):  # x was the only solution here
            return
        fractional = free[abs(x[free] - np.rint(x[free])) > 1e-6]
        if outcome.x is None or not len(fractional):
            column = int(free[0])
        else:
            column = self._branching_column(fractional, x, duals.bound, lower, upper, clock)
        above = min(duals.bound, node.above)
        first, second = (
            Node(above, *_moved(lower, upper, column, side), column, side, max(1e-6, abs(side - float(x[column]))))
            for side in ((1, 0) if x[column] > 0.5 else (0, 1))
        )
        self._push(second)
        top = max(above, -self._open[0][0])
        if self._best is None or above >= top - PLUNGE * (top - self._best):
            self._next = first
        else:
            self._push(first)

    def _solve(self, lower: NDArray[np.int8], upper: NDArray[np.int8], clock: Clock) -> Outcome:
        if not len(self._program):
            return Outcome("optimal", np.zeros(0), row_dual=np.zeros(len(self._program.rows)))
        if self._session is None:
            self._session = Session(self._relaxation.linear(lower, upper))
        self._session.bounds(self._columns, lower.astype(float), upper.astype(float))
        return self._session.run(clock)

    def _is_closed(self, outcome: Outcome, lower: NDArray[np.int8], upper: NDArray[np.int8]) -> bool:
        """Tell whether that the solver finds nothing between these bounds counts as a proof."""
        relaxation = self._relaxation
        refuted = not relaxation.possible(lower, upper) or relaxation.refuted(outcome.ray, lower, upper)
        self._exact &= refuted or not relaxation.trusted
        return refuted or relaxation.trusted

    def _fixed(
        self, duals: Duals, lower: NDArray[np.int8], upper: NDArray[np.int8]
    ) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        return (lower, upper) if self._best is None else fixed_by(duals, self._best + 1, lower, upper)

    def _round(self, x: Floats, duals: Duals, lower: NDArray[np.int8], upper: NDArray[np.int8], clock: Clock) -> None:
        """Hear of the solution next to x, and now and then of one that is put together from it."""
        nearest = np.rint(x).astype(np.int64)
        if self._program.rows.hold(nearest):
            self._hear(nearest)
        elif self._n_nodes % ROUND_EVERY == 0:
            within = self._program.with_bounds(lower, upper)
            self._hear(rounded(within, self._relaxation, x, duals.reduced, clock))

    def _hear(self, x: NDArray[np.int64] | None) -> None:
        if x is not None and (self._best is None or self._level.score(x) > self._best):
            self._best = self._level.score(x)
            self._on_found(self._smaller.back(x))

    def _branching_column(
        self,
        columns: NDArray[np.int64],
        x: Floats,
        bound: float,
        lower: NDArray[np.int8],
        upper: NDArray[np.int8],
        clock: Clock,
    ) -> int:
        """Return the column whose sides cost most; those of whom little is known are tried."""
        scores = self._costs.scores(columns, x[columns], bound)
        best, most, in_vain = int(columns[0]), -np.inf, 0
        for place in np.argsort(-scores, kind="stable")[:MOST_TRIED].tolist():
            column, score = int(columns[place]), float(scores[place])
            if self._costs.known(column) < RELIABLE:
                score = self._tried(column, x, bound, lower, upper, clock)
            if score > most:
                best, most, in_vain = column, score, 0
            else:
                in_vain += 1
            if in_vain >= LOOK_AHEAD or most == np.inf or clock.expired:
                break
        return best

    def _tried(
        self,
        column: int,
        x: Floats,
        bound: float,
        lower: NDArray[np.int8],
        upper: NDArray[np.int8],
        clock: Clock,
    ) -> float:
        """Try both sides of a column; return what it is worth, inf if one side holds nothing better."""
        lost = []
        for side in (0, 1):
            below = _moved(lower, upper, column, side)
            outcome = self._solve(*below, clock)
            if outcome.status != "optimal":
                return np.inf
            reached = self._relaxation.duals(outcome.row_dual, *below).bound
            lost.append(max(0.0, bound - reached))
            self._costs.learn(column, side, max(1e-6, abs(side - float(x[column]))), lost[-1])
            if not self._may_hold(reached):
                return np.inf
        return float(product(lost[0], lost[1], bound))


def _moved(
    lower: NDArray[np.int8], upper: NDArray[np.int8], column: int, side: int
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    lower, upper = lower.copy(), upper.copy()
    lower[column] = upper[column] = side
    return lower, upper
