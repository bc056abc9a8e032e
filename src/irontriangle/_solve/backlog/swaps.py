"""Which single change of what is built would make room for something that is out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model.priority import MUST
from irontriangle._model.rules import Decided
from irontriangle._plan.reasons import Choice
from irontriangle._solve.backlog.room import Total
from irontriangle._solve.backlog.standing import Standing
from irontriangle._solve.program import Exact

MOST_PAIRS = 1_000_000
"""Pairs of something that is out and a change that are looked at; a limit that does not depend on the machine."""

MOST_TRIES = 3
"""Changes that are checked in full for each feature that is out."""

CHUNK = 500_000
SLACK = 1e-9


@attrs.frozen(eq=False)
class Swap:
    """
    Build another variant of a feature than the plan does.

    Parameters
    ----------
    feature, variant
        The feature, and the variant to be built instead.
    loss
        The value that goes.
    added, removed
        The columns, bundles included, that come and go.
    undone
        The decision that must be undone for it.
    """

    feature: str
    variant: str
    loss: Exact
    added: list[int]
    removed: list[int]
    undone: Decided | None


class Swaps:
    """
    Look for the smallest single change that makes room for a variant that is out.

    Parameters
    ----------
    standing
        The plan.

    Notes
    -----
    Changes are ordered by the value that goes, then as declared. Floats sort out what cannot fit; what remains is
    checked in full and exactly, and only that is claimed.
    """

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    def beside(self, wanted: Sequence[Choice], *, undo: bool = False) -> list[Swap | None]:
        """
        Return for each variant that is wanted the smallest change beside which it fits.

        Parameters
        ----------
        wanted
            Features that are out, each in one variant.
        undo
            Whether to look at changes that undo a decision, or at all others.
        """
        swaps = self._undoing if undo else self._free
        swaps = swaps[: max(1, MOST_PAIRS // max(1, len(wanted)))]
        found: list[Swap | None] = [None] * len(wanted)
        if not swaps or not wanted:
            return found
        freed = np.array([_shares([total.taken(s.removed, s.added) for s in swaps], total) for total in self._totals])
        added = [self.standing.columns_after({feature: variant})[0] for feature, variant in wanted]
        over = [
            _shares([total.taken(columns) - total.units_left for columns in added], total) for total in self._totals
        ]
        step = max(1, CHUNK // len(swaps))
        for start in range(0, len(wanted), step):
            enough = np.ones((len(wanted[start : start + step]), len(swaps)), dtype=bool)
            for gives, asks in zip(freed, over, strict=True):
                enough &= asks[start : start + step, None] <= gives + SLACK
            for row in np.flatnonzero(enough.any(axis=1)).tolist():
                feature, variant = wanted[start + row]
                for place in np.flatnonzero(enough[row])[:MOST_TRIES].tolist():
                    swap = swaps[place]
                    changes = {feature: variant, swap.feature: swap.variant}
                    if self.standing.fits(changes, undone=swap.undone):
                        found[start + row] = swap
                        break
        return found

    def displaced(self, feature: str, column: int) -> str | None:
        """
        Return the one feature in place of which alone a variant fits, if there is one.

        That is a feature that must go, since some limit cannot hold both with all that must be built, each in the
        variant that takes least; and without which the variant fits.
        """
        names = {
            largest[1]
            for total, (spare, largest) in zip(self._limits, self._largest, strict=True)
            if largest is not None and total.takes[column] + largest[0] > spare
        }
        if len(names) != 1:
            return None
        name = names.pop()
        variant = self.standing.columns.variants[column][1].name
        return name if self.standing.fits({feature: variant, name: None}) else None

    @property
    def _totals(self) -> tuple[Total, ...]:
        return self.standing.room.totals

    @cached_property
    def _limits(self) -> list[Total]:
        return [total for total in self._totals if total.kind == "limit"]

    @cached_property
    def _largest(self) -> list[tuple[int, tuple[int, str] | None]]:
        """
        For each limit: how many units are there for what need not be built; and the most that such a feature takes.

        What must be built is counted in the variant that takes least, and every bundle that saves something as earned.
        """
        standing = self.standing
        columns, scope = standing.columns, standing.project.scope
        bound = {name for name in standing.selection if name in standing.ties.decided or scope[name].priority == MUST}
        found: list[tuple[int, tuple[int, str] | None]] = []
        for total in self._limits:
            takes = total.takes
            least = {name: min(takes[column] for column in columns.of_feature[name]) for name in standing.selection}
            saved = sum(min(0, units) for units in takes[columns.first_bundle :])
            spare = int(total.limit // total.unit) - saved - sum(least[name] for name in bound)
            free = [(units, name) for name, units in least.items() if name not in bound]
            found.append((spare, max(free, key=lambda one: one[0], default=None)))
        return found

    @cached_property
    def _free(self) -> list[Swap]:
        return self._ordered(undo=False)

    @cached_property
    def _undoing(self) -> list[Swap]:
        return self._ordered(undo=True)

    def _ordered(self, *, undo: bool) -> list[Swap]:
        standing, swaps = self.standing, []
        for feature in standing.project.scope:
            built = standing.selection.get(feature.name)
            decided = standing.ties.decided.get(feature.name)
            undone = decided if decided is not None and decided.variant is not None else None
            if built is None or len(feature.variants) < 2 or (undone is not None) != undo:
                continue
            for variant in feature.variants:
                change = {feature.name: variant.name}
                if variant.name == built or any(True for _ in standing.ties.broken(change, undone=undone)):
                    continue
                added, removed = standing.columns_after(change)
                loss = standing.worth(removed) - standing.worth(added)
                swaps.append(Swap(feature.name, variant.name, loss, added, removed, undone))
        return sorted(swaps, key=lambda swap: swap.loss)


def _shares(units: list[int], total: Total) -> NDArray[np.float64]:
    """Return units as shares of the largest number about, so that no whole number is too large for a float."""
    return np.array([one / total.largest for one in units])
