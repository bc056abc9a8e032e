"""The search over selections and dates finds and proves what enumeration finds."""

import math
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt
import pytest
import scipy.sparse as sp

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates import cores
from irontriangle._solve.dates import search as searching
from irontriangle._solve.dates.fit import Fitted, fit
from irontriangle._solve.dates.search import search
from irontriangle._solve.dates.windows import windows
from irontriangle._solve.linear import Outcome
from irontriangle._solve.work import Work
from tests.unit._solve.dates import tiny
from tests.unit._solve.dates.test_step_milp import base


class Vector:
    """Completes columns by days."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def __call__(self, columns: list[int], days: int) -> npt.NDArray[np.int64]:
        x = np.zeros(self.work.n_columns + self.work.n_days, dtype=np.int64)
        x[columns] = 1
        x[self.work.n_columns : self.work.n_columns + days] = 1
        return x


@pytest.mark.parametrize("seed", range(100))
def test_search_agrees_with_enumeration(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SMALL", 1_000 * (seed % 3 > 0))  # or 0: good plans are looked for first
    work, feature = tiny.tiny_work(seed)
    rng = np.random.default_rng(seed)
    value = rng.integers(1, 30, work.n_columns)
    daily = int(rng.integers(0, 4))
    forced = int(rng.integers(0, work.n_columns)) if seed % 3 == 0 else None
    best: float = -math.inf
    for columns in tiny.selections(work, feature):
        if (forced is None or forced in columns) and tiny.complete(work, feature, columns):
            end = tiny.least_end(work, columns)
            if end is not None:
                best = max(best, int(value[columns].sum()) + daily * (end // -work.ticks_per_day))
    spans = windows(work, feature=feature, needs=np.ones(len(work.orders), dtype=bool))
    cost = np.concatenate([-value, np.full(work.n_days, daily)]).astype(float)
    program = base(work, feature, cost, required=True)
    if forced is not None:
        lower = program.lower.copy()
        lower[forced] = 1
        program = attrs.evolve(program, lower=lower)
    heard: list[float] = []
    found = search(
        spans,
        program,
        vector=Vector(work),
        first_day=work.n_columns,
        unit=float(seed % 2),
        rounds=int(rng.integers(0, 20)),
        on_better=lambda plan: heard.append(plan.worth),
        on_bound=heard.append,
    )
    assert found.proven
    if math.isinf(best):
        assert found.best is None
        assert found.bound == math.inf
    else:
        assert heard
        assert found.best is not None
        assert found.best.worth == best
        assert found.bound == pytest.approx(-best)
        table = found.best.timetable
        assert table.end <= work.horizon
        assert tiny.problems(work, dict(zip(table.tasks.tolist(), table.starts.tolist(), strict=True))) == []


def flow(features: int, days: int) -> tuple[object, ...]:
    work, value = tiny.flow_work(7, features, days)
    cost = np.concatenate([-value, np.zeros(work.n_days)]).astype(float)
    return windows(work, feature=range(features)), base(work, np.arange(features), cost, False), Vector(work), value


@pytest.mark.parametrize("small", [0, 1_000])
def test_search_proves_a_workflow_and_repeats_itself(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SMALL", small)
    spans, program, vector, _ = flow(8, 14)
    first = search(spans, program, vector=vector, first_day=8, unit=1.0, rounds=20)
    again = search(spans, program, vector=vector, first_day=8, unit=1.0, rounds=20)
    assert first.proven
    assert again.proven
    assert first.best.columns == again.best.columns
    assert first.best.timetable.starts.tolist() == again.best.timetable.starts.tolist()


def test_search_that_must_stop_keeps_plan_and_bound() -> None:
    spans, program, vector, value = flow(14, 25)
    start = fit(spans, value, rounds=5)
    late = search(spans, program, vector=vector, start=start, clock=Clock(0))
    assert late.best is not None
    assert late.best.worth >= start.worth
    assert late.bound == -math.inf
    assert not late.proven
    small = search(spans, program, vector=vector, max_steps=10, rounds=5)
    assert small.best is not None
    assert small.bound == -math.inf
    cut = search(spans, program, vector=vector, unit=1.0, rounds=0, node_limit=1)
    assert cut.best is not None
    assert cut.bound <= -cut.best.worth
    timed = search(spans, program, vector=vector, rounds=5, clock=Clock(1.0))
    assert timed.best is not None
    assert -timed.bound >= timed.best.worth


def test_what_reduced_costs_leave_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    spans, program, vector, _ = flow(10, 16)
    best = search(spans, program, vector=vector, first_day=10, unit=1.0)
    assert best.proven
    left = search(spans, program, vector=vector, first_day=10, unit=1.0, rounds=0, cores=False)
    assert not left.proven
    assert left.close is not None
    closed = left.close(best.best, 500)
    assert closed.proven
    assert closed.best.worth == best.best.worth
    other = search(spans, program, vector=vector, first_day=10, unit=1.0, rounds=0, cores=False)
    found = other.close(other.best, 500)
    assert found.proven
    assert found.best.worth == best.best.worth
    monkeypatch.setattr("irontriangle._solve.dates.cores.MOST_FREE", 0)
    third = search(spans, program, vector=vector, first_day=10, unit=1.0, rounds=0, cores=False)
    assert third.close(third.best, 500).bound == third.bound


def test_cores_without_a_plan_grow_to_the_whole_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    # They grew until a float overflowed: the whole program was solved hundreds of times.
    spans, program, vector, _ = flow(6, 12)
    twice = sp.csr_matrix((np.full(6, 2.0), (np.zeros(6, dtype=int), np.arange(6))), (1, program.matrix.shape[1]))
    odd = attrs.evolve(
        program,
        matrix=sp.vstack([program.matrix, twice]).tocsr(),
        row_lower=np.append(program.row_lower, 3.0),
        row_upper=np.append(program.row_upper, 3.0),
    )
    solved: list[str] = []

    def counted(*arguments: Any) -> Outcome:
        outcome = solve_core(*arguments)
        solved.append(outcome.status)
        return outcome

    solve_core = cores._solve_core
    monkeypatch.setattr(cores, "_solve_core", counted)
    found = search(spans, odd, vector=vector, first_day=6, unit=1.0, rounds=2)
    assert (found.best, found.bound) == (None, math.inf)
    assert 1 < len(solved) < 20
    assert set(solved) == {"infeasible"}


def test_a_start_that_breaks_rules_is_not_kept() -> None:
    spans, program, vector, value = flow(6, 12)
    start = fit(spans, value, rounds=5)
    none = attrs.evolve(program, upper=np.concatenate([np.zeros(6), program.upper[6:]]))
    broken = Fitted(start.columns, start.timetable, 1.0, start.worth)
    found = search(spans, none, vector=vector, start=broken, rounds=2)
    assert found.proven
    assert found.best is not None
    assert found.best.columns == ()


def test_demands_come_first_though_they_are_worth_nothing() -> None:
    spans, program, vector, value = flow(12, 16)
    free = attrs.evolve(program, cost=np.concatenate([np.where(np.arange(12) == 4, 0.0, -value), program.cost[12:]]))
    lower = free.lower.copy()
    lower[4] = 1
    found = search(spans, attrs.evolve(free, lower=lower), vector=vector, max_steps=0, rounds=0)
    assert found.best is not None
    assert 4 in found.best.columns
