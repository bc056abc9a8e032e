"""Text in columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from irontriangle._show.blocks import Grid, RunOn
from irontriangle._show.words import width

GAP = "   "
WIDEST = 110
"""Columns that a text may take; a wider terminal is rare, and a longer line is hard to read."""
NARROWEST = 40
"""Columns that a cell which runs on gets at least."""


def table(grid: Grid) -> list[str]:
    """
    Lay out a grid in lines; where it may be cut in parts, each has the first column again.

    Examples
    --------
    >>> for line in table(Grid([["ABC", "60", "4 - 7 Jan"], ["XYZ", "110", "8 Jan"], ["c", RunOn("is out")]], "<><")):
    ...     print(line)
    ABC    60   4 - 7 Jan
    XYZ   110   8 Jan
    c     is out
    """
    rows = [line for row in grid.rows for line in _broken(row, grid)]
    widths = _widths(rows, len(grid.align))
    lines: list[str] = []
    for places in _parts(widths) if grid.parts else [range(len(grid.align))]:
        align = "".join(grid.align[place] for place in places)
        room = WIDEST - grid.indent
        part = [[row[place] for place in places if place < len(row)] for row in rows]
        kept = [widths[place] for place in places]
        lines += [""] if lines else []
        lines += [" " * grid.indent + line for row in part for line in _lines(row, kept, align, room)]
    return [line.rstrip() for line in lines]


def _broken(row: Sequence[str], grid: Grid) -> list[list[str]]:
    """Return a row for each line of a row's cells."""
    cells: list[Sequence[str]] = [[cell] if isinstance(cell, RunOn) else _cell_lines(cell, grid) for cell in row]
    height = max(map(len, cells), default=0)
    return [[_under(cell, line) for cell in cells] for line in range(height)]


def _under(cell: Sequence[str], line: int) -> str:
    return cell[line] if line < len(cell) else ""


def _cell_lines(cell: str, grid: Grid) -> list[str]:
    if not grid.wrap or not cell:
        return cell.split("\n")
    hang = " " * grid.hang
    return [
        line
        for text in cell.split("\n")
        for line in textwrap.wrap(text, grid.wrap, subsequent_indent=hang, break_long_words=False)
    ]


def _widths(rows: Sequence[Sequence[str]], columns: int) -> list[int]:
    return [
        max((width(row[column]) for row in rows if column < len(row) and not isinstance(row[column], RunOn)), default=0)
        for column in range(columns)
    ]


def _parts(widths: Sequence[int]) -> list[list[int]]:
    """Return the columns of each part, so that no part is too wide."""
    parts, used = [[0]], widths[0]
    for place, room in enumerate(widths[1:], 1):
        if used + len(GAP) + room > WIDEST and len(parts[-1]) > 1:
            parts.append([0])
            used = widths[0]
        parts[-1].append(place)
        used += len(GAP) + room
    return parts


def _lines(row: Sequence[str], widths: Sequence[int], align: str, most: int) -> list[str]:
    cells: list[str] = []
    for place, (cell, room, letter) in enumerate(zip(row, widths, align, strict=False)):
        if isinstance(cell, RunOn):
            before = sum(widths[:place]) + place * len(GAP)
            wrapped = textwrap.wrap(
                cell, max(NARROWEST, most - before), break_long_words=False, break_on_hyphens=False
            ) or [""]
            first, *more = wrapped
            return [GAP.join([*cells, first]), *(" " * before + line for line in more)]
        blank = " " * (room - width(cell))
        cells.append(blank + cell if letter == ">" else cell + blank)
    return [GAP.join(cells)]
