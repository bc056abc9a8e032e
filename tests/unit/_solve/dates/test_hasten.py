"""Annealing towards an earlier finish: what it reports can be done, and it stops when told."""

from __future__ import annotations

import numpy as np
import pytest

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.chosen import Chosen
from irontriangle._solve.dates.hasten import hasten
from irontriangle._solve.dates.windows import windows
from tests.unit._solve.dates import tiny


def hastened(seed, *, allowed=lambda columns: True, **options):
    """Begin with the first column of each feature, late and one task after the other; return what was reported, too."""
    work, feature = tiny.tiny_work(seed)
    columns = [int(np.flatnonzero(feature == each)[0]) for each in sorted(set(feature.tolist()))]
    chosen = Chosen(work, columns)
    ends = np.zeros(len(chosen.tasks), dtype=np.int64)
    ends[chosen.order] = np.cumsum(np.array(chosen.ticks)[chosen.order]) + work.horizon
    begin = chosen.timetable((ends - chosen.ticks).tolist(), ends.tolist())
    found = []
    spans = windows(work, feature=feature, needs=np.zeros(len(work.orders), dtype=bool))
    hasten(
        spans,
        begin,
        columns,
        breach=lambda built, days: 0.0 if allowed(sorted(built)) else 1.0,
        rounds=60,
        on_better=lambda built, table: found.append((built, table)),
        **options,
    )
    return work, feature, begin, found


@pytest.mark.parametrize("seed", range(60))
def test_every_plan_is_earlier_and_can_be_done(seed):
    work, feature, begin, found = hastened(seed)
    ends = [table.end for _, table in found]
    assert ends == sorted(set(ends), reverse=True)
    assert all(end < begin.end for end in ends)
    for columns, table in found:
        assert table.tasks.tolist() == Chosen(work, columns).tasks
        assert len({int(feature[column]) for column in columns}) == len(columns)
        starts = dict(zip(table.tasks.tolist(), table.starts.tolist(), strict=True))
        assert tiny.problems(work, starts) == []


def test_what_breaks_the_rules_is_passed_through_but_not_reported():
    reported = 0
    for seed in range(40):
        _, _, _, found = hastened(seed, allowed=lambda columns: sum(columns) % 2 == 0)
        assert all(sum(columns) % 2 == 0 for columns, _ in found)
        reported += len(found)
    assert reported


def test_it_ends_at_its_goal_and_with_its_clock():
    better = next(seed for seed in range(60) if hastened(seed)[3])
    begin = hastened(better)[2]
    assert hastened(better, goal=begin.end)[3] == []
    assert hastened(better, clock=Clock(0))[3] == []
    assert len(hastened(better, goal=begin.end - 1)[3]) == 1
