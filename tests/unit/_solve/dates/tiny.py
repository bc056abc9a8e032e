"""Small random works, and the plainest possible truth about them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

import numpy as np

from irontriangle._solve.work import Ints, Work


def tiny_work(seed: int, *, features: int = 3) -> tuple[Work, Ints]:
    """Return a small random work and the feature of each of its columns."""
    rng = random.Random(seed)
    n_roles = rng.randint(1, 3)
    ticks_per_day = rng.choice([1, 1, 2])
    horizon = rng.randint(2, 9) * ticks_per_day
    team = [rng.randint(1, 3) for _ in range(n_roles)]
    present = np.repeat(np.array(team)[:, None], horizon, axis=1)
    for _ in range(rng.randint(0, 3)):
        role, first = rng.randrange(n_roles), rng.randrange(horizon)
        away = slice(first, rng.randint(first, horizon))
        present[role, away] = np.maximum(0, present[role, away] - rng.randint(1, 3))
    ticks: list[int] = []
    demand: list[list[int]] = []
    arcs: list[tuple[int, int]] = []
    owner: list[int] = []
    feature: list[int] = []
    first_task = [0]
    for number in range(rng.randint(1, features)):
        for _ in range(rng.choice([1, 1, 2])):
            base, count = len(ticks), rng.randint(1, 3)
            milestone = rng.random() < 0.1
            for _ in range(1 if milestone else count):
                ticks.append(0 if milestone or rng.random() < 0.05 else rng.randint(1, 4))
                asked = [0] * n_roles
                for role in rng.sample(range(n_roles), rng.choice([1, 1, 1, min(2, n_roles)])):
                    asked[role] = 0 if milestone else rng.choice([1, 1, rng.randint(1, team[role])])
                demand.append(asked)
                owner.append(len(feature))
            pairs = itertools.combinations(range(base, len(ticks)), 2)
            chain = rng.random() < 0.6
            arcs += [(a, b) for a, b in pairs if (b == a + 1 if chain else rng.random() < 0.4)]
            feature.append(number)
            first_task.append(len(ticks))
    orders = []
    for earlier, later in itertools.combinations(sorted(set(feature)), 2):
        if rng.random() < 0.3:
            lag = rng.choice([0, 0, ticks_per_day])
            before = [c for c, f in enumerate(feature) if f == earlier]
            after = [c for c, f in enumerate(feature) if f == later]
            orders += [(a, b, lag) for a in before for b in after]
    work = Work(
        ticks_per_day,
        horizon,
        present,
        owner,
        ticks,
        np.array(demand).reshape(-1, n_roles),
        arcs,
        orders,
        first_task,
        range(len(feature)),
    )
    return work, np.array(feature)


def flow_work(seed: int, features: int, days: int) -> tuple[Work, Ints]:
    """Return features of design, dev and qa in this order, one variant each, and the value of each column."""
    rng = random.Random(seed)
    efforts = [(rng.randint(1, 4), rng.randint(2, 10), rng.randint(1, 3)) for _ in range(features)]
    first = range(0, 3 * features, 3)
    work = Work(
        1,
        days,
        np.repeat([[1], [2], [1]], days, axis=1),
        np.repeat(np.arange(features), 3),
        np.ravel(efforts),
        np.tile(np.eye(3, dtype=int), (features, 1)),
        [(task + step, task + step + 1) for task in first for step in (0, 1)],
        [],
        [*first, 3 * features],
        range(features),
    )
    return work, np.array([rng.randint(20, 100) + sum(effort) for effort in efforts])


def selections(work: Work, feature: Ints) -> Iterator[list[int]]:
    """Yield every choice of at most one column a feature."""
    groups = [[None, *np.flatnonzero(feature == f)] for f in sorted(set(feature.tolist()))]
    for choice in itertools.product(*groups):
        yield [int(column) for column in choice if column is not None]


def complete(work: Work, feature: Ints, columns: list[int]) -> bool:
    """Tell whether every chosen column has what it needs, when orders are requirements."""
    built = {int(feature[column]) for column in columns}
    return all(int(feature[a]) in built for a, b, _ in work.orders.tolist() if b in columns)


def ticks_at_work(work: Work, task: int, start: int) -> list[int]:
    """Return the ticks a task works at, walking tick by tick; past the horizon everybody is there."""
    asked = work.demand[task]
    ticks: list[int] = []
    tick = start
    while len(ticks) < work.task_ticks[task]:
        if tick >= work.horizon or (work.present[:, tick] >= asked).all():
            ticks.append(tick)
        tick += 1
    return ticks


def problems(work: Work, starts: dict[int, int]) -> list[str]:
    """Check a schedule tick by tick: order and people within the horizon."""
    found = []
    used = np.zeros_like(work.present)
    ends: dict[int, int] = {}
    for task, start in starts.items():
        ticks = ticks_at_work(work, task, start)
        ends[task] = ticks[-1] + 1 if ticks else start
        for tick in ticks:
            if tick < work.horizon:
                used[:, tick] += work.demand[task]
        if ticks and ticks[0] != start:
            found.append(f"task {task} starts at {start}, where it waits")
    if (used > work.present).any():
        found.append("too few people")
    found += [f"arc {a} {b}" for a, b in work.arcs.tolist() if a in starts and b in starts and starts[b] < ends[a]]
    for earlier, later, lag in work.orders.tolist():
        done = [ends[task] for task in ends if work.task_column[task] == earlier]
        begun = [starts[task] for task in starts if work.task_column[task] == later]
        if done and begun and max(done) + lag > min(begun):
            found.append(f"order {earlier} {later}")
    return found


def least_end(work: Work, columns: Sequence[int]) -> int | None:
    """Return the earliest end within the horizon, by depth-first search over every start of every task."""
    order, before = _in_order(work, columns)
    best = work.horizon + 1
    ends: dict[int, int] = {}
    used = np.zeros_like(work.present)

    def place(number: int, end: int) -> None:
        nonlocal best
        if number == len(order):
            best = min(best, end)
            return
        task = order[number]
        ready = max((ends[a] + lag for a, lag in before[task]), default=0)
        for start in range(ready, work.horizon + 1):
            ticks = ticks_at_work(work, task, start)
            done = ticks[-1] + 1 if ticks else start
            if max(end, done) >= best:
                return
            if ticks and ticks[0] != start:
                continue
            if (used[:, ticks] + work.demand[task][:, None] <= work.present[:, ticks]).all():
                used[:, ticks] += work.demand[task][:, None]
                ends[task] = done
                place(number + 1, max(end, done))
                used[:, ticks] -= work.demand[task][:, None]

    place(0, 0)
    return best if best <= work.horizon else None


def _in_order(work: Work, columns: Sequence[int]) -> tuple[list[int], dict[int, list[tuple[int, int]]]]:
    """Return the tasks of some columns in an order that keeps precedence, and their predecessors with lags."""
    tasks = [t for c in columns for t in range(work.first_task[c], work.first_task[c + 1])]
    before: dict[int, list[tuple[int, int]]] = {task: [] for task in tasks}
    for a, b in work.arcs.tolist():
        if a in before and b in before:
            before[b].append((a, 0))
    for earlier, later, lag in work.orders.tolist():
        for a in tasks:
            for b in tasks:
                if work.task_column[a] == earlier and work.task_column[b] == later:
                    before[b].append((a, lag))
    order: list[int] = []
    while len(order) < len(tasks):
        order += [t for t in tasks if t not in order and all(a in order for a, _ in before[t])]
    return order, before
