"""The tree over the columns: patterns, their relaxation, and what the search finds and proves with it."""

import itertools
import math

import attrs
import numpy as np
import pytest
import scipy.sparse as sp

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates import tree
from irontriangle._solve.dates.chosen import Timetable
from irontriangle._solve.dates.decide import Verdict, decide
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.dates.master import Master, Relaxed
from irontriangle._solve.dates.patterns import Patterns, treelike
from irontriangle._solve.dates.search import search
from irontriangle._solve.dates.state import Found
from irontriangle._solve.dates.step_milp import step_program
from irontriangle._solve.dates.windows import Windows, windows
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Floats, Linear
from tests.unit._solve.dates import tiny
from tests.unit._solve.dates.test_search import Vector
from tests.unit._solve.dates.test_step_milp import base

NEVER = Clock(None)


def loose(seed: int) -> Windows:
    """Return a tiny work without orders between its columns."""
    work, feature = tiny.tiny_work(seed)
    return windows(attrs.evolve(work, orders=[]), feature=feature)


def priced(spans: Windows, seed: int) -> Linear:
    """Return the program of a tiny work, with random values."""
    value = np.random.default_rng(seed).integers(1, 30, spans.work.n_columns)
    return base(spans.work, spans.feature, -value, False)


LOOSE = [seed for seed in range(60) if treelike(loose(seed))]


def test_some_works_hang_in_trees_and_some_do_not() -> None:
    assert 30 < len(LOOSE) < 60


@pytest.mark.parametrize("seed", LOOSE)
def test_cheapest_pattern_is_what_trying_all_finds(seed: int) -> None:
    spans = loose(seed)
    work, patterns = spans.work, Patterns(spans)
    prices = np.random.default_rng(seed).integers(0, 4, work.present.shape).astype(float)
    found = patterns.price(prices)
    for column in np.flatnonzero(spans.fits).tolist():
        tasks = range(*work.first_task[column : column + 2].tolist())
        arcs = [(a, b) for a, b in work.arcs.tolist() if a in tasks]
        ends = {
            task: dict(zip(patterns.starts[task].tolist(), patterns.ends[task].tolist(), strict=True)) for task in tasks
        }
        least = math.inf
        for each in itertools.product(*(ends[task] for task in tasks)):
            starts = dict(zip(tasks, each, strict=True))
            holds = all(ends[a][starts[a]] <= starts[b] for a, b in arcs)
            assert patterns.holds(starts) == holds
            if holds:
                least = min(least, float((prices * patterns.used(starts)).sum()))
        assert found.least[column] == pytest.approx(least)
        cheapest = patterns.cheapest(found, column)
        assert patterns.holds(cheapest)
        assert (prices * patterns.used(cheapest)).sum() == pytest.approx(least)


@pytest.mark.parametrize("seed", LOOSE)
def test_patterns_bound_as_well_as_the_step_program(seed: int) -> None:
    spans = loose(seed)
    program = priced(spans, seed)
    step = step_program(spans, program.matrix.shape[1])
    plain = solve(attrs.evolve(step.join(program), integer=None))
    master = Master(spans, program)
    found = master.solve(master.base.lower, master.base.upper, math.inf, NEVER)
    assert found.status == "solved"
    assert found.bound == pytest.approx(plain.objective, abs=2e-3)
    assert found.bound <= plain.objective + 1e-6
    if found.bound < -0.5:
        assert master.solve(master.base.lower, master.base.upper, found.bound - 0.5, NEVER).status == "closed"
    over = Clock(None)
    over.end()
    assert master.solve(master.base.lower, master.base.upper, math.inf, over).status == "stopped"


def test_what_is_forbidden_stays_out() -> None:
    spans = loose(LOOSE[0])
    program = priced(spans, 0)
    master = Master(spans, program)
    inside = np.flatnonzero(spans.fits)[:1].tolist()
    lower = master.base.lower.copy()
    lower[inside] = 1.0
    assert master.solve(lower, master.base.upper, math.inf, NEVER).status == "solved"
    master.forbid(inside)
    assert master.solve(lower, master.base.upper, math.inf, NEVER).status == "closed"


def decided(spans: Windows, program: Linear) -> tree.Decide:
    """Decide by the step program."""

    def answer(columns: list[int]) -> tuple[Verdict, Fitted | None]:
        decision = decide(spans.work, columns, spans.work.horizon, restarts=1)
        if decision.verdict != "done":
            return decision.verdict, None
        return "done", Fitted(tuple(columns), decision.timetable, 0.0, -float(program.cost[columns].sum()))

    return answer


def searched(spans: Windows, program: Linear, answer: tree.Decide, clock: Clock = NEVER) -> Found:
    vector = Vector(spans.work)
    return search(spans, program, vector=vector, unit=1.0, rounds=0, cores=False, decide=answer, clock=clock)


@pytest.mark.parametrize("seed", LOOSE)
def test_tree_finds_and_proves_what_enumeration_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("irontriangle._solve.dates.search.DRAWS", 0)  # or nothing is left for the tree
    monkeypatch.setattr(tree, "NODE_DRAWS", 0)
    spans = loose(seed)
    program = priced(spans, seed)
    best = max(
        -float(program.cost[columns].sum())
        for columns in tiny.selections(spans.work, spans.feature)
        if tiny.least_end(spans.work, columns) is not None
    )
    found = searched(spans, program, decided(spans, program))
    assert found.proven
    assert found.best is not None
    assert found.best.worth == best
    assert found.bound == pytest.approx(-best)


def demanding(spans: Windows, seed: int) -> tuple[Linear, list[float]]:
    """Return a program of least cost that asks for values, and what each selection of enough value costs."""
    rng = np.random.default_rng(seed)
    value, cost = rng.integers(1, 30, (2, spans.work.n_columns))
    free = base(spans.work, spans.feature, cost, False)
    all_values = sorted({int(value[columns].sum()) for columns in tiny.selections(spans.work, spans.feature)})
    least = all_values[int(0.6 * len(all_values))]
    row = np.zeros((1, free.matrix.shape[1]))
    row[0, : len(value)] = value
    program = attrs.evolve(
        free,
        matrix=sp.vstack([free.matrix, sp.csr_matrix(row)]).tocsr(),
        row_lower=np.append(free.row_lower, float(least)),
        row_upper=np.append(free.row_upper, np.inf),
    )
    enough = [columns for columns in tiny.selections(spans.work, spans.feature) if value[columns].sum() >= least]
    done = [columns for columns in enough if tiny.least_end(spans.work, columns) is not None]
    return program, [float(cost[columns].sum()) for columns in done]


@pytest.mark.parametrize("seed", LOOSE)
def test_tree_finds_the_least_cost_of_what_is_demanded(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # A node was taken for impossible where what it needs had no pattern yet.
    monkeypatch.setattr("irontriangle._solve.dates.search.DRAWS", 0)
    monkeypatch.setattr(tree, "NODE_DRAWS", 0)
    spans = loose(seed)
    program, costs = demanding(spans, seed)
    found = searched(spans, program, decided(spans, program))
    assert found.proven
    if costs:
        assert found.best is not None
    assert found.bound == pytest.approx(min(costs, default=math.inf))


def crowded(monkeypatch: pytest.MonkeyPatch) -> tuple[Windows, Linear]:
    """Return a workflow of which the relaxation leaves something open, and let no plans be drawn along it."""
    nothing = np.zeros(0, dtype=np.int64)
    for module in ("search", "tree"):
        drawn = Fitted((), Timetable(nothing, nothing, nothing), 0.0, 0.0)
        monkeypatch.setattr(f"irontriangle._solve.dates.{module}.alpha_plans", lambda *_, drawn=drawn, **__: drawn)
    work, value = tiny.flow_work(7, 18, 22)
    return windows(work, feature=range(18)), base(work, np.arange(18), -value, False)


def test_sets_that_are_decided_become_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    spans, program = crowded(monkeypatch)
    known = searched(spans, program, decided(spans, program))
    assert known.proven
    vague = searched(spans, program, lambda _: ("open", None))
    assert vague.bound <= known.bound
    assert not vague.proven
    silent = searched(spans, program, lambda _: ("done", None))
    assert silent.bound <= known.bound
    for nodes in (0, 1, 3):
        monkeypatch.setattr("irontriangle._solve.dates.search.TREE_NODES", nodes)
        assert searched(spans, program, decided(spans, program)).bound <= known.bound + 1e-6


def test_a_tree_that_must_stop_keeps_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    spans, program = crowded(monkeypatch)
    monkeypatch.setattr("irontriangle._solve.dates.search.part", lambda clock, _share: clock)
    clock = Clock(None)

    def late(_columns: list[int]) -> tuple[Verdict, Fitted | None]:
        clock.end()
        return "open", None

    found = searched(spans, program, late, clock)
    assert not found.proven
    assert math.isfinite(found.bound)
    solve_all, calls = Master.solve, itertools.count()

    def once(self: Master, lower: Floats, upper: Floats, cutoff: float, clock: Clock) -> Relaxed:
        if next(calls):
            return Relaxed("stopped", -math.inf, lower, np.zeros(0), np.zeros(len(lower)))
        return solve_all(self, lower, upper, cutoff, clock)

    monkeypatch.setattr(Master, "solve", once)
    monkeypatch.setattr(tree, "LOOK_AHEAD", 1)
    assert not searched(spans, program, decided(spans, program)).proven
