"""Branch and price: which columns are in, decided by a tree over the relaxation in patterns."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from typing import TypeAlias

import attrs
import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.alpha import LEAST, SHARES, alpha_plans
from irontriangle._solve.dates.decide import Verdict
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.dates.master import Master, Relaxed
from irontriangle._solve.dates.packing import Packing
from irontriangle._solve.dates.patterns import treelike
from irontriangle._solve.dates.state import State
from irontriangle._solve.dates.step_milp import Step
from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.linear import Floats, Linear
from irontriangle._solve.selection.pseudocosts import PseudoCosts, product
from irontriangle._solve.work import Ints

Decide: TypeAlias = Callable[[list[int]], tuple[Verdict, Fitted | None]]
"""Whether some columns can be done, and the best plan that is known then."""

WHOLE = 1e-6
"""How near a whole number counts as one."""

RELIABLE = 2
"""Times that both sides of a column have been tried before what they cost is believed."""

LOOK_AHEAD = 4
"""Columns that are tried in vain before the best so far is taken."""

NODE_DRAWS = 10
"""Plans drawn along the relaxation of each node."""


@attrs.frozen(eq=False)
class Node:
    """Hold the bounds of what is still to be searched, and what nothing there costs less than."""

    bound: float
    lower: Floats
    upper: Floats

    def moved(self, column: int, side: int) -> Node:
        """Return the node with a column moved to a side."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[column] = upper[column] = side
        return Node(self.bound, lower, upper)


def branchable(windows: Windows, first_day: int | None) -> bool:
    """Tell whether nothing ties the tasks of two columns but the people, and those of a column hang in trees."""
    return first_day is None and not len(windows.work.orders) and treelike(windows)


class Tree:
    """
    Search the columns for what is better than the best plan of `state`.

    Parameters
    ----------
    state
        The best plan and the bound, which the search improves.
    base
        The program of the columns.
    step, z
        The step program, and a solution of its linear relaxation.
    decide
        Whether the columns of a solution that is whole can be done.
    seed
        Of the plans drawn.

    Notes
    -----
    Where the columns are whole, the relaxation can nearly always be done: the tree branches on nothing else, and leaves
    the dates to `decide`. What that cannot tell of a set stays in the bound. Columns to branch on are chosen as in the
    selection's own tree, by what both their sides cost the bound [1]_.

    References
    ----------
    .. [1] Barnhart, Johnson, Nemhauser, Savelsbergh, Vance (1998), Branch-and-price: column generation for solving huge
       integer programs, https://doi.org/10.1287/opre.46.3.316
    """

    def __init__(self, state: State, base: Linear, step: Step, z: Floats, decide: Decide, seed: int) -> None:
        self.state, self.step, self.decide, self.seed = state, step, decide, seed
        self.master = Master(state.windows, base)
        self.packing = Packing(state.windows)
        self.costs = PseudoCosts(np.ones(self.master.n))
        self.open: list[tuple[float, int, Node]] = []
        self.count = 0
        self.undecided = math.inf
        self._push(Node(-math.inf, self.master.base.lower, self.master.base.upper))
        self._follow(z)

    @property
    def cutoff(self) -> float:
        """What nothing that costs more than is of interest."""
        return self.state.objective - self.state.slack

    def run(self, nodes: int, clock: Clock) -> None:
        """Search so many nodes more, in the time that a clock leaves."""
        node: Node | None = None
        for _ in range(nodes):
            node = self._take() if node is None else node
            if node is None:
                break
            after = self._explore(node, clock)
            if clock.expired:
                break
            node = after
            self._bound(node)
        if node is not None:
            self._push(node)
        self._bound(None)

    def _bound(self, node: Node | None) -> None:
        """Raise the bound to the least of what is open."""
        waiting = self.open[0][0] if self.open else math.inf
        here = math.inf if node is None else node.bound
        self.state.raise_bound(min(self.undecided, waiting, here, self.state.objective))

    def _take(self) -> Node | None:
        """Return the open node with the best bound, if it can hold something better."""
        node = heapq.heappop(self.open)[2] if self.open else None
        return None if node is None or node.bound > self.cutoff else node

    def _push(self, node: Node) -> None:
        self.count += 1
        heapq.heappush(self.open, (node.bound, self.count, node))

    def _explore(self, node: Node, clock: Clock) -> Node | None:
        """Solve the relaxation of a node; return the child to go on with."""
        relaxed = self.master.solve(node.lower, node.upper, self.cutoff, clock)
        if relaxed.status == "stopped":
            self.undecided = min(self.undecided, node.bound)
        if relaxed.status != "solved":
            return None
        self._draw(relaxed, clock)
        node = self._fixed(Node(max(node.bound, relaxed.bound), node.lower, node.upper), relaxed)
        if node.bound > self.cutoff:
            return None
        part = np.abs(relaxed.x - np.rint(relaxed.x)) > WHOLE
        if not part[: self.master.n_work].any():
            return self._settle(node, relaxed)
        columns = np.flatnonzero(part & (node.lower < node.upper))
        return self._branch(node, relaxed, columns, clock) if len(columns) else node

    def _settle(self, node: Node, relaxed: Relaxed) -> Node | None:
        """Decide a set of columns; one that cannot be done is forbidden, and the node solved again."""
        columns = np.flatnonzero(relaxed.x[: self.master.n_work] > 0.5).tolist()
        verdict, plan = self.decide(columns)
        if plan is not None:
            self.state.offer(plan)
        if verdict == "impossible":
            self.master.forbid(columns)
            return node
        if node.bound <= self.cutoff:
            self.undecided = min(self.undecided, node.bound)
        return None

    def _fixed(self, node: Node, relaxed: Relaxed) -> Node:
        """Fix the columns that cost too much when they leave their bounds."""
        lower, upper, room = node.lower.copy(), node.upper.copy(), self.cutoff - relaxed.bound
        free = lower < upper
        upper[free & (relaxed.reduced > room)] = 0.0
        lower[free & (relaxed.reduced < -room)] = 1.0
        return Node(node.bound, lower, upper)

    def _branch(self, node: Node, relaxed: Relaxed, columns: Ints, clock: Clock) -> Node:
        """Make two nodes of one, or one where a side holds nothing; return the one to go on with."""
        best, most, in_vain = int(columns[0]), -math.inf, 0
        scores = self.costs.scores(columns, relaxed.x[columns], node.bound)
        for place in np.argsort(-scores, kind="stable").tolist():
            column, score = int(columns[place]), float(scores[place])
            if self.costs.known(column) < RELIABLE:
                down, up = (self._tried(node, column, side, float(relaxed.x[column]), clock) for side in (0, 1))
                if down is None or up is None:
                    return node.moved(column, 1 if down is None else 0)
                score = float(product(down, up, node.bound))
            if score > most:
                best, most, in_vain = column, score, 0
            else:
                in_vain += 1
                if in_vain == LOOK_AHEAD:
                    break
        side = int(relaxed.x[best] > 0.5)
        self._push(node.moved(best, 1 - side))
        return node.moved(best, side)

    def _tried(self, node: Node, column: int, side: int, x: float, clock: Clock) -> float | None:
        """Return by how much the bound rises when a column is moved to a side; None: nothing is left there."""
        child = node.moved(column, side)
        relaxed = self.master.solve(child.lower, child.upper, self.cutoff, clock)
        room = max(0.0, self.cutoff - node.bound) if math.isfinite(self.cutoff) else abs(node.bound)
        lost = room if relaxed.status == "closed" else max(0.0, relaxed.bound - node.bound)
        if relaxed.status != "stopped":
            self.costs.learn(column, side, max(WHOLE, abs(side - x)), lost)
        return None if relaxed.status == "closed" else lost

    def _follow(self, z: Floats) -> None:
        """Make patterns of a solution of the step program: each share of it is one for every column."""
        work = self.state.windows.work
        columns = np.flatnonzero((z[: work.n_columns] > LEAST) & self.state.windows.fits).tolist()
        known: set[tuple[int, ...]] = set()
        for share in SHARES:
            table = self.step.reached(z, share, columns)
            at = dict(zip(table.tasks.tolist(), table.starts.tolist(), strict=True))
            for column in columns:
                starts = {task: at[task] for task in range(*map(int, work.first_task[column : column + 2]))}
                key = (column, *starts.values())
                if key not in known and self.master.patterns.holds(starts):
                    known.add(key)
                    self.master.add(column, starts)

    def _draw(self, relaxed: Relaxed, clock: Clock) -> None:
        """Draw plans along a relaxation."""
        step, state = self.step, self.state
        begun = np.zeros((state.windows.work.n_tasks, state.windows.work.horizon + 2))
        for place in np.flatnonzero(relaxed.weights > LEAST).tolist():
            for task, start in self.master.made[place][1].items():
                begun[task, start] += relaxed.weights[place]
        z = np.zeros(step.n_columns)
        z[: self.master.n] = relaxed.x
        z[step.n_base :] = np.cumsum(begun, axis=1)[step.task, step.tick]
        goal = -self.state.bound - self.state.slack
        state.offer(
            alpha_plans(step, z, self.packing, state.judge, draws=NODE_DRAWS, goal=goal, seed=self.seed, clock=clock)
        )
        self.seed += 1
