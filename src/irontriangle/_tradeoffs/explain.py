"""Why a feature is in, out or simplified, and what would change that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs

from irontriangle._model.amounts import MOST_DAYS, exact, number_problem, raise_problems, to_whole
from irontriangle._model.changes import Change, DropRule, SetPriority
from irontriangle._model.priority import MUST, SHOULD, WONT
from irontriangle._model.problems import did_you_mean, show
from irontriangle._model.rules import Decided
from irontriangle._plan.plan import Plan, Status
from irontriangle._plan.progress import Told
from irontriangle._solve.bar import with_bar
from irontriangle._solve.optimize import Engine
from irontriangle._tradeoffs.contest import Contest
from irontriangle._tradeoffs.explanation import Explanation, Flip
from irontriangle._tradeoffs.flips_limits import LimitFlips
from irontriangle._tradeoffs.flips_others import OtherFlips
from irontriangle._tradeoffs.flips_scope import ScopeFlips
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.target import Target
from irontriangle._tradeoffs.worth import exact_value
from irontriangle.errors import NoPlanError


@with_bar
def explain(
    plan: Plan,
    feature: str,
    variant: str | None = None,
    *,
    ramp_up: int = 10,
    engine: Engine = "auto",
    time_limit: float | None = None,
    progress: Told = None,
) -> Explanation:
    """
    Tell why a feature is in, out or simplified, what it displaces, and the least changes that flip it.

    Parameters
    ----------
    plan
        A plan of `optimize`, of the greatest value.
    feature
        The name of the feature.
    variant
        The variant that is asked about. Unless said: for a feature that is out any variant, for a reduced one its
        original, and for one that is built as it was wanted the very variant that is built.
    ramp_up
        Working days for which people who join are paid before they count.
    engine, time_limit, progress
        As in `optimize`; the time is that of all together. What was not decided in it is said to be so.

    Returns
    -------
    Explanation
        The reason, the best plan that has the contrary, and its `flips`.

    Raises
    ------
    NoPlanError
        If the plan was not found.
    TypeError
        If `plan` is no plan or `feature` no string.
    ValueError
        If the feature or the variant is unknown, or the plan answers another question than that for the most value:
        regret is a loss of value, and tier by tier, by cost or by finish a plan may well give value away.

    See Also
    --------
    sensitivity : The same for the plan as a whole.

    Notes
    -----
    A change *flips* the feature if the contrary is in some best plan then: one of the greatest value, and worth no
    less than today's. The least change is exact although the answer is not monotone: a feature can come and go many
    times as money grows. The best plan with the contrary is raised, by the least money (days, people) that there is
    for it, to the value of the best plan without; and again where that one has grown with it.

    Its value, cost and effort are those of the variant that is asked for; where any will do, those of the variant of
    which least must change. Effort changes in whole person-days, what a role can do in each sprint by whole units.
    Combinations of two limits are told where neither is enough alone. For a feature that is built as it was wanted the
    values are told; down to which limits the plan stays the best one is told by `sensitivity`.

    Examples
    --------
    >>> import irontriangle as it
    >>> found = it.explain(it.optimize(it.examples.feature_abc()), "ABC")
    >>> found.regret, found.contrary.selection
    (20, {'ABC': 'full'})
    >>> for flip in found.flips:
    ...     if flip.found:
    ...         print(flip.kind.name, *flip.names, flip.plan.value)
    MONEY_AND_TIME 140
    MONEY_AND_PEOPLE dev 140
    VALUE 110
    EFFORT dev 140
    OTHER_VALUE XYZ full 90
    """
    _check(plan, feature, variant)
    ramp_up = to_whole(ramp_up)
    raise_problems("explain", number_problem("ramp_up", ramp_up, high=MOST_DAYS, whole=True))
    solves = Solves("explain", engine, time_limit, progress)
    built, asked, insist = _asked(plan, feature, variant)
    undo = tuple(_decisions(plan, feature, asked, insist=insist))
    target = Target(feature if asked is None else (feature, asked), built=insist)
    contest = Contest(plan.project.apply(*undo), target, solves)
    solves.step("today", 0, 3)
    best = solves.solve(contest.project)
    solves.step("contrary", 1, 3)
    contrary = solves.solve(contest.project.apply(target.change))
    if solves.interrupted and not contrary.found:
        raise KeyboardInterrupt
    if not best.found or (not undo and exact_value(plan) >= exact_value(best)):
        best = plan  # which may have been given more time
    decided = best.status is Status.OPTIMAL and contrary.status in (Status.OPTIMAL, Status.INFEASIBLE)
    flips: list[Flip] = []
    if decided and not (contrary.found and exact_value(contrary) >= exact_value(best)):
        solves.step("flips", 2, 3)
        flips = [*_flips(contest, feature, asked, ramp_up)]
    return Explanation(
        plan=plan,
        feature=feature,
        built=built,
        asked=asked,
        insist=insist,
        reason=plan.backlog.get(feature),
        undo=undo,
        best=best,
        contrary=contrary if contrary.found else None,
        flips=flips,
        proven=decided,
    )


def _flips(contest: Contest, feature: str, asked: str | None, ramp_up: int) -> Iterator[Flip]:
    built = contest.target.built
    if built:
        yield from LimitFlips(contest, ramp_up).flips()
    variants = [asked] if asked else [one.name for one in contest.project.scope[feature]]
    narrow = {variant: contest.aimed(Target((feature, variant), built=built)) for variant in variants}
    own = [flip for variant, one in narrow.items() for flip in ScopeFlips(one, feature, variant).flips()]
    for kind, names in dict.fromkeys((flip.kind, flip.names) for flip in own):
        yield _least([flip for flip in own if (flip.kind, flip.names) == (kind, names)])
    yield from OtherFlips(contest, feature).flips()


def _least(flips: Sequence[Flip]) -> Flip:
    """Return the least of some flips that change the same of different variants."""
    found = [flip for flip in flips if flip.found]
    proven = all(flip.proven for flip in flips)
    if found:
        return attrs.evolve(min(found, key=_by), proven=proven)
    return attrs.evolve(flips[0], variant=flips[0].variant if len(flips) == 1 else None, proven=proven)


def _by(flip: Flip) -> Fraction:
    """Return how much of a figure changes."""
    return abs(exact(flip.after or 0) - exact(flip.before or 0))


def _check(plan: Any, feature: Any, variant: Any) -> None:
    if not isinstance(plan, Plan):
        raise TypeError(f"plan must be a Plan, got {type(plan).__name__}")
    if not isinstance(feature, str):
        raise TypeError(f"feature must be the name of a feature, got {type(feature).__name__}")
    scope = plan.project.scope
    if feature not in scope:
        known = [one.name for one in scope]
        raise ValueError(
            f"feature must be one of the plan's project, got {show(feature)}{did_you_mean(feature, known)}"
        )
    names = [one.name for one in scope[feature]]
    if variant is not None and variant not in names:
        listed = ", ".join(map(show, names))
        message = (
            f"variant of {show(feature)} must be one of {listed}, got {show(variant)}{did_you_mean(variant, names)}"
        )
        raise ValueError(message)
    if not plan.found:
        raise NoPlanError("explanation", plan.status)
    if plan.question.objective != "value":
        raise ValueError(
            f"the plan must be one for objective 'value', as explanations count the value that is lost, "
            f"got one for {plan.question.objective!r}"
        )


def _asked(plan: Plan, feature: str, variant: str | None) -> tuple[str | None, str | None, bool]:
    """Return what is built, what is asked for or asked away, and whether it is asked for."""
    built = plan.selection.get(feature)
    if variant is not None:
        return built, variant, built != variant
    if built is None:
        return None, None, True
    original = plan.project.scope[feature].original.name
    return built, original, built != original


def _decisions(plan: Plan, feature: str, asked: str | None, *, insist: bool) -> Iterator[Change]:
    """Yield what undoes the decisions that settle the matter."""
    scope = plan.project.scope
    priority = scope[feature].priority
    alone = len(scope[feature]) == 1
    if priority == WONT or (priority == MUST and not insist and alone):
        yield SetPriority(feature, SHOULD)
    for rule in dict.fromkeys(scope.rules):
        if isinstance(rule, Decided) and rule.feature == feature:
            against = rule.variant not in (None, asked) if insist else rule.variant == asked or alone
            if against:
                yield DropRule(rule)
