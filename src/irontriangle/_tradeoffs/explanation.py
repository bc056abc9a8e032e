"""Why a feature is in, out or simplified, and what would change that, as values."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import TypeAlias

import attrs

from irontriangle._model.amounts import Number, exact, plain, to_tuple
from irontriangle._model.changes import Change
from irontriangle._model.shown import Shown
from irontriangle._plan.plan import Plan
from irontriangle._plan.reasons import Reason
from irontriangle._tradeoffs import written
from irontriangle._tradeoffs.wishes import Wish


class FlipKind(enum.Enum):
    """
    Say what would have to change.

    Examples
    --------
    >>> FlipKind("money")
    FlipKind.MONEY
    """

    MONEY = "money"
    """The money of a fund."""
    TIME = "time"
    """The deadline, or the person-days of a role where there are no dates."""
    PEOPLE = "people"
    """The people of a role, or in sprints what a role can do in each."""
    MONEY_AND_TIME = "money and time"
    """Both of them together, where neither is enough alone."""
    MONEY_AND_PEOPLE = "money and people"
    """Both of them together, where neither is enough alone."""
    VALUE = "value"
    """What the feature is worth."""
    COST = "cost"
    """What the feature costs beyond labour."""
    EFFORT = "effort"
    """The work of a role on the feature."""
    OTHER_VALUE = "other value"
    """What another feature is worth."""

    def __repr__(self) -> str:
        return f"FlipKind.{self.name}"


@attrs.frozen
class Flip:
    """
    Hold the least change of one kind that flips a feature, or say that there is none.

    Parameters
    ----------
    kind
        What changes.
    names
        Which fund, role or feature: those of `kind` in turn; empty where there is but one.
    changes
        What to apply to the project; empty: no amount flips it, or none was found.
    variant
        The variant of the feature whose value, cost or effort changes.
    before, after
        For a value, a cost or an effort: what it is, and what it must be at most, or at least.
    plan
        A best plan of the changed project, in which the feature is as asked.
    stopped_by
        The limits that would have to give beside, where no amount flips it; empty: none of them would help.
    proven
        Whether it is proven that nothing less flips it, or that no amount does.

    Examples
    --------
    >>> import irontriangle as it
    >>> project = it.examples.feature_abc()
    >>> flips = it.explain(it.optimize(project), "ABC").flips
    >>> [(flip.kind.name, flip.after, flip.before) for flip in flips if flip.kind is FlipKind.VALUE]
    [('VALUE', 110, 90)]
    """

    kind: FlipKind
    names: tuple[str, ...] = attrs.field(default=(), converter=written.names)
    changes: tuple[Change, ...] = attrs.field(default=(), converter=written.changes, kw_only=True)
    variant: str | None = attrs.field(default=None, kw_only=True)
    before: Number | None = attrs.field(default=None, converter=written.figure, kw_only=True)
    after: Number | None = attrs.field(default=None, converter=written.figure, kw_only=True)
    plan: Plan | None = attrs.field(default=None, kw_only=True)
    stopped_by: tuple[Wish, ...] = attrs.field(default=(), converter=written.wishes, kw_only=True)
    proven: bool = attrs.field(default=True, kw_only=True)

    @property
    def found(self) -> bool:
        """Whether some amount flips it."""
        return self.plan is not None


Displaced: TypeAlias = tuple[str, str | None, str | None]
"""A feature, the variant built now, and the one that would be built; None: not built."""


def _flips(written: Iterable[Flip]) -> tuple[Flip, ...]:
    return to_tuple(written)


def _displaced(written: Iterable[Displaced]) -> tuple[Displaced, ...]:
    return to_tuple(written)


@attrs.frozen(kw_only=True)
class Explanation(Shown):
    """
    Say why a feature is as it is in a plan, what insisting on the contrary costs, and what would flip it.

    Parameters
    ----------
    plan
        The plan that is explained.
    feature
        The feature.
    built
        The variant that is built; None: none.
    asked
        The variant that is asked for, or asked away; None: any.
    insist
        Whether the contrary is that the feature is built (in `asked`); else it is that it is not.
    reason
        What keeps the feature out, where it is out.
    undo
        The decisions that settle the matter, MUST, WONT or `Decided`; all that follows is told as if they were undone.
    best
        The best plan when these are undone; the plan itself where nothing was decided.
    contrary
        The best plan that has the contrary; None: no plan has, or none was found.
    flips
        The least change of each kind that brings the contrary about.
    proven
        Whether the plans are proven the best.

    Examples
    --------
    >>> import irontriangle as it
    >>> found = it.explain(it.optimize(it.examples.feature_abc()), "ABC")
    >>> found.built, found.asked, found.regret, found.displaces
    ('simplified', 'full', 20, (('XYZ', 'full', None),))
    """

    plan: Plan
    feature: str
    built: str | None
    asked: str | None
    insist: bool
    reason: Reason | None = None
    undo: tuple[Change, ...] = attrs.field(default=(), converter=written.changes)
    best: Plan
    contrary: Plan | None = None
    flips: tuple[Flip, ...] = attrs.field(default=(), converter=_flips)
    proven: bool = True

    @property
    def regret(self) -> int | float | None:
        """How much value insisting on the contrary costs; None where no plan has it."""
        if self.contrary is None:
            return None
        return plain(exact(self.best.value) - exact(self.contrary.value))

    @property
    def displaces(self) -> tuple[Displaced, ...]:
        """What else becomes of the scope if the contrary is insisted on."""
        if self.contrary is None:
            return ()
        now, then = self.best.selection, self.contrary.selection
        names = [one.name for one in self.plan.project.scope if one.name != self.feature]
        return tuple((name, now.get(name), then.get(name)) for name in names if now.get(name) != then.get(name))

    @property
    def binds(self) -> tuple[Reason, ...]:
        """Why what goes out for the contrary cannot stay beside it, with the limits that bind."""
        if self.contrary is None:
            return ()
        gone = [name for name, _, then in self.displaces if then is None]
        return tuple(self.contrary.backlog[name] for name in gone)
