"""What is near the bound, one column after the other: all of it, or what is most promising."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, Floats, fixed_by
from irontriangle._solve.selection.near.reach import reach_of
from irontriangle._solve.selection.ordering import ordered
from irontriangle._solve.selection.reductions.propagate import propagated
from irontriangle._solve.selection.reductions.smaller import Whole

MOST_ROOM = 10**7
"""Choices, times rows that are begun and not yet complete, beyond which nothing is looked through."""


@attrs.frozen(eq=False)
class Swept:
    """
    Say what a sweep came to.

    Parameters
    ----------
    x
        The best by all levels that was found; None: nothing was.
    complete
        Whether all that scores as much as was asked has been looked at.
    """

    x: Whole | None
    complete: bool


def sweep(
    program: Program, levels: Sequence[Level], duals: Duals, target: float, clock: Clock, *, width: int, narrow: bool
) -> Swept:
    r"""
    Look through the solutions that score at least `target` in the first level.

    Parameters
    ----------
    width
        Choices in the first columns that are kept at most.
    narrow
        Whether to go on with the most promising ones where there are more, or to give up.

    Notes
    -----
    With the bound B of the duals y and the reduced values r, every x that meets the rows scores

    .. math:: c^T x = B - \sum_j |r_j| [x_j \ne x^*_j] - \sum_i y_i (b_i - a_i^T x),

    where :math:`x^*_j` is the side that :math:`r_j` favours. Of a choice in some columns that gives a penalty which
    only grows with further ones: a row with a price is charged at once for what the columns to come cannot use. A
    choice is dropped as soon as a row cannot hold any more or its penalty says that it stays below the target. So all
    that is left in the end is what was asked for; the rows of few columns, completed one after the other, keep it few
    on the way. Where only the choices with the lowest penalties are kept, good solutions are found soon.

    References
    ----------
    D. Bergman, A. A. Cire, W.-J. van Hoeve, J. N. Hooker, Discrete optimization with decision diagrams, INFORMS Journal
    on Computing 28 (2016) 47-66, https://doi.org/10.1287/ijoc.2015.0648, whose restricted diagrams are such sweeps.
    """
    lower, upper = fixed_by(duals, target, program.lower, program.upper)
    tight = propagated(program.with_bounds(lower, upper))
    if (tight.lower > tight.upper).any():
        return Swept(None, True)
    columns, steps, penalty = _steps(program, tight, duals, target)
    states = _States(penalty, reach_of(duals, target), steps)
    if width * states.n_places > MOST_ROOM:
        return Swept(None, False)
    cut = False
    for step in steps:
        if not states.choose(step, width, narrow=narrow):
            if not narrow:
                return Swept(None, False)
            cut = True
        if clock.expired:
            return Swept(None, False)
    return Swept(_best(tight, columns, states.solutions(), levels, target), not cut)


def _best(tight: Program, columns: Whole, x: NDArray[np.int8], levels: Sequence[Level], target: float) -> Whole | None:
    """Return the best of some choices in the open columns, level by level; None if none scores as much as is asked."""
    best: Whole = np.where(tight.lower < tight.upper, 0, tight.lower).astype(np.int64)
    scores = [level.score(best) + level.coefs[columns] @ x for level in levels]
    enough = np.flatnonzero(scores[0] >= target)
    if not len(enough):
        return None
    best[columns] = x[:, enough[np.lexsort([each[enough] for each in scores[::-1]])[-1]]]
    return best


Takes: TypeAlias = list[tuple[int, int]]
"""What a side of a column takes of the room in which rows, by their places."""


@attrs.frozen(eq=False)
class _Step:
    """
    Hold what is to be known of one column, and of the rows that are begun and not yet complete.

    Parameters
    ----------
    begun
        The rows whose first column this is: their places, and their room.
    losses, takes
        What the column loses and takes, at 0 and at 1.
    done
        The rows whose last column this is: their places, and their prices.
    priced, prices, spans
        The rows with a price: their places, the prices, and how much the columns to come can take of each.
    priced_takes
        ndarray of shape (2, n_priced): what the column takes of those, at 0 and at 1.
    """

    begun: Takes
    losses: tuple[float, float]
    takes: tuple[Takes, Takes]
    done: list[tuple[int, float]]
    priced: list[int]
    prices: Floats
    spans: Floats
    priced_takes: Floats


def _steps(program: Program, tight: Program, duals: Duals, target: float) -> tuple[Whole, list[_Step], float]:
    """Return the columns that are open between tight bounds, a step for each, and what is lost by the others."""
    rows, free = tight.rows, tight.lower < tight.upper
    fixed = np.where(free, 0, tight.lower).astype(np.int64)
    limits = rows.limits - rows.activity(fixed)
    inside = free[rows.indices]
    owners, coefs = rows.owners[inside], rows.coefs[inside]
    columns = (np.cumsum(free) - 1)[rows.indices[inside]]
    count = np.bincount(owners, minlength=len(rows))
    lost = np.where(fixed > 0, -duals.reduced, duals.reduced).clip(min=0)
    lost[free | (program.lower == program.upper)] = 0
    penalty = float(lost.sum() + duals.prices[count == 0] @ limits[count == 0].astype(float))
    room, span = limits.copy(), np.zeros(len(rows), dtype=np.int64)
    np.subtract.at(room, owners, np.minimum(coefs, 0))
    np.add.at(span, owners, abs(coefs))
    kept = (count > 0) & ((span > room) | (duals.prices > 0))
    of_kept = kept[owners]
    owners, columns, coefs = owners[of_kept], columns[of_kept], coefs[of_kept]
    reduced = duals.reduced[free]
    order = ordered(owners, columns, len(rows), abs(reduced) / max(duals.bound - target, 1e-300))
    planner = _Planner(room, span, duals.prices, np.bincount(owners, minlength=len(rows)))
    entries: list[list[tuple[int, int]]] = [[] for _ in order]
    for row, column, coef in zip(owners.tolist(), columns.tolist(), coefs.tolist(), strict=True):
        entries[column].append((row, coef))
    steps = [planner.step(float(reduced[column]), entries[column]) for column in order.tolist()]
    return np.flatnonzero(free)[order], steps, penalty


class _Planner:
    """Give each row a place from its first column to its last one."""

    def __init__(self, room: Whole, span: Whole, prices: Floats, missing: Whole) -> None:
        self._room, self._span, self._prices = room.tolist(), span.tolist(), prices.tolist()
        self._missing = missing.tolist()
        self._place: dict[int, int] = {}
        self._idle: list[int] = []
        self._priced: list[int] = []
        self._n_places = 0

    def step(self, reduced: float, entries: list[tuple[int, int]]) -> _Step:
        """Return the step of the next column."""
        begun = [(self._begin(row), self._room[row]) for row, _ in entries if row not in self._place]
        takes: tuple[Takes, Takes] = ([], [])
        for row, coef in entries:
            takes[coef > 0].append((self._place[row], abs(coef)))
            self._span[row] -= abs(coef)
            self._missing[row] -= 1
        priced_takes = np.zeros((2, len(self._priced)))
        for row, coef in entries:
            if row in self._priced:
                priced_takes[int(coef > 0), self._priced.index(row)] = abs(coef)
        step = _Step(
            begun,
            (max(reduced, 0.0), max(-reduced, 0.0)),
            takes,
            [(self._place[row], self._prices[row]) for row, _ in entries if not self._missing[row]],
            [self._place[row] for row in self._priced],
            np.array([self._prices[row] for row in self._priced]),
            np.array([self._span[row] for row in self._priced], dtype=float),
            priced_takes,
        )
        for row, _ in entries:
            if not self._missing[row]:
                self._idle.append(self._place.pop(row))
                if row in self._priced:
                    self._priced.remove(row)
        return step

    def _begin(self, row: int) -> int:
        if not self._idle:
            self._idle.append(self._n_places)
            self._n_places += 1
        self._place[row] = self._idle.pop()
        if self._prices[row] > 0:
            self._priced.append(row)
        return self._place[row]


class _States:
    """The choices in the first columns: what they leave of the rows begun, and how each came about."""

    def __init__(self, penalty: float, reach: float, steps: Sequence[_Step]) -> None:
        self._reach = reach
        self._penalty = np.array([penalty])
        self.n_places = max((place for step in steps for place, _ in step.begun), default=-1) + 1
        """How many rows are begun and not yet complete at the same time, at most."""
        self._room = np.zeros((1, self.n_places), dtype=np.int64)
        self._made: list[tuple[Whole, int]] = []

    def choose(self, step: _Step, width: int, *, narrow: bool) -> bool:
        """Choose 0 and 1 for one more column; tell whether all choices are kept, and not only the most promising."""
        for place, room in step.begun:
            self._room[:, place] = room
        losses = self._losses(step)
        chosen = [self._possible(losses[side], step.takes[side]) for side in (0, 1)]
        complete = len(chosen[0]) + len(chosen[1]) <= width
        if not complete:
            if not narrow:
                return False
            chosen = _narrowed(chosen, losses, width)
        self._go(step, *chosen)
        return complete

    def _losses(self, step: _Step) -> list[Floats]:
        """Return what each choice loses at least with either side: what no column to come can use is charged."""
        losses = [self._penalty + loss for loss in step.losses]
        if step.priced:
            unused = self._room[:, step.priced] - step.spans
            for side in (0, 1):
                losses[side] += np.maximum(unused - step.priced_takes[side], 0) @ step.prices
        return losses

    def _possible(self, losses: Floats, takes: Takes) -> Whole:
        """Return the choices that go on with one side."""
        possible = losses <= self._reach
        for place, amount in takes:
            possible &= self._room[:, place] >= amount
        return np.flatnonzero(possible)

    def _go(self, step: _Step, without: Whole, within: Whole) -> None:
        """Go on with these choices without the column, and with those within it."""
        n = len(without)
        source = np.concatenate([without, within])
        self._penalty, self._room = self._penalty.take(source), self._room.take(source, axis=0)
        for part, side in ((slice(0, n), 0), (slice(n, None), 1)):
            self._penalty[part] += step.losses[side]
            for place, amount in step.takes[side]:
                self._room[part, place] -= amount
        for place, price in step.done:
            if price > 0:
                self._penalty += price * self._room[:, place]
        self._made.append((source, n))

    def solutions(self) -> NDArray[np.int8]:
        """Return what is left, once all columns are chosen, ndarray of shape (n_steps, n_solutions)."""
        state = np.arange(len(self._penalty))
        x = np.zeros((len(self._made), len(state)), dtype=np.int8)
        for place in range(len(x) - 1, -1, -1):
            source, n = self._made[place]
            x[place] = state >= n
            state = source[state]
        return x


def _narrowed(chosen: list[Whole], losses: list[Floats], width: int) -> list[Whole]:
    """Return so many of the choices, those that lose least."""
    lost = np.concatenate([losses[side][chosen[side]] for side in (0, 1)])
    most = np.partition(lost, width - 1)[width - 1]
    kept = lost < most
    kept[np.flatnonzero(lost == most)[: width - np.count_nonzero(kept)]] = True
    n = len(chosen[0])
    return [chosen[0][kept[:n]], chosen[1][kept[n:]]]
