"""Demands that can be lowered bit by bit, as axes beside the limits: how many of some, and floors of goals."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

import attrs

from irontriangle._model.amounts import exact, plain
from irontriangle._model.changes import AddRule, Change, DropRule, SetFloor
from irontriangle._model.members import Member
from irontriangle._model.project import Project
from irontriangle._model.rules import AtLeast, AtMost, Bundle, Excludes
from irontriangle._tradeoffs.limits import LARGEST, Axis, Money, common_step, scores


@attrs.frozen
class Count:
    """
    How many of some may be built, or how many fewer than none: a level of -2 asks for 2 at least.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> project = feature_abc().apply(AddRule(AtLeast(["ABC", "XYZ"], 2)))
    >>> axis = Count(AtLeast(["ABC", "XYZ"], 2))
    >>> axis.today(project), axis.most(project), axis.changes(project, Fraction(-1))[1]
    (Fraction(-2, 1), Fraction(0, 1), AddRule(rule=AtLeast(names=('ABC', 'XYZ'), k=1)))
    """

    rule: AtLeast | AtMost | Excludes

    def today(self, _project: Project) -> Fraction:
        if isinstance(self.rule, Excludes):
            return Fraction(1)
        return Fraction(-self.rule.k if isinstance(self.rule, AtLeast) else self.rule.k)

    def most(self, project: Project) -> Fraction:
        """Return the level that demands nothing."""
        if isinstance(self.rule, AtLeast):
            return Fraction(0)
        return max(Fraction(len(self.rule.names)), self.today(project))

    def step(self, _project: Project) -> Fraction:
        return Fraction(1)

    def uses(self, project: Project) -> list[Fraction]:
        sign = -1 if isinstance(self.rule, AtLeast) else 1
        return [Fraction(sign * count) for count in _counted(project, self.rule.names)]

    def changes(self, project: Project, level: Fraction) -> tuple[Change, ...]:
        if level >= self.most(project):
            return (DropRule(self.rule),)
        kind, count = (AtLeast, -level) if isinstance(self.rule, AtLeast) else (AtMost, level)
        return DropRule(self.rule), AddRule(kind(self.rule.names, int(count)))

    def lifted(self, project: Project) -> Project:
        return project.apply(DropRule(self.rule))


@attrs.frozen
class Floor:
    """
    How much of a goal may be missing: a level of -3 asks for 3 at least.

    Examples
    --------
    >>> Floor("growth").changes(None, Fraction(-3))
    (SetFloor(goal='growth', floor=3),)
    """

    goal: str

    def today(self, project: Project) -> Fraction:
        assert project.scope.goals is not None
        return -exact(project.scope.goals.floors[self.goal])

    def most(self, _project: Project) -> Fraction:
        """Return the level that demands nothing."""
        return Fraction(0)

    def step(self, project: Project) -> Fraction:
        return common_step(scores(project, self.goal))

    def uses(self, project: Project) -> list[Fraction]:
        return [-score for score in scores(project, self.goal)]

    def changes(self, _project: Project | None, level: Fraction) -> tuple[Change, ...]:
        return (SetFloor(self.goal, plain(-level) if level else None),)

    def lifted(self, project: Project) -> Project:
        return project.apply(SetFloor(self.goal, None))


Lowering: TypeAlias = Count | Floor
AnyAxis: TypeAlias = Axis | Lowering


def changes_to(project: Project, axis: AnyAxis, level: Fraction) -> tuple[Change, ...]:
    """Return what brings a limit or a demand from its present level to another; nothing if that is its level."""
    if level == axis.today(project):
        return ()
    return axis.changes(project, level) if isinstance(axis, Count | Floor) else (axis.change(project, level),)


def can_be(project: Project, axis: AnyAxis, level: Fraction) -> bool:
    """Tell whether a limit can be written at a level, and what brings it there."""
    reserve = project.budget.by_fund(project.budget.reserve)[axis.fund] if isinstance(axis, Money) else 0
    return level + reserve <= LARGEST


def _counted(project: Project, names: Iterable[Member]) -> list[int]:
    """Return how often each variant counts; a bundle does not."""
    bundles = sum(isinstance(rule, Bundle) for rule in project.scope.rules)
    listed = list(names)
    variants = [(feature.name, variant.name) for feature in project.scope for variant in feature]
    return [*(sum(member in (one, one[0]) for member in listed) for one in variants), *([0] * bundles)]
