"""Prices bound the objective whatever the duals are, and cores lose nothing that is cheap."""

import attrs
import numpy as np
import pytest
import scipy.sparse as sp

from irontriangle._solve.dates.prices import Prices
from irontriangle._solve.highs import solve
from irontriangle._solve.linear import Linear


@pytest.mark.parametrize("seed", range(40))
def test_bound_and_core_hold_for_any_duals(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, m = 8, 5
    matrix = sp.csr_matrix(rng.integers(-3, 6, (m, n)).astype(float))
    upper = rng.integers(4, 12, m).astype(float)
    lower = np.where(rng.random(m) < 0.5, -np.inf, -upper)
    whole = np.ones(n, dtype=bool)
    program = Linear(rng.integers(-9, 4, n).astype(float), matrix, lower, upper, np.zeros(n), np.ones(n), whole)
    best = solve(program)
    relaxed = solve(attrs.evolve(program, integer=None))
    assert best.objective is not None
    assert relaxed.row_dual is not None
    assert relaxed.objective is not None
    good = Prices(program, relaxed.row_dual)
    assert good.bound == pytest.approx(relaxed.objective, abs=1e-6)
    for prices in (good, Prices(program, rng.normal(0, 2, m))):
        assert prices.bound <= best.objective + 1e-9
        gap = best.objective - prices.bound + 1e-6
        slacks = np.flatnonzero(np.isneginf(lower))
        inside = solve(prices.core(slacks, gap))
        assert inside.objective == pytest.approx(best.objective)
        small = solve(prices.core(slacks, 0.0))
        assert small.objective is None or small.objective >= best.objective - 1e-9
