"""CP-SAT's turn at one level of a dated program: in step, then freely, and the plan once more in step."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates import cpsat
from irontriangle._solve.dates.best import Best, Plan
from irontriangle._solve.dates.core import Core
from irontriangle._solve.dates.cores import part
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.dates.intervals import Intervals
from irontriangle._solve.dates.state import Found
from irontriangle.errors import SolverError

Above: TypeAlias = Callable[[float], Core]
"""The objective, minus the score, of a plan -> what reduced costs leave of everything that is better."""

Close: TypeAlias = Callable[[Fitted, int], Found]
"""A plan, nodes -> what HiGHS makes of everything that is better."""

CLOSE_NODES = 200
"""Nodes of HiGHS for a core beside CP-SAT."""

FIRST_WORK = 0.4
IN_STEP = 1.0
"""Work of CP-SAT in a first core, and the most before it searches freely, in its own deterministic seconds."""

AGAIN = 0.5
"""Share of the time that is left for a plan that is the same each time."""


class Ask:
    """
    Let CP-SAT search selection and dates together, from the best plan and the bound that are known.

    Parameters
    ----------
    best
        The best plan so far, and its bound.
    core, close
        What the reduced costs of a step program leave, and HiGHS on what they leave; None: it was not relaxed.

    Notes
    -----
    Strategies that exchange what they find at fixed moments show the same plan each time; they prove as much in twice
    the time or more. A proof shows no plan. So they search in step for a while; what is open then is searched freely.
    If that finds a better plan, its score is all that is taken from it: a plan with that score is sought in step,
    from what was known before.
    """

    def __init__(self, best: Best, core: Above | None, close: Close | None) -> None:
        self.best, self.core, self.close = best, core, close

    @property
    def _over(self) -> bool:
        return self.best.so_far.clock.expired

    def settle(self) -> None:
        """
        Search until it is proven, or time is over.

        Where reduced costs are known, only what they leave is searched: anew, with more work each time, as a better
        plan leaves less, and HiGHS takes its turn where little is left.
        """
        best = self.best
        work = IN_STEP if self.core is None else FIRST_WORK
        while work <= IN_STEP:
            if self.search(work) or self._closed():
                return
            work *= 2
        score, plan = best.score, best.plan
        while not self._over and not self.search(None if self.core is None else work, free=True) and not self._closed():
            work *= 2
        if best.complete and best.score is not None and best.score != score:
            self._again(best.score, plan)

    def search(self, work_limit: float | None, *, free: bool = False) -> bool:
        """Search so long; return whether it came to its end."""
        best, known = self.best, self.best.fitted()
        if self._over:
            return False
        core = None
        if known is not None and best.plan is not None and self.core is not None:
            core = self.core(-known.worth).including(*best.plan)
        intervals = self._intervals(core, best.plan, best.so_far.clock)
        if self._over:
            return False
        if math.isfinite(best.bound):
            intervals.model.add(intervals.objective <= math.floor(best.bound))
        outside = -math.inf if known is None or core is None else known.worth  # what a core leaves out is no better
        best.exact = False
        best.so_far.asked = True
        answer = cpsat.run(
            intervals.model,
            intervals.variables(),
            clock=best.so_far.clock,
            work_limit=work_limit,
            free=free,
            on_found=lambda values: best.offer(*intervals.read(values)),
            on_bound=lambda bound: best.lower(max(bound + 1e-6, outside)),
        )
        if answer.values is not None:
            best.offer(*intervals.read(answer.values))
        if answer.verdict == "stopped":
            best.lower(max(answer.bound + 1e-6, outside))
            return best.complete
        # Whole numbers come as doubles, and some as -24759.999999999996.
        proven = round(answer.bound) if math.isfinite(answer.bound) else answer.bound
        if proven != (-math.inf if best.score is None else best.score):
            raise SolverError(f"CP-SAT proves a score of {answer.bound}, but the best plan has {best.score}")
        best.lower(proven)
        return True

    def _intervals(self, core: Core | None, plan: Plan | None, clock: Clock) -> Intervals:
        dated = self.best.dated
        intervals = Intervals(dated.program, self.best.level, dated.spans, dated.first_day, core, clock)
        if plan is not None and not clock.expired:
            intervals.hint(*plan)
        return intervals

    def _closed(self) -> bool:
        """Let HiGHS prove what reduced costs leave, where that is little; return whether it does."""
        best, known = self.best, self.best.fitted()
        if self._over or self.close is None or known is None:
            return False
        found = self.close(known, CLOSE_NODES)
        best.lower(-found.bound + (0 if found.proven else 1e-6))
        return best.complete

    def _again(self, score: int, plan: Plan | None) -> None:
        """Show a plan of a score that is the same each time, found in step from an earlier plan."""
        best, clock = self.best, part(self.best.so_far.clock, AGAIN)
        intervals = self._intervals(None if self.core is None else self.core(1 - score), plan, clock)
        if clock.expired:
            return
        intervals.model.clear_objective()
        intervals.model.add(intervals.objective == score)
        answer = cpsat.run(intervals.model, intervals.variables(), clock=clock)
        if answer.values is not None:
            best.offer(*intervals.read(answer.values), instead=True)
