"""What is known so far: kept in one place, so that a stop at any moment leaves the best plan there is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model.amounts import plain
from irontriangle._plan.progress import Progress
from irontriangle._solve.clock import Clock
from irontriangle._solve.columns import Columns
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.program import Level
from irontriangle._solve.sprints.fill import Filled


@attrs.frozen(eq=False)
class Reached:
    """What the search of one level came to: the best score, what none can exceed, and what is proven of them."""

    score: int | None
    bound: float | int
    complete: bool
    exact: bool


@attrs.define(eq=False)
class Incumbent:
    """
    Collect the best solution so far and what is proven of it.

    Parameters
    ----------
    clock
        How long the search may still take.
    tell
        Whom to tell of progress.
    columns
        What the columns of `x` stand for.
    x
        The 0/1 vector of the best solution; None: none yet.
    starts
        When its tasks start, for dated programs: (feature, task) -> tick.
    table
        The same schedule, task by task.
    filled
        The same in sprints.
    turns
        The features built in the order in which they are given their work in sprints.
    levels
        The levels of the objective.
    proven
        How many of them are proven.
    bound
        Score that no solution exceeds in the first level; None: not known.
    infeasible
        Whether it is proven that there is no solution.
    exact
        Whether all proofs rest on exact arithmetic alone.
    cpsat
        Whether CP-SAT may be asked.
    asked
        Whether it was.
    """

    clock: Clock
    tell: Callable[[Progress], Any] | None = None
    columns: Columns | None = None
    x: NDArray[np.int64] | None = None
    starts: dict[tuple[str, str], int] | None = None
    table: Timetable | None = None
    filled: Filled | None = None
    turns: tuple[str, ...] | None = None
    levels: tuple[Level, ...] = ()
    proven: int = 0
    bound: float | int | None = None
    infeasible: bool = False
    exact: bool = True
    cpsat: bool = False
    asked: bool = False

    @property
    def selection(self) -> dict[str, str] | None:
        """The variant of each feature that is built."""
        return None if self.x is None or self.columns is None else self.columns.selection(self.x)

    def adopt(self, levels: tuple[Level, ...], x: NDArray[np.int64] | None, *, proven: int, exact: bool) -> None:
        """Take what was proven before: that x is the best in so many levels, or that there is nothing."""
        self.levels, self.x, self.proven, self.exact = levels, x, proven, exact
        self.infeasible = x is None
        self.bound = -math.inf if x is None else levels[0].score(x)
        self.report(0, None if x is None else levels[0].score(x), self.bound)

    def take(self, position: int, reached: Reached) -> bool:
        """Note what the search of the level at `position` came to; return whether the next one can be searched."""
        if position == 0:
            self.bound = reached.bound
            self.infeasible = reached.complete and reached.score is None
        if reached.complete and reached.score is not None and self.proven == position:
            self.proven += 1
            self.exact &= reached.exact
        self.report(position, reached.score, reached.bound)
        return reached.score is not None and (position > 0 or reached.complete) and not self.clock.expired

    def report(self, position: int, score: int | None, bound: float | None) -> None:
        """Tell how far the level at `position` has come."""
        if self.tell is None:
            return
        level = self.levels[position]
        amounts = [
            None if known is None or math.isinf(known) else plain(level.amount(math.floor(known)))
            for known in (score, bound)
        ]
        self.tell(Progress(level.name, done=position, total=len(self.levels), incumbent=amounts[0], bound=amounts[1]))
