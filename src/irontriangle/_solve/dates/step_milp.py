"""The step program: w[j, t] = 1 if task j has started by tick t."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.linear import Linear
from irontriangle._solve.work import Ints


@attrs.frozen(eq=False)
class Step:
    r"""
    Hold the rows of the step program, ``matrix @ z <= limits`` over the columns of a program and the steps.

    Parameters
    ----------
    windows
        The spans of the tasks.
    n_base
        Columns of the program; the steps come after them.
    matrix, limits
        Sparse matrix of shape (n_rows, n_base + n_steps) and its limits.
    task
        ndarray of shape (n_steps,): the task of each step.
    tick
        ndarray of shape (n_steps,): by which tick it has started.

    Notes
    -----
    Only ticks at which a task can work count: numbered i = 0, 1, ... for its mix of people, a task of length d
    that starts at number i works at the numbers i to i + d - 1, without holes. With `first` and `last` the
    numbers of its head and of its latest start, w[j, i] = 0 before `first` and = x[c] from `last` on (c its
    column), so that a task has `last - first` columns. The rows are

    .. math::
        w_{j,i} &\le w_{j,i+1} \\
        w_{k,i} &\le w_{j,m} \quad\text{with m the last start of j that ends by the tick of (k, i)} \\
        \sum_j q_{j,r} (w_{j,p} - w_{j,p-d_j}) &\le \text{present}_{r,t} \quad\text{with p the number of tick t}
    """

    windows: Windows
    n_base: int
    matrix: Any
    limits: npt.NDArray[np.float64]
    task: Ints
    tick: Ints

    @property
    def n_columns(self) -> int:
        """Number of columns, those of the program included."""
        return self.n_base + len(self.task)

    def join(self, base: Linear) -> Linear:
        """Return the program of `base` and these rows together."""
        more = len(self.task)
        above = sp.hstack([base.matrix, sp.csr_matrix((base.matrix.shape[0], more))])
        upper = np.concatenate([base.upper, np.ones(more)])
        upper[: len(self.windows.fits)] *= self.windows.fits
        return Linear(
            np.concatenate([base.cost, np.zeros(more)]),
            sp.vstack([above, self.matrix]).tocsr(),
            np.concatenate([base.row_lower, np.full(len(self.limits), -np.inf)]),
            np.concatenate([base.row_upper, self.limits]),
            np.concatenate([base.lower, np.zeros(more)]),
            upper,
            None if base.integer is None else np.concatenate([base.integer, np.ones(more, dtype=bool)]),
            base.offset,
        )

    def point(self, x: npt.NDArray[Any], timetable: Timetable) -> npt.NDArray[np.float64]:
        """Return the solution of the joined program that a 0/1 vector of the program and its schedule stand for."""
        starts = np.full(self.windows.work.n_tasks, self.windows.work.horizon + 1)
        starts[timetable.tasks] = timetable.starts
        return np.concatenate([np.asarray(x, dtype=float), (self.tick >= starts[self.task]).astype(float)])

    def reached(self, z: npt.NDArray[np.float64], share: float, columns: Iterable[int]) -> Timetable:
        """
        Return the first start by which each task has started to a share of its column.

        Parameters
        ----------
        z
            A solution of the joined program.
        share
            In (0, 1]; for whole solutions any share gives the schedule itself.
        columns
            Columns chosen at least in part.

        Returns
        -------
        Timetable
            The alpha-points of these columns' tasks: a schedule only where `z` is whole.
        """
        work = self.windows.work
        wanted = np.zeros(work.n_columns, dtype=bool)
        wanted[list(columns)] = True
        starts = self.windows.latest.copy()
        steps = z[self.n_base :]
        level = share * z[work.task_column[self.task]] - 1e-9
        np.minimum.at(starts, self.task, np.where(steps >= level, self.tick, work.horizon))
        tasks = np.flatnonzero(wanted[work.task_column])
        kinds = work.kinds[tasks]
        ends = np.zeros(len(tasks), dtype=np.int64)
        for kind, calendar in enumerate(work.calendars):
            for length in np.unique(work.task_ticks[tasks[kinds == kind]]).tolist():
                mine = (kinds == kind) & (work.task_ticks[tasks] == length)
                ends[mine] = calendar.ends(starts[tasks[mine]], length, work.horizon + 1)
        return Timetable(tasks, starts[tasks], ends)


def step_program(windows: Windows, n_base: int, *, first_day: int | None = None) -> Step:
    """
    Build the step program over the columns that fit.

    Parameters
    ----------
    windows
        The spans of the tasks.
    n_base
        Columns of the program that it will be joined with; the first are those of the `Work`.
    first_day
        Column of the first day column u[0], one for each of the `n_days`; None: no day columns.
    """
    build = _Builder(windows, n_base)
    build.steps()
    build.arcs()
    build.orders()
    build.people()
    if first_day is not None:
        build.days(first_day)
    return build.result()


class _Builder:
    """
    Collect rows family by family.

    A place (task, number) stands for w[j, i]: no column before the first number, the task's own column x[c] from
    the last one on.
    """

    def __init__(self, windows: Windows, n_base: int) -> None:
        work = windows.work
        self.windows = windows
        self.n_base = n_base
        self.tasks = np.flatnonzero(windows.fits[work.task_column])
        self.first = np.zeros(work.n_tasks, dtype=np.int64)
        self.last = np.zeros(work.n_tasks, dtype=np.int64)
        for kind, calendar in enumerate(work.calendars):
            mine = self.tasks[work.kinds[self.tasks] == kind]
            self.first[mine] = calendar.position[windows.head[mine]]
            self.last[mine] = calendar.position[windows.latest[mine]]
        self.at = n_base + np.concatenate([[0], np.cumsum(self.last - self.first)])
        self.rows: list[Ints] = []
        self.columns: list[Ints] = []
        self.coefs: list[npt.NDArray[np.float64]] = []
        self.limits: list[npt.NDArray[np.float64]] = []
        self.count = 0

    def result(self) -> Step:
        """Return the program of all rows so far."""
        total = int(self.at[-1])
        none = np.zeros(0, dtype=np.int64)
        places = np.concatenate([none, *self.rows]), np.concatenate([none, *self.columns])
        matrix = sp.csr_matrix((np.concatenate([np.zeros(0), *self.coefs]), places), shape=(self.count, total))
        matrix.eliminate_zeros()
        task, number = self._steps()
        limits = np.concatenate([np.zeros(0), *self.limits])
        return Step(self.windows, self.n_base, matrix, limits, task, self._ticks(task, number))

    def steps(self) -> None:
        """A task that has started stays so."""
        task, number = self._steps()
        row = self._rows(np.zeros(len(task)))
        self._place(row, task, number, 1.0)
        self._place(row, task, number + 1, -1.0)

    def arcs(self) -> None:
        """Within a column a task starts after the end of those before it."""
        arcs = self.windows.work.arcs
        arcs = arcs[self.windows.fits[self.windows.work.task_column[arcs[:, 0]]]]
        arc, number = _numbers(self.first[arcs[:, 1]], self.last[arcs[:, 1]])
        later = arcs[arc, 1]
        row = self._rows(np.zeros(len(arc)))
        self._place(row, later, number, 1.0)
        self._done(row, arcs[arc, 0], self._ticks(later, number), -1.0)

    def orders(self) -> None:
        """A column's tasks start after the end of the columns that it needs, or that come before it."""
        windows = self.windows
        sinks, sources = _sides(windows)
        for needed in (True, False):
            for column, members in windows.groups(needed=needed):
                inside = [(earlier, lag) for earlier, lag in members if windows.fits[earlier]]
                if windows.fits[column] and inside:
                    waits = [] if needed else [earlier for earlier, _ in inside]
                    self._order(sources[column], [(sinks[earlier], lag) for earlier, lag in inside], waits)

    def _order(self, sources: list[int], sinks: list[tuple[list[int], int]], unless: list[int]) -> None:
        """
        Let first tasks wait for the last tasks of the earlier columns, of which at most one is in.

        One of them has to be in, or nobody waits unless one of those in `unless` is.
        """
        for source in sources:
            numbers = np.arange(self.first[source], self.last[source] + 1)
            starts = np.full(len(numbers), source)
            ticks = self._ticks(starts, numbers)
            for turn in range(max(len(tasks) for tasks, _ in sinks)):
                row = self._rows(np.full(len(numbers), 1.0 if unless else 0.0))
                self._place(row, starts, numbers, 1.0)
                for earlier in unless:
                    self._entry(row, np.full(len(row), earlier), 1.0)
                for tasks, lag in sinks:
                    self._done(row, np.full(len(row), tasks[min(turn, len(tasks) - 1)]), ticks - lag, -1.0)

    def people(self) -> None:
        """At every tick the people at work are present."""
        work = self.windows.work
        for role in range(work.n_roles):
            tasks = self.tasks[(work.demand[self.tasks, role] > 0) & (work.task_ticks[self.tasks] > 0)]
            lengths = work.task_ticks[tasks]
            which, number = _numbers(self.first[tasks], self.last[tasks] + lengths)
            task = tasks[which]
            tick = self._ticks(task, number)
            row = self._rows(work.present[role].astype(float))[tick]
            people = work.demand[task, role].astype(float)
            self._place(row, task, number, people)
            self._place(row, task, number - work.task_ticks[task], -people)

    def days(self, first_day: int) -> None:
        """A day is used when something has not ended before it."""
        work = self.windows.work
        sinks, _ = _sides(self.windows)
        ends = np.array([task for tasks in sinks.values() for task in tasks], dtype=np.int64)
        ends = ends[self.windows.fits[work.task_column[ends]]]
        which, day = _numbers(np.zeros(len(ends), dtype=np.int64), np.full(len(ends), work.n_days))
        number = self._ended(ends[which], day * work.ticks_per_day)
        after = self._ended(ends[which], np.minimum((day + 1) * work.ticks_per_day, work.horizon))
        task = ends[which]
        tells = (number < self.last[task]) & ((after >= self.first[task]) | (day == work.n_days - 1))
        task, number, day = task[tells], number[tells], day[tells]
        row = self._rows(np.zeros(len(task)))
        self._entry(row, work.task_column[task], 1.0)
        self._place(row, task, number, -1.0)
        self._entry(row, first_day + day, -1.0)

    def _steps(self) -> tuple[Ints, Ints]:
        which, number = _numbers(self.first[self.tasks], self.last[self.tasks])
        return self.tasks[which], number

    def _rows(self, limits: npt.NDArray[np.float64]) -> Ints:
        """Open a row for each limit."""
        row = np.arange(self.count, self.count + len(limits))
        self.limits.append(limits)
        self.count += len(limits)
        return row

    def _entry(self, row: Ints, column: Ints, coef: float | npt.NDArray[np.float64]) -> None:
        self.rows.append(row)
        self.columns.append(column)
        self.coefs.append(np.broadcast_to(np.asarray(coef, dtype=float), row.shape))

    def _place(self, row: Ints, task: Ints, number: Ints, coef: float | npt.NDArray[np.float64]) -> None:
        """Enter coef x w[task, number]."""
        owner = self.windows.work.task_column[task]
        column = np.where(number < self.last[task], self.at[task] + number - self.first[task], owner)
        there = number >= self.first[task]
        coefs = np.broadcast_to(np.asarray(coef, dtype=float), row.shape)
        self._entry(row[there], column[there], coefs[there])

    def _done(self, row: Ints, task: Ints, ticks: Ints, coef: float) -> None:
        """Enter coef x (the task has ended by the tick)."""
        self._place(row, task, self._ended(task, ticks), coef)

    def _ended(self, task: Ints, ticks: Ints) -> Ints:
        """Return the last number from which each task has ended by its tick, negative if there is none."""
        work = self.windows.work
        kinds = work.kinds[task]
        number = np.full(len(task), -1, dtype=np.int64)
        for kind, calendar in enumerate(work.calendars):
            mine = (kinds == kind) & (ticks >= 0)
            number[mine] = calendar.position[np.minimum(ticks[mine], work.horizon)] - work.task_ticks[task[mine]]
        return number

    def _ticks(self, task: Ints, number: Ints) -> Ints:
        """Return the tick of each number; for a task of no ticks the number itself."""
        kinds = self.windows.work.kinds[task]
        ticks = number.copy()
        for kind, calendar in enumerate(self.windows.work.calendars):
            mine = (kinds == kind) & (number < len(calendar.ticks))
            ticks[mine] = calendar.ticks[number[mine]]
        return ticks


def _numbers(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Return the numbers from first to last - 1 of every entry, each with its entry."""
    count = np.maximum(0, last - first)
    entry = np.repeat(np.arange(len(count)), count)
    start = np.cumsum(count) - count
    return entry, np.arange(len(entry)) - start[entry] + first[entry]


def _sides(windows: Windows) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return the last and the first tasks of each column."""
    work = windows.work
    has_after = np.zeros(work.n_tasks, dtype=bool)
    has_after[work.arcs[:, 0]] = True
    has_before = np.zeros(work.n_tasks, dtype=bool)
    has_before[work.arcs[:, 1]] = True
    sinks: dict[int, list[int]] = defaultdict(list)
    sources: dict[int, list[int]] = defaultdict(list)
    for task, column in enumerate(work.task_column.tolist()):
        if not has_after[task]:
            sinks[column].append(task)
        if not has_before[task]:
            sources[column].append(task)
    return sinks, sources
