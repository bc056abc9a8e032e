"""Every route through selection gives what trying all 0/1 vectors gives."""

from __future__ import annotations

import itertools
import math

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Program, RowBuilder, Rows, level
from irontriangle._solve.selection import search
from irontriangle._solve.selection.bounds import Relaxation, fixed_by
from irontriangle._solve.selection.search import maximize


@st.composite
def programs(draw, *, largest=20):
    """Small programs of any kind of row; also infeasible ones."""
    n = draw(st.integers(1, 7))
    numbers = st.integers(-largest, largest)
    build = RowBuilder()
    for _ in range(draw(st.integers(0, 5))):
        coefs = draw(st.lists(numbers, min_size=n, max_size=n))
        build.add(dict(enumerate(coefs)), draw(st.integers(-largest, 3 * largest)))
    lower = np.array(draw(st.lists(st.sampled_from([0, 0, 0, 1]), min_size=n, max_size=n)), dtype=np.int8)
    upper = np.maximum(lower, np.array(draw(st.lists(st.sampled_from([1, 1, 1, 0]), min_size=n, max_size=n))))
    levels = tuple(level(name, draw(st.lists(numbers, min_size=n, max_size=n)), 1) for name in ("value", "cost"))
    return Program(lower, upper.astype(np.int8), build.rows(), levels, n)


def solutions(program):
    vectors = (np.array(x) for x in itertools.product((0, 1), repeat=len(program)))
    return [x for x in vectors if program.holds(x)]


def best_by_trying(program):
    return max((program.levels[0].score(x) for x in solutions(program)), default=None)


@pytest.fixture(params=["sweep", "near", "every", "branch", "core", "late core", "quick first"])
def route(request, monkeypatch):
    """Force each of the ways that large and small programs go."""
    if request.param == "sweep":
        return request.param
    monkeypatch.setattr(search, "SWEPT_COLUMNS", 0)
    if request.param == "near":
        return request.param
    monkeypatch.setattr(search, "can_list", lambda program, *levels: False)
    if request.param == "every":
        return request.param
    monkeypatch.setattr(search, "can_try_every", lambda program, level: False)
    if request.param == "quick first":
        monkeypatch.setattr(search, "LONG_COLUMNS", 0)
    elif request.param != "branch":
        monkeypatch.setattr(search, "SESSION_SIZE", -1)
        monkeypatch.setattr(search, "SPREAD_SIZE", -1)
    if request.param == "late core":
        monkeypatch.setattr("irontriangle._solve.selection.core.FIRST_CORE", 1)
    return request.param


@pytest.mark.parametrize("largest", [20, 10**12, 10**16, 10**25])
def test_every_route_finds_and_proves_the_optimum(route, largest):
    @settings(deadline=None, max_examples=60)
    @given(programs(largest=largest))
    def finds(program):
        found = maximize(program, program.levels[0], later=program.levels[1:], clock=Clock(None))
        truth = best_by_trying(program)
        assert found.complete
        assert found.score == truth
        assert found.bound == (-math.inf if truth is None else truth)
        if found.x is not None:
            assert program.holds(found.x)
            assert np.all((found.lower <= found.x) & (found.x <= found.upper))
        if found.settled and found.x is not None:
            first, second = program.levels
            assert second.score(found.x) == max(second.score(x) for x in solutions(program) if first.score(x) == truth)

    finds()


@settings(deadline=None)
@given(programs(), st.data())
def test_a_bound_holds_whatever_the_duals(program, data):
    relaxation = Relaxation(program, program.levels[0])
    duals = data.draw(st.lists(st.floats(-5, 5), min_size=len(program.rows), max_size=len(program.rows)).map(np.array))
    proven = relaxation.duals(duals, program.lower, program.upper)
    truth = best_by_trying(program)
    assert truth is None or proven.bound >= truth
    if truth is not None:  # what is fixed for the sake of the optimum leaves every optimum in
        lower, upper = fixed_by(proven, truth, program.lower, program.upper)
        assert best_by_trying(program.with_bounds(lower, upper)) == truth


@settings(deadline=None)
@given(programs(), st.data())
def test_a_ray_never_refutes_what_is_possible(program, data):
    relaxation = Relaxation(program, program.levels[0])
    ray = data.draw(st.lists(st.floats(-5, 5), min_size=len(program.rows), max_size=len(program.rows)).map(np.array))
    possible = best_by_trying(program) is not None
    assert not (possible and relaxation.refuted(ray, program.lower, program.upper))
    rows = relaxation.against(ray, program.lower, program.upper)
    assert rows is None or best_by_trying(attrs.evolve(program, rows=some_rows(program, rows))) is None


@settings(deadline=None)
@given(programs(), st.booleans())
def test_rows_on_which_a_proof_leans_are_enough_for_it(program, every):
    with pytest.MonkeyPatch.context() as patched:
        if not every:
            patched.setattr(search, "can_try_every", lambda program, level: False)
        found = maximize(program, level("any", [0] * len(program), 1), clock=Clock())
    assert (found.x is None) is (best_by_trying(program) is None)
    assert (
        found.against is None or best_by_trying(attrs.evolve(program, rows=some_rows(program, found.against))) is None
    )


def some_rows(program, wanted):
    kept = wanted[program.rows.owners]
    ends = np.cumsum([0, *np.diff(program.rows.indptr)[wanted]])
    return Rows(ends, program.rows.indices[kept], program.rows.coefs[kept], program.rows.limits[wanted])


def test_a_node_limit_ends_the_search_with_a_bound(monkeypatch):
    monkeypatch.setattr(search, "can_try_every", lambda program, level: False)
    monkeypatch.setattr(search, "can_list", lambda program, *levels: False)
    build = RowBuilder()
    primes = [7919, 7907, 7901, 7883, 7879, 7877, 7873, 7867, 7853, 7841, 7829, 7823]
    weights = [10**10 + prime for prime in primes]  # too large for HiGHS's own tree
    build.add(dict(enumerate(weights)), 5 * 10**10 + 40_011)
    program = Program(
        np.zeros(12, dtype=np.int8), np.ones(12, dtype=np.int8), build.rows(), (level("value", weights, 1),), 12
    )
    found = maximize(program, program.levels[0], clock=Clock(None), node_limit=1)
    assert not found.complete
    assert found.score is not None
    assert found.score <= best_by_trying(program) <= found.bound
