"""Cores of the step program: what its linear relaxation leaves, solved by HiGHS."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.dates.prices import Prices
from irontriangle._solve.dates.state import TOLERANCE, Found, State
from irontriangle._solve.dates.step_milp import Step
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Floats, Linear, Outcome

MOST_FREE = 2_400
"""Columns, less those that rows hold to another, of the largest core that is given to HiGHS beside CP-SAT."""

MOST_STOPS = 3
"""Cores that were stopped by a limit, each smaller than the one before, until the search gives up."""


def part(clock: Clock, share: float) -> Clock:
    """Return a clock for a part of the time left."""
    return Clock(share * clock.left() if math.isfinite(clock.left()) else None)


def grow(state: State, step: Step, prices: Prices, node_limit: int | None, seed: int, clock: Clock) -> None:
    """Solve growing cores until nothing is held back, or time is up."""
    pulses = _pulses(step, prices)
    dual = np.abs(prices.row[pulses])
    least = max(0.002 * abs(prices.bound), state.unit, 10 * TOLERANCE)
    hold = max(float(np.quantile(dual, 0.4)) if len(dual) else 0.0, 10 * TOLERANCE)
    dearest = max(float(dual.max(initial=0.0)), float(np.abs(prices.column).max(initial=0.0)))
    stops = 0
    while not (state.proven or clock.expired):
        gap = min(state.objective - state.slack - prices.bound, dearest)
        whole = hold >= gap
        core = prices.core(pulses, min(hold, gap))
        time = clock if whole else part(clock, 0.5)
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


def closed(state: State, step: Step, prices: Prices, plan: Fitted, node_limit: int, clock: Clock) -> Found:
    """Solve the core of what is better than a plan."""
    state.offer(plan)
    core = prices.core(_pulses(step, prices), state.objective - state.slack - prices.bound)
    free = int((core.upper > core.lower).sum()) - int((core.row_lower == core.row_upper).sum())
    if free > MOST_FREE:
        return state.found()
    outcome = _solve_core(state, step, core, node_limit, part(clock, 0.5))
    if outcome.status == "infeasible":
        state.raise_bound(state.objective)
    elif outcome.bound is not None:
        state.raise_bound(min(outcome.bound, state.objective))
    return state.found()


def _pulses(step: Step, prices: Prices) -> npt.NDArray[np.int64]:
    """Return the rows w[j, i] <= w[j, i + 1] of the joined program."""
    below = len(prices.row) - step.matrix.shape[0]
    return np.arange(below, below + len(step.task))


def _solve_core(state: State, step: Step, core: Linear, node_limit: int | None, clock: Clock) -> Outcome:
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


def _plan(state: State, step: Step, z: Floats) -> Fitted:
    columns = [int(c) for c in np.flatnonzero(z[: state.windows.work.n_columns] > 0.5)]
    table = step.reached(z, 0.5, columns)
    breach, worth = state.judge(columns, table.days(state.windows.work))
    return Fitted(tuple(columns), table, breach, worth)
