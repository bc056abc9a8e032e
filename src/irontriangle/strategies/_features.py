"""Tasks, variants and features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

import irontriangle as it
from irontriangle.strategies._atoms import Written, amounts, numbers, priorities
from irontriangle.strategies._atoms import names as any_names

MOST_PEOPLE = 10**6


def people(*, min_value: int = 0, max_value: int = MOST_PEOPLE) -> SearchStrategy[int]:
    """Return a strategy of numbers of people: mostly a few, so that they are short of something."""
    return st.integers(min_value, min(max_value, min_value + 3)) | st.integers(min_value, max_value)


@st.composite
def tasks(
    draw: DrawFn,
    *,
    names: SearchStrategy[str] | None = None,
    roles: Sequence[str] | None = None,
    durations: SearchStrategy[Written] | None = None,
    max_people: int = MOST_PEOPLE,
    after: Sequence[str] = (),
) -> it.Task:
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
    """
    return it.Task(
        draw(any_names() if names is None else names),
        draw(numbers() if durations is None else durations),
        demand=draw(_by_role(roles, people(max_value=max_people))),
        after=draw(_some(after)),
    )


def _by_role(roles: Sequence[str] | None, values: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    if roles is None:
        return st.dictionaries(any_names(), values, max_size=4)
    return st.dictionaries(st.sampled_from(roles), values, max_size=len(roles)) if roles else st.just({})


def _some(items: Sequence[Any]) -> SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(items), unique=True, max_size=len(items)) if items else st.just([])


@st.composite
def variants(
    draw: DrawFn,
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
) -> it.Variant:
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

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(variants(roles=["dev"], goals=["sales"]))
    ... def test_a_variant_has_effort_or_tasks(variant):
    ...     assert not (variant.effort and variant.tasks)
    """
    value = numbers() if values is None else values
    cost = numbers() if costs is None else costs
    effort = numbers() if efforts is None else efforts
    quality = numbers(max_value=1) if qualities is None else qualities
    text = any_names() if names is None else names
    work: dict[str, Any] = {}
    if max_tasks != 0 and draw(st.integers(0, 3)) == 3:
        work["tasks"] = draw(_task_lists(text, roles, effort, max_people, max_tasks))
    else:
        work["effort"] = draw(_by_role(roles, effort))
        work["staffing"] = draw(_by_role(roles, people(min_value=1, max_value=max(1, max_people))))
    return it.Variant(
        draw(text),
        value=draw(value | st.dictionaries(st.sampled_from(goals), value, max_size=len(goals)) if goals else value),
        cost=draw(amounts(funds=funds, numbers=cost)),
        quality=draw(st.just(1) | quality),
        **work,
    )


@st.composite
def _task_lists(
    draw: DrawFn,
    names: SearchStrategy[str],
    roles: Sequence[str] | None,
    durations: SearchStrategy[Written],
    most_people: int,
    most: int | None,
) -> list[it.Task]:
    found = draw(st.lists(names, min_size=1, max_size=most, unique=True))
    drawn = [
        draw(
            tasks(
                names=st.just(name),
                roles=roles,
                durations=durations,
                max_people=most_people,
                after=found[:position],
            )
        )
        for position, name in enumerate(found)
    ]
    return draw(st.permutations(drawn))


@st.composite
def features(
    draw: DrawFn,
    *,
    names: SearchStrategy[str] | None = None,
    variants: SearchStrategy[it.Variant] | None = None,
    min_variants: int = 1,
    max_variants: int | None = None,
    priorities: SearchStrategy[it.Priority] | None = None,
    requires: Sequence[Any] = (),
) -> it.Feature:
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
    return it.Feature(
        draw(any_names() if names is None else names),
        draw(st.lists(each, min_size=min_variants, max_size=max_variants, unique_by=lambda variant: variant.name)),
        priority=draw(_priorities() if priorities is None else priorities),
        because=draw(st.just("") | st.text()),
        requires=draw(_some(requires)),
    )


_variants = variants
_priorities = priorities
