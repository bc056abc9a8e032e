"""
Next-release problems against their proven optima.

J. Xuan, H. Jiang, Z. Ren, Z. Luo, Solving the large scale next release problem with a backbone-based multilevel
algorithm, IEEE Transactions on Software Engineering 38 (2012) 1195-1212, https://doi.org/10.1109/TSE.2011.92.
"""

from __future__ import annotations

import csv

import attrs
import pytest

import irontriangle as it

from .instances import next_release


@pytest.mark.parametrize("name", ["nrp1", "nrp-e1", "nrp-g1", "nrp-m1"])
def test_next_release_optima_are_the_published_ones(data, name):
    project = next_release(data(f"nrp/{name}.txt"))
    with data("nrp/reference.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["instance"] == name]
    assert len(rows) >= 3
    for row in rows:
        plan = it.optimize(attrs.evolve(project, budget=it.Budget(int(row["budget"]))))
        assert (plan.status, plan.value) == (it.Status.OPTIMAL, int(row["optimum"])), row
        assert plan.bound == plan.value
        assert plan.cost <= int(row["budget"])
        assert it.violations(plan) == ()
