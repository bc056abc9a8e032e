"""A project that is solved again and again."""

from __future__ import annotations

import threading

from irontriangle._model.amounts import NumberLike
from irontriangle._model.changes import Change
from irontriangle._model.project import Project
from irontriangle._plan.plan import Plan
from irontriangle._plan.progress import Told
from irontriangle._solve.bar import with_bar
from irontriangle._solve.memory import Memory
from irontriangle._solve.optimize import Objective, optimize_with


class Compiled:
    """
    Solve a project again and again: with other limits, other features, other questions.

    What one solve learns helps the next: the program, its linear relaxation, which goes on from where it ended, the
    plans found so far, of which the best that still holds is where the search begins, and what was proven of them.
    The answers are those of `optimize`; where several plans are equally good in all levels that are proven, it may be
    another one of them.

    Parameters
    ----------
    project
        What is wanted, and the limits.

    Notes
    -----
    It is worth the most where only limits change: the amounts of funds, or of the roles of a `Capacity`. Any other
    change costs a new program and still begins with what was found. Projects with a `Timeline` gain nothing yet.
    Safe from several threads: a solve that finds another one at work does without what is known. Copies and pickles
    begin with nothing known.

    Examples
    --------
    >>> import irontriangle as it
    >>> figures = {"login": (8, 3), "export": (5, 4), "chat": (6, 5)}
    >>> scope = it.Scope([it.Feature(name, it.Variant(value=v, cost=c)) for name, (v, c) in figures.items()])
    >>> compiled = it.Compiled(it.Project(scope, it.Budget(8)))
    >>> [compiled.apply(it.ChangeBudget(more)).optimize().value for more in range(5)]
    [14, 14, 14, 14, 19]
    """

    def __init__(self, project: Project) -> None:
        if not isinstance(project, Project):
            raise TypeError(f"project must be a Project, got {type(project).__name__}")
        self._project, self._memory, self._lock = project, Memory(), threading.Lock()

    @property
    def project(self) -> Project:
        """The project that is solved."""
        return self._project

    def __repr__(self) -> str:
        return f"Compiled({self._project!r})"

    def __reduce__(self) -> tuple[type[Compiled], tuple[Project]]:
        return type(self), (self._project,)

    def apply(self, *changes: Change) -> Compiled:
        """
        Return the project with changes, sharing what is known.

        Parameters
        ----------
        changes
            As in `Project.apply`.

        Raises
        ------
        ModelError
            If a change does not fit the project.
        """
        changed = type(self)(self._project.apply(*changes))
        changed._memory, changed._lock = self._memory, self._lock
        return changed

    @with_bar
    def optimize(
        self,
        objective: Objective = "value",
        *,
        value_at_least: NumberLike | None = None,
        time_limit: float | None = None,
        progress: Told = None,
    ) -> Plan:
        """
        Find the best plan and prove it; the parameters are those of `irontriangle.optimize`.

        Returns
        -------
        Plan
        """
        mine = self._lock.acquire(blocking=False)
        try:
            memory = self._memory if mine else None
            return optimize_with(
                memory,
                self._project,
                objective,
                value_at_least=value_at_least,
                time_limit=time_limit,
                progress=progress,
            )
        finally:
            if mine:
                self._lock.release()
