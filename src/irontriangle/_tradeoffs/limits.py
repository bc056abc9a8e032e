"""
The limits that may give, each as an axis along which a project is extended.

A *level* is an amount of a limit in its own unit: the money that a fund may spend, the working days that may be used,
the person-days of a role, the people who join. Levels are exact. Every axis has

- ``today(project)``, the present level;
- ``step(project)``, the unit of which all that can be needed is a multiple; 0: nothing needs any;
- ``change(project, level)``, what brings the limit from its present level to another;
- ``lifted(project)``, the project with so much of it that it limits nothing;
- ``uses(project)``, of money and work, which are totals: what each variant takes of it, and then each bundle;
- ``used(plan)``, the level that a plan needs;
- ``alone(project)``, of money: the project without any limit, its cost being what it uses of this fund.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import ClassVar, TypeAlias

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import Amount, FrozenMap, Number, exact, to_number
from irontriangle._model.budget import Budget
from irontriangle._model.changes import Change, ChangeBudget, ChangeCapacity, ChangeSprints, MoveDeadline
from irontriangle._model.feature import Variant
from irontriangle._model.members import is_in
from irontriangle._model.project import Project
from irontriangle._model.rules import Bundle
from irontriangle._model.scope import Scope
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._solve.money import spendable
from irontriangle._tradeoffs.hands import People, PerSprint, Side

LARGEST = Fraction(10**24 - 1)
"""The largest whole amount that a limit can be; nobody can be asked for more."""

ENOUGH_DAYS = 10_000
"""Working days that a fund without limit can burn: forty years."""


@attrs.frozen
class Money:
    """
    The money that a fund may spend.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> project = feature_abc()
    >>> Money("budget").today(project), Money("budget").step(project)
    (Fraction(45000, 1), Fraction(100, 1))
    """

    side: ClassVar[Side] = "budget"
    fund: str

    def today(self, project: Project) -> Fraction:
        return spendable(project)[self.fund]

    def step(self, project: Project) -> Fraction:
        return common_step([*self.uses(project), *self._per_day(project)])

    def uses(self, project: Project) -> list[Fraction]:
        funds = project.budget
        return by_column(
            project,
            lambda variant: self._cost(project, variant),
            lambda bundle: exact(funds.by_fund(bundle.cost)[self.fund]),
        )

    def change(self, project: Project, level: Fraction) -> Change:
        named = isinstance(project.budget.limit, FrozenMap)
        return ChangeBudget(level - self.today(project), self.fund if named else None)

    def lifted(self, project: Project) -> Project:
        limit = project.budget.limit
        if not isinstance(limit, FrozenMap):
            return attrs.evolve(project, budget=attrs.evolve(project.budget, limit=None))
        limits = {**limit, self.fund: self.enough(project)}
        return attrs.evolve(project, budget=attrs.evolve(project.budget, limit=limits))

    def enough(self, project: Project) -> Fraction:
        """Return a limit, one of several, that no plan can reach."""
        budget = project.budget
        bundles = (budget.by_fund(rule.cost)[self.fund] for rule in project.scope.rules if isinstance(rule, Bundle))
        most = sum(max(self._cost(project, variant) for variant in feature) for feature in project.scope)
        days = ENOUGH_DAYS * sum(self._per_day(project), Fraction(0))
        needed = most + sum((cost for cost in bundles if cost > 0), Fraction(0)) + days
        there = budget.by_fund(budget.limit)[self.fund] if budget.limit is not None else 0
        return max(exact(there), min(LARGEST, needed + budget.by_fund(budget.reserve)[self.fund]))

    def used(self, plan: Plan) -> Fraction:
        return on_grid(plan.costs[self.fund].total, self.step(plan.project))

    def alone(self, project: Project) -> Project:
        budget = project.budget

        def mine(amount: Amount) -> Fraction:
            return budget.by_fund(amount)[self.fund]

        rates = {role: mine(rate) for role, rate in budget.rates.items()}
        free = _without_time_limit(project)
        scope = _scope_costing(project, lambda variant: resolve.other_cost(project, variant)[self.fund], mine)
        return attrs.evolve(free, scope=scope, budget=Budget(rates=rates, burn_per_day=mine(budget.burn_per_day)))

    def _cost(self, project: Project, variant: Variant) -> Fraction:
        return Fraction(resolve.labour(project, variant)[self.fund] + resolve.other_cost(project, variant)[self.fund])

    def _per_day(self, project: Project) -> list[Fraction]:
        """Return what a working day can cost, whatever is built."""
        budget, timeline = project.budget, project.timeline
        costs = [exact(budget.by_fund(budget.burn_per_day)[self.fund])]
        if isinstance(timeline, Timeline):
            paid = (absence for absence in timeline.absences if absence.paid and absence.role in budget.rates)
            costs += [budget.by_fund(budget.rates[absence.role])[self.fund] * absence.people for absence in paid]
        return costs


@attrs.frozen
class Days:
    """
    The working days that may be used until the deadline; in sprints they come and go sprint by sprint.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> Days().today(feature_abc()), Days().change(feature_abc(), Fraction(50))
    (Fraction(35, 1), MoveDeadline(working_days=15))
    """

    side: ClassVar[Side] = "timeline"

    def today(self, project: Project) -> Fraction:
        timeline = dated(project)
        return Fraction(timeline.working_days if isinstance(timeline, Sprints) else timeline.usable_days or 0)

    def step(self, project: Project) -> Fraction:
        timeline = dated(project)
        return Fraction(timeline.length if isinstance(timeline, Sprints) else 1)

    def change(self, project: Project, level: Fraction) -> Change:
        steps = int((level - self.today(project)) / self.step(project))
        return ChangeSprints(steps) if isinstance(project.timeline, Sprints) else MoveDeadline(steps)

    def lifted(self, project: Project) -> Project:
        return _without_time_limit(project)

    def used(self, plan: Plan) -> Fraction:
        return Fraction(0 if plan.finish is None else dated(plan.project).day_of(plan.finish) + 1)


@attrs.frozen
class Effort:
    """
    The person-days of a role, where they are limited in total.

    Examples
    --------
    >>> from irontriangle import Feature, Scope
    >>> scope = Scope([Feature("chat", Variant(effort={"dev": 6})), Feature("news", Variant(effort={"dev": 4.5}))])
    >>> project = Project(scope, timeline=Capacity({"dev": 3}))
    >>> Effort("dev").step(project), Effort("dev").lifted(project).timeline
    (Fraction(3, 2), Capacity(amounts={'dev': 10.5}))
    """

    side: ClassVar[Side] = "timeline"
    role: str

    def today(self, project: Project) -> Fraction:
        return exact(_amounts(project)[self.role])

    def step(self, project: Project) -> Fraction:
        return common_step(self.uses(project))

    def uses(self, project: Project) -> list[Fraction]:
        return by_column(project, self._work)

    def change(self, project: Project, level: Fraction) -> Change:
        return ChangeCapacity(self.role, level - self.today(project))

    def lifted(self, project: Project) -> Project:
        return attrs.evolve(project, timeline=Capacity({**_amounts(project), self.role: self.enough(project)}))

    def enough(self, project: Project) -> Number:
        """Return as much as no plan can exceed."""
        most = sum((max(self._work(variant) for variant in feature) for feature in project.scope), Fraction(0))
        return max(min(LARGEST, most), self.today(project))

    def used(self, plan: Plan) -> Fraction:
        built = (plan.project.scope[feature][variant] for feature, variant in plan.selection.items())
        return sum((self._work(variant) for variant in built), Fraction(0))

    def _work(self, variant: Variant) -> Fraction:
        return Fraction(resolve.work(variant).get(self.role, 0))


Axis: TypeAlias = Money | Days | Effort | PerSprint | People


def common_step(amounts: Iterable[Fraction]) -> Fraction:
    """
    Return the largest number of which all amounts are multiples; 0 if all are 0.

    Examples
    --------
    >>> common_step([Fraction(6), Fraction(9, 2), Fraction(0)])
    Fraction(3, 2)
    """
    some = [amount for amount in amounts if amount]
    scale = math.lcm(*(amount.denominator for amount in some))
    return Fraction(math.gcd(*(int(amount * scale) for amount in some)), scale)


def on_grid(figure: Number, step: Fraction) -> Fraction:
    """Return the multiple of a step that a stated figure, which may be rounded to a float, stands for."""
    return round(exact(figure) / step) * step if step else exact(figure)


def axes_of(project: Project, sides: Iterable[Side]) -> list[Axis]:
    """
    Return the limits that may give: days before money, since the earliest finish bounds what follows.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> axes_of(feature_abc(), ["budget", "timeline"])
    [Days(), Money(fund='budget')]
    """
    timeline, found = project.timeline, list[Axis]()
    if "timeline" in sides and isinstance(timeline, (Timeline, Sprints)) and timeline.deadline is not None:
        found.append(Days())
    if "timeline" in sides and isinstance(timeline, Capacity):
        found += [Effort(role) for role in timeline]
    if "budget" in sides and project.budget.limit is not None:
        found += [Money(fund) for fund in project.budget.funds]
    return found


def values(project: Project) -> list[Fraction]:
    """Return what each variant is worth, and then each bundle."""
    return by_column(
        project, lambda variant: resolve.value(project, variant), lambda bundle: Fraction(exact(bundle.value))
    )


def scores(project: Project, goal: str) -> list[Fraction]:
    """Return what each variant does for a goal; a bundle does nothing."""
    return by_column(project, lambda variant: resolve.goal_scores(project, variant)[goal])


def dated(project: Project) -> Timeline | Sprints:
    """Return the timeline of a project that has dates."""
    assert isinstance(project.timeline, (Timeline, Sprints))
    return project.timeline


def of_totals(project: Project) -> bool:
    """Tell whether totals alone decide what can be built: there are no dates, and no order."""
    return not isinstance(project.timeline, (Timeline, Sprints))


def by_column(
    project: Project,
    of_variant: Callable[[Variant], Fraction],
    of_bundle: Callable[[Bundle], Fraction] = lambda _: Fraction(0),
) -> list[Fraction]:
    """Return an amount for each variant of a project, and then for each bundle."""
    bundles = [rule for rule in project.scope.rules if isinstance(rule, Bundle)]
    return [of_variant(variant) for feature in project.scope for variant in feature] + [*map(of_bundle, bundles)]


def built_columns(project: Project, selection: Mapping[str, str]) -> list[int]:
    """Return the places of the variants, and of the bundles, that a selection has."""
    members = [((feature.name, variant.name),) for feature in project.scope for variant in feature]
    bundles = [rule.names for rule in project.scope.rules if isinstance(rule, Bundle)]
    columns = enumerate([*members, *bundles])
    return [place for place, names in columns if all(is_in(member, selection) for member in names)]


def _amounts(project: Project) -> FrozenMap[str, Number]:
    assert isinstance(project.timeline, Capacity)
    return project.timeline.amounts


def _without_time_limit(project: Project) -> Project:
    """Return the project with as much time as a plan may take."""
    from irontriangle._solve.jobs import most_days  # when called, so that answers can be loaded without NumPy
    from irontriangle._solve.sprints.load import sprints_enough

    timeline = project.timeline
    if isinstance(timeline, Sprints):
        return project.apply(ChangeSprints(sprints_enough(project) - timeline.count))
    if not isinstance(timeline, Timeline):
        return attrs.evolve(project, timeline=None)
    latest = None if timeline.deadline is None else timeline.date_of(most_days(timeline) - 1)
    return attrs.evolve(project, timeline=attrs.evolve(timeline, deadline=latest, buffer=0))


def _scope_costing(
    project: Project, cost: Callable[[Variant], Fraction | int], bundle_cost: Callable[[Amount], Fraction]
) -> Scope:
    """Return the scope with other costs beyond labour."""
    scope = project.scope
    features = [
        attrs.evolve(
            feature, variants=tuple(attrs.evolve(variant, cost=to_number(cost(variant))) for variant in feature)
        )
        for feature in scope
    ]
    rules = [
        attrs.evolve(rule, cost=to_number(bundle_cost(rule.cost))) if isinstance(rule, Bundle) else rule
        for rule in scope.rules
    ]
    return attrs.evolve(scope, features=tuple(features), rules=tuple(rules))
