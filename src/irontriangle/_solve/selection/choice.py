"""On which column a node is branched."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.selection.nodes import Nodes, Relaxed, Solved
from irontriangle._solve.selection.pseudocosts import PseudoCosts, product

RELIABLE = 1
"""Times that both sides of a column have been tried before what they cost is believed."""

LOOK_AHEAD = 4
"""Columns that are tried in vain before the best so far is taken."""

MOST_LOOKED_AT = 16
"""Columns that are looked at in one node."""


Sides: TypeAlias = dict[int, Relaxed]
"""What came of a column that was moved to a side."""


class Choice:
    """
    Choose the column whose two sides cost the bound most.

    Notes
    -----
    What the sides of a column cost is guessed from what they have cost so far; where too little is known of it, both
    are tried.

    References
    ----------
    T. Achterberg, T. Koch, A. Martin, Branching rules revisited, Operations Research Letters 33 (2005) 42-54,
    https://doi.org/10.1016/j.orl.2004.04.002.
    """

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        uses = np.bincount(nodes.program.rows.indices, minlength=len(nodes.program))
        self.costs = PseudoCosts(1.0 + uses.astype(np.float64))

    def column(self, node: Solved, columns: NDArray[np.int64], target: float, clock: Clock) -> tuple[int, Sides]:
        """
        Return one of the columns, and what came of those of its sides that were tried now.

        Parameters
        ----------
        columns
            Those whose values are not whole.
        target
            A side that holds nothing of this score is closed: no column is better to branch on.
        """
        scores = self.costs.scores(columns, node.x[columns], node.bound)
        best, most, in_vain = int(columns[0]), -np.inf, 0
        best_sides: Sides = {}
        for place in np.argsort(-scores, kind="stable")[:MOST_LOOKED_AT].tolist():
            column, score = int(columns[place]), float(scores[place])
            sides: Sides = {}
            if self.costs.known(column) < RELIABLE:
                score, sides = self._tried(node, column, target, clock)
            if score > most:
                best, most, in_vain, best_sides = column, score, 0, sides
            else:
                in_vain += 1
            if in_vain >= LOOK_AHEAD or most == np.inf or clock.expired:
                break
        if not best_sides and self._nodes.in_pairs:  # its children will be asked for soon
            best_sides = self._pair(node, best, target, clock)
        return best, best_sides

    def _tried(self, node: Solved, column: int, target: float, clock: Clock) -> tuple[float, Sides]:
        """Try both sides of a column, or only one that holds nothing; return what it is worth, inf there."""
        sides = self._pair(node, column, target, clock) if self._nodes.in_pairs else {}
        lost = []
        for side in (0, 1):
            if side not in sides:
                sides[side] = self._nodes.solve(node.moved(column, side), target, clock)
            outcome, duals = sides[side]
            if outcome.status == "infeasible":
                return np.inf, sides
            lost.append(max(0.0, node.bound - duals.bound))
            self.costs.learn(column, side, node.way(column, side), lost[-1])
            if duals.bound < target:
                return np.inf, sides
        return float(product(lost[0], lost[1], node.bound)), sides

    def _pair(self, node: Solved, column: int, target: float, clock: Clock) -> Sides:
        """Solve both sides of a column at the same time."""
        nearer = int(node.x[column] > 0.5)
        one, other = self._nodes.pair(node.moved(column, nearer), node.moved(column, 1 - nearer), target, clock)
        return {nearer: one, 1 - nearer: other}
