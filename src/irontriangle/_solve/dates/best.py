"""The best plan of one level of a dated program, and what bounds it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.dated import DatedProgram
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.incumbent import Incumbent
from irontriangle._solve.program import Level

Plan: TypeAlias = tuple[NDArray[np.int64], Timetable]
"""The vector of a selection, and when its tasks are done."""


class Best:
    """
    Keep the best plan of one level, in `so_far`, with what no plan exceeds.

    Parameters
    ----------
    dated, level
        What is maximised over what can be scheduled.
    position
        The place of the level among all; the bound of the first one is that of the answer.
    so_far
        Where the plan is kept. If it holds one already, the search begins with it.

    Attributes
    ----------
    score
        Of the best plan; None: there is none.
    bound
        What no plan exceeds.
    exact
        Whether the bound rests on exact arithmetic alone.
    """

    def __init__(self, dated: DatedProgram, level: Level, position: int, so_far: Incumbent) -> None:
        self.dated, self.level, self.position, self.so_far = dated, level, position, so_far
        self.score: int | None = None
        if so_far.x is not None and dated.program.holds(so_far.x):
            self.score = level.score(so_far.x)
        self.bound: float | int = math.inf
        self.exact = True

    @property
    def complete(self) -> bool:
        """Whether nothing better than the best so far is left."""
        return self.bound == -math.inf or (self.score is not None and self.bound < self.score + 1)

    @property
    def plan(self) -> Plan | None:
        """The best plan so far."""
        so_far = self.so_far
        return None if self.score is None or so_far.x is None or so_far.table is None else (so_far.x, so_far.table)

    def fitted(self) -> Fitted | None:
        """Return the best plan so far as the search knows it."""
        plan = self.plan
        if self.score is None or plan is None:
            return None
        x, table = plan
        return Fitted(tuple(self.dated.chosen(x)), table, 0.0, float(self.score))

    def vector(self, columns: Iterable[int], days: int) -> NDArray[np.int64]:
        """Return the vector that builds some columns and works on so many days."""
        x = np.zeros(len(self.dated.program), dtype=np.int64)
        x[list(columns)] = 1
        return self.dated.with_days(self.dated.columns.complete(x), days)

    def offer(self, x: NDArray[np.int64], table: Timetable, *, instead: bool = False) -> None:
        """Take a scheduled selection if it holds and is better than the best so far; or `instead` of it, if as good."""
        dated, work = self.dated, self.dated.work
        if not table.in_time(work):
            return
        x = dated.with_days(x, table.days(work))
        if not dated.program.holds(x):
            return
        score = self.level.score(x)
        if self.score is None or score > self.score - instead:
            self.score = score
            self.so_far.columns, self.so_far.x, self.so_far.starts = dated.columns, x, dated.starts(table)
            self.so_far.table = table
            self.so_far.report(self.position, score, self.bound)

    def lower(self, bound: float) -> None:
        """Take a bound if it is lower."""
        self.bound = min(self.bound, bound)
        if self.position == 0:
            self.so_far.bound = self.bound
