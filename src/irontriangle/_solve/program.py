"""The arrays of one project: a 0/1 program in exact whole numbers, to be maximised level by level."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
"""Whole numbers: int64 where they fit, else Python's own in an object array."""

Exact = int | Fraction

SAFE_INT64 = 2**58

LONG = 50
"""Entries from which on a row is a total, not a rule: rounding it loses too much, and it is looked at last."""


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Lock an array: programs are shared, and SciPy sorts indices in place."""
    array.setflags(write=False)
    return array


@attrs.frozen(eq=False)
class Rows:
    """
    Hold linear limits on the columns, ``coefs @ x <= limits`` row by row.

    Each row is divided by the greatest common divisor of its coefficients, and its limit rounded down.

    Parameters
    ----------
    indptr
        ndarray of shape (n_rows + 1,): where each row begins in `indices` and `coefs`.
    indices
        ndarray of shape (n_nonzeros,): columns.
    coefs
        ndarray of shape (n_nonzeros,): exact whole numbers.
    limits
        ndarray of shape (n_rows,): exact whole numbers.
    """

    indptr: NDArray[np.int64] = attrs.field(converter=_read_only)
    indices: NDArray[np.int64] = attrs.field(converter=_read_only)
    coefs: Ints = attrs.field(converter=_read_only)
    limits: Ints = attrs.field(converter=_read_only)

    def __len__(self) -> int:
        return len(self.limits)

    @property
    def owners(self) -> NDArray[np.int64]:
        """The row of each nonzero, ndarray of shape (n_nonzeros,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.indptr))

    def activity(self, x: NDArray[Any]) -> Ints:
        """Return ``coefs @ x`` exactly, ndarray of shape (n_rows,)."""
        return segment_sums(self.coefs * whole(x)[self.indices], self.indptr)

    def hold(self, x: NDArray[Any]) -> bool:
        """Tell whether every row holds at a 0/1 vector, in exact arithmetic."""
        return bool(np.all(self.activity(x) <= self.limits))

    def joined(self, *others: Rows) -> Rows:
        """Return these rows and then the others'."""
        parts = [self, *others]
        starts = np.cumsum([0, *(part.indptr[-1] for part in parts)])
        return Rows(
            np.concatenate([[0], *(part.indptr[1:] + start for part, start in zip(parts, starts, strict=False))]),
            np.concatenate([part.indices for part in parts]),
            np.concatenate([part.coefs for part in parts]),
            np.concatenate([part.limits for part in parts]),
        )


@attrs.frozen(eq=False)
class Level:
    """
    Hold one level of the objective: ``amount = sense * unit * (coefs @ x) + constant``, always maximised.

    `sense` is -1 for what is to be small (cost, finish): the one place where signs flip.
    """

    name: str
    coefs: Ints = attrs.field(converter=_read_only)
    unit: Fraction
    constant: Fraction
    sense: int

    def score(self, x: NDArray[Any]) -> int:
        """Return ``coefs @ x``, exact."""
        return int(np.dot(self.coefs, whole(x)))

    def amount(self, score: Exact) -> Fraction:
        """Return what a score means in the model's own unit."""
        return self.sense * self.unit * score + self.constant

    def at_least(self, score: int) -> Rows:
        """Return the one row that keeps this level at `score` or better."""
        return one_row(-self.coefs, -score)


@attrs.frozen
class LimitedRow:
    """Which row holds a limit of the project, and how much one unit of that row is."""

    row: int
    unit: Exact

    def in_units(self, limit: Exact) -> int:
        """Return an amount in whole units of the row."""
        return int(limit // self.unit)  # `/` would make a float of two whole numbers


@attrs.frozen(eq=False)
class Program:
    """
    Maximise the levels in their order over the 0/1 vectors x with ``rows`` and ``lower <= x <= upper``.

    Columns are the variants in order of declaration, then the bundles, then (in dated programs) the days:
    column d is 1 if work goes on in day d or later. `limited` knows the rows of funds and roles by
    ``("fund", name)`` and ``("role", name)``.
    """

    lower: NDArray[np.int8] = attrs.field(converter=_read_only)
    upper: NDArray[np.int8] = attrs.field(converter=_read_only)
    rows: Rows
    levels: tuple[Level, ...]
    n_variants: int
    limited: Mapping[tuple[str, str], LimitedRow] = attrs.field(factory=dict)

    def __len__(self) -> int:
        return len(self.lower)

    @property
    def n_free(self) -> int:
        """How many columns its bounds leave open."""
        return int(np.count_nonzero(self.lower < self.upper))

    def with_rows(self, *rows: Rows) -> Program:
        """Return the program with more rows."""
        return attrs.evolve(self, rows=self.rows.joined(*rows))

    def with_levels(self, *levels: Level) -> Program:
        """Return the program with other levels."""
        return attrs.evolve(self, levels=levels)

    def with_bounds(self, lower: NDArray[np.int8], upper: NDArray[np.int8]) -> Program:
        """Return the program with other bounds on its columns."""
        return attrs.evolve(self, lower=lower, upper=upper)

    def holds(self, x: NDArray[Any]) -> bool:
        """Tell whether a 0/1 vector meets every bound and row, in exact arithmetic."""
        return bool(np.all((self.lower <= x) & (x <= self.upper))) and self.rows.hold(x)


class RowBuilder:
    """Collect rows written in exact amounts and turn them into coprime whole numbers."""

    def __init__(self) -> None:
        self._indptr = [0]
        self._indices: list[int] = []
        self._coefs: list[int] = []
        self._limits: list[int] = []

    def add(self, terms: Mapping[int, Exact], limit: Exact) -> LimitedRow:
        """Add ``sum of amount * x[column] <= limit``; return where."""
        columns = [column for column, amount in terms.items() if amount]
        coefs, unit = coprime([terms[column] for column in columns])
        added = LimitedRow(len(self._limits), unit)
        self._append(columns, coefs, added.in_units(limit))
        return added

    def add_logic(self, plus: Sequence[int], minus: Sequence[int], limit: int) -> None:
        """Add ``sum of x[plus] - sum of x[minus] <= limit``; a column on both sides cancels."""
        columns = [*plus, *minus]
        if len(set(columns)) == len(columns):
            self._append(columns, [1] * len(plus) + [-1] * len(minus), limit)
            return
        terms: dict[int, Exact] = {}
        for side, sign in ((plus, 1), (minus, -1)):
            for column in side:
                terms[column] = terms.get(column, 0) + sign
        self.add(terms, limit)

    def rows(self) -> Rows:
        """Return what was collected."""
        return Rows(
            np.array(self._indptr, dtype=np.int64),
            np.array(self._indices, dtype=np.int64),
            int_array(self._coefs),
            int_array(self._limits),
        )

    def _append(self, columns: Sequence[int], coefs: Sequence[int], limit: int) -> None:
        self._indices.extend(columns)
        self._coefs.extend(coefs)
        self._indptr.append(len(self._indices))
        self._limits.append(limit)


def one_row(coefs: Ints, limit: int) -> Rows:
    """Return the row ``coefs @ x <= limit`` from a dense vector, made coprime."""
    columns = np.flatnonzero(coefs)
    values = coefs[columns]
    divisor = math.gcd(*(int(value) for value in values)) or 1
    return Rows(
        np.array([0, len(columns)], dtype=np.int64),
        columns.astype(np.int64),
        values // divisor,
        int_array([limit // divisor]),
    )


def level(name: str, amounts: Sequence[Exact], sense: int, constant: Exact = 0) -> Level:
    """Return the level that makes ``sum of amounts * x + constant`` large (sense 1) or small (sense -1)."""
    coefs, unit = coprime(amounts)
    return Level(name, sense * int_array(coefs), Fraction(unit), Fraction(constant), sense)


def coprime(amounts: Sequence[Exact]) -> tuple[list[int], Exact]:
    """Return coprime whole numbers and the unit that makes them the amounts again."""
    if set(map(type, amounts)) <= {int}:
        wholes: list[int] = list(amounts)  # type: ignore[arg-type]  # just tested
        scale = 1
    else:
        scale = math.lcm(*(amount.denominator for amount in amounts))
        wholes = [amount.numerator * (scale // amount.denominator) for amount in amounts]
    divisor = math.gcd(*wholes) or 1
    if divisor != 1:
        wholes = [amount // divisor for amount in wholes]
    return wholes, divisor if scale == 1 else Fraction(divisor, scale)


def int_array(numbers: Iterable[int]) -> Ints:
    """Return int64 where even a sum of all the numbers holds, else an object array of Python's own."""
    listed = list(numbers)
    if sum(map(abs, listed)) < SAFE_INT64:
        return np.array(listed, dtype=np.int64)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array


def whole(x: NDArray[Any]) -> NDArray[np.int64]:
    """Return a 0/1 vector as whole numbers, so that products with it stay exact."""
    return np.rint(x).astype(np.int64) if x.dtype != np.int64 else x


def segment_sums(values: NDArray[Any], indptr: NDArray[np.int64]) -> NDArray[Any]:
    """Return the sum of each run ``values[indptr[i]:indptr[i + 1]]``, empty runs included."""
    totals: NDArray[Any] = np.concatenate([values[:0], np.zeros(1, dtype=values.dtype), np.cumsum(values)])
    sums: NDArray[Any] = totals[indptr[1:]] - totals[indptr[:-1]]
    return sums
