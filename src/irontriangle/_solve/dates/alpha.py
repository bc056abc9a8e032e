"""Plans drawn from a solution of the step program's linear relaxation."""

from __future__ import annotations

import math
import random

import numpy as np
import numpy.typing as npt

from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.fit import Fitted, Judge, disturbed, fitted
from irontriangle._solve.dates.packing import Packing
from irontriangle._solve.dates.serial import Watch
from irontriangle._solve.dates.step_milp import Step

SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

SPREADS = (0.0, 0.0, 0.7, 2.0)
"""By how many ticks a task's turn moves at random, as a standard deviation."""

LEAST = 1e-6
"""Shares below this count as nothing."""


def _in_turn(table: Timetable, packing: Packing) -> dict[int, int]:
    """Return the tasks with their starts, by start, each after its predecessors in its column."""
    starts = dict(zip(table.tasks.tolist(), table.starts.tolist(), strict=True))
    columns = sorted({packing.owner[task] for task in starts})
    place = {task: turn for column in columns for turn, task in enumerate(packing.order[column])}
    return {task: starts[task] for task in sorted(starts, key=lambda task: (starts[task], place[task]))}


def alpha_plans(
    step: Step,
    z: npt.NDArray[np.float64],
    packing: Packing,
    judge: Judge,
    *,
    draws: int = 100,
    goal: float = math.inf,
    seed: int = 0,
    clock: Watch | None = None,
) -> Fitted:
    """
    Return the best of some plans that follow a fractional solution.

    Parameters
    ----------
    step, z
        The step program, and a solution of its linear relaxation.
    packing
        Of the same windows; holds the last plan drawn afterwards.
    judge
        As in `fit`.
    draws
        How many plans to draw.
    goal
        Stop as soon as a plan that breaks no rule is worth this much.
    seed
        Of the draws.
    clock
        An emergency stop.

    Notes
    -----
    Each draw takes a column with the probability of its share x[c], arranges tasks by the tick at which a share
    alpha of them has started [1]_, leaves out what does not fit, and fills up by x.

    References
    ----------
    .. [1] Phillips, Stein, Wein (1998), Minimizing average completion time in the presence of release dates,
       https://doi.org/10.1007/BF01585872
    """
    rng = random.Random(seed)
    n = step.windows.work.n_columns
    wanted: list[float] = z[:n].tolist()
    partial = [column for column in range(n) if wanted[column] > LEAST]
    alphas = [step.reached(z, alpha, partial) for alpha in SHARES]
    owner = step.windows.work.task_column.tolist()
    sequences = [_in_turn(table, packing) for table in alphas]
    best: Fitted | None = None
    for _ in range(max(1, draws)):
        sequence, spread = rng.choice(sequences), rng.choice(SPREADS)
        drawn = {column for column in partial if rng.random() < 1.1 * wanted[column]}
        turns = {task: start for task, start in sequence.items() if owner[task] in drawn}
        packing.arrange(disturbed(packing, turns, [start + rng.gauss(0.0, spread) for start in turns.values()]))
        for column in sorted(partial, key=lambda column: -wanted[column] - 0.3 * rng.random()):
            packing.insert_with_needs(column, wanted)
        found = fitted(packing, judge)
        best = found if best is None else max(best, found, key=lambda plan: plan.rank)
        if best.rank >= (0, goal) or (clock is not None and clock.expired):
            break
    assert best is not None
    return best
