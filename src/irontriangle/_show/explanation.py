"""Why a feature is in, out or simplified, and what would change that."""

from __future__ import annotations

from collections.abc import Iterator

from irontriangle._model.amounts import exact
from irontriangle._model.changes import SetPriority
from irontriangle._plan.plan import Plan
from irontriangle._show.blocks import Grid, Page, RunOn, Sentence, sentences
from irontriangle._show.flips import VALUES, rows
from irontriangle._show.names import amount_text, feature_text, left_text, own_dates, variant_text
from irontriangle._show.outcome import FEW, content, effects, open_text, own
from irontriangle._show.reasons import reason_text
from irontriangle._show.words import label, listed, money, number
from irontriangle._tradeoffs.explanation import Explanation


def page(found: Explanation) -> Page:
    """Say why, what insisting on the contrary costs, and what would flip it."""
    why = [_headline(found), *_decided(found), *_binding(found), *_economics(found)]
    if not found.proven and found.contrary is not None:
        why.append("Neither is proven to be the best, so what would change it was not looked for. Give it more time.")
    table = [[title, RunOn(text)] for title, text in rows(found)]
    flips: list[Sentence | Grid] = []
    if table:
        flips += [Sentence(f"What would {_contrary(found)}:"), Grid(table, "<<", head=False, indent=2)]
        if not all(flip.proven for flip in found.flips):
            flips.append(Sentence(open_text(found.plan.project, values=_only_values(found))))
    return Page([sentences(why), flips], "plain" if found.proven else "open")


def _only_values(found: Explanation) -> bool:
    """Tell whether all but what is said of values is proven."""
    return all(flip.kind in VALUES for flip in found.flips if not flip.proven)


# ------------------------------------------------------------------------------------------------------- the reason


def _headline(found: Explanation) -> str:
    name = label(found.feature)
    if found.built is None:
        why = f": {reason_text(found.plan.project, found.reason)}" if found.reason else ""
        return f"{name} is out{why}."
    several = len(found.plan.project.scope[found.feature]) > 1
    built = f" {variant_text(found.built)}" if several else ""
    if not found.insist:
        return f"{name} is built{built}."
    dates = own_dates(found.plan.project, found.feature, found.asked)
    return f"{name} is built{built}, not {variant_text(found.asked or '')}{f' ({dates})' if dates else ''}."


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
        return f"make it {variant_text(found.asked)}" if found.asked and several else "bring it in"
    return f"make it other than {variant_text(found.asked or '')}" if several else "put it out"


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
            yield f"{_capital(found, _who_leaves(found))} leaves {left}; {label(reason.feature)} needs {listed(needs)}."


def _insisting(found: Explanation) -> str:
    several = len(found.plan.project.scope[found.feature]) > 1
    if found.insist:
        return f"insisting on {variant_text(found.asked)}" if found.asked and several else "bringing it in"
    return f"doing without {variant_text(found.asked or '')}" if several else "putting it out"


def _who_leaves(found: Explanation) -> str:
    """Name what the contrary builds: the feature, or all that stays beside it."""
    assert found.contrary is not None
    built = found.contrary.selection
    name = feature_text(found.plan.project, found.feature, built[found.feature])
    return name if len(built) == 1 else f"the best plan with {name}"


def _economics(found: Explanation) -> Iterator[str]:
    """Compare the best plan with the best that has the contrary."""
    best, contrary, regret = found.best, found.contrary, found.regret
    if contrary is None or regret is None:
        none = f"No plan within today's limits can {_contrary(found)}"
        yield f"{none}." if found.proven else f"{none}, or none was found in the time given."
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
    costs = f"{_insisting(found)} costs"
    changed = effects((*own(found, contrary), *found.displaces))
    tail = f" and {listed(changed)}" if changed else ""
    if len(best.project.scope) <= FEW:
        yield (
            f"{_capital(found, content(best))} is worth {number(best.value)}, "
            f"{content(contrary)} {number(contrary.value)}: {costs} {number(regret)}{tail}."
        )
    else:
        yield (
            f"The best plan is worth {number(best.value)}, the best one that would {_contrary(found)} "
            f"{number(contrary.value)}: {costs} {number(regret)}{tail}."
        )


def _change(found: Explanation, plan: Plan) -> str:
    more = exact(plan.value) - exact(found.plan.value)
    return f" ({number(more)} more)" if more > 0 else ""


def _capital(found: Explanation, text: str) -> str:
    """Begin a sentence; the name of a feature stays as it is."""
    names = tuple(label(feature.name) for feature in found.plan.project.scope)
    return text if text.startswith(names) else text[:1].upper() + text[1:]
