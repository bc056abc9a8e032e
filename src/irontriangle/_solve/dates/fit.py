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
    worth: Sequence[float],
    *,
    judge: Judge | None = None,
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
    search = _Ruin(windows, worth, judge, seed)
    best = search.begin(start)
    for _ in range(rounds):
        if (best.breach <= 0 and best.worth >= goal) or (clock is not None and clock.expired):
            break
        best = search.step(best)
    return best


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

    def __init__(self, windows: Windows, worth: Sequence[float], judge: Judge | None, seed: int) -> None:
        self.windows = windows
        self.worth = [float(value) for value in worth]
        self.judge = judge if judge is not None else self._plain
        self.packing = Packing(windows)
        self.rng = random.Random(seed)
        self.density = density(windows, self.worth)
        self.candidates = [int(column) for column in np.flatnonzero(windows.fits)]
        self.current: Fitted | None = None

    def begin(self, start: Fitted | None) -> Fitted:
        """Return the first selection."""
        if start is not None:
            self._load(start)
        self._fill(0.0)
        first = self._fitted()
        self.current = first if start is None or first.rank >= start.rank else start
        return self.current

    def step(self, best: Fitted) -> Fitted:
        """Ruin and repair the current selection; return the best."""
        assert self.current is not None
        self._load(self.current)
        self._ruin()
        self._fill(self.rng.choice((0.1, 0.3, 0.8)))
        found = self._fitted()
        slack = 0.0 if self.rng.random() < 0.7 else 0.01 * abs(best.worth)
        if (-found.breach, found.worth + slack) >= self.current.rank:
            self.current = found
        return max(best, found, key=lambda fitted: fitted.rank)

    def _ruin(self) -> None:
        packing, rng = self.packing, self.rng
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
            out = sorted(inside, key=lambda column: self.density[column] * rng.uniform(0.5, 1.5))[:count]
        for column in out:
            packing.remove(column)
        sequence = packing.sequence()
        if rng.random() < 0.5:
            spread = rng.choice((0.02, 0.1, 0.3)) * packing.horizon
            sequence = disturbed(packing, sequence, [packing.starts[t] + rng.gauss(0, spread) for t in sequence])
        packing.arrange(sequence)

    def _fill(self, luck: float) -> None:
        packing, rng = self.packing, self.rng
        keys = {column: self.density[column] * math.exp(rng.gauss(0, luck)) for column in self.candidates}
        for column in sorted(self.candidates, key=lambda column: -keys[column]):
            if self.worth[column] > 0 and packing.feature[column] not in packing.features:
                packing.insert_with_needs(column, self.worth)

    def _load(self, fitted: Fitted) -> None:
        table = fitted.timetable
        order = np.lexsort((table.ends, table.starts))
        self.packing.arrange(table.tasks[order].tolist())

    def _fitted(self) -> Fitted:
        packing = self.packing
        columns = sorted(packing.inside)
        days = -(-packing.end() // self.windows.work.ticks_per_day)
        breach, worth = self.judge(columns, days)
        return Fitted(tuple(columns), packing.timetable(), breach, worth)

    def _plain(self, columns: list[int], days: int) -> tuple[float, float]:
        return 0.0, sum(self.worth[column] for column in columns)


def density(windows: Windows, worth: Sequence[float]) -> list[float]:
    """Return the worth of each column per share of the people that it takes, the scarcest role counting most."""
    work = windows.work
    used = np.zeros((work.n_columns, work.n_roles))
    np.add.at(used, work.task_column, work.demand * work.task_ticks[:, None])
    there = np.maximum(1, work.present.sum(axis=1))
    wanted = used[windows.fits].sum(axis=0) / there
    price = np.maximum(0.05, wanted - 0.7) / there
    return (np.asarray(worth, dtype=float) / (used @ price + 1e-6)).tolist()


def disturbed(packing: Packing, tasks: Iterable[int], keys: Iterable[float]) -> list[int]:
    """Return the tasks by key, save that none comes before its predecessors in its column."""
    held = dict(zip(tasks, keys, strict=True))
    place = {task: turn for turn, task in enumerate(held)}
    for task in held:  # predecessors come first
        for earlier in packing.before[task]:
            held[task] = max(held[task], held[earlier])
    return sorted(held, key=lambda task: (held[task], place[task]))
