"""The money of a project."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any, cast

import attrs

from irontriangle._model.amounts import EMPTY, Amount, AmountLike, FrozenMap, amount_problem, exact, to_amount, to_name
from irontriangle._model.names import listed, unknown_problems
from irontriangle._model.problems import Spelling, attrs_field, name_problem, raise_problems, show, text_problem
from irontriangle.errors import Problem

UNNAMED = "budget"
"""What the one fund of a budget without named funds is called."""


def _limit(written: AmountLike | None) -> Amount | None:
    return None if written is None else to_amount(written)


def _rates(written: Mapping[str, AmountLike]) -> FrozenMap[str, Amount]:
    if isinstance(written, Mapping):
        with suppress(TypeError):  # unhashable names, in a map of another make
            return FrozenMap({to_name(role): to_amount(rate) for role, rate in written.items()})
    return cast(FrozenMap[str, Amount], written)


@attrs.frozen(cache_hash=True)
class Budget:
    """
    Say what the project may cost.

    Parameters
    ----------
    limit
        All the money there is: an amount, or ``{fund: amount}`` for several purses that do not mix. None: no limit.
    currency
        How the amounts are called, for the texts; all funds share it.
    rates
        Money per person-day of each role. Labour is effort x rate; without rates it costs nothing.
    reserve
        Held back from the limit.
    burn_per_day
        What each working day until the finish costs, whoever works; needs a project with dates.

    Raises
    ------
    ModelError
        If an amount is no finite number >= 0, or is a bare number although there are several funds.

    Examples
    --------
    >>> budget = Budget(45_000, currency="USD", rates={"dev": 900, "design": 800})
    >>> budget.funds
    ('budget',)
    >>> Budget({"build": 45_000, "licences": 5_000}).funds
    ('build', 'licences')
    """

    limit: Amount | None = attrs.field(default=None, converter=_limit)
    currency: str = attrs.field(default="", converter=to_name, kw_only=True)
    rates: FrozenMap[str, Amount] = attrs.field(default=EMPTY, converter=_rates, kw_only=True)
    reserve: Amount = attrs.field(default=0, converter=to_amount, kw_only=True)
    burn_per_day: Amount = attrs.field(default=0, converter=to_amount, kw_only=True)

    def __attrs_post_init__(self) -> None:
        funds = Funds(self)
        raise_problems(
            "Budget",
            [
                *_limit_problems(self.limit),
                *text_problem("currency", self.currency),
                *_rates_problems(self.rates, funds),
                *_money_problems("reserve", self.reserve, funds),
                *_money_problems("burn_per_day", self.burn_per_day, funds),
            ],
        )

    @property
    def funds(self) -> tuple[str, ...]:
        """The names of the funds; ``("budget",)`` where they have none."""
        return tuple(self.limit) if isinstance(self.limit, FrozenMap) and self.limit else (UNNAMED,)

    def by_fund(self, amount: AmountLike) -> FrozenMap[str, Fraction]:
        """
        Return an amount of money as an exact number for every fund.

        Parameters
        ----------
        amount
            A number, which goes to the one fund there is, or ``{fund: amount}``; funds that are not named get 0.

        Raises
        ------
        ModelError
            If a fund is unknown, an amount is no number, or a bare number meets several funds.

        Examples
        --------
        >>> Budget({"build": 45_000, "licences": 5_000}).by_fund({"build": 12.5})
        {'build': Fraction(25, 2), 'licences': Fraction(0, 1)}
        """
        stored = to_amount(amount)
        raise_problems("Budget", amount_problem("amount", stored, low=None) or Funds(self).problems("amount", stored))
        funds = self.funds
        if isinstance(stored, FrozenMap):
            return FrozenMap({fund: exact(stored.get(fund, 0)) for fund in funds})
        return FrozenMap({fund: exact(stored) for fund in funds})


class Funds:
    """The funds of a budget, for amounts of money to be held against."""

    def __init__(self, budget: Budget) -> None:
        self._names = dict.fromkeys(budget.funds)
        named = isinstance(budget.limit, Mapping)
        self._spelling = Spelling(self._names, otherwise="" if named else "; the budget's limit names no funds")

    def problems(self, field: str, amount: Any) -> list[Problem]:
        """Check that an amount of money names the funds there are; that it is one has been checked before."""
        if isinstance(amount, Mapping):
            return unknown_problems(field, "fund", amount, self._names, self._spelling)
        if len(self._names) > 1 and amount != 0:
            rule = "must say its fund, {fund: amount}, with one of"
            return [Problem("", f"{field} {rule} {listed(self._names)}, got {show(amount)}", field=field)]
        return []


def _limit_problems(limit: Any) -> list[Problem]:
    if limit is None:
        return []
    if isinstance(limit, Mapping) and not limit:
        return [Problem("", "limit must name at least one fund, got {}", field="limit")]
    return amount_problem("limit", limit)


def _rates_problems(rates: Any, funds: Funds) -> list[Problem]:
    if not isinstance(rates, Mapping):
        return [Problem("", f"rates must map roles to money per person-day, got {show(rates)}", field="rates")]
    problems = []
    for role, rate in rates.items():
        problems += name_problem("a role in rates", role, field="rates")
        problems += _money_problems(f"rates[{show(role)}]", rate, funds)
    return [attrs_field(problem, "rates") for problem in problems]


def _money_problems(field: str, amount: Any, funds: Funds) -> list[Problem]:
    return amount_problem(field, amount) or funds.problems(field, amount)
