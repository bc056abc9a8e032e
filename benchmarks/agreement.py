"""Thousands of small projects of all families: ours, plain HiGHS and enumeration must agree on every one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import irontriangle as it
from benchmarks import families
from benchmarks.instance import Family, Instance, ours, with_rows
from benchmarks.peers import milp_levels
from benchmarks.registry import Outcome, Phase, Spec

FAMILIES: tuple[Family, ...] = (
    families.uncorrelated,
    families.weakly_correlated,
    families.strongly_correlated,
    families.one_limit,
    families.many_roles,
    families.sparse_rules,
    families.dense_rules,
    families.bundles,
    families.portfolio,
    families.goals_and_quality,
    families.chain,
    families.everything_fits,
    families.nothing_fits,
)

BATCH = 10
"""Projects of each family in one batch."""


def build(size: int, seed: int) -> list[Instance]:
    """Make a batch: of each family projects of this size, no two alike."""
    return [with_rows(family)(size, seed * BATCH + number) for family in FAMILIES for number in range(BATCH)]


def of_each(one: Phase) -> Callable[[list[Instance], float], Outcome]:
    """Return the phase that does one after the other; its figures are sums weighed so that no two answers can trade."""

    def phase(batch: list[Instance], time_limit: float) -> Outcome:
        found = [one(instance, time_limit) for instance in batch]
        names = [
            name for name in ("value", "cost") if all(name in outcome.proven for outcome in found if outcome.figures)
        ]
        figures = {
            name: sum(
                weight * (1 + outcome.figures[name]) for weight, outcome in enumerate(found, 1) if outcome.figures
            )
            for name in names
        }
        done = all(outcome.done for outcome in found)
        return Outcome(figures, tuple(names) if done else (), f"{len(found)} projects", done=done)

    return phase


def enumerated(instance: Instance, time_limit: float) -> Outcome:
    """Try every selection."""
    plan = it.optimize(instance.project, engine="enumerate", time_limit=time_limit)
    figures = {"value": plan.value, "cost": plan.cost} if plan.found else {}
    return Outcome(figures, plan.proven or ("value",), done=plan.status is not it.Status.FEASIBLE)


def _spec(name: str, title: str, sizes: tuple[int, ...], phases: dict[str, Phase]) -> Spec:
    return Spec(
        name=name,
        title=title,
        build=build,
        sweep=sizes,
        small=sizes[:1],
        phases={phase: of_each(one) for phase, one in phases.items()},
        unit="features",
        seeds=8,
        repeats=1,
    )


BOTH: dict[str, Phase] = {"irontriangle": partial(ours, traced=False), "milp, then cost": milp_levels}

SPECS = (
    _spec(
        "agreement",
        f"Batches of {len(FAMILIES) * BATCH} small projects of all families, whose values and costs must all agree.",
        (4, 5, 6),
        BOTH | {"enumeration": enumerated},
    ),
    _spec(
        "agreement-larger",
        f"Batches of {len(FAMILIES) * BATCH} larger projects, too many selections to enumerate.",
        (10, 20),
        BOTH,
    ),
)
