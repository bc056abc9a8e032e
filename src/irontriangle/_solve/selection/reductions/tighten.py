"""Coefficients no larger than they need be."""

from __future__ import annotations

import attrs
import numpy as np

from irontriangle._solve.program import Program, Rows, segment_sums


def tightened(program: Program) -> Program:
    r"""
    Clip the coefficients of each row to what can matter, and divide the row by what they have in common.

    Notes
    -----
    Where a row asks for no more than :math:`M_i` in all, only :math:`s_i = M_i - b_i` of it can be too much. A
    coefficient above :math:`s_i` may be :math:`s_i`, if the limit falls by the difference: with the column in, the
    row says the same, and without it nothing, as before. So may one below :math:`-s_i` be :math:`-s_i`. Solutions in
    whole numbers stay the same, the linear relaxation gets tighter.

    References
    ----------
    M. W. P. Savelsbergh, Preprocessing and probing techniques for mixed integer programming problems, ORSA Journal on
    Computing 6 (1994) 445-454, https://doi.org/10.1287/ijoc.6.4.445.
    """
    rows = program.rows
    most = segment_sums(np.where(rows.coefs > 0, rows.coefs, 0), rows.indptr)
    spare = (most - rows.limits)[rows.owners]
    over = np.asarray(abs(rows.coefs) > spare, dtype=bool)
    coefs, limits = rows.coefs, rows.limits
    if over.any():
        coefs = np.where(over, np.where(rows.coefs > 0, spare, -spare), rows.coefs)
        limits = limits - segment_sums(np.where(over & (rows.coefs > 0), rows.coefs - coefs, 0), rows.indptr)
    divisor = abs(np.gcd.reduceat(coefs, rows.indptr[:-1])) if len(rows) else limits  # one number alone keeps its sign
    if not over.any() and (divisor == 1).all():
        return program
    rows = Rows(rows.indptr, rows.indices, coefs // divisor[rows.owners], limits // divisor)
    return attrs.evolve(program, rows=rows)
