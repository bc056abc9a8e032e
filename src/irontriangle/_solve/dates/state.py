"""The best plan and the bound of a search over selections and dates, and how better plans are looked for."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.alpha import LEAST
from irontriangle._solve.dates.anneal import anneal
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.core import Core
from irontriangle._solve.dates.fit import Fitted, Judge, fit
from irontriangle._solve.dates.step_milp import Step
from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.linear import Floats, Linear

Vector: TypeAlias = Callable[[list[int], int], npt.NDArray[Any]]
"""Columns and the days they take -> the program's 0/1 vector, bundles and days included."""

TOLERANCE = 1e-6

HALF = 0.5
"""Share of a column, or of its tasks, that begins the annealing after a linear relaxation."""

TURNS = 20
MOST_TURNS = 4_000
"""Plans that annealing tries: for each task, and at most."""


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
    close
        Goes on with what can prove a plan: the tree over the columns, if there is one, then the core of the step
        program that the plan leaves, with so many nodes of HiGHS; None: there is neither.
    """

    best: Fitted | None
    bound: float
    proven: bool
    core: Callable[[float], Core] | None = None
    close: Callable[[Fitted, int], Found] | None = None


class State:
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
