"""From turns to the work in every sprint, with its dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from irontriangle._model.amounts import FrozenMap
from irontriangle._model.project import Project
from irontriangle._model.timeline import Sprints
from irontriangle._plan.schedule import Schedule, ScheduledTask
from irontriangle._solve.columns import Columns
from irontriangle._solve.sprints.fill import fill
from irontriangle._solve.sprints.load import compile_load


def in_sprints(
    project: Project, selection: Mapping[str, str], turns: Sequence[str], *, release_count: bool
) -> Schedule:
    """
    Return the work of a selection, role by role, given out in turns.

    Parameters
    ----------
    turns
        The features built, each after those that it waits for.
    release_count
        Whether there may be more sprints than the project has.
    """
    sprints = project.timeline
    assert isinstance(sprints, Sprints)
    columns = Columns.of(project, 0)
    load = compile_load(project, columns, release_count=release_count)
    filled = fill(load, [columns.of_member((name, selection[name]))[0] for name in turns])
    assert filled is not None  # the turns come from a plan
    tasks = []
    for column in filled.turns:
        feature, variant = columns.variants[column]
        parts = [
            (load.roles[role], begin, tuple(units * load.units[role] for units in amounts))
            for role in load.needs[column]
            for begin, amounts in (filled.amounts[column, role],)
        ] or [("milestone", filled.first[column], ())]
        for name, begin, amounts in parts:
            end = begin + max(1, len(amounts))
            first, last = sprints.dates_of(begin)[0], sprints.dates_of(end - 1)[1]
            task = ScheduledTask(feature.name, variant.name, name, FrozenMap(), begin, end, first, last, amounts)
            tasks.append(task)
    return Schedule(sorted(tasks, key=lambda task: (task.start, task.end)))
