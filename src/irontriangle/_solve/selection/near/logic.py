"""Rows of a few columns: the parts that they make, and every choice in a part."""

from __future__ import annotations

import attrs
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse import csgraph

from irontriangle._solve.selection.bounds import Floats

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
        self, columns: Whole, reduced: Floats, reach: float, most: int
    ) -> tuple[NDArray[np.int8], Floats] | None:
        """Return all choices in some columns that meet their rows within reach, and their penalties; None: too many."""
        x = np.zeros((len(columns), 1), dtype=np.int8)
        penalty = np.zeros(1)
        rows = self._rows_in(columns)
        for place, value in enumerate(reduced[columns].tolist()):
            x = np.concatenate([x, x], axis=1)
            x[place, len(penalty) :] = 1
            penalty = np.concatenate([penalty + max(value, 0.0), penalty - min(value, 0.0)])
            kept = penalty <= reach
            for row in rows[place]:
                row.narrow(x, place, penalty, kept, reach)
            if not kept.all():
                x, penalty = x[:, kept], penalty[kept]
            if len(penalty) > most:
                return None
        return x, penalty

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
        coefs = np.array([coef for _, coef in terms])
        return Row([place for place, _ in terms], coefs, self._limits[row], self._prices[row])


@attrs.frozen(eq=False)
class Row:
    """One row of the logic, by the places of its columns in their part."""

    places: list[int]
    coefs: Whole
    limit: int
    price: float

    def narrow(self, x: NDArray[np.int8], place: int, penalty: Floats, kept: NDArray[np.bool_], reach: float) -> None:
        """Drop the choices up to a place that the row forbids; charge the others for what a complete row leaves."""
        done = self.places.index(place) + 1
        activity = self.coefs[:done] @ x[self.places[:done]]
        kept &= activity <= self.limit - np.minimum(self.coefs[done:], 0).sum()
        if done == len(self.places) and self.price > 0:
            penalty += self.price * (self.limit - activity)
            kept &= penalty <= reach
