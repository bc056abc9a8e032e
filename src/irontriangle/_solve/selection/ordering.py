"""In which order columns are best gone through."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np

from irontriangle._solve.selection.bounds import Floats
from irontriangle._solve.selection.near.parts import LOCAL
from irontriangle._solve.selection.reductions.smaller import Whole

BEGUN = 2
"""How many times more a row counts once one of its columns has come."""

SHARE = 0.5
"""What a column counts, beside the rows that it completes, that can lose as much as may be lost."""


def ordered(owners: Whole, columns: Whole, n_rows: int, sizes: Floats) -> Whole:
    """
    Return an order of columns that soon completes rows, those begun before others.

    Parameters
    ----------
    owners, columns
        ndarrays of shape (n_entries,): which row has which column.
    sizes
        ndarray of shape (n_columns,): what a wrong choice loses, in parts of what may be lost. The more it is, the
        sooner the column comes.
    """
    return np.array(_Order(*_rules(owners, columns, n_rows, len(sizes)), sizes).run(), dtype=np.int64)


def _rules(owners: Whole, columns: Whole, n_rows: int, n_columns: int) -> tuple[list[list[int]], list[list[int]]]:
    """Return the columns of each row, none of a long one, and the rows of each column."""
    columns_of: list[list[int]] = [[] for _ in range(n_rows)]
    rows_of: list[list[int]] = [[] for _ in range(n_columns)]
    short = np.bincount(owners, minlength=n_rows) <= LOCAL
    for row, column in zip(owners[short[owners]].tolist(), columns[short[owners]].tolist(), strict=True):
        columns_of[row].append(column)
        rows_of[column].append(row)
    return columns_of, rows_of


class _Order:
    """Columns by what they count: more, the fewer are still missing in their rows."""

    def __init__(self, columns_of: Sequence[list[int]], rows_of: Sequence[list[int]], sizes: Floats) -> None:
        self._columns_of, self._rows_of = columns_of, rows_of
        self._missing = [len(columns) for columns in columns_of]
        self._worth = [1 / missing if missing else 0.0 for missing in self._missing]
        self._counts = (SHARE * np.minimum(sizes, 1)).tolist()
        for column, rows in enumerate(rows_of):
            self._counts[column] += sum(self._worth[row] for row in rows)
        self._waiting = [(-count, column) for column, count in enumerate(self._counts)]  # what is out of date stays in
        heapq.heapify(self._waiting)

    def run(self) -> list[int]:
        """Return all columns."""
        order: list[int] = []
        come = [False] * len(self._counts)
        while self._waiting:
            count, column = heapq.heappop(self._waiting)
            if come[column] or -count != self._counts[column]:
                continue
            come[column] = True
            order.append(column)
            for row in self._rows_of[column]:
                self._missing[row] -= 1
                if self._missing[row]:
                    self._raise(row, come)
        return order

    def _raise(self, row: int, come: list[bool]) -> None:
        """Let a row count more, of which one column less is missing."""
        worth = BEGUN / self._missing[row]
        for column in self._columns_of[row]:
            if not come[column]:
                self._counts[column] += worth - self._worth[row]
                heapq.heappush(self._waiting, (-self._counts[column], column))
        self._worth[row] = worth
