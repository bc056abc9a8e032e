"""From a spreadsheet to a scope, every problem at its row and column."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import IO, Any

from irontriangle._files.backlog import Backlog, Column, Row
from irontriangle._files.cells import unguarded
from irontriangle._files.sheet import read_sheet, split_rows
from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.scope import Goals, Scope
from irontriangle.errors import ModelError, Problem

PLAIN = ("feature", "variant", "value", "cost", "quality", "earliest", "due", "priority", "because", "requires")
KEYED = {"effort": "effort:ROLE", "value": "value:GOAL", "cost": "cost:FUND"}


def scope_from_csv(source: str | os.PathLike[str] | IO[Any], *, goals: Goals | None = None) -> Scope:
    r"""
    Read a backlog from a spreadsheet saved as CSV, one row a variant.

    The columns, in any order: ``feature``, ``variant``, ``value``, ``cost``, ``quality``, ``earliest``, ``due``,
    ``priority``, ``because``, ``requires``, and as many as there are of ``effort:ROLE``, ``value:GOAL`` and
    ``cost:FUND``. Only ``feature`` must be there. A row without a feature belongs to the one above; a feature's first
    row is its original.

    Parameters
    ----------
    source
        A path, or a file that is open for reading. Commas, semicolons, tabs or bars between the cells; UTF-8, UTF-16 or
        Windows-1252; decimal points or commas.
    goals
        What scores are worth, where there are ``value:GOAL`` columns.

    Returns
    -------
    Scope
        The features in the order of their first rows.

    Raises
    ------
    ModelError
        If a cell is not what its column asks; every problem names its row and column.
    OSError
        If the file cannot be read.

    Notes
    -----
    A list of requirements has semicolons, bars, commas or line breaks between the names; ``search:fast`` is the feature
    search in its variant fast. A number such as ``1.200`` means what the others in the table show; where they show
    nothing it is a problem, never a guess.

    Examples
    --------
    >>> import io
    >>> scope = scope_from_csv(io.StringIO(
    ...     "Feature;Variant;Value;Effort:dev;Priority;Requires\n"
    ...     "login;;10;2,5;MUST;\n"
    ...     "ABC;full;90;30;1;login\n"
    ...     ";simplified;60;15;;\n"
    ... ))
    >>> [(feature.name, [variant.name for variant in feature]) for feature in scope]
    [('login', ['full']), ('ABC', ['full', 'simplified'])]
    >>> scope["ABC"].requires, scope["login"].original.effort
    (('login',), {'dev': 2.5})
    """
    rows = split_rows(read_sheet(source), PLAIN + tuple(KEYED))
    table = [(number, cells) for number, cells in rows if any(cells)]
    if not table:
        raise ModelError([Problem("", "must have a header row with a column 'feature', got nothing")])
    (first, header), body = table[0], table[1:]
    columns, faults = read_header(header, goals)
    if faults:
        raise ModelError(Problem(f"row {first}", fault) for fault in faults)
    strays = _strays(body, {column.index for column in columns})
    if not body:
        raise ModelError([Problem(f"row {first}", "must be followed by a row for each variant, got none")])
    return scope_of([Row.of(number, map(unguarded, cells), columns) for number, cells in body], goals, strays)


def scope_of(rows: list[Row], goals: Goals | None, strays: Iterable[Problem] = ()) -> Scope:
    """Return the scope that rows say, or raise all that is wrong in them."""
    backlog = Backlog(rows)
    features = tuple(backlog.features())
    problems = [*strays, *backlog.problems]
    if problems:
        raise ModelError(problems)
    return Scope(features, goals=goals)


def read_header(cells: list[str], goals: Goals | None) -> tuple[list[Column], list[str]]:
    """Return the columns that the header names, and what is wrong with it; a column without a name is none."""
    columns: list[Column] = []
    places: set[str] = set()
    faults = []
    for index, cell in enumerate(cells):
        if not cell:
            continue
        name, colon, key = cell.partition(":")
        column = Column(index, " ".join(name.casefold().split()), key.strip())
        if not _is_known(column, bool(colon)):
            faults.append(f"unknown column {show(cell)}{_hint(column)}")
        elif column.field == "value" and column.key and goals and column.key not in goals.weights:
            faults.append(f"unknown goal {show(column.key)}{did_you_mean(column.key, goals.weights)}")
        elif column.place in places:
            faults.append(f"column {str(column)!r} is there twice")
        columns.append(column)
        places.add(column.place)
    if not faults and "feature" not in places:
        faults.append(f"must be a header with a column 'feature', got {', '.join(map(show, filter(None, cells)))}")
    return columns, faults


def _is_known(column: Column, has_colon: bool) -> bool:
    return column.field in KEYED and bool(column.key) if has_colon else column.field in PLAIN


def _hint(column: Column) -> str:
    if column.field in KEYED:
        return f"; write {KEYED[column.field]}"
    keyed = [f"{field}:{column.key}" for field in KEYED if column.key and did_you_mean(column.field, [field])]
    plain = did_you_mean(column.field, (*PLAIN, "effort")).replace("'effort'", "'effort:ROLE'")
    return did_you_mean(str(column), keyed) or plain or f"; known are {', '.join([*PLAIN, *KEYED.values()])}"


def _strays(body: Iterable[tuple[int, list[str]]], known: set[int]) -> list[Problem]:
    """Return a problem for each row with something where no column is; a decimal comma not quoted does that."""
    return [
        Problem(f"row {number}", f"has {show(cell)} in column {index + 1}, which has no name in the header")
        for number, cells in body
        for index, cell in enumerate(cells)
        if cell and index not in known
    ]
