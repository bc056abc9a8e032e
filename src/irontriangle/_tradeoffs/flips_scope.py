"""The least change of what a feature is worth, costs and takes, or of what another is worth, that flips it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import Amount, FrozenMap, exact, to_number
from irontriangle._model.changes import Change, SetVariant
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._model.timeline import Timeline
from irontriangle._tradeoffs.contest import Contest
from irontriangle._tradeoffs.explanation import Flip, FlipKind
from irontriangle._tradeoffs.least import Undecided
from irontriangle._tradeoffs.limits import Money, axes_of
from irontriangle._tradeoffs.target import Target


@attrs.frozen
class ScopeFlips:
    """
    Find the least changes of figures in the scope with which a target wins.

    Parameters
    ----------
    contest
        What is to win: that a variant is built, or that it is not.
    variant
        Its feature and name.
    """

    contest: Contest
    feature: str
    variant: str

    def flips(self) -> Iterator[Flip]:
        """Yield what is found for its value, cost and effort, then for the values of others."""
        yield from self._surely(FlipKind.VALUE, (), self._value)
        if self.contest.target.built:
            for axis in axes_of(self.contest.project, ["budget"]):
                assert isinstance(axis, Money)
                names = _fund_names(self.contest.project, axis)
                yield from self._surely(FlipKind.COST, names, partial(self._cost, axis, names))
            for role, effort in self._variant.effort.items():
                if effort:
                    yield from self._surely(FlipKind.EFFORT, (role,), partial(self._effort, role))
        for member, aside in self._asides().items():
            yield from self._surely(FlipKind.OTHER_VALUE, member, partial(self._other, *member, aside))

    @property
    def _variant(self) -> Variant:
        return self.contest.project.scope[self.feature][self.variant]

    def _surely(self, kind: FlipKind, names: tuple[str, ...], find: Callable[[], Iterator[Flip]]) -> Iterator[Flip]:
        try:
            yield from list(find())
        except Undecided:
            yield Flip(kind, names, proven=False)

    # ----------------------------------------------------------------------------------------------------- its value

    def _value(self) -> Iterator[Flip]:
        """Plans with a variant rise and fall with its value, all others stay: what is missing is the regret."""
        contest, project = self.contest, self.contest.project
        now = resolve.value(project, self._variant)
        best, forced = contest.best(), contest.forced()
        assert best is not None
        if forced is None:
            yield Flip(FlipKind.VALUE, before=now, stopped_by=contest.stopped_by(()))
            return
        after = now + best - forced if contest.target.built else now - (best - forced)
        if after < 0:
            yield Flip(FlipKind.VALUE, before=now)
        else:
            yield from self._revalued(FlipKind.VALUE, (), self.feature, self.variant, now, after)

    def _revalued(
        self, kind: FlipKind, names: tuple[str, ...], feature: str, variant: str, now: Fraction, after: Fraction
    ) -> Iterator[Flip]:
        """Yield the flip by another value, checked where values also decide what is allowed."""
        project = self.contest.project
        worth = _worth(project, project.scope[feature][variant], now, after)
        if worth is None:
            if kind is FlipKind.VALUE:
                yield Flip(kind, before=now)
            return
        change = SetVariant(feature, attrs.evolve(project.scope[feature][variant], value=worth))
        goals = project.scope.goals
        entangled = bool(project.quality) or (goals is not None and any(goals.floors.values()))
        if entangled and self.contest.forced(change) != self.contest.best(change):
            raise Undecided
        plan = self.contest.plan(change)
        yield Flip(kind, names, changes=[change], before=now, after=after, plan=plan, proven=not entangled)

    # ------------------------------------------------------------------------------------------- its cost and effort

    def _cost(self, axis: Money, names: tuple[str, ...]) -> Iterator[Flip]:
        """What is saved on the variant is as good as more money, for plans with it; others are as they were."""
        contest, project = self.contest, self.contest.project
        now = Fraction(resolve.other_cost(project, self._variant)[axis.fund])
        if not now:
            return
        best = contest.best()
        assert best is not None
        points, proven = contest.enough([axis], best)
        after = now - (points[0][0] - axis.today(project)) if points else Fraction(-1)
        if after < 0:
            yield Flip(
                FlipKind.COST, names, before=now, stopped_by=contest.stopped_by((), self._costing(axis, Fraction(0)))
            )
            return
        change = self._costing(axis, after)
        plan = contest.plan(change)
        yield Flip(FlipKind.COST, names, changes=[change], before=now, after=after, plan=plan, proven=proven)

    def _costing(self, axis: Money, amount: Fraction) -> Change:
        cost: Amount = to_number(amount)
        if isinstance(self._variant.cost, FrozenMap):
            cost = FrozenMap({**self._variant.cost, axis.fund: to_number(amount)})
        return SetVariant(self.feature, attrs.evolve(self._variant, cost=cost))

    def _effort(self, role: str) -> Iterator[Flip]:
        """Look for the most whole person-days that are few enough."""
        contest = self.contest
        now = exact(self._variant.effort[role])

        def wins(days: int) -> bool:  # plans without it are as they were, so today's best is what it must reach
            forced, best = contest.forced(self._taking(role, days)), contest.best()
            return forced is not None and best is not None and forced >= best

        most = self._most_days(role, wins, math.ceil(now))
        if most is None:
            stops = contest.stopped_by((), self._taking(role, 0))
            yield Flip(FlipKind.EFFORT, (role,), before=now, stopped_by=stops)
            return
        change = self._taking(role, most)
        plan = contest.plan(change)
        yield Flip(FlipKind.EFFORT, (role,), changes=[change], before=now, after=most, plan=plan)

    def _most_days(self, role: str, wins: Callable[[int], bool], too_many: int) -> int | None:
        """Halve where less work never takes longer; else try every number, as fewer people may be at work then."""
        timeline = self.contest.project.timeline
        if isinstance(timeline, Timeline) and timeline.availability.get(role, 1) != 1:
            return next((days for days in range(too_many - 1, -1, -1) if wins(days)), None)
        if not wins(0):
            return None
        few = 0
        while too_many - few > 1:
            middle = (few + too_many) // 2
            few, too_many = (middle, too_many) if wins(middle) else (few, middle)
        return few

    def _taking(self, role: str, days: int) -> Change:
        return SetVariant(self.feature, attrs.evolve(self._variant, effort={**self._variant.effort, role: days}))

    # -------------------------------------------------------------------------------------------------- other values

    def _asides(self) -> dict[tuple[str, str], Target]:
        """Return what would be given up for each other variant: that it is in, or that it is out."""
        best = self.contest.today()
        built = best.selection if best is not None else {}
        members = [(other.name, each.name) for other in self.contest.project.scope for each in other]
        return {
            member: Target(member, built=built.get(member[0]) != member[1])
            for member in members
            if member[0] != self.feature
        }

    def _other(self, name: str, variant: str, aside: Target) -> Iterator[Flip]:
        r"""
        Find the value of another variant with which the target wins; yield nothing where there is none.

        Notes
        -----
        With :math:`V` the best value, :math:`V_0` that without the other variant and :math:`W_0` that with the target
        and without the other: lowering its value wins exactly where :math:`W_0 = V_0`, by :math:`V - W_0`. With
        :math:`V_1` and :math:`W_1` those with the other: raising it wins exactly where :math:`W_1 = V_1`, by
        :math:`V - W_1`. Above the best with the target :math:`V_0`, or :math:`V_1`, ends it.
        """
        contest, project = self.contest, self.contest.project
        now = resolve.value(project, project.scope[name][variant])
        best, contrary = contest.best(), contest.contrary()
        assert best is not None
        if contrary is None or any(
            aside.holds(known.selection) and known.value > contrary.value for known in contest.known
        ):
            return
        without = contest.best(aside.change)
        if without is None or without > contrary.value:
            return
        both = contrary.value if aside.holds(contrary.selection) else contest.forced(aside.change)
        if both is not None and both == without and not (not aside.built and best - both > now):
            after = now + best - both if aside.built else now - (best - both)
            yield from self._revalued(FlipKind.OTHER_VALUE, (name, variant), name, variant, now, after)


def _fund_names(project: Project, axis: Money) -> tuple[str, ...]:
    return (axis.fund,) if len(project.budget.funds) > 1 else ()


def _worth(project: Project, variant: Variant, now: Fraction, after: Fraction) -> Amount | None:
    """Return what to write for a value, its scores in proportion; None where the goals weigh nothing."""
    stated = variant.value
    if not isinstance(stated, FrozenMap):
        return to_number(after)
    if now:
        return FrozenMap({goal: to_number(exact(score) * after / now) for goal, score in stated.items()})
    weights = project.scope.goals.weights if project.scope.goals is not None else {}
    weighty = [goal for goal, weight in weights.items() if weight]
    return FrozenMap({**stated, weighty[0]: to_number(after / exact(weights[weighty[0]]))}) if weighty else None
