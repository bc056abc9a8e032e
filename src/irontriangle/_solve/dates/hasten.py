"""An earlier finish of a given scope, by simulated annealing over variants and order."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np

from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.decoding import Decoding
from irontriangle._solve.dates.serial import Watch
from irontriangle._solve.dates.windows import Windows

Breach: TypeAlias = Callable[[Iterable[int], int], float]
"""Columns and the days they take -> by how much they break the other rules; 0 if they do not."""

HEAT = 0.015
COLD = 0.0015
"""How much later a step may end, first and last, as a share of the first finish."""

VARY = 0.6
"""Share of the steps that change a variant; the others move a column in the order."""

MEAN = 0.03
"""What the mean end counts, so that of two plans with one finish the one that is ahead elsewhere is better."""

WANTED = 0.5
PATIENCE = 50
"""Share of the plans that shall keep the rules, and after how many plans the price of breaking them is adapted."""


def hasten(
    windows: Windows,
    begin: Timetable,
    columns: Iterable[int],
    *,
    breach: Breach,
    rounds: int,
    seed: int = 0,
    goal: int = 0,
    clock: Watch | None = None,
    on_better: Callable[[list[int], Timetable], object],
) -> None:
    """
    Find an earlier schedule of the features that some columns build, perhaps in other variants.

    Parameters
    ----------
    windows
        The spans of the tasks.
    begin, columns
        A schedule, and what it does.
    breach
        What the other rules say of a selection.
    rounds
        How many steps to try.
    seed
        Of the random choices.
    goal
        Stop as soon as everything ends by this tick.
    clock
        An emergency stop; without it the same arguments take the same steps.
    on_better
        Told about each earlier schedule that keeps the rules.

    Notes
    -----
    Simulated annealing over lists of tasks and modes, each decoded serially and justified to both sides [1]_. The
    scarcer what the variants share, the fewer of their combinations are allowed, so it passes through those that are
    not, at a price that rises and falls until half of the plans keep the rules.

    References
    ----------
    .. [1] Józefowska, Mika, Różycki, Waligóra, Węglarz (2001), Simulated annealing for multi-mode
       resource-constrained project scheduling, https://doi.org/10.1023/A:1010930518669
    """
    _Hasten(windows, begin, columns, breach, random.Random(seed)).run(rounds, goal, clock, on_better)


class _Hasten:
    def __init__(
        self, windows: Windows, begin: Timetable, columns: Iterable[int], breach: Breach, rng: random.Random
    ) -> None:
        self.decoding = Decoding(windows)
        self.breach, self.rng = breach, rng
        self.ticks_per_day = windows.work.ticks_per_day
        self.variants: dict[int, list[int]] = {}
        for column in np.flatnonzero(windows.fits).tolist():
            self.variants.setdefault(int(windows.feature[column]), []).append(column)
        self.chosen = {int(windows.feature[column]): column for column in columns}
        self.varied = [feature for feature in self.chosen if len(self.variants.get(feature, ())) > 1]
        self.keys = [0.0] * windows.work.n_tasks
        for task, start in zip(begin.tasks.tolist(), begin.starts.tolist(), strict=True):
            self.keys[task] = float(start)
        self.first = self.end = self.best = begin.end
        self.broken = breach(self.chosen.values(), self._days())
        self.cost = math.inf
        self.price = 0.05 * self.first

    def run(
        self,
        rounds: int,
        goal: int,
        clock: Watch | None,
        on_better: Callable[[list[int], Timetable], object],
    ) -> None:
        """Take so many steps."""
        kept: list[bool] = []
        for turn in range(rounds):
            if self.best <= goal or not self.chosen or (clock is not None and clock.expired):
                return
            self._step(HEAT * self.first * (COLD / HEAT) ** (turn / rounds))
            kept.append(not self.broken)
            if len(kept) == PATIENCE:
                factor = 1.2 if sum(kept) < WANTED * PATIENCE else 0.85
                self.price = min(max(self.price * factor, 0.001 * self.first), 10.0 * self.first)
                kept = []
            if not self.broken and self.end < self.best:
                self.best = self.end
                on_better(sorted(self.chosen.values()), self._timetable())

    def _step(self, heat: float) -> None:
        """Change a variant or two, or move a column in the order; keep it if it is better, or not much worse."""
        chosen, keys = dict(self.chosen), list(self.keys)
        if self.varied and self.rng.random() < VARY:
            for _ in range(1 if self.rng.random() < 0.7 else 2):
                self._vary(chosen, keys)
        else:
            by = self.rng.gauss(0.0, 0.2 * self.best)
            for task in self.decoding.tasks[self.rng.choice(list(chosen.values()))]:
                keys[task] += by
        broken = self.breach(chosen.values(), self._days())
        worse = self.price * (broken - self.broken)
        if worse > 5 * heat or not self.decoding.decode(frozenset(chosen.values()), keys):
            return
        ends = [max(self.decoding.ends[task] for task in self.decoding.tasks[column]) for column in chosen.values()]
        cost = max(ends) + MEAN * sum(ends) / len(ends)
        worse += cost - self.cost
        if worse <= 0 or self.rng.random() < math.exp(-worse / heat):
            self.chosen, self.keys, self.broken = chosen, keys, broken
            self.cost, self.end = cost, max(ends)
            for column in chosen.values():
                for task in self.decoding.tasks[column]:
                    keys[task] = self.decoding.starts[task]

    def _vary(self, chosen: dict[int, int], keys: list[float]) -> None:
        """Build a feature in another variant, whose tasks take the places of the old ones."""
        feature = self.rng.choice(self.varied)
        old = chosen[feature]
        new = chosen[feature] = self.rng.choice([column for column in self.variants[feature] if column != old])
        before = self.decoding.tasks[old]
        for place, task in enumerate(self.decoding.tasks[new]):
            keys[task] = keys[before[min(place, len(before) - 1)]]

    def _days(self) -> int:
        return -(-self.end // self.ticks_per_day)

    def _timetable(self) -> Timetable:
        tasks = np.array(sorted(t for c in self.chosen.values() for t in self.decoding.tasks[c]), dtype=np.int64)
        starts, ends = (np.array(of, dtype=np.int64)[tasks] for of in (self.decoding.starts, self.decoding.ends))
        return Timetable(tasks, starts, ends)
