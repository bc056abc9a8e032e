"""Shapes that hurt: how time and memory grow."""

from __future__ import annotations

from benchmarks import families
from benchmarks.instance import Family, alone
from benchmarks.peers import contenders
from benchmarks.registry import Spec


def hostile_spec(family: Family, *sizes: int) -> Spec:
    """Return the spec of one shape, ours only."""
    return Spec(
        name=f"hostile-{family.__name__.replace('_', '-')}",
        title=(family.__doc__ or "").strip(),
        build=alone(family),
        sweep=sizes,
        small=(100,),
        phases=contenders("irontriangle"),
        unit="features",
        time_limit=120,
        repeats=1,
        seeds=1,
        plots=("size",),
    )


DECADES = (1_000, 10_000, 100_000)

SPECS = (
    hostile_spec(families.identical, *DECADES, 1_000_000),
    hostile_spec(families.chain, *DECADES),
    hostile_spec(families.everything_fits, *DECADES),
    hostile_spec(families.nothing_fits, *DECADES),
    hostile_spec(families.wide_numbers, *DECADES),
)
