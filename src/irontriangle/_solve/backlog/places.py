"""Whether something finds a place in the calendar: alone, or beside what is built."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np

from irontriangle._model import resolve
from irontriangle._model.timeline import Timeline
from irontriangle._plan.plan import Answer
from irontriangle._plan.reasons import Shortfall
from irontriangle._solve.backlog.room import busy_ticks
from irontriangle._solve.backlog.room_in_time import RoomInTime
from irontriangle._solve.backlog.ties import Ties
from irontriangle._solve.columns import Columns
from irontriangle._solve.dates.chosen import Chosen
from irontriangle._solve.dates.windows import Windows, windows
from irontriangle._solve.jobs import Job, Jobs, jobs_asked
from irontriangle._solve.money import absent_days

MOST_PLACED = 700
"""Tasks that are scheduled in all to see whether something fits: a limit that does not depend on the machine."""

FARTHEST = 10_000
"""Working days past the horizon up to which an end is looked for."""


class Places(RoomInTime):
    """
    Look for places in the calendar of a dated project.

    Parameters
    ----------
    timeline, columns, ties
        The people and dates of the project, its columns and its rules.
    compiled
        The work behind the columns.
    answer
        The plan: its schedule, and the limits that it was made under; a deadline that was released limits nothing.
    """

    def __init__(self, timeline: Timeline, columns: Columns, ties: Ties, compiled: Jobs, answer: Answer) -> None:
        super().__init__(columns, ties)
        self.timeline, self.compiled = timeline, compiled
        self.work = compiled.work
        self.usable = timeline.usable_days if answer.usage["finish"].limit is not None else None
        self.there = {role: answer.usage[f"role:{role}"].limit for role in timeline.team}
        self.tasks_left = MOST_PLACED
        starts = {(task.feature, task.variant, task.name): task.start for task in answer.schedule}
        self.starts: dict[int, int] = {}
        for task, job in enumerate(compiled.jobs):
            feature, variant = columns.variants[int(self.work.task_column[task])]
            if (feature.name, variant.name, job.name) in starts:
                self.starts[task] = starts[feature.name, variant.name, job.name]

    @cached_property
    def spans(self) -> Windows:
        """When each task can be at work, if it and what must come before it were all there is."""
        features = [len(part) for part in self.columns.of_feature.values()]
        return windows(
            self.work,
            feature=np.repeat(np.arange(len(features)), features),
            needs=self.compiled.needed,
            allowed=self.compiled.buildable,
        )

    def can_finish(self, column: int) -> bool:
        """Tell whether a variant could be ready in time, if it and what it requires were all there is."""
        return bool(self.spans.fits[column]) and not self._too_much(column)

    def days_for(self, columns: Sequence[int], most: float) -> int | None:
        """
        Schedule some columns within the horizon and `most` working days; return the days it takes.

        None: no such schedule was found. Three are tried, task by task, each as early as it fits: in the order of the
        present plan and the new ones last, by what follows, by rank. At most `MOST_PLACED` tasks are looked at in all.
        """
        first, work = self.work.first_task, self.work
        n_tasks = sum(int(first[column + 1] - first[column]) for column in columns)
        if n_tasks > self.tasks_left:
            return None
        self.tasks_left -= n_tasks
        goal = work.horizon if math.isinf(most) else min(work.horizon, int(most) * work.ticks_per_day)
        chosen = Chosen(work, columns)
        present = [float(self.starts.get(task, work.horizon)) for task in chosen.tasks]
        for keys in (present, [-float(tail) for tail in chosen.tails()], self._ranks(chosen)):
            _, ends = chosen.forward(chosen.arranged(keys))
            late, end = chosen.delay(ends)
            if not late and end <= goal:
                return -(-end // work.ticks_per_day)
        return None

    def _ranks(self, chosen: Chosen) -> list[float]:
        return [float(self.work.rank[column]) for column in chosen.column]

    # -------------------------------------------------------------------------------- why something cannot finish

    def lacks(self, column: int) -> list[Shortfall]:
        """Return what a variant that cannot finish would need: people at once, days of people, or working days."""
        return self._people(column) or self._too_much(column) or self._too_long(column)

    def _people(self, column: int) -> list[Shortfall]:
        """Return the roles of which more people are asked at once than there are."""
        most: dict[str, int] = {}
        for job in self._jobs(column):
            for role, people in job.demand.items():
                most[role] = max(most.get(role, 0), people)
        team = self.timeline.team
        return [
            Shortfall(f"people:{role}", people, team[role], people - team[role])
            for role, people in most.items()
            if people > team[role]
        ]

    def _too_much(self, column: int) -> list[Shortfall]:
        """Return the roles that have too few days for a variant and the least of all that it requires."""
        if self.usable is None:
            return []
        needed = self.closure(column)
        short = []
        for role, busy in self._busy.items():
            ticks, there = sum(min(busy[part] for part in parts) for parts in needed), self.there[role]
            if isinstance(there, int) and ticks > there * self.work.ticks_per_day:
                days = Fraction(ticks, self.work.ticks_per_day)
                short.append(Shortfall(f"role:{role}", days, there, days - there))
        return short

    def _too_long(self, column: int) -> list[Shortfall]:
        """Return the working days that a variant and what must come before it take at least, of those there are."""
        due = self.columns.variants[column][1].due
        there = {} if self.usable is None else {"finish": self.usable}
        there |= {} if due is None else {"due": self.timeline.days_through(due)}
        end = self._end(column) if there else None
        if end is None:
            return []
        days, limit = -(-end // self.work.ticks_per_day), min(there, key=there.__getitem__)
        return [Shortfall(limit, days, there[limit], days - there[limit])] if days > there[limit] else []

    @cached_property
    def _busy(self) -> dict[str, list[int]]:
        """Ticks of people of each role that each column takes, of what is not buildable too."""
        found = {role: busy_ticks(self.work, place) for place, role in enumerate(self.timeline.team)}
        for column in np.flatnonzero(~self.compiled.buildable).tolist():
            for job in self._jobs(column):
                for role, people in job.demand.items():
                    found[role][column] += people * job.ticks
        return found

    def _jobs(self, column: int) -> Sequence[Job]:
        first, last = self.work.first_task[column : column + 2]
        if self.compiled.buildable[column]:
            return self.compiled.jobs[first:last]
        return jobs_asked(self.columns.variants[column][1], self.timeline)

    def _end(self, column: int) -> int | None:
        """Return the earliest end of a variant after what it requires, other work aside; None if it is far away."""
        ends: dict[int, int | None] = {}
        stack = [column]
        while stack:
            current = stack[-1]
            before = self._before.get(current, {})
            waiting = [part for parts in before.values() for part, _ in parts if part not in ends]
            if waiting:
                stack += waiting
                continue
            stack.pop()
            ready: int | None = 0
            for parts in before.values():
                done = [end + lag for part, lag in parts if (end := ends[part]) is not None]
                ready = max(ready, min(done)) if done and ready is not None else None
            ends[current] = None if ready is None else self._end_after(current, ready)
        return ends[column]

    @cached_property
    def _before(self) -> dict[int, dict[str, list[tuple[int, int]]]]:
        """For each column the columns before it, with their lags, by feature: one of each must have ended."""
        before: dict[int, dict[str, list[tuple[int, int]]]] = {}
        for earlier, later, lag in self.work.orders[self.compiled.needed].tolist():
            name = self.columns.variants[earlier][0].name
            before.setdefault(later, {}).setdefault(name, []).append((earlier, lag))
        return before

    def _end_after(self, column: int, ready: int) -> int | None:
        if not self.compiled.buildable[column]:
            return None
        jobs = self._jobs(column)
        ready = max(ready, int(self.work.ready[self.work.first_task[column]]))
        ends: dict[int, int] = {}
        while len(ends) < len(jobs):
            for place, job in enumerate(jobs):
                if place not in ends and all(before in ends for before in job.after):
                    end = self._walk(job, max([ready, *(ends[before] for before in job.after)]))
                    if end is None:
                        return None
                    ends[place] = end
        return max(ends.values())

    def _walk(self, job: Job, tick: int) -> int | None:
        """Work off a job from a tick on, at the ticks at which enough people are there."""
        timeline, per_day = self.timeline, self.work.ticks_per_day
        absences = [absence for absence in resolve.away(timeline) if job.demand.get(absence.role)]
        last_absent = max((absent_days(timeline, absence)[1] for absence in absences), default=0) * per_day
        left = job.ticks
        while left and tick < last_absent:
            if tick > self.work.horizon + FARTHEST * per_day:
                return None
            night = (tick // per_day + 1) * per_day
            if all(timeline.present(role, tick // per_day) >= people for role, people in job.demand.items()):
                done = min(left, night - tick)
                left -= done
                tick += done
            else:
                tick = night
        return tick + left
