"""Whether chosen columns can be done by a tick, and how early."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import attrs
import numpy as np
import scipy.sparse as sp

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates import cpsat as cpsat_door
from irontriangle._solve.dates.chosen import Chosen, Timetable
from irontriangle._solve.dates.intervals import Intervals, buildable
from irontriangle._solve.dates.relax import relax
from irontriangle._solve.dates.serial import improve
from irontriangle._solve.dates.step_milp import step_program
from irontriangle._solve.dates.windows import Windows, windows
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Linear
from irontriangle._solve.program import Program, RowBuilder
from irontriangle._solve.work import Work

DECIDE_WORK = 2.0
"""Work of CP-SAT for one decision, in its own deterministic seconds."""

Verdict: TypeAlias = Literal["done", "impossible", "open"]


@attrs.frozen(eq=False)
class Decision:
    """
    Say whether some columns can be done by a tick.

    Parameters
    ----------
    verdict
        ``"done"``: `timetable` does it; ``"impossible"``: proven; ``"open"``: the search stopped.
    timetable
        The best schedule found; it may end too late unless the verdict is ``"done"``.
    asked
        Whether CP-SAT was asked.
    """

    verdict: Verdict
    timetable: Timetable
    asked: bool = False


def decide(
    work: Work,
    columns: Iterable[int],
    by: int,
    *,
    restarts: int = 50,
    node_limit: int | None = 2000,
    seed: int = 0,
    clock: Clock | None = None,
    known: Timetable | None = None,
    cpsat: bool = False,
) -> Decision:
    """
    Decide whether the chosen columns can be done by tick `by`.

    Parameters
    ----------
    work, columns
        What has to be done, and what is chosen.
    by
        Everything must have ended by this tick, at most the horizon.
    restarts
        Random orders of the serial schedules that are tried first.
    node_limit
        Nodes of the step program's tree after that; 0: do not build it.
    seed
        Of the random orders.
    clock
        When to stop at the latest.
    known
        A schedule known already: then no serial schedules are tried.
    cpsat
        Whether CP-SAT decides in place of the step program.
    """
    chosen = sorted({int(column) for column in columns})
    found = known if known is not None else improve(work, chosen, goal=by, restarts=restarts, seed=seed, clock=clock)
    if found.end <= by and found.in_time(work):
        return Decision("done", found)
    if by < 0 or overloaded(one_column(work, chosen, by)):
        return Decision("impossible", found)
    if node_limit == 0:
        return Decision("open", found)
    if cpsat and (answer := _by_intervals(work, chosen, by, found, clock)) is not None:
        return answer
    return _by_steps(work, chosen, by, found, node_limit, clock)


def earliest(
    work: Work,
    columns: Iterable[int],
    *,
    restarts: int = 200,
    node_limit: int | None = 2000,
    seed: int = 0,
    clock: Clock | None = None,
) -> tuple[Timetable, int]:
    """
    Find the earliest day on which the chosen columns can be done.

    Parameters
    ----------
    work, columns
        What has to be done, and what is chosen.
    restarts, node_limit, seed, clock
        As in `decide`.

    Returns
    -------
    timetable
        The earliest schedule found; it may end past the horizon.
    days
        No schedule needs fewer days than this: proven earliest where it equals ``timetable.days(work)``.
    """
    chosen = sorted({int(column) for column in columns})
    day = work.ticks_per_day
    least = least_days(work, chosen)
    best = improve(work, chosen, goal=least * day, restarts=restarts, seed=seed, clock=clock)
    while least < best.days(work):
        by = min((best.days(work) - 1) * day, work.horizon)
        answer = decide(work, chosen, by, node_limit=node_limit, clock=clock, known=best)
        if answer.verdict != "done":
            least = -(-by // day) + 1 if answer.verdict == "impossible" else least
            break
        best = answer.timetable
    return best, least


def least_days(work: Work, columns: Sequence[int]) -> int:
    """Return days that any schedule of these columns needs, by chains and by people in windows."""
    last = work.n_days + 1
    low, high = 0, last
    while low < high:
        days = (low + high) // 2
        if overloaded(one_column(work, columns, min(days * work.ticks_per_day, work.horizon))):
            low = days + 1
        else:
            high = days
    return low


def one_column(work: Work, columns: Iterable[int], by: int) -> Work:
    """
    Return the chosen columns as one, with a nearer horizon.

    What is chosen for certain has no alternatives: orders between columns become arcs, through a task that asks
    for nobody where there is a lag. The tasks come first, in the order of `Chosen.tasks`.
    """
    chosen = Chosen(work, columns)
    arcs = []
    ticks = list(chosen.ticks)
    for later, links in enumerate(chosen.before):
        for earlier, lag in links:
            if lag:
                arcs += [(earlier, len(ticks)), (len(ticks), later)]
                ticks.append(lag)
            else:
                arcs.append((earlier, later))
    lags = len(ticks) - len(chosen.tasks)
    demand = np.zeros((len(ticks), work.n_roles), dtype=np.int64)
    demand[: len(chosen.tasks)] = work.demand[chosen.tasks]
    return Work(
        work.ticks_per_day,
        by,
        work.present[:, :by],
        np.zeros(len(ticks)),
        ticks,
        demand,
        arcs,
        [],
        [0, len(ticks)],
        [0],
        ready=[*chosen.ready, *[0] * lags],
        due=[*chosen.due, *[by] * lags],
    )


def overloaded(single: Work) -> bool:
    """Tell whether a single column cannot be done by its horizon: a chain is too long, or a window too full."""
    if not single.n_tasks:
        return False
    spans = _spans(single)
    if not spans.fits[0]:
        return True
    rows = relax(spans, cuts=8)
    return bool((rows.coefs > rows.limits[rows.rows]).any())


def _spans(single: Work) -> Windows:
    return windows(single, feature=[0])


def _by_steps(
    work: Work, columns: list[int], by: int, found: Timetable, node_limit: int | None, clock: Clock | None
) -> Decision:
    single = one_column(work, columns, by)
    step = step_program(_spans(single), 1)
    one = np.ones(1)
    base = Linear(np.zeros(1), sp.csr_matrix((0, 1)), np.zeros(0), np.zeros(0), one, one, np.ones(1, dtype=bool))
    outcome = solve(step.join(base), clock=clock, node_limit=node_limit)
    if outcome.x is not None:
        shown = step.reached(outcome.x, 0.5, [0])
        tasks = np.asarray(Chosen(work, columns).tasks, dtype=np.int64)
        table = Timetable(tasks, shown.starts[: len(tasks)], shown.ends[: len(tasks)])
        return Decision("done", table)
    return Decision("impossible" if outcome.status == "infeasible" else "open", found)


def _by_intervals(work: Work, columns: list[int], by: int, found: Timetable, clock: Clock | None) -> Decision | None:
    """Ask CP-SAT; None: the model is too large for that."""
    clock = Clock(None) if clock is None else clock
    spans = _spans(one_column(work, columns, by))
    one = np.ones(1, dtype=np.int8)
    program = Program(one, one.copy(), RowBuilder().rows(), (), 1)
    if not buildable(program, spans, None):
        return None
    intervals = Intervals(program, None, spans, clock=clock)
    answer = cpsat_door.run(intervals.model, intervals.variables(), clock=clock, work_limit=DECIDE_WORK)
    if answer.values is not None:
        shown = intervals.read(answer.values)[1]
        tasks = np.asarray(Chosen(work, columns).tasks, dtype=np.int64)
        return Decision("done", Timetable(tasks, shown.starts[: len(tasks)], shown.ends[: len(tasks)]), asked=True)
    return Decision("impossible" if answer.verdict == "infeasible" else "open", found, asked=True)
