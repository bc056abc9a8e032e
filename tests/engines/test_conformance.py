"""Every engine gives what trying everything gives, in every level that it calls proven."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._solve.dates import cpsat
from irontriangle._solve.enumerate import enumerate_best
from irontriangle.testing import _amount, _differences, assert_valid

from .families import FAMILIES, Family, questions

ENGINES = ("cpsat", "highs") if cpsat.installed() else ("auto", "highs")


def test_two_thousand_projects_are_compared():
    assert sum(family.examples for family in FAMILIES) >= 2_000


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_engine_agrees_with_trying_everything(family: Family):
    @settings(max_examples=family.examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), family.projects)
    def agrees(data, project):
        question = data.draw(questions(project))
        engine = data.draw(st.sampled_from(ENGINES))
        plan = it.optimize(project, engine=engine, **question)
        oracle = it.optimize(project, engine="enumerate", **question)
        note(f"{plan.status} {plan.proven} {plan.answer}")
        assert_valid(plan)
        assert_valid(oracle)
        assert oracle.run.termination == "complete"
        assert list(_differences(plan, oracle)) == []
        assert_levels_are_those_of_the_search(oracle, enumerate_best(project, **question))

    agrees()


def assert_levels_are_those_of_the_search(oracle, best):
    """What the plan states is what the search counted: finish in days, the rest in amounts."""
    assert oracle.found == (best is not None)
    if best is None:
        return
    assert oracle.proven == tuple(name for name, _ in best.levels)
    for name, amount in best.levels:
        if name == "finish":
            stated = oracle.project.timeline.day_of(oracle.finish) + 1 if oracle.finish else 0
            assert stated == amount
        else:
            assert float(_amount(oracle, name)) == float(amount)
