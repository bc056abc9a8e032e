"""A project that is solved again and again gives the answers of one that is solved afresh."""

from __future__ import annotations

import pickle
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import strategies as its
from tests.engines.families import DATED, TOTALS


def figures(plan):
    return plan.status, plan.proven, plan.found and {"value": plan.value, "cost": plan.cost}


@given(st.data(), TOTALS)
def test_what_is_solved_again_is_what_is_solved_afresh(data, project):
    compiled = it.Compiled(project)
    for _ in range(3):
        changes = data.draw(st.lists(its.changes(project), max_size=2, unique_by=type))
        try:
            changed = compiled.apply(*changes)
        except it.ModelError:  # the second change may no longer fit after the first
            continue
        assert changed.project == project.apply(*changes)
        assert figures(changed.optimize()) == figures(it.optimize(changed.project))


@given(TOTALS, st.data())
def test_limits_that_move_give_the_plans_of_those_limits(project, data):
    compiled, changed = it.Compiled(project), project
    limit = project.budget.limit
    roles = list(project.timeline) if isinstance(project.timeline, it.Capacity) else []
    steps = [st.builds(it.ChangeCapacity, st.sampled_from(roles), st.integers(0, 5))] if roles else []
    if limit is not None:
        funds = st.sampled_from(project.budget.funds if isinstance(limit, it.FrozenMap) else [None])
        steps.append(st.builds(it.ChangeBudget, st.integers(0, 5), funds))
    for _ in range(3 if steps else 0):
        change = data.draw(st.one_of(steps))
        compiled, changed = compiled.apply(change), changed.apply(change)
        assert figures(compiled.optimize()) == figures(it.optimize(changed))


@pytest.mark.parametrize(("by", "role_by", "status"), [(-1, 0, "optimal"), (0, -2, "optimal"), (-9, 0, "infeasible")])
def test_what_was_proven_under_looser_limits_is_not_searched_again(monkeypatch, by, role_by, status):
    scope = it.Scope(
        [
            it.Feature("a", it.Variant(value=5, cost=5, effort={"dev": 1}), priority=it.MUST),
            it.Feature("b", it.Variant(value=4, cost=5, effort={"dev": 1})),
        ]
    )
    compiled = it.Compiled(it.Project(scope, it.Budget(9), it.Capacity({"dev": 3})))
    compiled.optimize()
    compiled.apply(it.ChangeBudget(-5)).optimize()  # nothing fits
    changed = compiled.apply(it.ChangeBudget(by), it.ChangeCapacity("dev", role_by))
    afresh = it.optimize(changed.project)
    monkeypatch.setattr("irontriangle._solve.optimize.solve_levels", None)
    told = []
    again = changed.optimize(progress=told.append)
    assert again == afresh
    assert again.status.value == status
    assert told[-1].bound == (again.value if again.found else None)


@settings(max_examples=10)
@given(DATED)
def test_dated_projects_are_solved_as_ever(project):
    assert figures(it.Compiled(project).optimize()) == figures(it.optimize(project))


def small_project():
    scope = it.Scope(
        [
            it.Feature(name, it.Variant(value=value, cost=value))
            for name, value in zip("abcd", (5, 4, 3, 2), strict=True)
        ]
    )
    return it.Project(scope, it.Budget(9))


def test_a_project_that_is_no_project_is_refused():
    with pytest.raises(TypeError, match="project must be a Project, got dict"):
        it.Compiled({})


def test_copies_begin_with_the_project_alone():
    compiled = it.Compiled(small_project())
    compiled.optimize()
    copy = pickle.loads(pickle.dumps(compiled))
    assert copy.project == compiled.project
    assert copy.optimize() == compiled.optimize()
    assert repr(copy) == f"Compiled({small_project()!r})"


def test_a_variant_that_is_gone_is_forgotten():
    compiled = it.Compiled(small_project())
    assert compiled.optimize().value == 9
    assert compiled.apply(it.DropFeature("a")).optimize().value == 9
    assert compiled.apply(it.SetVariant("a", it.Variant(value=9, cost=9))).optimize().value == 9


def test_threads_solve_at_the_same_time():
    compiled = it.Compiled(small_project())
    values = {}

    def solve(more):
        values[more] = compiled.apply(it.ChangeBudget(more)).optimize().value

    threads = [threading.Thread(target=solve, args=(more,)) for more in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values == {more: it.optimize(small_project().apply(it.ChangeBudget(more))).value for more in range(6)}
