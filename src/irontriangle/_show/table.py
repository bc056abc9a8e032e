"""Text in columns."""

from __future__ import annotations

from collections.abc import Sequence

from irontriangle._show.words import width

GAP = "   "
WIDEST = 110
"""Columns that a text may take; a wider terminal is rare, and a longer line is hard to read."""


class RunOn(str):
    """A cell that ends its row, runs on over the columns that follow, and makes none of them wider."""

    __slots__ = ()


def table(rows: Sequence[Sequence[str]], align: str) -> list[str]:
    """
    Lay out rows in columns: one letter of `align` each, "<" or ">". Rows may be shorter than others.

    Examples
    --------
    >>> for line in table([["ABC", "60", "4 - 7 Jan"], ["XYZ full", "110", "8 Jan"], ["chat", RunOn("is out")]], "<><"):
    ...     print(line)
    ABC         60   4 - 7 Jan
    XYZ full   110   8 Jan
    chat       is out
    """
    widths = [
        max((width(row[column]) for row in rows if column < len(row) and not isinstance(row[column], RunOn)), default=0)
        for column in range(len(align))
    ]
    return [_line(row, widths, align) for row in rows]


def _line(row: Sequence[str], widths: Sequence[int], align: str) -> str:
    cells = []
    for cell, room, letter in zip(row, widths, align, strict=False):
        blank = " " * (room - width(cell))  # nothing where a cell runs on
        cells.append(blank + cell if letter == ">" and not isinstance(cell, RunOn) else cell + blank)
    return GAP.join(cells).rstrip()
