"""The conversation on a rough-cut webshop: options, conflicts, explanations; shared solves against independent ones."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

import irontriangle as it
from benchmarks.registry import Outcome, Phase, Spec
from irontriangle import examples
from irontriangle._tradeoffs.checking import ByPlans, ByRows, Checker
from irontriangle._tradeoffs.contest import Contest
from irontriangle._tradeoffs.contradictions import Search
from irontriangle._tradeoffs.flips_limits import LimitFlips
from irontriangle._tradeoffs.flips_scope import ScopeFlips
from irontriangle._tradeoffs.solves import Solves
from irontriangle._tradeoffs.target import Target
from irontriangle._tradeoffs.wishes import wishes_of


def rough_webshop(share: Fraction = Fraction(1)) -> it.Project:
    """Return the webshop with totals of person-days in place of dates, and of them and of the money a share."""
    shop = examples.webshop()
    timeline, limit = shop.timeline, shop.budget.limit
    assert isinstance(timeline, it.Timeline)
    assert timeline.usable_days is not None
    days = {
        role: Fraction(timeline.usable_days * people) * Fraction(str(timeline.availability[role])) * share
        for role, people in timeline.team.items()
    }
    assert isinstance(limit, Mapping)
    limits = {fund: Fraction(amount) * share for fund, amount in limit.items()}
    budget = attrs.evolve(shop.budget, limit=limits, burn_per_day=0)
    return attrs.evolve(shop, budget=budget, timeline=it.Capacity({role: int(there) for role, there in days.items()}))


def optioned(project: it.Project, time_limit: float) -> Outcome:
    """All options."""
    found = it.options(project, time_limit=time_limit)
    worth = {
        f"value of {one.kind.name} {place}": one.plan.value for place, one in enumerate(found) if one.plan is not None
    }
    proven = tuple(worth) if all(one.proven for one in found) else ()
    return Outcome(worth, proven, f"{len(worth)} options", done=bool(proven))


def contradicted(project: it.Project, time_limit: float) -> Outcome:
    """All contradictions and the least that resolves them."""
    found = it.conflict(project, time_limit=time_limit)
    assert found is not None
    note = f"{len(found.contradictions)} contradictions, {len(found.resolutions)} resolutions"
    return Outcome(note=note + ("" if found.complete else "; there may be more"))


def explained(project: it.Project, time_limit: float) -> Outcome:
    """Why the first feature that is not a MUST is in, out or simplified, and what flips it."""
    name = next(feature.name for feature in project.scope if feature.priority != it.MUST)
    it.explain(it.optimize(project), name, time_limit=time_limit)
    return Outcome(note=name)


def sensed(project: it.Project, time_limit: float) -> Outcome:
    """What the next step of each limit brings."""
    it.sensitivity(it.optimize(project), time_limit=time_limit)
    return Outcome()


def _searched(project: it.Project, check: type[ByRows | ByPlans], time_limit: float) -> Outcome:
    solves, wishes = Solves("conflict", time_limit=time_limit), wishes_of(project)
    checker: Checker = check(project, wishes, solves)
    search = Search(wishes, checker, solves)
    search.run()
    return Outcome({"contradictions": len(search.contradictions)}, ("contradictions",), done=search.complete)


def shared(project: it.Project, time_limit: float) -> Outcome:
    """Find the contradictions by the rows of one program."""
    return _searched(project, ByRows, time_limit)


def independent(project: it.Project, time_limit: float) -> Outcome:
    """Find the same by an independent solve for each set of wishes."""
    return _searched(project, ByPlans, time_limit)


def _reasoned(project: it.Project, totals: bool) -> Outcome:
    """Find all that would bring in the first feature that is out."""
    plan, solves = it.optimize(project), Solves("explain")
    name = next(feature.name for feature in project.scope if feature.name not in plan.selection)
    variant = project.scope[name].original.name
    contest = Contest(project, Target((name, variant)), solves)
    if not totals:
        contest.totals = None
    flips = [*LimitFlips(contest, 10).flips(), *ScopeFlips(contest, name, variant).flips()]
    return Outcome({"flips": sum(flip.found for flip in flips)}, ("flips",), name)


def reasoned(project: it.Project, _time_limit: float) -> Outcome:
    """Find them by the rows of one program, and from what is known of akin questions."""
    return _reasoned(project, totals=True)


def reasoned_independently(project: it.Project, _time_limit: float) -> Outcome:
    """Find them by an independent solve for each question."""
    return _reasoned(project, totals=False)


def _spec(name: str, title: str, share: Fraction, phases: dict[str, Phase]) -> Spec:
    return Spec(
        name=name,
        title=title,
        build=lambda size, seed: rough_webshop(share),
        sweep=(40,),
        small=(40,),
        phases=phases,
        unit="features",
        seeds=1,
    )


WHOLE, HALF = Fraction(1), Fraction(1, 2)
SHOP = "the webshop with `Capacity` in place of dates"

SPECS = (
    _spec("options", f"`options` of {SHOP}.", WHOLE, {"irontriangle": optioned}),
    _spec("explain", f"`explain` of one feature of {SHOP}, the plan included.", WHOLE, {"irontriangle": explained}),
    _spec("sensitivity", f"`sensitivity` of {SHOP}, the plan included.", WHOLE, {"irontriangle": sensed}),
    _spec(
        "conflict",
        f"`conflict` of {SHOP}, half the people, half the money.",
        HALF,
        {"irontriangle": contradicted},
    ),
    _spec(
        "contradictions",
        "The contradictions of the same project: rows of one program, and independent solves.",
        HALF,
        {"shared": shared, "independent": independent},
    ),
    _spec(
        "flips",
        f"All that would bring in one feature of {SHOP}: rows of one program, and independent solves.",
        WHOLE,
        {"shared": reasoned, "independent": reasoned_independently},
    ),
)
