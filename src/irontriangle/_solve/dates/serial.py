"""Schedules by serial generation: one task after the other, each as early as it fits."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from irontriangle._solve.dates.chosen import Chosen, Timetable
from irontriangle._solve.work import Work


class Watch(Protocol):
    """What can say that time is up."""

    @property
    def expired(self) -> bool:
        """Whether time is up."""
        ...


def improve(
    work: Work,
    columns: Iterable[int],
    *,
    goal: int = 0,
    restarts: int = 100,
    seed: int = 0,
    clock: Watch | None = None,
) -> Timetable:
    """
    Find an early schedule of the chosen columns.

    Parameters
    ----------
    work, columns
        What has to be done, and what is chosen.
    goal
        Stop as soon as everything ends by this tick, and nothing later than it must.
    restarts
        How many random orders to try after the rules.
    seed
        Of the random orders.
    clock
        An emergency stop; without it the same arguments give the same schedule.

    Returns
    -------
    Timetable
        The earliest one found of those in time; where none is found, one that is least late.
    """
    chosen = Chosen(work, columns)
    search = _Search(chosen, goal, clock)
    tails = chosen.tails()
    rules: list[Callable[[], Sequence[float]]] = [
        lambda: [-float(tail) for tail in tails],
        lambda: _by_column(chosen, lambda column: float(work.rank[column])),
        lambda: _by_column(chosen, _most_work(chosen)),
    ]
    for rule in rules:
        if search.try_order(chosen.arranged(rule())):
            return search.best()
    rng = random.Random(seed)
    for turn in range(restarts):
        keys = _mixed(chosen, tails, rng) if turn % 4 == 0 else _disturbed(search.ends, chosen, rng)
        if search.try_order(chosen.arranged(keys)):
            break
    return search.best()


def canonical(work: Work, columns: Iterable[int], found: Timetable) -> Timetable:
    """
    Return the schedule to show: by rank, if that finishes on the same day as the one found.

    Parameters
    ----------
    work, columns
        What has to be done, and what is chosen.
    found
        A schedule of these columns.

    Returns
    -------
    Timetable
        Tasks left-shifted in the order of their columns' ranks; where that finishes on a later day, or past
        the horizon, left-shifted in the order of the schedule found.
    """
    chosen = Chosen(work, columns)
    limit = min(found.days(work) * work.ticks_per_day, max(work.horizon, found.end))
    late, _ = chosen.delay(found.ends.tolist())
    ranks = _by_column(chosen, lambda column: float(work.rank[column]))
    starts, ends = chosen.forward(chosen.arranged(ranks))
    if chosen.delay(ends)[0] <= late and max(ends, default=0) <= limit:
        return chosen.timetable(starts, ends)
    turns = sorted(range(len(ranks)), key=lambda task: (int(found.starts[task]), ranks[task], task))
    place = [0.0] * len(turns)
    for turn, task in enumerate(turns):
        place[task] = float(turn)
    return chosen.timetable(*chosen.forward(chosen.arranged(place)))


class _Search:
    """Keep the best schedule so far."""

    def __init__(self, chosen: Chosen, goal: int, clock: Watch | None) -> None:
        self.chosen = chosen
        self.goal = goal
        self.clock = clock
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.delay: tuple[float, float] = (math.inf, math.inf)

    def try_order(self, order: list[int]) -> bool:
        """Schedule in this order and improve it; tell whether the search is over."""
        starts, ends = self.chosen.forward(order)
        if self.chosen.delay(ends) > (0, self.goal):
            starts, ends = self.chosen.justified(starts, ends)
        if self.chosen.delay(ends) <= self.delay:
            self.starts, self.ends, self.delay = starts, ends, self.chosen.delay(ends)
        return self.delay <= (0, self.goal) or (self.clock is not None and self.clock.expired)

    def best(self) -> Timetable:
        return self.chosen.timetable(self.starts, self.ends)


def _by_column(chosen: Chosen, key: Callable[[int], float]) -> list[float]:
    keys = {column: key(column) for column in chosen.columns}
    return [keys[column] for column in chosen.column]


def _most_work(chosen: Chosen) -> Callable[[int], float]:
    totals: dict[int, float] = dict.fromkeys(chosen.columns, 0.0)
    for task, column in enumerate(chosen.column):
        totals[column] -= chosen.ticks[task]
    return lambda column: totals[column]


def _mixed(chosen: Chosen, tails: list[int], rng: random.Random) -> list[float]:
    """Favour long tails, columns at random."""
    weight = rng.random()
    luck = {column: rng.random() * max(tails, default=0) for column in chosen.columns}
    return [weight * -tail + (1 - weight) * luck[column] for tail, column in zip(tails, chosen.column, strict=True)]


def _disturbed(ends: list[int], chosen: Chosen, rng: random.Random) -> list[float]:
    """Start from the best order and move its tasks by some ticks at random."""
    spread = rng.choice((0.05, 0.15, 0.4)) * max(ends, default=0)
    return [end - length + rng.gauss(0, spread) for end, length in zip(ends, chosen.ticks, strict=True)]
