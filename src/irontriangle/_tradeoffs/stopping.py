"""Which limits keep a project from some value, though others are lifted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from fractions import Fraction

from irontriangle._model.changes import Change
from irontriangle._model.project import Project
from irontriangle._tradeoffs.hands import People
from irontriangle._tradeoffs.limits import Axis, Days, Effort, Money
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.totals import Totals
from irontriangle._tradeoffs.wishes import LIMITS, Wish, WishKind, meets, wishes_of, with_only
from irontriangle._tradeoffs.worth import value_of

Needed = Callable[[Sequence[Wish]], list[Wish] | None]
"""Which limits a good enough plan exceeds, where some are lifted; None: there is no such plan."""


def stopping(
    solves: Solves, project: Project, given: Collection[Wish], wanted: Fraction, rather: Collection[Wish] = ()
) -> tuple[Wish, ...]:
    """
    Return limits that keep a project from some value though others are lifted, none of them needless; () if none do.

    People are named only where money and time alone would not do.

    Parameters
    ----------
    given
        The limits that are lifted.
    wanted
        The value.
    rather
        Limits that are to be named rather than others that would do as well.
    """
    wishes = wishes_of(project)

    def needed(limits: Sequence[Wish]) -> list[Wish] | None:
        lifted = with_only(project, [wish for wish in wishes if wish not in limits])
        value = value_of(solves, lifted)
        if value is None or value < wanted:
            return None
        plan = solves.solve(lifted)
        return [wish for wish in limits if wish in given or not meets(plan, wish)]

    return _fewest(wishes, given, rather, needed)


def stopping_totals(
    totals: Totals,
    project: Project,
    changes: Sequence[Change],
    given: Collection[Wish],
    wanted: Fraction,
    rather: Collection[Wish] = (),
) -> tuple[Wish, ...]:
    """Return the same of a project without dates under some changes."""
    wishes = wishes_of(project.apply(*changes))

    def needed(limits: Sequence[Wish]) -> list[Wish] | None:
        worth = totals.best(changes, [_axis(wish) for wish in limits])
        if worth is None or worth.value < wanted:
            return None
        over = totals.exceeded(worth, changes)
        return [wish for wish in limits if wish in given or _axis(wish) in over]

    return _fewest(wishes, given, rather, needed)


def _fewest(
    wishes: Sequence[Wish], given: Collection[Wish], rather: Collection[Wish], needed: Needed
) -> tuple[Wish, ...]:
    """Lift as few limits as will do beside those given."""
    for kinds in ((WishKind.BUDGET, WishKind.DEADLINE, WishKind.CAPACITY), LIMITS):
        lifted = needed([wish for wish in wishes if wish in given or wish.kind in kinds])
        for wish in sorted(lifted or (), key=lambda wish: wish in rather):  # what is tried last is spared last
            if lifted and wish in lifted and wish not in given:
                lifted = needed([other for other in lifted if other != wish]) or lifted
        if lifted is not None:
            return tuple(wish for wish in lifted if wish not in given)
    return ()


def wish_of(project: Project, axis: Axis) -> Wish:
    """Return the limit that an axis moves, as a wish."""
    if isinstance(axis, Days):
        return next(wish for wish in wishes_of(project) if wish.kind is WishKind.DEADLINE)
    if isinstance(axis, Money):
        kind, name = WishKind.BUDGET, axis.fund
    else:
        kind, name = WishKind.TEAM if isinstance(axis, People) else WishKind.CAPACITY, axis.role
    return next(wish for wish in wishes_of(project) if wish.kind is kind and wish.name == name)


def _axis(wish: Wish) -> Money | Effort:
    name = str(wish.name)
    return Money(name) if wish.kind is WishKind.BUDGET else Effort(name)
