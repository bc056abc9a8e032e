"""What another feature would have to be worth for something to be in some best plan."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from irontriangle._model import resolve
from irontriangle._tradeoffs.contest import Contest
from irontriangle._tradeoffs.explanation import Flip, FlipKind
from irontriangle._tradeoffs.least import Undecided
from irontriangle._tradeoffs.revalued import Revalued
from irontriangle._tradeoffs.target import Target


@attrs.frozen
class OtherFlips:
    """
    Find the values of the variants of other features with which a target wins.

    Parameters
    ----------
    contest
        What is to win: that a feature is built, or a variant of it, or that it is not.
    feature
        The feature.
    """

    contest: Contest
    feature: str

    def flips(self) -> Iterator[Flip]:
        """Yield those there are; where there is none, nothing."""
        best = self.contest.today()
        built = best.selection if best is not None else {}
        others = [other for other in self.contest.project.scope if other.name != self.feature]
        for name, variant in [(other.name, each.name) for other in others for each in other]:
            aside = Target((name, variant), built=built.get(name) != variant)
            try:
                yield from list(self._other(name, variant, aside))
            except Undecided:
                yield Flip(FlipKind.OTHER_VALUE, (name, variant), proven=False)

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
        if contrary is None or contest.exceeded_with(aside, contrary.value) or contest.surely_loses(aside.change):
            return
        contest.prefer(aside.change)
        without = contest.best(aside.change)
        if without is None or without > contrary.value or contest.surely_loses(aside.change):
            return
        both = contrary.value if aside.holds(contrary.selection) else contest.forced(aside.change)
        if both is None or both != without or (not aside.built and best - both > now):
            return
        after = now + best - both if aside.built else now - (best - both)
        revalued = Revalued.to(project, name, variant, now, after)
        if revalued is None:
            return
        moved, level = (aside, best) if aside.built else (aside.contrary, both)
        proven = revalued.proven(contest, moved, level)
        plan = contest.plan(revalued.change)
        names = (name, variant)
        yield Flip(
            FlipKind.OTHER_VALUE, names, changes=[revalued.change], before=now, after=after, plan=plan, proven=proven
        )
