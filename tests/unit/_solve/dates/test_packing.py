"""Packing columns keeps a sound schedule, whatever goes in and out."""

import random

import numpy as np
import pytest

from irontriangle._solve.dates.fit import disturbed
from irontriangle._solve.dates.packing import Packing
from irontriangle._solve.dates.windows import windows
from irontriangle._solve.work import Work
from tests.unit._solve.dates import tiny


def check(packing: Packing, work: Work, required: bool) -> None:
    table = packing.timetable()
    starts = dict(zip(table.tasks.tolist(), table.starts.tolist(), strict=True))
    assert tiny.problems(work, starts) == []
    assert table.end == packing.end() <= work.horizon
    inside = sorted(packing.inside)
    assert sorted({int(work.task_column[task]) for task in starts}) == inside
    assert len(packing.features) == len(inside)
    if required:
        assert tiny.complete(work, packing.windows.feature, inside)


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("seed", range(100))
def test_packing_stays_sound(seed: int, required: bool) -> None:
    work, feature = tiny.tiny_work(seed, features=5)
    rng = random.Random(seed)
    packing = Packing(windows(work, feature=feature, needs=np.full(len(work.orders), required)))
    worth = [rng.random() for _ in feature]
    for _ in range(15):
        column = rng.randrange(work.n_columns)
        if rng.random() < 0.5:
            before = packing.timetable().starts.tolist()
            inside = set(packing.inside)
            if not packing.insert_with_needs(column, worth, late=rng.random() < 0.4):
                assert inside == packing.inside
                assert before == packing.timetable().starts.tolist()
        elif rng.random() < 0.6:
            packing.remove(column)
            assert column not in packing.inside
        else:
            tasks = packing.sequence()
            packing.arrange(disturbed(packing, tasks, [rng.random() for _ in tasks]))
        check(packing, work, required)
    everything = list(range(work.n_tasks))
    packing.arrange(disturbed(packing, sorted(everything, key=lambda t: _depth(packing, t)), everything))
    check(packing, work, required)
    packing.arrange(everything[::2])
    check(packing, work, required)


def _depth(packing: Packing, task: int) -> int:
    return 1 + max((_depth(packing, earlier) for earlier in packing.before[task]), default=0)


def test_schedule_by_starts_stays_or_moves_left() -> None:
    work, _ = tiny.flow_work(5, 20, 40)
    packing = Packing(windows(work, feature=range(20)))
    for column in range(20):
        packing.insert(column, late=column % 2 == 0)
    inside, starts = set(packing.inside), dict(enumerate(packing.starts))
    packing.arrange(packing.sequence())
    assert packing.inside == inside
    assert all(packing.starts[task] <= starts[task] for column in inside for task in packing.order[column])


def chain(length: int, *, variants: int = 1, people: int = 1, horizon: int | None = None) -> Packing:
    """Return the packing of features that each need the one before, each of them in any of its variants."""
    n = length * variants
    feature = np.repeat(np.arange(length), variants)
    orders = [(a, b, 0) for b in range(variants, n) for a in range(n) if feature[a] == feature[b] - 1]
    work = Work(
        1,
        horizon or length,
        np.full((1, horizon or length), people),
        np.arange(n),
        np.ones(n, dtype=np.int64),
        np.ones((n, 1), dtype=np.int64),
        np.zeros((0, 2)),
        orders,
        np.arange(n + 1),
        np.arange(n),
    )
    return Packing(windows(work, feature=feature, needs=np.ones(len(orders), dtype=bool)))


def test_what_leans_on_a_long_chain_goes_with_it() -> None:
    packing = chain(2000)
    for column in range(2000):
        assert packing.insert(column)
    packing.remove(0)
    assert not packing.inside


def test_a_chain_that_does_not_fit_is_given_up_soon() -> None:
    """Each feature has two variants, so there are 2 ** 30 ways to fail."""
    packing = chain(30, variants=2, horizon=60)
    assert packing.board.earliest(0, 60, 0) is not None  # nobody has any time left
    assert not packing.insert_with_needs(59, [1.0] * 60)
    assert not packing.inside
