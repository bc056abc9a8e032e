"""Figures that a plan states: what comes out of exact arithmetic as an int or a float."""

from __future__ import annotations

from typing import Any

from irontriangle._model.amounts import to_number


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
