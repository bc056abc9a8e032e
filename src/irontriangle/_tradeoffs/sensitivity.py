"""What the next step of each limit is worth, and how sure each feature is of its place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import MOST_DAYS, NumberLike, number_problem, raise_problems, to_number, to_whole
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.members import Member
from irontriangle._model.priority import MUST, WONT
from irontriangle._plan.plan import Plan
from irontriangle._plan.progress import Told
from irontriangle._solve.bar import with_bar
from irontriangle._solve.optimize import Engine
from irontriangle._tradeoffs.least import Undecided
from irontriangle._tradeoffs.sensitive import FeatureStanding, JointStep, LimitStep, Sensitivity, ValueRange
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.steps import Steps
from irontriangle._tradeoffs.target import Target
from irontriangle._tradeoffs.worth import exact_value, value_of
from irontriangle.errors import NoPlanError


@with_bar
def sensitivity(
    plan: Plan,
    *,
    within: NumberLike = 0,
    ramp_up: int = 10,
    engine: Engine = "auto",
    time_limit: float | None = None,
    progress: Told = None,
) -> Sensitivity:
    """
    Tell what the next step of each limit is worth, and how sure each feature is of its place.

    Parameters
    ----------
    plan
        A plan of `optimize`, of the greatest value.
    within
        The share of the value by which a plan may fall short and still counts as good, 0 to 1: 0.05 for five percent.
    ramp_up
        Working days for which people who join are paid before they count.
    engine, time_limit, progress
        As in `optimize`; the time is that of all together. What was not decided in it is said to be so.

    Returns
    -------
    Sensitivity
        The steps of the limits, and the standing of every feature: in every good plan, in none, or contested.

    Raises
    ------
    NoPlanError
        If the plan was not found.
    ValueError
        If the plan answers another question than that for the most value.

    See Also
    --------
    explain : The same for one feature, with all that would flip it.

    Notes
    -----
    All is found by exact solves: the least money (days, people) at which there is a plan of more value; the best plan
    without a feature that is in, or with one that is out; and for each variant the best plan that contradicts the
    present one there, whose distance is how far the variant's value may move. The intervals hold for one figure at a
    time, all others being as they are. What a role can do in each sprint grows by whole units.

    People who are paid while absent beyond the deadline make a later deadline cost more, so that more time may hurt:
    what is found of the time then holds, but is not said to be the least.

    Examples
    --------
    >>> import irontriangle as it
    >>> found = it.sensitivity(it.optimize(it.examples.feature_abc()))
    >>> found.ranges["XYZ", "full"].low, found.ranges["ABC", "full"].high, found.ranges["ABC", "simplified"].low
    (30, 110, 40)
    """
    within, ramp_up = to_number(within), to_whole(ramp_up)
    _check(plan, within, ramp_up)
    solves = Solves("sensitivity", engine, time_limit, progress)
    project = plan.project
    steps = Steps(plan, exact_value(plan), ramp_up, solves)
    total = len(steps.axes) + 1 + len(project.scope)
    limits: list[LimitStep] = []
    for place, axis in enumerate(steps.axes):
        solves.step("limits", place, total)
        limits.append(steps.step(axis))
    joint, complete = list[JointStep](), True
    if limits and all(step.next is None and step.proven for step in limits):
        solves.step("joint steps", len(limits), total)
        try:
            joint.extend(steps.joint())
        except Undecided:
            complete = False
    features = []
    for place, feature in enumerate(project.scope, len(limits) + 1):
        solves.step("features", place, total)
        one = _Place(plan, feature, solves)
        features.append(one.unknown() if solves.stopped else one.standing())
    if solves.interrupted and not any(one.proven for one in features):
        raise KeyboardInterrupt
    return Sensitivity(plan=plan, within=within, limits=limits, joint=joint, features=features, complete=complete)


def _check(plan: Any, within: Any, ramp_up: Any) -> None:
    if not isinstance(plan, Plan):
        raise TypeError(f"plan must be a Plan, got {type(plan).__name__}")
    raise_problems(
        "sensitivity",
        [
            *number_problem("within", within, high=1),
            *number_problem("ramp_up", ramp_up, high=MOST_DAYS, whole=True),
        ],
    )
    if not plan.found:
        raise NoPlanError("sensitivity", plan.status)
    if plan.question.objective != "value":
        raise ValueError(f"the plan must be one for objective 'value', got one for {plan.question.objective!r}")


@attrs.frozen
class _Place:
    """The place of one feature in a plan."""

    plan: Plan
    feature: Feature
    solves: Solves = attrs.field(eq=False)

    def standing(self) -> FeatureStanding:
        built = self.plan.selection.get(self.feature.name)
        if self.feature.priority in (MUST, WONT):  # it was decided, and no search can say otherwise
            return FeatureStanding(self.feature.name, built, None, ranges=[*self._ranges()])
        member: Member = self.feature.name if len(self.feature) > 1 else (self.feature.name, self.feature.original.name)
        try:
            regret = self._regret(Target(member, built=built is None))
        except Undecided:
            return FeatureStanding(self.feature.name, built, None, ranges=[*self._ranges()], proven=False)
        return FeatureStanding(self.feature.name, built, regret, ranges=[*self._ranges()])

    def unknown(self) -> FeatureStanding:
        """Return what is said without a search: to change a large project for every variant takes seconds, too."""
        built = self.plan.selection.get(self.feature.name)
        ranges = [self._unsettled(variant) for variant in self.feature]
        return FeatureStanding(
            self.feature.name, built, None, ranges=ranges, proven=self.feature.priority in (MUST, WONT)
        )

    def _unsettled(self, variant: Variant) -> ValueRange:
        now = resolve.value(self.plan.project, variant)
        return ValueRange(variant.name, now, low=now, high=now, proven=False)

    def _regret(self, target: Target) -> Fraction | None:
        """Return the value that is lost with a target; None where there is no plan with it."""
        value = value_of(self.solves, self.plan.project.apply(target.change))
        return None if value is None else exact_value(self.plan) - value

    def _ranges(self) -> Iterator[ValueRange]:
        """Yield how far the value of each variant may move, until a plan that contradicts it there is as good."""
        project = self.plan.project
        goals = project.scope.goals
        apart = not project.quality and not (goals is not None and any(goals.floors.values()))
        built = self.plan.selection.get(self.feature.name)
        for variant in self.feature:
            now = resolve.value(project, variant)
            try:
                regret = self._regret(Target((self.feature.name, variant.name), built=variant.name != built))
            except Undecided:
                yield self._unsettled(variant)
                continue
            if variant.name != built:
                yield ValueRange(variant.name, now, high=None if regret is None else now + regret, proven=apart)
            else:
                low = None if regret is None or regret >= now else now - regret
                yield ValueRange(variant.name, now, low=low, proven=apart)
