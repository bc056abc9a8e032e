"""What a search came to."""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray


@attrs.frozen(eq=False)
class Tree:
    """
    What a search came to: the best score found, what none can exceed, and whether it was searched to the end.

    `against`: of each row, where nothing was found, whether the proof that there is nothing leans on it; None: unknown.
    """

    score: int | None
    bound: float | int
    complete: bool
    exact: bool
    against: NDArray[np.bool_] | None = None


@attrs.frozen(eq=False)
class Found:
    """
    Say what is known about one level of a program.

    Parameters
    ----------
    x, score
        The best solution, None if there is none.
    bound
        No solution scores higher; -inf: there is no solution.
    complete
        Whether that is proven of x (or of there being none).
    exact
        Whether the proof rests on exact arithmetic alone, or on a search tree of the solver.
    lower, upper
        Bounds that every solution as good as x respects.
    settled
        Whether x is the best by the later levels, too.
    against
        ndarray of shape (n_rows,): the rows on which the proof leans that there is no solution; None: not known.
    """

    x: NDArray[np.int64] | None
    score: int | None
    bound: float | int
    complete: bool
    exact: bool
    lower: NDArray[np.int8]
    upper: NDArray[np.int8]
    settled: bool = False
    against: NDArray[np.bool_] | None = None
