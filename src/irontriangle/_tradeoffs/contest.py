"""The best plan that has something against the best plan there is, under whatever limits."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from fractions import Fraction
from functools import partial
from heapq import heappop, heappush

from irontriangle._model.amounts import exact, to_number
from irontriangle._model.changes import AddRule, Change
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Decided
from irontriangle._plan.plan import Plan, Status
from irontriangle._tradeoffs.least import LeastLevels, Levels
from irontriangle._tradeoffs.limits import Axis, of_totals
from irontriangle._tradeoffs.lowering import can_be
from irontriangle._tradeoffs.memory import Known, keeps
from irontriangle._tradeoffs.monotone import never_hurts
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.stopping import stopping, stopping_totals
from irontriangle._tradeoffs.target import Target
from irontriangle._tradeoffs.totals import Totals
from irontriangle._tradeoffs.wishes import Wish
from irontriangle._tradeoffs.worth import value_of

MOST_CORNERS = 300
"""Amounts of one limit at which the two best plans are compared."""

MOST_CORNERS_OF_TWO = 40
"""The same for two limits, where each takes many solves."""


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
        self.known: list[Known] = []
        """What was met on the way that can be built as it is."""
        self.helping: list[Wish] = []
        """Limits of which more is known to be enough alone."""
        self._asked: dict[tuple[tuple[Change, ...], frozenset[Axis]], Known | None] = {}
        self.totals = Totals(project, solves) if of_totals(project) else None

    def aimed(self, target: Target) -> Contest:
        """Return the contest of another target, with what is known."""
        other = copy(self)
        other.target = target
        return other

    def today(self) -> Known | None:
        """Return the best that there is."""
        return self._found(())

    def contrary(self) -> Known | None:
        """Return the best that there is with the target."""
        return self._found((self.target.change,))

    def selections(self) -> list[Mapping[str, str]]:
        """Return the best selections that there are today, with the target and at all."""
        return [known.selection for known in (self.today(), self.contrary()) if known is not None]

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

    def _found(self, changes: Sequence[Change], lifted: Collection[Axis] = ()) -> Known | None:
        """Return what a best plan is worth under some changes and with some limits lifted, and what is in it."""
        if self.totals is not None and self.totals.can(changes):
            return self.totals.best(changes, lifted)
        key = tuple(changes), frozenset(lifted)
        if key not in self._asked:
            self._asked[key] = self._of_looser(*key) or self._solved(*key)
        return self._asked[key]

    def _of_looser(self, changes: tuple[Change, ...], lifted: frozenset[Axis]) -> Known | None:
        """Return the best plan without the last change where that is a rule which the plan keeps anyway."""
        known = self._asked.get((changes[:-1], lifted))
        rule = changes[-1].rule if changes and isinstance(changes[-1], AddRule) else None
        return known if known and isinstance(rule, Decided | AtMost) and keeps(known.selection, rule) else None

    def _solved(self, changes: tuple[Change, ...], lifted: frozenset[Axis]) -> Known | None:
        project = self.project.apply(*changes)
        for axis in lifted:
            project = axis.lifted(project)
        value = value_of(self.solves, project)
        return None if value is None else Known(self.solves.solve(project).selection, value)

    def wins(self, *changes: Change) -> bool:
        """Tell whether the target is in some best plan, worth no less than today's."""
        forced = self.forced(*changes)
        return forced is not None and forced >= self.bar(*changes)

    def exceeded_with(self, aside: Target, value: Fraction) -> bool:
        """Tell whether a plan with something aside is worth more than a value, and is known or met in a moment."""
        if any(aside.holds(plan.selection) and plan.value > value for plan in self.known):
            return True
        totals, changes = self.totals, (aside.change,)
        if totals is None:
            return False
        if totals.known(changes) <= value and totals.likely_to_guess(value):
            totals.guess(changes)
        return totals.known(changes) > value

    def prefer(self, *changes: Change) -> None:
        """Know by one search the best plan under some changes, and whether the target is in one of them."""
        if self.totals is not None and self.totals.can(changes):
            self.totals.prefer(changes, self.target.rule)

    def surely_loses(self, *changes: Change) -> bool:
        """Tell whether no search is needed to see that the target is worth less than a plan that is known."""
        totals = self.totals
        return totals is not None and totals.below((*changes, self.target.change), totals.known(changes))

    def impossible(self, *changes: Change) -> bool:
        """Tell whether it is proven that no plan has the target, whatever it is worth."""
        return self.solves.solve(self.project.apply(*changes, self.target.change)).status is Status.INFEASIBLE

    def plan(self, *changes: Change) -> Plan:
        """Return a best plan with the target: the one that is best anyway, where that was asked for and has it."""
        project, forced = self.project.apply(*changes), ((*changes, self.target.change), frozenset[Axis]())
        if forced not in self._asked or (changes, frozenset()) in self._asked:
            best = self._found(changes)
            if self.totals is None or (best is not None and self.target.holds(best.selection)):
                plan = self.solves.solve(project)
                if plan.found and self.target.holds(plan.selection):
                    return plan
        return self.solves.solve(project.apply(self.target.change))

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
        proven = never_hurts(start, axes)
        if not self._reached(changes, axes):
            return [], proven
        found: list[Levels] = []
        begin = tuple(axis.today(start) for axis in axes)
        waiting = [(Fraction(0), begin)]
        seen: set[Levels] = set()
        most = MOST_CORNERS if len(axes) == 1 else MOST_CORNERS_OF_TWO
        while waiting:
            corner = self._raised(heappop(waiting)[1], axes, changes)  # the nearest first: it spares all beyond it
            if corner is None or corner in seen or any(_below(level, corner) for level in found):
                continue
            if len(seen) == most:
                return _minimal(found), False
            seen.add(corner)
            moved = (*changes, *moves(start, axes, corner))
            bar = self.bar(*moved)
            points, surely = self.enough(axes, bar, *moved)
            proven &= surely
            for point in points:
                there = (*changes, *moves(start, axes, point))
                if point == corner or self.bar(*there) == bar or (len(axes) > 1 and self.wins(*there)):
                    found.append(point)
                else:
                    heappush(waiting, (_distance(begin, point), point))
        return _minimal(found), proven

    def _raised(self, corner: Levels, axes: Sequence[Axis], changes: Sequence[Change]) -> Levels | None:
        """Return a corner of all levels from one on at which the target can win, as far as each limit tells alone."""
        totals, start = self.totals, self.project.apply(*changes)
        if totals is None or not totals.can(changes):
            return corner
        while True:
            raised = next(self._corners(totals, corner, axes, (*changes, *moves(start, axes, corner))), corner)
            if raised is None or raised == corner:
                return raised
            corner = raised

    def _corners(
        self, totals: Totals, corner: Levels, axes: Sequence[Axis], moved: Sequence[Change]
    ) -> Iterator[Levels | None]:
        """Yield greater corners that hold all that there is to find, those that need no search first; None: nothing."""
        forced = (*moved, self.target.change)
        known, exact_bar = partial(self._known_bar, totals, moved), partial(self.bar, *moved)
        for bar, least in ((known, totals.at_least), (exact_bar, totals.at_least), (exact_bar, totals.least)):
            worth = bar()
            levels = [least(forced, worth, axis, dict.fromkeys(set(axes) - {axis})) for axis in axes]
            pairs = zip(axes, levels, strict=True)
            raised = tuple(level for axis, level in pairs if level is not None and can_be(self.project, axis, level))
            if len(raised) < len(axes):
                yield None
            elif raised != corner:
                yield raised

    def _known_bar(self, totals: Totals, changes: Sequence[Change]) -> Fraction:
        """Return what the target must be worth at least to win, without looking for better plans."""
        today = self.best()
        assert today is not None
        known = totals.known(changes)
        return today if known <= today else exact(known)

    def enough(self, axes: Sequence[Axis], value: Fraction, *changes: Change) -> tuple[list[Levels], bool]:
        """Return the least levels, from those after some changes on, at which the target is worth so much."""
        forced, totals, count = (*changes, self.target.change), self.totals, None
        if totals is not None and totals.can(forced):
            count = partial(totals.least, forced, value)
        search = LeastLevels(self.project.apply(*forced), axes, self.solves, to_number(value), count)
        points = search.points()
        return points, search.complete and search.exact

    def _reached(self, changes: Sequence[Change], axes: Sequence[Axis]) -> bool:
        """Tell whether any amount can do: the target is worth today's best where the limits are lifted."""
        most, today = self._found((*changes, self.target.change), axes), self.best()
        return most is not None and today is not None and most.value >= today

    # ------------------------------------------------------------------------------------------------ what stops it

    def stopped_by(self, given: Collection[Wish], *changes: Change) -> tuple[Wish, ...]:
        """Return limits that would have to give beside some, so that the target is worth the best; () if none help."""
        forced, wanted = (*changes, self.target.change), self.bar(*changes)
        if self.totals is not None and self.totals.can(forced):
            return stopping_totals(self.totals, self.project, forced, given, wanted, self.helping)
        return stopping(self.solves, self.project.apply(*forced), given, wanted, self.helping)


def moves(project: Project, axes: Sequence[Axis], levels: Levels) -> tuple[Change, ...]:
    """Return what brings the limits of a project to some levels."""
    pairs = zip(axes, levels, strict=True)
    return tuple(axis.change(project, level) for axis, level in pairs if level != axis.today(project))


def _below(level: Levels, other: Levels) -> bool:
    return all(mine <= theirs for mine, theirs in zip(level, other, strict=True))


def _distance(begin: Levels, level: Levels) -> Fraction:
    """Return how much more there is of all limits, in shares of what there was."""
    return sum(((there - now) / max(now, Fraction(1)) for now, there in zip(begin, level, strict=True)), Fraction(0))


def _minimal(found: list[Levels]) -> list[Levels]:
    return sorted(level for level in set(found) if not any(other != level and _below(other, level) for other in found))
