"""
Which features to build by a date: `optimize` against CP-SAT on optional intervals.

Three families, from `benchmarks/calendars.py`: with a workflow, without one, and bound by the deadline more than by
people.
"""

from __future__ import annotations

from importlib.util import find_spec

import irontriangle as it
from benchmarks.calendars import FAMILIES
from benchmarks.registry import Outcome, Phase, Spec


def planned(project: it.Project, time_limit: float) -> Outcome:
    """All levels: value, then cost, then finish."""
    plan = it.optimize(project, time_limit=time_limit)
    if not plan.found:
        return Outcome(note=plan.status.name, done=False)
    bound = plan.bound
    assert isinstance(bound, (int, float))
    return Outcome({"value": plan.value}, plan.proven, done="value" in plan.proven, bound=bound)


def planned_in_a_third(project: it.Project, time_limit: float) -> Outcome:
    """The same in a third of the time."""
    return planned(project, time_limit / 3)


def cpsat(project: it.Project, time_limit: float) -> Outcome:
    """One call of CP-SAT, two workers: an optional interval for each task, a cumulative for each role; value only."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    timeline = project.timeline
    assert isinstance(timeline, it.Timeline)
    days = timeline.usable_days
    assert days is not None
    busy: dict[str, list[tuple[cp_model.IntervalVar, int]]] = {role: [] for role in timeline.team}
    worth = []
    for feature in project.scope:
        built = []
        for variant in feature:
            chosen = model.new_bool_var("")
            built.append(chosen)
            worth.append(int(project.value_of(feature.name, variant.name)) * chosen)
            ready: cp_model.LinearExprT = 0
            for length, demand in steps(timeline, variant):
                start = model.new_int_var(0, days, "")
                interval = model.new_optional_fixed_size_interval_var(start, length, chosen, "")
                for role, people in demand.items():
                    busy[role].append((interval, people))
                model.add(start >= ready).only_enforce_if(chosen)
                ready = start + length
            model.add(ready <= days).only_enforce_if(chosen)
        model.add_at_most_one(built)
    for role, tasks in busy.items():
        model.add_cumulative([task for task, _ in tasks], [people for _, people in tasks], int(timeline.team[role]))
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


def steps(timeline: it.Timeline, variant: it.Variant) -> list[tuple[int, dict[str, int]]]:
    """Return how long each step of a variant takes, in turn, and whom; one person does the work of a role."""
    if variant.tasks:
        return [
            (int(task.duration), {role: int(people) for role, people in task.demand.items()}) for task in variant.tasks
        ]
    return [
        (int(step.working_days), {}) if isinstance(step, it.Gate) else (int(variant.effort[step]), {step: 1})
        for step in timeline.workflow
    ]


_PEER: dict[str, Phase] = {"CP-SAT": cpsat} if find_spec("ortools") else {}


def _spec(family: str, features: int, days: int, seconds: float) -> Spec:
    build, words = FAMILIES[family]
    return Spec(
        name=f"{family}-{features}x{days}",
        title=f"{features:,} features, {words}, {days} working days; value, in {seconds:g} s.",
        build=lambda size, seed: build(size, days, seed),
        sweep=(features,),
        small=(8,),
        phases={"irontriangle": planned, **_PEER},
        unit="features",
        time_limit=seconds,
        repeats=1,
        ranked=True,
    )


def _case(size: int | str, seed: int) -> it.Project:
    family, _, numbers = str(size).partition(" ")
    features, days = map(int, numbers.split("x"))
    return FAMILIES[family][0](features, days, seed)


_PROOFS = Spec(
    name="dates-proofs",
    title="What is proven: CP-SAT has 60 s, ours has 20.",
    build=_case,
    sweep=tuple(
        f"{family} {size}"
        for family, sizes in {
            "workflow": ("15x25", "30x30", "30x45", "60x60"),
            "mixed": ("15x25", "30x30", "60x45", "100x60", "200x60"),
            "deadline": ("15x30", "30x30", "60x40", "100x60"),
        }.items()
        for size in sizes
    ),
    small=("workflow 6x15", "mixed 6x15", "deadline 6x40"),
    phases={"irontriangle, a third of the time": planned_in_a_third, **_PEER},
    unit="family",
    time_limit=60,
    seeds=2,
    repeats=1,
    ranked=True,
)

SPECS = (
    _spec("workflow", 15, 25, 10),
    _spec("workflow", 30, 30, 5),
    _spec("workflow", 30, 45, 5),
    _spec("workflow", 60, 60, 20),
    _spec("workflow", 150, 60, 60),
    _spec("workflow", 1_000, 120, 60),
    _spec("mixed", 15, 25, 10),
    _spec("mixed", 30, 30, 10),
    _spec("mixed", 60, 45, 10),
    _spec("mixed", 100, 60, 10),
    _spec("mixed", 200, 60, 10),
    _spec("mixed", 300, 60, 10),
    _spec("mixed", 1_000, 120, 60),
    _spec("deadline", 30, 30, 10),
    _spec("deadline", 100, 60, 10),
    _PROOFS,
)
