from __future__ import annotations

import copy
import pickle
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model import priority as module
from irontriangle._model.priority import COULD, MUST, SHOULD, WONT, Priority, priority_problem, to_priority

from .values import BROKEN_NUMBERS, anything, assert_value, priorities, refused


def test_priority_orders_by_rank():
    ranked = [MUST, SHOULD, COULD, Priority(3), Priority(10**9 - 1), WONT]
    assert sorted([*ranked[3:], *ranked[:3]]) == ranked
    assert MUST < Priority(1) <= SHOULD < WONT
    assert [priority.rank for priority in ranked] == [0, 1, 2, 3, 10**9 - 1, 10**9]


def test_priority_names_are_those_of_the_module_and_the_class():
    assert (Priority.MUST, Priority.SHOULD, Priority.COULD, Priority.WONT) == (MUST, SHOULD, COULD, WONT)
    assert (Priority(1), Priority(2)) == (SHOULD, COULD)
    assert module.MUST is Priority.MUST


def test_priority_repr_and_str():
    assert [repr(p) for p in (MUST, SHOULD, WONT)] == ["Priority.MUST", "Priority(1)", "Priority.WONT"]
    assert [str(p) for p in (MUST, SHOULD, WONT)] == ["MUST", "1", "WONT"]
    assert f"{MUST} {COULD}" == "MUST 2"


@given(priorities)
def test_priority_is_a_value(priority):
    assert_value(priority)
    assert to_priority(priority) is priority


@pytest.mark.parametrize("priority", [MUST, SHOULD, COULD, WONT], ids=str)
def test_priority_stays_the_same_object_through_pickle_and_copy(priority):
    assert pickle.loads(pickle.dumps(priority)) is priority
    assert copy.deepcopy(priority) is priority


@pytest.mark.parametrize(
    ("written", "priority"),
    [
        ("MUST", MUST),
        ("must", MUST),
        (" Should ", SHOULD),
        ("could", COULD),
        ("Wont", WONT),
        (1, SHOULD),
        (2.0, COULD),
        (np.int64(3), Priority(3)),
        (Decimal(4), Priority(4)),
    ],
    ids=repr,
)
def test_priority_is_read_from_a_number_or_a_name(written, priority):
    assert to_priority(written) == priority


@pytest.mark.parametrize(
    "written", [0, -1, 1.5, 10**9, "high", "", "1", *BROKEN_NUMBERS], ids=lambda x: type(x).__name__
)
def test_priority_that_is_none_comes_back_and_is_a_problem(written):
    assert to_priority(written) is written
    (problem,) = priority_problem("priority", written)
    assert problem.message.startswith("priority must be MUST, SHOULD, COULD, WONT or a whole number >= 1, got ")
    assert not priority_problem("priority", MUST)


def test_priority_constructor_takes_tiers_only():
    for rank in (0, 10**9, 1.5, True, "MUST"):
        (message,) = refused(Priority, rank)
        assert message == f"Priority: rank must be a whole number from 1 to 999999999, got {rank!r}"


@given(st.data())
def test_priority_refuses_anything_else_by_a_model_error_only(data):
    written = data.draw(anything)
    read = to_priority(written)
    if not isinstance(read, Priority):
        assert priority_problem("priority", read)
        refused(Priority, written)
