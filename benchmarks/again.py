"""The same project with another limit: solved with what is known, and afresh."""

from __future__ import annotations

import attrs

import irontriangle as it
from benchmarks import families
from benchmarks.registry import Outcome, Spec


@attrs.frozen(eq=False)
class Changed:
    """A project that was solved before, and the change that comes."""

    compiled: it.Compiled
    change: it.ChangeBudget


def build(size: int, seed: int) -> Changed:
    """Solve a project; the budget will grow by one part in a hundred."""
    project = families.uncorrelated(size, seed)
    limit = project.budget.limit
    assert isinstance(limit, (int, float))
    compiled = it.Compiled(project)
    compiled.optimize()
    return Changed(compiled, it.ChangeBudget(int(limit) // 100))


def _outcome(plan: it.Plan) -> Outcome:
    return Outcome({"value": plan.value, "cost": plan.cost}, plan.proven, done="value" in plan.proven)


def again(changed: Changed, time_limit: float) -> Outcome:
    """Solve it with what is known."""
    return _outcome(changed.compiled.apply(changed.change).optimize(time_limit=time_limit))


def afresh(changed: Changed, time_limit: float) -> Outcome:
    """Solve it as if it were the first time."""
    return _outcome(it.optimize(changed.compiled.project.apply(changed.change), time_limit=time_limit))


SPECS = (
    Spec(
        name="again",
        title="One limit changes: `Compiled` with what is known of the project before, and `optimize` afresh.",
        build=build,
        sweep=(100, 1_000, 10_000),
        small=(30,),
        phases={"again": again, "afresh": afresh},
        unit="features",
        seeds=5,
        repeats=1,  # a second run would know its own answer
    ),
)
