"""What lies near the bound is listed in full, whatever the duals."""

from __future__ import annotations

import itertools
import math

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Program, RowBuilder, level
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.near import join, parts, reach
from irontriangle._solve.selection.near.join import undominated
from irontriangle._solve.selection.near.reach import NearBound, can_list

from .test_selection import programs


@st.composite
def ranked(draw):
    """Small programs of three levels, with duals of any quality."""
    program = draw(programs())
    numbers = st.lists(st.integers(-3, 3), min_size=len(program), max_size=len(program))
    levels = (*program.levels, level("second", draw(numbers), -1), level("third", draw(numbers), 1))
    program = attrs.evolve(program, levels=levels)
    y = draw(st.lists(st.floats(-5, 5), min_size=len(program.rows), max_size=len(program.rows)).map(np.array))
    return program, Relaxation(program, levels[0]).duals(y, program.lower, program.upper)


def best_by_trying(program):
    vectors = (np.array(x) for x in itertools.product((0, 1), repeat=len(program)))
    return max(([each.score(x) for each in program.levels] for x in vectors if program.holds(x)), default=None)


@pytest.fixture(params=["as it is", "only totals", "small steps", "few choices", "few kept", "small chunks"])
def way(request, monkeypatch):
    """Force what large programs come upon."""
    if request.param == "only totals":
        monkeypatch.setattr(parts, "LOCAL", 0)
    elif request.param == "small steps":
        monkeypatch.setattr(reach, "FIRST_COLUMNS", 0)
        monkeypatch.setattr(reach, "FIRST_COUNT", 1)
    elif request.param == "few choices":
        monkeypatch.setattr(reach, "FULL", reach.Effort(10**9, 2))
    elif request.param == "few kept":
        monkeypatch.setattr(join, "FEW", 0)
        monkeypatch.setattr(parts, "LOCAL", 0)
    elif request.param == "small chunks":
        monkeypatch.setattr(join, "CHUNK", 3)
        monkeypatch.setattr(join, "CLASS_SIZE", 1)
        monkeypatch.setattr(parts, "LOCAL", 0)
    return request.param


def test_the_best_near_the_bound_is_the_best_there_is(way):
    @settings(deadline=None, max_examples=100)
    @given(ranked(), st.booleans())
    def agrees(drawn, known):
        program, duals = drawn
        truth = best_by_trying(program)
        best = truth[0] if known and truth is not None else None
        near = NearBound(program, program.levels, duals).best(best, Clock(None), reach.FULL)
        assert near.bound >= (-math.inf if truth is None else truth[0])
        if near.x is not None:
            assert program.holds(near.x)
            scores = [each.score(near.x) for each in program.levels]
            assert scores[0] == truth[0] == near.bound
            assert not near.settled or scores == truth
        elif way != "few choices":
            assert truth is None
            assert near.bound == -math.inf

    agrees()


@settings(deadline=None)
@given(ranked(), st.floats(0, 60))
def test_every_solution_within_reach_is_in_the_parts(drawn, reach):
    program, duals = drawn
    listed = parts.list_parts(program, program.levels, duals, reach, 100, Clock(None))
    assert listed is not None
    found = {tuple(x) for x in _combinations(listed)}
    for x in itertools.product((0, 1), repeat=len(program)):
        vector = np.array(x)
        if program.holds(vector) and program.levels[0].score(vector) >= duals.bound - reach + 2 * duals.error:
            better = [other for other in found if _at_least_as_good(program, np.array(other), vector)]
            assert x in found or better


def _combinations(listed):
    for choice in itertools.product(*(range(len(part.penalty)) for part in listed.parts)):
        x = listed.fixed.copy()
        for part, number in zip(listed.parts, choice, strict=True):
            x[part.columns] = part.x[:, number]
        yield x.tolist()


def _at_least_as_good(program, other, x):
    return program.holds(other) and [each.score(other) for each in program.levels] >= [
        each.score(x) for each in program.levels
    ]


def test_too_many_combinations_end_the_search_with_a_bound(monkeypatch):
    monkeypatch.setattr(join, "MOST_STATES", 1)
    build = RowBuilder()
    build.add(dict.fromkeys(range(20), 2), 7)
    program = Program(
        np.zeros(20, dtype=np.int8), np.ones(20, dtype=np.int8), build.rows(), (level("value", [2, 3] * 10, 1),), 20
    )
    duals = Relaxation(program, program.levels[0]).duals(np.array([-1.0]), program.lower, program.upper)
    near = NearBound(program, program.levels, duals).best(None, Clock(None))
    assert near.x is None
    assert near.bound >= 9


def test_numbers_beyond_64_bits_are_not_listed():
    build = RowBuilder()
    build.add({0: 10**30, 1: 3}, 10**30)
    program = Program(
        np.zeros(2, dtype=np.int8), np.ones(2, dtype=np.int8), build.rows(), (level("value", [1, 2], 1),), 2
    )
    assert not can_list(program, program.levels[0])


@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5), st.integers(-5, 5)), min_size=1, max_size=30),
    st.sampled_from([1, 2**54]),
)
def test_what_may_be_best_is_kept_and_nothing_else(states, scale):
    used = np.array([state[0] for state in states])
    scores = np.array([[state[1] * scale, state[2]] for state in states]).T
    kept = set(undominated(used, scores).tolist())
    pairs = [(use, [first, second]) for use, first, second in states]
    for number, (use, score) in enumerate(pairs):
        better = [k for k, (other, theirs) in enumerate(pairs) if other <= use and theirs >= score and k != number]
        if number in kept:
            assert all(pairs[k] == (use, score) and k not in kept for k in better)
        else:
            assert any(k in kept for k in better)
