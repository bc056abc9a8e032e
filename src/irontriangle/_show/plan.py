"""What a plan says."""

from __future__ import annotations

from collections.abc import Iterator

from irontriangle._model.priority import MUST
from irontriangle._plan.plan import Plan, Status
from irontriangle._plan.reasons import ReasonKind
from irontriangle._show.blocks import Page, Section, sentences
from irontriangle._show.headline import headline
from irontriangle._show.limits import limits_grid, reduced
from irontriangle._show.scope import scope_section
from irontriangle._show.sprints import sprints_section
from irontriangle._show.unfound import unfound
from irontriangle._show.words import label, listed

MOST_NAMES = 4
_WAITS = (ReasonKind.SHORT, ReasonKind.DISPLACES, ReasonKind.NO_ROOM, ReasonKind.UNPROVEN)


def page(plan: Plan) -> Page:
    """Say what a manager reads: what fits, the limits, what is built and when, what is not and why."""
    if not plan.found:
        return Page([sentences(unfound(plan), hang=2)], "bad" if plan.status is Status.INFEASIBLE else "open")
    sections: list[Section] = [sentences(headline(plan)), [limits_grid(plan)], scope_section(plan)]
    sections.append(sprints_section(plan))
    return Page([*sections, sentences(_notes(plan))], "good" if plan.status is Status.OPTIMAL else "open")


def _notes(plan: Plan) -> Iterator[str]:
    first = _put_back(plan)
    if first:
        yield f'Note: chosen by value. Strict priorities would put {first} first (objective="tiers").'
    if plan.status is Status.OPTIMAL and plan.question.objective == "value" and "cost" not in plan.proven:
        yield "Note: the value is proven, the cost is not: a plan of the same value may cost less."


def _put_back(plan: Plan) -> str:
    """Name the features that are reduced or out while one of a later tier is in."""
    if plan.question.objective != "value" or not plan.selection:
        return ""
    scope = plan.project.scope
    latest = max(scope[name].priority.rank for name in plan.selection)
    less = set(reduced(plan)) | {name for name, reason in plan.backlog.items() if reason.kind in _WAITS}
    behind = [
        label(feature.name)
        for feature in scope
        if feature.name in less and max(MUST.rank + 1, feature.priority.rank) < latest
    ]
    return f"{len(behind):,} features" if len(behind) > MOST_NAMES else listed(behind) if behind else ""
