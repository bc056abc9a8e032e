"""The board asks only for roles that no other role implies."""

import attrs
import numpy as np
import pytest

from irontriangle._solve.dates.board import Board
from irontriangle._solve.dates.strengthen import strengthened
from tests.unit._solve.dates import tiny


@pytest.mark.parametrize("seed", range(80))
def test_roles_that_follow_change_no_place(seed: int) -> None:
    work, _ = tiny.tiny_work(seed)
    people = attrs.evolve(work, present=work.present * 2 + 1, demand=work.demand * 2)
    more = strengthened(people)
    plain, board = Board(people, 9), Board(more, 9)
    assert all(role < work.n_roles for demand in board.demands for role, _ in demand)
    rng = np.random.default_rng(seed)
    for task in rng.permutation(work.n_tasks).tolist():
        if work.task_ticks[task]:
            ready, length = int(rng.integers(0, work.horizon)), int(work.task_ticks[task])
            places = [
                each.earliest(int(own.kinds[task]), length, ready) for each, own in ((plain, people), (board, more))
            ]
            assert places[0] == places[1]
