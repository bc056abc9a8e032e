"""Rows of a few columns: the parts that they make, and every choice in a part."""

from __future__ import annotations

import attrs
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse import csgraph

from irontriangle._solve.clock import Clock
from irontriangle._solve.selection.bounds import Floats

MOST_ENTRIES = 5_000_000
"""Choices of one part, times its columns, beyond which it is not listed either."""

Whole = NDArray[np.int64]


class Logic:
    """The rows of a few columns each."""

    def __init__(self, matrix: sp.csr_array, limits: Whole, prices: Floats) -> None:
        self._by_row, self._by_column = matrix, matrix.tocsc()
        self._limits, self._prices = limits.tolist(), prices.tolist()

    def groups(self) -> list[Whole]:
        """Return the columns part by part, in an order that soon completes the rows."""
        pattern = sp.csr_array(
            (np.ones(len(self._by_row.data), dtype=np.int32), self._by_row.indices, self._by_row.indptr),
            shape=self._by_row.shape,
        )
        tied = sp.csr_matrix(pattern.T @ pattern)
        if not tied.nnz:
            return [np.array([column]) for column in range(tied.shape[0])]
        order = csgraph.reverse_cuthill_mckee(tied, symmetric_mode=True)
        _, label = csgraph.connected_components(tied, directed=False)
        return np.split(order.astype(np.int64), np.flatnonzero(np.diff(label[order])) + 1)

    def choices(
        self, columns: Whole, reduced: Floats, reach: float, most: int, clock: Clock
    ) -> tuple[NDArray[np.int8], Floats] | None:
        """
        Return all choices in some columns that meet their rows within reach, and their penalties.

        None if they are too many, or time is up.
        """
        states = _States()
        rows = self._rows_in(columns)
        last_read = [max((row.places[-1] for row in own), default=place) for place, own in enumerate(rows)]
        for place, value in enumerate(reduced[columns].tolist()):
            states.double(place, value)
            kept = states.penalty <= reach
            for row in rows[place]:
                row.narrow(states, place, kept, reach)
            states.keep(kept)
            for read in {place, *(one for row in rows[place] for one in row.places)}:
                if last_read[read] == place:
                    del states.bits[read]
            if len(states.penalty) > min(most, MOST_ENTRIES // len(columns)) or clock.expired:
                return None
        return states.x(), states.penalty

    def _rows_in(self, columns: Whole) -> list[list[Row]]:
        """Return the rows of each column."""
        starts, indices = self._by_column.indptr, self._by_column.indices
        place_of = {column: place for place, column in enumerate(columns.tolist())}
        made: dict[int, Row] = {}
        rows: list[list[Row]] = []
        for column in place_of:
            rows.append([])
            for row in indices[starts[column] : starts[column + 1]].tolist():
                if row not in made:
                    made[row] = self._row(row, place_of)
                rows[-1].append(made[row])
        return rows

    def _row(self, row: int, place_of: dict[int, int]) -> Row:
        entries = slice(self._by_row.indptr[row], self._by_row.indptr[row + 1])
        places = [place_of[column] for column in self._by_row.indices[entries].tolist()]
        terms = sorted(zip(places, self._by_row.data[entries].tolist(), strict=True))
        return Row([place for place, _ in terms], [coef for _, coef in terms], self._limits[row], self._prices[row])


@attrs.frozen(eq=False)
class Row:
    """One row of the logic, by the places of its columns in their part."""

    places: list[int]
    coefs: list[int]
    limit: int
    price: float

    def narrow(self, states: _States, place: int, kept: NDArray[np.bool_], reach: float) -> None:
        """Drop the choices up to a place that the row forbids; charge the others for what a complete row leaves."""
        done = self.places.index(place) + 1
        coefs = self.coefs[:done]
        priced = done == len(self.places) and self.price > 0
        room = self.limit - sum(coef for coef in self.coefs[done:] if coef < 0)
        if not priced and sum(coef for coef in coefs if coef > 0) <= room:
            return
        activity = np.array(coefs) @ [states.bits[known] for known in self.places[:done]]
        kept &= activity <= room
        if priced:
            states.penalty += self.price * (self.limit - activity)
            kept &= states.penalty <= reach


class _States:
    """The choices in the first columns of a part: what rows still read of them, and how each came about."""

    def __init__(self) -> None:
        self.penalty = np.zeros(1)
        self.bits: dict[int, NDArray[np.int64]] = {}
        self._made: list[tuple[int, Whole]] = []

    def double(self, place: int, value: float) -> None:
        """Choose 0 and 1 for one more column."""
        n = len(self.penalty)
        self.bits = {known: np.concatenate([bits, bits]) for known, bits in self.bits.items()}
        self.bits[place] = np.repeat(np.array([0, 1]), n)
        self.penalty = np.concatenate([self.penalty + max(value, 0.0), self.penalty - min(value, 0.0)])
        self._made.append((n, np.arange(2 * n)))

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Drop the other choices."""
        if not kept.all():
            self.penalty = self.penalty[kept]
            self.bits = {known: bits[kept] for known, bits in self.bits.items()}
            self._made[-1] = (self._made[-1][0], np.flatnonzero(kept))

    def x(self) -> NDArray[np.int8]:
        """Return the choices, ndarray of shape (n_columns, n_choices)."""
        x = np.zeros((len(self._made), len(self.penalty)), dtype=np.int8)
        state = np.arange(len(self.penalty))
        for place in range(len(x) - 1, -1, -1):
            n, kept = self._made[place]
            x[place], state = np.divmod(kept[state], n)
        return x
