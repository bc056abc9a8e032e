"""Jira's export and back, and Mermaid's Gantt chart."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import examples
from irontriangle.formats import mermaid_gantt, read_jira, write_jira

HEADER = (
    "Summary,Issue key,Issue id,Issue Type,Status,Priority,Labels,Labels,Original Estimate,Parent id,Parent key,"
    "Custom field (Story Points),Custom field (Business Value),Inward issue link (Blocks),Inward issue link (Blocks),"
    "Outward issue link (Blocks),Custom field (Epic Link)"
)
EXPORT = f"""\
{HEADER}
Shop,S-1,101,Epic,To Do,High,,,,,,,,,,,
Login,S-2,102,Story,To Do,Highest,web,,57600,,,3,10,,,S-3,S-1
"Checkout, guest",S-3,103,Story,To Do,Medium,web,pay,144000,,,5,40,,,,S-1
Unit tests,S-4,104,Sub-task,To Do,Medium,,,28800,103,S-3,,,S-6,,,
Old page,S-5,105,Story,Done,Medium,,,28800,,,,5,,,S-3,
Search,S-6,106,Story,To Do,Low,,,86400,,,8,25,X-9,S-5,,
Lonely epic,S-7,107,Epic,To Do,Low,,,,,,2,7,,,,
"""


def read(text, **keywords):
    source = io.BytesIO(text) if isinstance(text, bytes) else io.StringIO(text)
    return read_jira(source, **({"value": "Custom field (Business Value)"} | keywords))


def problems(text, **keywords):
    with pytest.raises(it.ModelError) as caught:
        read(text, **keywords)
    return [str(problem) for problem in caught.value.problems]


def test_an_export_becomes_a_backlog():
    backlog = read(EXPORT, priorities={"Highest": "MUST", "low": 2})
    assert backlog.scope == it.Scope(
        [
            it.Feature("S-2 Login", it.Variant(value=10, effort={"dev": 2}), priority="MUST", because="Shop"),
            it.Feature(
                "S-3 Checkout, guest",
                it.Variant(value=40, effort={"dev": 6}),
                because="Shop",
                requires=["S-2 Login", "S-6 Search"],
            ),
            it.Feature("S-6 Search", it.Variant(value=25, effort={"dev": 3}), priority=2),
            it.Feature("S-7 Lonely epic", it.Variant(value=7), priority=2),
        ]
    )
    assert backlog.outside == (("S-6 Search", "X-9"),)
    assert backlog.keys["S-6 Search"] == "S-6"


def test_what_is_done_counts_for_nobody_and_what_nobody_estimated_is_told():
    assert read(EXPORT).unestimated == ("S-7 Lonely epic",)
    text = EXPORT.replace("Sub-task,To Do", "Sub-task,Done").replace("Priority", "Resolution,Priority", 1)
    for status, resolution in (("To Do", "Unresolved"), ("Done", "")):
        text = text.replace(f",{status},", f",{status},{resolution},")
    backlog = read(text.replace("Story,To Do,Unresolved,Low", "Story,Erledigt,Fertig,Low"))
    assert [feature.name for feature in backlog.scope] == ["S-2 Login", "S-3 Checkout, guest", "S-7 Lonely epic"]
    assert backlog.scope["S-3 Checkout, guest"].original.effort == {"dev": 5}  # without the tests


def test_points_and_hours_count_as_said():
    backlog = read(
        EXPORT,
        effort={"dev": "Custom field (Story Points)", "qa": "Original Estimate"},
        days_per_point=0.5,
        hours_per_day=4,
    )
    assert backlog.scope["S-3 Checkout, guest"].original.effort == {"dev": 2.5, "qa": 12}


@pytest.mark.parametrize(
    "text",
    [
        EXPORT.encode("utf-8-sig"),
        EXPORT.encode("utf-16"),
        EXPORT.replace("Login", "Lögin").encode("cp1252"),
        EXPORT.replace('"Checkout, guest"', "Checkout guest").replace(",", ";").encode(),
        EXPORT.replace("\n", "\r\n").encode(),
        EXPORT.replace(",,,,S-1\n", ",,,,S-1\n\n").encode(),
        EXPORT.replace("S-7,107,Epic,To Do,Low,,,,,,2,7,,,,", "S-7,107,Epic,To Do,Low,,,,,,2,7").encode(),
    ],
    ids=["BOM", "UTF-16", "Windows-1252", "semicolons", "CRLF", "blank rows", "ragged rows"],
)
def test_an_export_is_read_however_it_was_saved(text):
    assert [feature.original.value for feature in read(text).scope] == [10, 40, 25, 7]


@pytest.mark.parametrize("sigma", ["\u03a3", "\u2211"])
def test_sums_have_the_subtasks_in_them_already(sigma):
    text = EXPORT.replace("Original Estimate", f"{sigma} Original Estimate").replace(",144000,", ",172800,")
    backlog = read(text, effort={"dev": f"{sigma} Original Estimate"})
    assert backlog.scope["S-3 Checkout, guest"].original.effort == {"dev": 6}


def test_an_export_in_another_language_is_told_so():
    assert problems("Zusammenfassung,Vorgangsschl\u00fcssel,Wert\nLogin,S-1,3\n", value="Wert") == [
        "row 1: there is no column 'Issue key'; export it in English",
        "row 1: there is no column 'Summary'; export it in English",
        "row 1: there is no column 'Original Estimate'; export it in English",
    ]


def test_decimal_commas():
    text = EXPORT.replace(",10,,,S-3", ',"10,5",,,S-3')
    assert read(text).scope["S-2 Login"].original.value == 10.5


def test_the_table_comes_back_with_the_plan():
    backlog = read(EXPORT)
    plan = it.optimize(it.Project(backlog.scope, timeline=it.Timeline("2027-01-04", "2027-01-12", team={"dev": 1})))
    text = write_jira(backlog, plan)
    found = list(csv.reader(io.StringIO(text)))
    assert found[0][: len(backlog.header)] == list(backlog.header)
    assert [row[:17] for row in found[1:]] == [list(row) for row in backlog.rows]
    planned = {row[1]: row[17:] for row in found[1:]}
    assert planned["S-1"] == ["", "", "", ""]
    assert planned["S-2"][0] == "full"
    assert planned["S-2"][1] >= "2027-01-04"
    assert planned["S-3"][0] == "backlog"
    assert planned["S-3"][3]
    again = read(text)
    assert again.scope == backlog.scope
    assert write_jira(again, plan) == text


def test_issues_that_the_plan_does_not_know_stay_as_they_are():
    backlog = read(EXPORT)
    project = it.Project(backlog.scope).apply(it.DropFeature("S-7 Lonely epic"))
    rows = list(csv.reader(io.StringIO(write_jira(backlog, it.optimize(project)))))
    assert {row[1]: row[17] for row in rows[1:]} == {
        "S-1": "", "S-2": "full", "S-3": "full", "S-4": "", "S-5": "", "S-6": "full", "S-7": "",
    }  # fmt: skip


def test_what_would_be_a_formula_is_none():
    backlog = read(EXPORT.replace("Login,", "=cmd(),").replace("web,,", "-5,,"))
    text = write_jira(backlog, it.optimize(it.Project(backlog.scope)))
    assert ",'=cmd()" in "," + text.replace("\n", ",")
    assert ",-5," in text
    assert read(text).scope == backlog.scope


NAMES = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1).map(str.strip).filter(bool)


@given(st.lists(st.tuples(NAMES, st.integers(0, 99), st.integers(0, 10**6)), min_size=1, max_size=6))
def test_any_export_comes_back(issues):
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["Issue key", "Summary", "Custom field (Business Value)", "Original Estimate", "Team = (x)"])
    writer.writerows([f"K-{place}", name, value, seconds, "=x"] for place, (name, value, seconds) in enumerate(issues))
    backlog = read(table.getvalue())
    assert len(backlog.scope) == len(issues)
    again = read(write_jira(backlog, it.optimize(it.Project(backlog.scope))))
    assert again.scope.features[0].original == backlog.scope.features[0].original
    assert len(again.scope) == len(issues)


@pytest.mark.parametrize(
    ("text", "keywords", "told"),
    [
        ("", {}, ["must have a header row with 'Issue key' and 'Summary', got nothing"]),
        (
            "Issue key,Sumary,Custom field (Business Value),Original Estimate\nA,b,1,1\n",
            {},
            ["row 1: there is no column 'Summary'; did you mean 'Sumary'?"],
        ),
        (EXPORT, {"value": "Custom field (Value)"}, ["row 1: there is no column 'Custom field (Value)'"]),
        (
            EXPORT.replace("57600", "x").replace(",40,", ",many,").replace("S-6,106", "S-3,106"),
            {},
            [
                "row 7, column 'Issue key': 'S-3' is in row 4 already",
                "row 3 (S-2), column 'Original Estimate': must be a number, got 'x'",
                "row 4 (S-3), column 'Custom field (Business Value)': must be a number, got 'many'",
            ],
        ),
        (EXPORT.replace("Search,S-6", "Search,"), {}, ["row 7, column 'Issue key': must name the issue, got nothing"]),
        (
            EXPORT.replace(",25,", ",-25,").replace("144000", "1e400000"),
            {},
            [
                "row 4 (S-3), column 'Original Estimate': must be a finite number >= 0, got 1E+400000 (its size must",
                "row 7 (S-6), column 'Custom field (Business Value)': must be a finite number >= 0, got -25",
            ],
        ),
        (
            EXPORT,
            {"priorities": {"Low": "later", "Hihgest": 1}},
            [
                "read_jira: priorities['Low'] must be MUST, SHOULD, COULD, WONT or",
                "read_jira: priorities names unknown priority 'Hihgest'; did you mean 'Highest'?",
            ],
        ),
        (
            EXPORT.replace("Labels", "Due Date", 1).replace("web,pay", "31/Foo/27,pay").replace("web,,", "1/2/27,,"),
            {},
            [
                "row 3 (S-2), column 'Due date': must be a date such as 2027-01-31 or 31/Jan/27, got '1/2/27'; ",
                "row 4 (S-3), column 'Due date': must be a date such as 2027-01-31 or 31/Jan/27, got '31/Foo/27'",
            ],
        ),
        (EXPORT, {"due": "Labls"}, ["row 1: there is no column 'Labls'; did you mean 'Labels'?"]),
        (
            EXPORT.replace("Lonely", "\ud800"),
            {},
            ["row 8 (S-7): Feature 'S-7 \\ud800 epic': name must be text that UTF-8 can store"],
        ),
        (HEADER + "\n", {}, ["must have an open issue that is no sub-task, got none"]),
        (
            EXPORT,
            {"hours_per_day": 0, "days_per_point": 0},
            [
                "read_jira: days_per_point must be a finite number > 0, got 0",
                "read_jira: hours_per_day must be a finite number from 1 to 24, got 0",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(text, keywords, told):
    found = problems(text, **keywords)
    assert len(found) == len(told)
    for one, start in zip(found, told, strict=True):
        assert one.startswith(start), one


@pytest.mark.parametrize(
    "written",
    ["2027-01-12", "2027-01-12 00:00:00.0", "12/Jan/27 12:00 AM", "12/jan/2027", "12. January 2027", "12.1.27"],
)
def test_a_due_date_is_kept(written):
    text = EXPORT.replace("Labels", "Due Date", 1).replace("web,pay", f"{written},pay").replace("web,,", ",,")
    backlog = read(text)
    assert backlog.scope["S-3 Checkout, guest"].original.due == date(2027, 1, 12)
    assert backlog.scope["S-2 Login"].original.due is None
    assert read(text, due=None).scope["S-3 Checkout, guest"].original.due is None
    assert read(text.replace("Due Date", "Target end"), due="target end").scope == backlog.scope


def test_priorities_that_no_issue_has_are_no_slip():
    said = {"Lowest": 3, "P1": "MUST", "P2": 2, "Someday": 4}
    assert read(EXPORT.replace("Medium", "P3"), priorities=said).scope == read(EXPORT).scope


def test_parents_in_a_circle_are_nobodys():
    text = EXPORT.replace(
        "Unit tests,S-4,104,Sub-task,To Do,Medium,,,28800,103,S-3",
        "Unit tests,S-4,104,Sub-task,To Do,Medium,,,28800,104,S-4",
    )
    assert "S-4" not in read(text).keys.values()
    kinds = "Issue key,Summary,Issue Type,Parent key,Custom field (Business Value),Original Estimate\n"
    text = kinds + "A,a,Sub-task,B,1,1\nB,b,Sub-task,A,1,1\nC,c,Story,,1,3600\n"
    assert [*read(text).keys.values()] == ["C"]


def test_sub_tasks_of_sub_tasks_count_for_the_one_that_is_none():
    lines = ["Issue key,Summary,Issue Type,Parent,Custom field (Business Value),Original Estimate"]
    lines += ["K-0,top,Story,,5,0", *(f"K-{place},part,Sub-task,K-{place - 1},,288" for place in range(1, 3_001))]
    (feature,) = read("\n".join(lines)).scope
    assert feature.original.effort["dev"] == 30
    assert feature.because == ""


# -------------------------------------------------------------------------------------------------------------- Mermaid


def test_mermaid_names_hold_nothing_that_mermaid_takes_for_its_own():
    scope = it.Scope(
        [it.Feature("a:b;c#d\n%%e", it.Variant(value=1, effort={"dev": 1})), it.Feature("m", it.Variant(value=1))]
    )
    plan = it.optimize(it.Project(scope, timeline=it.Timeline("2027-01-04", team={"dev": 1})))
    text = mermaid_gantt(plan)
    assert "    section a b c d e\n    dev :crit, 2027-01-04, 2027-01-04\n" in text
    assert "    milestone :milestone, 2027-01-04, 0d\n" in text
    assert "Limits" not in text


def test_mermaid_needs_a_plan():
    with pytest.raises(it.NoPlanError):
        mermaid_gantt(it.optimize(examples.feature_abc(), value_at_least=999))


def test_mermaid_of_sprints_has_dates():
    scope = it.Scope([it.Feature("a", it.Variant(value=3, effort={"dev": 5}))])
    plan = it.optimize(it.Project(scope, timeline=it.Sprints("2027-01-04", 3, capacity={"dev": 4})))
    assert "    dev :2027-01-04, 2027-01-29\n" in mermaid_gantt(plan)
    assert "    deadline :milestone, 2027-02-12, 0d\n" in mermaid_gantt(plan)


def test_mermaid_shows_gates_and_the_deadline():
    scope = it.Scope([it.Feature("a", it.Variant(value=3, effort={"dev": 2, "qa": 1}))])
    steps = ["dev", it.Gate("approval", 5), "qa"]
    timeline = it.Timeline("2027-01-04", "2027-01-29", team={"dev": 1, "qa": 1}, workflow=steps)
    text = mermaid_gantt(it.optimize(it.Project(scope, timeline=timeline)))
    assert "    approval :crit, 2027-01-06, 2027-01-12\n" in text
    assert "    section Limits\n    deadline :milestone, 2027-01-29, 0d\n" in text
