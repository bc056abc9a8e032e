"""What contradicts what, and what resolves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from irontriangle._model.amounts import Number
from irontriangle._model.changes import (
    AddRule,
    Change,
    ChangeBudget,
    ChangeCapacity,
    ChangeSprints,
    ChangeTeam,
    DropRule,
    MoveDeadline,
    SetFloor,
    SetPriority,
    SetQuality,
)
from irontriangle._model.priority import WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import AtLeast, Decided
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.reasons import Shortfall
from irontriangle._show.asks import ask_text
from irontriangle._show.blocks import Grid, Page, Sentence
from irontriangle._show.names import amount_text, date_text, feature_text, left_text, own_dates, rule_text, work_unit
from irontriangle._show.words import label, listed, money, number, plural
from irontriangle._tradeoffs.contradiction import Conflict, Contradiction, Resolution
from irontriangle._tradeoffs.wishes import LIMITS, Wish, WishKind

MOST_CONTRADICTIONS = 6
MOST_RESOLUTIONS = 8
MOST_NAMES = 8
LONGEST_CHANGE = 60
_COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def page(conflict: Conflict) -> Page:
    """Say the contradictions, and the changes that resolve them with the plans they lead to."""
    found = conflict.contradictions
    said = [Sentence(f"No plan meets these wishes. {_counted(len(found), complete=conflict.complete)}")]
    for place, one in enumerate(found[:MOST_CONTRADICTIONS], 1):
        text = _contradiction(conflict.project, one)
        said.append(Sentence(f"{place}. {text}", hang=3) if len(found) > 1 else Sentence(text))
    if len(found) > MOST_CONTRADICTIONS:
        said.append(Sentence(f"and {len(found) - MOST_CONTRADICTIONS:,} more."))
    return Page([said, [*_resolutions(conflict)]], "bad")


def _counted(many: int, *, complete: bool) -> str:
    if not complete:
        return f"{plural(many, 'contradiction').capitalize()} found; there may be more:"
    if many == 1:
        return "One contradiction:"
    count = _COUNTED[many].capitalize() if many < len(_COUNTED) else f"{many:,}"
    return f"{count} contradictions, {'both' if many == 2 else 'all'} must go:"


def _contradiction(project: Project, one: Contradiction) -> str:
    """Say who needs what of which limit, or which wishes exclude each other."""
    built = [wish for wish in one.wishes if wish.kind is WishKind.MUST or isinstance(wish.rule, Decided)]
    names = list(dict.fromkeys(_built(project, wish, built) for wish in built))
    demands = [text for wish in one.wishes if wish not in built for text in _demand(wish)]
    others = [text for wish in one.wishes if wish not in built for text in _restriction(wish)]
    wanted = listed([*names, *demands], most=MOST_NAMES) if names or demands else ""
    subject = wanted or (listed(others) if others else "building nothing")
    clauses = list(_clauses(project, one, many=len(names) + len(demands) > 1))
    beside = others if names or demands else []
    if clauses:
        said = clauses[0] if len(clauses) == 1 else ", or else ".join(map(_in_brackets, clauses))
        text = f"{subject} {said}" + (f" (with {listed(beside)})" if beside else "")
    else:
        against = [*beside, *_limits(project, one)]
        text = f"{subject}{'' if others else _own_dates(project, built)} cannot be met" + (
            f" together with {listed(against)}" if against else ""
        )
    unproven = "" if one.minimal else " Not all of this may be needed: the time was over."
    return f"{text[:1].upper()}{text[1:]}.{unproven}"


def _built(project: Project, wish: Wish, built: list[Wish]) -> str:
    if isinstance(wish.rule, Decided):
        variant = wish.rule.variant
        return label(wish.rule.feature) if variant is None else feature_text(project, wish.rule.feature, variant)
    variants = [
        other.rule.variant for other in built if isinstance(other.rule, Decided) and other.rule.feature == wish.name
    ]
    chosen = next((variant for variant in variants if variant), None)
    return feature_text(project, wish.name or "", chosen) if chosen else label(wish.name or "")


def _own_dates(project: Project, built: list[Wish]) -> str:
    """Say in brackets when what must be built must be by dates of its own."""
    decided = {rule.feature: rule.variant for wish in built if isinstance(rule := wish.rule, Decided)}
    names = dict.fromkeys([*decided, *(wish.name for wish in built if wish.name)])
    texts = {name: own_dates(project, name, decided.get(name)) for name in names}
    parts = [f"{label(name)} {text}" if len(names) > 1 else text for name, text in texts.items() if text]
    return f" ({'; '.join(parts[:MOST_NAMES])})" if parts else ""


def _demand(wish: Wish) -> Iterator[str]:
    """Name a demand that is no feature."""
    if isinstance(wish.rule, AtLeast):
        yield rule_text(wish.rule)
    if isinstance(wish.amount, (int, float, Fraction)):
        if wish.kind is WishKind.GOAL:
            yield _score(wish.name or "", wish.amount)
        elif wish.kind in (WishKind.QUALITY, WishKind.VALUE):
            yield f"a {wish.kind.value} of {number(wish.amount)}"


def _score(goal: str, amount: Number) -> str:
    return f"a score of {number(amount)} for {label(goal)}"


def _restriction(wish: Wish) -> Iterator[str]:
    """Name a wish that keeps something out."""
    if wish.kind is WishKind.WONT:
        yield f"{label(wish.name or '')} out"
    elif wish.rule is not None and not isinstance(wish.rule, AtLeast):
        yield f"'{rule_text(wish.rule)}'"


def _limits(project: Project, one: Contradiction) -> Iterator[str]:
    """Name the limits of a contradiction that their totals do not explain."""
    for wish in one.wishes:
        if wish.kind is WishKind.DEADLINE and isinstance(wish.amount, date):
            yield f"the deadline {date_text(project, wish.amount)}"
        elif isinstance(wish.amount, (int, float, Fraction)):
            if wish.kind is WishKind.BUDGET:
                yield f"the limit of {money(wish.amount, project.budget.currency)}"
            elif wish.kind in (WishKind.TEAM, WishKind.CAPACITY):
                unit = f" {work_unit(project)}" if wish.kind is WishKind.CAPACITY else ""
                yield f"{number(wish.amount)} {label(wish.name or '')}{unit}"


def _clauses(project: Project, one: Contradiction, *, many: bool) -> Iterator[str]:
    """Yield what is needed of each limit, and what is there; else how much of a demand can be reached."""
    kinds = {short.limit.partition(":")[0] for short in one.shortfalls}
    for short in one.shortfalls:
        kind, needed = short.limit.partition(":")[0], amount_text(project, short.limit, short.needed, short.left)
        there = f"{left_text(short.limit, short.left, short.needed)} {'is' if short.left == 1 else 'are'} there"
        if kind == "role":
            need = "need" if many else "needs"
            yield f"{need} {needed}{_by(project, one)}; {there}{_of_people(project, one, short)}"
        elif kind == "cost":
            yield f"{'cost' if many else 'costs'} {needed}; {there}"
        elif kind == "finish" and "role" not in kinds:
            timeline = project.timeline
            assert isinstance(timeline, (Timeline, Sprints))
            ready = date_text(project, timeline.date_of(int(short.needed) - 1))
            yield f"cannot be ready{_by(project, one)}: {ready} at the earliest"
        elif kind in ("goal", "value") and not kinds & {"role", "cost", "finish"}:
            limited = any(wish.kind in LIMITS for wish in one.wishes)
            yield f"cannot be reached: {number(short.left)} at most{'' if limited else ', whatever the limits'}"


def _in_brackets(clause: str) -> str:
    """Put what there is in brackets, and what was in brackets behind a comma."""
    needed, _, there = clause.partition("; ")
    return f"{needed} ({there.replace(' (', ', ').removesuffix(')')})" if there else needed


def _by(project: Project, one: Contradiction) -> str:
    for wish in one.wishes:
        if wish.kind is WishKind.DEADLINE and isinstance(wish.amount, date):
            return f" by {date_text(project, wish.amount)}"
    return ""


def _of_people(project: Project, one: Contradiction, short: Shortfall) -> str:
    """Say of how many people the person-days are."""
    role = short.limit.partition(":")[2]
    for wish in one.wishes:
        if wish.kind is WishKind.TEAM and wish.name == role and isinstance(wish.amount, int):
            assert isinstance(project.timeline, Timeline)
            return f" ({wish.amount:,} {label(role)} from {date_text(project, project.timeline.date_of(0))})"
    return ""


def _resolutions(conflict: Conflict) -> Iterator[Sentence | Grid]:
    """Yield the changes, each with the plan it leads to."""
    found = conflict.resolutions
    if not found:
        yield Sentence("No change of these wishes and limits was found that resolves it.")
        return
    several = len(conflict.contradictions) > 1
    what = ("both" if len(conflict.contradictions) == 2 else "all") if several else "it"
    yield Sentence(
        f"Any one of these resolves {what} (each names only what changes):"
        if len(found) > 1
        else f"This resolves {what}:"
    )
    dated = any(one.plan.finish for one in found)
    rows = []
    for one in found[:MOST_RESOLUTIONS]:
        cells = [f"{number(one.plan.value)} value", money(one.plan.cost, conflict.project.budget.currency)]
        cells += [date_text(conflict.project, one.plan.finish) if one.plan.finish else "-"] if dated else []
        rows.append([resolution_text(conflict.project, one), *cells])
    yield Grid(rows, "<>><", head=False, indent=2, wrap=LONGEST_CHANGE, hang=2)
    if len(found) > MOST_RESOLUTIONS:
        yield Sentence(f"and {len(found) - MOST_RESOLUTIONS:,} more", indent=2)
    if not all(one.proven for one in found) or not conflict.complete:
        yield Sentence("Not all of this is proven to be the least, or all there is.")


def resolution_text(project: Project, one: Resolution) -> str:
    """Say what changes."""
    parts = list(dict.fromkeys(_changes(project, one)))
    if one.value_at_least is not None:
        parts.append(f"only a value of {number(one.value_at_least)}, the most within the limits")
    return listed(parts)


def _changes(project: Project, one: Resolution) -> Iterator[str]:
    dropped = [change.rule for change in one.changes if isinstance(change, DropRule)]
    undecided = {rule.feature for rule in dropped if isinstance(rule, Decided)}
    for change in one.changes:
        if isinstance(change, DropRule) and isinstance(change.rule, Decided):
            name = change.rule.feature
            variant = one.plan.selection.get(name)
            yield f"allow {feature_text(project, name, variant)}" if variant else f"{label(name)} to the backlog"
        elif isinstance(change, SetPriority):
            if change.feature not in undecided:
                yield (
                    f"{label(change.feature)} to the backlog"
                    if change.priority == WONT
                    else f"allow {label(change.feature)}"
                )
        elif isinstance(change, DropRule):
            if not any(
                isinstance(other, AddRule) and other.rule.members == change.rule.members for other in one.changes
            ):
                yield f"without '{rule_text(change.rule)}'"
        elif isinstance(change, AddRule):
            if not isinstance(change.rule, Decided):
                yield f"only '{rule_text(change.rule)}'"
        else:
            yield _limit_change(project, change)


def _limit_change(project: Project, change: Change) -> str:
    if isinstance(change, (MoveDeadline, ChangeSprints)):
        timeline = project.apply(change).timeline
        assert isinstance(timeline, (Timeline, Sprints))
        assert timeline.deadline is not None
        return f"deadline {date_text(project, timeline.deadline)}"
    if isinstance(change, SetFloor):
        return f"only {_score(change.goal, change.floor)}" if change.floor else f"no floor of {label(change.goal)}"
    if isinstance(change, SetQuality):
        return f"only a quality of {number(change.floor)}" if change.floor else "no floor of quality"
    assert isinstance(change, (ChangeBudget, ChangeCapacity, ChangeTeam))
    text = ask_text(project, change)
    return text.removeprefix("+") if isinstance(change, ChangeTeam) else text
