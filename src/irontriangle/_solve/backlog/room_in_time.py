"""Whether something finds room in time: alone, or beside what is built."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from irontriangle._model.members import Member, feature_of
from irontriangle._plan.reasons import Shortfall
from irontriangle._solve.backlog.ties import Ties
from irontriangle._solve.columns import Columns


class RoomInTime(ABC):
    """
    Look for room in the calendar, or in the sprints, of a project.

    Parameters
    ----------
    columns, ties
        The columns of the project and its rules.
    """

    def __init__(self, columns: Columns, ties: Ties) -> None:
        self.columns, self.ties = columns, ties

    @abstractmethod
    def can_finish(self, column: int) -> bool:
        """Tell whether a variant could be ready in time, if it and what it requires were all there is."""

    @abstractmethod
    def days_for(self, columns: Sequence[int], most: float) -> int | None:
        """Place some columns within the horizon and `most` working days; the days it takes, None: nothing was found."""

    @abstractmethod
    def lacks(self, column: int) -> list[Shortfall]:
        """Return what a variant that cannot finish would need."""

    def hopeless_needs(self, column: int) -> list[Member]:
        """Return what a variant requires although that cannot be ready in time itself."""
        feature, variant = self.columns.variants[column]
        return [
            member
            for members in self.ties.requirements(feature.name, variant.name)
            if feature.name not in map(feature_of, members)
            and not any(self.can_finish(part) for part in self.columns.of_members(members))
            for member in members
        ]

    def closure(self, column: int) -> list[Sequence[int]]:
        """Return the columns of a variant and of all that it surely requires, feature by feature."""
        found: dict[str, Sequence[int]] = {}
        waiting: list[Sequence[int]] = [(column,)]
        while waiting:
            parts = waiting.pop()
            name = self.columns.variants[parts[0]][0].name
            if name not in found:
                found[name] = parts
                first, *others = ([*self._needs(part)] for part in parts)
                waiting += [self.columns.of_member(need) for need in first if all(need in other for other in others)]
        return list(found.values())

    def _needs(self, column: int) -> list[Member]:
        feature, variant = self.columns.variants[column]
        return [members[0] for members in self.ties.requirements(feature.name, variant.name) if len(members) == 1]
