"""Relax, fill, prove: the levels of the objective for projects in sprints."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model.project import Project
from irontriangle._plan.plan import Question
from irontriangle._solve.columns import Columns
from irontriangle._solve.compile import compile_program
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.levels import LATER_NODES
from irontriangle._solve.program import Program, Rows, level
from irontriangle._solve.selection.search import maximize
from irontriangle._solve.sprints.fill import Filled, by_rank, fit
from irontriangle._solve.sprints.level import RESTARTS, SprintProgram, maximize_sprints
from irontriangle._solve.sprints.load import Load, compile_load
from irontriangle._solve.sprints.relax import relax, spans


def solve_sprints(project: Project, question: Question, so_far: Incumbent) -> None:
    """
    Maximise the levels of the objective over everything that fits the sprints; the answer is left in `so_far`.

    Where nothing before the finish depends on how many sprints are used, they are counted once the rest is settled.
    """
    finish_first = question.objective == "finish"
    load = compile_load(project, Columns.of(project, 0), release_count=finish_first)
    if finish_first:
        near = _near(project, question, load, so_far)
        if so_far.infeasible:
            return
        load = near
    burns = any(project.budget.by_fund(project.budget.burn_per_day).values())
    held = _program(project, question, load, count=burns or finish_first)
    fixed: list[Rows] = []
    so_far.levels, so_far.columns = held.program.levels, held.columns
    for position in range(len(so_far.levels)):
        if so_far.levels[position].name == "finish" and held.first_day is None:
            assert so_far.x is not None
            assert so_far.filled is not None
            load = load.until(max(1, so_far.filled.n_sprints))
            held = _program(project, question, load, count=True, fixed=fixed)
            x = _restated(held, so_far.x, so_far.filled)
            so_far.levels, so_far.columns, so_far.x = held.program.levels, held.columns, x
        current = held.program.levels[position]
        reached = maximize_sprints(held, current, position, so_far, node_limit=LATER_NODES if position else None)
        if not so_far.take(position, reached):
            break
        assert reached.score is not None
        fixed.append(current.at_least(reached.score))
        held = attrs.evolve(held, program=held.program.with_rows(fixed[-1]))
    _tidy(held, so_far)


def _program(
    project: Project, question: Question, load: Load, *, count: bool, fixed: Sequence[Rows] = ()
) -> SprintProgram:
    """Compile with or without columns for the sprints, and add what they ask of the selection alone."""
    program, columns = compile_program(project, question, n_days=load.n_sprints if count else 0)
    when = spans(load, program.upper.astype(bool).tolist())
    upper = program.upper.copy()
    upper[: columns.first_bundle] *= [when.fits(column) for column in range(columns.first_bundle)]
    rows = relax(load, when, first_day=columns.first_day if count else None)
    return SprintProgram(_with(program, upper, [rows, *fixed]), columns, load, when)


def _with(program: Program, upper: NDArray[np.int8], rows: Sequence[Rows]) -> Program:
    return program.with_bounds(program.lower, upper).with_rows(*rows)


def _near(project: Project, question: Question, load: Load, so_far: Incumbent) -> Load:
    """Fill in the selection of least work that meets the demands: the earliest finish is no later than that."""
    held = _program(project, question, load, count=False)
    effort = [sum(need.values()) for need in load.needs]
    least = level("work", [*effort, *[0] * (len(held.program) - len(effort))], -1)
    found = maximize(held.program, least, clock=so_far.clock, node_limit=LATER_NODES)
    so_far.infeasible = found.complete and found.x is None
    if found.x is None:
        return load
    filled = fit(load, held.chosen(found.x), by=load.n_sprints, restarts=RESTARTS)
    if filled is None:
        return load
    counted = _program(project, question, load.until(max(1, filled.n_sprints)), count=True)
    x = _restated(counted, found.x, filled)
    if not counted.program.holds(x):
        return load
    so_far.levels, so_far.columns, so_far.x = counted.program.levels, counted.columns, x
    so_far.filled, so_far.turns = filled, counted.turns(filled)
    return counted.load


def _restated(held: SprintProgram, x: NDArray[np.int64], filled: Filled) -> NDArray[np.int64]:
    """Return the vector of a selection in another program of the same project."""
    restated = np.zeros(len(held.program), dtype=np.int64)
    restated[: held.columns.first_day] = x[: held.columns.first_day]
    return held.with_sprints(restated, filled.n_sprints)


def _tidy(held: SprintProgram, so_far: Incumbent) -> None:
    """Show the work in the canonical order, where that takes no longer."""
    if so_far.x is None or so_far.filled is None:
        return
    shown = by_rank(held.load.until(max(1, so_far.filled.n_sprints)), held.chosen(so_far.x))
    if shown is not None:
        so_far.filled, so_far.turns = shown, held.turns(shown)
