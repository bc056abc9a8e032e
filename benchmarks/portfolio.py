"""Whole portfolios: ten thousand features and more."""

from __future__ import annotations

from benchmarks import families
from benchmarks.instance import alone, with_rows
from benchmarks.peers import contenders
from benchmarks.registry import Spec

SPECS = (
    Spec(
        name="portfolio",
        title="Two variants a feature, as many requirements as features, three roles and one budget.",
        build=with_rows(families.portfolio),
        sweep=(10_000,),
        small=(50,),
        phases=contenders("milp", "highspy"),
        unit="features",
    ),
    Spec(
        name="portfolio-alone",
        title="The same and ten times as large, in a process in which no peer has left anything.",
        build=alone(families.portfolio),
        sweep=(10_000, 30_000, 100_000),
        small=(50,),
        phases=contenders("irontriangle"),
        unit="features",
        time_limit=120,
        repeats=1,
        seeds=2,
        plots=("size",),
    ),
)
