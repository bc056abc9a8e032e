"""One level of a dated program: relax, schedule, prove; then the step program."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.dates.ask import Above, Ask, Close
from irontriangle._solve.dates.best import Best
from irontriangle._solve.dates.cores import part
from irontriangle._solve.dates.dated import DatedProgram
from irontriangle._solve.dates.decide import Verdict, decide
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.dates.hasten import hasten
from irontriangle._solve.dates.intervals import buildable
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
"""Nodes of HiGHS for the decision of a chosen set."""

HASTE = 40
MOST_HASTE = 4_000
RUSHES = 3
"""Steps towards an earlier finish: for each task, and at most; and how often they are taken anew."""

BY_DAYS = 0.7
"""Share of the time that is left for one decision whether it can be done in so many days."""

LATER_WORK = 4.0
"""Work of CP-SAT for each level after the first, in its own deterministic seconds."""


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
    if search.best.score is None:
        search.begin()
    if position == 0 and level.name == "finish":
        search.relax()
        if search.cpsat:
            search.by_intervals(None)
        else:
            search.hasten()
            search.by_days(nearer_by)
    steps_first = position == 0 and _mostly_chains(dated.work)
    if steps_first and not search.best.complete:
        search.by_steps(node_limit)
    steps_later = not steps_first and (position == 0 or not search.cpsat)
    by_sets = not (steps_first and search.cpsat)
    if not search.best.complete and by_sets and not search.by_sets(node_limit) and steps_later:
        search.by_steps(node_limit)
    if not search.best.complete and search.cpsat:
        search.by_intervals(None if position == 0 else LATER_WORK)
    return Reached(search.best.score, search.best.bound, search.best.complete, search.best.exact)


def _mostly_chains(work: Work) -> bool:
    """Tell whether most columns are several tasks in an order."""
    return 2 * len(np.unique(work.task_column[work.arcs[:, 0]])) > work.n_columns


class _Search:
    """The search through one level."""

    def __init__(self, dated: DatedProgram, level: Level, position: int, so_far: Incumbent) -> None:
        self.dated, self.level, self.position, self.so_far = dated, level, position, so_far
        self.best = Best(dated, level, position, so_far)
        self.core: Above | None = None
        self.close: Close | None = None
        self.cpsat = so_far.cpsat and buildable(dated.program, dated.spans, level)

    def by_sets(self, node_limit: int | None) -> bool:
        """Schedule the best of the relaxed program, cut off what cannot be, tell if that settles it."""
        dated, clock = self.dated, self.so_far.clock
        relaxed = dated.program
        for _ in range(MOST_CUTS):
            start = self.so_far.x if self.best.score is not None else None
            found = maximize(
                relaxed,
                self.level,
                clock=clock,
                start=start,
                node_limit=node_limit,
                effort=QUICK,
                on_bound=self.best.lower,
            )
            self.best.exact &= found.exact
            self.best.lower(found.bound)
            if self.best.complete:
                return True
            if found.x is None or not found.complete or clock.expired:
                return False
            verdict, cut = self._schedule(found.x)
            if self.best.complete:
                return True
            if verdict != "impossible":
                return False
            relaxed = relaxed.with_rows(cut)
        return False

    def begin(self) -> None:
        """Relax the totals and pack something that can be done, so that a stop at any moment leaves plan and bound."""
        base = self.relax()
        for rounds in (BEGIN_ROUNDS, ROUNDS):
            if self.best.score is None and not self.best.complete:
                self._together(base, rounds=rounds, max_steps=0, node_limit=None)

    def relax(self) -> Relaxation:
        """Bound the level by the totals and the chains."""
        program = self.dated.program
        base = Relaxation(program, self.level)
        outcome = solve(base.linear(program.lower, program.upper), clock=self.so_far.clock)
        self.best.lower(base.duals(outcome.row_dual, program.lower, program.upper).bound)
        return base

    def by_steps(self, node_limit: int | None) -> None:
        """Search selection and dates together; trusted only where the solver's arithmetic is."""
        base = Relaxation(self.dated.program, self.level)
        if not base.trusted or self.so_far.clock.expired:
            return
        rounds = BEGIN_ROUNDS if self.cpsat else ROUNDS
        found = self._together(base, rounds=rounds, max_steps=MOST_STEPS, node_limit=node_limit)
        self.best.exact = False
        self.core, self.close = found.core, found.close
        if found.proven:
            self.best.lower(-math.inf if self.best.score is None else self.best.score)
        else:
            self.best.lower(-found.bound + 1e-6)

    def _together(self, base: Relaxation, *, rounds: int, max_steps: int, node_limit: int | None) -> Found:
        dated = self.dated
        program = dated.program
        return search(
            dated.spans,
            base.linear(program.lower, program.upper, whole=True),
            vector=self.best.vector,
            first_day=dated.first_day,
            unit=1.0,
            start=self.best.fitted(),
            rounds=rounds,
            node_limit=node_limit,
            max_steps=max_steps,
            cores=not self.cpsat,
            decide=self._decided,
            clock=self.so_far.clock,
            on_better=lambda plan: self.best.offer(self.best.vector(plan.columns, 0), plan.timetable),
            on_bound=lambda bound: self.best.lower(-bound + 1e-6),
        )

    def hasten(self) -> None:
        """Let what is built end earlier, in other variants or another order."""
        so_far, dated = self.so_far, self.dated
        if self.best.score is None or so_far.x is None or so_far.table is None:
            return
        rows = dated.program.rows
        size = np.maximum(1.0, np.abs(rows.coefs.astype(float)).max(initial=0.0))

        def breach(columns: Iterable[int], days: int) -> float:
            over = rows.activity(self.best.vector(columns, days)) - rows.limits
            return float(np.maximum(over, 0).sum() / size)

        begin, columns = so_far.table, dated.chosen(so_far.x)
        for seed in range(RUSHES):
            if self.best.complete:
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
                on_better=lambda columns, table: self.best.offer(self.best.vector(columns, 0), table),
            )

    def by_days(self, nearer_by: Callable[[int], DatedProgram]) -> None:
        """Decide whether it can be done one day earlier, as long as it can; then whether in the least days."""
        decided = self.best.score is not None
        while decided and not self.best.complete:
            assert self.best.score is not None
            decided = self._in_days(nearer_by, -self.best.score - 1)
        decided = math.isfinite(self.best.bound)
        while decided and not self.best.complete:
            decided = self._in_days(nearer_by, -math.floor(self.best.bound))

    def _in_days(self, nearer_by: Callable[[int], DatedProgram], days: int) -> bool:
        """Decide whether it can be done in so many days; tell whether that is decided."""
        if days < 0 or self.so_far.clock.expired:
            return False
        verdict, plan = within(nearer_by(days), max_steps=MOST_STEPS, clock=part(self.so_far.clock, BY_DAYS))
        if verdict == "open":
            return False
        self.best.exact = False
        if plan is None:
            self.best.lower(-days - 1)
            return True
        self.best.offer(self.best.vector(plan.columns, 0), plan.timetable)
        return self.best.score is not None and self.best.score >= -days

    def _least_end(self) -> int:
        """Return a tick before whose day nothing can be done, as far as is known."""
        days = -math.floor(min(self.best.bound, 0)) if math.isfinite(self.best.bound) else 0
        return days * self.dated.work.ticks_per_day

    def by_intervals(self, work_limit: float | None) -> None:
        """Let CP-SAT search selection and dates together, for so much work or until it is settled."""
        ask = Ask(self.best, self.core, self.close)
        if work_limit is None:
            ask.settle()
        else:
            ask.search(work_limit)

    def _schedule(self, x: NDArray[np.int64]) -> tuple[Verdict, Rows]:
        """Decide whether a selection can be done in the days that its score counts on; if not, cut it off."""
        dated, work = self.dated, self.dated.work
        chosen = dated.chosen(x)
        days = dated.most_days(x)
        if dated.first_day is not None and self.level.coefs[dated.first_day :].any():
            days = int(x[dated.first_day :].sum())
        by = min(days * work.ticks_per_day, work.horizon)
        known = improve(work, chosen, goal=by, restarts=RESTARTS, clock=self.so_far.clock)
        self.best.offer(x, known)
        if known.end <= by and known.in_time(work):
            return "done", self._cut(chosen, days)
        decision = decide(
            work, chosen, by, node_limit=DECIDE_NODES, clock=self.so_far.clock, known=known, cpsat=self.so_far.cpsat
        )
        self.so_far.asked |= decision.asked
        self.best.offer(x, decision.timetable)
        self.best.exact = False
        return decision.verdict, self._cut(chosen, days)

    def _decided(self, columns: list[int]) -> tuple[Verdict, Fitted | None]:
        """Decide whether some columns can be done, and take the plan if they can."""
        verdict, _ = self._schedule(self.best.vector(columns, 0))
        return verdict, self.best.fitted()

    def _cut(self, chosen: list[int], days: int) -> Rows:
        """Not all of these, or work goes on after these days."""
        terms = dict.fromkeys(chosen, 1)
        if self.dated.first_day is not None and days < self.dated.columns.n_days:
            terms[self.dated.first_day + max(days, 0)] = -1
        build = RowBuilder()
        build.add(terms, len(chosen) - 1)
        return build.rows()
