"""The options inside today's limits: keep the originals, or simplify."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from irontriangle._model.changes import AddRule, Change
from irontriangle._model.rules import AtLeast, Decided
from irontriangle._plan.plan import Plan, Status
from irontriangle._tradeoffs.deciding import Aim, exactly, originals_only, pinned, with_variants
from irontriangle._tradeoffs.discussion import PRODUCT_MANAGER, Discussion, is_proven, why_not
from irontriangle._tradeoffs.option import NoOption, Option, OptionKind


def everything(talk: Discussion, plan: Plan) -> Option:
    """Return the one option where all that is wanted fits in its originals; `plan` has decided on them."""
    changes, best = pinned(talk.solves, talk.project, with_variants(talk.wanted, plan))
    proven = is_proven(plan) and is_proven(best)
    return Option(kind=OptionKind.KEEP, plan=best, changes=changes, decided_by=[PRODUCT_MANAGER], proven=proven)


def keep(talk: Discussion) -> Option:
    """Build originals only, tier by tier, inside the limits."""
    if "scope" not in talk.flexible:
        return Option(kind=OptionKind.KEEP, reason=NoOption.FIXED)
    return kept(talk)


def kept(talk: Discussion) -> Option:
    """Return what `keep` does where scope may give, which a first of two releases needs too."""
    target = talk.solves.solve(originals_only(talk.project), "tiers")
    if not target.found:
        return Option(kind=OptionKind.KEEP, reason=why_not(target), proven=target.status is Status.INFEASIBLE)
    changes, plan = pinned(talk.solves, talk.project, exactly(talk.project, target))
    return _inside(talk, OptionKind.KEEP, changes, plan, proven=is_proven(target))


def simplify(talk: Discussion) -> Option:
    """Build all that is wanted in any variant, or as much of it as fits, inside the limits."""
    if "scope" not in talk.flexible:
        return Option(kind=OptionKind.SIMPLIFY, reason=NoOption.FIXED)
    demands: list[Change] = [AddRule(Decided(name)) for name in talk.wanted]
    today = talk.solves.solve(talk.project)
    met = today.found and all(_is_met(demand, today) for demand in demands)
    least = today if met else talk.solves.solve(talk.project.apply(*demands))
    if least.status is Status.INFEASIBLE:
        demands = _as_many_as_fit(talk)
        least = talk.solves.solve(talk.project.apply(*demands))
    if not least.found:
        return Option(kind=OptionKind.SIMPLIFY, reason=why_not(least), proven=least.status is Status.INFEASIBLE)

    def unmet(plan: Plan) -> list[Change]:
        return [demand for demand in demands if not _is_met(demand, plan)]

    aim = Aim(
        least,
        accepts=lambda plan: not unmet(plan) and plan.value >= least.value,
        decisions=lambda plan: unmet(plan) or demands,
        everything=tuple(demands),
    )
    changes, plan = pinned(talk.solves, talk.project, aim)
    return _inside(talk, OptionKind.SIMPLIFY, changes, plan, proven=is_proven(least))


def _as_many_as_fit(talk: Discussion) -> list[Change]:
    """Demand as many of the wanted features as fit, of the first tier first."""
    tiers: dict[int, list[str]] = {}
    for name in talk.wanted:
        tiers.setdefault(talk.project.scope[name].priority.rank, []).append(name)
    demands: list[Change] = []
    for rank in sorted(tiers):
        names = tiers[rank]
        low, high = 0, len(names)
        while low < high:  # all of low fit; not all of more than high do, or it is not known
            middle = (low + high + 1) // 2
            fits = talk.solves.solve(talk.project.apply(*demands, AddRule(AtLeast(names, middle)))).found
            low, high = (middle, high) if fits else (low, middle - 1)
        if low:
            demands.append(AddRule(AtLeast(names, low)))
    return demands


def _is_met(demand: Change, plan: Plan) -> bool:
    assert isinstance(demand, AddRule)
    if isinstance(demand.rule, AtLeast):
        return sum(name in plan.selection for name in demand.rule.names) >= demand.rule.k
    return isinstance(demand.rule, Decided) and demand.rule.feature in plan.selection


def _inside(talk: Discussion, kind: OptionKind, changes: Sequence[Change], plan: Plan, *, proven: bool) -> Option:
    """Return an option that asks for nothing."""
    option = Option(kind=kind, plan=plan, changes=changes, decided_by=[PRODUCT_MANAGER])
    return attrs.evolve(option, gives_up=tuple(talk.losses(plan)), proven=proven and is_proven(plan))
