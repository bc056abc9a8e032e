"""All reductions in the order that pays, again and again until nothing gets smaller."""

from __future__ import annotations

import numpy as np

from irontriangle._solve.program import LONG, Program, segment_sums
from irontriangle._solve.selection.groups import grouped
from irontriangle._solve.selection.probing import probed
from irontriangle._solve.selection.reductions.along import within_reach
from irontriangle._solve.selection.reductions.arcs import arcs_of, without_implied
from irontriangle._solve.selection.reductions.dominated import without_dominated
from irontriangle._solve.selection.reductions.propagate import propagated
from irontriangle._solve.selection.reductions.smaller import Smaller, merged, without_fixed
from irontriangle._solve.selection.reductions.tighten import tightened
from irontriangle._solve.selection.reductions.together import equals, settled

MOST_PASSES = 10
"""Times that all reductions are tried: each may give the others something to do."""

MANY_RULES = 1.1
"""Rules for each column from which on each feature is followed up through all of them."""

MANY_COLUMNS = 1_000
"""Columns from which on dominated variants are looked for: smaller programs are found to take longer without them."""


def reduced(program: Program) -> Smaller:
    """
    Return a smaller program with the same optimum in every level, and the way back.

    What is impossible stays so: two bounds of a column cross, or a row without columns cannot hold.
    """
    done = _passes(Smaller.nothing_less(within_reach(program)))
    if impossible(done.program) or not entangled(done.program):
        return done
    groups = grouped(done.program)
    rules = None if groups is None else probed(groups)
    tighter = done.program if rules is None else rules.within(done.program)
    return done if tighter is done.program else _passes(done.tightened(tighter))


def entangled(program: Program) -> bool:
    """Tell whether there are a tenth more rules than columns, so that they may decide something together."""
    return bool(np.count_nonzero(np.diff(program.rows.indptr) < LONG) > MANY_RULES * len(program))


def _passes(done: Smaller) -> Smaller:
    """Try the reductions of columns and rows again and again."""
    for _ in range(MOST_PASSES):
        before = done.program
        done = _decided(done)
        if impossible(done.program):
            break
        done = done.tightened(tightened(done.program))
        done = _required(done)
        if (len(done.program), len(done.program.rows)) == (len(before), len(before.rows)):
            break
    return done


def impossible(program: Program) -> bool:
    """Tell whether bounds cross, or a row without columns does not hold."""
    empty = np.diff(program.rows.indptr) == 0
    return bool((program.lower > program.upper).any() or np.any(program.rows.limits[empty] < 0))


def _decided(done: Smaller) -> Smaller:
    """Leave out columns that can have one value only, or have one in some best solution."""
    program = propagated(done.program)
    if len(program) >= MANY_COLUMNS:
        program = without_dominated(program)
    if impossible(program):
        return done.tightened(program)
    if _has_fixed(program):
        done = done.then(without_fixed(program))
    program = settled(done.program)
    return done.then(without_fixed(program)) if program is not done.program else done


def _has_fixed(program: Program) -> bool:
    """Tell whether columns are fixed or rows cannot be broken."""
    rows = program.rows
    most = segment_sums(np.where(rows.coefs > 0, rows.coefs, 0), rows.indptr)
    return bool((program.lower == program.upper).any() or np.any(most <= rows.limits))


def _required(done: Smaller) -> Smaller:
    """Put together what comes together, and drop the requirements that others imply."""
    while (arcs := arcs_of(done.program)) is not None:
        first = equals(done.program, arcs)
        if (first == np.arange(len(first))).all():  # no requirements go in a circle any more
            return done.tightened(without_implied(done.program, arcs))
        done = done.then(merged(done.program, first))  # what is added up may be a requirement now
    return done
