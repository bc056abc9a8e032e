"""Plans travel between processes and are the same wherever they are made."""

from __future__ import annotations

import copy
import multiprocessing
import pickle

import pytest

import irontriangle as it

from .children import run
from .projects import dated, impossible, known, rough_cut, story

PROJECTS = {
    "story": story(),
    "rough-cut": rough_cut(60),
    "dated": dated(8, days=10),
    "infeasible": impossible(),
}


@pytest.fixture(scope="module")
def plans():
    return {name: it.optimize(project) for name, project in PROJECTS.items()}


@pytest.mark.parametrize("name", PROJECTS)
def test_copies_are_equal_and_as_valid(plans, name):
    plan = plans[name]
    copies = [copy.copy(plan), copy.deepcopy(plan)]
    copies += [pickle.loads(pickle.dumps(plan, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]
    for twin in copies:
        assert twin == plan
        assert hash(twin) == hash(plan)
        assert repr(twin) == repr(plan)
        assert twin.run.termination == plan.run.termination
        assert it.violations(twin) == ()


def test_plans_come_back_from_processes_that_are_spawned(plans):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        made = pool.map(it.optimize, PROJECTS.values())
    for plan, here in zip(made, plans.values(), strict=True):
        assert plan == here
        assert it.violations(plan) == ()


@pytest.mark.parametrize("name", PROJECTS)
def test_same_project_gives_same_plan_again(plans, name):
    assert known(it.optimize(PROJECTS[name])) == known(plans[name])


def test_same_project_gives_same_plan_under_any_hash_seed(plans):
    code = """
        import irontriangle as it
        from tests.robust import projects, test_copies
        for project in test_copies.PROJECTS.values():
            print(projects.known(it.optimize(project)))
    """
    here = "".join(f"{known(plan)}\n" for plan in plans.values())
    for seed in ("0", "1", "4242"):
        assert run(code, PYTHONHASHSEED=seed) == (0, here, "")
