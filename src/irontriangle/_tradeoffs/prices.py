"""What plans of a project without dates are worth at most, and take at least: bounds that need no search."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from irontriangle._model.amounts import FrozenMap
from irontriangle._solve.feasible import Demands
from irontriangle._solve.pricing import Box
from irontriangle._tradeoffs.memory import Amounts, Rules
from irontriangle._tradeoffs.solves import Solves


class Prices:
    """
    Bound the value of plans under rules and limits, by the prices of linear programs.

    Parameters
    ----------
    free
        The project without its limits.
    values
        What each variant and bundle is worth.
    uses
        What they take of each limit.
    solves
        Who has the clock.
    """

    def __init__(
        self, free: Demands, values: Sequence[Fraction], uses: Sequence[Sequence[Fraction]], solves: Solves
    ) -> None:
        self._solves = solves
        self._columns = free.columns
        self._pricing = free.pricing(values, uses)
        self._boxes = cache(free.boxes)

    def most(self, rules: Rules, levels: Amounts, enough: Fraction | float) -> Fraction | float:
        """
        Return a value that no plan exceeds; -inf: there is no plan; inf: nothing is known.

        Parameters
        ----------
        enough
            A bound that need not be improved.
        """

        def bound(box: Box) -> Fraction | float:
            found = self._solves.ask(lambda clock: self._pricing.most(levels, box, clock, enough))
            return math.inf if found is None else found

        return max(map(bound, self._boxes(rules)), default=-math.inf)

    def least(self, rules: Rules, levels: Amounts, place: int, value: Fraction) -> Fraction | None:
        """Return a level of a limit, from its own on, that plans of some value take at least; None: there is none."""

        def reached(box: Box) -> Fraction | None:
            return self._solves.ask(lambda clock: self._pricing.least(place, value, levels, box, clock))

        return min((level for level in map(reached, self._boxes(rules)) if level is not None), default=None)

    def good(self, rules: Rules, levels: Amounts) -> FrozenMap[str, str] | None:
        """Return a selection of much value, found in a moment; None where none was."""
        box = self._boxes(rules)[0]
        x = self._solves.ask(lambda clock: self._pricing.good(levels, box, clock))
        return None if x is None else FrozenMap(self._columns.selection(x))
