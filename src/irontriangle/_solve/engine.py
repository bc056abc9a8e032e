"""One HiGHS object: loaded, run and read. The only module that touches highspy."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from .linear import Floats, Linear, LinearStatus, Outcome
from .watch import Watch

# Gaps are zero: HiGHS's default relative gap of 1e-4 calls plans optimal that are not. A second thread only searched
# the same tree, slower.
_ALWAYS: dict[str, Any] = {
    "output_flag": False,
    "log_to_console": False,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "threads": 1,
}

TOLERANCES = (1e-7, 1e-8)
"""
Tolerances of mixed-integer programs: the first, and the one where rounding its answer breaks a row.

HiGHS's own 1e-6 counts 0.9999995 as 1, which under a coefficient of 1e6 is half a unit. But the tighter, the more
often it calls something optimal, or infeasible, that is not, which nobody can see afterwards. Of 1237 programs with
halves beside coefficients up to 1e7, without and with presolve: at 1e-6 270 answers broke a row and 6 were wrong, at
1e-7 47 and 0, at 1e-8 0 and 1, at 1e-9 0 and 3, at 1e-10 0 and 30.
"""

_STATUS: dict[str, LinearStatus] = {
    "kOptimal": "optimal",
    "kInfeasible": "infeasible",
    "kUnbounded": "unbounded",
    "kTimeLimit": "stopped",
    "kIterationLimit": "stopped",
    "kSolutionLimit": "stopped",
    "kInterrupt": "stopped",
}

_FEASIBLE = 2
"""How HiGHS says that a solution is feasible."""


class RefusedError(Exception):
    """HiGHS does not take this program: an entry is too large for it."""


@functools.cache
def binding() -> Any:
    """Return highspy's core, loaded at the first solve."""
    import highspy._core

    return highspy._core


def new(linear: Linear, options: dict[str, Any]) -> Any:
    """Return a HiGHS object that holds the program and the options."""
    highs = binding()._Highs()
    for name, value in (_ALWAYS | options).items():
        if highs.setOptionValue(name, value) == binding().HighsStatus.kError:
            raise ValueError(f"HiGHS has no option {name} = {value!r}")
    matrix = sp.csr_matrix(linear.matrix)
    if not matrix.has_canonical_format:  # HiGHS refuses an entry that comes in two parts
        matrix = matrix.copy()
        matrix.sum_duplicates()
    # HiGHS takes a cost of NaN and calls the outcome optimal.
    if not math.isfinite(float(linear.cost.sum()) + float(matrix.data.sum()) + linear.offset):
        raise ValueError("costs, entries and offset of a program must be finite")
    rows, columns = matrix.shape
    integer = np.zeros(columns, dtype=bool) if linear.integer is None else linear.integer
    status = highs.passModel(
        columns,
        rows,
        matrix.nnz,
        binding().MatrixFormat.kRowwise.value,
        binding().ObjSense.kMinimize.value,
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
    if status == binding().HighsStatus.kError:
        if any(np.isnan(limits).any() for limits in (linear.row_lower, linear.row_upper, linear.lower, linear.upper)):
            raise ValueError("limits of a program must be numbers, got nan")
        raise RefusedError
    return highs


def begin(highs: Any, start: Floats) -> None:
    """Give the solver a point to begin with; NaN says nothing about a column."""
    given = np.flatnonzero(~np.isnan(start)).astype(np.int32)
    highs.setSolution(len(given), given, start[given])


class HighsWatch(Watch):
    """Carry what HiGHS tells of its tree as well."""

    __slots__ = ("bound", "incumbent", "nodes")

    def __init__(self) -> None:
        super().__init__()
        self.incumbent: Floats | None = None
        self.bound = -math.inf
        self.nodes = 0


def listen(highs: Any, watch: HighsWatch, *, mip: bool) -> None:
    """Let the running solver report to `watch`, and ask it whether to stop."""
    kinds = binding().cb.HighsCallbackType
    improving = int(kinds.kCallbackMipImprovingSolution)

    def hear(kind: int, _message: str, out: Any, reply: Any, _data: Any) -> None:
        watch.park()
        if kind == improving:
            watch.incumbent = np.array(out.mip_solution)
        if mip:
            watch.bound = max(watch.bound, out.mip_dual_bound)
            watch.nodes = out.mip_node_count
        if watch.cancelled and reply is not None:
            reply.user_interrupt = True

    highs.setCallback(hear, None)
    wanted = ["MipImprovingSolution", "MipLogging", "MipInterrupt"] if mip else ["SimplexInterrupt", "IpmInterrupt"]
    for name in wanted:
        highs.startCallback(getattr(kinds, f"kCallback{name}"))


def run(highs: Any, left: float, *, foreign: bool = False) -> None:
    """
    Run the solver, at most `left` seconds.

    `foreign` says that this is a thread of somebody else. HiGHS keeps a scheduler for each thread that has ever
    called it, and fails where a later call wants another number of threads. So what is found is used, and what is
    made is taken away, or the next highspy call of our user would fail.
    """
    # The solver's clock runs on from one run of an object to the next.
    highs.setOptionValue("time_limit", highs.getRunTime() + left)
    status = highs.run()
    if not foreign:
        return
    if status == binding().HighsStatus.kError and highs.getModelStatus() == binding().HighsModelStatus.kNotset:
        highs.setOptionValue("threads", 0)
        highs.run()
        highs.setOptionValue("threads", 1)
    else:
        highs.resetGlobalScheduler(True)


def read(highs: Any, linear: Linear, *, mip: bool) -> Outcome:
    """Read what a run with presolve has come to."""
    status = _STATUS.get(highs.getModelStatus().name, "error")
    info = highs.getInfo()
    nodes = max(0, info.mip_node_count) if mip else info.simplex_iteration_count + info.ipm_iteration_count
    if not mip:
        if status != "optimal":
            return Outcome(status, nodes=nodes)
        solution = highs.getSolution()
        x = array(solution.col_value)
        objective = linear.value(x)
        return Outcome(status, x, objective, objective, array(solution.row_dual), array(solution.col_dual), nodes=nodes)
    if status in ("infeasible", "unbounded", "error"):
        return Outcome(status, nodes=nodes)
    bound = info.mip_dual_bound if math.isfinite(info.mip_dual_bound) else None
    if info.primal_solution_status != _FEASIBLE:
        return Outcome(status, bound=bound, nodes=nodes)
    x = linear.whole(array(highs.getSolution().col_value))
    return Outcome(status, x, linear.value(x), bound, nodes=nodes)


def reread(highs: Any, rows: int) -> Outcome:
    """Read what a run of a linear program without presolve has come to, in as few microseconds as can be."""
    kinds = binding().HighsModelStatus
    status = highs.getModelStatus()
    if status == kinds.kOptimal:
        solution = highs.getSolution()
        objective = highs.getObjectiveValue()
        return Outcome(
            "optimal",
            array(solution.col_value),
            objective,
            objective,
            array(solution.row_dual),
            array(solution.col_dual),
        )
    if status == kinds.kObjectiveBound:
        return Outcome("bounded", row_dual=array(highs.getSolution().row_dual))
    if status == kinds.kInfeasible:
        _, known, ray = highs.getDualRay()
        return Outcome("infeasible", ray=np.array(ray) if known and len(ray) == rows else None)
    return Outcome(_STATUS.get(status.name, "error"))


def array(numbers: list[float]) -> Floats:
    """Return a list of floats as an array."""
    return np.fromiter(numbers, dtype=np.float64, count=len(numbers))


def indices(given: npt.ArrayLike) -> npt.NDArray[np.int32]:
    """Return indices as HiGHS wants them."""
    return np.asarray(given, dtype=np.int32)
