"""The arrays of what has to be done in time: tasks, people and order, in whole ticks."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]


NEVER = 2**60
"""A tick that no calendar has."""


def _ints(values: Any) -> Ints:
    """Return a read-only copy: a `Work` is shared by engines that must not disturb each other."""
    array = np.array(values, dtype=np.int64)
    array.setflags(write=False)
    return array


def _triples(values: Any) -> Ints:
    return _ints(np.asarray(values, dtype=np.int64).reshape(-1, 3))


def _pairs(values: Any) -> Ints:
    return _ints(np.asarray(values, dtype=np.int64).reshape(-1, 2))


def _each(work: Work, tick: int) -> Ints:
    """Return the same tick for each task."""
    return np.full(len(work.task_column), tick, dtype=np.int64)


@attrs.frozen(eq=False)
class Calendar:
    """
    Number the ticks at which a mix of people is present, so that a task on them has no holes.

    Parameters
    ----------
    demand
        Role and people, for the roles that are asked.
    ticks
        The ticks at which all of them are present, ascending.
    position
        For every tick from 0 to the horizon, how many of `ticks` come before it.
    """

    demand: tuple[tuple[int, int], ...]
    ticks: Ints
    position: Ints

    def ends(self, starts: npt.ArrayLike, length: int, late: int) -> Ints:
        """Return the end of a task for each of its starts, and `late` where it does not end within the horizon."""
        begin = np.asarray(starts, dtype=np.int64)
        if length == 0:
            return begin
        last = self.position[np.minimum(begin, len(self.position) - 1)] + length - 1
        inside = last < len(self.ticks)
        ends = np.full(begin.shape, late, dtype=np.int64)
        ends[inside] = self.ticks[last[inside]] + 1
        return ends


@attrs.frozen(eq=False)
class Work:
    """
    Say what has to be done when a column is chosen.

    A task works at the first `task_ticks` ticks from its start at which, for all its roles, as many people
    are present as it demands; it waits at the others and holds nobody. Its end is its last tick plus one, so
    the end is a nondecreasing function of the start. A task of no ticks ends where it starts.

    Parameters
    ----------
    ticks_per_day
        Ticks in one working day.
    horizon
        Tick by which everything must have ended: the deadline less the buffer, or a bound for any schedule.
    present
        People there; shape (n_roles, horizon).
    task_column
        Column of each task; the tasks of a column are contiguous, and every column has at least one.
    task_ticks
        Length of each task.
    demand
        People each task needs at every tick it works; shape (n_tasks, n_roles).
    arcs
        Pairs of tasks of the same column, the first to end before the second starts; shape (n_arcs, 2).
    orders
        Column before, column after, lag in ticks; holds when both are chosen; shape (n_orders, 3).
    first_task
        Tasks of column c are ``first_task[c]`` to ``first_task[c + 1] - 1``.
    rank
        Canonical order of the columns: MUST first, then by tier, then as declared.
    ready
        First tick of each task; by default the first of all.
    due
        Tick by which each task must have ended; by default only the horizon says.
    """

    ticks_per_day: int
    horizon: int
    present: Ints = attrs.field(converter=_ints)
    task_column: Ints = attrs.field(converter=_ints)
    task_ticks: Ints = attrs.field(converter=_ints)
    demand: Ints = attrs.field(converter=_ints)
    arcs: Ints = attrs.field(converter=_pairs)
    orders: Ints = attrs.field(converter=_triples)
    first_task: Ints = attrs.field(converter=_ints)
    rank: Ints = attrs.field(converter=_ints)
    ready: Ints = attrs.field(converter=_ints, default=attrs.Factory(lambda work: _each(work, 0), takes_self=True))
    due: Ints = attrs.field(converter=_ints, default=attrs.Factory(lambda work: _each(work, NEVER), takes_self=True))

    @cached_property
    def ends_by(self) -> Ints:
        """Tick by which each task must have ended, the horizon considered."""
        return _ints(np.minimum(self.due, self.horizon))

    @property
    def n_columns(self) -> int:
        """Number of columns, chosen or not."""
        return len(self.first_task) - 1

    @property
    def n_tasks(self) -> int:
        """Number of tasks of all columns."""
        return len(self.task_column)

    @property
    def n_roles(self) -> int:
        """Number of roles."""
        return int(self.present.shape[0])

    @property
    def n_days(self) -> int:
        """Number of working days up to the horizon, the last one perhaps in part."""
        return -(-self.horizon // self.ticks_per_day)

    @cached_property
    def kinds(self) -> Ints:
        """Number of the calendar of each task, in `calendars`."""
        return self._mixes[1]

    @cached_property
    def calendars(self) -> tuple[Calendar, ...]:
        """One calendar for each mix of people that a task asks for; tasks of no ticks ask for nobody."""
        return tuple(_calendar(self.present, mix) for mix in self._mixes[0])

    @cached_property
    def _mixes(self) -> tuple[Ints, Ints]:
        asked = np.where(self.task_ticks[:, None] > 0, self.demand, 0)
        mixes, kinds = np.unique(asked, axis=0, return_inverse=True)
        return mixes, _ints(kinds.reshape(-1))


def _calendar(present: Ints, mix: Ints) -> Calendar:
    asked = np.flatnonzero(mix)
    there = np.all(present[asked] >= mix[asked, None], axis=0)
    position = np.zeros(present.shape[1] + 1, dtype=np.int64)
    np.cumsum(there, out=position[1:])
    return Calendar(tuple((int(r), int(mix[r])) for r in asked), _ints(np.flatnonzero(there)), _ints(position))
