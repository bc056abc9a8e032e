"""Serial schedules are sound, and some order of the tasks gives the earliest one."""

import itertools

import numpy as np
import pytest

from irontriangle._solve.dates.board import Board
from irontriangle._solve.dates.chosen import Chosen, Timetable
from irontriangle._solve.dates.serial import canonical, improve
from irontriangle._solve.work import Work
from tests.unit._solve.dates import tiny


def starts_of(timetable: Timetable) -> dict[int, int]:
    return dict(zip(timetable.tasks.tolist(), timetable.starts.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(150))
def test_serial_over_all_orders_is_the_earliest_schedule(seed: int) -> None:
    work, feature = tiny.tiny_work(seed)
    for columns in list(tiny.selections(work, feature))[-3:]:
        chosen = Chosen(work, columns)
        if len(chosen.tasks) > 5:
            continue
        least = min(
            max(chosen.forward(chosen.arranged(keys))[1], default=0)
            for keys in itertools.permutations(range(len(chosen.tasks)))
        )
        expected = tiny.least_end(work, columns)
        assert expected == (least if least <= work.horizon else None)


@pytest.mark.parametrize("seed", range(150))
def test_improve_and_canonical_are_sound(seed: int) -> None:
    work, feature = tiny.tiny_work(seed, features=4)
    for columns in list(tiny.selections(work, feature))[-3:]:
        found = improve(work, columns, restarts=5, seed=seed)
        assert tiny.problems(work, starts_of(found)) == []
        shown = canonical(work, columns, found)
        assert tiny.problems(work, starts_of(shown)) == []
        if found.end <= work.horizon:
            assert shown.end <= work.horizon
            assert shown.days(work) <= found.days(work)
        again = improve(work, columns, restarts=5, seed=seed)
        assert starts_of(again) == starts_of(found)


def test_improve_finds_the_earliest_end_of_nearly_all_tiny_works() -> None:
    missed = 0
    for seed in range(150):
        work, feature = tiny.tiny_work(seed)
        columns = list(tiny.selections(work, feature))[-1]
        least = tiny.least_end(work, columns)
        if least is not None:
            end = improve(work, columns, restarts=20).end
            assert end >= least
            missed += end > least
    assert missed <= 3


def test_improve_of_nothing_ends_at_once() -> None:
    work, _ = tiny.tiny_work(1)
    found = improve(work, [])
    assert found.end == 0
    assert found.days(work) == 0
    assert canonical(work, [], found).end == 0


def test_improve_stops_at_the_goal_and_at_the_clock() -> None:
    class Late:
        expired = True

    work, _ = tiny.flow_work(1, 12, 20)
    first = improve(work, range(12), goal=10**6)
    hurried = improve(work, range(12), clock=Late()).end
    assert hurried <= first.end
    assert improve(work, range(12), restarts=50).end <= hurried


def test_canonical_goes_by_rank_where_time_allows() -> None:
    work = Work(1, 9, np.ones((1, 9)), [0, 1], [3, 3], [[1], [1]], [], [], [0, 1, 2], [1, 0])
    found = improve(work, [0, 1])
    assert canonical(work, [0, 1], found).starts.tolist() == [3, 0]


def test_canonical_keeps_the_order_found_where_rank_ends_later() -> None:
    present = [[1, 1, 1, 1, 1], [1, 1, 1, 1, 1]]
    demand = [[1, 0], [1, 0], [0, 1]]
    work = Work(1, 5, present, [0, 1, 1], [3, 1, 4], demand, [(1, 2)], [], [0, 1, 3], [0, 1])
    found = improve(work, [0, 1])
    assert found.end == 5
    assert canonical(work, [0, 1], found).starts.tolist() == [1, 0, 1]


def test_columns_in_a_circle_are_refused() -> None:
    work = Work(1, 9, np.ones((1, 9)), [0, 1], [3, 3], [[1], [1]], [], [(0, 1, 0), (1, 0, 0)], [0, 1, 2], [0, 1])
    with pytest.raises(ValueError, match="wait for each other in a circle"):
        Chosen(work, [0, 1])
    assert Chosen(work, [0]).order == [0]


def test_board_gives_back_what_it_took() -> None:
    work = Work(1, 6, [[5, 5, 2, 5, 5, 5]], [0, 0], [2, 3], [[3], [2]], [], [], [0, 2], [0])
    board = Board(work, 0)
    before = [list(digits) for digits in board.free]
    three = next(kind for kind, calendar in enumerate(board.calendars) if calendar.demand == ((0, 3),))
    two = next(kind for kind, calendar in enumerate(board.calendars) if calendar.demand == ((0, 2),))
    assert board.earliest(three, 3, 0) == (0, 4)
    assert board.earliest(two, 3, 0) == (0, 3)
    assert board.earliest(three, 2, 0) == (4, 6)
    assert board.earliest(three, 1, 0) is None
    assert board.earliest(two, 1, 7) is None
    assert board.latest(two, 1, 6) == (5, 6)
    assert board.latest(three, 1, 4) is None
    for kind, start, end in ((two, 5, 6), (three, 4, 6), (two, 0, 3), (three, 0, 4)):
        board.release(kind, start, end)
    assert board.free == before
