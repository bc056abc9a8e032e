"""Read a number exactly, or say why it is none, before anything large is expanded."""

from __future__ import annotations

import math
import operator
from decimal import Decimal
from fractions import Fraction
from typing import Any, SupportsFloat, SupportsIndex, TypeAlias

NumberLike: TypeAlias = int | float | Decimal | Fraction | SupportsIndex | SupportsFloat
"""What may be written for a number; NumPy's scalars too."""

LARGEST = 10**24
MOST_DECIMALS = 18
MOST_DIGITS = 10_000
"""Of a Decimal; trailing zeros may make it long without making it wrong."""


def surely(number: Any) -> bool:
    """Say whether a number is surely in range as it stands; a float's 17 digits then are within 18 decimals."""
    kind = type(number)
    return (kind is int and -LARGEST < number < LARGEST) or (kind is float and 0.01 <= abs(number) < 1e15)


def read(written: Any) -> Fraction | str:
    """Return the exact number, or why it is none ("" where the value itself shows it)."""
    if isinstance(written, bool):
        return ""
    if isinstance(written, int):
        return _bounded(Fraction(int.__index__(written)))
    if isinstance(written, Fraction):
        return _bounded(written)
    if isinstance(written, float):
        return _decimal(Decimal(float.__repr__(written))) if math.isfinite(written) else ""
    if isinstance(written, Decimal):
        return _decimal(written)
    if type(written).__module__ == "numpy":
        return _numpy(written)
    return ""


def _numpy(written: Any) -> Fraction | str:
    kind = getattr(getattr(written, "dtype", None), "kind", "")
    if getattr(written, "shape", None) != ():
        return ""
    if kind in "iu":
        return _bounded(Fraction(operator.index(written)))
    return _decimal(Decimal(str(written))) if kind == "f" else ""


def _decimal(written: Decimal) -> Fraction | str:
    """Look at the exponent before anything is expanded: ``Decimal("1e9999999")`` would fill the memory."""
    if not written.is_finite():
        return ""
    if not written:
        return Fraction(0)
    if written.adjusted() >= 24:
        return "its size must be below 10^24"
    if written.adjusted() < -MOST_DECIMALS or len(written.as_tuple().digits) > MOST_DIGITS:
        return f"at most {MOST_DECIMALS} decimals; round it"
    exact = Fraction(written)
    return exact if (exact * 10**MOST_DECIMALS).denominator == 1 else f"at most {MOST_DECIMALS} decimals; round it"


def _bounded(written: Fraction) -> Fraction | str:
    if abs(written) >= LARGEST:
        return "its size must be below 10^24"
    return written if written.denominator < LARGEST else "its denominator must be below 10^24"
