"""Laws of plans by date: with gates, orders, absences, holidays of all and of some, and dates of their own."""

from __future__ import annotations

from datetime import timedelta

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle.testing import assert_valid
from tests.engines.families import DATED, small
from tests.laws.shifting import later, moved, moved_back

EXAMPLES = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
UNPAID = small(dated=True, max_absences=0)


def value(project):
    plan = it.optimize(project)
    assert_valid(plan)
    assert plan.status is not it.Status.UNKNOWN
    return plan.value if plan.found else -1


def with_timeline(project, **fields):
    return attrs.evolve(project, timeline=attrs.evolve(project.timeline, **fields))


@EXAMPLES
@given(st.data(), UNPAID)
def test_one_more_person_never_lowers_the_value(data, project):
    """Where nobody shares work, which more people would cut into pieces of other sizes."""
    role = data.draw(st.sampled_from(list(project.timeline.team)))
    alone = with_timeline(project, staffing={})
    features = [
        attrs.evolve(feature, variants=[attrs.evolve(one, staffing={}) for one in feature]) for feature in project.scope
    ]
    scope = it.Scope(features, rules=project.scope.rules, goals=project.scope.goals)
    alone = attrs.evolve(alone, scope=scope)
    assert value(alone.apply(it.ChangeTeam(role, 1))) >= value(alone)


@EXAMPLES
@given(st.data(), UNPAID)
def test_one_holiday_less_never_lowers_the_value(data, project):
    """Not so where it is paid by the day: then more days until the same date may cost more."""
    timeline = project.timeline
    free = attrs.evolve(project, budget=attrs.evolve(project.budget, burn_per_day=0))
    days = [("holidays", day) for day in timeline.holidays]
    days += [(role, day) for role, of_role in timeline.role_holidays.items() for day in of_role]
    assume(days)
    role, day = data.draw(st.sampled_from(days))
    if role == "holidays":
        fields = {"holidays": [each for each in timeline.holidays if each != day]}
    else:
        left = [each for each in timeline.role_holidays[role] if each != day]
        fields = {"role_holidays": {**timeline.role_holidays, role: left}}
    assert value(with_timeline(free, **fields)) >= value(free)


@EXAMPLES
@given(DATED, st.integers(1, 60))
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
        tasks = [
            attrs.evolve(task, first=later(task.first, shift), last=later(task.last, shift)) for task in plan.schedule
        ]
        assert shifted.schedule == it.Schedule(tasks)
        assert shifted.finish == later(plan.finish, shift)
