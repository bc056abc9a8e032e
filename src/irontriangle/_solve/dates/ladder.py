"""Relax, schedule, prove: the levels of the objective for projects with dates."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model.project import Project
from irontriangle._plan.plan import Question
from irontriangle._solve.columns import Columns
from irontriangle._solve.compile import compile_program
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.dated import DatedProgram
from irontriangle._solve.dates.level import maximize_dated
from irontriangle._solve.dates.relax import Relaxation, relax
from irontriangle._solve.dates.serial import canonical, improve
from irontriangle._solve.dates.strengthen import strengthened
from irontriangle._solve.dates.windows import always_built, windows
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.jobs import Jobs, compile_work
from irontriangle._solve.levels import LATER_NODES
from irontriangle._solve.program import Rows, level
from irontriangle._solve.selection.search import maximize

BEGIN_RESTARTS = 10
"""Random orders of the first schedule, where the finish comes first."""


def solve_dated(project: Project, question: Question, so_far: Incumbent) -> None:
    """
    Maximise the levels of the objective over everything that can be scheduled; the answer is left in `so_far`.

    Where nothing before the finish depends on how long the work lasts, the finish is counted in days only once
    the rest is settled, and only up to the finish that is then known.
    """
    jobs = compile_work(project, Columns.of(project, 0), release_deadline=question.objective == "finish")
    finish_first = question.objective == "finish"
    burns = any(project.budget.by_fund(project.budget.burn_per_day).values())
    if finish_first:
        begun = _begin_with_finish(project, question, jobs, so_far)
        if begun is None:
            return
        jobs, dated = begun
    else:
        dated = _dated(project, question, jobs, count_days=burns)
    _continue_with(dated, so_far)
    whole = jobs

    def nearer_by(days: int) -> DatedProgram:
        return _dated(project, question, _by(whole, days), count_days=burns)

    fixed: list[Rows] = []
    for position in range(len(so_far.levels)):
        if so_far.levels[position].name == "finish" and dated.first_day is None:
            assert so_far.table is not None
            jobs = _until(jobs, so_far.table)
            dated = _dated(project, question, jobs, count_days=True, fixed=fixed)
            _continue_with(dated, so_far)
        current = dated.program.levels[position]
        reached = maximize_dated(
            dated,
            current,
            position,
            so_far,
            node_limit=LATER_NODES if position else None,
            nearer_by=nearer_by,
        )
        if not so_far.take(position, reached):
            break
        assert reached.score is not None
        fixed.append(current.at_least(reached.score))
        dated = attrs.evolve(dated, program=dated.program.with_rows(fixed[-1]))
    _tidy(dated, so_far)


def _dated(
    project: Project, question: Question, jobs: Jobs, *, count_days: bool, fixed: Sequence[Rows] = ()
) -> DatedProgram:
    """Compile with or without day columns, and add what the calendar asks of the selection alone."""
    program, columns = compile_program(
        project, question, n_days=jobs.work.n_days if count_days else 0, buildable=jobs.buildable
    )
    feature = np.repeat(np.arange(len(columns.of_feature)), [len(part) for part in columns.of_feature.values()])
    work = strengthened(jobs.work)
    spans = windows(
        work,
        feature=feature,
        needs=jobs.needed,
        allowed=program.upper[: len(feature)],
        certain=always_built(program, feature),
    )
    asked = relax(spans, first_day=columns.first_day if columns.n_days else None)
    upper = program.upper.copy()
    upper[: len(feature)] *= asked.fits
    program = program.with_bounds(program.lower, upper).with_rows(_as_rows(asked), *fixed)
    return DatedProgram(program, columns, spans, jobs.jobs)


def _as_rows(asked: Relaxation) -> Rows:
    order = np.argsort(asked.rows, kind="stable")
    indptr = np.concatenate([[0], np.cumsum(np.bincount(asked.rows, minlength=len(asked.limits)))])
    return Rows(indptr, asked.columns[order], asked.coefs[order], asked.limits.copy())


def _begin_with_finish(
    project: Project, question: Question, jobs: Jobs, so_far: Incumbent
) -> tuple[Jobs, DatedProgram] | None:
    """
    Schedule the selection of least work that meets the demands: the earliest finish is no later than that.

    What days burn is counted up to a far horizon, by as many columns, only where that selection cannot pay it.
    """
    work = jobs.work
    for count_days in (False, True):
        dated = _dated(project, question, jobs, count_days=count_days)
        effort = np.bincount(work.task_column, work.task_ticks * np.maximum(work.demand.sum(axis=1), 1), work.n_columns)
        least = level("work", [*map(int, effort), *[0] * (len(dated.program) - work.n_columns)], -1)
        found = maximize(dated.program, least, clock=so_far.clock, node_limit=LATER_NODES)
        so_far.infeasible = found.complete and found.x is None
        if so_far.infeasible or (found.x is None and so_far.clock.expired):
            return None
        if found.x is None:
            continue
        table = improve(work, dated.chosen(found.x), restarts=BEGIN_RESTARTS, clock=so_far.clock)
        shorter = _until(jobs, table)
        counted = _dated(project, question, shorter, count_days=True)
        x = _restated(counted, found.x, table)
        if table.in_time(work) and counted.program.holds(x):
            so_far.levels, so_far.columns = counted.program.levels, counted.columns
            so_far.x, so_far.table, so_far.starts = x, table, counted.starts(table)
            return shorter, counted
    return jobs, dated


def _until(jobs: Jobs, table: Timetable) -> Jobs:
    """Return the work with the finish of a schedule as its horizon: nothing later is of interest."""
    return _by(jobs, table.days(jobs.work))


def _by(jobs: Jobs, days: int) -> Jobs:
    """Return the work with a horizon of so many days, if that is nearer."""
    work = jobs.work
    horizon = min(work.horizon, days * work.ticks_per_day)
    return attrs.evolve(jobs, work=attrs.evolve(work, horizon=horizon, present=work.present[:, :horizon]))


def _continue_with(dated: DatedProgram, so_far: Incumbent) -> None:
    """Restate the best solution so far in another program of the same project, all at once for who interrupts."""
    x = so_far.x
    if x is not None and so_far.table is not None:
        x = _restated(dated, x, so_far.table)
    so_far.levels, so_far.columns, so_far.x = dated.program.levels, dated.columns, x


def _restated(dated: DatedProgram, x: NDArray[np.int64], table: Timetable) -> NDArray[np.int64]:
    """Return the vector of a scheduled selection in another program of the same project."""
    restated = np.zeros(len(dated.program), dtype=np.int64)
    restated[: dated.columns.first_day] = x[: dated.columns.first_day]
    return dated.with_days(restated, table.days(dated.work))


def _tidy(dated: DatedProgram, so_far: Incumbent) -> None:
    """Show the schedule in the canonical order."""
    if so_far.x is not None and so_far.table is not None:
        so_far.table = canonical(dated.work, dated.chosen(so_far.x), so_far.table)
        so_far.starts = dated.starts(so_far.table)
