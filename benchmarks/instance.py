"""What is handed to every contender: a project, and the same as rows for the peers; and what ours makes of it."""

from __future__ import annotations

import time
from collections.abc import Callable

import attrs

import irontriangle as it
from benchmarks.registry import Outcome, Point
from benchmarks.rows import Rows, write


@attrs.frozen(eq=False)
class Instance:
    """A project, and its rows; None where no peer is asked."""

    project: it.Project
    rows: Rows | None = None

    def for_peers(self) -> Rows:
        """Return the rows."""
        assert self.rows is not None, "made with `alone`"
        return self.rows


Family = Callable[[int, int], it.Project]


def with_rows(family: Family) -> Callable[[int, int], Instance]:
    """Return a function that makes an instance of a family for ours and the peers."""

    def build(size: int, seed: int) -> Instance:
        project = family(size, seed)
        return Instance(project, write(project))

    return build


def alone(family: Family) -> Callable[[int, int], Instance]:
    """Return a function that makes an instance of a family for ours only, which takes less memory."""
    return lambda size, seed: Instance(family(size, seed))


def ours(instance: Instance, time_limit: float, *, traced: bool = False) -> Outcome:
    """All levels: value, then cost."""
    start = time.perf_counter()
    trace: list[Point] = []

    def note(progress: it.Progress) -> None:
        if progress.phase == "value":
            trace.append((time.perf_counter() - start, progress.incumbent, progress.bound))

    plan = it.optimize(instance.project, time_limit=time_limit, progress=note if traced else None)
    bound = plan.bound if isinstance(plan.bound, (int, float)) else None  # a date where the finish is asked for
    proven = plan.proven or (("value",) if plan.status is it.Status.INFEASIBLE else ())
    return Outcome(
        {"value": plan.value, "cost": plan.cost} if plan.found else {},
        proven,
        "" if plan.found else "no plan",
        done="value" in proven,
        bound=bound,
        trace=tuple(trace),
    )
