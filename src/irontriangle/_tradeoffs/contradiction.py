"""Contradictions and what resolves them, as values."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from irontriangle._model.amounts import Number, to_tuple
from irontriangle._model.changes import Change
from irontriangle._model.project import Project
from irontriangle._model.shown import Shown
from irontriangle._plan.figures import to_figure
from irontriangle._plan.plan import Plan
from irontriangle._plan.reasons import Shortfall
from irontriangle._tradeoffs import written
from irontriangle._tradeoffs.wishes import Wish


def _shortfalls(written: Iterable[Shortfall]) -> tuple[Shortfall, ...]:
    return to_tuple(written)


@attrs.frozen
class Contradiction:
    """
    Hold wishes that cannot hold together.

    Parameters
    ----------
    wishes
        The wishes and limits, in the order of the project.
    shortfalls
        Of each limit among them, how much the others need of it at least, and how much there is.
    minimal
        Whether it is proven that any one of them left out, the others have a plan.

    Examples
    --------
    >>> import irontriangle as it
    >>> found = it.conflict(it.examples.feature_abc(), value_at_least=200)
    >>> [wish.kind for wish in found.contradictions[0].wishes]
    [WishKind.VALUE]
    """

    wishes: tuple[Wish, ...] = attrs.field(converter=written.wishes)
    shortfalls: tuple[Shortfall, ...] = attrs.field(default=(), converter=_shortfalls, kw_only=True)
    minimal: bool = attrs.field(default=True, kw_only=True)


@attrs.frozen
class Resolution:
    """
    Hold the least changes of some wishes with which there is a plan.

    Parameters
    ----------
    changes
        What to change in the project.
    plan
        The best plan afterwards.
    value_at_least
        The value that can still be demanded, where it is the demand that gives.
    proven
        Whether it is proven that less is not enough, and the plan the best.

    Examples
    --------
    >>> import irontriangle as it
    >>> wish = it.examples.feature_abc().apply(it.SetPriority("ABC", "MUST"), it.ChangeBudget(-30_000))
    >>> [resolution.changes for resolution in it.conflict(wish).resolutions]
    [(ChangeBudget(by=1700, fund=None),), (SetPriority(feature='ABC', priority=Priority.WONT),)]
    """

    changes: tuple[Change, ...] = attrs.field(converter=written.changes)
    plan: Plan
    value_at_least: Number | None = attrs.field(
        default=None, kw_only=True, converter=attrs.converters.optional(to_figure)
    )
    proven: bool = attrs.field(default=True, kw_only=True)


def _contradictions(written: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    return to_tuple(written)


def _resolutions(written: Iterable[Resolution]) -> tuple[Resolution, ...]:
    return to_tuple(written)


@attrs.frozen(kw_only=True)
class Conflict(Shown):
    """
    Hold what makes a project infeasible, and what would resolve it.

    Parameters
    ----------
    project
        The project.
    contradictions
        Minimal sets of wishes and limits that cannot hold together; each must lose one of them.
    resolutions
        The least changes that give a plan, those of one wish first, then the plans of most value.
    complete
        Whether there are no other contradictions, and no other minimal set of wishes to give up.
    all_resolutions
        Whether any other changes that give a plan ask for more of something: no combination of a little of this and
        of that is missing. Looked for in small projects without dates only.

    Examples
    --------
    >>> import irontriangle as it
    >>> wish = it.examples.feature_abc().apply(it.SetPriority("XYZ", "MUST"), it.AddRule(it.Decided("ABC", "full")))
    >>> found = it.conflict(wish)
    >>> [[wish.kind.name for wish in one.wishes] for one in found.contradictions]
    [['MUST', 'RULE', 'BUDGET'], ['MUST', 'RULE', 'DEADLINE', 'TEAM']]
    """

    project: Project
    contradictions: tuple[Contradiction, ...] = attrs.field(converter=_contradictions)
    resolutions: tuple[Resolution, ...] = attrs.field(converter=_resolutions)
    complete: bool = True
    all_resolutions: bool = False
