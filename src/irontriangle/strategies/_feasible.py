"""Projects that some plan fits, and plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

import irontriangle as it
from irontriangle.strategies import _figures as figures
from irontriangle.strategies._atoms import LARGEST, exact, numbers
from irontriangle.strategies._limits import USUAL_SHARES
from irontriangle.strategies._projects import projects as any_projects
from irontriangle.strategies._projects import selections
from irontriangle.strategies._rules import feature_of

MOST_ADDED = 100
"""Sprints that lags may take."""


@st.composite
def feasible_projects(draw: DrawFn, projects: SearchStrategy[it.Project] | None = None) -> it.Project:
    """
    Generate projects for which there is a plan, though nothing is solved to know it.

    A selection is drawn too: rules that it breaks are dropped, and limits that it does not meet are widened until it
    just does.

    Parameters
    ----------
    projects
        Of what is made feasible; by default ``projects()``.

    Examples
    --------
    >>> import irontriangle as it
    >>> from hypothesis import given, settings
    >>> from irontriangle.strategies import feasible_projects, projects
    >>> @given(feasible_projects(projects(max_features=3, dated=False)))
    ... @settings(max_examples=10, deadline=None)
    ... def test_there_is_a_plan(project):
    ...     assert it.optimize(project, time_limit=10).status is not it.Status.INFEASIBLE
    >>> test_there_is_a_plan()
    """
    project = draw(any_projects() if projects is None else projects)
    nothing: dict[str, str] = {}
    for selection in (_doable(project, draw(selections(project.scope))), nothing):
        found = _made_feasible(project, selection)
        if found is not None:
            return found
    free = _without_standing_costs(project)  # more than any limit can say, though nothing is built
    return _made_feasible(free, nothing) or free


def _made_feasible(project: it.Project, selection: Mapping[str, str]) -> it.Project | None:
    """Return the project with all that the selection needs; None if no limit can be written that pays for it."""
    project = _with_rules_kept(project, selection)
    project, days = _with_time(project, selection)
    return _with_money(project, selection, days)


def _without_standing_costs(project: it.Project) -> it.Project:
    timeline = project.timeline
    if isinstance(timeline, it.Timeline):
        timeline = attrs.evolve(timeline, absences=())
    return attrs.evolve(project, timeline=timeline, budget=attrs.evolve(project.budget, reserve=0))


def _doable(project: it.Project, selection: Mapping[str, str]) -> dict[str, str]:
    """Return what is left of a selection when its needs are closed and what no calendar has days for is left out."""
    kept = {
        feature: variant
        for feature, variant in selection.items()
        if _few(project, _waiting(project, project.scope[feature][variant]))
        and _few(project, len(project.scope) * _working(project, project.scope[feature][variant]))
    }
    orders = _orders(project)
    while True:
        wanting = [
            rule.feature
            for rule in orders
            if figures.is_in(rule.feature, kept)
            and not (
                (isinstance(rule, it.After) or figures.is_in(rule.needs, kept))
                and _few(project, rule.lag * len(orders))
            )
        ]
        if not wanting:
            return kept
        for member in wanting:
            kept.pop(feature_of(member), None)


def _working(project: it.Project, variant: it.Variant) -> int:
    """Return working days that surely do for a variant alone; sprints hold any work."""
    return figures.longest_days(project.timeline, variant) if isinstance(project.timeline, it.Timeline) else 0


def _waiting(project: it.Project, variant: it.Variant) -> int:
    """Return the working days, or sprints, before a variant may begin."""
    timeline = project.timeline
    if variant.earliest is None or not isinstance(timeline, (it.Timeline, it.Sprints)):
        return 0
    days = timeline.day_of(variant.earliest)
    return days if isinstance(timeline, it.Timeline) else -(-days // timeline.length)


def _due_later(project: it.Project, selection: Mapping[str, str], last: date) -> it.Project:
    """Let what is selected be due no earlier than a date."""
    features = [
        attrs.evolve(
            feature, variants=[_until(v, last) if selection.get(feature.name) == v.name else v for v in feature]
        )
        for feature in project.scope
    ]
    scope = it.Scope(features, rules=project.scope.rules, goals=project.scope.goals)
    return attrs.evolve(project, scope=scope)


def _until(variant: it.Variant, last: date) -> it.Variant:
    return variant if variant.due is None else attrs.evolve(variant, due=max(variant.due, last))


def _few(project: it.Project, days: int) -> bool:
    """Return whether so many working days come twice before the end of all dates, though one a week be worked."""
    timeline = project.timeline
    if isinstance(timeline, it.Sprints):  # for which lags are all that is asked
        there_are = (date.max - timeline.start).days // 7 * 5 // timeline.length
        return days <= min(MOST_ADDED, there_are - timeline.count)
    if not isinstance(timeline, it.Timeline):
        return True
    return 2 * days < (date.max - timeline.start).days // 7 - len(timeline.holidays)


def _requirements(project: it.Project) -> list[it.Requires]:
    scope = project.scope
    own = [it.Requires(feature.name, member) for feature in scope for member in feature.requires]
    return own + [rule for rule in scope.rules if isinstance(rule, it.Requires)]


def _orders(project: it.Project) -> list[it.Requires | it.After]:
    """Return all that orders work in time."""
    after = [rule for rule in project.scope.rules if isinstance(rule, it.After)]
    return [*(rule for rule in _requirements(project) if rule.ordered), *after]


def _with_rules_kept(project: it.Project, selection: Mapping[str, str]) -> it.Project:
    """Drop the rules that the selection breaks, soften priorities, and lower floors to what it reaches."""
    scope = project.scope
    features = []
    for feature in scope:
        broken = it.WONT if feature.name in selection else it.MUST
        features.append(attrs.evolve(feature, priority=it.SHOULD) if feature.priority == broken else feature)
    goals = scope.goals
    if goals is not None:
        reached = figures.scores(project, selection)
        floors = {
            goal: figures.written(min(exact(floor), reached.get(goal, Fraction(0))), up=False)
            for goal, floor in goals.floors.items()
        }
        goals = it.Goals(goals.weights, floors)
    kept = [rule for rule in scope.rules if figures.holds(rule, selection)]
    return attrs.evolve(
        project, scope=it.Scope(features, rules=kept, goals=goals), quality=_quality(project, selection)
    )


def _quality(project: it.Project, selection: Mapping[str, str]) -> Any:
    """Return the floor of quality, or the quality of the worst part where that is lower."""
    if project.quality is None:
        return None
    return min([exact(project.quality), *(exact(v.quality) for v in figures.variants(project, selection))])


def _with_time(project: it.Project, selection: Mapping[str, str]) -> tuple[it.Project, int]:
    """Widen team and deadline, or the capacity; return the working days in which the selection is surely done."""
    timeline = project.timeline
    if isinstance(timeline, it.Capacity):
        need = figures.work(project, selection)
        amounts = {role: max(exact(left), need.get(role, Fraction(0))) for role, left in timeline.items()}
        return attrs.evolve(project, timeline=it.Capacity({r: figures.written(a) for r, a in amounts.items()})), 0
    if isinstance(timeline, it.Sprints):
        return _with_sprints(project, timeline, selection)
    if timeline is None:
        return project, 0
    team = dict(timeline.team)
    for variant in figures.variants(project, selection):
        for role, effort in variant.effort.items():
            team[role] = max(team[role], 1 if effort else 0)
        for task in variant.tasks:
            for role, people in task.demand.items():
                team[role] = max(team[role], people)
    lags = [rule.lag for rule in _orders(project) if figures.is_in(rule.feature, selection)]
    work = sum(figures.longest_days(timeline, variant) for variant in figures.variants(project, selection))
    idle = attrs.evolve(timeline, team=team, deadline=None, buffer=0)
    waiting = max((_waiting(project, variant) for variant in figures.variants(project, selection)), default=0)
    days, idle = _days(idle, work + sum(lags), waiting)
    project = _due_later(project, selection, _date_of(idle, max(0, days - 1)) or date.max)
    deadline = timeline.deadline
    if deadline is not None and days > (timeline.usable_days or 0):
        deadline = _date_of(idle, days + timeline.buffer - 1)
    buffer = 0 if deadline is None else timeline.buffer
    return attrs.evolve(project, timeline=attrs.evolve(idle, deadline=deadline, buffer=buffer)), days


def _with_sprints(project: it.Project, sprints: it.Sprints, selection: Mapping[str, str]) -> tuple[it.Project, int]:
    """
    Add sprints for all lags, one after the other, behind what comes first of the last sprint and the first dates.

    These, and the last one that there was, can do all work.
    """
    need = figures.work(project, selection)
    lags = sum(rule.lag for rule in _orders(project) if figures.is_in(rule.feature, selection))
    waiting = max((_waiting(project, variant) for variant in figures.variants(project, selection)), default=0)
    count = max(sprints.count, waiting + 1) + lags
    capacity: dict[str, Any] = {}
    for role in sprints.capacity:
        enough = figures.written(max(exact(sprints.amount(role, sprints.count - 1)), need.get(role, Fraction(0))))
        capacity[role] = [
            sprints.amount(role, sprint) if sprint < sprints.count - 1 else enough for sprint in range(count)
        ]
    wide = attrs.evolve(sprints, count=count, capacity=capacity)
    project = _due_later(project, selection, wide.deadline)
    return attrs.evolve(project, timeline=wide), count * sprints.length


def _days(timeline: it.Timeline, work: int, waiting: int) -> tuple[int, it.Timeline]:
    """Return the working days that are enough for so many days of work, absences dropped that never end."""
    ends = figures.first_full_day(timeline)
    if ends is None or _date_of(timeline, max(ends, waiting) + work) is None:
        timeline, ends = attrs.evolve(timeline, absences=(), role_holidays={}), 0
    return max(ends, waiting) + work, timeline


def _date_of(timeline: it.Timeline, day: int) -> date | None:
    try:
        return timeline.date_of(day)
    except OverflowError:
        return None


def _with_money(project: it.Project, selection: Mapping[str, str], days: int) -> it.Project | None:
    """Widen the limits of the funds until they pay for the selection, the reserve and what the calendar adds."""
    budget = project.budget
    if budget.limit is None:
        return project
    need = figures.costs(project, selection)
    reserve, burn, limit = (budget.by_fund(part) for part in (budget.reserve, budget.burn_per_day, budget.limit))
    paid = figures.paid_absences(project)
    wide = {f: max(limit[f], need[f] + reserve[f] + burn[f] * days + paid[f]) for f in budget.funds}
    if max(wide.values()) > LARGEST:
        return None
    return attrs.evolve(project, budget=figures.limited(budget, wide))


def _some_projects() -> SearchStrategy[it.Project]:
    return any_projects(
        efforts=numbers(max_value=20),
        shares=USUAL_SHARES,
        max_features=5,
        max_variants=2,
        max_tasks=2,
        max_days=30,
        max_people=3,
        max_ticks_per_day=4,
        max_lag=5,
    )


def plans(projects: SearchStrategy[it.Project] | None = None, **question: Any) -> SearchStrategy[it.Plan]:
    """
    Generate plans: what `optimize` answers, found or not.

    Parameters
    ----------
    projects
        Of what is planned; by default small ones.
    question
        Further arguments of `optimize`.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> @given(plans(objective="tiers"))
    ... @settings(max_examples=5, deadline=None)
    ... def test_a_plan_knows_its_question(plan):
    ...     assert plan.question.objective == "tiers"
    """
    some = _some_projects() if projects is None else projects
    return some.map(lambda project: it.optimize(project, **question))
