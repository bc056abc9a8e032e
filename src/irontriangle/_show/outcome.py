"""What a plan builds, and what becomes of a scope, in a few words."""

from __future__ import annotations

from irontriangle._model.project import Project
from irontriangle._plan.plan import Plan
from irontriangle._show.names import feature_text, variant_text
from irontriangle._show.words import label, listed
from irontriangle._tradeoffs.explanation import Displaced, Explanation
from irontriangle._tradeoffs.limits import Days
from irontriangle._tradeoffs.monotone import never_hurts
from irontriangle._tradeoffs.revalued import decide_more

FEW = 3
"""Features of a scope up to which a plan is named by all that it builds."""

MOST_NAMES = 4


def open_text(project: Project, *, values: bool) -> str:
    """
    Say why not all is proven.

    Parameters
    ----------
    values
        Whether all but what is said of values is.
    """
    if values and decide_more(project):
        return "What is said of values is not proven, as the floors of quality and goals depend on them, too."
    if never_hurts(project, [Days()]):
        return "Not all of this is proven: the search stopped before it could tell. Give it more time."
    return "Not all of this is proven: a later deadline costs more, as people are paid while absent beyond it."


def own(found: Explanation, plan: Plan) -> tuple[Displaced, ...]:
    """Return what the feature becomes where that is not what was asked for: another variant."""
    then = plan.selection.get(found.feature)
    return () if found.insist or then is None else ((found.feature, found.built, then),)


def effects(displaced: tuple[Displaced, ...]) -> list[str]:
    """Say what else becomes of the scope: ``puts XYZ out``."""
    out = [label(name) for name, _, then in displaced if then is None]
    into = [label(name) for name, now, _ in displaced if now is None]
    other = [f"{label(name)} {variant_text(then)}" for name, now, then in displaced if now and then]
    parts = [f"puts {listed(out, most=MOST_NAMES)} out"] if out else []
    parts += [f"brings {listed(into, most=MOST_NAMES)} in"] if into else []
    return parts + ([f"makes {listed(other, most=MOST_NAMES)}"] if other else [])


def content(plan: Plan) -> str:
    """Name all that a small plan builds: ``both in full``, ``full ABC alone``."""
    scope, built = plan.project.scope, plan.selection
    if not built:
        return "nothing"
    if len(scope) > 1 and all(built.get(one.name) == one.original.name for one in scope):
        return "both in full" if len(scope) == 2 else "everything in full"
    names = [feature_text(plan.project, name, variant) for name, variant in built.items()]
    if len(names) == 1:
        return f"{names[0]} alone" if len(scope) > 1 else names[0]
    return f"{names[0]} with {listed(names[1:])}"
