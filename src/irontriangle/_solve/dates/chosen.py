"""Chosen columns as a scheduling problem: their tasks, their order, and serial generation of schedules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
import numpy as np

from irontriangle._solve.dates.board import Board
from irontriangle._solve.work import Ints, Work


@attrs.frozen(eq=False)
class Timetable:
    """
    Hold when each task of some chosen columns is done.

    Parameters
    ----------
    tasks
        ndarray of shape (n,): task numbers of the `Work`, ascending.
    starts
        ndarray of shape (n,): first tick at work (of a task of no ticks: the tick it stands at).
    ends
        ndarray of shape (n,): last tick at work plus one.
    """

    tasks: Ints
    starts: Ints
    ends: Ints

    @property
    def end(self) -> int:
        """The tick by which everything has ended; 0 for nothing."""
        return int(self.ends.max(initial=0))

    def days(self, work: Work) -> int:
        """Return the working days until everything has ended."""
        return -(-self.end // work.ticks_per_day)

    def in_time(self, work: Work) -> bool:
        """Tell whether every task ends when it must, and by the horizon."""
        return bool((self.ends <= work.ends_by[self.tasks]).all())


class Chosen:
    """
    Schedule some chosen columns.

    Parameters
    ----------
    work
        The tasks and the people.
    columns
        Which columns are chosen.

    Attributes
    ----------
    tasks
        The tasks of these columns, as their numbers in `work`; below, a task is its place in this list.
    before, after
        For every task its predecessors and its successors, each with a lag in ticks.
    order
        The tasks in an order in which every task comes after its predecessors.
    """

    def __init__(self, work: Work, columns: Iterable[int]) -> None:
        self.work = work
        self.columns = sorted({int(column) for column in columns})
        first = work.first_task.tolist()
        self.tasks = [task for column in self.columns for task in range(first[column], first[column + 1])]
        at = np.asarray(self.tasks, dtype=np.int64)
        self.ticks: list[int] = work.task_ticks[at].tolist()
        self.kinds: list[int] = work.kinds[at].tolist()
        self.column: list[int] = work.task_column[at].tolist()
        self.ready: list[int] = work.ready[at].tolist()
        self.due: list[int] = work.due[at].tolist()
        self.before: list[list[tuple[int, int]]] = [[] for _ in self.tasks]
        self.after: list[list[tuple[int, int]]] = [[] for _ in self.tasks]
        self._link()
        self.order = self._topological()
        lags = sum(lag for links in self.before for _, lag in links)
        waiting = max([work.horizon, *self.ready]) - work.horizon
        self.board = Board(work, waiting + sum(self.ticks) + lags)

    def _link(self) -> None:
        place = np.full(self.work.n_tasks, -1, dtype=np.int64)
        place[self.tasks] = np.arange(len(self.tasks))
        arcs = place[self.work.arcs]
        for earlier, later in arcs[(arcs >= 0).all(axis=1)].tolist():
            self._arc(earlier, later, 0)
        chosen = np.zeros(self.work.n_columns, dtype=bool)
        chosen[self.columns] = True
        orders = self.work.orders
        both = orders[chosen[orders[:, 0]] & chosen[orders[:, 1]]].tolist()
        if not both:
            return
        sinks, sources = self._sides()
        for earlier, later, lag in both:
            for end in sinks[earlier]:
                for start in sources[later]:
                    self._arc(end, start, lag)

    def _arc(self, earlier: int, later: int, lag: int) -> None:
        self.before[later].append((earlier, lag))
        self.after[earlier].append((later, lag))

    def _sides(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Return the last and the first tasks of each column."""
        sinks: dict[int, list[int]] = {column: [] for column in self.columns}
        sources: dict[int, list[int]] = {column: [] for column in self.columns}
        for task, column in enumerate(self.column):
            if not self.after[task]:
                sinks[column].append(task)
            if not self.before[task]:
                sources[column].append(task)
        return sinks, sources

    def _topological(self) -> list[int]:
        waits = [len(links) for links in self.before]
        order = [task for task, count in enumerate(waits) if not count]
        for task in order:
            for later, _ in self.after[task]:
                waits[later] -= 1
                if not waits[later]:
                    order.append(later)
        if len(order) < len(self.tasks):
            raise ValueError("the chosen columns wait for each other in a circle")
        return order

    def tails(self) -> list[int]:
        """
        Return for each task the ticks from its start to the end of all that follows it, people aside.

        What must have ended before the horizon is as if so much more followed it.
        """
        horizon = self.work.horizon
        tails = [ticks + max(0, horizon - due) for ticks, due in zip(self.ticks, self.due, strict=True)]
        for task in reversed(self.order):
            for later, lag in self.after[task]:
                tails[task] = max(tails[task], self.ticks[task] + lag + tails[later])
        return tails

    def arranged(self, keys: Sequence[float]) -> list[int]:
        """Return the tasks by ascending key, save that none comes before its predecessors."""
        held = list(keys)
        place = [0] * len(held)
        for turn, task in enumerate(self.order):
            place[task] = turn
            for earlier, _ in self.before[task]:
                held[task] = max(held[task], held[earlier])
        return sorted(range(len(held)), key=lambda task: (held[task], place[task]))

    def forward(self, order: Iterable[int]) -> tuple[list[int], list[int]]:
        """Return starts and ends when the tasks are placed in this order, each as early as it fits."""
        board = self.board
        board.clear()
        starts = [0] * len(self.tasks)
        ends = [0] * len(self.tasks)
        earliest, before, ticks, kinds, first = board.earliest, self.before, self.ticks, self.kinds, self.ready
        for task in order:
            ready = first[task]
            for earlier, lag in before[task]:
                if ends[earlier] + lag > ready:
                    ready = ends[earlier] + lag
            length = ticks[task]
            if not length:
                starts[task] = ends[task] = ready
                continue
            placed = earliest(kinds[task], length, ready)
            assert placed is not None  # overtime holds everything, one after the other
            starts[task], ends[task] = placed
        return starts, ends

    def backward(self, order: Iterable[int], due: Sequence[int]) -> tuple[list[int], list[int]]:
        """Return starts and ends when the tasks are placed in this order, each as late as it fits before it is due."""
        board = self.board
        board.clear()
        starts = list(due)
        ends = list(due)
        for task in order:
            latest = due[task]
            for later, lag in self.after[task]:
                latest = min(latest, starts[later] - lag)
            length = self.ticks[task]
            if not length:
                starts[task] = ends[task] = latest
                continue
            placed = board.latest(self.kinds[task], length, latest)
            assert placed is not None  # a justified task can always stay where it was
            starts[task], ends[task] = placed
        return starts, ends

    def justified(self, starts: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
        """
        Push all to the right, then all to the left, until neither lateness nor end improves.

        What is late already is pushed no further.

        Notes
        -----
        Forward-backward improvement, or double justification [1]_: never ends later, often earlier.

        References
        ----------
        .. [1] Valls, Ballestin, Quintanilla (2005), Justification and RCPSP: a technique that pays,
           https://doi.org/10.1016/j.ejor.2004.04.008
        """
        while True:
            end = max(ends, default=0)
            turn = self._turns()
            due = [max(done, min(end, due)) for done, due in zip(ends, self.due, strict=True)]
            late, _ = self.backward(sorted(range(len(ends)), key=lambda task: (-ends[task], -turn[task])), due)
            early, done = self.forward(sorted(range(len(ends)), key=lambda task: (late[task], turn[task])))
            if self.delay(done) >= self.delay(ends):
                return starts, ends
            starts, ends = early, done

    def delay(self, ends: Sequence[int]) -> tuple[int, int]:
        """Return by how much the latest of the tasks misses its own date, 0 where none does, and the end of all."""
        late = max((end - due for end, due in zip(ends, self.due, strict=True)), default=0)
        return max(0, late), max(ends, default=0)

    def _turns(self) -> list[int]:
        turns = [0] * len(self.tasks)
        for turn, task in enumerate(self.order):
            turns[task] = turn
        return turns

    def timetable(self, starts: list[int], ends: list[int]) -> Timetable:
        """Return the schedule under the tasks' own numbers."""
        return Timetable(*(np.asarray(part, dtype=np.int64) for part in (self.tasks, starts, ends)))
