"""The project document: the fields of a project file, and a project from them."""

from __future__ import annotations

from typing import Any

import attrs

from irontriangle._model.amounts import Number, NumberLike, number_problem, to_number
from irontriangle._model.budget import Budget
from irontriangle._model.feature import Feature
from irontriangle._model.problems import raise_problems, show, text_problem
from irontriangle._model.project import Project
from irontriangle._model.rules import Rule
from irontriangle._model.scope import Goals, Scope
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._tradeoffs.compare import Comparison
from irontriangle._tradeoffs.contradiction import Conflict
from irontriangle._tradeoffs.explanation import Explanation
from irontriangle._tradeoffs.option import Options
from irontriangle._tradeoffs.sensitive import Sensitivity
from irontriangle.errors import Problem

FORMAT = 1
"""The version of the format that is written, and the newest that is read; of projects, plans and answers alike."""

ANSWERS: tuple[type, ...] = (Options, Explanation, Conflict, Sensitivity, Comparison)
"""What verbs answer beside plans; their documents say the version too."""

UNLIMITED = Budget()

_ARE = {"timeline": "is a timeline", "sprints": "are sprints"}


def to_number_or_none(written: NumberLike | None) -> Number | None:
    """Return the stored form of a number, or None."""
    return None if written is None else to_number(written)


@attrs.frozen(kw_only=True)
class Document:
    """Hold what a project file holds, in the order in which it is written."""

    format: int
    name: str = ""
    quality: Number | None = attrs.field(default=None, converter=to_number_or_none)
    goals: Goals | None = None
    budget: Budget = UNLIMITED
    timeline: Timeline | None = None
    sprints: Sprints | None = None
    capacity: Capacity | None = None
    features: tuple[Feature, ...]
    rules: tuple[Rule, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Check what belongs to no part, so that it is told together with what is wrong in the parts."""
        problems = text_problem("name", self.name)
        if self.quality is not None:
            problems += number_problem("quality", self.quality, high=1)
        given = [name for name in ("timeline", "sprints", "capacity") if getattr(self, name) is not None]
        problems += [
            Problem("", f"{name} must be left out where there {_ARE[given[0]]}", field=name) for name in given[1:]
        ]
        raise_problems("", problems)

    def project(self) -> Project:
        """Return the project; `Project` checks how its parts go together."""
        scope = Scope(self.features, rules=self.rules, goals=self.goals)
        when = next((one for one in (self.timeline, self.sprints, self.capacity) if one is not None), None)
        return Project(scope, self.budget, when, quality=self.quality, name=self.name)

    @classmethod
    def of(cls, project: Project) -> Document:
        """Return the document of a project."""
        when = project.timeline
        return cls(
            format=FORMAT,
            name=project.name,
            quality=project.quality,
            goals=project.scope.goals,
            budget=project.budget,
            timeline=when if isinstance(when, Timeline) else None,
            sprints=when if isinstance(when, Sprints) else None,
            capacity=when if isinstance(when, Capacity) else None,
            features=project.scope.features,
            rules=project.scope.rules,
        )


def format_problems(written: dict[str, Any]) -> list[Problem]:
    """Check the version of a document before anything else of it is read."""
    if "format" not in written:
        return [Problem("format", f"is missing; write format = {FORMAT}")]
    version = written["format"]
    if type(version) is int and version > FORMAT:
        newer = f"must be at most {FORMAT}, got {show(version)}; a newer irontriangle wrote this: upgrade to read it"
        return [Problem("format", newer)]
    if type(version) is not int or version != FORMAT:
        return [Problem("format", f"must be {FORMAT}, got {show(version)}")]
    return []
