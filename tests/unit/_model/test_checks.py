from __future__ import annotations

import pytest

from irontriangle._model import checks
from irontriangle._model.feature import Feature, Variant
from irontriangle._model.project import Project
from irontriangle._model.rules import (
    AllOrNone,
    AtLeast,
    AtMost,
    Bundle,
    Decided,
    Excludes,
    Requires,
    RequiresAny,
)
from irontriangle._model.scope import Scope

from .values import refused

LOGIN = Feature("login", [Variant("full"), Variant("simple")])
EXPORT = Feature("export", Variant())


def problems_of(features, *rules):
    return refused(Project, Scope(features, rules=rules))


def test_an_empty_scope_is_a_problem():
    assert problems_of([]) == ["features: a scope needs at least one feature"]


def test_duplicate_names_are_problems_at_the_later_place():
    assert problems_of([LOGIN, EXPORT, LOGIN, LOGIN]) == [
        "features[2].name: feature 'login' is there already, as features[0]",
        "features[3].name: feature 'login' is there already, as features[0]",
    ]


@pytest.mark.parametrize(
    ("member", "fault"),
    [
        ("logn", "unknown feature 'logn'; did you mean 'login'?"),
        ("x", "unknown feature 'x'"),
        (("logn", "full"), "unknown feature 'logn'; did you mean 'login'?"),
        (("login", "simpel"), "unknown variant 'simpel' of feature 'login'; did you mean 'simple'?"),
        (("login", "x"), "unknown variant 'x' of feature 'login'"),
    ],
)
def test_unknown_members_are_named(member, fault):
    chat = Feature("chat", Variant(), requires=["login", ("login", "full"), ("login", "simple"), member])
    assert problems_of([chat, LOGIN]) == [f"features[0].requires: feature 'chat' requires {fault}"]
    for rule in (
        Requires("export", member),
        Requires(member, "export"),
        RequiresAny("export", ["login", member]),
        RequiresAny(member, ["export"]),
        Excludes(["export", member]),
        AllOrNone([member, "export"]),
        AtLeast([member], 1),
        AtMost([member], 1),
        Bundle(["export", member]),
        Decided(*([member] if isinstance(member, str) else member)),
    ):
        messages = problems_of([LOGIN, EXPORT], Decided("login"), rule)
        assert messages == [f"rules[1]: {type(rule).__name__} names {fault}"]


def test_all_families_are_reported_together():
    wrong = Feature("a", Variant(value={"sales": 1}), requires=["b", "nothing", "a"])
    messages = problems_of([wrong, Feature("b", Variant()), LOGIN, LOGIN], Requires("b", "a"), Decided("c"))
    assert messages == [
        "features[3].name: feature 'login' is there already, as features[2]",
        "features[0].requires: feature 'a' requires unknown feature 'nothing'",
        "rules[1]: Decided names unknown feature 'c'",
        "features[0].requires: feature 'a' requires itself",
        "features[0].requires: ordered requirements run in a circle: 'a' requires 'b' requires 'a'",
        "features[0].variants[0].value: variant 'full' of 'a' scores unknown goal 'sales'; the scope has no goals",
    ]


def test_more_than_there_are_may_be_wanted():
    assert Project(Scope([LOGIN, EXPORT], rules=[AtLeast(["login", "export"], 5)]))


def test_a_wish_and_its_opposite_are_no_problem():
    rules = [Decided("login"), Decided("export"), Excludes(["login", "export"])]
    assert Project(Scope([LOGIN, EXPORT], rules=rules))


def test_suggestions_stop_when_there_are_many_mistakes(monkeypatch):
    monkeypatch.setattr(checks, "MOST_COMPARISONS", 1_000)
    many = Feature("many", [Variant(f"variant {number}") for number in range(100)])
    messages = problems_of([many], *[Decided("many", f"vairant {number}") for number in range(100)])
    assert len(messages) == 100
    assert sum("did you mean" in message for message in messages) == 10


@pytest.mark.parametrize(
    "name", ["x" * 10**6, "<script>", 'it\'s\n"quoted"', "\U0001f680"], ids=["long", "html", "quotes", "emoji"]
)
def test_odd_names_are_shown_in_short(name):
    (message,) = problems_of([LOGIN], Decided(name))
    assert message.startswith("rules[0]: Decided names unknown feature ")
    assert len(message) < 200
    assert Project(Scope([Feature(name, Variant(name))], rules=[Decided(name, name)]))
