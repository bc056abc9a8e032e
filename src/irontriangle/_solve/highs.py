"""The one door to HiGHS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from . import engine, worker
from .clock import Clock
from .engine import Watch
from .linear import TRUSTED, Floats, Linear, LinearStatus, Outcome

__all__ = ["TRUSTED", "Floats", "Linear", "LinearStatus", "Outcome", "Session", "solve"]

Method = Literal["choose", "ipm", "simplex"]
OnIncumbent = Callable[[Floats, float], None]
OnProgress = Callable[[float, int], None]

SMALL = 2_000
"""Rows, columns and entries up to which a linear program is solved on the caller's own thread."""


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
    """
    Solve a linear or mixed-integer program.

    Parameters
    ----------
    clock
        Control comes back within about 0.2 s of its end, with status ``"stopped"`` and the best found so far.
    start
        A solution to begin with; NaN where nothing is suggested.
    node_limit, iteration_limit
        Limits that do not depend on the machine.
    method
        For linear programs.
    crossover
        Whether the interior point method ends in a vertex.
    cutoff
        Only objectives below it are of interest: ``"infeasible"`` then means that there is none.
    on_incumbent
        Called with x and its objective, on the caller's thread.
    on_progress
        Called with the bound and the number of nodes, on the caller's thread.
    """
    clock = clock if clock is not None else Clock(None)
    rows, columns = linear.matrix.shape
    if columns == 0:
        return _constant(linear)
    if clock.expired:
        return Outcome("stopped")
    mip = linear.is_mip
    options: dict[str, Any] = {"presolve": "on" if presolve else "off", "threads": 1}
    if node_limit is not None:
        options["mip_max_nodes"] = node_limit
    if iteration_limit is not None:
        options |= {"simplex_iteration_limit": iteration_limit, "ipm_iteration_limit": iteration_limit}
    if not mip:
        options |= {"solver": method, "run_crossover": "on" if crossover else "off"}
    watch = Watch()

    def work() -> Outcome:
        highs = engine.new(linear, options)
        if start is not None:
            given = np.flatnonzero(np.isfinite(start)).astype(np.int32)
            highs.setSolution(len(given), given, start[given])
        if not small:
            engine.listen(highs, watch, mip=mip)
        engine.run(highs, clock.left())
        return engine.read(highs, linear, mip=mip)

    small = not mip and rows + columns + linear.matrix.nnz <= SMALL
    if small:
        return work()
    told: Floats | None = None

    def look() -> None:
        nonlocal told
        found = watch.incumbent
        if found is not told and found is not None and on_incumbent is not None:
            told = found
            x = engine.whole(linear, found)
            on_incumbent(x, linear.value(x))
        if on_progress is not None:
            on_progress(watch.bound, watch.nodes)

    outcome = worker.run(work, watch, clock, look)
    return outcome if outcome is not None else _so_far(linear, watch)


class Session:
    """
    Keep a linear program alive, so that each solve starts from the basis of the one before.

    Parameters
    ----------
    linear
        Whole columns are taken as continuous.
    """

    def __init__(self, linear: Linear) -> None:
        self._linear = linear
        self._highs = engine.new(
            Linear(
                linear.cost,
                linear.matrix,
                linear.row_lower,
                linear.row_upper,
                linear.lower,
                linear.upper,
                offset=linear.offset,
            ),
            {"presolve": "off", "solver": "simplex", "threads": 1},
        )
        self._cost = np.array(linear.cost, dtype=float)

    def bounds(self, indices: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike) -> None:
        """Set the limits of some columns."""
        columns = np.asarray(indices, dtype=np.int32)
        self._highs.changeColsBounds(len(columns), columns, lower, upper)

    def cost(self, indices: npt.ArrayLike, cost: npt.ArrayLike) -> None:
        """Set the cost of some columns."""
        columns = np.asarray(indices, dtype=np.int32)
        self._highs.changeColsCost(len(columns), columns, cost)
        self._cost[columns] = cost

    def row(self, index: int, lower: float, upper: float) -> None:
        """Set the limits of one row."""
        self._highs.changeRowBounds(index, lower, upper)

    def add_rows(self, matrix: Any, lower: npt.ArrayLike, upper: npt.ArrayLike) -> None:
        """Add rows below the others; the basis stays."""
        more = sp.csr_matrix(matrix)
        self._highs.addRows(more.shape[0], lower, upper, more.nnz, more.indptr[:-1], more.indices, more.data)

    def run(self, clock: Clock | None = None) -> Outcome:
        """Solve from the last basis."""
        clock = clock if clock is not None else Clock(None)
        if clock.expired:
            return Outcome("stopped")
        engine.run(self._highs, clock.left())
        linear = Linear(
            self._cost,
            self._linear.matrix,
            self._linear.row_lower,
            self._linear.row_upper,
            self._linear.lower,
            self._linear.upper,
            offset=self._linear.offset,
        )
        return engine.read(self._highs, linear, mip=False)


def _constant(linear: Linear) -> Outcome:
    """Return the outcome of a program without columns: HiGHS calls every such program optimal."""
    rows = linear.matrix.shape[0]
    if np.all(linear.row_lower <= 0) and np.all(linear.row_upper >= 0):
        duals = (None, None) if linear.is_mip else (np.zeros(rows), np.zeros(0))
        return Outcome("optimal", np.zeros(0), linear.offset, linear.offset, *duals)
    return Outcome("infeasible")


def _so_far(linear: Linear, watch: Watch) -> Outcome:
    """Return what a worker that is late has told so far."""
    bound = watch.bound if np.isfinite(watch.bound) else None
    if watch.incumbent is None:
        return Outcome("stopped", bound=bound, nodes=watch.nodes)
    x = engine.whole(linear, watch.incumbent)
    return Outcome("stopped", x, linear.value(x), bound, nodes=watch.nodes)
