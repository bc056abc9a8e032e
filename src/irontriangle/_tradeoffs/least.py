"""The least levels of several limits that make a project feasible: every Pareto point, each proven."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from irontriangle._model.amounts import Number, exact
from irontriangle._model.changes import Change
from irontriangle._model.project import Project
from irontriangle._plan.plan import Plan, Status
from irontriangle._solve.feasible import Answer, Demands
from irontriangle._solve.optimize import Objective
from irontriangle._tradeoffs.hands import People, PerSprint
from irontriangle._tradeoffs.limits import (
    Days,
    Effort,
    Money,
    built_columns,
    of_totals,
    on_grid,
)
from irontriangle._tradeoffs.lowering import AnyAxis, Count, Floor, Lowering, can_be, changes_to
from irontriangle._tradeoffs.memory import Amounts, Known, Memory, Proven
from irontriangle._tradeoffs.monotone import never_hurts
from irontriangle._tradeoffs.solves import Solves

Levels: TypeAlias = tuple[Fraction, ...]
Box: TypeAlias = tuple[Fraction | None, ...]
"""The most of each limit that may be used; None: as much as wished."""

Total: TypeAlias = Money | Effort | Lowering
Counting: TypeAlias = Callable[[Total, Mapping[AnyAxis, Fraction | None]], Fraction | None]

MOST_POINTS = 50
"""Points that are looked for; with many limits there can be a great many more."""

MORE_BOXES = 2
"""Boxes that are searched for each point that may be found, beside one for each limit of which others may need less."""


class Undecided(Exception):
    """The time was over before a question was answered."""


class LeastLevels:
    """
    Find the least levels at which a project has a plan.

    Parameters
    ----------
    project
        With the demands that are to be met.
    axes
        The limits that may give; all others hold.
    solves
        Who solves.
    value_at_least
        A demand beside those of the project.
    count
        What returns the least of a limit that is a total, the others being at some levels, or None; unless given, the
        project is compiled for it.

    Notes
    -----
    More of a limit never hurts, so the levels that suffice are an upper set, described by its minimal points. As long
    as there is a box of levels that holds none of the points known, it is searched: one limit after the other is
    brought to its least while those before stay at theirs. A new point splits every box it lies in: a plan that is
    not beyond it has less of some limit.

    The least of a limit is found by one question where it is a total of what is built, or where `optimize` has it
    (the earliest finish, the least cost), else by halving the interval between what cannot do and what does; all are
    exact, since all amounts are multiples of a known step.

    One thing can make more time hurt: people who are paid while absent beyond the deadline cost more with a later one.
    What is found then will do, but nothing is said to be least, nor to be all there is.
    """

    def __init__(
        self,
        project: Project,
        axes: Sequence[AnyAxis],
        solves: Solves,
        value_at_least: Number | None = None,
        count: Counting | None = None,
    ) -> None:
        self._project = project
        self._axes = axes
        self._solves = solves
        self._value_at_least = value_at_least
        self._steps = [axis.step(project) for axis in axes]
        self._count = count or self._counted
        self._memory = Memory()
        self._found: list[tuple[Levels, Plan]] = []
        self.complete = True
        """Whether there are no other points than those found."""
        self.exact = True
        """Whether each point found is proven least."""
        if not never_hurts(project, axes):
            self.complete = self.exact = False

    def points(self, most: int = MOST_POINTS) -> list[Levels]:
        """Return the minimal points in the order found, so many at most."""
        found: list[Levels] = []
        boxes: list[Box] = [(None,) * len(self._axes)]
        searched = 0
        while boxes:
            if searched >= (len(self._axes) + MORE_BOXES) * most:
                self.complete = False
                break
            searched += 1
            box = boxes.pop()
            try:
                point = self._point_in(box)
            except Undecided:
                self.complete = self.exact = False
                known = self._known_in(box)
                point = None if known is None else known[0]
            if point is None:
                continue
            if len(found) >= most:
                self.complete = False
                break
            found.append(point)
            boxes = _outermost(part for old in [box, *boxes] for part in self._split(old, point))
        return [point for point in found if not any(_inside(other, point) for other in found if other != point)]

    def changes(self, levels: Levels) -> tuple[Change, ...]:
        """Return what brings the limits from today's levels to these."""
        pairs = zip(self._axes, levels, strict=True)
        return tuple(change for axis, level in pairs for change in changes_to(self._project, axis, level))

    def _point_in(self, box: Box) -> Levels | None:
        """Return a minimal point of a box, or None if nothing in it will do."""
        if not box and self._plan(box) is None:
            return None
        levels = list(box)
        for place, most in enumerate(box):
            least = self._least(place, levels)
            if (
                least is None
                or (most is not None and least > most)
                or not can_be(self._project, self._axes[place], least)
            ):
                return None
            levels[place] = least
        return tuple(level for level in levels if level is not None)

    def _known_in(self, box: Sequence[Fraction | None]) -> tuple[Levels, Plan] | None:
        """Return what a plan that was found needs, where that is inside a box: enough, if not least; and that plan."""
        return next((known for known in reversed(self._found) if _inside(known[0], box)), None)

    def _split(self, box: Box, point: Levels) -> list[Box]:
        """Return the parts of a box in which less of some limit is used than at a point."""
        if any(most is not None and most < level for most, level in zip(box, point, strict=True)):
            return [box]
        below = []
        for place, (axis, level, step) in enumerate(zip(self._axes, point, self._steps, strict=True)):
            today = axis.today(self._project)
            if level > today:
                less = max(level - step, today) if step else today
                below.append((*box[:place], less, *box[place + 1 :]))
        return below

    def _least(self, place: int, levels: Sequence[Fraction | None]) -> Fraction | None:
        """Return the least of one limit with the others as they are; None if no amount of it will do."""
        axis = self._axes[place]
        if isinstance(axis, Days):
            return self._asked("finish", axis, levels)
        if not isinstance(axis, People | PerSprint) and of_totals(self._project):
            others = {other: most for other, most in zip(self._axes, levels, strict=True) if other != axis}
            return self._count(axis, others)
        if isinstance(axis, Money) and len(self._project.budget.funds) == 1:
            return self._asked("cost", axis, levels)
        if self._plan(_with(levels, place, axis.today(self._project))) is not None:
            return axis.today(self._project)
        if isinstance(axis, People | PerSprint | Count | Floor):
            return self._halved(axis, place, levels)
        assert isinstance(axis, Money)
        return self._tried(axis, place, levels)

    def _counted(self, axis: Total, others: Mapping[AnyAxis, Fraction | None]) -> Fraction | None:
        """Ask for the least of a total, the others being limits, unless it follows from what is known."""
        place, levels = self._axes.index(axis), tuple(others.get(one) for one in self._axes)
        sure, known = self._memory.least(frozenset(), levels, place, Fraction(0))
        if not sure:
            within = [(self._uses[other], most) for other, most in others.items() if most is not None]
            saving = [-amount for amount in self._uses[axis]]
            start = None if known is None else known.selection
            answer = self._solves.ask(
                lambda clock: self._free.ask(most=saving, within=within, start=start, clock=clock)
            )
            if answer is None or answer.possible is None:
                raise Undecided
            self.exact &= answer.proven or not answer.possible
            known = self._learned(answer, levels, place)
        return None if known is None else max(exact(known.takes[place]), axis.today(self._project))

    def _learned(self, answer: Answer, levels: Amounts, place: int) -> Known | None:
        """Remember what an answer says."""
        known = None
        if answer.possible:
            built = built_columns(self._project, answer.selection)
            uses = [self._uses[axis] for axis in self._axes]
            takes = tuple(sum((amounts[column] for column in built), Fraction(0)) for amounts in uses)
            known = Known(answer.selection, Fraction(0), takes)
            self._memory.keep(known)
        if answer.proven or known is None:
            proven = Proven(frozenset(), levels, None if known is None else known.takes[place])
            self._memory.leasts.setdefault(place, []).append((Fraction(0), proven))
        return known

    @cached_property
    def _free(self) -> Demands:
        """The project without the limits that may give."""
        return Demands(self._at([None] * len(self._axes)), value_at_least=self._value_at_least)

    @cached_property
    def _uses(self) -> dict[AnyAxis, list[Fraction]]:
        return {axis: axis.uses(self._project) for axis in self._axes if isinstance(axis, Total)}

    def _asked(self, objective: Objective, axis: Days | Money, levels: Sequence[Fraction | None]) -> Fraction | None:
        """Ask for the least as an objective."""
        plan = self._solves.solve(self._at(levels), objective, self._value_at_least)
        if not self._decided(plan):
            return None
        self.exact &= plan.status is Status.OPTIMAL
        return max(axis.used(plan), axis.today(self._project))

    def _halved(
        self, axis: People | PerSprint | Lowering, place: int, levels: Sequence[Fraction | None]
    ) -> Fraction | None:
        """Halve between what is too little, now today's level, and what is enough."""
        step, low, high = self._steps[place], axis.today(self._project), Fraction(axis.most(self._project))
        most = levels[place]
        high = high if most is None else min(high, most)
        if high <= low or self._plan(_with(levels, place, high)) is None:
            return None
        while step and high - low > step:
            middle = high - max(1, int((high - low) // (2 * step))) * step
            low, high = (middle, high) if self._plan(_with(levels, place, middle)) is None else (low, middle)
        return high

    def _tried(self, axis: Money, place: int, levels: Sequence[Fraction | None]) -> Fraction | None:
        """Halve between what is too little, now today's level, and what a plan needs."""
        plan = self._plan(levels)
        if plan is None:
            return None
        step, high = self._steps[place], axis.used(plan)
        low = self._ideal(axis)
        if low > axis.today(self._project) and self._plan(_with(levels, place, low)) is not None:
            return low
        low = max(low, axis.today(self._project))
        while high - low > step:
            middle = high - max(1, int((high - low) // (2 * step))) * step
            plan = self._plan(_with(levels, place, middle))
            low, high = (middle, high) if plan is None else (low, axis.used(plan))
        return high

    def _ideal(self, axis: Money) -> Fraction:
        """Return what is needed of a limit at least, when there is enough of all others; 0 if that is not known."""
        plan = self._solves.solve(axis.alone(self._project), "cost", self._value_at_least)
        return on_grid(plan.cost, axis.step(self._project)) if plan.status is Status.OPTIMAL else Fraction(0)

    def _plan(self, levels: Sequence[Fraction | None]) -> Plan | None:
        """Return a plan at some levels, or None where it is proven that there is none."""
        known = self._known_in(levels)
        if known is not None and never_hurts(self._project, self._axes):
            return known[1]
        free = self._project.budget.limit is None  # then the least cost asks the same, and is found sooner
        plan = self._solves.solve(self._at(levels), "cost" if free else "value", self._value_at_least)
        return plan if self._decided(plan) else None

    def _decided(self, plan: Plan) -> bool:
        """Tell whether there is a plan, or none; raise `Undecided` if that is not known. Remember what it needs."""
        if plan.status is Status.UNKNOWN:
            raise Undecided
        axes = [axis for axis in self._axes if isinstance(axis, Days | Money)]
        if plan.found and len(axes) == len(self._axes):
            self._found.append((tuple(max(axis.used(plan), axis.today(self._project)) for axis in axes), plan))
        return plan.found

    def _at(self, levels: Iterable[Fraction | None]) -> Project:
        """Return the project at some levels."""
        pairs = list(zip(self._axes, levels, strict=True))
        known = [(axis, level) for axis, level in pairs if level is not None]
        project = self._project.apply(*(more for pair in known for more in changes_to(self._project, *pair)))
        for axis, level in pairs:
            project = axis.lifted(project) if level is None else project
        return project


def _with(levels: Sequence[Fraction | None], place: int, level: Fraction) -> list[Fraction | None]:
    return [*levels[:place], level, *levels[place + 1 :]]


def _outermost(boxes: Iterable[Box]) -> list[Box]:
    """Drop the boxes that lie inside another one."""
    kept: list[Box] = []
    for box in boxes:
        if not any(_inside(box, other) for other in kept):
            kept = [other for other in kept if not _inside(other, box)] + [box]
    return kept


def _inside(box: Sequence[Fraction | None], other: Sequence[Fraction | None]) -> bool:
    return all(theirs is None or (ours is not None and ours <= theirs) for ours, theirs in zip(box, other, strict=True))
