"""What follows from the rules once a feature is built, or is not."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.program import Program, RowBuilder, Rows
from irontriangle._solve.selection.bounds import Floats
from irontriangle._solve.selection.groups import Groups
from irontriangle._solve.selection.reductions.propagate import runs
from irontriangle._solve.selection.reductions.smaller import Whole

MOST_PROBED = 3_000_000
"""Rules, times statements about groups, beyond which none is followed up."""

VIOLATED = 1e-3
"""By how much a row is broken at least."""


@attrs.frozen(eq=False)
class Probed:
    """
    Hold what rules say of statements: number g is that group g comes, number n + g that it does not, of n groups.

    Parameters
    ----------
    groups
        The groups, and the rules they came from.
    never
        ndarray of shape (2 n,): whether a statement holds in no solution.
    apart
        ndarray of shape (2 n, 2 n): which statements never hold together.
    """

    groups: Groups
    never: NDArray[np.bool_]
    apart: NDArray[np.bool_]

    def decided(self) -> Rows | None:
        """Return the rows that say what never holds; None if nothing is decided."""
        build = RowBuilder()
        for statement in np.flatnonzero(self.never).tolist():
            self._add(build, [statement], 0)
        rows = build.rows()
        return rows if len(rows) else None

    def within(self, program: Program) -> Program:
        """Return the program, of which these are the rules, with what never holds out of its bounds."""
        found = self.decided()
        if found is None:
            return program
        upper = program.upper.copy()
        out = self.never[: len(self.groups)]
        upper[(self.groups.of_column >= 0) & out[self.groups.of_column]] = 0
        return program.with_bounds(program.lower, upper).with_rows(found)

    def violated(self, x: Floats) -> Rows | None:
        """
        Return rows on statements of which at most one holds, and x more than one; None if none are found.

        Notes
        -----
        From each statement that x holds in part a clique is grown by what x holds most of, and then by all that it
        does not hold, so that the row cuts as much as it can.

        References
        ----------
        A. Atamtürk, G. L. Nemhauser, M. W. P. Savelsbergh, Conflict graphs in solving integer programming problems,
        European Journal of Operational Research 121 (2000) 40-55, https://doi.org/10.1016/S0377-2217(99)00015-6.
        """
        of_column = self.groups.of_column
        come = np.bincount(of_column[of_column >= 0], x[of_column >= 0], len(self.groups))
        held = np.concatenate([come, 1 - come])
        order = np.argsort(-held, kind="stable")
        apart = self.apart[order][:, order] & ~self.never[order]
        found: set[tuple[int, ...]] = set()
        build = RowBuilder()
        for start in np.flatnonzero((held[order] > 1e-6) & (held[order] < 1 - 1e-6)).tolist():
            clique, among = [start], apart[start].copy()
            while among.any():
                clique.append(int(among.argmax()))
                among &= apart[clique[-1]]
            statements = order[clique]
            if held[statements].sum() > 1 + VIOLATED and (key := tuple(sorted(statements.tolist()))) not in found:
                found.add(key)
                self._add(build, key, 1)
        return build.rows() if found else None

    def _add(self, build: RowBuilder, statements: Sequence[int], most: int) -> None:
        """Add the row that at most so many of some statements hold."""
        n = len(self.groups)
        plus = [column for each in statements if each < n for column in self.groups.columns(each)]
        minus = [column for each in statements if each >= n for column in self.groups.columns(each - n)]
        build.add_logic(plus, minus, most - sum(each >= n for each in statements))


def probed(groups: Groups) -> Probed | None:
    """
    Follow up each statement through the rules; None where there are too many, or nothing can come of it.

    References
    ----------
    M. W. P. Savelsbergh, Preprocessing and probing techniques for mixed integer programming problems, ORSA Journal on
    Computing 6 (1994) 445-454, https://doi.org/10.1287/ijoc.6.4.445.
    """
    n = len(groups)
    if 2 * n * max(n, len(groups.limits)) > MOST_PROBED or groups.undecided:
        return None
    worlds = _Worlds(groups)
    worlds.run()
    come, stay = worlds.lower > groups.lower, worlds.upper < groups.upper
    apart = np.concatenate([stay, come], axis=1)  # that a group must come is at odds with its not coming
    apart[np.arange(2 * n), np.arange(2 * n)] = False
    apart |= apart.T
    never = ~worlds.possible
    against = (np.flatnonzero(never) + n) % (2 * n)  # what holds in all solutions
    never |= apart[against].any(axis=0)
    return Probed(groups, never, apart)


class _Worlds:
    """For each statement what it leaves to the groups, all followed up at the same time."""

    def __init__(self, groups: Groups) -> None:
        n = len(groups)
        self.groups = groups
        self.lower, self.upper = np.tile(groups.lower, (2 * n, 1)), np.tile(groups.upper, (2 * n, 1))
        self.slack = np.tile(groups.slack, (2 * n, 1))
        self.possible = np.ones(2 * n, dtype=bool)
        self._said = np.zeros(2 * n * n, dtype=bool)
        self._touched = np.zeros(2 * n * len(groups.limits), dtype=bool)

    def run(self) -> None:
        """Say each statement in its own world, and all that follows."""
        n = len(self.groups)
        world, group, comes = np.arange(2 * n), np.arange(2 * n) % n, np.arange(2 * n) < n
        while len(world):
            world, group = self._say(world, group, comes)
            world, group, comes = self._hits(*self._narrow(world, group))

    def _say(self, world: Whole, group: Whole, comes: NDArray[np.bool_]) -> tuple[Whole, Whole]:
        """Let groups come or not; return those of the worlds that are still possible."""
        free = self.lower[world, group] < self.upper[world, group]
        self.lower[world[comes], group[comes]] = 1
        self.upper[world[~comes], group[~comes]] = 0
        self.possible[world[self.lower[world, group] > self.upper[world, group]]] = False
        kept = free & self.possible[world]
        said = _once(self._said, world[kept] * len(self.groups) + group[kept])
        return np.divmod(said, len(self.groups))

    def _narrow(self, world: Whole, group: Whole) -> tuple[Whole, Whole]:
        """Take out of the rules what is decided; return where that is more than the least."""
        order, starts = self.groups.by_group
        spans = starts[group + 1] - starts[group]
        entries = order[runs(starts[group], starts[group + 1])]
        world, comes = np.repeat(world, spans), np.repeat(self.lower[world, group] > 0, spans)
        coef, row = self.groups.coef[entries], self.groups.row[entries]
        more = (coef > 0) == comes
        world, row = world[more], row[more]
        np.subtract.at(self.slack, (world, row), abs(coef[more]))
        self.possible[world[self.slack[world, row] < 0]] = False
        touched = _once(self._touched, world * len(self.groups.limits) + row)
        world, row = np.divmod(touched, len(self.groups.limits))
        return world[self.possible[world]], row[self.possible[world]]

    def _hits(self, world: Whole, row: Whole) -> tuple[Whole, Whole, NDArray[np.bool_]]:
        """Return the groups that some rules decide, and whether they come."""
        starts = self.groups.starts
        spans = starts[row + 1] - starts[row]
        entries = runs(starts[row], starts[row + 1])
        world, slack = np.repeat(world, spans), np.repeat(self.slack[world, row], spans)
        group, coef = self.groups.group[entries], self.groups.coef[entries]
        hit = (abs(coef) > slack) & (self.lower[world, group] < self.upper[world, group])
        return world[hit], group[hit], coef[hit] < 0


def _once(seen: NDArray[np.bool_], numbers: Whole) -> Whole:
    """Return some numbers in their order, each once; `seen` is False of all numbers before and after."""
    seen[numbers] = True
    once = np.flatnonzero(seen)
    seen[once] = False
    return once
