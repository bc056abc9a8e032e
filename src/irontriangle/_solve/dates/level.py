"""One level of a dated program: relax, schedule, prove; then the step program."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.dates import cpsat
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.core import Core
from irontriangle._solve.dates.cores import part
from irontriangle._solve.dates.dated import DatedProgram
from irontriangle._solve.dates.decide import Verdict, decide
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.dates.hasten import hasten
from irontriangle._solve.dates.intervals import Intervals, buildable
from irontriangle._solve.dates.search import search
from irontriangle._solve.dates.serial import improve
from irontriangle._solve.dates.state import Found
from irontriangle._solve.dates.within import within
from irontriangle._solve.highs import solve
from irontriangle._solve.incumbent import Incumbent, Reached
from irontriangle._solve.program import Level, RowBuilder, Rows
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.near.reach import QUICK
from irontriangle._solve.selection.search import maximize
from irontriangle._solve.work import Work
from irontriangle.errors import SolverError

MOST_CUTS = 2
"""Sets that cannot be scheduled, cut off one by one, before selection and dates are searched together."""

MOST_STEPS = 60_000
"""Columns of the largest step program that is built."""

RESTARTS = 60
ROUNDS = 300
"""How often plans are ruined and repaired, for each stage of the search."""

BEGIN_ROUNDS = 20
"""The same, for the first plan there is if so many find one, and where CP-SAT goes on from it."""

DECIDE_NODES = 200
CLOSE_NODES = 200
"""Nodes of HiGHS for the decision of a chosen set, and for a core beside CP-SAT."""

HASTE = 40
MOST_HASTE = 4_000
RUSHES = 3
"""Steps towards an earlier finish: for each task, and at most; and how often they are taken anew."""

BY_DAYS = 0.7
"""Share of the time that is left for one decision whether it can be done in so many days."""

FIRST_WORK = 0.4
LATER_WORK = 4.0
"""Work of CP-SAT in a first core, and for each level after the first, in its own deterministic seconds."""


def maximize_dated(
    dated: DatedProgram,
    level: Level,
    position: int,
    so_far: Incumbent,
    *,
    node_limit: int | None,
    nearer_by: Callable[[int], DatedProgram],
) -> Reached:
    """
    Find a selection and a schedule with the highest score of one level, and prove it.

    Notes
    -----
    The relaxed program gives a selection and a bound. If its schedule is in time, it is proven. If it is proven
    that no schedule is, the set is cut off and the next one looked at. Where that does not settle it soon, the
    step program does: dates and selection together. With workflows it comes first, as the relaxed program, which
    knows little of order, takes long and bounds badly. What is still open is decided by CP-SAT, where it is there, in
    place of annealing and the cores of the step program, and with workflows of sets one by one. An early finish is
    sought by CP-SAT at once, or by annealing first: the relaxed program says little of it. Without CP-SAT it is
    proven by the programs of fewer days (`nearer_by`), of which nothing is asked but that the work fits.
    """
    search = _Search(dated, level, position, so_far)
    if search.score is None:
        search.begin()
    if position == 0 and level.name == "finish":
        search.relax()
        if search.cpsat:
            search.by_intervals(None)
        else:
            search.hasten()
            search.by_days(nearer_by)
    steps_first = position == 0 and _mostly_chains(dated.work)
    if steps_first and not search.complete:
        search.by_steps(node_limit)
    steps_later = not steps_first and (position == 0 or not search.cpsat)
    by_sets = not (steps_first and search.cpsat)
    if not search.complete and by_sets and not search.by_sets(node_limit) and steps_later:
        search.by_steps(node_limit)
    if not search.complete and search.cpsat:
        search.by_intervals(None if position == 0 else LATER_WORK)
    return Reached(search.score, search.bound, search.complete, search.exact)


def _mostly_chains(work: Work) -> bool:
    """Tell whether most columns are several tasks in an order."""
    return 2 * len(np.unique(work.task_column[work.arcs[:, 0]])) > work.n_columns


class _Search:
    """The search through one level; the best plan so far is kept in `so_far`."""

    def __init__(self, dated: DatedProgram, level: Level, position: int, so_far: Incumbent) -> None:
        self.dated, self.level, self.position, self.so_far = dated, level, position, so_far
        self.score: int | None = None
        if so_far.x is not None and dated.program.holds(so_far.x):
            self.score = level.score(so_far.x)
        self.bound: float | int = math.inf
        self.exact = True
        self.core: Callable[[float], Core] | None = None
        self.close: Callable[[Fitted, int], Found] | None = None
        self.cpsat = so_far.cpsat and buildable(dated.program, dated.spans, level)

    @property
    def complete(self) -> bool:
        """Whether nothing better than the best so far is left."""
        return self.bound == -math.inf or (self.score is not None and self.bound < self.score + 1)

    def by_sets(self, node_limit: int | None) -> bool:
        """Schedule the best of the relaxed program, cut off what cannot be, tell if that settles it."""
        dated, clock = self.dated, self.so_far.clock
        relaxed = dated.program
        for _ in range(MOST_CUTS):
            start = self.so_far.x if self.score is not None else None
            found = maximize(
                relaxed,
                self.level,
                clock=clock,
                start=start,
                node_limit=node_limit,
                effort=QUICK,
                on_bound=self._lower_bound,
            )
            self.exact &= found.exact
            self._lower_bound(found.bound)
            if self.complete:
                return True
            if found.x is None or not found.complete or clock.expired:
                return False
            verdict, cut = self._schedule(found.x)
            if self.complete:
                return True
            if verdict != "impossible":
                return False
            relaxed = relaxed.with_rows(cut)
        return False

    def begin(self) -> None:
        """Relax the totals and pack something that can be done, so that a stop at any moment leaves plan and bound."""
        base = self.relax()
        for rounds in (BEGIN_ROUNDS, ROUNDS):
            if self.score is None and not self.complete:
                self._together(base, rounds=rounds, max_steps=0, node_limit=None)

    def relax(self) -> Relaxation:
        """Bound the level by the totals and the chains."""
        program = self.dated.program
        base = Relaxation(program, self.level)
        outcome = solve(base.linear(program.lower, program.upper), clock=self.so_far.clock)
        self._lower_bound(base.duals(outcome.row_dual, program.lower, program.upper).bound)
        return base

    def by_steps(self, node_limit: int | None) -> None:
        """Search selection and dates together; trusted only where the solver's arithmetic is."""
        base = Relaxation(self.dated.program, self.level)
        if not base.trusted or self.so_far.clock.expired:
            return
        rounds = BEGIN_ROUNDS if self.cpsat else ROUNDS
        found = self._together(base, rounds=rounds, max_steps=MOST_STEPS, node_limit=node_limit)
        self.exact = False
        self.core, self.close = found.core, found.close
        if found.proven:
            self._lower_bound(-math.inf if self.score is None else self.score)
        else:
            self._lower_bound(-found.bound + 1e-6)

    def _together(self, base: Relaxation, *, rounds: int, max_steps: int, node_limit: int | None) -> Found:
        dated = self.dated
        program = dated.program
        return search(
            dated.spans,
            base.linear(program.lower, program.upper, whole=True),
            vector=self._vector,
            first_day=dated.first_day,
            unit=1.0,
            start=self._known(),
            rounds=rounds,
            node_limit=node_limit,
            max_steps=max_steps,
            cores=not self.cpsat,
            decide=self._decided,
            clock=self.so_far.clock,
            on_better=lambda plan: self.offer(self._vector(plan.columns, 0), plan.timetable),
            on_bound=lambda bound: self._lower_bound(-bound + 1e-6),
        )

    def _vector(self, columns: Iterable[int], days: int) -> NDArray[np.int64]:
        x = np.zeros(len(self.dated.program), dtype=np.int64)
        x[list(columns)] = 1
        return self.dated.with_days(self.dated.columns.complete(x), days)

    def hasten(self) -> None:
        """Let what is built end earlier, in other variants or another order."""
        so_far, dated = self.so_far, self.dated
        if self.score is None or so_far.x is None or so_far.table is None:
            return
        rows = dated.program.rows
        size = np.maximum(1.0, np.abs(rows.coefs.astype(float)).max(initial=0.0))

        def breach(columns: Iterable[int], days: int) -> float:
            over = rows.activity(self._vector(columns, days)) - rows.limits
            return float(np.maximum(over, 0).sum() / size)

        begin, columns = so_far.table, dated.chosen(so_far.x)
        for seed in range(RUSHES):
            if self.complete:
                return
            hasten(
                dated.spans,
                begin,
                columns,
                breach=breach,
                rounds=min(HASTE * dated.work.n_tasks, MOST_HASTE),
                seed=seed,
                goal=self._least_end(),
                clock=so_far.clock,
                on_better=lambda columns, table: self.offer(self._vector(columns, 0), table),
            )

    def by_days(self, nearer_by: Callable[[int], DatedProgram]) -> None:
        """Decide whether it can be done one day earlier, as long as it can; then whether in the least days."""
        decided = self.score is not None
        while decided and not self.complete:
            assert self.score is not None
            decided = self._in_days(nearer_by, -self.score - 1)
        decided = math.isfinite(self.bound)
        while decided and not self.complete:
            decided = self._in_days(nearer_by, -math.floor(self.bound))

    def _in_days(self, nearer_by: Callable[[int], DatedProgram], days: int) -> bool:
        """Decide whether it can be done in so many days; tell whether that is decided."""
        if days < 0 or self.so_far.clock.expired:
            return False
        verdict, plan = within(nearer_by(days), max_steps=MOST_STEPS, clock=part(self.so_far.clock, BY_DAYS))
        if verdict == "open":
            return False
        self.exact = False
        if plan is None:
            self._lower_bound(-days - 1)
            return True
        self.offer(self._vector(plan.columns, 0), plan.timetable)
        return self.score is not None and self.score >= -days

    def _least_end(self) -> int:
        """Return a tick before whose day nothing can be done, as far as is known."""
        days = -math.floor(min(self.bound, 0)) if math.isfinite(self.bound) else 0
        return days * self.dated.work.ticks_per_day

    def by_intervals(self, work_limit: float | None) -> None:
        """
        Let CP-SAT search selection and dates together, from the best plan and the bound that are known.

        Where reduced costs are known, only what they leave: then it begins anew, with more work each time, as a
        better plan leaves less, and HiGHS takes its turn where little is left.
        """
        self.exact = False
        if work_limit is not None or self.core is None:
            self._by_intervals(work_limit)
            return
        work = FIRST_WORK
        while not self._by_intervals(work) and not self.so_far.clock.expired:
            if self._closed():
                return
            work *= 2

    def _closed(self) -> bool:
        """Let HiGHS prove what reduced costs leave, where that is little; return whether it does."""
        known = self._known()
        if self.close is None or known is None:
            return False
        found = self.close(known, CLOSE_NODES)
        self._lower_bound(-found.bound + (0 if found.proven else 1e-6))
        return self.complete

    def _by_intervals(self, work_limit: float | None) -> bool:
        """Search so long; return whether it came to its end."""
        dated, so_far, known = self.dated, self.so_far, self._known()
        if so_far.clock.expired:
            return False
        core = None
        if known is not None and self.core is not None:
            assert so_far.x is not None
            core = self.core(-known.worth).including(so_far.x, known.timetable)
        intervals = Intervals(dated.program, self.level, dated.spans, dated.first_day, core, so_far.clock)
        if so_far.clock.expired:
            return False
        if known is not None:
            assert so_far.x is not None
            intervals.hint(so_far.x, known.timetable)
        if math.isfinite(self.bound):
            intervals.model.add(intervals.objective <= math.floor(self.bound))
        outside = -math.inf if known is None or core is None else known.worth  # what a core leaves out is no better
        so_far.asked = True
        answer = cpsat.run(
            intervals.model,
            intervals.variables(),
            clock=so_far.clock,
            work_limit=work_limit,
            on_found=lambda values: self.offer(*intervals.read(values)),
            on_bound=lambda bound: self._lower_bound(max(bound + 1e-6, outside)),
        )
        if answer.values is not None:
            self.offer(*intervals.read(answer.values))
        if answer.verdict == "stopped":
            self._lower_bound(max(answer.bound + 1e-6, outside))
            return self.complete
        # Whole numbers come as doubles, and some as -24759.999999999996.
        proven = round(answer.bound) if math.isfinite(answer.bound) else answer.bound
        if proven != (-math.inf if self.score is None else self.score):
            raise SolverError(f"CP-SAT proves a score of {answer.bound}, but the best plan has {self.score}")
        self._lower_bound(proven)
        return True

    def _known(self) -> Fitted | None:
        """Return the best plan so far as the search knows it."""
        so_far = self.so_far
        if self.score is None or so_far.x is None or so_far.table is None:
            return None
        return Fitted(tuple(self.dated.chosen(so_far.x)), so_far.table, 0.0, float(self.score))

    def offer(self, x: NDArray[np.int64], table: Timetable) -> None:
        """Take a scheduled selection if it holds and is better than the best so far."""
        dated, work = self.dated, self.dated.work
        if not table.in_time(work):
            return
        x = dated.with_days(x, table.days(work))
        if not dated.program.holds(x):
            return
        score = self.level.score(x)
        if self.score is None or score > self.score:
            self.score = score
            self.so_far.columns, self.so_far.x, self.so_far.starts = dated.columns, x, dated.starts(table)
            self.so_far.table = table
            self.so_far.report(self.position, score, self.bound)

    def _lower_bound(self, bound: float) -> None:
        self.bound = min(self.bound, bound)
        if self.position == 0:
            self.so_far.bound = self.bound

    def _schedule(self, x: NDArray[np.int64]) -> tuple[Verdict, Rows]:
        """Decide whether a selection can be done in the days that its score counts on; if not, cut it off."""
        dated, work = self.dated, self.dated.work
        chosen = dated.chosen(x)
        days = dated.most_days(x)
        if dated.first_day is not None and self.level.coefs[dated.first_day :].any():
            days = int(x[dated.first_day :].sum())
        by = min(days * work.ticks_per_day, work.horizon)
        known = improve(work, chosen, goal=by, restarts=RESTARTS, clock=self.so_far.clock)
        self.offer(x, known)
        if known.end <= by and known.in_time(work):
            return "done", self._cut(chosen, days)
        decision = decide(
            work, chosen, by, node_limit=DECIDE_NODES, clock=self.so_far.clock, known=known, cpsat=self.so_far.cpsat
        )
        self.so_far.asked |= decision.asked
        self.offer(x, decision.timetable)
        self.exact = False
        return decision.verdict, self._cut(chosen, days)

    def _decided(self, columns: list[int]) -> tuple[Verdict, Fitted | None]:
        """Decide whether some columns can be done, and take the plan if they can."""
        verdict, _ = self._schedule(self._vector(columns, 0))
        return verdict, self._known()

    def _cut(self, chosen: list[int], days: int) -> Rows:
        """Not all of these, or work goes on after these days."""
        terms = dict.fromkeys(chosen, 1)
        if self.dated.first_day is not None and days < self.dated.columns.n_days:
            terms[self.dated.first_day + max(days, 0)] = -1
        build = RowBuilder()
        build.add(terms, len(chosen) - 1)
        return build.rows()
