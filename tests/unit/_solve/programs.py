"""Linear programs for tests, small enough to be tried out."""

from __future__ import annotations

import itertools

import numpy as np
import scipy.sparse as sp

from irontriangle._solve.linear import Linear


def linear(cost, rows, row_lower, row_upper, lower=None, upper=None, *, whole=False, offset=0.0):
    cost = np.array(cost, dtype=float)
    n, m = len(cost), len(row_upper)
    return Linear(
        cost,
        sp.csr_matrix(np.array(rows, dtype=float).reshape(m, n)),
        np.array(row_lower, dtype=float),
        np.array(row_upper, dtype=float),
        np.zeros(n) if lower is None else np.array(lower, dtype=float),
        np.ones(n) if upper is None else np.array(upper, dtype=float),
        np.ones(n, dtype=bool) if whole else None,
        offset,
    )


def knapsack(n, m=5, *, seed=0, whole=True, total=60):
    random = np.random.default_rng(seed)
    weights = random.integers(1, total, (m, n)).astype(float)
    values = random.integers(1, 100, n).astype(float)
    return linear(-values, weights, np.full(m, -np.inf), weights.sum(axis=1) // 2, whole=whole)


def mixed(seed):
    """Return a program with rows of every kind and columns of either sign; about one in five is infeasible."""
    random = np.random.default_rng(seed)
    n, m = int(random.integers(1, 10)), int(random.integers(0, 5))
    rows = random.integers(-6, 9, (m, n)) * (random.random((m, n)) < 0.7)
    middle = rows @ random.integers(0, 2, n)
    upper = np.where(random.random(m) < 0.7, middle + random.integers(-2, 5, m), np.inf)
    lower = np.where(random.random(m) < 0.3, middle - random.integers(-2, 5, m), -np.inf)
    offset = float(random.integers(-5, 6))
    return linear(random.integers(-9, 10, n), rows, lower, upper, whole=True, offset=offset)


def features(n, *, seed=0):
    """Return a project-like program: n features in two variants each, four limits, about n / 2 requirements."""
    random = np.random.default_rng(seed)
    value, work = random.integers(1, 1000, n), random.integers(1, 1000, (4, n))
    columns = np.arange(2 * n)
    choice = sp.csr_matrix((np.ones(2 * n), (columns // 2, columns)), shape=(n, 2 * n))
    this, that = random.integers(0, n, (2, n))
    this, that = this[this > that], that[this > that]
    row = np.arange(len(this))
    needs = sp.csr_matrix(
        (
            np.repeat([1.0, 1.0, -1.0, -1.0], len(row)),
            (np.tile(row, 4), np.concatenate([2 * this, 2 * this + 1, 2 * that, 2 * that + 1])),
        ),
        shape=(len(row), 2 * n),
    )
    limits = sp.csr_matrix(np.stack([work, work // 2], axis=2).reshape(4, 2 * n).astype(float))
    rows = sp.vstack([limits, choice, needs]).tocsr()
    upper = np.concatenate([work.sum(axis=1) // 3, np.ones(n), np.zeros(len(row))]).astype(float)
    cost = -np.stack([value, value * 6 // 10], axis=1).reshape(2 * n).astype(float)
    whole = np.ones(2 * n, dtype=bool)
    return Linear(cost, rows, np.full(len(upper), -np.inf), upper, np.zeros(2 * n), np.ones(2 * n), whole)


def best(program):
    """Return the least objective of a program in zeros and ones, by trying every point; None if none is feasible."""
    n = len(program.cost)
    points = np.array(list(itertools.product((0.0, 1.0), repeat=n)))
    acts = points @ program.matrix.toarray().T
    feasible = ((acts >= program.row_lower) & (acts <= program.row_upper)).all(axis=1)
    feasible &= ((points >= program.lower) & (points <= program.upper)).all(axis=1)
    return float((points[feasible] @ program.cost).min()) + program.offset if feasible.any() else None


def dual_bound(program, y, *, cost=None):
    """Return what the duals of the rows prove by weak duality."""
    cost = program.cost if cost is None else cost
    reduced = cost - program.matrix.T @ y
    at = np.where(reduced > 0, program.lower, program.upper)
    limit = np.where(y > 0, program.row_lower, program.row_upper)
    rows, columns = np.abs(y) > 1e-9, np.abs(reduced) > 1e-9
    offset = program.offset if cost is program.cost else 0.0
    return float(y[rows] @ limit[rows] + reduced[columns] @ at[columns]) + offset
