"""How far below the bound to look, and what that proves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import attrs
import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, Floats
from irontriangle._solve.selection.near.join import TooManyError, best_joined
from irontriangle._solve.selection.near.logic import Whole
from irontriangle._solve.selection.near.parts import BINS, Parts, list_parts

FIRST_COUNT, STEP = 10**5, 4
"""Combinations near the bound, by penalties alone, that are looked through at first, and how many times more next."""

ENOUGH = 1.5
"""How much farther a list that can be made is looked for, beside one that cannot."""

SPARE = 1.2
"""How much farther is listed than is asked, where other limits may need it."""

FIRST_COLUMNS, FIRST_SHARE = 40, 3
"""Columns with a penalty that are open at first, and one of how many at most."""


@attrs.frozen
class Effort:
    """
    Limit the work, whatever the machine.

    Parameters
    ----------
    count
        Combinations near the bound, by penalties alone, that are looked through.
    choices
        Choices of one part, complete or not, beyond which it is not listed.
    """

    count: float
    choices: int


QUICK, FULL = Effort(10**6, 3_000), Effort(5 * 10**9, 20_000)
"""A first look, and all that is looked through before something else is tried."""


@attrs.frozen(eq=False)
class Near:
    """
    Say what is known of the solutions near the bound.

    Parameters
    ----------
    x
        The best of all solutions; None: not found.
    bound
        No solution scores higher.
    settled
        Whether x is the best by the later levels, too.
    """

    x: Whole | None
    bound: float
    settled: bool = False


def can_list(program: Program, *levels: Level) -> bool:
    """Tell whether all sums fit into 64 bits, as the lists need."""
    numbers = [program.rows.coefs, program.rows.limits, *(level.coefs for level in levels)]
    return all(array.dtype == np.int64 for array in numbers)


class NearBound:
    """
    Look through all solutions near the bound, further and further down.

    Parameters
    ----------
    levels
        What is maximised, one after the other; the duals are those of the first.
    moving
        How many of the last rows have limits that are to move.
    parts
        What was listed for these prices already.

    Notes
    -----
    Solutions that score s are all within B - s of the bound B. So the best that a search within some reach finds is
    the best there is, and so it is in every later level: all its equals were looked at, too. That is why a search that
    finds nothing costs little: it was a smaller one, and the bound is lower now.

    References
    ----------
    R. Baldacci, N. Christofides, A. Mingozzi, An exact algorithm for the vehicle routing problem based on the set
    partitioning formulation with additional cuts, Mathematical Programming 115 (2008) 351-385,
    https://doi.org/10.1007/s10107-007-0178-5, for listing all columns whose reduced cost is within the gap.
    """

    def __init__(
        self, program: Program, levels: Sequence[Level], duals: Duals, moving: int = 0, parts: Parts | None = None
    ) -> None:
        self._levels, self._duals = levels, duals
        self._lists = Lists(program, levels, duals, moving, parts)
        self._lowest = levels[0].score(np.where(levels[0].coefs > 0, program.lower, program.upper).astype(np.int64))
        self.nothing_above = math.floor(duals.bound)
        """Nothing scores higher, as far as has been looked."""
        self._count = FIRST_COUNT
        self.blocked = False
        """Whether a part was found to have more choices than could be listed."""

    def best(self, known: int | None, clock: Clock, effort: Effort = FULL) -> Near:
        """
        Look on until solutions are found or there are too many; a later call goes on from there.

        Parameters
        ----------
        known
            Score of a known solution: no need to look below it.
        effort
            How much may be looked through.
        """
        least = self._lowest if known is None else known
        farthest = reach_of(self._duals, least)
        self._lists.limit(reach_of(self._duals, self.nothing_above), farthest, effort.choices)
        while self._count <= effort.count and self.nothing_above >= least and not clock.expired:
            parts = self._lists.parts
            if parts is None:
                if self._lists.widen(clock):
                    continue
                self.blocked = True
                break
            counts = parts.counts
            within = min(farthest, _within(parts, self._count))
            target = least if within >= farthest else max(least, self._lowest_within(within))
            all_listed = target <= self.nothing_above
            target = min(target, self.nothing_above)
            # Of the equals of what is known a sample tells nothing.
            sampled = not all_listed and counts[-1] > self._count and known != self.nothing_above
            if all_listed or sampled:
                try:
                    x = best_joined(parts, within if sampled else None, reach_of(self._duals, target), target, clock)
                except TooManyError:
                    break
                if x is not None:
                    return Near(x, self._levels[0].score(x), all_listed)
            if all_listed:
                self.nothing_above = target - 1
            if counts[0] > effort.count:
                break
            if counts[-1] > self._count:
                self._count *= STEP
            elif not self._lists.widen(clock):
                self.blocked = True
                break
        if self.nothing_above < least:
            return Near(None, -math.inf if known is None else known)
        return Near(None, min(self._duals.bound, self.nothing_above))

    @property
    def parts(self) -> Parts | None:
        """What has been listed so far."""
        return self._lists.parts

    def too_many(self, known: int, clock: Clock) -> bool:
        """
        Tell whether more combinations than are ever looked through score in the upper half of what may be better.

        By penalties alone. The best is somewhere between what is known and the bound: in the lower half it might be
        that so many had to be looked through, too.
        """
        reach = reach_of(self._duals, (known + self.nothing_above + 1) // 2)
        while (parts := self._lists.parts) is not None and parts.count(min(parts.reach, reach)) <= FULL.count:
            if parts.reach >= reach or not self._lists.widen(clock):
                return False
        return parts is not None

    def _lowest_within(self, within: float) -> int:
        """Return the lowest score all of whose solutions are within a distance of the bound."""
        return math.ceil(self._duals.bound - within + 2 * self._duals.error)


class Lists:
    """The parts of a program, listed as far as is asked, and somewhat farther where limits are to move."""

    def __init__(
        self, program: Program, levels: Sequence[Level], duals: Duals, moving: int = 0, parts: Parts | None = None
    ) -> None:
        self._program, self._levels, self._duals, self._moving = program, levels, duals, moving
        self.parts = parts

    def limit(self, nearest: float, farthest: float, most_choices: int) -> None:
        """Say how far there is nothing yet, how far is far enough, and how many choices one part may have."""
        self._nearest, self._most_choices = nearest, most_choices
        self._farthest = farthest * (SPARE if self._moving else 1)
        self.too_far = np.inf

    def widen(self, clock: Clock) -> bool:
        """List the parts some way farther; tell whether that can be done."""
        done = 0.0 if self.parts is None else self.parts.reach
        while self.parts is None or done < self._farthest:
            reach = min(self._farthest, max(self._nearest, self._first_reach() if self.parts is None else 2 * done))
            if reach >= self.too_far:
                reach = max(self._nearest, (done + self.too_far) / 2 if done else self._halfway())
                if self.too_far < ENOUGH * done or reach >= self.too_far:
                    return False
            listed = list_parts(
                self._program, self._levels, self._duals, reach, self._most_choices, clock, self._moving
            )
            if listed is not None:
                self.parts = listed
                return True
            if clock.expired:
                return False
            self.too_far = reach
        return False

    def _first_reach(self) -> float:
        """Return the penalty that `FIRST_COLUMNS` columns stay below, or one of `FIRST_SHARE` of all that have one."""
        if not len(self._sizes):
            return max(1.0, abs(self._duals.bound)) * 1e-6
        return float(self._sizes[min(len(self._sizes) // FIRST_SHARE, FIRST_COLUMNS)])

    def _halfway(self) -> float:
        """Return the penalty below which half of the columns stay that stay below what was too far; 0: none do."""
        below = self._sizes[self._sizes < self.too_far]
        return float(below[len(below) // 2]) if len(below) else 0.0

    @cached_property
    def _sizes(self) -> Floats:
        """The penalties of columns, the lowest first, ndarray of shape (n_penalties,)."""
        sizes = abs(self._duals.reduced)
        return np.sort(sizes[sizes > self._duals.error])


def reach_of(duals: Duals, target: float) -> float:
    """Return the penalty that whatever scores `target` stays within."""
    return duals.bound - target + 2 * duals.error


def _within(parts: Parts, count: float) -> float:
    """Return a distance within which there are no more than so many combinations."""
    bins = int(np.searchsorted(parts.counts, count, side="right"))
    return parts.reach * min(1.0, bins / BINS)
