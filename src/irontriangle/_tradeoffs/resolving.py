"""The least changes that give up a minimal set of wishes, each set in all the ways there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product

from irontriangle._model.amounts import Number, exact, plain
from irontriangle._model.changes import AddRule, Change, DropRule, SetFloor, SetPriority, SetQuality
from irontriangle._model.priority import MUST, SHOULD, WONT
from irontriangle._model.project import Project
from irontriangle._model.resolve import goal_scores
from irontriangle._model.rules import AtLeast, AtMost, Decided, Excludes
from irontriangle._plan.plan import Plan, Status
from irontriangle._tradeoffs.contradiction import Resolution
from irontriangle._tradeoffs.least import LeastLevels
from irontriangle._tradeoffs.limits import Axis, Days, Effort, Money, People, common_step
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import LIMITS, Wish, WishKind, held, wishes_of, with_only

FINEST = Fraction(1, 10**6)
"""To which a floor of quality is brought down."""

Changes = tuple[Change, ...]


def resolutions(
    project: Project, corrections: Iterable[Iterable[Wish]], ramp_up: int, demand: Number | None, solves: Solves
) -> list[Resolution]:
    """Return the least changes for each set of wishes to give up: few wishes first, then the greatest value."""
    found: dict[Changes, tuple[int, Resolution]] = {}
    for correction in corrections:
        given_up = sorted(correction, key=lambda wish: (list(WishKind).index(wish.kind), repr(wish)))
        for resolution in _Ways(project, given_up, ramp_up, demand, solves).resolutions():
            found.setdefault(resolution.changes, (len(given_up), resolution))
    ordered = sorted(found.values(), key=lambda pair: (pair[0], -pair[1].plan.value, pair[1].plan.cost))
    return [resolution for _, resolution in ordered]


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

    def resolutions(self) -> Iterator[Resolution]:
        """Yield the ways that lead to a plan."""
        ways = [[*self._alternatives(wish)] for wish in self._others if wish.kind is not WishKind.VALUE]
        for parts in product(*ways):
            changes = tuple(change for part in parts for change in part)
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

    def _alternatives(self, wish: Wish) -> Iterator[Changes]:
        """Yield the ways to give up a wish that is no limit."""
        if wish.name is not None and wish.kind in (WishKind.MUST, WishKind.WONT):
            yield (SetPriority(wish.name, WONT if wish.kind is WishKind.MUST else SHOULD),)
        elif wish.kind is WishKind.GOAL and wish.name is not None:
            yield (SetFloor(wish.name, self._best_floor(wish.name, exact(held(wish)))),)
        elif wish.kind is WishKind.QUALITY:
            yield (SetQuality(self._best_quality(exact(held(wish)))),)
        elif isinstance(wish.rule, Decided):
            yield from self._undecided(wish.rule)
        elif isinstance(wish.rule, AtLeast):
            yield self._counted(wish.rule, range(min(wish.rule.k - 1, len(wish.rule.names)), 0, -1))
        elif isinstance(wish.rule, (AtMost, Excludes)):
            allowed = wish.rule.k if isinstance(wish.rule, AtMost) else 1
            yield self._counted(wish.rule, range(allowed + 1, len(wish.rule.names)))
        elif wish.rule is not None:
            yield (DropRule(wish.rule),)

    def _undecided(self, rule: Decided) -> Iterator[Changes]:
        """Yield the ways to undo a decision: another variant, or none."""
        feature = self._project.scope[rule.feature]
        if rule.variant is not None and len(feature) > 1:
            yield DropRule(rule), AddRule(Decided(rule.feature))
        if feature.priority != MUST:
            yield DropRule(rule), SetPriority(rule.feature, WONT)

    def _counted(self, rule: AtLeast | AtMost | Excludes, counts: Iterable[int]) -> Changes:
        """Return the change to the first count that will do, or drop the rule."""
        for count in counts:
            kind = AtLeast if isinstance(rule, AtLeast) else AtMost
            changes = (DropRule(rule), AddRule(kind(rule.names, count)))
            if self._solves.solve(self._free(*changes), "value", self._demand).found:
                return changes
        return (DropRule(rule),)

    def _best_floor(self, goal: str, floor: Fraction) -> Number | None:
        """Return the highest floor of a goal that can be kept."""
        every = [variant for feature in self._project.scope for variant in feature]

        def reached(tried: Fraction) -> Fraction | None:
            plan = self._solves.solve(self._free(SetFloor(goal, tried)), "value", self._demand)
            built = (
                [self._project.scope[name][variant] for name, variant in plan.selection.items()] if plan.found else []
            )
            scores = (goal_scores(self._project, variant)[goal] for variant in built)
            return sum(scores, Fraction(0)) if plan.found else None

        return _highest(reached, floor, common_step(goal_scores(self._project, variant)[goal] for variant in every))

    def _best_quality(self, floor: Fraction) -> Number | None:
        """Return the highest floor of quality that can be kept, to six decimals."""

        def reached(tried: Fraction) -> Fraction | None:
            plan = self._solves.solve(self._free(SetQuality(tried)), "value", self._demand)
            return max(tried, exact(plan.quality or 0) // FINEST * FINEST) if plan.found else None

        return _highest(reached, floor, FINEST)

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
        points = least.points()
        for levels in points:
            yield least.changes(levels), least.exact

    def _axis(self, wish: Wish) -> Axis:
        if wish.kind is WishKind.DEADLINE:
            return Days()
        assert wish.name is not None
        if wish.kind is WishKind.BUDGET:
            return Money(wish.name)
        return Effort(wish.name) if wish.kind is WishKind.CAPACITY else People(wish.name, self._ramp_up)


def _highest(reached: Callable[[Fraction], Fraction | None], floor: Fraction, step: Fraction) -> Number | None:
    """Return the highest level below a floor, on a grid, that can be kept; None where not even 0 can, or only that."""
    low, high = reached(Fraction(0)), floor
    while low is not None and step and low + step < high:
        tried = low + max(1, (high - low) / 2 // step) * step
        found = reached(tried)
        low, high = (low, tried) if found is None else (found, high)
    return plain(low) if low else None
