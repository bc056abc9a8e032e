"""One level of a program in sprints: relax, fill, prove; then selection and sprints together."""

from __future__ import annotations

import math

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.columns import Columns
from irontriangle._solve.highs import TRUSTED, solve
from irontriangle._solve.incumbent import Incumbent, Reached
from irontriangle._solve.linear import Floats
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Relaxation
from irontriangle._solve.selection.search import maximize
from irontriangle._solve.sprints.fill import Filled, fill, fit, in_turn
from irontriangle._solve.sprints.load import Load
from irontriangle._solve.sprints.program import Joined, join
from irontriangle._solve.sprints.relax import Spans

RESTARTS = 60
"""Orders at random that are tried to fit a selection into the sprints."""

QUICK = 3
"""The same, for each selection that comes by."""


@attrs.frozen(eq=False)
class SprintProgram:
    """
    Hold a program together with the work behind its columns.

    Parameters
    ----------
    program
        The selection's program with the rows that the sprints add to it.
    columns
        What its columns stand for; its days are the sprints up to the horizon, or there are none.
    load, when
        The work, and when each column can be done.
    """

    program: Program
    columns: Columns
    load: Load
    when: Spans

    @property
    def first_day(self) -> int | None:
        """The column of the first sprint, None where there are none."""
        return self.columns.first_day if self.columns.n_days else None

    def chosen(self, x: NDArray[np.int64] | Floats) -> list[int]:
        """Return the variant columns that a vector builds."""
        return np.flatnonzero(np.asarray(x[: self.columns.first_bundle]) > 0.5).tolist()

    def turns(self, filled: Filled) -> tuple[str, ...]:
        """Return the features in the order in which they are given their work."""
        return tuple(self.columns.variants[column][0].name for column in filled.turns)

    def with_sprints(self, x: NDArray[np.int64], n_sprints: int) -> NDArray[np.int64]:
        """Return the vector with work in its first sprints."""
        changed = x.copy()
        changed[self.columns.first_day :] = np.arange(self.columns.n_days) < n_sprints
        return changed


def maximize_sprints(
    held: SprintProgram, sought: Level, position: int, so_far: Incumbent, *, node_limit: int | None
) -> Reached:
    """
    Find a selection that fits the sprints with the highest score of one level, and prove it.

    Notes
    -----
    The relaxed program, which knows of order only when work can begin, gives a selection and a bound. If that selection
    fits, it is proven; otherwise selection and sprints are searched together.
    """
    search = _Search(held, sought, position, so_far)
    search.by_relaxation(node_limit)
    if not search.complete and not so_far.clock.expired:
        search.together(node_limit)
    return Reached(search.score, search.bound, search.complete, search.exact)


class _Search:
    """The search through one level; the best plan so far is kept in `so_far`."""

    def __init__(self, held: SprintProgram, sought: Level, position: int, so_far: Incumbent) -> None:
        self.held, self.level, self.position, self.so_far = held, sought, position, so_far
        self.score: int | None = None
        if so_far.x is not None and held.program.holds(so_far.x):
            self.score = sought.score(so_far.x)
        self.bound: float | int = math.inf
        self.exact = True

    @property
    def complete(self) -> bool:
        """Whether nothing better than the best so far is left."""
        return self.bound == -math.inf or (self.score is not None and self.bound < self.score + 1)

    def by_relaxation(self, node_limit: int | None) -> None:
        """Take the best of the relaxed program, and see whether it fits."""
        found = maximize(
            self.held.program,
            self.level,
            clock=self.so_far.clock,
            start=self.so_far.x if self.score is not None else None,
            node_limit=node_limit,
            on_found=lambda x: self._try(x, QUICK),
            on_bound=self._lower,
        )
        self.exact &= found.exact
        self._lower(found.bound)
        if found.x is not None and not self.complete:
            self._try(found.x, RESTARTS)

    def together(self, node_limit: int | None) -> None:
        """Search selection and sprints as one program; trusted only where the solver's arithmetic is."""
        held = self.held
        base = Relaxation(held.program, self.level)
        if not base.trusted or sum(map(sum, held.load.there)) > TRUSTED:
            return
        linear = base.linear(held.program.lower, held.program.upper, whole=True)
        joined = join(held.load, held.when, linear, first_day=held.first_day)
        outcome = solve(
            joined.linear,
            clock=self.so_far.clock,
            node_limit=node_limit,
            on_incumbent=lambda x, _: self._take(joined, x),
            on_progress=lambda bound, _: self._lower(math.inf if bound is None else -bound + 1e-6),
        )
        self.exact = False
        if outcome.x is not None:
            self._take(joined, outcome.x)
        if outcome.status == "infeasible":
            self._lower(-math.inf if self.score is None else self.score)
        elif outcome.bound is not None:
            self._lower(-outcome.bound + 1e-6)

    def _try(self, x: NDArray[np.int64], restarts: int) -> None:
        """Look for turns in which a selection of the relaxed program fits the sprints that it counts on."""
        held = self.held
        by = held.load.n_sprints if held.first_day is None else int(x[held.first_day :].sum())
        filled = fit(held.load, held.chosen(x), by=by, restarts=restarts)
        if filled is not None:
            self._offer(x, filled)

    def _take(self, joined: Joined, x: Floats) -> None:
        """Give the work of a solution out in the order in which its columns end."""
        held = self.held
        chosen = held.chosen(x)
        filled = fill(held.load, in_turn(held.load, chosen, joined.turns(x, held.load)))
        if filled is not None:
            self._offer(np.rint(x[: len(held.program)]).astype(np.int64), filled)

    def _offer(self, x: NDArray[np.int64], filled: Filled) -> None:
        """Take a selection that fits if it holds and is better than the best so far."""
        x = self.held.with_sprints(x, filled.n_sprints)
        if not self.held.program.holds(x):
            return
        score = self.level.score(x)
        if self.score is None or score > self.score:
            self.score = score
            self.so_far.columns, self.so_far.x, self.so_far.turns = self.held.columns, x, self.held.turns(filled)
            self.so_far.filled = filled
            self.so_far.report(self.position, score, self.bound)

    def _lower(self, bound: float) -> None:
        self.bound = min(self.bound, bound)
        if self.position == 0:
            self.so_far.bound = self.bound
