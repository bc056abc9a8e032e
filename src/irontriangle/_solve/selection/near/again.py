"""What is near the bound, listed once and looked through again under other limits."""

from __future__ import annotations

import math
from collections import OrderedDict

import attrs
import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals
from irontriangle._solve.selection.near.join import TooManyError, best_joined
from irontriangle._solve.selection.near.logic import Whole
from irontriangle._solve.selection.near.parts import Parts
from irontriangle._solve.selection.near.reach import Effort, Lists, NearBound, reach_of

EFFORT = Effort(10**7, 12_000)
"""How much is looked through: more than at a first look, as others use the same lists."""

MOST_KEPT = 12
"""Bounds of the columns for which lists are kept, and lists for each; the oldest go first."""


@attrs.define(eq=False)
class _Listed:
    """What was listed by the prices of some duals, under some limits."""

    duals: Duals
    limits: Whole
    parts: Parts | None = None

    def under(self, program: Program) -> _Listed:
        """Return the same under other limits of the rows that move."""
        limits, prices, moving = program.rows.limits[-len(self.limits) :], self.duals.prices, len(self.limits)
        columns = np.maximum(self.duals.reduced * program.lower, self.duals.reduced * program.upper).sum()
        bound = float(prices @ program.rows.limits.astype(float) + columns + self.duals.error)
        parts = self.parts
        if parts is not None:
            moved = parts.limits.copy()
            moved[-moving:] += limits - self.limits
            parts = attrs.evolve(parts, limits=moved)
        return _Listed(attrs.evolve(self.duals, bound=bound), limits, parts)

    def reaches(self, score: int) -> bool:
        """Tell whether all that scores so much is listed."""
        return self.parts is not None and reach_of(self.duals, score) <= self.parts.reach


class Again:
    """
    Find the best under limits that move, as `NearBound` does, from lists that are made once.

    Parameters
    ----------
    level
        What is maximised.
    moving
        How many of the last rows of the programs have limits that move; all else but the bounds of the columns is the
        same in each of them.

    Notes
    -----
    A penalty speaks of prices, and of what is left of a limit; which columns it leaves open, and which choices they
    have, does not depend on how much there is of the totals. So the lists of one dual vector will do as long as its
    bound is not much worse than that of the best one.
    """

    def __init__(self, level: Level, moving: int) -> None:
        self._level, self._moving = level, moving
        self._too_far = math.inf
        self._kept: OrderedDict[tuple[bytes, bytes], list[_Listed]] = OrderedDict()

    def best(self, program: Program, duals: Duals, score: int, clock: Clock) -> tuple[bool, Whole | None]:
        """
        Return the best that scores at least so much, and whether that is proven, or that nothing does.

        Parameters
        ----------
        duals
            Of the program's own linear program.
        """
        listed = self._listed(program, duals, score)
        near = NearBound(program, [self._level], listed.duals, self._moving, listed.parts)
        x = near.best(score, clock, EFFORT).x
        listed.parts = near.parts
        return x is not None or near.nothing_above < score, x

    def least(self, place: int, program: Program, duals: Duals, score: int, clock: Clock) -> tuple[bool, Whole | None]:
        """Return what takes least of one of the moving limits and scores so much; and whether that is proven."""
        listed = self._listed(program, duals, score)
        reach = reach_of(listed.duals, score)
        if reach >= self._too_far:
            return False, None
        lists = Lists(program, [self._level], listed.duals, self._moving, listed.parts)
        lists.limit(reach, reach, EFFORT.choices)
        while (lists.parts is None or lists.parts.reach < reach) and lists.widen(clock):
            pass
        listed.parts = lists.parts
        if listed.parts is None or listed.parts.reach < reach or listed.parts.count(reach) > EFFORT.count:
            self._too_far = min(reach, lists.too_far)
            return False, None
        try:
            total = len(listed.parts.limits) - self._moving + place
            return True, best_joined(listed.parts, None, reach, score, clock, least=total)
        except TooManyError:
            return False, None

    def _listed(self, program: Program, duals: Duals, score: int) -> _Listed:
        """Return the lists with the best bound, if they reach far enough; else those of the duals, yet to be made."""
        key = program.lower.tobytes(), program.upper.tobytes()
        kept = self._kept.setdefault(key, [])
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        for place, one in enumerate(kept):
            kept[place] = one.under(program)
        best = min((one for one in kept if one.reaches(score)), key=lambda one: one.duals.bound, default=None)
        if best is None:
            best = _Listed(duals, program.rows.limits[-self._moving :]).under(program)
            kept.append(best)
            del kept[:-MOST_KEPT]
        return best
