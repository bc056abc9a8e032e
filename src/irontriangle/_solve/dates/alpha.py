"""Plans drawn from a solution of the step program's linear relaxation."""

from __future__ import annotations

import random

import numpy as np
import numpy.typing as npt

from irontriangle._solve.dates.fit import Fitted, Judge, fitted
from irontriangle._solve.dates.packing import Packing
from irontriangle._solve.dates.serial import Watch
from irontriangle._solve.dates.step_milp import Step

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def alpha_plans(
    step: Step,
    z: npt.NDArray[np.float64],
    packing: Packing,
    judge: Judge,
    *,
    draws: int = 100,
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
    x = z[: step.windows.work.n_columns]
    wanted: list[float] = x.tolist()
    partial = np.flatnonzero(x > 1e-6)
    share = dict(zip(partial.tolist(), x[partial].tolist(), strict=True))
    tables = {alpha: step.reached(z, alpha, partial) for alpha in SHARES}
    owner = step.windows.work.task_column
    best: Fitted | None = None
    for _ in range(max(1, draws)):
        table = tables[rng.choice(SHARES)]
        drawn = {column for column, weight in share.items() if rng.random() < 1.1 * weight}
        order = np.lexsort((table.ends, table.starts))
        tasks = table.tasks[order].tolist()
        packing.arrange(task for task in tasks if int(owner[task]) in drawn)
        for column in sorted(share, key=lambda column: -share[column] - 0.3 * rng.random()):
            packing.insert_with_needs(column, wanted)
        found = fitted(packing, judge)
        best = found if best is None else max(best, found, key=lambda plan: plan.rank)
        if clock is not None and clock.expired:
            break
    assert best is not None
    return best
