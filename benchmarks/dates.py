"""Which features to build by a date, with a workflow: `optimize` against CP-SAT on optional intervals."""

from __future__ import annotations

from importlib.util import find_spec
from random import Random

import irontriangle as it
from benchmarks.registry import Outcome, Phase, Spec

TEAM = {"design": 1, "dev": 2, "qa": 1}
EFFORT = {"design": (1, 4), "dev": (1, 6), "qa": (1, 3)}
"""Least and most days of each role for a feature in full."""

START = "2027-01-04"


def workflow_project(features: int, days: int, seed: int) -> it.Project:
    """Return features in up to two variants, each designed, developed and tested, by a deadline."""
    draw = Random(1_000_003 * features + 1_009 * days + seed)
    made = []
    for number in range(features):
        effort = {role: draw.randint(*span) for role, span in EFFORT.items()}
        value = draw.randint(30, 120)
        variants = [it.Variant("full", value=value, effort=effort)]
        if draw.random() < 0.5:
            less = {role: max(1, round(0.6 * amount)) for role, amount in effort.items()}
            variants.append(it.Variant("simplified", value=round(value * draw.uniform(0.4, 0.8)), effort=less))
        made.append(it.Feature(f"f{number}", variants))
    last = it.Timeline(START, team=TEAM).date_of(days - 1)
    return it.Project(it.Scope(made), timeline=it.Timeline(START, last, team=TEAM, workflow=tuple(TEAM)))


def planned(project: it.Project, time_limit: float) -> Outcome:
    """All levels: value, then cost, then finish."""
    plan = it.optimize(project, time_limit=time_limit)
    if not plan.found:
        return Outcome(note=plan.status.name, done=False)
    bound = plan.bound
    assert isinstance(bound, (int, float))
    return Outcome({"value": plan.value}, plan.proven, done="value" in plan.proven, bound=bound)


def cpsat(project: it.Project, time_limit: float) -> Outcome:
    """One call of CP-SAT, two workers: an optional interval for each task, a cumulative for each role; value only."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    timeline = project.timeline
    assert isinstance(timeline, it.Timeline)
    days = timeline.usable_days
    assert days is not None
    busy: dict[str, list[cp_model.IntervalVar]] = {role: [] for role in timeline.team}
    worth = []
    for feature in project.scope:
        built = []
        for variant in feature:
            chosen = model.new_bool_var("")
            built.append(chosen)
            worth.append(int(project.value_of(feature.name, variant.name)) * chosen)
            ready: cp_model.LinearExprT = 0
            for role in map(str, timeline.workflow):
                start, length = model.new_int_var(0, days, ""), int(variant.effort[role])
                busy[role].append(model.new_optional_fixed_size_interval_var(start, length, chosen, ""))
                model.add(start >= ready).only_enforce_if(chosen)
                ready = start + length
            model.add(ready <= days).only_enforce_if(chosen)
        model.add_at_most_one(built)
    for role, tasks in busy.items():
        model.add_cumulative(tasks, [1] * len(tasks), int(timeline.team[role]))
    model.maximize(sum(worth))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Outcome(note="no plan", done=False)
    proven = status == cp_model.OPTIMAL
    figures = {"value": solver.objective_value}
    return Outcome(figures, ("value",) if proven else (), done=proven, bound=solver.best_objective_bound)


_PHASES: dict[str, Phase] = {"irontriangle": planned}
if find_spec("ortools"):
    _PHASES["CP-SAT"] = cpsat


def _spec(features: int, days: int, seconds: float) -> Spec:
    return Spec(
        name=f"workflow-{features}x{days}",
        title=f"{features} features, design, dev, qa, team 1, 2, 1, {days} working days; value, in {seconds:g} s.",
        build=lambda size, seed: workflow_project(size, days, seed),
        sweep=(features,),
        small=(8,),
        phases=_PHASES,
        unit="features",
        time_limit=seconds,
        repeats=1,
    )


SPECS = (_spec(15, 25, 10), _spec(30, 30, 5), _spec(30, 45, 5), _spec(60, 60, 20), _spec(150, 60, 60))
