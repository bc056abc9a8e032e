import pytest

import irontriangle as it
from irontriangle import Schedule, ScheduledTask
from tests.unit._plan.plans import dates_plan, january, story


def test_a_schedule_is_a_sequence_of_tasks():
    schedule = story().schedule
    assert len(schedule) == 4
    assert list(schedule) == [schedule[0], *schedule[1:3], schedule[-1]]
    assert schedule[0] in schedule
    assert schedule.index(schedule[2]) == 2


def test_a_schedule_knows_the_tasks_of_a_feature():
    assert [task.name for task in dates_plan().schedule["B"]] == ["build", "check", "release"]
    with pytest.raises(KeyError, match=r"no tasks of 'XYY'; did you mean 'XYZ'\?"):
        story().schedule["XYY"]


def test_a_schedule_ends_with_the_last_work():
    plan = dates_plan()
    assert plan.schedule.finish == january(18)
    assert plan.finish == january(19), "the milestone waits a day longer"
    assert Schedule().finish is None
    assert Schedule([ScheduledTask("a", "full", "milestone", {}, 0, 0, january(4), january(4))]).finish is None


def test_a_task_takes_the_ticks_from_its_start_to_its_end():
    task = ScheduledTask("A", "full", "dev", it.FrozenMap({"dev": 2}), 5, 14, january(7), january(13))
    assert task.length == 9
    assert task.demand == {"dev": 2}
