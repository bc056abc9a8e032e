"""The checker of plans and the compiled work, which share no code, agree on which schedules are wrong."""

from __future__ import annotations

from datetime import timedelta

import attrs
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._solve.columns import Columns
from irontriangle._solve.jobs import compile_work
from tests.engines.families import small
from tests.unit._solve.dates.tiny import problems, ticks_at_work

EXAMPLES = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
PROJECTS = small(dated=True, min_features=2)
FAULTS = {"date", "deadline", "duration", "order", "people"}


def scheduled(project):
    """Return a plan with tasks, the compiled work, and the number there of each task of the plan."""
    plan = it.optimize(project)
    assume(plan.found and len(plan.schedule))
    columns = Columns.of(project, 0)
    compiled = compile_work(project, columns)
    first = compiled.work.first_task.tolist()
    numbers = {}
    for column, (feature, variant) in enumerate(columns.variants):
        for number in range(first[column], first[column + 1]):
            numbers[feature.name, variant.name, compiled.jobs[number].name] = number
    return plan, compiled.work, [numbers[task.feature, task.variant, task.name] for task in plan.schedule]


def is_wrong(work, starts):
    """Tell what the compiled work says of a schedule."""
    wrong = bool(problems(work, starts))
    for number, start in starts.items():
        ticks = ticks_at_work(work, number, start)
        end = ticks[-1] + 1 if ticks else start
        wrong |= start < work.ready[number] or end > work.ends_by[number]
    return wrong


def told(plan):
    """Tell whether the checker finds fault with the schedule."""
    return any(violation.kind in FAULTS for violation in it.violations(plan))


@EXAMPLES
@given(st.data(), PROJECTS)
def test_a_task_that_is_moved_is_reported_where_it_may_not_be(data, project):
    plan, work, numbers = scheduled(project)
    place = data.draw(st.integers(0, len(numbers) - 1))
    task, number = plan.schedule[place], numbers[place]
    timeline = project.timeline
    at_work = {}
    for start in {*range(task.start - 3, task.start + 4), *(other.start for other in plan.schedule)} - {task.start}:
        ticks = ticks_at_work(work, number, max(start, 0))
        if start >= 0 and (not ticks or ticks[0] == start):
            at_work[start] = ticks
    assume(at_work)
    start = data.draw(st.sampled_from(sorted(at_work)))
    ticks = at_work[start]
    end = ticks[-1] + 1 if ticks else start
    usable = timeline.usable_days
    assume(end <= work.horizon or (usable is not None and work.horizon == usable * work.ticks_per_day))
    first, last = (timeline.date_of(tick // work.ticks_per_day) for tick in (start, end - 1 if ticks else start))
    moved = attrs.evolve(task, start=start, end=end, first=first, last=last)
    schedule = it.Schedule([*plan.schedule[:place], moved, *plan.schedule[place + 1 :]])
    forged = attrs.evolve(plan, answer=attrs.evolve(plan.answer, schedule=schedule))
    starts = dict(zip(numbers, (other.start for other in schedule), strict=True))
    event(f"wrong: {is_wrong(work, starts)}")
    assert told(forged) == is_wrong(work, starts)


@EXAMPLES
@given(st.data(), PROJECTS)
def test_somebody_who_is_away_is_reported_where_they_are_at_work(data, project):
    plan, work, numbers = scheduled(project)
    timeline = project.timeline
    role = data.draw(st.sampled_from(list(timeline.team)))
    first = timeline.start + timedelta(data.draw(st.integers(0, 20)))
    away = it.Absence(role, first, first + timedelta(data.draw(st.integers(0, 3))), 1)
    less = attrs.evolve(project, timeline=attrs.evolve(timeline, absences=[*timeline.absences, away]))
    with_less = compile_work(less, Columns.of(less, 0)).work
    ends = {number: task.end for number, task in zip(numbers, plan.schedule, strict=True)}
    assume(max(ends.values()) <= min(work.horizon, with_less.horizon))
    starts = {number: task.start for number, task in zip(numbers, plan.schedule, strict=True)}
    longer = any(
        (ticks := ticks_at_work(with_less, number, start)) and ticks[-1] + 1 != ends[number]
        for number, start in starts.items()
    )
    wrong = longer or is_wrong(with_less, starts)
    event(f"wrong: {wrong}")
    assert told(attrs.evolve(plan, project=less)) == wrong
