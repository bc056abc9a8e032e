"""The door to CP-SAT, which is asked where OR-Tools is installed."""

from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias

import attrs

from irontriangle._solve import worker
from irontriangle._solve.clock import Clock
from irontriangle._solve.watch import Watch
from irontriangle.errors import SolverError

Verdict: TypeAlias = Literal["optimal", "infeasible", "stopped"]

IN_STEP: dict[str, Any] = {"num_workers": 8, "interleave_search": True, "interleave_batch_size": 2}
"""
Eight strategies in turn, two at a time: what is found does not depend on the machine.

Each batch is waited for, which costs some speed.
"""

FREELY: dict[str, Any] = {"num_workers": min(max(os.cpu_count() or 2, 2), 8)}
"""
As many strategies as there are processors, two at least: they exchange what they find whenever they find it.

Of equal plans another one is found each time. It is for who wants the proof.
"""


def installed() -> bool:
    """Tell whether OR-Tools is there, without loading it."""
    return importlib.util.find_spec("ortools") is not None


class _Watch(Watch):
    """Carry word from CP-SAT, which is told to stop, where HiGHS asks whether to."""

    __slots__ = ("limit", "stop", "values")

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self.stop = stop
        self.limit = math.inf
        self.values: list[int] | None = None

    def cancel(self) -> None:
        """Stop the search."""
        super().cancel()
        self.stop()

    def heed(self) -> None:
        """Do in a callback what was asked: CP-SAT does not hear a stop that comes before its search has begun."""
        self.park()
        if self.cancelled:
            self.stop()


@attrs.frozen(eq=False)
class Answer:
    """
    Say what CP-SAT came to.

    Parameters
    ----------
    verdict
        ``"optimal"``, ``"infeasible"``, both proven, or ``"stopped"``.
    values
        Of the variables, in the best solution; None: there is none.
    bound
        What the objective cannot exceed.
    """

    verdict: Verdict
    values: Sequence[int] | None
    bound: float


def run(
    model: Any,
    variables: Sequence[Any],
    *,
    clock: Clock,
    work_limit: float | None = None,
    free: bool = False,
    on_found: Callable[[Sequence[int]], None] | None = None,
    on_bound: Callable[[float], None] | None = None,
) -> Answer:
    """
    Maximise the objective of a model.

    Parameters
    ----------
    model
        A `CpModel` with an objective to be maximised, or none.
    variables
        Those whose values are wanted.
    clock
        When to stop at the latest.
    work_limit
        Work after which to stop, in CP-SAT's deterministic seconds; None: no limit.
    free
        Whether strategies exchange what they find at any moment: faster, but another plan may be found each time.
    on_found, on_bound
        Told on this thread of better solutions and bounds; some may be skipped.
    """
    if clock.expired:
        return Answer("stopped", None, math.inf)
    from ortools.sat.python import cp_model

    solver = _solver(work_limit, FREELY if free else IN_STEP)
    watch = _Watch(solver.stop_search)
    told: tuple[Any, float] = (None, math.inf)

    class Ear(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]  # OR-Tools brings no types
        def on_solution_callback(self) -> None:
            watch.values = [self.value(variable) for variable in variables]
            watch.heed()

    def hear(bound: float) -> None:
        watch.limit = bound
        watch.heed()

    def work() -> Answer:
        solver.best_bound_callback = hear
        if clock.time_limit is not None:
            # Ends it even if it misses being stopped, but not before the clock is seen to have ended.
            solver.parameters.max_time_in_seconds = clock.left() + worker.GRACE
        status = solver.solve(model, Ear())
        if status == cp_model.MODEL_INVALID:
            raise SolverError(f"CP-SAT does not take the model: {model.validate()}")
        if status == cp_model.INFEASIBLE:
            return Answer("infeasible", None, -math.inf)
        if status == cp_model.UNKNOWN:
            return Answer("stopped", None, watch.limit)
        values = [solver.value(variable) for variable in variables]
        return Answer("optimal" if status == cp_model.OPTIMAL else "stopped", values, solver.best_objective_bound)

    def look() -> None:
        nonlocal told
        values, limit = watch.values, watch.limit
        if on_found is not None and values is not None and values is not told[0]:
            on_found(values)
        if on_bound is not None and limit < told[1]:
            on_bound(limit)
        told = values, limit

    answer = worker.run(work, watch, clock, look)
    return Answer("stopped", watch.values, watch.limit) if answer is None else answer


def _solver(work_limit: float | None, parameters: dict[str, Any]) -> Any:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    for name, value in parameters.items():
        setattr(solver.parameters, name, value)
    if work_limit is not None:
        solver.parameters.max_deterministic_time = work_limit
    return solver
