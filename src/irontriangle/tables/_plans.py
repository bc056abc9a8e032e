"""What a plan builds, when, and what it uses, as frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from irontriangle._model.amounts import exact
from irontriangle._model.timeline import Sprints, Timeline
from irontriangle._plan.plan import Plan
from irontriangle._plan.rows import TaskRow
from irontriangle._show.reasons import reason_text
from irontriangle.tables._frames import DAY, NUMBER, TEXT, WHOLE, frame_of


def features(plan: Plan, like: Any = "pandas") -> Any:
    """
    Return a plan's features as a data frame, one row each, those that are not built too.

    Parameters
    ----------
    plan
        The plan.
    like
        ``"pandas"``, ``"polars"``, ``"pyarrow"``, or a frame of the kind that is to come back.

    Returns
    -------
    DataFrame
        ``feature``; ``priority``; ``variant``, missing where it is not built; ``fate``: ``"built"``, ``"reduced"`` (in
        another variant than its original) or ``"out"``; ``value`` and ``cost`` of what is built, or of the original;
        ``first`` and ``last`` date of its work; ``reason`` why it is out.

    Raises
    ------
    NoPlanError
        If the plan was not found.

    Examples
    --------
    >>> import irontriangle as it
    >>> features(it.optimize(it.examples.feature_abc()))[["feature", "variant", "fate", "value"]].values.tolist()
    [['ABC', 'simplified', 'reduced', 60.0], ['XYZ', 'full', 'built', 50.0]]
    """
    kinds = {
        "feature": TEXT, "priority": TEXT, "variant": TEXT, "fate": TEXT, "value": NUMBER, "cost": NUMBER,
        "first": DAY, "last": DAY, "reason": TEXT,
    }  # fmt: skip
    return frame_of(kinds, _feature_rows(plan), like)


def _feature_rows(plan: Plan) -> Iterable[list[Any]]:
    project, dates = plan.project, _dates(plan)
    for feature in project.scope:
        built, original = plan.selection.get(feature.name), feature.original.name
        fate = "out" if built is None else "built" if built == original else "reduced"
        figures = [float(of(feature.name, built or original)) for of in (project.value_of, project.cost_of)]
        reason = plan.backlog.get(feature.name)
        why = None if reason is None else reason_text(project, reason)
        first, last = dates.get(feature.name, (None, None))
        yield [feature.name, str(feature.priority), built, fate, *figures, first, last, why]


def _dates(plan: Plan) -> dict[str, tuple[date, date]]:
    found: dict[str, tuple[date, date]] = {}
    for task in plan.schedule:
        if task.first is not None and task.last is not None:
            first, last = found.get(task.feature, (task.first, task.last))
            found[task.feature] = min(first, task.first), max(last, task.last)
    return found


def schedule(plan: Plan, like: Any = "pandas") -> Any:
    """
    Return a plan's tasks as a data frame, one row each, by start and end.

    Parameters
    ----------
    plan
        A plan; one without dates has no rows.
    like
        ``"pandas"``, ``"polars"``, ``"pyarrow"``, or a frame of the kind that is to come back.

    Returns
    -------
    DataFrame
        ``feature``, ``variant``, ``task``; ``first`` and ``last`` date; ``start`` and ``end`` in ticks, the end
        exclusive; ``slack``: the working days by which it could start later without the plan ending later, nor anything
        missing its own date; ``people:ROLE``, how many it takes. In sprints, ``start`` and ``end`` count sprints from
        0, and in place of slack and people stands the work in each: ``sprint 1``, ``sprint 2``, ...

    Raises
    ------
    NoPlanError
        If the plan was not found.

    Examples
    --------
    >>> import irontriangle as it
    >>> schedule(it.optimize(it.examples.feature_abc()))[["feature", "task", "start", "slack"]].values.tolist()
    [['ABC', 'design', 0, 25.0], ['ABC', 'dev', 0, 0.0], ['XYZ', 'design', 4, 25.0], ['XYZ', 'dev', 15, 0.0]]
    """
    kinds = {
        "feature": TEXT, "variant": TEXT, "task": TEXT, "first": DAY, "last": DAY, "start": WHOLE, "end": WHOLE,
    }  # fmt: skip
    more, takes = _in_sprints(plan) if isinstance(plan.project.timeline, Sprints) else _in_days(plan)
    rows = (
        [row.feature, row.variant, row.task, row.first, row.last, row.start, row.end, *takes(row)] for row in plan.tasks
    )
    return frame_of({**kinds, **more}, rows, like)


Takes = Callable[[TaskRow], list[Any]]


def _in_days(plan: Plan) -> tuple[dict[str, Any], Takes]:
    timeline = plan.project.timeline
    roles = list(timeline.team) if isinstance(timeline, Timeline) else []

    def takes(row: TaskRow) -> list[Any]:
        return [row.slack, *(row.people.get(role, 0) for role in roles)]

    return {"slack": NUMBER, **{f"people:{role}": WHOLE for role in roles}}, takes


def _in_sprints(plan: Plan) -> tuple[dict[str, Any], Takes]:
    count = plan.schedule.end

    def takes(row: TaskRow) -> list[Any]:
        work = dict(enumerate(row.amounts, row.start))
        return [float(work.get(sprint, 0)) for sprint in range(count)]

    return {f"sprint {sprint + 1}": NUMBER for sprint in range(count)}, takes


def limits(plan: Plan, like: Any = "pandas") -> Any:
    """
    Return what a plan uses of every limit as a data frame.

    Parameters
    ----------
    plan
        The plan.
    like
        ``"pandas"``, ``"polars"``, ``"pyarrow"``, or a frame of the kind that is to come back.

    Returns
    -------
    DataFrame
        ``limit``, its key in `Plan.usage`; ``used``, ``there`` and ``left``, numbers, missing for dates and for what
        has no limit; ``used_until`` and ``there_until``, dates; ``unit``.

    Raises
    ------
    NoPlanError
        If the plan was not found.

    Examples
    --------
    >>> import irontriangle as it
    >>> limits(it.optimize(it.examples.feature_abc()))[["limit", "left"]].values.tolist()
    [['cost', 5500.0], ['finish', 0.0], ['role:dev', 0.0], ['role:design', 25.0]]
    """
    kinds = {
        "limit": TEXT, "used": NUMBER, "there": NUMBER, "left": NUMBER, "used_until": DAY, "there_until": DAY,
        "unit": TEXT,
    }  # fmt: skip
    rows = (
        [key, *map(_number, (usage.used, usage.limit, usage.left)), *map(_day, (usage.used, usage.limit)), usage.unit]
        for key, usage in plan.usage.items()
    )
    return frame_of(kinds, rows, like)


def _number(amount: Any) -> float | None:
    return None if amount is None or isinstance(amount, date) else float(exact(amount))


def _day(amount: Any) -> date | None:
    return amount if isinstance(amount, date) else None
