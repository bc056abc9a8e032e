"""Another value of one variant, and whether less of a change would do where values also decide what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import Amount, FrozenMap, exact, to_number
from irontriangle._model.changes import Change, SetFloor, SetQuality, SetVariant
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._tradeoffs.contest import Contest
from irontriangle._tradeoffs.least import Undecided
from irontriangle._tradeoffs.limits import built_columns, values
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
    fewer
        Whether the change only forbids plans.
    """

    change: SetVariant
    one_way: bool
    entangled: bool
    fewer: bool

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
        better = exact(variant.quality) - floor
        fewer = better >= 0 if after < now else better <= 0 and not floors
        return cls(change, not floors or better >= 0, floors or bool(floor), fewer)

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
        enough = self.fewer and contest.forced(self.change) == level  # nothing is worth more where fewer are allowed
        best = level if enough else contest.best(self.change)
        worth = contest.forced(self.change)
        if worth is None or worth != best:
            raise Undecided
        if not self.one_way or worth < level:
            return False
        there = contest.project.apply(self.change)
        if worth == level and any(moved.holds(one) and is_worth(there, one, level) for one in contest.selections()):
            return True
        return contest.aimed(moved).forced(self.change) == level


def decide_more(project: Project) -> bool:
    """Tell whether values decide on what is allowed, too: floors of quality and of goals."""
    goals = project.scope.goals
    return bool(project.quality) or (goals is not None and any(goals.floors.values()))


def without_floors(project: Project) -> list[Change]:
    """Return what lets values decide of nothing but the value."""
    goals = project.scope.goals
    return [SetQuality(None), *(SetFloor(goal, None) for goal in (goals.floors if goals is not None else ()))]


def is_worth(project: Project, selection: Mapping[str, str], value: Fraction) -> bool:
    """Tell whether a selection that was allowed before its values changed still is, and is worth so much now."""
    goals, floor = project.scope.goals, exact(project.quality or 0)
    built = [project.scope[feature][variant] for feature, variant in selection.items()]
    floors = {goal: exact(least) for goal, least in (goals.floors if goals is not None else {}).items() if least}
    allowed = sum(resolve.value(project, one) * (exact(one.quality) - floor) for one in built) >= 0 and all(
        sum(resolve.goal_scores(project, one)[goal] for one in built) >= least for goal, least in floors.items()
    )
    worth = values(project)
    return allowed and sum(worth[place] for place in built_columns(project, selection)) == value


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
