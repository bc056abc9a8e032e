"""
Tables in and out: backlogs from data frames, and rows of plans and options as data frames.

pandas, polars and PyArrow alike; what is handed out is of the kind that is asked for. Install it by
``pip install irontriangle[frames]``, beside the library of your frames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from irontriangle.errors import MissingExtraError

try:
    import narwhals as nw
except ModuleNotFoundError as error:
    raise MissingExtraError("irontriangle.tables", "narwhals", "frames") from error

from irontriangle._files.backlog import NUMBERS, Cell, Row
from irontriangle._files.csv import read_header, scope_of
from irontriangle._files.rows import rows_of
from irontriangle._model.amounts import exact
from irontriangle._model.problems import show
from irontriangle._model.scope import Goals, Scope
from irontriangle._model.timeline import Timeline
from irontriangle._plan.plan import Plan
from irontriangle._plan.slack import latest_starts
from irontriangle._show.asks import ask_texts
from irontriangle._show.options import losses
from irontriangle._show.reasons import reason_text
from irontriangle._tradeoffs.option import Options
from irontriangle.errors import ModelError, Problem

__all__ = ["features", "limits", "options", "schedule", "scope_from_frame", "scope_rows"]

TEXT, NUMBER, DAY, WHOLE, FLAG = nw.String(), nw.Float64(), nw.Date(), nw.Int64(), nw.Boolean()
Columns = dict[str, Any]


def scope_from_frame(frame: Any, *, goals: Goals | None = None) -> Scope:
    """
    Read a backlog from a data frame, one row a variant.

    Parameters
    ----------
    frame
        A frame of pandas, polars, PyArrow or another library that narwhals knows, with the columns that
        `irontriangle.scope_from_csv` reads: ``feature``, ``variant``, ``value``, ``cost``, ``quality``, ``priority``,
        ``because``, ``requires``, ``effort:ROLE``, ``value:GOAL``, ``cost:FUND``. Numbers may be numbers or text;
        requirements a list or text with semicolons.
    goals
        What scores are worth, where there are ``value:GOAL`` columns.

    Raises
    ------
    ModelError
        If a cell is not what its column asks; every problem names its row, counted from 0, and its column.
    TypeError
        If `frame` is no data frame.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({
    ...     "feature": ["ABC", None, "XYZ"], "variant": ["full", "simplified", None],
    ...     "value": [90, 60, 50], "effort:dev": [30, 15, 20], "requires": [None, None, "ABC"],
    ... })
    >>> scope = scope_from_frame(frame)
    >>> [(feature.name, [variant.name for variant in feature]) for feature in scope]
    [('ABC', ['full', 'simplified']), ('XYZ', ['full'])]
    """
    try:
        table = nw.from_native(frame, eager_only=True)
    except TypeError:
        raise TypeError(f"frame must be a data frame of pandas, polars or PyArrow, got {show(frame)}") from None
    columns, faults = read_header([str(name).strip() for name in table.columns], goals)
    if faults:
        raise ModelError(Problem("columns", fault) for fault in faults)
    numbers = {column.index for column in columns if column.field in NUMBERS}
    lists = [
        [_cell(value, number=place in numbers) for value in table[name].to_list()]
        for place, name in enumerate(table.columns)
    ]
    rows = [
        Row.of(place, cells, columns) for place, cells in enumerate(zip(*lists, strict=True)) if any(map(_says, cells))
    ]
    if not rows:
        raise ModelError([Problem("", "must have a row for each variant, got none")])
    return scope_of(rows, goals)


def _says(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell)


def _cell(value: Any, *, number: bool) -> Cell:
    """Return text, or a number as it is; what is missing in any library's way is nothing."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (list, tuple)):
        return "\n".join(map(str, value))
    if number and isinstance(value, (int, float, Decimal, Fraction)):
        return value
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def scope_rows(scope: Scope, like: Any = "pandas") -> Any:
    """
    Return a backlog as a data frame, one row a variant: what `scope_from_frame` reads.

    Parameters
    ----------
    scope
        The features. Their rules and goals are not part of it.
    like
        ``"pandas"``, ``"polars"``, ``"pyarrow"``, or a frame of the kind that is to come back.

    Returns
    -------
    DataFrame
        The columns of `scope_from_frame` that say something; numbers are floats.

    Raises
    ------
    ModelError
        If a feature has what no row can say: tasks, or a staffing of its own.

    Examples
    --------
    >>> import irontriangle as it
    >>> frame = scope_rows(it.examples.feature_abc().scope)
    >>> list(frame.columns), len(frame)
    (['feature', 'variant', 'value', 'effort:dev', 'effort:design', 'priority', 'because'], 3)
    """
    columns, rows = rows_of(scope)
    kinds = {column: NUMBER if column.partition(":")[0] in NUMBERS else TEXT for column in columns}
    return _frame(kinds, ([_plain(row.get(column)) for column in columns] for row in rows), like)


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
    return _frame(kinds, _feature_rows(plan), like)


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
    Return a plan's tasks as a data frame, one row each, by their start.

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
        exclusive, or in sprints; ``slack``: the working days by which it could start later without the plan ending
        later, missing in sprints; ``people:ROLE``, how many it takes.

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
    timeline = plan.project.timeline
    roles = list(timeline.team) if isinstance(timeline, Timeline) else []
    ticks = timeline.ticks_per_day if isinstance(timeline, Timeline) else 1
    kinds = {
        "feature": TEXT, "variant": TEXT, "task": TEXT, "first": DAY, "last": DAY, "start": WHOLE, "end": WHOLE,
        "slack": NUMBER, **{f"people:{role}": WHOLE for role in roles},
    }  # fmt: skip
    tasks = sorted(plan.schedule, key=lambda task: (task.start, task.feature, task.name))
    latest = latest_starts(plan) if tasks else {}
    rows = (
        [
            *(task.feature, task.variant, task.name, task.first, task.last, task.start, task.end),
            (latest[task] - task.start) / ticks if task in latest else None,
            *(task.demand.get(role, 0) for role in roles),
        ]
        for task in tasks
    )
    return _frame(kinds, rows, like)


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
    return _frame(kinds, rows, like)


def options(found: Options, like: Any = "pandas") -> Any:
    """
    Return options as a data frame, one row each, those that there are not too.

    Parameters
    ----------
    found
        What `irontriangle.options` found.
    like
        ``"pandas"``, ``"polars"``, ``"pyarrow"``, or a frame of the kind that is to come back.

    Returns
    -------
    DataFrame
        ``option``; ``value``, ``cost`` and ``finish`` of its plan; ``asks_for``, ``gives_up`` and ``decided_by``,
        several with semicolons between; ``no_option``: why there is none; ``proven``.

    Examples
    --------
    >>> import irontriangle as it
    >>> options(it.options(it.examples.feature_abc()))[["option", "value", "cost"]].values.tolist()[:2]
    [['keep', 90.0, 35000.0], ['extend', 140.0, 57800.0]]
    """
    if not isinstance(found, Options):
        raise TypeError(f"found must be Options, got {type(found).__name__}")
    kinds = {
        "option": TEXT, "value": NUMBER, "cost": NUMBER, "finish": DAY, "asks_for": TEXT, "gives_up": TEXT,
        "decided_by": TEXT, "no_option": TEXT, "proven": FLAG,
    }  # fmt: skip
    rows = (
        [
            *(option.kind.value, *((float(plan.value), float(plan.cost), plan.finish) if plan else (None, None, None))),
            *map("; ".join, (ask_texts(found, option), losses(found, option), option.decided_by)),
            *(option.reason.value if option.reason else None, option.proven),
        ]
        for option in found
        for plan in [option.plan]
    )
    return _frame(kinds, rows, like)


def _number(amount: Any) -> float | None:
    return None if amount is None or isinstance(amount, date) else float(exact(amount))


def _day(amount: Any) -> date | None:
    return amount if isinstance(amount, date) else None


def _plain(cell: Cell | None) -> str | float | None:
    return cell if cell is None or isinstance(cell, str) else float(cell)


def _frame(kinds: Columns, rows: Iterable[Iterable[Any]], like: Any) -> Any:
    """Return a frame with these columns, whatever there is in it: of no rows too, and of missing values only."""
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    implementation = _implementation(like)
    make: Callable[..., Any] = nw.from_dict
    data = {name: list(column) for name, column in zip(kinds, columns, strict=True)}
    if implementation.is_pandas_like():  # which knows no dates alone
        kinds = {name: nw.Datetime("us") if kind == DAY else kind for name, kind in kinds.items()}
    return make(data, schema=kinds, backend=implementation).to_native()


def _implementation(like: Any) -> nw.Implementation:
    try:
        return nw.from_native(like, eager_only=True).implementation
    except TypeError:
        if isinstance(like, str) and like in ("pandas", "polars", "pyarrow"):
            return nw.Implementation.from_string(like)
    raise TypeError(f"like must be 'pandas', 'polars', 'pyarrow' or a data frame, got {show(like)}")
