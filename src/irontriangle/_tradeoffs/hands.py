"""Limits of those who do the work: people of a role, and what a role can do in a sprint."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import exact
from irontriangle._model.changes import Change, ChangeCapacity, ChangeTeam
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._model.timeline import Sprints, Timeline

Side: TypeAlias = Literal["timeline", "budget", "scope"]


@attrs.frozen
class PerSprint:
    """
    What a role can do in every sprint, or in the one where it can do least.

    Examples
    --------
    >>> from irontriangle import Feature, Scope, Sprints
    >>> sprints = Sprints("2027-01-04", 2, capacity={"dev": 5})
    >>> project = Project(Scope([Feature("chat", Variant(effort={"dev": 14}))]), timeline=sprints)
    >>> PerSprint("dev").most(project), PerSprint("dev").change(project, Fraction(7))
    (Fraction(19, 1), ChangeCapacity(role='dev', by=2))
    """

    side: ClassVar[Side] = "timeline"
    role: str

    def today(self, project: Project) -> Fraction:
        timeline = project.timeline
        assert isinstance(timeline, Sprints)
        return min(exact(timeline.amount(self.role, sprint)) for sprint in range(timeline.count))

    def step(self, _project: Project) -> Fraction:
        return Fraction(1)

    def change(self, project: Project, level: Fraction) -> Change:
        return ChangeCapacity(self.role, level - self.today(project))

    def lifted(self, project: Project) -> Project:
        return project.apply(self.change(project, self.most(project)))

    def most(self, project: Project) -> Fraction:
        """Return today's and as much more as all work of the role."""
        each = (max(resolve.work(variant).get(self.role, 0) for variant in feature) for feature in project.scope)
        return self.today(project) + math.ceil(sum(each))


@attrs.frozen
class People:
    """
    The people who join a role at the start; `ramp_up` working days are paid before they count.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> People("dev", 10).change(feature_abc(), Fraction(1))
    ChangeTeam(role='dev', people=1, from_date=None, ramp_up=10)
    """

    side: ClassVar[Side] = "budget"
    role: str
    ramp_up: int = 0

    def today(self, _project: Project) -> Fraction:
        return Fraction(0)

    def step(self, _project: Project) -> Fraction:
        return Fraction(1)

    def change(self, _project: Project, level: Fraction) -> Change:
        return ChangeTeam(self.role, int(level), ramp_up=self.ramp_up)

    def lifted(self, project: Project) -> Project:
        return project.apply(ChangeTeam(self.role, self.most(project)))

    def most(self, project: Project) -> int:
        """Return as many people as could ever be at work at once."""
        timeline = project.timeline
        assert isinstance(timeline, Timeline)
        return sum(max(self._people(timeline, variant) for variant in feature) for feature in project.scope)

    def _people(self, timeline: Timeline, variant: Variant) -> int:
        if variant.tasks:
            return sum(task.demand.get(self.role, 0) for task in variant.tasks)
        effort = math.ceil(exact(variant.effort.get(self.role, 0)))
        staffing = variant.staffing.get(self.role, timeline.staffing.get(self.role, 1))
        return min(staffing, effort)


def hands_of(project: Project, ramp_up: int) -> list[People | PerSprint]:
    """
    Return the roles of which more hands could be had; none where no deadline makes them worth having.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> hands_of(feature_abc(), 10)
    [People(role='dev', ramp_up=10), People(role='design', ramp_up=10)]
    """
    timeline, hands = project.timeline, list[People | PerSprint]()
    if isinstance(timeline, Sprints):
        hands += [PerSprint(role) for role in timeline.capacity]
    elif isinstance(timeline, Timeline) and timeline.deadline is not None:
        hands += [People(role, ramp_up) for role in timeline.team]
    return [axis for axis in hands if axis.most(project) > axis.today(project)]
