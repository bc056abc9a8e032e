from __future__ import annotations

import typing

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.feature import Feature, Variant
from irontriangle._model.rules import Decided
from irontriangle._model.scope import Goals, Scope

from .values import anything, assert_value, goals, made_or_refused, refused, scopes

ABC = Feature("ABC", Variant(value=90))
XYZ = Feature("XYZ", Variant(value=50))


@given(scopes | goals)
def test_values_are_equal_hashed_and_shown_alike_however_made(value):
    assert_value(value)


@pytest.mark.parametrize("kind", [Goals, Scope])
def test_annotations_resolve_at_run_time(kind):
    assert set(typing.get_type_hints(kind)) == {field.name for field in attrs.fields(kind)}


@given(st.data())
def test_scope_is_made_or_refused_by_a_model_error(data):
    written = data.draw(st.dictionaries(st.sampled_from(["features", "rules", "goals"]), anything, min_size=1))
    made_or_refused(Scope, {"features": [ABC], **written})


@given(st.data())
def test_goals_are_made_or_refused_by_a_model_error(data):
    made_or_refused(Goals, {"weights": data.draw(anything), "floors": data.draw(anything)})


@given(scopes)
def test_scope_is_a_container_of_its_features(scope):
    assert list(scope) == list(scope.features)
    assert len(scope) == len(scope.features)
    for feature in scope:
        assert feature.name in scope
        assert feature in scope
        assert scope[feature.name].name == feature.name


def test_scope_knows_what_it_does_not_hold():
    scope = Scope([ABC])
    assert "XYZ" not in scope
    assert XYZ not in scope
    assert 5 not in scope
    with pytest.raises(KeyError, match="the scope has no feature 'ABD'; did you mean 'ABC'"):
        scope["ABD"]


def test_scope_gives_the_first_of_one_name_until_a_project_refuses_it():
    assert Scope([ABC, Feature("ABC", Variant(value=1))])["ABC"] is ABC


def test_scope_evolves():
    scope = attrs.evolve(Scope([ABC]), features=[XYZ])
    assert scope["XYZ"] is XYZ
    assert "ABC" not in scope


def test_scope_names_everything_that_is_wrong():
    messages = refused(Scope, [ABC, "XYZ"], rules=[5], goals={"sales": 1})
    assert messages[0] == "Scope: features[1] must be a Feature, got 'XYZ'"
    assert messages[1].startswith("Scope: rules[0] must be a rule (")
    assert messages[2] == "Scope: goals must be Goals or None, got {'sales': 1}"


def test_scope_takes_one_feature_for_a_list():
    assert Scope(ABC) == Scope([ABC])


def test_scope_takes_any_iterables():
    assert Scope(iter([ABC]), rules=iter([Decided("ABC")])) == Scope((ABC,), rules=(Decided("ABC"),))


def test_goals_are_maps_of_numbers():
    assert refused(Goals, {"sales": -1}, {"": 1}) == [
        "Goals: weights['sales'] must be a finite number >= 0, got -1",
        "Goals: a name in floors must be a non-empty string, got ''",
    ]
    assert refused(Goals, 5) == ["Goals: weights must map names to numbers, each a finite number >= 0, got 5"]
