"""What is not built, and why; grouped where it is much."""

from __future__ import annotations

from irontriangle._model.amounts import exact
from irontriangle._model.project import Project
from irontriangle._plan.plan import Plan
from irontriangle._plan.reasons import Reason, ReasonKind
from irontriangle._show.blocks import RunOn, Sentence
from irontriangle._show.names import amount_text, in_order, limit_text
from irontriangle._show.reasons import calendar_text, deadline_text, reason_text
from irontriangle._show.words import NO_BREAK, label, listed, number, plural

MOST_ROWS = 12
"""Of so many features each has its own line; more are grouped."""
MOST_NAMES = 12


def backlog_rows(plan: Plan, titled: dict[str, str]) -> list[list[str]]:
    """Say of every feature that is not built why not: rows of name, value and reason; `titled` are the names."""
    rows = [["Backlog"]]
    for feature in in_order(plan.project, plan.backlog):
        reason = plan.backlog[feature.name]
        rows.append([titled[feature.name], number(reason.value), RunOn(reason_text(plan.project, reason))])
    return rows


_KINDS = {
    ReasonKind.DECIDED: "decided: not this time",
    ReasonKind.NEEDS: "need what is not built",
    ReasonKind.EXCLUDED: "excluded by what is in",
    ReasonKind.RULE: "kept out by other rules",
    ReasonKind.CANNOT_FINISH: "cannot finish{deadline} even alone",
    ReasonKind.SHORT: "short of {limits}",
    ReasonKind.DISPLACES: "fit only in place of others worth as much",
    ReasonKind.NO_ROOM: "fit every total, but not {calendar}",
    ReasonKind.QUALITY: "would bring quality below its floor",
    ReasonKind.NO_GAIN: "add no value",
    ReasonKind.NOT_DEMANDED: "what was asked for is met without them",
    ReasonKind.UNPROVEN: "may fit: the search stopped before it could tell",
}


def backlog_groups(plan: Plan) -> list[Sentence]:
    """Say what keeps many features out: those of one reason together, the most valuable ones first."""
    groups: dict[tuple[ReasonKind, tuple[str, ...]], list[Reason]] = {}
    for reason in plan.backlog.values():
        key = (reason.kind, tuple(sorted(short.limit for short in reason.shortfalls)))
        groups.setdefault(key if reason.kind is ReasonKind.SHORT else (reason.kind, ()), []).append(reason)
    said = [Sentence(f"Backlog: {plural(len(plan.backlog), 'feature')}")]
    for (kind, _), reasons in sorted(groups.items(), key=lambda group: -len(group[1])):
        reasons.sort(key=lambda reason: -exact(reason.value))
        names = [f"{label(reason.feature)}{NO_BREAK}({number(reason.value)})" for reason in reasons]
        why = _KINDS[kind].format(
            deadline=" in time" if _own_dates(reasons) else deadline_text(plan.project),
            calendar=calendar_text(plan.project),
            limits=_limits(plan.project, reasons[0]),
        )
        text = f"{len(reasons):,} {why}: {listed(names, most=MOST_NAMES)}"
        text += _least(plan, reasons)
        digits = len(f"{len(reasons):,}")
        said.append(Sentence(text, indent=len(f"{len(plan.backlog):,}") - digits + 2, hang=digits + 1))
    return said


def _own_dates(reasons: list[Reason]) -> bool:
    return any(short.limit == "due" for reason in reasons for short in reason.shortfalls)


def _limits(project: Project, reason: Reason) -> str:
    return (
        listed([limit_text(project, short.limit) for short in reason.shortfalls])
        if reason.shortfalls
        else "what they need"
    )


def _least(plan: Plan, reasons: list[Reason]) -> str:
    """Name the one that lacks least, where all of a group lack the same one thing."""
    if len(reasons) == 1 or reasons[0].kind is not ReasonKind.SHORT or len(reasons[0].shortfalls) != 1:
        return ""
    nearest = min(reasons, key=lambda reason: exact(reason.shortfalls[0].short))
    short = nearest.shortfalls[0]
    return f"; {label(nearest.feature)} lacks least: {amount_text(plan.project, short.limit, short.short)}"
