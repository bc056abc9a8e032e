"""Project -> Load: the work behind each variant and what the sprints hold, in whole units of each role."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import exact
from irontriangle._model.project import Project
from irontriangle._model.sprints import MOST_SPRINTS
from irontriangle._model.timeline import Sprints
from irontriangle._solve.columns import Columns


@attrs.frozen
class Order:
    """
    Say that a column of `later` starts no earlier than `lag` sprints after the last one of a column of `earlier`.

    Whenever one of `later` is chosen, so is one of `earlier` if that is `needed`; otherwise it may be chosen alone.
    """

    earlier: tuple[int, ...]
    later: tuple[int, ...]
    lag: int
    needed: bool = True


@attrs.frozen(eq=False)
class Load:
    """
    Say what each column takes of the sprints.

    Parameters
    ----------
    roles, units
        The roles, and what one unit of each is.
    needs
        For each column the units of each role that has work in it, by the role's place.
    there
        For each role the units in each sprint, up to the horizon.
    orders
        What comes before what.
    rank
        Canonical order of the columns: MUST first, then by tier, then as declared.
    ready
        For each column the first sprint in which it may lie.
    due
        For each column the sprint before which it must have ended; None where only the horizon says.
    """

    roles: tuple[str, ...]
    units: tuple[Fraction, ...]
    needs: tuple[dict[int, int], ...]
    there: tuple[tuple[int, ...], ...]
    orders: tuple[Order, ...]
    rank: tuple[int, ...]
    ready: tuple[int, ...]
    due: tuple[int | None, ...]

    def ends_by(self, column: int) -> int:
        """Return the sprint before which a column must have ended."""
        due = self.due[column]
        return self.n_sprints if due is None else min(due, self.n_sprints)

    @property
    def n_sprints(self) -> int:
        """The number of sprints up to the horizon."""
        return len(self.there[0])

    def until(self, n_sprints: int) -> Load:
        """Return the same with a nearer horizon."""
        return attrs.evolve(self, there=tuple(amounts[:n_sprints] for amounts in self.there))

    @cached_property
    def before(self) -> dict[int, list[tuple[int, int]]]:
        """For each column the columns that it waits for where they are chosen too, with their lags."""
        found: dict[int, list[tuple[int, int]]] = {}
        for order in self.orders:
            for column in order.later:
                found.setdefault(column, []).extend((earlier, order.lag) for earlier in order.earlier)
        return found

    @cached_property
    def after(self) -> dict[int, list[tuple[int, int]]]:
        """For each column the columns that wait for it."""
        found: dict[int, list[tuple[int, int]]] = {}
        for column, links in self.before.items():
            for earlier, lag in links:
                found.setdefault(earlier, []).append((column, lag))
        return found


def compile_load(project: Project, columns: Columns, *, release_count: bool = False) -> Load:
    """
    Turn the work of the variants into whole units, and requirements into orders.

    The horizon is the number of sprints; or, if that is released, one within which whatever can be done at all can be:
    all of it one after the other after the last sprint, each as long as its longest role takes. It is never further
    than as many sprints as there may be, nor past the last date there is.
    """
    sprints = project.timeline
    assert isinstance(sprints, Sprints)
    roles = tuple(sprints.capacity)
    work = [resolve.work(variant) for _, variant in columns.variants]
    there = [_useful(sprints, role, _all_work(work, columns, role)) for role in roles]
    units = [
        _unit([*amounts, *(one[role] for one in work if role in one)])
        for role, amounts in zip(roles, there, strict=True)
    ]
    needs = tuple(
        {place: int(one[role] / units[place]) for place, role in enumerate(roles) if one.get(role)} for one in work
    )
    held = [[int(amount / unit) for amount in amounts] for amounts, unit in zip(there, units, strict=True)]
    orders = tuple(
        Order(tuple(columns.of_member(one.earlier)), tuple(columns.of_member(one.later)), int(one.lag), one.needed)
        for one in resolve.orders(project)
    )
    ready = tuple(_first(sprints, variant.earliest) for _, variant in columns.variants)
    due = tuple(_before(sprints, variant.due) for _, variant in columns.variants)
    if release_count:
        there_may_be = min(MOST_SPRINTS, sprints.days_through(date.max) // sprints.length)
        waiting = max(0, max(ready, default=0) - sprints.count)
        more = min(waiting + _anything_fits(columns, needs, held, orders), there_may_be - sprints.count)
        held = [[*amounts, *[amounts[-1]] * more] for amounts in held]
    return Load(roles, tuple(units), needs, tuple(map(tuple, held)), orders, _rank(columns), ready, due)


def _all_work(work: Sequence[Mapping[str, Fraction | int]], columns: Columns, role: str) -> Fraction:
    """Return the most that a role can have to do in all."""
    each = (max(work[column].get(role, 0) for column in part) for part in columns.of_feature.values())
    return Fraction(sum(each))


def _useful(sprints: Sprints, role: str, all_work: Fraction) -> list[Fraction]:
    """Return what a role can do in each sprint, but no more than there is: large numbers are hard to solve exactly."""
    return [min(exact(sprints.amount(role, sprint)), all_work) for sprint in range(sprints.count)]


def sprints_enough(project: Project) -> int:
    """Return a number of sprints within which whatever can be done at all can be, the last ones being alike."""
    return compile_load(project, Columns.of(project, 0), release_count=True).n_sprints


def _first(sprints: Sprints, earliest: date | None) -> int:
    """Return the first sprint that does not begin before a date."""
    return 0 if earliest is None else -(-sprints.day_of(earliest) // sprints.length)


def _before(sprints: Sprints, due: date | None) -> int | None:
    """Return the first sprint that ends after a date."""
    return None if due is None else sprints.days_through(due) // sprints.length


def _unit(amounts: Iterable[Fraction | int]) -> Fraction:
    """Return the largest unit of which all amounts are whole numbers."""
    fractions = [Fraction(amount) for amount in amounts if amount]
    scale = math.lcm(*(amount.denominator for amount in fractions))
    return Fraction(math.gcd(*(int(amount * scale) for amount in fractions)) or 1, scale)


def _anything_fits(
    columns: Columns, needs: tuple[dict[int, int], ...], held: list[list[int]], orders: tuple[Order, ...]
) -> int:
    """Return how many sprints more are enough for whatever can be done at all."""
    alone = [max((-(-n // held[r][-1]) for r, n in need.items() if held[r][-1]), default=0) for need in needs]
    longest = sum(max(alone[column] for column in part) for part in columns.of_feature.values())
    lags: dict[tuple[int, ...], int] = {}
    for order in orders:
        lags[order.later] = max(lags.get(order.later, 0), order.lag)
    return longest + sum(lags.values())


def _rank(columns: Columns) -> tuple[int, ...]:
    ranks = [feature.priority.rank for feature, _ in columns.variants]
    order = sorted(range(len(ranks)), key=lambda column: (ranks[column], column))
    rank = [0] * len(ranks)
    for place, column in enumerate(order):
        rank[column] = place
    return tuple(rank)
