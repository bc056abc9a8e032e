"""One level of a dated program: relax, schedule, prove; then the step program."""

from __future__ import annotations

import math

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.columns import Columns
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.decide import decide
from irontriangle._solve.dates.relax import relax
from irontriangle._solve.dates.serial import improve
from irontriangle._solve.dates.step_milp import step_program
from irontriangle._solve.dates.windows import Windows, windows
from irontriangle._solve.highs import solve
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.program import Level, Program, Rows, int_array
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.search import maximize
from irontriangle._solve.work import Work

MOST_CUTS = 30
"""Sets that cannot be scheduled, cut off one by one, before the step program takes over."""

RESTARTS = 60
DECIDE_NODES = 200


@attrs.frozen(eq=False)
class DatedProgram:
    """
    Hold a program together with the work behind its columns.

    Parameters
    ----------
    program
        The selection's program with the rows that the calendar adds to it.
    columns
        What its columns stand for; the day columns reach up to the horizon of the work, or there are none.
    spans
        The work, and when each task can be done.
    """

    program: Program
    columns: Columns
    spans: Windows

    @property
    def work(self) -> Work:
        """The work behind the columns."""
        return self.spans.work

    @property
    def first_day(self) -> int | None:
        """The column of the first day, None where there are none."""
        return self.columns.first_day if self.columns.n_days else None

    def chosen(self, x: NDArray[np.int64]) -> list[int]:
        """Return the variant columns that a vector builds."""
        return np.flatnonzero(x[: self.columns.first_bundle]).tolist()

    def with_days(self, x: NDArray[np.int64], n_days: int) -> NDArray[np.int64]:
        """Return the vector with work on its first `n_days` days."""
        changed = x.copy()
        changed[self.columns.first_day :] = np.arange(self.columns.n_days) < n_days
        return changed

    def most_days(self, x: NDArray[np.int64]) -> int:
        """Return how many days the selection may take: its funds may not hold what more days burn; -1: none do."""
        if self.first_day is None:
            return self.work.n_days
        low, high = -1, self.columns.n_days
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.program.holds(self.with_days(x, middle)) else (low, middle - 1)
        return low


@attrs.frozen(eq=False)
class DatedFound:
    """What is known about one level: the best score that was scheduled, and what none can exceed."""

    score: int | None
    bound: float
    complete: bool
    exact: bool


class _Search:
    """The search through one level; what is best so far is kept in `so_far`."""

    def __init__(self, dated: DatedProgram, level: Level, position: int, so_far: Incumbent) -> None:
        self.dated, self.level, self.position, self.so_far = dated, level, position, so_far
        self.score: int | None = None
        if so_far.x is not None and dated.program.holds(so_far.x):
            self.score = level.score(so_far.x)
        self.bound = math.inf
        self.exact = True

    def offer(self, x: NDArray[np.int64], table: Timetable) -> bool:
        """Take a scheduled selection if it holds and is better; tell whether it holds."""
        dated, work = self.dated, self.dated.work
        if table.end > work.horizon:
            return False
        x = dated.with_days(x, table.days(work)) if dated.first_day is not None else x
        if not dated.program.holds(x):
            return False
        score = self.level.score(x)
        if self.score is None or score > self.score:
            self.score, self.so_far.x, self.so_far.table = score, x, table
            self.so_far.report(self.position, score, self.bound)
        return True
