"""Who works on what, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, overload

import attrs

from irontriangle._model.amounts import FrozenMap, Number, NumberLike, to_number, to_tuple
from irontriangle._model.problems import did_you_mean


def _to_demand(written: Any) -> Any:
    return written if isinstance(written, FrozenMap) else FrozenMap(written)


def _to_amounts(written: Iterable[NumberLike]) -> tuple[Number, ...]:
    stored = to_tuple(written)
    return tuple(to_number(amount) for amount in stored) if isinstance(stored, tuple) else stored


@attrs.frozen
class ScheduledTask:
    """
    Place one piece of work in time.

    Time counts in ticks of working time: tick 0 is the first of the first working day. `end` is exclusive. A
    task waits, and holds nobody, at ticks at which fewer people are present than it needs. In sprints, time counts in
    sprints, and a task is the work of one role, which holds nobody for certain.

    Parameters
    ----------
    feature, variant
        What the work is for.
    name
        The task's name; the role where the work was given as effort; ``"milestone"`` for a variant without work.
    demand
        The people at work, per role.
    start, end
        The first tick, and the tick after the last.
    first, last
        The dates of the first and the last tick (both that of the start if the task takes no time); None for a
        start past the last date there is. Of sprints the first day and the last.
    amounts
        In sprints: the work in each sprint from start to end.

    Examples
    --------
    >>> task = ScheduledTask("XYZ", "full", "dev", {"dev": 1}, 15, 35, date(2027, 1, 25), date(2027, 2, 19))
    >>> task.length
    20
    """

    feature: str
    variant: str
    name: str
    demand: FrozenMap[str, int] = attrs.field(converter=_to_demand)
    start: int
    end: int
    first: date | None = None
    last: date | None = None
    amounts: tuple[Number, ...] = attrs.field(default=(), converter=_to_amounts)

    @property
    def length(self) -> int:
        """The ticks, or sprints, from start to end, those included at which it waits."""
        return self.end - self.start


def _tasks(written: Iterable[ScheduledTask]) -> tuple[ScheduledTask, ...]:
    return to_tuple(written)


@attrs.frozen
class Schedule(Sequence[ScheduledTask]):
    """
    Hold the tasks of a plan; a sequence, and by a feature's name the tasks of that feature.

    Parameters
    ----------
    tasks
        All tasks of all features that are built, milestones included; none where the plan has no dates.

    Examples
    --------
    >>> dev = ScheduledTask("XYZ", "full", "dev", {"dev": 1}, 15, 35, date(2027, 1, 25), date(2027, 2, 19))
    >>> schedule = Schedule([dev])
    >>> schedule["XYZ"] == (dev,)
    True
    >>> schedule.finish
    datetime.date(2027, 2, 19)
    """

    tasks: tuple[ScheduledTask, ...] = attrs.field(default=(), converter=_tasks)

    def __len__(self) -> int:
        return len(self.tasks)

    def __iter__(self) -> Iterator[ScheduledTask]:
        return iter(self.tasks)

    @overload
    def __getitem__(self, key: int) -> ScheduledTask: ...
    @overload
    def __getitem__(self, key: slice | str) -> tuple[ScheduledTask, ...]: ...
    def __getitem__(self, key: int | slice | str) -> ScheduledTask | tuple[ScheduledTask, ...]:
        if not isinstance(key, str):
            return self.tasks[key]
        found = tuple(task for task in self.tasks if task.feature == key)
        if not found:
            raise KeyError(f"no tasks of {key!r}{did_you_mean(key, {task.feature for task in self.tasks})}")
        return found

    @property
    def end(self) -> int:
        """The tick, or sprint, before which all is finished; 0 for nothing."""
        return max((task.end for task in self.tasks), default=0)

    @property
    def finish(self) -> date | None:
        """
        The last date on which somebody is at work; None where nobody ever is.

        `Plan.finish` is later where the plan ends by waiting, as a lag before a last milestone does.
        """
        dates = [task.last for task in self.tasks if task.start < task.end and task.last is not None]
        return max(dates, default=None)
