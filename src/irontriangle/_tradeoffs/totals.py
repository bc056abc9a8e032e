"""What the plans of a project without dates are worth, whatever its limits, from the rows of one program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from irontriangle._model.amounts import FrozenMap
from irontriangle._model.changes import AddRule, Change, ChangeBudget, ChangeCapacity
from irontriangle._model.members import Member
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Decided
from irontriangle._model.timeline import Timeline
from irontriangle._solve.feasible import Answer, Demands
from irontriangle._tradeoffs.least import Undecided
from irontriangle._tradeoffs.limits import Axis, Effort, Money, axes_of, values
from irontriangle._tradeoffs.solves import Solves

Within: TypeAlias = tuple[Sequence[Fraction], Fraction]
"""An amount for each variant and bundle, and how much of it there may be."""


@attrs.frozen
class Worth:
    """
    Hold what a best plan is worth, and what is built in it.

    Examples
    --------
    >>> Worth(Fraction(90), FrozenMap({"ABC": "full"})).value
    Fraction(90, 1)
    """

    value: Fraction
    selection: FrozenMap[str, str]


class Totals:
    """
    Tell the greatest value, or the least of a limit, under changes that move limits or decide on members.

    No plan is made and nothing is compiled twice: limits and decisions are rows beside those of one program.

    Parameters
    ----------
    project
        Without dates.
    solves
        Who has the clock.

    Raises
    ------
    Undecided
        By all methods, where something was not proven in time.

    Examples
    --------
    >>> import attrs
    >>> from irontriangle.examples import feature_abc
    >>> totals = Totals(attrs.evolve(feature_abc(), timeline=None), Solves("explain"))
    >>> totals.best([]).value, totals.best([ChangeBudget(12_800)]).value
    (Fraction(110, 1), Fraction(140, 1))
    >>> totals.least(Money("budget"), [AddRule(Decided("ABC", "full"))], Fraction(140))
    Fraction(57800, 1)
    """

    def __init__(self, project: Project, solves: Solves) -> None:
        self._project = project
        self._solves = solves
        self._axes = axes_of(project, ["budget", "timeline"])
        free = project
        for axis in self._axes:
            free = axis.lifted(free)
        self._free = Demands(free)
        self._uses = {axis: axis.uses(project) for axis in self._axes if isinstance(axis, Money | Effort)}
        self._values = values(project)
        self._columns = [(feature.name, variant.name) for feature in project.scope for variant in feature]
        self._known: dict[tuple[tuple[Change, ...], frozenset[Axis]], Worth | None] = {}

    @staticmethod
    def can(project: Project, changes: Iterable[Change] = ()) -> bool:
        """Tell whether a project under some changes is within reach."""
        return not isinstance(project.timeline, Timeline) and all(map(_is_a_row, changes))

    def best(self, changes: Iterable[Change], lifted: Collection[Axis] = ()) -> Worth | None:
        """Return what a best plan is worth with some limits lifted; None where there is none."""
        key = (tuple(changes), frozenset(lifted))
        if key not in self._known:
            answer = self._ask(self._values, self._within(key[0], lifted))
            self._known[key] = Worth(answer.most, answer.selection) if answer.possible else None
        return self._known[key]

    def least(self, axis: Money | Effort, changes: Iterable[Change], value: Fraction) -> Fraction | None:
        """Return the least level of a limit, from the present one on, for a plan of some value; None: none will do."""
        enough = ([-worth for worth in self._values], -value)
        changes = tuple(changes)
        answer = self._ask([-use for use in self._uses[axis]], [*self._within(changes, [axis]), enough])
        return max(-answer.most, self._level(axis, changes)) if answer.possible else None

    def _ask(self, most: Sequence[Fraction], within: Sequence[Within]) -> Answer:
        answer = self._solves.ask(lambda clock: self._free.ask(most=most, within=within, clock=clock))
        if answer is None or answer.possible is None or (answer.possible and not answer.proven):
            raise Undecided
        return answer

    def _within(self, changes: Sequence[Change], lifted: Collection[Axis]) -> list[Within]:
        limits = [(uses, self._level(axis, changes)) for axis, uses in self._uses.items() if axis not in lifted]
        return [*limits, *self._decisions(changes)]

    def _level(self, axis: Money | Effort, changes: Sequence[Change]) -> Fraction:
        moves = [change for change in changes if not isinstance(change, AddRule)]
        return axis.today(self._project.apply(*moves) if moves else self._project)

    def _decisions(self, changes: Sequence[Change]) -> Iterator[Within]:
        """Yield what some rules ask for: a member in, or so many of some at most."""
        for change in changes:
            rule = change.rule if isinstance(change, AddRule) else None
            if isinstance(rule, Decided):
                member = rule.feature if rule.variant is None else (rule.feature, rule.variant)
                yield self._count([member], -1), Fraction(-1)
            elif isinstance(rule, AtMost):
                yield self._count(rule.names, 1), Fraction(rule.k)

    def _count(self, members: Iterable[Member], sign: int) -> list[Fraction]:
        counted = [Fraction(0)] * len(self._values)
        for member in members:
            for place in self._places(member):
                counted[place] += sign
        return counted

    def _places(self, member: Member) -> list[int]:
        return [place for place, choice in enumerate(self._columns) if member in (choice, choice[0])]


def _is_a_row(change: Change) -> bool:
    if isinstance(change, AddRule):
        return isinstance(change.rule, Decided | AtMost)
    return isinstance(change, ChangeBudget | ChangeCapacity)
