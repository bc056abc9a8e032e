"""Backlogs from spreadsheets, with the habits of spreadsheets."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

import irontriangle as it

BACKLOG = """\
Feature,Variant,Value,Cost,Quality,Priority,Because,Requires,effort:dev,effort:q a
login,,10,,,MUST,nothing works without,,2.5,
ABC,full,90,500,,2,"sales, engagement","login; chat:small",30,10
,simplified,60,,80 %,,,,15,4
,,,,,,,,,
chat,big,50,"1,200.50",0.9,,,login,20,
chat,small,20,,,,,,5,
"""

SCOPE = it.Scope(
    [
        it.Feature(
            "login", it.Variant(value=10, effort={"dev": 2.5}), priority="MUST", because="nothing works without"
        ),
        it.Feature(
            "ABC",
            [
                it.Variant("full", value=90, cost=500, effort={"dev": 30, "q a": 10}),
                it.Variant("simplified", value=60, quality=0.8, effort={"dev": 15, "q a": 4}),
            ],
            priority=2,
            because="sales, engagement",
            requires=["login", ("chat", "small")],
        ),
        it.Feature(
            "chat",
            [
                it.Variant("big", value=50, cost=1200.5, quality=0.9, effort={"dev": 20}),
                it.Variant("small", value=20, effort={"dev": 5}),
            ],
            requires=["login"],
        ),
    ]
)


def read(text, **keywords):
    source = io.BytesIO(text) if isinstance(text, bytes) else io.StringIO(text)
    return it.scope_from_csv(source, **keywords)


def problems(text, **keywords):
    with pytest.raises(it.ModelError) as caught:
        read(text, **keywords)
    return [str(problem) for problem in caught.value.problems]


class TestHabits:
    def test_backlog_is_read(self):
        assert read(BACKLOG) == SCOPE

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_encoding_is_found(self, tmp_path, encoding):
        path = tmp_path / "backlog.csv"
        path.write_bytes("Feature,Because\nGr\u00f6\u00dfe,3 \u20ac".encode(encoding))
        for source in (path, str(path)):
            assert it.scope_from_csv(source) == it.Scope(
                [it.Feature("Gr\u00f6\u00dfe", it.Variant(), because="3 \u20ac")]
            )

    def test_byte_order_mark_in_an_open_file_is_no_matter(self):
        assert read("\ufeff" + BACKLOG) == SCOPE

    @pytest.mark.parametrize("mark", [";", "\t", "|"])
    def test_delimiter_is_found(self, mark):
        text = BACKLOG.replace('"sales, engagement"', "sales# engagement").replace('"1,200.50"', "1200#50")
        text = text.replace(".", "#").replace('"login; chat:small"', "login# chat:small")
        text = text.replace(",", mark).replace("#", ",")
        assert read(text) == SCOPE

    def test_delimiter_may_be_said(self):
        assert read("sep=;\r\n" + "feature;value,goal\r\na;1".replace(",goal", "")) == read("feature,value\na,1")

    @pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
    def test_line_ends_are_no_matter(self, end):
        assert read(BACKLOG.replace("\n", end).encode()) == SCOPE

    def test_header_is_read_in_any_case_and_spacing(self):
        text = " FEATURE ,vAlue : Sales,EFFORT: Dev,\n a , 3 , 2 ,"
        goals = it.Goals({"Sales": 2})
        feature = it.Feature("a", it.Variant(value={"Sales": 3}, effort={"Dev": 2}))
        assert read(text, goals=goals) == it.Scope([feature], goals=goals)

    def test_blank_rows_and_columns_are_no_matter(self):
        assert read("\n,,\nfeature,,value\n,,\na,,1\n\n , , \nb\n") == read("feature,value\na,1\nb,0")

    def test_rows_of_a_feature_need_not_be_together(self):
        assert read("feature,variant\na,x\nb,\na,y") == read("feature,variant\na,x\n,y\nb,")

    def test_dashes_are_nothing(self):
        assert read("feature,cost,because\na,-,\u2013") == read("feature,cost\na,")

    def test_funds_are_columns(self):
        scope = read("feature,cost:build,cost:run\na,$3,4\nb,,5")
        assert [feature.original.cost for feature in scope] == [{"build": 3, "run": 4}, {"run": 5}]

    def test_what_belongs_to_the_feature_may_be_said_in_any_row(self):
        text = "feature,variant,priority,because,requires\na,x,,why,\n,y,3,,b\na,z,3,why,b\nb"
        feature = read(text)["a"]
        assert (feature.priority, feature.because, feature.requires) == (it.Priority(3), "why", ("b",))


@pytest.mark.parametrize("source", [None, 3, b"feature", ["feature"]])
def test_what_is_no_file_is_refused(source):
    with pytest.raises(TypeError, match="source must be a path or an open file"):
        it.scope_from_csv(source)


class TestProblems:
    def test_every_bad_cell_is_told_by_row_and_column(self):
        text = (
            "feature,variant,value,quality,requires,priority,effort:dev\n"
            ",,3\n"
            'a,,1,80%,"b, c",MUST,x\n'
            "b,,-1,2,,HIGH,1e30\n"
            ",v,,,,2,,9\n"
            "b,v,,,a:foo\n"
            "c c,,1.200,,b:w\n"
        )
        assert problems(text) == [
            "row 5: has '9' in column 8, which has no name in the header",
            "row 2, column 'feature': must name a feature: there is none above",
            "row 3, column 'effort:dev': must be a number, got 'x'",
            "row 3, column 'requires': unknown feature 'c'",
            "row 4, column 'value': must be a finite number >= 0, got -1",
            "row 4, column 'effort:dev': must be a finite number >= 0, got 1E+30 (its size must be below 10^24)",
            "row 4, column 'quality': must be a finite number from 0 to 1, got 2",
            "row 6, column 'variant': variant 'v' of this feature is in row 5 already",
            "row 5, column 'priority': must be what row 4 says, got '2'",
            "row 6, column 'requires': unknown variant 'foo' of feature 'a'",
            "row 4, column 'priority': must be MUST, SHOULD, COULD, WONT or a whole number >= 1, got 'HIGH'",
            "row 7, column 'value': may mean 1200 or 1.200, got '1.200'; write it without marks, "
            "or with another number of decimals",
            "row 7, column 'requires': unknown variant 'w' of feature 'b'",
        ]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "must have a header row with a column 'feature', got nothing"),
            ("\n,,\n", "must have a header row with a column 'feature', got nothing"),
            ("value,cost\n1,2", "row 1: must be a header with a column 'feature', got 'value', 'cost'"),
            ("\nfeature,valeu\na,1", "row 2: unknown column 'valeu'; did you mean 'value'?"),
            ("feature,owner\na,me", "row 1: unknown column 'owner'; known are feature, variant, value, cost, quality, "
             "earliest, due, priority, because, requires, effort:ROLE, value:GOAL, cost:FUND"),
            ("feature,Effort\na,1", "row 1: unknown column 'Effort'; write effort:ROLE"),
            ("feature,efort:dev\na,1", "row 1: unknown column 'efort:dev'; did you mean 'effort:dev'?"),
            ("feature,Costs : Run\na,1", "row 1: unknown column 'Costs : Run'; did you mean 'cost:Run'?"),
            ("feature,efort\na,1", "row 1: unknown column 'efort'; did you mean 'effort:ROLE'?"),
            ("feature,owner:dev\na,1", "row 1: unknown column 'owner:dev'; known are feature, variant, value, cost, "
             "quality, earliest, due, priority, because, requires, effort:ROLE, value:GOAL, cost:FUND"),
            ("feature,effort:\na,1", "row 1: unknown column 'effort:'; write effort:ROLE"),
            ("feature,quality:x\na,1", "row 1: unknown column 'quality:x'; did you mean 'quality'?"),
            ("feature,cost:x,COST: x\na,1,1", "row 1: column 'cost:x' is there twice"),
            ("feature\n", "row 1: must be followed by a row for each variant, got none"),
            ('feature,value\n"a,1', "row 2: not CSV: unexpected end of data"),
            ('feature,value\n"a"b,1', "row 2: not CSV: ',' expected after '\"'"),
            (f"feature\n{'a' * 200_000}", "row 2: not CSV: field larger than field limit (131072)"),
            ("f\0e\0a\0", "must be text, got null characters; save it as CSV in UTF-8"),
            (b"feature\x81", "must be text in UTF-8 or Windows-1252; save it as CSV in UTF-8"),
            ("feature,cost\na,3 \u20ac\nb,4 $", "amounts must be in one currency, got $, \u20ac"),
            ("feature,cost,cost:x\na,3,4", "row 2, column 'cost': must be empty, or the columns cost:... must be: "
             "one or the other"),
            ("feature,priority\na,1.5", "row 2, column 'priority': must be MUST, SHOULD, COULD, WONT or a whole number "
             ">= 1, got 1.5"),
            ("feature,priority\na,1st", "row 2, column 'priority': must be MUST, SHOULD, COULD, WONT or a whole number "
             ">= 1, got '1st'"),
            ("feature,requires\nlogin,\na,logn", "row 3, column 'requires': unknown feature 'logn'; did you mean "
             "'login'?"),
        ],
    )  # fmt: skip
    def test_problem_is_told(self, text, told):
        assert problems(text) == [told]

    def test_unknown_goal_is_told(self):
        goals = it.Goals({"sales": 1})
        assert problems("feature,value:sale\na,1", goals=goals) == ["row 1: unknown goal 'sale'; did you mean 'sales'?"]

    def test_huge_file_is_refused(self):
        class Endless(io.RawIOBase):
            def read(self, size=-1):
                return b"a" * size

        with pytest.raises(it.ModelError, match="must be smaller than 64 MB; it is no backlog"):
            it.scope_from_csv(Endless())

    def test_huge_path_is_refused(self, tmp_path):
        with (tmp_path / "huge.csv").open("wb") as file:
            file.truncate(2**26 + 1)
        with pytest.raises(it.ModelError, match="must be smaller than 64 MB"):
            it.scope_from_csv(tmp_path / "huge.csv")

    def test_missing_file_is_what_python_says(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            it.scope_from_csv(tmp_path / "missing.csv")


CELLS = st.sampled_from(
    [
        "",
        "a",
        "b",
        "a:full",
        "a; b",
        "1",
        "1,5",
        "1.200",
        "-",
        "MUST",
        "80%",
        '"',
        '"a,',
        "\n",
        "nan",
        "1e9",
        "\ufeff",
        "\0",
    ]
) | st.text(max_size=5)


@given(
    st.lists(st.sampled_from([*BACKLOG.splitlines()[0].split(","), "value:x", "cost:x", "", "odd"]), max_size=12),
    st.lists(st.lists(CELLS, max_size=12), max_size=6),
    st.sampled_from(",;\t|"),
)
def test_any_table_is_a_scope_or_a_problem(header, rows, mark):
    text = "\n".join(mark.join(cells) for cells in [["feature", *header], *rows])
    for source in (io.StringIO(text), io.BytesIO(text.encode("utf-8", "replace"))):
        with suppress(it.ModelError):
            assert len(it.scope_from_csv(source)) > 0


@given(st.binary(max_size=60), st.integers(0, 400))
def test_any_bytes_are_a_scope_or_a_problem(tail, size):
    with suppress(it.ModelError):
        assert len(it.scope_from_csv(io.BytesIO(BACKLOG.encode()[:size] + tail))) > 0
