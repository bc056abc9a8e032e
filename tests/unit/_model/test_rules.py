from __future__ import annotations

import typing

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.rules import (
    RULES,
    AllOrNone,
    AtLeast,
    AtMost,
    Bundle,
    Decided,
    Excludes,
    Requires,
    RequiresAny,
    Rule,
    rules_problem,
)

from .values import a_rule, anything, assert_value, made_or_refused, refused


@given(a_rule)
def test_rules_are_equal_hashed_and_shown_alike_however_made(rule):
    assert_value(rule)


@given(a_rule)
def test_rules_name_their_members(rule):
    assert isinstance(rule.members, tuple)
    assert all(isinstance(member, str | tuple) for member in rule.members)


@pytest.mark.parametrize(
    ("rule", "members"),
    [
        (Requires("a", ("b", "v")), ("a", ("b", "v"))),
        (RequiresAny(("a", "v"), ["b", "c"]), (("a", "v"), "b", "c")),
        (Excludes(["a", "b", "a"]), ("a", "b")),
        (AllOrNone(["a", "b"]), ("a", "b")),
        (AtLeast(["a", "b"], 1), ("a", "b")),
        (AtMost(["a", "b"], 1), ("a", "b")),
        (Decided("a"), ("a",)),
        (Decided("a", "v"), (("a", "v"),)),
        (Bundle(["a", ("b", "v")], value=1), ("a", ("b", "v"))),
    ],
    ids=repr,
)
def test_rule_members_are_all_it_names(rule, members):
    assert rule.members == members


def test_union_lists_every_rule():
    assert typing.get_args(Rule) == RULES
    for rule in RULES:
        assert set(typing.get_type_hints(rule)) == {field.name for field in attrs.fields(rule)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@given(data=st.data())
def test_rule_is_made_or_refused_by_a_model_error(rule, data):
    sound = {"feature": "F", "needs": "G", "names": ["F", "G"], "k": 1}
    fields = [field.name for field in attrs.fields(rule)]
    written = {name: sound[name] for name in fields if name in sound}
    written |= data.draw(st.dictionaries(st.sampled_from(fields), anything, min_size=1))
    if rule is RequiresAny and "needs" not in written:
        written["needs"] = ["G"]
    made_or_refused(rule, written)


@pytest.mark.parametrize("rule", [Excludes, AllOrNone, Bundle])
def test_rules_refuse_a_bare_string_where_names_are_asked(rule):
    message = f"{rule.__name__}: names must be a list of members, got 'login'; write ['login']"
    assert refused(rule, "login") == [message]


def test_rules_refuse_an_empty_list():
    assert refused(Excludes, []) == ["Excludes: names must be a list of members, got an empty one"]
    assert refused(RequiresAny, "a", ()) == ["RequiresAny: needs must be a list of members, got an empty one"]


def test_a_tuple_of_two_names_is_two_members():
    assert Excludes(("a", "b")).names == ("a", "b")
    assert RequiresAny("f", ("a", "b")).needs == ("a", "b")
    assert Requires("f", ("a", "b")).needs == ("a", "b")


def test_requires_names_everything_that_is_wrong():
    assert refused(Requires, "", ["a", "b", "c"], ordered=1, lag=-1) == [
        "Requires: feature must be the name of a feature or a pair (feature, variant), got ''",
        "Requires: needs must be the name of a feature or a pair (feature, variant), got ['a', 'b', 'c']",
        "Requires: ordered must be True or False, got 1",
        "Requires: lag must be a whole number from 0 to 10000000, got -1",
    ]


def test_requires_refuses_a_lag_without_an_order():
    message = "Requires: lag must be 0 where ordered is False, got 2"
    assert refused(Requires, "a", "b", ordered=False, lag=2) == [message]


def test_counts_are_whole_and_may_exceed_the_names():
    assert AtLeast(["a"], 5.0).k == 5
    assert refused(AtLeast, ["a"], 0.5) == ["AtLeast: k must be a whole number >= 0, got 0.5"]
    assert refused(AtMost, ["a"], -1) == ["AtMost: k must be a whole number >= 0, got -1"]
    assert refused(AtMost, ["a"], True) == ["AtMost: k must be a whole number >= 0, got True"]


def test_decided_names_a_feature_and_perhaps_a_variant():
    assert refused(Decided, ("F", "v"), "") == [
        "Decided: feature must be a non-empty string, got ('F', 'v')",
        "Decided: variant must be a non-empty string, got ''",
    ]


def test_bundle_takes_either_sign_but_value_is_one_number():
    bundle = Bundle(["a", "b"], value=-0.5, cost={"build": -3})
    assert (bundle.value, bundle.cost["build"]) == (-0.5, -3)
    assert refused(Bundle, ["a"], value={"sales": 1}, cost=None) == [
        "Bundle: value must be a finite number, got {'sales': 1}",
        "Bundle: cost must be a finite number, got None",
    ]


def test_rules_problem_names_what_is_no_rule():
    assert not rules_problem("rules", (Decided("a"),))
    (problem,) = rules_problem("rules", (Decided("a"), "Excludes"))
    assert problem.message.startswith("rules[1] must be a rule (Requires, RequiresAny, After, Excludes, AllOrNone,")
    (problem,) = rules_problem("rules", Decided("a"))
    assert problem.message == "rules must be a list of rules, got Decided(feature='a', variant=None)"
