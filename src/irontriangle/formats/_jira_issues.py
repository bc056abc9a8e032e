"""From Jira's issues to features: sub-tasks count for their parents, epics say why, links are an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from irontriangle._files.cells import Numbers
from irontriangle._model.amounts import exact, number_problem, raise_problems
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.priority import Priority, priority_problem, to_priority
from irontriangle._model.problems import did_you_mean, show
from irontriangle.errors import ModelError, Problem
from irontriangle.formats._jira_dates import read_date
from irontriangle.formats._jira_table import Table

SECONDS = ("original estimate", "remaining estimate", "time spent")
"""Columns that count seconds; their sums, with a sigma before the name, do too."""
SIGMAS = "\u03c3\u2211"
"""What stands before the name of a column that has the sub-tasks in it already."""
USUAL = ("Highest", "High", "Medium", "Low", "Lowest", "Blocker", "Critical", "Major", "Minor", "Trivial")
"""The priorities that Jira comes with: an export need not have an issue of each."""


def priorities_of(table: Table, meanings: Mapping[str, Any]) -> tuple[dict[str, Priority], list[Problem]]:
    """Return what each of Jira's priorities means, and what is wrong with what is said of them."""
    found = {name.casefold(): to_priority(meaning) for name, meaning in meanings.items()}
    problems = [
        problem
        for name, meaning in meanings.items()
        for problem in priority_problem(f"priorities[{show(name)}]", to_priority(meaning))
    ]
    there = dict.fromkeys([*filter(None, (table.one(key, "priority") for key in table)), *USUAL])
    unsaid = [name for name in there if name.casefold() not in found]
    known = {name.casefold() for name in there}
    for name in meanings:  # P1 beside P2 is no slip of the pen
        hint = "" if name.casefold() in known or name[-1:].isdigit() else did_you_mean(name, unsaid)
        if hint:  # without one it may well be a priority that no issue of this export has
            problems.append(Problem("", f"priorities names unknown priority {show(name)}{hint}"))
    return found, problems


class Issues:
    """
    Read the features of one export.

    Parameters
    ----------
    table
        The export.
    columns
        The column of ``"value"`` and of each ``"effort:ROLE"``.
    days_per_point, hours_per_day
        What a point and an hour are in person-days.
    priorities
        What Jira's priorities mean, their names in small letters.
    due
        The column of the date by which an issue must be done; "" for none.
    """

    def __init__(
        self,
        table: Table,
        columns: Mapping[str, str],
        days_per_point: Fraction,
        hours_per_day: Fraction,
        priorities: Mapping[str, Priority],
        due: str,
    ) -> None:
        self._table, self._columns, self._priorities, self._due_column = table, columns, priorities, due
        self._numbers = {
            name: Numbers(filter(None, (table.one(key, name) for key in table))) for name in {*columns.values()}
        }
        self._days = {
            name: 1 / (3600 * hours_per_day) if name.casefold().lstrip(f"{SIGMAS} ") in SECONDS else days_per_point
            for name in columns.values()
        }
        self._epics = set(table.parents.values())
        self._parts: dict[str, list[str]] = {}
        self._owners: dict[str, str] = {}
        for key in table:
            owner = self._owners[key] = self._owner(key)
            if owner:
                self._parts.setdefault(owner, []).append(key)

    def features(self) -> tuple[list[Feature], dict[str, str], tuple[tuple[str, str], ...]]:
        """
        Return the features, the key of each, and each feature with a blocker that is not in the table.

        Raises
        ------
        ModelError
            If a row is not as it must be, or there is no feature.
        """
        names = {key: f"{key} {self._table.one(key, 'summary')}".strip() for key in self._table if key in self._parts}
        needs, outside = self._needs(names)
        features = [feature for key in names for feature in self._feature(key, names[key], needs.get(key, {}))]
        problems = self._table.problems
        if not features and not problems:
            problems.append(Problem("", "must have an open issue that is no sub-task, got none"))
        if problems:
            raise ModelError(problems)
        return features, {name: key for key, name in names.items()}, outside

    def _owner(self, key: str) -> str:
        """Return the issue that an issue counts for; "" for one that is done, and for an epic that has issues."""
        table, seen = self._table, {key}
        if table.is_done(key):
            return ""
        while table.kind(key) == "subtask" and table.parents[key]:
            key = table.parents[key]
            if key in self._owners:
                return self._owners[key]
            if key in seen:
                return ""
            seen.add(key)
        return "" if table.is_done(key) or (table.kind(key) == "epic" and key in self._epics) else key

    def _needs(self, names: Mapping[str, str]) -> tuple[dict[str, dict[str, None]], tuple[tuple[str, str], ...]]:
        """Return what each issue needs, and what is needed from outside the table."""
        needs: dict[str, dict[str, None]] = {}
        outside: dict[tuple[str, str], None] = {}
        for blocked, blocker in self._table.blockers():
            later, earlier = self._owners.get(blocked), self._owners.get(blocker)
            if later and blocker not in self._table:
                outside[names[later], blocker] = None
            elif later and earlier and later != earlier:
                needs.setdefault(later, {})[names[earlier]] = None
        return needs, tuple(outside)

    def _feature(self, key: str, name: str, needs: Mapping[str, None]) -> Iterator[Feature]:
        table = self._table
        value = self._amount(key, self._columns["value"])
        effort = {
            field.partition(":")[2]: self._work(key, column) * self._days[column]
            for field, column in self._columns.items()
            if field != "value"
        }
        epic = table.parents[key]
        try:
            worked = {role: days for role, days in effort.items() if days}
            variant = Variant(value=value, effort=worked, due=self._due(key))
            yield Feature(
                name,
                variant,
                priority=self._priorities.get(table.one(key, "priority").casefold(), 1),
                because=table.one(epic, "summary") if epic else "",
                requires=[*needs],
            )
        except ModelError as error:
            table.problems += [Problem(table.place(key), str(problem)) for problem in error.problems]

    def _work(self, key: str, column: str) -> Fraction:
        """Return what a column says of an issue and its sub-tasks."""
        is_sum = column.casefold().startswith(tuple(SIGMAS))
        parts = [] if is_sum else [part for part in self._parts[key] if part != key]
        return sum((self._amount(part, column) for part in (key, *parts)), Fraction(0))

    def _due(self, key: str) -> date | None:
        cell = self._table.one(key, self._due_column) if self._due_column else ""
        found = read_date(cell)
        if cell and found is None:
            message = f"must be a date such as 2027-01-31 or 31/Jan/27, got {show(cell)}; due=None leaves dates out"
            self._table.wrong(key, self._due_column, message)
        return found

    def _amount(self, key: str, column: str) -> Fraction:
        """Return what a row says in a column; nothing is nought."""
        cell = self._table.one(key, column)
        if not cell:
            return Fraction(0)
        try:
            number = self._numbers[column](cell)
            raise_problems("", number_problem("", number))
        except ModelError as error:
            for problem in error.problems:
                self._table.wrong(key, column, problem.message.lstrip())
            return Fraction(0)
        return exact(number)
