"""What is not built, and why; grouped where it is much."""

from __future__ import annotations

import textwrap

from irontriangle._model.amounts import exact
from irontriangle._plan.plan import Plan
from irontriangle._plan.reasons import Reason, ReasonKind
from irontriangle._show.names import amount_text, in_order, limit_text
from irontriangle._show.reasons import calendar_text, deadline_text, reason_text
from irontriangle._show.table import GAP, WIDEST, RunOn
from irontriangle._show.words import label, listed, number, plural, width

MOST_ROWS = 12
"""Of so many features each has its own line; more are grouped."""
MOST_NAMES = 12
NO_BREAK = "\u00a0"


def backlog_rows(plan: Plan, titled: dict[str, str], names: int) -> list[list[str]]:
    """
    Say of every feature that is not built why not; `titled` are its names, `names` the least width of their column.

    Rows of name, value and reason. A reason that runs over the width goes on in a row below.
    """
    features = in_order(plan.project, plan.backlog)
    names = max([names, *(width(titled[feature.name]) for feature in features)])
    values = [number(plan.backlog[feature.name].value) for feature in features]
    room = WIDEST - names - max(map(width, ["value", *values])) - 2 * len(GAP)
    rows = [["Backlog"]]
    for feature, value in zip(features, values, strict=True):
        text = reason_text(plan.project, plan.backlog[feature.name])
        first, *more = textwrap.wrap(text, max(40, room), break_long_words=False, break_on_hyphens=False)
        rows += [[titled[feature.name], value, RunOn(first)], *(["", "", RunOn(line)] for line in more)]
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


def backlog_groups(plan: Plan) -> list[str]:
    """Say what keeps many features out: those of one reason together, the most valuable ones first."""
    groups: dict[tuple[ReasonKind, tuple[str, ...]], list[Reason]] = {}
    for reason in plan.backlog.values():
        key = (reason.kind, tuple(sorted(short.limit for short in reason.shortfalls)))
        groups.setdefault(key if reason.kind is ReasonKind.SHORT else (reason.kind, ()), []).append(reason)
    lines = [f"Backlog: {plural(len(plan.backlog), 'feature')}"]
    for (kind, _), reasons in sorted(groups.items(), key=lambda group: -len(group[1])):
        reasons.sort(key=lambda reason: -exact(reason.value))
        names = [f"{label(reason.feature)}{NO_BREAK}({number(reason.value)})" for reason in reasons]
        why = _KINDS[kind].format(
            deadline=deadline_text(plan.project), calendar=calendar_text(plan.project), limits=_limits(reasons[0])
        )
        text = f"{len(reasons):,} {why}: {listed(names, most=MOST_NAMES)}"
        text += _least(plan, reasons)
        indent = " " * (len(f"{len(plan.backlog):,}") - len(f"{len(reasons):,}") + 2)
        hang = " " * (len(f"{len(plan.backlog):,}") + 3)
        lines += textwrap.wrap(
            text, WIDEST, initial_indent=indent, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
        )
    return [line.replace(NO_BREAK, " ") for line in lines]


def _limits(reason: Reason) -> str:
    return listed([limit_text(short.limit) for short in reason.shortfalls]) if reason.shortfalls else "what they need"


def _least(plan: Plan, reasons: list[Reason]) -> str:
    """Name the one that lacks least, where all of a group lack the same one thing."""
    if len(reasons) == 1 or reasons[0].kind is not ReasonKind.SHORT or len(reasons[0].shortfalls) != 1:
        return ""
    nearest = min(reasons, key=lambda reason: exact(reason.shortfalls[0].short))
    short = nearest.shortfalls[0]
    return f"; {label(nearest.feature)} lacks least: {amount_text(plan.project, short.limit, short.short)}"
