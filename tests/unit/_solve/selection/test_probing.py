"""Rules, said of groups of columns, and what follows from them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Program, RowBuilder, level
from irontriangle._solve.selection import probing, root, search
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.groups import grouped
from irontriangle._solve.selection.probing import probed
from irontriangle._solve.selection.reductions.reduce import impossible, reduced

from .test_selection import best_by_trying, programs, solutions


@st.composite
def ruled(draw):
    """Features of one to three variants, with rules on whole features and on single variants, and a total."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=5))
    ends = np.cumsum(sizes).tolist()
    n = ends[-1]
    features = [list(range(end - size, end)) for end, size in zip(ends, sizes, strict=True)]
    members = st.sampled_from([*features, *([column] for column in range(n))])
    build = RowBuilder()
    for feature in features:
        if len(feature) > 1:
            build.add_logic(feature, [], 1)
    for _ in range(draw(st.integers(1, 8))):
        plus, minus = ([column for one in draw(st.lists(members, max_size=3)) for column in one] for _ in range(2))
        build.add_logic(plus, minus, draw(st.integers(-len(minus), max(1, len(plus) - 1))))
    if draw(st.booleans()):
        build.add(dict(enumerate(draw(st.lists(st.integers(1, 30), min_size=n, max_size=n)))), 15 * n)
    lower = np.array(draw(st.lists(st.sampled_from([0, 0, 0, 0, 1]), min_size=n, max_size=n)), dtype=np.int8)
    upper = np.maximum(lower, draw(st.lists(st.sampled_from([1, 1, 1, 1, 0]), min_size=n, max_size=n)))
    worth = level("value", draw(st.lists(st.integers(-9, 30), min_size=n, max_size=n)), 1)
    return Program(lower, upper.astype(np.int8), build.rows(), (worth,), n)


def come(groups, x):
    """Return which groups come."""
    there = groups.of_column >= 0
    return np.bincount(groups.of_column[there], x[there], len(groups)).astype(int)


@settings(deadline=None)
@given(ruled() | programs())
def test_groups_meet_the_rules_that_their_columns_meet(program):
    groups = grouped(program)
    for x in solutions(program) if groups is not None else ():
        those = come(groups, x)
        assert np.all((groups.lower <= those) & (those <= groups.upper))
        used = np.bincount(groups.row, groups.coef * those[groups.group], len(groups.limits))
        assert np.all(used <= groups.limits)


@settings(deadline=None)
@given(ruled() | programs(), st.randoms(use_true_random=False))
def test_what_follows_holds_in_every_solution(program, random):
    groups = grouped(program)
    if groups is None:
        return
    found = probed(groups)
    if found is None:
        return
    decided = found.decided()
    broken = found.violated(np.array([random.random() for _ in range(len(program))]))
    for x in solutions(program):
        those = come(groups, x)
        holds = np.concatenate([those, 1 - those]) > 0
        assert not (holds & found.never).any()
        assert not found.apart[np.ix_(holds, holds)].any()
        assert decided is None or decided.hold(x)
        assert broken is None or broken.hold(x)


@settings(deadline=None)
@given(ruled())
def test_the_optimum_is_the_same_with_what_follows(program):
    few, root.FEW_OPEN = root.FEW_OPEN, -1
    can_list, search.can_list = search.can_list, lambda program, *levels: False
    try:
        found = search.maximize(program, program.levels[0], clock=Clock(None))
    finally:
        root.FEW_OPEN, search.can_list = few, can_list
    assert found.complete
    assert found.score == best_by_trying(program)


def bundle_of_exclusive():
    """A bundle of two features of two variants each; of these, and another one, at most two come."""
    build = RowBuilder()
    for feature in ([0, 1], [2, 3], [4, 5]):
        build.add_logic(feature, [], 1)
    build.add_logic([6], [0, 1], 0)
    build.add_logic([6], [2, 3], 0)
    build.add_logic([0, 1, 2, 3, 4, 5], [], 2)
    worth = level("value", [3, 3, 3, 3, 6, 6, 5], 1)
    return Program(np.zeros(7, dtype=np.int8), np.ones(7, dtype=np.int8), build.rows(), (worth,), 6)


def test_variants_are_taken_together():
    groups = grouped(bundle_of_exclusive())
    assert groups.of_column.tolist() == [0, 0, 1, 1, 2, 2, 3]
    assert [groups.columns(group) for group in range(4)] == [[0, 1], [2, 3], [4, 5], [6]]
    assert len(groups.limits) == 3


def test_what_a_bundle_leaves_no_place_for_is_cut_off():
    program = bundle_of_exclusive()
    rows = probed(grouped(program)).violated(np.array([0.5, 0, 0.5, 0, 1, 0, 0.5]))
    assert len(rows) == 1
    assert sorted(rows.indices.tolist()) == [4, 5, 6]
    assert rows.limits.tolist() == [1]


def test_rules_that_contradict_each_other_are_impossible_at_the_root(monkeypatch):
    build = RowBuilder()
    build.add_logic([], [0, 1], -1)
    for one in (0, 1):
        build.add_logic([one], [2], 0)
        build.add_logic([one], [3], 0)
    build.add_logic([2, 3, 4], [], 2)
    worth = level("value", [1] * 5, 1)
    program = Program(np.array([0, 0, 0, 0, 1], dtype=np.int8), np.ones(5, dtype=np.int8), build.rows(), (worth,), 5)
    assert probed(grouped(program)).never[:2].all()
    assert root.root_of(program, worth, Relaxation(program, worth), Clock(None)).outcome.x is not None
    monkeypatch.setattr(root, "FEW_OPEN", -1)
    assert root.root_of(program, worth, Relaxation(program, worth), Clock(None)).outcome.status == "infeasible"
    found = search.maximize(program, worth, clock=Clock(None))
    assert (found.x, found.complete, found.exact) == (None, True, True)


@pytest.mark.parametrize("limit", [10**12, 10**30])
def test_large_numbers_are_left_alone_or_counted_exactly(limit):
    build = RowBuilder()
    build.add({0: limit - 1, 1: 2, 2: limit}, limit)
    program = Program(np.zeros(3, dtype=np.int8), np.ones(3, dtype=np.int8), build.rows(), (level("v", [1] * 3, 1),), 3)
    groups = grouped(program)
    assert (groups is None) == (limit == 10**30)
    if groups is not None:
        assert np.argwhere(probed(groups).apart[:3, :3]).tolist() == [[0, 1], [0, 2], [1, 0], [1, 2], [2, 0], [2, 1]]


def test_too_many_rules_are_not_followed(monkeypatch):
    groups = grouped(bundle_of_exclusive())
    monkeypatch.setattr(probing, "MOST_PROBED", 23)
    assert probed(groups) is None
    program = bundle_of_exclusive()
    monkeypatch.setattr(root, "FEW_OPEN", -1)
    first = program.levels[0]
    assert root.root_of(program, first, Relaxation(program, first), Clock(None)).outcome.x is not None


@settings(deadline=None)
@given(ruled())
def test_bounds_hold_what_the_rules_decide(program):
    groups = grouped(program)
    rules = None if groups is None else probed(groups)
    if rules is not None:
        tighter = rules.within(program)
        assert all(tighter.holds(x) for x in solutions(program))
        assert all(program.holds(x) for x in solutions(tighter))
        assert (tighter is program) == (not rules.never.any())


@settings(deadline=None)
@given(ruled())
def test_where_all_may_come_and_none_need_nothing_is_decided(program):
    groups = grouped(program)
    if groups is not None and groups.undecided:
        for all_of_them in (0, 1):
            those = np.full(len(groups), all_of_them)
            assert np.all(
                np.bincount(groups.row, groups.coef * those[groups.group], len(groups.limits)) <= groups.limits
            )


def test_what_rules_decide_together_is_left_out():
    """Of 0, 1 and 2, each with a simple variant, the last excludes what it requires; one of the three is built."""
    build = RowBuilder()
    features = [[0, 1], [2, 3], [4, 5]]
    for feature in features:
        build.add_logic(feature, [], 1)
    build.add_logic(features[2], features[1], 0)
    build.add_logic([*features[2], *features[1]], [], 1)
    build.add_logic([], [column for feature in features for column in feature], -1)
    for column in range(0, 5, 2):
        build.add_logic([column], [column], 0)
    worth = level("value", [3, 2, 3, 2, 9, 8], 1)
    build.add(dict.fromkeys(range(6), 1), 1)
    zeros = np.zeros(6, dtype=np.int8)
    program = Program(zeros, zeros + 1, build.rows(), (worth,), 6)
    left = reduced(program)
    assert len(left.program) <= 4
    assert left.offsets[0] + (best_by_trying(left.program) or 0) == best_by_trying(program)


@settings(deadline=None)
@given(ruled())
def test_reductions_keep_the_optimum_under_rules(program):
    left, truth = reduced(program), best_by_trying(program)
    if impossible(left.program):
        assert truth is None
    else:
        rest = best_by_trying(left.program)
        assert truth == (None if rest is None else left.offsets[0] + rest)
