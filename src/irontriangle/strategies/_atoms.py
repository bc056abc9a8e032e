"""Names, numbers, dates and priorities."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

import irontriangle as it

Written: TypeAlias = int | float | Decimal | Fraction
"""A number as it may be written."""

LARGEST = 10**24 - 1
MOST_PLACES = 18

T = TypeVar("T")


def names(*, min_size: int = 1, max_size: int | None = None) -> SearchStrategy[str]:
    """
    Generate names: any text with something in it to see.

    Parameters
    ----------
    min_size, max_size
        Bounds on the number of characters; at least one.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(names(max_size=5))
    ... def test_a_name_is_not_blank(name):
    ...     assert name.strip() and len(name) <= 5
    >>> test_a_name_is_not_blank()
    """
    return st.text(min_size=max(1, min_size), max_size=max_size).map(_seen)


def _seen(text: str) -> str:
    return text[:-1] + "0" if not text or text.isspace() else text


def several(
    elements: SearchStrategy[T], *, min_size: int = 0, max_size: int | None = None, **unique: Any
) -> SearchStrategy[list[T]]:
    """Return lists that are short more often than not: what is nested three deep grows out of hand otherwise."""
    short = min_size + 2 if max_size is None else min(min_size + 2, max_size)
    few = st.lists(elements, min_size=min_size, max_size=short, **unique)
    return few if short == max_size else few | st.lists(elements, min_size=min_size, max_size=max_size, **unique)


def subsets(items: Sequence[T]) -> SearchStrategy[list[T]]:
    """Return lists of some of the items, each once at most."""
    return several(st.sampled_from(items), max_size=len(items), unique=True) if items else st.just([])


def numbers(
    *, min_value: Written | None = 0, max_value: Written | None = None, places: int = MOST_PLACES
) -> SearchStrategy[Written]:
    """
    Generate numbers as they may be written: int, float, Decimal and Fraction.

    Parameters
    ----------
    min_value, max_value
        Bounds; None: whatever the model can hold.
    places
        At most so many decimals, and denominators up to ``10 ** places``; 0: whole numbers only.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(numbers(max_value=100, places=2))
    ... def test_a_number_is_a_value(number):
    ...     assert it.Variant(value=number).value == number
    """
    low = Fraction(-LARGEST if min_value is None else exact(min_value))
    high = Fraction(LARGEST if max_value is None else exact(max_value))
    return _between(low, high, places)


@lru_cache(64)
def _between(low: Fraction, high: Fraction, places: int) -> SearchStrategy[Written]:
    kinds: list[SearchStrategy[Any]] = []
    if math.ceil(low) <= math.floor(high):
        kinds.append(st.integers(math.ceil(low), math.floor(high)))
    if places:
        fewest = _fewest_places(low, high)
        if fewest <= places:
            kinds += [_decimals(low, high, fewest, places), _decimals(low, high, fewest, places).map(_float_if_exact)]
        kinds.append(st.fractions(low, high, max_denominator=10**places))
    return st.one_of(kinds)


@st.composite
def _decimals(draw: DrawFn, low: Fraction, high: Fraction, fewest: int, most: int) -> Decimal:
    places = draw(st.integers(fewest, most))
    scale = 10**places
    return Decimal(f"{draw(st.integers(math.ceil(low * scale), math.floor(high * scale)))}e-{places}")


def _float_if_exact(number: Decimal) -> Written:
    return float(number) if Decimal(repr(float(number))) == number else number


def _fewest_places(low: Fraction, high: Fraction) -> int:
    """Return how many decimals it takes for some number to lie between the bounds."""
    places = range(MOST_PLACES + 1)
    return next((n for n in places if math.ceil(low * 10**n) <= math.floor(high * 10**n)), MOST_PLACES + 1)


def exact(written: Written) -> Fraction:
    """Return what a number means: a float means its shortest repr."""
    return Fraction(repr(written)) if isinstance(written, float) else Fraction(written)


def amounts(
    *, funds: Sequence[str] = (), numbers: SearchStrategy[Written] | None = None
) -> SearchStrategy[Written | dict[str, Written]]:
    """
    Generate amounts of money: a number, or one for each fund.

    Parameters
    ----------
    funds
        The names of the funds; without names there is one.
    numbers
        Of the single numbers; by default ``numbers()``.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(amounts(funds=["build", "licences"]))
    ... def test_an_amount_knows_its_funds(amount):
    ...     assert amount == 0 or set(amount) <= {"build", "licences"}
    >>> test_an_amount_knows_its_funds()
    """
    single = _numbers() if numbers is None else numbers
    if not funds:
        return single
    parts = st.fixed_dictionaries({}, optional=dict.fromkeys(funds, single))
    return (single if len(funds) == 1 else st.just(0)) | parts


_numbers = numbers


def dates(*, min_value: date = date.min, max_value: date = date.max) -> SearchStrategy[date | str]:
    """
    Generate dates as they may be written: a date, a datetime, or ISO text.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(dates(max_value=date(9000, 1, 1)))
    ... def test_a_timeline_starts(start):
    ...     assert it.Timeline(start, team={"dev": 1}).start.year <= 9000
    """
    plain = st.dates(min_value, max_value)
    return st.one_of(plain, plain.map(date.isoformat), plain.map(lambda day: datetime.combine(day, time(12))))


def priorities(*, min_tier: int = 1, max_tier: int = 10**9 - 1) -> SearchStrategy[it.Priority]:
    """
    Generate priorities: mostly the first tiers, some MUST and WONT, some far tiers.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(priorities())
    ... def test_must_comes_first(priority):
    ...     assert it.MUST <= priority <= it.WONT
    >>> test_must_comes_first()
    """
    near = range(min_tier, min(max_tier, min_tier + 3) + 1)
    far = st.integers(min_tier, max_tier).map(it.Priority)
    return st.sampled_from([*map(it.Priority, near), it.MUST, it.WONT]) | far
