"""Why a feature is in the backlog, as values; the sentences are made from them elsewhere."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import TypeAlias

import attrs

from irontriangle._model.amounts import Number, NumberLike, to_tuple
from irontriangle._model.rules import Rule
from irontriangle._plan.figures import to_figure

Choice: TypeAlias = tuple[str, str]
"""A feature and the variant of it that is meant."""


class ReasonKind(enum.Enum):
    """
    Say what keeps a feature out.

    Examples
    --------
    >>> ReasonKind.SHORT
    ReasonKind.SHORT
    """

    DECIDED = "decided"
    """WONT, or something else was decided."""
    NEEDS = "needs"
    """It requires something that is out, or built in another variant."""
    EXCLUDED = "excluded"
    """It excludes something that is in."""
    RULE = "rule"
    """Another rule keeps it out."""
    CANNOT_FINISH = "cannot finish"
    """It cannot be ready by the deadline, or by its own due date, not even alone."""
    SHORT = "short"
    """Some limits have too little left."""
    DISPLACES = "displaces"
    """It fits only in place of one that is worth at least as much (with strict tiers: that comes before it)."""
    NO_ROOM = "no room"
    """It fits every total, but not the calendar: no schedule is in time, or early enough for what each day costs."""
    QUALITY = "quality"
    """It would bring the quality below the floor."""
    NO_GAIN = "no gain"
    """It adds no value."""
    NOT_DEMANDED = "not demanded"
    """What was asked for is met without it."""
    UNPROVEN = "unproven"
    """It may fit: the search stopped before it could tell."""

    def __repr__(self) -> str:
        return f"ReasonKind.{self.name}"


def _number_or_none(written: NumberLike | None) -> Number | None:
    return None if written is None else to_figure(written)


def _choices(written: Iterable[Choice]) -> tuple[Choice, ...]:
    return to_tuple(written)


def _choices_or_none(written: Iterable[Choice] | None) -> tuple[Choice, ...] | None:
    return None if written is None else to_tuple(written)


@attrs.frozen
class Shortfall:
    """
    Say how far one limit is from what a feature needs.

    Parameters
    ----------
    limit
        The key of the limit in `Plan.usage`: ``"cost"``, ``"role:dev"``, ``"finish"``, ...
    needed
        What the feature needs.
    left
        What the plan leaves of the limit.
    short
        How much is missing: needed less left.

    Examples
    --------
    >>> Shortfall("cost", needed=22_800, left=10_000, short=12_800)
    Shortfall(limit='cost', needed=22800, left=10000, short=12800)
    """

    limit: str
    needed: Number = attrs.field(converter=to_figure)
    left: Number = attrs.field(converter=to_figure)
    short: Number = attrs.field(converter=to_figure)


def _shortfalls(written: Iterable[Shortfall]) -> tuple[Shortfall, ...]:
    return to_tuple(written)


@attrs.frozen
class Reason:
    """
    Say why one feature is in the backlog.

    Parameters
    ----------
    kind
        What keeps it out.
    feature
        The feature that is out.
    variant
        The variant that the reason speaks of; the original unless another one comes nearer.
    value
        What that variant is worth.
    shortfalls
        The limits that have too little left for it (SHORT, DISPLACES), or for it together with what must come with
        it (NEEDS, RULE), or that are too small even for it alone (CANNOT_FINISH; there the key ``"people:ROLE"``
        counts people at once, and ``"due"`` the working days until the variant's own date).
    others
        The features that are to blame, with the variant that is built or needed: what it requires (NEEDS),
        what excludes it (EXCLUDED), what would have to go (DISPLACES), what was decided instead (DECIDED).
    gain, loss
        The value that would come in, and go out, if it was built nevertheless, `beside` or in place of `others`.
    beside
        What would make room for it: the variants to be built instead of the present ones. Empty: it fits as
        it is. None: nothing simple does, or nothing was tried.
    rule
        The rule that keeps it out, where it is one; where it is the decision for a variant that `beside` replaces,
        that would have to be undone.

    Examples
    --------
    >>> short = Shortfall("cost", needed=22_800, left=10_000, short=12_800)
    >>> reason = Reason(ReasonKind.SHORT, "XYZ", variant="full", value=50, shortfalls=[short])
    >>> reason.shortfalls[0].short
    12800
    """

    kind: ReasonKind
    feature: str
    variant: str = attrs.field(kw_only=True)
    value: Number = attrs.field(kw_only=True, converter=to_figure)
    shortfalls: tuple[Shortfall, ...] = attrs.field(default=(), kw_only=True, converter=_shortfalls)
    others: tuple[Choice, ...] = attrs.field(default=(), kw_only=True, converter=_choices)
    gain: Number | None = attrs.field(default=None, kw_only=True, converter=_number_or_none)
    loss: Number | None = attrs.field(default=None, kw_only=True, converter=_number_or_none)
    beside: tuple[Choice, ...] | None = attrs.field(default=None, kw_only=True, converter=_choices_or_none)
    rule: Rule | None = attrs.field(default=None, kw_only=True)
