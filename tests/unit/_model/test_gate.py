from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.timeline import Gate

from .parts import anything, gates
from .values import assert_value, made_or_refused, refused


@given(gates)
def test_gates_are_equal_hashed_and_shown_alike_however_made(gate):
    assert_value(gate)


@given(st.dictionaries(st.sampled_from(["name", "working_days"]), anything, min_size=1))
def test_gate_is_made_or_refused_by_a_model_error(written):
    made_or_refused(Gate, {"name": "approval", "working_days": 5, **written})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (("", 5), "Gate '': name must be a non-empty string, got ''"),
        (("approval", -1), "Gate 'approval': working_days must be a finite number >= 0, got -1"),
    ],
)
def test_broken_gates_are_named(fields, message):
    assert refused(Gate, *fields) == [message]
