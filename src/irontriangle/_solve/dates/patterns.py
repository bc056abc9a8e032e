"""Patterns: one way each to do all the tasks of a column, and the cheapest of them where people have a price."""

from __future__ import annotations

from collections import defaultdict

import attrs
import numpy as np

from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.linear import Floats
from irontriangle._solve.work import Ints


@attrs.frozen(eq=False)
class Link:
    """
    Tie a task to the one by which it hangs in the tree of its column.

    Parameters
    ----------
    task, above
        The task, and the other one.
    first
        Whether the task comes before the other.
    best
        ndarray of shape (n_starts of `above`,): for each start of the other the last (first) start of the task that
        keeps the order; -1 (the number of starts) where there is none.
    """

    task: int
    above: int
    first: bool
    best: Ints


@attrs.frozen(eq=False)
class Priced:
    """
    Say what each column costs at the least.

    Parameters
    ----------
    least
        ndarray of shape (n_columns,): the price of the cheapest pattern; 0 where a column does not fit.
    costs
        For each task the least that it and all that hangs by it cost, for each of its starts.
    """

    least: Floats
    costs: list[Floats]


class Patterns:
    r"""
    Price the ways in which columns can be done.

    Parameters
    ----------
    windows
        The spans of the tasks. In no column may the arcs, directions aside, run in a circle (`treelike`).

    Notes
    -----
    Under prices of people a column's cheapest pattern is found by dynamic programming from the leaves of its tree
    of tasks: with f the price of each start,

    .. math:: G_j(s) = f_j(s) + \sum_{k \text{ after } j} \min_{t \ge s + d_j} G_k(t)
                              + \sum_{k \text{ before } j} \min_{t + d_k \le s} G_k(t) .
    """

    def __init__(self, windows: Windows) -> None:
        work = windows.work
        self.windows = windows
        fits = windows.fits[work.task_column]
        self.tasks: list[int] = np.flatnonzero(fits).tolist()
        self.starts: dict[int, Ints] = {}
        self.ends: dict[int, Ints] = {}
        self._first: dict[int, int] = {}
        for task in self.tasks:
            self._span(task)
        self._links: list[Link] = []
        self._roots: list[tuple[int, int]] = []
        self._hang()

    def price(self, people: Floats) -> Priced:
        """
        Find the least that each column costs.

        Parameters
        ----------
        people
            ndarray of shape (n_roles, horizon), >= 0: the price of one person at each tick.
        """
        work = self.windows.work
        sums = []
        for calendar in work.calendars:
            price = np.zeros(len(calendar.ticks) + 1)
            for role, count in calendar.demand:
                price[1:] += count * people[role, calendar.ticks]
            sums.append(np.cumsum(price))
        costs: list[Floats] = [np.zeros(0)] * work.n_tasks
        for task in self.tasks:
            length, total = int(work.task_ticks[task]), sums[work.kinds[task]]
            begin = self._first[task] + np.arange(len(self.starts[task]))
            costs[task] = total[begin + length] - total[begin] if length else np.zeros(len(begin))
        for link in self._links:
            costs[link.above] = costs[link.above] + _least(link, costs[link.task])
        least = np.zeros(work.n_columns)
        for column, root in self._roots:
            least[column] += costs[root].min()
        return Priced(least, costs)

    def cheapest(self, priced: Priced, column: int) -> dict[int, int]:
        """Return when the tasks of a column start in its cheapest pattern."""
        costs, work = priced.costs, self.windows.work
        chosen = {root: int(costs[root].argmin()) for root in self._roots_of[column]}
        for link in self._links_of[column]:
            best = int(link.best[chosen[link.above]])
            cost = costs[link.task]
            chosen[link.task] = int(cost[: best + 1].argmin()) if link.first else best + int(cost[best:].argmin())
        first = range(int(work.first_task[column]), int(work.first_task[column + 1]))
        return {task: int(self.starts[task][chosen[task]]) for task in first}

    def holds(self, starts: dict[int, int]) -> bool:
        """Tell whether tasks that start so keep the order of their column."""
        for link in self._links_of[int(self.windows.work.task_column[next(iter(starts))])]:
            place = int(np.searchsorted(self.starts[link.above], starts[link.above]))
            start = int(np.searchsorted(self.starts[link.task], starts[link.task]))
            if start > link.best[place] if link.first else start < link.best[place]:
                return False
        return True

    def used(self, starts: dict[int, int]) -> Ints:
        """Return the people at work in a pattern; shape (n_roles, horizon)."""
        work = self.windows.work
        used = np.zeros((work.n_roles, work.horizon), dtype=np.int64)
        for task, start in starts.items():
            length = int(work.task_ticks[task])
            if length:
                calendar = work.calendars[work.kinds[task]]
                begin = int(calendar.position[start])
                ticks = calendar.ticks[begin : begin + length]
                for role, count in calendar.demand:
                    used[role, ticks] += count
        return used

    def _span(self, task: int) -> None:
        windows, work = self.windows, self.windows.work
        low, high = int(windows.head[task]), int(windows.latest[task])
        length = int(work.task_ticks[task])
        if not length:
            self._first[task] = low
            self.starts[task] = self.ends[task] = np.arange(low, high + 1)
            return
        calendar = work.calendars[work.kinds[task]]
        first, last = int(calendar.position[low]), int(calendar.position[high])
        self._first[task] = first
        self.starts[task] = calendar.ticks[first : last + 1]
        self.ends[task] = calendar.ticks[first + length - 1 : last + length] + 1

    def _hang(self) -> None:
        """Order the tasks of each column from the leaves to a root."""
        work = self.windows.work
        beside: dict[int, list[tuple[int, bool]]] = defaultdict(list)
        for before, after in work.arcs.tolist():
            beside[before].append((after, False))
            beside[after].append((before, True))
        seen: set[int] = set()
        down: list[Link] = []
        for task in self.tasks:
            if task in seen:
                continue
            seen.add(task)
            self._roots.append((int(work.task_column[task]), task))
            reached = [task]
            for above in reached:
                for below, first in beside[above]:
                    if below not in seen:
                        seen.add(below)
                        reached.append(below)
                        down.append(Link(below, above, first, self._order(below, above, first=first)))
        self._links = down[::-1]
        self._links_of: dict[int, list[Link]] = defaultdict(list)
        for link in down:
            self._links_of[int(work.task_column[link.task])].append(link)
        self._roots_of: dict[int, list[int]] = defaultdict(list)
        for column, root in self._roots:
            self._roots_of[column].append(root)

    def _order(self, task: int, above: int, *, first: bool) -> Ints:
        if first:
            return np.asarray(np.searchsorted(self.ends[task], self.starts[above], side="right") - 1)
        return np.asarray(np.searchsorted(self.starts[task], self.ends[above], side="left"))


def _least(link: Link, cost: Floats) -> Floats:
    """Return the least that a task costs for each start of the one it hangs by; infinite where there is none."""
    least = np.minimum.accumulate(cost) if link.first else np.minimum.accumulate(cost[::-1])[::-1]
    found: Floats = np.append(least, np.inf)[link.best]
    return found


def treelike(windows: Windows) -> bool:
    """Tell whether no column's arcs, directions aside, run in a circle."""
    work = windows.work
    top = list(range(work.n_tasks))

    def find(task: int) -> int:
        while top[task] != task:
            top[task] = top[top[task]]
            task = top[task]
        return task

    for before, after in work.arcs.tolist():
        one, other = find(before), find(after)
        if one == other:
            return False
        top[one] = other
    return True
