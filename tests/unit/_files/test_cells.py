"""Numbers and lists as spreadsheets write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle import ModelError
from irontriangle._files.cells import Numbers, split_list, to_member
from irontriangle._model.amounts import to_number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", "12"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("+5", "5"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (".5", "0.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234", "1234"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234", "1234"),
        ("1'234.50", "1234.50"),
        ("1\u2019234\u2019567", "1234567"),
        ("1234,567", "1234.567"),
        ("1E+05", "1E+5"),
        ("1,5e3", "1.5E+3"),
        ("\u20ac 12,50", "12.50"),
        ("12,50 \u20ac", "12.50"),
        ("$12.50", "12.50"),
        ("12.50 USD", "12.50"),
        ("CHF 1'200", "1200"),
    ],
)
def test_number_is_read(cell, number):
    assert Numbers([cell])(cell) == to_number(Decimal(number))


@pytest.mark.parametrize(
    "cell",
    ["", "x", "1,2,3", "12.", "1.23,4.5", "1,2345,678.0", "e5", "1e", "--1", "1e99999999", "\uff11", "1/3", "3.Jan"],
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(ModelError, match="must be a number, got"):
        Numbers([cell])(cell)


@pytest.mark.parametrize("cell", ["1.200", "1,200", "12.345 EUR"])
def test_number_that_may_mean_two_is_refused(cell):
    with pytest.raises(ModelError, match=r"may mean \d+ or \d+\.\d+, got .*; write it without marks"):
        Numbers([cell])(cell)


@pytest.mark.parametrize(("other", "number"), [("12,5", 1200), ("1.000,5", 1200), ("12.5", 1.2), ("1,234,567", 1.2)])
def test_other_numbers_decide(other, number):
    assert Numbers(["1.200", other])("1.200") == number


def test_other_numbers_that_disagree_decide_nothing():
    numbers = Numbers(["1.200", "12,5", "12.5"])
    assert numbers("12,5") == numbers("12.5") == Decimal("12.5")
    with pytest.raises(ModelError, match=r"may mean 1200 or 1\.200"):
        numbers("1.200")


def test_currencies_are_noted():
    assert Numbers(["\u20ac 5", "5 USD", "7"]).currencies == {"\u20ac", "USD"}


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from([".,", ",.", ". ", ", ", ".'"]))
def test_grouped_numbers_come_back(number, marks):
    point, group = marks
    text = f"{number:,.2f}".replace(",", "g").replace(".", point).replace("g", group)
    assert Numbers([text])(text) == to_number(number)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("a", ["a"]),
        ("a; b", ["a", "b"]),
        ("a,b", ["a", "b"]),
        ("a | b\nc\r\nd", ["a", "b", "c", "d"]),
        ("a;;b;", ["a", "b"]),
        ("x, y", ["x, y"]),
        ("x, y; a", ["x, y", "a"]),
        ("p; q", ["p; q"]),
    ],
)
def test_list_is_split(cell, names):
    assert split_list(cell, ["a", "b", "x, y", "p; q"]) == names


@pytest.mark.parametrize(
    ("name", "member"), [("a", "a"), ("a:v", ("a", "v")), ("a : v", ("a", "v")), ("a: b", "a: b"), ("c:v", ("c", "v"))]
)
def test_member_is_read(name, member):
    assert to_member(name, ["a", "a: b"]) == member
