"""Selections found by packing are sound, judged, and good."""

import numpy as np
import pytest

from irontriangle._solve.dates.fit import Fitted, fit
from irontriangle._solve.dates.windows import Windows, windows
from irontriangle._solve.work import Ints
from tests.unit._solve.dates import tiny


def best_of(spans: Windows, value: Ints) -> int:
    work = spans.work
    best = 0
    for columns in tiny.selections(work, spans.feature):
        if tiny.complete(work, spans.feature, columns) and tiny.least_end(work, columns) is not None:
            best = max(best, int(value[columns].sum()))
    return best


def test_fit_finds_nearly_every_best_selection_of_tiny_works() -> None:
    missed = 0
    for seed in range(60):
        work, feature = tiny.tiny_work(seed, features=4)
        value = np.random.default_rng(seed).integers(1, 30, work.n_columns)
        spans = windows(work, feature=feature, needs=np.ones(len(work.orders), dtype=bool))
        found = fit(spans, value, rounds=40, seed=seed)
        starts = dict(zip(found.timetable.tasks.tolist(), found.timetable.starts.tolist(), strict=True))
        assert tiny.problems(work, starts) == []
        assert found.timetable.end <= work.horizon
        assert found.worth == value[list(found.columns)].sum()
        best = best_of(spans, value)
        assert found.worth <= best
        missed += found.worth < best
    assert missed <= 6


def test_fit_is_repeatable_and_never_loses_its_start() -> None:
    work, value = tiny.flow_work(2, 20, 30)
    spans = windows(work, feature=range(20))
    greedy = fit(spans, value, rounds=0)
    found = fit(spans, value, rounds=60, seed=3)
    assert found.columns == fit(spans, value, rounds=60, seed=3).columns
    assert found.worth >= greedy.worth
    assert fit(spans, value, rounds=10, seed=4, start=found).worth >= found.worth
    assert fit(spans, value, rounds=10**6, goal=found.worth, start=found).worth == found.worth


def test_fit_stops_at_the_clock() -> None:
    class Late:
        expired = True

    work, value = tiny.flow_work(2, 20, 30)
    spans = windows(work, feature=range(20))
    assert fit(spans, value, rounds=10**6, clock=Late()).columns == fit(spans, value, rounds=0).columns


def test_fit_prefers_what_breaks_no_rule() -> None:
    work, value = tiny.flow_work(2, 12, 24)
    spans = windows(work, feature=range(12))

    def judge(columns: list[int], days: int) -> tuple[float, float]:
        return float(abs(len(columns) - 3)), float(value[columns].sum())

    found = fit(spans, value, judge=judge, rounds=200)
    assert found.breach <= 2
    assert (-found.breach, found.worth) == found.rank


@pytest.mark.parametrize("count", [0, 1])
def test_fit_of_next_to_nothing(count: int) -> None:
    work, value = tiny.flow_work(2, max(count, 1), 24)
    spans = windows(work, feature=range(max(count, 1)), allowed=[count > 0])
    found = fit(spans, value, rounds=20)
    assert isinstance(found, Fitted)
    assert len(found.columns) == count
