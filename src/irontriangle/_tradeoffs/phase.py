"""The option of two releases: keep the originals in this one, and build the rest in the next."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from irontriangle._model.amounts import exact, plain
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.plan import Plan, Status
from irontriangle._tradeoffs.deciding import originals_only
from irontriangle._tradeoffs.discussion import CLIENT, PRODUCT_MANAGER, Discussion, is_proven, why_not
from irontriangle._tradeoffs.inside import kept
from irontriangle._tradeoffs.option import Concession, Loss, NoOption, Option, OptionKind, Release
from irontriangle._tradeoffs.release import next_release


def phase(talk: Discussion) -> Option:
    """Return what goes into this release, and what into a next one of the same length and limits."""
    timeline = talk.project.timeline
    if "timeline" not in talk.flexible:
        return Option(kind=OptionKind.PHASE, reason=NoOption.FIXED)
    if isinstance(timeline, Timeline) and timeline.deadline is None:
        return Option(kind=OptionKind.PHASE, reason=NoOption.NO_LIMIT)
    first = kept(talk)
    if first.plan is None:
        return attrs.evolve(first, kind=OptionKind.PHASE)
    project = next_release(talk.project, first.plan)
    second = None if project is None else talk.solves.solve(originals_only(project), "tiers")
    if second is None or not second.found:
        reason = NoOption.INFEASIBLE if second is None else why_not(second)
        return Option(kind=OptionKind.PHASE, reason=reason, proven=reason is NoOption.INFEASIBLE)
    if not any(name in second.selection for name in talk.wanted):
        proven = second.status is Status.OPTIMAL
        return Option(
            kind=OptionKind.PHASE, reason=NoOption.INFEASIBLE if proven else NoOption.UNDECIDED, proven=proven
        )
    following = second.project.timeline
    dates = (following.start, following.deadline) if isinstance(following, (Timeline, Sprints)) else (None, None)
    return Option(
        kind=OptionKind.PHASE,
        plan=first.plan,
        changes=first.changes,
        asks=[Release(*dates)],
        gives_up=tuple(_losses(talk, first.plan, second)),
        decided_by=[PRODUCT_MANAGER, CLIENT],
        next_plan=second,
        proven=first.proven and is_proven(second),
    )


def _losses(talk: Discussion, first: Plan, second: Plan) -> Iterator[Concession]:
    """Yield what comes later, and what does not come at all."""
    for name, variant in talk.wanted.items():
        if name in second.selection:
            lasts = [task.last for task in second.schedule if task.feature == name and task.last is not None]
            yield Concession(Loss.LATER, name, until=max(lasts, default=None))
        elif name not in first.selection:
            yield Concession(Loss.OUT, name, value=plain(exact(talk.project.value_of(name, variant))))
