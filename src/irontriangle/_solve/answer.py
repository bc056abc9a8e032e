"""From what was chosen, and when it starts, to the figures of a plan, all recomputed from the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from irontriangle._model import resolve
from irontriangle._model.amounts import FrozenMap, exact, plain
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._model.rules import Bundle
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.figures import cost_key
from irontriangle._plan.plan import Answer, FundCost, Question, Usage
from irontriangle._plan.schedule import Schedule, ScheduledTask
from irontriangle._solve.compile import simple
from irontriangle._solve.jobs import Job, jobs_of
from irontriangle._solve.money import absent_days, days_of, paid_absences, spendable
from irontriangle._solve.program import Exact
from irontriangle._solve.sprints.schedule import in_sprints

Starts = Mapping[tuple[str, str], int]
"""(feature, task) -> the tick at which it starts."""


def build_answer(
    project: Project,
    question: Question,
    selection: Mapping[str, str],
    starts: Starts | None = None,
    turns: Sequence[str] | None = None,
) -> Answer:
    """
    Return the figures of a selection; the backlog's reasons are filled in by `irontriangle._solve.backlog.reasons`.

    Parameters
    ----------
    starts
        When each task starts; None for a plan without dates.
    turns
        The features built in the order in which they are given their work; None for a plan without sprints.
    """
    built = {feature.name: feature[selection[feature.name]] for feature in project.scope if feature.name in selection}
    timeline = project.timeline
    bundles = resolve.earned(project, selection)
    jobs: list[tuple[Job, ScheduledTask]] = []
    if isinstance(timeline, Timeline):
        jobs = _scheduled(timeline, built, starts or {})
    schedule = Schedule(task for _, task in jobs)
    if isinstance(timeline, Sprints):
        schedule = in_sprints(project, selection, turns or (), release_count=question.objective == "finish")
    n_days = days_of(timeline, schedule)
    finish = timeline.date_of(n_days - 1) if n_days and isinstance(timeline, (Timeline, Sprints)) else None
    costs = _costs(project, built, bundles, n_days)
    values = {name: simple(resolve.value(project, variant)) for name, variant in built.items()}
    worth = sum(values.values())
    delivered = sum(values[name] * simple(exact(variant.quality)) for name, variant in built.items())
    quality = Fraction(delivered) / worth if worth else None
    usage = dict(_money_used(project, question, costs))
    usage |= _time_used(project, question, built, jobs, n_days, finish)
    usage |= _floors_used(project, built, quality)
    return Answer(
        selection=FrozenMap({name: variant.name for name, variant in built.items()}),
        schedule=schedule,
        value=plain(worth + sum(exact(bundle.value) for bundle in bundles)),
        cost=plain(sum(labour + other for labour, other in costs.values())),
        costs=FrozenMap({fund: FundCost(plain(labour), plain(other)) for fund, (labour, other) in costs.items()}),
        finish=finish,
        quality=None if quality is None else plain(quality),
        usage=FrozenMap(usage),
        rounding=FrozenMap(_rounding(timeline, jobs)) if isinstance(timeline, Timeline) else FrozenMap(),
    )


def _scheduled(timeline: Timeline, built: Mapping[str, Variant], starts: Starts) -> list[tuple[Job, ScheduledTask]]:
    """Date every task of what is built, in the order of the starts."""
    tasks = []
    for name, variant in built.items():
        for job in jobs_of(variant, timeline) or [Job("milestone", 0, {})]:
            start = starts[name, job.name]
            end = _end(timeline, job, start)
            first, last = _date(timeline, start), _date(timeline, max(start, end - 1))
            demand = FrozenMap(job.demand)
            tasks.append((job, ScheduledTask(name, variant.name, job.name, demand, start, end, first, last)))
    tasks.sort(key=lambda pair: (pair[1].start, pair[1].end))
    return tasks


def _rounding(timeline: Timeline, jobs: list[tuple[Job, ScheduledTask]]) -> dict[str, int | float]:
    """Person-days that rounding up to whole ticks added, role by role."""
    added = dict.fromkeys(timeline.team, Fraction(0))
    for job, _ in jobs:
        for role, people in job.demand.items():
            added[role] += job.rounding * people
    return {role: plain(days) for role, days in added.items()}


def _end(timeline: Timeline, job: Job, start: int) -> int:
    """Walk over whole days from the start: absences leave nobody at some of them."""
    per_day = timeline.ticks_per_day
    absences = [absence for absence in resolve.away(timeline) if job.demand.get(absence.role)]
    left, tick = job.ticks, start
    last_absent = max((absent_days(timeline, absence)[1] for absence in absences), default=0) * per_day
    while left and tick < last_absent:
        day_end = (tick // per_day + 1) * per_day
        if all(timeline.present(role, tick // per_day) >= people for role, people in job.demand.items()):
            done = min(left, day_end - tick)
            left -= done
            tick += done
        else:
            tick = day_end
    return tick + left


def _date(timeline: Timeline, tick: int) -> date | None:
    try:
        return timeline.date_of(tick // timeline.ticks_per_day)
    except OverflowError:
        return None


def _costs(
    project: Project, built: Mapping[str, Variant], bundles: list[Bundle], n_days: int
) -> dict[str, tuple[Exact, Exact]]:
    """Labour and all else, by fund."""
    labour: dict[str, Exact] = dict.fromkeys(project.budget.funds, 0)
    other: dict[str, Exact] = {fund: simple(amount) for fund, amount in paid_absences(project).items()}
    for variant in built.values():
        for fund, amount in resolve.labour(project, variant).items():
            labour[fund] = labour[fund] + amount
        for fund, amount in resolve.other_cost(project, variant).items():
            other[fund] += amount
    for bundle in bundles:
        for fund, amount in project.budget.by_fund(bundle.cost).items():
            other[fund] += amount
    for fund, amount in project.budget.by_fund(project.budget.burn_per_day).items():
        other[fund] += amount * n_days
    return {fund: (labour[fund], other[fund]) for fund in labour}


def _money_used(
    project: Project, question: Question, costs: dict[str, tuple[Exact, Exact]]
) -> Iterator[tuple[str, Usage]]:
    limits = {} if question.objective == "cost" else spendable(project)
    for fund, (labour, other) in costs.items():
        limit = limits.get(fund)
        left = None if limit is None else plain(limit - labour - other)
        shown = None if limit is None else plain(limit)
        yield cost_key(project.budget, fund), Usage(plain(labour + other), shown, left, project.budget.currency)


def _time_used(
    project: Project,
    question: Question,
    built: Mapping[str, Variant],
    jobs: list[tuple[Job, ScheduledTask]],
    n_days: int,
    finish: date | None,
) -> dict[str, Usage]:
    timeline = project.timeline
    if isinstance(timeline, Capacity):
        used: dict[str, Exact] = dict.fromkeys(timeline, 0)
        for variant in built.values():
            for role, days in resolve.work(variant).items():
                used[role] = used[role] + simple(days)
        return {
            f"role:{role}": Usage(plain(days), plain(exact(there)), plain(exact(there) - days), "days")
            for (role, days), there in zip(used.items(), timeline.values(), strict=True)
        }
    if isinstance(timeline, Sprints):
        return _sprints_used(timeline, question, built, n_days, finish)
    if not isinstance(timeline, Timeline):
        return {}
    usable = None if question.objective == "finish" else timeline.usable_days
    busy = dict.fromkeys(timeline.team, Fraction(0))
    for job, _ in jobs:
        for role, people in job.demand.items():
            busy[role] += Fraction(people * job.ticks, timeline.ticks_per_day)
    last = None if usable is None else timeline.date_of(usable - 1)
    left = None if usable is None else usable - n_days
    rows = {"finish": Usage(finish, last, left, "working days")}
    for role, days in busy.items():
        there = None if usable is None else _people_days(timeline, role, usable)
        spare = None if there is None else plain(there - days)
        rows[f"role:{role}"] = Usage(plain(days), there, spare, "days")
    return rows


def _sprints_used(
    sprints: Sprints, question: Question, built: Mapping[str, Variant], n_days: int, finish: date | None
) -> dict[str, Usage]:
    """All sprints together; nothing limits them where their number is released."""
    released = question.objective == "finish"
    used: dict[str, Exact] = dict.fromkeys(sprints.capacity, 0)
    for variant in built.values():
        for role, amount in resolve.work(variant).items():
            used[role] += amount
    left = None if released else sprints.working_days - n_days
    unit = "days" if sprints.unit == "person-days" else sprints.unit
    rows = {"finish": Usage(finish, None if released else sprints.deadline, left, "working days")}
    for role, amount in used.items():
        there = sum((exact(sprints.amount(role, sprint)) for sprint in range(sprints.count)), Fraction(0))
        limit, spare = (None, None) if released else (plain(there), plain(there - amount))
        rows[f"role:{role}"] = Usage(plain(amount), limit, spare, unit)
    return rows


def _people_days(timeline: Timeline, role: str, n_days: int) -> int:
    """Person-days present from the start: only days with somebody absent are looked at one by one."""
    absent = {
        day
        for absence in resolve.away(timeline)
        if absence.role == role
        for day in range(absent_days(timeline, absence)[0], min(n_days, absent_days(timeline, absence)[1]))
    }
    return int(timeline.team[role]) * (n_days - len(absent)) + sum(timeline.present(role, day) for day in absent)


def _floors_used(project: Project, built: Mapping[str, Variant], quality: Fraction | None) -> dict[str, Usage]:
    rows = {}
    goals = project.scope.goals
    if goals is not None and goals.weights:
        totals = dict.fromkeys(goals.weights, Fraction(0))
        for variant in built.values():
            for goal, score in resolve.goal_scores(project, variant).items():
                totals[goal] += score
        for goal, total in totals.items():
            floor = goals.floors.get(goal)
            left = None if floor is None else plain(total - exact(floor))
            rows[f"goal:{goal}"] = Usage(plain(total), None if floor is None else plain(exact(floor)), left)
    if project.quality is not None:
        floor = exact(project.quality)
        shown = None if quality is None else plain(quality)
        rows["quality"] = Usage(shown, plain(floor), None if quality is None else plain(quality - floor))
    return rows
