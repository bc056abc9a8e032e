"""What people's files are like, for every door: the right result, or a clear problem with its place."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import irontriangle as it
from irontriangle import tables
from irontriangle.formats import mermaid_gantt, read_jira, write_jira

NAMES = {
    "markup": "<script>alert(1)</script>",
    "formula": "=cmd()",
    "formula in full width": "\uff1dcmd()",
    "sum": "+1",
    "minus": "-1+2",
    "at": "@SUM(A1)",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
    "turned round": "a\u202eb\u202c",
    "emoji": "\U0001f680\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "1,000 characters": "x" * 1_000,
    "quotes": "a \"b\" 'c'",
    "marks": "a,b;c|d",
    "umlauts": "\u00c4\u00f6\u00df \u20ac",
}
MAKE = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}


def from_csv(rows, **saved):
    return it.scope_from_csv(saved_as(rows, **saved))


def from_jira(rows, **saved):
    head, *body = rows
    assert head == ["feature", "value", "effort:dev"]
    table = [["Issue key", "Summary", "Value", "Points"], *(["K-1", *row] for row in body)]
    backlog = read_jira(saved_as(table, **saved), value="Value", effort={"dev": "Points"})
    return it.Scope([it.Feature(one.name.removeprefix("K-1 "), one.variants) for one in backlog.scope])


def saved_as(rows, *, encoding="utf-8", mark=",", end="\n", ragged=False):
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator=end).writerows(rows)
    written = text.getvalue()
    return io.BytesIO((written.replace(f"{mark}0{end}", end) if ragged else written).encode(encoding))


DOORS = {"CSV": from_csv, "Jira": from_jira}
HEAD = ["feature", "value", "effort:dev"]


def backlog(name, value, dev=0):
    return it.Scope([it.Feature(name, it.Variant(value=value, effort={"dev": dev} if dev else {}))])


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", NAMES)
def test_name_arrives_as_it_is(door, name):
    assert DOORS[door]([HEAD, [NAMES[name], 5, 3]]) == backlog(NAMES[name], 5, 3)


@pytest.mark.parametrize("kind", MAKE)
@pytest.mark.parametrize("name", NAMES)
def test_name_arrives_from_a_frame_and_goes_into_one(kind, name):
    frame = MAKE[kind]({"feature": [NAMES[name]], "value": [5], "effort:dev": ["2,5"]})
    scope = backlog(NAMES[name], 5, 2.5)
    assert tables.scope_from_frame(frame) == scope
    assert tables.scope_from_frame(tables.scope_rows(scope, kind)) == scope


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "saved",
    [
        {"encoding": "utf-8-sig"},
        {"encoding": "utf-16"},
        {"encoding": "cp1252"},
        {"mark": ";"},
        {"mark": "\t"},
        {"end": "\r\n"},
        {"encoding": "cp1252", "mark": ";", "end": "\r\n"},
    ],
    ids=str,
)
def test_table_is_read_however_it_was_saved(door, saved):
    assert DOORS[door]([HEAD, ["K\u00e4se \u20ac", "1.234,5", "2,5"]], **saved) == backlog(
        "K\u00e4se \u20ac", 1234.5, 2.5
    )


@pytest.mark.parametrize("door", DOORS)
def test_rows_may_end_early(door):
    assert DOORS[door]([HEAD, ["a", 5, 0]], ragged=True) == backlog("a", 5)


@pytest.mark.parametrize("door", DOORS)
def test_number_that_may_mean_two_things_is_told_with_its_place(door):
    with pytest.raises(
        it.ModelError, match=r"row 2( \(K-1\))?, column '[vV]alue': may mean 1200 or 1\.200, got '1\.200'"
    ):
        DOORS[door]([HEAD, ["a", "1.200", "3"]])


@pytest.mark.parametrize("door", DOORS)
def test_what_is_no_text_is_refused(door):
    with pytest.raises(it.ModelError, match="must be text, got null characters"):
        DOORS[door]([HEAD, ["a\0b", 5, 3]])


@pytest.mark.slow
@pytest.mark.parametrize("door", ["CSV", "Jira"])
def test_a_hundred_thousand_lines_are_read(door):
    rows = "".join(f"K-{place},name {place},{place % 97},{place % 13}\n" for place in range(100_000))
    if door == "CSV":
        assert len(it.scope_from_csv(io.StringIO("because,feature,value,effort:dev\n" + rows))) == 100_000
    else:
        table = io.StringIO("Issue key,Summary,Value,Original Estimate\n" + rows)
        assert len(read_jira(table, value="Value").scope) == 100_000


@pytest.mark.parametrize("name", NAMES)
def test_name_leaves_as_no_formula_and_no_markup(name):
    scope = backlog(NAMES[name], 5, 3)
    plan = it.optimize(it.Project(scope, timeline=it.Timeline("2027-01-04", team={"dev": 1}), name=NAMES[name]))
    rows = list(csv.reader(io.StringIO(it.scope_to_csv(scope))))
    assert rows[1][0].strip("'")
    assert rows[1][0][0] not in "=+-@\uff1d"
    for shown in (plan._repr_html_(), it.to_markdown(plan), it.to_markdown(it.options(plan.project))):
        assert "<script" not in shown
    assert "<script" not in mermaid_gantt(plan)
    assert it.from_json(it.to_json(plan), it.Plan) == plan
    assert json.loads(it.to_json(plan))["selection"] == {NAMES[name]: "full"}


@pytest.mark.parametrize("name", NAMES)
def test_name_goes_back_to_jira_as_no_formula(name):
    table = [["Issue key", "Summary", "Value", "Original Estimate", "Notes"], [NAMES[name], "s", 5, 3600, NAMES[name]]]
    found = read_jira(saved_as(table), value="Value")
    text = write_jira(found, it.optimize(it.Project(found.scope)))
    for row in csv.reader(io.StringIO(text)):
        assert not any(cell.startswith(("=", "+", "@", "\uff1d", "-1+")) for cell in row if cell != "+1")
    assert read_jira(io.StringIO(text), value="Value").scope == found.scope
