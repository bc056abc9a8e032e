"""Goals, rules and scopes."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

import irontriangle as it
from irontriangle.strategies._atoms import Written, amounts, numbers, several, subsets
from irontriangle.strategies._atoms import names as any_names
from irontriangle.strategies._features import features as any_features
from irontriangle.strategies._features import variants as any_variants

Member: TypeAlias = str | tuple[str, str]
Rule: TypeAlias = (
    it.Requires
    | it.RequiresAny
    | it.After
    | it.Excludes
    | it.AllOrNone
    | it.AtLeast
    | it.AtMost
    | it.Decided
    | it.Bundle
)
LONGEST_LAG = 10**7


@st.composite
def goals(
    draw: DrawFn,
    *,
    names: Sequence[str] | None = None,
    weights: SearchStrategy[Written] | None = None,
    floors: SearchStrategy[Written] | None = None,
) -> it.Goals:
    """
    Generate goals with weights, some with a floor.

    Parameters
    ----------
    names
        The goals, each of which gets a weight; by default any names.
    weights, floors
        Of the single numbers; by default ``numbers()``.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(goals(names=["sales"]))
    ... def test_floors_are_of_goals(goals):
    ...     assert set(goals.floors) <= set(goals.weights) == {"sales"}
    """
    if names is None:
        names = draw(st.lists(any_names(), max_size=4, unique=True))
    weight = numbers() if weights is None else weights
    floor = numbers() if floors is None else floors
    floored = draw(subsets(names))
    return it.Goals({goal: draw(weight) for goal in names}, {goal: draw(floor) for goal in floored})


def members(features: Iterable[it.Feature]) -> list[Member]:
    """Return all that a rule may name: features, and their variants."""
    listed = list(features)
    return [*(f.name for f in listed), *((f.name, v.name) for f in listed for v in f.variants)]


def feature_of(member: Member) -> str:
    """Return the feature of a member."""
    return member if isinstance(member, str) else member[0]


def in_order(scope: it.Scope, *, interleaved: bool = False) -> list[tuple[str, str]]:
    """
    Return all (feature, variant), each after those that its work must wait for.

    Variants of a feature stand together where they can, or apart if `interleaved`.
    """
    of = {feature.name: [(feature.name, variant.name) for variant in feature.variants] for feature in scope}
    rank = {
        key: (place, at)[:: -1 if interleaved else 1]
        for place, keys in enumerate(of.values())
        for at, key in enumerate(keys)
    }
    asked: list[tuple[Member, Member]] = [(f.name, member) for f in scope for member in f.requires]
    asked += [(rule.feature, rule.needs) for rule in scope.rules if isinstance(rule, it.Requires) and rule.ordered]
    asked += _after(scope)
    waiting = dict.fromkeys(rank, 0)
    then: dict[tuple[str, str], list[tuple[str, str]]] = {key: [] for key in rank}
    for feature, needs in asked:
        for key in variants_of(scope, feature):
            for need in variants_of(scope, needs):
                waiting[key] += 1
                then[need].append(key)
    ready = [(rank[key], key) for key, count in waiting.items() if not count]
    heapq.heapify(ready)
    found = []
    while ready:
        _, key = heapq.heappop(ready)
        found.append(key)
        for follower in then[key]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heapq.heappush(ready, (rank[follower], follower))
    return found


def after_all(scope: it.Scope) -> set[tuple[str, str]]:
    """Return the (feature, variant) that come after all else, and so after whatever is added."""
    gates = [rule for rule in scope.rules if isinstance(rule, it.After) and rule.earlier is it.ALL]
    return {key for rule in gates for key in variants_of(scope, rule.feature)}


def _after(scope: it.Scope) -> list[tuple[Member, Member]]:
    """Return what comes after what although it does not need it."""
    last = after_all(scope)
    found: list[tuple[Member, Member]] = []
    for rule in scope.rules:
        if not isinstance(rule, it.After):
            continue
        earlier = [rule.earlier] if isinstance(rule.earlier, (str, tuple)) else members(scope)
        found += [
            (rule.feature, key)
            for member in earlier
            for key in variants_of(scope, member)
            if feature_of(key) != feature_of(rule.feature) and (rule.earlier is not it.ALL or key not in last)
        ]
    return found


def variants_of(scope: it.Scope, member: Member) -> list[tuple[str, str]]:
    """Return the (feature, variant) that a member stands for."""
    return [(member, variant.name) for variant in scope[member]] if isinstance(member, str) else [member]


def rules(
    scope: it.Scope,
    *,
    funds: Sequence[str] = (),
    values: SearchStrategy[Written] | None = None,
    costs: SearchStrategy[Written] | None = None,
    max_lag: int = LONGEST_LAG,
) -> SearchStrategy[Rule]:
    """
    Generate rules on the features of a scope.

    Several rules of the same scope may be added together: their ordered requirements close no circle.

    Parameters
    ----------
    scope
        The features to speak of, and the order that holds among them.
    funds
        The funds that may pay for a bundle.
    values, costs
        Of a bundle's numbers, of either sign; by default any.
    max_lag
        The most working days between what is needed and what needs it.

    Examples
    --------
    >>> from hypothesis import given
    >>> scope = it.Scope([it.Feature(name, it.Variant()) for name in ["login", "export", "chat"]])
    >>> @given(rules(scope))
    ... def test_a_rule_speaks_of_the_scope(rule):
    ...     assert set(rule.members) <= {m for f in scope for m in (f.name, (f.name, "full"))}
    """
    signed = numbers(min_value=None)
    cost = amounts(funds=funds, numbers=signed if costs is None else costs)
    return _rules(scope, in_order(scope), signed if values is None else values, cost, max_lag)


def _rules(
    scope: it.Scope,
    order: Sequence[tuple[str, str]],
    values: SearchStrategy[Written],
    costs: SearchStrategy[Any],
    max_lag: int,
) -> SearchStrategy[Any]:
    every = members(scope)
    one = st.sampled_from(every)
    lists = several(one, min_size=1, max_size=len(every), unique=True)
    counts = st.integers(0, min(3, len(every) + 1)) | st.integers(0, len(every) + 1)
    decided = [m if isinstance(m, tuple) else (m, None) for m in every]
    kinds: list[SearchStrategy[Any]] = [
        st.builds(it.AtLeast, lists, counts),
        st.builds(it.AtMost, lists, counts),
        st.builds(it.Bundle, lists, value=values, cost=costs),
        st.builds(it.Excludes, lists),
        st.builds(it.AllOrNone, lists),
        st.builds(it.RequiresAny, one, lists),
        st.sampled_from(decided).map(lambda pair: it.Decided(*pair)),
    ]
    if len(scope) > 1:
        kinds += [_requires(scope, order, max_lag), _comes_after(scope, order, max_lag)]
    return st.one_of(kinds)


@st.composite
def _requires(draw: DrawFn, scope: it.Scope, order: Sequence[tuple[str, str]], max_lag: int) -> it.Requires:
    """Generate a requirement that follows the order, or one of logic only."""
    first = draw(st.integers(0, len(scope) - 1))
    second = (first + draw(st.integers(1, len(scope) - 1))) % len(scope)
    ends = [members([scope.features[place]]) for place in (first, second)]
    if not draw(st.booleans()):
        return it.Requires(*(draw(st.sampled_from(end)) for end in ends), ordered=False)
    pairs = _later_and_earlier(scope, order, [member for end in ends for member in end])
    return it.Requires(*draw(st.sampled_from(pairs)), lag=draw(_lags(max_lag)))


@st.composite
def _comes_after(draw: DrawFn, scope: it.Scope, order: Sequence[tuple[str, str]], max_lag: int) -> it.After:
    """Generate an order in time that follows the order: after another, or of what is last after all."""
    lag = draw(_lags(max_lag))
    if draw(st.booleans()):
        return it.After(*draw(st.sampled_from(_later_and_earlier(scope, order, members(scope)))), lag=lag)
    name = order[-1][0]
    size = len(scope[name])
    whole = {feature for feature, _ in order[-size:]} == {name}
    ends: list[Member] = [order[-1], name] if whole else [order[-1]]
    return it.After(draw(st.sampled_from(ends)), lag=lag)


def _lags(max_lag: int) -> SearchStrategy[int]:
    return st.just(0) | st.integers(0, min(3, max_lag)) | st.integers(0, max_lag)


def _later_and_earlier(
    scope: it.Scope, order: Sequence[tuple[str, str]], named: Sequence[Member]
) -> list[tuple[Member, Member]]:
    """Return the pairs of members of which all of the first comes after all of the second."""
    place = {key: at for at, key in enumerate(order)}
    spans = {member: [place[key] for key in variants_of(scope, member)] for member in named}
    return [(m, n) for m in spans for n in spans if feature_of(m) != feature_of(n) and min(spans[m]) > max(spans[n])]


@st.composite
def scopes(
    draw: DrawFn,
    *,
    names: SearchStrategy[str] | None = None,
    roles: Sequence[str] | None = None,
    funds: Sequence[str] = (),
    goals: it.Goals | None = None,
    values: SearchStrategy[Written] | None = None,
    costs: SearchStrategy[Written] | None = None,
    efforts: SearchStrategy[Written] | None = None,
    qualities: SearchStrategy[Written] | None = None,
    priorities: SearchStrategy[it.Priority] | None = None,
    min_features: int = 1,
    max_features: int | None = None,
    max_variants: int | None = None,
    max_rules: int | None = None,
    max_tasks: int | None = None,
    max_people: int = 10**6,
    max_lag: int = LONGEST_LAG,
    days: SearchStrategy[date] | None = None,
) -> it.Scope:
    """
    Generate scopes whose features and rules fit each other.

    Parameters
    ----------
    names
        Of the features, their variants and tasks; by default ``names()``.
    roles, funds
        The roles that work, the funds that pay.
    goals
        What scores are worth; by default there are no scores.
    values, costs, efforts, qualities, priorities
        Of the parts of each feature; by default any.
    min_features, max_features, max_variants, max_rules, max_tasks
        Bounds on their numbers.
    max_people, max_lag
        Bounds on what a task asks for, and on the days between features.
    days
        Of the dates between which variants may lie; by default any.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(scopes(roles=["dev"], max_features=3))
    ... def test_a_scope_makes_a_project(scope):
    ...     assert it.Project(scope).scope == scope
    """
    text = any_names() if names is None else names
    each = any_variants(
        names=text,
        roles=roles,
        goals=tuple(goals.weights) if goals else (),
        funds=funds,
        values=values,
        costs=costs,
        efforts=efforts,
        qualities=qualities,
        max_tasks=max_tasks,
        max_people=max_people,
        days=days,
    )
    found: list[it.Feature] = []
    drawn = any_features(names=text, variants=each, max_variants=max_variants, priorities=priorities)
    loose = draw(st.lists(drawn, min_size=min_features, max_size=max_features, unique_by=lambda part: part.name))
    for feature in loose:
        needs_some = bool(found) and draw(st.booleans())
        requires = draw(subsets(members(found))) if needs_some else []
        found.append(attrs.evolve(feature, requires=requires) if requires else feature)
    scope = it.Scope(draw(st.permutations(found)), goals=goals)
    order = in_order(scope, interleaved=draw(st.booleans()))
    money = amounts(funds=funds, numbers=_signed(costs))
    added = draw(st.lists(_rules(scope, order, _signed(values), money, max_lag), max_size=max_rules))
    return it.Scope(scope.features, rules=added, goals=goals)


def _signed(positive: SearchStrategy[Written] | None) -> SearchStrategy[Written]:
    """Return numbers of either sign: a bundle may take as much as it gives."""
    return numbers(min_value=None) if positive is None else positive | positive.map(lambda number: -number)
