"""The fewest sprints of one selection, by trying every order in which its features are given their work."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from irontriangle._model.amounts import exact
from irontriangle._model.timeline import Sprints

Order: TypeAlias = tuple[str, str, int]
"""Feature before, feature after, sprints between."""

FARTHEST = 10_000
"""Sprints up to which a released plan may go on: the longest that is planned at all."""


def fewest(
    work: Mapping[str, Mapping[str, Fraction | int]],
    orders: Sequence[Order],
    sprints: Sprints,
    *,
    released: bool,
    tick: Callable[[], None] = lambda: None,
) -> tuple[int, tuple[str, ...]] | None:
    """
    Return the least number of sprints that some features take, and an order that does it; None if there are too few.

    Parameters
    ----------
    work
        For each feature that is built how much each role has to do.
    released
        Whether there may be more sprints than are said, each as the last one.

    Notes
    -----
    Each feature in its turn takes the earliest capacity that is left of every role, from the sprint on in which what
    it needs has ended. Complete: take a best plan and the order in which its features end; in that order each ends no
    later than in the plan, since of every role those before it take no more of the sprints up to its end than there.
    """
    count = FARTHEST if released else sprints.count
    best: tuple[int, tuple[str, ...]] | None = None
    for turns in _turns(list(work), orders):
        tick()
        end = _end(turns, work, orders, sprints, count if best is None else best[0] - 1)
        if end is not None:
            best = end, turns
            if end <= 1:
                break
    return best


def _turns(features: list[str], orders: Sequence[Order]) -> Iterator[tuple[str, ...]]:
    """Walk through the orders that keep what is needed before what needs it; those that nothing needs come last."""
    needed = {before for before, _, _ in orders}
    first = [feature for feature in features if feature in needed]
    last = tuple(feature for feature in features if feature not in needed)
    for turns in itertools.permutations(first):
        place = {feature: at for at, feature in enumerate(turns)}
        if all(place[a] < place[b] for a, b, _ in orders if b in place):
            yield turns + last


def _end(
    turns: Sequence[str],
    work: Mapping[str, Mapping[str, Fraction | int]],
    orders: Sequence[Order],
    sprints: Sprints,
    count: int,
) -> int | None:
    """Return how many sprints it takes in this order; None if more than `count`."""
    left: dict[tuple[str, int], Fraction] = {}
    ends: dict[str, int] = {}
    for feature in turns:
        ready = max((ends[a] + lag for a, b, lag in orders if b == feature), default=0)
        ends[feature] = ready
        for role, need in work[feature].items():
            sprint, rest = ready, Fraction(need)
            while rest:
                if sprint >= count:
                    return None
                there = left.get((role, sprint), exact(sprints.amount(role, sprint)))
                taken = min(rest, there)
                left[role, sprint] = there - taken
                rest -= taken
                if taken:
                    ends[feature] = max(ends[feature], sprint)
                sprint += 1
        if ends[feature] >= count:
            return None
    return max(ends.values(), default=-1) + 1
