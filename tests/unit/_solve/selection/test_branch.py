"""The tree of linear programs, and the levels that it searches at once."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Program, RowBuilder, level
from irontriangle._solve.selection import branch, folding, nodes
from irontriangle._solve.selection.branch import Branching
from irontriangle._solve.selection.folding import fold

from .test_probing import ruled
from .test_selection import best_by_trying, programs, solutions


@settings(deadline=None)
@given(programs(largest=1000), st.sampled_from([10, 10**5, 10**12]))
def test_folded_levels_order_solutions_as_the_levels_do(program, most):
    with_limit = folding.MOST
    folding.MOST = most
    try:
        folded = fold(program, program.levels)
    finally:
        folding.MOST = with_limit
    levels = program.levels if folded.complete else program.levels[:1]
    for one, other in itertools.pairwise(solutions(program)):
        ours, theirs = ([level.score(x) for level in levels] for x in (one, other))
        assert (ours < theirs) == (folded.level.score(one) < folded.level.score(other))
    for x in solutions(program):
        assert folded.first(folded.level.score(x)) == program.levels[0].score(x)


def test_scores_beyond_doubles_are_not_rounded():
    numbers = [2**60 + 1, 3]
    program = Program(
        np.zeros(2, dtype=np.int8), np.ones(2, dtype=np.int8), RowBuilder().rows(), (level("value", numbers, 1),), 2
    )
    folded = fold(program, program.levels)
    assert folded.first(folded.level.score(np.array([1, 1]))) == 2**60 + 4


@settings(deadline=None)
@given(programs())
def test_a_tree_that_is_interrupted_goes_on(program):
    found = []
    tree = Branching(program, program.levels[0], found.append)
    best, outcome = None, tree.run(None, 1, Clock(None))
    while not outcome.complete:
        truth = best_by_trying(program)
        assert truth is None or outcome.bound >= truth
        best = outcome.score
        outcome = tree.run(best, 1, Clock(None))
    assert outcome.score == best_by_trying(program)
    assert [program.levels[0].score(x) for x in found][-1:] == ([] if outcome.score is None else [outcome.score])


def test_what_is_certain_and_large_does_not_blur_what_is_open():
    for seed in range(5):
        small = knapsack(12, seed)
        worth = level("value", [*small.levels[0].coefs.tolist(), 10**19], 1)
        bounds = np.array([*[0] * 12, 1], dtype=np.int8), np.ones(13, dtype=np.int8)
        found = []
        tree = Branching(Program(*bounds, small.rows, (worth,), 13), worth, found.append)
        outcome = tree.run(None, 1, Clock(None))
        while not outcome.complete:
            outcome = tree.run(outcome.score, 1, Clock(None))
            assert outcome.bound >= 10**19 + best_by_trying(small)
        assert outcome.score == worth.score(found[-1]) == 10**19 + best_by_trying(small)


def knapsack(n, seed):
    draw = random.Random(seed)
    build = RowBuilder()
    for _ in range(3):
        build.add({column: draw.randint(5, 60) for column in range(n)}, 8 * n)
    worth = level("value", [draw.randint(20, 90) for _ in range(n)], 1)
    return Program(np.zeros(n, dtype=np.int8), np.ones(n, dtype=np.int8), build.rows(), (worth,), n)


def test_a_tree_that_begins_anew_finds_what_it_would_have_found(monkeypatch):
    scores = []
    for share in (0.0, 1.0):  # never, and whenever something better is found
        monkeypatch.setattr(branch, "RESTART", share)
        program = knapsack(30, 5)
        tree = Branching(program, program.levels[0], lambda x, program=program: scores.append(program.holds(x)))
        scores.append(tree.run(None, 10**6, Clock(None)).score)
    assert scores[-1] == next(score for score in scores if score is not True)
    assert False not in scores


@settings(deadline=None)
@given(programs(), st.sampled_from([0, branch.KEPT]))
def test_nodes_that_are_solved_in_pairs_prove_the_same(program, kept):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "LEAST_PAIRED", 0)
        patch.setattr(branch, "KEPT", kept)
        outcome = Branching(program, program.levels[0], lambda x: None).run(None, 10**6, Clock(None))
    assert outcome.complete
    assert outcome.score == best_by_trying(program)


@settings(deadline=None)
@given(ruled() | programs(), st.sampled_from([1, 4, 1_000]), st.booleans())
def test_nodes_that_are_gone_through_prove_the_same(program, width, known):
    first, found = program.levels[0], []
    start = min((first.score(x) for x in solutions(program)), default=None) if known else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(branch, "entangled", lambda program: True)
        patch.setattr(branch, "FEWEST_SWEPT", 0)
        patch.setattr(branch, "WIDTH", width)
        outcome = Branching(program, first, found.append).run(start, 10**6, Clock(None))
    assert outcome.complete
    assert outcome.score == best_by_trying(program)
    assert all(program.holds(x) for x in found)
