"""Schedules of changing selections: keys of all tasks -> starts and ends, with overtime past the horizon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from irontriangle._solve.dates.board import Board
from irontriangle._solve.dates.windows import Windows

_Links: TypeAlias = dict[int, list[tuple[int, int]]]
"""For every task, others with a lag in ticks."""


class Decoding:
    """
    Turn a selection and a key for every task into a schedule.

    Parameters
    ----------
    windows
        The spans of the tasks.

    Attributes
    ----------
    starts, ends
        Of the tasks of the last schedule; the others' are meaningless.
    tasks
        The tasks of each column, each after its predecessors.

    Notes
    -----
    Tasks are placed by ascending key, each as early as it fits; then all are pushed to the right and to the left
    again, which never ends later (double justification, as in `Chosen.justified`). What does not fit
    goes into overtime, so that a search may pass through selections that are too much.
    """

    def __init__(self, windows: Windows) -> None:
        work = windows.work
        self.horizon = work.horizon
        self.first: list[int] = work.first_task.tolist()
        self.length: list[int] = work.task_ticks.tolist()
        self.kind: list[int] = work.kinds.tolist()
        self.ready: list[int] = work.ready.tolist()
        self.ends_by: list[int] = work.ends_by.tolist()
        self.owner: list[int] = work.task_column.tolist()
        self.before: list[list[tuple[int, int, int]]] = [[] for _ in range(work.n_tasks)]
        self.after: list[list[tuple[int, int, int]]] = [[] for _ in range(work.n_tasks)]
        for earlier, later in work.arcs.tolist():
            self._link(earlier, later, 0)
        sinks = [[task for task in self.tasks_of(c) if not self.after[task]] for c in range(work.n_columns)]
        sources = [[task for task in self.tasks_of(c) if not self.before[task]] for c in range(work.n_columns)]
        for earlier, later, lag in work.orders.tolist():
            for end in sinks[earlier]:
                for start in sources[later]:
                    self._link(end, start, lag)
        self.turn = [0] * work.n_tasks
        for turn, task in enumerate(self._topological()):
            self.turn[task] = turn
        self.tasks = [sorted(self.tasks_of(c), key=self.turn.__getitem__) for c in range(work.n_columns)]
        self.board = Board(work, work.horizon)
        self.starts = [0] * work.n_tasks
        self.ends = [0] * work.n_tasks
        self.known: tuple[frozenset[int], list[int], _Links, _Links] = (frozenset(), [], {}, {})

    def tasks_of(self, column: int) -> range:
        """Return the tasks of a column."""
        return range(self.first[column], self.first[column + 1])

    def decode(self, columns: frozenset[int], keys: Sequence[float]) -> bool:
        """Schedule these columns in the order of the keys; tell whether overtime was enough."""
        order, before, after = self._links(columns)
        held = list(keys)
        for task in order:
            for earlier, _ in before[task]:
                if held[earlier] > held[task]:
                    held[task] = held[earlier]
        tasks = sorted(order, key=held.__getitem__)
        if not self._forward(tasks, before):
            return False
        ends, turn = self.ends, self.turn
        tasks.sort(key=lambda task: (-ends[task], -turn[task]))
        late = self._backward(tasks, after, max((ends[task] for task in tasks), default=0))
        tasks.sort(key=lambda task: (late[task], turn[task]))
        justified = self._forward(tasks, before)
        assert justified  # no task ends later than it did
        return True

    def _links(self, columns: frozenset[int]) -> tuple[list[int], _Links, _Links]:
        """Return the tasks of columns, each after its predecessors, and what binds them; the last answer is kept."""
        if columns != self.known[0]:
            order = sorted((task for column in columns for task in self.tasks[column]), key=self.turn.__getitem__)
            before, after = (
                {task: [(other, lag) for other, lag, owner in links[task] if owner in columns] for task in order}
                for links in (self.before, self.after)
            )
            self.known = columns, order, before, after
        return self.known[1:]

    def _forward(self, order: list[int], before: _Links) -> bool:
        board, starts, ends, length, kind = self.board, self.starts, self.ends, self.length, self.kind
        first = self.ready
        board.clear()
        for task in order:
            ready = first[task]
            for earlier, lag in before[task]:
                done = ends[earlier] + lag
                if done > ready:
                    ready = done
            if length[task]:
                placed = board.earliest(kind[task], length[task], ready)
                if placed is None:
                    return False
                starts[task], ends[task] = placed
            elif ready > board.length:
                return False
            else:
                starts[task] = ends[task] = ready
        return True

    def _backward(self, order: list[int], after: _Links, due: int) -> list[int]:
        """Push to the right what may be: nothing past its due, save what is past it already, which stays."""
        board, length, kind, ends, ends_by = self.board, self.length, self.kind, self.ends, self.ends_by
        starts = [due] * len(length)
        board.clear()
        for task in order:
            latest = max(ends[task], min(due, ends_by[task]))
            for later, lag in after[task]:
                start = starts[later] - lag
                if start < latest:
                    latest = start
            if length[task]:
                placed = board.latest(kind[task], length[task], latest)
                assert placed is not None  # a task can always stay where it was
                latest = placed[0]
            starts[task] = latest
        return starts

    def _link(self, earlier: int, later: int, lag: int) -> None:
        self.before[later].append((earlier, lag, self.owner[earlier]))
        self.after[earlier].append((later, lag, self.owner[later]))

    def _topological(self) -> list[int]:
        """Return all tasks, each after everything that may come before it."""
        waits = [len(links) for links in self.before]
        order = [task for task, count in enumerate(waits) if not count]
        for task in order:
            for later, _, _ in self.after[task]:
                waits[later] -= 1
                if not waits[later]:
                    order.append(later)
        if len(order) < len(waits):
            raise ValueError("the columns wait for each other in a circle")
        return order
