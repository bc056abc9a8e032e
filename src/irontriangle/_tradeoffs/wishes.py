"""What is wished and what there is, one by one, so that each can be left out."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from fractions import Fraction

import attrs

from irontriangle._model import resolve
from irontriangle._model.amounts import FrozenMap, Number, exact, plain
from irontriangle._model.budget import Budget
from irontriangle._model.members import is_in
from irontriangle._model.priority import MUST, SHOULD, WONT
from irontriangle._model.project import Project
from irontriangle._model.rules import (
    After,
    AllOrNone,
    AtLeast,
    AtMost,
    Bundle,
    Decided,
    Excludes,
    Requires,
    RequiresAny,
    Rule,
)
from irontriangle._model.scope import Scope
from irontriangle._model.timeline import Capacity, Sprints, Timeline
from irontriangle._plan.figures import to_figure
from irontriangle._plan.plan import Plan
from irontriangle._solve.money import spendable
from irontriangle._tradeoffs.hands import People, PerSprint
from irontriangle._tradeoffs.limits import Days, Effort, Money, of_totals


class WishKind(enum.Enum):
    """
    Say what a wish, or a limit, is about.

    Examples
    --------
    >>> WishKind.MUST
    WishKind.MUST
    """

    MUST = "must"
    """A feature has to be built."""
    WONT = "wont"
    """A feature has to stay out."""
    RULE = "rule"
    """A rule of the scope; a bundle is none."""
    GOAL = "goal"
    """A goal has a floor."""
    QUALITY = "quality"
    """The delivered quality has a floor."""
    VALUE = "value"
    """The plan has to be worth so much."""
    BUDGET = "budget"
    """A fund has a limit."""
    DEADLINE = "deadline"
    """There is a last date."""
    TEAM = "team"
    """A role has so many people."""
    CAPACITY = "capacity"
    """A role has so many person-days in all."""

    def __repr__(self) -> str:
        return f"WishKind.{self.name}"


def _amount(written: Number | date | None) -> Number | date | None:
    return written if written is None or isinstance(written, date) else to_figure(written)


@attrs.frozen
class Wish:
    """
    Hold one wish, or one limit, of a project.

    Parameters
    ----------
    kind
        What it is about.
    name
        The feature, goal, fund or role, where it is about one.
    rule
        The rule, where it is one.
    amount
        The floor, the money that may be spent, the last date, the people, the person-days.

    Examples
    --------
    >>> Wish(WishKind.BUDGET, "budget", amount=45_000).amount
    45000
    """

    kind: WishKind
    name: str | None = None
    rule: Rule | None = None
    amount: Number | date | None = attrs.field(default=None, kw_only=True, converter=_amount)


LIMITS = (WishKind.BUDGET, WishKind.DEADLINE, WishKind.TEAM, WishKind.CAPACITY)


def wishes_of(project: Project, value_at_least: Number | None = None) -> tuple[Wish, ...]:
    """
    Return all that could be given up to find a plan. What a feature itself requires is a fact.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> [wish.kind.name for wish in wishes_of(feature_abc())]
    ['BUDGET', 'DEADLINE', 'TEAM', 'TEAM']
    """
    return (*_demands(project, value_at_least), *_limits(project))


def _demands(project: Project, value_at_least: Number | None) -> Iterator[Wish]:
    scope = project.scope
    for feature in scope:
        if feature.priority in (MUST, WONT):
            yield Wish(WishKind.MUST if feature.priority == MUST else WishKind.WONT, feature.name)
    for rule in dict.fromkeys(scope.rules):
        if not isinstance(rule, Bundle):
            yield Wish(WishKind.RULE, rule=rule)
    for goal, floor in (scope.goals.floors if scope.goals else {}).items():
        if floor:
            yield Wish(WishKind.GOAL, goal, amount=floor)
    if project.quality:
        yield Wish(WishKind.QUALITY, amount=project.quality)
    if value_at_least is not None:
        yield Wish(WishKind.VALUE, amount=value_at_least)


def _limits(project: Project) -> Iterator[Wish]:
    timeline = project.timeline
    for fund, amount in spendable(project).items():
        yield Wish(WishKind.BUDGET, fund, amount=plain(amount))
    if isinstance(timeline, Timeline):
        if timeline.usable_days is not None:
            yield Wish(WishKind.DEADLINE, amount=timeline.date_of(timeline.usable_days - 1))
        for role, people in timeline.team.items():
            yield Wish(WishKind.TEAM, role, amount=people)
    if isinstance(timeline, Capacity):
        for role, days in timeline.items():
            yield Wish(WishKind.CAPACITY, role, amount=days)
    if isinstance(timeline, Sprints):
        yield Wish(WishKind.DEADLINE, amount=timeline.deadline)
        for role in timeline.capacity:
            amounts = (exact(timeline.amount(role, sprint)) for sprint in range(timeline.count))
            yield Wish(WishKind.CAPACITY, role, amount=plain(sum(amounts, Fraction(0))))


def with_only(project: Project, kept: Collection[Wish]) -> Project:
    """
    Return the project with only some of its wishes, and no limits but those among them.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> with_only(feature_abc(), [Wish(WishKind.BUDGET, "budget", amount=45_000)]).timeline.usable_days
    10000
    """
    budget, timed = _budget(project, kept), _timed(project, kept)
    return attrs.evolve(timed, scope=_scope(project, kept), quality=_quality(project, kept), budget=budget)


def each_alone(project: Project, wishes: Iterable[Wish]) -> Iterator[Project]:
    """
    Yield the project with each of some wishes alone, as `with_only` does: what is enough of all limits is found once.

    Examples
    --------
    >>> from irontriangle.examples import feature_abc
    >>> wishes = wishes_of(feature_abc())
    >>> list(each_alone(feature_abc(), wishes)) == [with_only(feature_abc(), [wish]) for wish in wishes]
    True
    """
    free = with_only(project, [])
    for wish in wishes:
        if wish.kind in LIMITS:
            yield with_only(project, [wish])
        else:
            yield attrs.evolve(free, scope=_scope(project, [wish]), quality=_quality(project, [wish]))


def _quality(project: Project, kept: Collection[Wish]) -> Number | None:
    return project.quality if _has(kept, WishKind.QUALITY) else None


def _scope(project: Project, kept: Collection[Wish]) -> Scope:
    """Drop the demands that are not kept."""
    scope = project.scope
    features = [
        feature
        if feature.priority not in (MUST, WONT) or _either(feature.name, kept)
        else attrs.evolve(feature, priority=SHOULD)
        for feature in scope
    ]
    rules = [rule for rule in scope.rules if isinstance(rule, Bundle) or Wish(WishKind.RULE, rule=rule) in kept]
    goals = scope.goals
    if goals is not None:
        floors = {goal: floor for goal, floor in goals.floors.items() if _has(kept, WishKind.GOAL, goal)}
        goals = attrs.evolve(goals, floors=floors)
    return attrs.evolve(scope, features=tuple(features), rules=tuple(rules), goals=goals)


def value_demanded(kept: Collection[Wish]) -> Number | None:
    """Return the value that the wishes ask for."""
    for wish in kept:
        if wish.kind is WishKind.VALUE and not isinstance(wish.amount, date):
            return wish.amount
    return None


def meets(plan: Plan, wish: Wish) -> bool:
    """
    Tell whether a plan surely meets a wish that it was not asked to.

    Of people, of order in time and of quality at the very floor this is not known without a search, and denied.

    Examples
    --------
    >>> import irontriangle as it
    >>> plan = it.optimize(it.examples.feature_abc())
    >>> meets(plan, Wish(WishKind.MUST, "ABC")), meets(plan, Wish(WishKind.DEADLINE, amount=date(2027, 2, 18)))
    (True, False)
    """
    kind, selection, amount = wish.kind, plan.selection, wish.amount
    if kind in (WishKind.MUST, WishKind.WONT):
        return (wish.name in selection) is (kind is WishKind.MUST)
    if wish.rule is not None:
        return _holds(plan, wish.rule)
    if kind is WishKind.DEADLINE and isinstance(amount, date):
        return plan.finish is None or plan.finish <= amount
    if kind is WishKind.TEAM or (kind is WishKind.CAPACITY and not of_totals(plan.project)):
        return False
    if kind is WishKind.QUALITY:
        return plan.quality is not None and exact(plan.quality) > exact(held(wish)) + Fraction(1, 10**9)
    if kind is WishKind.VALUE:
        return exact(plan.value) >= exact(held(wish))
    built = [plan.project.scope[name][variant] for name, variant in selection.items()]
    if kind is WishKind.GOAL:
        scores = sum(resolve.goal_scores(plan.project, variant)[str(wish.name)] for variant in built)
        return scores >= exact(held(wish))
    if kind is WishKind.CAPACITY:
        return sum(resolve.work(variant).get(str(wish.name), 0) for variant in built) <= exact(held(wish))
    return exact(plan.costs[str(wish.name)].total) <= exact(held(wish))


def _holds(plan: Plan, rule: Rule) -> bool:
    inside = [is_in(member, plan.selection) for member in rule.members]
    if isinstance(rule, After):
        return of_totals(plan.project) or not all(inside) or len(plan.selection) == 1
    if isinstance(rule, (Requires, RequiresAny)):
        free = isinstance(rule, RequiresAny) or not rule.ordered or of_totals(plan.project)
        return not inside[0] or (free and any(inside[1:]))
    if isinstance(rule, AllOrNone):
        return all(inside) or not any(inside)
    least = rule.k if isinstance(rule, AtLeast) else 1 if isinstance(rule, Decided) else 0
    most = rule.k if isinstance(rule, AtMost) else 1 if isinstance(rule, Excludes) else len(inside)
    return least <= sum(inside) <= most


def _budget(project: Project, kept: Collection[Wish]) -> Budget:
    """Lift the limits of the funds that are not kept."""
    limit = project.budget.limit
    if isinstance(limit, FrozenMap):
        limits = {
            fund: there if _has(kept, WishKind.BUDGET, fund) else Money(fund).enough(project)
            for fund, there in limit.items()
        }
        return attrs.evolve(project.budget, limit=limits)
    every = all(_has(kept, WishKind.BUDGET, fund) for fund in project.budget.funds)
    return project.budget if every else attrs.evolve(project.budget, limit=None)


def _timed(project: Project, kept: Collection[Wish]) -> Project:
    """Lift the limits of time and people that are not kept."""
    timeline = project.timeline
    if isinstance(timeline, Timeline):
        for role in timeline.team:
            if not _has(kept, WishKind.TEAM, role):
                project = People(role).lifted(project)
        if timeline.deadline is not None and not _has(kept, WishKind.DEADLINE):
            project = Days().lifted(project)
    if isinstance(timeline, Capacity):
        amounts = {
            role: there if _has(kept, WishKind.CAPACITY, role) else Effort(role).enough(project)
            for role, there in timeline.items()
        }
        return attrs.evolve(project, timeline=Capacity(amounts))
    if isinstance(timeline, Sprints):
        for role in timeline.capacity:
            if not _has(kept, WishKind.CAPACITY, role):
                project = PerSprint(role).lifted(project)
        if not _has(kept, WishKind.DEADLINE):
            project = Days().lifted(project)
    return project


def _either(feature: str, kept: Collection[Wish]) -> bool:
    return _has(kept, WishKind.MUST, feature) or _has(kept, WishKind.WONT, feature)


def _has(kept: Collection[Wish], kind: WishKind, name: str | None = None) -> bool:
    return any(wish.kind is kind and wish.name == name for wish in kept)


def held(wish: Wish) -> Number:
    """Return the amount of a wish that has one."""
    assert wish.amount is not None
    assert not isinstance(wish.amount, date)
    return plain(exact(wish.amount))
