"""The ways out when not everything fits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast

from irontriangle._model.amounts import MOST_DAYS, FrozenMap, number_problem, raise_problems, to_tuple, to_whole
from irontriangle._model.priority import WONT
from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.project import Project
from irontriangle._plan.plan import Plan, Status
from irontriangle._plan.progress import Told
from irontriangle._solve.bar import with_bar
from irontriangle._solve.optimize import Engine
from irontriangle._tradeoffs.beyond import extend, staff
from irontriangle._tradeoffs.deciding import decided, originals
from irontriangle._tradeoffs.discussion import Discussion
from irontriangle._tradeoffs.hands import Side
from irontriangle._tradeoffs.inside import everything, keep, simplify
from irontriangle._tradeoffs.option import NoOption, Option, OptionKind, Options
from irontriangle._tradeoffs.phase import phase
from irontriangle._tradeoffs.solves import Solves

SIDES: tuple[Side, ...] = ("timeline", "budget", "scope")

LAST = (OptionKind.EXTEND,)
"""What is looked for last: it takes longest, and gets all the time that the others leave."""


@with_bar
def options(
    project: Project,
    wanted: Iterable[str] | None = None,
    *,
    flexible: Sequence[Side] = SIDES,
    ramp_up: int = 10,
    engine: Engine = "auto",
    time_limit: float | None = None,
    progress: Told = None,
) -> Options:
    """
    Find the ways out when not everything fits: keep, extend, simplify, staff, phase.

    Parameters
    ----------
    project
        What is wanted, and the limits.
    wanted
        Names of the features that are to fit in their originals; unless said, those of the shortest run of tiers from
        the top, MUST first, that does not fit.
    flexible
        The sides of the triangle that may give, ``"timeline"``, ``"budget"`` and ``"scope"``; the one that gives
        first in front, which orders the extensions.
    ramp_up
        Working days for which people who join are paid before they count.
    engine, time_limit, progress
        As in `optimize`; the time is that of all together. What was not decided in it is said to be so.

    Returns
    -------
    Options
        One option of each kind, or its reason; of EXTEND and STAFF one for each Pareto point. If everything fits, one
        option that says so.

    Raises
    ------
    ValueError
        If `wanted` is empty or names a feature that is unknown or WONT, or `flexible` an unknown side.

    See Also
    --------
    conflict : Which wishes contradict each other, and the least that resolves it.

    Notes
    -----
    An original is the first variant of a feature, or the one that has been decided. KEEP and SIMPLIFY ask that the
    scope may give, EXTEND extends what may give of timeline (the deadline, or the capacities of a rough-cut plan) and
    budget, STAFF asks for the budget, PHASE for the timeline.

    The least extensions are exact: the least cost and the earliest finish are objectives of `optimize`, the others are
    found by halving on the grid of all that can be needed. What a role can do in each sprint grows by whole units.

    People who are paid while absent beyond the deadline make a later deadline cost more, so that more time may hurt:
    what is found of the time then holds, but is not said to be the least.

    Examples
    --------
    >>> import irontriangle as it
    >>> found = it.options(it.examples.feature_abc())
    >>> for option in found:
    ...     print(option.kind.name, option.plan.selection, option.asks)
    KEEP {'ABC': 'full'} ()
    EXTEND {'ABC': 'full', 'XYZ': 'full'} (MoveDeadline(working_days=15), ChangeBudget(by=12800, fund=None))
    SIMPLIFY {'ABC': 'simplified', 'XYZ': 'full'} ()
    STAFF {'ABC': 'full', 'XYZ': 'full'} (ChangeBudget(by=21800, fund=None), ChangeTeam(role='dev', people=1, \
from_date=None, ramp_up=10))
    PHASE {'ABC': 'full'} (Release(start=datetime.date(2027, 2, 22), deadline=datetime.date(2027, 4, 9)),)
    """
    if not isinstance(project, Project):
        raise TypeError(f"project must be a Project, got {type(project).__name__}")
    named = None if wanted is None else _wanted(project, wanted)
    sides = _sides(flexible)
    ramp_up = to_whole(ramp_up)
    raise_problems("options", number_problem("ramp_up", ramp_up, high=MOST_DAYS, whole=True))
    solves = Solves("options", engine, time_limit, progress)
    solves.step("today", 0, len(OptionKind) + 1)
    today = solves.solve(project)
    run, fitting, fits = _to_fit(project, named, solves)
    talk = Discussion(project, FrozenMap(run), sides, ramp_up, solves)
    complete = True
    if fitting is not None:
        found = [everything(talk, fitting)]
    else:
        found, complete = _ways_out(talk)
    if solves.interrupted and not any(option.plan for option in found):
        raise KeyboardInterrupt
    return Options(
        project=project,
        wanted=tuple(run),
        fits=fits,
        today=today,
        options=found,
        complete=complete and fits is not None,
    )


def _ways_out(talk: Discussion) -> tuple[list[Option], bool]:
    """Return the options of all kinds, and whether none is missing; what takes longest last, with the time left."""
    single = {OptionKind.KEEP: keep, OptionKind.SIMPLIFY: simplify, OptionKind.PHASE: phase}
    several = {OptionKind.EXTEND: extend, OptionKind.STAFF: staff}
    found: dict[OptionKind, list[Option]] = {}
    complete = True
    for place, kind in enumerate(sorted(OptionKind, key=LAST.__contains__), 1):
        talk.solves.step(kind.name, place, len(OptionKind) + 1)
        if kind in single:
            options_of_kind = [single[kind](talk)]
            complete &= options_of_kind[0].reason is not NoOption.UNDECIDED
        else:
            options_of_kind, all_of_them = several[kind](talk)
            complete &= all_of_them
        found[kind] = options_of_kind
    return [option for kind in OptionKind for option in found[kind]], complete


def _to_fit(
    project: Project, wanted: Collection[str] | None, solves: Solves
) -> tuple[dict[str, str], Plan | None, bool | None]:
    """Return what is to fit with its originals, a plan in which it does, and whether it does; None: not found out."""
    variants = originals(project)
    ranks = sorted({feature.priority.rank for feature in project.scope if feature.priority != WONT})
    runs = [[feature.name for feature in project.scope if feature.priority.rank <= rank] for rank in ranks]
    run: dict[str, str] = {}
    fitting: Plan | None = None
    for names in (runs or [[]]) if wanted is None else [wanted]:  # where all is WONT, nothing is to fit
        run = {name: variants[name] for name in names}
        plan = solves.solve(project.apply(*decided(run)))
        if not plan.found:
            return run, None, False if plan.status is Status.INFEASIBLE else None
        fitting = plan
    return run, fitting, True


def _wanted(project: Project, wanted: Any) -> tuple[str, ...]:
    names = to_tuple(wanted)
    if not isinstance(names, tuple) or not all(isinstance(name, str) for name in names):
        remedy = f"; write [{show(wanted)}]" if isinstance(wanted, str) else ""
        raise ValueError(f"wanted must be a list of names, got {show(wanted)}{remedy}")
    if not names:
        raise ValueError("wanted must name at least one feature, got none")
    for name in names:
        if name not in project.scope:
            known = [feature.name for feature in project.scope]
            raise ValueError(f"wanted names unknown feature {show(name)}{did_you_mean(name, known)}")
        if project.scope[name].priority == WONT:
            raise ValueError(f"wanted names {show(name)}, which is a WONT; set another priority first")
    return tuple(feature.name for feature in project.scope if feature.name in names)


def _sides(flexible: Any) -> tuple[Side, ...]:
    sides = to_tuple(flexible)
    if not isinstance(sides, tuple):
        raise ValueError(f"flexible must be a list of {', '.join(map(repr, SIDES))}, got {show(flexible)}")
    for side in sides:
        if side not in SIDES:
            allowed = ", ".join(map(repr, SIDES))
            raise ValueError(f"flexible must name only {allowed}, got {show(side)}{did_you_mean(side, SIDES)}")
    return cast(tuple[Side, ...], tuple(dict.fromkeys(sides)))
