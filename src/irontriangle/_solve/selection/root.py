"""The linear program at the root, and the rows that make it tighter."""

from __future__ import annotations

import attrs
import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import Outcome, Session, solve
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.modular import violated
from irontriangle._solve.selection.reductions.arcs import without_rows

SESSION_SIZE = 30_000
"""Rows, columns and entries up to which the linear program is solved without presolve."""

INTERIOR_COLUMNS = 50_000
"""Columns from which on the interior point method takes less time than the simplex method: 15 s for 66 s at 200,000."""

FEW_OPEN = 12
"""Fractional columns up to which the totals are what makes them so, and no rows are looked for."""

MOST_ROUNDS = 10
"""Times that rows are looked for that the linear program breaks."""


@attrs.frozen(eq=False)
class Root:
    """
    Hold what the linear program came to.

    Parameters
    ----------
    program
        The same solutions between the same bounds, with more rows.
    outcome
        Of its linear program.
    session
        That has solved it, if one did.
    """

    program: Program
    relaxation: Relaxation
    outcome: Outcome
    session: Session | None = None


def root_of(program: Program, level: Level, relaxation: Relaxation, clock: Clock) -> Root:
    """Solve the linear program, as tight as rows make it that it breaks and no solution does."""
    linear = relaxation.linear(program.lower, program.upper)
    if len(program) >= INTERIOR_COLUMNS and relaxation.trusted:
        outcome = solve(linear, clock=clock, method="ipm", crossover=False, presolve=False)
        return Root(program, relaxation, outcome)
    session = Session(linear) if linear.size <= SESSION_SIZE or not relaxation.trusted else None
    outcome = solve(linear, clock=clock) if session is None else session.run(clock)
    n_rows = len(program.rows)
    if outcome.x is None or np.count_nonzero(abs(outcome.x - np.rint(outcome.x)) > 1e-6) <= FEW_OPEN:
        return Root(program, relaxation, outcome, session)
    found = None
    for _ in range(MOST_ROUNDS):
        found = None if outcome.x is None else violated(program, outcome.x)
        if found is None:
            break
        longer = program.with_rows(found)
        linear = Relaxation(longer, level).linear(program.lower, program.upper)
        if session is None:
            session = Session(linear)
        else:
            session.add(linear, len(program.rows))
        again = session.run(clock)
        if again.row_dual is None:  # out of time: the rows may be impossible together, or say nothing
            session = None
            break
        program, outcome = longer, again
    if len(program.rows) == n_rows or outcome.row_dual is None:
        return Root(program, relaxation, outcome, session if found is None else None)
    idle = (np.arange(len(program.rows)) >= n_rows) & (outcome.row_dual >= 0)
    program = without_rows(program, idle)
    return Root(program, Relaxation(program, level), attrs.evolve(outcome, row_dual=outcome.row_dual[~idle]))
