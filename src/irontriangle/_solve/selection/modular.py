"""Rows that follow from others by division with remainder, and that the linear program breaks."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.program import LONG, Program, RowBuilder, Rows
from irontriangle._solve.selection.bounds import Floats

PRIMES = (2, 3, 5, 7)
"""What sums of rows are divided by."""

MOST_ROWS = 1_000
"""Rows that are combined at most."""

VIOLATED = 1e-3
"""By how much, in its own units, a row is broken at least."""


def violated(program: Program, x: Floats) -> Rows | None:
    r"""
    Return rows that every 0/1 vector meets that meets the program's, and that x breaks; None if none are found.

    Notes
    -----
    Multiples :math:`\lambda_i \in \{0, \dots, k-1\}` of rows that x uses to the full are added up, and the sum is
    divided by k and rounded down. Nothing is lost by rounding coefficients where x is whole, nor where the sum is a
    multiple of k. So all the limit loses is gained:

    .. math:: \lambda^T A_j \equiv 0 \pmod k \text{ where } 0 < x_j < 1, \quad \lambda^T b \equiv k - 1 \pmod k

    makes a row that x breaks by :math:`(k-1)/k`. For a prime k that is a linear system over the numbers modulo k,
    solved by elimination. Modulo 2 it has the odd cycles of exclusions.

    References
    ----------
    A. Caprara, M. Fischetti, A. N. Letchford, On the separation of maximally violated mod-k cuts, Mathematical
    Programming 87 (2000) 37-56, https://doi.org/10.1007/s101079900107.
    """
    tight = _tight(program.rows, x)
    if not 0 < len(tight) <= MOST_ROWS:
        return None
    whole = abs(x - np.rint(x)) <= 1e-6
    rows = [_Row.of(program.rows, row, x, whole) for row in tight.tolist()]
    found = RowBuilder()
    known = set()
    for prime in PRIMES:
        for multiples in _combinations(rows, prime):
            terms, limit = divided([(rows[place], times) for place, times in multiples.items()], prime)
            key = (*sorted(terms.items()), limit)
            if key not in known and sum(x[column] * coef for column, coef in terms.items()) > limit + VIOLATED:
                known.add(key)
                found.add(dict(terms), limit)
    return found.rows() if known else None


@attrs.frozen
class _Row:
    """
    Hold one row as whole numbers, columns at 1 turned around: 1 - x in place of x.

    Parameters
    ----------
    terms
        Its coefficients.
    limit
        Its limit.
    high
        Its columns that are turned around.
    open
        The coefficients of the columns that are between 0 and 1.
    """

    terms: Mapping[int, int]
    limit: int
    high: frozenset[int]
    open: Mapping[int, int]

    @classmethod
    def of(cls, rows: Rows, row: int, x: Floats, whole: NDArray[np.bool_]) -> _Row:
        """Read a row."""
        entries = slice(rows.indptr[row], rows.indptr[row + 1])
        columns = rows.indices[entries]
        terms = dict(zip(columns.tolist(), map(int, rows.coefs[entries]), strict=True))
        high = frozenset(columns[whole[columns] & (x[columns] > 0.5)].tolist())
        limit = int(rows.limits[row]) - sum(terms[column] for column in high)
        terms = {column: -coef if column in high else coef for column, coef in terms.items()}
        return cls(terms, limit, high, {column: terms[column] for column in columns[~whole[columns]].tolist()})


def _tight(rows: Rows, x: Floats) -> NDArray[np.int64]:
    """Return the rows of a few entries that x uses to the full and where it is not whole."""
    left = rows.limits - np.bincount(rows.owners, rows.coefs.astype(float) * x[rows.indices], len(rows))
    between = abs(x - np.rint(x)) > 1e-6
    open_entries = np.bincount(rows.owners, between[rows.indices], len(rows))
    return np.flatnonzero((left < 1e-6) & (open_entries > 0) & (np.diff(rows.indptr) < LONG))


def divided(parts: list[tuple[_Row, int]], prime: int) -> tuple[dict[int, int], int]:
    """Add up multiples of rows, divide by `prime`, round down, and turn back what was turned around."""
    total: dict[int, int] = defaultdict(int)
    for row, times in parts:
        for column, coef in row.terms.items():
            total[column] += times * coef
    limit = sum(times * row.limit for row, times in parts) // prime
    high = frozenset[int]().union(*(row.high for row, _ in parts))
    terms = {}
    for column, coef in total.items():
        rounded = coef // prime
        if column in high:  # a (1 - x) <= b is -a x <= b - a
            rounded, limit = -rounded, limit - rounded
        if rounded:
            terms[column] = rounded
    return terms, limit


def _combinations(rows: list[_Row], prime: int) -> Iterator[dict[int, int]]:
    """Yield multiples of rows that vanish modulo a prime where x is between 0 and 1, while the limit is -1."""
    if all(row.limit % prime == 0 for row in rows):
        return
    elimination = _Elimination(rows, prime)
    elimination.run()
    for multiples, limit in elimination.vanished:
        if limit:
            factor = -pow(limit, -1, prime)
            yield {place: times * factor % prime for place, times in multiples.items()}


@attrs.define
class _Sum:
    """A sum of multiples of rows, modulo a prime: its coefficients, its limit, and which rows were how often added."""

    terms: dict[int, int]
    limit: int
    multiples: dict[int, int]


class _Elimination:
    """Gaussian elimination modulo a prime, of the column first that stands in the fewest rows."""

    def __init__(self, rows: list[_Row], prime: int) -> None:
        self.prime = prime
        self.vanished: list[tuple[dict[int, int], int]] = []
        self._sums: dict[int, _Sum] = {}
        self._where: dict[int, set[int]] = defaultdict(set)
        self._fewest: list[tuple[int, int]] = []  # a heap of how many sums hold a column; what is out of date stays in
        for place, row in enumerate(rows):
            terms = {column: coef % prime for column, coef in row.open.items() if coef % prime}
            self._sums[place] = _Sum(terms, row.limit % prime, {place: 1})
            for column in terms:
                self._where[column].add(place)
            self._retire(place)

    def run(self) -> None:
        """Eliminate all columns."""
        self._fewest = [(len(places), column) for column, places in self._where.items()]
        heapq.heapify(self._fewest)
        while self._fewest:
            count, column = heapq.heappop(self._fewest)
            if count == len(self._where.get(column, ())):
                self._eliminate(column)

    def _eliminate(self, column: int) -> None:
        """Take a column out of all sums by adding multiples of one of them, which is given up."""
        places = self._where[column]
        pivot = min(places, key=lambda place: (len(self._sums[place].multiples), len(self._sums[place].terms), place))
        one = self._sums.pop(pivot)
        for each in one.terms:
            self._forget(each, pivot)
        inverse = pow(one.terms[column], -1, self.prime)
        for place in sorted(places - {pivot}):
            other = self._sums[place]
            factor = -other.terms[column] * inverse % self.prime
            for each in _added(other.terms, one.terms, factor, self.prime):
                if each in other.terms:
                    self._where[each].add(place)
                    heapq.heappush(self._fewest, (len(self._where[each]), each))
                else:
                    self._forget(each, place)
            _added(other.multiples, one.multiples, factor, self.prime)
            other.limit = (other.limit + factor * one.limit) % self.prime
            self._retire(place)

    def _forget(self, column: int, place: int) -> None:
        self._where[column].discard(place)
        if self._where[column]:
            heapq.heappush(self._fewest, (len(self._where[column]), column))
        else:
            del self._where[column]

    def _retire(self, place: int) -> None:
        """Put a sum that has vanished aside."""
        if not self._sums[place].terms:
            done = self._sums.pop(place)
            self.vanished.append((done.multiples, done.limit))


def _added(terms: dict[int, int], other: Mapping[int, int], factor: int, prime: int) -> list[int]:
    """Add a multiple of other terms modulo a prime; return what came or went."""
    changed = []
    for each, coef in other.items():
        before = terms.get(each, 0)
        after = (before + factor * coef) % prime
        if after:
            terms[each] = after
        elif before:
            del terms[each]
        if (before == 0) != (after == 0):
            changed.append(each)
    return changed
