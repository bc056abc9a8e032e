"""Figures that a plan states: under which key, and as an int or a float."""

from __future__ import annotations

from typing import Any

from irontriangle._model.amounts import FrozenMap, to_number
from irontriangle._model.budget import Budget


def cost_key(budget: Budget, fund: str) -> str:
    """
    Return the key of a fund in `Plan.usage`.

    Examples
    --------
    >>> cost_key(Budget(5), "budget"), cost_key(Budget({"budget": 5}), "budget")
    ('cost', 'cost:budget')
    """
    return f"cost:{fund}" if isinstance(budget.limit, FrozenMap) else "cost"


def to_figure(written: Any) -> Any:
    """
    Return a stated figure: an int or a float as it is, any other number in its stored form.

    A float that looks whole stays a float, since it says that the exact figure is near it: an int would say that it is
    that number.

    Examples
    --------
    >>> from fractions import Fraction
    >>> to_figure(2251799765811442.0), to_figure(Fraction(1, 2))
    (2251799765811442.0, 0.5)
    """
    return written if type(written) in (int, float) else to_number(written)
