"""The step program finds what trying every selection and every start finds."""

import numpy as np
import pytest
import scipy.sparse as sp

from irontriangle._solve.dates.step_milp import step_program
from irontriangle._solve.dates.windows import windows
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Linear
from irontriangle._solve.work import Ints, Work
from tests.unit._solve.dates import tiny


def base(work: Work, feature: Ints, cost: Ints, required: bool) -> Linear:
    """One column a feature, days in order, and the requirements where orders are requirements."""
    n, days = work.n_columns, work.n_days
    rows: list[dict[int, float]] = [{int(c): 1.0 for c in np.flatnonzero(feature == f)} for f in set(feature.tolist())]
    limits = [1.0] * len(rows)
    if required:
        for later in range(n):
            for needed in {int(feature[a]) for a, b, _ in work.orders.tolist() if b == later}:
                rows.append({later: 1.0} | {int(c): -1.0 for c in np.flatnonzero(feature == needed)})
                limits.append(0.0)
    for day in range(1, days):
        rows.append({n + day: 1.0, n + day - 1: -1.0})
        limits.append(0.0)
    matrix = sp.lil_matrix((len(rows), n + days))
    for number, row in enumerate(rows):
        for column, coef in row.items():
            matrix[number, column] = coef
    return Linear(
        np.concatenate([cost, np.zeros(days)]) if len(cost) == n else cost,
        matrix.tocsr(),
        np.full(len(rows), -np.inf),
        np.array(limits),
        np.zeros(n + days),
        np.ones(n + days),
        np.ones(n + days, dtype=bool),
    )


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("seed", range(120))
def test_step_program_agrees_with_enumeration(seed: int, required: bool) -> None:
    work, feature = tiny.tiny_work(seed)
    rng = np.random.default_rng(seed)
    value = rng.integers(1, 30, work.n_columns)
    daily = int(rng.integers(0, 4))
    best = 0
    for columns in tiny.selections(work, feature):
        if not required or tiny.complete(work, feature, columns):
            end = tiny.least_end(work, columns)
            if end is not None:
                best = max(best, int(value[columns].sum()) + daily * (end // -work.ticks_per_day))
    spans = windows(work, feature=feature, needs=np.full(len(work.orders), required))
    step = step_program(spans, work.n_columns + work.n_days, first_day=work.n_columns)
    cost = np.concatenate([-value, np.full(work.n_days, daily)]).astype(float)
    joined = step.join(base(work, feature, cost, required))
    assert joined.matrix.shape[1] == step.n_columns
    outcome = solve(joined)
    assert outcome.status == "optimal"
    assert outcome.x is not None
    assert -outcome.objective == pytest.approx(best)
    columns = np.flatnonzero(outcome.x[: work.n_columns])
    table = step.reached(outcome.x, 0.5, columns)
    assert tiny.problems(work, dict(zip(table.tasks.tolist(), table.starts.tolist(), strict=True))) == []
    assert table.end <= work.horizon
    assert outcome.x[work.n_columns : work.n_columns + work.n_days].sum() * bool(daily) in (0, table.days(work))


def test_linear_program_has_no_integer_columns() -> None:
    work, value = tiny.flow_work(1, 4, 12)
    step = step_program(windows(work, feature=range(4)), 4)
    plain = Linear(-value.astype(float), sp.csr_matrix((0, 4)), np.zeros(0), np.zeros(0), np.zeros(4), np.ones(4), None)
    joined = step.join(plain)
    assert joined.integer is None
    outcome = solve(joined)
    assert outcome.x is not None
    early = step.reached(outcome.x, 0.1, range(4)).starts
    late = step.reached(outcome.x, 1.0, range(4)).starts
    assert (early <= late).all()
