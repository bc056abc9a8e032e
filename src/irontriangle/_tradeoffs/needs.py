"""How much of each limit in a contradiction the other wishes in it need."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

import attrs

from irontriangle._model.amounts import Amount, FrozenMap, exact, plain
from irontriangle._model.project import Project
from irontriangle._model.rules import Bundle
from irontriangle._model.scope import Scope
from irontriangle._model.timeline import Timeline
from irontriangle._plan.figures import cost_key
from irontriangle._plan.plan import Status
from irontriangle._plan.reasons import Shortfall
from irontriangle._tradeoffs.limits import Days, Effort, Money
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import Wish, WishKind, held, value_demanded, with_only


def shortfalls(project: Project, members: Collection[Wish], solves: Solves) -> list[Shortfall]:
    """Return what is needed at least of each limit or floor among some wishes, where it is more than there is."""
    found = []
    for wish in members:
        for key, needed, left in _need(project, wish, frozenset(members) - {wish}, solves):
            if needed > left:
                found.append(Shortfall(key, plain(needed), plain(left), plain(needed - left)))
    return sorted(found, key=lambda short: _ORDER.index(short.limit.partition(":")[0]))


_ORDER = ("role", "finish", "cost", "goal", "value")


def _need(
    project: Project, wish: Wish, others: frozenset[Wish], solves: Solves
) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Yield the key of a limit, what is needed of it, and what there is; nothing where it was not found out."""
    left, demand = with_only(project, others), value_demanded(others)
    if wish.kind is WishKind.BUDGET and wish.name is not None:
        money = Money(wish.name)
        several = len(project.budget.funds) > 1
        plan = solves.solve(money.alone(left) if several else left, "cost", demand)
        if plan.found:
            yield cost_key(project.budget, wish.name), exact(plan.cost), exact(held(wish))
    elif wish.kind is WishKind.DEADLINE:
        plan = solves.solve(left, "finish", demand)
        if plan.found:
            yield "finish", Days().used(plan), Days().today(project)
    elif wish.kind in (WishKind.TEAM, WishKind.CAPACITY) and wish.name is not None:
        plan = solves.solve(Effort(wish.name).alone(left), "cost", demand)
        there = _days_there(project, wish, others)
        if plan.found and there is not None:
            yield f"role:{wish.name}", exact(plan.cost) / _share(project, wish.name), there
    elif wish.kind is WishKind.VALUE:
        plan = solves.solve(left)
        if plan.found:
            yield "value", exact(held(wish)), exact(plan.value)
    elif wish.kind is WishKind.GOAL and wish.name is not None:
        most = most_of_goal(left, wish.name, solves)
        if most is not None:
            yield f"goal:{wish.name}", exact(held(wish)), most


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


def _days_there(project: Project, wish: Wish, others: Collection[Wish]) -> Fraction | None:
    """Return the person-days of a role; None where no deadline bounds them."""
    if wish.kind is WishKind.CAPACITY:
        return exact(held(wish))
    timeline = project.timeline
    if not isinstance(timeline, Timeline) or not any(other.kind is WishKind.DEADLINE for other in others):
        return None
    usable = max(0, timeline.usable_days or 0)
    return Fraction(sum(timeline.present(str(wish.name), day) for day in range(usable)))


def _share(project: Project, role: str) -> Fraction:
    """Return the share of a role's time that is left for the work."""
    return exact(project.timeline.availability.get(role, 1)) if isinstance(project.timeline, Timeline) else Fraction(1)
