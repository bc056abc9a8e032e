"""Tasks, variants and features."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

import irontriangle as it
from irontriangle.strategies._atoms import Written, amounts, numbers, priorities, several, subsets
from irontriangle.strategies._atoms import names as any_names

MOST_PEOPLE = 10**6


@lru_cache(64)
def people(*, min_value: int = 0, max_value: int = MOST_PEOPLE) -> SearchStrategy[int]:
    """Return numbers of people: mostly a few, so that they are short of something."""
    few = st.integers(min_value, min(max_value, min_value + 3))
    return few if max_value <= min_value + 3 else few | st.integers(min_value, max_value)


def tasks(
    *,
    names: SearchStrategy[str] | None = None,
    roles: Sequence[str] | None = None,
    durations: SearchStrategy[Written] | None = None,
    max_people: int = MOST_PEOPLE,
    after: Sequence[str] = (),
) -> SearchStrategy[it.Task]:
    """
    Generate tasks of a variant.

    Parameters
    ----------
    names
        Of the task's name; by default ``names()``.
    roles
        The roles it may ask for; by default any names.
    durations
        Of its working days; by default ``numbers()``.
    max_people
        The most people of one role it asks for.
    after
        Names of tasks that it may come after.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(tasks(roles=["dev"], after=["draft"]))
    ... def test_a_task_asks_for_known_roles(task):
    ...     assert set(task.demand) <= {"dev"} and set(task.after) <= {"draft"}
    >>> test_a_task_asks_for_known_roles()
    """
    return st.builds(
        it.Task,
        any_names() if names is None else names,
        numbers() if durations is None else durations,
        demand=_by_role(roles, people(max_value=max_people)),
        after=subsets(after),
    )


def _by_role(roles: Sequence[str] | None, values: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    if roles is None:
        return st.dictionaries(any_names(), values, max_size=4)
    return st.fixed_dictionaries({}, optional=dict.fromkeys(roles, values))


def variants(
    *,
    names: SearchStrategy[str] | None = None,
    roles: Sequence[str] | None = None,
    goals: Sequence[str] = (),
    funds: Sequence[str] = (),
    values: SearchStrategy[Written] | None = None,
    costs: SearchStrategy[Written] | None = None,
    efforts: SearchStrategy[Written] | None = None,
    qualities: SearchStrategy[Written] | None = None,
    max_tasks: int | None = None,
    max_people: int = MOST_PEOPLE,
    days: SearchStrategy[date] | None = None,
) -> SearchStrategy[it.Variant]:
    """
    Generate variants, with effort, with tasks, or with no work at all.

    Parameters
    ----------
    names
        Of the variant's name and of its tasks; by default ``names()``.
    roles
        The roles that may work on it; by default any names.
    goals
        The goals that it may score for; without goals the value is one number.
    funds
        The funds that may pay for it; without names there is one.
    values, costs, efforts
        Of the single numbers; by default ``numbers()``. Durations of tasks are drawn from `efforts` too.
    qualities
        Of its quality; by default any number from 0 to 1.
    max_tasks
        The most tasks; 0: effort only.
    max_people
        The most people of one role that a task asks for, or that may share the effort.
    days
        Of the dates between which it may lie; by default any. Most have none.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(variants(roles=["dev"], goals=["sales"]))
    ... def test_a_variant_has_effort_or_tasks(variant):
    ...     assert not (variant.effort and variant.tasks)
    >>> test_a_variant_has_effort_or_tasks()
    """
    text = any_names() if names is None else names
    value: SearchStrategy[Any] = numbers() if values is None else values
    effort = numbers() if efforts is None else efforts
    if goals:
        value |= st.fixed_dictionaries({}, optional=dict.fromkeys(goals, value))
    common: dict[str, SearchStrategy[Any]] = {
        "value": value,
        "cost": amounts(funds=funds, numbers=costs),
        "quality": st.just(1) | (numbers(max_value=1) if qualities is None else qualities),
    }
    common["window"] = _windows(st.dates() if days is None else days)
    staffing = _by_role(roles, people(min_value=1, max_value=max(1, max_people)))
    with_effort = st.builds(_variant, text, effort=_by_role(roles, effort), **common)
    shared = st.builds(_variant, text, effort=_by_role(roles, effort), staffing=staffing, **common)
    if max_tasks == 0:
        return with_effort | shared
    lists = _task_lists(tasks(names=text, roles=roles, durations=effort, max_people=max_people), max_tasks)
    return with_effort | shared | st.builds(_variant, text, tasks=lists, **common)


Window: TypeAlias = tuple[date | None, date | None]


def _variant(name: str, *, window: Window, **fields: Any) -> it.Variant:
    return it.Variant(name, earliest=window[0], due=window[1], **fields)


def _windows(days: SearchStrategy[date]) -> SearchStrategy[Window]:
    """Generate dates between which a variant must lie, most often none."""
    none: SearchStrategy[Window] = st.just((None, None))
    earliest: SearchStrategy[Window] = days.map(lambda day: (day, None))
    due: SearchStrategy[Window] = days.map(lambda day: (None, day))
    both: SearchStrategy[Window] = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))
    return st.one_of(none, none, none, earliest, due, both)


@st.composite
def _task_lists(draw: DrawFn, each: SearchStrategy[it.Task], most: int | None) -> list[it.Task]:
    """Generate the tasks of one variant, in any order, each after some of those drawn before it."""
    loose = draw(several(each, min_size=1, max_size=most, unique_by=_name))
    if len(loose) == 1:
        return loose
    joined = []
    for position, task in enumerate(loose):
        mask = draw(_masks(position)) if position else 0
        after = [loose[at].name for at in range(position) if mask >> at & 1]
        joined.append(attrs.evolve(task, after=after))
    return draw(st.permutations(joined))


@lru_cache(64)
def _masks(bits: int) -> SearchStrategy[int]:
    return st.integers(0, 2**bits - 1)


def _name(part: Any) -> Any:
    return part.name


def features(
    *,
    names: SearchStrategy[str] | None = None,
    variants: SearchStrategy[it.Variant] | None = None,
    min_variants: int = 1,
    max_variants: int | None = None,
    priorities: SearchStrategy[it.Priority] | None = None,
    requires: Sequence[Any] = (),
) -> SearchStrategy[it.Feature]:
    """
    Generate features.

    Parameters
    ----------
    names
        Of the feature's name; by default ``names()``.
    variants
        Of each variant; by default ``variants()``.
    min_variants, max_variants
        Bounds on their number; at least one.
    priorities
        Of its priority; by default ``priorities()``.
    requires
        Members that it may require.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(features(max_variants=2))
    ... def test_the_first_variant_is_the_original(feature):
    ...     assert feature.original == feature.variants[0] and len(feature) <= 2
    """
    each = _variants() if variants is None else variants
    return st.builds(
        it.Feature,
        any_names() if names is None else names,
        several(each, min_size=min_variants, max_size=max_variants, unique_by=_name),
        priority=_priorities() if priorities is None else priorities,
        because=st.just("") | st.text(),
        requires=subsets(requires),
    )


_variants = variants
_priorities = priorities
