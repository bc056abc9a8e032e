"""How much of each limit in a contradiction the other wishes in it need."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from irontriangle._model.amounts import Amount, FrozenMap, exact, plain
from irontriangle._model.feature import Variant
from irontriangle._model.project import Project
from irontriangle._model.rules import Bundle
from irontriangle._model.scope import Scope
from irontriangle._model.timeline import Timeline
from irontriangle._plan.figures import cost_key
from irontriangle._plan.plan import Status
from irontriangle._plan.reasons import Shortfall
from irontriangle._solve.feasible import Demands
from irontriangle._solve.jobs import jobs_asked
from irontriangle._tradeoffs.checking import ByRows, Checker
from irontriangle._tradeoffs.limits import Days, Effort, Money, by_column, scores, values
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import Wish, WishKind, held, value_demanded, with_only

Need: TypeAlias = tuple[str, Fraction, Fraction]
"""The key of a limit or floor, what is needed of it, and what there is."""

_ORDER = ("role", "finish", "cost", "goal", "value")


def shortfalls(project: Project, members: Sequence[Wish], check: Checker, solves: Solves) -> list[Shortfall]:
    """Return what is needed at least of each limit or floor among some wishes, where it is more than there is."""
    found = []
    for wish in members:
        others = frozenset(members) - {wish}
        if isinstance(check, ByRows):
            needs = _total(project, wish, others, check)
        else:
            needs = _dated(project, wish, others, solves)
        for key, needed, left in needs:
            if needed > left:
                found.append(Shortfall(key, plain(needed), plain(left), plain(needed - left)))
    return sorted(found, key=lambda short: _ORDER.index(short.limit.partition(":")[0]))


def _total(project: Project, wish: Wish, others: Collection[Wish], check: ByRows) -> Iterator[Need]:
    """Yield what others need of a wish, where all of it is totals of what is built; nothing if not found out."""
    name = wish.name or ""
    if wish.kind in (WishKind.BUDGET, WishKind.CAPACITY):
        axis = Money(name) if wish.kind is WishKind.BUDGET else Effort(name)
        saved = check.most(others, [-amount for amount in axis.uses(project)])
        if saved is not None:
            yield cost_key(project.budget, name) if isinstance(axis, Money) else f"role:{name}", -saved, _held(wish)
    elif wish.kind in (WishKind.GOAL, WishKind.VALUE):
        amounts = scores(project, name) if wish.kind is WishKind.GOAL else values(project)
        most = check.most(others, amounts)
        if most is not None:
            yield f"goal:{name}" if wish.kind is WishKind.GOAL else "value", _held(wish), most


def _dated(project: Project, wish: Wish, others: frozenset[Wish], solves: Solves) -> Iterator[Need]:
    """Yield the same of a project with dates."""
    left, demand, name = with_only(project, others), value_demanded(others), wish.name or ""
    if wish.kind is WishKind.BUDGET:
        several = len(project.budget.funds) > 1
        plan = solves.solve(Money(name).alone(left) if several else left, "cost", demand)
        if plan.found:
            yield cost_key(project.budget, name), exact(plan.cost), _held(wish)
    elif wish.kind is WishKind.DEADLINE:
        plan = solves.solve(left, "finish", demand)
        if plan.found:
            yield "finish", Days().used(plan), Days().today(project)
    elif wish.kind in (WishKind.TEAM, WishKind.CAPACITY) and any(o.kind is WishKind.DEADLINE for o in others):
        rough = attrs.evolve(left, timeline=None, budget=attrs.evolve(left.budget, burn_per_day=0))
        saving = [-amount for amount in _at_work(project, name)]
        answer = solves.ask(lambda clock: Demands(rough, value_at_least=demand).ask(most=saving, clock=clock))
        if answer is not None and answer.proven:
            timeline, needed = project.timeline, -answer.most
            if isinstance(timeline, Timeline):
                there = sum(timeline.present(name, day) for day in range(timeline.usable_days or 0))
                yield f"role:{name}", needed, Fraction(there)
            else:
                yield f"role:{name}", needed, _held(wish)
    elif wish.kind is WishKind.VALUE:
        plan = solves.solve(left)
        if plan.found:
            yield "value", _held(wish), exact(plan.value)
    elif wish.kind is WishKind.GOAL:
        most = most_of_goal(left, name, solves)
        if most is not None:
            yield f"goal:{name}", _held(wish), most


def _at_work(project: Project, role: str) -> list[Fraction]:
    """Return for how many days each variant takes people of a role, as a plan counts them: in whole ticks."""
    timeline = project.timeline
    if not isinstance(timeline, Timeline):
        return Effort(role).uses(project)

    def days(variant: Variant) -> Fraction:
        ticks = sum(job.ticks * job.demand.get(role, 0) for job in jobs_asked(variant, timeline))
        return Fraction(ticks, timeline.ticks_per_day)

    return by_column(project, days)


def _held(wish: Wish) -> Fraction:
    return exact(held(wish))


def most_of_goal(project: Project, goal: str, solves: Solves) -> Fraction | None:
    """Return how much of a goal can be reached; None where that was not found out, or quality weighs in."""
    scope = project.scope
    if scope.goals is None or project.quality:
        return None
    weights = {name: int(name == goal) for name in scope.goals.weights}
    features = [
        attrs.evolve(
            feature, variants=tuple(attrs.evolve(variant, value=_scores(variant.value)) for variant in feature)
        )
        for feature in scope
    ]
    rules = [attrs.evolve(rule, value=0) if isinstance(rule, Bundle) else rule for rule in scope.rules]
    goals = attrs.evolve(scope.goals, weights=weights)
    plan = solves.solve(attrs.evolve(project, scope=Scope(tuple(features), rules=tuple(rules), goals=goals)))
    return exact(plan.value) if plan.status is Status.OPTIMAL else None


def _scores(value: Amount) -> Amount:
    return value if isinstance(value, FrozenMap) else 0
