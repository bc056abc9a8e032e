"""Rough-cut projects rewritten so that what they use of one limit is their cost, whose least can be asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import Number, exact, to_number
from irontriangle._model.budget import Budget
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.project import Project
from irontriangle._model.rules import AtMost, Bundle, Decided, Requires, Rule
from irontriangle._model.timeline import Capacity, Timeline
from irontriangle._plan.plan import Status
from irontriangle._solve.money import spendable
from irontriangle._tradeoffs.least import LeastLevels, Undecided
from irontriangle._tradeoffs.limits import Effort, Money, on_grid


def as_cost(project: Project, axis: Money | Effort) -> Project | None:
    """
    Return a project with the same plans but for one limit, which is lifted, and whose use is now the cost.

    The other funds become roles, whose capacity is what they may spend. None for a project with dates, where work
    takes time and money does not.

    Examples
    --------
    >>> import irontriangle as it
    >>> export = it.Feature("export", it.Variant(value=5, cost={"build": 4, "run": 1}, effort={"dev": 3}))
    >>> project = it.Project(it.Scope([export]), it.Budget({"build": 9, "run": 2}), it.Capacity({"dev": 3}))
    >>> rewritten = as_cost(project, Money("build"))
    >>> rewritten.scope["export"].original.cost, rewritten.timeline
    (4, Capacity(amounts={'dev': 3, 'money of run': 2}))
    """
    return None if isinstance(project.timeline, Timeline) else _Rewriting(project, axis).project()


class _Rewriting:
    """The rewriting of one project."""

    def __init__(self, project: Project, axis: Money | Effort) -> None:
        assert not isinstance(project.timeline, Timeline)
        self._old = project
        self._axis = axis
        self._amounts = {role: days for role, days in (project.timeline or {}).items() if axis != Effort(role)}
        self._names: dict[str, str] = {}
        for fund, there in spendable(project).items():
            if axis != Money(fund):
                self._names[fund] = _unlike(f"money of {fund}", self._amounts)
                self._amounts[self._names[fund]] = to_number(there)

    def project(self) -> Project:
        scope = self._old.scope
        features = [attrs.evolve(one, variants=tuple(map(self._variant, one))) for one in scope]
        rules: list[Rule] = []
        for rule in scope.rules:
            rules.append(attrs.evolve(rule, cost=self._own(rule)) if isinstance(rule, Bundle) else rule)
            if isinstance(rule, Bundle) and any(self._elsewhere(rule).values()):
                feature, ties = self._told(rule, _unlike("bundle", [one.name for one in features]))
                features.append(feature)
                rules += ties
        return attrs.evolve(
            self._old,
            scope=attrs.evolve(scope, features=tuple(features), rules=tuple(rules)),
            budget=Budget(),
            timeline=Capacity(self._amounts) if self._amounts else None,
        )

    def _variant(self, variant: Variant) -> Variant:
        work, labour = resolve.work(variant), resolve.labour(self._old, variant)
        money = {fund: labour[fund] + other for fund, other in resolve.other_cost(self._old, variant).items()}
        effort = {role: work[role] for role in self._amounts if role in work}
        effort |= {name: money[fund] for fund, name in self._names.items()}
        cost = work.get(self._axis.role, 0) if isinstance(self._axis, Effort) else money[self._axis.fund]
        exactly = {role: to_number(Fraction(amount)) for role, amount in effort.items()}
        return attrs.evolve(variant, cost=to_number(Fraction(cost)), effort=exactly, tasks=(), staffing={})

    def _own(self, rule: Bundle) -> Number:
        costs = self._old.budget.by_fund(rule.cost)
        return to_number(costs[self._axis.fund]) if isinstance(self._axis, Money) else 0

    def _elsewhere(self, rule: Bundle) -> dict[str, Fraction]:
        costs = self._old.budget.by_fund(rule.cost)
        return {name: costs[fund] for fund, name in self._names.items()}

    def _told(self, rule: Bundle, name: str) -> tuple[Feature, list[Rule]]:
        """Return a feature whose variant tells whether a bundle is earned; what it saves is spent otherwise."""
        costs = self._elsewhere(rule)
        for role, cost in costs.items():
            self._amounts[role] = to_number(exact(self._amounts[role]) + max(-cost, Fraction(0)))
        earned = Variant("earned", effort={role: to_number(cost) for role, cost in costs.items() if cost > 0})
        missed = Variant("missed", effort={role: to_number(-cost) for role, cost in costs.items() if cost < 0})
        ties = [Requires((name, earned.name), member) for member in rule.names]
        not_all = AtMost([*rule.names, (name, missed.name)], len(rule.names))
        return Feature(name, [earned, missed]), [Decided(name), not_all, *ties]


class Least(LeastLevels):
    """Find the least levels of limits; in rough-cut projects by one question for each."""

    def _least(self, place: int, levels: Sequence[Fraction | None]) -> Fraction | None:
        axis = self._axes[place]
        project = as_cost(self._at(levels), axis) if isinstance(axis, Money | Effort) else None
        if project is None:
            return super()._least(place, levels)
        plan = self._solves.solve(project, "cost", self._value_at_least)
        if plan.status is Status.UNKNOWN:
            raise Undecided
        if not plan.found:
            return None
        self.exact &= plan.status is Status.OPTIMAL
        return max(on_grid(plan.cost, self._steps[place]), axis.today(self._project))


def _unlike(name: str, others: Collection[str]) -> str:
    """Return a name that no other has."""
    while name in others:
        name += "'"
    return name
