"""Programs for the laws: small enough to be tried out, with every kind of row that reductions look for."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import strategies as st

from irontriangle._solve.program import Program, RowBuilder, level


def made(n, rows, *levels, lower=(), upper=()):
    """Return a program from rows (terms, limit) and lists of what each level scores."""
    build = RowBuilder()
    for terms, limit in rows:
        build.add(terms, limit)
    bounds = np.zeros(n, dtype=np.int8), np.ones(n, dtype=np.int8)
    bounds[0][list(lower)] = 1
    bounds[1][list(upper)] = 0
    return Program(*bounds, build.rows(), tuple(level(f"level {k}", coefs, 1) for k, coefs in enumerate(levels)), n)


@st.composite
def programs(draw, *, largest=9, most_columns=8):
    """Return programs of one to three levels; requirements, choices and bundles beside totals of any sign."""
    n = draw(st.integers(1, most_columns))
    numbers = st.integers(-largest, largest) | st.integers(-2, 2)
    column = st.integers(0, n - 1)
    several = st.lists(column, min_size=1, max_size=4, unique=True)
    total = st.tuples(st.dictionaries(column, numbers, max_size=n), st.integers(-largest, 3 * largest))
    requires = st.tuples(column, column).map(lambda pair: ({pair[0]: 1, pair[1]: -1} if pair[0] != pair[1] else {}, 0))
    needs = st.tuples(several, column).map(lambda pair: ({**dict.fromkeys(pair[0], 1), pair[1]: -1}, 0))
    choice = several.map(lambda columns: (dict.fromkeys(columns, 1), 1))
    one_of = several.map(lambda columns: (dict.fromkeys(columns, -1), -1))
    rows = []
    for kind in draw(st.lists(st.sampled_from("rrrrncobbte"), max_size=10)):
        if kind == "b":
            members, own = draw(several), draw(column)
            members = [member for member in members if member != own]
            rows += [({own: 1, member: -1}, 0) for member in members]
            rows.append(({**dict.fromkeys(members, 1), own: -1}, len(members) - 1))
        elif kind == "e":
            terms, limit = draw(total)
            rows += [(terms, limit), ({column: -coef for column, coef in terms.items()}, -limit)]
        else:
            rows.append(draw({"r": requires, "n": needs, "c": choice, "o": one_of, "t": total}[kind]))
    signs = st.sampled_from([numbers, st.just(0), st.integers(-largest, 0), st.integers(0, largest)])
    levels = [[draw(draw(signs)) for _ in range(n)] for _ in range(draw(st.integers(1, 3)))]
    fixed = draw(st.lists(st.sampled_from([None, None, None, None, 0, 1]), min_size=n, max_size=n))
    lower, upper = ([j for j, value in enumerate(fixed) if value == side] for side in (1, 0))
    return made(n, rows, *levels, lower=lower, upper=upper)


def scores(program, x):
    return [level.score(x) for level in program.levels]


def best_by_trying(program):
    """Return the best scores, level by level; None if nothing holds."""
    vectors = (np.array(x, dtype=np.int64) for x in itertools.product((0, 1), repeat=len(program)))
    return max((scores(program, x) for x in vectors if program.holds(x)), default=None)


def assert_same_optimum(program, smaller):
    """Hold every solution that is left, and the best of them, against the whole program."""
    left = smaller.program
    vectors = (np.array(x, dtype=np.int64) for x in itertools.product((0, 1), repeat=len(left)))
    best = None
    for x in vectors:
        if left.holds(x):
            whole = smaller.back(x)
            assert program.holds(whole)
            reached = [score + offset for score, offset in zip(scores(left, x), smaller.offsets, strict=True)]
            assert scores(program, whole) == reached
            best = reached if best is None else max(best, reached)
            assert smaller.there(whole).tolist() == x.tolist()
    assert best == best_by_trying(program)
