"""Branch and bound over linear programs that start from each other's basis: what is quickest for small programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import Session
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Relaxation, fixed_by


@attrs.frozen(eq=False)
class Tree:
    """What a search came to: the best score found, what none can exceed, and whether it was searched to the end."""

    score: int | None
    bound: float | int
    complete: bool
    exact: bool


def branch(
    program: Program,
    level: Level,
    relaxation: Relaxation,
    session: Session,
    *,
    best: int | None,
    on_found: Callable[[NDArray[np.int64], int], None],
    clock: Clock,
    node_limit: int,
) -> Tree:
    """
    Search for scores above `best`, depth first, the side to which the linear program leans first.

    Every cut-off rests on a bound by weak duality (`Relaxation.bound`), or on a ray that refutes the node in the
    same arithmetic, and every solution on the exact rows. Only where there is no such ray is infeasibility taken
    from the solver, if its arithmetic is trusted at all.
    """
    columns = np.arange(len(program), dtype=np.int32)
    exact = True
    open_nodes = [(np.inf, program.lower, program.upper)]
    nodes = 0
    while open_nodes:
        above, lower, upper = open_nodes.pop()
        if best is not None and above < best + 1:
            continue
        if nodes >= node_limit or clock.expired:
            open_nodes.append((above, lower, upper))
            break
        nodes += 1
        session.bounds(columns, lower.astype(float), upper.astype(float))
        outcome = session.run(clock)
        if outcome.status == "infeasible":
            refuted = not relaxation.possible(lower, upper) or relaxation.refuted(outcome.ray, lower, upper)
            exact &= refuted or not relaxation.trusted
            if refuted or relaxation.trusted:
                continue
        duals = relaxation.duals(outcome.row_dual, lower, upper)
        if best is not None:
            if duals.bound < best + 1:
                continue
            lower, upper = fixed_by(duals, best + 1, lower, upper)
        guess = outcome.x if outcome.x is not None else (lower + upper) / 2
        x = np.rint(np.clip(guess, lower, upper)).astype(np.int64)
        if program.rows.hold(x):
            score = level.score(x)
            if best is None or score > best:
                best = score
                on_found(x, score)
        column = _branching_column(guess, lower, upper)
        if column is None:  # everything is fixed: x was the only solution here
            continue
        leaning = int(guess[column] > 0.5)
        for side in (1 - leaning, leaning):  # the last is searched first
            open_nodes.append((min(duals.bound, above), *_with(lower, upper, column, side)))
    left = max([node[0] for node in open_nodes], default=-np.inf)
    return Tree(best, left if best is None else max(left, best), not open_nodes, exact)


def _with(
    lower: NDArray[np.int8], upper: NDArray[np.int8], column: int, side: int
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    lower, upper = lower.copy(), upper.copy()
    lower[column] = upper[column] = side
    return lower, upper


def _branching_column(guess: NDArray[Any], lower: NDArray[np.int8], upper: NDArray[np.int8]) -> int | None:
    """Return the free column that is most fractional, or any free one where none is; None where all are fixed."""
    free = np.flatnonzero(lower < upper)
    if not len(free):
        return None
    fraction = np.abs(guess[free] - np.rint(guess[free]))
    return int(free[np.argmax(fraction)])
