"""What the next step of each limit is worth, and how sure each feature is."""

from __future__ import annotations

from collections.abc import Iterator

from irontriangle._model.amounts import Number, exact, plain
from irontriangle._model.timeline import Sprints
from irontriangle._plan.plan import Plan, Status
from irontriangle._show.asks import ask_text
from irontriangle._show.blocks import Grid, Page, RunOn, Section, Sentence, sentences
from irontriangle._show.names import feature_text, work_unit
from irontriangle._show.outcome import open_text
from irontriangle._show.words import label, listed, money, number, percent, plural
from irontriangle._tradeoffs.revalued import decide_more
from irontriangle._tradeoffs.sensitive import JointStep, LimitStep, Sensitivity, ValueRange
from irontriangle._tradeoffs.wishes import Wish, WishKind

MOST_NAMES = 12
MOST_RANGES = 12


def page(found: Sensitivity) -> Page:
    """Say the limits, what several of them bring together, the features, and the values that matter."""
    sections = [_limits(found), [*_joint(found)], sentences(_features(found), hang=2), [*_ranges(found)]]
    unproven = [] if _searched(found) else [Sentence(open_text(found.plan.project, values=False))]
    return Page([*sections, unproven], "plain" if found.proven else "open")


def _searched(found: Sensitivity) -> bool:
    """Tell whether all was settled that searches can settle; values that floors depend on are told as if none did."""
    steps = found.complete and all(one.proven for one in found.limits) and all(one.proven for one in found.joint)
    known = all(one.proven and all(each.proven or _apart(found, each) for each in one.ranges) for one in found.features)
    return steps and known


def _apart(found: Sensitivity, one: ValueRange) -> bool:
    return decide_more(found.plan.project) and one.found


# -------------------------------------------------------------------------------------------------------- the limits


def _limits(found: Sensitivity) -> Section:
    if not found.limits:
        return [Sentence("No limit holds this plan back.")]
    rows = [["limit", "today", "the plan needs", "more value from"]]
    for step in found.limits:
        needed = "?" if step.low is None else _level(found, step.limit, step.low)
        rows.append(
            [limit_name(found, step.limit), _level(found, step.limit, step.level), needed, RunOn(_next(found, step))]
        )
    worth = f"The plan is worth {number(found.plan.value)}"
    if found.plan.status is not Status.OPTIMAL:
        worth += ", and is not proven to be the best, which leaves most of this open"
    title = f"{worth}. How far each limit may move before another plan is the best:"
    return [Sentence(title, hang=2), Grid(rows, "<<<<", indent=2)]


def _next(found: Sensitivity, step: LimitStep) -> str:
    if step.plan is not None and step.next is not None:
        asked = listed([ask_text(found.plan.project, change) for change in step.changes])
        return f"{_level(found, step.limit, step.next)} ({asked}): {_gain(found, step.plan)}"
    if not step.proven:
        return "not settled"
    if step.stopped_by:
        one = len(step.stopped_by) == 1 and step.stopped_by[0].kind is not WishKind.CAPACITY
        verb = "stops" if one else "stop"
        return f"no amount: {listed([_the(found, wish) for wish in step.stopped_by])} still {verb} it"
    return "no amount: nothing more is to be had"


def _gain(found: Sensitivity, plan: Plan) -> str:
    """Say how much more value there is, and what changes."""
    more = plain(exact(plan.value) - exact(found.plan.value))
    now, then = found.plan.selection, plan.selection
    into = [feature_text(plan.project, name, then[name]) for name in then if now.get(name) != then[name]]
    out = [label(name) for name in now if name not in then]
    parts = [f"with {listed(into, most=2)}"] if into else []
    parts += [f"without {listed(out, most=2)}"] if out else []
    return f"+{number(more)}{', ' if parts else ''}{', '.join(parts)}"


def _joint(found: Sensitivity) -> Iterator[Sentence]:
    if found.joint:
        yield Sentence("No limit alone brings more value. Together:")
        yield from (Sentence(_step(found, step), indent=2, hang=2) for step in found.joint)


def _step(found: Sensitivity, step: JointStep) -> str:
    asked = listed([ask_text(found.plan.project, change) for change in step.changes])
    return f"{asked}: {_gain(found, step.plan)}"


def limit_name(found: Sensitivity, wish: Wish) -> str:
    name = label(wish.name or "")
    if wish.kind is WishKind.BUDGET:
        return f"money of {name}" if len(found.plan.project.budget.funds) > 1 else "money"
    if wish.kind is WishKind.DEADLINE:
        return "time"
    if wish.kind is WishKind.CAPACITY:
        each = " per sprint" if isinstance(found.plan.project.timeline, Sprints) else ""
        return f"{name} {work_unit(found.plan.project)}{each}"
    return f"number of {name}"


def _the(found: Sensitivity, wish: Wish) -> str:
    if wish.kind is WishKind.DEADLINE:
        return "the deadline"
    several = len(found.plan.project.budget.funds) > 1
    if wish.kind is WishKind.BUDGET and not several:
        return "the budget"
    return f"the {limit_name(found, wish).removesuffix(' per sprint')}"


def _level(found: Sensitivity, wish: Wish, amount: Number) -> str:
    if wish.kind is WishKind.BUDGET:
        return money(amount, found.plan.project.budget.currency)
    if wish.kind is WishKind.DEADLINE:
        return plural(int(amount), "working day")
    timeline = found.plan.project.timeline
    varies = isinstance(timeline, Sprints) and isinstance(timeline.capacity[wish.name or ""], tuple)
    return f"{number(amount)} or more" if varies else number(amount)


# ------------------------------------------------------------------------------------------------------ the features


def _features(found: Sensitivity) -> Iterator[str]:
    which = f" within {percent(found.within)} of the best value" if found.within else ""
    good = "" if found.within else "best "
    best = (f"every {good}plan{which}", f"no {good}plan{which}", f"some {good}plans{which}, not in all")
    for names, where in zip((found.core, found.never, found.contested), best, strict=True):
        if names:
            yield f"In {where}: {listed([label(name) for name in names], most=MOST_NAMES)}."
    if found.undecided:
        yield f"Not settled: {listed([label(name) for name in found.undecided], most=MOST_NAMES)}."


def _ranges(found: Sensitivity) -> Iterator[Sentence | Grid]:
    """Yield the values that are nearest to where the plan changes."""
    near = [(choice, one) for choice, one in found.ranges.items() if one.found and _distance(one) is not None]
    near.sort(key=lambda pair: (_distance(pair[1]) or 0) / max(exact(1), exact(pair[1].value)))
    if not near:
        return
    apart = any(_apart(found, one) and not one.proven for _, one in near)
    floors = "; the floors of quality and goals, which depend on them too, are left aside" if apart else ""
    yield Sentence(f"Values with which the plan stays the best, one at a time, the nearest first{floors}:")
    yield Grid([_range(found, *choice, one) for choice, one in near[:MOST_RANGES]], "<<<", head=False, indent=2)
    if len(near) > MOST_RANGES:
        yield Sentence(f"and {len(near) - MOST_RANGES:,} more", indent=2)


def _distance(one: ValueRange) -> Number | None:
    ends = [abs(exact(end) - exact(one.value)) for end in (one.low, one.high) if end is not None]
    return min(ends) if ends else None


def _range(found: Sensitivity, feature: str, variant: str, one: ValueRange) -> list[str]:
    end = f"{number(one.low)} or more" if one.low is not None else f"up to {number(one.high or 0)}"
    if found.plan.selection.get(feature) == variant:
        return [feature_text(found.plan.project, feature, variant), end, f"now {number(one.value)}, in"]
    return [feature_text(found.plan.project, feature, variant), end, f"now {number(one.value)}, out"]
