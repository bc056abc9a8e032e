"""Backlogs from Jira's CSV export, and plans back into it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from typing import IO, Any

import attrs

from irontriangle._files.cells import guarded
from irontriangle._model.amounts import FrozenMap, NumberLike, exact, number_problem, raise_problems, to_number
from irontriangle._model.scope import Scope
from irontriangle._plan.plan import Plan
from irontriangle._show.reasons import reason_text
from irontriangle.formats._jira_issues import Issues, priorities_of
from irontriangle.formats._jira_table import Table, places_of

PLANNED = ("irontriangle plan", "irontriangle start", "irontriangle end", "irontriangle reason")
"""The columns that `write_jira` adds."""
DUE = "Due date"


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

    @property
    def unestimated(self) -> tuple[str, ...]:
        """The features without any effort, which a plan builds for nothing."""
        return tuple(feature.name for feature in self.scope if not feature.original.effort)


def read_jira(
    source: str | os.PathLike[str] | IO[Any],
    *,
    value: str,
    effort: Mapping[str, str] | None = None,
    days_per_point: NumberLike = 1,
    hours_per_day: NumberLike = 8,
    priorities: Mapping[str, Any] | None = None,
    due: str | None = DUE,
) -> JiraBacklog:
    r"""
    Read a backlog from Jira's CSV export ("all fields").

    Sub-tasks count for their parents: their effort is added, and what blocks them blocks the parent. An epic that has
    issues is no feature; its summary says why they are wanted. Issues that are done, by status or resolution, are left
    out, sub-tasks too, and so is the need for them. What nobody has estimated is in `JiraBacklog.unestimated`. Links
    "blocks" count from both ends.

    Parameters
    ----------
    source
        A path, or a file that is open for reading; in any encoding and with any mark between cells that
        `irontriangle.scope_from_csv` reads.
    value
        The column that says what an issue is worth, such as ``"Custom field (Business Value)"``.
    effort
        For each role the column that says its effort; ``{"dev": "Original Estimate"}`` unless said. Estimates are in
        seconds, any other column counts points; a sum, ``"Σ Original Estimate"``, has the sub-tasks in it.
    days_per_point
        Person-days of a point.
    hours_per_day
        Hours of a person-day, for estimates.
    priorities
        What Jira's priorities mean here: ``{"Highest": "MUST", "Low": 2}``; those that are not there are 1.
    due
        The column of the date by which an issue must be done, where the table has it: `Variant.due`, which a plan
        keeps or leaves the issue out. None: such dates bind nobody. They may be written as ``2027-01-31``,
        ``31/Jan/27`` or ``31.01.2027``, with a time or without.

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
    units = to_number(days_per_point), to_number(hours_per_day)
    columns = {
        "value": value,
        **{f"effort:{role}": name for role, name in (effort or {"dev": "Original Estimate"}).items()},
    }
    table = Table.read(source, asked=[*columns.values(), *([due] if due and due != DUE else [])])
    ranks, misnamed = priorities_of(table, priorities or {})
    raise_problems(
        "read_jira",
        [
            *number_problem("days_per_point", units[0], above=True),
            *number_problem("hours_per_day", units[1], low=1, high=24),
            *misnamed,
        ],
    )
    issues = Issues(table, columns, exact(units[0]), exact(units[1]), ranks, due or "")
    features, keys, outside = issues.features()
    return JiraBacklog(Scope(features), FrozenMap(keys), table.header, tuple(table.cells), outside)


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
    key = places_of(backlog.header)["issue key"][0]
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
