"""Two lists of combinations, met in the middle."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import SAFE_INT64
from irontriangle._solve.selection.bounds import Floats
from irontriangle._solve.selection.near.logic import Whole
from irontriangle._solve.selection.near.parts import Part, Parts, constant

MOST_STATES = 1_000_000
"""Combinations of one half beyond which nothing is joined, where all are wanted."""

FEW = 1_000
"""Combinations of one half up to which all are kept; beyond, where there is one total, only those that may be best."""

SAMPLE = 10_000
"""Combinations of one half that are kept where some will do."""

CHUNK = 500_000
"""Pairs that are looked at together."""

CLASSES, CLASS_SIZE = 16, 64
"""Into how many groups the second half is cut by penalty, and then by use, and how many each has at least."""


class TooManyError(Exception):
    """A half has more combinations than may be kept."""


def best_joined(
    parts: Parts, within: float | None, reach: float, target: int, clock: Clock, least: int | None = None
) -> Whole | None:
    """
    Return the best solution that scores at least `target`, which must be within `reach` of the bound.

    Best by the first level, then the second and so on; None if there is none. With `within`, only some combinations
    are looked at, of parts whose penalties stay within that distance; what is left of the totals may add to them. With
    `least`, it is the solution that takes least of this total.

    Raises
    ------
    TooManyError
        If a half has more than `MOST_STATES` combinations, or time ran out.

    Notes
    -----
    The parts are dealt out to two halves, each the list of all its combinations within reach. Two combinations make a
    solution if their penalties together stay within reach and the totals hold; in a total whose price is y no more
    than reach / y can be left over, so the second half, sorted by that total, is searched in a narrow window.

    References
    ----------
    E. Horowitz and S. Sahni, Computing partitions with applications to the knapsack problem, Journal of the ACM 21
    (1974) 277-292, https://doi.org/10.1145/321812.321823, for the two lists.
    """
    listed = reach if within is None else within
    near = [part.within(listed) for part in parts.parts]
    if any(len(part.penalty) == 0 for part in near):
        return None
    sample = None if within is None else SAMPLE
    halves = _halves(near, parts, listed, reach, sample, clock)
    if halves is None:
        return None
    found = _best_pair(halves, _Wish(target, least, any_will_do=sample is not None), parts, reach, clock)
    if found is None:
        return None
    x = parts.fixed.copy()
    for half, state in zip(halves, found, strict=True):
        half.write(state, x)
    return x


@attrs.define(eq=False)
class _Half:
    """All combinations of some parts within reach, and how each was made."""

    penalty: Floats
    used: Whole
    scores: Whole
    made: list[tuple[Part, Whole, Whole]] = attrs.field(factory=list)

    def add(self, part: Part, listed: float, sample: int | None) -> None:
        """Combine with every choice of one more part; keep no more than a sample, if one will do."""
        states, choices = np.nonzero(self.penalty[:, None] + part.penalty[None, :] <= listed)
        if len(self.used) == 1 and len(states) > FEW:
            scores = self.scores[:, states] + part.scores[:, choices]
            kept = undominated(self.used[0, states] + part.used[0, choices], scores)
            states, choices = states[kept], choices[kept]
        if sample is not None and len(states) > sample:
            kept = np.linspace(0, len(states) - 1, sample).astype(np.int64)
            states, choices = states[kept], choices[kept]
        if len(states) > MOST_STATES:
            raise TooManyError
        self.penalty = self.penalty[states] + part.penalty[choices]
        self.used = self.used[:, states] + part.used[:, choices]
        self.scores = self.scores[:, states] + part.scores[:, choices]
        self.made.append((part, states, choices))

    def settle(self, parts: Sequence[Part]) -> None:
        """Combine with parts of a single choice; there is one combination yet."""
        only = np.zeros(1, dtype=np.int64)
        for part in parts:
            self.penalty = self.penalty + part.penalty
            self.used, self.scores = self.used + part.used, self.scores + part.scores
            self.made.append((part, only, only))

    def write(self, state: int, x: Whole) -> None:
        """Write one combination into a 0/1 vector."""
        for part, states, choices in reversed(self.made):
            x[part.columns] = part.x[:, choices[state]]
            state = int(states[state])

    def trim(self, other: _Half, parts: Parts, reach: float) -> None:
        """Drop what breaks a total, or leaves too much of it, beside anything in the other half."""
        kept = np.ones(len(self.penalty), dtype=bool)
        room = reach - self.penalty - other.penalty.min()
        for used, others, limit, price in zip(self.used, other.used, parts.limits, parts.prices, strict=True):
            kept &= used + others.min() <= limit
            kept &= price * (limit - used - others.max()) <= room
        if not kept.all():
            nothing = constant(0.0, len(self.used), len(self.scores))
            self.made.append((nothing, np.flatnonzero(kept), np.zeros(int(kept.sum()), dtype=np.int64)))
            self.penalty, self.used, self.scores = self.penalty[kept], self.used[:, kept], self.scores[:, kept]


def undominated(used: Whole, scores: Whole) -> Whole:
    """
    Return the combinations that score better, level by level, than all that take no more of the one total.

    References
    ----------
    G. L. Nemhauser and Z. Ullmann, Discrete dynamic programming and capital allocation, Management Science 15 (1969)
    494-505, https://doi.org/10.1287/mnsc.15.9.494.
    """
    rank = _ranked(scores)
    order = np.lexsort((-rank, used))
    best_before = np.maximum.accumulate(rank[order])
    better = np.concatenate([[True], rank[order[1:]] > best_before[:-1]])
    kept: Whole = order[better]
    return kept


def _ranked(scores: Whole) -> Whole:
    """Return one number for each combination, larger for the better, level by level."""
    low = scores.min(axis=1, keepdims=True)
    spans = (scores.max(axis=1) - low[:, 0] + 1).tolist()
    if math.prod(spans) < SAFE_INT64:
        factors = [math.prod(spans[level + 1 :]) for level in range(len(spans))]
        combined: Whole = np.array(factors) @ (scores - low)
        return combined
    ranks: Whole = np.unique(scores, axis=1, return_inverse=True)[1].ravel()
    return ranks


def _halves(
    near: Sequence[Part], parts: Parts, listed: float, reach: float, sample: int | None, clock: Clock
) -> tuple[_Half, _Half] | None:
    """Deal the parts out, each to the half that has fewer combinations so far."""
    first = _Half(np.zeros(1), np.zeros((len(parts.limits), 1), dtype=np.int64), parts.scores[:, None])
    second = _Half(np.zeros(1), first.used, np.zeros_like(first.scores))
    first.settle([part for part in near if len(part.penalty) == 1])
    # The dearest first: few of their combinations are within reach, so that the halves stay small for long.
    for part in sorted((part for part in near if len(part.penalty) > 1), key=_second, reverse=True):
        if clock.expired:
            raise TooManyError
        smaller = first if len(first.penalty) <= len(second.penalty) else second
        smaller.add(part, listed, sample)
        if not len(smaller.penalty):
            return None
    for half, other in ((first, second), (second, first)):
        half.trim(other, parts, reach)
        if not len(half.penalty):
            return None
    return first, second


def _second(part: Part) -> float:
    """Return what the second choice costs beyond the first."""
    return float(part.penalty[1] - part.penalty[0])


@attrs.frozen
class _Wish:
    """Say which pair is looked for: its score at least, the total of which it is to take least, or just any."""

    target: int
    least: int | None
    any_will_do: bool


def _best_pair(
    halves: tuple[_Half, _Half], wish: _Wish, parts: Parts, reach: float, clock: Clock
) -> tuple[int, int] | None:
    """Return the best pair that holds every total, or just one that scores enough."""
    first, second = halves
    target, least = wish.target, wish.least
    best: tuple[list[int], int, int] | None = None
    for a, b in _windows(first, second, parts, reach):
        if clock.expired:
            raise TooManyError
        fits = first.scores[0][a] + second.scores[0][b] >= target
        a, b = a[fits], b[fits]
        for used, others, limit in zip(first.used, second.used, parts.limits, strict=True):
            fits = used[a] + others[b] <= limit
            a, b = a[fits], b[fits]
        if len(a):
            scores = first.scores[:, a] + second.scores[:, b]
            if least is not None:
                scores = -(first.used[least : least + 1, a] + second.used[least : least + 1, b])
            top = np.lexsort(scores[::-1])[-1]
            found = scores[:, top].tolist()
            if best is None or found > best[0]:
                best = (found, int(a[top]), int(b[top]))
                target = target if least is not None else found[0]
                if wish.any_will_do:
                    break
    return None if best is None else best[1:]


def _windows(first: _Half, second: _Half, parts: Parts, reach: float) -> Iterator[tuple[Whole, Whole]]:
    """Yield all pairs within reach that leave neither too little nor too much of the two totals that say most."""
    prices = np.append(parts.prices, [0.0, 0.0])
    nothing = np.zeros((2, 1), dtype=np.int64)
    limits = np.append(parts.limits, nothing)
    ours, theirs = (np.concatenate([half.used, nothing.repeat(half.used.shape[1], 1)]) for half in (first, second))
    coarse, fine = np.argsort(-prices * np.ptp(theirs, axis=1), kind="stable")[1::-1].tolist()
    for alike in _cut(np.argsort(second.penalty, kind="stable")):
        room = reach - first.penalty - second.penalty[alike[0]]
        least, most = _window(limits[coarse] - ours[coarse], room, float(prices[coarse]))
        for group in _cut(alike[np.argsort(theirs[coarse][alike], kind="stable")]):
            used = theirs[coarse][group]
            states = np.flatnonzero((room >= 0) & (used[0] <= most) & (used[-1] >= least))
            group = group[np.argsort(theirs[fine][group], kind="stable")]
            used = theirs[fine][group]
            low, high = _window((limits[fine] - ours[fine])[states], room[states], float(prices[fine]))
            yield from _pairs(states, group, np.searchsorted(used, low), np.searchsorted(used, high, side="right"))


def _window(left: Whole, room: Floats, price: float) -> tuple[Whole, Whole]:
    """Return how little and how much of what is left of a total may be taken, in whole numbers: doubles lose some."""
    if price == 0:
        return left - SAFE_INT64, left
    with np.errstate(over="ignore"):
        unused = np.clip(room * (1 + 1e-9) / price + 1, -SAFE_INT64, SAFE_INT64)
    return left - unused.astype(np.int64), left


def _cut(states: Whole) -> list[Whole]:
    """Cut a sorted list into groups of its like."""
    return np.array_split(states, max(1, min(CLASSES, len(states) // CLASS_SIZE)))


def _pairs(
    states: Whole, others: Whole, begin: NDArray[np.intp], end: NDArray[np.intp]
) -> Iterator[tuple[Whole, Whole]]:
    """Yield each state with ``others[begin:end]``, in chunks."""
    counts = np.maximum(end - begin, 0)
    upto = np.concatenate([[0], np.cumsum(counts)])
    start = 0
    while start < len(states):
        stop = max(start + 1, int(np.searchsorted(upto, upto[start] + CHUNK, side="right")) - 1)
        some = counts[start:stop]
        offset = np.arange(upto[stop] - upto[start]) - np.repeat(upto[start:stop] - upto[start], some)
        yield np.repeat(states[start:stop], some), others[np.repeat(begin[start:stop], some) + offset]
        start = stop
