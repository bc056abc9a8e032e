"""The one door to HiGHS."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import attrs
import numpy as np

from . import engine, worker
from .clock import Clock
from .linear import TRUSTED, Floats, Linear, LinearStatus, Outcome
from .session import Session, Sessions

__all__ = ["TRUSTED", "Floats", "Linear", "LinearStatus", "Outcome", "Session", "Sessions", "solve"]

Method: TypeAlias = Literal["choose", "ipm", "simplex"]
OnIncumbent: TypeAlias = Callable[[Floats, float], object]
OnProgress: TypeAlias = Callable[[float | None, int], object]

SMALL = 5_000
"""Rows, columns and entries up to which a linear program is solved on the caller's own thread, in milliseconds."""


def solve(
    linear: Linear,
    *,
    clock: Clock | None = None,
    start: Floats | None = None,
    node_limit: int | None = None,
    iteration_limit: int | None = None,
    method: Method = "choose",
    crossover: bool = True,
    presolve: bool = True,
    cutoff: float | None = None,
    on_incumbent: OnIncumbent | None = None,
    on_progress: OnProgress | None = None,
) -> Outcome:
    r"""
    Solve a linear or mixed-integer program.

    Parameters
    ----------
    clock
        Control comes back within about 0.2 s of its end, with status ``"stopped"``, the best found so far and the
        bound; within 0.1 s of Ctrl-C, with KeyboardInterrupt.
    start
        Shape (n,). A point to begin with; NaN where nothing is suggested (the rest is then sought in a program of
        its own). Mixed-integer programs only.
    node_limit
        Nodes of the tree, a limit that does not depend on the machine.
    iteration_limit
        Iterations of a linear program.
    method
        For linear programs: ``"choose"`` is simplex; ``"ipm"``, interior point, is quicker for some large ones.
    crossover
        Whether the interior point method goes on to a vertex. Without it x is in the middle of the optimal face,
        and objective and duals are good to about 1e-7 of their size.
    presolve
        Whether to simplify the program first. Without it an infeasible linear program comes with its `ray`.
    cutoff
        Only objectives below it are wanted, an objective that is known already say; mixed-integer programs only.
        ``"infeasible"`` then means that none is below it.
    on_incumbent
        Called on this thread with each better x, whole where it must be, and its objective; some may be skipped. The
        last word before Ctrl-C is heard here.
    on_progress
        Called on this thread every 0.05 s with bound (or ``None``) and nodes.

    Returns
    -------
    Outcome
        What is known. Every number in it is a double out of a solver with tolerances: round, then check exactly.

    Raises
    ------
    ValueError
        If cost, matrix or offset hold NaN or infinity, or a limit is NaN.

    Notes
    -----
    Both gaps are zero, all output is off, one thread is used, and equal calls take equal steps as long as no clock
    ends them. Small linear programs run on this thread, everything else on a thread of its own (`worker.run`).
    """
    clock = Clock(None) if clock is None else clock
    if linear.matrix.shape[1] == 0:
        return _constant(linear)
    if clock.expired:
        return Outcome("stopped")
    options: dict[str, Any] = {"presolve": "on" if presolve else "off"}
    if linear.is_mip:
        if node_limit is not None:
            options["mip_max_nodes"] = node_limit
        if cutoff is not None:
            options["objective_bound"] = cutoff
        outcome = _tree(linear, options, start, clock, on_incumbent, on_progress)
        return _checked(outcome) if cutoff is None else _below(cutoff, outcome)
    options |= {"solver": method, "run_crossover": "on" if crossover else "off"}
    if iteration_limit is not None:
        options |= {"simplex_iteration_limit": iteration_limit, "ipm_iteration_limit": iteration_limit}
    outcome = _line(linear, options, clock)
    # Numerical trouble: presolve is left out, then the method that was wished.
    for plainer in ({"presolve": "off"}, {"presolve": "off", "solver": "simplex"}):
        if outcome.status == "error" and not options.items() >= plainer.items():
            options |= plainer
            outcome = _line(linear, options, clock)
    return outcome


def _line(linear: Linear, options: dict[str, Any], clock: Clock) -> Outcome:
    """Solve a linear program."""
    small = linear.size <= SMALL
    watch = engine.HighsWatch()

    def work() -> Outcome:
        try:
            highs = engine.new(linear, options)
        except engine.RefusedError:
            return Outcome("error")
        if not small:
            engine.listen(highs, watch, mip=False)
        engine.run(highs, clock.left(), foreign=small)
        outcome = engine.read(highs, linear, mip=False)
        if outcome.status == "infeasible" and options["presolve"] == "off":
            return attrs.evolve(outcome, ray=engine.reread(highs, linear.matrix.shape[0]).ray)
        return outcome

    if small:
        return worker.here(work)
    outcome = worker.run(work, watch, clock, lambda: None)
    return Outcome("stopped") if outcome is None else outcome


def _tree(
    linear: Linear,
    options: dict[str, Any],
    start: Floats | None,
    clock: Clock,
    on_incumbent: OnIncumbent | None,
    on_progress: OnProgress | None,
) -> Outcome:
    """Solve a mixed-integer program on a thread of its own."""
    watch = engine.HighsWatch()

    def work() -> Outcome:
        first, second = engine.TOLERANCES
        outcome = attempt(first)
        if outcome.status != "optimal" or outcome.x is None or linear.holds(outcome.x):
            return outcome
        return attempt(second)

    def attempt(tolerance: float) -> Outcome:
        own = options | {"mip_feasibility_tolerance": tolerance}
        try:
            highs = engine.new(linear, own)
        except engine.RefusedError:
            return Outcome("error")
        if start is not None:
            engine.begin(highs, start)
        engine.listen(highs, watch, mip=True)
        engine.run(highs, clock.left())
        if highs.getModelStatus().name == "kUnboundedOrInfeasible":
            return _unbounded_or_infeasible(linear, own, clock, watch)
        return engine.read(highs, linear, mip=True)

    told: Floats | None = None

    def look() -> None:
        nonlocal told
        found = watch.incumbent
        if on_incumbent is not None and found is not None and found is not told:
            told = found
            x = linear.whole(found)
            on_incumbent(x, linear.value(x))
        if on_progress is not None:
            on_progress(_finite(watch.bound), watch.nodes)

    outcome = worker.run(work, watch, clock, look)
    return _so_far(linear, watch) if outcome is None else outcome


def _unbounded_or_infeasible(
    linear: Linear, options: dict[str, Any], clock: Clock, watch: engine.HighsWatch
) -> Outcome:
    """Tell the two apart, which HiGHS does not: without costs nothing is unbounded."""
    highs = engine.new(attrs.evolve(linear, cost=np.zeros(len(linear.cost))), options)
    engine.listen(highs, watch, mip=True)
    engine.run(highs, clock.left())
    feasible = engine.read(highs, linear, mip=True)
    return Outcome("unbounded") if feasible.status == "optimal" else Outcome(feasible.status)


def _constant(linear: Linear) -> Outcome:
    """Return the outcome of a program without columns: HiGHS calls every such program empty, even impossible ones."""
    if (linear.row_lower > 0).any() or (linear.row_upper < 0).any():
        return Outcome("infeasible")
    rows = linear.matrix.shape[0]
    return Outcome("optimal", np.zeros(0), linear.offset, linear.offset, np.zeros(rows), np.zeros(0))


def _so_far(linear: Linear, watch: engine.HighsWatch) -> Outcome:
    """Return what a worker that is late has told so far."""
    bound = _finite(watch.bound)
    if watch.incumbent is None:
        return Outcome("stopped", bound=bound, nodes=watch.nodes)
    x = linear.whole(watch.incumbent)
    return Outcome("stopped", x, linear.value(x), bound, nodes=watch.nodes)


def _checked(outcome: Outcome) -> Outcome:
    """Take back "optimal" where HiGHS's own bound contradicts it."""
    if outcome.status != "optimal" or outcome.objective is None or outcome.bound is None:
        return outcome
    if outcome.objective - outcome.bound <= 1e-6 * max(1.0, abs(outcome.objective)):
        return outcome
    return attrs.evolve(outcome, status="stopped")


def _below(cutoff: float, outcome: Outcome) -> Outcome:
    """
    Read an outcome under a cutoff.

    HiGHS drops all nodes above its `objective_bound`, then calls the best that is left "optimal", though it may be
    neither the optimum nor below the cutoff. What it does know is that nothing else is below.
    """
    bound = None if outcome.bound is None else min(outcome.bound, cutoff)
    if outcome.objective is None or outcome.objective < cutoff:
        return _checked(attrs.evolve(outcome, bound=bound))
    if outcome.status == "optimal":
        return Outcome("infeasible", nodes=outcome.nodes)
    return attrs.evolve(outcome, x=None, objective=None, bound=bound)


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None
