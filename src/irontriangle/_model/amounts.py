"""Numbers that mean what was written, and maps that do not change."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any, Generic, TypeAlias, TypeVar, cast

from irontriangle._model.problems import (
    Spelling,
    attrs_field,
    did_you_mean,
    duplicates_problem,
    items_problem,
    name_problem,
    raise_problems,
    show,
    text_problem,
)
from irontriangle._model.reading import LARGEST, MOST_DECIMALS, NumberLike, read, surely
from irontriangle.errors import Problem

__all__ = [
    "EMPTY",
    "LARGEST",
    "MOST_DAYS",
    "MOST_DECIMALS",
    "MOST_ITEMS",
    "MOST_PEOPLE",
    "Amount",
    "AmountLike",
    "FrozenMap",
    "Number",
    "NumberLike",
    "Spelling",
    "amount_problem",
    "attrs_field",
    "did_you_mean",
    "duplicates_problem",
    "exact",
    "items_problem",
    "name_problem",
    "number_problem",
    "numbers_problem",
    "plain",
    "raise_problems",
    "show",
    "text_problem",
    "to_amount",
    "to_name",
    "to_number",
    "to_numbers",
    "to_tuple",
    "to_whole",
]

Number: TypeAlias = int | float | Fraction
"""A stored number: the plainest type that means exactly what was written."""

AmountLike: TypeAlias = NumberLike | Mapping[str, NumberLike]
"""What may be written for an amount."""

MOST_PEOPLE = 10**6
MOST_DAYS = 10**7
"""More working days than the calendar has, up to the year 9999."""
MOST_ITEMS = 10**6

K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(Mapping[K, V], Generic[K, V]):
    """
    Map names to values and never change.

    Equality and hash ignore the order; iteration keeps it.

    Examples
    --------
    >>> FrozenMap({"dev": 3, "qa": 1}) == FrozenMap({"qa": 1, "dev": 3})
    True
    >>> FrozenMap({"dev": 3})
    {'dev': 3}
    """

    __slots__ = ("_data", "_hash")
    _data: dict[K, V]
    _hash: int | None

    def __init__(self, data: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        object.__setattr__(self, "_data", dict(data))
        object.__setattr__(self, "_hash", None)

    def __getitem__(self, key: K) -> V:
        return self._data[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def items(self) -> ItemsView[K, V]:
        """Return the pairs; the dict's own view, many times faster than that of `Mapping`."""
        return self._data.items()

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a FrozenMap does not change: cannot set {name!r}")

    def __eq__(self, other: object) -> bool:
        return self._data == dict(other) if isinstance(other, Mapping) else NotImplemented

    def __hash__(self) -> int:
        if self._hash is None:
            object.__setattr__(self, "_hash", hash(frozenset(self._data.items())))
        assert self._hash is not None
        return self._hash

    def __repr__(self) -> str:
        return repr(self._data)

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenMap, (self._data,)


EMPTY: FrozenMap[Any, Any] = FrozenMap()

Amount: TypeAlias = Number | FrozenMap[str, Number]
"""A number, or one for each name: ``{fund: amount}``, ``{goal: score}``."""


def to_name(written: str) -> str:
    """Return a string as a plain one (an enum's or NumPy's string is one by another type); others come back."""
    return str.__str__(written) if isinstance(written, str) else written


def to_number(written: NumberLike) -> Number:
    """Return the stored form of a number; anything that is none comes back as it is, for the check to name."""
    if type(written) is int:
        return written
    if type(written) is float and surely(written):
        return int(written) if written.is_integer() else written
    meant = read(written)
    if isinstance(meant, str):
        return cast(Number, written)
    if meant.denominator == 1:
        return meant.numerator
    nearest = float(meant)
    return nearest if read(nearest) == meant else meant  # a float of too many decimals stays the fraction it was


def to_whole(written: NumberLike) -> int:
    """Return the stored form of a number that must be whole, which is for the check to see."""
    return cast(int, to_number(written))


def to_amount(written: AmountLike) -> Amount:
    """Return the stored form of a number or of a map of numbers."""
    if type(written) is int:
        return written
    return to_numbers(written) if isinstance(written, Mapping) else to_number(written)


def to_numbers(written: Mapping[str, NumberLike]) -> FrozenMap[str, Any]:
    """Return the stored form of a map of numbers; what is no map comes back as it is."""
    if not isinstance(written, Mapping):
        return cast(FrozenMap[str, Any], written)
    if type(written) is FrozenMap and not written:
        return EMPTY
    try:
        return FrozenMap({to_name(name): to_number(number) for name, number in written.items()})
    except TypeError:  # unhashable names, in a map of another make
        return cast(FrozenMap[str, Any], written)


def to_tuple(written: Iterable[V]) -> tuple[V, ...]:
    """Return an iterable as a tuple; a bare string, or what cannot be iterated, comes back for the check to name."""
    if type(written) is tuple:
        return written
    broken = cast(tuple[V, ...], written)
    if isinstance(written, (str, bytes, bytearray, Mapping)) or not isinstance(written, Iterable):
        return broken
    try:
        iterator = iter(written)
    except TypeError:  # NumPy's arrays without a dimension
        return broken
    items = tuple(islice(iterator, MOST_ITEMS + 1))  # an endless one must end in a problem
    return items if len(items) <= MOST_ITEMS else broken


def exact(number: Number) -> Fraction:
    """Return what a stored number means: a float means its shortest repr."""
    return Fraction(Decimal(repr(number))) if isinstance(number, float) else Fraction(number)


def added(number: Number, by: Number) -> Number:
    """Return the stored form of a sum."""
    total = exact(number) + exact(by)
    return total.numerator if total.denominator == 1 else total


def plain(number: int | Fraction) -> int | float:
    """Return a number as it is shown: an int if whole, else a float."""
    if number.denominator == 1:
        return int(number)
    return float(number)


def number_problem(
    field: str, number: Any, *, low: int | None = 0, high: int | None = None, above: bool = False, whole: bool = False
) -> list[Problem]:
    """
    Check one number; `low` and `high` bound it (None: no bound), `above` excludes `low` itself.

    The problems carry no `where`: `raise_problems` adds it.
    """
    fault = _fault(number, low, high, above, whole)
    if fault is None:
        return []
    message = f"{field} must be {_rule(low, high, above, whole)}, got {show(number)}{fault}"
    return [Problem("", message, field=field)]


def numbers_problem(
    field: str, numbers: Any, *, low: int | None = 0, high: int | None = None, above: bool = False, whole: bool = False
) -> list[Problem]:
    """Check a map of names to numbers."""
    if not isinstance(numbers, Mapping):
        rule = _rule(low, high, above, whole)
        return [Problem("", f"{field} must map names to numbers, each {rule}, got {show(numbers)}", field=field)]
    problems = []
    for name, number in numbers.items():
        problems += name_problem(f"a name in {field}", name, field=field)
        fault = _fault(number, low, high, above, whole)
        if fault is not None:
            rule = _rule(low, high, above, whole)
            message = f"{field}[{show(name)}] must be {rule}, got {show(number)}{fault}"
            problems.append(Problem("", message, field=field))
    return problems


def amount_problem(field: str, amount: Any, *, low: int | None = 0) -> list[Problem]:
    """Check a number or a map of names to numbers."""
    check = numbers_problem if isinstance(amount, Mapping) else number_problem
    return check(field, amount, low=low)


def _rule(low: int | None, high: int | None, above: bool, whole: bool) -> str:
    kind = "a whole number" if whole else "a finite number"
    if low is not None and high is not None and not above:
        return f"{kind} from {low} to {high}"
    bounds = [f"{'>' if above else '>='} {low}"] if low is not None else []
    bounds += [f"<= {high}"] if high is not None else []
    return " ".join([kind, " and ".join(bounds)]).rstrip()


def _fault(number: Any, low: int | None, high: int | None, above: bool, whole: bool) -> str | None:
    """Return None for a number as it must be, else what the rule does not say, in brackets, or nothing."""
    meant = number if surely(number) else read(number)
    if isinstance(meant, str):
        return meant and f" ({meant})"
    outside = (
        (low is not None and (meant < low or (above and meant == low)))
        or (high is not None and meant > high)
        or (whole and meant % 1 != 0)
    )
    return "" if outside else None
