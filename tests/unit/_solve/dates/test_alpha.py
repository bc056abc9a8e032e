"""Plans drawn along a fractional solution are sound and follow it."""

import numpy as np
import scipy.sparse as sp

from irontriangle._solve.dates.alpha import alpha_plans
from irontriangle._solve.dates.packing import Packing
from irontriangle._solve.dates.step_milp import step_program
from irontriangle._solve.dates.windows import windows
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Linear
from tests.unit._solve.dates import tiny


class Late:
    expired = True


def test_plans_follow_the_linear_relaxation() -> None:
    work, value = tiny.flow_work(1, 14, 25)
    spans = windows(work, feature=range(14))
    step = step_program(spans, 14)
    free = Linear(-value.astype(float), sp.csr_matrix((0, 14)), np.zeros(0), np.zeros(0), np.zeros(14), np.ones(14))
    outcome = solve(step.join(free), method="ipm", crossover=False)
    assert outcome.x is not None

    def judge(columns: list[int], days: int) -> tuple[float, float]:
        assert days <= 25
        return 0.0, float(value[columns].sum())

    found = alpha_plans(step, outcome.x, Packing(spans), judge, draws=30, seed=1)
    starts = dict(zip(found.timetable.tasks.tolist(), found.timetable.starts.tolist(), strict=True))
    assert tiny.problems(work, starts) == []
    assert found.timetable.end <= 25
    assert 0.8 * -outcome.bound <= found.worth <= -outcome.bound + 1e-3
    first = alpha_plans(step, outcome.x, Packing(spans), judge, draws=30, seed=1, clock=Late())
    assert first.worth <= found.worth
    eager = alpha_plans(step, outcome.x, Packing(spans), judge, draws=30, goal=first.worth, seed=1)
    assert eager.columns == first.columns
    whole = np.zeros(step.n_columns)
    assert alpha_plans(step, whole, Packing(spans), judge, draws=1).columns == ()


def test_a_plan_is_a_point_of_the_joined_program() -> None:
    work, _ = tiny.flow_work(1, 10, 25)
    spans = windows(work, feature=range(10))
    packing = Packing(spans)
    for column in range(10):
        packing.insert(column)
    x = np.zeros(10)
    x[sorted(packing.inside)] = 1
    step = step_program(spans, 10)
    z = step.point(x, packing.timetable())
    assert (step.matrix @ z <= step.limits).all()
    assert step.reached(z, 0.5, packing.inside).starts.tolist() == packing.timetable().starts.tolist()
