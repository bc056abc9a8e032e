"""The route through selection: linear program, rounding, fixing, then the search that suits the size."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from irontriangle._solve.clock import Clock
from irontriangle._solve.highs import Sessions
from irontriangle._solve.program import Level, Program
from irontriangle._solve.selection.bounds import Duals, Floats, Relaxation, fixed_by
from irontriangle._solve.selection.branch import Branching
from irontriangle._solve.selection.core import grow_core
from irontriangle._solve.selection.counting import counted
from irontriangle._solve.selection.descend import descend
from irontriangle._solve.selection.every import best_of_every, can_try_every
from irontriangle._solve.selection.folding import Folded, fold
from irontriangle._solve.selection.found import Found, Tree
from irontriangle._solve.selection.greedy import rounded
from irontriangle._solve.selection.near.reach import FULL, QUICK, Effort, Near, NearBound, can_list
from irontriangle._solve.selection.quick import quick
from irontriangle._solve.selection.reductions.arcs import requires_only
from irontriangle._solve.selection.reductions.reduce import entangled
from irontriangle._solve.selection.root import Root, root_of
from irontriangle._solve.selection.sweeps import sweeps

FEW_COLUMNS = 200
"""Free columns up to which a tree is searched here at length before HiGHS is asked."""

SECOND = Effort(10**8, 20_000)
"""What is looked through after the first look."""

STAGES = ((QUICK, 60, 0), (SECOND, 600, 300), (Effort(10**9, 20_000), 2_400, 0), (FULL, 20_000, 0))
"""
How far one looks near the bound, and how many nodes of a tree are searched after it: the first number where the tree
suits (`_Search._is_for_tree`) or there is no solution yet, the second elsewhere.
"""

SEARCHED_FOR_ONE = 30
"""Nodes of a tree in which a solution is looked for where rounding the linear program gave none."""

EQUALS = Effort(10**9, 20_000)
"""How much is looked through for what is best by the later levels, too, before these are searched by themselves."""

SPREAD = 0.2
"""Share of fractional columns from which on the cuts of HiGHS help little: its tree would be larger, not smaller."""

SESSION_SIZE, SPREAD_SIZE = 20_000, 200_000
"""Rows, columns and entries up to which a tree is searched here, and where the cuts of HiGHS would not help."""

FEW_SWEPT, SWEPT_COLUMNS = 40, 300
"""Free columns up to which one goes through them at first, and up to which at all."""

NEAR_NODES = 2_000
"""Nodes of one tree that looks near the bound."""

MANY_ENTANGLED = 800
"""
Free columns from which on the cuts of HiGHS, where it finds some, outweigh that its tree starts anew: with dense rules,
630 columns take 1.0 to 2.0 times as long with it as without, 2,100 take 0.2 to 0.7 times as long.
"""

LAST_NODES = 300_000
"""Nodes of 20 columns, or as many fewer of more, after which the search ends where HiGHS is not trusted."""

LONG_COLUMNS = 2_000
"""Columns from which on the linear program takes so long that a plan is made before it."""


def maximize(
    program: Program,
    level: Level,
    *,
    later: tuple[Level, ...] = (),
    clock: Clock,
    start: NDArray[np.int64] | None = None,
    node_limit: int | None = None,
    effort: Effort = FULL,
    brief: bool = False,
    sessions: Sessions | None = None,
    on_found: Callable[[NDArray[np.int64]], None] | None = None,
    on_bound: Callable[[float], None] | None = None,
) -> Found:
    """
    Find a solution of the program with the highest score of one level, and prove it.

    Parameters
    ----------
    later
        Levels that break ties, if that costs nothing.
    start
        A solution to begin with.
    node_limit
        Nodes after which each of its stages ends without a proof, whatever the machine; None: none.
    effort
        How much near the bound is looked through at most.
    brief
        Whether to look only as long as small programs take, and leave the rest to another call. What is entangled is
        swept all the same.
    sessions
        What is left of linear programs that may differ in their limits alone.
    on_found, on_bound
        Told of every better solution and bound at once, so that a caller who is interrupted has the last ones.
    """
    search = _Search(program, level, later, clock, on_found, on_bound)
    if start is not None and program.holds(start):
        search.hear(start, level.score(start))
    if bool((program.lower > program.upper).any()):
        return search.found(Tree(None, -np.inf, True, True))
    if (broken := search.relaxation.broken(program.lower, program.upper)).any():
        return search.found(Tree(None, -np.inf, True, True, broken))
    settled = search.root(sessions)
    if settled is None and search.score is None:
        settled = search.any_solution(node_limit)
    if settled is not None:
        return search.found(settled)
    return search.found(search.tree(node_limit, effort, brief=brief))


class _Search:
    """The search through one level: the linear program at its root, then a tree."""

    def __init__(
        self,
        program: Program,
        level: Level,
        later: tuple[Level, ...],
        clock: Clock,
        on_found: Callable[[NDArray[np.int64]], None] | None,
        on_bound: Callable[[float], None] | None,
    ) -> None:
        self.program, self.level, self.later = program, level, later
        self._n_rows = len(program.rows)
        self.clock, self.on_found, self.on_bound = clock, on_found, on_bound
        self.best: NDArray[np.int64] | None = None
        self.score: int | None = None
        self.relaxation = Relaxation(program, level)
        self.relaxed: Root | None = None
        self.x: Floats | None = None
        self.duals: Duals | None = None
        self.bound: float = np.inf
        self.near: NearBound | None = None
        self.settled = False
        self.branching: tuple[Folded, Branching] | None = None

    def hear(self, x: NDArray[np.int64], score: int) -> None:
        """Take a better solution."""
        self.best, self.score = x, score
        if self.on_found is not None:
            self.on_found(x)

    def root(self, sessions: Sessions | None) -> Tree | None:
        """Solve the linear program, and round it where no solution is known; return what that settles, if it does."""
        program, relaxation = self.program, self.relaxation
        unknown = self.score is None
        if unknown and len(program) > LONG_COLUMNS and not self.clock.expired:
            x, row_dual = quick(program, relaxation)
            self._limit(row_dual)
            self._offer(x)
        root = root_of(program, self.level, relaxation, self.clock, sessions)
        outcome = root.outcome
        if outcome.status == "infeasible":
            rows = root.relaxation.against(outcome.ray, program.lower, program.upper)
            if rows is not None or relaxation.trusted:
                return Tree(None, -np.inf, True, rows is not None, rows)
        self._relaxed(root)
        if unknown and outcome.x is not None and self.duals is not None:
            self._offer(rounded(self.program, self.relaxation, outcome.x, self.duals.reduced, self.clock))
        return None

    def any_solution(self, node_limit: int | None) -> Tree | None:
        """Look for a first solution in a small tree; return what that settles, if it does."""
        tree = self._branch(SEARCHED_FOR_ONE, node_limit)
        return tree if tree.complete else None

    def _relaxed(self, root: Root) -> None:
        """Take what the linear program came to."""
        self.relaxed, self.x = root, root.outcome.x
        if root.program is not self.program:  # other rows have other prices
            self.program, self.relaxation, self.duals = root.program, root.relaxation, None
        self._limit(root.outcome.row_dual)

    def _limit(self, row_dual: Floats | None) -> None:
        """Take the bound that duals prove, if it is better."""
        duals = self.relaxation.duals(row_dual, self.program.lower, self.program.upper)
        if self.duals is None or duals.bound < self.duals.bound:
            self.duals = duals
            self._lower(duals.bound)

    def _lower(self, bound: float) -> None:
        """Take a better bound."""
        if bound < self.bound:
            self.bound = bound
            if self.on_bound is not None:
                self.on_bound(bound)

    def _offer(self, x: NDArray[np.int64] | None) -> None:
        """Take a solution if it is better."""
        if x is not None and (self.score is None or self.level.score(x) > self.score):
            self.hear(x, self.level.score(x))

    @property
    def _proven(self) -> bool:
        """Whether nothing scores higher than the best so far."""
        return self.score is not None and self.bound < self.score + 1

    def tree(self, node_limit: int | None, effort: Effort, *, brief: bool) -> Tree:
        """Search what the bound leaves open: near the bound, in a small tree, or by HiGHS where that is trusted."""
        tied = self._is_tied()
        tree = self._sweep() if tied else Tree(self.score, self.bound, False, True)
        if tree.complete or self.clock.expired:
            return tree
        for near, nodes_of_few, nodes_of_many in STAGES[:1] if brief else STAGES:
            tree = self._look(_less(near, effort), more=near is QUICK and not brief, swept=tied)
            if tree.complete or self.clock.expired:
                return tree
            if can_try_every(self._tight(), self.level):
                return self._every()
            if near is SECOND and self.duals is not None and self._is_entangled():
                if self._tight().n_free >= MANY_ENTANGLED and not requires_only(self.program):
                    break
                tree = self._descend(self.duals, node_limit)
                if tree.complete or self.clock.expired:
                    return tree
            if nodes := nodes_of_few if self.score is None or self._is_for_tree() else nodes_of_many:
                tree = self._branch(nodes, node_limit)
            if tree.complete or brief or self.clock.expired:
                return tree
        if not self.relaxation.trusted:
            return self._branch(LAST_NODES * 20 // max(20, len(self.program)), node_limit)
        if self.x is None or self.duals is None:
            return tree
        return grow_core(
            self._tight(),
            self.level,
            duals=self.duals,
            x=self.x,
            best=self.score,
            start=self.best,
            on_found=self.hear,
            clock=self.clock,
            node_limit=node_limit,
        )

    def _look(self, effort: Effort, *, more: bool, swept: bool) -> Tree:
        """Look near the bound, and, if more is to be tried, for what else may settle it soon."""
        tree = self._near(effort)
        if not more or tree.complete or self.clock.expired:
            return tree
        if self.near is not None and self.near.blocked and not swept and (tree := self._sweep()).complete:
            return tree
        return self._near(effort) if self._count() else tree

    def _sweep(self) -> Tree:
        """Go through the columns: with the most promising choices for a good solution, then with all for the best."""
        levels = (self.level, *self.later)
        as_good = self.program.with_bounds(*self._fixed(-np.inf if self.score is None else self.score))
        if self.duals is None or as_good.n_free > SWEPT_COLUMNS or not can_list(self.program, *levels):
            return Tree(self.score, self.bound, False, True)
        if sweeps(
            self.program,
            levels,
            self.duals,
            self.score,
            self.clock,
            on_found=lambda x: self.hear(x, self.level.score(x)),
            on_bound=self._lower,
        ):
            self.settled = True
            return Tree(self.score, -np.inf if self.score is None else self.score, True, True)
        return Tree(self.score, self.bound, False, True)

    def _near(self, effort: Effort) -> Tree:
        """Look through what is near the bound, for all levels at once."""
        levels = (self.level, *self.later)
        open_still = not self._proven and self.level.coefs.any()  # of equals all are near the bound
        if self.duals is not None and (self.later or open_still) and can_list(self.program, *levels):
            if self.near is None:
                self.near = NearBound(self.program, levels, self.duals)
            elif effort.count > SECOND.count and self.score is not None and self.near.too_many(self.score, self.clock):
                return Tree(self.score, self.bound, self._proven, True)
            self._take(self.near.best(self.score, self.clock, effort))
            if self._proven and self.later and not self.settled:
                self._take(self.near.best(self.score, self.clock, _less(effort, EQUALS)))
        if self.score is not None and self._proven:
            return Tree(self.score, self.score, True, True)
        return Tree(self.score, self.bound, self.bound == -np.inf, True)

    def _count(self) -> bool:
        """Take a row on how many variants are built, if the linear program breaks one."""
        root, near = self.relaxed, self.near
        if root is None or self.score is None or near is None or near.blocked or not self.level.coefs.any():
            return False
        found = counted(root, self.level, self.score, self.clock)
        if found is None:
            return False
        self._relaxed(found)
        self.near = None
        return True

    def _take(self, near: Near) -> None:
        if near.x is not None:
            self.settled = near.settled
            self.hear(near.x, self.level.score(near.x))
        self._lower(near.bound)

    def found(self, tree: Tree) -> Found:
        """Put together what is known."""
        lower, upper = (self.program.lower, self.program.upper) if self.score is None else self._fixed(self.score)
        bound = min(tree.bound, self.bound) if tree.score is None or tree.bound > tree.score else tree.bound
        return Found(
            self.best,
            self.score,
            bound,
            tree.complete,
            tree.exact,
            lower,
            upper,
            settled=self.settled,
            against=self._against(tree),
        )

    def _against(self, tree: Tree) -> NDArray[np.bool_] | None:
        """Return the rows on which a proof leans that nothing is possible, where all of them were given."""
        rows = tree.against
        if rows is None or self.score is not None or not tree.complete or rows[self._n_rows :].any():
            return None
        return rows[: self._n_rows]

    def _branch(self, nodes: int, node_limit: int | None) -> Tree:
        """Search so many nodes of a tree, for all levels at once where they can be folded."""
        if self.branching is None:
            tight = self.program.with_bounds(*self._fixed(-np.inf if self.score is None else self.score))
            folded = fold(tight, (self.level, *self.later))
            branching = Branching(tight, folded.level, lambda x: self.hear(x, self.level.score(x)))
            most = SPREAD_SIZE if self._is_for_tree() else SESSION_SIZE
            if branching.size > most and self.relaxation.trusted:
                return Tree(self.score, self.bound, False, True)
            self.branching = folded, branching
        folded, branching = self.branching
        best = None if self.best is None else folded.level.score(self.best)
        tree = branching.run(best, nodes if node_limit is None else min(nodes, node_limit), self.clock)
        self._lower(folded.first(tree.bound))
        if tree.complete:
            self.settled = folded.complete
            return Tree(self.score, -np.inf if self.score is None else self.score, True, tree.exact, tree.against)
        return Tree(self.score, self.bound, self._proven, tree.exact)

    def _descend(self, duals: Duals, node_limit: int | None) -> Tree:
        """Search trees over what is near the bound, where that cannot be listed."""
        tree, self.program = descend(
            self.program,
            self.level,
            duals,
            above=self.bound,
            best=self.score,
            clock=self.clock,
            nodes=NEAR_NODES if node_limit is None else min(NEAR_NODES, node_limit),
            on_found=lambda x: self.hear(x, self.level.score(x)),
        )
        self._lower(tree.bound)
        self.near = None  # fewer columns are free
        return tree

    def _every(self) -> Tree:
        self._offer(best_of_every(self._tight(), self.level))
        return Tree(self.score, -np.inf if self.score is None else self.score, True, True)

    def _is_tied(self) -> bool:
        """Tell whether columns are so few, or have so many rules, that going through them comes first."""
        return self._tight().n_free <= FEW_SWEPT or entangled(self.program)

    def _is_entangled(self) -> bool:
        """Tell whether rules tie more columns together than can be listed, or searched at once."""
        if self.near is None or not self.near.blocked:
            return False
        return not self._is_for_tree() or (self._tight().n_free > FEW_COLUMNS and not requires_only(self.program))

    def _is_for_tree(self) -> bool:
        """Tell whether few columns are free, or the linear program leaves most of them open."""
        tight = self._tight()
        free = tight.lower < tight.upper
        if self.x is None or free.sum() <= FEW_COLUMNS:
            return True
        return bool(np.mean(abs(self.x[free] - np.rint(self.x[free])) > 1e-6) > SPREAD)

    def _tight(self) -> Program:
        """The program with what the incumbent allows to fix."""
        return self.program.with_bounds(*self._fixed(-np.inf if self.score is None else self.score + 1))

    def _fixed(self, target: float) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        if self.duals is None:
            return self.program.lower, self.program.upper
        return fixed_by(self.duals, target, self.program.lower, self.program.upper)


def _less(one: Effort, other: Effort) -> Effort:
    return min(one, other, key=lambda effort: effort.count)
