"""What is known of akin questions: a plan for tight limits will do for loose ones, a bound for loose ones for tight."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import takewhile
from typing import TypeAlias

import attrs

from irontriangle._model.amounts import FrozenMap, exact
from irontriangle._model.members import is_in
from irontriangle._model.rules import AtMost, Decided

Exact: TypeAlias = int | Fraction

Amounts: TypeAlias = tuple[Exact | None, ...]
"""A level of each limit; None: as much as wished."""

Rules: TypeAlias = frozenset[Decided | AtMost]


def _quick(amounts: Sequence[Exact | None]) -> Amounts:
    """Return whole amounts as ints: they are compared hundreds of thousands of times."""
    return tuple(one.numerator if one is not None and one.denominator == 1 else one for one in amounts)


def in_ints(amounts: Iterable[Exact]) -> list[Exact]:
    """Return whole amounts as ints: adding them up takes a tenth of the time."""
    return [one.numerator if one.denominator == 1 else one for one in amounts]


def _taken(amounts: Iterable[Exact]) -> tuple[Exact, ...]:
    return tuple(in_ints(amounts))


@attrs.frozen
class Known:
    """
    Hold a selection, what it is worth, and what it takes of each limit.

    Examples
    --------
    >>> plan = Known(FrozenMap({"ABC": "full"}), Fraction(90), (Fraction(35_000),))
    >>> plan.fits(frozenset([Decided("ABC")]), [Fraction(45_000)]), plan.fits(frozenset(), [Fraction(20_000)])
    (True, False)
    """

    selection: FrozenMap[str, str]
    value: Fraction
    takes: tuple[Exact, ...] = attrs.field(default=(), converter=_taken)

    def fits(self, rules: Rules, levels: Sequence[Exact | None]) -> bool:
        """Tell whether it keeps some rules and limits."""
        for taken, most in zip(self.takes, levels, strict=True):  # `all` takes three times as long
            if most is not None and taken > most:
                return False
        return all(keeps(self.selection, rule) for rule in rules)


@attrs.frozen
class Proven:
    """Hold what was proven under some rules and limits: the most value, or the least of one limit; None: no plan."""

    rules: Rules
    levels: Amounts = attrs.field(converter=_quick)
    amount: Exact | None

    def looser(self, rules: Rules, levels: Sequence[Exact | None]) -> bool:
        """Tell whether all that keeps some rules and limits keeps these."""
        if not self.rules <= rules:
            return False
        for mine, most in zip(self.levels, levels, strict=True):
            if mine is not None and (most is None or most > mine):
                return False
        return True


class Memory:
    """
    Remember plans and proofs, and answer from them what they answer.

    Examples
    --------
    >>> memory = Memory()
    >>> memory.keep(Known(FrozenMap({"ABC": "full"}), Fraction(90), (Fraction(35_000),)))
    >>> memory.best(frozenset(), (Fraction(40_000),), Fraction(90))
    (True, Known(selection={'ABC': 'full'}, value=Fraction(90, 1), takes=(35000,)))
    """

    def __init__(self) -> None:
        self.plans: list[Known] = []
        self._kept: set[Known] = set()
        self.bests: list[Proven] = []
        self.leasts: dict[int, list[tuple[Fraction, Proven]]] = {}

    def best(self, rules: Rules, levels: Amounts, most: Fraction | None = None) -> tuple[bool, Known | None]:
        """
        Return the most valuable plan known that keeps some rules and limits, and whether there is none better.

        Parameters
        ----------
        most
            A bound of its value that is known besides.
        """
        levels = _quick(levels)
        plan, bound = next(self._fitting(rules, levels), None), self.bound(rules, levels)
        if bound == -math.inf:
            return True, None
        return plan is not None and plan.value == (bound if most is None else min(bound, most)), plan

    def bound(self, rules: Rules, levels: Amounts) -> Fraction | float:
        """Return a value that no plan exceeds that keeps some rules and limits; -inf: there is none; inf: unknown."""
        levels = _quick(levels)
        proofs = (proven for proven in self.bests if proven.looser(rules, levels))
        return min((-math.inf if one.amount is None else exact(one.amount) for one in proofs), default=math.inf)

    def least(self, rules: Rules, levels: Amounts, axis: int, value: Fraction) -> tuple[bool, Known | None]:
        """Return the plan known that takes least of a limit, and whether none worth so much takes less."""
        levels = _quick(levels)
        good = takewhile(lambda known: known.value >= value, self._fitting(rules, levels))
        plan = min(good, key=lambda known: known.takes[axis], default=None)
        low: Exact | None = None
        for worth, proven in self.leasts.get(axis, ()):
            if worth <= value and proven.looser(rules, levels):
                if proven.amount is None:
                    return True, None
                low = proven.amount if low is None else max(low, proven.amount)
        for proven in self.bests:
            if (proven.amount is None or proven.amount < value) and proven.looser(rules, levels):
                return True, None
        return plan is not None and plan.takes[axis] == low, plan

    def keep(self, plan: Known) -> None:
        """Remember a plan, once; those of more value come first."""
        if plan in self._kept:
            return
        self._kept.add(plan)
        insort(self.plans, plan, key=lambda known: -known.value)

    def was_least(self, axis: int, plan: Known) -> bool:
        """Tell whether a plan takes what was once the least of a limit."""
        return any(proven.amount == plan.takes[axis] for _, proven in self.leasts.get(axis, ()))

    def _fitting(self, rules: Rules, levels: Amounts) -> Iterator[Known]:
        return (known for known in self.plans if known.fits(rules, levels))


def keeps(selection: Mapping[str, str], rule: Decided | AtMost) -> bool:
    """Tell whether a selection keeps a rule."""
    if isinstance(rule, AtMost):
        return sum(is_in(member, selection) for member in rule.names) <= rule.k
    return is_in(rule.feature if rule.variant is None else (rule.feature, rule.variant), selection)
