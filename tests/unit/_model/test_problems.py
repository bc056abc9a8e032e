from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from irontriangle._model.problems import (
    Spelling,
    attrs_field,
    did_you_mean,
    duplicates_problem,
    items_problem,
    name_problem,
    raise_problems,
    show,
    text_problem,
)
from irontriangle._model.scope import Goals
from irontriangle.errors import ModelError, Problem

from .values import BROKEN_NAMES, NESTED, ODD_NAMES, Hostile


@pytest.mark.parametrize("name", ODD_NAMES)
def test_name_may_hold_any_text(name):
    assert not name_problem("name", name)


@pytest.mark.parametrize("name", BROKEN_NAMES, ids=lambda name: type(name).__name__)
def test_name_must_be_a_string_that_is_not_blank(name):
    (problem,) = name_problem("name", name, field="role")
    assert problem.message.startswith(("name must be a non-empty string, got ", "name must be text that UTF-8 can"))
    assert problem.field == "role"


def test_text_may_be_empty_and_must_be_storable():
    assert not text_problem("because", "")
    assert str(*text_problem("because", 5)) == "because must be a string, got 5"
    assert str(*text_problem("because", "\ud800")) == r"because must be text that UTF-8 can store, got '\ud800'"
    assert text_problem("because", 5)[0].field == "because"


def test_items_problem_names_each_item_of_another_type():
    assert not items_problem("goals", (Goals({}),), Goals)
    assert [str(p) for p in items_problem("goals", (Goals({}), 5, None), Goals)] == [
        "goals[1] must be a Goals, got 5",
        "goals[2] must be a Goals, got None",
    ]
    assert str(*items_problem("errors", ("x",), OSError)) == "errors[0] must be an OSError, got 'x'"
    assert str(*items_problem("errors", "ab", OSError)) == "errors must be a list of OSErrors, got 'ab'"


def test_duplicates_problem_names_both_places():
    class Named:
        def __init__(self, name):
            self.name = name

    found = duplicates_problem("features", map(Named, "abab"))
    assert [str(problem) for problem in found] == [
        "features[2] repeats the name 'a' of features[0]",
        "features[3] repeats the name 'b' of features[1]",
    ]


def test_raise_problems_says_where_unless_told_before():
    raise_problems("Budget", [])
    with pytest.raises(ModelError) as caught:
        raise_problems("Budget", [Problem("", "a", field="x"), Problem("rules[0]", "b")])
    assert str(caught.value) == "Budget: a\nrules[0]: b"
    assert [problem.field for problem in caught.value.problems] == ["x", ""]


def test_attrs_field_replaces_the_field_only():
    problem = attrs_field(Problem("a", "b", field="x"), "y")
    assert (problem, problem.field) == (Problem("a", "b"), "y")


def test_did_you_mean_names_the_nearest():
    known = ["login", "export", 5, "x" * 10**6]
    assert did_you_mean("logn", known) == "; did you mean 'login'?"
    assert did_you_mean("billing", known) == ""
    assert did_you_mean(5, known) == ""
    assert did_you_mean("x" * 10**6, known) == ""


@pytest.mark.parametrize(
    ("name", "meant"),
    [("abc", "ABC"), ("LOGIN", "login"), ("xyx", "XYZ"), ("Web", "web"), ("WEb", "WEB"), ("STRASSE", "straße")],
)
def test_did_you_mean_ignores_case(name, meant):
    assert did_you_mean(name, ["abd", "web", "WEB", "ABC", "XYZ", "login", "straße"]) == f"; did you mean {meant!r}?"


def test_spelling_gives_up_hints_rather_than_taking_hours():
    spelling = Spelling([f"feature {number}" for number in range(15_000)])
    assert spelling.hint("featur 7") == "; did you mean 'feature 7'?"
    assert spelling.hint("featur 7") == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (float("nan"), "nan"),
        (Decimal("1e99"), "1E+99"),
        (10**5000, "an integer of 16610 bits"),
        (Fraction(10**5000, 3), "a fraction of 16610 over 2 bits"),
        ("a" * 200, "'" + "a" * 76 + "..."),
        ("a\nb", r"'a\nb'"),
        ([1, [2]], "[1, [2]]"),
        (date(2027, 1, 4), "2027-01-04"),
        (list(range(10**6)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, ...]"),
        (Hostile(), "<Hostile whose repr fails: RuntimeError>"),
        ([Hostile()], None),
        ([10**5000], None),
        (NESTED, "[[[[[[[...]]]]]]]"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_show_stays_short_whatever_the_value_is(value, shown):
    text = show(value)
    assert len(text) <= 80
    assert shown is None or text == shown
