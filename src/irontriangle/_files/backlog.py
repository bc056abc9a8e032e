"""From rows, one a variant, to features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import attrs

from irontriangle._files.cells import EMPTY, Numbers, split_list, to_member
from irontriangle._files.places import at_fields
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.members import Member, feature_of
from irontriangle._model.problems import Spelling, show
from irontriangle.errors import ModelError, Problem

Cell: TypeAlias = str | int | float | Decimal | Fraction
"""What a cell holds: text, or from a table with types a number."""

NUMBERS = ("value", "cost", "quality", "effort")
DATES = ("earliest", "due")
"""Written as a file writes dates, 2027-01-04."""
SHARED = ("priority", "because", "requires")
"""What belongs to the feature, in whichever of its rows it is said."""


@attrs.frozen(eq=False)
class Column:
    """Describe one column: its field, and the role, goal or fund where it has one."""

    index: int
    field: str
    key: str = ""

    @cached_property
    def place(self) -> str:
        """Where a value says that this column's cells are wrong, as `at_fields` returns it."""
        return f"{self.field}[{show(self.key)}]" if self.key else self.field

    def __str__(self) -> str:
        return f"{self.field}:{self.key}" if self.key else self.field


@attrs.frozen
class Row:
    """Hold the cells of one row that say something, by column."""

    number: int
    cells: dict[Column, Cell]

    @classmethod
    def of(cls, number: int, cells: Iterable[Cell], columns: list[Column]) -> Row:
        """Return the row of these cells; the last ones may be missing."""
        there = list(cells)
        filled = ((column, there[column.index]) for column in columns if column.index < len(there))
        return cls(number, {column: cell for column, cell in filled if cell not in EMPTY})

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {column.field: str(cell) for column, cell in self.cells.items() if not column.key}

    def text(self, field: str) -> str:
        """Return the cell of a column that has no key."""
        return self._texts.get(field, "")

    @property
    def variant(self) -> str:
        """The name of the row's variant."""
        return self.text("variant") or "full"

    def problem(self, column: Column | str, message: str) -> Problem:
        """Return a problem of one of the row's cells."""
        return Problem(f"row {self.number}, column {str(column)!r}", message)


class Backlog:
    """Read features from rows; what is wrong gathers in `problems`."""

    def __init__(self, rows: list[Row]) -> None:
        self.problems: list[Problem] = []
        cells = [cell for row in rows for column, cell in row.cells.items() if column.field in NUMBERS]
        self._number = Numbers(cell for cell in cells if isinstance(cell, str))
        if len(self._number.currencies) > 1:
            currencies = ", ".join(sorted(self._number.currencies))
            self.problems.append(Problem("", f"amounts must be in one currency, got {currencies}"))
        self._rows = self._by_feature(rows)
        self._spelling = Spelling(self._rows)

    def features(self) -> Iterator[Feature]:
        """Yield the features in the order of their first rows; they are sound where no problems have gathered."""
        for name, rows in self._rows.items():
            variants = [variant for row in self._once(rows) if (variant := self._variant(row)) is not None]
            shared = self._shared(rows)
            stand_in = variants or [Variant()]  # where no row is sound, what all of them share is checked all the same
            yield from self._built(rows[0], Feature, name, stand_in, **shared)

    def _by_feature(self, rows: list[Row]) -> dict[str, list[Row]]:
        """A row without a feature belongs to the one above; a feature's rows need not be together."""
        found: dict[str, list[Row]] = {}
        name = ""
        for row in rows:
            name = row.text("feature") or name
            if name:
                found.setdefault(name, []).append(row)
            else:
                self.problems.append(row.problem("feature", "must name a feature: there is none above"))
        return found

    def _once(self, rows: list[Row]) -> Iterator[Row]:
        first: dict[str, int] = {}
        for row in rows:
            if row.variant in first:
                message = f"variant {show(row.variant)} of this feature is in row {first[row.variant]} already"
                self.problems.append(row.problem("variant", message))
            else:
                first[row.variant] = row.number
                yield row

    def _variant(self, row: Row) -> Variant | None:
        amounts: dict[str, Any] = {field: text for field in DATES if (text := row.text(field))}
        for column, cell in row.cells.items():
            if column.field not in NUMBERS:
                continue
            number = self._read(row, column, cell)
            if number is None:
                continue
            before = amounts.setdefault(column.field, {} if column.key else number)
            if isinstance(before, dict) != bool(column.key):
                message = f"must be empty, or the columns {column.field}:... must be: one or the other"
                self.problems.append(row.problem(column.field, message))
            elif column.key:
                before[column.key] = number
        return next(self._built(row, Variant, row.variant, **amounts), None)

    def _read(self, row: Row, column: Column, cell: Cell) -> Cell | None:
        if not isinstance(cell, str):
            return cell
        try:
            return self._number.share(cell) if column.field == "quality" else self._number(cell)
        except ModelError as error:
            self.problems += [row.problem(column, problem.message) for problem in error.problems]
            return None

    def _shared(self, rows: list[Row]) -> dict[str, Any]:
        """Return what is said of the feature; several of its rows may say it, but not differently."""
        found: dict[str, Any] = {}
        for field in SHARED:
            said = [(row, row.text(field)) for row in rows if row.text(field)]
            for row, text in said:
                if text != said[0][1]:
                    message = f"must be what row {said[0][0].number} says, got {show(text)}"
                    self.problems.append(row.problem(field, message))
            if said:
                found[field] = self._meaning(field, *said[0])
        return found

    def _meaning(self, field: str, row: Row, text: str) -> Any:
        if field == "requires":
            members = [to_member(name, self._rows) for name in split_list(text, self._rows)]
            self.problems += [row.problem(field, fault) for member in members if (fault := self._fault(member))]
            return members
        if field == "priority" and text[0].isdigit():
            try:
                return self._number(text)
            except ModelError:
                return text
        return text

    def _fault(self, member: Member) -> str:
        feature = feature_of(member)
        if feature not in self._rows:
            return f"unknown feature {show(feature)}{self._spelling.hint(feature)}"
        variants = [row.variant for row in self._rows[feature]]
        if isinstance(member, tuple) and member[1] not in variants:
            return f"unknown variant {show(member[1])} of feature {show(feature)}{Spelling(variants).hint(member[1])}"
        return ""

    def _built(self, row: Row, cls: type[Any], *fields: Any, **amounts: Any) -> Iterator[Any]:
        """Yield the value, or nothing where it has problems: they go to the columns of their fields."""
        try:
            yield cls(*fields, **amounts)
        except ModelError as error:
            columns = {column.place: str(column) for column in row.cells}
            for problem in at_fields(error.problems):
                self.problems.append(row.problem(columns.get(problem.where, problem.field), problem.message))
