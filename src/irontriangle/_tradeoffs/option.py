"""The ways out when not everything fits, as values."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias, overload

import attrs

from irontriangle._model.amounts import Number, to_tuple
from irontriangle._model.changes import Change
from irontriangle._model.project import Project
from irontriangle._model.shown import Shown
from irontriangle._plan.figures import to_figure
from irontriangle._plan.plan import Plan
from irontriangle._tradeoffs import written


class OptionKind(enum.Enum):
    """
    Say what gives way.

    Examples
    --------
    >>> OptionKind("simplify")
    OptionKind.SIMPLIFY
    """

    KEEP = "keep"
    """Scope: originals only, tier by tier, inside the limits; the rest goes to the backlog."""
    EXTEND = "extend"
    """Limits: all wanted in their originals, with the least more money and time."""
    SIMPLIFY = "simplify"
    """Variants: all wanted inside the limits, in whatever variant fits."""
    STAFF = "staff"
    """People: all wanted in their originals by the same deadline, with the fewest more people."""
    PHASE = "phase"
    """Time of delivery: some in this release, the rest in a next one."""

    def __repr__(self) -> str:
        return f"OptionKind.{self.name}"


class NoOption(enum.Enum):
    """
    Say why there is no option of a kind.

    Examples
    --------
    >>> NoOption.FIXED
    NoOption.FIXED
    """

    INFEASIBLE = "infeasible"
    """What would have to give cannot give enough: rules, dates or other limits forbid it."""
    FIXED = "fixed"
    """The side of the triangle that would have to give may not."""
    NO_LIMIT = "no limit"
    """There is no limit of that sort that could give."""
    NOT_NEEDED = "not needed"
    """It would give what is not short."""
    UNDECIDED = "undecided"
    """The search stopped before it could tell."""

    def __repr__(self) -> str:
        return f"NoOption.{self.name}"


class Loss(enum.Enum):
    """
    Say what is given up.

    Examples
    --------
    >>> Loss.REDUCED
    Loss.REDUCED
    """

    OUT = "out"
    """A wanted feature is not built."""
    REDUCED = "reduced"
    """A wanted feature is built in another variant than its original."""
    LATER = "later"
    """A wanted feature comes in the next release."""
    DEADLINE = "deadline"
    """The deadline is not kept."""
    MONEY = "money"
    """A budget is not kept."""
    CAPACITY = "capacity"
    """More of people's time is taken than there is."""

    def __repr__(self) -> str:
        return f"Loss.{self.name}"


@attrs.frozen
class Concession:
    """
    Tell one thing that an option gives up.

    Parameters
    ----------
    loss
        What kind of thing.
    feature
        The feature, where it is one.
    value
        How much less the feature is worth now than its original.
    until
        When a feature that comes later is done, where there are dates.

    Examples
    --------
    >>> Concession(Loss.OUT, "XYZ", value=50).value
    50
    """

    loss: Loss
    feature: str | None = None
    value: Number | None = attrs.field(default=None, kw_only=True, converter=attrs.converters.optional(to_figure))
    until: date | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Release:
    """
    Ask for a next release of the same length and limits.

    Parameters
    ----------
    start, deadline
        Its first and its last working day; None where the project has no dates.

    Examples
    --------
    >>> Release(date(2027, 2, 22), date(2027, 4, 9)).start
    datetime.date(2027, 2, 22)
    """

    start: date | None = None
    deadline: date | None = None


Ask: TypeAlias = Change | Release
"""What an option asks for: changes of limits, or a release."""


def _asks(written: Iterable[Ask]) -> tuple[Ask, ...]:
    return to_tuple(written)


def _concessions(written: Iterable[Concession]) -> tuple[Concession, ...]:
    return to_tuple(written)


@attrs.frozen(kw_only=True)
class Option:
    """
    Hold one way out, with the plan it leads to.

    Parameters
    ----------
    kind
        What gives way.
    plan
        The plan of the changed project; None: there is no such option, and `reason` says why.
    changes
        What makes the plan the best one: limits, then decisions where they are needed. Applied to the project they
        give one whose optimum has the plan's selection, value, cost and finish.
    asks
        What has to be granted: the changes of limits, or a release.
    gives_up
        What is lost of what is wanted.
    decided_by
        Whose decision it is: ``"product manager"``, ``"project manager"``, ``"client"``.
    next_plan
        What the next release builds (PHASE).
    reason
        Why there is no such option.
    proven
        Whether all that is said to be least or best is proven.

    Examples
    --------
    >>> import irontriangle as it
    >>> extend = it.options(it.examples.feature_abc())[OptionKind.EXTEND]
    >>> extend.changes
    (MoveDeadline(working_days=15), ChangeBudget(by=12800, fund=None))
    >>> extend.plan.value, extend.plan.cost, extend.decided_by
    (140, 57800, ('client',))
    """

    kind: OptionKind
    plan: Plan | None = None
    changes: tuple[Change, ...] = attrs.field(default=(), converter=written.changes)
    asks: tuple[Ask, ...] = attrs.field(default=(), converter=_asks)
    gives_up: tuple[Concession, ...] = attrs.field(default=(), converter=_concessions)
    decided_by: tuple[str, ...] = attrs.field(default=(), converter=written.names)
    next_plan: Plan | None = None
    reason: NoOption | None = None
    proven: bool = True


def _options(written: Iterable[Option]) -> tuple[Option, ...]:
    return to_tuple(written)


@attrs.frozen(kw_only=True)
class Options(Shown, Sequence[Option]):
    """
    Hold the ways out, in the order of `OptionKind`; a sequence, and by a kind the first option of that kind.

    Parameters
    ----------
    project
        The project that is discussed.
    wanted
        The features that are to fit in their originals.
    fits
        Whether they do, so that there is nothing to discuss and one option only; None: not found out in time.
    today
        The best plan of the project as it is.
    options
        The options; of EXTEND and STAFF one for each point at which less of one thing takes more of another.
    complete
        Whether none is missing.

    Examples
    --------
    >>> import irontriangle as it
    >>> found = it.options(it.examples.feature_abc())
    >>> [(option.kind.name, option.plan.value, option.plan.cost) for option in found]
    [('KEEP', 90, 35000), ('EXTEND', 140, 57800), ('SIMPLIFY', 110, 39500), ('STAFF', 140, 66800), ('PHASE', 90, 35000)]
    >>> found.best.kind
    OptionKind.SIMPLIFY
    """

    project: Project
    wanted: tuple[str, ...] = attrs.field(converter=written.names)
    fits: bool | None
    today: Plan
    options: tuple[Option, ...] = attrs.field(converter=_options)
    complete: bool = True

    @property
    def best(self) -> Option | None:
        """The option of the greatest value that asks for nothing; None where none stays within today's limits."""
        inside = [option for option in self.options if option.plan is not None and not option.asks]
        return max(
            inside, key=lambda option: (option.plan.value, -option.plan.cost) if option.plan else (0, 0), default=None
        )

    def __len__(self) -> int:
        return len(self.options)

    def __iter__(self) -> Iterator[Option]:
        return iter(self.options)

    @overload
    def __getitem__(self, key: int | OptionKind) -> Option: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Option, ...]: ...
    def __getitem__(self, key: int | slice | OptionKind) -> Option | tuple[Option, ...]:
        if isinstance(key, OptionKind):
            for option in self.options:
                if option.kind is key:
                    return option
            raise KeyError(f"there is no option {key.name}: everything fits")
        return self.options[key]
