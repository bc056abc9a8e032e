"""The table of the scope: what is built, for how much, by whom and when; and what is not."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from irontriangle._model.amounts import exact, plain
from irontriangle._model.feature import Feature
from irontriangle._model.rules import Bundle
from irontriangle._model.timeline import Timeline
from irontriangle._plan.plan import Plan
from irontriangle._plan.schedule import ScheduledTask
from irontriangle._show.backlog import MOST_ROWS, backlog_groups, backlog_rows
from irontriangle._show.names import in_order, member_text, priority_text
from irontriangle._show.table import WIDEST, table
from irontriangle._show.words import days, label, listed, money, number, plural, width


def scope_table(plan: Plan) -> list[str]:
    """Lay out one line per feature that is built, what is earned and paid beside them, then the backlog."""
    roles = _roles(plan)
    lines = _lines(plan, roles)
    if roles and max(map(width, lines)) > WIDEST:
        lines = _lines(plan, [])
    return lines


def _lines(plan: Plan, roles: list[str]) -> list[str]:
    currency = plan.project.budget.currency
    cost = [f"cost {label(currency)}" if currency else "cost"] if _with_cost(plan) else []
    dated = isinstance(plan.project.timeline, Timeline)
    dates = [label(role) for role in roles] if roles else ["dates"] if dated else []
    rows = [["Built", "value", *cost, *dates]]
    for feature in in_order(plan.project, plan.selection):
        variant = plan.selection[feature.name]
        row = [named(plan, feature), number(plan.project.value_of(feature.name, variant))]
        row += [money(plan.project.cost_of(feature.name, variant))] if cost else []
        rows.append(row + (_dates(plan, feature, roles) if dated else []))
    if len(rows) == 1:
        rows = [["Built: nothing"]]
    rows += [[name, value, *([paid] if cost else [])] for name, value, paid in _beside(plan)]
    align = "<>" + ">" * len(cost) + "<" * len(dates)
    align += "<" * (3 - len(align))
    if not plan.backlog:
        return table([*rows, ["Backlog: nothing"]], align)
    if len(plan.backlog) > MOST_ROWS:
        return [*table(rows, align), *backlog_groups(plan)]
    return table([*rows, *backlog_rows(plan, max(width(row[0]) for row in rows))], align)


def _with_cost(plan: Plan) -> bool:
    return any(part.labour or part.other for part in plan.costs.values())


def named(plan: Plan, feature: Feature) -> str:
    """Name a feature with its priority before and its variant behind it, where these tell something."""
    variant = plan.selection.get(feature.name)
    names = label(feature.name)
    if variant is not None and shows_variants(plan):
        names += f" {label(variant, 20)}"
    return priority_text(plan.project, feature) + names


def shows_variants(plan: Plan) -> bool:
    """Whether any feature that is built has a variant worth naming."""
    scope = plan.project.scope
    return any(len(scope[name].variants) > 1 or variant != "full" for name, variant in plan.selection.items())


def _roles(plan: Plan) -> list[str]:
    """Return the roles at work, in the order of the workflow, then of the team."""
    timeline = plan.project.timeline
    if not isinstance(timeline, Timeline):
        return []
    at_work = {role for task in plan.schedule for role in task.demand}
    return [role for role in dict.fromkeys([*timeline.workflow, *timeline.team]) if role in at_work]


def _dates(plan: Plan, feature: Feature, roles: list[str]) -> list[str]:
    tasks = [task for task in plan.schedule if task.feature == feature.name]
    if not roles:
        return [_span(plan, tasks)]
    return [_span(plan, [task for task in tasks if task.demand.get(role)]) for role in roles]


def _span(plan: Plan, tasks: list[ScheduledTask]) -> str:
    firsts = [task.first for task in tasks if task.first is not None and task.start < task.end]
    lasts = [task.last for task in tasks if task.last is not None and task.start < task.end]
    if not firsts or not lasts:
        return "-"
    return days(min(firsts), max(lasts), year=_several_years(plan))


def _several_years(plan: Plan) -> bool:
    dates: list[date] = [when for task in plan.schedule for when in (task.first, task.last) if when is not None]
    return len({when.year for when in dates}) > 1


def _beside(plan: Plan) -> list[tuple[str, str, str]]:
    """Return bundles earned, burn and paid absences, so that the columns add up."""
    project, selection = plan.project, plan.selection
    rows = []
    value, cost = Fraction(0), Fraction(0)
    for feature, variant in selection.items():
        cost += exact(project.cost_of(feature, variant))
    for rule in project.scope.rules:
        if isinstance(rule, Bundle) and all(
            name in selection if isinstance(name, str) else selection.get(name[0]) == name[1] for name in rule.names
        ):
            paid = sum(project.budget.by_fund(rule.cost).values(), Fraction(0))
            value, cost = value + exact(rule.value), cost + paid
            names = listed([member_text(name) for name in rule.names], most=2)
            rows.append((f"together: {names}", number(rule.value), money(plain(paid))))
    burn = sum(project.budget.by_fund(project.budget.burn_per_day).values(), Fraction(0))
    if burn and isinstance(project.timeline, Timeline) and plan.finish is not None:
        n_days = project.timeline.day_of(plan.finish) + 1
        cost += burn * n_days
        rows.append((f"{plural(n_days, 'working day')} at {money(plain(burn))}", "", money(plain(burn * n_days))))
    if exact(plan.cost) != cost and isinstance(project.timeline, Timeline):
        rows.append(("paid absences", "", money(plain(exact(plan.cost) - cost))))
    return rows
