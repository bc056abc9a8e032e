"""The table of what is planned, what there is and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from irontriangle._model import resolve
from irontriangle._model.amounts import exact, plain
from irontriangle._model.members import is_in
from irontriangle._model.priority import WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Bundle, Excludes
from irontriangle._model.timeline import Timeline
from irontriangle._plan.figures import cost_key
from irontriangle._plan.plan import Plan, Usage
from irontriangle._plan.reasons import Reason, ReasonKind
from irontriangle._show.blocks import Grid, RunOn
from irontriangle._show.names import work_unit
from irontriangle._show.table import GAP
from irontriangle._show.words import DECIDES, day, label, money, number, plural

USED_UP = Fraction(1, 50)
"""A limit of which no more than this share is left is used up, where something still waits for it."""


def limits_grid(plan: Plan) -> Grid:
    """Lay out value, money, dates, people and goals: planned, limit, left."""
    decides = deciding(plan)
    rows: list[list[str]] = [["", "planned", "limit", "left"], _value_row(plan)]
    for key, usage in plan.usage.items():
        if key == "cost" and usage.limit is None and not plan.cost:
            continue  # a project in which money plays no part
        *cells, comment = _row(plan, key, usage)
        notes = [comment, DECIDES if key in decides else ""]
        rows.append([*cells, RunOn(GAP.join(note for note in notes if note))])
    if len(plan.costs) > 1:
        last = max(place for place, key in enumerate(plan.usage, 3) if key.startswith("cost:"))
        rows.insert(last, ["Cost in all", money(plan.cost, plan.project.budget.currency)])
    return Grid(rows, "<<<<<")


def _value_row(plan: Plan) -> list[str]:
    demanded = plan.question.value_at_least
    everything = in_full(plan.project)
    below = everything - exact(plan.value)
    full = number(plain(everything)) + ("" if all_together(plan.project) else "; rules forbid it")
    rest = f"{number(plain(below))} below everything in full ({full})"
    limit = "-" if demanded is None else f"at least {number(demanded)}"
    return ["Value", number(plan.value), limit, RunOn(rest if below > 0 else "")]


def at_most(project: Project) -> Fraction:
    """Return what no plan can be worth more than, whatever the limits are."""
    wanted = (feature for feature in project.scope if feature.priority != WONT)
    best = (max(resolve.value(project, variant) for variant in feature) for feature in wanted)
    bundles = (exact(rule.value) for rule in project.scope.rules if isinstance(rule, Bundle) and rule.value > 0)
    return sum((*best, *bundles), Fraction(0))


def in_full(project: Project) -> Fraction:
    """Return the value of every feature that is not ruled out, as it was first wanted, with the bundles earned."""
    wanted = [feature for feature in project.scope if feature.priority != WONT]
    value = sum((exact(project.value_of(feature.name)) for feature in wanted), Fraction(0))
    originals = {feature.name: feature.original.name for feature in wanted}
    return sum((exact(bundle.value) for bundle in resolve.earned(project, originals)), value)


def all_together(project: Project) -> bool:
    """Tell whether rules let all that is wanted be built in full; not where some of it excludes other parts."""
    originals = {feature.name: feature.original.name for feature in project.scope if feature.priority != WONT}
    return not any(
        sum(is_in(name, originals) for name in rule.names) > (rule.k if isinstance(rule, AtMost) else 1)
        for rule in project.scope.rules
        if isinstance(rule, AtMost | Excludes)
    )


def _row(plan: Plan, key: str, usage: Usage) -> list[str]:
    kind, _, name = key.partition(":")
    if kind == "cost":
        return _cost_row(plan, name, usage)
    if kind == "finish":
        return _finish_row(plan, usage)
    if kind == "role":
        return _role_row(plan, name, usage)
    floor = "-" if usage.limit is None else f"at least {_any(usage.limit)}"
    left = "" if usage.left is None else number(usage.left)
    return [f"goal {label(name)}" if name else label(key.capitalize()), _any(usage.used), floor, left, ""]


def _any(figure: Any) -> str:
    if figure is None:
        return "-"
    return day(figure) if isinstance(figure, date) else number(figure)


def _cost_row(plan: Plan, fund: str, usage: Usage) -> list[str]:
    currency = plan.project.budget.currency
    used, limit, left = (
        "-" if amount is None or isinstance(amount, date) else money(amount, currency)
        for amount in (usage.used, usage.limit, usage.left)
    )
    cost = plan.costs.get(fund) or next(iter(plan.costs.values()))
    comment = []
    if cost.labour:
        comment.append(f"labour {money(cost.labour)}, other {money(cost.other)}")
    held = plan.project.budget.by_fund(plan.project.budget.reserve).get(fund or "budget", 0)
    if held and usage.limit is not None:
        comment.append(f"{money(plain(Fraction(held)))} held back")
    return [f"Cost, {label(fund)}" if fund else "Cost", used, limit, left, "; ".join(comment)]


def _finish_row(plan: Plan, usage: Usage) -> list[str]:
    left = "-" if usage.left is None else plural(int(usage.left), "working day")
    timeline = plan.project.timeline
    comment = ""
    if isinstance(timeline, Timeline) and timeline.buffer and timeline.deadline and usage.limit is not None:
        comment = f"{plural(timeline.buffer, 'day')} held back before {day(timeline.deadline)}"
    return ["Finish", _any(usage.used), _any(usage.limit), left, comment]


def _role_row(plan: Plan, role: str, usage: Usage) -> list[str]:
    def person_days(days: Any) -> str:
        return "-" if days is None else f"{number(days)} {work_unit(plan.project, days)}"

    added = plan.rounding.get(role, 0)
    comment = f"{number(added)} of them by rounding up" if added else ""
    left = "-" if usage.left is None else number(usage.left)
    return [label(role), person_days(usage.used), person_days(usage.limit), left, comment]


def deciding(plan: Plan) -> set[str]:
    """
    Return the limits that keep more value out.

    Those that are used up while something waits for them, and those that alone keep something out; where there is
    no such limit, all that are short for something.
    """
    if plan.question.objective not in ("value", "tiers"):
        return set()
    waits = [wait for wait in (*_short_for_backlog(plan), *_short_for_originals(plan)) if wait]
    short = set().union(*waits)
    late = {"finish"} if _something_waits_for_time(plan) else set()
    used_up = {key for key in short | late if _used_up(plan.usage.get(key))}
    alone = {key for wait in waits if len(wait) == 1 for key in wait}
    return (used_up | alone or short) & plan.usage.keys()


def _used_up(usage: Usage | None) -> bool:
    if usage is None or usage.left is None or usage.limit is None:
        return False
    if isinstance(usage.limit, date):
        return usage.left <= 0
    return exact(usage.left) <= USED_UP * exact(usage.limit)


def _something_waits_for_time(plan: Plan) -> bool:
    late = (ReasonKind.SHORT, ReasonKind.NO_ROOM, ReasonKind.DISPLACES, ReasonKind.CANNOT_FINISH)
    return any(reason.kind in late for reason in plan.backlog.values()) or any(True for _ in reduced(plan))


def _short_for_backlog(plan: Plan) -> Iterator[set[str]]:
    """Yield what each feature that is out lacks, with what must come with it."""
    for reason in plan.backlog.values():
        if not reason.value:
            continue
        if reason.kind is ReasonKind.CANNOT_FINISH:
            yield _too_late_for(reason) | _too_dear_for(plan, reason)
        else:
            yield {short.limit for short in reason.shortfalls}


def _too_late_for(reason: Reason) -> set[str]:
    """Return what lets it not finish even alone: the deadline, or people where more time is no help."""
    if any(short.limit == "due" for short in reason.shortfalls):  # its own date, which is no limit of the plan
        return set()
    limits = ((short.limit.partition(":"), short.left) for short in reason.shortfalls)
    return {f"role:{role}" for (kind, _, role), left in limits if kind == "people" or not left} or {"finish"}


def _too_dear_for(plan: Plan, reason: Reason) -> set[str]:
    project = plan.project
    costs = {fund: project.cost_of(reason.feature, reason.variant, fund=fund) for fund in plan.costs}
    keys = {cost_key(project.budget, fund): exact(cost) for fund, cost in costs.items()}
    return {key for key, cost in keys.items() if _exceeds(cost, plan.usage.get(key))}


def reduced(plan: Plan) -> Iterator[str]:
    """Yield the features that are built in a variant worth less than their original."""
    for feature in plan.project.scope:
        built = plan.selection.get(feature.name)
        if built is None or built == feature.original.name:
            continue
        if plan.project.value_of(feature.name, built) < plan.project.value_of(feature.name):
            yield feature.name


def _short_for_originals(plan: Plan) -> Iterator[set[str]]:
    """Yield what the originals of reduced features would take more than is left."""
    project, usage = plan.project, plan.usage
    for name in reduced(plan):
        built = plan.selection[name]
        more = {
            cost_key(project.budget, fund): exact(project.cost_of(name, fund=fund))
            - exact(project.cost_of(name, built, fund=fund))
            for fund in plan.costs
        }
        now, then = project.work_of(name, built), project.work_of(name)
        for role in then:
            share = project.timeline.availability.get(role, 1) if isinstance(project.timeline, Timeline) else 1
            more[f"role:{role}"] = (exact(then[role]) - exact(now.get(role, 0))) / exact(share)
        yield {key for key, amount in more.items() if _exceeds(amount, usage.get(key))}


def _exceeds(amount: Fraction, usage: Usage | None) -> bool:
    return usage is not None and usage.left is not None and amount > exact(usage.left)
