"""Why each feature that is not built is not."""

from __future__ import annotations

from irontriangle._model import resolve
from irontriangle._model.amounts import FrozenMap, plain
from irontriangle._model.project import Project
from irontriangle._plan.plan import Answer, Question
from irontriangle._plan.reasons import Reason, ReasonKind


def reasons(project: Project, question: Question, answer: Answer, *, complete: bool) -> FrozenMap[str, Reason]:
    """Return a reason for each feature that is out."""
    return FrozenMap(
        {
            feature.name: Reason(
                ReasonKind.SHORT,
                feature.name,
                variant=feature.original.name,
                value=plain(resolve.value(project, feature.original)),
            )
            for feature in project.scope
            if feature.name not in answer.selection
        }
    )
