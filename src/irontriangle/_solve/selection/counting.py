"""A row on how many variants are built."""

from __future__ import annotations

import math

import attrs
import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Level, Program, one_row
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.root import Root
from irontriangle._solve.session import Session


def counted(root: Root, level: Level, score: int, clock: Clock) -> Root | None:
    r"""
    Return the program with a row on the number of variants that its linear program breaks, and no good solution does.

    None if there is no such row. The session of `root` has other rows now: it is at its end for this search.

    Parameters
    ----------
    score
        Of a known solution; only what scores so much is good.

    Notes
    -----
    The linear program may build 57.4 variants, no plan does. Where value goes with the work, each variant being worth a
    little more than that, the value of what fills all capacities grows with their number alone; so the linear program
    builds as many as it can, and nearly all that it promises too much is the fraction. Of

    .. math:: \textstyle\sum_j x_j \le \lfloor 57.4 \rfloor \quad\text{or}\quad \sum_j x_j \ge \lceil 57.4 \rceil

    one may leave nothing that scores well enough, as a few more steps from the last basis show; then the other holds.

    References
    ----------
    S. Martello and P. Toth, Upper bounds and algorithms for hard 0-1 knapsack problems, Operations Research 45 (1997)
    768-778, https://doi.org/10.1287/opre.45.5.768, for bounds on the number of items.
    """
    program, x = root.program, root.outcome.x
    count = 0.0 if x is None else float(x[: program.n_variants].sum())
    if root.session is None or abs(count - round(count)) <= 1e-6:
        return None
    sides = _Sides(program, root.session, level, count)
    at_most, at_least = (sides.solve(side, score, clock) for side in (0, 1))
    if at_most is not None and at_least is not None:
        return None
    kept = at_most or at_least
    return kept if kept is not None and kept.outcome.x is not None else None


class _Sides:
    """Both ways to round a number of variants, as rows of one linear program."""

    def __init__(self, program: Program, session: Session, level: Level, count: float) -> None:
        built = np.where(np.arange(len(program)) < program.n_variants, 1, 0)
        rows = one_row(built, math.floor(count)), one_row(-built, -math.ceil(count))
        self._programs = [program.with_rows(row) for row in rows]
        self._session, self._level, self._first = session, level, len(program.rows)
        self._linear = Relaxation(program.with_rows(*rows), level).linear(program.lower, program.upper)
        session.add(self._linear, self._first)

    def solve(self, side: int, score: int, clock: Clock) -> Root | None:
        """Return the program with the row of one side; None if its linear program shows that nothing scores so much."""
        program, row, other = self._programs[side], self._first + side, self._first + 1 - side
        relaxation = Relaxation(program, self._level)
        self._session.limits([row, other], [self._linear.row_upper[row], np.inf])
        outcome = self._session.run(clock, enough=relaxation.objective_below(score))
        row_dual, ray = (None if dual is None else np.delete(dual, other) for dual in (outcome.row_dual, outcome.ray))
        bound = relaxation.duals(row_dual, program.lower, program.upper).bound
        if bound < score or relaxation.refuted(ray, program.lower, program.upper):
            return None
        return Root(program, relaxation, attrs.evolve(outcome, row_dual=row_dual, ray=ray))
