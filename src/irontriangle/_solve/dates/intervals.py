"""One level of a dated program as CP-SAT sees it: a start for each task, an interval for each variant of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.core import Core
from irontriangle._solve.dates.holes import Stretch, entries, stretches
from irontriangle._solve.dates.windows import Windows
from irontriangle._solve.program import Level, Program

MOST = 2**53
"""Totals that CP-SAT, and the doubles in which it tells its bound, count exactly."""

MOST_ENTRIES = 4_000_000
"""Entries of the largest tables: a million takes 0.2 s to build and 100 MB, and is copied by CP-SAT."""


@attrs.define(eq=False)
class Slot:
    """
    Hold one task in all the variants of a feature: they begin at the same variable, as only one is built.

    Parameters
    ----------
    start
        The tick at which it starts.
    end
        The tick by which it has ended, in the variant that is built; meaningless if none is.
    tasks
        The task of each column.
    """

    start: Any
    end: Any
    tasks: dict[int, int]


def buildable(program: Program, spans: Windows, level: Level | None) -> bool:
    """Tell whether the sums of a program are small enough for CP-SAT, and its calendars whole enough for a model."""
    rows = program.rows
    sums = np.bincount(rows.owners, np.abs(rows.coefs.astype(float)), minlength=len(rows))
    limits = np.abs(rows.limits.astype(float))
    worth = 0.0 if level is None else np.abs(level.coefs.astype(float)).sum()
    most = max(sums.max(initial=0.0), limits.max(initial=0.0), worth)
    return bool(most < MOST) and entries(spans) <= MOST_ENTRIES


class Intervals:
    r"""
    Build the model of one level.

    Parameters
    ----------
    program, level
        What is maximised over which selections.
    spans
        The work behind the columns, and when each task can be done.
    first_day
        Column of the first day column; None: the program has none.
    core
        What is left of columns and starts; None: everything.
    clock
        When it ends, the model is left unfinished: who builds it looks at the clock before it is used. None: never.

    Notes
    -----
    With s the start of a task and D the days that are used:

    .. math::
        x_c = 1 &\Rightarrow \text{head}_{c,k} \le s_k \le \text{latest}_{c,k} \\
        x_c = 1 &\Rightarrow s_l \ge s_k + d_{c,k} \quad\text{for an arc (k, l) of column c} \\
        z_f = z_g = 1 &\Rightarrow s_l \ge s_k + d_k + \text{lag} \quad\text{for an order of features f, g} \\
        \text{cumulative}&(\text{intervals of } x_c = 1,\ \text{present}_r) \quad\text{for each role r} \\
        z_f = 1 &\Rightarrow \text{ticks per day} \cdot D \ge s_k + d_k

    A task that waits while somebody is absent holds nobody: it is one interval for each stretch of ticks at which it
    can be at work.
    """

    def __init__(
        self,
        program: Program,
        level: Level | None,
        spans: Windows,
        first_day: int | None = None,
        core: Core | None = None,
        clock: Clock | None = None,
    ) -> None:
        from ortools.sat.python import cp_model

        self.model = cp_model.CpModel()
        self.program, self.spans, self.first_day = program, spans, first_day
        self.clock = Clock(None) if clock is None else clock
        self.n_days = 0 if first_day is None else len(program) - first_day
        n_shown = len(program) if first_day is None else first_day
        usable = program.upper[:n_shown].astype(bool)
        usable[: len(spans.fits)] &= spans.fits
        if core is not None:
            usable &= core.upper[:n_shown]
        self.usable = usable
        self.x = [self.model.new_bool_var("") if use else self.model.new_constant(0) for use in usable.tolist()]
        lower = program.lower[:n_shown] > 0
        if core is not None:
            lower |= core.lower[:n_shown]
        for column in np.flatnonzero(lower).tolist():
            self.model.add(self.x[column] == 1)
        self.days = self.model.new_int_var(0, self.n_days, "")
        self._day: dict[int, Any] = {}
        self._built: dict[int, Any] = {}
        self.busy: dict[int, list[tuple[Any, int]]] = defaultdict(list)
        self.columns_of: dict[int, list[int]] = defaultdict(list)
        for column in np.flatnonzero(usable[: len(spans.fits)]).tolist():
            self.columns_of[int(spans.feature[column])].append(column)
        self.slots: dict[int, list[Slot]] = {}
        for part in (self._rows, self._tasks, self._arcs, self._orders, self._people, self._finish):
            part()
            if self.clock.expired:
                return
        if core is not None:
            self._held(core)
        if level is not None:
            self.objective = self._sum(np.arange(len(level.coefs)), level.coefs)
            self.model.maximize(self.objective)

    # ------------------------------------------------------------------------------------------------ columns

    def _sum(self, columns: NDArray[np.int64], coefs: NDArray[Any]) -> Any:
        """Return ``coefs @ x``; days that all count the same are counted together."""
        n_shown = len(self.x)
        terms = [(self.x[c], int(a)) for c, a in zip(columns.tolist(), coefs, strict=True) if c < n_shown and a]
        days = {int(c) - n_shown: int(a) for c, a in zip(columns.tolist(), coefs, strict=True) if c >= n_shown and a}
        if len(days) == self.n_days and len(set(days.values())) == 1:
            terms.append((self.days, next(iter(days.values()))))
        else:
            terms += [(self.day(day), amount) for day, amount in days.items()]
        from ortools.sat.python import cp_model

        return cp_model.LinearExpr.weighted_sum([var for var, _ in terms], [amount for _, amount in terms])

    def day(self, day: int) -> Any:
        """Return whether work goes on in a day or later."""
        if day not in self._day:
            used = self._day[day] = self.model.new_bool_var("")
            self.model.add(self.days > day).only_enforce_if(used)
            self.model.add(self.days <= day).only_enforce_if(~used)
        return self._day[day]

    def built(self, feature: int) -> Any:
        """Return whether one of the columns of a feature is chosen."""
        columns = self.columns_of[feature]
        if len(columns) == 1:
            return self.x[columns[0]]
        if feature not in self._built:
            built = self._built[feature] = self.model.new_bool_var("")
            self.model.add_exactly_one([*(self.x[column] for column in columns), ~built])
        return self._built[feature]

    def _rows(self) -> None:
        rows = self.program.rows
        for row in range(len(rows)):
            if self.clock.expired:
                return
            part = slice(int(rows.indptr[row]), int(rows.indptr[row + 1]))
            columns, coefs = rows.indices[part], rows.coefs[part]
            if self.n_days and len(columns) == 2 and columns.min() >= len(self.x):
                continue  # days are used one after the other, as D says
            self.model.add(self._sum(columns, coefs) <= int(rows.limits[row]))

    # -------------------------------------------------------------------------------------------------- tasks

    def _tasks(self) -> None:
        first = self.spans.work.first_task.tolist()
        for feature, columns in self.columns_of.items():
            if self.clock.expired:
                return
            count = max(first[column + 1] - first[column] for column in columns)
            self.slots[feature] = [
                self._slot({c: first[c] + place for c in columns if first[c] + place < first[c + 1]})
                for place in range(count)
            ]

    def _slot(self, tasks: dict[int, int]) -> Slot:
        """Make the variables of one task, and its intervals."""
        spans, model = self.spans, self.model
        heads = {c: int(spans.head[task]) for c, task in tasks.items()}
        latest = {c: int(spans.latest[task]) for c, task in tasks.items()}
        start = model.new_int_var(min(heads.values()), max(latest.values()), "")
        for column in tasks:
            if heads[column] > min(heads.values()):
                model.add(start >= heads[column]).only_enforce_if(self.x[column])
            if latest[column] < max(latest.values()):
                model.add(start <= latest[column]).only_enforce_if(self.x[column])
        parts = {c: stretches(spans, task) for c, task in tasks.items()}
        ticks = {c: int(spans.work.task_ticks[task]) for c, task in tasks.items()}
        plain = all(len(each) <= 1 for each in parts.values())
        if plain:
            least = min(ticks.values())
            more = [(ticks[c] - least) * self.x[c] for c in tasks if ticks[c] > least]
            slot = Slot(start, start + least + sum(more), tasks)
        else:
            slot = Slot(start, model.new_int_var(min(heads.values()), spans.work.horizon, ""), tasks)
        for column, task in tasks.items():
            if len(parts[column]) > 1:
                self._with_holes(slot, column, task, parts[column])
                continue
            if not plain:
                model.add(slot.end == start + ticks[column]).only_enforce_if(self.x[column])
            if ticks[column]:
                interval = model.new_optional_fixed_size_interval_var(start, ticks[column], self.x[column], "")
                self._use(task, interval)
        return slot

    def _with_holes(self, slot: Slot, column: int, task: int, parts: Sequence[Stretch]) -> None:
        """Count the starts of a task by its calendar, and cut it where the calendar has a hole."""
        work, spans, model = self.spans.work, self.spans, self.model
        calendar, length = work.calendars[work.kinds[task]], int(work.task_ticks[task])
        low, high = (int(calendar.position[tick]) for tick in (spans.head[task], spans.latest[task]))
        number = model.new_int_var(0, high - low, "")

        def read(values: Sequence[int]) -> Any:
            known = model.new_int_var(min(values), max(values), "")
            model.add_element(number, values, known)
            return known

        model.add(slot.start == read(calendar.ticks[low : high + 1].tolist())).only_enforce_if(self.x[column])
        ends = calendar.ticks[low + length - 1 : high + length] + 1
        model.add(slot.end == read(ends.tolist())).only_enforce_if(self.x[column])
        numbers = np.arange(low, high + 1)
        for tick, first, end in parts:
            begin = read((tick - first + np.clip(numbers, first, end)).tolist())
            done = read((tick - first + np.clip(numbers + length, first, end)).tolist())
            size = model.new_int_var(0, min(length, end - first), "")
            self._use(task, model.new_optional_interval_var(begin, size, done, self.x[column], ""))

    def _use(self, task: int, interval: Any) -> None:
        for role in np.flatnonzero(self.spans.work.demand[task]).tolist():
            self.busy[role].append((interval, int(self.spans.work.demand[task, role])))

    def _arcs(self) -> None:
        """Within a column a task starts after the end of those before it."""
        work = self.spans.work
        arcs: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for before, after in work.arcs.tolist():
            column = int(work.task_column[before])
            first = int(work.first_task[column])
            arcs[column].append((before - first, after - first))
        for feature, columns in self.columns_of.items():
            slots = self.slots[feature]
            shared = set.intersection(*(set(arcs[column]) for column in columns))
            for before, after in sorted(shared):
                self.model.add(slots[after].start >= slots[before].end)
            for column in columns:
                for before, after in arcs[column]:
                    if (before, after) not in shared:
                        later = slots[after].start >= slots[before].end
                        self.model.add(later).only_enforce_if(self.x[column])

    # ------------------------------------------------------------------------------------------------- between

    def _orders(self) -> None:
        """A column starts after the end of what comes before it, plus a lag."""
        spans = self.spans
        pairs: dict[tuple[int, int, int], set[tuple[int, int]]] = defaultdict(set)
        for earlier, later, lag in spans.work.orders.tolist():
            key = int(spans.feature[earlier]), int(spans.feature[later]), lag
            pairs[key].add((earlier, later))
        for (before, after, lag), found in pairs.items():
            both = {(b, a) for b in self.columns_of.get(before, ()) for a in self.columns_of.get(after, ())}
            if not both:
                continue
            if both <= found:
                self._order(before, after, lag)
                continue
            for earlier, later in sorted(found & both):
                self._order(before, after, lag, earlier, later)

    def _order(self, before: int, after: int, lag: int, earlier: int | None = None, later: int | None = None) -> None:
        for end, ended in self._sides(before, 0, earlier):
            for start, begun in self._sides(after, 1, later):
                self.model.add(start.start >= end.end + lag).only_enforce_if(ended, begun)

    def _sides(self, feature: int, side: int, column: int | None = None) -> list[tuple[Slot, Any]]:
        """
        Return the slots that are last (side 0) or first (side 1) in some variant, and when they are there.

        In a variant that has it elsewhere, what holds for such a slot follows from the arcs. A variant may lack it.
        """
        inner = set(self.spans.work.arcs[:, side].tolist())
        found = []
        for slot in self.slots[feature]:
            if column is not None:
                if column in slot.tasks and slot.tasks[column] not in inner:
                    found.append((slot, self.x[column]))
            elif inner.issuperset(slot.tasks.values()):
                continue
            elif len(slot.tasks) == len(self.columns_of[feature]):
                found.append((slot, self.built(feature)))
            else:
                found += [(slot, self.x[each]) for each in slot.tasks]
        return found

    def _people(self) -> None:
        """At every tick no more people are at work than are present."""
        for role, intervals in self.busy.items():
            present = self.spans.work.present[role]
            most = int(present.max())
            ends = np.flatnonzero(np.diff(present, append=-1)) + 1
            used = list(intervals)
            begin = 0
            for end in ends.tolist():
                if present[begin] < most:
                    away = self.model.new_fixed_size_interval_var(begin, end - begin, "")
                    used.append((away, most - int(present[begin])))
                begin = end
            self.model.add_cumulative([one for one, _ in used], [people for _, people in used], most)

    def _finish(self) -> None:
        """All that is built ends within the days that are used."""
        if self.first_day is None:
            return
        per_day = self.spans.work.ticks_per_day
        for feature in self.columns_of:
            for slot, there in self._sides(feature, 0):
                self.model.add(slot.end <= per_day * self.days).only_enforce_if(there)

    def _held(self, core: Core) -> None:
        """Let tasks start only where the core has them."""
        from ortools.sat.python import cp_model

        for slots in self.slots.values():
            for slot in slots:
                for column, task in slot.tasks.items():
                    if task in core.starts:
                        inside = cp_model.Domain.from_values(core.starts[task].tolist())
                        held = self.model.add_linear_expression_in_domain(slot.start, inside)
                        held.only_enforce_if(self.x[column])

    # --------------------------------------------------------------------------------------------- to and fro

    def hint(self, x: NDArray[np.int64], table: Timetable) -> None:
        """Begin with a plan."""
        starts = dict(zip(table.tasks.tolist(), table.starts.tolist(), strict=True))
        for column in np.flatnonzero(self.usable).tolist():
            self.model.add_hint(self.x[column], int(x[column]))
        if self.first_day is not None:
            self.model.add_hint(self.days, int(x[self.first_day :].sum()))
        for slots in self.slots.values():
            for slot in slots:
                for task in slot.tasks.values():
                    if task in starts:
                        self.model.add_hint(slot.start, starts[task])

    def variables(self) -> list[Any]:
        """Return what has to be known of a solution: the columns, then the starts."""
        return [*self.x, *(slot.start for slots in self.slots.values() for slot in slots)]

    def read(self, values: Sequence[int]) -> tuple[NDArray[np.int64], Timetable]:
        """Return the vector, its days left at 0, and the schedule of a solution."""
        x = np.zeros(len(self.program), dtype=np.int64)
        x[: len(self.x)] = values[: len(self.x)]
        work = self.spans.work
        found = iter(values[len(self.x) :])
        starts = {}
        for slots in self.slots.values():
            for slot in slots:
                start = next(found)
                starts.update({task: start for column, task in slot.tasks.items() if x[column]})
        tasks = np.array(sorted(starts), dtype=np.int64)
        begins = np.array([starts[task] for task in tasks.tolist()], dtype=np.int64)
        ends = begins.copy()
        for place, task in enumerate(tasks.tolist()):
            calendar = work.calendars[work.kinds[task]]
            ends[place] = calendar.ends(begins[place : place + 1], int(work.task_ticks[task]), work.horizon + 1)[0]
        return x, Timetable(tasks, begins, ends)
