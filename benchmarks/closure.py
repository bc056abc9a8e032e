"""Requirements and no other limit: a minimum cut beside the linear program, and the whole trade-off against a cost."""

from __future__ import annotations

from random import Random

import numpy as np

from benchmarks.registry import Outcome, Spec
from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Program, RowBuilder, level
from irontriangle._solve.selection.closure import best_closure, requirements_of, supported
from irontriangle._solve.selection.search import maximize


def requirements(size: int, seed: int) -> Program:
    """Return columns of which every second gains and the others cost, in as many requirements."""
    draw = Random(f"closure {size} {seed}")
    rows = RowBuilder()
    for _ in range(size):
        tail, head = draw.sample(range(size), 2)
        rows.add_logic([tail], [head], 0)
    gains = [draw.randint(1, 100) if draw.random() < 0.5 else 0 for _ in range(size)]
    costs = [0 if gain else -draw.randint(1, 100) for gain in gains]
    net = [gain + cost for gain, cost in zip(gains, costs, strict=True)]
    levels = (level("net", net, 1), level("gain", gains, 1), level("cost", costs, 1))
    return Program(np.zeros(size, dtype=np.int8), np.ones(size, dtype=np.int8), rows.rows(), levels, size)


def by_cut(program: Program, time_limit: float) -> Outcome:
    """Find the best of the first level by a minimum cut."""
    del time_limit
    arcs = requirements_of(program)
    assert arcs is not None
    x = best_closure(arcs.tail, arcs.head, program.levels[:1])
    assert x is not None
    return Outcome({"net": program.levels[0].score(x)}, ("net",))


def by_search(program: Program, time_limit: float) -> Outcome:
    """Find the same by the linear program and what follows it."""
    found = maximize(program, program.levels[0], clock=Clock(time_limit))
    return Outcome({"net": found.score or 0}, ("net",) if found.complete else (), done=found.complete)


def trade_off(program: Program, time_limit: float) -> Outcome:
    """Find all that is best for some weighing of gain against cost."""
    found = supported(program.with_levels(*program.levels[1:]), Clock(time_limit))
    return Outcome(note="" if found is None else f"{len(found):,} points", done=found is not None)


SPECS = (
    Spec(
        name="closure",
        title=(
            "As many requirements as columns and no other limit: the best by a minimum cut, the same by linear "
            "programs, and every selection that is best for some weighing of gain against cost, by minimum cuts."
        ),
        build=requirements,
        sweep=(10, 30, 100, 1_000, 10_000),
        small=(30,),
        phases={"minimum cut": by_cut, "linear program": by_search, "whole trade-off": trade_off},
        unit="columns",
        plots=("size",),
    ),
)
