"""The options that ask for more: extend the limits, or add people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from irontriangle._model.changes import Change, ChangeBudget, ChangeCapacity, ChangeSprints, MoveDeadline
from irontriangle._model.project import Project
from irontriangle._tradeoffs.deciding import decided, pinned, with_variants
from irontriangle._tradeoffs.discussion import CLIENT, PROJECT_MANAGER, Discussion, is_proven, why_not
from irontriangle._tradeoffs.hands import Side, hands_of
from irontriangle._tradeoffs.least import LeastLevels, Levels
from irontriangle._tradeoffs.limits import Axis, Days, Effort, Money, axes_of
from irontriangle._tradeoffs.lowering import changes_to
from irontriangle._tradeoffs.option import Concession, Loss, NoOption, Option, OptionKind

Found = tuple[list[Option], bool]
"""Options of a kind, and whether none is missing."""


def extend(talk: Discussion) -> Found:
    """Build all that is wanted in its originals, with the least more money and time: each Pareto point."""
    sides: list[Side] = [side for side in talk.flexible if side != "scope"]
    axes = [axis for axis in axes_of(talk.project, sides) if isinstance(axis, Money | Days | Effort)]
    if not sides:
        return _none(OptionKind.EXTEND, NoOption.FIXED)
    if not axes:
        return _none(OptionKind.EXTEND, NoOption.NO_LIMIT)
    least = LeastLevels(talk.project.apply(*decided(talk.wanted)), axes, talk.solves)
    with talk.solves.within(2):  # the other half is for the plans
        points = sorted(least.points(), key=lambda levels: _given(talk, axes, levels))
    if not points:
        fixed = NoOption.INFEASIBLE if len(sides) == 2 else NoOption.FIXED
        return _none(OptionKind.EXTEND, fixed if least.complete else NoOption.UNDECIDED)
    found = []
    for left, levels in zip(range(len(points), 0, -1), points, strict=True):
        with talk.solves.within(left):
            needed = levels if least.exact else _used(talk, axes, levels)
            found.append(_option(talk, OptionKind.EXTEND, least.changes(needed), exact=least.exact))
    planned = [option for option in found if option.plan is not None]
    return planned or found[:1], least.complete and len(planned) == len(found)


def staff(talk: Discussion) -> Found:
    """Build all that is wanted in its originals by today's deadline, with the fewest more people."""
    project = talk.project
    if "budget" not in talk.flexible:
        return _none(OptionKind.STAFF, NoOption.FIXED)
    axes = hands_of(project, talk.ramp_up)
    if not axes:
        return _none(OptionKind.STAFF, NoOption.NO_LIMIT)
    demanded = project.apply(*decided(talk.wanted))
    paid = _paid(demanded)
    enough = talk.solves.solve(paid, "cost")
    if enough.found:
        return _none(OptionKind.STAFF, NoOption.NOT_NEEDED)
    least = LeastLevels(paid, axes, talk.solves)
    found, complete = [], True
    for levels in sorted(least.points(), key=sum):
        team = least.changes(levels)
        money = LeastLevels(demanded.apply(*team), axes_of(project, ["budget"]), talk.solves)
        payable = sorted(money.points(), key=sum)
        complete &= bool(payable)
        exact = least.exact and money.exact and money.complete
        found += [_option(talk, OptionKind.STAFF, (*money.changes(point), *team), exact=exact) for point in payable[:1]]
    if not found:
        return _none(OptionKind.STAFF, NoOption.INFEASIBLE if least.complete and complete else NoOption.UNDECIDED)
    return found, least.complete and complete


def _paid(project: Project) -> Project:
    """Return the project with as much money as wished."""
    for axis in axes_of(project, ["budget"]):
        project = axis.lifted(project)
    return project


def _given(talk: Discussion, axes: Sequence[Axis], levels: Levels) -> list[Fraction]:
    """Return what each side gives, the one that is to give last in front."""
    more: dict[Side, Fraction] = {}
    for axis, level in zip(axes, levels, strict=True):
        more[axis.side] = more.get(axis.side, Fraction(0)) + level - axis.today(talk.project)
    return [more.get(side, Fraction(0)) for side in reversed(talk.flexible)]


def _used(talk: Discussion, axes: Sequence[Money | Days | Effort], levels: Levels) -> Levels:
    """Return what a plan at some levels takes of them: nobody asks for more than that, though less may do."""
    project, pairs = talk.project, list(zip(axes, levels, strict=True))
    more = [change for axis, level in pairs for change in changes_to(project, axis, level)]
    plan = talk.solves.solve(project.apply(*more, *decided(talk.wanted)))
    if not plan.found:
        return levels
    return tuple(min(level, max(axis.today(project), axis.used(plan))) for axis, level in pairs)


def _option(talk: Discussion, kind: OptionKind, limits: tuple[Change, ...], *, exact: bool) -> Option:
    """Return the option of some limits: the rest of the scope is chosen for the greatest value."""
    changed = talk.project.apply(*limits)
    target = talk.solves.solve(changed.apply(*decided(talk.wanted)))
    if not target.found:
        return Option(kind=kind, reason=why_not(target), asks=limits, proven=False)
    decisions, plan = pinned(talk.solves, changed, with_variants(talk.wanted, target))
    return Option(
        kind=kind,
        plan=plan,
        changes=(*limits, *decisions),
        asks=limits,
        gives_up=tuple(_losses(limits)),
        decided_by=[CLIENT] if kind is OptionKind.EXTEND else [CLIENT, PROJECT_MANAGER],
        proven=exact and is_proven(target) and is_proven(plan),
    )


def _losses(limits: tuple[Change, ...]) -> Iterator[Concession]:
    """Yield which limits are not kept."""
    kinds = {type(change) for change in limits}
    if kinds & {MoveDeadline, ChangeSprints}:
        yield Concession(Loss.DEADLINE)
    if ChangeCapacity in kinds:
        yield Concession(Loss.CAPACITY)
    if ChangeBudget in kinds:
        yield Concession(Loss.MONEY)


def _none(kind: OptionKind, reason: NoOption) -> Found:
    undecided = reason is NoOption.UNDECIDED
    return [Option(kind=kind, reason=reason, proven=not undecided)], not undecided
