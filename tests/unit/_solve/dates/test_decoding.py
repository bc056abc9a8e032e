"""Keys become schedules that keep order and people, whatever the keys are."""

import random

import numpy as np
import pytest

from irontriangle._solve.dates.decoding import Decoding
from irontriangle._solve.dates.windows import windows
from irontriangle._solve.work import Work
from tests.unit._solve.dates import tiny


@pytest.mark.parametrize("seed", range(150))
def test_decoding_gives_sound_schedules(seed: int) -> None:
    work, feature = tiny.tiny_work(seed)
    decoding = Decoding(windows(work, feature=feature, needs=np.ones(len(work.orders), dtype=bool)))
    rng = random.Random(seed)
    for columns in list(tiny.selections(work, feature))[:20]:
        if not decoding.decode(frozenset(columns), [rng.uniform(0, work.horizon) for _ in range(work.n_tasks)]):
            continue
        tasks = [task for column in columns for task in decoding.tasks[column]]
        assert tiny.problems(work, {task: decoding.starts[task] for task in tasks}) == []
        end = max((decoding.ends[task] for task in tasks), default=0)
        least = tiny.least_end(work, columns)
        assert least is None or least <= end


def one_by_one(count: int, length: int, horizon: int) -> Work:
    """Return columns of one task each that all need the one person there is."""
    alone = np.ones((count, 1), dtype=int)
    return Work(
        1, horizon, np.ones((1, horizon)), range(count), [length] * count, alone, [], [], range(count + 1), range(count)
    )


def test_what_does_not_fit_into_overtime_is_no_schedule() -> None:
    decoding = Decoding(windows(one_by_one(5, 2, 4), feature=range(5)))
    assert decoding.decode(frozenset(range(4)), [0.0] * 5)
    assert max(decoding.ends[:4]) == 8
    assert not decoding.decode(frozenset(range(5)), [0.0] * 5)


def test_columns_in_a_circle_have_no_order() -> None:
    work = one_by_one(2, 1, 4)
    circle = Work(
        1,
        4,
        work.present,
        work.task_column,
        work.task_ticks,
        work.demand,
        [],
        [(0, 1, 0), (1, 0, 0)],
        work.first_task,
        work.rank,
    )
    with pytest.raises(ValueError, match="circle"):
        Decoding(windows(circle, feature=range(2)))
