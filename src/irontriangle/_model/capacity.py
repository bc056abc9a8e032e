"""Rough totals instead of dates."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView

import attrs

from irontriangle._model.amounts import FrozenMap, Number, numbers_problem, to_numbers
from irontriangle._model.problems import raise_problems
from irontriangle.errors import Problem


@attrs.frozen(cache_hash=True)
class Capacity:
    """
    Plan by totals only: no dates, no order.

    Parameters
    ----------
    amounts
        Person-days of each role in all, ``{"dev": 120}``.

    Raises
    ------
    ModelError
        If no role is named or an amount is no finite number >= 0.

    Examples
    --------
    >>> capacity = Capacity({"dev": 120, "design": 40})
    >>> capacity["dev"], "qa" in capacity, len(capacity)
    (120, False, 2)
    """

    amounts: FrozenMap[str, Number] = attrs.field(converter=to_numbers)

    def __attrs_post_init__(self) -> None:
        problems = numbers_problem("amounts", self.amounts)
        if isinstance(self.amounts, Mapping) and not self.amounts:
            problems.append(Problem("", "amounts must name at least one role, got {}", field="amounts"))
        raise_problems("Capacity", problems)

    def __getitem__(self, role: str) -> Number:
        return self.amounts[role]

    def __contains__(self, role: object) -> bool:
        return role in self.amounts

    def __iter__(self) -> Iterator[str]:
        return iter(self.amounts)

    def __len__(self) -> int:
        return len(self.amounts)

    def keys(self) -> KeysView[str]:
        """Return the roles."""
        return self.amounts.keys()

    def values(self) -> ValuesView[Number]:
        """Return the amounts."""
        return self.amounts.values()

    def items(self) -> ItemsView[str, Number]:
        """Return the roles with their amounts."""
        return self.amounts.items()

    def get(self, role: str, default: Number | None = None) -> Number | None:
        """Return the amount of a role, or the default."""
        return self.amounts.get(role, default)
