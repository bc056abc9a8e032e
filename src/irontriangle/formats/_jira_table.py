"""The table of Jira's CSV export: repeated headers, issues by key, parents by key or by number."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO, Any

from irontriangle._files.cells import unguarded
from irontriangle._files.sheet import read_sheet, split_rows
from irontriangle._model.problems import did_you_mean, show
from irontriangle._show.words import label
from irontriangle.errors import ModelError, Problem

KNOWN = ("summary", "issue key", "issue id", "issue type", "status", "priority", "original estimate", "parent")
PARENTS = ("parent key", "parent", "parent id", "custom field (epic link)", "epic link")
BLOCKED_BY, BLOCKS = "inward issue link (blocks)", "outward issue link (blocks)"
DONE = ("done", "closed", "resolved")
OPEN = ("", "unresolved")
"""What stands for the resolution, in any language of statuses, where there is none."""


def places_of(header: Iterable[str]) -> dict[str, list[int]]:
    """Return where each column is; Jira repeats a header for each of several values."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        found.setdefault(_plain(name), []).append(place)
    return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


class Table:
    """
    Hold the rows of an export; what is wrong with their keys gathers in `problems`.

    Parameters
    ----------
    header
        The names of the columns, as they are written.
    rows
        The number of each row, and its cells.
    """

    def __init__(self, header: tuple[str, ...], rows: list[tuple[int, list[str]]]) -> None:
        self.header = header
        self.cells = [tuple(cells) for _, cells in rows]
        self.problems: list[Problem] = []
        self._places = places_of(header)
        self._rows: dict[str, tuple[int, tuple[str, ...]]] = {}
        ids: dict[str, str] = {}
        for (number, _), cells in zip(rows, self.cells, strict=True):
            key = next(self._of(cells, "issue key"), "")
            if not key:
                self._wrong(number, "must name the issue, got nothing")
            elif key in self._rows:
                self._wrong(number, f"{show(key)} is in row {self._rows[key][0]} already")
            else:
                self._rows[key] = (number, cells)
                ids[self.one(key, "issue id")] = key
        self.parents = {key: self._parent(key, ids) for key in self._rows}

    @classmethod
    def read(cls, source: str | os.PathLike[str] | IO[Any], asked: Iterable[str]) -> Table:
        """Return the table in a file, if it has the columns that are asked for."""
        rows = [(number, [*map(unguarded, cells)]) for number, cells in split_rows(read_sheet(source), KNOWN)]
        table = [(number, cells) for number, cells in rows if any(cells)]
        if not table:
            raise ModelError([Problem("", "must have a header row with 'Issue key' and 'Summary', got nothing")])
        first, header = table[0]
        places = places_of(header)
        english = "" if "issue key" in places or "summary" in places else "; export it in English"
        problems = [
            Problem(
                f"row {first}",
                f"there is no column {show(name)}{english or did_you_mean(name, [*filter(None, header)])}",
            )
            for name in dict.fromkeys(["Issue key", "Summary", *asked])
            if _plain(name) not in places
        ]
        if problems:
            raise ModelError(problems)
        return cls(tuple(header), table[1:])

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def wrong(self, key: str, column: str, message: str) -> None:
        """Note a problem of one of an issue's cells."""
        self.problems.append(Problem(f"{self.place(key)}, column {column!r}", message))

    def place(self, key: str) -> str:
        """Say where an issue is."""
        return f"row {self._rows[key][0]} ({label(key)})"

    def all(self, key: str, column: str) -> Iterator[str]:
        """Yield what an issue's row says in all columns of that name."""
        return self._of(self._rows[key][1], _plain(column))

    def one(self, key: str, column: str) -> str:
        """Return the first of what an issue's row says in the columns of that name."""
        return next(self.all(key, column), "")

    def kind(self, key: str) -> str:
        """Return the type of an issue: ``"subtask"``, ``"epic"``, ..."""
        return self.one(key, "issue type").casefold().replace("-", "")

    def is_done(self, key: str) -> bool:
        """Whether nothing is left to do: by its category of status, or its status, or because it has a resolution."""
        status = self.one(key, "status category") or self.one(key, "status")
        return status.casefold() in DONE or self.one(key, "resolution").casefold() not in OPEN

    def blockers(self) -> Iterator[tuple[str, str]]:
        """Yield an issue and what blocks it, which may not be in the table; links are told at both ends."""
        for key in self:
            yield from ((key, blocker) for blocker in self.all(key, BLOCKED_BY))
            yield from ((blocked, key) for blocked in self.all(key, BLOCKS) if blocked in self)

    def _wrong(self, number: int, message: str) -> None:
        """Note a problem of a key."""
        self.problems.append(Problem(f"row {number}, column 'Issue key'", message))

    def _of(self, cells: tuple[str, ...], column: str) -> Iterator[str]:
        places = self._places.get(column, ())
        return (cells[place] for place in places if place < len(cells) and cells[place])

    def _parent(self, key: str, ids: dict[str, str]) -> str:
        """Return the key of the parent or epic, if it is in the table; Jira names it by key or by number."""
        for column in PARENTS:
            named = self.one(key, column)
            found = named if named in self else ids.get(named, "")
            if named and found:
                return found
        return ""
