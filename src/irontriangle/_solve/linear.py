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

LinearStatus: TypeAlias = Literal["optimal", "infeasible", "unbounded", "bounded", "stopped", "error"]


@attrs.frozen(eq=False)
class Linear:
    r"""
    State a linear or mixed-integer program.

    Parameters
    ----------
    cost
        Shape (n,), finite. What a unit of each column costs.
    matrix
        Sparse, shape (m, n), finite. CSR goes to the solver as it is, other formats are turned into it.
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

    HiGHS takes limits of 1e20 and more as none, leaves out entries of 1e-9 and less, and refuses entries above
    1e15. Amounts are to be scaled before they come here (see `TRUSTED`).

    Examples
    --------
    At most one of two things, the second worth more:

    >>> import scipy.sparse as sp
    >>> from irontriangle._solve.highs import solve
    >>> one_of = sp.csr_matrix([[1.0, 1.0]])
    >>> program = Linear(
    ...     cost=np.array([-3.0, -4.0]),
    ...     matrix=one_of,
    ...     row_lower=np.array([-np.inf]),
    ...     row_upper=np.array([1.0]),
    ...     lower=np.zeros(2),
    ...     upper=np.ones(2),
    ...     integer=np.array([True, True]),
    ... )
    >>> outcome = solve(program)
    >>> outcome.status, outcome.x.tolist(), outcome.objective
    ('optimal', [0.0, 1.0], -4.0)
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

    @property
    def size(self) -> int:
        """Return rows plus columns plus entries."""
        return int(sum(self.matrix.shape) + self.matrix.nnz)

    def value(self, x: Floats) -> float:
        """Return the objective at `x`."""
        return float(self.cost @ x) + self.offset

    def holds(self, x: Floats) -> bool:
        """Tell whether `x` keeps the rows, but for the noise of continuous columns: no whole unit is let through."""
        acts = self.matrix @ x
        return bool((acts <= self.row_upper + 1e-5).all() and (acts >= self.row_lower - 1e-5).all())

    def whole(self, x: Floats) -> Floats:
        """Return `x` with whole numbers where they must be: 0.9999995 becomes 1."""
        return x if self.integer is None else np.where(self.integer, np.rint(x), x)


@attrs.frozen(eq=False)
class Outcome:
    r"""
    Say what a solver found, and how far it got.

    Parameters
    ----------
    status
        ``"optimal"``, ``"infeasible"``, ``"unbounded"``; ``"stopped"``: by the clock or a limit, perhaps with an
        incumbent; ``"error"``: the solver refused the numbers or gave up, nothing is known.
    x
        Shape (n,). The optimum, or the best found before the stop (mixed-integer programs only). Whole columns
        hold whole numbers exactly, so that rows may be off by the rounding: check them.
    objective
        The objective at `x`, in doubles.
    bound
        No feasible point has a smaller objective, as far as the solver's tolerances go: it carries noise like
        17749.00000000046. ``None`` where nothing is known.
    row_dual, col_dual
        Of a linear program that is solved: :math:`y` (m,) and :math:`d` (n,) of
        the Lagrangian
        :math:`c^T x - y^T (A x - r)`, so that

        .. math:: d = c - A^T y, \quad y_i > 0 \Rightarrow A_i x = r^-_i, \quad y_i < 0 \Rightarrow A_i x = r^+_i,
                  \quad d_j > 0 \Rightarrow x_j = l_j, \quad d_j < 0 \Rightarrow x_j = u_j

        and the optimum changes by :math:`y_i` for each unit by which the binding limit of row i grows. Any y gives
        a bound by weak duality:

        .. math:: c^T x \ge \sum_i \min_{r^-_i \le r \le r^+_i} y_i r +
                  \sum_j \min_{l_j \le x \le u_j} (c - A^T y)_j\, x
    ray
        Of a linear program that is infeasible and was solved without presolve: y (m,) that proves it, because
        with c = 0 the bound above is positive.
    nodes
        Nodes of the tree; of a linear program the iterations.
    """

    status: LinearStatus
    x: Floats | None = None
    objective: float | None = None
    bound: float | None = None
    row_dual: Floats | None = None
    col_dual: Floats | None = None
    ray: Floats | None = None
    nodes: int = 0
