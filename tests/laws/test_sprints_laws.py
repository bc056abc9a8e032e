"""Laws of plans in sprints."""

from __future__ import annotations

from datetime import timedelta

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle.testing import assert_valid
from tests.engines.families import small
from tests.laws.shifting import moved, moved_back

SPRINTS = small(dated="sprints", max_sprints=4, max_roles=3, max_features=5, max_rules=6)
EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def value(project):
    plan = it.optimize(project)
    assert_valid(plan)
    return plan.value if plan.found else -1


@EXAMPLES
@given(SPRINTS)
def test_one_more_sprint_never_lowers_the_value(project):
    assert value(project.apply(it.ChangeSprints(1))) >= value(project)


@EXAMPLES
@given(st.data(), SPRINTS)
def test_more_capacity_never_lowers_the_value(data, project):
    role = data.draw(st.sampled_from(list(project.timeline.capacity)))
    assert value(project.apply(it.ChangeCapacity(role, data.draw(st.integers(0, 3))))) >= value(project)


@EXAMPLES
@given(SPRINTS, st.integers(1, 60))
def test_a_project_that_is_shifted_by_weeks_shifts_its_plan(project, weeks):
    near = moved_back(project)
    assume(near is not None)
    shift = timedelta(7 * weeks)
    far = moved(near, shift)
    assume(far is not None)
    plan, shifted = it.optimize(near), it.optimize(far)
    assert plan.found == shifted.found
    if plan.found:
        assert plan.selection == shifted.selection
        tasks = [attrs.evolve(task, first=task.first + shift, last=task.last + shift) for task in plan.schedule]
        assert shifted.schedule == it.Schedule(tasks)
        assert shifted.finish == (None if plan.finish is None else plan.finish + shift)


@EXAMPLES
@given(SPRINTS)
def test_sprints_hold_no_more_than_their_capacities_in_all(project):
    sprints = project.timeline
    amounts = {role: sum(sprints.amount(role, sprint) for sprint in range(sprints.count)) for role in sprints.capacity}
    rough = attrs.evolve(project, timeline=it.Capacity(amounts), budget=attrs.evolve(project.budget, burn_per_day=0))
    assert value(project) <= value(rough)
