"""Tables in and out: three kinds of frames, CSV back to the spreadsheet, and everything that is wrong in them."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import examples, strategies, tables
from irontriangle._files.cells import EMPTY, guarded, unguarded

KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.Table}
MAKE = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}
COLUMNS = {
    "feature": ["login", "ABC", None, "chat"],
    "variant": [None, "full", "simplified", None],
    "value": [10, 90, 60, None],
    "cost": [None, "1.200,50", "", "12,5"],
    "effort:dev": [2.5, 30, 15, 5],
    "priority": [None, 2, None, 1],
    "because": ["first", "sales, engagement", None, None],
    "requires": [None, "login; chat", None, None],
}
SCOPE = it.Scope(
    [
        it.Feature("login", it.Variant(value=10, effort={"dev": 2.5}), because="first"),
        it.Feature(
            "ABC",
            [
                it.Variant(value=90, cost=Decimal("1200.5"), effort={"dev": 30}),
                it.Variant("simplified", value=60, effort={"dev": 15}),
            ],
            priority=2,
            because="sales, engagement",
            requires=["login", "chat"],
        ),
        it.Feature("chat", it.Variant(cost=12.5, effort={"dev": 5}), priority=1),
    ]
)


@pytest.fixture(scope="module")
def plan():
    return it.optimize(examples.feature_abc())


def rows(frame):
    return nw.from_native(frame).rows(named=True)


def problems(frame, **keywords):
    with pytest.raises(it.ModelError) as caught:
        tables.scope_from_frame(frame, **keywords)
    return [str(problem) for problem in caught.value.problems]


# ------------------------------------------------------------------------------------------------------------- frames


@pytest.mark.parametrize("kind", KINDS)
def test_scope_is_read_from_a_frame(kind):
    assert tables.scope_from_frame(MAKE[kind](COLUMNS)) == SCOPE


def test_requirements_may_be_lists_and_features_numbers():
    frame = pl.DataFrame({"feature": [7.0, 8.0], "requires": [[], ["7"]], "value": [0.5, 1.234]})
    scope = tables.scope_from_frame(frame)
    assert scope["8"].requires == ("7",)
    assert scope["8"].original.value == 1.234


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, pd.NaT, "", " ", "-"])
def test_what_is_missing_is_nothing(nothing):
    frame = pd.DataFrame({"feature": ["a"], "value": pd.Series([nothing], dtype=object)})
    assert tables.scope_from_frame(frame) == it.Scope([it.Feature("a", it.Variant())])


def test_every_bad_cell_is_named_by_row_and_column():
    frame = pd.DataFrame(
        {
            "feature": ["a", None, "b"],
            "variant": ["full", "full", None],
            "value": ["x", "1", "-3"],
            "effort:dev": [1.0, 2.0, -1.0],
            "priority": ["HIGH", None, None],
            "requires": [None, None, "c"],
        }
    )
    assert {told.partition(":")[0] for told in problems(frame)} >= {
        "row 0, column 'value'",
        "row 0, column 'priority'",
        "row 1, column 'variant'",
        "row 2, column 'value'",
        "row 2, column 'requires'",
    }


def test_bad_columns_are_named():
    assert problems(pl.DataFrame({"feature": ["a"], "vlaue": [1]})) == [
        "columns: unknown column 'vlaue'; did you mean 'value'?"
    ]
    assert problems(pl.DataFrame({"feature": [None]}, schema={"feature": pl.String})) == [
        "must have a row for each variant, got none"
    ]


@pytest.mark.parametrize("frame", [3, "a", [1], {"feature": ["a"]}])
def test_what_is_no_frame_is_refused(frame):
    with pytest.raises(TypeError, match="frame must be a data frame of pandas, polars or PyArrow, got"):
        tables.scope_from_frame(frame)


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_is_of_the_kind_that_is_asked_for(kind, plan):
    found = it.options(examples.feature_abc())
    for like in (kind, MAKE[kind]({"a": [1]})):
        for frame in (
            tables.features(plan, like),
            tables.schedule(plan, like),
            tables.limits(plan, like),
            tables.options(found, like),
            tables.scope_rows(plan.project.scope, like),
        ):
            assert type(frame) is KINDS[kind]


@pytest.mark.parametrize("like", ["excel", 3, None])
def test_what_is_no_kind_of_frame_is_refused(like, plan):
    with pytest.raises(TypeError, match="or a data frame, got 'polar'; did you mean 'polars'"):
        tables.scope_rows(examples.feature_abc().scope, like="polar")
    with pytest.raises(TypeError, match="like must be 'pandas', 'polars', 'pyarrow' or a data frame"):
        tables.features(plan, like)


def in_sprints():
    scope = it.Scope([it.Feature("a", it.Variant(value=3, effort={"dev": 5, "qa": 0.5}))])
    return it.Project(scope, timeline=it.Sprints("2027-01-04", 3, capacity={"dev": 4, "qa": 1}))


@pytest.mark.parametrize("kind", KINDS)
def test_schedule_in_sprints_has_the_work_of_each(kind):
    qa, dev = rows(tables.schedule(it.optimize(in_sprints()), kind))
    assert (dev["task"], dev["start"], dev["end"], dev["sprint 1"] + dev["sprint 2"]) == ("dev", 0, 2, 5.0)
    assert (qa["task"], qa["sprint 1"] + qa["sprint 2"]) == ("qa", 0.5)
    assert [name for name in dev if "slack" in name or "people" in name or name == "sprint 3"] == []


def test_every_table_of_a_plan_in_sprints():
    plan = it.optimize(in_sprints())
    (feature,) = rows(tables.features(plan, "polars"))
    assert (feature["first"], feature["last"]) == (date(2027, 1, 4), date(2027, 1, 29))
    assert {row["limit"] for row in rows(tables.limits(plan, "polars"))} >= {"finish", "role:dev", "role:qa"}
    short = in_sprints().apply(it.ChangeSprints(-2))
    found = {row["option"]: row for row in rows(tables.options(it.options(short), "polars"))}
    assert found["extend"]["asks_for"] == "+1 sprint"


def test_features_say_their_fate():
    plan = it.optimize(examples.feature_abc(), "tiers")
    built, out = rows(tables.features(plan, "polars"))
    assert (built["fate"], built["variant"], built["first"]) == ("built", "full", date(2027, 1, 4))
    assert (out["fate"], out["variant"], out["last"]) == ("out", None, None)
    assert out["reason"].startswith("short of 12,800 USD")


def test_tasks_after_the_last_date_have_none(plan):
    late = [attrs.evolve(task, first=None, last=None) for task in plan.schedule]
    found = rows(
        tables.features(attrs.evolve(plan, answer=attrs.evolve(plan.answer, schedule=it.Schedule(late))), "polars")
    )
    assert [(row["first"], row["last"]) for row in found] == [(None, None), (None, None)]


def test_schedule_has_a_row_for_each_task(plan):
    found = rows(tables.schedule(plan, "polars"))
    assert [(row["feature"], row["task"], row["slack"]) for row in found][1] == ("ABC", "dev", 0.0)
    assert found[1]["people:dev"] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_tables_of_nothing_have_their_columns(kind):
    project = it.Project(it.Scope([it.Feature("a", it.Variant(value=2, cost=2))]), it.Budget(1))
    frame = nw.from_native(tables.schedule(it.optimize(project), kind))
    assert frame.columns == ["feature", "variant", "task", "first", "last", "start", "end", "slack"]
    assert len(frame) == 0


def test_limits_tell_numbers_from_dates(plan):
    found = {row["limit"]: row for row in rows(tables.limits(plan, "polars"))}
    assert found["finish"]["used"] is None
    assert found["finish"]["used_until"] == date(2027, 2, 19)
    assert found["cost"]["left"] == 5500


def test_options_say_why_there_is_none():
    project = examples.feature_abc()
    undated = it.Project(project.scope, it.Budget(45_000, rates={"dev": 900, "design": 800}))
    found = {row["option"]: row for row in rows(tables.options(it.options(undated), "polars"))}
    assert found["staff"]["no_option"] is not None
    assert found["staff"]["value"] is None
    with pytest.raises(TypeError, match="found must be Options, got int"):
        tables.options(3)


def test_no_plan_has_no_rows():
    plan = it.optimize(examples.feature_abc(), value_at_least=999)
    for table in (tables.features, tables.schedule, tables.limits):
        with pytest.raises(it.NoPlanError):
            table(plan)


# ----------------------------------------------------------------------------------------------------- there and back


SAFE = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30)
CENTS = strategies.numbers(max_value=10**6, places=3)


@st.composite
def backlogs(draw, numbers=CENTS):
    names = draw(st.lists(SAFE.map(str.strip).filter(bool), min_size=1, max_size=5, unique=True))
    found = []
    for name in names:
        ways = draw(st.lists(SAFE.map(str.strip).filter(bool), min_size=1, max_size=3, unique=True))
        variants = [
            it.Variant(
                way,
                value=draw(numbers),
                cost=draw(numbers),
                effort={"dev": draw(numbers)},
                quality=draw(st.sampled_from([1, 0.5])),
            )
            for way in ways
        ]
        found.append(
            it.Feature(
                name, variants, priority=draw(strategies.priorities()), because=draw(st.just("") | SAFE.map(str.strip))
            )
        )
    return it.Scope(found)


@given(backlogs())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_backlog_comes_back_from_csv_or_says_what_would_not(scope):
    try:
        text = it.scope_to_csv(scope)
    except it.ModelError as error:
        assert "would not come back" in str(error) or "no decimal form" in str(error)  # noqa: PT017  it may or may not
        return
    assert list(it.scope_from_csv(io.StringIO(text))) == list(scope)
    for line in text.splitlines():
        for cell in line.split(","):
            assert cell.strip('"')[:1] not in ("=", "+", "-", "@")


def is_said(scope):
    """Whether every text of a backlog is more than what stands for nothing in a table."""
    texts = [text for feature in scope for text in (feature.name, feature.because, *(way.name for way in feature))]
    return not any(text in EMPTY and text for text in texts)


@given(
    backlogs(st.integers(0, 10**9) | st.decimals(0, 10**6, places=3)).filter(is_said), st.sampled_from(sorted(KINDS))
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_backlog_comes_back_from_a_frame(scope, kind):
    assert tables.scope_from_frame(tables.scope_rows(scope, kind)) == scope


@pytest.mark.parametrize("kind", KINDS)
def test_dates_come_back_from_a_frame_and_may_be_dates_in_it(kind):
    scope = it.Scope([it.Feature("fair", it.Variant(value=5, earliest="2027-02-01", due="2027-03-05"))])
    assert tables.scope_from_frame(tables.scope_rows(scope, kind)) == scope
    columns = {"feature": ["fair"], "value": [5], "earliest": [date(2027, 2, 1)], "due": [date(2027, 3, 5)]}
    assert tables.scope_from_frame(MAKE[kind](columns)) == scope
    assert it.scope_from_csv(io.StringIO(it.scope_to_csv(scope))) == scope


@pytest.mark.parametrize("kind", KINDS)
def test_requirements_come_back_from_a_frame(kind):
    assert tables.scope_from_frame(tables.scope_rows(SCOPE, kind)) == SCOPE


NASTY = [
    "<script>alert(1)</script>",
    "=cmd()",
    "+1",
    "-1",
    "@x",
    "'=x",
    "'",
    "''+y",
    "שלום",
    "🚀👩‍👩‍👧",
    "x" * 1000,
    'a"b',
    "a,b",
    "a;b",
]


@pytest.mark.parametrize("name", NASTY)
def test_odd_name_comes_back_and_is_no_formula(name):
    scope = it.Scope([it.Feature(name, it.Variant(value=1)), it.Feature("z", it.Variant(value=2), requires=[name])])
    text = it.scope_to_csv(scope)
    assert it.scope_from_csv(io.StringIO(text)) == scope
    assert it.scope_from_csv(io.BytesIO(text.encode("utf-8-sig"))) == scope
    first = text.splitlines()[1]
    assert first.strip('"')[:1] not in "=+-@"
    assert tables.scope_from_frame(tables.scope_rows(scope, "polars")) == scope


@given(st.text(max_size=8))
def test_guard_is_undone(cell):
    assert unguarded(guarded(cell)) == cell or cell.strip("'") == "" or cell[:1] == "'"
    assert guarded(cell)[:1] not in ("=", "+", "-", "@")


@pytest.mark.parametrize(
    ("feature", "told"),
    [
        (it.Feature("a", it.Variant(tasks=[it.Task("t", 1)])), "tasks cannot be written in a row"),
        (it.Feature("a", it.Variant(effort={"dev": 2}, staffing={"dev": 2})), "staffing cannot be written in a row"),
        (it.Feature("a", it.Variant(value=Fraction(1, 3))), r"Fraction\(1, 3\) cannot be written"),
        (it.Feature("-", it.Variant(value=1)), "would not come back"),
    ],
)
def test_what_a_sheet_cannot_say_is_refused(feature, told):
    with pytest.raises(it.ModelError, match=told):
        it.scope_to_csv(it.Scope([feature]))


@pytest.mark.parametrize("value", ["1.234", "0.1", "1000000", "123.456", "0.000000000000000001"])
def test_number_is_written_so_that_it_means_one_thing(value):
    scope = it.Scope([it.Feature("a", it.Variant(value=Decimal(value)))])
    assert it.scope_from_csv(io.StringIO(it.scope_to_csv(scope))) == scope


def test_goals_and_funds_have_their_columns():
    scope = it.Scope(
        [it.Feature("a", it.Variant(value={"reach": 3}, cost={"build": 5}, quality=0.5))], goals=it.Goals({"reach": 2})
    )
    text = it.scope_to_csv(it.Scope(scope.features))
    assert text.splitlines()[0] == "feature,variant,value:reach,cost:build,quality,priority"
    assert it.scope_from_csv(io.StringIO(text), goals=scope.goals) == scope


def test_large_tables_are_read():
    n = 20_000
    frame = pl.DataFrame({"feature": [f"f{place}" for place in range(n)], "value": range(n), "effort:dev": [1.5] * n})
    assert len(tables.scope_from_frame(frame)) == n
