"""The arrays of a program: coprime rows, exact activities, levels with one flip of the sign."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irontriangle._solve.program import (
    SAFE_INT64,
    Program,
    RowBuilder,
    coprime,
    int_array,
    level,
    one_row,
    segment_sums,
)

amounts = st.one_of(st.integers(-(10**30), 10**30), st.fractions(max_denominator=10**6))


@given(st.lists(amounts, max_size=8))
def test_coprime_numbers_times_their_unit_are_the_amounts(given_amounts):
    wholes, unit = coprime(given_amounts)
    assert [whole * Fraction(unit) for whole in wholes] == [Fraction(amount) for amount in given_amounts]
    assert int(np.gcd.reduce(np.array([abs(whole) for whole in wholes] or [1], dtype=object))) in (0, 1)


@given(st.lists(amounts, min_size=1, max_size=6), amounts, st.data())
def test_a_row_holds_exactly_where_its_amounts_do(given_amounts, limit, data):
    build = RowBuilder()
    build.add(dict(enumerate(given_amounts)), limit)
    x = np.array(data.draw(st.lists(st.integers(0, 1), min_size=len(given_amounts), max_size=len(given_amounts))))
    total = sum((Fraction(a) for a, chosen in zip(given_amounts, x, strict=True) if chosen), start=Fraction(0))
    assert build.rows().hold(x) == (total <= limit)


def test_a_column_on_both_sides_of_a_logic_row_cancels():
    build = RowBuilder()
    build.add_logic([0, 1, 1], [1], 1)
    rows = build.rows()
    assert rows.indices.tolist() == [0, 1]
    assert rows.coefs.tolist() == [1, 1]


def test_an_empty_row_is_kept_with_its_limit():
    build = RowBuilder()
    build.add({}, -1)
    assert not build.rows().hold(np.zeros(3))


def test_joined_rows_stand_one_after_the_other():
    rows = [one_row(int_array([2, 4, 0]), 5), one_row(int_array([0, 0, 3]), 3)]
    both = rows[0].joined(rows[1])
    assert len(both) == 2
    assert both.activity(np.ones(3)).tolist() == [3, 1]
    assert both.limits.tolist() == [2, 1]


def test_numbers_beyond_64_bits_stay_exact():
    assert int_array([1, 2]).dtype == np.int64
    large = int_array([SAFE_INT64, 1])
    assert large.dtype == object
    assert one_row(large, 10**30).activity(np.ones(2)).tolist() == [SAFE_INT64 + 1]


def test_limits_beyond_a_double_are_rounded_down_exactly():
    build = RowBuilder()
    build.add({0: 10**18 + 1}, 10**18)
    assert build.rows().limits.tolist() == [0]


def test_arrays_are_read_only():
    rows = one_row(int_array([1, 1]), 1)
    with pytest.raises(ValueError, match="read-only"):
        rows.coefs[0] = 5


def test_a_level_flips_the_sign_in_one_place():
    cost = level("cost", [Fraction(3, 2), 3], -1, 10)
    x = np.array([1, 1])
    assert cost.score(x) == -3
    assert cost.amount(cost.score(x)) == Fraction(29, 2)
    assert cost.at_least(-3).hold(x)
    assert not cost.at_least(-2).hold(x)


def test_a_program_holds_within_bounds_and_rows_only():
    program = Program(np.zeros(2, dtype=np.int8), np.array([1, 0], dtype=np.int8), one_row(int_array([1, 1]), 1), (), 2)
    assert program.holds(np.array([1, 0]))
    assert not program.holds(np.array([0, 1]))
    assert not program.with_rows(one_row(int_array([1, 1]), 0)).holds(np.array([1, 0]))


def test_sums_of_empty_runs_are_zero():
    assert segment_sums(np.array([1, 2, 3]), np.array([0, 0, 2, 2, 3])).tolist() == [0, 3, 0, 3]
