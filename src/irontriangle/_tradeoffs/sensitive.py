"""What the next step of each limit is worth, and how sure each feature is of its place, as values."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from irontriangle._model.amounts import FrozenMap, Number, exact, to_number, to_tuple
from irontriangle._model.changes import Change
from irontriangle._model.shown import Shown
from irontriangle._plan.figures import to_figure
from irontriangle._plan.plan import Plan
from irontriangle._tradeoffs import written
from irontriangle._tradeoffs.wishes import Wish


@attrs.frozen
class LimitStep:
    """
    Tell how far one limit may move before another plan is the best, and what the next step up brings.

    Parameters
    ----------
    limit
        The limit as it is.
    level
        How much there is: money that may be spent, working days, people, person-days; of a role in sprints, what it can
        do in each, or in the one where that is least.
    low
        Down to here the plan stays the best one; it needs so much.
    next
        The least that brings more value: from `low` up to just below it the plan stays the best one; of a role in
        sprints the least number of whole units more in each. None: no amount does, or none was found.
    changes
        What to apply to the project for the next step.
    plan
        The best plan then.
    stopped_by
        The limits that would have to give beside, where no amount brings more value; empty: nothing would.
    proven
        Whether all this is proven.

    Examples
    --------
    >>> import irontriangle as it
    >>> steps = it.sensitivity(it.optimize(it.examples.feature_abc())).limits
    >>> [(step.limit.kind.name, step.low, step.level, step.next) for step in steps]
    [('BUDGET', 39500, 45000, None), ('DEADLINE', 35, 35, None), ('TEAM', 1, 1, None), ('TEAM', 1, 1, None)]
    """

    limit: Wish
    level: Number = attrs.field(converter=to_figure, kw_only=True)
    low: Number | None = attrs.field(default=None, converter=written.figure, kw_only=True)
    next: Number | None = attrs.field(default=None, converter=written.figure, kw_only=True)
    changes: tuple[Change, ...] = attrs.field(default=(), converter=written.changes, kw_only=True)
    plan: Plan | None = attrs.field(default=None, kw_only=True)
    stopped_by: tuple[Wish, ...] = attrs.field(default=(), converter=written.wishes, kw_only=True)
    proven: bool = attrs.field(default=True, kw_only=True)


@attrs.frozen
class JointStep:
    """
    Tell what several limits bring together, where none of them brings anything alone.

    Parameters
    ----------
    limits
        The limits as they are.
    changes
        What to apply to the project; none of it can be less while the others stay.
    plan
        The best plan then.
    proven
        Whether it is proven that less is not enough.

    Examples
    --------
    >>> import irontriangle as it
    >>> step = it.sensitivity(it.optimize(it.examples.feature_abc())).joint[0]
    >>> step.changes, step.plan.value
    ((ChangeBudget(by=12800, fund=None), MoveDeadline(working_days=15)), 140)
    """

    limits: tuple[Wish, ...] = attrs.field(converter=written.wishes)
    changes: tuple[Change, ...] = attrs.field(converter=written.changes, kw_only=True)
    plan: Plan = attrs.field(kw_only=True)
    proven: bool = attrs.field(default=True, kw_only=True)


@attrs.frozen
class ValueRange:
    """
    Tell within which values of a variant the plan stays the best one, all else being as it is.

    Parameters
    ----------
    variant
        Its name.
    value
        What it is worth.
    low, high
        The least and the greatest value with which the plan is still among the best; None: no end. Both are the value
        itself where nothing more was found out in time.
    proven
        Whether this is proven, and values decide of nothing but the value: not where quality or goals have floors.

    Examples
    --------
    >>> ValueRange("full", 50, low=30).high is None
    True
    """

    variant: str
    value: Number = attrs.field(converter=to_figure)
    low: Number | None = attrs.field(default=None, converter=written.figure, kw_only=True)
    high: Number | None = attrs.field(default=None, converter=written.figure, kw_only=True)
    proven: bool = attrs.field(default=True, kw_only=True)

    @property
    def found(self) -> bool:
        """Whether anything was found out."""
        return self.proven or self.low is None or self.high is None


def _ranges(written: Iterable[ValueRange]) -> tuple[ValueRange, ...]:
    return to_tuple(written)


@attrs.frozen
class FeatureStanding:
    """
    Tell how sure a feature is of its place.

    Parameters
    ----------
    feature
        Its name.
    built
        The variant that is built; None: none.
    regret
        The value that is lost where it is put out, if it is in, or brought in, if it is out; None: that cannot be.
    ranges
        For each of its variants, the values with which the plan stays the best one.
    proven
        Whether the regret is proven.

    Examples
    --------
    >>> FeatureStanding("XYZ", "full", 20).regret
    20
    """

    feature: str
    built: str | None
    regret: Number | None = attrs.field(converter=written.figure)
    ranges: tuple[ValueRange, ...] = attrs.field(default=(), converter=_ranges, kw_only=True)
    proven: bool = attrs.field(default=True, kw_only=True)


def _steps(written: Iterable[LimitStep]) -> tuple[LimitStep, ...]:
    return to_tuple(written)


def _joint(written: Iterable[JointStep]) -> tuple[JointStep, ...]:
    return to_tuple(written)


def _standings(written: Iterable[FeatureStanding]) -> tuple[FeatureStanding, ...]:
    return to_tuple(written)


@attrs.frozen(kw_only=True)
class Sensitivity(Shown):
    """
    Tell what the next step of each limit is worth, and which features are sure of their place.

    Parameters
    ----------
    plan
        The plan, one of the best.
    within
        The share of the value by which a plan may fall short and still counts as good: 0 for the best plans only.
    limits
        Each limit: how far it may move, and what the next step brings.
    joint
        The least steps of several limits together, where no single one brings more value.
    features
        Each feature, in the order of the scope.
    complete
        Whether no joint step is missing.

    Examples
    --------
    >>> import irontriangle as it
    >>> found = it.sensitivity(it.optimize(it.examples.feature_abc()))
    >>> found.core, found.contested, found.never
    (('ABC', 'XYZ'), (), ())
    >>> it.sensitivity(it.optimize(it.examples.feature_abc()), within=0.2).contested
    ('XYZ',)
    """

    plan: Plan
    within: Number = attrs.field(default=0, converter=to_number)
    limits: tuple[LimitStep, ...] = attrs.field(default=(), converter=_steps)
    joint: tuple[JointStep, ...] = attrs.field(default=(), converter=_joint)
    features: tuple[FeatureStanding, ...] = attrs.field(default=(), converter=_standings)
    complete: bool = True

    @property
    def core(self) -> tuple[str, ...]:
        """The features that are in every good plan."""
        return tuple(one.feature for one in self.features if one.built and self._sure(one))

    @property
    def never(self) -> tuple[str, ...]:
        """The features that are in no good plan."""
        return tuple(one.feature for one in self.features if not one.built and self._sure(one))

    @property
    def contested(self) -> tuple[str, ...]:
        """The features that are in some good plans and not in others."""
        return tuple(one.feature for one in self.features if one.proven and not self._sure(one))

    @property
    def undecided(self) -> tuple[str, ...]:
        """The features of which it was not found out in time."""
        return tuple(one.feature for one in self.features if not one.proven)

    @property
    def ranges(self) -> FrozenMap[tuple[str, str], ValueRange]:
        """The values with which the plan stays the best one, by feature and variant."""
        return FrozenMap({(one.feature, each.variant): each for one in self.features for each in one.ranges})

    @property
    def proven(self) -> bool:
        """Whether all of it is proven."""
        steps = self.complete and all(step.proven for step in self.limits) and all(step.proven for step in self.joint)
        return steps and all(one.proven and all(each.proven for each in one.ranges) for one in self.features)

    def _sure(self, one: FeatureStanding) -> bool:
        slack = exact(self.within) * abs(exact(self.plan.value))
        return one.proven and (one.regret is None or exact(one.regret) > slack)
