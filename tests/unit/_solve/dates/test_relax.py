"""Everything that can be scheduled satisfies the rows of the relaxation."""

import numpy as np
import pytest

from irontriangle._solve.dates.relax import relax
from irontriangle._solve.dates.windows import windows
from irontriangle._solve.work import Work
from tests.unit._solve.dates import tiny


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("seed", range(100))
def test_schedulable_selections_satisfy_every_row(seed: int, required: bool) -> None:
    work, feature = tiny.tiny_work(seed)
    spans = windows(work, feature=feature, needs=np.full(len(work.orders), required))
    first_day = work.n_columns + 2
    rows = relax(spans, first_day=first_day)
    plain = relax(spans)
    fitting = set()
    for columns in tiny.selections(work, feature):
        if required and not tiny.complete(work, feature, columns):
            continue
        end = tiny.least_end(work, columns)
        if end is None:
            continue
        x = np.zeros(first_day + work.n_days, dtype=np.int64)
        x[columns] = 1
        x[first_day : first_day - (-end // work.ticks_per_day)] = 1
        assert rows.fits[columns].all()
        for relaxation in (rows, plain):
            used = np.bincount(
                relaxation.rows, relaxation.coefs * x[relaxation.columns], minlength=len(relaxation.limits)
            )
            assert (used <= relaxation.limits).all()
        fitting.update(columns)
        if len(columns) == 1:
            assert spans.done[columns[0]] <= end
    assert fitting <= set(np.flatnonzero(rows.fits).tolist())


def test_chain_that_is_too_long_does_not_fit() -> None:
    work = Work(1, 5, np.ones((1, 5)), [0, 1, 2], [3, 1, 3], [[1]] * 3, [], [(0, 2, 0), (1, 2, 0)], range(4), range(3))
    either = windows(work, feature=[0, 0, 1], needs=[True, True])
    assert either.fits.tolist() == [True, True, True]
    assert either.head.tolist() == [0, 0, 1]
    assert windows(work, feature=[0, 0, 1]).head.tolist() == [0, 0, 0]
    without = windows(work, feature=[0, 0, 1], needs=[True, True], allowed=[True, False, True])
    assert without.fits.tolist() == [True, False, False]
    neither = windows(work, feature=[0, 0, 1], needs=[True, True], allowed=[False, False, True])
    assert not neither.fits.any()


def test_columns_that_need_each_other_first_do_not_fit() -> None:
    work = Work(1, 5, np.ones((1, 5)), [0, 1], [1, 1], [[1], [1]], [], [(0, 1, 0), (1, 0, 0)], range(3), range(2))
    assert not windows(work, feature=[0, 1], needs=[True, True]).fits.any()
    assert windows(work, feature=[0, 1]).fits.all()


def test_waiting_for_the_absent_counts() -> None:
    work = Work(1, 5, [[1, 0, 0, 1, 1]], [0, 1], [2, 3], [[1], [1]], [], [], range(3), range(2))
    spans = windows(work, feature=[0, 1])
    assert spans.done.tolist() == [4, 5]
    assert spans.latest.tolist() == [3, 0]


def test_windows_tell_more_than_totals() -> None:
    """Two chains of a day of design before two of dev do not fit four days of dev with one of each."""
    work = Work(
        1,
        5,
        np.ones((2, 5)),
        [0, 0, 1, 1],
        [1, 2, 1, 3],
        [[1, 0], [0, 1], [1, 0], [0, 1]],
        [(0, 1), (2, 3)],
        [],
        [0, 2, 4],
        range(2),
    )
    rows = relax(windows(work, feature=[0, 1]))
    both = np.bincount(rows.rows, rows.coefs, minlength=len(rows.limits))
    total = [np.isin(5, rows.limits[row]) for row in range(len(rows.limits))]
    assert (both > rows.limits).any()
    assert any(total)
