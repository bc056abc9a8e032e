"""A plan as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from irontriangle._model.priority import MUST
from irontriangle._plan.plan import Plan, Status
from irontriangle._plan.reasons import ReasonKind
from irontriangle._show.headline import headline
from irontriangle._show.limits import limits_table, reduced
from irontriangle._show.scope import scope_table
from irontriangle._show.table import WIDEST
from irontriangle._show.unfound import unfound_text
from irontriangle._show.words import label, listed

MOST_NAMES = 4
_WAITS = (ReasonKind.SHORT, ReasonKind.DISPLACES, ReasonKind.NO_ROOM, ReasonKind.UNPROVEN)


def plan_text(plan: Plan) -> str:
    """
    Write a plan as a manager reads it: what fits, the limits, what is built and when, what is not and why.

    Examples
    --------
    >>> import irontriangle as it
    >>> project = it.Project(it.Scope([it.Feature("login", it.Variant(value=5, cost=2))]), it.Budget(1))
    >>> print(plan_text(it.Plan(project, it.Question(value_at_least=5), it.Status.INFEASIBLE)))
    No plan meets all wishes within these limits (proven).
    ...
    """
    if not plan.found:
        return unfound_text(plan)
    parts = [
        [line for sentence in headline(plan) for line in _wrap(sentence)],
        limits_table(plan),
        scope_table(plan),
        [line for note in _notes(plan) for line in _wrap(note)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, WIDEST, break_long_words=False, break_on_hyphens=False)


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
