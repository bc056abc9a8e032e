"""Budgets, timelines and capacities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

import irontriangle as it
from irontriangle.strategies._atoms import MOST_PLACES, Written, amounts, numbers
from irontriangle.strategies._atoms import names as any_names
from irontriangle.strategies._features import MOST_PEOPLE, people

MOST_DAYS = 20_000
MOST_TICKS = 1440
MOST_HOLIDAYS = 10
MOST_GATES = 2
MOST_ROLE_HOLIDAYS = 4
MOST_SPRINTS = 60
LONGEST_SPRINT = 60
MOST_LISTED = 8
"""Sprints that are given one amount each."""
USUAL_SHARES: SearchStrategy[Written] = st.sampled_from([1, 0.8, 0.5, Fraction(1, 3)])


@st.composite
def budgets(
    draw: DrawFn,
    *,
    funds: Sequence[str] | None = None,
    roles: Sequence[str] = (),
    numbers: SearchStrategy[Written] | None = None,
    dated: bool = True,
) -> it.Budget:
    """
    Generate budgets: without a limit, with one, or with several funds.

    Parameters
    ----------
    funds
        The names of the funds; empty: one without a name; by default either.
    roles
        The roles that have a rate, all of them or none.
    numbers
        Of the single amounts; by default ``numbers()``.
    dated
        Whether working days may burn money, which needs a `Timeline`.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(budgets(roles=["dev"]))
    ... def test_all_roles_have_a_rate_or_none(budget):
    ...     assert set(budget.rates) in (set(), {"dev"})
    """
    if funds is None:
        funds = draw(st.just(()) | st.lists(any_names(), min_size=1, max_size=3, unique=True))
    single = _numbers() if numbers is None else numbers
    money = amounts(funds=funds, numbers=single)
    limit: Any
    if funds:
        limit = {fund: draw(single) for fund in funds}
    else:
        limit = draw(st.none() | single)
    return it.Budget(
        limit,
        currency=draw(st.sampled_from(["", "USD", "€"])),
        rates={role: draw(money) for role in roles} if draw(st.booleans()) else {},
        reserve=draw(st.just(0) | money),
        burn_per_day=draw(st.just(0) | money) if dated else 0,
    )


_numbers = numbers


def capacities(
    *, roles: Sequence[str] | None = None, numbers: SearchStrategy[Written] | None = None
) -> SearchStrategy[it.Capacity]:
    """
    Generate capacities.

    Parameters
    ----------
    roles
        The roles, each of which gets an amount; by default any names, at least one.
    numbers
        Of the person-days; by default ``numbers()``.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(capacities(roles=["dev"]))
    ... def test_an_amount_is_not_negative(capacity):
    ...     assert capacity["dev"] >= 0
    """
    days = _numbers() if numbers is None else numbers
    if roles is None:
        return st.dictionaries(any_names(), days, min_size=1).map(it.Capacity)
    return st.fixed_dictionaries(dict.fromkeys(roles, days)).map(it.Capacity)


@st.composite
def sprints(
    draw: DrawFn,
    *,
    roles: Sequence[str] | None = None,
    numbers: SearchStrategy[Written] | None = None,
    starts: SearchStrategy[date] | None = None,
    max_count: int = MOST_SPRINTS,
    max_length: int = LONGEST_SPRINT,
) -> it.Sprints:
    """
    Generate sprints, with the same capacity in each or one for each.

    Parameters
    ----------
    roles
        The roles, each of which gets a capacity; by default any names, at least one.
    numbers
        Of the amounts; by default ``numbers()``.
    starts
        Of the start; by default any date that has so many working days after it.
    max_count, max_length
        The most sprints, and the most working days of one.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(sprints(roles=["dev"]))
    ... def test_an_amount_is_not_negative(some):
    ...     assert some.amount("dev", some.count - 1) >= 0
    """
    amounts = _numbers() if numbers is None else numbers
    if roles is None:
        roles = draw(st.lists(any_names(), min_size=1, max_size=4, unique=True))
    count = draw(st.integers(1, min(4, max_count)) | st.integers(1, max_count))
    length = draw(st.integers(1, min(10, max_length)) | st.integers(1, max_length))
    last_start = date.max - timedelta(7 * (count * length // 5 + 2))
    each = st.lists(amounts, min_size=count, max_size=count) if count <= MOST_LISTED else st.nothing()
    return it.Sprints(
        min(draw(st.dates(max_value=last_start) if starts is None else starts), last_start),
        count,
        capacity={role: draw(amounts | each) for role in roles},
        length=length,
        unit=draw(st.sampled_from(["person-days", "points"])),
    )


@st.composite
def absences(
    draw: DrawFn,
    *,
    roles: Sequence[str] | None = None,
    near: date | None = None,
    max_distance: int | None = None,
    max_people: int = MOST_PEOPLE,
) -> it.Absence:
    """
    Generate absences of somebody, paid or not.

    Parameters
    ----------
    roles
        Whose people may be away; by default any name.
    near
        A date about which most of them lie; without it, any dates.
    max_distance
        The most days between `near` and an end of it, forever apart; None: any.
    max_people
        The most who are away.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(absences(roles=["dev"]))
    ... def test_an_absence_ends_after_it_began(absence):
    ...     assert absence.first <= absence.last
    """
    start = draw(st.dates()) if near is None else near
    before, after = (start - date.min).days, (date.max - start).days
    reach = after if max_distance is None else min(max_distance, after)
    first = draw(_offsets(min(7, before), min(60, reach)) | _offsets(min(before, reach), reach))
    left = max(0, reach - first)
    last = first + draw(_offsets(0, min(20, left)) | _offsets(0, left) | st.just(after - first))
    return it.Absence(
        draw(any_names() if roles is None else st.sampled_from(roles)),
        start + timedelta(first),
        start + timedelta(last),
        draw(people(min_value=1, max_value=max_people)),
        paid=draw(st.booleans()),
    )


@lru_cache(256)
def _offsets(before: int, after: int) -> SearchStrategy[int]:
    return st.integers(-before, after)


def gates(
    *, names: SearchStrategy[str] | None = None, days: SearchStrategy[Written] | None = None
) -> SearchStrategy[it.Gate]:
    """
    Generate gates.

    Parameters
    ----------
    names
        By default ``names()``.
    days
        Of the working days it takes; by default ``numbers()``.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(gates())
    ... def test_a_gate_takes_time(gate):
    ...     assert gate.working_days >= 0
    """
    return st.builds(it.Gate, any_names() if names is None else names, _numbers() if days is None else days)


def _role_holidays(roles: Sequence[str], start: date) -> SearchStrategy[dict[str, list[date]]]:
    """Generate days off of some roles, not far from a start."""
    near = _offsets(min(3, (start - date.min).days), min(60, (date.max - start).days))
    days = st.lists(near.map(lambda ahead: start + timedelta(ahead)), max_size=MOST_ROLE_HOLIDAYS)
    return st.dictionaries(st.sampled_from(roles), days)


@st.composite
def _workflows(
    draw: DrawFn, roles: Sequence[str], names: SearchStrategy[str] | None, days: SearchStrategy[Written] | None
) -> list[str | it.Gate]:
    """Generate some of the roles in any order, and gates between them that are called otherwise."""
    steps: list[str | it.Gate] = list(draw(st.lists(st.sampled_from(roles), unique=True, max_size=len(roles))))
    if not draw(st.booleans()):
        return steps
    apart = gates(names=names, days=days).filter(lambda gate: gate.name not in roles)
    found = draw(st.lists(apart, max_size=MOST_GATES, unique_by=lambda gate: gate.name))
    for gate in found:
        steps.insert(draw(st.integers(0, len(steps))), gate)
    return steps


@st.composite
def timelines(
    draw: DrawFn,
    *,
    roles: Sequence[str] | None = None,
    starts: SearchStrategy[date] | None = None,
    days: SearchStrategy[int | None] | None = None,
    shares: SearchStrategy[Written] | None = None,
    max_people: int = MOST_PEOPLE,
    max_ticks_per_day: int = MOST_TICKS,
    max_absences: int | None = None,
    max_distance: int | None = None,
    names: SearchStrategy[str] | None = None,
    gate_days: SearchStrategy[Written] | None = None,
) -> it.Timeline:
    """
    Generate timelines with holidays, absences, a buffer, shares of time and a workflow.

    Parameters
    ----------
    roles
        The roles of the team; by default any names, at least one.
    starts
        Of the start; by default any date that has a working day after it.
    days
        Of the working days through the deadline, the buffer apart; None: no deadline. By default up to a lifetime.
    shares
        Of the availability of a role; by default any number above 0 and up to 1.
    max_people
        The most people of one role.
    max_ticks_per_day
        The finest grain.
    max_absences
        The most absences.
    max_distance
        The most days between the start and an absence that ends; None: any.
    names, gate_days
        Of the gates, and the working days that they take; by default any.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(timelines(days=st.integers(1, 20)))
    ... def test_there_are_days_to_use(timeline):
    ...     assert timeline.usable_days >= 1
    """
    if roles is None:
        roles = draw(st.lists(any_names(), min_size=1, max_size=4, unique=True))
    lengths = st.none() | st.integers(1, 30) | st.integers(1, MOST_DAYS) if days is None else days
    length = draw(lengths)
    buffer = 0 if length is None else draw(st.just(0) | st.integers(0, 5))
    free = draw(st.lists(st.integers(-3, 60), max_size=MOST_HOLIDAYS, unique=True))
    # One working day a week at least, all holidays on it: the deadline is a date that can be named all the same.
    last_start = date.max - timedelta(7 * ((length or 1) + buffer + len(free) + 1))
    start = min(draw(st.dates(max_value=last_start) if starts is None else starts), last_start)
    mask = draw(st.just("1111100") | st.integers(1, 127).map("{:07b}".format))
    holidays = [start + timedelta(n) for n in free if 1 <= start.toordinal() + n <= date.max.toordinal()]
    frame = it.Timeline(start, team=dict.fromkeys(roles, 0), weekmask=mask, holidays=holidays)
    deadline = None if length is None else frame.date_of(length + buffer - 1)
    any_share = USUAL_SHARES | numbers(min_value=Fraction(1, 10**MOST_PLACES), max_value=1)
    share = any_share if shares is None else shares
    subset = st.lists(st.sampled_from(roles), unique=True, max_size=len(roles))
    return it.Timeline(
        start,
        deadline,
        team={role: draw(people(max_value=max_people)) for role in roles},
        availability={role: draw(share) for role in draw(subset)},
        staffing={role: draw(people(min_value=1, max_value=max(1, max_people))) for role in draw(subset)},
        workflow=draw(_workflows(roles, names, gate_days)),
        holidays=holidays,
        role_holidays=draw(_role_holidays(roles, start)) if draw(st.booleans()) else {},
        weekmask=mask,
        absences=draw(
            st.lists(
                absences(roles=roles, near=start, max_distance=max_distance, max_people=max(1, max_people)),
                max_size=max_absences,
            )
        )
        if draw(st.booleans())
        else [],
        buffer=buffer,
        ticks_per_day=draw(st.just(1) | st.integers(1, min(4, max_ticks_per_day)) | st.integers(1, max_ticks_per_day)),
    )
