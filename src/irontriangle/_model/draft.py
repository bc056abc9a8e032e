"""A project taken apart, so that several changes can be made before the parts are checked against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import attrs

from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.scope import Scope
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle.errors import ModelError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from irontriangle._model.feature import Feature
    from irontriangle._model.project import Project

MOST_COMPARISONS = 20_000
"""With names that are known, before further unknown ones are refused without a suggestion."""


class Draft:
    """
    Hold the parts of a project while changes are made.

    Each part stays sound in itself; that the parts fit together is checked once, when the project is put together
    again. So a feature and what it requires can be added in any order.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.features = {feature.name: feature for feature in project.scope}
        self.rules = list(project.scope.rules)
        self.goals = project.scope.goals
        self.budget = project.budget
        self.timeline = project.timeline
        self.quality = project.quality
        self._comparisons = MOST_COMPARISONS

    def project(self) -> Project:
        """Return the changed project."""
        scope = Scope(tuple(self.features.values()), rules=tuple(self.rules), goals=self.goals)
        return attrs.evolve(
            self._project, scope=scope, budget=self.budget, timeline=self.timeline, quality=self.quality
        )

    def feature(self, name: str) -> Feature:
        """Return a feature that must be there."""
        self.need("feature", name, self.features)
        return self.features[name]

    def dated(self) -> Timeline:
        """Return the timeline, which must be one with dates."""
        if not isinstance(self.timeline, Timeline):
            refuse("the project must have a Timeline", show(self.timeline))
        return self.timeline

    def capacity(self) -> Capacity | Sprints:
        """Return the timeline, which must hold capacities."""
        if not isinstance(self.timeline, (Capacity, Sprints)):
            refuse("the project must have a Capacity or Sprints", show(self.timeline))
        return self.timeline

    def sprints(self) -> Sprints:
        """Return the timeline, which must be one of sprints."""
        if not isinstance(self.timeline, Sprints):
            refuse("the project must have Sprints", show(self.timeline))
        return self.timeline

    def need(self, what: str, name: str, known: Collection[str]) -> None:
        """Refuse a name that is not known."""
        if name not in known:
            self._comparisons -= len(known)
            hint = did_you_mean(name, known) if self._comparisons >= 0 else ""
            refuse(f"unknown {what} {show(name)}{hint}")


def refuse(message: str, got: str = "") -> NoReturn:
    """Say that a change does not fit the project."""
    raise ModelError([Problem("", f"{message}, got {got}" if got else message)])
