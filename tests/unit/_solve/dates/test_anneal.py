"""Annealing finds what enumeration finds, though it passes through plans that are too late or break rules."""

import numpy as np
import pytest

from irontriangle._solve.dates.anneal import anneal
from irontriangle._solve.dates.fit import Fitted
from irontriangle._solve.dates.windows import Windows, windows
from tests.unit._solve.dates import tiny


def spans_of(seed: int) -> tuple[Windows, np.ndarray]:
    work, feature = tiny.tiny_work(seed, features=4)
    value = np.random.default_rng(seed).integers(1, 30, work.n_columns)
    return windows(work, feature=feature, needs=np.ones(len(work.orders), dtype=bool)), value


def test_anneal_finds_nearly_every_best_selection_of_tiny_works() -> None:
    missed = 0
    for seed in range(60):
        spans, value = spans_of(seed)
        most = int(np.random.default_rng(seed).integers(1, 4))

        def judge(columns: list[int], days: int, value=value, most=most) -> tuple[float, float]:
            return float(max(0, len(columns) - most)), float(value[columns].sum())

        heard: list[Fitted] = []
        keys = spans.latest.tolist()
        found = anneal(spans, keys, (), judge=judge, scale=15.0, rounds=200, seed=seed, on_better=heard.append)
        assert found is not None
        assert heard[-1] is found
        assert [plan.worth for plan in heard] == sorted(plan.worth for plan in heard)
        starts = dict(zip(found.timetable.tasks.tolist(), found.timetable.starts.tolist(), strict=True))
        assert tiny.problems(spans.work, starts) == []
        assert found.timetable.end <= spans.work.horizon
        assert len(found.columns) <= most
        best = max(
            int(value[columns].sum())
            for columns in tiny.selections(spans.work, spans.feature)
            if len(columns) <= most
            and tiny.complete(spans.work, spans.feature, columns)
            and tiny.least_end(spans.work, columns) is not None
        )
        assert found.worth <= best
        missed += found.worth < best
    assert missed <= 6


def flow(days: int) -> tuple[Windows, np.ndarray]:
    work, value = tiny.flow_work(2, 20, days)
    return windows(work, feature=range(20)), value


def test_anneal_is_repeatable_and_stops_at_its_goal() -> None:
    spans, value = flow(30)

    def judge(columns: list[int], days: int) -> tuple[float, float]:
        return 0.0, float(value[columns].sum())

    begin = {"judge": judge, "scale": 60.0, "seed": 3}
    first = anneal(spans, spans.latest.tolist(), range(8), rounds=300, **begin)
    again = anneal(spans, spans.latest.tolist(), range(8), rounds=300, **begin)
    assert first.columns == again.columns
    assert first.timetable.starts.tolist() == again.timetable.starts.tolist()
    keys = spans.latest.astype(float)
    keys[first.timetable.tasks] = first.timetable.starts
    assert anneal(spans, keys.tolist(), first.columns, rounds=10**6, goal=first.worth, **begin).worth == first.worth


def test_anneal_stops_at_the_clock() -> None:
    class Late:
        expired = True

    spans, _ = flow(30)
    found = anneal(spans, [0.0] * 60, (), judge=lambda c, d: (0.0, 0.0), scale=1.0, rounds=10**9, clock=Late())
    assert found is not None
    assert found.columns == ()


@pytest.mark.parametrize("days", [12, 30])
def test_what_is_needed_stays_in(days: int) -> None:
    spans, value = flow(days)
    needed = int(np.argmin(value))

    def judge(columns: list[int], days: int) -> tuple[float, float]:
        return 0.0, float(value[columns].sum())

    found = anneal(spans, spans.latest.tolist(), [needed], judge=judge, scale=60.0, needed=[needed], rounds=200)
    assert found is not None
    assert needed in found.columns


def test_what_cannot_be_put_in_leaves_no_plan() -> None:
    spans, _ = flow(30)
    judge = lambda columns, days: (1.0, 0.0)  # noqa: E731  a rule that nothing keeps
    assert anneal(spans, spans.latest.tolist(), (), judge=judge, scale=1.0, rounds=60) is None
    none = windows(spans.work, feature=range(20), allowed=np.zeros(20, dtype=bool))
    assert anneal(none, spans.latest.tolist(), (), judge=judge, scale=1.0, needed=[0], rounds=5) is None


def test_a_beginning_that_is_far_too_much_is_thinned_out() -> None:
    spans, value = flow(12)

    def judge(columns: list[int], days: int) -> tuple[float, float]:
        return 0.0, float(value[columns].sum())

    found = anneal(spans, spans.latest.tolist(), range(20), judge=judge, scale=60.0, rounds=1_000)
    assert found is not None
    assert 0 < len(found.columns) < 20
