"""Solve many projects that are akin, within one time limit, and none of them twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

import attrs

from irontriangle._model.amounts import Number, exact, plain
from irontriangle._model.project import Project
from irontriangle._model.rules import Bundle
from irontriangle._plan.plan import Plan, Question, Status
from irontriangle._plan.progress import Progress, Told
from irontriangle._solve.clock import Clock
from irontriangle._solve.optimize import Engine, Objective, check_time_limit, optimize_with

T = TypeVar("T")

SHARES = 6
"""One solve takes no more than one of so many parts of the time that is left, so that those that follow have some; or
one part more than the verb has steps to come, where these are fewer."""


class Solves:
    """
    Ask `optimize`, remember the answers, and stop when time is up or the user interrupts.

    What is asked afterwards is answered by UNKNOWN at once, so that a verb ends with what it has.

    Parameters
    ----------
    verb
        The verb that asks, for the first phase of its progress.
    engine, time_limit, progress
        As in `optimize`; the time is that of all solves together.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> solves = Solves("options")
    >>> solves.solve(feature_abc()) is solves.solve(feature_abc())
    True
    """

    def __init__(
        self,
        verb: str,
        engine: Engine = "auto",
        time_limit: float | None = None,
        progress: Told = None,
    ) -> None:
        if progress is not None and not callable(progress):
            raise TypeError(f"progress must be callable or None, got {type(progress).__name__}")
        check_time_limit(time_limit)
        self.engine: Engine = engine
        self._time_limit = time_limit
        self._clock: Clock | None = None
        self._progress = progress if callable(progress) else None
        self._phase, self._done, self._total = verb, 0, SHARES
        self._known: dict[tuple[Project, Objective, Number | None], Plan] = {}
        self._any: dict[tuple[Project, Number | None], Plan] = {}
        self.interrupted = False

    def step(self, phase: str, done: int, total: int) -> None:
        """Begin the next step of the verb, and tell who waits."""
        self._phase, self._done, self._total = phase, done, total
        if self._progress is not None and not self.stopped:
            self._progress(Progress(phase, done=done, total=total))

    @property
    def stopped(self) -> bool:
        """Whether nothing more is solved."""
        return self.interrupted or (self._clock is not None and self._clock.expired)

    def within(self, parts: int) -> AbstractContextManager[None]:
        """Let all that is asked inside take no more than one of so many parts of the time that is left."""
        return nullcontext() if self._clock is None else self._clock.share(parts)

    @property
    def _shares(self) -> int:
        return min(SHARES, max(2, self._total - self._done))

    def solve(self, project: Project, objective: Objective = "value", value_at_least: Number | None = None) -> Plan:
        """Return the plan for a question; that of ``"cost"`` and ``"finish"`` needs no demand here."""
        if value_at_least is None and objective in ("cost", "finish"):
            value_at_least = _least_value(project)
        key = (project, objective, value_at_least)
        if key in self._known:
            return self._known[key]
        if self.stopped:
            return Plan(project, Question("optimize", objective, value_at_least), Status.UNKNOWN)
        plan = self._ask(project, objective, value_at_least)
        if not self.stopped or plan.status in (Status.OPTIMAL, Status.INFEASIBLE):
            self._known[key] = plan
        return plan

    def any_plan(self, project: Project, value_at_least: Number | None = None) -> Plan:
        """Return some plan, however good; INFEASIBLE where there is none."""
        key = (project, value_at_least)
        known = self._known.get((project, "value", value_at_least)) or self._any.get(key)
        if known is not None:
            return known
        if self.stopped:
            return Plan(project, Question("optimize", "value", value_at_least), Status.UNKNOWN)
        plan = self._ask(project, "value", value_at_least, any_plan=True)
        if plan.found or plan.status is Status.INFEASIBLE:
            self._any[key] = plan
        return plan

    def ask(self, question: Callable[[Clock], T]) -> T | None:
        """Ask something else, with its share of the time; None when nothing more is asked."""
        if self.stopped:
            return None
        left = None if self._clock is None or self._time_limit is None else self._clock.left() / self._shares
        try:
            return question(Clock(left))
        except KeyboardInterrupt:
            self.interrupted = True
            return None

    def _ask(
        self, project: Project, objective: Objective, value_at_least: Number | None, *, any_plan: bool = False
    ) -> Plan:
        """Ask with the time that is left; the first time `optimize` itself checks the engine."""
        left, clock = self._time_limit, self._clock or Clock()
        if self._clock is not None and left is not None:
            left = self._clock.left()
        if left is not None:
            left = left / self._shares
        try:
            plan = optimize_with(
                None,
                project,
                objective,
                value_at_least=value_at_least,
                engine=self.engine,
                time_limit=left,
                progress=None if self._progress is None else self._forward,
                any_plan=any_plan,
            )
        except KeyboardInterrupt:
            self.interrupted = True
            return Plan(project, Question("optimize", objective, value_at_least), Status.UNKNOWN)
        if self._clock is None:
            clock.time_limit = None if self._time_limit is None else float(self._time_limit)
            self._clock = clock
        if plan.run is not None and plan.run.termination == "interrupted":
            self.interrupted = True
        return plan

    def _forward(self, inner: Progress) -> None:
        """Hand on how far one solve has come, as part of the verb's step."""
        assert self._progress is not None
        self._progress(attrs.evolve(inner, phase=self._phase, done=self._done, total=self._total))


def _least_value(project: Project) -> int | float:
    """Return a value that every plan has: a demand that demands nothing."""
    return plain(sum(min(exact(rule.value), exact(0)) for rule in project.scope.rules if isinstance(rule, Bundle)))
