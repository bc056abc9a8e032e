"""Whole projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

import irontriangle as it
from irontriangle.strategies import _figures as figures
from irontriangle.strategies._atoms import Written, numbers
from irontriangle.strategies._atoms import names as any_names
from irontriangle.strategies._features import MOST_PEOPLE
from irontriangle.strategies._limits import MOST_DAYS, MOST_SPRINTS, MOST_TICKS, budgets, capacities, sprints, timelines
from irontriangle.strategies._rules import LONGEST_LAG, goals, scopes


@st.composite
def projects(
    draw: DrawFn,
    *,
    names: SearchStrategy[str] | None = None,
    values: SearchStrategy[Written] | None = None,
    costs: SearchStrategy[Written] | None = None,
    efforts: SearchStrategy[Written] | None = None,
    qualities: SearchStrategy[Written] | None = None,
    shares: SearchStrategy[Written] | None = None,
    priorities: SearchStrategy[it.Priority] | None = None,
    min_features: int = 1,
    max_features: int | None = None,
    max_variants: int | None = None,
    max_rules: int | None = None,
    max_tasks: int | None = None,
    max_roles: int = 3,
    max_goals: int = 2,
    max_funds: int = 2,
    dated: bool | Literal["sprints"] | None = None,
    max_days: int = MOST_DAYS,
    max_people: int = MOST_PEOPLE,
    max_ticks_per_day: int = MOST_TICKS,
    max_absences: int | None = None,
    max_lag: int = LONGEST_LAG,
    max_sprints: int = MOST_SPRINTS,
) -> it.Project:
    """
    Generate projects, feasible or not, whose limits are often the exact figures of some selection.

    Parameters
    ----------
    names
        Of features, variants, tasks, roles, goals and funds; by default ``names()``.
    values, costs, efforts, qualities, priorities
        Of the parts of each feature, limits, weights and rates; by default any.
    shares
        Of the availability of roles; by default any.
    min_features, max_features, max_variants, max_rules, max_tasks, max_roles, max_goals, max_funds, max_absences
        Bounds on their numbers.
    dated
        True: with a `Timeline`. False: with a `Capacity`, or no limit on work. ``"sprints"``: in `Sprints`. None: any
        of the four.
    max_days, max_people, max_ticks_per_day, max_lag, max_sprints
        Bounds on time and people; absences too begin and end within seven weeks for each week of `max_days`, or never.

    Notes
    -----
    The widest calendars are of the model, not of every verb: about one project with a `Timeline` in seven has more than
    the 10,000 working days that a plan may span, and `optimize` refuses it by a `ModelError`. Where plans are made of
    what is drawn, bound `efforts` and `max_days`, as one does for speed in any case.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(projects(max_features=3, dated=True))
    ... def test_a_dated_project_has_a_start(project):
    ...     assert project.timeline.start
    """
    text = any_names() if names is None else names
    value = numbers() if values is None else values
    cost = numbers() if costs is None else costs
    effort = numbers() if efforts is None else efforts
    if dated is None:
        dated = draw(st.sampled_from([False, True, "sprints"]))
    roles = draw(st.lists(text, min_size=1 if dated else 0, max_size=max_roles, unique=True))
    funds = draw(st.lists(text, max_size=max_funds, unique=True))
    wanted = draw(st.none() | st.lists(text, max_size=max_goals, unique=True))
    start = draw(st.dates())
    scope = draw(
        scopes(
            names=text,
            roles=roles,
            funds=funds,
            goals=None if wanted is None else draw(goals(names=wanted, weights=value, floors=value)),
            values=value,
            costs=cost,
            efforts=effort,
            qualities=qualities,
            priorities=priorities,
            min_features=min_features,
            max_features=max_features,
            max_variants=max_variants,
            max_rules=max_rules,
            max_tasks=max_tasks,
            max_people=max_people,
            max_lag=max_lag,
            days=_near(start, min(60, 2 * max_days)) | _near(start, 7 * max_days),
        )
    )
    timeline: it.Timeline | it.Sprints | it.Capacity | None = None
    if dated == "sprints":
        timeline = draw(_sprints(roles, effort, start, max_sprints, min(20, max_days)))
    elif dated:
        days = st.none() | st.integers(1, min(30, max_days)) | st.integers(1, max_days)
        timeline = draw(
            timelines(
                roles=roles,
                starts=st.just(start),
                days=days,
                shares=shares,
                max_people=max_people,
                max_ticks_per_day=max_ticks_per_day,
                max_absences=max_absences,
                max_distance=None if max_days == MOST_DAYS else 7 * max_days,
                names=text,
                gate_days=effort,
            )
        )
    elif bool(roles) and draw(st.booleans()):
        timeline = draw(capacities(roles=roles, numbers=effort))
    budget = draw(budgets(funds=funds, roles=roles, numbers=cost, dated=bool(dated)))
    quality = draw(st.none() | (numbers(max_value=1) if qualities is None else qualities))
    project = it.Project(scope, budget, timeline, quality=quality, name=draw(st.just("") | st.text()))
    return draw(_with_exact_limits(project)) if draw(st.booleans()) else project


def _sprints(
    roles: Sequence[str], amounts: SearchStrategy[Written], start: date, most: int, longest: int
) -> SearchStrategy[it.Sprints]:
    return sprints(roles=roles, numbers=amounts, starts=st.just(start), max_count=most, max_length=longest)


def _near(start: date, reach: int) -> SearchStrategy[date]:
    """Generate dates not far from a start."""
    before, after = (start - date.min).days, (date.max - start).days
    return st.integers(-min(7, before), min(reach, after)).map(lambda days: start + timedelta(days))


@st.composite
def _with_exact_limits(draw: DrawFn, project: it.Project) -> it.Project:
    """
    Set limits to what some selection takes, to the last cent and day.

    Mistakes of one unit, and of rounding, show at such limits only.
    """
    selection = draw(selections(project.scope))
    budget, timeline = project.budget, project.timeline
    need = figures.costs(project, selection)
    if budget.limit is not None and draw(st.booleans()):
        budget = figures.limited(budget, {fund: max(Fraction(0), amount) for fund, amount in need.items()})
    if isinstance(timeline, it.Capacity) and draw(st.booleans()):
        work = figures.work(project, selection)
        timeline = it.Capacity({role: figures.written(work.get(role, Fraction(0))) for role in timeline})
    scope = project.scope
    if scope.goals and draw(st.booleans()):
        scores = figures.scores(project, selection)
        floors = {goal: figures.written(scores.get(goal, Fraction(0)), up=False) for goal in scope.goals.floors}
        scope = attrs.evolve(scope, goals=it.Goals(scope.goals.weights, floors))
    return it.Project(scope, budget, timeline, quality=project.quality, name=project.name)


@st.composite
def selections(draw: DrawFn, scope: it.Scope) -> dict[str, str]:
    """Generate selections: a variant, or none, of each feature; no rule is looked at."""
    drawn = [(feature, draw(_choices(len(feature)))) for feature in scope]
    return {feature.name: feature.variants[at].name for feature, at in drawn if at < len(feature)}


@lru_cache(64)
def _choices(variants: int) -> SearchStrategy[int]:
    return st.integers(0, variants)
