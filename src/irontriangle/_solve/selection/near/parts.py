"""The parts into which the logic of a program falls, and every choice in each that duals leave open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.program import Level, Program, segment_sums
from irontriangle._solve.selection.bounds import Duals, Floats
from irontriangle._solve.selection.near.logic import Logic, Whole
from irontriangle._solve.selection.near.opening import open_columns, rows_of

LOCAL = 12
"""Undecided columns up to which a row ties its columns into one part; longer rows are totals that parts share."""

DOMINANCE = 300
"""Choices of one part up to which each is compared with each."""

MOST_COLUMNS = 20_000
"""Open columns beyond which nothing is listed."""

BINS = 256
"""Steps in which penalties are counted."""


@attrs.frozen(eq=False)
class Part:
    """
    List the choices in columns that share no logic with any others, by rising penalty.

    Parameters
    ----------
    columns
        ndarray of shape (n,): columns of the program.
    x
        ndarray of shape (n, n_choices): the choices.
    penalty
        ndarray of shape (n_choices,): by how much each choice stays below the bound.
    used
        ndarray of shape (n_totals, n_choices): what each takes of the totals.
    scores
        ndarray of shape (n_levels, n_choices).
    """

    columns: Whole
    x: NDArray[np.int8]
    penalty: Floats
    used: Whole
    scores: Whole

    def within(self, reach: float) -> Part:
        """Return the choices with a penalty of at most `reach`."""
        return self._of(slice(0, int(np.searchsorted(self.penalty, reach, side="right"))))

    def undominated(self) -> Part:
        """Leave out each choice beside which another takes no more of any total and scores better, level by level."""
        if not 1 < len(self.penalty) <= DOMINANCE:
            return self
        order = np.lexsort(-self.scores[::-1])
        used = self.used[:, order]
        no_more = np.all(used[:, :, None] <= used[:, None, :], axis=0)
        return self._of(np.sort(order[~np.triu(no_more, 1).any(axis=0)]))

    def _of(self, kept: slice | Whole) -> Part:
        return Part(self.columns, self.x[:, kept], self.penalty[kept], self.used[:, kept], self.scores[:, kept])


@attrs.frozen(eq=False)
class Parts:
    """
    Hold all parts of a program.

    Parameters
    ----------
    parts
        Their choices combine freely, as long as the totals hold.
    fixed
        ndarray of shape (n_columns,): the columns that the duals decide, 0 elsewhere.
    limits
        ndarray of shape (n_totals,): what is there of each total for the parts.
    prices
        ndarray of shape (n_totals,): what a unit left over costs.
    scores
        ndarray of shape (n_levels,): of the columns that are decided.
    reach
        All solutions whose penalties add up to no more are among them.
    """

    parts: tuple[Part, ...]
    fixed: Whole
    limits: Whole
    prices: Floats
    scores: Whole
    reach: float

    @cached_property
    def counts(self) -> Floats:
        """
        How many combinations there are, at most, within each of `BINS` equal steps of the reach.

        ndarray of shape (BINS + 1,), cumulative; the totals are not looked at.
        """
        total = np.zeros(BINS + 1)
        total[0] = 1
        for part in self.parts:
            if len(part.penalty) > 1:
                steps = np.minimum(BINS, part.penalty * (BINS / max(self.reach, 1e-300))).astype(np.int64)
                total = np.convolve(total, np.bincount(steps, minlength=BINS + 1))[: BINS + 1]
        counts: Floats = total.cumsum()
        return counts

    def count(self, reach: float) -> float:
        """Return how many of them there are within some reach, at most."""
        return float(self.counts[min(BINS, int(np.ceil(reach * (BINS / max(self.reach, 1e-300)))))])


def list_parts(
    program: Program,
    levels: Sequence[Level],
    duals: Duals,
    reach: float,
    most_choices: int,
    clock: Clock,
    moving: int = 0,
) -> Parts | None:
    r"""
    List all choices with a penalty of at most `reach`; None where a part has too many, or time is up.

    The last `moving` rows are totals whatever they hold, and nothing is decided by their limits: what is listed is
    right for any other ones, too.

    Notes
    -----
    With the bound B of the duals y and the reduced values r, every x that meets the rows scores

    .. math:: c^T x = B - \sum_j |r_j| [x_j \ne x^*_j] - \sum_i y_i (b_i - a_i^T x),

    where :math:`x^*_j` is the side that :math:`r_j` favours. All terms that are taken off are at least 0: they are the
    penalty of x. So a solution within `reach` of the bound is within it in every part, too. Rows of a few columns are
    the logic that makes the parts; their terms count for the part, those of the totals when parts are joined.
    """
    opened = open_columns(program, duals, reach, moving)
    if opened is None:
        return _nothing(program, levels, reach, moving)
    free, fixed, matrix, limits = opened
    if len(free) > MOST_COLUMNS:
        return None
    spans = np.diff(matrix.indptr)
    prices = duals.prices
    can_break = segment_sums(np.maximum(matrix.data, 0), matrix.indptr) > limits
    moves = np.arange(len(spans)) >= len(spans) - moving
    local = ~moves & (spans <= LOCAL) & (spans > 0) & (can_break | (prices > 0))
    totals = moves | (can_break & (spans > LOCAL))
    logic = Logic(rows_of(matrix, local), limits[local], prices[local])
    shared = rows_of(matrix, totals).toarray()
    coefs: Whole = np.array([level.coefs[free] for level in levels])
    left = ~moves & (spans == 0)
    decided = _decided(program, duals, free, fixed) + float(prices[left] @ limits[left])
    parts = [constant(decided, len(shared), len(levels))]
    for columns in logic.groups():
        listed = logic.choices(columns, duals.reduced[free], reach, most_choices, clock)
        if listed is None:
            return None
        x, penalty = listed
        order = np.argsort(penalty, kind="stable")
        x = x[:, order]
        part = Part(free[columns], x, penalty[order], shared[:, columns] @ x, coefs[:, columns] @ x)
        parts.append(part.undominated())
    scores = np.array([level.score(fixed) for level in levels])
    return Parts(tuple(parts), fixed, limits[totals], prices[totals], scores, reach)


def _decided(program: Program, duals: Duals, free: Whole, fixed: Whole) -> float:
    """Return the penalty of the columns that are not open."""
    reduced = duals.reduced.copy()
    reduced[free] = 0
    reduced[program.lower == program.upper] = 0
    return float(np.where(fixed > 0, -reduced, reduced).clip(min=0).sum())


def _nothing(program: Program, levels: Sequence[Level], reach: float, moving: int) -> Parts:
    """Return parts without a choice: what the duals decide breaks a row already."""
    part = constant(np.inf, moving, len(levels))
    none = np.zeros(moving, dtype=np.int64)
    zeros = np.zeros(len(levels), dtype=np.int64)
    return Parts((part,), np.zeros(len(program), dtype=np.int64), none, np.zeros(moving), zeros, reach)


def constant(penalty: float, n_totals: int, n_levels: int) -> Part:
    """Return a part of no columns."""
    nothing = np.zeros((0, 1), dtype=np.int8)
    used, scores = (np.zeros((n, 1), dtype=np.int64) for n in (n_totals, n_levels))
    return Part(np.zeros(0, dtype=np.int64), nothing, np.array([penalty]), used, scores)
