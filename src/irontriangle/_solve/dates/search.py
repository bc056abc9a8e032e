"""The best selection that can be done in time: linear bound, plans near it, and a growing core."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.alpha import alpha_plans
from irontriangle._solve.dates.fit import Fitted, Judge, fit
from irontriangle._solve.dates.packing import Packing
from irontriangle._solve.dates.step_milp import Step, step_program
from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Floats, Linear, Outcome

Vector: TypeAlias = Callable[[list[int], int], npt.NDArray[Any]]
"""Columns and the days they take -> the program's 0/1 vector, bundles and days included."""

TOLERANCE = 1e-6

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
    """

    best: Fitted | None
    bound: float
    proven: bool


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
        Do not build a step program with more columns than this.
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
    worth: list[float] = (-base.cost[: windows.work.n_columns]).tolist()
    if start is not None:
        state.offer(start)
    state.offer(fit(windows, worth, judge=state.judge, start=start, rounds=rounds, seed=seed, clock=watch))
    if int((windows.latest - windows.head)[windows.fits[windows.work.task_column]].sum()) > max_steps:
        return state.found()
    step = step_program(windows, base.matrix.shape[1], first_day=first_day)
    joined = step.join(base)
    relaxed = solve(attrs.evolve(joined, integer=None), clock=watch, method="ipm")
    if relaxed.status == "infeasible":
        state.raise_bound(math.inf)
    if relaxed.status != "optimal" or relaxed.x is None or relaxed.row_dual is None:
        return state.found()
    prices = _Prices(joined, relaxed.row_dual)
    state.raise_bound(prices.bound)
    if state.proven:
        return state.found()
    base_dual = relaxed.row_dual[: base.matrix.shape[0]]
    worth = (base.matrix.T @ base_dual - base.cost)[: windows.work.n_columns].tolist()  # what rules ask for counts
    packing = Packing(windows)
    drawn = alpha_plans(step, relaxed.x, packing, state.judge, draws=100, seed=seed, clock=watch)
    state.offer(drawn)
    wished = _wished(worth, relaxed.x)
    state.offer(fit(windows, wished, judge=state.judge, start=drawn, rounds=rounds, seed=seed + 1, clock=watch))
    _cores(state, step, joined, prices, node_limit, watch)
    return state.found()


def _wished(worth: list[float], x: Floats) -> list[float]:
    """Return wishes by worth; what is worth nothing is wished as far as the linear relaxation takes it."""
    most = max(map(abs, worth), default=0.0) + 1.0
    return [value if value > 0 else (value + most) * share for value, share in zip(worth, x[: len(worth)], strict=True)]


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

    @property
    def objective(self) -> float:
        """The objective of the best plan."""
        return math.inf if self.best is None else -self.best.worth

    @property
    def proven(self) -> bool:
        """Whether nothing can be better than the best plan."""
        slack = max(self.unit, 0.0) - TOLERANCE * max(1.0, abs(self.objective)) if self.unit else -TOLERANCE
        if math.isinf(self.bound) or math.isinf(self.objective):
            return self.bound == math.inf
        return self.bound > self.objective - max(slack, TOLERANCE)

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
        over = np.maximum(rows - base.row_upper, base.row_lower - rows)
        outside = np.maximum(x - base.upper, base.lower - x)
        breach = float(over[over > TOLERANCE].sum() + outside[outside > TOLERANCE].sum())
        return breach, -base.value(x)


class _Prices:
    """What each column and each row costs at least when it leaves its bound, by weak duality."""

    def __init__(self, joined: Linear, row_dual: Floats) -> None:
        finite_lower, finite_upper = np.isfinite(joined.row_lower), np.isfinite(joined.row_upper)
        dual = np.where(row_dual > 0, row_dual * finite_lower, row_dual * finite_upper)
        self.row = dual
        self.column = joined.cost - joined.matrix.T @ dual
        limits = np.where(dual > 0, np.where(finite_lower, joined.row_lower, 0.0), 0.0)
        limits += np.where(dual < 0, np.where(finite_upper, joined.row_upper, 0.0), 0.0)
        least = np.minimum(self.column * joined.lower, self.column * joined.upper)
        size = np.abs(dual * limits).sum() + np.abs(least).sum()
        self.bound = float(dual @ limits + least.sum() + joined.offset - 1e-12 * size)


def _cores(state: _State, step: Step, joined: Linear, prices: _Prices, node_limit: int | None, clock: Clock) -> None:
    """Solve growing cores until nothing is held back, or time is up."""
    below = joined.matrix.shape[0] - step.matrix.shape[0]
    pulses = np.arange(below, below + len(step.task))
    dual = np.abs(prices.row[pulses])
    least = max(0.002 * abs(prices.bound), state.unit, 10 * TOLERANCE)
    hold = max(float(np.quantile(dual, 0.4)) if len(dual) else 0.0, 10 * TOLERANCE)
    stops = 0
    while not (state.proven or clock.expired):
        gap = state.objective - prices.bound
        whole = hold >= gap
        core = _core(joined, prices, pulses, min(hold, gap))
        time = clock if whole else Clock(0.5 * clock.left() if math.isfinite(clock.left()) else None)
        outcome = _solve_core(state, step, core, node_limit, time)
        outside = math.inf if whole else prices.bound + hold
        if outcome.status == "infeasible":
            state.raise_bound(outside if state.best is None else min(outside, state.objective))
        elif outcome.bound is not None:
            state.raise_bound(min(outside, outcome.bound))
        stops += outcome.status == "stopped"
        if whole or outcome.status == "error" or stops > MOST_STOPS:
            return
        hold = hold * 0.3 if outcome.status == "stopped" else max(3.0 * hold, least)


def _core(joined: Linear, prices: _Prices, pulses: npt.NDArray[np.int64], hold: float) -> Linear:
    """Return the program without what costs more than a threshold."""
    lower, upper = joined.lower.copy(), joined.upper.copy()
    upper[prices.column > hold] = lower[prices.column > hold]
    lower[prices.column < -hold] = upper[prices.column < -hold]
    row_lower = joined.row_lower.copy()
    held = pulses[np.abs(prices.row[pulses]) > hold]
    row_lower[held] = joined.row_upper[held]
    return attrs.evolve(joined, lower=lower, upper=upper, row_lower=row_lower)


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
