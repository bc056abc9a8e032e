"""The least changes with which a project has a plan: which wishes give way, and which limits by how much."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations

import attrs

from irontriangle._model.amounts import Number, exact
from irontriangle._model.changes import AddRule, Change, DropRule, SetPriority, SetQuality
from irontriangle._model.priority import MUST, SHOULD, WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import AtLeast, AtMost, Decided, Excludes
from irontriangle._plan.plan import Plan, Status
from irontriangle._tradeoffs.contradiction import Resolution
from irontriangle._tradeoffs.floors import best_quality
from irontriangle._tradeoffs.hands import People, PerSprint
from irontriangle._tradeoffs.least import LeastLevels
from irontriangle._tradeoffs.limits import Days, Effort, Money, of_totals
from irontriangle._tradeoffs.lowering import AnyAxis, Count, Floor, changes_to
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import Wish, WishKind, held, wishes_of, with_only

Changes = tuple[Change, ...]
Levels = dict[AnyAxis, Fraction]

MOST_WAYS = 12
"""Resolutions after which no further set of wishes to give up is looked at."""

MOST_POINTS = 6
"""Least extensions of two limits; of three a quarter of it, of more only one."""

SMALL_VARIANTS, SMALL_WISHES, SMALL_AXES = 12, 8, 6
"""Projects without dates of which all ways are found have no more than this."""

POINTS_OF_SMALL = 200
"""Least extensions that are found of those, for each set of wishes to give up."""


@attrs.frozen
class _Way:
    """Some wishes given up, how, and how much each limit or demand gives."""

    given_up: frozenset[tuple[Wish, Changes]]
    levels: Levels
    changes: Changes
    proven: bool

    def beats(self, other: _Way) -> bool:
        """Tell whether it asks for no more of anything, and for less of something."""
        if (self.given_up, self.levels) == (other.given_up, other.levels) or not self.given_up <= other.given_up:
            return False
        return all(axis in other.levels and level <= other.levels[axis] for axis, level in self.levels.items())


def resolutions(
    project: Project, corrections: Iterable[Collection[Wish]], ramp_up: int, demand: Number | None, solves: Solves
) -> tuple[list[Resolution], bool, bool]:
    """
    Return the least changes that give a plan, whether no set of wishes to give up is missing, and no change at all.

    Few changes come first, then the greatest value.
    """
    resolving = _Resolving(project, ramp_up, demand, solves)
    wishes = wishes_of(project, demand)
    small = resolving.is_small(wishes)
    ordered_corrections = [sorted(one, key=_in_order) for one in sorted(corrections, key=len)]
    ways = resolving.all_ways(wishes) if small else resolving.ways_of(ordered_corrections)
    found: dict[Changes, tuple[int, Resolution]] = {}
    for way in ways:
        for resolution in resolving.resolution(way):
            found.setdefault(resolution.changes, (len(way.given_up) + len(way.levels), resolution))
    ordered = sorted(found.values(), key=lambda pair: (pair[0], -pair[1].plan.value, pair[1].plan.cost))
    least = [resolution for _, resolution in ordered if not any(_asks_less(other, resolution) for _, other in ordered)]
    return least, resolving.complete, small and resolving.complete


def _asks_less(one: Resolution, other: Resolution) -> bool:
    """Tell whether some of what another resolution gives up is enough; a rule that is put in its place is kept."""
    more = set(other.changes) - set(one.changes)
    fewer = bool(more) and set(one.changes) <= set(other.changes) and one.value_at_least in (None, other.value_at_least)
    return fewer and not any(isinstance(change, AddRule | SetPriority) for change in more)


def _in_order(wish: Wish) -> tuple[int, str]:
    return list(WishKind).index(wish.kind), repr(wish)


class _Resolving:
    """Look for the ways out of the contradictions of one project."""

    def __init__(self, project: Project, ramp_up: int, demand: Number | None, solves: Solves) -> None:
        self._project = project
        self._ramp_up = ramp_up
        self._demand = demand
        self._solves = solves
        self.complete = True
        """Whether no extension of the limits is missing."""

    def is_small(self, wishes: Collection[Wish]) -> bool:
        """Tell whether all ways can be found; of quality and a demanded value only the least loss is looked for."""
        axes = sum(self._axis(wish) is not None for wish in wishes)
        whole = all(wish.kind not in (WishKind.QUALITY, WishKind.VALUE) for wish in wishes)
        few = len(wishes) - axes <= SMALL_WISHES and axes <= SMALL_AXES
        return of_totals(self._project) and whole and few and sum(map(len, self._project.scope)) <= SMALL_VARIANTS

    def all_ways(self, wishes: Sequence[Wish]) -> Iterable[_Way]:
        """Return every way that no other beats: any wishes given up, the least of all that can give bit by bit."""
        axes = [axis for wish in wishes if (axis := self._axis(wish)) is not None]
        axes.sort(key=lambda axis: isinstance(axis, Money))
        plain = [wish for wish in wishes if self._axis(wish) is None]
        found: list[_Way] = []
        for given_up in chain.from_iterable(combinations(plain, size) for size in range(len(plain) + 1)):
            for changes, items in self._alternatives(given_up, ()):
                if not any(not way.levels and way.given_up <= items for way in found):
                    found += self._least(changes, items, axes, POINTS_OF_SMALL)
        return [way for way in found if not any(other.beats(way) for other in found)]

    def ways_of(self, corrections: Iterable[Sequence[Wish]]) -> Iterator[_Way]:
        """Yield the ways to give up each of some minimal sets of wishes and nothing else."""
        found = 0
        for correction in corrections:
            if found >= MOST_WAYS:
                self.complete = False
                break
            axes = [axis for wish in correction if (axis := self._axis(wish)) is not None]
            plain = [wish for wish in correction if self._axis(wish) is None]
            for changes, items in self._alternatives(plain, correction):
                most = max(1, MOST_POINTS // 4 ** max(0, len(axes) - 2))
                for way in self._extended(changes, items, axes, most):
                    found += 1
                    yield way

    def resolution(self, way: _Way) -> Iterator[Resolution]:
        """Yield a way with the plan it leads to, without decisions that the best plan takes anyway."""
        changes, demand_gives = way.changes, any(wish.kind is WishKind.VALUE for wish, _ in way.given_up)
        demand = None if demand_gives else self._demand

        def solved(changes: Iterable[Change]) -> Plan:
            return self._solves.solve(self._project.apply(*changes), "value", demand)

        plan = solved(changes)
        dropped = [change.rule for change in changes if isinstance(change, DropRule)]
        opened = {rule.feature for rule in dropped if isinstance(rule, Decided)}
        for change in changes:
            if _decides(change) in opened:
                fewer = tuple(other for other in changes if other != change)
                simpler = solved(fewer)
                if plan.found and simpler.found and simpler.selection == plan.selection:
                    changes, plan = fewer, simpler
        if plan.found:
            value = plan.value if demand_gives else None
            proven = way.proven and plan.status is Status.OPTIMAL
            yield Resolution(changes, plan, value_at_least=value, proven=proven)

    # ---------------------------------------------------------------------------------------------------- wishes

    def _alternatives(
        self, wishes: Sequence[Wish], freed: Sequence[Wish]
    ) -> Iterator[tuple[Changes, frozenset[tuple[Wish, Changes]]]]:
        """Yield the ways to give up wishes that give way as a whole, one after the other."""
        found: list[tuple[Changes, frozenset[tuple[Wish, Changes]]]] = [((), frozenset())]
        for wish in wishes:
            found = [
                ((*before, *changes), items | {(wish, changes)})
                for before, items in found
                for changes in self._ways(wish, wishes, before, freed)
            ]
        yield from found

    def _ways(self, wish: Wish, beside: Sequence[Wish], before: Changes, freed: Sequence[Wish]) -> Iterator[Changes]:
        """Yield the ways to give up one of them."""
        if wish.name is not None and wish.kind in (WishKind.MUST, WishKind.WONT):
            yield (SetPriority(wish.name, WONT if wish.kind is WishKind.MUST else SHOULD),)
        elif wish.kind is WishKind.QUALITY:
            changed = self._project.apply(*before)
            kept = [other for other in wishes_of(changed) if other not in freed]
            demand = None if any(other.kind is WishKind.VALUE for other in beside) else self._demand
            best = best_quality(with_only(changed, kept), exact(held(wish)), demand, self._solves)
            yield (SetQuality(best),)
        elif isinstance(wish.rule, Decided):
            yield from self._undecided(wish.rule, beside)
        elif wish.rule is not None:
            yield (DropRule(wish.rule),)
        else:
            yield ()  # the demanded value

    def _undecided(self, rule: Decided, beside: Sequence[Wish]) -> Iterator[Changes]:
        """Yield the ways to undo a decision: another variant, or none."""
        feature = self._project.scope[rule.feature]
        if any(wish.kind is WishKind.MUST and wish.name == rule.feature for wish in beside):
            yield (DropRule(rule),)
            return
        if rule.variant is not None and len(feature) > 1:
            yield DropRule(rule), AddRule(Decided(rule.feature))
        if feature.priority != MUST:
            yield DropRule(rule), SetPriority(rule.feature, WONT)

    # ---------------------------------------------------------------------------------------------------- limits

    def _extended(
        self, changes: Changes, items: frozenset[tuple[Wish, Changes]], axes: Sequence[AnyAxis], most: int
    ) -> Iterator[_Way]:
        """Yield the least extensions; where people join, first as few of them as will do if money does not count."""
        money = [axis for axis in axes if isinstance(axis, Money)]
        others = [axis for axis in axes if not isinstance(axis, Money)]
        if not any(isinstance(axis, People) for axis in others):
            yield from self._least(changes, items, [*others, *money], most)
            return
        rich = self._project
        for axis in money:
            rich = axis.lifted(rich)
        for team in self._least(changes, items, others, most, rich):
            people = team.changes[len(changes) :]
            for way in self._least((*changes, *people), items, money, most):
                paid = way.changes[len(team.changes) :]
                levels = team.levels | way.levels
                yield _Way(items, levels, (*changes, *paid, *people), team.proven and way.proven)

    def _least(
        self,
        changes: Changes,
        items: frozenset[tuple[Wish, Changes]],
        axes: Sequence[AnyAxis],
        most: int,
        project: Project | None = None,
    ) -> Iterator[_Way]:
        """Yield the least levels of some limits and demands with some changes made."""
        changed = (self._project if project is None else project).apply(*changes)
        demand = None if any(wish.kind is WishKind.VALUE for wish, _ in items) else self._demand
        least = LeastLevels(changed, axes, self._solves, demand)
        points = least.points(most)
        self.complete &= least.complete
        for point in points:
            moved = {axis: level for axis, level in zip(axes, point, strict=True) if level != axis.today(changed)}
            more = (change for axis, level in moved.items() for change in changes_to(changed, axis, level))
            yield _Way(items, moved, (*changes, *more), least.exact)

    def _axis(self, wish: Wish) -> AnyAxis | None:
        """Return the axis along which a wish gives bit by bit; None if it gives as a whole."""
        if wish.kind is WishKind.DEADLINE:
            return Days()
        if isinstance(wish.rule, AtLeast | AtMost | Excludes):
            return Count(wish.rule)
        name = str(wish.name)
        of_kind: dict[WishKind, AnyAxis] = {
            WishKind.BUDGET: Money(name),
            WishKind.CAPACITY: Effort(name) if of_totals(self._project) else PerSprint(name),
            WishKind.TEAM: People(name, self._ramp_up),
            WishKind.GOAL: Floor(name),
        }
        return of_kind.get(wish.kind)


def _decides(change: Change) -> str | None:
    """Return the feature on which a change decides."""
    if isinstance(change, AddRule) and isinstance(change.rule, Decided):
        return change.rule.feature
    return change.feature if isinstance(change, SetPriority) else None
