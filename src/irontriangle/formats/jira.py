"""Backlogs from Jira's CSV export, and plans back into it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import IO, Any

import attrs

from irontriangle._files.cells import Numbers, guarded, unguarded
from irontriangle._files.sheet import read_sheet, split_rows
from irontriangle._model.amounts import FrozenMap, NumberLike, exact, number_problem, raise_problems, to_number
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.scope import Scope
from irontriangle._plan.plan import Plan
from irontriangle._show.reasons import reason_text
from irontriangle.errors import ModelError, Problem

KNOWN = ("summary", "issue key", "issue id", "issue type", "status", "priority", "original estimate", "parent")
SECONDS = ("original estimate", "remaining estimate", "time spent")
"""Columns that count seconds; their sums, with a sigma before the name, do too."""
BLOCKED_BY, BLOCKS = "inward issue link (blocks)", "outward issue link (blocks)"
PARENTS = ("parent key", "parent", "parent id", "custom field (epic link)", "epic link")
DONE = ("done", "closed", "resolved")
PLANNED = ("irontriangle plan", "irontriangle start", "irontriangle end", "irontriangle reason")
"""The columns that `write_jira` adds."""


@attrs.frozen
class JiraBacklog:
    r"""
    Hold a backlog from Jira with the table that it came from.

    Parameters
    ----------
    scope
        The features: ``"KEY Summary"``, open issues that are neither epics with issues in them nor sub-tasks.
    keys
        The issue key of each feature.
    header, rows
        The whole table as it was, unknown columns included.
    outside
        Pairs of a feature and the key of an open blocker that is not in the table, and so does not count.

    Examples
    --------
    >>> import io
    >>> table = "Issue key,Summary,Value,Original Estimate\nA-1,Login,5,28800\n"
    >>> read_jira(io.StringIO(table), value="Value").keys
    {'A-1 Login': 'A-1'}
    """

    scope: Scope
    keys: FrozenMap[str, str]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    outside: tuple[tuple[str, str], ...] = ()


def read_jira(
    source: str | os.PathLike[str] | IO[Any],
    *,
    value: str,
    effort: Mapping[str, str] | None = None,
    days_per_point: NumberLike = 1,
    hours_per_day: NumberLike = 8,
    priorities: Mapping[str, Any] | None = None,
) -> JiraBacklog:
    r"""
    Read a backlog from Jira's CSV export ("all fields").

    Sub-tasks count for their parents: their effort is added, and what blocks them blocks the parent. An epic that has
    issues is no feature; its summary says why they are wanted. Issues that are done are left out, and so is the need
    for them. Links "blocks" count from both ends.

    Parameters
    ----------
    source
        A path, or a file that is open for reading; in any encoding and with any mark between cells that
        `irontriangle.scope_from_csv` reads.
    value
        The column that says what an issue is worth, such as ``"Custom field (Business Value)"``.
    effort
        For each role the column that says its effort; ``{"dev": "Original Estimate"}`` unless said. Estimates are in
        seconds, any other column counts points.
    days_per_point
        Person-days of a point.
    hours_per_day
        Hours of a person-day, for estimates.
    priorities
        What Jira's priorities mean here: ``{"Highest": "MUST", "Low": 2}``; those that are not there are 1.

    Raises
    ------
    ModelError
        If the table is no such export; every problem names its row and column.

    Examples
    --------
    >>> import io
    >>> table = (
    ...     "Issue key,Summary,Issue Type,Parent key,Business Value,Original Estimate,Outward issue link (Blocks)\n"
    ...     "S-1,Login,Story,,10,57600,S-2\n"
    ...     "S-2,Checkout,Story,,40,144000,\n"
    ...     "S-3,Tests,Sub-task,S-2,,28800,\n"
    ... )
    >>> backlog = read_jira(io.StringIO(table), value="Business Value")
    >>> [(feature.name, feature.original.effort["dev"]) for feature in backlog.scope]
    [('S-1 Login', 2), ('S-2 Checkout', 6)]
    >>> backlog.scope["S-2 Checkout"].requires
    ('S-1 Login',)
    """
    rows = [(number, [unguarded(cell) for cell in cells]) for number, cells in split_rows(read_sheet(source), KNOWN)]
    table = [(number, cells) for number, cells in rows if any(cells)]
    if not table:
        raise ModelError([Problem("", "must have a header row with 'Issue key' and 'Summary', got nothing")])
    units = to_number(days_per_point), to_number(hours_per_day)
    raise_problems(
        "read_jira",
        [*number_problem("days_per_point", units[0]), *number_problem("hours_per_day", units[1], low=1, high=24)],
    )
    (first, header), body = table[0], table[1:]
    columns = {
        "value": value,
        **{f"effort:{role}": name for role, name in (effort or {"dev": "Original Estimate"}).items()},
    }
    _check_header(first, header, columns.values())
    return _Export(header, body, columns, units, priorities or {}).backlog()


def write_jira(backlog: JiraBacklog, plan: Plan) -> str:
    r"""
    Return the table of a backlog as CSV, with what is planned beside each issue.

    Parameters
    ----------
    backlog
        What `read_jira` returned.
    plan
        A plan of its scope.

    Returns
    -------
    str
        All rows and columns as they were, and four more: ``irontriangle plan`` (the variant, or ``backlog``), ``start``
        and ``end`` date, and the ``reason`` for the backlog. What a spreadsheet would take for a formula has an
        apostrophe before it.

    Raises
    ------
    NoPlanError
        If the plan was not found.

    Examples
    --------
    >>> import io
    >>> import irontriangle as it
    >>> table = "Issue key,Summary,Value,Original Estimate,Team\nA-1,Login,5,28800,Red\n"
    >>> backlog = read_jira(io.StringIO(table), value="Value")
    >>> plan = it.optimize(it.Project(backlog.scope, timeline=it.Timeline("2027-01-04", team={"dev": 1})))
    >>> print(write_jira(backlog, plan).splitlines()[1])
    A-1,Login,5,28800,Red,full,2027-01-04,2027-01-04,
    """
    planned = dict(_planned(backlog, plan))
    kept = [place for place, name in enumerate(backlog.header) if name.casefold() not in PLANNED]
    key = _places(backlog.header)["issue key"][0]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(guarded(backlog.header[place]) for place in kept), *PLANNED])
    for cells in backlog.rows:
        filled = [*cells, *[""] * (len(backlog.header) - len(cells))]
        more = planned.get(filled[key], ("", "", "", ""))
        writer.writerow([*(_safe(filled[place]) for place in kept), *map(guarded, more)])
    return text.getvalue()


def _safe(cell: str) -> str:
    """Guard a cell; a number with its sign is no formula."""
    try:
        float(cell)
    except ValueError:
        return guarded(cell)
    return cell


def _planned(backlog: JiraBacklog, plan: Plan) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    for name, key in backlog.keys.items():
        if name in plan.selection:
            tasks = [task for task in plan.schedule if task.feature == name and task.first and task.last]
            first = min((str(task.first) for task in tasks), default="")
            last = max((str(task.last) for task in tasks), default="")
            yield key, (plan.selection[name], first, last, "")
        elif name in plan.backlog:
            yield key, ("backlog", "", "", reason_text(plan.project, plan.backlog[name]))


def _places(header: Iterable[str]) -> dict[str, list[int]]:
    """Return where each column is; Jira repeats a header for each of several values."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        found.setdefault(" ".join(name.casefold().split()), []).append(place)
    return found


def _check_header(number: int, header: list[str], asked: Iterable[str]) -> None:
    places = _places(header)
    problems = [
        Problem(f"row {number}", f"there is no column {show(name)}{did_you_mean(name, [*filter(None, header)])}")
        for name in dict.fromkeys(["Issue key", "Summary", *asked])
        if name.casefold() not in places
    ]
    if problems:
        raise ModelError(problems)


class _Export:
    """One export while it is read."""

    def __init__(
        self,
        header: list[str],
        body: list[tuple[int, list[str]]],
        columns: Mapping[str, str],
        units: tuple[Any, Any],
        priorities: Mapping[str, Any],
    ) -> None:
        self._header, self._body, self._columns, self._units = header, body, columns, units
        self._places = _places(header)
        self._priorities = {name.casefold(): meaning for name, meaning in priorities.items()}
        self.problems: list[Problem] = []
        self._rows: dict[str, tuple[int, list[str]]] = {}
        self._numbers = {name: Numbers(self._cells(name)) for name in columns.values()}
        ids: dict[str, str] = {}
        for number, cells in body:
            key = self._one(cells, "issue key")
            if not key:
                self._wrong(number, "Issue key", "must name the issue, got nothing")
            elif key in self._rows:
                self._wrong(number, "Issue key", f"{show(key)} is in row {self._rows[key][0]} already")
            else:
                self._rows[key] = (number, cells)
                ids[self._one(cells, "issue id")] = key
        self._parents = {key: self._parent(cells, ids) for key, (_, cells) in self._rows.items()}

    def backlog(self) -> JiraBacklog:
        owners = {key: self._owner(key) for key in self._rows}
        names = {key: self._name(key) for key, owner in owners.items() if owner == key}
        needs, outside = self._needs(owners, names)
        features = [feature for key in names for feature in self._feature(key, owners, names, needs)]
        if not features and not self.problems:
            self.problems.append(Problem("", "must have an open issue that is no sub-task, got none"))
        if self.problems:
            raise ModelError(self.problems)
        keys = {name: key for key, name in names.items()}
        rows = [tuple(cells) for _, cells in self._body]
        return JiraBacklog(Scope(features), FrozenMap(keys), tuple(self._header), tuple(rows), tuple(outside))

    def _wrong(self, number: int, column: str, message: str) -> None:
        self.problems.append(Problem(f"row {number}, column {column!r}", message))

    def _cells(self, name: str) -> list[str]:
        return [self._one(cells, name.casefold()) for _, cells in self._body if self._one(cells, name.casefold())]

    def _all(self, cells: list[str], column: str) -> list[str]:
        places = self._places.get(column, [])
        return [cells[place] for place in places if place < len(cells) and cells[place]]

    def _one(self, cells: list[str], column: str) -> str:
        return next(iter(self._all(cells, column)), "")

    def _parent(self, cells: list[str], ids: Mapping[str, str]) -> str:
        """Return the key of the parent or epic, if it is in the table; Jira names it by key or by number."""
        for column in PARENTS:
            named = self._one(cells, column)
            found = named if named in self._rows else ids.get(named, "")
            if found:
                return found
        return ""

    def _kind(self, key: str) -> str:
        return self._one(self._rows[key][1], "issue type").casefold().replace("-", "")

    def _owner(self, key: str) -> str | None:
        """Return the issue that an issue counts for; None for one that is done, and for an epic that has issues."""
        if self._kind(key) == "subtask" and self._parents[key]:
            return self._owner(self._parents[key]) if self._parents[key] != key else None
        is_done = self._one(self._rows[key][1], "status category") or self._one(self._rows[key][1], "status")
        if is_done.casefold() in DONE or (self._kind(key) == "epic" and key in self._parents.values()):
            return None
        return key

    def _name(self, key: str) -> str:
        return f"{key} {self._one(self._rows[key][1], 'summary')}".strip()

    def _needs(
        self, owners: Mapping[str, str | None], names: Mapping[str, str]
    ) -> tuple[dict[str, dict[str, None]], list[tuple[str, str]]]:
        """Return what each issue needs, by both ends of its links, and what is needed from outside the table."""
        pairs = []
        for key, (_, cells) in self._rows.items():
            pairs += [(key, blocker) for blocker in self._all(cells, BLOCKED_BY)]
            pairs += [(blocked, key) for blocked in self._all(cells, BLOCKS) if blocked in self._rows]
        needs: dict[str, dict[str, None]] = {}
        outside = []
        for blocked, blocker in pairs:
            later, earlier = owners.get(blocked), owners.get(blocker)
            if later is not None and blocker not in self._rows:
                outside.append((names[later], blocker))
            elif later is not None and earlier is not None and later != earlier:
                needs.setdefault(later, {})[names[earlier]] = None
        return needs, list(dict.fromkeys(outside))

    def _feature(
        self, key: str, owners: Mapping[str, str | None], names: Mapping[str, str], needs: Mapping[str, dict[str, None]]
    ) -> Iterator[Feature]:
        number, cells = self._rows[key]
        amounts = {field: self._amount(number, cells, field) for field in self._columns}
        for other, owner in owners.items():
            if owner == key and other != key:
                for field in self._columns:
                    if field != "value":
                        amounts[field] += self._amount(*self._rows[other], field)
        work = {field.partition(":")[2]: days for field, days in amounts.items() if field != "value" and days}
        epic = self._parents[key]
        because = self._one(self._rows[epic][1], "summary") if epic else ""
        priority = self._priorities.get(self._one(cells, "priority").casefold(), 1)
        try:
            variant = Variant(value=amounts["value"], effort=work)
            yield Feature(names[key], variant, priority=priority, because=because, requires=[*needs.get(key, ())])
        except ModelError as error:
            self.problems += [Problem(f"row {number}", str(problem)) for problem in error.problems]

    def _amount(self, number: int, cells: list[str], field: str) -> Fraction:
        """Return an amount of a row: value as it is, effort in person-days; nothing is nought."""
        column = self._columns[field]
        cell = self._one(cells, column.casefold())
        if not cell:
            return Fraction(0)
        try:
            amount = Fraction(self._numbers[column](cell))
        except ModelError as error:
            self.problems += [
                Problem(f"row {number}, column {column!r}", problem.message) for problem in error.problems
            ]
            return Fraction(0)
        per_point, per_day = map(exact, self._units)
        if field == "value":
            return amount
        return amount / (3600 * per_day) if column.casefold().lstrip("\u03c3\u2211 ") in SECONDS else amount * per_point
