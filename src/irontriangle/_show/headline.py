"""The one or two sentences that say what fits, and how sure that is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from irontriangle._model.amounts import exact, plain
from irontriangle._model.priority import WONT
from irontriangle._plan.plan import Plan, Status
from irontriangle._show.limits import at_most, reduced
from irontriangle._show.names import date_text
from irontriangle._show.table import WIDEST
from irontriangle._show.words import label, listed, money, number, percent, plural, width

FEW = 4
"""So many features are named in the headline; more are counted."""


def headline(plan: Plan) -> list[str]:
    """Say what fits, and how sure it is that nothing better does: in one line, or in two."""
    name = f"{label(plan.project.name)}: " if plan.project.name else ""
    what, how_sure = f"{name}{_what(plan)}", _how_sure(plan)
    together = f"{what} {how_sure}"
    return [together] if width(together) <= WIDEST else [what, how_sure]


def is_everything(plan: Plan) -> bool:
    """Whether all that is not ruled out is built, and nothing of it in a variant worth less than its original."""
    return not list(reduced(plan)) and all(
        feature.name in plan.selection for feature in plan.project.scope if feature.priority != WONT
    )


def _what(plan: Plan) -> str:
    built, out = list(plan.selection), len(plan.backlog)
    objective = plan.question.objective
    money_said = f" for {money(plan.cost, plan.project.budget.currency)}" if objective == "cost" else ""
    date_said = f" by {date_text(plan.project, plan.finish)}" if objective == "finish" and plan.finish else ""
    if not built:
        return f"Nothing is built{money_said}."
    one = len(built) == 1
    fits = "" if objective in ("cost", "finish") else " fits" if one else " fit"
    if is_everything(plan) and len(built) > 1:
        everything = f"All {len(built):,} features" if len(built) > FEW else _named(plan)
        return f"{everything}{money_said or date_said or fits}{'' if money_said or date_said else ' in full'}."
    if len(built) <= FEW:
        rest = f"; {plural(out, 'feature')} {'stays' if out == 1 else 'stay'} in the backlog" if out > FEW else ""
        if 0 < out <= FEW:
            stay = "stays" if out == 1 else "stay"
            rest = f"; {listed([label(feature) for feature in plan.backlog])} {stay} in the backlog"
        return f"{_named(plan)}{money_said or date_said or fits}{rest}."
    less = len(list(reduced(plan)))
    some = f", {less:,} of them reduced" if less else ""
    rest = f"; {out:,} {'stays' if out == 1 else 'stay'} in the backlog" if out else ""
    return f"{len(built):,} of {plural(len(built) + out, 'feature')}{money_said or date_said or fits}{some}{rest}."


def _named(plan: Plan) -> str:
    """Name the features; in brackets the variants that are not the original."""
    names = []
    for feature in plan.project.scope:
        variant = plan.selection.get(feature.name)
        if variant is not None:
            other = variant != feature.original.name
            names.append(f"{label(feature.name)} ({label(variant)})" if other else label(feature.name))
    return listed(names)


def _how_sure(plan: Plan) -> str:
    if plan.status is Status.OPTIMAL:
        within = "" if plan.tolerance is None else f" to within {number(plan.tolerance)}"
        return f"{_best(plan)} (proven{within})."
    short = _distance(plan)
    if short:
        return short
    return f"{_best(plan)}, as far as the search went: how much better one may be is not known."


def _best(plan: Plan) -> str:
    demanded = plan.question.value_at_least
    worth = "meets the wishes" if demanded is None else f"is worth {number(demanded)} or more"
    if plan.question.objective == "cost":
        return f"No plan that {worth} costs less"
    if plan.question.objective == "finish":
        return f"No plan that {worth} is done earlier"
    if plan.question.objective == "tiers":
        return "Tier by tier, no plan within these limits is worth more"
    if exact(plan.value) >= at_most(plan.project):
        return "No plan is worth more"
    return "No plan within these limits is worth more"


def _distance(plan: Plan) -> str:
    """Say in words how far from the bound a plan can be at most."""
    if plan.bound is None:
        return ""
    if isinstance(plan.bound, date):
        return f"At most {plural(round(plan.gap or 0), 'working day')} later than the earliest possible."
    if plan.question.objective == "cost":
        over = Fraction(exact(plan.cost) - exact(plan.bound), max(Fraction(1), exact(plan.bound)))
        return f"At most {percent(over)} above the least possible cost."
    tier = " in the first tier" if plan.question.objective == "tiers" else ""
    best, gap = exact(plan.bound), exact(plan.gap or 0)
    if best <= 0:
        return f"At most {number(plain(gap))} below the best possible{tier}."
    # The gap is relative to the plan where that is worth more than one, and tells of tiers too.
    below = gap / (1 + gap) if best >= 1 + gap else gap / best
    return f"At most {percent(below)} short of the best possible{tier}."
