"""The few facts that tell a value at a glance, for rich."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from irontriangle._model.project import Project
from irontriangle._model.scope import Scope
from irontriangle._plan.plan import Plan
from irontriangle._show.conflict import resolution_text
from irontriangle._show.flips import rows
from irontriangle._show.project import exceeded
from irontriangle._show.sensitivity import limit_name
from irontriangle._tradeoffs.compare import Comparison
from irontriangle._tradeoffs.contradiction import Conflict
from irontriangle._tradeoffs.explanation import Explanation
from irontriangle._tradeoffs.option import Options
from irontriangle._tradeoffs.sensitive import Sensitivity

Facts = Iterator[tuple[str, Any]]


@singledispatch
def facts(value: Any) -> Facts:
    """Yield names and values."""
    raise NotImplementedError(type(value).__name__)


@facts.register
def _(scope: Scope) -> Facts:
    yield "features", [feature.name for feature in scope]
    yield "rules", len(scope.rules)


@facts.register
def _(project: Project) -> Facts:
    if project.name:
        yield "name", project.name
    yield "features", len(project.scope)
    yield "exceeded_by_all", list(exceeded(project))
    yield "budget", project.budget
    yield "timeline", project.timeline


@facts.register
def _(plan: Plan) -> Facts:
    yield "status", plan.status
    if plan.found:
        yield "value", plan.value
        yield "cost", plan.cost
        yield "finish", plan.finish
        yield "left", {limit: usage.left for limit, usage in plan.usage.items() if usage.left is not None}
        yield "built", dict(plan.selection)
        yield "backlog", {name: reason.kind for name, reason in plan.backlog.items()}
    yield "proven", plan.proven


@facts.register
def _(options: Options) -> Facts:
    yield "wanted", options.wanted
    yield "fits", options.fits
    for option in options:
        plan = option.plan
        found = None if plan is None else {"value": plan.value, "cost": plan.cost, "finish": plan.finish}
        yield option.kind.value, found or option.reason
    yield "best", options.best and options.best.kind


@facts.register
def _(found: Explanation) -> Facts:
    yield "feature", found.feature
    yield "built", found.built
    yield "asked", found.asked
    yield "regret", found.regret
    yield "displaces", found.displaces
    yield "flips", [f"{what}: {then}" for what, then in rows(found)]
    yield "proven", found.proven


@facts.register
def _(conflict: Conflict) -> Facts:
    yield "contradictions", [[wish.kind for wish in one.wishes] for one in conflict.contradictions]
    yield "resolutions", {resolution_text(conflict.project, one): one.plan.value for one in conflict.resolutions}
    yield "complete", conflict.complete


@facts.register
def _(found: Sensitivity) -> Facts:
    yield "core", found.core
    yield "contested", found.contested
    if found.undecided:
        yield "undecided", found.undecided
    yield "never", found.never
    yield (
        "limits",
        {
            limit_name(found, one.limit): {"there": one.level, "needed": one.low, "next": one.next}
            for one in found.limits
        },
    )
    yield "proven", found.proven


@facts.register
def _(comparison: Comparison) -> Facts:
    yield "value", comparison.value.by
    yield "cost", comparison.cost.by
    yield "working_days", comparison.finish.working_days
    yield "features", {one.feature: one.kind for one in comparison.features}
