"""Where the calendar of a task has holes, and what they cost a model that counts starts by the calendar."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from irontriangle._solve.dates.windows import Windows


class Stretch(NamedTuple):
    """A run of ticks at which a task can be at work: its first tick, and where the calendar begins and ends it."""

    tick: int
    first: int
    end: int


def stretches(spans: Windows, task: int) -> list[Stretch]:
    """Return each run of ticks at which a task can be at work."""
    work = spans.work
    if not work.task_ticks[task]:
        return []
    calendar = work.calendars[work.kinds[task]]
    low = int(calendar.position[spans.head[task]])
    high = int(calendar.position[spans.latest[task]] + work.task_ticks[task])
    ticks = calendar.ticks[low:high]
    begins = np.flatnonzero(np.diff(ticks, prepend=-2) > 1)
    ends = [*begins[1:].tolist(), len(ticks)]
    return [Stretch(int(ticks[b]), low + int(b), low + int(e)) for b, e in zip(begins, ends, strict=True)]


def entries(spans: Windows) -> int:
    """Return the length of all tables that say where the tasks begin and end, as a whole and in each stretch."""
    work, total = spans.work, 0
    usable = spans.fits[work.task_column] & (work.task_ticks > 0)
    for kind, calendar in enumerate(work.calendars):
        tasks = np.flatnonzero(usable & (work.kinds == kind))
        low, last = calendar.position[spans.head[tasks]], calendar.position[spans.latest[tasks]]
        holes = np.cumsum(np.diff(calendar.ticks, prepend=-2) > 1)
        counts = holes[last + work.task_ticks[tasks] - 1] - holes[low] + 1
        total += int((2 * (counts + 1) * (last - low + 1))[counts > 1].sum())
    return total
