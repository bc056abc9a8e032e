"""Better selections with their schedules by simulated annealing, through some that are too late or too dear."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence

import attrs
import numpy as np

from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.decoding import Decoding
from irontriangle._solve.dates.fit import Fitted, Judge
from irontriangle._solve.dates.serial import Watch
from irontriangle._solve.dates.windows import Windows

HEAT = 0.04
COLD = 0.004
"""How much worse a step may be, first and last, as a share of what a column is worth."""

WANTED = 0.4
"""Share of the plans that shall be in time, and of those that shall keep the other rules."""

PATIENCE = 50
"""Plans after which what lateness and breaches cost is adapted."""


@attrs.frozen(eq=False)
class _Tried:
    """A selection with its schedule, whether it may be or not."""

    columns: frozenset[int]
    worth: float
    late: float
    breach: float
    tasks: list[int]
    starts: list[int]
    ends: list[int]

    @property
    def holds(self) -> bool:
        return self.late <= 0 and self.breach <= 0

    def fitted(self) -> Fitted:
        tasks = np.array(sorted(self.tasks), dtype=np.int64)
        starts, ends = np.array(self.starts, dtype=np.int64), np.array(self.ends, dtype=np.int64)
        return Fitted(tuple(sorted(self.columns)), Timetable(tasks, starts[tasks], ends[tasks]), 0.0, self.worth)


def anneal(
    windows: Windows,
    keys: Sequence[float],
    columns: Iterable[int],
    *,
    judge: Judge,
    scale: float,
    needed: Iterable[int] = (),
    goal: float = math.inf,
    rounds: int = 1_000,
    seed: int = 0,
    clock: Watch | None = None,
    on_better: Callable[[Fitted], object] | None = None,
) -> Fitted | None:
    """
    Find a good selection that can be done by the horizon.

    Parameters
    ----------
    windows
        The spans of the tasks.
    keys
        Shape (n_tasks,): when each task begins, roughly; also of those that are not chosen.
    columns
        The selection to begin with, which may be too much, or too little.
    judge
        As in `fit`.
    scale
        What a column is worth, about.
    needed
        Features of which a column has to be in.
    goal
        Stop as soon as a plan is worth this much.
    rounds
        How many plans to try.
    seed
        Of the random choices.
    clock
        An emergency stop; without it the same arguments give the same answer.
    on_better
        Told about each better plan that keeps every rule.

    Returns
    -------
    Fitted or None
        The best selection found that keeps every rule; None if none does.

    Notes
    -----
    Simulated annealing: a feature comes, goes, changes its variant or replaces another one, with what it needs and
    what needs it; tasks move in the order. Lateness and breaches of rules have prices, which rise and fall so that a
    steady share of the plans keeps each [1]_: the best plans lie at the edge of what can be done, and the way from one
    to the next leads outside.

    References
    ----------
    .. [1] Vidal, Crainic, Gendreau, Lahrichi, Rei (2012), A hybrid genetic algorithm for multidepot and periodic
       vehicle routing problems, https://doi.org/10.1287/opre.1120.1048
    """
    return _Anneal(windows, judge, scale, set(needed), random.Random(seed)).run(
        list(keys), frozenset(columns), goal, rounds, clock, on_better
    )


class _Anneal:
    def __init__(self, windows: Windows, judge: Judge, scale: float, needed: set[int], rng: random.Random) -> None:
        self.decoding = Decoding(windows)
        self.judge, self.scale, self.needed, self.rng = judge, scale, needed, rng
        self.horizon = windows.work.horizon
        self.ticks_per_day = windows.work.ticks_per_day
        self.latest: list[int] = windows.latest.tolist()
        self.feature: list[int] = windows.feature.tolist()
        self.variants: dict[int, list[int]] = {}
        for column in np.flatnonzero(windows.fits).tolist():
            self.variants.setdefault(self.feature[column], []).append(column)
        self.features = sorted(self.variants)
        self.needs: dict[int, list[list[int]]] = {}
        for column, members in windows.groups():
            self.needs.setdefault(column, []).append([member for member, _ in members if windows.fits[member]])
        self.judged: dict[tuple[frozenset[int], int], tuple[float, float]] = {}
        self.late_price, self.breach_price = 0.2 * scale, 2 * scale
        self.in_time: list[bool] = []
        self.in_rules: list[bool] = []

    def run(
        self,
        keys: list[float],
        columns: frozenset[int],
        goal: float,
        rounds: int,
        clock: Watch | None,
        on_better: Callable[[Fitted], object] | None,
    ) -> Fitted | None:
        """Try so many plans; return the best that holds."""
        best: Fitted | None = None
        current = self._begin(set(columns), keys)
        found: _Tried | None = current
        for turn in range(rounds):
            if found is not None and found.holds and (best is None or found.worth > best.worth):
                best = found.fitted()
                if on_better is not None:
                    on_better(best)
            if (best is not None and best.worth >= goal) or (clock is not None and clock.expired) or not self.features:
                break
            moved = self._neighbour(current.columns, keys)
            found = None if moved is None else self._try(*moved)
            if found is None or moved is None:
                continue
            self._adapt(found)
            heat = HEAT * self.scale * (COLD / HEAT) ** (turn / rounds)
            more = self._cost(found) - self._cost(current)
            if more <= 0 or self.rng.random() < math.exp(-more / heat):
                current, keys = found, moved[1]
                for task in current.tasks:
                    keys[task] = current.starts[task]
        return best

    def _begin(self, columns: set[int], keys: list[float]) -> _Tried:
        """Put in what is needed; take out one after the other until overtime is enough."""
        present = {self.feature[column] for column in columns}
        columns.update(
            self.variants[feature][0] for feature in sorted(self.needed - present) if feature in self.variants
        )
        chosen = self._closed(columns)
        while (tried := self._try(chosen, keys)) is None:
            chosen = self._closed(set(chosen).difference([self.rng.choice(sorted(chosen))]))
        return tried

    def _try(self, columns: frozenset[int], keys: list[float]) -> _Tried | None:
        decoding = self.decoding
        if not decoding.decode(columns, keys):
            return None
        tasks = [task for column in columns for task in decoding.tasks[column]]
        ends = decoding.ends
        end = max((ends[task] for task in tasks), default=0)
        by = decoding.ends_by
        late = float(max((ends[task] - by[task] for task in tasks if ends[task] > by[task]), default=0))
        if late:
            over = (max(ends[task] - by[task] for task in decoding.tasks[column]) for column in columns)
            late += 0.5 * sum(each for each in over if each > 0)
        days = -(-min(end, self.horizon) // self.ticks_per_day)
        if (columns, days) not in self.judged:
            self.judged[columns, days] = self.judge(sorted(columns), days)
        breach, worth = self.judged[columns, days]
        return _Tried(columns, worth, late, breach, tasks, list(decoding.starts), list(ends))

    def _cost(self, plan: _Tried) -> float:
        return self.late_price * plan.late + self.breach_price * plan.breach - plan.worth

    def _adapt(self, plan: _Tried) -> None:
        self.in_time.append(plan.late <= 0)
        self.in_rules.append(plan.breach <= 0)
        if len(self.in_time) == PATIENCE:
            self.late_price = min(max(self.late_price * _factor(self.in_time), 0.005 * self.scale), 5 * self.scale)
            self.breach_price = min(max(self.breach_price * _factor(self.in_rules), 0.1 * self.scale), 100 * self.scale)
            self.in_time, self.in_rules = [], []

    def _neighbour(self, columns: frozenset[int], keys: list[float]) -> tuple[frozenset[int], list[float]] | None:
        keys = list(keys)
        if self.rng.random() < 0.55:
            changed = self._exchanged(set(columns))
            if changed is None:
                return None
            self._place(columns, changed, keys)
            columns = changed
        self._disturb(sorted(columns), keys)
        return columns, keys

    def _exchanged(self, columns: set[int]) -> frozenset[int] | None:
        """Let a feature come, go, change its variant or replace another one."""
        rng, feature = self.rng, self.rng.choice(self.features)
        own = [column for column in self.variants[feature] if column in columns]
        other = [column for column in self.variants[feature] if column not in columns]
        if not own:
            if columns and rng.random() < 0.45:
                columns.discard(rng.choice(sorted(columns)))
                columns = self._supported(columns)
            columns.add(rng.choice(other))
        else:
            columns.difference_update(own)
            if other and (feature in self.needed or rng.random() < 0.7):
                columns.add(rng.choice(other))
            else:
                columns = self._supported(columns)
        closed = self._closed(columns)
        return closed if self.needed <= {self.feature[column] for column in closed} else None

    def _closed(self, columns: set[int]) -> frozenset[int]:
        """Put in what is needed, where its feature is free, and take out what lacks it."""
        waiting = sorted(columns)
        taken = {self.feature[column] for column in columns}
        while waiting:
            for members in self.needs.get(waiting.pop(), ()):
                free = [member for member in members if self.feature[member] not in taken]
                if free and columns.isdisjoint(members):
                    member = self.rng.choice(free)
                    columns.add(member)
                    taken.add(self.feature[member])
                    waiting.append(member)
        return frozenset(self._supported(columns))

    def _supported(self, columns: set[int]) -> set[int]:
        """Take out what lacks something that it needs."""
        while lacking := [
            column for column in columns if any(columns.isdisjoint(members) for members in self.needs.get(column, ()))
        ]:
            columns.difference_update(lacking)
        return columns

    def _place(self, before: frozenset[int], after: frozenset[int], keys: list[float]) -> None:
        """Give the tasks of new columns keys: those of the variant they replace, else anywhere in their spans."""
        decoding = self.decoding
        replaced = {self.feature[column]: decoding.tasks[column] for column in before - after}
        for column in sorted(after - before):
            tasks = decoding.tasks[column]
            old = replaced.get(self.feature[column], [])
            ready = 0.0
            for place, task in enumerate(tasks):
                for earlier, _, owner in decoding.before[task]:
                    if owner in after:
                        ready = max(ready, keys[earlier] + decoding.length[earlier])
                if place < len(old):
                    keys[task] = max(ready, keys[old[place]])
                else:
                    keys[task] = self.rng.uniform(ready, max(ready, self.latest[task]))
                ready = keys[task]

    def _disturb(self, columns: list[int], keys: list[float]) -> None:
        """Move a column, a task, or all a little."""
        if not columns:
            return
        rng, how = self.rng, self.rng.random()
        if how < 0.8:
            tasks = self.decoding.tasks[rng.choice(columns)]
            spread = 0.15
            if how >= 0.5:
                tasks, spread = [rng.choice(tasks)], 0.2
            by = rng.gauss(0.0, spread * self.horizon)
            for task in tasks:
                keys[task] += by
        else:
            spread = rng.choice((0.01, 0.04)) * self.horizon
            for column in columns:
                for task in self.decoding.tasks[column]:
                    keys[task] += rng.gauss(0.0, spread)


def _factor(kept: list[bool]) -> float:
    """Return by how much a price rises or falls, given which plans kept the rule."""
    share = sum(kept) / len(kept)
    return 1.15 if share < WANTED else 0.88
