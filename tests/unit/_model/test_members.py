from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given

from irontriangle._model.members import (
    feature_of,
    member_problem,
    members_problem,
    names_problem,
    to_member,
    to_members,
    to_names,
)

from .values import ODD_LISTS, Colour, anything, member_lists


@pytest.mark.parametrize(
    ("written", "member"),
    [
        ("F", "F"),
        (("F", "v"), ("F", "v")),
        (["F", "v"], ("F", "v")),
        (np.str_("F"), "F"),
        ((Colour.RED, np.str_("v")), ("red", "v")),
    ],
    ids=repr,
)
def test_member_is_stored_plainly(written, member):
    assert repr(to_member(written)) == repr(member)
    assert not member_problem("needs", to_member(written))


@pytest.mark.parametrize(
    "written", ["", ("F",), ("F", ""), ("F", None), ("F", "v", "w"), 5, None, [["F"], "v"]], ids=repr
)
def test_member_that_is_none_is_a_problem(written):
    (problem,) = member_problem("needs", to_member(written))
    assert problem.message.startswith("needs must be the name of a feature or a pair (feature, variant), got ")
    assert problem.field == "needs"


def test_members_are_a_list_and_a_pair_of_names_is_two_members():
    assert to_members(("F", "v")) == ("F", "v")
    assert to_members([("F", "v"), ["G", "w"]]) == (("F", "v"), ("G", "w"))
    assert to_members(name for name in "ab") == ("a", "b")
    assert to_members({"a": 1}.keys()) == ("a",)


def test_members_count_once():
    assert to_members(["a", ("a", "full"), "b", "a", ["a", "full"]]) == ("a", ("a", "full"), "b")
    assert to_names(["a", "b", "a"]) == ("a", "b")


def test_members_of_a_set_have_an_order():
    written = [("b", "v"), "c", "a", ("a", "v")]
    orders = {to_members(set(order)) for order in itertools.permutations(written)}
    assert orders == {("a", ("a", "v"), ("b", "v"), "c")}
    assert set(to_members({5, "a"})) == {5, "a"}


def test_members_must_be_a_list():
    (problem,) = members_problem("names", to_members("login"))
    assert problem.message == "names must be a list of members, got 'login'; write ['login']"
    (problem,) = members_problem("names", to_members(5))
    assert problem.message == "names must be a list of members, got 5"
    (problem,) = members_problem("names", ())
    assert problem.message == "names must be a list of members, got an empty one"
    assert not members_problem("requires", (), least=0)


def test_names_must_be_a_list():
    (problem,) = names_problem("after", to_names("draft"))
    assert problem.message == "after must be a list of names, got 'draft'; write ['draft']"
    (problem,) = names_problem("after", ("draft", 5))
    assert (problem.message, problem.field) == ("after[1] must be a non-empty string, got 5", "after")
    assert not names_problem("after", ())


def test_members_problem_names_the_place_of_each():
    problems = members_problem("names", to_members(["a", "", ("F", 5), [[]]]))
    rule = "must be the name of a feature or a pair (feature, variant), got"
    assert [problem.message for problem in problems] == [
        f"names[1] {rule} ''",
        f"names[2] {rule} ('F', 5)",
        f"names[3] {rule} [[]]",
    ]


@pytest.mark.parametrize("odd", ODD_LISTS, ids=lambda odd: type(odd).__name__)
def test_members_of_what_is_no_list_of_names_are_a_problem(odd):
    assert members_problem("names", to_members(odd))
    assert names_problem("after", to_names(odd))


@given(anything)
def test_members_of_anything_are_members_or_a_problem(written):
    stored = to_members(written)
    if not members_problem("names", stored):
        assert len(set(stored)) == len(stored)
        assert to_members(stored) == stored


@given(member_lists)
def test_members_keep_their_order(written):
    stored = to_members(written)
    assert list(stored) == [
        m for n, m in enumerate(map(to_member, written)) if m not in list(map(to_member, written))[:n]
    ]


def test_feature_of_a_member():
    assert (feature_of("F"), feature_of(("F", "v"))) == ("F", "F")
