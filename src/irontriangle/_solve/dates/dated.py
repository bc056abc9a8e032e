"""A program together with the work behind its columns."""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.columns import Columns
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.jobs import Job
from irontriangle._solve.program import Program
from irontriangle._solve.work import Work


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
    jobs
        The tasks of the work, by name.
    """

    program: Program
    columns: Columns
    spans: Windows
    jobs: tuple[Job, ...]

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

    def starts(self, table: Timetable) -> dict[tuple[str, str], int]:
        """Return when each task starts, by feature and name."""
        columns = self.work.task_column[table.tasks].tolist()
        features = (self.columns.variants[column][0].name for column in columns)
        names = (self.jobs[task].name for task in table.tasks.tolist())
        return dict(zip(zip(features, names, strict=True), table.starts.tolist(), strict=True))

    def with_days(self, x: NDArray[np.int64], n_days: int) -> NDArray[np.int64]:
        """Return the vector with work on its first `n_days` days."""
        changed = x.copy()
        changed[self.columns.first_day :] = np.arange(self.columns.n_days) < n_days
        return changed

    def most_days(self, x: NDArray[np.int64]) -> int:
        """Return how many days the selection may take: its funds may not hold what more days burn; -1: none do."""
        if self.first_day is None:
            return self.work.n_days
        days = range(self.columns.n_days, -1, -1)
        return next((most for most in days if self.program.holds(self.with_days(x, most))), -1)
