"""The best plan that has something against the best plan there is, under whatever limits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from fractions import Fraction

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import FrozenMap, exact, to_number
from irontriangle._model.changes import AddRule, Change
from irontriangle._model.members import Member, is_in
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Bundle, Decided
from irontriangle._model.timeline import Timeline
from irontriangle._plan.plan import Plan, Status
from irontriangle._solve.money import absent_days
from irontriangle._tradeoffs.least import LeastLevels, Levels, Undecided
from irontriangle._tradeoffs.limits import Axis, Days, Effort, Money, common_step, on_grid
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.totals import Totals, Worth
from irontriangle._tradeoffs.wishes import LIMITS, Wish, WishKind, meets, wishes_of, with_only

MOST_CORNERS = 300
"""Amounts at which the two best plans are compared, for one or two limits."""


@attrs.frozen
class Target:
    """
    Say what is looked for in a plan: that a feature, or a variant of it, is built, or that it is not.

    Examples
    --------
    >>> Target(("ABC", "full")).change
    AddRule(rule=Decided(feature='ABC', variant='full'))
    """

    member: Member
    built: bool = True

    @property
    def change(self) -> Change:
        """What leaves only the plans that have it."""
        if not self.built:
            return AddRule(AtMost([self.member], 0))
        return AddRule(Decided(self.member) if isinstance(self.member, str) else Decided(*self.member))

    def holds(self, selection: FrozenMap[str, str]) -> bool:
        return is_in(self.member, selection) is self.built


class Contest:
    """
    Compare the best plan that has something with the best plan there is.

    A target *wins* under some changes if it is in some best plan then: of the greatest value, and worth no less than
    what there is without the changes, so that nobody wins by wasting money.

    Parameters
    ----------
    project
        As it is; it has a plan.
    target
        What is looked for.
    solves
        Who solves.

    Raises
    ------
    Undecided
        By all methods, where something was not proven in time.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> contest = Contest(feature_abc(), Target(("ABC", "full")), Solves("explain"))
    >>> contest.best(), contest.forced(), contest.wins()
    (Fraction(110, 1), Fraction(90, 1), False)
    """

    def __init__(self, project: Project, target: Target, solves: Solves) -> None:
        self.project = project
        self.target = target
        self.solves = solves
        self.known: list[Worth] = []
        """What was met on the way that can be built as it is."""
        self.totals = Totals(project, solves) if Totals.can(project) else None

    def aimed(self, target: Target) -> Contest:
        """Return the contest of another target, with what is known."""
        other = copy(self)
        other.target = target
        return other

    def today(self) -> Worth | None:
        """Return the best that there is."""
        return self._found(())

    def contrary(self) -> Worth | None:
        """Return the best that there is with the target."""
        return self._found((self.target.change,))

    def best(self, *changes: Change) -> Fraction | None:
        """Return what the best plan is worth under some changes; None where there is none."""
        return self._worth(*changes)

    def bar(self, *changes: Change) -> Fraction:
        """Return what the target must be worth to win."""
        worth = [self.best(), self.best(*changes)]
        return max(value for value in worth if value is not None)

    def forced(self, *changes: Change) -> Fraction | None:
        """Return what the best plan with the target is worth; None where there is none."""
        return self._worth(*changes, self.target.change)

    def _worth(self, *changes: Change) -> Fraction | None:
        worth = self._found(changes)
        if worth is None:
            return None
        if all(isinstance(change, AddRule) for change in changes):
            self.known.append(worth)
        return worth.value

    def _found(self, changes: Sequence[Change], lifted: Collection[Axis] = ()) -> Worth | None:
        """Return what a best plan is worth under some changes and with some limits lifted, and what is in it."""
        if self.totals is not None and Totals.can(self.project, changes):
            return self.totals.best(changes, lifted)
        project = self.project.apply(*changes)
        for axis in lifted:
            project = axis.lifted(project)
        value = value_of(self.solves, project)
        return None if value is None else Worth(value, self.solves.solve(project).selection)

    def wins(self, *changes: Change) -> bool:
        """Tell whether the target is in some best plan, worth no less than today's."""
        forced = self.forced(*changes)
        return forced is not None and forced >= self.bar(*changes)

    def plan(self, *changes: Change) -> Plan:
        """Return a best plan with the target: the one that is best anyway, where it has it."""
        project = self.project.apply(*changes)
        plan = self.solves.solve(project)
        return (
            plan
            if plan.found and self.target.holds(plan.selection)
            else self.solves.solve(project.apply(self.target.change))
        )

    # -------------------------------------------------------------------------------------------------- more of limits

    def least(self, axes: Sequence[Axis], *changes: Change) -> tuple[list[Levels], bool]:
        r"""
        Return the least levels of limits, from those after some changes on, at which the target wins; and if proven.

        Notes
        -----
        Let :math:`V(l)` be the best value at levels :math:`l`, :math:`W(l)` that with the target; both rise with
        :math:`l`, so where the target wins at some :math:`l` above a corner :math:`c`, then
        :math:`W(l) \ge V(l) \ge V(c)`. The minimal levels with :math:`W \ge V(c)` are found exactly; at each of them
        the target wins, or it is a new corner with a greater :math:`V`. So every minimal level is met although
        winning is not monotone in money or time.
        """
        start = self.project.apply(*changes)
        proven = _never_hurts(start, axes)
        if not self._reached(changes, axes):
            return [], proven
        found: list[Levels] = []
        waiting = [tuple(axis.today(start) for axis in axes)]
        seen: set[Levels] = set()
        while waiting:
            corner = waiting.pop()
            if corner in seen or any(_below(level, corner) for level in found):
                continue
            if len(seen) == MOST_CORNERS:
                return _minimal(found), False
            seen.add(corner)
            moved = (*changes, *moves(start, axes, corner))
            bar = self.bar(*moved)
            points, surely = self._worth_at_least(bar, axes, moved)
            proven &= surely
            for point in points:
                there = (*changes, *moves(start, axes, point))
                if point == corner or self.bar(*there) == bar or (len(axes) > 1 and self.wins(*there)):
                    found.append(point)
                else:
                    waiting.append(point)
        return _minimal(found), proven

    def _worth_at_least(
        self, value: Fraction, axes: Sequence[Axis], changes: Sequence[Change]
    ) -> tuple[list[Levels], bool]:
        """Return the least levels, from those after some changes on, at which the target is worth so much."""
        if self.totals is not None and len(axes) == 1 and isinstance(axes[0], Money | Effort):
            level = self.totals.least(axes[0], (*changes, self.target.change), value)
            return ([] if level is None else [(level,)]), True
        search = LeastLevels(
            self.project.apply(*changes, self.target.change), axes, self.solves, value_at_least=to_number(value)
        )
        points = search.points()
        return points, search.complete and search.exact

    def _reached(self, changes: Sequence[Change], axes: Sequence[Axis]) -> bool:
        """Tell whether any amount can do: the target is worth today's best where the limits are lifted."""
        most, today = self._found((*changes, self.target.change), axes), self.best()
        return most is not None and today is not None and most.value >= today

    # ------------------------------------------------------------------------------------------------ what stops it

    def stopped_by(self, given: Collection[Wish], *changes: Change) -> tuple[Wish, ...]:
        """Return limits that would have to give beside some, so that the target is worth the best; () if none help."""
        project = self.project.apply(*changes, self.target.change)
        return stopping(self.solves, project, given, self.bar(*changes))


def stopping(solves: Solves, project: Project, given: Collection[Wish], wanted: Fraction) -> tuple[Wish, ...]:
    """
    Return limits that keep a project from some value though others are lifted, none of them needless; () if none do.

    People are named only where money and time alone would not do.

    Parameters
    ----------
    given
        The limits that are lifted.
    wanted
        The value.
    """
    wishes = wishes_of(project)

    def needed(limits: list[Wish]) -> list[Wish] | None:
        """Return the limits that a good enough plan exceeds, if there is one with these lifted."""
        lifted = with_only(project, [wish for wish in wishes if wish not in limits])
        value = value_of(solves, lifted)
        if value is None or value < wanted:
            return None
        plan = solves.solve(lifted)
        return [wish for wish in limits if wish in given or not meets(plan, wish)]

    for kinds in ((WishKind.BUDGET, WishKind.DEADLINE, WishKind.CAPACITY), LIMITS):
        lifted = needed([wish for wish in wishes if wish in given or wish.kind in kinds])
        for wish in lifted or ():
            if lifted and wish in lifted and wish not in given:
                lifted = needed([other for other in lifted if other != wish]) or lifted
        if lifted is not None:
            return tuple(wish for wish in lifted if wish not in given)
    return ()


def value_of(solves: Solves, project: Project) -> Fraction | None:
    """Return the greatest value, exactly; None where no plan is possible."""
    plan = solves.solve(project)
    if plan.status is Status.INFEASIBLE:
        return None
    if plan.status is not Status.OPTIMAL:
        raise Undecided
    return exact_value(plan)


def exact_value(plan: Plan) -> Fraction:
    """Return what a plan is worth, exactly."""
    return exact(plan.value) if isinstance(plan.value, int) else on_grid(plan.value, value_step(plan.project))


def value_step(project: Project) -> Fraction:
    """
    Return the number of which the value of every plan is a multiple.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> value_step(feature_abc())
    Fraction(10, 1)
    """
    variants = [resolve.value(project, variant) for feature in project.scope for variant in feature]
    bundles = [exact(rule.value) for rule in project.scope.rules if isinstance(rule, Bundle)]
    return common_step([*variants, *bundles])


def wish_of(project: Project, axis: Axis) -> Wish:
    """Return the limit that an axis moves, as a wish."""
    if isinstance(axis, Days):
        return next(wish for wish in wishes_of(project) if wish.kind is WishKind.DEADLINE)
    if isinstance(axis, Money):
        kind, name = WishKind.BUDGET, axis.fund
    else:
        kind, name = WishKind.CAPACITY if isinstance(axis, Effort) else WishKind.TEAM, axis.role
    return next(wish for wish in wishes_of(project) if wish.kind is kind and wish.name == name)


def moves(project: Project, axes: Sequence[Axis], levels: Levels) -> tuple[Change, ...]:
    """Return what brings the limits of a project to some levels."""
    pairs = zip(axes, levels, strict=True)
    return tuple(axis.change(project, level) for axis, level in pairs if level != axis.today(project))


def _never_hurts(project: Project, axes: Sequence[Axis]) -> bool:
    """Tell whether more never hurts: those who are paid while absent beyond the deadline cost more with a later one."""
    timeline = project.timeline
    if not isinstance(timeline, Timeline) or timeline.working_days is None or Days() not in axes:
        return True
    paid = [absence for absence in timeline.absences if absence.paid and absence.role in project.budget.rates]
    return all(absent_days(timeline, absence)[1] <= timeline.working_days for absence in paid)


def _below(level: Levels, other: Levels) -> bool:
    return all(mine <= theirs for mine, theirs in zip(level, other, strict=True))


def _minimal(found: list[Levels]) -> list[Levels]:
    return sorted(level for level in set(found) if not any(other != level and _below(other, level) for other in found))
