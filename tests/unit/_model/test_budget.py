from __future__ import annotations

import typing
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model.amounts import FrozenMap
from irontriangle._model.budget import Budget
from irontriangle.errors import ModelError

from .parts import anything, budgets
from .values import BROKEN_NUMBERS, Oddity, assert_value, made_or_refused, refused


@given(budgets)
def test_budgets_are_equal_hashed_and_shown_alike_however_made(budget):
    assert_value(budget)


def test_numbers_mean_what_is_written():
    assert Budget(0.1, reserve=Decimal("0.1")) == Budget(Fraction(1, 10), reserve=Fraction(1, 10))
    assert repr(Budget(Decimal("1.50")).limit) == "1.5"
    assert Budget({"a": 2.0}) == Budget(FrozenMap({"a": 2}))


def test_annotations_resolve_at_run_time():
    assert set(typing.get_type_hints(Budget)) == {field.name for field in attrs.fields(Budget)}


@given(
    st.dictionaries(st.sampled_from(["limit", "currency", "rates", "reserve", "burn_per_day"]), anything, min_size=1)
)
def test_budget_is_made_or_refused_by_a_model_error(written):
    made_or_refused(Budget, written)


@pytest.mark.parametrize("field", ["limit", "reserve", "burn_per_day"])
@pytest.mark.parametrize("broken", [x for x in BROKEN_NUMBERS if x is not None], ids=lambda x: type(x).__name__)
def test_broken_amounts_are_named(field, broken):
    (message,) = refused(Budget, **{field: broken})
    assert message.startswith(f"Budget: {field} must be a finite number >= 0, got")


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"limit": -1}, ["limit must be a finite number >= 0, got -1"]),
        ({"limit": {}}, ["limit must name at least one fund, got {}"]),
        ({"limit": {"a": -1}}, ["limit['a'] must be a finite number >= 0, got -1"]),
        ({"limit": {"": 1}}, ["a name in limit must be a non-empty string, got ''"]),
        ({"currency": 5}, ["currency must be a string, got 5"]),
        ({"rates": 900}, ["rates must map roles to money per person-day, got 900"]),
        ({"rates": {"": 1}}, ["a role in rates must be a non-empty string, got ''"]),
        ({"rates": {"dev": -1}}, ["rates['dev'] must be a finite number >= 0, got -1"]),
        ({"reserve": {"a": 1}}, ["reserve names unknown fund 'a'; the budget's limit names no funds"]),
        ({"limit": 5, "rates": {"dev": {"bugdet": 1}}},
         ["rates['dev'] names unknown fund 'bugdet'; did you mean 'budget'?"]),
        ({"limit": {"build": 5, "run": 1}, "reserve": {"biuld": 1}},
         ["reserve names unknown fund 'biuld'; did you mean 'build'?"]),
        ({"limit": {"build": 5, "run": 1}, "reserve": 3, "burn_per_day": 1, "rates": {"dev": 9, "qa": 0}}, [
            "rates['dev'] must say its fund, {fund: amount}, with one of 'build', 'run', got 9",
            "reserve must say its fund, {fund: amount}, with one of 'build', 'run', got 3",
            "burn_per_day must say its fund, {fund: amount}, with one of 'build', 'run', got 1",
        ]),
        ({"limit": -1, "currency": None, "reserve": "x"}, [
            "limit must be a finite number >= 0, got -1",
            "currency must be a string, got None",
            "reserve must be a finite number >= 0, got 'x'",
        ]),
    ],
)  # fmt: skip
def test_all_problems_are_named_together(fields, messages):
    assert refused(Budget, **fields) == [f"Budget: {message}" for message in messages]


def test_rates_of_an_odd_mapping_are_refused():
    assert refused(Budget, rates=Oddity())[0].startswith("Budget: a role in rates must be a non-empty string, got [")


def test_problems_know_their_field():
    with pytest.raises(ModelError) as caught:
        Budget({"a": 1, "b": 2}, rates={"dev": 9, 5: 1}, reserve=-1)
    assert [problem.field for problem in caught.value.problems] == ["rates", "rates", "rates", "reserve"]


def test_a_reserve_above_the_limit_is_legal():
    assert Budget(5, reserve=10).reserve == 10


def test_funds():
    assert Budget().funds == Budget(5).funds == ("budget",)
    assert Budget({"run": 1}).funds == ("run",)
    assert Budget({"run": 1, "build": 2}).funds == ("run", "build")


@pytest.mark.parametrize(
    ("limit", "amount", "found"),
    [
        (None, 5, {"budget": 5}),
        (9, 0.1, {"budget": Fraction(1, 10)}),
        (9, {"budget": 7}, {"budget": 7}),
        (9, {}, {"budget": 0}),
        ({"run": 9}, 5, {"run": 5}),
        ({"run": 9, "build": 9}, {"build": -2.5}, {"run": 0, "build": Fraction(-5, 2)}),
        ({"run": 9, "build": 9}, 0, {"run": 0, "build": 0}),
    ],
)
def test_by_fund_is_exact_and_complete(limit, amount, found):
    by_fund = Budget(limit).by_fund(amount)
    assert by_fund == found
    assert {type(part) for part in by_fund.values()} == {Fraction}


@given(anything)
def test_by_fund_refuses_what_is_no_money(amount):
    try:
        found = Budget({"a": 1, "b": 2}).by_fund(amount)
    except ModelError:
        return
    assert set(found) == {"a", "b"}
