"""What every selection that can be scheduled satisfies, in rows on the selection alone: people and chains."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.work import Ints


@attrs.frozen(eq=False)
class Relaxation:
    """
    Hold rows ``sum of coefs <= limit`` in whole numbers, as triples.

    Parameters
    ----------
    rows, columns, coefs
        ndarrays of shape (n_entries,): row, column of the program and coefficient.
    limits
        ndarray of shape (n_rows,).
    fits
        ndarray of shape (n_columns,): columns to fix at 0 where False.
    """

    rows: Ints
    columns: Ints
    coefs: Ints
    limits: Ints
    fits: npt.NDArray[np.bool_]


def relax(windows: Windows, *, first_day: int | None = None, cuts: int = 4) -> Relaxation:
    r"""
    Return what the calendar asks of the selection alone.

    Parameters
    ----------
    windows
        The spans of the tasks.
    first_day
        Program column of the first day column u[0] (u[d] = 1: work goes on in day d or later, one for each of the
        `n_days`); None: the program has none.
    cuts
        How many early and late ticks to try as limits of windows, for each role.

    Notes
    -----
    For every role r and window [a, b) of ticks, with o the people-ticks that a task cannot keep out of the window:

    .. math:: \sum_c o_{c,r,a,b}\, x_c \le \sum_{a \le t < b} \text{present}_{r,t}

    of which [0, horizon) is the total. With day columns the total is limited by the days used,
    :math:`\sum_d \text{present}_{r,d}\, u_d`, and :math:`x_c \le u_d` where column c cannot end by the start of
    day d.
    """
    rows = _Rows()
    asked = np.where(windows.fits[windows.work.task_column], windows.work.task_ticks, 0)[:, None] * windows.work.demand
    for role in range(windows.work.n_roles):
        tasks = np.flatnonzero(asked[:, role])
        if len(tasks):
            _total(windows, rows, role, asked, first_day)
            _windowed(windows, rows, role, tasks, cuts)
    if first_day is not None:
        _days(windows, rows, first_day)
    return rows.relaxation(windows.fits)


class _Rows:
    def __init__(self) -> None:
        self.parts: list[tuple[Ints, Ints, Ints]] = []
        self.limits: list[Ints] = []
        self.count = 0

    def add(self, rows: Ints, columns: Ints, coefs: Ints, limits: Ints) -> None:
        self.parts.append((rows + self.count, columns, coefs))
        self.limits.append(limits)
        self.count += len(limits)

    def relaxation(self, fits: npt.NDArray[np.bool_]) -> Relaxation:
        empty = np.zeros(0, dtype=np.int64)
        rows, columns, coefs = (
            (np.concatenate([empty, *part]) for part in zip(*self.parts, strict=True))
            if (self.parts)
            else (empty, empty, empty)
        )
        return Relaxation(rows, columns, coefs, np.concatenate([empty, *self.limits]), fits)


def _total(windows: Windows, rows: _Rows, role: int, asked: Ints, first_day: int | None) -> None:
    work = windows.work
    need = np.bincount(work.task_column, asked[:, role], work.n_columns).astype(np.int64)
    columns = np.flatnonzero(need)
    present = work.present[role]
    if first_day is None:
        rows.add(np.zeros(len(columns), dtype=np.int64), columns, need[columns], present.sum()[None])
        return
    day = np.arange(work.horizon) // work.ticks_per_day
    supply = np.bincount(day, present, work.n_days).astype(np.int64)
    days = np.flatnonzero(supply)
    both = np.concatenate([columns, first_day + days])
    coefs = np.concatenate([need[columns], -supply[days]])
    rows.add(np.zeros(len(both), dtype=np.int64), both, coefs, np.zeros(1, dtype=np.int64))


def _windowed(windows: Windows, rows: _Rows, role: int, tasks: Ints, cuts: int) -> None:
    """Add the windows between early and late ticks at which tasks have to be at work or done."""
    work = windows.work
    before = np.concatenate([[0], np.cumsum(work.present[role])])
    heads, latest = windows.head[tasks], windows.latest[tasks]
    early = np.unique(np.concatenate([[0], _cuts(heads, cuts)]))
    late = np.unique(np.concatenate([[work.horizon], _cuts(_ends(windows, tasks, latest), cuts)]))
    people, column = work.demand[tasks, role], work.task_column[tasks]
    for first in early.tolist():
        for last in late[late > first].tolist():
            if (first, last) == (0, work.horizon):
                continue
            inside = np.minimum(
                _ticks_inside(windows, tasks, heads, first, last),
                _ticks_inside(windows, tasks, latest, first, last),
            )
            need = np.bincount(column, inside * people, work.n_columns).astype(np.int64)
            limit = before[last] - before[first]
            columns = np.flatnonzero(need)
            if need.sum() > limit:
                rows.add(np.zeros(len(columns), dtype=np.int64), columns, need[columns], limit[None])


def _cuts(ticks: Ints, count: int) -> Ints:
    return np.quantile(ticks, np.linspace(0, 1, count), method="lower").astype(np.int64) if count else ticks[:0]


def _ends(windows: Windows, tasks: Ints, starts: Ints) -> Ints:
    ends = np.zeros(len(tasks), dtype=np.int64)
    kinds = windows.work.kinds[tasks]
    for kind, calendar in enumerate(windows.work.calendars):
        mine = kinds == kind
        last = calendar.position[starts[mine]] + windows.work.task_ticks[tasks[mine]] - 1
        ends[mine] = calendar.ticks[last] + 1
    return ends


def _ticks_inside(windows: Windows, tasks: Ints, starts: Ints, first: int, last: int) -> Ints:
    """
    Return how many ticks of each task lie in [first, last) when it begins at the given start.

    As a task moves later this grows, stays and falls again, so that over its span it is least at one of the ends.
    """
    inside = np.zeros(len(tasks), dtype=np.int64)
    kinds = windows.work.kinds[tasks]
    for kind, calendar in enumerate(windows.work.calendars):
        mine = kinds == kind
        begin = calendar.position[starts[mine]]
        end = begin + windows.work.task_ticks[tasks[mine]]
        low, high = calendar.position[first], calendar.position[last]
        inside[mine] = np.maximum(0, np.minimum(end, high) - np.maximum(begin, low))
    return inside


def _days(windows: Windows, rows: _Rows, first_day: int) -> None:
    needed = -(-windows.done // windows.work.ticks_per_day)
    columns = np.flatnonzero(windows.fits & (needed > 0))
    at = np.arange(len(columns))
    rows.add(
        np.concatenate([at, at]),
        np.concatenate([columns, first_day + needed[columns] - 1]),
        np.repeat(np.array([1, -1]), len(columns)),
        np.zeros(len(columns), dtype=np.int64),
    )
