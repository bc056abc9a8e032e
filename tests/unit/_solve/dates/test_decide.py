"""What is decided about chosen columns agrees with trying every start."""

import pytest

from irontriangle._solve.clock import Clock
from irontriangle._solve.dates.chosen import Chosen
from irontriangle._solve.dates.decide import decide, earliest, least_days
from tests.unit._solve.dates import tiny


@pytest.mark.parametrize("seed", range(200))
def test_decide_and_earliest_agree_with_every_start(seed: int) -> None:
    work, feature = tiny.tiny_work(seed)
    for columns in list(tiny.selections(work, feature))[-2:]:
        least = tiny.least_end(work, columns)
        for by in {work.horizon, max(0, work.horizon - 2), (least or 1) - 1}:
            late = Chosen(work, columns)
            poor = late.timetable(*late.forward(late.order)) if seed % 2 else None
            answer = decide(work, columns, by, restarts=0, known=poor)
            assert answer.verdict == ("done" if least is not None and least <= by else "impossible")
            if answer.verdict == "done":
                table = answer.timetable
                assert table.end <= by
                assert tiny.problems(work, dict(zip(table.tasks.tolist(), table.starts.tolist(), strict=True))) == []
        found, days = earliest(work, columns, restarts=3)
        if least is None:
            assert found.end > work.horizon
            assert days > work.n_days
        else:
            assert days == found.days(work) == -(-least // work.ticks_per_day)
            assert least_days(work, columns) <= days


def test_decide_says_open_when_it_must_stop() -> None:
    work, _ = tiny.flow_work(4, 10, 60)
    open_ones = 0
    for by in range(59, 20, -1):
        answer = decide(work, range(10), by, restarts=0, node_limit=0)
        if answer.verdict == "open":
            open_ones += 1
            assert answer.timetable.end > by
            assert decide(work, range(10), by, known=answer.timetable, clock=Clock(0)).verdict == "open"
    assert open_ones


def test_earliest_keeps_its_bound_when_it_must_stop() -> None:
    work, _ = tiny.flow_work(4, 10, 60)
    found, days = earliest(work, range(10), restarts=0, node_limit=0)
    assert least_days(work, range(10)) == days < found.days(work)
