"""What solves of akin projects know of each other."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model.project import Project
from irontriangle._model.timeline import Capacity
from irontriangle._plan.plan import Question
from irontriangle._solve.columns import Columns
from irontriangle._solve.compile import compile_program, limits, with_limits
from irontriangle._solve.highs import Sessions
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.program import Program

MOST_KEPT = 10
"""Plans that are kept to begin with, and proofs of each question."""


@attrs.frozen(eq=False)
class Proof:
    """Say what is proven under some limits: that x is the best in so many levels; x is None: that there is nothing."""

    limits: NDArray[Any]
    x: NDArray[np.int64] | None
    proven: int
    exact: bool

    def covers(self, program: Program) -> bool:
        """Tell whether it is a proof for limits that are no looser: what x takes of them is there, too."""
        return bool(np.all(program.rows.limits <= self.limits)) and (self.x is None or program.holds(self.x))


class Memory:
    """Remember programs and plans. Not for several threads at once."""

    def __init__(self) -> None:
        self._programs: dict[Question, tuple[Project, Program, Columns]] = {}
        self._found: list[tuple[Columns, NDArray[np.int64]]] = []
        self._proofs: dict[Question, list[Proof]] = {}
        self.sessions = Sessions()
        """What is left of the linear programs."""

    def program(self, project: Project, question: Question) -> tuple[Program, Columns]:
        """Compile a project, or take the last one where only the amounts of its limits differ."""
        known = self._programs.get(question)
        if known is None or not _differ_in_limits_only(project, known[0], question):
            program, columns = compile_program(project, question)
            self._programs[question] = project, program, columns
            self._proofs[question] = []
            return program, columns
        return with_limits(known[1], project, question), known[2]

    def best(self, program: Program, columns: Columns) -> NDArray[np.int64] | None:
        """Return the best of what was found before, where some of it still holds."""
        best: NDArray[np.int64] | None = None
        scores: list[int] = []
        for of_columns, found in self._found:
            x = found if of_columns is columns else _translated(of_columns, found, columns)
            if x is not None and program.holds(x):
                reached = [level.score(x) for level in program.levels]
                if best is None or reached > scores:
                    best, scores = x, reached
        return best

    def proof(self, question: Question, program: Program) -> Proof | None:
        """Return a proof that covers a program of a question."""
        return next((proof for proof in self._proofs[question] if proof.covers(program)), None)

    def keep(self, question: Question, program: Program, so_far: Incumbent) -> None:
        """Remember a plan and what is proven of it, and forget the oldest."""
        columns, x = so_far.columns, so_far.x
        if columns is not None and x is not None and not self._knows(columns, x):
            self._found = [*self._found, (columns, x)][-MOST_KEPT:]
        if so_far.infeasible or so_far.proven:
            proof = Proof(program.rows.limits, x, so_far.proven, so_far.exact)
            self._proofs[question] = [*self._proofs[question], proof][-MOST_KEPT:]

    def _knows(self, columns: Columns, x: NDArray[np.int64]) -> bool:
        return any(of_columns is columns and np.array_equal(x, found) for of_columns, found in self._found)


def _translated(of_columns: Columns, x: NDArray[np.int64], columns: Columns) -> NDArray[np.int64] | None:
    """Return the same selection in other columns; None where something of it is no more."""
    try:
        return columns.vector(of_columns.selection(x))
    except KeyError:
        return None


def _differ_in_limits_only(project: Project, other: Project, question: Question) -> bool:
    """Tell whether two projects have the same program, the amounts of their limits aside."""
    if project.scope != other.scope or project.quality != other.quality:
        return False
    ours, theirs = project.budget, other.budget
    same_money = (ours.funds, ours.rates, ours.burn_per_day) == (theirs.funds, theirs.rates, theirs.burn_per_day)
    timelines = (project.timeline, other.timeline)
    rough_cut = timelines == (None, None) or all(isinstance(timeline, Capacity) for timeline in timelines)
    return same_money and rough_cut and limits(project, question).keys() == limits(other, question).keys()
