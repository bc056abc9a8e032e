"""The least change of what a variant is worth, costs and takes that flips it."""

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
from irontriangle._tradeoffs.revalued import Revalued, decide_more, is_worth, without_floors


@attrs.frozen
class ScopeFlips:
    """
    Find the least changes of a variant's figures with which it wins, or loses.

    Parameters
    ----------
    contest
        What is to win: that the variant is built, or that it is not.
    variant
        Its feature and name.
    """

    contest: Contest
    feature: str
    variant: str

    def flips(self) -> Iterator[Flip]:
        """Yield what is found for its value, cost and effort."""
        for flip in self._flips():
            yield attrs.evolve(flip, variant=self.variant)

    def _flips(self) -> Iterator[Flip]:
        yield from self._surely(FlipKind.VALUE, (), self._value)
        if self.contest.target.built:
            for axis in axes_of(self.contest.project, ["budget"]):
                assert isinstance(axis, Money)
                names = _fund_names(self.contest.project, axis)
                yield from self._surely(FlipKind.COST, names, partial(self._cost, axis, names))
            for role, effort in self._variant.effort.items():
                if effort:
                    yield from self._surely(FlipKind.EFFORT, (role,), partial(self._effort, role))

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
            proven = not decide_more(project) or contest.impossible(*without_floors(project))
            yield Flip(FlipKind.VALUE, before=now, stopped_by=contest.stopped_by(()), proven=proven)
            return
        after = now + best - forced if contest.target.built else now - (best - forced)
        if after < 0:
            yield Flip(FlipKind.VALUE, before=now, proven=self._keeps_until_nothing(now))
            return
        revalued = Revalued.to(project, self.feature, self.variant, now, after)
        if revalued is None:
            yield Flip(FlipKind.VALUE, before=now)
            return
        moved, level = (contest.target, best) if contest.target.built else (contest.target.contrary, forced)
        proven = revalued.proven(contest, moved, level)
        plan = contest.plan(revalued.change)
        yield Flip(FlipKind.VALUE, changes=[revalued.change], before=now, after=after, plan=plan, proven=proven)

    def _keeps_until_nothing(self, now: Fraction) -> bool:
        """Tell whether the best plan of today is allowed with each lesser value of the variant: then none is enough."""
        project, today = self.contest.project, self.contest.today()
        worthless = Revalued.to(project, self.feature, self.variant, now, Fraction(0))
        if today is None or worthless is None or not worthless.entangled:
            return True
        return worthless.one_way and is_worth(project.apply(worthless.change), today.selection, today.value - now)

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


def _fund_names(project: Project, axis: Money) -> tuple[str, ...]:
    return (axis.fund,) if len(project.budget.funds) > 1 else ()
