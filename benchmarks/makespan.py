"""How early can it end? Published projects in several modes, `optimize(..., "finish")` against other schedulers."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

import irontriangle as it
from benchmarks import instances
from benchmarks.registry import Outcome, Phase, Spec

REFERENCE = "mrcpsp/reference.csv"
KNOWN = {} if instances.missing(REFERENCE) else instances.makespans(instances.FOLDER / REFERENCE)


def project(case: str, seed: int) -> it.Project:
    """Return one instance of a set."""
    return instances.multi_mode(instances.FOLDER / "mrcpsp" / case / list(KNOWN[case])[seed])


def known(case: str, seed: int) -> tuple[float, float]:
    """Return the best makespan and the best bound that are known, as values: the larger, the better."""
    bound, best = list(KNOWN[case].values())[seed]
    return -best, -bound


def ours(project: it.Project, time_limit: float, *, engine: Literal["auto", "highs"] = "auto") -> Outcome:
    """All levels: finish, then cost, then value; the value here is minus the days until the finish."""
    plan = it.optimize(project, "finish", time_limit=time_limit, engine=engine)
    if not plan.found or plan.finish is None:
        return Outcome(note=plan.status.name, done=False)
    days = _day(project, plan.finish)
    bound = None if plan.bound is None else -_day(project, plan.bound)
    proven = ("value",) if "finish" in plan.proven else ()
    return Outcome({"value": -days}, proven, done=bool(proven), bound=bound)


def without_ortools(project: it.Project, time_limit: float) -> Outcome:
    """As without OR-Tools."""
    return ours(project, time_limit, engine="highs")


def feature_of(member: str | tuple[str, str]) -> str:
    """Return the feature of a member."""
    return member if isinstance(member, str) else member[0]


def _day(project: it.Project, day: object) -> int:
    assert isinstance(project.timeline, it.Timeline)
    return project.timeline.day_of(day) + 1  # type: ignore[arg-type]  # a date


def pyjobshop(project: it.Project, time_limit: float) -> Outcome:
    """PyJobShop's own model on CP-SAT, two workers."""
    from pyjobshop import Model

    model, timeline, limit = Model(), project.timeline, project.budget.limit
    assert isinstance(timeline, it.Timeline)
    funds = limit if isinstance(limit, it.FrozenMap) else {}
    resources = {role: model.add_renewable(capacity=int(people)) for role, people in timeline.team.items()}
    resources |= {fund: model.add_consumable(capacity=int(amount)) for fund, amount in funds.items()}
    tasks = {}
    for feature in project.scope:
        tasks[feature.name] = model.add_task()
        for variant in feature:
            (work,) = variant.tasks
            used = {**work.demand, **(variant.cost if isinstance(variant.cost, it.FrozenMap) else {})}
            named = [(resources[name], int(amount)) for name, amount in used.items() if amount]
            asked, demands = zip(*named, strict=True) if named else ((), ())
            model.add_mode(tasks[feature.name], list(asked), int(work.duration), list(demands))
    for feature in project.scope:
        for before in feature.requires:
            model.add_end_before_start(tasks[feature_of(before)], tasks[feature.name])
    result = model.solve(solver="ortools", time_limit=time_limit, display=False, num_workers=2)
    proven = ("value",) if result.status.name == "OPTIMAL" else ()
    figures = {"value": -result.objective} if result.status.name in ("OPTIMAL", "FEASIBLE") else {}
    return Outcome(figures, proven, done=bool(proven), bound=-result.lower_bound)


_PHASES: dict[str, Phase] = {"irontriangle": ours, "irontriangle, HiGHS": without_ortools}
if find_spec("pyjobshop"):
    _PHASES["PyJobShop"] = pyjobshop

_SOURCES = {
    "j10.mm": "PSPLIB, 10 activities in 3 modes (R. Kolisch, A. Sprecher, European Journal of Operational Research 96 "
    "(1997) 205-216, https://doi.org/10.1016/S0377-2217(96)00170-1)",
    "j20.mm": "PSPLIB, 20 activities in 3 modes",
    "j30.sm": "PSPLIB, 30 activities in one mode",
    "MMLIB50": "50 activities in 3 modes (V. Van Peteghem, M. Vanhoucke, European Journal of Operational Research 235 "
    "(2014) 62-72, https://doi.org/10.1016/j.ejor.2013.10.012)",
}

SPECS = tuple(
    Spec(
        name=f"makespan-{case.replace('.', '-').lower()}",
        title=f"{source}, in 20 s each; value is minus the working days until the finish.",
        build=project,
        sweep=(case,),
        small=(case,),
        phases=_PHASES,
        unit="set",
        time_limit=20,
        seeds=len(KNOWN.get(case, ())),
        repeats=1,
        known=known,
        ranked=True,
        missing=instances.missing(REFERENCE),
    )
    for case, source in _SOURCES.items()
)
