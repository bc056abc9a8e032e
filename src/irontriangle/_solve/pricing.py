"""How much of something is possible at most while limits move: bounds by the prices of linear programs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from copy import copy
from fractions import Fraction
from functools import partial
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.linear import Outcome
from irontriangle._solve.program import Exact, Level, Program, coprime, int_array, one_row
from irontriangle._solve.selection.bounds import Duals, Floats, Relaxation
from irontriangle._solve.selection.greedy import rounded
from irontriangle._solve.selection.near.again import Again
from irontriangle._solve.selection.near.reach import can_list
from irontriangle._solve.session import Session

Levels: TypeAlias = Sequence[Exact | None]
"""How much there is of each limit; None: as much as wished."""

Asked: TypeAlias = Callable[[Program, Duals, int, Clock], tuple[bool, NDArray[np.int64] | None]]
"""What a program, its duals and a score are asked for: something, if there is any, and whether that is proven."""

MOST_KEPT = 200
"""Dual vectors that are kept; the oldest go first."""


EVERY_PLACE = slice(None)


@attrs.frozen(eq=False)
class Box:
    """Hold bounds of the columns: what has to be in, and what may be."""

    lower: NDArray[np.int8]
    upper: NDArray[np.int8]

    @property
    def empty(self) -> bool:
        """Whether something has to be in that must not."""
        return bool((self.lower > self.upper).any())


@attrs.frozen(eq=False)
class Found:
    """Hold what was found, or that there is nothing."""

    x: NDArray[np.int64] | None


class Pricing:
    r"""
    Bound an amount by what one would pay for more of each limit.

    Parameters
    ----------
    program
        What always holds.
    sought
        What there is to be as much of as possible.
    limits
        For each limit what every column takes of it.

    Notes
    -----
    The duals y of one linear program bound the amount for all levels l of the limits and all bounds of the columns,

    .. math:: c^T x \le y^T b + \sum_k y_k l_k + \sum_j \max(r_j \underline x_j, r_j \overline x_j),

    so they are kept, and another linear program is solved only where none of them says enough. In the level of one
    limit the bound is concave and each dual vector a tangent of it: where it reaches some amount is found as Newton
    finds a root, coming from below, so that what is returned holds after any number of steps.
    """

    def __init__(self, program: Program, sought: Level, limits: Sequence[Sequence[Exact]]) -> None:
        parts = [coprime(amounts) for amounts in limits]
        self._units = [unit for _, unit in parts]
        self._fewest = [sum(min(0, coef) for coef in coefs) - 1 for coefs, _ in parts]
        self._enough = [
            max(sum(max(0, coef) for coef in coefs), -least)
            for (coefs, _), least in zip(parts, self._fewest, strict=True)
        ]
        rows = [one_row(int_array(coefs), most) for (coefs, _), most in zip(parts, self._enough, strict=True)]
        self._sought = sought
        self._moved = np.arange(len(program.rows), len(program.rows) + len(rows))
        self._program = program.with_rows(*rows)
        self._relaxation = Relaxation(self._program, sought)
        linear = self._relaxation.linear(program.lower, program.upper)
        self._row_scale = self._relaxation.limits[self._moved] / linear.row_upper[self._moved]
        self._session = Session(linear)
        self._tangents = _Tangents(len(linear.row_upper), len(program))
        self._known: dict[tuple[bytes, ...], tuple[float, Duals | None]] = {}
        self._again = Again(sought, len(rows))

    def most(self, levels: Levels, box: Box, clock: Clock, enough: Fraction | float = -math.inf) -> Fraction | float:
        """
        Return an amount that nothing within some limits exceeds; -inf: nothing is possible; inf: that is not known.

        Parameters
        ----------
        enough
            A bound that need not be improved.
        """
        if box.empty:
            return -math.inf
        limits = self._limits(levels)
        bound = self._amount(self._tangents.bound(limits, box))
        return bound if bound <= enough else min(bound, self._amount(self._solved(limits, box, clock)))

    def least(self, place: int, amount: Exact, levels: Levels, box: Box, clock: Clock) -> Fraction | None:
        """Return a level of one limit, from its own on, below which an amount is impossible; None: at any."""
        if box.empty:
            return None
        limits, row, enough = self._limits(levels), self._moved[place], self._enough[place]
        score = self._score(amount)
        level = int(limits[row])
        while (raised := self._tangents.reached(limits, row, box, score, enough)) is not None:
            level = max(level, raised)
            limits[row] = level
            if self._solved(limits, box, clock) >= score:
                return Fraction(level) * self._units[place]
        return None

    def best(self, levels: Levels, box: Box, above: Fraction | float, clock: Clock) -> Found | None:
        """Return the best that is more than an amount, from lists that other questions share; None: not found out."""
        lowest = self._sought.score(np.where(self._sought.coefs > 0, box.lower, box.upper))
        score = lowest if isinstance(above, float) else self._score(above, math.floor) + 1
        return self._listed(levels, box, score, clock, self._again.best)

    def cheapest(self, place: int, amount: Fraction, levels: Levels, box: Box, clock: Clock) -> Found | None:
        """Return what takes least of one limit, of all that is so much and within the limits; None: not found out."""
        score = self._score(amount)
        return self._listed(levels, box, score, clock, partial(self._again.least, place))

    def _listed(self, levels: Levels, box: Box, score: int, clock: Clock, ask: Asked) -> Found | None:
        """Ask for what scores at least so much, unless the linear program says that nothing does."""
        limits = self._limits(levels)
        bound, duals = (-math.inf, None) if box.empty else self._asked(limits, box, clock)
        if bound < score:
            return Found(None)
        if duals is None or not can_list(self._program, self._sought):
            return None
        proven, x = ask(self._at(limits, box), duals, score, clock)
        return Found(x) if proven else None

    def _at(self, limits: Floats, box: Box) -> Program:
        """Return the program between some bounds and under some limits."""
        rows = attrs.evolve(self._program.rows, limits=int_array(map(int, limits)))
        return attrs.evolve(self._program, rows=rows, lower=box.lower, upper=box.upper)

    def _score(self, amount: Exact, rounded_to: Callable[[Fraction], int] = math.ceil) -> int:
        """Return the score that an amount takes at least."""
        return rounded_to((amount - self._sought.constant) / self._sought.unit)

    def good(self, levels: Levels, box: Box, clock: Clock) -> NDArray[np.int64] | None:
        """Return something with much of the amount within some limits, found without a search; None: nothing was."""
        limits = self._limits(levels)
        outcome = self._outcome(limits, box, clock)
        if box.empty or outcome.x is None or outcome.row_dual is None:
            return None
        program = self._at(limits, box)
        reduced = self._relaxation.duals(outcome.row_dual, box.lower, box.upper).reduced
        within = copy(self._relaxation)
        within.limits = limits
        return rounded(program, within, outcome.x, reduced, clock)

    def _limits(self, levels: Levels) -> Floats:
        """Return the limits of all rows; more than enough is enough, and less than what can be saved too little."""
        limits = self._relaxation.limits.copy()
        for row, level, unit, least, most in zip(
            self._moved, levels, self._units, self._fewest, self._enough, strict=True
        ):
            limits[row] = most if level is None else min(most, max(least, math.floor(Fraction(level) / unit)))
        return limits

    def _amount(self, score: float) -> Fraction | float:
        return score if math.isinf(score) else self._sought.amount(math.floor(score))

    def _solved(self, limits: Floats, box: Box, clock: Clock) -> float:
        """Solve the linear program, keep what its duals prove, and return the bound on the score."""
        return self._asked(limits, box, clock)[0]

    def _asked(self, limits: Floats, box: Box, clock: Clock) -> tuple[float, Duals | None]:
        """Return the bound, and duals of the solution if there is one."""
        key = limits.tobytes(), box.lower.tobytes(), box.upper.tobytes()
        if key not in self._known:
            self._known[key] = self._priced(limits, box, clock)
        return self._known[key]

    def _priced(self, limits: Floats, box: Box, clock: Clock) -> tuple[float, Duals | None]:
        outcome = self._outcome(limits, box, clock)
        refutes = outcome.status == "infeasible"
        dual = outcome.ray if refutes else outcome.row_dual
        if dual is None:
            return math.inf, None
        duals = self._relaxation.duals(dual, box.lower, box.upper)
        if refutes:
            duals = attrs.evolve(duals, reduced=duals.reduced - self._relaxation.coefs)
        bound = self._tangents.keep(duals, limits, box, refutes=refutes)
        return bound, None if refutes else duals

    def _outcome(self, limits: Floats, box: Box, clock: Clock) -> Outcome:
        self._session.limits(self._moved, limits[self._moved] / self._row_scale)
        self._session.bounds(np.arange(len(box.lower)), box.lower.astype(float), box.upper.astype(float))
        return self._session.run(clock)


class _Tangents:
    """What dual vectors prove: each bounds the score, or refutes that anything is possible where it is negative."""

    def __init__(self, n_rows: int, n_columns: int) -> None:
        self._prices = np.empty((0, n_rows))
        self._reduced = np.empty((0, n_columns))
        self._errors = np.empty(0)
        self._refutes = np.empty(0, dtype=bool)

    def keep(self, duals: Duals, limits: Floats, box: Box, *, refutes: bool) -> float:
        """Keep a dual vector, and return the bound that it proves."""
        self._prices = np.vstack([self._prices, duals.prices])[-MOST_KEPT:]
        self._reduced = np.vstack([self._reduced, duals.reduced])[-MOST_KEPT:]
        self._errors = np.append(self._errors, duals.error)[-MOST_KEPT:]
        self._refutes = np.append(self._refutes, refutes)[-MOST_KEPT:]
        return float(self._bounds(limits, box, slice(-1, None))[0])

    def bound(self, limits: Floats, box: Box) -> float:
        """Return the least of all bounds on the score."""
        return float(self._bounds(limits, box).min(initial=math.inf))

    def reached(self, limits: Floats, row: int, box: Box, score: int, enough: int) -> int | None:
        """Return the least level of a row, up to what is enough, at which all bounds reach a score; None: none."""
        heights, wanted = self._heights(limits, box), np.where(self._refutes, 0, score)
        short, level = np.flatnonzero(heights < wanted), int(limits[row])
        if not len(short):
            return level
        with np.errstate(divide="ignore", over="ignore"):
            gaps = (wanted - heights)[short] / self._prices[short, row]
        last = slice(short[gaps.argmax()], None)
        furthest = min(level + math.ceil(min(gaps.max(), enough)), enough + 1)
        for raised in (furthest, furthest - 1):  # a quotient of floats proves nothing, a bound does
            if raised > level and self._below(last, limits, row, box, raised - 1, wanted):
                return raised if raised <= enough else None
        return level + 1 if level < enough else None

    def _below(self, place: slice, limits: Floats, row: int, box: Box, level: int, wanted: NDArray[np.int64]) -> bool:
        there = limits.copy()
        there[row] = level
        return bool(self._heights(there, box, place)[0] < wanted[place][0])

    def _bounds(self, limits: Floats, box: Box, places: slice = EVERY_PLACE) -> Floats:
        """Return what the dual vectors say of the score: -inf where nothing is possible."""
        heights, refutes = self._heights(limits, box, places), self._refutes[places]
        return np.where(refutes, np.where(heights < 0, -math.inf, math.inf), heights)

    def _heights(self, limits: Floats, box: Box, places: slice = EVERY_PLACE) -> Floats:
        reduced = self._reduced[places]
        columns = np.maximum(reduced * box.lower, reduced * box.upper).sum(axis=1)
        heights: Floats = self._prices[places] @ limits + columns + self._errors[places]
        return heights
