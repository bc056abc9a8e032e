from __future__ import annotations

import copy
import pickle
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import irontriangle as it
from irontriangle import ALL, After, Requires
from irontriangle._model import resolve

from .test_check_order import VARIANTS, letters, members
from .values import anything, assert_value, made_or_refused, refused


@given(st.builds(After, members, members | st.just(ALL), lag=st.integers(0, 9)))
def test_rules_are_equal_hashed_and_shown_alike_however_made(rule):
    assert_value(rule)


@given(st.dictionaries(st.sampled_from(["feature", "earlier", "lag"]), anything, min_size=1))
def test_rule_is_made_or_refused_by_a_model_error(written):
    made_or_refused(After, {"feature": "a", "earlier": "b", "lag": 0, **written})


def test_all_is_one():
    assert pickle.loads(pickle.dumps(ALL)) is copy.deepcopy(ALL) is ALL
    assert repr(After("a")) == "After(feature='a', earlier=ALL, lag=0)"
    assert After("a").members == ("a",)
    assert After("a", "ALL").members == ("a", "ALL")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"feature": ""}, "feature must be the name of a feature or a pair (feature, variant), got ''"),
        ({"earlier": None}, "earlier must be the name of a feature or a pair (feature, variant), got None"),
        ({"lag": -1}, "lag must be a whole number from 0 to 10000000, got -1"),
    ],
)
def test_broken_rules_are_named(fields, message):
    assert refused(After, **{"feature": "a", **fields}) == [f"After: {message}"]


def test_the_order_of_work_may_not_run_in_a_circle():
    assert refused(it.Project, letters([After("a", "b"), Requires("b", "a")])) == [
        "rules[0]: the order of work runs in a circle: 'a' comes after 'b' requires 'a'"
    ]
    assert refused(it.Project, letters([After("b", ("a", "full")), After(("a", "full"))])) == [
        "rules[1]: the order of work runs in a circle: 'a' in variant 'full' comes after 'b' comes after 'a' in "
        "variant 'full'"
    ]
    assert refused(it.Project, letters([Requires("a", "b"), After("b")])) == [
        "rules[0]: the order of work runs in a circle: 'a' requires 'b' comes after 'a'"
    ]
    assert refused(it.Project, letters([After("a", ("a", "full"))])) == ["rules[0]: feature 'a' comes after itself"]
    assert refused(it.Project, letters([After("a", "x")])) == ["rules[0]: After names unknown feature 'x'"]


def test_everything_is_no_feature_called_all():
    assert refused(it.Project, letters([After("a", "ALL")])) == [
        "rules[0]: After names unknown feature 'ALL'; what comes after everything names nothing, or irontriangle.ALL"
    ]
    assert it.Project(it.Scope([it.Feature(name, it.Variant()) for name in ("a", "ALL")], rules=[After("a", "ALL")]))


def test_what_comes_last_may_be_several():
    assert it.Project(letters([After("a"), After("b"), After("b", "a")]))
    assert it.Project(letters([After("a"), After("b"), Requires("a", "b")]))


@given(st.lists(st.builds(After, members, members | st.just(ALL)), max_size=5), st.data())
def test_circles_are_those_between_variants(rules, data):
    rules = [rule for rule in rules if rule.earlier is ALL or rule.feature[0] != rule.earlier[0]]
    reach = _reach(rules)
    scope = letters(rules)
    if any((node, node) in reach for node in product("abcd", VARIANTS)):
        assert all("run" in message for message in refused(it.Project, scope))
        return
    project = it.Project(scope)
    for order in resolve.orders(project):
        assert all(pair in reach for pair in product(_keys(order.later), _keys(order.earlier)))
        assert not order.needed


def _keys(member):
    return [(member, variant) for variant in VARIANTS] if isinstance(member, str) else [member]


def _reach(rules):
    """Return all pairs of variants of which the first comes after the second, by one rule or by several."""
    last = {key for rule in rules if rule.earlier is ALL for key in _keys(rule.feature)}
    rest = [key for key in product("abcd", VARIANTS) if key not in last]
    reach = {
        (one, other)
        for rule in rules
        for one in _keys(rule.feature)
        for other in (rest if rule.earlier is ALL else _keys(rule.earlier))
        if one[0] != other[0]
    }
    for middle, one, other in product(product("abcd", VARIANTS), repeat=3):
        if (one, middle) in reach and (middle, other) in reach:
            reach.add((one, other))
    return reach


def test_what_must_be_built_is_as_good_as_needed():
    login = it.Feature("login", it.Variant(), priority="MUST")
    scope = it.Scope([login, it.Feature("chat", it.Variant())], rules=[After("chat", "login", lag=2)])
    (order,) = resolve.orders(it.Project(scope))
    assert (order.earlier, order.later, order.lag, order.needed) == ("login", "chat", 2, True)
