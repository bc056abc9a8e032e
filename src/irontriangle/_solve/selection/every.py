"""Every 0/1 vector of few columns, tried at once: exact, and soon done where bounds tell nothing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.program import Ints, Level, Program
from irontriangle._solve.selection.reductions.smaller import without_fixed

MOST_COLUMNS = 20
"""Free columns up to which all vectors are tried, where int64 holds every sum."""

MOST_LARGE_COLUMNS = 16
"""The same with larger numbers, for which Python's own integers are used."""


def can_try_every(program: Program, level: Level) -> bool:
    """Tell whether the vectors are few enough."""
    large = object in (program.rows.coefs.dtype, program.rows.limits.dtype, level.coefs.dtype)
    return program.n_free <= (MOST_LARGE_COLUMNS if large else MOST_COLUMNS)


def best_of_every(program: Program, level: Level) -> NDArray[np.int64] | None:
    """
    Return a vector of the highest score among all that meet bounds and rows; None if none does.

    Notes
    -----
    Bit j of a vector's number is its free column j. A sum over all :math:`2^n` vectors is built column by column,
    each time twice as long: those without the column, then those with it.
    """
    smaller = without_fixed(program.with_levels(level))
    rows, n = smaller.program.rows, len(smaller.program)
    alive = np.arange(1 << n)
    for row in np.argsort(-np.diff(rows.indptr), kind="stable"):
        entries = slice(rows.indptr[row], rows.indptr[row + 1])
        coefs = np.zeros(n, dtype=rows.coefs.dtype)
        coefs[rows.indices[entries]] = rows.coefs[entries]
        alive = alive[np.asarray(_sums(coefs, n)[alive] <= rows.limits[row], dtype=bool)]
    if not len(alive):
        return None
    scores = _sums(smaller.program.levels[0].coefs, n)[alive]
    number = int(alive[int(np.argmax(scores))])
    return smaller.back(np.array([number >> column & 1 for column in range(n)], dtype=np.int64))


def _sums(coefs: Iterable[int], n: int) -> Ints:
    """Return the sums of some of these numbers, for every choice of them."""
    values = np.asarray(coefs)
    sums = np.zeros(1 << n, dtype=values.dtype)
    for column in range(n):
        size = 1 << column
        np.add(sums[:size], values[column], out=sums[size : 2 * size])
    return sums
