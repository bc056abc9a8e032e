"""Every reduction leaves each level of the optimum as it is, and its solutions are solutions of the whole."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from irontriangle._solve.selection.reductions.along import within_reach
from irontriangle._solve.selection.reductions.arcs import arcs_of, without_implied
from irontriangle._solve.selection.reductions.dominated import without_dominated
from irontriangle._solve.selection.reductions.propagate import propagated
from irontriangle._solve.selection.reductions.reduce import impossible, reduced
from irontriangle._solve.selection.reductions.smaller import Smaller, merged, without_fixed
from irontriangle._solve.selection.reductions.tighten import tightened
from irontriangle._solve.selection.reductions.together import _alike, equals, settled
from tests.unit._solve.selection.reductions.small import (
    assert_same_optimum,
    made,
    programs,
)

SIZES = pytest.mark.parametrize("largest", [9, 10**20])


def prepared(program):
    """Return what a reduction may rely on: no column is fixed, no row without columns is left."""
    return without_fixed(program).program


def same(program, bounds_or_rows):
    return Smaller.nothing_less(program).tightened(bounds_or_rows)


def merged_equals(program):
    arcs = arcs_of(program)
    return Smaller.nothing_less(program) if arcs is None else merged(program, equals(program, arcs))


def implied(program):
    program = merged_equals(program).program
    arcs = arcs_of(program)
    return program, same(program, program if arcs is None else without_implied(program, arcs))


LAWS = {
    "within_reach": lambda p: (p, same(p, within_reach(p))),
    "without_fixed": lambda p: (p, without_fixed(p)),
    "propagated": lambda p: (p, same(p, propagated(p))),
    "without_dominated": lambda p: (p, same(p, without_dominated(p))),
    "settled": lambda p: (prepared(p), same(prepared(p), settled(prepared(p)))),
    "tightened": lambda p: (prepared(p), same(prepared(p), tightened(prepared(p)))),
    "equals": lambda p: (prepared(p), merged_equals(prepared(p))),
    "without_implied": lambda p: implied(prepared(p)),
    "reduced": lambda p: (p, reduced(p)),
}


@SIZES
@pytest.mark.parametrize("name", LAWS)
def test_it_changes_no_level_of_the_optimum(monkeypatch, name, largest):
    monkeypatch.setattr("irontriangle._solve.selection.reductions.reduce.MANY_COLUMNS", 0)

    @settings(deadline=None)
    @given(programs(largest=largest))
    def law(program):
        if name not in ("within_reach", "propagated", "without_dominated", "reduced") and impossible(prepared(program)):
            return
        whole, smaller = LAWS[name](program)
        assert_same_optimum(whole, smaller)

    law()


def test_a_variant_that_takes_more_for_less_is_out_unless_it_is_needed():
    rows = [({0: 1, 1: 1}, 1), ({0: 3, 1: 4, 2: 5}, 7)]
    dear = made(3, rows, [5, 5, 9])
    assert without_dominated(dear).upper.tolist() == [1, 0, 1]
    needed = made(3, [*rows, ({2: 1, 1: -1}, 0)], [5, 5, 9])
    assert without_dominated(needed) is needed


def test_of_equal_variants_the_first_stays():
    rows = [({0: 1, 1: 1, 2: 1}, 1), ({0: 3, 1: 2, 2: 2}, 2)]
    assert without_dominated(made(3, rows, [5, 5, 5])).upper.tolist() == [0, 1, 0]


def test_a_chain_of_ten_thousand_is_propagated_to_its_end():
    n = 10_000
    requires = [({after: 1, before: -1}, 0) for before, after in itertools.pairwise(range(n))]
    total = ({0: 2, **dict.fromkeys(range(1, n), 1)}, n + 1)
    assert not propagated(made(n, [*requires, total], [1] * n, upper=[0])).upper.any()
    assert propagated(made(n, [*requires, total], [1] * n, lower=[n - 1])).lower.all()


def test_what_brings_too_much_along_is_out():
    way = [({2: 1, 1: -1}, 0), ({1: 1, 0: -1}, 0)]
    assert within_reach(made(3, [*way, ({0: 3, 1: 3, 2: 3}, 8)], [1, 1, 1])).upper.tolist() == [1, 1, 0]
    either = [({3: 1, 0: -1, 1: -1}, 0), ({0: 5, 1: 2, 2: 9, 3: 4}, 9)]
    assert within_reach(made(4, either, [1] * 4)).upper.tolist() == [1, 1, 1, 1]
    assert within_reach(made(4, either, [1] * 4, upper=[1])).upper.tolist() == [1, 0, 1, 1]
    dearer = [either[0], ({0: 6, 1: 2, 2: 9, 3: 4}, 9)]
    assert within_reach(made(4, dearer, [1] * 4, upper=[1])).upper.tolist() == [1, 0, 1, 0]


def test_columns_in_a_circle_are_counted_by_themselves():
    circle = [({0: 1, 1: -1}, 0), ({1: 1, 0: -1}, 0), ({0: 3, 1: 3}, 5)]
    assert within_reach(made(2, circle, [1, 1])).upper.tolist() == [1, 1]


def test_of_a_chain_of_ten_thousand_the_end_is_out_of_reach():
    n = 10_000
    requires = [({after: 1, before: -1}, 0) for before, after in itertools.pairwise(range(n))]
    smaller = reduced(made(n, [*requires, (dict.fromkeys(range(n), 3), n)], [1] * n))
    assert not len(smaller.program)
    assert smaller.back(np.zeros(0, dtype=np.int64)).sum() == n // 3


def test_what_cannot_be_is_seen():
    assert impossible(propagated(made(2, [({0: 1, 1: 1}, 1), ({0: -1}, -1), ({1: -1}, -1)], [1, 1])))
    assert impossible(reduced(made(2, [({0: -1, 1: -1}, -3)], [1, 1])).program)
    assert impossible(made(1, [({}, -1)], [1]))


def test_coefficients_are_clipped_and_divided():
    rows = tightened(made(3, [({0: 7, 1: 5, 2: -9}, 4)], [1, 1, 1])).rows
    assert (rows.coefs.tolist(), rows.limits.tolist()) == ([7, 5, -8], [4])
    rows = tightened(made(3, [({0: 7, 1: 2, 2: 2}, 9)], [1, 1, 1])).rows
    assert (rows.coefs.tolist(), rows.limits.tolist()) == ([1, 1, 1], [2])
    rows = tightened(made(1, [({0: -1}, -1)], [1])).rows
    assert (rows.coefs.tolist(), rows.limits.tolist()) == ([-1], [-1])


def test_requirements_of_the_same_customers_are_one():
    needs = [({customer: 1, requirement: -1}, 0) for customer in (0, 1) for requirement in (2, 3)]
    alone = [({0: 1, 4: -1}, 0), ({4: 1, 5: -1}, 0)]
    costs = {2: 2, 3: 3, 4: 4, 5: 6}
    left = reduced(made(6, [*needs, *alone, (costs, 14)], [9, 8, 0, 0, 0, 0], [-costs.get(j, 0) for j in range(6)]))
    assert [level.coefs.tolist() for level in left.program.levels] == [[9, 8], [-10, -5]]
    assert left.back(np.array([0, 1])).tolist() == [0, 1, 1, 1, 0, 0]
    assert left.there(np.array([0, 1, 1, 1, 0, 0])).tolist() == [0, 1]


def test_a_requirement_by_way_of_another_is_dropped():
    rows = [({0: 1, 1: -1}, 0), ({1: 1, 2: -1}, 0), ({0: 1, 2: -1}, 0), ({0: 2, 1: 3, 2: 4}, 7)]
    program = made(3, rows, [1, 1, 1])
    assert len(without_implied(program, arcs_of(program)).rows) == 3


def test_a_hub_of_many_ways_is_not_looked_through(monkeypatch):
    monkeypatch.setattr("irontriangle._solve.selection.reductions.arcs.MOST_PATHS", 0)
    program = made(3, [({0: 1, 1: -1}, 0), ({1: 1, 2: -1}, 0), ({0: 1, 2: -1}, 0)], [1, 1, 1])
    assert without_implied(program, arcs_of(program)) is program


def test_marks_that_agree_by_chance_are_no_proof(monkeypatch):
    others, starts, counts = np.array([1, 2, 1, 2, 1, 3]), np.array([0, 2, 4]), np.array([2, 2, 2])
    assert [part.tolist() for part in _alike(others, starts, counts)] == [[1], [0]]
    monkeypatch.setattr(
        "irontriangle._solve.selection.reductions.together._mixed", lambda numbers: np.zeros(6, np.uint64)
    )
    assert [part.tolist() for part in _alike(others, starts, counts)] == [[1], [0]]


def test_columns_without_rows_are_put_together():
    left = merged(made(3, [], [1, 2, 4]), np.array([0, 1, 0]))
    assert left.program.levels[0].coefs.tolist() == [5, 2]


def test_what_is_cut_short_is_right_all_the_same(monkeypatch):
    monkeypatch.setattr("irontriangle._solve.selection.reductions.propagate.MOST_ROUNDS", 1)
    monkeypatch.setattr("irontriangle._solve.selection.reductions.reduce.MOST_PASSES", 1)
    requires = [({after: 1, before: -1}, 0) for before, after in itertools.pairwise(range(6))]
    program = made(6, requires, [1] * 6, upper=[0])
    assert propagated(program).upper.tolist() == [0, 0, 1, 1, 1, 1]
    assert_same_optimum(program, reduced(program))
