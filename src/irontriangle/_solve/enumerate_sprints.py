"""The fewest sprints of one selection, by trying every order in which its features are given their work."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from irontriangle._model.amounts import exact
from irontriangle._model.feature import Variant
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
    variants: Mapping[str, Variant],
    released: bool,
    tick: Callable[[], None] = lambda: None,
) -> tuple[int, tuple[str, ...]] | None:
    """
    Return the least number of sprints that some features take, and an order that does it; None if there are too few.

    Parameters
    ----------
    work
        For each feature that is built how much each role has to do.
    variants
        The variant of each, which may have dates of its own.
    released
        Whether there may be more sprints than are said, each as the last one.

    Notes
    -----
    Each feature in its turn takes the earliest capacity that is left of every role, from the sprint on in which what
    it needs has ended and its own first date has come. Complete: take a best plan and the order in which its features
    end; in that order each ends no later than in the plan, since of every role those before it take no more of the
    sprints up to its end than there.
    """
    count = FARTHEST if released else sprints.count
    best: tuple[int, tuple[str, ...]] | None = None
    first = {feature: _first(sprints, variant.earliest, count) for feature, variant in variants.items()}
    due = {feature: _due(sprints, variant.due, count) for feature, variant in variants.items()}
    bound = {before for before, _, _ in orders} | {feature for feature in due if due[feature] < count}
    for turns in _turns(list(work), orders, bound):
        tick()
        end = _end(turns, work, orders, sprints, count if best is None else best[0] - 1, first, due)
        if end is not None:
            best = end, turns
            if end <= 1:
                break
    return best


def _first(sprints: Sprints, earliest: date | None, count: int) -> int:
    """Return the first sprint whose dates all are at or after one."""
    if earliest is None:
        return 0
    return bisect_left(range(count), earliest, key=lambda sprint: _date_of(sprints, sprint * sprints.length))


def _due(sprints: Sprints, due: date | None, count: int) -> int:
    """Return the first sprint of which a date is after one."""
    if due is None:
        return count
    return bisect_right(range(count), due, key=lambda sprint: _date_of(sprints, (sprint + 1) * sprints.length - 1))


def _date_of(sprints: Sprints, day: int) -> date:
    try:
        return sprints.date_of(day)
    except OverflowError:
        return date.max


def _turns(features: list[str], orders: Sequence[Order], bound: set[str]) -> Iterator[tuple[str, ...]]:
    """Walk through the orders that keep what is needed before what needs it; those that nothing binds come last."""
    first = [feature for feature in features if feature in bound]
    last = tuple(feature for feature in features if feature not in bound)
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
    first: Mapping[str, int],
    due: Mapping[str, int],
) -> int | None:
    """Return how many sprints it takes in this order; None if more than `count`."""
    left: dict[tuple[str, int], Fraction] = {}
    ends: dict[str, int] = {}
    for feature in turns:
        ready = max([first[feature], *(ends[a] + lag for a, b, lag in orders if b == feature)])
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
        if ends[feature] >= min(count, due[feature]):
            return None
    return max(ends.values(), default=-1) + 1
