"""
All changes to a project.

What-ifs, options, explanations and logs speak in these values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from irontriangle._model.change_capacity import ChangeCapacity as ChangeCapacity
from irontriangle._model.change_capacity import ChangeSprints as ChangeSprints
from irontriangle._model.change_limits import ChangeBudget as ChangeBudget
from irontriangle._model.change_limits import ChangeTeam as ChangeTeam
from irontriangle._model.change_limits import MoveDeadline as MoveDeadline
from irontriangle._model.change_limits import SetFloor as SetFloor
from irontriangle._model.change_limits import SetQuality as SetQuality
from irontriangle._model.change_scope import AddFeature as AddFeature
from irontriangle._model.change_scope import AddRule as AddRule
from irontriangle._model.change_scope import DropFeature as DropFeature
from irontriangle._model.change_scope import DropRule as DropRule
from irontriangle._model.change_scope import SetPriority as SetPriority
from irontriangle._model.change_scope import SetVariant as SetVariant
from irontriangle._model.draft import Draft, refuse
from irontriangle._model.problems import show
from irontriangle.errors import ModelError, Problem

if TYPE_CHECKING:
    from irontriangle._model.project import Project

Change: TypeAlias = (
    ChangeBudget
    | MoveDeadline
    | ChangeTeam
    | ChangeCapacity
    | ChangeSprints
    | AddFeature
    | DropFeature
    | SetVariant
    | SetPriority
    | SetQuality
    | SetFloor
    | AddRule
    | DropRule
)
"""Any change to a project."""

CHANGES: tuple[type[Change], ...] = (
    ChangeBudget,
    MoveDeadline,
    ChangeTeam,
    ChangeCapacity,
    ChangeSprints,
    AddFeature,
    DropFeature,
    SetVariant,
    SetPriority,
    SetQuality,
    SetFloor,
    AddRule,
    DropRule,
)


def changed(project: Project, changes: Sequence[Change]) -> Project:
    """
    Return the project with changes made, in their order; the parts are checked against each other at the end.

    Raises
    ------
    ModelError
        With the problems of all changes, each at its place (``changes[0]``); or of the project that comes out.
    """
    draft = Draft(project)
    problems: list[Problem] = []
    for place, change in enumerate(changes):
        try:
            if not isinstance(change, CHANGES):
                refuse(f"must be a change ({', '.join(kind.__name__ for kind in CHANGES)})", show(change))
            change.apply_to(draft)
        except ModelError as error:
            kind = type(change).__name__
            problems += [Problem(f"changes[{place}]", f"{kind}: {problem}") for problem in error.problems]
    if problems:
        raise ModelError(problems)
    return draft.project()
