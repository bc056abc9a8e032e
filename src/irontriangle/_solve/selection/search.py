"""The route through selection: linear program, rounding, fixing, then the search that suits the size."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import Session, solve
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Floats, Relaxation, fixed_by
from irontriangle._solve.selection.branch import Tree, branch
from irontriangle._solve.selection.core import grow_core
from irontriangle._solve.selection.greedy import rounded

BRANCH_COLUMNS = 160
"""Free columns up to which branch and bound in Python beats HiGHS: the crossover measured in the benchmarks."""

BRANCH_NODES = 3_000
"""Nodes after which HiGHS takes over, where it is trusted."""

SESSION_SIZE = 20_000
"""Rows, columns and entries up to which the linear programs are kept alive from node to node."""

LAST_NODES = 300_000
"""Nodes, times columns over 20, after which the search ends where HiGHS is not trusted."""


@attrs.frozen(eq=False)
class Found:
    """
    Say what is known about one level of a program.

    Parameters
    ----------
    x, score
        The best solution, None if there is none.
    bound
        No solution scores higher; -inf: there is no solution.
    complete
        Whether that is proven of x (or of there being none).
    exact
        Whether the proof rests on exact arithmetic alone, or on a search tree of the solver.
    lower, upper
        Bounds that every solution as good as x respects.
    """

    x: NDArray[np.int64] | None
    score: int | None
    bound: float
    complete: bool
    exact: bool
    lower: NDArray[np.int8]
    upper: NDArray[np.int8]


def maximize(
    program: Program,
    level: Level,
    *,
    clock: Clock,
    start: NDArray[np.int64] | None = None,
    node_limit: int | None = None,
    on_found: Callable[[NDArray[np.int64]], None] = lambda x: None,
) -> Found:
    """
    Find a solution of the program with the highest score of one level, and prove it.

    Parameters
    ----------
    start
        A solution to begin with.
    node_limit
        Nodes after which the search ends without a proof, whatever the machine; None: none.
    on_found
        Told of every better solution at once, so that a caller who is interrupted has the last one.
    """
    best: NDArray[np.int64] | None = None
    score: int | None = None

    def hear(x: NDArray[np.int64], its_score: int) -> None:
        nonlocal best, score
        best, score = x, its_score
        on_found(x)

    def found(bound: float, complete: bool, exact: bool, reduced: Floats | None = None) -> Found:
        lower, upper = program.lower, program.upper
        if score is not None and reduced is not None:
            lower, upper = fixed_by(root_bound, reduced, score, lower, upper)
        return Found(best, score, bound, complete, exact, lower, upper)

    if start is not None and program.holds(start):
        hear(start, level.score(start))
    relaxation = Relaxation(program, level)
    if not relaxation.possible(program.lower, program.upper) or bool((program.lower > program.upper).any()):
        return found(-np.inf, True, True)
    linear = relaxation.linear(program.lower, program.upper)
    session = Session(linear) if linear.size <= SESSION_SIZE or not relaxation.trusted else None
    outcome = solve(linear, clock=clock) if session is None else session.run(clock)
    root_bound, reduced = relaxation.bound(outcome.row_dual, program.lower, program.upper)
    if outcome.status == "infeasible":
        refuted = relaxation.refuted(outcome.ray, program.lower, program.upper)
        if refuted or relaxation.trusted:
            return found(-np.inf, True, refuted)
    if outcome.x is not None:
        rough = rounded(program, relaxation, outcome.x, reduced, clock)
        if rough is not None and (score is None or level.score(rough) > score):
            hear(rough, level.score(rough))
    if score is not None and root_bound < score + 1:
        return found(float(score), True, True, reduced)
    tree = Tree(score, root_bound, False, True)
    lower, upper = fixed_by(root_bound, reduced, -np.inf if score is None else score + 1, program.lower, program.upper)
    tight = program.with_bounds(lower, upper)
    if session is not None and (int((lower < upper).sum()) <= BRANCH_COLUMNS or not relaxation.trusted):
        last_word = not relaxation.trusted or outcome.x is None
        limit = LAST_NODES * 20 // max(20, len(program)) if last_word else BRANCH_NODES
        limit = limit if node_limit is None else min(limit, node_limit)
        tree = branch(tight, level, relaxation, session, best=score, on_found=hear, clock=clock, node_limit=limit)
        if node_limit is not None and limit == node_limit:
            return found(tree.bound, tree.complete, tree.exact, reduced)
    if not tree.complete and relaxation.trusted and outcome.x is not None and not clock.expired:
        tree = grow_core(
            tight,
            level,
            relaxation,
            root=(root_bound, outcome.x, reduced),
            best=score,
            start=best,
            on_found=hear,
            clock=clock,
            node_limit=node_limit,
        )
    return found(min(tree.bound, root_bound), tree.complete, tree.exact, reduced)
