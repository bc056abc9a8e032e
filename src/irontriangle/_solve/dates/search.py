"""The best selection that can be done in time: linear bound, plans near it, and a growing core."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.alpha import LEAST, alpha_plans
from irontriangle._solve.dates.anneal import anneal
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.core import Core, core_of
from irontriangle._solve.dates.fit import Fitted, Judge, fit
from irontriangle._solve.dates.packing import Packing
from irontriangle._solve.dates.prices import Prices
from irontriangle._solve.dates.step_milp import Step, step_program
from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Floats, Linear, Outcome

Vector: TypeAlias = Callable[[list[int], int], npt.NDArray[Any]]
"""Columns and the days they take -> the program's 0/1 vector, bundles and days included."""

TOLERANCE = 1e-6

DRAWS = 200
"""Plans drawn along the linear relaxation."""

HALF = 0.5
"""Share of a column, or of its tasks, that begins the annealing after a linear relaxation."""

TURNS = 20
MOST_TURNS = 4_000
"""Plans that annealing tries: for each task, and at most."""

NEAR = 2
"""How often annealing begins with the linear relaxation, before it goes on from the best plan."""

MOST_STOPS = 3
"""Cores that were stopped by a limit, each smaller than the one before, until the search gives up."""


@attrs.frozen(eq=False)
class Found:
    """
    Say how far a search came.

    Parameters
    ----------
    best
        The best plan found that breaks no rule; None if there is none.
    bound
        No plan has a smaller objective.
    proven
        Whether nothing is better than `best`; without a plan, whether there is none.
    core
        What can still be better than a plan of some objective; None: not known.
    """

    best: Fitted | None
    bound: float
    proven: bool
    core: Callable[[float], Core] | None = None


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
    state = _State(windows, base, vector, unit, on_better, on_bound)
    watch = clock if clock is not None else Clock(None)
    if start is not None:
        state.offer(start)
    state.pack(_wished(windows, base, solve(attrs.evolve(base, integer=None), clock=watch)), start, rounds, seed, watch)
    if int((windows.latest - windows.head)[windows.fits[windows.work.task_column]].sum()) > max_steps:
        if max_steps:
            state.anneal_again(seed + 1, watch)
        return state.found()
    step = step_program(windows, base.matrix.shape[1], first_day=first_day)
    joined = step.join(base)
    relaxed = solve(
        attrs.evolve(joined, integer=None), clock=_part(watch, 0.7), method="ipm", presolve=False, crossover=False
    )
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
    state.offer(alpha_plans(step, relaxed.x, Packing(windows), state.judge, draws=DRAWS, seed=seed, clock=watch))
    if cores:
        for turn in range(NEAR):
            state.anneal_near(step, relaxed.x, seed + turn, watch)
        state.anneal_again(seed + NEAR, watch)
        _cores(state, step, prices, node_limit, seed, watch)
    slack = unit - TOLERANCE * max(1.0, abs(prices.bound))
    return attrs.evolve(state.found(), core=lambda objective: core_of(step, prices, objective - slack - prices.bound))


def _part(clock: Clock, share: float) -> Clock:
    """Return a clock for a part of the time left."""
    return Clock(share * clock.left() if math.isfinite(clock.left()) else None)


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


def _demanded(windows: Windows, base: Linear) -> list[int]:
    """Return the columns that are fixed in, or of which a row asks for one of a single feature."""
    n = windows.work.n_columns
    demanded = set(np.flatnonzero(base.lower[:n] > 0).tolist())
    matrix = base.matrix.tocsr()
    for row in np.flatnonzero((base.row_upper < 0) & (np.diff(matrix.indptr) > 0)).tolist():
        columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
        if columns.max() < n and len(set(windows.feature[columns].tolist())) == 1:
            demanded.update(columns.tolist())
    return sorted(demanded)


class _State:
    """The best plan and the bound so far."""

    def __init__(
        self,
        windows: Windows,
        base: Linear,
        vector: Vector,
        unit: float,
        on_better: Callable[[Fitted], None] | None,
        on_bound: Callable[[float], None] | None,
    ) -> None:
        self.windows = windows
        self.base = base
        self.vector = vector
        self.unit = unit
        self.on_better = on_better
        self.on_bound = on_bound
        self.best: Fitted | None = None
        self.bound = -math.inf
        self.judge: Judge = self._judge
        self.demanded = _demanded(windows, base)
        self.wished: list[float] = []
        matrix = base.matrix.tocsr()
        self.row_size = np.maximum(1.0, abs(matrix).max(axis=1).toarray().ravel()) if matrix.nnz else 1.0

    @property
    def objective(self) -> float:
        """The objective of the best plan."""
        return math.inf if self.best is None else -self.best.worth

    @property
    def slack(self) -> float:
        """By how much less than the bound nothing can be better."""
        size = max(1.0, abs(self.bound)) if math.isfinite(self.bound) else 1.0
        return max(self.unit - TOLERANCE * size, TOLERANCE)

    @property
    def proven(self) -> bool:
        """Whether nothing can be better than the best plan."""
        if math.isinf(self.bound) or math.isinf(self.objective):
            return self.bound == math.inf
        return self.bound > self.objective - self.slack

    def pack(self, wished: list[float] | None, start: Fitted | None, rounds: int, seed: int, clock: Clock) -> None:
        """Look for better plans by packing; None: with the same wishes as before."""
        self.wished = wished if wished is not None else self.wished
        self.offer(
            fit(
                self.windows,
                self.wished,
                judge=self.judge,
                urgent=self.demanded,
                start=start,
                rounds=rounds,
                seed=seed,
                clock=clock,
            )
        )

    def anneal_near(self, step: Step, z: Floats, seed: int, clock: Clock) -> None:
        """Look for better plans among the columns that a linear relaxation takes at least in part."""
        if self.proven or clock.expired:
            return
        taken = z[: self.windows.work.n_columns] > LEAST
        half = np.flatnonzero(z[: len(taken)] > HALF).tolist()
        near = attrs.evolve(self.windows, fits=self.windows.fits & taken)
        self._anneal(near, step.reached(z, HALF, np.flatnonzero(taken)), half, seed, clock)

    def anneal_again(self, seed: int, clock: Clock) -> None:
        """Go on from the best plan."""
        if self.best is not None and not self.proven:
            self._anneal(self.windows, self.best.timetable, list(self.best.columns), seed, clock)

    def _anneal(self, windows: Windows, begin: Timetable, columns: list[int], seed: int, clock: Clock) -> None:
        """Begin with some columns whose tasks start as told; all other tasks as late as they can."""
        work, cost = self.windows.work, self.base.cost
        keys = self.windows.latest.astype(float)
        keys[begin.tasks] = begin.starts
        priced = np.abs(cost[cost != 0])
        anneal(
            windows,
            keys.tolist(),
            columns,
            judge=self.judge,
            scale=float(priced.mean()) if len(priced) else 1.0,
            needed=self.windows.feature[self.demanded].tolist(),
            goal=-self.bound - self.slack,
            rounds=min(TURNS * work.n_tasks, MOST_TURNS),
            seed=seed,
            clock=clock,
            on_better=self.offer,
        )

    def offer(self, plan: Fitted) -> None:
        if plan.breach <= 0 and -plan.worth < self.objective:
            self.best = plan
            if self.on_better is not None:
                self.on_better(plan)

    def raise_bound(self, bound: float) -> None:
        if bound > self.bound:
            self.bound = bound
            if self.on_bound is not None:
                self.on_bound(bound)

    def found(self) -> Found:
        proven = self.proven
        return Found(self.best, self.objective if proven else min(self.bound, self.objective), proven)

    def _judge(self, columns: list[int], days: int) -> tuple[float, float]:
        x = np.asarray(self.vector(columns, days), dtype=float)
        base = self.base
        rows = base.matrix @ x
        over = np.maximum(rows - base.row_upper, base.row_lower - rows) / self.row_size
        outside = np.maximum(x - base.upper, base.lower - x)
        breach = float(over[over > TOLERANCE].sum() + outside[outside > TOLERANCE].sum())
        return breach, -base.value(x)


def _cores(state: _State, step: Step, prices: Prices, node_limit: int | None, seed: int, clock: Clock) -> None:
    """Solve growing cores until nothing is held back, or time is up."""
    below = len(prices.row) - step.matrix.shape[0]
    pulses = np.arange(below, below + len(step.task))
    dual = np.abs(prices.row[pulses])
    least = max(0.002 * abs(prices.bound), state.unit, 10 * TOLERANCE)
    hold = max(float(np.quantile(dual, 0.4)) if len(dual) else 0.0, 10 * TOLERANCE)
    stops = 0
    while not (state.proven or clock.expired):
        gap = state.objective - prices.bound
        whole = hold >= gap
        core = prices.core(pulses, min(hold, gap))
        time = clock if whole else _part(clock, 0.5)
        outcome = _solve_core(state, step, core, node_limit, time)
        outside = math.inf if whole else prices.bound + hold
        if outcome.status == "infeasible":
            state.raise_bound(outside if state.best is None else min(outside, state.objective))
        elif outcome.bound is not None:
            state.raise_bound(min(outside, outcome.bound))
        stops += outcome.status == "stopped"
        if whole or outcome.status == "error" or stops > MOST_STOPS:
            return
        if outcome.status == "stopped":
            state.anneal_again(seed + 1 + stops, clock)
        hold = hold * 0.3 if outcome.status == "stopped" else max(3.0 * hold, least)


def _solve_core(state: _State, step: Step, core: Linear, node_limit: int | None, clock: Clock) -> Outcome:
    """Solve a core, beginning with the best plan where it lies inside."""
    start = None
    if state.best is not None:
        days = state.best.timetable.days(state.windows.work)
        start = step.point(state.vector(list(state.best.columns), days), state.best.timetable)

    def better(z: Floats, objective: float) -> None:
        if objective < state.objective - TOLERANCE:
            state.offer(_plan(state, step, z))

    outcome = solve(core, clock=clock, node_limit=node_limit, start=start, on_incumbent=better)
    if outcome.x is not None:
        better(outcome.x, core.value(outcome.x))
    return outcome


def _plan(state: _State, step: Step, z: Floats) -> Fitted:
    columns = [int(c) for c in np.flatnonzero(z[: state.windows.work.n_columns] > 0.5)]
    table = step.reached(z, 0.5, columns)
    breach, worth = state.judge(columns, table.days(state.windows.work))
    return Fitted(tuple(columns), table, breach, worth)
