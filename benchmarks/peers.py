"""
The peers, all on the same rows, with gap 0 and each in its own way of being asked.

What an answer is worth is computed from the rows, never taken from the solver. A peer that cannot be imported is
left out of every table.
"""

from __future__ import annotations

import importlib.util
import math
import time
import warnings
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from benchmarks.instance import Instance, ours
from benchmarks.registry import Outcome, Phase, Point
from benchmarks.rows import Floats, Rows


def found(rows: Rows, x: Any, *, proven: bool, bound: float | None = None, trace: Sequence[Point] = ()) -> Outcome:
    """Return what a 0/1 vector is worth; None: there is none, which may be proven too."""
    figures = {}
    if x is not None:
        chosen = np.rint(np.asarray(x, dtype=float))
        # A sum of floats means what was written, and nobody writes more than six decimals here.
        amounts = {"value": rows.value, "cost": rows.cost}
        figures = {name: round(float(each @ chosen), 6) for name, each in amounts.items()}
    return Outcome(
        figures,
        ("value",) if proven else (),
        "" if figures else "no plan",
        done=proven,
        bound=None if bound is None else finite(bound),
        trace=tuple(trace),
    )


def finite(number: float) -> float | None:
    """Return a number, or None where a solver says that it knows none."""
    return float(number) if math.isfinite(number) and abs(number) < 1e30 else None


# ------------------------------------------------------------------------------------------------------- SciPy


def milp_value(instance: Instance, time_limit: float) -> Outcome:
    """`scipy.optimize.milp` in one call, value only."""
    rows = instance.for_peers()
    return _milp(rows, -rows.value, time_limit)


def milp_levels(instance: Instance, time_limit: float) -> Outcome:
    """`scipy.optimize.milp` in two calls: the most value, then the least cost at that value."""
    start, rows = time.perf_counter(), instance.for_peers()
    first = _milp(rows, -rows.value, time_limit)
    if not first.done or first.impossible:
        return first
    left = time_limit - (time.perf_counter() - start)
    second = _milp(rows, rows.cost, max(left, 0), at_least=first.figures["value"])
    proven = ("value", "cost") if second.done else ("value",)
    return Outcome(second.figures or first.figures, proven, done=second.done, bound=first.bound)


def _milp(rows: Rows, objective: Floats, time_limit: float, *, at_least: float | None = None) -> Outcome:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    constraints = [LinearConstraint(rows.matrix, rows.lower, rows.upper)] if len(rows.lower) else []
    if at_least is not None:
        smallest = float(np.min(np.abs(rows.value[rows.value != 0]), initial=1))
        kept = csr_matrix(rows.value[None, :])
        constraints.append(LinearConstraint(kept, at_least - min(0.5, smallest / 2), np.inf))
    result = milp(
        objective,
        integrality=np.ones(len(objective)),
        bounds=Bounds(0, 1),
        constraints=constraints,
        options={"mip_rel_gap": 0, "time_limit": time_limit},
    )
    bound = None if result.mip_dual_bound is None else -result.mip_dual_bound
    return found(rows, result.x, proven=result.status in (0, 2), bound=bound)  # optimal, infeasible


# -------------------------------------------------------------------------------------------------------- HiGHS


def highs_value(instance: Instance, time_limit: float, *, traced: bool = False) -> Outcome:
    """HiGHS through its own binding, one thread, value only."""
    import highspy

    rows = instance.for_peers()
    highs = highspy.Highs()
    for name, option in {"output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0, "threads": 1}.items():
        highs.setOptionValue(name, option)
    highs.setOptionValue("time_limit", float(time_limit))
    highs.passModel(_highs_model(highspy, rows))
    trace: list[Point] = []
    start = time.perf_counter()

    def note(event: Any) -> None:
        best, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        trace.append((time.perf_counter() - start, finite(best), finite(bound)))

    if traced:
        highs.cbMipImprovingSolution.subscribe(note)
        highs.cbMipLogging.subscribe(note)
    highs.run()
    info = highs.getInfo()
    settled = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)
    feasible = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    x = highs.getSolution().col_value if feasible else None
    proven = highs.getModelStatus() in settled
    return found(rows, x, proven=proven, bound=info.mip_dual_bound, trace=trace)


def _highs_model(highspy: Any, rows: Rows) -> Any:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.matrix.shape
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = rows.value
    model.col_lower_, model.col_upper_ = np.zeros(len(rows.value)), np.ones(len(rows.value))
    model.row_lower_, model.row_upper_ = rows.lower, rows.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.matrix.indptr
    model.a_matrix_.index_ = rows.matrix.indices
    model.a_matrix_.value_ = rows.matrix.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(rows.value)
    return model


# ------------------------------------------------------------------------------------------------------- CP-SAT


def cpsat_value(instance: Instance, time_limit: float, *, traced: bool = False) -> Outcome:
    """CP-SAT with two workers, value only, every row in whole numbers."""
    from ortools.sat.python import cp_model

    rows = instance.for_peers()
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in rows.value]
    for row, (low, high) in enumerate(zip(rows.lower, rows.upper, strict=True)):
        part = slice(rows.matrix.indptr[row], rows.matrix.indptr[row + 1])
        terms, factor = _in_whole_numbers(rows.matrix.data[part])
        total = cp_model.LinearExpr.weighted_sum([x[column] for column in rows.matrix.indices[part]], terms)
        if math.isfinite(low):
            model.add(total >= math.ceil(Fraction(repr(float(low))) * factor))
        if math.isfinite(high):
            model.add(total <= math.floor(Fraction(repr(float(high))) * factor))
    worth, unit = _in_whole_numbers(rows.value)
    model.maximize(cp_model.LinearExpr.weighted_sum(x, worth))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = time_limit
    watch = _watch(cp_model, solver, unit) if traced else None
    status = solver.solve(model, watch)
    has_plan = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    chosen = [solver.value(one) for one in x] if has_plan else None
    proven = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    bound = None if status == cp_model.UNKNOWN else solver.best_objective_bound / unit  # 0 where it has not begun
    return found(rows, chosen, proven=proven, bound=bound, trace=watch.trace if watch else ())


def _watch(cp_model: Any, solver: Any, unit: int) -> Any:
    class Watch(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]  # ortools brings no types
        """Note when value or bound moved."""

        def __init__(self) -> None:
            super().__init__()
            self.start, self.best = time.perf_counter(), None
            self.trace: list[Point] = []
            solver.best_bound_callback = self.bounded

        def on_solution_callback(self) -> None:
            self.best = self.objective_value / unit
            self.bounded(self.best_objective_bound)

        def bounded(self, bound: float) -> None:
            self.trace.append((time.perf_counter() - self.start, self.best, bound / unit))

    return Watch()


def _in_whole_numbers(amounts: Floats) -> tuple[list[int], int]:
    """Return amounts times the least factor that makes all of them whole, and the factor; a float means its repr."""
    exact = [Fraction(repr(amount)) for amount in amounts.tolist()]
    factor = math.lcm(*(amount.denominator for amount in exact))
    return [int(amount * factor) for amount in exact], factor


# ---------------------------------------------------------------------------------------------------------- CBC


def cbc_value(instance: Instance, time_limit: float) -> Outcome:
    """CBC through PuLP, value only."""
    rows = instance.for_peers()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # PuLP 3.3 speaks of what 4.0 will be like
        return _cbc(rows, time_limit)


def _cbc(rows: Rows, time_limit: float) -> Outcome:
    import pulp

    model = pulp.LpProblem("benchmark", pulp.LpMaximize)
    x = [pulp.LpVariable(f"x{column}", cat="Binary") for column in range(len(rows.value))]
    model.setObjective(pulp.LpAffineExpression(zip(x, rows.value.tolist(), strict=True)))
    for row, (low, high) in enumerate(zip(rows.lower.tolist(), rows.upper.tolist(), strict=True)):
        part = slice(rows.matrix.indptr[row], rows.matrix.indptr[row + 1])
        columns, terms = rows.matrix.indices[part].tolist(), rows.matrix.data[part].tolist()
        total = pulp.LpAffineExpression((x[column], term) for column, term in zip(columns, terms, strict=True))
        if math.isfinite(low):
            model.addConstraint(total >= low)
        if math.isfinite(high):
            model.addConstraint(total <= high)
    model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0, timeLimit=time_limit))
    if model.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return found(rows, None, proven=model.sol_status == pulp.LpSolutionInfeasible)
    return found(rows, [one.value() or 0 for one in x], proven=model.sol_status == pulp.LpSolutionOptimal)


# ------------------------------------------------------------------------------------------------------- choice

CONTENDERS: Mapping[str, tuple[Phase, str]] = {
    "irontriangle": (ours, "irontriangle"),
    "milp": (milp_value, "scipy"),
    "milp, then cost": (milp_levels, "scipy"),
    "highspy": (highs_value, "highspy"),
    "CP-SAT": (cpsat_value, "ortools"),
    "CBC": (cbc_value, "pulp"),
}
"""How each is called, what it does, and the package that it needs."""


def contenders(*names: str) -> dict[str, Phase]:
    """Return the phases of ours and of the peers named, or of all, that can be imported here."""
    return {
        name: phase
        for name, (phase, package) in CONTENDERS.items()
        if (not names or name in ("irontriangle", *names)) and importlib.util.find_spec(package)
    }


def traced() -> dict[str, Phase]:
    """Return ours and the peers, those that report their progress with a trace of it."""
    reporting = {"irontriangle": ours, "highspy": highs_value, "CP-SAT": cpsat_value}
    here = contenders("milp", "highspy", "CP-SAT", "CBC")
    return here | {name: partial(phase, traced=True) for name, phase in reporting.items() if name in here}
