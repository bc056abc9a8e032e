"""A plan as plain rows."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings

import irontriangle as it
from irontriangle.errors import NoPlanError
from tests.engines.families import DATED, small

from .plans import SOUND

quick = settings(suppress_health_check=list(HealthCheck), max_examples=15, deadline=None)


def found(project):
    away = project.timeline.absences if isinstance(project.timeline, it.Timeline) else ()
    assume(all(absence.last < date.max for absence in away))  # to count the days of one that never ends takes long
    plan = it.optimize(project)
    assume(plan.found)
    return plan


@quick
@given(DATED)
def test_rows_say_what_the_schedule_and_its_limits_say(project):
    plan = found(project)
    timeline = plan.project.timeline
    rows = plan.tasks
    assert {(row.feature, row.task, row.start, row.end) for row in rows} == {
        (task.feature, task.name, task.start, task.end) for task in plan.schedule
    }
    assert all(row.slack >= 0 and row.critical == (row.slack == 0) for row in rows)
    assert any(row.critical for row in rows) == bool(rows)
    for role in timeline.team:
        added = sum(row.rounding * row.people.get(role, 0) / max(1, sum(row.people.values())) for row in rows)
        assert added == pytest.approx(plan.rounding[role])
        of_role = [row for row in plan.load if row.role == role]
        assert all(row.used <= row.limit for row in of_role)
        assert all(one.end == other.start for one, other in pairwise(of_role))
        used = sum(row.used * (row.end - row.start) for row in of_role) / timeline.ticks_per_day
        assert used == pytest.approx(plan.usage[f"role:{role}"].used)


@quick
@given(DATED)
def test_the_chain_is_critical_and_in_turn(project):
    plan = found(project)
    assert [row for row in plan.chain if row not in plan.tasks] == []
    assert all(row.critical for row in plan.chain)
    assert bool(plan.chain) == bool(plan.schedule)
    if plan.chain:
        assert plan.chain[-1].end == plan.schedule.end
    for one, other in pairwise(plan.chain):
        assert one.end <= other.start


@quick
@given(small(dated="sprints", max_sprints=3))
def test_in_sprints_rows_have_amounts_and_no_slack(project):
    plan = found(project)
    sprints = plan.project.timeline
    assert all(row.slack is row.critical is None and row.rounding == 0 for row in plan.tasks)
    assert all(len(row.amounts) in (0, row.end - row.start) for row in plan.tasks)  # a milestone has none
    for role in sprints.capacity:
        work = sum(sum(row.amounts) for row in plan.tasks if row.task == role)
        assert work == pytest.approx(float(plan.usage[f"role:{role}"].used))
    assert plan.chain == ()
    for role in sprints.capacity:
        of_role = [row for row in plan.load if row.role == role]
        assert [row.start for row in of_role] == list(range(sprints.count))
        assert sum(row.used for row in of_role) == pytest.approx(float(plan.usage[f"role:{role}"].used))
        assert all(row.used <= row.limit and sprints.dates_of(row.start) == (row.first, row.last) for row in of_role)


def test_a_chain_follows_order_people_and_lags():
    plan = SOUND["dates"]()
    assert [row.task for row in plan.chain] == ["design", "dev", "build", "check", "release", "milestone"]
    row = next(row for row in plan.tasks if row.task == "dev")
    assert (row.people, row.slack, row.critical, row.rounding) == ({"dev": 2}, 0, True, 0.4)


def test_work_of_no_length_holds_nobody():
    signing = [it.Task(name, 0, demand={"dev": 1}) for name in ("first", "second")]
    feature = it.Feature("legal", it.Variant(value=1, tasks=signing, earliest="2027-01-11"), priority="MUST")
    plan = it.optimize(
        it.Project(it.Scope([feature]), timeline=it.Timeline("2027-01-04", "2027-02-01", team={"dev": 1}))
    )
    assert len(plan.chain) == 1


def test_a_row_of_the_load_is_as_long_as_nothing_changes():
    rows = it.optimize(it.examples.feature_abc()).load
    assert [(row.role, row.start, row.end, row.used, row.limit) for row in rows] == [
        ("dev", 0, 35, 1, 1),
        ("design", 0, 10, 1, 1),
        ("design", 10, 35, 0, 1),
    ]


def test_plans_without_dates_have_no_rows():
    plan = SOUND["totals"]()
    assert plan.tasks == plan.chain == plan.load == ()
    with pytest.raises(NoPlanError):
        _ = it.Plan(plan.project, plan.question, it.Status.INFEASIBLE).tasks
