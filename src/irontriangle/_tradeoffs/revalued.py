"""Another value of one variant, and whether less of a change would do where values also decide what is allowed."""

from __future__ import annotations

from fractions import Fraction

import attrs

from irontriangle._model.amounts import Amount, FrozenMap, exact, to_number
from irontriangle._model.changes import Change, SetFloor, SetQuality, SetVariant
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._tradeoffs.contest import Contest
from irontriangle._tradeoffs.least import Undecided
from irontriangle._tradeoffs.target import Target


@attrs.frozen
class Revalued:
    """
    Hold the change of a variant's value.

    Parameters
    ----------
    change
        What to apply.
    one_way
        Whether a greater value only allows more, or only less: not where its scores help to reach the floor of a goal
        while its quality is below the floor of quality.
    entangled
        Whether values decide what is allowed at all.
    """

    change: SetVariant
    one_way: bool
    entangled: bool

    @classmethod
    def to(cls, project: Project, feature: str, name: str, now: Fraction, after: Fraction) -> Revalued | None:
        """Return the change to a value, scores in proportion; None where the goals weigh nothing."""
        variant, goals = project.scope[feature][name], project.scope.goals
        worth = _worth(project, variant, now, after)
        if worth is None:
            return None
        floors = goals is not None and any(goals.floors.values()) and isinstance(worth, FrozenMap)
        floor = exact(project.quality or 0)
        change = SetVariant(feature, attrs.evolve(variant, value=worth))
        return cls(change, not floors or exact(variant.quality) >= floor, floors or bool(floor))

    def proven(self, contest: Contest, moved: Target, level: Fraction) -> bool:
        """
        Tell whether the contest is won by this change and by no smaller one; raise `Undecided` if it may not be won.

        Parameters
        ----------
        moved
            What the plans have that are worth more, or less, by the change.
        level
            What they are to be worth then.

        Notes
        -----
        Where values decide of nothing else, they are worth just so much. Where a greater value only allows more of
        them, or only fewer, it is enough to see that they are: on the way there each was worth as much more, or less,
        as there was still to go, or was not allowed.
        """
        if not self.entangled:
            return True
        worth = contest.forced(self.change)
        if worth is None or worth != contest.best(self.change):
            raise Undecided
        return self.one_way and contest.aimed(moved).forced(self.change) == level


def decide_more(project: Project) -> bool:
    """Tell whether values decide on what is allowed, too: floors of quality and of goals."""
    goals = project.scope.goals
    return bool(project.quality) or (goals is not None and any(goals.floors.values()))


def without_floors(project: Project) -> list[Change]:
    """Return what lets values decide of nothing but the value."""
    goals = project.scope.goals
    return [SetQuality(None), *(SetFloor(goal, None) for goal in (goals.floors if goals is not None else ()))]


def _worth(project: Project, variant: Variant, now: Fraction, after: Fraction) -> Amount | None:
    """Return what to write for a value, its scores in proportion; None where the goals weigh nothing."""
    stated = variant.value
    if not isinstance(stated, FrozenMap):
        return to_number(after)
    if now:
        return FrozenMap({goal: to_number(exact(score) * after / now) for goal, score in stated.items()})
    weights = project.scope.goals.weights if project.scope.goals is not None else {}
    weighty = [goal for goal, weight in weights.items() if weight]
    return FrozenMap({**stated, weighty[0]: to_number(after / exact(weights[weighty[0]]))}) if weighty else None
