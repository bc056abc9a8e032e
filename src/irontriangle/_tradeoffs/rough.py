"""Contradictions that need no calendar: of scope and money, and of work against all the time that people have."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import MOST_DECIMALS, Number, exact, to_number
from irontriangle._model.project import Project
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._solve.feasible import Demands
from irontriangle._tradeoffs.limits import LARGEST
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import LIMITS, Wish, WishKind, value_demanded, with_only

Wishes = frozenset[Wish]


class Rough:
    """
    Find wishes on a project with dates that contradict each other whatever the calendar.

    Parameters
    ----------
    project
        With dates.
    wishes
        All of its wishes.
    solves
        Who has the clock.

    Notes
    -----
    Without its dates a project allows more, so what contradicts then does so with them. A role's people and the
    deadline together are so many person-days.

    Examples
    --------
    >>> import irontriangle as it
    >>> from irontriangle._tradeoffs.wishes import wishes_of
    >>> wish = it.examples.feature_abc().apply(it.SetPriority("XYZ", "MUST"), it.AddRule(it.Decided("ABC", "full")))
    >>> wishes = wishes_of(wish)
    >>> sorted(one.kind.name for one in Rough(wish, wishes, Solves("conflict")).contradiction(frozenset(wishes)))
    ['BUDGET', 'MUST', 'RULE']
    """

    def __init__(self, project: Project, wishes: Iterable[Wish], solves: Solves) -> None:
        self._wishes = tuple(wishes)
        self._solves = solves
        parts = list(_parts(project, self._wishes))
        self._needs = [needs for needs, _, _ in parts]
        self._demands = Demands(_undated(with_only(project, [])), [(alone, value) for _, alone, value in parts])

    def contradiction(self, kept: Wishes) -> Wishes:
        """Return a minimal contradiction among wishes that have one, without limits if there is such."""
        for wish in reversed(self._wishes):  # limits come last
            if wish in kept and self.contradict(kept - {wish}):
                kept -= {wish}
        return kept

    def contradict(self, kept: Wishes) -> bool:
        """Tell whether wishes contradict each other whatever the calendar; what is not found out does not."""
        places = [place for place, needs in enumerate(self._needs) if needs <= kept]
        answer = self._solves.ask(lambda clock: self._demands.ask(places, clock=clock))
        return answer is not None and answer.possible is False


def _parts(project: Project, wishes: Iterable[Wish]) -> Iterator[tuple[Wishes, Project, Number | None]]:
    """Yield wishes that demand something together, the project with that alone, and the value that it must have."""
    deadlines = frozenset(wish for wish in wishes if wish.kind is WishKind.DEADLINE)
    free = _undated(with_only(project, []))
    for wish in wishes:
        if wish.kind not in LIMITS or wish.kind is WishKind.BUDGET:
            yield frozenset([wish]), _undated(with_only(project, [wish])), value_demanded([wish])
        elif wish.kind is not WishKind.DEADLINE and deadlines:
            yield deadlines | {wish}, attrs.evolve(free, timeline=_capacity(project, wish)), None


def _undated(project: Project) -> Project:
    return attrs.evolve(project, timeline=None, budget=attrs.evolve(project.budget, burn_per_day=0))


def _capacity(project: Project, wish: Wish) -> Capacity:
    """Return all the person-days of a role until the deadline, and of all others as many as wished."""
    most: dict[str, Fraction] = {}
    for feature in project.scope:
        for variant in feature:
            for role, days in resolve.work(variant).items():
                most[role] = most.get(role, Fraction(0)) + exact(days)
    timeline, role = project.timeline, str(wish.name)
    if isinstance(timeline, Timeline):
        there = Fraction(sum(timeline.present(role, day) for day in range(timeline.usable_days or 0)))
        if not any(variant.tasks for feature in project.scope for variant in feature):  # tasks take people as they are
            there *= exact(timeline.availability.get(role, 1))
    else:
        assert isinstance(timeline, Sprints)
        there = sum((exact(timeline.amount(role, sprint)) for sprint in range(timeline.count)), Fraction(0))
    return Capacity({name: _no_less(days) for name, days in (most | {role: there}).items()})


def _no_less(days: Fraction) -> Number:
    """Return an amount, or a little more where its exact digits are more than a number may have."""
    return to_number(min(LARGEST, Fraction(math.ceil(days * 10**MOST_DECIMALS), 10**MOST_DECIMALS)))
