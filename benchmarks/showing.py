"""What looking costs: text, HTML and pictures of a plan, tables in."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random
from typing import Any

import irontriangle as it
from benchmarks.registry import Outcome, Phase, Spec


def _plan(size: int | str, seed: int) -> it.Plan:
    """Return a plan with dates of so many features, about a quarter of which stay out."""
    assert isinstance(size, int)
    draw = Random(f"showing {size} {seed}")
    features = [
        it.Feature(
            f"feature {place}",
            [
                it.Variant(value=draw.randint(10, 99), effort={"dev": draw.randint(2, 16), "qa": draw.randint(1, 5)}),
                it.Variant("simple", value=draw.randint(1, 9), effort={"dev": 1}),
            ],
        )
        for place in range(size)
    ]
    team = {"dev": max(1, size // 6), "qa": max(1, size // 12)}
    timeline = it.Timeline("2027-01-04", "2027-02-26", team=team, workflow=("dev", "qa"))
    return it.optimize(it.Project(it.Scope(features), timeline=timeline), time_limit=20)


def _done(work: Callable[[Any], object]) -> Phase:
    def phase(instance: object, time_limit: float) -> Outcome:
        work(instance)
        return Outcome()

    return phase


def _drawn(name: str) -> Phase:
    def phase(plan: object, time_limit: float) -> Outcome:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(10, 8), layout="constrained")
        getattr(it.plots, name)(plan, ax=figure.subplots())
        figure.savefig(io.BytesIO(), format="png")
        return Outcome()

    return phase


def _rows(size: int | str, seed: int) -> str:
    assert isinstance(size, int)
    draw = Random(f"rows {size} {seed}")
    lines = [
        f"feature {place},{draw.randint(0, 99)},{draw.randint(1, 20)},{draw.randint(1, 3)}" for place in range(size)
    ]
    return "\n".join(["feature,value,effort:dev,priority", *lines])


def _framed(text: object, time_limit: float) -> Outcome:
    import polars as pl

    it.tables.scope_from_frame(pl.read_csv(io.StringIO(str(text))))
    return Outcome()


SPECS = (
    Spec(
        name="showing",
        title="A plan as repr, text and HTML. 300 features may take 50 ms.",
        build=_plan,
        sweep=(10, 50, 300),
        small=(10,),
        phases={
            "repr": _done(repr),
            "text": _done(str),
            "HTML": _done(lambda plan: plan._repr_html_()),
            "Markdown": _done(it.to_markdown),
        },
        unit="features",
        seeds=1,
    ),
    Spec(
        name="drawing",
        title="A picture of a plan as PNG. 50 features may take 1 s.",
        build=_plan,
        sweep=(10, 50, 300),
        small=(10,),
        phases={name: _drawn(name) for name in ("triangle", "gantt", "load", "value_cost")},
        unit="features",
        seeds=1,
    ),
    Spec(
        name="tables",
        title="A backlog of so many rows from CSV and from a polars frame. 10,000 rows may take 1 s.",
        build=_rows,
        sweep=(1_000, 10_000),
        small=(1_000,),
        phases={"CSV": _done(lambda text: it.scope_from_csv(io.StringIO(text))), "frame": _framed},
        unit="rows",
        seeds=1,
    ),
)
