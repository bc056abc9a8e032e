"""Good selections that fit in time, found by packing, ruin and repair."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import attrs
import numpy as np

from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.packing import Packing
from irontriangle._solve.dates.serial import Watch
from irontriangle._solve.dates.windows import Windows

Judge: TypeAlias = Callable[[list[int], int], tuple[float, float]]
"""
Columns and the days they take -> how far they break the other rules (0: not at all), and what they are worth.
"""


@attrs.frozen(eq=False)
class Fitted:
    """
    Hold a selection with its schedule.

    Parameters
    ----------
    columns
        The columns that are in, ascending.
    timetable
        When their tasks are done, all within the horizon.
    breach
        How far they break the other rules; 0: not at all.
    worth
        What they are worth.
    """

    columns: tuple[int, ...]
    timetable: Timetable
    breach: float
    worth: float

    @property
    def rank(self) -> tuple[float, float]:
        """The greater the better."""
        return -self.breach, self.worth


def fit(
    windows: Windows,
    worth: Iterable[float],
    *,
    judge: Judge | None = None,
    urgent: Iterable[int] = (),
    start: Fitted | None = None,
    goal: float = math.inf,
    rounds: int = 500,
    seed: int = 0,
    clock: Watch | None = None,
) -> Fitted:
    """
    Find a good selection that can be done by the horizon.

    Parameters
    ----------
    windows
        The spans of the tasks.
    worth
        What each column adds by itself: the order in which columns are tried.
    judge
        Says what a set of columns is worth and how far it breaks the rules of other kinds; None: the sum of
        `worth`, and no other rules.
    urgent
        Columns that are tried before all others.
    start
        Where to begin; None: with what a greedy pass packs.
    goal
        Stop as soon as a selection that breaks no rule is worth this much.
    rounds
        How often to ruin and repair.
    seed
        Of the random choices.
    clock
        An emergency stop; without it the same arguments give the same answer.

    Returns
    -------
    Fitted
        The best selection found: fewest breaches first, then most worth.
    """
    if clock is not None and clock.expired:
        rounds = 0
    search = _Search(windows, worth, judge, urgent, goal, clock, seed)
    best = search.first(start)
    best = _Anneal(search).run(best, rounds // 2)
    return _Ruin(search).run(best, rounds - rounds // 2)


class _Search:
    """What both ways of searching share."""

    def __init__(
        self,
        windows: Windows,
        worth: Iterable[float],
        judge: Judge | None,
        urgent: Iterable[int],
        goal: float,
        clock: Watch | None,
        seed: int,
    ) -> None:
        self.worth = [float(value) for value in worth]
        self.packing = Packing(windows)
        self.judge = judge if judge is not None else self._plain
        self.goal = goal
        self.clock = clock
        self.rng = random.Random(seed)
        self.density = density(windows, self.worth)
        top = 1e3 * max(1.0, *self.density)
        for column in urgent:
            self.density[column] = top + max(0.0, self.density[column])
        wanted = [int(c) for c in np.flatnonzero(windows.fits) if self.density[c] > 0]
        self.candidates = sorted(wanted, key=lambda column: -self.density[column])

    def first(self, start: Fitted | None) -> Fitted:
        """Fill up what is given; return the better of both."""
        if start is not None:
            self.load(start)
        self.fill(0.0)
        first = fitted(self.packing, self.judge)
        return first if start is None or first.rank >= start.rank else start

    def load(self, plan: Fitted) -> None:
        """Pack a plan again, to the left."""
        order = np.lexsort((plan.timetable.ends, plan.timetable.starts))
        self.packing.arrange(plan.timetable.tasks[order].tolist())

    def fill(self, luck: float) -> None:
        """Put in what still fits, by worth for people."""
        packing, rng = self.packing, self.rng
        keys = {column: self.density[column] * math.exp(rng.gauss(0, luck)) for column in self.candidates}
        for column in sorted(self.candidates, key=lambda column: -keys[column]):
            if packing.feature[column] not in packing.features:
                packing.insert_with_needs(column, self.worth)

    def over(self, best: Fitted) -> bool:
        """Tell whether the goal is reached, or time is up."""
        reached = best.breach <= 0 and best.worth >= self.goal
        return reached or (self.clock is not None and self.clock.expired)

    def _plain(self, columns: list[int], _days: int) -> tuple[float, float]:
        return 0.0, sum(self.worth[column] for column in columns)


class _Anneal:
    """
    Search over orders in which columns are packed, each from the left or from the right.

    Notes
    -----
    Simulated annealing: a column moves in the order, two change places, or one is packed from the other side.
    """

    def __init__(self, search: _Search) -> None:
        self.search = search

    def run(self, best: Fitted, rounds: int) -> Fitted:
        """Anneal for some rounds; return the best plan."""
        search = self.search
        order = [c for c in search.candidates if c in best.columns]
        order += [c for c in search.candidates if c not in best.columns]
        if len(order) < 2:
            return best
        late: frozenset[int] = frozenset()
        current, order = self._packed(order, late)
        best = max(best, current, key=lambda plan: plan.rank)
        for turn in range(rounds):
            if search.over(best):
                break
            heat = 0.02 * 0.05 ** (turn / rounds) * max(1.0, abs(best.worth))
            new_order, new_late = self._neighbour(order, late, len(current.columns))
            found, new_order = self._packed(new_order, new_late)
            gain = found.worth - current.worth
            if found.breach < current.breach or (
                found.breach == current.breach and (gain >= 0 or search.rng.random() < math.exp(gain / heat))
            ):
                order, late, current = new_order, new_late, found
            best = max(best, found, key=lambda plan: plan.rank)
        return best

    def _packed(self, order: list[int], late: frozenset[int]) -> tuple[Fitted, list[int]]:
        """Return the plan of an order, and the order with what is in before what is not."""
        packing, worth = self.search.packing, self.search.worth
        packing.clear()
        for column in order:
            if packing.feature[column] not in packing.features:
                packing.insert_with_needs(column, worth, late=column in late)
        inside = packing.inside
        return fitted(packing, self.search.judge), [c for c in order if c in inside] + [
            c for c in order if c not in inside
        ]

    def _neighbour(self, order: list[int], late: frozenset[int], inside: int) -> tuple[list[int], frozenset[int]]:
        rng, order = self.search.rng, list(order)
        how = rng.random()
        near = min(len(order), inside + 3)
        if how < 0.15:
            return order, late ^ {order[rng.randrange(near)]}
        if how < 0.6:
            column = order.pop(rng.randrange(len(order)))
            order.insert(rng.randrange(near), column)
            return order, late ^ {column} if rng.random() < 0.2 else late
        first, second = rng.randrange(near), rng.randrange(len(order))
        order[first], order[second] = order[second], order[first]
        return order, late


class _Ruin:
    """
    Ruin and recreate.

    Notes
    -----
    Takes some columns out, packs the rest to the left, and fills up by worth for scarce people, with some luck
    [1]_.

    References
    ----------
    .. [1] Schrimpf, Schneider, Stamm-Wilbrandt, Dueck (2000), Record breaking optimization results using the
       ruin and recreate principle, https://doi.org/10.1006/jcph.1999.6413
    """

    def __init__(self, search: _Search) -> None:
        self.search = search

    def run(self, best: Fitted, rounds: int) -> Fitted:
        """Ruin and repair for some rounds; return the best plan."""
        search, current = self.search, best
        for _ in range(rounds):
            if search.over(best):
                break
            search.load(current)
            self._ruin()
            search.fill(search.rng.choice((0.1, 0.3, 0.8)))
            found = fitted(search.packing, search.judge)
            slack = 0.0 if search.rng.random() < 0.7 else 0.01 * abs(best.worth)
            if (-found.breach, found.worth + slack) >= current.rank:
                current = found
            best = max(best, found, key=lambda plan: plan.rank)
        return best

    def _ruin(self) -> None:
        packing, rng = self.search.packing, self.search.rng
        inside = sorted(packing.inside)
        if not inside:
            return
        count = rng.randint(1, max(1, min(12, len(inside) // 3)))
        how = rng.random()
        if how < 0.4:
            out = rng.sample(inside, count)
        elif how < 0.7:  # neighbours in time
            middle = rng.randrange(max(1, packing.horizon))
            out = sorted(inside, key=lambda column: abs(packing.starts[packing.order[column][-1]] - middle))[:count]
        else:  # poor ones
            out = sorted(inside, key=lambda column: self.search.density[column] * rng.uniform(0.5, 1.5))[:count]
        for column in out:
            packing.remove(column)
        sequence = packing.sequence()
        if rng.random() < 0.5:
            spread = rng.choice((0.02, 0.1, 0.3)) * packing.horizon
            sequence = disturbed(packing, sequence, [packing.starts[t] + rng.gauss(0, spread) for t in sequence])
        packing.arrange(sequence)


def fitted(packing: Packing, judge: Judge) -> Fitted:
    """Return what is packed, judged."""
    columns = sorted(packing.inside)
    breach, worth = judge(columns, -(-packing.end() // packing.windows.work.ticks_per_day))
    return Fitted(tuple(columns), packing.timetable(), breach, worth)


def density(windows: Windows, worth: Sequence[float]) -> list[float]:
    """Return the worth of each column per share of the people that it takes, the scarcest role counting most."""
    work = windows.work
    used = np.zeros((work.n_columns, work.n_roles))
    np.add.at(used, work.task_column, work.demand * work.task_ticks[:, None])
    there = np.maximum(1, work.present.sum(axis=1))
    wanted = used[windows.fits].sum(axis=0) / there
    price = np.maximum(0.05, wanted - 0.7) / there
    return [float(each) for each in np.asarray(worth, dtype=float) / (used @ price + 1e-6)]


def disturbed(packing: Packing, tasks: Iterable[int], keys: Iterable[float]) -> list[int]:
    """Return the tasks by key; as given, none may come before its predecessors in its column, and none will."""
    held = dict(zip(tasks, keys, strict=True))
    place = {task: turn for turn, task in enumerate(held)}
    for task in place:  # predecessors come first
        held[task] = max([held[task], *(held[earlier] for earlier in packing.before[task])])
    return sorted(held, key=lambda task: (held[task], place[task]))
