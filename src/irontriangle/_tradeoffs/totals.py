"""What the plans of a project without dates are worth, whatever its limits, from the rows of one program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import TypeAlias

import attrs

from irontriangle._model.changes import AddRule, Change, ChangeBudget, ChangeCapacity, SetVariant
from irontriangle._model.members import Member
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Decided
from irontriangle._solve.feasible import Answer, Demands
from irontriangle._tradeoffs.least import Undecided
from irontriangle._tradeoffs.limits import Axis, Effort, Money, axes_of, built_columns, values
from irontriangle._tradeoffs.lowering import AnyAxis
from irontriangle._tradeoffs.memory import Amounts, Known, Memory, Proven, Rules
from irontriangle._tradeoffs.solves import Solves

Within: TypeAlias = tuple[Sequence[Fraction], Fraction]
"""An amount for each variant and bundle, and how much of it there may be."""


class Totals:
    """
    Tell the greatest value, or the least of a limit, under changes that are totals of what is built.

    Such changes move a limit, decide on members, or change what a variant costs and takes. No plan is made, nothing is
    compiled twice, and nothing is solved that follows from what is known: limits and decisions are rows and bounds
    beside those of one program.

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
    >>> totals.least([AddRule(Decided("ABC", "full"))], Fraction(140), Money("budget"), {})
    Fraction(57800, 1)
    """

    def __init__(self, project: Project, solves: Solves) -> None:
        self._project = project
        self._solves = solves
        self._axes = [axis for axis in axes_of(project, ["budget", "timeline"]) if isinstance(axis, Money | Effort)]
        free = project
        for axis in self._axes:
            free = axis.lifted(free)
        self._free = Demands(free)
        self._values = values(project)
        self._variants = [(feature.name, variant.name) for feature in project.scope for variant in feature]
        self._uses = cache(self._uses_of)
        self._memory = cache(_memory_of)
        self._best = cache(self._best_of)

    def can(self, changes: Iterable[Change]) -> bool:
        """Tell whether some changes are within reach."""
        return all(map(self._is_a_row, changes))

    def best(self, changes: Iterable[Change], lifted: Collection[Axis] = ()) -> Known | None:
        """Return what is in a best plan with some limits lifted; None where there is none."""
        return self._best(tuple(changes), frozenset(lifted))

    def _best_of(self, changes: tuple[Change, ...], lifted: frozenset[Axis]) -> Known | None:
        rules, figures, levels = self._taken(changes, lifted)
        memory = self._memory(figures)
        sure, known = memory.best(rules, levels)
        if sure:
            return known
        answer = self._ask(self._values, self._within(figures, levels), rules, known)
        memory.bests.append(Proven(rules, levels, answer.most if answer.possible else None))
        return self._learned(figures, answer)

    def least(
        self, changes: Sequence[Change], value: Fraction, axis: AnyAxis, others: Mapping[AnyAxis, Fraction | None]
    ) -> Fraction | None:
        """
        Return the least level of a limit, from the present one on, for a plan of some value; None: none will do.

        Parameters
        ----------
        others
            Levels of other limits; None: as much as wished.
        """
        rules, figures, today = self._taken(tuple(changes), ())
        place = next(place for place, mine in enumerate(self._axes) if mine == axis)
        levels = tuple(others.get(other, there) for other, there in zip(self._axes, today, strict=True))
        levels = (*levels[:place], None, *levels[place + 1 :])
        memory = self._memory(figures)
        sure, known = memory.least(rules, levels, place, value)
        if not sure:
            enough = ([-worth for worth in self._values], -value)
            saving = [-use for use in self._uses(figures)[place]]
            answer = self._ask(saving, [*self._within(figures, levels), enough], rules, known)
            proven = Proven(rules, levels, -answer.most if answer.possible else None)
            memory.leasts.setdefault(place, []).append((value, proven))
            known = self._learned(figures, answer)
        there = today[place]
        assert there is not None
        return None if known is None else max(known.takes[place], there)

    def exceeded(self, plan: Known, changes: Iterable[Change]) -> set[Axis]:
        """Return the limits that a plan exceeds."""
        _, _, levels = self._taken(tuple(changes), ())
        pairs = zip(self._axes, plan.takes, levels, strict=True)
        return {axis for axis, taken, there in pairs if there is not None and taken > there}

    # ------------------------------------------------------------------------------------------------- what is asked

    def _taken(
        self, changes: tuple[Change, ...], lifted: Collection[Axis]
    ) -> tuple[Rules, tuple[SetVariant, ...], Amounts]:
        """Take changes apart: decisions, other figures of the scope, and the levels of the limits."""
        rules = [change.rule for change in changes if isinstance(change, AddRule)]
        figures = tuple(change for change in changes if isinstance(change, SetVariant))
        moves = [change for change in changes if isinstance(change, ChangeBudget | ChangeCapacity)]
        project = self._project.apply(*moves) if moves else self._project
        levels = tuple(None if axis in lifted else axis.today(project) for axis in self._axes)
        return frozenset(rule for rule in rules if isinstance(rule, Decided | AtMost)), figures, levels

    def _uses_of(self, figures: tuple[SetVariant, ...]) -> list[list[Fraction]]:
        """Return what each variant and bundle takes of each limit."""
        project = self._project.apply(*figures) if figures else self._project
        return [axis.uses(project) for axis in self._axes]

    def _within(self, figures: tuple[SetVariant, ...], levels: Amounts) -> list[Within]:
        pairs = zip(self._uses(figures), levels, strict=True)
        return [(uses, most) for uses, most in pairs if most is not None]

    def _ask(self, most: Sequence[Fraction], within: Sequence[Within], rules: Rules, known: Known | None) -> Answer:
        limits = [*within, *map(self._decision, sorted(rules, key=repr))]
        start = None if known is None else known.selection
        answer = self._solves.ask(lambda clock: self._free.ask(most=most, within=limits, start=start, clock=clock))
        if answer is None or answer.possible is None or (answer.possible and not answer.proven):
            raise Undecided
        return answer

    def _decision(self, rule: Decided | AtMost) -> Within:
        """Return what a rule asks for: a member in, or so many of some at most."""
        if isinstance(rule, AtMost):
            return self._count(rule.names, 1), Fraction(rule.k)
        return self._count([rule.feature if rule.variant is None else (rule.feature, rule.variant)], -1), Fraction(-1)

    def _count(self, members: Iterable[Member], sign: int) -> list[Fraction]:
        counted = [Fraction(0)] * len(self._values)
        for member in members:
            for place, (feature, variant) in enumerate(self._variants):
                counted[place] += sign * (member in (feature, (feature, variant)))
        return counted

    # -------------------------------------------------------------------------------------------------- what is known

    def _learned(self, figures: tuple[SetVariant, ...], answer: Answer) -> Known | None:
        """Remember the plan of an answer."""
        if not answer.possible:
            return None
        chosen = built_columns(self._project, answer.selection)
        takes = tuple(_sum(uses, chosen) for uses in self._uses(figures))
        plan = Known(answer.selection, _sum(self._values, chosen), takes)
        self._memory(figures).plans.append(plan)
        return plan

    def _is_a_row(self, change: Change) -> bool:
        if isinstance(change, AddRule):
            return isinstance(change.rule, Decided | AtMost)
        if isinstance(change, SetVariant):  # its value decides on quality and goals, too
            now = next((one for one in self._project.scope[change.feature] if one.name == change.variant.name), None)
            new = change.variant
            return now is not None and attrs.evolve(now, cost=new.cost, effort=new.effort) == new
        return isinstance(change, ChangeBudget | ChangeCapacity)


def _memory_of(_figures: tuple[SetVariant, ...]) -> Memory:
    return Memory()


def _sum(amounts: Sequence[Fraction], places: Iterable[int]) -> Fraction:
    return sum((amounts[place] for place in places), Fraction(0))
