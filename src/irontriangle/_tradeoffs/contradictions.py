"""The minimal sets of wishes that cannot hold together, and the minimal sets whose absence would resolve all."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence

from irontriangle._tradeoffs.checking import Checker
from irontriangle._tradeoffs.rough import Rough
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.wishes import LIMITS, Wish

FEW_WISHES = 14
"""Up to so many wishes all sets are looked at that must be: it takes fewer than two to the power of that."""

MOST_CORRECTIONS = 60

Wishes = frozenset[Wish]


class Search:
    """
    Find the contradictions of a project and their corrections.

    Notes
    -----
    A *contradiction* is a set of wishes that has no plan and loses that with any one of them; a *correction* is a
    minimal set without which the others have one. The corrections are the minimal hitting sets of the contradictions
    and the other way round (Reiter 1987). A tree of removed wishes is searched breadth first: a node is labelled by a
    contradiction among the wishes that are left, found by leaving out one wish after the other, and has a child for
    each member of it; where what is left has a plan, the removed wishes are a correction. When the tree has been
    searched, all of both are known; where that takes too long, two corrections are added that keep one wish after the
    other as long as there is a plan.

    More wishes never help, so that what is known of one set answers for its subsets or supersets; and a plan that is
    found answers for all the wishes that it happens to meet.

    References
    ----------
    .. [1] Reiter, "A theory of diagnosis from first principles", Artificial Intelligence 32 (1987),
       doi:10.1016/0004-3702(87)90062-2.
    """

    def __init__(self, wishes: Sequence[Wish], check: Checker, solves: Solves, rough: Rough | None = None) -> None:
        self._wishes = tuple(wishes)
        self._check = check
        self._solves = solves
        self._rough = rough
        self._feasible: list[Wishes] = []
        self._enough: Wishes = frozenset(wishes)
        self._undecided = False
        self._checks = 0
        self.contradictions: list[tuple[Wishes, bool]] = []
        """Each with whether it is proven minimal."""
        self.corrections: list[Wishes] = []
        self.complete = True

    def run(self) -> None:
        """Find them, in half of the time at most if it is limited: what resolves them is looked for, too."""
        with self._solves.within(2):
            self._search()
        if not self.complete:
            with self._solves.within(2):
                self._give_up(self._wishes)
                self._give_up(sorted(self._wishes, key=lambda wish: wish.kind not in LIMITS))

    def _search(self) -> None:
        """Search the tree."""
        few = len(self._wishes) <= FEW_WISHES and self._check.quick
        most_checks, most_corrections = (math.inf, math.inf) if few else (self._check.most_checks, MOST_CORRECTIONS)
        nodes: deque[Wishes] = deque([frozenset()])
        seen: set[Wishes] = set(nodes)
        while nodes:
            removed = nodes.popleft()
            if any(correction <= removed for correction in self.corrections):
                continue
            if self._solves.stopped or self._checks >= most_checks or len(self.corrections) >= most_corrections:
                self.complete = False
                break
            left = frozenset(self._wishes) - removed
            contradiction = self._known(left)
            if contradiction is None and self._rough is not None and self._rough.contradict(left):
                self._checks += len(left)  # as many as they would be with dates: the work stays bounded
                contradiction = self._shrunk(self._rough.contradiction(left))
            self._undecided = False
            if contradiction is None and removed and self.has_plan(left):  # all of them have none, or nobody asked
                self.complete &= not self._undecided
                self.corrections += [] if self._undecided else [removed]
                continue
            contradiction = contradiction or self._shrunk(left)
            for wish in self._wishes:
                child = removed | {wish}
                if wish in contradiction and child not in seen:
                    seen.add(child)
                    nodes.append(child)

    def _give_up(self, wishes: Sequence[Wish]) -> None:
        """Add the correction that keeps as many wishes as it can in their order: first all demands, or all limits."""
        kept = self._most(wishes, self._rough.contradict) if self._rough is not None else frozenset()
        if not kept or not self.has_plan(kept):
            kept = self._most(wishes, lambda some: not self.has_plan(some))
        correction = frozenset(wishes) - kept
        if not self._solves.stopped and not any(known <= correction for known in self.corrections):
            self.corrections.append(correction)

    def _most(self, wishes: Sequence[Wish], contradict: Callable[[Wishes], bool]) -> Wishes:
        """Return as many wishes as do not contradict each other, those first that come first."""
        kept: Wishes = frozenset()
        for wish in wishes:
            if not contradict(kept | {wish}):
                kept |= {wish}
        return kept

    def has_plan(self, kept: Wishes) -> bool:
        """Tell whether some wishes can hold together; what cannot be decided in time counts as feasible."""
        if any(kept <= known for known in self._feasible):
            return True
        self._checks += 1
        possible, met = self._check.together(kept)
        if possible is False:
            self._enough = met
            return False
        if possible is None:
            self._undecided = True
        else:
            self._feasible.append(kept | met)
        return True

    def _known(self, left: Wishes) -> Wishes | None:
        return next((known for known, _ in self.contradictions if known <= left), None)

    def _shrunk(self, left: Wishes) -> Wishes:
        """Leave out one wish after the other, as long as there is no plan; the last ones tried stay rather."""
        self._undecided = False
        left = self._leaned_on(left)
        for wish in reversed(self._wishes):
            if wish in left and not self.has_plan(left - {wish}):
                left = self._leaned_on(left - {wish})
        self.contradictions.append((left, not self._undecided))
        return left

    def _leaned_on(self, left: Wishes) -> Wishes:
        """Leave out all wishes at once that the last proof did not lean on, as long as there is no plan."""
        while (fewer := self._enough) < left and not self.has_plan(fewer):
            left = fewer
        return left
