"""Levels of the objective folded into one, so that one search settles them all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import attrs
import numpy as np

from irontriangle._solve.program import Level, Program, int_array

MOST = 10**12
"""Size up to which scores are folded: doubles tell larger ones apart, the linear programs' tolerances do not."""


@attrs.frozen(eq=False)
class Folded:
    """
    Hold several levels as one: a higher score is a better one by the first level, then by the second, and so on.

    Parameters
    ----------
    level
        The levels together.
    complete
        Whether all levels that were asked for are in it, and not only the first ones.
    weight
        What one unit of the first level counts.
    least
        The lowest score of the other levels together.
    """

    level: Level
    complete: bool
    weight: int
    least: int

    def first(self, score: float) -> float:
        """Return the most that the first level can be, beside this score of all levels."""
        return score if math.isinf(score) else (math.floor(score) - self.least) // self.weight


def fold(program: Program, levels: Sequence[Level]) -> Folded:
    """Fold as many levels as fit into `MOST`; what is fixed counts the same in all solutions."""
    free = program.lower < program.upper
    fixed = np.where(free, 0, program.lower)
    lowest = [int(level.coefs[free & (level.coefs < 0)].sum()) + level.score(fixed) for level in levels]
    spans = [int(abs(level.coefs[free]).sum()) + 1 for level in levels]
    sizes = [int(abs(level.coefs).sum()) for level in levels]
    count = 1
    while count < len(levels) and _size(sizes[: count + 1], spans[: count + 1]) <= MOST:
        count += 1
    weights = [math.prod(spans[place + 1 : count]) for place in range(count)]
    coefs = weights[0] * levels[0].coefs
    for weight, level in zip(weights[1:], levels[1:count], strict=True):
        coefs = coefs + weight * level.coefs
    least = sum(weight * low for weight, low in zip(weights[1:], lowest[1:count], strict=True))
    together = Level("all", coefs if count == 1 else int_array(coefs.tolist()), Fraction(1), Fraction(0), 1)
    return Folded(together, count == len(levels), weights[0], least)


def _size(sizes: Sequence[int], spans: Sequence[int]) -> int:
    """Return how large a score of levels of these sizes can be, one way or the other."""
    return sum(size * math.prod(spans[place + 1 :]) for place, size in enumerate(sizes))
