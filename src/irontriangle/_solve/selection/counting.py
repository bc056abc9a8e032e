"""Rows on how many variants are built."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Floats
from irontriangle._solve.program import Level, Program, RowBuilder, Rows
from irontriangle._solve.selection.bounds import Relaxation


def counted(program: Program, level: Level, x: Floats, score: int | None, clock: Clock) -> Rows | None:
    r"""
    Return rows on the number of variants that x breaks and no solution of at least `score` does, or None.

    Parameters
    ----------
    x
        ndarray of shape (n_columns,): a solution of the linear program.
    score
        Of a known solution; None: none is known.

    Notes
    -----
    The linear program may build 57.4 variants, no plan does. Where value goes with the work, each variant being worth a
    little more than that, the value of what fills all capacities grows with their number alone; so the linear program
    builds as many as it can, and nearly all that it promises too much is the fraction. What it can build at most, or at
    least, among all that scores well enough, is rounded:

    .. math:: \lceil \min \textstyle\sum_j x_j \rceil \le \sum_j x_j \le \lfloor \max \sum_j x_j \rfloor

    References
    ----------
    S. Martello and P. Toth, Upper bounds and algorithms for hard 0-1 knapsack problems, Operations Research 45 (1997)
    768-778, https://doi.org/10.1287/opre.45.5.768, for bounds on the number of items.
    """
    count = float(x[: program.n_variants].sum())
    if abs(count - round(count)) <= 1e-6:
        return None
    among = program if score is None else program.with_rows(level.at_least(score))
    build = RowBuilder()
    for sign in (1, -1):
        most = _most(among, sign, clock)
        if sign * count > most:
            build.add(dict.fromkeys(range(program.n_variants), sign), most)
    rows = build.rows()
    return rows if len(rows) else None


def _most(program: Program, sign: int, clock: Clock) -> int:
    """Return what the number of variants, times a sign, can be at most."""
    signs = np.zeros(len(program), dtype=np.int64)
    signs[: program.n_variants] = sign
    relaxation = Relaxation(program, Level("count", signs, Fraction(1), Fraction(0), 1))
    outcome = solve(relaxation.linear(program.lower, program.upper), clock=clock)
    return math.floor(relaxation.duals(outcome.row_dual, program.lower, program.upper).bound)
