"""What the next step of each limit brings, and of several where none brings anything alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import to_number
from irontriangle._model.changes import AddRule, Change, ChangeCapacity, ChangeTeam
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Decided
from irontriangle._model.timeline import Timeline
from irontriangle._plan.plan import Plan
from irontriangle._tradeoffs.contest import moves
from irontriangle._tradeoffs.hands import People, PerSprint, hands_of
from irontriangle._tradeoffs.least import LeastLevels, Undecided
from irontriangle._tradeoffs.limits import Axis, Effort, axes_of
from irontriangle._tradeoffs.monotone import never_hurts
from irontriangle._tradeoffs.sensitive import JointStep, LimitStep
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.stopping import stopping, wish_of
from irontriangle._tradeoffs.wishes import Wish
from irontriangle._tradeoffs.worth import value_of, value_step


@attrs.frozen
class Steps:
    """
    Look for the next step of each limit.

    More time hurts where people are paid while absent beyond the deadline; a next step of time is not proven then.

    Parameters
    ----------
    plan
        A best plan.
    value
        What it is worth, exactly.
    ramp_up
        Working days that people who join are paid for before they count.
    """

    plan: Plan
    value: Fraction
    ramp_up: int
    solves: Solves = attrs.field(eq=False)

    @property
    def axes(self) -> list[Axis]:
        """The limits there are: money, time, people."""
        project = self.plan.project
        return [
            *axes_of(project, ["budget"]),
            *axes_of(project, ["timeline"]),
            *hands_of(project, self.ramp_up),
        ]

    def step(self, axis: Axis) -> LimitStep:
        """Return the next step of one limit."""
        project = self.plan.project
        limit, level = wish_of(project, axis), self._level(axis)
        try:
            low = self._low(axis)
        except Undecided:
            return LimitStep(limit, level=level, proven=False)
        try:
            changes, proven = self._next(axis)
            if changes is None:
                return LimitStep(limit, level=level, low=low, stopped_by=self._stops(limit))
        except Undecided:
            return LimitStep(limit, level=level, low=low, proven=False)
        changed = project.apply(*changes)
        plan = self.solves.solve(changed)
        there = level + changes[0].people if isinstance(changes[0], ChangeTeam) else axis.today(changed)
        return LimitStep(limit, level=level, low=low, next=there, changes=changes, plan=plan, proven=proven)

    def joint(self) -> Iterator[JointStep]:
        """Yield the least steps of two limits, money first, that bring more value together."""
        project = self.plan.project
        money = [axis for axis in axes_of(project, ["budget"]) if axis.step(project)]
        for pair in product(money, [axis for axis in self.axes if axis not in money and axis.step(project)]):
            if self._reached(project, pair):
                fund, other = pair
                found = self._with_people(fund, other) if isinstance(other, People) else self._together(pair)
                for changes, proven in found:
                    plan = self.solves.solve(project.apply(*changes))
                    yield JointStep(
                        [wish_of(project, axis) for axis in pair], changes=changes, plan=plan, proven=proven
                    )
            elif not never_hurts(project, pair):
                raise Undecided

    def _together(self, pair: tuple[Axis, ...]) -> Iterator[tuple[tuple[Change, ...], bool]]:
        """Yield every Pareto point of two limits."""
        search = self._search(self.plan.project, list(pair))
        for point in search.points():
            yield moves(self.plan.project, pair, point), search.complete and search.exact

    def _with_people(self, fund: Axis, role: People) -> Iterator[tuple[tuple[Change, ...], bool]]:
        """Yield the least money for the fewest people."""
        project = self.plan.project
        for count in range(1, role.most(project) + 1):
            joining = role.change(project, Fraction(count))
            search = self._search(project.apply(joining), [fund])
            for point in search.points()[:1]:
                yield (*moves(project, [fund], point), joining), search.exact
                return

    # ---------------------------------------------------------------------------------------------------- one limit

    def _level(self, axis: Axis) -> Fraction:
        if isinstance(axis, People):
            timeline = self.plan.project.timeline
            assert isinstance(timeline, Timeline)
            return Fraction(timeline.team[axis.role])
        return axis.today(self.plan.project)

    def _low(self, axis: Axis) -> Fraction:
        """Return what the plan needs of a limit."""
        project, selection = self.plan.project, self.plan.selection
        if isinstance(axis, Effort):
            built = (project.scope[feature][variant] for feature, variant in selection.items())
            return sum((Fraction(resolve.work(variant).get(axis.role, 0)) for variant in built), Fraction(0))
        if not isinstance(axis, People | PerSprint):
            return axis.used(self.plan)
        out = [feature.name for feature in project.scope if feature.name not in selection]
        rules = [Decided(*choice) for choice in selection.items()]
        pinned = project.apply(*map(AddRule, rules), *([AddRule(AtMost(out, 0))] if out else []))

        def can_spare(fewer: int) -> bool:
            less = (ChangeTeam if isinstance(axis, People) else ChangeCapacity)(axis.role, -fewer)
            return value_of(self.solves, pinned.apply(less)) is not None

        level = self._level(axis)
        return level - (bisect_left(range(1, int(level) + 1), True, key=lambda fewer: not can_spare(fewer)))

    def _next(self, axis: Axis) -> tuple[tuple[Change, ...] | None, bool]:
        """Return the least change that brings more value, or None where none does, and whether that is proven."""
        project = self.plan.project
        if not axis.step(project):
            return None, True
        if not self._reached(project, (axis,)):
            if never_hurts(project, (axis,)):
                return None, True
            raise Undecided
        if isinstance(axis, People):
            return self._joining(project, axis), True
        search = self._search(project, [axis])
        points = search.points()
        if not points:
            raise Undecided
        return moves(project, [axis], points[0]), search.exact

    def _joining(self, project: Project, axis: People) -> tuple[Change, ...] | None:
        """Try each number of people: more of them cost more while they learn."""
        for count in range(1, axis.most(project) + 1):
            change = axis.change(project, Fraction(count))
            value = value_of(self.solves, project.apply(change))
            if value is None:
                return None  # they cost more than there is
            if value > self.value:
                return (change,)
        return None

    def _reached(self, project: Project, axes: tuple[Axis, ...]) -> bool:
        """Tell whether there is more value where limits are lifted."""
        for axis in axes:
            project = People(axis.role).lifted(project) if isinstance(axis, People) else axis.lifted(project)
        value = value_of(self.solves, project)
        return value is not None and value > self.value

    def _search(self, project: Project, axes: list[Axis]) -> LeastLevels:
        return LeastLevels(project, axes, self.solves, to_number(self.value + value_step(project)))

    def _stops(self, limit: Wish) -> tuple[Wish, ...]:
        project = self.plan.project
        return stopping(self.solves, project, [limit], self.value + value_step(project))
