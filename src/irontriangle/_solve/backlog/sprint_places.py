"""Whether something finds room in the sprints: alone, or beside what is built."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import attrs

from irontriangle._model.project import Project
from irontriangle._model.timeline import Sprints
from irontriangle._plan.plan import Answer
from irontriangle._plan.reasons import Shortfall
from irontriangle._solve.backlog.room_in_time import RoomInTime
from irontriangle._solve.backlog.ties import Ties
from irontriangle._solve.columns import Columns
from irontriangle._solve.sprints.fill import fit
from irontriangle._solve.sprints.load import Load, compile_load
from irontriangle._solve.sprints.relax import Spans, spans

RESTARTS = 10
"""Orders at random that are tried to find room."""

MOST_PLACED = 20_000
"""Columns that are placed in all to see whether something fits: a limit that does not depend on the machine."""


class SprintPlaces(RoomInTime):
    """
    Look for room in the sprints of a project.

    Parameters
    ----------
    project, columns, ties
        The project, its columns and its rules.
    answer
        The plan, and the limits that it was made under; a number of sprints that was released limits nothing.
    """

    def __init__(self, project: Project, columns: Columns, ties: Ties, answer: Answer) -> None:
        super().__init__(columns, ties)
        assert isinstance(project.timeline, Sprints)
        self.project, self.sprints = project, project.timeline
        self.released = answer.usage["finish"].limit is None
        self.load: Load = compile_load(project, columns, release_count=self.released)
        self.columns_left = MOST_PLACED

    @cached_property
    def spans(self) -> Spans:
        """When each column can be done, if it and what must come before it were all there is."""
        return spans(self.load, [True] * len(self.columns.variants))

    def can_finish(self, column: int) -> bool:
        return self.spans.fits(column) and not self._too_much(column)

    def days_for(self, columns: Sequence[int], most: float) -> int | None:
        self.columns_left -= len(columns) * (RESTARTS + 1)
        if self.columns_left < 0:
            return None
        length, horizon = self.sprints.length, self.load.n_sprints
        by = horizon if math.isinf(most) else min(horizon, int(most) // length)
        filled = fit(self.load, columns, by=by, restarts=RESTARTS)
        return None if filled is None else filled.n_sprints * length

    def lacks(self, column: int) -> list[Shortfall]:
        """Return the work of roles, or the working days, that it would need."""
        return self._too_much(column) or self._too_long(column)

    def _too_much(self, column: int) -> list[Shortfall]:
        """Return the roles that can do too little for a variant and the least of all that it requires."""
        if self.released:
            return []
        needed = self.closure(column)
        short = []
        for role, there in enumerate(self.load.there):
            units = sum(min(self.load.needs[part].get(role, 0) for part in parts) for parts in needed)
            if units > sum(there):
                unit = self.load.units[role]
                need, can = units * unit, sum(there) * unit
                short.append(Shortfall(f"role:{self.load.roles[role]}", need, can, need - can))
        return short

    def _too_long(self, column: int) -> list[Shortfall]:
        """Return the working days that a variant and what must come before it take at least."""
        due = self.columns.variants[column][1].due
        there = {} if self.released else {"finish": self.sprints.working_days}
        there |= {} if due is None else {"due": self.sprints.days_through(due)}
        released = compile_load(self.project, self.columns, release_count=True)
        far = attrs.evolve(released, due=self._without_own(column))
        when = spans(far, [True] * len(self.columns.variants))
        if not there or not when.fits(column):
            return []
        days, limit = (when.ends[column] + 1) * self.sprints.length, min(there, key=there.__getitem__)
        return [Shortfall(limit, days, there[limit], days - there[limit])] if days > there[limit] else []

    def _without_own(self, column: int) -> tuple[int | None, ...]:
        return tuple(None if place == column else due for place, due in enumerate(self.load.due))
