"""The table of the scope: what is built, for how much, by whom and when; and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from irontriangle._model import resolve
from irontriangle._model.amounts import Amount, plain
from irontriangle._model.members import feature_of
from irontriangle._model.timeline import Gate, Sprints, Timeline
from irontriangle._plan.check_calendar import Calendar
from irontriangle._plan.plan import Plan
from irontriangle._plan.schedule import ScheduledTask
from irontriangle._show.backlog import MOST_ROWS, backlog_groups, backlog_rows
from irontriangle._show.blocks import Grid, RunOn, Section
from irontriangle._show.names import in_order, titles
from irontriangle._show.sprints import sprints_text
from irontriangle._show.table import WIDEST, table
from irontriangle._show.words import days, label, listed, money, number, plural, width

LONGEST_VARIANT = 20


def scope_section(plan: Plan) -> Section:
    """Lay out one line per feature that is built, what is earned and paid beside them, then the backlog."""
    steps, gates = _steps(plan), _gates(plan)
    grid = _grid(plan, steps)
    for fewer in ([step for step in steps if step not in gates], []):
        if steps and max(map(width, table(grid))) > WIDEST:
            grid = _grid(plan, fewer)
    return [grid, *(backlog_groups(plan) if len(plan.backlog) > MOST_ROWS else [])]


def _grid(plan: Plan, steps: list[str]) -> Grid:
    currency = plan.project.budget.currency
    cost = [f"cost {label(currency)}" if currency else "cost"] if _with_cost(plan) else []
    in_sprints = isinstance(plan.project.timeline, Sprints)
    dated = in_sprints or isinstance(plan.project.timeline, Timeline)
    dates = [label(step) for step in steps] if steps else ["sprints" if in_sprints else "dates"] if dated else []
    titled = titles(plan.project)
    with_variants = shows_variants(plan)
    tasks: dict[str, list[ScheduledTask]] = {}
    for task in plan.schedule:
        tasks.setdefault(task.feature, []).append(task)
    several_years = _several_years(plan)
    rows = [["Built", "value", *cost, *dates]]
    for feature in in_order(plan.project, plan.selection):
        name, variant = feature.name, plan.selection[feature.name]
        row = [titled[name] + (f" {label(variant, LONGEST_VARIANT)}" if with_variants else "")]
        row.append(number(plan.project.value_of(name, variant)))
        row += [money(plan.project.cost_of(name, variant))] if cost else []
        if in_sprints:
            row.append(_sprints(tasks[name]))
        elif dated:
            row += _dates(tasks.get(name, []), steps, year=several_years)
        rows.append(row)
    if len(rows) == 1:
        rows = [["Built: nothing"]]
    rows += [[name, value, *([paid] if cost else [])] for name, value, paid in _beside(plan)]
    align = "<>" + ">" * len(cost) + "<" * len(dates)
    align += "<" * (3 - len(align))
    if not plan.backlog:
        rows.append([RunOn("Backlog: nothing")])
    elif len(plan.backlog) <= MOST_ROWS:
        rows += backlog_rows(plan, titled)
    return Grid(rows, align)


def _with_cost(plan: Plan) -> bool:
    return any(part.labour or part.other for part in plan.costs.values())


def shows_variants(plan: Plan) -> bool:
    """Whether any feature that is built has a variant worth naming."""
    scope = plan.project.scope
    return any(len(scope[name].variants) > 1 or variant != "full" for name, variant in plan.selection.items())


def _steps(plan: Plan) -> list[str]:
    """Return the roles at work and the gates passed, in the order of the workflow, then of the team."""
    timeline = plan.project.timeline
    if not isinstance(timeline, Timeline):
        return []
    there = {role for task in plan.schedule for role in task.demand} | _gates(plan)
    in_order = [step.name if isinstance(step, Gate) else step for step in timeline.workflow]
    return [step for step in dict.fromkeys([*in_order, *timeline.team]) if step in there]


def _gates(plan: Plan) -> set[str]:
    """Return the gates that something built waits at."""
    timeline = plan.project.timeline
    steps = timeline.workflow if isinstance(timeline, Timeline) else ()
    named = {step.name for step in steps if isinstance(step, Gate)}
    return named & {task.name for task in plan.schedule if not task.demand}


def _dates(tasks: list[ScheduledTask], steps: list[str], *, year: bool) -> list[str]:
    if not steps:
        return [_span(tasks, year=year)]
    return [
        _span([task for task in tasks if task.demand.get(step) or (not task.demand and task.name == step)], year=year)
        for step in steps
    ]


def _sprints(tasks: list[ScheduledTask]) -> str:
    return sprints_text(min(task.start for task in tasks), max(task.end for task in tasks))


def _span(tasks: list[ScheduledTask], *, year: bool) -> str:
    firsts = [task.first for task in tasks if task.first is not None and task.start < task.end]
    lasts = [task.last for task in tasks if task.last is not None and task.start < task.end]
    return days(min(firsts), max(lasts), year=year) if firsts and lasts else "-"


def _several_years(plan: Plan) -> bool:
    dates: list[date] = [when for task in plan.schedule for when in (task.first, task.last) if when is not None]
    return len({when.year for when in dates}) > 1


def _beside(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield bundles earned, burn and paid absences, so that the columns add up."""
    budget, selection, timeline = plan.project.budget, plan.selection, plan.project.timeline

    def in_all(amount: Amount) -> Fraction:
        return sum(budget.by_fund(amount).values(), Fraction(0))

    for bundle in resolve.earned(plan.project, selection):
        names = listed([label(feature_of(name), 20) for name in bundle.names], most=2)
        yield f"together: {names}", number(bundle.value), money(plain(in_all(bundle.cost)))
    if not isinstance(timeline, (Timeline, Sprints)):
        return
    burn = in_all(budget.burn_per_day)
    if burn and plan.finish is not None:
        n_days = timeline.day_of(plan.finish) + 1
        yield f"{plural(n_days, 'working day')} at {money(plain(burn))}", "", money(plain(burn * n_days))
    if isinstance(timeline, Sprints):
        return
    calendar = Calendar(timeline)
    paid = sum(
        (
            calendar.paid_days(absence.role, absence.first, absence.last)
            * absence.people
            * in_all(budget.rates[absence.role])
            for absence in timeline.absences
            if absence.paid and absence.role in budget.rates
        ),
        Fraction(0),
    )
    if paid:
        yield "paid absences", "", money(plain(paid))
