"""A plan measured against all that binds it, so that one can ask what a change of it would do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

from irontriangle._model.members import feature_of
from irontriangle._model.priority import WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import Decided
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.plan import Answer, Question
from irontriangle._solve.backlog.places import Places
from irontriangle._solve.backlog.room import room
from irontriangle._solve.backlog.room_in_time import RoomInTime
from irontriangle._solve.backlog.sprint_places import SprintPlaces
from irontriangle._solve.backlog.ties import Changes, Ties
from irontriangle._solve.columns import Columns
from irontriangle._solve.compile import simple
from irontriangle._solve.jobs import compile_work
from irontriangle._solve.money import days_of
from irontriangle._solve.program import Exact
from irontriangle.errors import ModelError


class Standing:
    """
    Know how a plan stands against rules, totals and calendar.

    Parameters
    ----------
    project, question, answer
        What was asked, and the plan.

    Attributes
    ----------
    columns, ties, room, places
        The columns of the project, its rules, what is left of its totals, and its calendar if it has one.
    selection
        What the plan builds.
    for_value
        Whether value was asked for first.
    """

    def __init__(self, project: Project, question: Question, answer: Answer) -> None:
        self.project, self.question = project, question
        self.for_value = question.objective in ("value", "tiers")
        self.selection = dict(answer.selection)
        self.columns = Columns.of(project, 0)
        self.ties = Ties(project, self.selection)
        self.column_of = {name: self.column(name, variant) for name, variant in self.selection.items()}
        self.n_days = days_of(project.timeline, answer.schedule)
        self.dated = isinstance(project.timeline, (Timeline, Sprints))
        self.places = self._calendar(answer)
        bundles = [self.columns.first_bundle + place for place, out in enumerate(self.ties.missing) if not out]
        work = self.places.work if isinstance(self.places, Places) else None
        self.room = room(project, question, answer, self.columns, [*self.column_of.values(), *bundles], work)

    def _calendar(self, answer: Answer) -> RoomInTime | None:
        """Return the calendar; None without dates, or where it is too long to be laid out."""
        timeline = self.project.timeline
        if isinstance(timeline, Sprints):
            return SprintPlaces(self.project, self.columns, self.ties, answer)
        if not isinstance(timeline, Timeline):
            return None
        try:
            compiled = compile_work(self.project, self.columns, release_deadline=self.question.objective == "finish")
        except ModelError:
            return None
        return Places(timeline, self.columns, self.ties, compiled, answer)

    def column(self, feature: str, variant: str) -> int:
        """Return the column of a variant."""
        return self._column_of[feature, variant]

    @cached_property
    def _column_of(self) -> dict[tuple[str, str], int]:
        return {(feature.name, variant.name): column for column, (feature, variant) in enumerate(self.columns.variants)}

    def columns_after(self, changes: Changes) -> tuple[list[int], list[int]]:
        """Return which columns, variants and bundles, would come and which would go."""
        added: list[int] = []
        removed: list[int] = []
        if self.columns.bundles:
            come, go = self.ties.bundles_after(changes)
            first = self.columns.first_bundle
            added, removed = [first + place for place in come], [first + place for place in go]
        for name, variant in changes.items():
            if name in self.column_of:
                removed.append(self.column_of[name])
            if variant is not None:
                added.append(self.column(name, variant))
        return added, removed

    def fits(self, changes: Changes, *, undone: Decided | None = None) -> bool:
        """
        Tell whether a change of the plan surely keeps every rule, total and date, one decision aside.

        That no MUST goes and no WONT comes is the caller's business. With dates it does where a schedule is found,
        within the limit on work of `Places`.
        """
        if any(True for _ in self.ties.broken(changes, undone=undone)):
            return False
        added, removed = self.columns_after(changes)
        return self.room.holds(added, removed) and self.finds_place(added, removed)

    def finds_place(self, added: Sequence[int], removed: Sequence[int]) -> bool:
        """Tell whether there is a schedule after columns come and go; True where there are no dates."""
        if self.places is None:
            return not self.dated
        first_bundle = self.columns.first_bundle
        if not all(self.places.can_finish(column) for column in added if column < first_bundle):
            return False
        columns = {*self.column_of.values(), *added}.difference(removed)
        chosen = sorted(column for column in columns if column < first_bundle)
        most = self._most_days(added, removed)
        return most >= 0 and self.places.days_for(chosen, most) is not None

    def _most_days(self, added: Sequence[int], removed: Sequence[int]) -> float:
        """Return how many working days the funds can pay for."""
        most = math.inf
        for total in self.room.totals:
            if total.per_day:
                left = total.left - total.amount(total.taken(added, removed))
                most = min(most, self.n_days + left // total.per_day)
        return most

    # ---------------------------------------------------------------------------------------------- what it is worth

    def worth(self, columns: Sequence[int]) -> Exact:
        """Return the value of some columns."""
        values = self.room.values
        return simple(sum([values[column] for column in columns]) * self.room.unit)

    def gains(self, added: Sequence[int], removed: Sequence[int] = ()) -> list[int]:
        """Return by how many units each level of value would rise: one level, or one for each tier that is touched."""
        values = self.room.values
        if self.question.objective != "tiers":
            if len(added) == 1 and not removed:
                return [values[added[0]]]
            return [sum([values[column] for column in added]) - sum([values[column] for column in removed])]
        tier = self._tiers
        by_tier = dict.fromkeys(sorted({tier[column] for column in (*added, *removed)}), 0)
        for column in added:
            by_tier[tier[column]] += values[column]
        for column in removed:
            by_tier[tier[column]] -= values[column]
        return list(by_tier.values())

    def level_of(self, added: Sequence[int]) -> str:
        """Return the name of the first level of value that columns would raise or lower."""
        if self.question.objective != "tiers":
            return "value"
        ranks = sorted({self._tiers[column] for column in added})
        moved = [rank for rank, gain in zip(ranks, self.gains(added), strict=True) if gain]
        return f"tier {(moved or ranks)[0]}"

    @property
    def first_level(self) -> str:
        """The name of the first level, where it is one of value."""
        if self.question.objective != "tiers":
            return self.question.objective
        return f"tier {min((tier for tier in self._tiers if tier < WONT.rank), default=1)}"

    @cached_property
    def _tiers(self) -> list[int]:
        """The tier of each column: MUST counts in tier 1, a bundle in the last of its members' tiers."""
        tier_of = {feature.name: max(feature.priority.rank, 1) for feature in self.project.scope}
        bundles = [max(tier_of[feature_of(name)] for name in bundle.names) for bundle in self.columns.bundles]
        return [*(tier_of[feature.name] for feature, _ in self.columns.variants), *bundles]


def rises(gains: Sequence[int]) -> bool:
    """Tell whether the first level that moves at all rises."""
    return next((gain > 0 for gain in gains if gain), False)
