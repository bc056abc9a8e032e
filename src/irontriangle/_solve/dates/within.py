"""Whether the demands can be met by the horizon at all, whatever it is worth."""

from __future__ import annotations

import attrs
import numpy as np

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.dated import DatedProgram
from irontriangle._solve.dates.decide import Verdict
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.dates.step_milp import step_program
from irontriangle._solve.highs import solve
from irontriangle._solve.selection.bounds import Relaxation


def within(dated: DatedProgram, *, max_steps: int, clock: Clock) -> tuple[Verdict, Fitted | None]:
    """
    Decide whether anything that the program allows can be done by its horizon.

    Parameters
    ----------
    dated
        The program, and the work with its horizon.
    max_steps
        Columns of the largest step program that is built.
    clock
        When to stop at the latest.

    Returns
    -------
    verdict, plan
        As of `decide`; the plan where it can be done.

    Notes
    -----
    For destructive bounds of the finish [1]_: with a day too few the windows are narrow, and the step program is seen
    to be infeasible long before the bound of the program that counts the days comes near.

    References
    ----------
    .. [1] Klein, Scholl (1999), Computing lower bounds by destructive improvement,
       https://doi.org/10.1016/S0377-2217(97)00442-6
    """
    spans, program = dated.spans, dated.program
    base = Relaxation(program, program.levels[0])
    open_spans = (spans.latest - spans.head)[spans.fits[spans.work.task_column]]
    if not base.trusted or int(open_spans.sum()) > max_steps:
        return "open", None
    step = step_program(spans, len(program), first_day=dated.first_day)
    rows = base.linear(program.lower, program.upper, whole=True)
    outcome = solve(step.join(attrs.evolve(rows, cost=np.zeros(len(program)))), clock=clock)
    if outcome.x is None:
        return "impossible" if outcome.status == "infeasible" else "open", None
    columns = dated.chosen(np.rint(outcome.x).astype(np.int64))
    return "done", Fitted(tuple(columns), step.reached(outcome.x, 0.5, columns), 0.0, 0.0)
