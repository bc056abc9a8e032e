"""Work given to sprints one column after the other, each as early as it fits; exact."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable, Mapping, Sequence

import attrs

from irontriangle._solve.sprints.load import Load


@attrs.frozen(eq=False)
class Filled:
    """
    Say in which sprints the work of each column lies.

    Parameters
    ----------
    turns
        The columns in the order in which they were filled in.
    first, last
        The first and the last sprint of each.
    amounts
        For each column and role, the units in each sprint from the first to the last with work of that role.
    """

    turns: tuple[int, ...]
    first: dict[int, int]
    last: dict[int, int]
    amounts: dict[tuple[int, int], tuple[int, list[int]]]

    @property
    def n_sprints(self) -> int:
        """How many sprints it takes."""
        return max(self.last.values(), default=-1) + 1


def fill(load: Load, turns: Sequence[int]) -> Filled | None:
    """
    Give each column in its turn the earliest work that is left; None where the horizon is too near.

    Parameters
    ----------
    turns
        The chosen columns, each after those that it waits for.

    Notes
    -----
    Some order is as good as any plan: in the order in which a plan ends its columns, each ends no later than there.
    For one role that is the rule of the earliest due date, which is optimal for work that can be divided; what is
    waited for ends no later, so that what waits may begin no later, and roles do not disturb each other.
    """
    chosen = set(turns)
    left = [list(amounts) for amounts in load.there]
    filled = Filled(tuple(turns), {}, {}, {})
    for column in turns:
        waits = (filled.last[other] + lag for other, lag in load.before.get(column, ()) if other in chosen)
        ready = max([load.ready[column], *waits])
        first, last = load.n_sprints, ready - 1
        for role, need in load.needs[column].items():
            begin, amounts = _take(left[role], need, ready)
            if amounts is None:
                return None
            filled.amounts[column, role] = begin, amounts
            first, last = min(first, begin), max(last, begin + len(amounts) - 1)
        filled.first[column], filled.last[column] = min(first, max(last, ready)), max(last, ready)
        if filled.last[column] >= load.ends_by(column):
            return None
    return filled


def _take(left: list[int], need: int, ready: int) -> tuple[int, list[int] | None]:
    """Take what is needed from the first sprints on in which there is some left."""
    begin, amounts = ready, list[int]()
    for sprint in range(ready, len(left)):
        taken = min(need, left[sprint])
        if taken or amounts:
            begin = begin if amounts else sprint
            amounts.append(taken)
            left[sprint] -= taken
            need -= taken
            if not need:
                return begin, amounts
    return begin, None


def in_turn(load: Load, columns: Iterable[int], key: Mapping[int, float], *, needed_first: bool = True) -> list[int]:
    """
    Return columns by ascending key, each after those that it waits for.

    Parameters
    ----------
    key
        Of every column.
    needed_first
        Whether those that nothing waits for, and that have no date of their own, come last: they may end as late as all
        does.
    """
    chosen = set(columns)
    waits = {column: sum(other in chosen for other, _ in load.before.get(column, ())) for column in chosen}
    following = {column: [other for other, _ in load.after.get(column, ()) if other in chosen] for column in chosen}

    def entry(column: int) -> tuple[bool, float, int, int]:
        free = not following[column] and load.due[column] is None
        return needed_first and free, key[column], load.rank[column], column

    ready = [entry(column) for column, count in waits.items() if not count]
    heapq.heapify(ready)
    turns = []
    while ready:
        column = heapq.heappop(ready)[-1]
        turns.append(column)
        for other in following[column]:
            waits[other] -= 1
            if not waits[other]:
                heapq.heappush(ready, entry(other))
    return turns


def by_rank(load: Load, columns: Iterable[int]) -> Filled | None:
    """Return the work given in the canonical order."""
    chosen = list(columns)
    return fill(load, in_turn(load, chosen, {column: load.rank[column] for column in chosen}, needed_first=False))


def fit(load: Load, columns: Sequence[int], *, by: int, restarts: int, seed: int = 0) -> Filled | None:
    """
    Look for an order in which everything ends in the first `by` sprints.

    Tried are the longest tails first, the canonical order, least work first, then tails disturbed at random.
    """
    near = load.until(by)
    tails = _tails(load, columns)
    rules: list[Mapping[int, float]] = [
        {column: near.ends_by(column) - tail for column, tail in tails.items()},
        {column: float(load.rank[column]) for column in columns},
        {column: float(sum(load.needs[column].values())) for column in columns},
    ]
    for rule in rules:
        filled = fill(near, in_turn(load, columns, rule))
        if filled is not None:
            return filled
    rng = random.Random(seed)
    for _ in range(restarts):
        key = {column: near.ends_by(column) - tail * rng.random() for column, tail in tails.items()}
        filled = fill(near, in_turn(load, columns, key))
        if filled is not None:
            return filled
    return None


def _tails(load: Load, columns: Iterable[int]) -> dict[int, float]:
    """Return how many sprints at least it takes from the start of each column to the end of all that waits for it."""
    chosen = set(columns)
    tails: dict[int, float] = {}
    most = [max(amounts, default=0) for amounts in load.there]
    for column in reversed(in_turn(load, chosen, {column: load.rank[column] for column in chosen})):
        own = max((need / most[role] if most[role] else 0.0 for role, need in load.needs[column].items()), default=0.0)
        later = (tails[other] + lag for other, lag in load.after.get(column, ()) if other in tails)
        tails[column] = own + max(later, default=0.0)
    return tails
