"""How much a feature matters: MUST before 1, 2, 3, ... before WONT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, TypeAlias, cast

import attrs

from irontriangle._model.amounts import NumberLike, number_problem, raise_problems, show, to_whole
from irontriangle.errors import Problem

LAST_RANK = 10**9


@attrs.frozen(order=True, repr=False)
class Priority:
    """
    Rank a feature: ``MUST < 1 < 2 < ... < WONT``, the smaller the more important.

    MUST and WONT are constraints (built, not built). The numbers between are tiers: they order reports, and decide
    in ``optimize(project, "tiers")``.

    Parameters
    ----------
    rank
        The tier, a whole number from 1 on. `Priority.MUST` has rank 0, `Priority.WONT` the last.

    Examples
    --------
    >>> Priority.MUST < Priority(1) < Priority(2) < Priority.WONT
    True
    >>> Priority(1) == Priority.SHOULD, Priority(2) == Priority.COULD
    (True, True)
    >>> Priority.MUST, Priority(3)
    (Priority.MUST, Priority(3))
    >>> print(Priority.MUST, Priority(3))
    MUST 3
    """

    rank: int = attrs.field(converter=to_whole)

    MUST: ClassVar[Priority]
    SHOULD: ClassVar[Priority]
    COULD: ClassVar[Priority]
    WONT: ClassVar[Priority]

    def __attrs_post_init__(self) -> None:
        raise_problems("Priority", number_problem("rank", self.rank, low=1, high=LAST_RANK - 1, whole=True))

    def __str__(self) -> str:
        return {0: "MUST", LAST_RANK: "WONT"}.get(self.rank) or str(self.rank)

    def __repr__(self) -> str:
        return f"Priority.{self}" if self.rank in (0, LAST_RANK) else f"Priority({self.rank})"

    def __rich_repr__(self) -> Iterator[Any]:
        yield str(self) if self.rank in (0, LAST_RANK) else self.rank

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.rank,)


PriorityLike: TypeAlias = Priority | NumberLike | str
"""What may be written for a priority."""


def _bound(rank: int) -> Priority:
    """Return one of the two ends, which are not tiers and so refused by the constructor."""
    priority = object.__new__(Priority)
    object.__setattr__(priority, "rank", rank)
    return priority


MUST = Priority.MUST = _bound(0)
SHOULD = Priority.SHOULD = Priority(1)
COULD = Priority.COULD = Priority(2)
WONT = Priority.WONT = _bound(LAST_RANK)

_NAMED = {"MUST": MUST, "SHOULD": SHOULD, "COULD": COULD, "WONT": WONT}
_SHARED = {priority.rank: priority for priority in _NAMED.values()}


def to_priority(written: PriorityLike) -> Priority:
    """Return a priority for a tier's number or a name in any case; what is neither comes back for the check to name."""
    if isinstance(written, Priority):
        return written
    if isinstance(written, str):
        return _NAMED.get(written.strip().upper(), cast(Priority, written))
    if number_problem("", written, low=1, high=LAST_RANK - 1, whole=True):
        return cast(Priority, written)
    return _restore(to_whole(written))


def priority_problem(field: str, priority: Any) -> list[Problem]:
    """Check what `to_priority` returned."""
    if isinstance(priority, Priority):
        return []
    rule = "MUST, SHOULD, COULD, WONT or a whole number >= 1"
    return [Problem("", f"{field} must be {rule}, got {show(priority)}", field=field)]


def _restore(rank: int) -> Priority:
    return _SHARED.get(rank) or Priority(rank)
