"""One HiGHS object, loaded, run and read. Only this module and `worker` touch highspy."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
import scipy.sparse as sp

from .linear import Floats, Linear, LinearStatus, Outcome

# Everything that HiGHS could print or write is off; gaps are zero: its default relative gap of 1e-4 calls plans
# optimal that are not.
_ALWAYS = {
    "output_flag": False,
    "log_to_console": False,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
}


class Watch:
    """
    Pass word between a running solver and the thread that waits for it.

    Each attribute is replaced as a whole by one thread and read by the other, so that no lock is needed.
    """

    __slots__ = ("bound", "cancelled", "incumbent", "nodes")
    cancelled: bool
    incumbent: Floats | None
    bound: float
    nodes: int

    def __init__(self) -> None:
        self.cancelled = False
        self.incumbent = None
        self.bound = -math.inf
        self.nodes = 0


@functools.cache
def binding() -> Any:
    """Return highspy's core, imported at the first solve."""
    import highspy._core  # noqa: PLC0415  it loads a shared library of several megabytes

    return highspy._core


def new(linear: Linear, options: dict[str, Any]) -> Any:
    """Return a HiGHS object that holds the program and the options."""
    highs = binding()._Highs()
    for name, value in (_ALWAYS | options).items():
        _check(highs.setOptionValue(name, value), f"option {name}")
    load(highs, linear)
    return highs


def load(highs: Any, linear: Linear) -> None:
    """Pass the program to a HiGHS object."""
    core = binding()
    matrix = sp.csr_matrix(linear.matrix)
    rows, columns = matrix.shape
    integer = linear.integer if linear.integer is not None else np.zeros(columns, dtype=bool)
    status = highs.passModel(
        columns,
        rows,
        matrix.nnz,
        core.MatrixFormat.kRowwise.value,
        core.ObjSense.kMinimize.value,
        linear.offset,
        linear.cost,
        linear.lower,
        linear.upper,
        linear.row_lower,
        linear.row_upper,
        matrix.indptr,
        matrix.indices,
        matrix.data,
        integer.astype(np.int32),
    )
    _check(status, "program")


def listen(highs: Any, watch: Watch, *, mip: bool) -> None:
    """Let the running solver report to `watch` and ask it whether to stop."""
    kinds = binding().cb.HighsCallbackType
    improving, logging = kinds.kCallbackMipImprovingSolution, kinds.kCallbackMipLogging

    def hear(kind: Any, _message: str, out: Any, reply: Any, _data: Any) -> None:
        if kind == improving:
            watch.incumbent = np.array(out.mip_solution)
        if mip:
            watch.bound = max(watch.bound, out.mip_dual_bound)
            watch.nodes = out.mip_node_count
        if watch.cancelled and reply is not None:
            reply.user_interrupt = True

    highs.setCallback(hear, None)
    mip_kinds = [improving, logging, kinds.kCallbackMipInterrupt]
    for kind in [kinds.kCallbackSimplexInterrupt, kinds.kCallbackIpmInterrupt] + (mip_kinds if mip else []):
        highs.startCallback(kind)


def run(highs: Any, left: float) -> None:
    """Run the solver, at most `left` seconds by its own clock, which counts from the object's first run."""
    highs.setOptionValue("time_limit", highs.getRunTime() + left if left < math.inf else math.inf)
    highs.run()


def read(highs: Any, linear: Linear, *, mip: bool) -> Outcome:
    """Read what a run came to."""
    status = _STATUS.get(highs.getModelStatus().name, "error")
    info = highs.getInfo()
    nodes = max(0, info.mip_node_count) if mip else info.simplex_iteration_count + info.ipm_iteration_count
    if status in ("infeasible", "unbounded", "error"):
        return Outcome(status, nodes=nodes)
    bound = info.mip_dual_bound if mip and math.isfinite(info.mip_dual_bound) else None
    solution = highs.getSolution()
    if not (solution.value_valid and info.primal_solution_status == 2):  # a feasible point
        return Outcome(status, bound=bound, nodes=nodes)
    x = whole(linear, np.array(solution.col_value))
    objective = linear.value(x)
    if mip:
        return Outcome(status, x, objective, bound, nodes=nodes)
    if not solution.dual_valid or status != "optimal":
        return Outcome(status, x, objective, nodes=nodes)
    row_dual, col_dual = np.array(solution.row_dual), np.array(solution.col_dual)
    return Outcome(status, x, objective, objective, row_dual, col_dual, nodes)


def whole(linear: Linear, x: Floats) -> Floats:
    """Return x with whole numbers in the whole columns."""
    return x if linear.integer is None else np.where(linear.integer, np.rint(x), x)


def _check(status: Any, what: str) -> None:
    if status == binding().HighsStatus.kError:
        raise ValueError(f"HiGHS refuses this {what}")


_STATUS: dict[str, LinearStatus] = {
    "kOptimal": "optimal",
    "kModelEmpty": "optimal",
    "kInfeasible": "infeasible",
    "kUnbounded": "unbounded",
    "kObjectiveBound": "stopped",
    "kObjectiveTarget": "stopped",
    "kTimeLimit": "stopped",
    "kIterationLimit": "stopped",
    "kSolutionLimit": "stopped",
    "kInterrupt": "stopped",
}
