"""Each variant that is out, and all that keeps it out."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from irontriangle._model.feature import Feature
from irontriangle._solve.backlog.standing import Standing, rises
from irontriangle._solve.backlog.ties import Tie


@attrs.define(eq=False)
class Case:
    """
    Hold what keeps one variant out.

    Parameters
    ----------
    feature, variant, column
        The variant.
    added
        Its column, and those of the bundles that it completes.
    over
        By how many units it exceeds each total; 0 where it fits.
    broken
        The rules that would be broken.
    hopeless
        Whether it cannot be ready in time, not even alone.
    rises
        Whether the first level of value that it moves would rise.
    """

    feature: Feature
    variant: str
    column: int
    added: Sequence[int]
    over: tuple[int, ...]
    broken: Sequence[Tie]
    hopeless: bool
    rises: bool


def case_of(standing: Standing, feature: Feature, place: int) -> Case:
    """Return the case of a feature's variant, by its place among them."""
    variant = feature.variants[place].name
    column = standing.columns.of_feature[feature.name][place]
    added: Sequence[int] = (column,)
    if standing.columns.bundles:
        added, _ = standing.columns_after({feature.name: variant})
    return Case(
        feature,
        variant,
        column,
        added,
        standing.room.over(added),
        standing.ties.broken_by(feature.name, variant),
        standing.places is not None and not standing.places.can_finish(column),
        standing.for_value and rises(standing.gains(added)),
    )


def nearest(standing: Standing, feature: Feature) -> Case:
    """
    Return the case of the variant that comes nearest to being built.

    It can be ready in time, breaks no rule and is worth something, in this order, if any variant is so. Of these it is
    the original one, or the first, unless another one exceeds no total by more and one by less.
    """
    cases = [case_of(standing, feature, place) for place in range(len(feature.variants))]
    if len(cases) == 1:
        return cases[0]
    cases = [case for case in cases if not case.hopeless] or cases
    cases = [case for case in cases if not case.broken] or cases
    cases = [case for case in cases if case.rises] or cases
    best = cases[0]
    for case in cases[1:]:
        if case.over != best.over and all(one <= other for one, other in zip(case.over, best.over, strict=True)):
            best = case
    return best
