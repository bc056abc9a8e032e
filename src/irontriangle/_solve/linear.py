"""Linear programs as they are given to a solver, and what comes back."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

TRUSTED = 1e9
"""
A tree of HiGHS counts as a proof only while activities and objective stay below this in absolute value.

HiGHS computes in doubles with absolute tolerances. With totals of 4e10 it returned a wrong optimum, called
optimal, in 2 of 100 knapsacks of 16 items; with 4e9 in 1 of 60.
"""

LinearStatus: TypeAlias = Literal["optimal", "infeasible", "unbounded", "stopped", "error"]


@attrs.frozen(eq=False)
class Linear:
    r"""
    State a linear or mixed-integer program.

    Parameters
    ----------
    cost
        Shape (n,). What a unit of each column costs.
    matrix
        Sparse, shape (m, n); CSR is passed on as it is, anything else is turned into it.
    row_lower, row_upper
        Shape (m,); ``-inf`` and ``inf`` where there is no limit.
    lower, upper
        Shape (n,); ``-inf`` and ``inf`` where there is no limit.
    integer
        Shape (n,), bool: which columns are whole; ``None``: none, a linear program.
    offset
        Added to the objective.

    Notes
    -----
    .. math:: \min\ c^T x + o \quad\text{s.t.}\quad r^- \le A x \le r^+,\quad l \le x \le u,\quad
              x_j \in \mathbb{Z}\ \text{where integer}_j
    """

    cost: Floats
    matrix: Any
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    integer: npt.NDArray[np.bool_] | None = None
    offset: float = 0.0

    @property
    def is_mip(self) -> bool:
        """Tell whether a column must be whole."""
        return self.integer is not None and bool(self.integer.any())

    def value(self, x: Floats) -> float:
        """Return the objective at `x`."""
        return float(self.cost @ x) + self.offset


@attrs.frozen(eq=False)
class Outcome:
    r"""
    Say what a solver found, and how far it got.

    Parameters
    ----------
    status
        ``"optimal"``, ``"infeasible"``, ``"unbounded"``; ``"stopped"``: by the clock, a limit or Ctrl-C, perhaps
        with an incumbent; ``"error"``: the solver gave up, nothing is known.
    x
        Shape (n,). The optimum, or the best found before the stop. Whole columns hold whole numbers exactly (the
        solver's 0.9999995 is rounded), so that rows may be off by the rounding: check them.
    objective
        The objective at `x`, computed from `x` in doubles.
    bound
        No feasible point has a smaller objective, as far as the solver's tolerances go: it carries noise like
        17749.00000000046. ``None`` where nothing is known.
    row_dual, col_dual
        For linear programs solved to optimality: :math:`y` (m,) and :math:`d` (n,), with

        .. math:: d = c - A^T y, \qquad y_i \ge 0 \text{ where only } r^-_i \text{ binds},\quad
                  y_i \le 0 \text{ where only } r^+_i \text{ binds},

        so that the objective changes by :math:`y_i` for each unit that the limit of row i grows, and by
        :math:`d_j` for each unit of column j above (:math:`d_j \ge 0`, at its lower limit) or below
        (:math:`d_j \le 0`, at its upper limit).
    nodes
        Nodes of the tree; for linear programs the iterations.
    """

    status: LinearStatus
    x: Floats | None = None
    objective: float | None = None
    bound: float | None = None
    row_dual: Floats | None = None
    col_dual: Floats | None = None
    nodes: int = 0
