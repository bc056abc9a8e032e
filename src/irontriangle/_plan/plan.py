"""The answer of a verb, with its question, its proof and its figures."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from irontriangle._model.amounts import FrozenMap, Number, exact, plain, to_number, to_tuple
from irontriangle._model.project import Project
from irontriangle._model.shown import Shown
from irontriangle._plan.figures import to_figure
from irontriangle._plan.reasons import Reason
from irontriangle._plan.schedule import Schedule
from irontriangle.errors import NoPlanError

if TYPE_CHECKING:
    from irontriangle._plan.rows import LoadRow, TaskRow


class Status(enum.Enum):
    """
    Say what is known about the first level of the objective.

    Examples
    --------
    >>> Status.OPTIMAL
    Status.OPTIMAL
    """

    OPTIMAL = "optimal"
    """There is a plan, and it is proven that none is better."""
    FEASIBLE = "feasible"
    """There is a plan; how much better one might be is told by `Plan.gap`."""
    INFEASIBLE = "infeasible"
    """It is proven that no plan meets all limits and rules."""
    UNKNOWN = "unknown"
    """The search stopped before it found a plan, or could prove that there is none."""

    def __repr__(self) -> str:
        return f"Status.{self.name}"


@attrs.frozen
class Question:
    """
    Hold what was asked, so that it can be asked again.

    Parameters
    ----------
    verb
        The name of the function.
    objective
        ``"value"``, ``"tiers"``, ``"cost"`` or ``"finish"``.
    value_at_least
        The least value demanded, if any.

    Examples
    --------
    >>> Question(objective="cost", value_at_least=140)
    Question(verb='optimize', objective='cost', value_at_least=140)
    """

    verb: str = "optimize"
    objective: str = "value"
    value_at_least: Number | None = attrs.field(default=None, converter=attrs.converters.optional(to_number))


@attrs.frozen
class Run:
    """
    Tell how an answer was found.

    Parameters
    ----------
    engine
        The engine that found it; ``"cpsat"`` where CP-SAT took part.
    seconds
        The time it took.
    termination
        Why it ended: ``"complete"``, ``"time_limit"``, ``"interrupted"`` or ``"work_limit"``.

    Examples
    --------
    >>> Run("highs", 0.25, "complete").termination
    'complete'
    """

    engine: str
    seconds: float
    termination: str


@attrs.frozen
class FundCost:
    """
    Split what one fund pays.

    Parameters
    ----------
    labour
        Effort x rates.
    other
        All the rest: costs of variants and bundles, burn per day, paid absences.

    Examples
    --------
    >>> FundCost(labour=39_500, other=500).total
    40000
    """

    labour: Number = attrs.field(converter=to_figure)
    other: Number = attrs.field(converter=to_figure)

    @property
    def total(self) -> int | float:
        """Labour and other together."""
        return plain(exact(self.labour) + exact(self.other))


@attrs.frozen
class Usage:
    """
    Tell how much of one limit a plan uses.

    Parameters
    ----------
    used
        What the plan uses: an amount, or a date for ``"finish"``.
    limit
        What there is, what is held back taken off; None where nothing limits it.
    left
        The limit less what is used (for a goal or quality, which have floors: the other way round); working days
        for ``"finish"``; None where nothing limits it.
    unit
        In what it counts: the currency, ``"days"`` (of a person), ``"working days"``, or nothing.

    Examples
    --------
    >>> Usage(39_500, 45_000, 5_500, "USD").left
    5500
    """

    used: Number | date | None
    limit: Number | date | None
    left: Number | None
    unit: str = ""


def _frozen_map(written: Any) -> Any:
    return FrozenMap(written) if isinstance(written, Mapping) and not isinstance(written, FrozenMap) else written


def _names(written: Iterable[str]) -> tuple[str, ...]:
    return to_tuple(written)


@attrs.frozen(kw_only=True)
class Answer:
    """
    Hold the figures of a plan that was found; `Plan` hands them out.

    Parameters
    ----------
    selection
        The variant of every feature that is built.
    backlog
        Why each of the others is not; `optimize` leaves it to the first look to find that out.
    schedule
        The tasks in time; empty where the plan has no dates.
    value
        What the selection is worth, bundles included.
    cost, costs
        What it costs in all, and per fund; ``"budget"`` is the name of the only fund.
    finish
        The last working day on which anything is at work or waiting; None for nothing, and for a plan without dates.
    quality
        The mean quality of what is built, weighted by value; None where nothing of value is built.
    usage
        Every limit: ``"cost"`` (``"cost:FUND"`` where funds are named), ``"finish"``, ``"role:ROLE"``,
        ``"goal:GOAL"``, ``"quality"``.
    rounding
        The person-days, per role, that rounding work up to whole ticks added; empty where the plan has no dates.

    Examples
    --------
    >>> answer = Answer(selection={"ABC": "full"}, value=90, cost=35_000)
    >>> answer.selection["ABC"]
    'full'
    """

    selection: FrozenMap[str, str] = attrs.field(converter=_frozen_map)
    backlog: FrozenMap[str, Reason] = attrs.field(factory=FrozenMap, converter=_frozen_map)
    schedule: Schedule = attrs.field(factory=Schedule)
    value: int | float
    cost: int | float
    costs: FrozenMap[str, FundCost] = attrs.field(factory=FrozenMap, converter=_frozen_map)
    finish: date | None = None
    quality: int | float | None = None
    usage: FrozenMap[str, Usage] = attrs.field(factory=FrozenMap, converter=_frozen_map)
    rounding: FrozenMap[str, int | float] = attrs.field(factory=FrozenMap, converter=_frozen_map)


@attrs.frozen
class Plan(Shown):
    """
    Answer a question about a project: what to build, for how much, by when, and how sure that is.

    Parameters
    ----------
    project
        The project that was planned.
    question
        What was asked.
    status
        What is known about the first level of the objective.
    proven
        The levels that are proven, in order: ``("value", "cost", "finish")`` or fewer.
    proof
        ``"exact"`` (by exact arithmetic or enumeration), ``"solver"`` (a solver's search tree is trusted), or None.
    answer
        The figures, or None if no plan was found. The plan hands out each of them by its own name and raises
        `NoPlanError` where there is none.
    bound
        What no plan can do better than, in the first level; a date for ``"finish"``.
    gap
        The distance from the bound, relative: ``|bound - value| / max(1, |value|)``; working days for ``"finish"``.
    tolerance
        How far a plan that was not looked at may be better after all, where amounts had no common scale.
    run
        How it was found. Not part of equality.

    Examples
    --------
    >>> import irontriangle as it
    >>> project = it.Project(it.Scope([it.Feature("login", it.Variant(value=5, cost=2))]), it.Budget(3))
    >>> plan = it.optimize(project)
    >>> plan.status, plan.value, plan.selection
    (Status.OPTIMAL, 5, {'login': 'full'})
    """

    project: Project
    question: Question
    status: Status
    proven: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_names)
    proof: str | None = attrs.field(default=None, kw_only=True)
    answer: Answer | None = attrs.field(default=None, kw_only=True)
    bound: int | float | date | None = attrs.field(default=None, kw_only=True)
    gap: int | float | None = attrs.field(default=None, kw_only=True)
    tolerance: int | float | None = attrs.field(default=None, kw_only=True)
    run: Run | None = attrs.field(default=None, kw_only=True, eq=False)

    @property
    def found(self) -> bool:
        """Whether there is a plan."""
        return self.answer is not None

    @property
    def selection(self) -> FrozenMap[str, str]:
        """The variant of every feature that is built."""
        return self._answer("selection").selection

    @property
    def backlog(self) -> FrozenMap[str, Reason]:
        """Why each feature that is not built is not; found out at the first look, a moment in large projects."""
        return self._answer("backlog").backlog

    @property
    def schedule(self) -> Schedule:
        """The tasks in time."""
        return self._answer("schedule").schedule

    @property
    def value(self) -> int | float:
        """What the selection is worth."""
        return self._answer("value").value

    @property
    def cost(self) -> int | float:
        """What the plan costs, over all funds."""
        return self._answer("cost").cost

    @property
    def costs(self) -> FrozenMap[str, FundCost]:
        """What the plan costs, by fund, labour and other."""
        return self._answer("costs").costs

    @property
    def finish(self) -> date | None:
        """The last working day on which anything is at work or waiting."""
        return self._answer("finish").finish

    @property
    def quality(self) -> int | float | None:
        """The mean quality of what is built, weighted by value."""
        return self._answer("quality").quality

    @property
    def usage(self) -> FrozenMap[str, Usage]:
        """Every limit: how much is used, how much there is, how much is left."""
        return self._answer("usage").usage

    @property
    def rounding(self) -> FrozenMap[str, int | float]:
        """The person-days that rounding up to whole ticks added, per role."""
        return self._answer("rounding").rounding

    @property
    def tasks(self) -> tuple[TaskRow, ...]:
        """
        The tasks as rows, each with its dates, people, slack, whether it is critical, and what rounding added.

        Examples
        --------
        >>> import irontriangle as it
        >>> [(row.feature, row.task, row.slack, row.critical) for row in it.optimize(it.examples.feature_abc()).tasks]
        [('ABC', 'design', 25, False), ('ABC', 'dev', 0, True), ('XYZ', 'design', 25, False), ('XYZ', 'dev', 0, True)]
        """
        from irontriangle._plan.rows import task_rows

        return task_rows(self)

    @property
    def chain(self) -> tuple[TaskRow, ...]:
        """
        The tasks that decide the finish, each held by the one before it, by order or by people who are busy.

        Examples
        --------
        >>> import irontriangle as it
        >>> [(row.feature, row.task) for row in it.optimize(it.examples.feature_abc()).chain]
        [('ABC', 'dev'), ('XYZ', 'dev')]
        """
        from irontriangle._plan.rows import chain

        return chain(self)

    @property
    def load(self) -> tuple[LoadRow, ...]:
        """
        How much of each role is at work and how much is there, a row as long as neither changes.

        Examples
        --------
        >>> import irontriangle as it
        >>> rows = it.optimize(it.examples.feature_abc()).load
        >>> [(row.start, row.end, row.used, row.limit) for row in rows if row.role == "design"]
        [(0, 10, 1, 1), (10, 35, 0, 1)]
        """
        from irontriangle._plan.rows import load_rows

        return load_rows(self)

    def _answer(self, asked: str) -> Answer:
        if self.answer is None:
            raise NoPlanError(asked, self.status)
        return self.answer
