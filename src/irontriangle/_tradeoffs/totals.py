"""What the plans of a project without dates are worth, whatever its limits, from the rows of one program."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import TypeAlias

import attrs

from irontriangle._model.amounts import FrozenMap, Number, exact
from irontriangle._model.changes import AddRule, Change, ChangeBudget, ChangeCapacity, SetVariant
from irontriangle._model.members import Member
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Decided
from irontriangle._solve.feasible import Answer, Demands
from irontriangle._tradeoffs.least import Undecided
from irontriangle._tradeoffs.limits import Axis, Effort, Money, axes_of, built_columns, common_step, values
from irontriangle._tradeoffs.lowering import AnyAxis
from irontriangle._tradeoffs.memory import Amounts, Exact, Known, Memory, Proven, Rules, in_ints, keeps
from irontriangle._tradeoffs.prices import Prices
from irontriangle._tradeoffs.solves import Solves

Within: TypeAlias = tuple[Sequence[Exact], Exact]
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
        self._today = {axis: axis.today(project) for axis in self._axes}
        free = project
        for axis in self._axes:
            free = axis.lifted(free)
        self._free = Demands(free)
        worth = values(project)
        self._values, self._step = in_ints(worth), common_step(worth)
        self._variants = [(feature.name, variant.name) for feature in project.scope for variant in feature]
        self._uses = cache(self._uses_of)
        self._memory = cache(_memory_of)
        self._best = cache(self._best_of)
        self._prices = cache(self._prices_of)

    def can(self, changes: Iterable[Change]) -> bool:
        """Tell whether some changes are within reach."""
        return all(map(self._is_a_row, changes))

    def best(self, changes: Iterable[Change], lifted: Collection[Axis] = ()) -> Known | None:
        """Return what is in a best plan with some limits lifted; None where there is none."""
        return self._best(tuple(changes), frozenset(lifted))

    def _best_of(self, changes: tuple[Change, ...], lifted: frozenset[Axis]) -> Known | None:
        return self._solved(*self._taken(changes, lifted))

    def _solved(self, rules: Rules, figures: tuple[SetVariant, ...], levels: Amounts) -> Known | None:
        memory = self._memory(figures)
        sure, known = memory.best(rules, levels)
        if sure or self._prices(figures).most(rules, levels, worth_of(known)) <= worth_of(known):
            return known
        listed = self._prices(figures).best(rules, levels, worth_of(known))
        if listed is not None:
            best = known if listed.selection is None else self._keep(figures, listed.selection)
            memory.bests.append(Proven(rules, levels, None if best is None else best.value))
            return best
        answer = self._ask(self._values, self._within(figures, levels), rules, known)
        memory.bests.append(Proven(rules, levels, answer.most if answer.possible else None))
        return self._learned(figures, answer)

    def prefer(self, changes: Iterable[Change], also: Decided | AtMost) -> None:
        """Know the best plan under some changes, and whether one of its equals keeps another rule, by one solve."""
        rules, figures, levels = self._taken(tuple(changes), ())
        memory, both = self._memory(figures), rules | {also}
        sure, known = memory.best(rules, levels)
        told = known is None or keeps(known.selection, also) or memory.bound(both, levels) < known.value
        if not self._step or (sure and told):
            return
        # Twice the value, counted in its steps, and one more for the rule: it only tells equals apart.
        favour = self._count(also.members, 1 if isinstance(also, Decided) else -1)
        most = [2 * worth / self._step + more for worth, more in zip(self._values, favour, strict=True)]
        plan = self._learned(figures, self._ask(most, self._within(figures, levels), rules, known))
        memory.bests.append(Proven(rules, levels, None if plan is None else plan.value))
        if plan is not None and not keeps(plan.selection, also):
            memory.bests.append(Proven(both, levels, plan.value - self._step))

    def known(self, changes: Iterable[Change]) -> Fraction | float:
        """Return what the best plan that is known is worth, without looking for another; -inf: none is known."""
        rules, figures, levels = self._taken(tuple(changes), ())
        return worth_of(self._memory(figures).best(rules, levels)[1])

    def likely_to_guess(self, value: Fraction) -> bool:
        """Tell whether a guess may well be worth more: about as far below the best as prices are above it, or less."""
        rules, figures, levels = self._taken((), ())
        most, best = self._prices(figures).most(rules, levels, -math.inf), worth_of(self.best(()))
        return most - best < best - value

    def guess(self, changes: Iterable[Change]) -> None:
        """Look for a good plan in a moment, and know it."""
        rules, figures, levels = self._taken(tuple(changes), ())
        selection = self._prices(figures).good(rules, levels)
        if selection is not None:
            self._keep(figures, selection)

    def below(self, changes: Iterable[Change], value: Fraction | float) -> bool:
        """Tell whether it takes no search to see that every plan is worth less than some value."""
        rules, figures, levels = self._taken(tuple(changes), ())
        if value == -math.inf:
            return False
        most = self._memory(figures).bound(rules, levels)
        return most < value or self._prices(figures).most(rules, levels, exact(value) - self._step) < value

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
        rules, figures, levels, place, today = self._one_open(changes, axis, others)
        memory = self._memory(figures)
        sure, known = memory.least(rules, levels, place, value)
        if not sure:
            low = self._prices(figures).least(rules, _with(levels, place, today), place, value)
            if low is None:
                return None
            sure = known is not None and known.takes[place] <= low
            if not sure and known is not None:
                less = _with(levels, place, exact(known.takes[place]) - axis.step(self._project))
                sure, known = self._less(rules, figures, less, place, value, low, known)
        if not sure:
            enough = ([-worth for worth in self._values], -value)
            saving = [-use for use in self._uses(figures)[place]]
            answer = self._ask(saving, [*self._within(figures, levels), enough], rules, known)
            proven = Proven(rules, levels, -answer.most if answer.possible else None)
            memory.leasts.setdefault(place, []).append((value, proven))
            known = self._learned(figures, answer)
        return None if known is None else max(exact(known.takes[place]), today)

    def _less(
        self,
        rules: Rules,
        figures: tuple[SetVariant, ...],
        less: Amounts,
        place: int,
        value: Fraction,
        low: Fraction,
        known: Known,
    ) -> tuple[bool, Known]:
        """Return what takes less of a limit than what is known, as far as lists tell, and whether it is the least."""
        memory, prices = self._memory(figures), self._prices(figures)
        listed = prices.cheapest(rules, less, place, value, low)
        if listed is None:
            if not memory.was_least(place, known):
                return False, known
            better = self._solved(rules, figures, less)  # is found sooner than the least, if there is none
            return worth_of(better) < value, known
        least = known if listed.selection is None else self._keep(figures, listed.selection)
        proven = Proven(rules, _with(less, place, None), least.takes[place])
        memory.leasts.setdefault(place, []).append((value, proven))
        return True, least

    def at_least(
        self, changes: Sequence[Change], value: Fraction, axis: AnyAxis, others: Mapping[AnyAxis, Fraction | None]
    ) -> Fraction | None:
        """Return a level of a limit that is no greater than the least, by prices alone; None: none will do."""
        rules, figures, levels, place, today = self._one_open(changes, axis, others)
        low = self._prices(figures).least(rules, _with(levels, place, today), place, value)
        return None if low is None else max(low, today)

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
        levels = tuple(None if axis in lifted else self._level(axis, changes) for axis in self._axes)
        return frozenset(rule for rule in rules if isinstance(rule, Decided | AtMost)), figures, levels

    def _level(self, axis: Money | Effort, changes: Iterable[Change]) -> Fraction:
        """Return the level of a limit after some changes."""
        return self._today[axis] + sum((exact(by) for change in changes if (by := _moved(axis, change))), Fraction(0))

    def _one_open(
        self, changes: Sequence[Change], axis: AnyAxis, others: Mapping[AnyAxis, Fraction | None]
    ) -> tuple[Rules, tuple[SetVariant, ...], Amounts, int, Fraction]:
        """Take changes apart, with one limit open: also which it is, and its level."""
        rules, figures, today = self._taken(tuple(changes), ())
        place = next(place for place, mine in enumerate(self._axes) if mine == axis)
        there = today[place]
        assert there is not None
        levels = tuple(others.get(other, there) for other, there in zip(self._axes, today, strict=True))
        return rules, figures, _with(levels, place, None), place, exact(there)

    def _prices_of(self, figures: tuple[SetVariant, ...]) -> Prices:
        return Prices(self._free, self._values, self._uses(figures), self._solves)

    def _uses_of(self, figures: tuple[SetVariant, ...]) -> list[list[Exact]]:
        """Return what each variant and bundle takes of each limit."""
        project = self._project.apply(*figures) if figures else self._project
        return [in_ints(axis.uses(project)) for axis in self._axes]

    def _within(self, figures: tuple[SetVariant, ...], levels: Amounts) -> list[Within]:
        pairs = zip(self._uses(figures), levels, strict=True)
        return [(uses, most) for uses, most in pairs if most is not None]

    def _ask(self, most: Sequence[Exact], within: Sequence[Within], rules: Rules, known: Known | None) -> Answer:
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

    def _count(self, members: Iterable[Member], sign: int) -> list[Exact]:
        counted: list[Exact] = [0] * len(self._values)
        for member in members:
            for place, (feature, variant) in enumerate(self._variants):
                counted[place] += sign * (member in (feature, (feature, variant)))
        return counted

    # -------------------------------------------------------------------------------------------------- what is known

    def _learned(self, figures: tuple[SetVariant, ...], answer: Answer) -> Known | None:
        """Remember the plan of an answer."""
        return self._keep(figures, answer.selection) if answer.possible else None

    def _keep(self, figures: tuple[SetVariant, ...], selection: FrozenMap[str, str]) -> Known:
        chosen = built_columns(self._project, selection)
        takes = tuple(_sum(uses, chosen) for uses in self._uses(figures))
        plan = Known(selection, _sum(self._values, chosen), takes)
        self._memory(figures).keep(plan)
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


def _moved(axis: Money | Effort, change: Change) -> Number:
    """Return by how much a change moves a limit."""
    if isinstance(change, ChangeBudget) and isinstance(axis, Money):
        return change.by if change.fund in (None, axis.fund) else 0
    if isinstance(change, ChangeCapacity) and isinstance(axis, Effort):
        return change.by if change.role == axis.role else 0
    return 0


def worth_of(known: Known | None) -> Fraction | float:
    """Return what a plan is worth; -inf where there is none."""
    return -math.inf if known is None else known.value


def _with(levels: Amounts, place: int, level: Exact | None) -> Amounts:
    return (*levels[:place], level, *levels[place + 1 :])


def _sum(amounts: Sequence[Exact], places: Iterable[int]) -> Fraction:
    return Fraction(sum(amounts[place] for place in places))
