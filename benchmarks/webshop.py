"""The realistic example: 40 features, a workflow of four roles, two funds, a deadline that binds."""

from __future__ import annotations

import irontriangle as it
from benchmarks.registry import Outcome, Spec
from irontriangle import examples


def planned(project: it.Project, time_limit: float) -> Outcome:
    """Plan it with dates."""
    plan = it.optimize(project, time_limit=time_limit)
    if not plan.found:
        return Outcome(note=plan.status.name)
    note = "proven" if plan.status is it.Status.OPTIMAL else f"gap {plan.gap:.2%}"
    return Outcome({"value": plan.value, "cost": plan.cost}, plan.proven, f"value {plan.value:g}, {note}")


SPECS = (
    Spec(
        name="webshop",
        title="`irontriangle.examples.webshop()`, dated with its workflow, in 10 s.",
        build=lambda size, seed: examples.webshop(),
        sweep=(40,),
        small=(40,),
        phases={"irontriangle": planned},
        unit="features",
        time_limit=10,
        seeds=1,
    ),
)
