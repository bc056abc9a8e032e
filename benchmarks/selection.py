"""Which features to build: `optimize` against plain `scipy.optimize.milp` on rows that the peer makes itself."""

from __future__ import annotations

from random import Random

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

import irontriangle as it
from benchmarks.registry import Outcome, Spec

ROLES = ("design", "dev", "qa")
SHARE = 0.4
"""How much of what everything in full needs is there."""


def random_project(size: int, seed: int) -> it.Project:
    """Return a rough-cut project: two variants a feature, three roles, one budget, half of the features require one."""
    draw = Random(1_000_003 * size + seed)
    features = []
    for number in range(size):
        value, cost = draw.randint(20, 100), draw.randint(0, 5_000)
        effort = {role: draw.randint(1, 20) for role in ROLES}
        less = draw.uniform(0.4, 0.7)
        full = it.Variant("full", value=value, cost=cost, effort=effort)
        simple = it.Variant(
            "simplified",
            value=round(value * draw.uniform(0.5, 0.8)),
            cost=round(cost * less),
            effort={role: round(days * less) for role, days in effort.items()},
        )
        requires = [f"f{draw.randrange(number)}"] if number and draw.random() < 0.5 else []
        priority = "MUST" if draw.random() < 0.02 else draw.randint(1, 3)
        features.append(it.Feature(f"f{number}", [full, simple], priority=priority, requires=requires))
    money = sum(feature.original.cost for feature in features)  # type: ignore[misc]  # all are plain numbers
    days = {role: sum(feature.original.effort[role] for feature in features) for role in ROLES}
    return it.Project(
        it.Scope(features),
        it.Budget(round(SHARE * money)),
        it.Capacity({role: round(SHARE * days[role]) for role in ROLES}),
    )


@attrs.frozen(eq=False)
class Instance:
    """A project, and what the peer made of it."""

    project: it.Project
    value: NDArray[np.float64]
    cost: NDArray[np.float64]
    rows: csr_array
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def build(size: int, seed: int) -> Instance:
    """Write the rows down from the public model, with nothing of our compilation; not measured."""
    project = random_project(size, seed)
    columns = [(feature, variant) for feature in project.scope for variant in feature]
    of_feature: dict[str, list[int]] = {feature.name: [] for feature in project.scope}
    for column, (feature, _) in enumerate(columns):
        of_feature[feature.name].append(column)
    rows: list[dict[int, float]] = []
    lower: list[float] = []
    upper: list[float] = []

    def add(terms: dict[int, float], low: float, high: float) -> None:
        rows.append(terms)
        lower.append(low)
        upper.append(high)

    for feature in project.scope:
        own = dict.fromkeys(of_feature[feature.name], 1.0)
        add(own, 1 if feature.priority == it.MUST else 0, 1)
        for needed in feature.requires:
            assert isinstance(needed, str)
            add(own | dict.fromkeys(of_feature[needed], -1.0), -np.inf, 0)
    assert isinstance(project.timeline, it.Capacity)
    for role, amount in project.timeline.items():
        add({c: float(variant.effort[role]) for c, (_, variant) in enumerate(columns)}, -np.inf, float(amount))
    costs = [float(project.cost_of(feature.name, variant.name)) for feature, variant in columns]
    assert isinstance(project.budget.limit, int)
    add(dict(enumerate(costs)), -np.inf, project.budget.limit)
    values = [float(project.value_of(feature.name, variant.name)) for feature, variant in columns]
    return Instance(
        project,
        np.array(values),
        np.array(costs),
        _matrix(rows, len(columns)),
        np.array(lower),
        np.array(upper),
    )


def ours(instance: Instance, time_limit: float) -> Outcome:
    """All levels: value, then cost."""
    plan = it.optimize(instance.project, time_limit=time_limit)
    if not plan.found:
        return Outcome(note=plan.status.name)
    note = "" if plan.status is it.Status.OPTIMAL else f"gap {plan.gap:.2%}"
    return Outcome({"value": plan.value, "cost": plan.cost}, plan.proven, note)


def plain_milp(instance: Instance, time_limit: float) -> Outcome:
    """One call, value only."""
    value, _, proven = _solve(instance, -instance.value, time_limit)
    return Outcome({"value": value}, ("value",) if proven else (), "" if proven else "not proven")


def milp_with_ties(instance: Instance, time_limit: float) -> Outcome:
    """Two calls: the most value, then the least cost at that value."""
    value, spent, proven = _solve(instance, -instance.value, time_limit / 2)
    if not proven:
        return Outcome({"value": value}, (), "not proven")
    kept = LinearConstraint(csr_array(instance.value[None, :]), value - 0.5, np.inf)
    _, cost, proven = _solve(instance, instance.cost, time_limit / 2, kept)
    return Outcome({"value": value, "cost": cost if proven else spent}, ("value", "cost") if proven else ("value",))


def _solve(
    instance: Instance, objective: NDArray[np.float64], time_limit: float, *more: LinearConstraint
) -> tuple[float, float, bool]:
    result = milp(
        objective,
        integrality=np.ones(len(objective)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(instance.rows, instance.lower, instance.upper), *more],
        options={"mip_rel_gap": 0, "time_limit": time_limit},
    )
    if result.x is None:
        return np.nan, np.nan, False
    chosen = np.rint(result.x)
    return round(float(instance.value @ chosen)), round(float(instance.cost @ chosen)), result.status == 0


def _matrix(rows: list[dict[int, float]], columns: int) -> csr_array:
    indptr = np.cumsum([0, *map(len, rows)])
    indices = np.array([column for row in rows for column in row])
    data = np.array([coefficient for row in rows for coefficient in row.values()])
    return csr_array((data, indices, indptr), shape=(len(rows), columns))


SPECS = (
    Spec(
        name="selection",
        title=(
            "Random rough-cut projects: two variants a feature, three capacities, one budget, half of the features "
            "require another. Ours is the whole of `optimize`, value and ties; the peer is `scipy.optimize.milp` with "
            "gap 0 on rows made beforehand from the public model, in one call for the value, and in two with the ties."
        ),
        build=build,
        sweep=(10, 30, 100, 300, 1_000, 3_000),
        small=(10, 30),
        phases={"irontriangle": ours, "milp, value only": plain_milp, "milp, value then cost": milp_with_ties},
        unit="features",
    ),
)
