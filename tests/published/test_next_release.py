"""
Next-release problems against their proven optima.

J. Xuan, H. Jiang, Z. Ren, Z. Luo, Solving the large scale next release problem with a backbone-based multilevel
algorithm, IEEE Transactions on Software Engineering 38 (2012) 1195-1212, https://doi.org/10.1109/TSE.2011.92.
"""

from __future__ import annotations

import attrs
import pytest

import irontriangle as it
from benchmarks.instances import next_release, next_release_optima


@pytest.mark.parametrize("name", ["nrp1", "nrp-e1", "nrp-g1", "nrp-m1"])
def test_next_release_optima_are_the_published_ones(data, name):
    project = next_release(data(f"nrp/{name}.txt"))
    rows = [row[1:] for row in next_release_optima(data("nrp/reference.csv")) if row[0] == name]
    assert len(rows) >= 3
    for budget, optimum in rows:
        plan = it.optimize(attrs.evolve(project, budget=it.Budget(budget)))
        assert (plan.status, plan.value) == (it.Status.OPTIMAL, optimum), budget
        assert plan.bound == plan.value
        assert plan.cost <= budget
        assert it.violations(plan) == ()
