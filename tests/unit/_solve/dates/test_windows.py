"""Windows leave out nothing that a schedule can use, and what is certain to follow makes them narrow."""

import numpy as np
import pytest

from irontriangle._solve.dates.windows import windows
from irontriangle._solve.work import Work
from tests.unit._solve.dates import tiny


def chain(lengths: list[int], horizon: int, lag: int = 0) -> Work:
    """Return one column for each length, each after the one before, for one person."""
    n = len(lengths)
    orders = [(column, column + 1, lag) for column in range(n - 1)]
    people = np.ones((1, horizon))
    return Work(1, horizon, people, range(n), lengths, np.ones((n, 1)), [], orders, range(n + 1), range(n))


def test_what_follows_in_any_case_leaves_less_room() -> None:
    work = chain([2, 3, 1], 10, lag=1)
    needs = np.ones(2, dtype=bool)
    loose = windows(work, feature=[0, 1, 2], needs=needs)
    assert (loose.head.tolist(), loose.latest.tolist()) == ([0, 3, 7], [8, 7, 9])
    tight = windows(work, feature=[0, 1, 2], needs=needs, certain=[True, True, True])
    assert (tight.head.tolist(), tight.latest.tolist()) == ([0, 3, 7], [2, 5, 9])
    assert windows(work, feature=[0, 1, 2], needs=needs, certain=[True, True, False]).latest.tolist() == [4, 7, 9]
    assert windows(work, feature=[0, 1, 2], certain=[True, True, True]).latest.tolist() == [8, 7, 9]


def test_a_variant_too_long_for_what_follows_is_out_and_what_follows_it_begins_later() -> None:
    orders = [(0, 2, 0), (1, 2, 0), (2, 3, 0)]
    lengths = [2, 9, 3, 4]
    work = Work(1, 12, np.ones((1, 12)), range(4), lengths, np.ones((4, 1)), [], orders, range(5), range(4))
    found = windows(work, feature=[0, 0, 1, 2], needs=np.ones(3, dtype=bool), certain=[True] * 4)
    assert found.fits.tolist() == [True, False, True, True]
    assert found.latest[[0, 2, 3]].tolist() == [3, 5, 8]
    none = windows(work, feature=[0, 0, 1, 2], needs=np.ones(3, dtype=bool), certain=[True] * 4, allowed=[1, 1, 1, 0])
    assert not none.fits.any()


def test_an_order_after_some_variants_only_leaves_the_room() -> None:
    orders = [(0, 1, 0)]
    work = Work(1, 6, np.ones((1, 6)), range(3), [1, 5, 1], np.ones((3, 1)), [], orders, range(4), range(3))
    found = windows(work, feature=[0, 1, 1], needs=[True], certain=[True] * 3)
    assert found.latest.tolist() == [5, 1, 5]


@pytest.mark.parametrize("seed", range(60))
def test_no_selection_that_can_be_done_is_lost(seed: int) -> None:
    work, feature = tiny.tiny_work(seed)
    needs = np.ones(len(work.orders), dtype=bool)
    certain = np.isin(feature, np.random.default_rng(seed).choice(feature, 2))
    built = set(feature[certain].tolist())
    spans = windows(work, feature=feature, needs=needs, certain=certain)
    for columns in tiny.selections(work, feature):
        if built <= set(feature[columns].tolist()) and tiny.complete(work, feature, columns):
            end = tiny.least_end(work, columns)
            assert end is None or spans.fits[columns].all()
