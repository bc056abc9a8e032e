"""The least more money, time and people with which something is in some best plan."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import attrs

from irontriangle._model.amounts import to_number
from irontriangle._model.changes import Change
from irontriangle._model.project import Project
from irontriangle._solve.money import paid_absences, spendable
from irontriangle._tradeoffs.contest import Contest, moves
from irontriangle._tradeoffs.explanation import Flip, FlipKind
from irontriangle._tradeoffs.hands import People, PerSprint, hands_of
from irontriangle._tradeoffs.least import LeastLevels, Undecided
from irontriangle._tradeoffs.limits import Axis, Days, Effort, Money, axes_of
from irontriangle._tradeoffs.stopping import wish_of

_KINDS = {
    Money: FlipKind.MONEY,
    Days: FlipKind.TIME,
    Effort: FlipKind.TIME,
    People: FlipKind.PEOPLE,
    PerSprint: FlipKind.PEOPLE,
}


@attrs.frozen
class LimitFlips:
    """
    Find the least extensions of limits: each alone, then in pairs of which neither is enough alone.

    Parameters
    ----------
    contest
        What is to win.
    ramp_up
        Working days that people who join are paid for before they count.
    """

    contest: Contest
    ramp_up: int

    def flips(self) -> Iterator[Flip]:
        """Yield what is found for each limit and each pair."""
        project = self.contest.project
        money = [axis for axis in axes_of(project, ["budget"]) if axis.step(project)]
        time = [axis for axis in axes_of(project, ["timeline"]) if axis.step(project)]
        people = hands_of(project, self.ramp_up)
        alone: dict[Axis, list[Flip]] = {axis: self._surely((axis,)) for axis in (*money, *time, *people)}
        enough = [axis for axis, found in alone.items() if any(flip.found for flip in found)]
        self.contest.helping += [wish_of(project, axis) for axis in enough]
        for axis, found in alone.items():
            yield from found or [self._stopped((axis,))]
        for pair in product(money, (*time, *people)):
            if not any(axis in enough for axis in pair):
                yield from self._surely(pair) or [self._stopped(pair)]

    def _surely(self, axes: tuple[Axis, ...]) -> list[Flip]:
        """Return what is found, if anything, or that this is not known."""
        try:
            return self._staffed(axes) if isinstance(axes[-1], People) else self._extended(axes)
        except Undecided:
            return [Flip(_kind(axes), _names(self.contest.project, axes), proven=False)]

    def _stopped(self, axes: tuple[Axis, ...]) -> Flip:
        """Return that nothing will do, and what still stops it."""
        project = self.contest.project
        kind, names = _kind(axes), _names(project, axes)
        try:
            stops = self.contest.stopped_by([wish_of(project, axis) for axis in axes])
        except Undecided:
            return Flip(kind, names, proven=False)
        return Flip(kind, names, stopped_by=stops)

    # ----------------------------------------------------------------------------------------------- money and time

    def _extended(self, axes: tuple[Axis, ...]) -> list[Flip]:
        """Return the flips by more of one limit, or of two."""
        contest = self.contest
        points, proven = contest.least(axes)
        if not points and not proven:
            raise Undecided
        return [self._flip(axes, moves(contest.project, axes, point), proven=proven) for point in points]

    def _flip(self, axes: tuple[Axis, ...], changes: tuple[Change, ...], *, proven: bool) -> Flip:
        plan = self.contest.plan(*changes)
        names = _names(self.contest.project, axes)
        return Flip(_kind(axes), names, changes=changes, plan=plan, proven=proven and plan.found)

    # ------------------------------------------------------------------------------------------------------- people

    def _staffed(self, axes: tuple[Axis, ...]) -> list[Flip]:
        """
        Return the flips by more people of a role, with more money of a fund or without.

        More people cost while they learn, so more of them are not always better: each number is tried.
        """
        *funds, role = axes
        assert isinstance(role, People)
        contest, project = self.contest, self.contest.project
        free = LeastLevels(
            project.apply(contest.target.change), [*funds, People(role.role)], contest.solves, to_number(contest.bar())
        )
        points = free.points()
        if not free.complete:
            raise Undecided
        if not points:
            return []
        fewest = min(int(point[-1]) for point in points)
        least = min(point[0] for point in points)  # of the money, where it may give
        found: list[tuple[Fraction, Flip]] = []
        proven = True
        for count in range(max(1, fewest), role.most(project) + 1):
            joining = role.change(project, Fraction(count))
            bound = self._cost_of(joining, funds, least)
            if bound is None or (found and bound >= found[-1][0]):
                break
            for level, changes, surely in self._with(joining, funds):
                proven &= surely
                if not found or level < found[-1][0]:
                    found.append((level, self._flip(axes, changes, proven=surely)))
        return [attrs.evolve(flip, proven=flip.proven and proven) for _, flip in found]

    def _cost_of(self, joining: Change, funds: list[Axis], least: Fraction) -> Fraction | None:
        """Return a bound of what is needed of the fund that may give; None where another one cannot pay for them."""
        project = self.contest.project
        given = [axis.fund for axis in funds if isinstance(axis, Money)]
        paid = paid_absences(project.apply(joining))
        before = paid_absences(project)
        if any(paid[fund] > there for fund, there in spendable(project).items() if fund not in given):
            return None
        return max([Fraction(0), *(least + paid[fund] - before[fund] for fund in given)])

    def _with(self, joining: Change, funds: list[Axis]) -> list[tuple[Fraction, tuple[Change, ...], bool]]:
        """Return the least money with which some people are enough, the changes, and whether that is proven."""
        contest = self.contest
        if not funds:
            return [(Fraction(0), (joining,), True)] if contest.wins(joining) else []
        points, proven = contest.least(funds, joining)
        if not points:
            return [] if proven else _raise()
        more = moves(contest.project, funds, points[0])
        return [(points[0][0], (*more, joining), proven)]


def _raise() -> list[tuple[Fraction, tuple[Change, ...], bool]]:
    raise Undecided


def _kind(axes: tuple[Axis, ...]) -> FlipKind:
    if len(axes) == 1:
        return _KINDS[type(axes[0])]
    return FlipKind.MONEY_AND_PEOPLE if isinstance(axes[1], People | PerSprint) else FlipKind.MONEY_AND_TIME


def _names(project: Project, axes: tuple[Axis, ...]) -> tuple[str, ...]:
    """Name the funds where there are several, and the roles."""
    names = []
    for axis in axes:
        if isinstance(axis, Money):
            names += [axis.fund] if len(project.budget.funds) > 1 else []
        elif not isinstance(axis, Days):
            names.append(axis.role)
    return tuple(names)
