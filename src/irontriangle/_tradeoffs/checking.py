"""Tell which wishes can hold together, and how much is possible then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import ClassVar, TypeAlias

from irontriangle._model.project import Project
from irontriangle._plan.plan import Status
from irontriangle._solve.feasible import Answer, Demands
from irontriangle._tradeoffs.limits import of_totals
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import Wish, each_alone, meets, value_demanded, with_only

Together: TypeAlias = tuple[bool | None, frozenset[Wish]]
"""
Whether wishes can hold together, None if that was not found out; and then all that hold, others included, or those
among them that seem to be enough for the contradiction.
"""


class ByRows:
    """
    Tell it of a project without dates: each wish is a few rows of one program.

    Examples
    --------
    >>> import irontriangle as it
    >>> from irontriangle._tradeoffs.wishes import wishes_of
    >>> project = it.Project(it.Scope([it.Feature("chat", it.Variant(cost=8), priority="MUST")]), it.Budget(5))
    >>> wishes = wishes_of(project)
    >>> check = ByRows(project, wishes, Solves("conflict"))
    >>> check.together(wishes)[0], check.together(wishes[:1])[0]
    (False, True)
    """

    quick: ClassVar[bool] = True
    """Whether it takes next to no time for a small project."""

    most_checks: ClassVar[int] = 100
    """Sets of wishes that are solved, about ten for a contradiction: the work is the same on every machine."""

    def __init__(self, project: Project, wishes: Sequence[Wish], solves: Solves) -> None:
        alone = zip(each_alone(project, wishes), (value_demanded([wish]) for wish in wishes), strict=True)
        self._demands = Demands(with_only(project, []), alone)
        self._wishes = tuple(wishes)
        self._places = {wish: place for place, wish in enumerate(wishes)}
        self._solves = solves

    def together(self, kept: Collection[Wish]) -> Together:
        answer = self._ask(kept)
        return answer.possible, frozenset(self._wishes[place] for place in answer.met or answer.against)

    def most(self, kept: Collection[Wish], amounts: Sequence[Fraction]) -> Fraction | None:
        """Return how much is possible with some wishes; None if that was not found out, or they contradict."""
        answer = self._ask(kept, amounts)
        return answer.most if answer.possible and answer.proven else None

    def _ask(self, kept: Collection[Wish], amounts: Sequence[Fraction] | None = None) -> Answer:
        places = [self._places[wish] for wish in kept]
        return self._solves.ask(lambda clock: self._demands.ask(places, most=amounts, clock=clock)) or Answer(None)


class ByPlans:
    """Tell it of a project with dates: look for a plan."""

    quick: ClassVar[bool] = False
    most_checks: ClassVar[int] = 200
    """More than of rows, since a plan does not say on which wishes it leans that there is none."""

    def __init__(self, project: Project, wishes: Sequence[Wish], solves: Solves) -> None:
        self._project = project
        self._wishes = tuple(wishes)
        self._solves = solves

    def together(self, kept: Collection[Wish]) -> Together:
        plan = self._solves.any_plan(with_only(self._project, kept), value_demanded(kept))
        if not plan.found:
            return (False if plan.status is Status.INFEASIBLE else None), frozenset(kept)
        return True, frozenset(wish for wish in self._wishes if meets(plan, wish))


Checker: TypeAlias = ByRows | ByPlans


def checker(project: Project, wishes: Sequence[Wish], solves: Solves) -> Checker:
    """Return who tells it of a project."""
    return (ByRows if of_totals(project) else ByPlans)(project, wishes, solves)
