"""
Requirements of several stakeholders against the published exact frontiers.

D. Greer and G. Ruhe, Software release planning: an evolutionary and iterative approach, Information and Software
Technology 46 (2004) 243-253, https://doi.org/10.1016/j.infsof.2003.07.002, for the data; J. del Sagrado, A. Sierra
and I. M. del Aguila, 2023, for the frontiers.
"""

from __future__ import annotations

import attrs
import pytest

import irontriangle as it
from benchmarks.instances import stakeholders


@pytest.mark.parametrize(("budget", "points", "hypervolume"), [(25, 19, 7905), (43, 27, 18629), (60, 32, 31165)])
def test_frontier_by_every_whole_budget_is_the_published_one(data, budget, points, hypervolume):
    project = stakeholders(data("nrp/greer-ruhe-20.json"))
    plans = [it.optimize(attrs.evolve(project, budget=it.Budget(limit))) for limit in range(budget + 1)]
    assert all(plan.proven == ("value", "cost") for plan in plans)
    assert [plan.value for plan in plans] == sorted(plan.value for plan in plans)
    frontier = sorted({(plan.cost, plan.value) for plan in plans})
    assert len(frontier) == points
    ends = [cost for cost, _ in frontier[1:]] + [budget]
    area = sum(value * (end - cost) for (cost, value), end in zip(frontier, ends, strict=True))
    assert area == hypervolume


def test_requirements_point_the_way_that_the_publication_means(data):
    scope = stakeholders(data("nrp/greer-ruhe-20.json")).scope
    needs = {feature.name: feature.requires for feature in scope if feature.requires}
    assert needs == {
        **dict.fromkeys(("r2", "r5", "r11"), ("r8",)),
        "r7": ("r3",),
        "r16": ("r3", "r7"),
        "r18": ("r10", "r8"),
    }
    assert [rule.names for rule in scope.rules] == [("r2", "r11"), ("r10", "r12")]
