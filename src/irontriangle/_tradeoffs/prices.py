"""What plans of a project without dates are worth at most, and take at least: bounds that need no search."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import attrs

from irontriangle._model.amounts import FrozenMap
from irontriangle._model.rules import AtMost, Decided
from irontriangle._solve.feasible import Demands
from irontriangle._solve.pricing import Box, Found
from irontriangle._tradeoffs.memory import Amounts, Exact, Rules
from irontriangle._tradeoffs.solves import Solves

OFTEN = 3
"""Questions under the same rules after which lists are made for the next ones; making them takes longer than one."""

SHARES = (Fraction(1, 16), Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), Fraction(1))
"""How far above what a limit must be at least one looks for what is enough, as shares of what is known to be."""


@attrs.frozen
class Listed:
    """Hold what was found, or that there is nothing."""

    selection: FrozenMap[str, str] | None


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

    def __init__(self, free: Demands, values: Sequence[Exact], uses: Sequence[Sequence[Exact]], solves: Solves) -> None:
        self._solves = solves
        self._columns = free.columns
        self._pricing = free.pricing(values, uses)
        self._boxes = cache(free.boxes)
        self._times: Counter[Rules] = Counter()

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

    def best(self, rules: Rules, levels: Amounts, above: Fraction | float) -> Listed | None:
        """Return the best that is worth more than a value, if that can be listed; None: not found out."""
        self._times[rules] += 1
        if self._times[rules] <= OFTEN or len(self._boxes(rules)) > 1 or not all(map(_is_a_bound, rules)):
            return None
        (box,) = self._boxes(rules)
        return self._told(self._solves.ask(lambda clock: self._pricing.best(levels, box, above, clock)))

    def cheapest(self, rules: Rules, levels: Amounts, place: int, value: Fraction, low: Fraction) -> Listed | None:
        """
        Return what takes least of a limit within all of them, and is worth so much; None: that cannot be listed.

        It takes `low` at least, and most likely little more: the less there may be of it, the less is looked through.
        """
        most = levels[place]
        if most is None or len(self._boxes(rules)) > 1 or not all(map(_is_a_bound, rules)):
            return None
        (box,) = self._boxes(rules)

        def taking(level: Exact) -> Found | None:
            there = (*levels[:place], level, *levels[place + 1 :])
            return self._solves.ask(lambda clock: self._pricing.cheapest(place, value, there, box, clock))

        for share in SHARES:
            found = taking(low + (most - low) * share)
            if found is None or found.x is not None:
                return self._told(found)
        return Listed(None)

    def _told(self, found: Found | None) -> Listed | None:
        if found is None:
            return None
        return Listed(None if found.x is None else FrozenMap(self._columns.selection(found.x)))

    def good(self, rules: Rules, levels: Amounts) -> FrozenMap[str, str] | None:
        """Return a selection of much value, found in a moment; None where none was."""
        box = self._boxes(rules)[0]
        x = self._solves.ask(lambda clock: self._pricing.good(levels, box, clock))
        return None if x is None else FrozenMap(self._columns.selection(x))


def _is_a_bound(rule: Decided | AtMost) -> bool:
    """Tell whether bounds of the columns say all that a rule says."""
    return isinstance(rule, Decided) or rule.k == 0
