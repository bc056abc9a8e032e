"""What moving a column to a side has cost so far, and so may cost again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.selection.bounds import Floats

UNIMPORTANT = 1e-6
"""Share of the bound that a side costs at least, so that the other side still counts."""


class PseudoCosts:
    """
    Learn by how much the bound falls, per unit that a column is moved down (side 0) or up (side 1).

    Parameters
    ----------
    weight
        ndarray of shape (n_columns,), > 0: how important a column seems before anything is known of it.

    References
    ----------
    M. Benichou, J. M. Gauthier, P. Girodet, G. Hentges, G. Ribiere, O. Vincent, Experiments in mixed-integer linear
    programming, Mathematical Programming 1 (1971) 76-94, https://doi.org/10.1007/BF01584074.
    """

    def __init__(self, weight: Floats) -> None:
        self._weight = weight * (len(weight) / max(1.0, weight.sum()))
        self._lost = np.zeros((2, len(weight)))
        self._count = np.zeros((2, len(weight)), dtype=np.int64)

    def learn(self, column: int, side: int, way: float, lost: float) -> None:
        """Take in what one step has cost; `way` is how far the column had to go."""
        self._lost[side, column] += lost / way
        self._count[side, column] += 1

    def known(self, column: int) -> int:
        """Return how often each side of a column was tried, at least."""
        return int(self._count[:, column].min())

    def scores(self, columns: NDArray[np.int64], x: Floats, bound: float) -> Floats:
        """Return how promising each column is: the product of what its two sides will probably cost."""
        expected = []
        for lost, count, way in zip(self._lost, self._count, (x, 1 - x), strict=True):
            mean = lost.sum() / count.sum() if count.any() else 1.0
            guess = mean * self._weight[columns]
            expected.append(np.where(count[columns], lost[columns] / np.maximum(1, count[columns]), guess) * way)
        return product(expected[0], expected[1], bound)


def product(down: Floats | float, up: Floats | float, bound: float) -> Floats:
    """Return what a column is worth whose two sides cost this much."""
    least = UNIMPORTANT * max(1.0, abs(bound))
    together: Floats = np.maximum(down, least) * np.maximum(up, least)
    return together
