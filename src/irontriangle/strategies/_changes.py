"""Changes that fit a project."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

import irontriangle as it
from irontriangle.strategies._atoms import LARGEST, exact, names, numbers, priorities
from irontriangle.strategies._features import MOST_PEOPLE, features, variants
from irontriangle.strategies._limits import MOST_SPRINTS
from irontriangle.strategies._rules import after_all, feature_of, members, rules, variants_of

Change: TypeAlias = (
    it.ChangeBudget
    | it.MoveDeadline
    | it.ChangeTeam
    | it.ChangeCapacity
    | it.ChangeSprints
    | it.AddFeature
    | it.DropFeature
    | it.SetVariant
    | it.SetPriority
    | it.SetQuality
    | it.SetFloor
    | it.AddRule
    | it.DropRule
)


def changes(project: it.Project) -> SearchStrategy[Change]:
    """
    Generate changes, each of which the project can take.

    Parameters
    ----------
    project
        What is changed.

    Examples
    --------
    >>> from hypothesis import given
    >>> from irontriangle.examples import feature_abc
    >>> @given(changes(feature_abc()))
    ... def test_a_change_makes_a_project(change):
    ...     assert isinstance(feature_abc().apply(change), it.Project)
    """
    kinds: list[SearchStrategy[Any]] = [
        *_of_limits(project),
        *_of_time(project),
        *_of_scope(project),
        st.builds(it.SetQuality, st.none() | numbers(max_value=1)),
    ]
    return st.one_of(kinds)


def _of_limits(project: it.Project) -> list[SearchStrategy[Any]]:
    budget, goals = project.budget, project.scope.goals
    kinds: list[SearchStrategy[Any]] = []
    if budget.limit is not None:
        for fund, limit in budget.by_fund(budget.limit).items():
            single = st.just(fund) if len(budget.funds) > 1 else st.sampled_from([None, fund])
            kinds.append(st.builds(it.ChangeBudget, _difference(limit), single))
    if isinstance(project.timeline, it.Capacity):
        for role, amount in project.timeline.items():
            kinds.append(st.builds(it.ChangeCapacity, st.just(role), _difference(exact(amount))))
    if isinstance(project.timeline, it.Sprints):
        kinds += _of_sprints(project.timeline)
    if goals is not None and goals.weights:
        kinds.append(st.builds(it.SetFloor, st.sampled_from(list(goals.weights)), st.none() | numbers()))
    return kinds


def _of_sprints(sprints: it.Sprints) -> list[SearchStrategy[Any]]:
    most = max(0, min(MOST_SPRINTS, (date.max - sprints.deadline).days // 7 * 5 // sprints.length - 1))
    kinds: list[SearchStrategy[Any]] = [st.builds(it.ChangeSprints, st.integers(1 - sprints.count, most))]
    for role, amount in sprints.capacity.items():
        each = amount if isinstance(amount, tuple) else (amount,)
        low, high = math.ceil(-min(map(exact, each))), math.floor(LARGEST - max(map(exact, each)))
        kinds.append(st.builds(it.ChangeCapacity, st.just(role), st.integers(low, high)))
    return kinds


def _difference(amount: Fraction) -> SearchStrategy[Any]:
    """Return differences whose sum with the amount can be written; to a fraction only whole numbers are added."""
    if amount.denominator == 1:
        return numbers(min_value=-amount, max_value=LARGEST - amount)
    return st.integers(math.ceil(-amount), math.floor(LARGEST - amount))


def _of_time(project: it.Project) -> list[SearchStrategy[Any]]:
    timeline = project.timeline
    if not isinstance(timeline, it.Timeline):
        return []
    # Dates for so many working days there are surely, even if only one day a week is worked.
    room = max(0, ((date.max - timeline.start).days // 7 - len(timeline.holidays)) // 3)
    kinds: list[SearchStrategy[Any]] = [_team(timeline, role, min(room, 1000)) for role in timeline.team]
    if timeline.usable_days is not None:
        earliest = 1 - timeline.usable_days
        latest = max(0, min(room, (date.max - (timeline.deadline or date.max)).days // 7 - len(timeline.holidays)))
        kinds.append(st.builds(it.MoveDeadline, st.integers(earliest, latest)))
    return kinds


@st.composite
def _team(draw: DrawFn, timeline: it.Timeline, role: str, room: int) -> it.ChangeTeam:
    size = timeline.team[role]
    people = draw(st.integers(-min(3, size), min(3, MOST_PEOPLE - size)) | st.integers(-size, MOST_PEOPLE - size))
    begin = draw(st.none() | st.integers(0, room).map(timeline.date_of))
    ramp_up = draw(st.integers(0, room)) if people > 0 else 0
    return it.ChangeTeam(role, people, from_date=begin, ramp_up=ramp_up)


def _of_scope(project: it.Project) -> list[SearchStrategy[Any]]:
    scope = project.scope
    each = variants(**_vocabulary(project))
    all_names = st.sampled_from([feature.name for feature in scope])
    # What is added comes before what comes after all: nothing added may wait for that.
    last = after_all(scope)
    early = [member for member in members(scope) if last.isdisjoint(variants_of(scope, member))]
    kinds: list[SearchStrategy[Any]] = [
        st.builds(it.SetPriority, all_names, priorities()),
        all_names.flatmap(lambda name: st.builds(it.SetVariant, st.just(name), _same_name(scope[name], project))),
        st.builds(it.AddRule, rules(scope, funds=_funds(project.budget))),
        st.builds(
            it.AddFeature,
            features(names=names().map(lambda name: _free(name, scope)), variants=each, requires=early),
        ),
    ]
    if growing := [feature.name for feature in scope if feature.name in early]:
        kinds.append(st.builds(it.SetVariant, st.sampled_from(growing), each))
    if scope.rules:
        kinds.append(st.builds(it.DropRule, st.sampled_from(scope.rules)))
    named = {feature_of(member) for rule in scope.rules for member in rule.members}
    named |= {feature_of(member) for feature in scope for member in feature.requires}
    droppable = [feature.name for feature in scope if feature.name not in named]
    if droppable and len(scope) > 1:
        kinds.append(st.builds(it.DropFeature, st.sampled_from(droppable)))
    return kinds


def _same_name(feature: it.Feature, project: it.Project) -> SearchStrategy[it.Variant]:
    """Return variants that may replace one of the feature's."""
    return variants(names=st.sampled_from([variant.name for variant in feature]), **_vocabulary(project))


def _vocabulary(project: it.Project) -> dict[str, Any]:
    """Return the roles, goals and funds that a new variant may name."""
    rates, timeline, goals = project.budget.rates, project.timeline, project.scope.goals
    roles: list[str] | None = list(rates) if rates else None
    if timeline is not None:
        roles = [role for role in _roles(timeline) if not rates or role in rates]
    return {
        "roles": roles,
        "goals": list(goals.weights) if goals else [],
        "funds": _funds(project.budget),
    }


def _roles(timeline: it.Timeline | it.Sprints | it.Capacity) -> Iterable[str]:
    if isinstance(timeline, it.Timeline):
        return timeline.team
    return timeline.capacity if isinstance(timeline, it.Sprints) else timeline


def _funds(budget: it.Budget) -> tuple[str, ...]:
    return budget.funds if isinstance(budget.limit, Mapping) else ()


def _free(name: str, scope: it.Scope) -> str:
    while name in scope:
        name += "'"
    return name
