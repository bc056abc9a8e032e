"""What the linear relaxation of the step program leaves of a search: everything that can still be better."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.prices import Prices
from irontriangle._solve.dates.step_milp import Step
from irontriangle._solve.work import Ints


@attrs.frozen(eq=False)
class Core:
    """
    Hold what the columns and the starts of tasks may be in a plan that is better than the best so far.

    Parameters
    ----------
    lower, upper
        ndarrays of shape (n_columns,): limits of the program's columns.
    starts
        The ticks at which each task may start, ascending; what is missing may start anywhere in its window.
    """

    lower: npt.NDArray[np.bool_]
    upper: npt.NDArray[np.bool_]
    starts: dict[int, Ints]

    def including(self, x: npt.NDArray[np.int64], table: Timetable) -> Core:
        """Return the core with one more plan inside, the one that the search begins with."""
        starts = dict(self.starts)
        for task, start in zip(table.tasks.tolist(), table.starts.tolist(), strict=True):
            if task in starts:
                starts[task] = np.union1d(starts[task], [start])
        inside = x[: len(self.lower)] > 0
        return Core(self.lower & inside, self.upper | inside, starts)


def core_of(step: Step, prices: Prices, gap: float) -> Core:
    """
    Return what can be better than the bound by less than a gap.

    Notes
    -----
    A task that starts at its head has its first step at 1; one that starts later leaves a slack of 1 in the row
    ``w[j, i] <= w[j, i + 1]`` of the tick before. Where reduced costs say that either costs more than the gap, the task
    does not start there.
    """
    joined = prices.joined
    lower, upper = joined.lower.copy(), joined.upper.copy()
    upper[prices.column > gap] = lower[prices.column > gap]
    lower[prices.column < -gap] = upper[prices.column < -gap]
    below = len(prices.row) - step.matrix.shape[0]
    pulses = np.abs(prices.row[below : below + len(step.task)]) <= gap
    can, must = upper[step.n_base :] > 0.5, lower[step.n_base :] > 0.5
    begins = np.flatnonzero(np.diff(step.task, prepend=-1))
    ends = np.flatnonzero(np.diff(step.task, append=-1)) + 1
    starts = {}
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        task = int(step.task[begin])
        ticks = np.append(step.tick[begin:end], step.windows.latest[task])
        may = np.append(True, pulses[begin:end])
        may[:-1] &= np.logical_and.accumulate(can[begin:end][::-1])[::-1]
        if must[begin:end].any():
            may[int(np.argmax(must[begin:end])) + 1 :] = False
        starts[task] = ticks[may]
    return Core(lower[: step.n_base] > 0.5, upper[: step.n_base] > 0.5, starts)
