"""The least changes that give up a minimal set of wishes, each set in all the ways there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from irontriangle._model.amounts import Number, exact
from irontriangle._model.changes import AddRule, Change, DropRule, SetFloor, SetPriority, SetQuality
from irontriangle._model.priority import MUST, SHOULD, WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import AtLeast, AtMost, Decided, Excludes
from irontriangle._plan.plan import Plan, Status
from irontriangle._tradeoffs.checking import is_possible
from irontriangle._tradeoffs.contradiction import Resolution
from irontriangle._tradeoffs.floors import best_floor, best_quality
from irontriangle._tradeoffs.least import LeastLevels
from irontriangle._tradeoffs.limits import Axis, Days, Effort, Money, People
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import LIMITS, Wish, WishKind, held, wishes_of, with_only

Changes = tuple[Change, ...]

MOST_WAYS = 12
"""Resolutions after which no further set of wishes to give up is looked at."""

MOST_POINTS = 6
"""Least extensions of two limits; of three a quarter of it, of more only one."""


def resolutions(
    project: Project, corrections: Iterable[Collection[Wish]], ramp_up: int, demand: Number | None, solves: Solves
) -> tuple[list[Resolution], bool]:
    """
    Return the least changes for each set of wishes to give up, and whether none is missing.

    Few wishes come first, then the greatest value.
    """
    found: dict[Changes, tuple[int, Resolution]] = {}
    complete = True
    for correction in sorted(corrections, key=len):
        if len(found) >= MOST_WAYS:
            complete = False
            break
        given_up = sorted(correction, key=lambda wish: (list(WishKind).index(wish.kind), repr(wish)))
        ways = _Ways(project, given_up, ramp_up, demand, solves)
        for resolution in ways.resolutions():
            found.setdefault(resolution.changes, (len(given_up), resolution))
        complete &= ways.complete
    ordered = sorted(found.values(), key=lambda pair: (pair[0], -pair[1].plan.value, pair[1].plan.cost))
    return [resolution for _, resolution in ordered], complete


class _Ways:
    """All ways of giving up one set of wishes."""

    def __init__(
        self, project: Project, given_up: Sequence[Wish], ramp_up: int, demand: Number | None, solves: Solves
    ) -> None:
        self._project = project
        self._limits = [wish for wish in given_up if wish.kind in LIMITS]
        self._others = [wish for wish in given_up if wish.kind not in LIMITS]
        self._ramp_up = ramp_up
        self._demand = None if any(wish.kind is WishKind.VALUE for wish in given_up) else demand
        self._demand_gives = self._demand != demand
        self._solves = solves
        self.complete = True
        """Whether no extension of the limits is missing."""

    def resolutions(self) -> Iterator[Resolution]:
        """Yield the ways that lead to a plan."""
        for changes in self._ways((), [wish for wish in self._others if wish.kind is not WishKind.VALUE]):
            for more, exactly in self._extensions(changes):
                yield from self._resolution((*changes, *more), exactly=exactly)

    def _resolution(self, changes: Changes, *, exactly: bool) -> Iterator[Resolution]:
        plan = self._solve(changes)
        for change in changes:  # the best plan may do what is decided here anyway
            if isinstance(change, SetPriority) or (isinstance(change, AddRule) and isinstance(change.rule, Decided)):
                fewer = tuple(other for other in changes if other != change)
                simpler = self._solve(fewer)
                if plan.found and simpler.found and simpler.selection == plan.selection:
                    changes, plan = fewer, simpler
        if plan.found:
            value = plan.value if self._demand_gives else None
            proven = exactly and plan.status is Status.OPTIMAL
            yield Resolution(changes, plan, value_at_least=value, proven=proven)

    def _solve(self, changes: Iterable[Change]) -> Plan:
        return self._solves.solve(self._project.apply(*changes), "value", self._demand)

    # ---------------------------------------------------------------------------------------------------- wishes

    def _ways(self, changes: Changes, wishes: Sequence[Wish]) -> Iterator[Changes]:
        """Yield the ways to give up wishes that are no limits, one after the other, with some changes made."""
        if not wishes:
            yield changes
            return
        for more in self._alternatives(wishes[0], changes):
            yield from self._ways((*changes, *more), wishes[1:])

    def _alternatives(self, wish: Wish, before: Changes) -> Iterator[Changes]:
        """Yield the ways to give up one of them."""
        if wish.name is not None and wish.kind in (WishKind.MUST, WishKind.WONT):
            yield (SetPriority(wish.name, WONT if wish.kind is WishKind.MUST else SHOULD),)
        elif wish.kind is WishKind.GOAL and wish.name is not None:
            too_high = exact(held(wish)), self._demand, self._solves
            yield (SetFloor(wish.name, best_floor(self._free(*before), wish.name, *too_high)),)
        elif wish.kind is WishKind.QUALITY:
            too_high = exact(held(wish)), self._demand, self._solves
            yield (SetQuality(best_quality(self._free(*before), *too_high)),)
        elif isinstance(wish.rule, Decided):
            yield from self._undecided(wish.rule)
        elif isinstance(wish.rule, AtLeast):
            yield self._counted(wish.rule, range(min(wish.rule.k - 1, len(wish.rule.names)), 0, -1), before)
        elif isinstance(wish.rule, (AtMost, Excludes)):
            allowed = wish.rule.k if isinstance(wish.rule, AtMost) else 1
            yield self._counted(wish.rule, range(allowed + 1, len(wish.rule.names)), before)
        elif wish.rule is not None:
            yield (DropRule(wish.rule),)

    def _undecided(self, rule: Decided) -> Iterator[Changes]:
        """Yield the ways to undo a decision: another variant, or none."""
        feature = self._project.scope[rule.feature]
        if rule.variant is not None and len(feature) > 1:
            yield DropRule(rule), AddRule(Decided(rule.feature))
        if feature.priority != MUST:
            yield DropRule(rule), SetPriority(rule.feature, WONT)

    def _counted(self, rule: AtLeast | AtMost | Excludes, counts: Iterable[int], before: Changes) -> Changes:
        """Return the change to the first count that will do, or drop the rule."""
        for count in counts:
            kind = AtLeast if isinstance(rule, AtLeast) else AtMost
            changes = (DropRule(rule), AddRule(kind(rule.names, count)))
            if is_possible(self._free(*before, *changes), self._demand, self._solves):
                return changes
        return (DropRule(rule),)

    def _free(self, *changes: Change) -> Project:
        """Return the project with changes made, and without what is given up besides."""
        changed = self._project.apply(*changes)
        given_up = [*self._limits, *self._others]
        return with_only(changed, [wish for wish in wishes_of(changed) if wish not in given_up])

    # ---------------------------------------------------------------------------------------------------- limits

    def _extensions(self, changes: Changes) -> Iterator[tuple[Changes, bool]]:
        """Yield the least changes of the limits that are given up, people and time before money."""
        project = self._project.apply(*changes)
        money = [axis for axis in map(self._axis, self._limits) if isinstance(axis, Money)]
        time = [axis for axis in map(self._axis, self._limits) if not isinstance(axis, Money)]
        if not any(isinstance(axis, People) for axis in time):
            yield from self._least(project, [*time, *money])
            return
        paid = project
        for axis in money:
            paid = axis.lifted(paid)
        for team, exactly in self._least(paid, time):
            for more, too in self._least(project.apply(*team), money):
                yield (*more, *team), exactly and too

    def _least(self, project: Project, axes: Sequence[Axis]) -> Iterator[tuple[Changes, bool]]:
        least = LeastLevels(project, axes, self._solves, self._demand)
        points = least.points(max(1, MOST_POINTS // 4 ** max(0, len(axes) - 2)))
        self.complete &= least.complete
        for levels in points:
            yield least.changes(levels), least.exact

    def _axis(self, wish: Wish) -> Axis:
        if wish.kind is WishKind.DEADLINE:
            return Days()
        assert wish.name is not None
        if wish.kind is WishKind.BUDGET:
            return Money(wish.name)
        return Effort(wish.name) if wish.kind is WishKind.CAPACITY else People(wish.name, self._ramp_up)
