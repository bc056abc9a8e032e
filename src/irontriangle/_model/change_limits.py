"""Changes to the limits: money, time, people, quality and goals. Amounts are differences."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from irontriangle._model.amounts import (
    MOST_DAYS,
    MOST_PEOPLE,
    FrozenMap,
    Number,
    NumberLike,
    added,
    number_problem,
    to_name,
    to_number,
    to_whole,
)
from irontriangle._model.dates import date_problem, to_date_or_none
from irontriangle._model.draft import Draft, refuse
from irontriangle._model.names import listed
from irontriangle._model.problems import name_problem, raise_problems, show
from irontriangle._model.rules import to_name_or_none
from irontriangle._model.timeline import Absence, Timeline
from irontriangle.errors import Problem


def _number_or_none(written: NumberLike | None) -> Number | None:
    return None if written is None else to_number(written)


@attrs.frozen(cache_hash=True)
class ChangeBudget:
    """
    Raise or cut a limit of money.

    Parameters
    ----------
    by
        The difference.
    fund
        Which fund; needed where there are several.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> feature_abc().apply(ChangeBudget(-5_000)).budget.limit
    40000
    """

    by: Number = attrs.field(converter=to_number)
    fund: str | None = attrs.field(default=None, converter=to_name_or_none)

    def __attrs_post_init__(self) -> None:
        problems = number_problem("by", self.by, low=None)
        if self.fund is not None:
            problems += name_problem("fund", self.fund, field="fund")
        raise_problems("ChangeBudget", problems)

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        limit, funds = draft.budget.limit, draft.budget.funds
        if limit is None:
            refuse("the budget must have a limit", "None")
        fund = funds[0] if self.fund is None else self.fund
        draft.need("fund", fund, funds)
        if self.fund is None and len(funds) > 1:
            refuse(f"fund must be one of {listed(funds)}", "None")
        if isinstance(limit, FrozenMap):
            draft.budget = attrs.evolve(draft.budget, limit={**limit, fund: added(limit[fund], self.by)})
        else:
            draft.budget = attrs.evolve(draft.budget, limit=added(limit, self.by))


@attrs.frozen(cache_hash=True)
class MoveDeadline:
    """
    Put the deadline off, or bring it forward.

    Parameters
    ----------
    working_days
        How far, in working days; negative: earlier. Counted from the last working day up to the deadline.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> feature_abc().apply(MoveDeadline(15)).timeline.deadline
    datetime.date(2027, 3, 12)
    """

    working_days: int = attrs.field(converter=to_whole)

    def __attrs_post_init__(self) -> None:
        problems = number_problem("working_days", self.working_days, low=-MOST_DAYS, high=MOST_DAYS, whole=True)
        raise_problems("MoveDeadline", problems)

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        timeline = draft.dated()
        days = timeline.working_days
        if days is None:
            refuse("the timeline must have a deadline", "None")
        last = days - 1 + self.working_days
        if last < 0:
            refuse(f"working_days must leave one of the {days} working days to the deadline", str(self.working_days))
        if self.working_days:  # a deadline on a weekend stays there when it does not move
            draft.timeline = attrs.evolve(timeline, deadline=_date_of(timeline, last))


@attrs.frozen(cache_hash=True)
class ChangeTeam:
    """
    Let people join or leave.

    Parameters
    ----------
    role
        A role of the team.
    people
        How many join; negative: leave.
    from_date
        The first date on which they are there, or gone; from the start unless said.
    ramp_up
        Working days which those who join need before they count, and which are paid.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> timeline = feature_abc().apply(ChangeTeam("dev", 1, from_date="2027-01-11", ramp_up=2)).timeline
    >>> [timeline.present("dev", day) for day in (0, 4, 5, 6, 7)]
    [1, 1, 1, 1, 2]
    """

    role: str = attrs.field(converter=to_name)
    people: int = attrs.field(converter=to_whole)
    from_date: date | None = attrs.field(default=None, converter=to_date_or_none, kw_only=True)
    ramp_up: int = attrs.field(default=0, converter=to_whole, kw_only=True)

    def __attrs_post_init__(self) -> None:
        problems = [
            *name_problem("role", self.role, field="role"),
            *number_problem("people", self.people, low=-MOST_PEOPLE, high=MOST_PEOPLE, whole=True),
            *([] if self.from_date is None else date_problem("from_date", self.from_date)),
            *number_problem("ramp_up", self.ramp_up, high=MOST_DAYS, whole=True),
        ]
        if not problems and self.ramp_up and self.people <= 0:
            problems = [Problem("", f"ramp_up must be 0 unless people join, got {self.ramp_up}", field="ramp_up")]
        raise_problems("ChangeTeam", problems)

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        timeline = draft.dated()
        draft.need("role", self.role, timeline.team)
        size = timeline.team[self.role] + self.people
        if size < 0:
            refuse(
                f"people must be at least {self.people - size}, all there are of {show(self.role)}", str(self.people)
            )
        if self.people > 0:
            team = {**timeline.team, self.role: size}
            draft.timeline = attrs.evolve(timeline, team=team, absences=(*timeline.absences, *self._joining(timeline)))
        elif self.people < 0:
            first = self._first_day(timeline)
            if first is None:
                draft.timeline = attrs.evolve(timeline, team={**timeline.team, self.role: size})
            else:
                gone = Absence(self.role, first, date.max, -self.people)
                draft.timeline = attrs.evolve(timeline, absences=(*timeline.absences, gone))

    def _first_day(self, timeline: Timeline) -> date | None:
        """Return the first date of the change, or None where it holds from the first working day on."""
        later = self.from_date is not None and timeline.day_of(self.from_date) > 0
        return self.from_date if later else None

    def _joining(self, timeline: Timeline) -> list[Absence]:
        """Return when those who join are not at work yet: before they come, and while they learn."""
        absences = []
        first = self._first_day(timeline)
        if first is not None:
            absences.append(Absence(self.role, timeline.start, first - timedelta(days=1), self.people))
        if self.ramp_up:
            begin = timeline.start if first is None else first
            end = _date_of(timeline, timeline.day_of(begin) + self.ramp_up - 1)
            absences.append(Absence(self.role, begin, end, self.people, paid=True))
        return absences


@attrs.frozen(cache_hash=True)
class SetQuality:
    """
    Set the floor of the delivered quality.

    Parameters
    ----------
    floor
        From 0 to 1; None: no floor.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> feature_abc().apply(SetQuality(0.8)).quality
    0.8
    """

    floor: Number | None = attrs.field(converter=_number_or_none)

    def __attrs_post_init__(self) -> None:
        raise_problems("SetQuality", [] if self.floor is None else number_problem("floor", self.floor, high=1))

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        draft.quality = self.floor


@attrs.frozen(cache_hash=True)
class SetFloor:
    """
    Set how much of a goal there must be.

    Parameters
    ----------
    goal
        A goal that has a weight.
    floor
        The least total score, >= 0; None: no floor.

    Examples
    --------
    >>> from irontriangle import Feature, Goals, Project, Scope, Variant
    >>> project = Project(Scope([Feature("chat", Variant(value={"sales": 3}))], goals=Goals({"sales": 2})))
    >>> project.apply(SetFloor("sales", 3)).scope.goals
    Goals(weights={'sales': 2}, floors={'sales': 3})
    """

    goal: str = attrs.field(converter=to_name)
    floor: Number | None = attrs.field(converter=_number_or_none)

    def __attrs_post_init__(self) -> None:
        problems = name_problem("goal", self.goal, field="goal")
        raise_problems("SetFloor", [*problems, *([] if self.floor is None else number_problem("floor", self.floor))])

    def apply_to(self, draft: Draft) -> None:
        """Make the change in a project that is taken apart."""
        goals = draft.goals
        if goals is None:
            refuse("the scope must have goals", "None")
        draft.need("goal", self.goal, goals.weights)
        floors = {goal: floor for goal, floor in goals.floors.items() if goal != self.goal}
        if self.floor is not None:
            floors[self.goal] = self.floor
        draft.goals = attrs.evolve(goals, floors=floors)


def _date_of(timeline: Timeline, day: int) -> date:
    try:
        return timeline.date_of(day)
    except OverflowError as error:
        refuse(str(error))
