"""Relax, schedule, prove: the levels of the objective for projects with dates."""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model.project import Project
from irontriangle._plan.plan import Question
from irontriangle._solve.columns import Columns
from irontriangle._solve.compile import compile_program
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.level import DatedProgram, maximize_dated
from irontriangle._solve.dates.serial import canonical, improve
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.jobs import Jobs, compile_work
from irontriangle._solve.program import Program, level
from irontriangle._solve.selection.search import maximize
from irontriangle._solve.work import Work

LATER_NODES = 2_000
"""Nodes for each level after the first: a limit that does not depend on the machine."""


def solve_dated(project: Project, question: Question, so_far: Incumbent) -> None:
    """
    Maximise the levels of the objective over everything that can be scheduled; the answer is left in `so_far`.

    Where no level before the finish asks how long the work lasts, days are counted only once the rest is settled,
    up to the finish then known.
    """
    jobs = compile_work(project, Columns.of(project, 0), release_deadline=question.objective == "finish")
    dated = _first_program(project, question, jobs, so_far)
    if dated is None:
        return
    position = 0
    while position < len(so_far.levels):
        if position == len(dated.program.levels):  # what is left is the finish
            dated = _with_days(project, question, dated, so_far)
        current = so_far.levels[position] = dated.program.levels[position]
        found = maximize_dated(
            dated, current, position, so_far, node_limit=None if position == 0 else LATER_NODES
        )
        if position == 0:
            so_far.bound = found.bound
            so_far.infeasible = found.complete and found.score is None
        if found.complete and found.score is not None and so_far.proven == position:
            so_far.proven += 1
            so_far.exact &= found.exact
        so_far.report(position, found.score, found.bound)
        if found.score is None or (position == 0 and not found.complete) or so_far.clock.expired:
            break
        dated = attrs.evolve(dated, program=dated.program.with_rows(current.at_least(found.score)))
        position += 1
