"""Why a feature is in, out or simplified, and what would change that."""

from __future__ import annotations

from collections.abc import Iterator

from irontriangle._model.amounts import exact
from irontriangle._model.changes import Change, ChangeSprints, MoveDeadline, SetPriority
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._show.asks import ask_text
from irontriangle._show.blocks import Grid, Page, RunOn, Sentence, sentences
from irontriangle._show.names import amount_text, date_text, feature_text, left_text, work_unit
from irontriangle._show.reasons import reason_text
from irontriangle._show.words import label, listed, money, number
from irontriangle._tradeoffs.explanation import Displaced, Explanation, Flip, FlipKind
from irontriangle._tradeoffs.wishes import Wish, WishKind

FEW = 3
"""Features of a scope up to which a plan is named by all that it builds."""
MOST_NAMES = 4
MOST_OTHERS = 3

_ALONE = {
    FlipKind.MONEY: ("money alone", "no amount"),
    FlipKind.TIME: ("time alone", "no date"),
    FlipKind.PEOPLE: ("people alone", "no number"),
    FlipKind.MONEY_AND_TIME: ("money and time", "no amounts"),
    FlipKind.MONEY_AND_PEOPLE: ("money, people", "no amounts"),
    FlipKind.VALUE: ("its value", "no value"),
    FlipKind.COST: ("its cost", "no cost"),
    FlipKind.EFFORT: ("its effort", "no effort"),
    FlipKind.OTHER_VALUE: ("other values", "none alone"),
}

_UNDATED = {
    FlipKind.TIME: ("person-days alone", "no number"),
    FlipKind.MONEY_AND_TIME: ("money and days", "no amounts"),
}
"""What there is of time where there are no dates."""


def page(found: Explanation) -> Page:
    """Say why, what insisting on the contrary costs, and what would flip it."""
    why = [_headline(found), *_decided(found), *_binding(found), *_economics(found)]
    if not found.proven and found.contrary is not None:
        why.append("Neither is proven to be the best there is, so nothing is said of what would change it.")
    rows = [[title, RunOn(text)] for title, text in _rows(found)]
    flips: list[Sentence | Grid] = []
    if rows:
        flips += [Sentence(f"What would {_contrary(found)}:"), Grid(rows, "<<", head=False, indent=2)]
        if not all(flip.proven for flip in found.flips):
            flips.append(Sentence("Not all of this is proven to be the least."))
    return Page([sentences(why), flips], "plain" if found.proven else "open")


# ------------------------------------------------------------------------------------------------------- the reason


def _headline(found: Explanation) -> str:
    name = label(found.feature)
    if found.built is None:
        why = f": {reason_text(found.plan.project, found.reason)}" if found.reason else ""
        return f"{name} is out{why}."
    several = len(found.plan.project.scope[found.feature]) > 1
    built = f" {label(found.built)}" if several else ""
    return f"{name} is built{built}, not {label(found.asked or '')}." if found.insist else f"{name} is built{built}."


def _decided(found: Explanation) -> Iterator[str]:
    if not found.undo:
        return
    kinds = [
        f"its priority, {found.plan.project.scope[found.feature].priority}"
        if isinstance(change, SetPriority)
        else "a decision"
        for change in found.undo
    ]
    yield f"That is settled by {listed(kinds)}; what follows is told as if it were open."


def _contrary(found: Explanation) -> str:
    """Say what is insisted on: ``make it full``."""
    several = len(found.plan.project.scope[found.feature]) > 1
    if found.insist:
        return f"make it {label(found.asked)}" if found.asked and several else "bring it in"
    return f"make it other than {label(found.asked or '')}" if several else "put it out"


def _binding(found: Explanation) -> Iterator[str]:
    """Say what the contrary leaves of the limits, and what cannot be built of it."""
    if not found.insist or found.contrary is None:
        return
    for reason in found.binds[:1]:
        if reason.shortfalls:
            project = found.plan.project
            left = listed([amount_text(project, short.limit, short.left) for short in reason.shortfalls])
            needs = [
                amount_text(project, short.limit, short.needed)
                if short.limit.startswith("cost")
                else left_text(short.limit, short.needed)
                for short in reason.shortfalls
            ]
            yield f"{_capital(found, _it(found))} leaves {left}; {label(reason.feature)} needs {listed(needs)}."


def _it(found: Explanation) -> str:
    assert found.contrary is not None
    return feature_text(found.plan.project, found.feature, found.contrary.selection[found.feature])


def _economics(found: Explanation) -> Iterator[str]:
    """Compare the best plan with the best that has the contrary."""
    best, contrary, regret = found.best, found.contrary, found.regret
    if contrary is None or regret is None:
        yield (
            f"No plan within today's limits can {_contrary(found)}."
            if found.proven
            else "It was not found out in time."
        )
        return
    holds = best.selection.get(found.feature)
    if found.undo and (holds == found.asked if found.asked else holds is not None) is found.insist:
        yield f"Then the best plan would {_contrary(found)}: worth {number(best.value)}{_change(found, best)}."
        return
    if not regret:
        dearer = exact(contrary.cost) - exact(best.cost)
        cost = f", for {money(dearer, best.project.budget.currency)} more" if dearer > 0 else ""
        yield f"Another plan of equal value does {_contrary(found)}{cost}{_change(found, contrary)}."
        return
    costs = f"insisting {'on ' + label(found.asked) if found.asked and found.insist else 'on the contrary'} costs"
    effects = _effects((*_own(found, contrary), *found.displaces))
    tail = f" and {listed(effects)}" if effects else ""
    if len(best.project.scope) <= FEW:
        yield (
            f"{_capital(found, _content(best))} is worth {number(best.value)}, "
            f"{_content(contrary)} {number(contrary.value)}: {costs} {number(regret)}{tail}."
        )
    else:
        yield (
            f"The best plan is worth {number(best.value)}, the best one that would {_contrary(found)} "
            f"{number(contrary.value)}: {costs} {number(regret)}{tail}."
        )


def _own(found: Explanation, plan: Plan) -> tuple[Displaced, ...]:
    """Return what the feature becomes where that is not what was asked for: another variant."""
    then = plan.selection.get(found.feature)
    return () if found.insist or then is None else ((found.feature, found.built, then),)


def _change(found: Explanation, plan: Plan) -> str:
    more = exact(plan.value) - exact(found.plan.value)
    return f" ({number(more)} more)" if more > 0 else ""


def _effects(displaced: tuple[Displaced, ...]) -> list[str]:
    """Say what else becomes of the scope: ``puts XYZ out``."""
    out = [label(name) for name, _, then in displaced if then is None]
    into = [label(name) for name, now, _ in displaced if now is None]
    other = [f"{label(name)} {label(then)}" for name, now, then in displaced if now and then]
    parts = [f"puts {listed(out, most=MOST_NAMES)} out"] if out else []
    parts += [f"brings {listed(into, most=MOST_NAMES)} in"] if into else []
    return parts + ([f"makes {listed(other, most=MOST_NAMES)}"] if other else [])


def _content(plan: Plan) -> str:
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


def _capital(found: Explanation, text: str) -> str:
    """Begin a sentence; the name of a feature stays as it is."""
    names = tuple(label(feature.name) for feature in found.plan.project.scope)
    return text if text.startswith(names) else text[:1].upper() + text[1:]


# ------------------------------------------------------------------------------------------------------- the changes


def _rows(found: Explanation) -> Iterator[tuple[str, str]]:
    """Yield a row for each change, and one for each kind of which no amount will do."""
    for kind in FlipKind:
        flips = [flip for flip in found.flips if flip.kind is kind]
        good = [flip for flip in flips if flip.found]
        if kind is FlipKind.OTHER_VALUE:
            good.sort(key=lambda flip: abs(exact(flip.after or 0) - exact(flip.before or 0)))
            more = len(good) - MOST_OTHERS
            yield from ((_title(found, flip), _amount(found, flip)) for flip in good[:MOST_OTHERS])
            if more > 0:
                yield "other values", f"{more:,} more, see flips"
            if unknown := sum(not flip.found for flip in flips):
                yield "other values", f"{unknown:,} not found out"
        elif good:
            yield from ((_title(found, flip), _amount(found, flip)) for flip in good)
            for flip in flips:
                if not flip.proven and not flip.found:
                    yield _title(found, flip), f"{listed([label(name) for name in flip.names])}: not found out"
        elif flips:
            yield _none(found, flips)


def _words(found: Explanation, kind: FlipKind) -> tuple[str, str]:
    """Return the title of a kind, and what is said where none of it will do."""
    dated = isinstance(found.plan.project.timeline, (Timeline, Sprints))
    return _ALONE[kind] if dated else _UNDATED.get(kind, _ALONE[kind])


def _none(found: Explanation, flips: list[Flip]) -> tuple[str, str]:
    title, none = _words(found, flips[0].kind)
    if not all(flip.proven for flip in flips):
        return title, "not found out"
    named = sorted((flip.stopped_by for flip in flips if flip.stopped_by), key=len)
    if named:
        verb = "stops" if len(named[0]) == 1 and named[0][0].kind is not WishKind.CAPACITY else "stop"
        return title, f"{none}: {listed([_limit(found, wish) for wish in named[0]])} still {verb} it"
    if flips[0].kind in (FlipKind.MONEY_AND_TIME, FlipKind.MONEY_AND_PEOPLE):
        return title, none
    if found.contrary is None:
        return title, f"{none}: it is not a question of value"
    return title, f"{none}, as other things are always worth more"


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
    if flip.kind is FlipKind.MONEY_AND_PEOPLE:
        return "money and people"
    return _words(found, flip.kind)[0]


def _amount(found: Explanation, flip: Flip) -> str:
    plan = flip.plan
    assert plan is not None
    maybe = "" if flip.proven else " (perhaps less will do)"
    return f"{_asked(found, flip)}{maybe}: {_outcome(found, flip, plan)}"


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
        content = _content(plan)
    else:
        now, then = found.best.selection, plan.selection
        names = [one.name for one in plan.project.scope if one.name != found.feature]
        others = [(name, now.get(name), then.get(name)) for name in names if now.get(name) != then.get(name)]
        changed = [*_own(found, plan), *others]
        effects = _effects(tuple(changed)) if len(changed) <= MOST_NAMES else [f"changes {len(changed)} others"]
        content = listed(effects) if changed else "nothing else changes"
    if flip.kind in (FlipKind.VALUE, FlipKind.OTHER_VALUE):
        return content + _tie(found, plan)
    return f"{content}, {number(plan.value)}"


def _tie(found: Explanation, plan: Plan) -> str:
    """Say that a plan is only as good as today's, and whether money speaks for it."""
    if plan.value != found.best.value:
        return f", {number(plan.value)}"
    if plan.cost == found.best.cost:
        return " (equal value)"
    return " (equal value, cheaper)" if plan.cost < found.best.cost else " (equal value, dearer)"
