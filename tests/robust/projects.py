"""Projects of every size and kind, the same for the same numbers in every process."""

from __future__ import annotations

import random
from typing import Any

import irontriangle as it

ROLES = ("design", "dev", "ops", "qa")


def story() -> it.Project:
    """Return a project of two features, with dates."""
    from irontriangle.examples import feature_abc

    return feature_abc()


def impossible() -> it.Project:
    """Return a project of which it is proven at once that it has no plan."""
    scope = it.Scope([it.Feature("a", it.Variant(value=1, cost=5), priority=it.MUST)])
    return it.Project(scope, it.Budget(4))


def late() -> it.Project:
    """Return a dated project of which no schedule ends in time, though each total is there."""
    features = [
        it.Feature(name, it.Variant(value=1, effort={"dev": 2, "qa": 2}), priority=it.MUST) for name in ("a", "b")
    ]
    return it.Project(
        it.Scope(features),
        timeline=it.Timeline("2027-01-04", "2027-01-08", team={"dev": 1, "qa": 1}, workflow=["dev", "qa"]),
    )


def rough_cut(n: int, *, seed: int = 1, requirements: int | None = None) -> it.Project:
    """Return a project without dates: two variants a feature, four roles, a budget, and requirements."""
    rng = random.Random(seed)
    needs: dict[int, list[str]] = {}
    for _ in range(n // 2 if requirements is None else requirements):
        first, second = sorted((rng.randrange(n), rng.randrange(n)))
        if first < second:
            needs.setdefault(first, []).append(f"f{second}")
    features = []
    for number in range(n):
        variants = [
            it.Variant(
                name,
                value=rng.randint(10, 1000) // share,
                cost=rng.randint(0, 5000) // share,
                effort={role: rng.randint(2, 40) // share for role in ROLES},
            )
            for name, share in (("full", 1), ("less", 2))
        ]
        tier = rng.randint(1, 3)
        features.append(it.Feature(f"f{number}", variants, priority=tier, requires=needs.get(number, ())))
    budget = it.Budget(5000 * n, rates=dict.fromkeys(ROLES, 500))
    return it.Project(it.Scope(features), budget, it.Capacity(dict.fromkeys(ROLES, 5 * n)))


def alike(n: int, *, seed: int = 1) -> it.Project:
    """Return a project without dates that is hard to prove: value goes with work."""
    rng = random.Random(seed)
    features = []
    for number in range(n):
        effort = {role: rng.randint(5, 100) for role in ROLES}
        value = sum(effort.values()) + rng.randint(-20, 20)
        half = {role: days // 2 for role, days in effort.items()}
        variants = [
            it.Variant("full", value=value, effort=effort, cost=rng.randint(1, 5000)),
            it.Variant("less", value=value // 2 + rng.randint(-5, 5), effort=half),
        ]
        features.append(it.Feature(f"f{number}", variants))
    return it.Project(it.Scope(features), it.Budget(1500 * n), it.Capacity(dict.fromkeys(ROLES, 20 * n)))


def dated(n: int, *, seed: int = 1, days: int = 60) -> it.Project:
    """Return a project with a workflow of design, dev and qa, and a deadline that binds."""
    rng = random.Random(seed)
    features = []
    for number in range(n):
        effort = {"design": rng.randint(0, 3), "dev": rng.randint(1, 8), "qa": rng.randint(0, 3)}
        less = {role: days // 2 for role, days in effort.items()}
        value = rng.randint(10, 100)
        variants = [it.Variant("full", value=value, effort=effort), it.Variant("less", value=value // 2, effort=less)]
        needs = [f"f{rng.randrange(number)}"] if number and rng.random() < 0.3 else []
        features.append(it.Feature(f"f{number}", variants, priority=rng.randint(1, 3), requires=needs))
    start = it.Timeline("2027-01-04", team={"design": 1, "dev": 2, "qa": 1})
    timeline = it.Timeline(
        "2027-01-04", start.date_of(days - 1), team=start.team, workflow=["design", "dev", "qa"], buffer=1
    )
    rates = {"design": 800, "dev": 900, "qa": 700}
    return it.Project(it.Scope(features), it.Budget(900 * 4 * days, rates=rates), timeline)


def known(plan: it.Plan) -> tuple[Any, ...]:
    """Return all of a plan that can be compared, as text that is the same in every process."""
    return (repr(plan.status), plan.proven, repr(plan.answer), repr(plan.bound), repr(plan.gap))
