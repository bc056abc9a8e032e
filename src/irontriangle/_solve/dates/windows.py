"""From when and until when each task can be at work, people aside: heads, tails and unavoidable chains."""

from __future__ import annotations

from collections import defaultdict

import attrs
import numpy as np
import numpy.typing as npt

from irontriangle._solve.program import Program
from irontriangle._solve.work import Ints, Work


@attrs.frozen(eq=False)
class Windows:
    """
    Hold the span of every task within the horizon.

    Parameters
    ----------
    work
        What may have to be done.
    feature
        ndarray of shape (n_columns,): of the columns of a feature at most one is chosen.
    needs
        ndarray of shape (n_orders,): whether the later column of an order cannot be chosen without one of the
        earlier columns of the same feature (a requirement), or the order only holds where both are chosen.
    fits
        ndarray of shape (n_columns,): False where a column cannot end by the horizon even alone.
    head
        ndarray of shape (n_tasks,): first tick at work.
    latest
        ndarray of shape (n_tasks,): last start from which what follows in the column can still end in time.
    done
        ndarray of shape (n_columns,): the earliest end of each column.
    """

    work: Work
    feature: Ints
    needs: npt.NDArray[np.bool_]
    fits: npt.NDArray[np.bool_]
    head: Ints
    latest: Ints
    done: Ints

    def groups(self, *, needed: bool = True) -> list[tuple[int, list[tuple[int, int]]]]:
        """
        Return what comes before a column: earlier columns of one feature, with their lags.

        One of them must be in where it is needed; otherwise the order holds where one is.
        """
        found: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for earlier, later, lag in self.work.orders[self.needs == needed].tolist():
            found[later, int(self.feature[earlier])].append((earlier, lag))
        return [(later, members) for (later, _), members in found.items()]


def windows(
    work: Work,
    *,
    feature: npt.ArrayLike,
    needs: npt.ArrayLike | None = None,
    allowed: npt.ArrayLike | None = None,
    certain: npt.ArrayLike | None = None,
) -> Windows:
    """
    Return the span of every task.

    Parameters
    ----------
    work
        What may have to be done.
    feature
        Shape (n_columns,): the feature of each column.
    needs
        Shape (n_orders,): which orders come from requirements; None: none is known to.
    allowed
        Shape (n_columns,): which columns may be chosen at all; None: all.
    certain
        Shape (n_columns,): whether the feature of a column is built in any case; None: none is known to.

    Notes
    -----
    One pass over the tasks in order of precedence and one back, linear in tasks, arcs and orders: what needs a column
    has to fit behind it where it is certain. Both again while that keeps columns out.
    """
    may = np.ones(work.n_columns, dtype=bool) if allowed is None else np.array(allowed, dtype=bool)
    known = np.zeros(len(work.orders), dtype=bool) if needs is None else np.array(needs, dtype=bool)
    features = np.array(feature, dtype=np.int64)
    spans = _Spans(work, may)
    bare = Windows(work, features, known, may, *(np.zeros(0, dtype=np.int64),) * 3)
    required: dict[int, list[list[tuple[int, int]]]] = defaultdict(list)
    for later, members in bare.groups():
        required[later].append(members)
    followed = _followed(bare, np.zeros(work.n_columns, dtype=bool) if certain is None else np.asarray(certain))
    ordered = _columns_in_order(work, work.orders[known])
    for column in set(range(work.n_columns)).difference(ordered):
        spans.fits[column] = False
    tried = None
    while tried != spans.fits:
        tried = spans.fits.copy()
        for column in ordered:
            spans.forward(column, required[column])
        for column in reversed(ordered):
            spans.backward(column, followed[column])
    return Windows(
        work,
        features,
        known,
        np.array(spans.fits, dtype=bool),
        np.array(spans.head, dtype=np.int64),
        np.array(spans.latest, dtype=np.int64),
        np.array(spans.done, dtype=np.int64),
    )


def always_built(program: Program, feature: Ints) -> npt.NDArray[np.bool_]:
    """Tell of each column whether some row asks for its feature, and for nothing else."""
    rows, asked_for = program.rows, program.lower[: len(feature)] > 0
    for row in np.flatnonzero(rows.limits < 0).tolist():
        asked = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
        if len(asked) and asked.max() < len(feature) and len(np.unique(feature[asked])) == 1:
            asked_for[asked] = True
    found: npt.NDArray[np.bool_] = np.isin(feature, feature[asked_for])
    return found


class _Spans:
    """The two passes, on plain lists: faster than arrays for a step at a time."""

    def __init__(self, work: Work, allowed: npt.NDArray[np.bool_]) -> None:
        self.horizon = work.horizon
        self.first: list[int] = work.first_task.tolist()
        self.length: list[int] = work.task_ticks.tolist()
        self.kind: list[int] = work.kinds.tolist()
        self.ticks: list[list[int]] = [calendar.ticks.tolist() for calendar in work.calendars]
        self.position: list[list[int]] = [calendar.position.tolist() for calendar in work.calendars]
        self.before: dict[int, list[int]] = defaultdict(list)
        self.after: dict[int, list[int]] = defaultdict(list)
        for earlier, later in work.arcs.tolist():
            self.before[later].append(earlier)
            self.after[earlier].append(later)
        self.ready: list[int] = work.ready.tolist()
        self.ends_by: list[int] = work.ends_by.tolist()
        self.fits: list[bool] = allowed.tolist()
        self.head = [0] * work.n_tasks
        self.end = [0] * work.n_tasks
        self.latest = [0] * work.n_tasks
        self.done = [0] * work.n_columns

    def forward(self, column: int, required: list[list[tuple[int, int]]]) -> None:
        """Find the heads of a column's tasks after the earliest of what it needs."""
        ready = self.done[column] = 0
        for members in required:
            done = [self.done[earlier] + lag for earlier, lag in members if self.fits[earlier]]
            if not done:
                self.fits[column] = False
                return
            ready = max(ready, min(done))
        for task in self._in_order(column):
            start = max([ready, self.ready[task], *(self.end[earlier] for earlier in self.before.get(task, ()))])
            length, ticks = self.length[task], self.ticks[self.kind[task]]
            if not length:
                self.head[task] = self.end[task] = start
            elif start < self.horizon and (begin := self.position[self.kind[task]][start]) + length <= len(ticks):
                self.head[task] = ticks[begin]
                self.end[task] = ticks[begin + length - 1] + 1
            else:
                self.fits[column] = False
                return
            self.done[column] = max(self.done[column], self.end[task])
            if self.end[task] > self.ends_by[task]:
                self.fits[column] = False
                return

    def backward(self, column: int, followed: list[list[tuple[int, int]]]) -> None:
        """Find the latest starts of a column that fits before the latest of what follows in any case."""
        if not self.fits[column]:
            return
        last = self.horizon
        for members in followed:
            starts = [self._begins(later) - lag for later, lag in members if self.fits[later]]
            last = min(last, max(starts, default=-1))
        for task in reversed(self._in_order(column)):
            due = min([last, self.ends_by[task], *(self.latest[later] for later in self.after.get(task, ()))])
            length, kind = self.length[task], self.kind[task]
            if length and due >= 0:
                place = self.position[kind][due] - length
                due = self.ticks[kind][place] if place >= 0 else -1
            if due < self.head[task]:
                self.fits[column] = False
                return
            self.latest[task] = due

    def _begins(self, column: int) -> int:
        """Return the last tick before which everything must have ended that comes before a column."""
        return min(self.latest[self.first[column] : self.first[column + 1]])

    def _in_order(self, column: int) -> list[int]:
        tasks = range(self.first[column], self.first[column + 1])
        if len(tasks) == 1:
            return [tasks.start]
        waits = {task: len(self.before.get(task, ())) for task in tasks}
        order = [task for task in tasks if not waits[task]]
        for task in order:
            for later in self.after.get(task, ()):
                waits[later] -= 1
                if not waits[later]:
                    order.append(later)
        return order


def _followed(spans: Windows, certain: npt.NDArray[np.bool_]) -> dict[int, list[list[tuple[int, int]]]]:
    """Return for each column the columns of a feature that is certain, all of which come after it, with their lags."""
    orders = spans.work.orders[spans.needs]
    after: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for earlier, later, lag in orders[certain[orders[:, 1]]].tolist():
        after[earlier, int(spans.feature[later])].append((later, lag))
    variants = np.bincount(spans.feature, minlength=1)
    found: dict[int, list[list[tuple[int, int]]]] = defaultdict(list)
    for (earlier, feature), members in after.items():
        if len(members) == variants[feature]:
            found[earlier].append(members)
    return found


def _columns_in_order(work: Work, orders: Ints) -> list[int]:
    """Return the columns, each after those it needs; none of a circle, which cannot be built."""
    if not len(orders):
        return list(range(work.n_columns))
    waits = np.bincount(orders[:, 1], minlength=work.n_columns).tolist()
    after: dict[int, list[int]] = defaultdict(list)
    for earlier, later in orders[:, :2].tolist():
        after[earlier].append(later)
    found = [column for column, count in enumerate(waits) if not count]
    for column in found:
        for later in after.get(column, ()):
            waits[later] -= 1
            if not waits[later]:
                found.append(later)
    return found
