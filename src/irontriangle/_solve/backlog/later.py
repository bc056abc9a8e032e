"""The backlog of a plan, whose reasons are worked out when they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from irontriangle._model.amounts import FrozenMap
from irontriangle._model.project import Project
from irontriangle._plan.plan import Answer, Question
from irontriangle._plan.reasons import Reason
from irontriangle._solve.backlog.reasons import reasons


class ReasonsLater(FrozenMap[str, Reason]):
    """
    Map each feature that is out to its reason, found at the first look: who solves in a loop asks for few of them.

    The parameters are those of `reasons`. A copy, and a pickle, is a plain `FrozenMap`.
    """

    __slots__ = ("_asked",)
    _asked: tuple[Project, Question, Answer, bool, Sequence[str]]

    def __init__(
        self, project: Project, question: Question, answer: Answer, *, complete: bool, proven: Sequence[str] = ()
    ) -> None:
        object.__setattr__(self, "_asked", (project, question, answer, complete, proven))
        object.__setattr__(self, "_hash", None)

    def __getattr__(self, name: str) -> Any:
        """Fill the slot of the map; only a slot that is empty is asked for here."""
        if name != "_data":
            raise AttributeError(name)
        project, question, answer, complete, proven = self._asked
        data = dict(reasons(project, question, answer, complete=complete, proven=proven))
        object.__setattr__(self, "_data", data)
        return data
