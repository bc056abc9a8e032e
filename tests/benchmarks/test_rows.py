"""The rows that the peers get say what the model says."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from hypothesis import given, settings

import irontriangle as it
from benchmarks import families
from benchmarks.instance import Instance, ours
from benchmarks.peers import contenders, milp_levels
from benchmarks.rows import write
from tests.engines.families import TOTALS

PUBLIC = {
    name: family
    for name, family in inspect.getmembers(families, inspect.isfunction)
    if family.__module__ == families.__name__ and not name.startswith("_")
}


@given(project=TOTALS)
def test_best_of_the_rows_is_the_best_of_every_selection(project):
    best = it.optimize(project, engine="enumerate")
    found = milp_levels(Instance(project, write(project)), 60)
    assert found.done
    assert found.impossible == (best.status == it.Status.INFEASIBLE)
    if best.found:
        assert found.figures == pytest.approx({"value": best.value, "cost": best.cost})


@given(project=TOTALS)
@settings(max_examples=10)
def test_every_contender_that_is_here_proves_the_same_value(project):
    instance = Instance(project, write(project))
    best = ours(instance, 60)
    for phase in contenders().values():
        found = phase(instance, 60)
        assert (found.done, found.impossible) == (True, best.impossible)
        assert found.figures.get("value") == pytest.approx(best.figures.get("value"))


@pytest.mark.parametrize("name", PUBLIC)
def test_family_is_the_same_for_the_same_seed(name):
    first, again, other = (PUBLIC[name](12, seed) for seed in (1, 1, 2))
    assert first == again
    assert len(first.scope) == 12
    assert first != other or name == "everything_fits"


@pytest.mark.parametrize("name", sorted(PUBLIC.keys() - {"wide_numbers"}))
def test_family_has_plans_and_ours_agrees_with_the_rows(name):
    project = PUBLIC[name](20, 0)
    instance = Instance(project, write(project))
    best, found = ours(instance, 60), milp_levels(instance, 60)
    assert best.done
    assert best.figures == found.figures


def test_numbers_too_wide_for_floats_are_what_the_wide_family_has():
    value = write(families.wide_numbers(100, 0)).value
    assert np.max(value) / np.min(value[value > 0]) > 1e14
