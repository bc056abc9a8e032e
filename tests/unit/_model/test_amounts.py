from __future__ import annotations

import copy
import itertools
import pickle
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._model import amounts
from irontriangle._model.amounts import (
    FrozenMap,
    amount_problem,
    exact,
    number_problem,
    numbers_problem,
    plain,
    to_amount,
    to_name,
    to_number,
    to_numbers,
    to_tuple,
)

from .values import BROKEN_NUMBERS, Colour, Oddity, endless, numbers


def message(problems):
    (problem,) = problems
    return problem.message


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (3, 3),
        (3.0, 3),
        (-0.0, 0),
        (0.1, 0.1),
        (Decimal("0.10"), 0.1),
        (Decimal("-0"), 0),
        (Decimal("1e3"), 1000),
        (Decimal("0e999999999"), 0),
        (Fraction(1, 10), 0.1),
        (Fraction(4, 2), 2),
        (Fraction(1, 2**19), Fraction(1, 2**19)),  # its float, 1.9073486328125e-06, has too many decimals
        (Fraction(1, 3), Fraction(1, 3)),
        (Decimal("0.123456789012345678"), Fraction(123456789012345678, 10**18)),
        (1e23, 10**23),
        (1e-18, 1e-18),
        (0.01234567890123456, 0.01234567890123456),
        (12.333333333333334, 12.333333333333334),
        (np.int8(-3), -3),
        (np.uint64(2**64 - 1), 2**64 - 1),
        (np.float16(0.5), 0.5),
        (np.float32(0.1), 0.1),
        (np.float64(0.1), 0.1),
        (np.longdouble("0.25"), 0.25),
        (np.array(7), 7),
        (10**24 - 1, 10**24 - 1),
    ],
    ids=repr,
)
def test_number_is_stored_as_the_plainest_type_that_means_it(written, stored):
    read = to_number(written)
    assert read == stored
    assert type(read) is type(stored)
    assert not number_problem("x", written, low=None)


@pytest.mark.parametrize("broken", BROKEN_NUMBERS, ids=lambda broken: type(broken).__name__)
def test_number_that_is_none_comes_back_and_is_a_problem(broken):
    assert to_number(broken) is broken
    problem = message(number_problem("cost", broken, low=None))
    assert problem.startswith("cost must be a finite number, got ")
    assert len(problem) < 200


@pytest.mark.parametrize(
    ("number", "bounds", "said"),
    [
        (float("nan"), {}, "cost must be a finite number >= 0, got nan"),
        (np.float64("nan"), {}, "cost must be a finite number >= 0, got nan"),
        (-1, {}, "cost must be a finite number >= 0, got -1"),
        (-0.5, {}, "cost must be a finite number >= 0, got -0.5"),
        (True, {}, "cost must be a finite number >= 0, got True"),
        ("5", {}, "cost must be a finite number >= 0, got '5'"),
        (Decimal("1e9999999"), {}, "cost must be a finite number >= 0, got 1E+9999999 (its size must be below 10^24)"),
        (
            Decimal("1e-19"),
            {},
            "cost must be a finite number >= 0, got 1E-19 (at most 18 decimals; round it)",
        ),
        (
            Fraction(1, 10**24),
            {},
            "cost must be a finite number >= 0, got Fraction(1, 1000000000000000000000000) "
            "(its denominator must be below 10^24)",
        ),
        pytest.param(
            10**9999,
            {},
            "cost must be a finite number >= 0, got an integer of 33216 bits (its size must be below 10^24)",
            id="long",
        ),
        (0, {"above": True}, "cost must be a finite number > 0, got 0"),
        (2, {"high": 1}, "cost must be a finite number from 0 to 1, got 2"),
        (0, {"above": True, "high": 1}, "cost must be a finite number > 0 and <= 1, got 0"),
        (1.5, {"whole": True, "low": 1}, "cost must be a whole number >= 1, got 1.5"),
        (2.5, {"whole": True, "high": 9}, "cost must be a whole number from 0 to 9, got 2.5"),
        (float("inf"), {"low": None}, "cost must be a finite number, got inf"),
        (5, {"low": None, "high": 3}, "cost must be a finite number <= 3, got 5"),
    ],
)
def test_number_problem_says_the_rule_and_what_was_given(number, bounds, said):
    problems = number_problem("cost", number, **bounds)
    assert message(problems) == said
    assert problems[0].field == "cost"


def test_number_at_its_bounds_is_no_problem():
    assert not number_problem("x", 0)
    assert not number_problem("x", 1, high=1)
    assert not number_problem("x", Fraction(1, 3), above=True, high=1)
    assert not number_problem("x", 3.0, whole=True)


def test_numbers_problem_names_every_wrong_entry():
    problems = numbers_problem("effort", {"dev": -1, "": 1, "qa": 2, "ops": float("nan")})
    assert [problem.message for problem in problems] == [
        "effort['dev'] must be a finite number >= 0, got -1",
        "a name in effort must be a non-empty string, got ''",
        "effort['ops'] must be a finite number >= 0, got nan",
    ]
    assert {problem.field for problem in problems} == {"effort"}


def test_numbers_problem_asks_for_a_map():
    said = "staffing must map names to numbers, each a whole number >= 1, got 5"
    assert message(numbers_problem("staffing", 5, low=1, whole=True)) == said


def test_amount_problem_checks_a_number_or_a_map():
    assert message(amount_problem("value", -1)) == "value must be a finite number >= 0, got -1"
    assert message(amount_problem("value", {"sales": -1})) == "value['sales'] must be a finite number >= 0, got -1"
    assert not amount_problem("cost", {"sales": -1}, low=None)


@given(numbers)
def test_number_means_what_was_written(written):
    stored = to_number(written)
    meant = Fraction(str(written)) if isinstance(written, float | np.floating) else Fraction(int(written), 1)
    if isinstance(written, Fraction | Decimal):
        meant = Fraction(written)
    assert exact(stored) == meant
    assert to_number(stored) == stored
    assert type(to_number(stored)) is type(stored)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_float_is_read_or_refused_whatever_its_size(written):
    problems = number_problem("x", written, low=None)
    decimal = Decimal(repr(written))
    if problems:
        assert to_number(written) is written
        assert decimal.adjusted() >= 24 or decimal.as_tuple().exponent < -18
    else:
        assert exact(to_number(written)) == Fraction(repr(written))


def test_plain_is_an_int_where_whole_and_else_a_float():
    assert (plain(Fraction(4, 2)), type(plain(Fraction(4, 2)))) == (2, int)
    assert (plain(7), plain(Fraction(1, 2))) == (7, 0.5)


def test_map_of_numbers_is_stored_with_plain_names_and_numbers():
    stored = to_amount({Colour.RED: 1.0, np.str_("b"): Decimal("0.5")})
    assert repr(stored) == "{'red': 1, 'b': 0.5}"
    assert isinstance(to_amount(MappingProxyType({"a": 1})), FrozenMap)
    assert to_amount(FrozenMap({"a": True}))["a"] is True
    assert to_numbers(5) == 5


def test_map_with_unhashable_names_comes_back_and_is_a_problem():
    odd = Oddity()
    assert to_numbers(odd) is odd
    assert message(numbers_problem("effort", odd)) == "a name in effort must be a non-empty string, got ['unhashable']"


def test_tuple_is_made_of_any_iterable_but_a_string_or_a_map():
    assert to_tuple(iter([1, 2])) == (1, 2)
    assert to_tuple(np.array([1, 2])) == (1, 2)
    for other in ["ab", b"ab", bytearray(b"ab"), {"a": 1}, 5, None]:
        assert to_tuple(other) is other


def test_tuple_of_what_only_looks_iterable_comes_back():
    scalar = np.array(5)
    assert to_tuple(scalar) is scalar


def test_tuple_of_an_endless_iterable_ends(monkeypatch):
    monkeypatch.setattr(amounts, "MOST_ITEMS", 10)
    generator = endless()
    assert to_tuple(generator) is generator
    assert to_tuple(itertools.repeat(1, 10)) == (1,) * 10


def test_name_is_plain():
    assert type(to_name(np.str_("a"))) is str
    assert repr(to_name(Colour.RED)) == "'red'"
    assert to_name(None) is None


def test_frozen_map_behaves_like_a_map():
    frozen = FrozenMap({"dev": 3, "qa": 1})
    assert list(frozen) == ["dev", "qa"]
    assert len(frozen) == 2
    assert "dev" in frozen
    assert frozen["dev"] == 3
    assert frozen.get("ops", 0) == 0
    assert dict(frozen.items()) == {"dev": 3, "qa": 1}
    assert repr(frozen) == "{'dev': 3, 'qa': 1}"
    assert FrozenMap([("a", 1)]) == {"a": 1}
    with pytest.raises(KeyError):
        frozen["ops"]


def test_frozen_map_does_not_change():
    given_map = {"dev": 3}
    frozen = FrozenMap(given_map)
    given_map["dev"] = 4
    assert frozen["dev"] == 3
    with pytest.raises(AttributeError, match="a FrozenMap does not change: cannot set '_data'"):
        frozen._data = {}
    with pytest.raises(TypeError):
        frozen["dev"] = 4


@given(st.dictionaries(st.text(max_size=3), st.integers() | st.fractions(), max_size=4), st.randoms())
def test_frozen_map_equality_and_hash_ignore_order(data, random):
    shuffled = list(data.items())
    random.shuffle(shuffled)
    one, other = FrozenMap(data), FrozenMap(shuffled)
    assert one == other == data
    assert hash(one) == hash(other) == hash(one)
    for twin in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert twin == one
        assert repr(twin) == repr(one)


def test_frozen_map_differs_from_what_is_no_map():
    assert FrozenMap() != 0
    assert FrozenMap({"a": 1}) != FrozenMap({"a": 2})
    assert FrozenMap({"a": 1}) != (("a", 1),)
