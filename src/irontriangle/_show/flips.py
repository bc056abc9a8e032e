"""What would flip a feature, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from irontriangle._model.amounts import exact
from irontriangle._model.changes import Change, ChangeSprints, MoveDeadline
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._show.asks import ask_text
from irontriangle._show.names import date_text, feature_text, own_dates, work_unit
from irontriangle._show.outcome import FEW, MOST_NAMES, content, effects, own
from irontriangle._show.words import label, listed, money, number
from irontriangle._tradeoffs.explanation import Explanation, Flip, FlipKind
from irontriangle._tradeoffs.wishes import Wish, WishKind

MOST_OTHERS = 3

_LIMITS = (FlipKind.MONEY, FlipKind.TIME, FlipKind.PEOPLE)
_PAIRS = {
    FlipKind.MONEY_AND_TIME: (FlipKind.MONEY, FlipKind.TIME),
    FlipKind.MONEY_AND_PEOPLE: (FlipKind.MONEY, FlipKind.PEOPLE),
}
VALUES = (FlipKind.VALUE, FlipKind.OTHER_VALUE)

_ALONE = {
    FlipKind.MONEY: ("money alone", "no amount"),
    FlipKind.TIME: ("time alone", "no date"),
    FlipKind.PEOPLE: ("people alone", "no number"),
    FlipKind.MONEY_AND_TIME: ("money and time", "no amounts"),
    FlipKind.MONEY_AND_PEOPLE: ("money and people", "no amounts"),
    FlipKind.VALUE: ("its value", "no value"),
    FlipKind.COST: ("its cost", "no cost"),
    FlipKind.EFFORT: ("its effort", "no effort"),
}

_UNDATED = {
    FlipKind.TIME: ("person-days alone", "no number"),
    FlipKind.MONEY_AND_TIME: ("money and days", "no amounts"),
}
"""What there is of time where there are no dates."""

_SPRINTS = {
    FlipKind.PEOPLE: ("capacity alone", "no amount"),
    FlipKind.MONEY_AND_PEOPLE: ("money and capacity", "no amounts"),
}
"""What there is of people in sprints."""


def rows(found: Explanation) -> Iterator[tuple[str, str]]:
    """Yield a row for each change, and one for each kind of which no amount will do."""
    enough = any(flip.found for flip in found.flips if flip.kind in (*_LIMITS, *_PAIRS))
    for kind in FlipKind:
        flips = [flip for flip in found.flips if flip.kind is kind]
        good = [flip for flip in flips if flip.found]
        if kind is FlipKind.OTHER_VALUE:
            yield from _others(found, good, sum(not flip.found for flip in flips))
        elif good:
            yield from ((_title(found, flip), _amount(found, flip)) for flip in good)
            for flip in flips:
                if not flip.proven and not flip.found:
                    yield _title(found, flip), f"{listed([label(name) for name in flip.names])}: not settled"
        elif flips and not (kind in _PAIRS and enough):  # of two limits only those that need each other were asked
            yield _none(found, flips)


def _others(found: Explanation, good: list[Flip], unknown: int) -> Iterator[tuple[str, str]]:
    """Yield the values of others that need to move least."""
    good.sort(key=lambda flip: abs(exact(flip.after or 0) - exact(flip.before or 0)))
    yield from ((_title(found, flip), _amount(found, flip)) for flip in good[:MOST_OTHERS])
    if len(good) > MOST_OTHERS:
        yield "other values", f"{len(good) - MOST_OTHERS:,} more, see flips"
    if unknown:
        yield "other values", f"{unknown:,} not settled"


def _words(found: Explanation, kind: FlipKind) -> tuple[str, str]:
    """Return the title of a kind, and what is said where none of it will do."""
    timeline = found.plan.project.timeline
    if isinstance(timeline, Timeline):
        return _ALONE[kind]
    return (_SPRINTS if isinstance(timeline, Sprints) else _UNDATED).get(kind, _ALONE[kind])


def _none(found: Explanation, flips: list[Flip]) -> tuple[str, str]:
    title, none = _words(found, flips[0].kind)
    if not all(flip.proven for flip in flips):
        return title, "not settled"
    kind, stops = flips[0].kind, [flip.stopped_by for flip in flips]
    common = [wish for wish in stops[0] if all(wish in others for others in stops)]
    if common:
        verb = "stops" if len(common) == 1 and common[0].kind is not WishKind.CAPACITY else "stop"
        return title, f"{none}: {listed([_limit(found, wish) for wish in common])} still {verb} it"
    if kind in _PAIRS:
        return title, none
    if any(stops):
        return title, f"{none} of one {'fund' if kind in (FlipKind.MONEY, FlipKind.COST) else 'role'} is enough"
    if found.contrary is not None and not found.insist:
        return title, "stays even if it is worth nothing"
    if found.contrary is not None:
        return title, f"{none}{_without(found, kind)}, as other things are always worth more"
    if kind is FlipKind.VALUE:
        return title, f"{none}: it is not a question of value"
    dates = own_dates(found.plan.project, found.feature, found.asked)
    if not dates and (days := _too_long(found)):
        return title, f"{none}: it takes longer than the {days:,} working days that a plan may have"
    return title, f"{none}: no limit keeps it out{f' ({dates})' if dates else ''}"


def _without(found: Explanation, kind: FlipKind) -> str:
    """Say what else must give, where a limit is enough with another one only."""
    enough = [_PAIRS[flip.kind] for flip in found.flips if flip.found and flip.kind in _PAIRS]
    beside = next((other for pair in enough if kind in pair for other in pair if other is not kind), None)
    return "" if beside is None else f" without more {_words(found, beside)[0].removesuffix(' alone')}"


def _too_long(found: Explanation) -> int | None:
    """Return how many working days a plan may have, where the work of a feature alone takes more; else None."""
    from irontriangle._solve.jobs import jobs_asked, longest_chain, most_days  # answers are shown without NumPy else

    timeline = found.plan.project.timeline
    if not isinstance(timeline, Timeline):
        return None
    most = most_days(timeline)
    variants = [one for one in found.plan.project.scope[found.feature] if found.asked in (None, one.name)]
    chains = [longest_chain(jobs_asked(variant, timeline)) for variant in variants]
    return most if min(chains) > most * timeline.ticks_per_day else None


def _limit(found: Explanation, wish: Wish) -> str:
    name = label(wish.name or "")
    return {
        WishKind.BUDGET: f"the money of {name}" if len(found.plan.project.budget.funds) > 1 else "the budget",
        WishKind.DEADLINE: "the deadline",
        WishKind.TEAM: f"the number of {name}",
    }.get(wish.kind, f"the {name} {work_unit(found.plan.project)}")


def _title(found: Explanation, flip: Flip) -> str:
    if flip.kind is FlipKind.OTHER_VALUE:
        name, variant = flip.names
        return f"value of {feature_text(found.plan.project, name, variant)}"
    return _words(found, flip.kind)[0]


def _amount(found: Explanation, flip: Flip) -> str:
    plan = flip.plan
    assert plan is not None
    maybe = "" if flip.proven else " (perhaps less will do)"
    several = found.asked is None and len(found.plan.project.scope[found.feature]) > 1
    variant = f"{feature_text(plan.project, found.feature, flip.variant)}: " if flip.variant and several else ""
    return f"{variant}{_asked(found, flip)}{maybe}: {_outcome(found, flip, plan)}"


def _asked(found: Explanation, flip: Flip) -> str:
    project = found.plan.project
    if flip.before is None or flip.after is None:
        return listed([_change_text(found, change) for change in flip.changes])
    if flip.kind is FlipKind.COST:
        fund = f" of {label(flip.names[0])}" if flip.names else ""
        currency = project.budget.currency
        return f"{money(flip.after, currency)}{fund} instead of {money(flip.before)}"
    if flip.kind is FlipKind.EFFORT:
        amount = f"{number(flip.after)} {work_unit(project, flip.after)}"
        return f"{label(flip.names[0])} {amount} instead of {number(flip.before)}"
    least = "or less " if flip.after < flip.before else "or more " if flip.kind is FlipKind.OTHER_VALUE else ""
    return f"{number(flip.after)} {least}instead of {number(flip.before)}"


def _change_text(found: Explanation, change: Change) -> str:
    project = found.plan.project
    text = ask_text(project, change)
    if isinstance(change, (MoveDeadline, ChangeSprints)):
        moved = project.apply(change).timeline
        assert isinstance(moved, (Timeline, Sprints))
        assert moved.deadline is not None
        return f"{text} ({date_text(project, moved.deadline)})"
    return text


def _outcome(found: Explanation, flip: Flip, plan: Plan) -> str:
    """Say what the best plan is then."""
    if len(plan.project.scope) <= FEW:
        then = content(plan)
    else:
        now, selection = found.best.selection, plan.selection
        names = [one.name for one in plan.project.scope if one.name != found.feature]
        others = [(name, now.get(name), selection.get(name)) for name in names if now.get(name) != selection.get(name)]
        changed = (*own(found, plan), *others)
        became = effects(changed) if len(changed) <= MOST_NAMES else [f"changes {len(changed)} others"]
        then = listed(became) if changed else "nothing else changes"
    return then + (_tie(found, plan) if flip.kind in VALUES else f", {number(plan.value)}")


def _tie(found: Explanation, plan: Plan) -> str:
    """Say that a plan is only as good as today's, and whether money speaks for it."""
    if plan.value != found.best.value:
        return f", {number(plan.value)}"
    if plan.cost == found.best.cost:
        return " (equal value)"
    return " (equal value, cheaper)" if plan.cost < found.best.cost else " (equal value, dearer)"
