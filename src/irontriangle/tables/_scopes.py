"""Backlogs from frames, and as frames."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals as nw

from irontriangle._files.backlog import NUMBERS, Cell, Row
from irontriangle._files.csv import read_header, scope_of
from irontriangle._files.rows import rows_of
from irontriangle._model.problems import show
from irontriangle._model.scope import Goals, Scope
from irontriangle.errors import ModelError, Problem
from irontriangle.tables._frames import NUMBER, TEXT, frame_of


def scope_from_frame(frame: Any, *, goals: Goals | None = None) -> Scope:
    """
    Read a backlog from a data frame, one row a variant.

    Parameters
    ----------
    frame
        A frame of pandas, polars, PyArrow or another library that narwhals knows, with the columns that
        `irontriangle.scope_from_csv` reads: ``feature``, ``variant``, ``value``, ``cost``, ``quality``, ``earliest``,
        ``due``, ``priority``, ``because``, ``requires``, ``effort:ROLE``, ``value:GOAL``, ``cost:FUND``. Numbers may be
        numbers or text; requirements a list or text with semicolons; dates any that the library has, or text.
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
    if isinstance(value, date):  # a time of day, as pandas has it, is none of ours
        return date(value.year, value.month, value.day).isoformat()
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
    return frame_of(kinds, ([_plain(row.get(column)) for column in columns] for row in rows), like)


def _plain(cell: Cell | None) -> str | float | None:
    return cell if cell is None or isinstance(cell, str) else float(cell)
