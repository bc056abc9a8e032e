from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from irontriangle._model.timeline import Capacity

from .parts import anything, capacities
from .values import Oddity, assert_value, made_or_refused, refused


@given(capacities)
def test_capacities_are_equal_hashed_and_shown_alike_however_made(capacity):
    assert_value(capacity)


@given(anything)
def test_capacity_is_made_or_refused_by_a_model_error(amounts):
    made_or_refused(Capacity, {"amounts": amounts})


def test_capacity_behaves_as_a_mapping():
    capacity = Capacity({"dev": 2.5, "qa": 3})
    assert capacity["dev"] == 2.5
    assert "dev" in capacity
    assert "ops" not in capacity
    assert list(capacity) == list(capacity.keys()) == ["dev", "qa"]
    assert list(capacity.values()) == [2.5, 3]
    assert dict(capacity) == dict(capacity.items()) == {"dev": 2.5, "qa": 3}
    assert len(capacity) == 2
    assert (capacity.get("qa"), capacity.get("ops"), capacity.get("ops", 0)) == (3, None, 0)
    with pytest.raises(KeyError, match="ops"):
        capacity["ops"]


def test_order_does_not_matter():
    assert Capacity({"dev": 2, "qa": Fraction(3)}) == Capacity({"qa": 3, "dev": 2})


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        ({}, "amounts must name at least one role, got {}"),
        (5, "amounts must map names to numbers, each a finite number >= 0, got 5"),
        ({"dev": -1}, "amounts['dev'] must be a finite number >= 0, got -1"),
        ({"": 1}, "a name in amounts must be a non-empty string, got ''"),
        (Oddity(), "a name in amounts must be a non-empty string, got ['unhashable']"),
    ],
    ids=["empty", "number", "negative", "name", "oddity"],
)
def test_broken_capacities_are_named(amounts, message):
    assert refused(Capacity, amounts) == [f"Capacity: {message}"]
