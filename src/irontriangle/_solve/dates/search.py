"""The best selection that can be done in time: linear bound, plans near it, and a growing core."""

from __future__ import annotations

import math
from collections.abc import Callable

import attrs
import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.alpha import alpha_plans
from irontriangle._solve.dates.core import core_of
from irontriangle._solve.dates.cores import closed, grow, part
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.dates.packing import Packing
from irontriangle._solve.dates.prices import Prices
from irontriangle._solve.dates.state import TOLERANCE, Found, State, Vector
from irontriangle._solve.dates.step_milp import Step, step_program
from irontriangle._solve.dates.tree import Decide, Tree, branchable
from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Floats, Linear, Outcome

DRAWS = 200
"""Plans drawn along the linear relaxation."""

TREE_NODES = 300
TREE_SHARE = 0.4
"""Nodes of the tree over the columns, and its share of the time that is left."""

SMALL = 1_000
SMALL_TRIES = 20
"""Columns of a step program that is solved sooner than good plans are found; how often those are tried all the same."""

NEAR = 2
"""How often annealing begins with the linear relaxation, before it goes on from the best plan."""


def search(
    windows: Windows,
    base: Linear,
    *,
    vector: Vector,
    first_day: int | None = None,
    unit: float = 0.0,
    start: Fitted | None = None,
    rounds: int = 300,
    node_limit: int | None = None,
    max_steps: int = 60_000,
    cores: bool = True,
    decide: Decide | None = None,
    seed: int = 0,
    clock: Clock | None = None,
    on_better: Callable[[Fitted], None] | None = None,
    on_bound: Callable[[float], None] | None = None,
) -> Found:
    """
    Minimise the objective of a program over all selections that can be done by the horizon.

    Parameters
    ----------
    windows
        The spans of the tasks.
    base
        The program: its rows, bounds and objective; its first columns are those of the work.
    vector
        Completes columns to a vector of the program.
    first_day
        Column of the first day column; None: the program has none.
    unit
        Objectives differ by at least this much, so that a bound is worth rounding; 0: by anything.
    start
        A plan known already.
    rounds
        How often to ruin and repair plans, for each stage.
    node_limit
        Nodes of each tree; None: no limit.
    max_steps
        Do not build a step program with more columns than this, but anneal; 0: neither.
    cores
        Whether to anneal and to solve cores of the step program; else something else closes what is open.
    decide
        Whether some columns can be done: then a tree over the columns comes before the cores, where nothing ties the
        tasks of two columns but the people; None: no tree.
    seed
        Of everything that is drawn.
    clock
        When to stop at the latest.
    on_better, on_bound
        Told about each better plan and bound.

    Notes
    -----
    With y >= 0 the duals of the linear relaxation and L its value, a plan that moves a column or the slack of a
    row off its bound by one pays at least its reduced cost on top of L. Cores hold back everything that costs more
    than a threshold g: what is best in the core is best of all plans as far as nothing below L + g is left out.
    The slack of a row w[j, i] <= w[j, i + 1] is the task's start at one tick: holding these back is what makes
    cores small.
    """
    state = State(windows, base, vector, unit, on_better, on_bound)
    watch = clock if clock is not None else Clock(None)
    if start is not None:
        state.offer(start)
    n_steps = int((windows.latest - windows.head)[windows.fits[windows.work.task_column]].sum())
    small = n_steps <= min(SMALL, max_steps)
    rounds = min(rounds, SMALL_TRIES) if small else rounds
    state.pack(_wished(windows, base, solve(attrs.evolve(base, integer=None), clock=watch)), start, rounds, seed, watch)
    if n_steps > max_steps:
        if max_steps:
            state.anneal_again(seed + 1, watch)
        return state.found()
    step = step_program(windows, base.matrix.shape[1], first_day=first_day)
    joined = step.join(base)
    relaxed = _relaxed(joined, part(watch, 0.7))
    if relaxed.status == "infeasible":
        state.raise_bound(math.inf)
        return state.found()
    if relaxed.status != "optimal" or relaxed.x is None or relaxed.row_dual is None:
        state.pack(None, state.best, 10 * rounds, seed + 1, watch)
        state.anneal_again(seed + 2, watch)
        return state.found()
    prices = Prices(joined, relaxed.row_dual)
    state.raise_bound(prices.bound)
    if state.proven:
        return state.found()
    goal = -state.bound - state.slack
    draws = min(DRAWS, SMALL_TRIES) if small else DRAWS
    drawn = alpha_plans(step, relaxed.x, Packing(windows), state.judge, draws=draws, goal=goal, seed=seed, clock=watch)
    state.offer(drawn)
    if state.proven:
        return state.found()
    tree = None
    if decide is not None and branchable(windows, first_day):
        tree = Tree(state, base, step, relaxed.x, decide, seed)
    _branch(tree, watch)
    if state.proven:
        return state.found()
    if cores:
        if not small:
            _anneal(state, step, relaxed.x, seed, watch)
        grow(state, step, prices, node_limit, seed, watch)
    slack = unit - TOLERANCE * max(1.0, abs(prices.bound))
    return attrs.evolve(
        state.found(),
        core=lambda objective: core_of(step, prices, objective - slack - prices.bound),
        close=lambda plan, nodes: _closed(state, tree, step, prices, plan, nodes, watch),
    )


def _relaxed(joined: Linear, clock: Clock) -> Outcome:
    """Solve the linear relaxation by the interior point: its duals are enough, no basis is needed."""
    return solve(attrs.evolve(joined, integer=None), clock=clock, method="ipm", presolve=False, crossover=False)


def _anneal(state: State, step: Step, x: Floats, seed: int, clock: Clock) -> None:
    """Anneal near the linear relaxation and from the best plan."""
    for turn in range(NEAR):
        state.anneal_near(step, x, seed + turn, clock)
    state.anneal_again(seed + NEAR, clock)


def _branch(tree: Tree | None, clock: Clock) -> None:
    """Go on with the tree for its share of the time."""
    if tree is not None:
        tree.run(TREE_NODES, part(clock, TREE_SHARE))


def _closed(
    state: State, tree: Tree | None, step: Step, prices: Prices, plan: Fitted, nodes: int, clock: Clock
) -> Found:
    """Go on with the tree, and solve the core of what is better than a plan where that proves nothing."""
    state.offer(plan)
    _branch(tree, clock)
    return state.found() if state.proven else closed(state, step, prices, plan, nodes, clock)


def _wished(windows: Windows, base: Linear, relaxed: Outcome) -> list[float]:
    """
    Return what a linear relaxation makes of the columns: their worth, and what the rules pay for them.

    What is worth nothing is wished as far as the relaxation takes it.
    """
    n = windows.work.n_columns
    worth = -base.cost
    if relaxed.x is None or relaxed.row_dual is None:
        return [float(value) for value in worth[:n]]
    worth = (worth + base.matrix.T @ relaxed.row_dual[: base.matrix.shape[0]])[:n]
    most = abs(worth).max(initial=0.0) + 1.0
    return [float(each) for each in np.where(worth > 0, worth, (worth + most) * relaxed.x[:n])]
