"""Columns packed before the horizon, one by one: what fits stays, what does not leaves no trace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from irontriangle._solve.dates.board import Board
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.windows import Windows

MOST_DEEP = 100
"""Needs of needs that are put in at once."""


class Packing:
    """
    Keep a schedule of some columns within the horizon.

    Parameters
    ----------
    windows
        The spans of the tasks; columns that do not fit even alone are never packed.

    Attributes
    ----------
    inside
        The columns that are in.
    starts, ends
        Of the tasks that are in; the others' are meaningless.
    """

    def __init__(self, windows: Windows) -> None:
        work = windows.work
        self.windows = windows
        self.horizon = work.horizon
        self.board = Board(work, 0)
        self.fits: list[bool] = windows.fits.tolist()
        self.feature: list[int] = windows.feature.tolist()
        self.first: list[int] = work.first_task.tolist()
        self.length: list[int] = work.task_ticks.tolist()
        self.kind: list[int] = work.kinds.tolist()
        self.ready: list[int] = work.ready.tolist()
        self.ends_by: list[int] = work.ends_by.tolist()
        self.owner: list[int] = work.task_column.tolist()
        self.before: list[list[int]] = [[] for _ in range(work.n_tasks)]
        self.after: list[list[int]] = [[] for _ in range(work.n_tasks)]
        for earlier, later in work.arcs.tolist():
            self.before[later].append(earlier)
            self.after[earlier].append(later)
        self.order = [self._in_order(column) for column in range(work.n_columns)]
        self.earlier: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.later: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for earlier, later, lag in work.orders.tolist():
            self.earlier[later].append((earlier, lag))
            self.later[earlier].append((later, lag))
        self.needs: dict[int, list[list[int]]] = defaultdict(list)
        self.needed_by: dict[int, list[int]] = defaultdict(list)
        for column, members in windows.groups():
            self.needs[column].append([member for member, _ in members])
            for member, _ in members:
                self.needed_by[member].append(column)
        self.starts = [0] * work.n_tasks
        self.ends = [0] * work.n_tasks
        self.clear()

    def clear(self) -> None:
        """Take everything out."""
        self.board.clear()
        self.inside: set[int] = set()
        self.features: set[int] = set()

    def insert(self, column: int, *, late: bool = False) -> bool:
        """Put a column in, each task as early (or as late) as it fits between the others; tell whether it fitted."""
        if not self.fits[column] or self.feature[column] in self.features:
            return False
        placed: list[int] = []
        ready = self._ready(column)
        due = self._due(column)
        place = self._place_late if late else self._place
        for task in reversed(self.order[column]) if late else self.order[column]:
            if not place(task, ready, due):
                self._release(placed)
                return False
            placed.append(task)
        self.inside.add(column)
        self.features.add(self.feature[column])
        return True

    def insert_with_needs(self, column: int, wanted: Sequence[float], *, late: bool = False) -> bool:
        """Put a column in and before it what it needs and is not in, the most wanted first."""
        if not self.needs.get(column):
            return self.insert(column, late=late)
        added: list[int] = []
        if self._insert_closed(column, wanted, added, set(), MOST_DEEP):
            return True
        for other in added:
            self.remove(other)
        return False

    def remove(self, column: int) -> None:
        """Take a column out, and whatever cannot be in without it; what is not in stays out."""
        going = [column]
        while going:
            column = going.pop()
            if column not in self.inside:
                continue
            self._release(self.order[column])
            self.inside.discard(column)
            self.features.discard(self.feature[column])
            going += [
                other for other in self.needed_by.get(column, []) if other in self.inside and not self._has_needs(other)
            ]

    def arrange(self, tasks: Iterable[int]) -> None:
        """
        Pack columns anew, task by task in this order; a column of which a task does not fit goes out.

        A task in the order comes after its predecessors in its column. Columns whose needs are out go out too.
        """
        self.clear()
        begun: dict[int, list[int]] = {}
        gone: set[int] = set()
        for task in tasks:
            column = self.owner[task]
            if column in gone:
                continue
            if column not in begun and not self._may_begin(column, begun):
                gone.add(column)
                continue
            done = begun.setdefault(column, [])
            self.features.add(self.feature[column])
            if self._place(task, self._ready(column), self._due(column)):
                done.append(task)
                if len(done) == self.first[column + 1] - self.first[column]:
                    self.order[column] = begun.pop(column)
                    self.inside.add(column)
            else:
                gone.add(column)
                self._drop(column, begun)
        for column in list(begun):
            self._drop(column, begun)

    def sequence(self) -> list[int]:
        """Return the tasks that are in by their starts, an order that gives this schedule or an earlier one."""
        starts, ends = self.starts, self.ends
        return sorted(
            (task for column in self.inside for task in self.order[column]), key=lambda task: (starts[task], ends[task])
        )

    def end(self) -> int:
        """Return the tick by which everything has ended."""
        return max((self.ends[task] for column in self.inside for task in self.order[column]), default=0)

    def timetable(self) -> Timetable:
        """Return the schedule."""
        tasks = sorted(task for column in self.inside for task in self.order[column])
        return Timetable(
            np.array(tasks, dtype=np.int64),
            np.array([self.starts[task] for task in tasks], dtype=np.int64),
            np.array([self.ends[task] for task in tasks], dtype=np.int64),
        )

    def _in_order(self, column: int) -> list[int]:
        waiting = list(range(self.first[column], self.first[column + 1]))
        order: list[int] = []
        while waiting:
            order += [task for task in waiting if all(earlier in order for earlier in self.before[task])]
            waiting = [task for task in waiting if task not in order]
        return order

    def _insert_closed(
        self, column: int, wanted: Sequence[float], added: list[int], failed: set[int], deep: int
    ) -> bool:
        """Put in what a column needs and then itself; what failed once is not tried again from another side."""
        if not self.fits[column] or column in failed or not deep:
            return False
        for members in self.needs.get(column, ()):
            if not any(member in self.inside for member in members):
                for member in sorted(members, key=lambda other: -wanted[other]):
                    if self._insert_closed(member, wanted, added, failed, deep - 1):
                        break
                else:
                    failed.add(column)
                    return False
        if not self.insert(column):
            failed.add(column)
            return False
        added.append(column)
        return True

    def _has_needs(self, column: int) -> bool:
        inside = self.inside
        return all(any(member in inside for member in members) for members in self.needs.get(column, ()))

    def _ready(self, column: int) -> int:
        ready = 0
        for earlier, lag in self.earlier.get(column, ()):
            if earlier in self.inside:
                ready = max(ready, lag + max(self.ends[task] for task in self.order[earlier]))
        return ready

    def _due(self, column: int) -> int:
        due = self.horizon
        for later, lag in self.later.get(column, ()):
            if later in self.inside:
                due = min(due, min(self.starts[task] for task in self.order[later]) - lag)
        return due

    def _place(self, task: int, ready: int, due: int) -> bool:
        ready, due = max(ready, self.ready[task]), min(due, self.ends_by[task])
        for earlier in self.before[task]:
            ready = max(ready, self.ends[earlier])
        length = self.length[task]
        if not length:
            self.starts[task] = self.ends[task] = ready
            return ready <= due
        found = self.board.earliest(self.kind[task], length, ready)
        if found is None:
            return False
        self.starts[task], self.ends[task] = found
        if found[1] > due:
            self.board.release(self.kind[task], *found)
            return False
        return True

    def _place_late(self, task: int, ready: int, due: int) -> bool:
        ready, due = max(ready, self.ready[task]), min(due, self.ends_by[task])
        for later in self.after[task]:
            due = min(due, self.starts[later])
        length = self.length[task]
        if not length:
            self.starts[task] = self.ends[task] = due
            return ready <= due
        found = self.board.latest(self.kind[task], length, due) if due >= 0 else None
        if found is None:
            return False
        self.starts[task], self.ends[task] = found
        if found[0] < ready:
            self.board.release(self.kind[task], *found)
            return False
        return True

    def _release(self, tasks: Iterable[int]) -> None:
        for task in tasks:
            if self.length[task]:
                self.board.release(self.kind[task], self.starts[task], self.ends[task])

    def _drop(self, column: int, begun: dict[int, list[int]]) -> None:
        self._release(begun.pop(column))
        self.features.discard(self.feature[column])

    def _may_begin(self, column: int, begun: dict[int, list[int]]) -> bool:
        """Tell whether a column may begin; not beside one that is half done and comes before or after it."""
        links = [*self.earlier.get(column, ()), *self.later.get(column, ())]
        return (
            self.fits[column]
            and self.feature[column] not in self.features
            and not any(other in begun for other, _ in links)
            and self._has_needs(column)
        )
