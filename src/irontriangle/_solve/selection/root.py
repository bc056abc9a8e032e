"""The linear program at the root, and the rows that make it tighter."""

from __future__ import annotations

import attrs
import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import Outcome, Session, Sessions, solve
from irontriangle._solve.program import Level, Program, Rows
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.groups import grouped
from irontriangle._solve.selection.modular import violated
from irontriangle._solve.selection.probing import Probed, probed
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


def root_of(
    program: Program, level: Level, relaxation: Relaxation, clock: Clock, sessions: Sessions | None = None
) -> Root:
    """
    Solve the linear program, as tight as rows make it that it breaks and no solution does.

    With `sessions` it begins where one with other limits ended.
    """
    linear = relaxation.linear(program.lower, program.upper)
    if len(program) >= INTERIOR_COLUMNS and relaxation.trusted:
        outcome = solve(linear, clock=clock, method="ipm", crossover=False, presolve=False)
        return Root(program, relaxation, outcome)
    small = linear.size <= SESSION_SIZE or not relaxation.trusted
    session = Session(linear, presolve=not small) if sessions is None else sessions.of(linear, presolve=not small)
    outcome = session.run(clock)
    if outcome.status == "error" and not small:
        outcome = solve(linear, clock=clock)
    root = Root(program, relaxation, outcome, session if small else None)
    if outcome.x is None or np.count_nonzero(abs(outcome.x - np.rint(outcome.x)) > 1e-6) <= FEW_OPEN:
        return root
    return _tightened(root, level, clock)


def _tightened(root: Root, level: Level, clock: Clock) -> Root:
    """Add what the rules decide, and then, round by round, rows that the linear program breaks."""
    groups = grouped(root.program)
    rules = None if groups is None else probed(groups)
    found = None if rules is None else rules.decided()
    given = len(root.program.rows)
    kept = given + len(found or ())
    for _ in range(MOST_ROUNDS):
        found = found or _broken(root, rules)
        if not found:
            break
        longer = _with_rows(root, found, level, clock)
        if longer.outcome.status == "infeasible":
            return longer
        if longer.outcome.row_dual is None:  # out of time
            return attrs.evolve(root, session=None)
        root, found = longer, None
    if len(root.program.rows) == given:
        return root
    row_dual = root.outcome.row_dual
    assert row_dual is not None
    idle = (np.arange(len(row_dual)) >= kept) & (row_dual >= 0)
    program = without_rows(root.program, idle)
    return Root(program, Relaxation(program, level), attrs.evolve(root.outcome, row_dual=row_dual[~idle]))


def _broken(root: Root, rules: Probed | None) -> Rows | None:
    """Return rows that the linear program breaks: those of the rules by themselves first."""
    x = root.outcome.x
    assert x is not None
    return (rules and rules.violated(x)) or violated(root.program, x)


def _with_rows(root: Root, rows: Rows, level: Level, clock: Clock) -> Root:
    """Solve the linear program with more rows."""
    program, session = root.program.with_rows(rows), root.session
    relaxation = Relaxation(program, level)
    linear = relaxation.linear(program.lower, program.upper)
    if session is None:
        session = Session(linear)
    else:
        session.add(linear, len(root.program.rows))
    return Root(program, relaxation, session.run(clock), session)
