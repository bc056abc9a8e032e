"""What differs between two plans, in scope, money, dates and people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from irontriangle._model.amounts import FrozenMap, Number, exact, plain, to_tuple
from irontriangle._model.shown import Shown
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.figures import to_figure
from irontriangle._plan.plan import Plan
from irontriangle._tradeoffs import written

if TYPE_CHECKING:
    from irontriangle._plan.schedule import ScheduledTask
from irontriangle.errors import NoPlanError

Dates: TypeAlias = tuple[date, date]
"""The first and the last date of something."""


@attrs.frozen
class Difference:
    """
    Hold one figure of two plans.

    Parameters
    ----------
    before, after
        What it is in the first plan and in the second.

    Examples
    --------
    >>> Difference(35_000, 39_500).by
    4500
    """

    before: Number = attrs.field(converter=to_figure)
    after: Number = attrs.field(converter=to_figure)

    @property
    def by(self) -> int | float:
        """The second less the first."""
        return plain(exact(self.after) - exact(self.before))


@attrs.frozen
class DateDifference:
    """
    Hold one date of two plans.

    Parameters
    ----------
    before, after
        The date in the first plan and in the second; None: there is none.
    working_days
        How many working days later it is in the second; None where one of them has no date.

    Examples
    --------
    >>> DateDifference(date(2027, 2, 12), date(2027, 2, 19), 5).working_days
    5
    """

    before: date | None
    after: date | None
    working_days: int | None


@attrs.frozen
class FeatureDifference:
    """
    Tell what becomes of one feature.

    Parameters
    ----------
    feature
        Its name.
    before, after
        The variant that is built in the first plan and in the second; None: it is not built.
    dates_before, dates_after
        The first and the last date of its work, where there are dates.
    roles
        Whose work on it differs.

    Examples
    --------
    >>> FeatureDifference("ABC", "full", "simplified").kind
    'changes'
    """

    feature: str
    before: str | None
    after: str | None
    dates_before: Dates | None = attrs.field(default=None, kw_only=True)
    dates_after: Dates | None = attrs.field(default=None, kw_only=True)
    roles: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=written.names)

    @property
    def kind(self) -> Literal["comes", "goes", "changes", "moves"]:
        """Whether it comes, goes, only moves in time, or changes in its variant or its work."""
        if self.before is None:
            return "comes"
        if self.after is None:
            return "goes"
        moves = self.before == self.after and self.dates_before != self.dates_after
        return "moves" if moves else "changes"


def _differences(written: Iterable[FeatureDifference]) -> tuple[FeatureDifference, ...]:
    return to_tuple(written)


def _by_name(written: Mapping[str, Difference]) -> FrozenMap[str, Difference]:
    return FrozenMap(written)


@attrs.frozen(kw_only=True)
class Comparison(Shown):
    """
    Hold all that differs between two plans.

    Parameters
    ----------
    plan, other
        The first plan and the second.
    features
        The features that come, go, change their variant or move.
    value, cost
        What the plans are worth, and what they cost over all funds.
    costs
        What they cost, by fund.
    finish
        When they are done.
    work
        The days of each role, as the plans count them: where both have dates those that people are at work, else the
        effort.
    affected
        The roles whose work differs, in amount, in content or in time.

    Examples
    --------
    >>> import irontriangle as it
    >>> project = it.examples.feature_abc()
    >>> comparison = it.compare(it.optimize(project, "tiers"), it.optimize(project))
    >>> [(one.feature, one.kind) for one in comparison.features], comparison.value.by, comparison.affected
    ([('ABC', 'changes'), ('XYZ', 'comes')], 20, ('dev', 'design'))
    """

    plan: Plan
    other: Plan
    features: tuple[FeatureDifference, ...] = attrs.field(converter=_differences)
    value: Difference
    cost: Difference
    costs: FrozenMap[str, Difference] = attrs.field(converter=_by_name)
    finish: DateDifference
    work: FrozenMap[str, Difference] = attrs.field(converter=_by_name)
    affected: tuple[str, ...] = attrs.field(converter=written.names)


def compare(plan: Plan, other: Plan) -> Comparison:
    """
    Tell what differs between two plans.

    The plans may answer different questions about different projects: what a change brings is the comparison of the
    plans before and after it.

    Parameters
    ----------
    plan, other
        The first plan and the second.

    Raises
    ------
    NoPlanError
        If one of the two was not found.
    TypeError
        If one of the two is no plan.

    Examples
    --------
    >>> import irontriangle as it
    >>> project = it.examples.feature_abc()
    >>> comparison = it.compare(it.optimize(project, "tiers"), it.optimize(project))
    >>> comparison.cost.by, comparison.finish.working_days, comparison.work["dev"].by
    (4500, 5, 5)
    """
    for what, given in (("plan", plan), ("other", other)):
        if not isinstance(given, Plan):
            raise TypeError(f"{what} must be a Plan, got {type(given).__name__}")
        if not given.found:
            raise NoPlanError(f"comparison with {what!r}", given.status)
    features = tuple(_features(plan, other))
    at_work = all(isinstance(found.project.timeline, Timeline) for found in (plan, other))
    work_before, work_after = (_at_work(found) if at_work else _effort(found) for found in (plan, other))
    work = {
        role: Difference(plain(work_before.get(role, Fraction(0))), plain(work_after.get(role, Fraction(0))))
        for role in dict.fromkeys([*work_before, *work_after])
    }
    touched = {role for one in features for role in one.roles}
    return Comparison(
        plan=plan,
        other=other,
        features=features,
        value=Difference(plan.value, other.value),
        cost=Difference(plan.cost, other.cost),
        costs={
            fund: Difference(*(found.costs[fund].total if fund in found.costs else 0 for found in (plan, other)))
            for fund in dict.fromkeys([*plan.costs, *other.costs])
        },
        finish=DateDifference(plan.finish, other.finish, _working_days(plan, other)),
        work=work,
        affected=tuple(role for role in work if role in touched),
    )


def _features(plan: Plan, other: Plan) -> Iterator[FeatureDifference]:
    """Yield what differs, in the order of the scopes."""
    before, after = _tasks(plan), _tasks(other)
    for name in dict.fromkeys(feature.name for found in (plan, other) for feature in found.project.scope):
        variants = plan.selection.get(name), other.selection.get(name)
        tasks = before.get(name, []), after.get(name, [])
        dates = _dates(tasks[0]), _dates(tasks[1])
        roles = tuple(_roles(name, (plan, other), tasks))
        if variants[0] != variants[1] or dates[0] != dates[1] or roles:
            yield FeatureDifference(name, *variants, dates_before=dates[0], dates_after=dates[1], roles=roles)


def _roles(
    name: str, plans: tuple[Plan, Plan], tasks: tuple[list[ScheduledTask], list[ScheduledTask]]
) -> Iterator[str]:
    """Yield the roles that do more, less or something else for a feature, or at other times."""
    work = tuple(
        found.project.work_of(name, found.selection[name]) if name in found.selection else {} for found in plans
    )
    other_variant = plans[0].selection.get(name) != plans[1].selection.get(name)
    for role in dict.fromkeys(role for of_one in work for role, days in of_one.items() if days):
        times = ([(task.first, task.last) for task in of_one if task.demand.get(role)] for of_one in tasks)
        if other_variant or work[0].get(role, 0) != work[1].get(role, 0) or next(times) != next(times):
            yield role


def _tasks(plan: Plan) -> dict[str, list[ScheduledTask]]:
    """Return what of each feature takes time, in order."""
    found: dict[str, list[ScheduledTask]] = {}
    for task in plan.schedule:
        if task.start < task.end:
            found.setdefault(task.feature, []).append(task)
    return found


def _dates(tasks: list[ScheduledTask]) -> Dates | None:
    firsts = [task.first for task in tasks if task.first is not None]
    lasts = [task.last for task in tasks if task.last is not None]
    return (min(firsts), max(lasts)) if firsts and lasts else None


def _at_work(plan: Plan) -> dict[str, Fraction]:
    """Return for how many days people of each role are at work, as the plan counts them."""
    used = {key.removeprefix("role:"): usage.used for key, usage in plan.usage.items() if key.startswith("role:")}
    return {role: exact(days) for role, days in used.items() if isinstance(days, int | float) and days}


def _effort(plan: Plan) -> dict[str, Fraction]:
    """Return the person-days of each role, unrounded."""
    total: dict[str, Fraction] = {}
    for feature, variant in plan.selection.items():
        for role, days in plan.project.work_of(feature, variant).items():
            total[role] = total.get(role, Fraction(0)) + exact(days)
    return total


def _working_days(plan: Plan, other: Plan) -> int | None:
    """Count by the calendar of the second plan, or of the first where only that has one."""
    calendars = [
        found.project.timeline for found in (other, plan) if isinstance(found.project.timeline, (Timeline, Sprints))
    ]
    if plan.finish is None or other.finish is None or not calendars:
        return None
    return calendars[0].day_of(other.finish) - calendars[0].day_of(plan.finish)
