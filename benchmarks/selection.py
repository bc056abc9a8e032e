"""Which features to build: `optimize`, all levels, against the peers on rows written from the public model."""

from __future__ import annotations

from benchmarks import families
from benchmarks.instance import Family, with_rows
from benchmarks.peers import contenders, traced
from benchmarks.registry import Spec

SELDOM = ("milp", "milp, then cost", "highspy", "CP-SAT")
"""The peers where CBC through its files would only tell again what it tells elsewhere."""


def family_spec(family: Family, *sizes: int, small: int = 20, time_limit: float = 30) -> Spec:
    """Return the spec of one family against all peers."""
    return Spec(
        name=f"family-{family.__name__.replace('_', '-')}",
        title=(family.__doc__ or "").strip(),
        build=with_rows(family),
        sweep=sizes,
        small=(small,),
        phases=contenders(*SELDOM),
        unit="features",
        time_limit=time_limit,
        plots=("size",),
    )


def hard_spec(family: Family, *sizes: int) -> Spec:
    """Return the spec of a hard family: how the gap closes."""
    return Spec(
        name=f"hard-{family.__name__.replace('_', '-')}",
        title=(family.__doc__ or "").strip(),
        build=with_rows(family),
        sweep=sizes,
        small=(15,),
        phases=traced(),
        unit="features",
        time_limit=30,
        repeats=1,
        plots=("size", "gap"),
    )


SPECS = (
    Spec(
        name="selection",
        title=(
            "Value that has nothing to do with work; three roles and one budget, half of the features require another. "
            "irontriangle proves value, then cost; `milp, then cost` does the same in two calls, all others find the "
            "value only."
        ),
        build=with_rows(families.uncorrelated),
        sweep=(10, 30, 50, 100, 300, 1_000, 3_000),
        small=(10, 30),
        phases=contenders(),
        unit="features",
        seeds=5,
        plots=("size",),
    ),
    family_spec(families.weakly_correlated, 30, 100, 300, 1_000),
    family_spec(families.one_limit, 30, 100, 300, 1_000, 3_000),
    family_spec(families.many_roles, 30, 100, 300),
    family_spec(families.sparse_rules, 30, 100, 300, 1_000, 3_000),
    family_spec(families.dense_rules, 30, 100, 300, 1_000),
    family_spec(families.bundles, 30, 100, 300),
    family_spec(families.goals_and_quality, 30, 100, 300, 1_000),
    hard_spec(families.strongly_correlated, 15, 30, 60, 120),
    hard_spec(families.subset_sum, 15, 30, 60, 120),
)
