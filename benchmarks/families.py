"""
Seeded families of rough-cut projects, from easy to hard: one function each, of a size and a seed.

Every feature has a full and a simplified variant, which needs 40 to 70 % of the work and brings 50 to 80 % of the
value; 2 % of the features are MUST. How value and work hang together is named as for knapsacks: D. Pisinger, Where
are the hard knapsack problems?, Computers & Operations Research 32 (2005) 2271-2284,
https://doi.org/10.1016/j.cor.2004.03.002.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, TypeAlias

import irontriangle as it

ROLES = ("design", "dev", "qa")
MANY_ROLES = (*ROLES, "ops", "data", "legal", "content", "research", "security", "support", "hardware", "sales")

SHARE = 0.4
"""How much of what everything in full needs is there."""

RATE = 30
"""Money per person-day; what the other costs come to is about as much again."""

Worth = Callable[[Random, int], int]
"""How much a feature is worth, given the work that it is."""

Rule: TypeAlias = it.RequiresAny | it.Excludes | it.AllOrNone | it.AtLeast | it.AtMost | it.Bundle
Rules = Callable[[Random, int], list[Rule]]
"""What else holds between so many features."""


def uncorrelated(size: int, seed: int) -> it.Project:
    """Value that has nothing to do with work; three roles, one budget, half of the features require another."""
    return _project(size, seed, _any_worth)


def weakly_correlated(size: int, seed: int) -> it.Project:
    """Value within a tenth of the range around the work."""
    return _project(size, seed, lambda draw, work: max(1, work + draw.randint(-6, 6)))


def strongly_correlated(size: int, seed: int) -> it.Project:
    """Value is the work plus a constant: many plans nearly as good as the best."""
    return _project(size, seed, lambda draw, work: work + 6, simple=False)


def subset_sum(size: int, seed: int) -> it.Project:
    """Value is the work itself, of one role: how full can it get? Large even numbers against an odd capacity."""
    draw = _draw("subset_sum", size, seed)
    days = [2 * draw.randint(500, 50_000) for _ in range(size)]
    features = [it.Feature(f"f{n}", it.Variant(value=d, effort={"dev": d})) for n, d in enumerate(days)]
    return it.Project(it.Scope(features), timeline=it.Capacity({"dev": sum(days) // 2 | 1}))


def one_limit(size: int, seed: int) -> it.Project:
    """A budget and nobody's time."""
    return _project(size, seed, _any_worth, roles=())


def many_roles(size: int, seed: int) -> it.Project:
    """Twelve roles and a budget, all of them tight."""
    return _project(size, seed, _any_worth, roles=MANY_ROLES)


def sparse_rules(size: int, seed: int) -> it.Project:
    """One feature in twenty requires another."""
    return _project(size, seed, _any_worth, requires=0.05)


def dense_rules(size: int, seed: int) -> it.Project:
    """Every feature requires another; besides, a rule of another kind for every two features."""
    return _project(size, seed, _any_worth, requires=1, rules=_rules_of_every_kind, musts=0)


def bundles(size: int, seed: int) -> it.Project:
    """Features worth little alone; most value, and some savings, come with all of two to four others."""
    return _project(size, seed, lambda draw, work: draw.randint(0, 10), rules=_bundles)


def portfolio(size: int, seed: int) -> it.Project:
    """A whole organisation: as many requirements as features, four limits."""
    return _project(size, seed, _any_worth, requires=1)


def goals_and_quality(size: int, seed: int) -> it.Project:
    """Scores for three goals, two of them with floors; two funds; a floor of quality, which the simplified lower."""
    draw = _draw("goals_and_quality", size, seed)
    features = []
    for number in range(size):
        scores = {"engagement": draw.randint(0, 9), "sales": draw.randint(0, 9), "trust": draw.randint(1, 9)}
        build, run, days = draw.randint(100, 2_000), draw.randint(0, 300), draw.randint(2, 20)
        full = it.Variant("full", value=scores, cost={"build": build, "run": run}, effort={"dev": days})
        less = {goal: score * 2 // 3 for goal, score in scores.items()}
        cheap = {"build": build // 2, "run": run}
        simple = it.Variant("simplified", value=less, cost=cheap, effort={"dev": days // 2}, quality=0.6)
        features.append(it.Feature(f"f{number}", [full, simple], requires=_earlier(draw, number, 0.3)))
    goals = it.Goals({"engagement": 3, "sales": 5, "trust": 1}, floors={"engagement": size, "trust": size})
    budget = it.Budget({"build": 420 * size, "run": 60 * size})
    return it.Project(it.Scope(features, goals=goals), budget, it.Capacity({"dev": 5 * size}), quality=0.85)


# ------------------------------------------------------------------------------------------------- hostile shapes


def identical(size: int, seed: int) -> it.Project:
    """Features that differ in name only, and room for a part of them."""
    feature = [it.Variant(value=5, cost=3)]
    return it.Project(it.Scope([it.Feature(f"f{n}", feature) for n in range(size)]), it.Budget(size + seed))


def chain(size: int, seed: int) -> it.Project:
    """Each feature requires the one before."""
    draw = _draw("chain", size, seed)
    features = [
        it.Feature(
            f"f{n}",
            it.Variant(value=draw.randint(0, 9), cost=draw.randint(1, 9)),
            requires=[f"f{n - 1}"] if n else [],
        )
        for n in range(size)
    ]
    return it.Project(it.Scope(features), it.Budget(2 * size))


def everything_fits(size: int, seed: int) -> it.Project:
    """No limit binds."""
    return _project(size, seed, _any_worth, share=2)


def nothing_fits(size: int, seed: int) -> it.Project:
    """Every feature takes more than there is."""
    draw = _draw("nothing_fits", size, seed)
    features = [
        it.Feature(f"f{n}", it.Variant(value=draw.randint(1, 99), cost=draw.randint(101, 999))) for n in range(size)
    ]
    return it.Project(it.Scope(features), it.Budget(100))


def wide_numbers(size: int, seed: int) -> it.Project:
    """One value in ten about 1e15, the others about 1; costs with six decimals."""
    draw = _draw("wide_numbers", size, seed)
    features = []
    for number in range(size):
        value = draw.randint(10**15, 2 * 10**15) if draw.random() < 0.1 else draw.randint(1, 9)
        cost = draw.randint(1, 10**9) / 10**6
        features.append(it.Feature(f"f{number}", it.Variant(value=value, cost=cost)))
    return it.Project(it.Scope(features), it.Budget(150 * size))


# ------------------------------------------------------------------------------------------------------ the parts


def _draw(name: str, size: int, seed: int) -> Random:
    return Random(f"{name} {size} {seed}")


def _any_worth(draw: Random, work: int) -> int:
    return draw.randint(20, 100)


def _project(
    size: int,
    seed: int,
    worth: Worth,
    *,
    roles: Sequence[str] = ROLES,
    requires: float = 0.5,
    rules: Rules | None = None,
    simple: bool = True,
    musts: float = 0.02,
    share: float = SHARE,
) -> it.Project:
    """Return features with work for every role and other cost, of which `share` is there."""
    draw = _draw("project", size, seed)
    features = []
    days, money = dict.fromkeys(roles, 0), 0
    for number in range(size):
        effort = {role: draw.randint(1, 20) for role in roles}
        cost = draw.randint(0, 20 * RATE * max(1, len(roles)))
        work = sum(effort.values()) or cost // RATE
        variants = [it.Variant("full", value=worth(draw, work), cost=cost, effort=effort)]
        if simple:
            variants.append(_simplified(draw, variants[0].value, cost, effort))
        priority = "MUST" if draw.random() < musts else draw.randint(1, 3)
        needs = _earlier(draw, number, requires)
        features.append(it.Feature(f"f{number}", variants, priority=priority, requires=needs))
        days = {role: days[role] + effort[role] for role in roles}
        money += cost + RATE * sum(effort.values())
    return it.Project(
        it.Scope(features, rules=rules(draw, size) if rules else []),
        it.Budget(round(share * money), rates=dict.fromkeys(roles, RATE)),
        it.Capacity({role: round(share * amount) for role, amount in days.items()}) if roles else None,
    )


def _simplified(draw: Random, value: Any, cost: int, effort: Mapping[str, int]) -> it.Variant:
    less = draw.uniform(0.4, 0.7)
    return it.Variant(
        "simplified",
        value=round(value * draw.uniform(0.5, 0.8)),
        cost=round(cost * less),
        effort={role: round(amount * less) for role, amount in effort.items()},
    )


def _earlier(draw: Random, number: int, how_many: float) -> list[str]:
    """Return features declared before: so many, or with that probability one."""
    count = int(how_many) + (draw.random() < how_many % 1)
    return [f"f{draw.randrange(number)}" for _ in range(count) if number]


def _bundles(draw: Random, size: int) -> list[Rule]:
    """One bundle for every two features; one in five costs something or saves something."""
    return [
        it.Bundle(
            _some(draw, size, draw.randint(2, 4)),
            value=draw.randint(20, 200),
            cost=draw.randint(-500, 500) if draw.random() < 0.2 else 0,
        )
        for _ in range(size // 2)
    ]


def _rules_of_every_kind(draw: Random, size: int) -> list[Rule]:
    """One rule for every two features, all kinds in turn; of all features at least a tenth."""
    makers: tuple[Callable[[list[str]], Rule], ...] = (
        lambda names: it.Excludes(names[:2]),
        lambda names: it.RequiresAny(names[0], names[1:]),
        lambda names: it.AtMost(names, 2),
        lambda names: it.AllOrNone(names[:2]),
        lambda names: it.Bundle(names[:3], value=draw.randint(-50, 50)),
    )
    rules = [makers[number % len(makers)](_some(draw, size, 4)) for number in range(size // 2)]
    return [*rules, it.AtLeast([f"f{number}" for number in range(size)], size // 10)]


def _some(draw: Random, size: int, how_many: int) -> list[str]:
    return [f"f{number}" for number in draw.sample(range(size), how_many)]
